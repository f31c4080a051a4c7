"""BM25 with an absolute scale: how much of what a question asks for does a text hold?"""

import logging
import math
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

logging.getLogger("bm25s").setLevel(logging.WARNING)


class TermIndex:
    """An inverted index over texts given as terms, scored by *coverage*.

    Coverage is the BM25 score (Robertson and Zaragoza 2009, in Lucene's form: k1 = 1.2, b = 0.75, no k1 + 1
    in the numerator, so that a term adds at most its idf) divided by the sum of the idf of all the question's
    terms, those that no text holds included. It lies between 0 and 1, and means the same for every question.
    """

    def __init__(self, bm25: bm25s.BM25, count: int) -> None:
        self._bm25 = bm25
        self._count = count

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> "TermIndex":
        """Index one list of terms for each text."""
        bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        # bm25s cannot index texts that hold no term at all; a term that nobody can ask for stands in for them.
        filled = [list(terms) for terms in texts] if any(texts) else [[""]]
        bm25.index(filled, create_empty_token=False, show_progress=False)
        return cls(bm25, len(texts))

    def save(self, folder: Path) -> None:
        """Write the index to `folder` (arrays and JSON, no pickle)."""
        self._bm25.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, count: int) -> "TermIndex":
        """Read what `save` wrote, an index over `count` texts."""
        return cls(bm25s.BM25.load(folder, show_progress=False), count)

    def idf(self, term: str) -> float:
        """ln(1 + (N - n + 0.5) / (n + 0.5)) for a term that n of N texts hold."""
        column = self._bm25.vocab_dict.get(term)
        holding = 0
        if column is not None:
            starts = self._bm25.scores["indptr"]
            holding = int(starts[column + 1] - starts[column])
        return math.log(1 + (self._count - holding + 0.5) / (holding + 0.5))

    def coverage(self, terms: Sequence[str]) -> Scores:
        """Coverage of the question's terms (each counted once) by every text, shape (texts,)."""
        asked = list(dict.fromkeys(terms))
        most = sum(map(self.idf, asked))
        known = [term for term in asked if term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._count, np.float32)
        scores: Scores = self._bm25.get_scores(known).astype(np.float32) / np.float32(most)
        return scores

    def share(self, terms: Sequence[str], text: Sequence[str]) -> float:
        """The idf share (0 to 1) of the question's terms that stand in a text, indexed or not."""
        asked = dict.fromkeys(terms)
        most = sum(map(self.idf, asked))
        held = set(text)
        return sum(self.idf(term) for term in asked if term in held) / most if most else 0.0
