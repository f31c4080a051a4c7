"""Why this answer: what each stage said, and the same as text for a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Hit
from qa.answer import Answer, Span
from qa.reader import READ
from qa.render import visible

LEADING = 5
"""Passages shown of the fused ranking, and of each leg's."""

_SENTENCES = 5
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer and how it came about. For a question that cannot be asked (`empty` …) only these two are set.

    `searched` is the text searched with; `hits` every passage that the filters leave, best first, each with the legs'
    ranks and scores; `spans` the sentences read in the first READ of them, best first; `chosen` those quoted, or that
    would have been had the answer not been declined; `threshold` the least confidence that is answered.
    """

    answer: Answer
    searched: str
    hits: tuple[Hit, ...] = ()
    spans: tuple[Span, ...] = ()
    chosen: tuple[Span, ...] = ()
    threshold: float = 0.0


def leading(hits: Sequence[Hit], count: int = LEADING) -> list[tuple[int, Hit]]:
    """The hits among the first `count` of the fused ranking or of any leg's, with their fused ranks (from 1)."""
    return [
        (rank, hit)
        for rank, hit in enumerate(hits, 1)
        if rank <= count or any(leg.rank <= count for leg in hit.legs.values())
    ]


def trace_text(trace: Trace) -> str:
    """One part a stage, each with its verdict: search, read, decide, compose; then the times."""
    return "\n".join(map(visible, _lines(trace)))


def _lines(trace: Trace) -> Iterator[str]:
    answer = trace.answer
    yield f"question  {trace.searched}"
    if not trace.hits:
        yield f"search    nothing to search for, or in: declined ({answer.reason})"
        return
    yield f"search    {len(trace.hits)} passages ranked; the first {LEADING} of all, and of each leg (score #rank):"
    for rank, hit in leading(trace.hits):
        yield f"{rank:>6}. {hit.score:.3f}  {_legs(hit)}  {_place(hit)}"
    found = f"{len(trace.spans)} sentences of the first {min(READ, len(trace.hits))} passages"
    yield f"read      {found}; the best (+ chosen):" if trace.spans else f"read      {found}: nothing to quote"
    for span in trace.spans[:_SENTENCES]:
        mark = "+" if span in trace.chosen else " "
        yield f"      {mark} {span.score:.3f}  {span.start}-{span.end}  {_clipped(span)}"
    sign = "<" if answer.confidence < trace.threshold else ">="
    verdict = f"declined ({answer.reason})" if answer.reason else "answered"
    yield f"decide    confidence {answer.confidence:.3f} {sign} threshold {trace.threshold:g}: {verdict}"
    if answer.answered:
        yield f"compose   {len(answer.citations)} quotes, {len(answer.text)} characters"
    else:
        yield f"compose   nothing: {len(trace.chosen)} chosen quotes are withheld"
    yield "times     " + ", ".join(f"{stage} {milliseconds:.0f} ms" for stage, milliseconds in answer.timings.items())


def _legs(hit: Hit) -> str:
    return "  ".join(f"{name} {leg.score:.3f} #{leg.rank}" for name, leg in hit.legs.items())


def _place(hit: Hit) -> str:
    chunk = hit.chunk
    return f"{chunk.document.sources[0]}:{chunk.start}-{chunk.end}  {' > '.join(chunk.path[-2:])}"


def _clipped(span: Span) -> str:
    quote = " ".join(span.hit.chunk.document.text[span.start : span.end].split())
    return quote if len(quote) <= _WIDEST else quote[: _WIDEST - 1] + "…"
