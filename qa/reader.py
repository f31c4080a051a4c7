"""Question + chunks -> the sentences that answer, as exact spans, and the characters in them that do."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index import Chunk, Hit, Index
from qa.answer import Span
from qa.extract import Reader, Reading

READ = 5
"""How many hits are read for sentences that answer."""

SHARE_WEIGHT = 0.1
"""What a sentence that holds all the question's terms gains over one that holds none, on the scale of the cosine."""
ANSWERABLE_WEIGHT = 0.15
"""What a sentence gains for a passage that surely answers."""
EXTRACT_WEIGHT = 0.15
"""What it gains for surely holding the characters that answer."""

_HEADING = 60


def read(question: str, hits: Sequence[Hit], index: Index, reader: Reader | None) -> list[Span]:
    """Every sentence of the hits' chunks, best first, with what the reader found in it; without a reader nothing.

    Its score: the passage's score + the sentence's own cosine + 0.1 x the share of the question's terms in it;
    a sentence alone is little to go by, and similar ones stand in many passages. To it comes what the reader says of
    the passage, and how likely the characters that answer stand in the sentence.
    """
    passages = [(heading(hit.chunk), hit.chunk.text) for hit in hits]
    readings = reader.read(question, passages) if reader else [Reading(0.0)] * len(hits)
    of = {hit.chunk.id: (hit, reading) for hit, reading in zip(hits, readings, strict=True)}
    spans = []
    for found in index.sentences(question, hits):
        hit, reading = of[found.chunk.id]
        marks = tuple(_marks(reading, hit.chunk.start, found.start, found.end))
        span = Span(hit, found.start, found.end, 0.0, marks, reading.answerable)
        score = hit.score + found.cosine + SHARE_WEIGHT * found.share
        score += ANSWERABLE_WEIGHT * span.answerable + EXTRACT_WEIGHT * span.likely
        spans.append(replace(span, score=score))
    return sorted(spans, key=lambda span: -span.score)


def heading(chunk: Chunk) -> str:
    """What the reader is told of where a passage stands: its document's title and its last heading."""
    title = chunk.document.title[:_HEADING]
    last = chunk.path[-1][:_HEADING] if chunk.path else ""
    return title if not last or last == title or chunk.text.startswith(last) else f"{title} {last}"


def _marks(reading: Reading, offset: int, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """The extracts that lie in `start`..`end` of the document, cut to it; `offset` is where the passage begins."""
    for extract in reading.extracts:
        first, last = max(start, extract.start + offset), min(end, extract.end + offset)
        if first < last:
            yield first, last, math.exp(extract.score)
