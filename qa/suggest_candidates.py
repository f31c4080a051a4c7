"""Passages -> questions that they should answer, in the words of their clauses, figures, dates, lists and headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index import Chunk, Entry, Index, fold, read_cedict
from qa.bodies import same_body
from qa.clause import Clause
from qa.dates import dates
from qa.knowledge import Knowledge
from qa.language import Language
from qa.messages import definite, message, message_language
from qa.quantities import quantities
from qa.series import all_series
from qa.shown import about

_SHORTEST, _LONGEST = 6, 34  # characters of what a question is about: fewer say too little, more are no question
_TERM = 4  # characters of the longest name at least: only such a one says what a thing is
_HAN = re.compile(r"[\u3400-\u9fff]")
_STOP = re.compile(r"[，,。；;：:！？?!\n（）()\[\]|]")
_EDGES = " \t\u3000#*-—·•"
_NUMBER = re.compile(
    r"(?:[#*\s]|——)*(?:第[一二三四五六七八九十百\d]{1,5}[章节条]|建议[一二三四五六七八九十\d]{1,3}[、，,：:\s]|[一二三四五六七八九十]{1,3}(?:是(?:要)?|、)"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:\.\d{1,2})*[.．、)）])?[\s*]*"
)
_POINTING = re.compile(
    "、|其|该|此|这|上述|同比|环比|占|较|比上|约|共|累计|合计|达|为|并|且|同时|另|以上|分别|增长|下降"
)
_DOING = re.compile(
    "加强|加快|加大|完善|推进|推动|提升|提高|优化|建立|健全|强化|促进|深化|构建|实施|开展|鼓励|培育|支持|打造|建设|扩大|规范|落实|引进"
    "|设立|探索|拓展|营造|做好|组建|扶持|创新|保护|改善|发展|培养|统筹|搭建|整合|畅通|防范|化解|保障|发挥|增强|简化|降低|减轻|吸引"
)
_DONE = re.compile(f"(?:{_DOING.pattern}|情况|累计|力度|水平|进一步|更加|明显|不断|夯实|增强|全面|积极|大力|切实|持续)")
_DONE_BEHIND = re.compile(_DONE.pattern + "$")
_AND = re.compile("[和与及、]")
_FIGURE_VERB = re.compile("(?:(?:已|将|共|累计|总数|数量|规模)*(?:达到?|为|有|超过?|突破|增至)?(?:了|到)?)$")
_DIGIT = re.compile(r"\d")
_MARK = re.compile('[“”‘’「」『』"《》]')
_HAPPENED = re.compile(
    "出台|印发|发布|施行|实施|签订|签署|成立|揭牌|启动|启用|开通|挂牌|举办|召开|获批|设立|审议通过|公布|上线|完成"
)

Key = Literal["lead", "support", "body", "figure", "date", "series", "how", "what"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that the characters `start`..`end` of the passage `chunk`'s document should answer."""

    question: str
    chunk: Chunk
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Asker:
    """Makes questions in `language` of passages, by kind.

    `entries` are nouns of the glossary that stand in the passages, the longest first; `quoted` are spans, by the id of
    their document, that the answer shows already.
    """

    index: Index
    known: Knowledge
    language: Language
    entries: tuple[Entry, ...]
    quoted: tuple[tuple[str, int, int], ...]

    def duties(self, chunk: Chunk) -> Iterator[Candidate]:
        """Who leads and who supports a measure whose clause stands here and is not quoted yet."""
        for clause in self.known.clauses:
            if clause.path and _holds(chunk, clause) and not self._is_quoted(chunk, clause.start, clause.end):
                if clause.lead:
                    yield from self._of("lead", clause.path[-1], chunk, clause.start, clause.end)
                if clause.support:
                    yield from self._of("support", clause.path[-1], chunk, clause.start, clause.end)

    def bodies(self, chunk: Chunk) -> Iterator[Candidate]:
        """What a body leads that leads several measures, one of them here."""
        for clause in self.known.clauses:
            for body in clause.lead[:1] if _holds(chunk, clause) else ():
                led = sum(any(same_body(body.name, one.name) for one in other.lead) for other in self.known.clauses)
                name = self._body(body.name, chunk)
                if led > 1 and name:
                    yield Candidate(message("suggest.body", self.language, body=name), chunk, clause.start, clause.end)

    def figures(self, chunk: Chunk) -> Iterator[Candidate]:
        """How many or how much, for a figure that stands alone in its clause."""
        text = chunk.text
        counted = [one for one in quantities(text) if one.kind in {"money", "percent", "count", "duration"}]
        for one in counted:
            start, end = _clause(text, one.start, one.end)
            before, behind = text[start : one.start], text[one.end : end]
            alone = sum(start < other.end and other.start < end for other in counted) == 1
            if not alone or not _DIGIT.search(one.text) or behind.startswith("的") or _MARK.search(before + behind):
                continue
            place = chunk.start + one.start, chunk.start + one.end
            if self._is_quoted(chunk, *place):
                continue
            if not self._is_chinese:
                yield from self._of("figure", _FIGURE_VERB.sub("", before) or behind, chunk, *place)
            elif len(_HAN.findall(before + behind)) >= _SHORTEST:
                gap = "多少" + ("" if one.kind == "percent" else one.unit)
                yield from self._of("figure", before + gap + behind, chunk, *place)

    def dates(self, chunk: Chunk) -> Iterator[Candidate]:
        """When something happened that is told right behind its date."""
        text = chunk.text
        for one in dates(text):
            start = one.end + (text[one.end : one.end + 1] in {"，", ","})
            end = _clause(text, start, start)[1]
            place = chunk.start + one.start, chunk.start + one.end
            if (
                one.month
                and not one.limit
                and not self._is_quoted(chunk, *place)
                and _HAPPENED.search(text, start, end)
            ):
                yield from self._of("date", text[start:end], chunk, *place)

    def series(self, chunk: Chunk) -> Iterator[Candidate]:
        """What a heading lists."""
        sections = self.index.sections(chunk.document.id)
        listed_here = [
            one
            for one in all_series(chunk.document, sections, chunk.start, chunk.end)
            if one.kind != "words" and len(one.items) > 2 and chunk.start <= one.start and one.end <= chunk.end
        ]
        if chunk.path and listed_here:
            yield from self._of("series", chunk.path[-1], chunk, chunk.start, chunk.end)

    def headings(self, chunk: Chunk) -> Iterator[Candidate]:
        """What is said, or to be done, under a heading."""
        if chunk.path and chunk.path[-1] != chunk.document.title:
            subject = _bare(chunk.path[-1])
            yield from self._of("how" if _DOING.match(subject) else "what", subject, chunk, chunk.start, chunk.end)

    @property
    def _is_chinese(self) -> bool:
        return self.language in {"zh", "zh-Hant"}

    def _of(self, key: Key, subject: str, chunk: Chunk, start: int, end: int) -> Iterator[Candidate]:
        subject = _bare(subject)
        if len(_HAN.findall(subject)) < _SHORTEST or len(subject) > _LONGEST or _POINTING.match(subject):
            return
        words = subject if self._is_chinese else self._named(subject) if key != "date" else ""
        if not words and key != "figure" and not _MARK.search(subject):
            words = message("quote", self.language, text=subject)
        if words:
            yield Candidate(message(f"suggest.{key}", self.language, subject=words), chunk, start, end)

    def _named(self, subject: str) -> str:
        """What the glossary calls the things in a subject, where they are nearly all of it; else ""."""
        left = _trimmed(fold(subject))
        asked = len(_HAN.findall(left))
        found: list[tuple[int, int, str]] = []
        for entry in self.entries:
            chinese = fold(entry.chinese)
            at = left.find(chinese)
            if at >= 0:
                name = entry.names.get(message_language(self.language), ("",))[0]
                found.append((at, at + len(chinese), name))
                left = left.replace(chinese, "\n" * len(chinese), 1)
        found.sort()
        if not all(name for _, _, name in found) or max((end - at for at, end, _ in found), default=0) < _TERM:
            return ""
        if 4 * len(_HAN.findall(left)) > asked:
            return ""
        words = found[0][2]
        for before, one in pairwise(found):
            words += (" and " if _AND.search(left[before[1] : one[0]]) else " ") + one[2]
        return words

    def _body(self, name: str, chunk: Chunk) -> str:
        if self._is_chinese:
            return name
        found = self.known.names.official_names(name, self.language, about(chunk.document))
        whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(name))
        return definite(found[0].name) if whole else ""

    def _is_quoted(self, chunk: Chunk, start: int, end: int) -> bool:
        return any(of == chunk.document.id and first < end and start < last for of, first, last in self.quoted)


