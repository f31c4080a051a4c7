"""Question + chunks -> the sentences that answer, as exact spans."""

from collections.abc import Sequence

from index import Hit, Index
from qa.answer import Span

SHARE_WEIGHT = 0.2
"""What a sentence that holds all the question's terms gains over one that holds none, on the scale of the cosine."""


def read(question: str, hits: Sequence[Hit], index: Index) -> list[Span]:
    """Every sentence of the hits' chunks, best first; its score is cosine + 0.2 x share of the question's terms."""
    hit_of = {hit.chunk.id: hit for hit in hits}
    spans = [
        Span(hit_of[found.chunk.id], found.start, found.end, found.cosine + SHARE_WEIGHT * found.share)
        for found in index.sentences(question, hits)
    ]
    return sorted(spans, key=lambda span: -span.score)
