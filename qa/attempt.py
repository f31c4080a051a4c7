"""The answer from some of an index's documents: search -> read -> decide -> write and check, or decline."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from index import Hit, Index, fold
from qa.answer import Answer, Span
from qa.check import Computed, dropped, passed
from qa.compose import choose
from qa.compose_duty import is_told, is_unnamed, lacking_text
from qa.compose_sides import Side
from qa.decline import Verdict, judge
from qa.explained import computed
from qa.extract import Reader
from qa.forms import telling_first
from qa.in_force import newest_first
from qa.kinds import Asked
from qa.knowledge import Knowledge, knowledge_of
from qa.log import log_unproved
from qa.messages import declined_text, unknown_text
from qa.named_numbers import years_in
from qa.question import Question
from qa.reader import READ, read
from qa.sheet import Sheet
from qa.short import Shares
from qa.sides import own_words
from qa.trace import Trace
from qa.write import write

SIDE_READ = 5
"""How many hits are read for each side of a comparison."""

TOLD = 0.9
"""The least confidence of what a clause says of the very measure or body that was asked for."""


def attempt(
    understood: Question,
    kind: Asked,
    used: Index,
    ids: Collection[str],
    most: int,
    reads: Reader | None,
    timings: dict[str, float],
) -> Trace:
    """The answer from the documents of these ids, with all of the first `most` passages as its trace's hits."""
    filters = None if len(ids) == len(used.documents()) else {"document_id": sorted(ids) or ""}
    known = knowledge_of(used)
    duty = known.duties.read(understood.text)
    with _timed("search", timings):
        hits = used.search(understood.text, most, filters)
    with _timed("read", timings):
        spans = read(understood.text, hits[:READ], used, reads)
        spans = telling_first(spans, kind) if spans else spans
        texts = (duty and duty.subjects) or kind.sides
        sides = [
            side
            for at, words in enumerate(texts)
            for side in _side(words, own_words(texts, at), _one_side(kind, at), used, reads, filters)
        ]
    with _timed("compose", timings):
        verdict = judge(understood, kind, hits[:READ], spans, used, known, ids)
        if not verdict.reason and is_unnamed(duty, known, ids):
            verdict = replace(verdict, reason="not_covered", confidence=min(verdict.confidence, verdict.threshold / 2))
        elif is_told(duty, known, ids, verdict.unknown):
            verdict = replace(verdict, reason=None, confidence=max(verdict.confidence, TOLD))
        spans = newest_first(spans)
        answer = (
            _declined(understood, verdict, lacking_text(duty, understood.language))
            if verdict.reason
            else _answer(understood, kind, hits[:READ], spans, sides, known, partial(used.shares, understood.text), ids)
        )
    return Trace(
        answer=replace(answer, confidence=verdict.confidence),
        searched=understood.text,
        hits=hits,
        spans=tuple(spans),
        chosen=tuple(choose(spans, kind)),
        threshold=verdict.threshold,
    )


def _one_side(asked: Asked, at: int) -> Asked:
    """What is asked of one of the things compared."""
    kind = asked.kinds[at] if len(asked.kinds) == len(asked.sides) else asked.kinds[0]
    return replace(asked, kind=kind, kinds=(kind,), sides=(), each=False)


def _side(
    words: str, own: str, asked: Asked, index: Index, reader: Reader | None, filters: Mapping[str, Any] | None
) -> Iterator[Side]:
    """The sentences that tell of one side of a comparison, if any do; `own` are the words that no other side has."""
    hits = index.search(words, SIDE_READ, filters)
    spans = read(words, hits, index, reader)
    if spans:
        yield Side(
            asked,
            spans[0],
            partial(index.shares, words),
            words,
            tuple(spans),
            partial(index.shares, own) if own else None,
        )


def _answer(
    asked: Question,
    kind: Asked,
    hits: Sequence[Hit],
    spans: Sequence[Span],
    sides: Sequence[Side],
    known: Knowledge,
    shares: Shares,
    ids: Collection[str],
) -> Answer:
    """The answer, checked; where anything in it is not proved by its quotes, the quotes alone."""
    sheet = write(asked, kind, hits, spans, sides, known, shares, ids)
    try:
        answer = dropped(_of_sheet(asked, sheet), sheet.needed)
        if passed(answer, _proof(answer), sheet.given):
            return answer
    except ValueError as error:
        log_unproved(asked.typed, str(error))
    plain = Sheet(asked.language)
    for span in choose(spans, kind):
        plain.quote(span.hit.chunk, span.start, span.end)
    return _of_sheet(asked, plain)


def _of_sheet(asked: Question, sheet: Sheet) -> Answer:
    return Answer(
        question=asked.typed,
        answered=True,
        text=sheet.text,
        short=tuple(sheet.short),
        citations=sheet.citations,
        headline=sheet.headline,
    )


def _proof(answer: Answer) -> Computed:
    """What `computed` allows for these citations: also the years that their documents add to a date without one."""
    documents = {citation.chunk.document.id: citation.chunk.document for citation in answer.citations}
    years = {one.issued.year for one in documents.values() if one.issued}
    years |= {year for one in documents.values() for year in years_in(fold(one.text))}
    return partial(computed, years=years)


def _declined(asked: Question, verdict: Verdict, lacking: str | None = None) -> Answer:
    assert verdict.reason
    lines = [lacking or declined_text(verdict.reason, asked.language)]
    if verdict.unknown:
        lines.append(unknown_text([one.word for one in verdict.unknown], asked.language))
    return Answer(question=asked.typed, answered=False, text=" ".join(lines), reason=verdict.reason)


@contextmanager
def _timed(stage: str, timings: dict[str, float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    timings[stage] = timings.get(stage, 0.0) + (time.perf_counter() - start) * 1000
