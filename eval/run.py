"""Questions through the searcher and through `ask` -> what each system ranked and what was answered."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from eval.beir import Beir
from eval.metrics import Gold, Scored, characters, enough, score_documents, score_evidence
from eval.questions import Question
from index import Chunk, Hit, Index, UsageError
from qa import Answer, Citation, ask

DEFAULT = "default"
LEGS = ("dense", "bm25", "gloss")
RRF = "rrf"
SYSTEMS = (DEFAULT, *LEGS, RRF)
DEPTH = 100
"""Ranks that are kept of every ranking; the measures look at the first ten."""

# Cormack, Clarke and Büttcher 2009, and what most tools ship.
_RRF_K = 60

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Answered:
    """What `ask` said to one question. `quotes` counts its citations, `verbatim` those that slice the document.

    `cited`: the passages of the citations contain the gold quote whole (all of them with `must_all`); `quoted`:
    the quoted characters themselves do. `milliseconds` is the whole call.
    """

    id: str
    lang: str
    kind: str
    answerable: bool
    answered: bool
    confidence: float
    reason: str | None
    quotes: int
    verbatim: int
    cited: bool
    quoted: bool
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation: by system the scored questions, the answers, and each search's milliseconds.

    `depth` is the number of hits that the timed searches were asked for.
    """

    systems: Mapping[str, tuple[Scored, ...]]
    answers: tuple[Answered, ...]
    search_ms: tuple[float, ...]
    depth: int


def check_systems(names: Sequence[str]) -> None:
    """Raises UsageError for a system that does not exist, or none."""
    if not names or (unknown := sorted(set(names) - set(SYSTEMS))):
        raise UsageError(f"unknown system {', '.join(unknown) if names else '(none)'}: choose of {', '.join(SYSTEMS)}")


def rank(system: str, hits: Sequence[Hit], order: Mapping[str, int]) -> list[Chunk]:
    """The hits' chunks as the named system would rank them, best first.

    `hits` must be all chunks, fused, unless the system is `default`; `order` gives each chunk id's place in the
    index, which breaks ties. A chunk that a leg does not know comes behind all that it knows.
    """
    if system == DEFAULT:
        return [hit.chunk for hit in hits]

    def score(hit: Hit) -> float:
        if system == RRF:
            return sum(1 / (_RRF_K + leg.rank) for leg in hit.legs.values())
        return hit.legs[system].score if system in hit.legs else float("-inf")

    return [hit.chunk for hit in sorted(hits, key=lambda hit: (-score(hit), order[hit.chunk.id]))]


def run_questions(
    questions: Sequence[Question], gold: Mapping[str, Sequence[Gold]], index: Index, systems: Sequence[str]
) -> Run:
    """Rank for every question with evidence; with `default` among the systems also `ask` every question."""
    depth = min(DEPTH, len(index.chunks)) if set(systems) == {DEFAULT} else len(index.chunks)
    searched = [question for question in questions if question.id in gold]
    rankings: dict[str, dict[str, list[Chunk]]] = {system: {} for system in systems}
    times = []
    order = {chunk.id: at for at, chunk in enumerate(index.chunks)}
    _warm(index, questions[0].question)
    for question in progress(searched, "searching"):
        hits, milliseconds = timed(partial(index.search, question.question, depth))
        times.append(milliseconds)
        for system in systems:
            rankings[system][question.id] = rank(system, hits, order)[:DEPTH]
    return Run(
        systems={system: score_evidence(questions, gold, rankings[system]) for system in systems},
        answers=answer_all(questions, gold, index) if DEFAULT in systems else (),
        search_ms=tuple(times),
        depth=depth,
    )


