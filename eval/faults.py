"""A question that was missed -> the stage that lost it, with what every stage said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, get_args

from eval.answers import Answered, joined_spans
from eval.completeness import shortfall
from eval.gold import Gold
from eval.questions import Question
from index import Chunk, Hit
from qa import READ, Span, Trace, leading

Stage = Literal[
    "not chunked whole", "not retrieved by any leg", "fused away", "not read", "declined", "incomplete", "answered"
]
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, slots=True)
class Passage:
    """A leading passage of a trace: its fused rank and hit, whether it holds gold, whether it was read."""

    rank: int
    hit: Hit
    gold: bool
    read: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a question was lost. `gold` are the quotes to be found, `quotes` those of the answer, given or withheld.

    Confidence and threshold are None where nothing was asked.
    """

    stage: Stage
    note: str
    passages: tuple[Passage, ...]
    gold: tuple[str, ...]
    quotes: tuple[str, ...]
    confidence: float | None = None
    threshold: float | None = None


def missed(answered: Answered) -> bool:
    """Whether there is something to explain: an answer that is not right, or one where none should be."""
    return answered.answered if not answered.answerable else not answered.right


def find_fault(question: Question, gold: Sequence[Gold], trace: Trace, chunks: Sequence[Chunk]) -> Fault:
    """The first stage that lost the evidence of a missed question.

    Where one quote suffices, that of the quote which came furthest; with `must_all`, of the one lost first.
    """
    stage, note = _lost(question, gold, trace, chunks)
    return Fault(
        stage=stage,
        note=note,
        passages=_passages(gold, trace.hits),
        gold=tuple(unit.quote for unit in gold),
        quotes=tuple(span.hit.chunk.document.text[span.start : span.end] for span in trace.chosen),
        confidence=trace.answer.confidence,
        threshold=trace.threshold,
    )


def find_ranking_fault(gold: Sequence[Gold], hits: Sequence[Hit]) -> Fault | None:
    """Why no passage that holds gold stands among the first READ; None when one does. `hits` are all chunks, fused."""
    lost = [_lost_in_search(unit, hits) for unit in gold]
    if not lost or None in lost:
        return None
    stage, note = max((found for found in lost if found), key=lambda found: STAGES.index(found[0]))
    return Fault(stage, note, _passages(gold, hits), tuple(unit.quote for unit in gold), ())


def count_faults(faults: Iterable[Fault]) -> dict[str, int]:
    """How many each stage lost, in the order of the stages."""
    listed = [fault.stage for fault in faults]
    return {stage: listed.count(stage) for stage in STAGES}


def _lost(question: Question, gold: Sequence[Gold], trace: Trace, chunks: Sequence[Chunk]) -> tuple[Stage, str]:
    if not question.answerable:
        return "answered", "The documents do not answer this, but the confidence reached the threshold."
    if not trace.hits:
        return "declined", f"Nothing was searched: the question is {trace.answer.reason}."
    if not gold:
        stage: Stage = "incomplete" if trace.answer.answered else "declined"
        return stage, "No quote is known that could be followed through the stages."
    followed = [_follow(unit, trace, chunks) for unit in gold]
    pick = min if question.must_all else max
    stage, note = pick(followed, key=lambda found: STAGES.index(found[0]))
    if stage == "incomplete" and question.answer_groups:
        answer = trace.answer
        note = shortfall(question.kind, question.answer_groups, answer.text, answer.short) or note
    return stage, note


def _follow(unit: Gold, trace: Trace, chunks: Sequence[Chunk]) -> tuple[Stage, str]:
    if not any(unit.inside(*_span(chunk)) for chunk in chunks):
        return "not chunked whole", "No passage holds the quote whole: it is cut in two, or lies outside the sections."
    if lost := _lost_in_search(unit, trace.hits):
        return lost
    if not any(unit.inside(*span) for span in joined_spans([*map(_quoted, trace.chosen)])):
        return "not read", "Its passage was read, but other sentences were chosen."
    if not trace.answer.answered:
        return "declined", (
            f"The quote was found, but the confidence {trace.answer.confidence:.2f} is under {trace.threshold:g}."
        )
    return "incomplete", "The evidence is quoted, but not all of it."


def _lost_in_search(unit: Gold, hits: Sequence[Hit]) -> tuple[Stage, str] | None:
    holders = [(rank, hit) for rank, hit in enumerate(hits, 1) if unit.inside(*_span(hit.chunk))]
    if not holders:
        return "not chunked whole", "No passage of the index holds it."
    fused = min(rank for rank, _ in holders)
    if fused <= READ:
        return None
    ranks: dict[str, int] = {}
    for _, hit in holders:
        for name, leg in hit.legs.items():
            ranks[name] = min(leg.rank, ranks.get(name, leg.rank))
    known = ", ".join(f"{name} has its passage at rank {rank}" for name, rank in ranks.items())
    if min(ranks.values()) > READ:
        return "not retrieved by any leg", f"Among the first {READ} of no leg: {known}; fused it stands at {fused}."
    return "fused away", f"Among the first {READ} of a leg ({known}), but fused it stands at {fused}."


def _passages(gold: Sequence[Gold], hits: Sequence[Hit]) -> tuple[Passage, ...]:
    """The leading passages, and the best one that holds gold wherever it stands."""
    shown = [
        Passage(rank, hit, any(unit.inside(*_span(hit.chunk)) for unit in gold), rank <= READ)
        for rank, hit in leading(hits, READ)
    ]
    if any(passage.gold for passage in shown):
        return tuple(shown)
    holders = ((rank, hit) for rank, hit in enumerate(hits, 1) if any(g.inside(*_span(hit.chunk)) for g in gold))
    return (*shown, *(Passage(rank, hit, True, False) for rank, hit in islice(holders, 1)))


def _span(chunk: Chunk) -> tuple[str, int, int]:
    return chunk.document.id, chunk.start, chunk.end


def _quoted(span: Span) -> tuple[str, int, int]:
    return span.hit.chunk.document.id, span.start, span.end


def fault_json(fault: Fault) -> dict[str, Any]:
    """The fault as it stands in a run's JSON."""
    return {
        "stage": fault.stage,
        "note": fault.note,
        "passages": [
            {
                "rank": passage.rank,
                "score": passage.hit.score,
                "source": passage.hit.chunk.document.sources[0],
                "start": passage.hit.chunk.start,
                "end": passage.hit.chunk.end,
                "path": list(passage.hit.chunk.path),
                "text": passage.hit.chunk.text,
                "legs": {n: {"rank": leg.rank, "score": leg.score} for n, leg in passage.hit.legs.items()},
                "gold": passage.gold,
                "read": passage.read,
            }
            for passage in fault.passages
        ],
        "quotes": list(fault.quotes),
        "gold": list(fault.gold),
        "confidence": fault.confidence,
        "threshold": fault.threshold,
    }
