"""Which documents may answer on a day: those in force first, and of what documents say alike the newest."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from index import (
    Cited,
    Document,
    Index,
    UsageError,
    Validities,
    Validity,
    canonical_reference,
    figures,
    fold,
    matching_ids,
    plain_title,
    title_keys,
)
from qa.answer import Span
from qa.named_numbers import years_in
from qa.per_index import per_index
from qa.reader import READ

NEAR = 0.05
"""Sentences whose scores differ by at most this much answer equally well."""
AS_SURE = 0.7
"""The share of the confidence of an answer from all documents from which on that of those in force is given."""
_PAST = re.compile(
    r"新旧|(?:旧|原)(?:版|办法|规定|条例|政策|标准|文件)|修订前|有(?:何|什么|哪些)变化|改了|废止|失效|取代"
    r"|\b(?:previous(?:ly)?|formerly?|repealed|superseded|expired)\b|\bold (?:rule|version|regulation|measure|polic)"
)
_OF_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)年?版?的?[\u4e00-\u9fff]{0,12}?(办法|规定|条例|通知|意见|方案|细则|规则|决定|计划|规划)"
)
_TITLE = 6
"""Characters of a title from which on it can be told from other words of a question."""
ALIKE = 0.7
"""The share of their pairs of characters from which on two sentences say the same."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The validity of an index's documents on a day.

    `past` are the ids of those not in force, `hidden` of those that had not been issued by then. The latter is asked
    only for a day that is given: what is in the index has been issued today, whatever date it bears.
    """

    day: date
    validities: Validities
    past: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()

    def of(self, document: Document) -> Validity:
        """Whether the document is in force on the day."""
        return self.validities.of(document, self.day)


@per_index
def _standings(index: Index) -> Callable[[date], Standing]:
    documents = index.documents()
    validities = Validities(documents)

    @lru_cache(maxsize=16)
    def on(day: date) -> Standing:
        past = (one.id for one in documents if validities.of(one, day).status != "in_force")
        return Standing(day, validities, frozenset(past))

    return on


def standing(index: Index, as_of: date | str | None) -> Standing:
    """How an index's documents stand on a day, today for None; raises UsageError for what is no date."""
    if as_of is None:
        return _standings(index)(date.today())
    day = read_day(as_of)
    hidden = frozenset(one.id for one in index.documents() if one.issued and one.issued > day)
    return replace(_standings(index)(day), hidden=hidden)


def read_day(as_of: object, name: str = "as_of") -> date:
    """A date, or an ISO date in text, as a date; raises UsageError, which gives the `name`, for anything else."""
    if isinstance(as_of, datetime):
        return as_of.date()
    if isinstance(as_of, date):
        return as_of
    try:
        return date.fromisoformat(as_of if isinstance(as_of, str) else "")
    except ValueError:
        raise UsageError(f"{name} takes a date such as 2021-10-11, not {as_of!r}") from None


def tries(
    question: str, index: Index, standing: Standing, filters: Mapping[str, Any] | None, past: bool = False
) -> tuple[frozenset[str], ...]:
    """Sets of documents, by id, to answer from, one at least; of their answers `chosen` picks one.

    First those not in force that the question names; then those in force, with these; then also those that no other
    document ended; then all. Only all where the `past` is asked for. A set that leads to the same passages as one
    before is left out. `filters` limit all sets; they, and their errors, are those of `index.filters.matching_ids`.
    """
    documents = index.documents()
    there = matching_ids(filters, documents) - standing.hidden
    ended = [one for one in documents if one.id in there and one.id in standing.past]
    if not ended or past:
        return (there,)
    current = there - {one.id for one in ended}
    replaced = {one.id for one in ended if standing.of(one).by}
    named = _named(question, index, ended, current)
    sets: dict[tuple[str, ...], frozenset[str]] = {}
    for ids in (named, named | current, named | (there - replaced), there):
        if ids:
            hits = index.search(question, READ, {"document_id": sorted(ids)})
            sets.setdefault(tuple(hit.chunk.id for hit in hits), ids)
    return tuple(sets.values())


