"""What an index must hold, whatever made it."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from index.segment import Segment
from index.store import Index


def verify(index: Index) -> list[str]:
    """What contradicts the index's invariants, one sentence each; empty when all is well.

    `load` has compared the checksums before; this looks at the content: spans, ids, unit vectors.
    """
    wrong = [fault for segment in index._generation.segments for fault in _faults(segment)]
    ids = [document.id for document in index.documents()]
    if len(set(ids)) < len(ids):
        wrong.append("two documents have one id")
    return wrong


def _faults(segment: Segment) -> Iterator[str]:
    for document, sections, chunks in zip(segment.documents, segment.sections, segment.chunks, strict=True):
        name = document.sources[0]
        end = document.body_start
        for section in sections:
            if not end <= section.start < section.end <= len(document.text):
                yield f"{name}: section {section.path} overlaps or leaves the text"
            elif document.text[end : section.start].strip():
                yield f"{name}: text is lost before section {section.path}"
            end = section.end
        if document.text[end:].strip():
            yield f"{name}: text is lost behind the last section"
        spans = sorted((chunk.start, chunk.end) for chunk in chunks)
        if any(before[1] > after[0] for before, after in pairwise(spans)):
            yield f"{name}: two chunks overlap"
    every = segment.all_chunks
    counts = {"vectors": segment.vectors.count, "lexical": segment.lexical.count, "gloss": segment.gloss.count}
    counts["numbers"] = segment.numbers.count
    for what, count in counts.items():
        if count != len(every):
            yield f"{what} of {count} chunks where there are {len(every)}"
    if len(segment.sentences) != segment.sentence_vectors.count:
        yield f"{segment.sentence_vectors.count} vectors of {len(segment.sentences)} sentences"
    for at, start, end in segment.sentences.tolist():
        if not (at < len(every) and every[at].start <= start < end <= every[at].end):
            yield f"sentence {start}-{end} lies outside its chunk"
    for table in (segment.vectors, segment.sentence_vectors):
        if not np.allclose(np.linalg.norm(table.vectors, axis=1), 1, atol=1e-3):
            yield "a vector is not of unit length"