def run_beir(beir: Beir, index: Index, systems: Sequence[str]) -> Run:
    """Rank the documents of a BEIR set: each stands where its best chunk does, equal texts in corpus order."""
    order = {chunk.id: at for at, chunk in enumerate(index.chunks)}
    ranked: dict[str, dict[str, list[str]]] = {system: {} for system in systems}
    shown: dict[str, dict[str, int]] = {system: {} for system in systems}
    times = []
    _warm(index, next(iter(beir.queries.values())))
    for key in progress(list(beir.relevant), "searching"):
        # All chunks, since the best hundred may belong to fewer than ten long documents.
        hits, milliseconds = timed(partial(index.search, beir.queries[key], len(index.chunks)))
        times.append(milliseconds)
        for system in systems:
            best = best_of_documents(rank(system, hits, order))
            shown[system][key] = characters(best)
            ranked[system][key] = [source for chunk in best for source in chunk.document.sources][:DEPTH]
    return Run(
        systems={system: score_documents(beir.relevant, ranked[system], shown[system]) for system in systems},
        answers=(),
        search_ms=tuple(times),
        depth=len(index.chunks),
    )


def best_of_documents(ranking: Sequence[Chunk]) -> list[Chunk]:
    """The first chunk of each document, in the order of the ranking."""
    best: dict[str, Chunk] = {}
    for chunk in ranking:
        best.setdefault(chunk.document.id, chunk)
    return list(best.values())


def answer_all(questions: Sequence[Question], gold: Mapping[str, Sequence[Gold]], index: Index) -> tuple[Answered, ...]:
    """`ask` every question, answerable or not, and hold its citations against the evidence."""
    texts = {document.id: document.text for document in index.documents()}
    answers = []
    for question in progress(questions, "asking"):
        answer, milliseconds = timed(partial(ask, question.question, index))
        answers.append(judge(question, gold.get(question.id, ()), answer, texts, milliseconds))
    return tuple(answers)


def judge(
    question: Question, gold: Sequence[Gold], answer: Answer, texts: Mapping[str, str], milliseconds: float
) -> Answered:
    """Compare one answer with the gold of its question; `texts` are the indexed documents by id."""
    passages = [(c.chunk.document.id, c.chunk.start, c.chunk.end) for c in answer.citations]
    quotes = _joined([(c.chunk.document.id, c.start, c.end) for c in answer.citations])

    def covered(spans: Sequence[tuple[str, int, int]]) -> bool:
        return bool(gold) and enough(sum(any(g.inside(*span) for span in spans) for g in gold), gold, question.must_all)

    return Answered(
        id=question.id,
        lang=question.lang,
        kind=question.kind,
        answerable=question.answerable,
        answered=answer.answered,
        confidence=answer.confidence,
        reason=answer.reason,
        quotes=len(answer.citations),
        verbatim=sum(_verbatim(citation, texts) for citation in answer.citations),
        cited=covered(passages),
        quoted=covered(quotes),
        milliseconds=milliseconds,
    )


def _verbatim(citation: Citation, texts: Mapping[str, str]) -> bool:
    """Whether the quote is that slice of the document in the index, not blank, and inside the passage it cites."""
    document = texts.get(citation.chunk.document.id, "")
    return (
        citation.chunk.start <= citation.start < citation.end <= citation.chunk.end
        and bool(citation.quote.strip())
        and document[citation.start : citation.end] == citation.quote
    )


def _joined(spans: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Spans of one document that touch or overlap become one: a gold quote may run over two quoted sentences."""
    joined: list[tuple[str, int, int]] = []
    for document_id, start, end in sorted(spans):
        if joined and joined[-1][0] == document_id and start <= joined[-1][2]:
            joined[-1] = (document_id, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((document_id, start, end))
    return joined


def timed(call: Callable[[], Item]) -> tuple[Item, float]:
    """What the call returns, and its milliseconds."""
    start = time.perf_counter()
    result = call()
    return result, (time.perf_counter() - start) * 1000


def progress(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items, with a bar on stderr when that is a terminal."""
    console = Console(stderr=True)
    return iter(track(items, label, console=console, transient=True, disable=not console.is_terminal))


def _warm(index: Index, question: str) -> None:
    """The first search loads model and dictionary: it must not count."""
    Console(stderr=True).print("loading the model …", highlight=False)
    index.search(question, 1)
