"""Scores of the legs -> one ranking."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from index.bm25 import Scores
from index.chunks import Chunk

BM25_WEIGHT = 0.3
GLOSS_WEIGHT = 0.2
"""A gloss is one of several that a word may have, so it weighs less than the word itself."""


@dataclass(frozen=True, slots=True)
class Leg:
    """What one leg said of a chunk: its rank there (from 1) and the leg's own score."""

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found, its fused score, and by leg name (`dense`, `bm25`, `gloss`) why."""

    chunk: Chunk
    score: float
    legs: Mapping[str, Leg]


@dataclass(frozen=True, slots=True)
class LegScores:
    """Every leg's score for every chunk, shape (chunks,): cosines for `dense`, coverage for `bm25` and `gloss`."""

    dense: Scores
    bm25: Scores
    gloss: Scores

    def fused(self) -> Scores:
        """cosine + the better of 0.3 x BM25 coverage and 0.2 x gloss coverage.

        All are absolute scales, so a leg that knows nothing of a question adds nothing; ranks or scores
        stretched per question would give its noise a vote (measured in the project's design notes).
        """
        fused: Scores = self.dense + np.maximum(BM25_WEIGHT * self.bm25, GLOSS_WEIGHT * self.gloss)
        return fused

    def by_name(self) -> dict[str, Scores]:
        """The legs by the names that hits carry."""
        return {"dense": self.dense, "bm25": self.bm25, "gloss": self.gloss}
