"""Question + chunks -> the sentences that answer, as exact spans."""

from collections.abc import Sequence

import numpy as np

from index import Hit, Index
from qa.answer import Span
from qa.sentences import sentence_spans

SHARE_WEIGHT = 0.2
"""As in the fusion of the legs: one scale for chunks and sentences."""


def read(question: str, hits: Sequence[Hit], index: Index) -> list[Span]:
    """Every sentence of the hits' chunks, best first; score = cosine + 0.2 x share of the question's terms.

    Each sentence is seen with the last heading above it, which often names what the sentence is about.
    """
    places = [
        (hit, hit.chunk.start + start, hit.chunk.start + end)
        for hit in hits
        for start, end in sentence_spans(hit.chunk.text)
    ]
    if not places:
        return []
    texts = [_in_context(hit, hit.chunk.document.text[start:end]) for hit, start, end in places]
    asked = index.embedder.embed_query(question)
    cosines = index.embedder.embed_chunks(texts) @ asked
    scores = cosines + SHARE_WEIGHT * np.array(index.term_shares(question, texts), np.float32)
    order = np.argsort(-scores, kind="stable")
    return [Span(*places[at], float(scores[at])) for at in order]


def _in_context(hit: Hit, sentence: str) -> str:
    heading = hit.chunk.path[-1] if hit.chunk.path else hit.chunk.document.title
    return sentence if heading in sentence else f"{heading}\n{sentence}"
