"""search -> read -> compose, or decline."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from index import Hit, Index, ModelError, UsageError, default_folder, fold, load, matching_ids
from qa.answer import Answer, Span
from qa.check import LOG, Computed, dropped, passed
from qa.compose import choose
from qa.compose_duty import is_told, is_unnamed, lacking_text
from qa.compose_sides import Side
from qa.decline import Verdict, features, judge
from qa.explained import computed
from qa.extract import Reader, load_reader
from qa.followup import completed
from qa.followup_turn import Turn as Earlier
from qa.forms import telling_first
from qa.kinds import Asked, read_kind
from qa.knowledge import Knowledge, knowledge_of
from qa.messages import declined_text, unknown_text
from qa.named_numbers import years_in
from qa.question import Question, read_question
from qa.reader import READ, read
from qa.sheet import Sheet
from qa.short import Shares
from qa.sides import own_words
from qa.trace import Trace
from qa.unknown import unknown_words
from qa.write import write

SIDE_READ = 5
"""How many hits are read for each side of a comparison."""

TOLD = 0.9
"""The least confidence of what a clause says of the very measure or body that was asked for."""

Turn = str | Mapping[str, Any]


def ask(
    question: str,
    index: Index | Path | str | None = None,
    top_k: int = 5,
    history: Sequence[Turn] = (),
    filters: Mapping[str, Any] | None = None,
    reader: Reader | None = None,
) -> Answer:
    """Answer a question in any language with exact quotes from the indexed documents, or decline.

    `index` is an Index, a folder (loaded at every call: for more than one question pass an Index) or None (the default
    folder, loaded once a process). `top_k` limits `hits` only.
    `history` holds earlier questions, oldest first, as text or as mappings with `question`; the last one completes a
    question that points back at it ("and who supports it?"). `filters` are those of `index.filters.matching_ids`.
    Whatever is typed as a question gets an Answer; raises a PolicyError for a missing or damaged index, a model that
    cannot load, a bad filter or `top_k`, a history that cannot be read.
    """
    return _run(question, index, top_k, history, filters, reader).answer


def explain(
    question: str,
    index: Index | Path | str | None = None,
    top_k: int = 5,
    history: Sequence[Turn] = (),
    filters: Mapping[str, Any] | None = None,
    reader: Reader | None = None,
) -> Trace:
    """The answer that `ask` gives, and what every stage on the way to it said of every passage.

    Takes longer than `ask`: it ranks the whole index. Arguments and errors are those of `ask`.
    """
    return _run(question, index, top_k, history, filters, reader, whole=True)


def _run(
    question: str,
    index: Index | Path | str | None,
    top_k: int,
    history: Sequence[Turn],
    filters: Mapping[str, Any] | None,
    reader: Reader | None,
    whole: bool = False,
) -> Trace:
    if not isinstance(question, str):
        raise UsageError(f"a question is text, not {type(question).__name__}")
    if not isinstance(top_k, int) or top_k < 1:
        raise UsageError(f"top_k must be a whole number of at least 1, not {top_k!r}")
    if isinstance(history, str | Mapping) or not isinstance(history, Sequence):
        raise UsageError("history is a list of earlier questions, as text or as objects with `question`")
    before = [_turn(turn) for turn in history]
    timings: dict[str, float] = {}
    asked = read_question(question)
    if asked.problem:
        text = declined_text(asked.problem, asked.language)
        return Trace(Answer(question, answered=False, text=text, reason=asked.problem, timings=timings), asked.text)
    used = _default_index() if index is None else index if isinstance(index, Index) else load(index)
    meant = completed(asked, before)
    understood = replace(asked, text=meant.text)
    kind = read_kind(understood.text, understood.language)
    known = knowledge_of(used)
    duty = known.duties.read(understood.text)
    reads = reader or _reader()
    with _timed("search", timings):
        hits = used.search(understood.text, max(top_k, READ, len(used.chunks) if whole else 0), filters)
    with _timed("read", timings):
        spans = read(understood.text, hits[:READ], used, reads)
        spans = telling_first(spans, kind) if spans else spans
        texts = (duty and duty.subjects) or kind.sides
        sides = [
            side
            for at, words in enumerate(texts)
            for side in _side(words, own_words(texts, at), _one_side(kind, at), used, reads, filters)
        ]
    ids = matching_ids(filters, used.documents())
    with _timed("compose", timings):
        verdict = judge(understood, kind, hits[:READ], spans, used, known, ids)
        if not verdict.reason and is_unnamed(duty, known, ids):
            verdict = replace(verdict, reason="not_covered", confidence=min(verdict.confidence, verdict.threshold / 2))
        elif is_told(duty, known, ids, verdict.unknown):
            verdict = replace(verdict, reason=None, confidence=max(verdict.confidence, TOLD))
        answer = (
            _declined(understood, verdict, lacking_text(duty, understood.language))
            if verdict.reason
            else _answer(understood, kind, hits[:READ], spans, sides, known, partial(used.shares, understood.text), ids)
        )
    return Trace(
        answer=replace(
            answer,
            hits=hits[:top_k],
            confidence=verdict.confidence,
            timings=timings,
            understood=meant.text if meant.changed else None,
        ),
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
        LOG.error("the answer to %r is not shown: %s", asked.typed, error)
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


def decline_features(
    question: str, index: Index, without: Collection[str] = (), reader: Reader | None = None
) -> tuple[dict[str, float], tuple[Hit, ...]] | None:
    """What the decision to decline goes by, and the hits, as if the chunks of the ids `without` were not there.

    None for a question that cannot be asked, or where nothing is left to read.
    """
    asked = read_question(question)
    if asked.problem:
        return None
    known = knowledge_of(index)
    kind = read_kind(asked.text, asked.language)
    hits = tuple(hit for hit in index.search(asked.text, READ + 20) if hit.chunk.id not in without)
    spans = read(asked.text, hits[:READ], index, reader or _reader())
    if not spans:
        return None
    spans = telling_first(spans, kind)
    unknown = unknown_words(asked, known.vocabulary)
    everything = {document.id for document in known.documents}
    return features(asked, kind, hits, spans, known, unknown, partial(index.shares, asked.text), everything), hits


@cache
def _reader() -> Reader | None:
    """The shipped reader; None where its base cannot be had: then sentences are chosen without it."""
    try:
        return load_reader()
    except ModelError:
        return None


def _turn(turn: Turn) -> Earlier:
    """An earlier question, with what its answer says where it is the JSON of one."""
    if isinstance(turn, str):
        return Earlier(turn)
    question = turn.get("question") if isinstance(turn, Mapping) else None
    if not isinstance(question, str):
        raise UsageError("history is a list of earlier questions, as text or as objects with `question`")
    short, citations = turn.get("short"), turn.get("citations")
    first = citations[0] if isinstance(citations, Sequence) and citations else {}
    first = first if isinstance(first, Mapping) else {}
    path, title = first.get("path"), first.get("title")
    return Earlier(
        question,
        short=tuple(map(str, short)) if isinstance(short, Sequence) and not isinstance(short, str) else (),
        path=tuple(map(str, path)) if isinstance(path, Sequence) and not isinstance(path, str) else (),
        title=title if isinstance(title, str) else "",
    )


@contextmanager
def _timed(stage: str, timings: dict[str, float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    timings[stage] = (time.perf_counter() - start) * 1000


@cache
def _default_index() -> Index:
    return load(default_folder())
