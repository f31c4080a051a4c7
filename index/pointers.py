"""What in a question points at a document, or should stand in a passage: small absolute boosts.

Near-identical passages differ by year, kind of document and numbers only, which the other legs hardly see.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.bm25 import TermIndex
from index.documents import Document
from index.fold import fold
from index.lexical import HAN, is_han

POINTED_WEIGHT = 0.1
"""What a document named by its number gains, on the scale of the cosine."""
REQUIRED_WEIGHT = 0.02
"""What a passage gains that holds all the numbers and quoted names of the question."""

KIND = 0.3
"""What naming a kind of document ("the plan") counts beside naming a document by its number: many may be of a kind."""
OTHER = 0.1
"""What is left of it for a document of that kind, but of another year or issuer than stands with it."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?\s*[-–—~至到]\s*((?:19|20)\d\d)(?!\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_QUOTED = re.compile(r"《([^《》]{2,60})》|“([^“”]{2,60})”|「([^「」]{2,60})」|『([^『』]{2,60})』|\"([^\"]{2,60})\"")
_PARTS = re.compile(f"[{HAN}]+|(?:(?![{HAN}])[^\\W\\d_])+")
_ORDINAL = re.compile(
    r"(?:第|\bn[or]\.|n°|\bnumber|\bnummer|\bnuméro|\bnúmero)\s*(\d{3,8})(?!\d)|(?<!\d)(\d{3,8})\s*[号호]"
    r"|(?<!\d)(\d{7,8})(?!\d)"
)
_REFERENCE = re.compile(r"[〔\[(【]\s*((?:19|20)\d\d)\s*年?\s*[〕\])】]\s*第?\s*(\d{1,5})(?!\d)")
_LATEST = re.compile(r"最新|最近|最後|latest|newest|most recent|最も新しい|가장 최근|neueste|dernière?|últim[oa]")
_AGENCY = re.compile(r"([\u4e00-\u9fff]{2,20}?(?:局|委|会|厅|院|署|政府|办公室|中心|部))(?:的|关于|对|作出的?|给)?$")
_AHEAD, _BEHIND = 16, 8
"""Characters before and behind the name of a kind in which its year, its issuer or "latest" is looked for."""

