"""Question + chunks -> the sentences that answer, as exact spans."""

from collections.abc import Sequence

from index import Hit, Index
from qa.answer import Span

READ = 5
"""How many hits are read for sentences that answer."""

SHARE_WEIGHT = 0.1
"""What a sentence that holds all the question's terms gains over one that holds none, on the scale of the cosine."""


def read(question: str, hits: Sequence[Hit], index: Index) -> list[Span]:
    """Every sentence of the hits' chunks, best first.

    Its score: the passage's score + the sentence's own cosine + 0.1 x the share of the question's terms in it;
    a sentence alone is little to go by, and similar ones stand in many passages.
    """
    hit_of = {hit.chunk.id: hit for hit in hits}
    spans = [
        Span(hit, found.start, found.end, hit.score + found.cosine + SHARE_WEIGHT * found.share)
        for found in index.sentences(question, hits)
        for hit in [hit_of[found.chunk.id]]
    ]
    return sorted(spans, key=lambda span: -span.score)
