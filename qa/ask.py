"""search -> read -> compose, or decline."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from index import Hit, Index, UsageError, default_folder, load
from qa.answer import Answer, Span
from qa.compose import answer_text, choose, cite, short_answer
from qa.decline import Verdict, judge
from qa.messages import declined_text
from qa.question import Question, completed, read_question
from qa.reader import READ, read
from qa.trace import Trace

Turn = str | Mapping[str, Any]


def ask(
    question: str,
    index: Index | Path | str | None = None,
    top_k: int = 5,
    history: Sequence[Turn] = (),
    filters: Mapping[str, Any] | None = None,
) -> Answer:
    """Answer a question in any language with exact quotes from the indexed documents, or decline.

    `index` is an Index, a folder (loaded at every call: for more than one question pass an Index) or None (the default
    folder, loaded once a process). `top_k` limits `hits` only.
    `history` holds earlier questions, oldest first, as text or as mappings with `question`; the last one completes a
    question that points back at it ("and who supports it?"). `filters` are those of `index.filters.matching_ids`.
    Whatever is typed as a question gets an Answer; raises a PolicyError for a missing or damaged index, a model that
    cannot load, a bad filter or `top_k`, a history that cannot be read.
    """
    return _run(question, index, top_k, history, filters).answer


def explain(
    question: str,
    index: Index | Path | str | None = None,
    top_k: int = 5,
    history: Sequence[Turn] = (),
    filters: Mapping[str, Any] | None = None,
) -> Trace:
    """The answer that `ask` gives, and what every stage on the way to it said of every passage.

    Takes longer than `ask`: it ranks the whole index. Arguments and errors are those of `ask`.
    """
    return _run(question, index, top_k, history, filters, whole=True)


def _run(
    question: str,
    index: Index | Path | str | None,
    top_k: int,
    history: Sequence[Turn],
    filters: Mapping[str, Any] | None,
    whole: bool = False,
) -> Trace:
    if not isinstance(question, str):
        raise UsageError(f"a question is text, not {type(question).__name__}")
    if not isinstance(top_k, int) or top_k < 1:
        raise UsageError(f"top_k must be a whole number of at least 1, not {top_k!r}")
    before = [_question_of(turn) for turn in history]
    timings: dict[str, float] = {}
    asked = read_question(question)
    if asked.problem:
        text = declined_text(asked.problem, asked.language)
        return Trace(Answer(question, answered=False, text=text, reason=asked.problem, timings=timings), asked.text)
    used = _default_index() if index is None else index if isinstance(index, Index) else load(index)
    asked = completed(asked, before)
    with _timed("search", timings):
        hits = used.search(asked.text, max(top_k, READ, len(used.chunks) if whole else 0), filters)
    with _timed("read", timings):
        spans = read(asked.text, hits[:READ], used)
        chosen = choose(spans)
    verdict = judge(asked, hits, spans, used)
    return Trace(
        answer=_answer(asked, verdict, hits[:top_k], chosen, timings),
        searched=asked.text,
        hits=hits,
        spans=tuple(spans),
        chosen=tuple(chosen),
        threshold=verdict.threshold,
    )


def _answer(
    asked: Question, verdict: Verdict, hits: tuple[Hit, ...], chosen: Sequence[Span], timings: Mapping[str, float]
) -> Answer:
    if verdict.reason:
        return Answer(
            question=asked.typed,
            answered=False,
            text=declined_text(verdict.reason, asked.language),
            hits=hits,
            confidence=verdict.confidence,
            reason=verdict.reason,
            timings=timings,
        )
    citations = cite(chosen)
    return Answer(
        question=asked.typed,
        answered=True,
        text=answer_text(citations, asked.language),
        short=short_answer(citations),
        citations=citations,
        hits=hits,
        confidence=verdict.confidence,
        timings=timings,
    )


def _question_of(turn: Turn) -> str:
    question = turn.get("question") if isinstance(turn, Mapping) else turn
    if not isinstance(question, str):
        raise UsageError("history is a list of earlier questions, as text or as objects with `question`")
    return question


@contextmanager
def _timed(stage: str, timings: dict[str, float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    timings[stage] = (time.perf_counter() - start) * 1000


@cache
def _default_index() -> Index:
    return load(default_folder())