# How a question names a kind of document, and what the titles of that kind hold. Words that name other things too
# (通知 to inform, 办法 a way, "plan to") count only in a phrase that names a document.
_KINDS = tuple(
    (re.compile(asked), re.compile(titled))
    for asked, titled in (
        (
            r"答复|回复|复函|批复|\b(?:reply|replies|response to (?:the )?proposal)\b|回答書|答弁|회신|답변"
            r"|\bréponse\b|\bantwort(?:schreiben)?\b|\brespuesta\b",
            "答复|复函|批复",
        ),
        (
            r"方案|规划|(?:工作|行动|实施|年度|三年|五年|发展)计划|计划(?=[里中的])|計画|계획|방안"
            r"|(?<!\bto )(?<!they )(?<!we )\b(?:plan|plans|programme|strategy)\b(?! (?:to|on)\b)"
            r"|\w{3}plan\b|\bplanes\b",
            "方案|规划|计划|纲要",
        ),
        (r"条例|\b(?:regulations?|ordinance)\b|조례|\bverordnung\b|\brèglement\b|\breglamento\b", "条例"),
        (r"(?:管理|实施|暂行|资助|奖励)办法|\b(?:administrative|management|interim|implementing) measures\b", "办法"),
        (r"(?:这份|那份|该|的|号)通知|通知(?=[里中]|要求|规定|明确)|\b(?:notice|circular)\b", "通知"),
        (r"工作报告|年度报告|\b(?:work|annual) report\b", "报告"),
        (r"(?:指导|实施|若干)意见|意见(?=[里中]|要求|规定)|\b(?:guiding|implementing) opinions\b", "意见"),
    )
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a document can be pointed at by, all folded."""

    title: str
    issuer: str
    year: int | None
    years: frozenset[int]
    references: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A kind of document named in a question: its place among the kinds, the text before it, and all around it."""

    kind: int
    ahead: str
    around: str


class Pointers:
    """Documents, by what a question can call them."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._facts = [_facts(document) for document in documents]
        self._of_kind = np.array(
            [[bool(titled.search(fact.title)) for fact in self._facts] for _, titled in _KINDS], bool
        )

    def scores(self, question: str) -> NDArray[np.float32]:
        """How far a question points at each document, 0 to 1, shape (documents,); all 0 where it tells none apart.

        1 for a number of its own in title or reference (提案第0377号, 〔2021〕61号). 0.3 for its kind ("the work plan",
        答复), which its title says; but 0.1 where another of the kind fits better what stands with it in the question:
        its one year, an issuer's Chinese name, "latest". A year alone does not point: mostly it is that of a fact, of
        which later documents tell as well.
        """
        folded = fold(question)
        scores = np.zeros(len(self._facts), np.float32)
        for mention in _mentions(folded):
            of_kind = self._of_kind[mention.kind]
            meant = of_kind & self._meant(mention, folded, of_kind)
            scores = np.maximum(scores, np.where(meant, KIND, np.where(of_kind, OTHER if meant.any() else KIND, 0)))
        if numbers := _own_numbers(folded):
            scores = np.maximum(scores, [any(_has(fact, number) for number in numbers) for fact in self._facts])
        told_apart = bool(scores.size) and scores.min() < scores.max()
        return scores.astype(np.float32) if told_apart else np.zeros(len(self._facts), np.float32)

    def _meant(self, mention: _Mention, folded: str, of_kind: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which documents fit what stands with the kind."""
        fits = np.ones(len(self._facts), bool)
        years = _years(mention.around)
        # A question that names several years compares; each may be that of another document.
        if years and len(_periods(folded)) == 1:
            fits &= [fact.year in years or not years.isdisjoint(fact.years) for fact in self._facts]
        if _LATEST.search(mention.around):
            newest = max((self._facts[at].year or 0 for at in np.flatnonzero(of_kind)), default=0)
            fits &= [fact.year == newest for fact in self._facts]
        if agency := _AGENCY.search(mention.ahead):
            issued = np.array([_is_short_for(agency[1], fact.issuer) for fact in self._facts], bool)
            fits &= issued if issued.any() else True
        return fits


class Holdings:
    """Passages, by the numbers and words they hold."""

    def __init__(self, passage: Callable[[int], str], numbers: TermIndex, lexical: TermIndex) -> None:
        """Takes what gives the passage of a row, and the passages' `passage_numbers` and `lexical_terms`."""
        self._passage = passage
        self._numbers = numbers
        self._lexical = lexical

    def scores(self, question: str) -> NDArray[np.float32]:
        """The share (0 to 1) of `required(question)` that each passage holds, shape (passages,); 0 without any."""
        held = np.zeros(self._numbers.count, np.float32)
        wanted = required(question)
        for word in wanted:
            held[self._numbers.postings(word)[0] if _NUMBER.fullmatch(word) else self._naming(word)] += 1
        return held / np.float32(len(wanted) or 1)

    def _naming(self, name: str) -> list[int]:
        """The rows of the passages with a name in them, as it stands or as a number of theirs."""
        # Neighbours in a text are a term of it, and letters are part of one: few passages are left to be read.
        rows = np.arange(self._lexical.count)
        for terms in _implied(name, self._lexical):
            holding = [self._lexical.postings(term)[0] for term in terms]
            rows = np.intersect1d(rows, np.concatenate([rows[:0], *holding]))
        return [row for row in rows.tolist() if name in fold(self._passage(row))]


def _implied(name: str, lexical: TermIndex) -> Iterator[list[str]]:
    """Terms of which a passage with a folded name in it has one, for each part of the name."""
    for part in _PARTS.findall(name):
        if is_han(part):
            yield from ([" ".join(pair)] for pair in pairwise(part))
            yield [part[0]]
        else:
            yield [term for term in lexical.terms if part in term]


def passage_numbers(passage: str) -> list[str]:
    """The numbers in a passage, each once."""
    return sorted(set(_numbers(fold(passage))))


def required(question: str) -> tuple[str, ...]:
    """What a passage that answers should hold, folded: numbers of two digits or more, names in quotation marks.

    Numbers that point at a document are left out: a passage of "the 2018 reply" has no need to say 2018.
    """
    folded = fold(question)
    pointing = {str(year) for mention in _mentions(folded) for year in _years(mention.around)}
    pointing |= {part for number in _own_numbers(folded) for part in number}
    numbers = [number for number in _numbers(folded) if len(number) > 1 and number not in pointing]
    names = [name for found in _QUOTED.finditer(folded) for name in found.groups() if name]
    return tuple(dict.fromkeys([*numbers, *names]))


def _facts(document: Document) -> _Facts:
    title, reference = fold(document.title), fold(document.reference or "")
    return _Facts(
        title=title,
        issuer=fold(document.issuer or ""),
        year=document.issued.year if document.issued else None,
        years=_years(title),
        references=frozenset(_REFERENCE.findall(reference)),
    )


def _mentions(folded: str) -> Iterator[_Mention]:
    for kind, (asked, _) in enumerate(_KINDS):
        for found in asked.finditer(folded):
            start, end = found.span()
            ahead = folded[max(0, start - _AHEAD) : start]
            yield _Mention(kind, ahead, ahead + folded[start : end + _BEHIND])


def _own_numbers(folded: str) -> list[tuple[str, str]]:
    """Numbers of documents in a question as (year, number), the year empty where it is not said apart."""
    ordinals = ("".join(found.groups("")) for found in _ORDINAL.finditer(folded))
    return [*_REFERENCE.findall(folded), *(("", number) for number in ordinals)]


def _has(fact: _Facts, number: tuple[str, str]) -> bool:
    if number in fact.references:
        return True
    # 20210376: the proposal number 0376 of 2021.
    bare = number[1].lstrip("0")
    return not number[0] and bool(bare) and re.search(rf"(?<!\d)(?:20\d\d)?0*{bare}(?!\d)", fact.title) is not None


def _is_short_for(name: str, issuer: str) -> bool:
    rest = iter(issuer)
    return bool(issuer) and name[-1] == issuer[-1] and all(c in rest for c in name)


def _periods(folded: str) -> set[tuple[int, ...]]:
    """The years of a text, those of a span (2019-2021) as one."""
    spans = [(int(first), int(last)) for first, last in _SPAN.findall(folded)]
    return {*spans, *((int(year),) for year in _YEAR.findall(_SPAN.sub(" ", folded)))}


def _years(folded: str) -> frozenset[int]:
    return frozenset(year for period in _periods(folded) for year in range(period[0], period[-1] + 1))


def _numbers(folded: str) -> list[str]:
    return [found[0].replace(",", "") for found in _NUMBER.finditer(folded)]
