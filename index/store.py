"""Index: what is searched. `index.write` makes and changes the one of a folder."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.chunks import Chunk, passage_texts
from index.documents import Document
from index.embed import Embedder, Vectors, load_embedder
from index.errors import IndexRefusedError, UsageError
from index.filters import matching_ids
from index.fold import simplify
from index.fuse import Hit, Leg, LegScores
from index.generation import Facts, Generation, assembled, read_generation, write_generation, writing
from index.glossary import Glossary, read_glossary
from index.legs import Legs
from index.maker import SegmentMaker
from index.rules import manifest_of
from index.sections import Section
from index.sentences import Sentence, sentence_spans, sentence_text
from index.translate import Translator
from index.versions import Replaced


def default_folder() -> Path:
    """`$POLICY_QA_INDEX`, else `.policy-qa` in the working folder."""
    return Path(os.environ.get("POLICY_QA_INDEX") or ".policy-qa")


OpenEmbedder = Callable[[str | None], Embedder]
_FEW = 50  # places up to which counting is quicker than sorting all


class Index:
    """Documents, their sections and chunks, and the legs that search them. Made by `build`, `load` and the like."""

    def __init__(self, generation: Generation, open_embedder: OpenEmbedder = load_embedder) -> None:
        self._generation = generation
        self._open_embedder = open_embedder
        self._question_vector = lru_cache(maxsize=16)(self._embed_question)

    @classmethod
    def from_documents(
        cls,
        documents: Sequence[Document],
        embedder: Embedder,
        *,
        sentences: bool = True,
        known: "Index | None" = None,
    ) -> "Index":
        """An index in memory only. Without `sentences` it is made in half the time: enough to search, slow to read.

        The vectors of texts that also stand in the same documents of `known` are taken from there, if the same weights
        made it.
        """
        alike = known is not None and known.manifest["fingerprint"] == embedder.fingerprint
        older = known._generation.segments if known and alike else ()
        maker = SegmentMaker(lambda: embedder, (), older, sentences=sentences)
        made = assembled(list(maker.segments(documents)), Facts(), manifest_of(embedder, None))
        return cls(made, lambda _: embedder)

    @cached_property
    def embedder(self) -> Embedder:
        """The model that embedded the chunks, loaded on first use.

        Raises IndexRefusedError when its weights are not those that made the index, ModelError when it cannot load.
        """
        embedder = self._open_embedder(self.manifest["model"])
        if embedder.fingerprint != self.manifest["fingerprint"]:
            raise IndexRefusedError(
                f"the index was made with other weights of {self.manifest['model'] or 'the default model'}: "
                "build it again with: python -m index build"
            )
        return embedder

    @cached_property
    def _legs(self) -> Legs:
        return Legs(self._generation)

    def forget(self) -> None:
        """Drop the vectors of the latest questions, which are kept: the next search takes as long as a new question."""
        self._question_vector.cache_clear()

    @property
    def manifest(self) -> Mapping[str, Any]:
        """Format, model, fingerprint, settings, counts and checksums, as in the folder's manifest.json."""
        return self._generation.manifest

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """All chunks, document by document."""
        return self._generation.chunks

    def passages(self) -> list[str]:
        """The text of each chunk as it is embedded: document title and headings in front."""
        return passage_texts(self.chunks, self.embedder.count_tokens, self.embedder.max_tokens)

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order of their first source."""
        return self._generation.documents

    def sections(self, document_id: str) -> tuple[Section, ...]:
        """The sections of one document, in order. Raises UsageError for an unknown id."""
        try:
            return self._generation.sections[document_id]
        except KeyError:
            raise UsageError(f"no document {document_id!r} in the index: python -m index list shows them") from None

    def replaced(self) -> tuple[Replaced, ...]:
        """The documents whose place others have taken: they are not in the index any more."""
        return self._generation.facts.replaced

    def glossary(self) -> Glossary:
        """The shipped glossary with the index's own names."""
        return read_glossary().with_entries(self._generation.glossary)

    @property
    def translator(self) -> Translator:
        """Turns questions into the words of the passages; made on first use. It does not hold the index."""
        return self._legs.translator

    def save(self, folder: Path) -> "Index":
        """Write the index to a folder as a new generation, which takes the place of the one there."""
        made = self._generation
        with writing(folder):
            return Index(write_generation(folder, made.segments, made.facts, made.manifest), self._open_embedder)

    def scores(self, question: str) -> LegScores:
        """What each leg gives every chunk for this question, in the order of `chunks`."""
        return self._legs.scores(question, self._question_vector(question))

    def search(self, question: str, top_k: int = 5, filters: Mapping[str, Any] | None = None) -> tuple[Hit, ...]:
        """The `top_k` best chunks for a question in any language, best first; fewer when filters leave fewer.

        Filters are those of `index.filters.matching_ids`. The cosines stand in every hit's `legs`, the other legs when
        they know the chunk. Raises UsageError for a blank question, a `top_k` below 1 or an unknown filter.
        """
        if not question.strip():
            raise UsageError("the question is empty: type what you want to know")
        if top_k < 1:
            raise UsageError(f"top_k must be at least 1, not {top_k}")
        kept = self._legs.rows_of(matching_ids(filters, self.documents()))
        if not kept.size:
            return ()
        scores = self._legs.scores(question, self._question_vector(question), kept)
        fused = scores.fused()[kept]
        legs = {name: leg[kept] for name, leg in scores.by_name().items()}
        best = np.argsort(-fused, kind="stable")[:top_k]
        ranks = {name: _ranks(leg, best) for name, leg in legs.items()}
        return tuple(
            Hit(
                chunk=self.chunks[kept[at]],
                score=float(fused[at]),
                legs={
                    name: Leg(int(ranks[name][place]), float(leg[at]))
                    for name, leg in legs.items()
                    if name in ("dense", "sentence") or leg[at] > 0
                },
            )
            for place, at in enumerate(best)
        )

    def sentences(self, question: str, hits: Sequence[Hit]) -> list[Sentence]:
        """Every sentence of the hits' chunks with what it has in common with the question, chunk by chunk."""
        spans = [(hit.chunk, *span) for hit in hits for span in sentence_spans(hit.chunk)]
        texts = [sentence_text(*span) for span in spans]
        if not spans:
            return []
        cosines = self._sentence_vectors(spans, texts) @ self._question_vector(question)
        shares = self._legs.shares(question, texts)
        return [
            Sentence(*span, float(cosine), share) for span, cosine, share in zip(spans, cosines, shares, strict=True)
        ]

    def shares(self, question: str, texts: Sequence[str]) -> list[float]:
        """The share (0 to 1) by idf of the question's terms that stand in each text, itself or in English."""
        return self._legs.shares(question, texts)

    def _sentence_vectors(self, spans: Sequence[tuple[Chunk, int, int]], texts: Sequence[str]) -> Vectors:
        made = self._generation
        rows = []
        for chunk, start, end in spans:
            at = self._places.get(chunk.id, -1)
            first, last = np.searchsorted(made.sentences[:, 0], [at, at + 1])
            held = made.sentences[first:last, 1:]
            rows += (first + np.flatnonzero((held == (start, end)).all(axis=1))).tolist()
        if len(rows) < len(spans):
            return self.embedder.embed_chunks([simplify(text) for text in texts])
        return made.sentence_vectors.vectors(rows)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {chunk.id: at for at, chunk in enumerate(self.chunks)}

    def _embed_question(self, question: str) -> Vectors:
        return self.embedder.embed_query(simplify(question))


def load(folder: Path | str | None = None, *, open_embedder: OpenEmbedder = load_embedder) -> Index:
    """The index in a folder (default: `default_folder()`); its model is loaded on the first search.

    Raises IndexMissingError, or IndexRefusedError naming the file that cannot be trusted and the cure.
    """
    return Index(read_generation(Path(folder) if folder else default_folder()), open_embedder)


def _ranks(scores: NDArray[Any], wanted: NDArray[np.intp]) -> NDArray[np.intp]:
    """The ranks (from 1) of the `wanted` places among the scores; of equal scores the first is before the others."""
    if len(wanted) > _FEW:
        ranks = np.empty(len(scores), np.intp)
        ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
        return ranks[wanted]
    before = [np.count_nonzero(scores > scores[at]) + np.count_nonzero(scores[:at] == scores[at]) for at in wanted]
    return np.array(before, np.intp) + 1
