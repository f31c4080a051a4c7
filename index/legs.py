"""The legs of one index: what each says of every chunk for a question."""

from collections.abc import Container, Sequence
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


class Legs:
    """Scores a generation's chunks; dictionaries are read on the first question."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation

    def scores(self, question: str, vector: Vectors) -> LegScores:
        """Every leg's scores for a question and its unit vector, shape (dim,), in the order of the chunks."""
        made = self._generation
        asked = question_terms(question)
        dense = made.dense.cosines(vector)
        return LegScores(
            dense=dense,
            sentence=self._best_sentences(vector, dense),
            bm25=made.lexical.coverage(asked),
            document=self._document_terms.coverage(asked)[self._document_rows],
            gloss=made.gloss.coverage(self._gloss_terms.terms(question)),
            words=self._translator.coverage(question),
            pointed=self._pointers.scores(question)[self._document_rows],
            held=self._holdings.scores(question),
        )

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

    def _best_sentences(self, vector: Vectors, dense: Scores) -> Scores:
        chunks = self._generation.sentences[:, 0]
        if not chunks.size:
            return dense
        # A chunk's sentences stand together.
        firsts = np.flatnonzero(np.diff(chunks, prepend=-1))
        best = np.full(len(self._generation.chunks), -1, np.float32)
        best[chunks[firsts]] = np.maximum.reduceat(self._generation.sentence_vectors.cosines(vector), firsts)
        return best

    def rows_of(self, document_ids: Container[str]) -> NDArray[np.intp]:
        """The rows of the chunks of these documents."""
        wanted = [document.id in document_ids for document in self._generation.documents]
        return np.flatnonzero(np.array(wanted, bool)[self._document_rows])

    @cached_property
    def _gloss_terms(self) -> QuestionTerms:
        return QuestionTerms(self.glosser, self._generation.gloss)

    @cached_property
    def _translator(self) -> Translator:
        return Translator(StructuredIndex(self._generation.lexical), self.glossary, read_cedict())

    @cached_property
    def _document_terms(self) -> DocumentTerms:
        return DocumentTerms(self._generation.lexical, self._document_rows)

    @cached_property
    def _pointers(self) -> Pointers:
        return Pointers(self._generation.documents)

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
