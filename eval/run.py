"""Questions through the searcher, its peers and `ask` -> what each ranked, what was answered, what was lost where."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track

from eval.answers import Answered, judge
from eval.collection import Collection, Task
from eval.faults import Fault, find_fault, find_ranking_fault, missed
from eval.gold import Gold, task_gold
from eval.metrics import Scored, characters, score_documents, score_evidence
from eval.peers import Peer
from eval.questions import Question
from index import Chunk, Hit, Index, UsageError
from qa import ask, explain

DEFAULT = "default"
LEGS = ("dense", "sentence", "bm25", "gloss", "words")
_RANKED = ("dense", "bm25", "gloss")
RRF = "rrf"
SYSTEMS = (DEFAULT, *LEGS, RRF)
DEPTH = 100
"""Ranks that are kept of every ranking; the measures look at the first ten."""

# Cormack, Clarke and Büttcher 2009, and what most tools ship.
_RRF_K = 60
# As deep as the measures look: asked for more, the peers fuse more, and their first ten are no longer a user's.
_PEER_DEPTH = 10

Item = TypeVar("Item")


Peers = Mapping[str, Peer]


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation. `questions` are all that were put, `systems` the scored ones by system.

    `rankings` holds by system and question id the ranked chunk or document ids, at most 100; `answers` what `ask`
    said, `reading` what it said when asked of the question's own paragraph only; `faults` the missed questions' by id;
    `search_ms` the milliseconds of each search for `depth` hits.
    """

    questions: tuple[Question, ...]
    systems: Mapping[str, tuple[Scored, ...]]
    rankings: Mapping[str, Mapping[str, Sequence[str]]]
    depth: int
    answers: tuple[Answered, ...] = ()
    reading: tuple[Answered, ...] = ()
    faults: Mapping[str, Fault] = field(default_factory=dict)
    search_ms: tuple[float, ...] = ()


def check_systems(names: Sequence[str], peers: Sequence[str] = ()) -> None:
    """Raises UsageError for a system that does not exist, or none."""
    known = (*SYSTEMS, *peers)
    if not names or (unknown := sorted(set(names) - set(known))):
        raise UsageError(f"unknown system {', '.join(unknown) if names else '(none)'}: choose of {', '.join(known)}")


def rank(system: str, hits: Sequence[Hit], order: Mapping[str, int]) -> list[Chunk]:
    """The hits' chunks as the named system would rank them, best first; a leg ranks only the chunks that it knows.

    `hits` must be all chunks, fused, unless the system is `default`; `order` gives each chunk id's place in the
    index, which breaks ties.
    """
    if system == DEFAULT:
        return [hit.chunk for hit in hits]

    def score(hit: Hit) -> float:
        if system == RRF:
            return sum(1 / (_RRF_K + hit.legs[name].rank) for name in _RANKED if name in hit.legs)
        return hit.legs[system].score

    known = [hit for hit in hits if system == RRF or system in hit.legs]
    return [hit.chunk for hit in sorted(known, key=lambda hit: (-score(hit), order[hit.chunk.id]))]


def run_questions(
    questions: Sequence[Question],
    gold: Mapping[str, Sequence[Gold]],
    index: Index,
    systems: Sequence[str],
    peers: Peers | None = None,
) -> Run:
    """Rank for every question with gold; with `default` among the systems also `ask` every question.

    `peers` are those of the systems that are not ours, by name.
    """
    ours = [system for system in systems if system in SYSTEMS]
    depth = min(DEPTH, len(index.chunks)) if set(ours) <= {DEFAULT} else len(index.chunks)
    rankings: dict[str, dict[str, list[Chunk]]] = {system: {} for system in systems}
    times = []
    order = {chunk.id: at for at, chunk in enumerate(index.chunks)}
    _warm(index, questions[0].question)
    for question in progress([question for question in questions if question.id in gold], "searching"):
        index.forget()
        hits, milliseconds = timed(partial(index.search, question.question, depth))
        times.append(milliseconds)
        for system in ours:
            rankings[system][question.id] = rank(system, hits, order)[:DEPTH]
        for name, peer in (peers or {}).items():
            rankings[name][question.id] = [index.chunks[at] for at in peer.rank(question.question, _PEER_DEPTH)]
    answers = answer_all(questions, gold, index, {}) if DEFAULT in systems else ()
    return Run(
        questions=tuple(questions),
        systems={system: score_evidence(questions, gold, rankings[system]) for system in systems},
        rankings={
            system: {key: [chunk.id for chunk in chunks] for key, chunks in by_question.items()}
            for system, by_question in rankings.items()
        },
        depth=depth,
        answers=answers,
        faults=_faults(questions, gold, index, answers, {}),
        search_ms=tuple(times),
    )


