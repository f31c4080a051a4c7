"""One document read from two files: what the one holds, finds and answers beside the other."""

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.answers import Answered, covers, judge
from eval.gold import Gold
from eval.questions import Question
from index import Index, fold, split_sections
from qa import ask

_MARKS = re.compile(r"(?m)^[ \t]*(?:(?:#{1,6}|[-*•·●])[ \t]+)+|\*\*|\s")
_FIRST = 5
_SHOWN = 40  # characters


@dataclass(frozen=True, slots=True)
class Found:
    """One question asked: at which rank (from 1) the proof was complete, or None, and what was answered.

    `lost` are the quotes that do not stand in the document.
    """

    rank: int | None
    answer: Answered
    quotes: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read: its text and its sections (the innermost heading, the text) without marks and white
    space, and what each question found, by id.
    """

    text: str
    sections: tuple[tuple[str, str], ...]
    found: dict[str, Found]


@dataclass(frozen=True, slots=True)
class Figures:
    """A reading beside the text's own. `characters`: the share of the text's characters that stand there in order, of
    all of both; the others count sections and questions.
    """

    characters: float
    sections: int
    first: int
    five: int
    same_short: int
    same_text: int
    complete: int


def bare(text: str) -> str:
    """The text without white space and without the marks of Markdown and of lists, width and case folded."""
    return fold(_MARKS.sub("", text))


def read_index(index: Index, questions: Sequence[Question]) -> Reading:
    """Ask an index of one document. Quotes are found where they stand in it but for white space and marks."""
    documents = index.documents()
    texts = {document.id: document.text for document in documents}
    plain = {key: Plain(text) for key, text in texts.items()}
    sections = [
        (bare(section.path[-1]) if section.path else "", bare(document.text[section.start : section.end]))
        for document in documents
        for section in split_sections(document)
    ]
    found = {question.id: _ask(question, index, plain, texts) for question in questions}
    body = "\n".join(document.text[document.body_start :] for document in documents)
    return Reading(bare(body), tuple(sections), found)


class Plain:
    """A text without white space and marks, folded character by character, that knows where each one stood."""

    def __init__(self, text: str) -> None:
        skipped = {at for mark in _MARKS.finditer(text) for at in range(*mark.span())}
        self._kept = [at for at in range(len(text)) if at not in skipped]
        self._plain = "".join(_folded(text[at]) for at in self._kept)

    def places(self, quote: str) -> list[tuple[int, int]]:
        """Where the quote stands in the text, white space and marks of either aside: half-open spans of the text."""
        sought = "".join(map(_folded, _MARKS.sub("", quote)))
        found = []
        at = self._plain.find(sought)
        while at >= 0 and sought:
            found.append((self._kept[at], self._kept[at + len(sought) - 1] + 1))
            at = self._plain.find(sought, at + 1)
        return found


def _folded(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character


def compare(reading: Reading, base: Reading) -> Figures:
    """Count what the reading has in common with that of the text."""
    matcher = difflib.SequenceMatcher(None, reading.text, base.text, autojunk=False)
    sections = Counter(reading.sections) & Counter(base.sections)
    pairs = [(found, base.found[key]) for key, found in reading.found.items()]
    return Figures(
        characters=matcher.ratio() if reading.text != base.text else 1.0,
        sections=sections.total(),
        first=sum(found.rank == 1 for found, _ in pairs),
        five=sum(found.rank is not None for found, _ in pairs),
        same_short=sum(_short(found) == _short(other) for found, other in pairs),
        same_text=sum(bare(found.answer.text) == bare(other.answer.text) for found, other in pairs),
        complete=sum(bool(found.answer.complete) for found, _ in pairs),
    )


def differences(reading: Reading, base: Reading, questions: Sequence[Question]) -> list[str]:
    """A line for each section and question that came out otherwise, the text's first."""
    lines = []
    missing = Counter(base.sections) - Counter(reading.sections)
    other = Counter(reading.sections) - Counter(base.sections)
    for sign, sections in (("-", missing), ("+", other)):
        lines += [f"section {sign} [{heading}] {text[:_SHOWN]} … {text[-12:]}" for heading, text in sections.elements()]
    for question in questions:
        found, before = reading.found[question.id], base.found[question.id]
        if found.lost:
            lines.append(f"{question.id} not in the document: {' | '.join(found.lost)}")
        if found.rank != before.rank:
            lines.append(f"{question.id} proof at rank {before.rank} → {found.rank}: {question.question}")
        if _short(found) != _short(before):
            lines.append(f"{question.id} short: {_shown(before)} → {_shown(found)}: {question.question}")
        elif bare(found.answer.text) != bare(before.answer.text):
            lines.append(f"{question.id} text: {' → '.join(_apart(before.answer.text, found.answer.text))}")
        if bool(found.answer.complete) != bool(before.answer.complete):
            lines.append(f"{question.id} complete: {before.answer.complete} → {found.answer.complete}")
    return lines


def _ask(question: Question, index: Index, plain: Mapping[str, Plain], texts: Mapping[str, str]) -> Found:
    gold = []
    lost = []
    for quote in dict.fromkeys(item.quote for item in question.evidence):
        spans = [(key, *span) for key, text in plain.items() for span in text.places(quote)]
        if spans:
            gold.append(Gold(quote, tuple(spans)))
        else:
            lost.append(quote)
    rank = None
    if gold and not (lost and question.must_all):
        hits = [
            (hit.chunk.document.id, hit.chunk.start, hit.chunk.end) for hit in index.search(question.question, _FIRST)
        ]
        rank = next((at for at in range(1, len(hits) + 1) if covers(hits[:at], gold, question.must_all)), None)
    answer = ask(question.question, index)
    answered = judge(question, gold, answer, texts, 0.0)
    return Found(rank, answered, tuple(citation.quote for citation in answer.citations), tuple(lost))


def _short(found: Found) -> tuple[bool, tuple[str, ...]]:
    """What was answered in short, or without a short answer the quotes."""
    return found.answer.answered, tuple(map(bare, found.answer.short or found.quotes))


def _apart(one: str, other: str) -> tuple[str, str]:
    """What two texts have from where they part."""
    one, other = bare(one), bare(other)
    at = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
    return one[at : at + _SHOWN] or "(end)", other[at : at + _SHOWN] or "(end)"


def _shown(found: Found) -> str:
    return " / ".join(_short(found)[1])[: 2 * _SHOWN] if found.answer.answered else "declined"
