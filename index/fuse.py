"""Scores of the legs -> one ranking."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from index.bm25 import Scores
from index.chunks import Chunk
from index.pointers import POINTED_WEIGHT, REQUIRED_WEIGHT

SENTENCE_SHARE = 0.3
"""What a chunk's best sentence counts beside the whole: an answer is one sentence, its chunk says where it stands."""
BM25_WEIGHT = 0.3
DOCUMENT_WEIGHT = 0.2
"""What the chunk's whole document says of what is asked for, by the words of the question's own language."""
GLOSS_WEIGHT = 0.1
"""The English of the chunks' words: one of several that a word may have."""
WORDS_WEIGHT = 0.2
"""The question's words in Chinese, by the same dictionary and a glossary in six languages: together with the gloss as
much as Chinese against Chinese. Fitted by five-fold cross-validation; the values around it do as well."""

WEIGHTS: Mapping[str, float] = {
    "dense": 1 - SENTENCE_SHARE,
    "sentence": SENTENCE_SHARE,
    "bm25": BM25_WEIGHT,
    "document": DOCUMENT_WEIGHT,
    "gloss": GLOSS_WEIGHT,
    "words": WORDS_WEIGHT,
    "pointed": POINTED_WEIGHT,
    "held": REQUIRED_WEIGHT,
}
"""What an index records of the fusion that it was made for."""


@dataclass(frozen=True, slots=True)
class Leg:
    """What one leg said of a chunk: its rank there (from 1) and the leg's own score."""

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found, its fused score, and by leg name (those of `LegScores`) why."""

    chunk: Chunk
    score: float
    legs: Mapping[str, Leg]


@dataclass(frozen=True, slots=True)
class LegScores:
    """Every leg's score for every chunk, shape (chunks,).

    `dense` is the cosine of the chunk, `sentence` that of its best sentence (`dense` again where no sentences are
    indexed). `bm25`, `document`, `gloss` and `words` are coverages, 0 to 1: of the question's terms by the chunk's
    Chinese and by that of its whole document, by the English of the chunk's words, and of the question's words put into
    Chinese by the chunk. `pointed` (0 to 1) says that the
    question names the chunk's document, `held` which share of its numbers and quoted names the chunk has.
    """

    dense: Scores
    sentence: Scores
    bm25: Scores
    document: Scores
    gloss: Scores
    words: Scores
    pointed: Scores
    held: Scores

    def fused(self) -> Scores:
        """The cosines' weighted mean + the better of the weighted coverages + what points at the chunk or its document.

        All are absolute scales, so a leg that knows nothing of a question adds nothing; ranks or scores
        stretched per question would give its noise a vote (measured: docs/retrieval.md).
        """
        meaning = (1 - SENTENCE_SHARE) * self.dense + SENTENCE_SHARE * self.sentence
        other = GLOSS_WEIGHT * self.gloss + WORDS_WEIGHT * self.words
        pointing = DOCUMENT_WEIGHT * self.document + POINTED_WEIGHT * self.pointed + REQUIRED_WEIGHT * self.held
        fused: Scores = meaning + np.maximum(BM25_WEIGHT * self.bm25, other) + pointing
        return fused

    def by_name(self) -> dict[str, Scores]:
        """The legs by the names that hits carry."""
        return {
            "dense": self.dense,
            "sentence": self.sentence,
            "bm25": self.bm25,
            "document": self.document,
            "gloss": self.gloss,
            "words": self.words,
            "pointed": self.pointed,
            "held": self.held,
        }