def _holds(chunk: Chunk, clause: Clause) -> bool:
    return clause.document.id == chunk.document.id and chunk.start <= clause.start and clause.end <= chunk.end


def is_verb(entry: Entry) -> bool:
    """Whether the dictionary says that its English name is what one does: to invest, to sign."""
    first = entry.names.get("en", (" ",))[0].split()[:1]
    senses = re.findall("/to ([^/]*)", read_cedict().get(entry.chinese, ""))
    return any(first and first[0].casefold() in sense.split() for sense in senses)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """From the sign before the characters `start`..`end` to the one behind them."""
    while start > 0 and not _STOP.match(text[start - 1]):
        start -= 1
    stop = _STOP.search(text, end)
    return start, stop.start() if stop else len(text)


def _trimmed(subject: str) -> str:
    """Without the verbs at either end, which say what is done to the thing: 加强…, …水平提升."""
    while (found := _DONE.match(subject)) and found.end() < len(subject):
        subject = subject[found.end() :]
    while (behind := _DONE_BEHIND.search(subject)) and behind.start():
        subject = subject[: behind.start()]
    return subject


def _bare(heading: str) -> str:
    """A heading without its number, up to its first stop."""
    number = _NUMBER.match(heading)
    bare = heading[number.end() if number else 0 :].strip(_EDGES)
    stop = _STOP.search(bare)
    return bare[: stop.start()].strip(_EDGES) if stop else bare
