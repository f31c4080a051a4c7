"""Why these passages: each leg's rank and score for the leading hits, as text for a terminal."""

from qa.answer import Answer


def trace_text(answer: Answer) -> str:
    """The verdict, then one line a hit: fused score, each leg's score and rank, place, headings."""
    verdict = "answered" if answer.answered else f"declined ({answer.reason})"
    lines = [f"{verdict}, confidence {answer.confidence:.2f}"]
    for rank, hit in enumerate(answer.hits, 1):
        legs = "  ".join(f"{name} {leg.score:.3f} #{leg.rank}" for name, leg in hit.legs.items())
        chunk = hit.chunk
        where = f"{chunk.document.sources[0]}:{chunk.start}-{chunk.end}"
        lines.append(f"{rank:>2}. {hit.score:.3f}  {legs}  {where}  {' > '.join(chunk.path)}")
    lines.extend(f"{stage} {milliseconds:.0f} ms" for stage, milliseconds in answer.timings.items())
    return "\n".join(lines)