def asks_past(question: str, sides: Sequence[str]) -> bool:
    """Whether a question asks how things were: for what was repealed, what changed, or two years beside each other."""
    folded = figures(fold(question))
    return _PAST.search(folded) is not None or (len(sides) > 1 and len(years_in(folded)) > 1)


def chosen(confidences: Sequence[float | None]) -> int:
    """Which of several answers to give, by their confidence, None for what was declined: the first that holds its own.

    Documents in force that tell of something like it answer as well, but less surely. Measured with the shipped corpus,
    a paraphrase, in force and the originals not: it keeps 0.7 of the confidence in 87 of 90 questions; documents that
    do not hold the answer give one to 40 of the 90, and 7 of these reach 0.7.
    """
    best = max((one for one in confidences if one is not None), default=0.0)
    return next((at for at, one in enumerate(confidences) if one is not None and one >= AS_SURE * best), 0)


def _named(question: str, index: Index, past: Sequence[Document], current: frozenset[str]) -> frozenset[str]:
    """The ids of those not in force that a question names: by number, or by a title that none in force has.

    Else those of the year that it speaks of (2014年的办法), where none in force is of that year and kind; else those at
    which all else in it points, where documents in force of that kind fit it less.
    """
    names = _names(index)
    asked, words = canonical_reference(question), plain_title(question)
    known = {key for id_ in current for key in names[id_].titles}
    named = {
        one.id
        for one in past
        if (number := names[one.id].reference) and re.search(rf"(?<![\u4e00-\u9fff]){re.escape(number)}", asked)
    }
    for one in past:
        if any(len(key) >= _TITLE and key in words and key not in known for key in names[one.id].titles):
            named.add(one.id)
    dated = {one.id for one in past if _is_of_year(one, words)}
    if any(_is_of_year(one, words) for one in index.documents() if one.id in current):
        dated = set()
    return frozenset(named or dated) or _pointed_at(question, index, {one.id for one in past}, current)


def _is_of_year(document: Document, words: str) -> bool:
    """Whether a folded question speaks of a document of this one's year and kind: 2014年的办法."""
    began = document.issued or document.effective
    return began is not None and any(
        int(year) == began.year and kind in document.title for year, kind in _OF_YEAR.findall(words)
    )


def _pointed_at(question: str, index: Index, past: Collection[str], current: Collection[str]) -> frozenset[str]:
    hits = index.search(question, READ, {"document_id": [*past, *current]})
    pointed = {hit.chunk.document.id: leg.score for hit in hits if (leg := hit.legs.get("pointed"))}
    most = max(pointed.values(), default=0.0)
    rival = max((score for id_, score in pointed.items() if id_ in current), default=0.0)
    return frozenset(id_ for id_, score in pointed.items() if id_ in past and score == most > rival > 0)


@per_index
def _names(index: Index) -> Mapping[str, Cited]:
    """By id, what each document can be called."""
    return {
        one.id: Cited(canonical_reference(one.reference) if one.reference else None, title_keys(one.title))
        for one in index.documents()
    }


def newest_first(spans: Sequence[Span]) -> list[Span]:
    """The sentences, best first, but before them the newest of those that say what the best one says as well as it.

    Only sentences of other documents count, and only where both documents' dates are known.
    """
    if not spans:
        return []
    best = spans[0]
    own = _dated(best)
    if own is None:
        return list(spans)
    near = [one for one in spans[1:] if best.score - one.score <= NEAR]
    newer = [(day, one) for one in near if (day := _dated(one)) and day > own and _alike(best, one) >= ALIKE]
    if not newer:
        return list(spans)
    first = max(newer, key=lambda pair: (pair[0], pair[1].score))[1]
    return [first, *(one for one in spans if one is not first)]


def _dated(span: Span) -> date | None:
    document = span.hit.chunk.document
    return document.issued or document.effective


def _alike(one: Span, other: Span) -> float:
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _pairs(span: Span) -> frozenset[str]:
    text = "".join(c for c in fold(span.hit.chunk.document.text[span.start : span.end]) if c.isalnum())
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
