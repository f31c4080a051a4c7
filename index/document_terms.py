"""BM25 over whole documents, out of the terms of their chunks: nothing more is stored."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Scores, TermIndex, idf, length_norms
from index.terms import Terms, weighted


class DocumentTerms:
    """How much of what a question asks for a document says anywhere, by coverage (`index.bm25.TermIndex`).

    A passage says "such firms", and its document's head which firms: what a document is about, its passages need not
    repeat.
    """

    def __init__(self, chunks: TermIndex, documents: NDArray[np.intp]) -> None:
        """`documents` gives each chunk's document as its place among the documents, ascending, shape (chunks,)."""
        self._chunks = chunks
        self._documents = documents

    def coverage(self, terms: Terms) -> Scores:
        """Coverage of the question's terms (in a list each is counted once) by every document, shape (documents,)."""
        scores = np.zeros(self._count, np.float32)
        most = 0.0
        for term, weight in weighted(terms).items():
            rows, frequencies = self._held(term)
            worth = weight * idf(self._count, len(rows))
            scores[rows] += (worth * frequencies / (frequencies + self._norms[rows])).astype(np.float32)
            most += worth
        return scores / np.float32(most) if most else scores

    def _held(self, term: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """The documents that hold a term, and how often."""
        chunks, frequencies = self._chunks.frequencies(term)
        documents = self._documents[chunks]
        if not documents.size:
            return documents, frequencies
        # A document's chunks stand together.
        firsts = np.flatnonzero(np.diff(documents, prepend=-1))
        return documents[firsts], np.add.reduceat(frequencies, firsts)

    @property
    def _count(self) -> int:
        return len(self._norms)

    @cached_property
    def _norms(self) -> NDArray[np.float64]:
        return length_norms(np.bincount(self._documents, self._chunks.lengths).astype(np.float64))
