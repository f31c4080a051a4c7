"""search -> read -> compose, or decline."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

from index import Hit, Index, ModelError, UsageError, default_folder, load
from qa.answer import Answer
from qa.attempt import attempt
from qa.decline import features
from qa.extract import Reader, load_reader
from qa.followup import completed
from qa.followup_turn import Turn as Earlier
from qa.forms import telling_first
from qa.in_force import asks_past, chosen, read_day, standing, tries
from qa.kinds import read_kind
from qa.knowledge import knowledge_of
from qa.messages import declined_text
from qa.question import read_question
from qa.reader import READ, read
from qa.trace import Trace
from qa.unknown import unknown_words
from qa.warned import with_validity

Turn = str | Mapping[str, Any]

_LOADING = Lock()
"""Two first questions at once would import the model's library twice, which it does not stand."""


def ask(
    question: str,
    index: Index | Path | str | None = None,
    top_k: int = 5,
    history: Sequence[Turn] = (),
    filters: Mapping[str, Any] | None = None,
    reader: Reader | None = None,
    as_of: date | str | None = None,
) -> Answer:
    """Answer a question in any language with exact quotes from the indexed documents, or decline.

    `index` is an Index, a folder (loaded at every call: for more than one question pass an Index) or None (the default
    folder, loaded once a process). `top_k` limits `hits` only.
    `history` holds earlier questions, oldest first, as text or as mappings with `question`; the last one completes a
    question that points back at it ("and who supports it?"). `filters` are those of `index.filters.matching_ids`.
    `as_of` is the day for which an answer is wanted (a date, or one as ISO text), today for None: what had not been
    issued by a day that is given does not exist, and what is not in force answers only where nothing in force does,
    with a warning (`Answer.warnings`).
    Whatever is typed as a question gets an Answer; raises a PolicyError for a missing or damaged index, a model that
    cannot load, a bad filter, `top_k` or `as_of`, a history that cannot be read.
    """
    return _run(question, index, top_k, history, filters, reader, as_of).answer


def explain(
    question: str,
    index: Index | Path | str | None = None,
    top_k: int = 5,
    history: Sequence[Turn] = (),
    filters: Mapping[str, Any] | None = None,
    reader: Reader | None = None,
    as_of: date | str | None = None,
) -> Trace:
    """The answer that `ask` gives, and what every stage on the way to it said of every passage.

    Takes longer than `ask`: it ranks the whole index. Arguments and errors are those of `ask`.
    """
    return _run(question, index, top_k, history, filters, reader, as_of, whole=True)


def _run(
    question: str,
    index: Index | Path | str | None,
    top_k: int,
    history: Sequence[Turn],
    filters: Mapping[str, Any] | None,
    reader: Reader | None,
    as_of: date | str | None,
    whole: bool = False,
) -> Trace:
    if not isinstance(question, str):
        raise UsageError(f"a question is text, not {type(question).__name__}")
    if not isinstance(top_k, int) or top_k < 1:
        raise UsageError(f"top_k must be a whole number of at least 1, not {top_k!r}")
    if isinstance(history, str | Mapping) or not isinstance(history, Sequence):
        raise UsageError("history is a list of earlier questions, as text or as objects with `question`")
    before = [_turn(turn) for turn in history]
    day = None if as_of is None else read_day(as_of)
    timings: dict[str, float] = {}
    asked = read_question(question)
    if asked.problem:
        text = declined_text(asked.problem, asked.language)
        return Trace(Answer(question, answered=False, text=text, reason=asked.problem, timings=timings), asked.text)
    used = _default_index() if index is None else index if isinstance(index, Index) else load(index)
    meant = completed(asked, before)
    understood = replace(asked, text=meant.text)
    most = max(top_k, READ, len(used.chunks) if whole else 0)
    there = standing(used, day)
    kind = read_kind(understood.text, understood.language)
    sets = tries(understood.text, used, there, filters, past=asks_past(understood.text, kind.sides))
    traces = [attempt(understood, kind, used, ids, most, reader or _reader(), timings) for ids in sets]
    trace = traces[chosen([one.answer.confidence if one.answer.answered else None for one in traces])]
    answer = replace(
        trace.answer,
        hits=trace.hits[:top_k],
        timings=timings,
        understood=meant.text if meant.changed else None,
    )
    return replace(trace, answer=with_validity(answer, there, asked.language))


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


def _reader() -> Reader | None:
    """The shipped reader; None where its base cannot be had: then sentences are chosen without it."""
    with _LOADING:
        return _loaded_reader()


@cache
def _loaded_reader() -> Reader | None:
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


@cache
def _default_index() -> Index:
    return load(default_folder())
