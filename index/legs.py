"""The legs of one index: what each says of every chunk for a question."""

from collections.abc import Container, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.asked import QuestionTerms
from index.bm25 import Scores
from index.cedict import read_cedict
from index.document_terms import DocumentTerms
from index.embed import Vectors
from index.fuse import LegScores
from index.generation import Generation
from index.gloss import Glosser
from index.glossary import Glossary, read_glossary
from index.lexical import lexical_terms, question_terms
from index.pointers import Holdings, Pointers
from index.structured import StructuredIndex
from index.translate import Translator

LIKELY = 5000
"""Chunks whose sentences are looked at: reading the vectors of all sentences of a large index takes seconds."""


class Legs:
    """Scores a generation's chunks; dictionaries are read on the first question."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation

    def scores(self, question: str, vector: Vectors, rows: NDArray[np.intp] | None = None) -> LegScores:
        """Every leg's scores for a question and its unit vector, shape (dim,), in the order of the chunks.

        `rows` are those of the chunks that may be found; all, where it is None.
        """
        made = self._generation
        asked = question_terms(question)
        dense = made.dense.cosines(vector)
        scores = LegScores(
            dense=dense,
            sentence=dense,
            bm25=made.lexical.coverage(asked),
            document=self._document_terms.coverage(asked)[self._document_rows],
            gloss=made.gloss.coverage(self._gloss_terms.terms(question)),
            words=self.translator.coverage(question),
            pointed=self._pointers.scores(question)[self._document_rows],
            held=self._holdings.scores(question),
        )
        return replace(scores, sentence=self._best_sentences(vector, dense, self._likely(scores, rows)))

    def shares(self, question: str, texts: Sequence[str]) -> list[float]:
        """The share (0 to 1) by idf of the question's terms that stand in each text, itself or in English."""
        made = self._generation
        asked, english = question_terms(question), self._gloss_terms.terms(question)
        return [
            max(
                made.lexical.share(asked, lexical_terms(text)),
                made.gloss.share(english, self.glosser.gloss_terms(text)),
            )
            for text in texts
        ]

    @cached_property
    def glossary(self) -> Glossary:
        """The shipped glossary with the index's own rows."""
        return read_glossary().with_entries(self._generation.glossary)

    @cached_property
    def glosser(self) -> Glosser:
        """Gives the English stems of the index's texts."""
        return Glosser(self.glossary)

    def _likely(self, scores: LegScores, rows: NDArray[np.intp] | None) -> NDArray[np.intp]:
        """The rows, ascending, of the chunks that may lead once their sentences count; all where they are few."""
        asked = np.arange(len(scores.dense)) if rows is None else rows
        if len(asked) <= LIKELY:
            return asked
        return np.sort(asked[np.argpartition(-scores.fused()[asked], LIKELY)[:LIKELY]])

    def _best_sentences(self, vector: Vectors, dense: Scores, likely: NDArray[np.intp]) -> Scores:
        """The cosine of each likely chunk's best sentence, and of every other chunk its own."""
        made = self._generation
        best = dense.copy()
        if not len(made.sentences):
            return best
        # A chunk's sentences stand together.
        firsts, ends = (np.searchsorted(self._sentence_chunks, likely + beside) for beside in (0, 1))
        best[likely[firsts == ends]] = -1
        held = firsts < ends
        sizes = (ends - firsts)[held]
        if not sizes.size:
            return best
        starts = np.cumsum(sizes) - sizes
        rows = np.repeat(firsts[held] - starts, sizes) + np.arange(sizes.sum())
        whole = len(rows) == made.sentence_vectors.count
        cosines = made.sentence_vectors.cosines(vector) if whole else made.sentence_vectors.vectors(rows) @ vector
        best[likely[held]] = np.maximum.reduceat(cosines, starts)
        return best

    def rows_of(self, document_ids: Container[str]) -> NDArray[np.intp]:
        """The rows of the chunks of these documents."""
        wanted = [document.id in document_ids for document in self._generation.documents]
        return np.flatnonzero(np.array(wanted, bool)[self._document_rows])

    @cached_property
    def _gloss_terms(self) -> QuestionTerms:
        return QuestionTerms(self.glosser, self._generation.gloss)

    @cached_property
    def translator(self) -> Translator:
        """Turns questions into the words of the index's passages."""
        return Translator(StructuredIndex(self._generation.lexical), self.glossary, read_cedict())

    @cached_property
    def _document_terms(self) -> DocumentTerms:
        return DocumentTerms(self._generation.lexical, self._document_rows)

    @cached_property
    def _pointers(self) -> Pointers:
        return Pointers(self._generation.documents)

    @cached_property
    def _sentence_chunks(self) -> NDArray[np.int64]:
        return np.ascontiguousarray(self._generation.sentences[:, 0])

    @cached_property
    def _document_rows(self) -> NDArray[np.intp]:
        rows = {document.id: row for row, document in enumerate(self._generation.documents)}
        return np.array([rows[chunk.document.id] for chunk in self._generation.chunks], np.intp)

    @cached_property
    def _holdings(self) -> Holdings:
        made = self._generation

        def passage(row: int) -> str:
            chunk = made.chunks[row]
            return "\n".join([*chunk.path, chunk.text])

        return Holdings(passage, made.numbers, made.lexical)