def run_collection(collection: Collection, index: Index, systems: Sequence[str], peers: Peers | None = None) -> Run:
    """Measure on a public test set, as its format allows.

    Where documents are judged they are ranked, each where its best chunk stands, equal texts in the set's order. Where
    the set tells what the answer is, or whether there is one, every question is asked, if `default` is a system.
    """
    questions = tuple(_question(task) for task in collection.tasks)
    judged = {task.id: task.relevant for task in collection.tasks if task.relevant}
    ids = {source: document.id for document in index.documents() for source in document.sources}
    texts = {document.id: document.text for document in index.documents()}
    gold = {task.id: (task_gold(task, ids, texts),) for task in collection.tasks if task.relevant}
    _warm(index, questions[0].question)
    asks = DEFAULT in systems and collection.format != "beir"
    alone = collection.format == "nomiracl"
    answers = _ask_tasks(collection, gold, index, alone) if asks else ()
    ranked: dict[str, dict[str, list[str]]] = {system: {} for system in systems}
    shown: dict[str, dict[str, int]] = {system: {} for system in systems}
    faults: dict[str, Fault] = {}
    times = []
    order = {chunk.id: at for at, chunk in enumerate(index.chunks)}
    for question in progress([question for question in questions if question.id in judged], "searching"):
        # All chunks, since the best hundred may belong to fewer than ten long documents.
        index.forget()
        hits, milliseconds = timed(partial(index.search, question.question, len(index.chunks)))
        times.append(milliseconds)
        if not asks and DEFAULT in systems and (fault := find_ranking_fault(gold[question.id], hits)):
            faults[question.id] = fault
        for system in systems:
            if peers and system in peers:
                best = _peer_documents(peers[system], question.question, index.chunks)
            else:
                best = best_of_documents(rank(system, hits, order))
            shown[system][question.id] = characters(best)
            ranked[system][question.id] = [source for chunk in best for source in chunk.document.sources][:DEPTH]
    if asks:
        faults.update(_faults(questions, gold, index, answers, _filters(collection) if alone else {}))
    return Run(
        questions=questions,
        systems={system: score_documents(judged, ranked[system], shown[system]) for system in systems if judged},
        rankings=ranked,
        depth=len(index.chunks),
        answers=answers,
        reading=_ask_tasks(collection, {}, index, alone=True) if asks and collection.format == "squad" else (),
        faults=faults,
        search_ms=tuple(times),
    )


def best_of_documents(ranking: Sequence[Chunk]) -> list[Chunk]:
    """The first chunk of each document, in the order of the ranking."""
    best: dict[str, Chunk] = {}
    for chunk in ranking:
        best.setdefault(chunk.document.id, chunk)
    return list(best.values())


def _peer_documents(peer: Peer, question: str, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The best chunks of ten documents, from no deeper a ranking than it takes to have them."""
    depth = _PEER_DEPTH
    while True:
        best = best_of_documents([chunks[at] for at in peer.rank(question, depth)])
        if len(best) >= _PEER_DEPTH or depth >= len(chunks):
            return best
        depth *= 2


def answer_all(
    questions: Sequence[Question],
    gold: Mapping[str, Sequence[Gold]],
    index: Index,
    filters: Mapping[str, Mapping[str, Any]],
) -> tuple[Answered, ...]:
    """`ask` every question, answerable or not, and hold what it says against the gold; filters by question id."""
    texts = {document.id: document.text for document in index.documents()}
    answers = []
    for question in progress(questions, "asking"):
        call = partial(ask, question.question, index, filters=filters.get(question.id))
        index.forget()
        answer, milliseconds = timed(call)
        answers.append(judge(question, gold.get(question.id, ()), answer, texts, milliseconds))
    return tuple(answers)


def _question(task: Task) -> Question:
    groups = (task.answers,) if task.answers else ()
    return Question(task.id, task.question, "", task.kind, answers=task.answers, answer_groups=groups)


def _ask_tasks(
    collection: Collection, gold: Mapping[str, Sequence[Gold]], index: Index, alone: bool
) -> tuple[Answered, ...]:
    """Ask of all documents, or `alone` of those that a question belongs to."""
    questions = [_question(task) for task in collection.tasks]
    return answer_all(questions, gold, index, _filters(collection) if alone else {})


def _filters(collection: Collection) -> dict[str, Mapping[str, Any]]:
    return {task.id: {"source": list(task.among)} for task in collection.tasks if task.among}


def _faults(
    questions: Sequence[Question],
    gold: Mapping[str, Sequence[Gold]],
    index: Index,
    answers: Sequence[Answered],
    filters: Mapping[str, Mapping[str, Any]],
) -> dict[str, Fault]:
    wrong = {answered.id for answered in answers if missed(answered)}
    faults = {}
    for question in progress([question for question in questions if question.id in wrong], "tracing"):
        trace = explain(question.question, index, filters=filters.get(question.id))
        faults[question.id] = find_fault(question, gold.get(question.id, ()), trace, index.chunks)
    return faults


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
