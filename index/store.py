"""Index: build, add, remove, search and load."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from index.bm25 import TermIndex
from index.chunks import Chunk, chunk_document, passage_texts
from index.dense import DenseIndex
from index.documents import Document, Reading, merge_documents, read_documents
from index.embed import Embedder, Vectors, load_embedder
from index.errors import IndexRefusedError, UsageError
from index.filters import matching_ids
from index.fold import simplify
from index.fuse import WEIGHTS, Hit, Leg, LegScores
from index.generation import Generation, exists, read_generation, write_generation, writing
from index.gloss import Glosser
from index.glossary import SHIPPED, Entry, Glossary, read_entries, read_glossary
from index.legs import Legs
from index.lexical import lexical_terms
from index.sections import Section, split_sections
from index.sentences import Sentence, sentence_spans, sentence_text


def default_folder() -> Path:
    """`$POLICY_QA_INDEX`, else `.policy-qa` in the working folder."""
    return Path(os.environ.get("POLICY_QA_INDEX") or ".policy-qa")


_RULES = (
    *("documents", "frontmatter", "metadata", "numbering", "sections", "chunks", "sentences"),
    *("fold", "lexical", "cedict", "english", "gloss", "glossary", "bm25", "store"),
)


OpenEmbedder = Callable[[str | None], Embedder]


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

        The vectors of texts that also stand in `known` are taken from there, if the same weights made it.
        """
        vectors = _vectors_of(known._generation, embedder) if known else {}
        return cls(_generate(documents, embedder, vectors, (), sentences), lambda _: embedder)

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

    def glossary(self) -> Glossary:
        """The shipped glossary with the index's own names."""
        return read_glossary().with_entries(self._generation.glossary)

    def save(self, folder: Path) -> "Index":
        """Write the index to a folder as a new generation, which takes the place of the one there."""
        with writing(folder):
            return Index(write_generation(folder, self._generation), self._open_embedder)

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
        ids = matching_ids(filters, self.documents())
        kept = np.array([at for at, chunk in enumerate(self.chunks) if chunk.document.id in ids], dtype=np.intp)
        if not kept.size:
            return ()
        scores = self.scores(question)
        fused = scores.fused()[kept]
        legs = {name: (leg[kept], _ranks(leg[kept])) for name, leg in scores.by_name().items()}
        best = np.argsort(-fused, kind="stable")[:top_k]
        return tuple(
            Hit(
                chunk=self.chunks[kept[at]],
                score=float(fused[at]),
                legs={
                    name: Leg(int(ranks[at]), float(leg[at]))
                    for name, (leg, ranks) in legs.items()
                    if name in ("dense", "sentence") or leg[at] > 0
                },
            )
            for at in best
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
        try:
            rows = [self._sentence_rows[chunk.id, start, end] for chunk, start, end in spans]
        except KeyError:
            return self.embedder.embed_chunks([simplify(text) for text in texts])
        return self._generation.sentence_vectors.vectors(rows)

    @cached_property
    def _sentence_rows(self) -> Mapping[tuple[str, int, int], int]:
        rows = enumerate(self._generation.sentences)
        return {(self.chunks[at].id, start, end): row for row, (at, start, end) in rows}

    def _embed_question(self, question: str) -> Vectors:
        return self.embedder.embed_query(simplify(question))


def build(
    paths: Sequence[Path],
    folder: Path | None = None,
    *,
    model: str | None = None,
    glossary: Sequence[Path] = (),
    open_embedder: OpenEmbedder = load_embedder,
) -> tuple[Index, Reading]:
    """Make the index of exactly these files and folders; vectors of unchanged chunks are taken over.

    The rows of the `glossary` files (`index.glossary`) are kept in the index, their names before the shipped ones;
    those of the index before are not: like the documents, exactly what is given counts.
    Returns the index and what was read and skipped. Nothing is written, and no model loaded, when the folder already
    holds this index. Raises UnreadableError, UsageError or ModelError; the index that was there then stays.
    """
    folder = folder or default_folder()
    names = read_entries(glossary)
    found = read_documents(paths)
    with writing(folder):
        old = _old(folder)
        if old and old.glossary == names and _same(old, found.documents, model):
            return Index(old, open_embedder), found
        return _renew(folder, found.documents, old, open_embedder, model, names), found


def add(
    paths: Sequence[Path], folder: Path | None = None, *, open_embedder: OpenEmbedder = load_embedder
) -> tuple[Index, Reading]:
    """Add files and folders to an index; a source that is already there is replaced. Model: the index's own."""
    folder = folder or default_folder()
    found = read_documents(paths)
    with writing(folder):
        old = read_generation(folder)
        replaced = {source for document in found.documents for source in document.sources}
        kept = _without(old.documents, replaced)
        documents = merge_documents([*kept, *found.documents])
        return _renew(folder, documents, old, open_embedder, old.manifest["model"], old.glossary), found


def remove(names: Sequence[str], folder: Path | None = None, *, open_embedder: OpenEmbedder = load_embedder) -> Index:
    """Remove documents by source or id. Raises UsageError when a name is none (nothing is removed then)."""
    folder = folder or default_folder()
    with writing(folder):
        old = read_generation(folder)
        known = {name for document in old.documents for name in (document.id, *document.sources)}
        for name in names:
            if name not in known:
                raise UsageError(f"no document {name!r} in the index: python -m index list shows them")
        gone = set(names)
        documents = _without([document for document in old.documents if document.id not in gone], gone)
        return _renew(folder, documents, old, open_embedder, old.manifest["model"], old.glossary)


def load(folder: Path | str | None = None, *, open_embedder: OpenEmbedder = load_embedder) -> Index:
    """The index in a folder (default: `default_folder()`); its model is loaded on the first search.

    Raises IndexMissingError, or IndexRefusedError naming the file that cannot be trusted and the cure.
    """
    return Index(read_generation(Path(folder) if folder else default_folder()), open_embedder)


def verify(index: Index) -> list[str]:
    """What contradicts the index's invariants, one sentence each; empty when all is well.

    `load` has compared the checksums before; this looks at the content: spans, ids, unit vectors.
    """
    wrong = []
    for document in index.documents():
        end = document.body_start
        for section in index.sections(document.id):
            if not end <= section.start < section.end <= len(document.text):
                wrong.append(f"{document.sources[0]}: section {section.path} overlaps or leaves the text")
            elif document.text[end : section.start].strip():
                wrong.append(f"{document.sources[0]}: text is lost before section {section.path}")
            end = section.end
        if document.text[end:].strip():
            wrong.append(f"{document.sources[0]}: text is lost behind the last section")
        spans = sorted((chunk.start, chunk.end) for chunk in index.chunks if chunk.document.id == document.id)
        if any(before[1] > after[0] for before, after in pairwise(spans)):
            wrong.append(f"{document.sources[0]}: two chunks overlap")
    generation = index._generation
    for at, start, end in generation.sentences:
        if not (at < len(index.chunks) and index.chunks[at].start <= start < end <= index.chunks[at].end):
            wrong.append(f"sentence {start}-{end} lies outside its chunk")
    for vectors in (generation.dense.vectors(), generation.sentence_vectors.vectors()):
        if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3):
            wrong.append("a vector is not of unit length")
    return wrong


def _renew(
    folder: Path,
    documents: Sequence[Document],
    old: Generation | None,
    open_embedder: OpenEmbedder,
    model: str | None,
    glossary: tuple[Entry, ...],
) -> Index:
    embedder = open_embedder(model)
    generation = _generate(documents, embedder, _vectors_of(old, embedder) if old else {}, glossary)
    generation = replace(generation, manifest={**generation.manifest, "model": model})
    return Index(write_generation(folder, generation), lambda _: embedder)


def _generate(
    documents: Sequence[Document],
    embedder: Embedder,
    known: Mapping[str, Vectors],
    glossary: tuple[Entry, ...],
    with_sentences: bool = True,
) -> Generation:
    glosser = Glosser(read_glossary().with_entries(glossary))
    leaves = {document.id: split_sections(document) for document in documents}
    chunks = tuple(
        chunk
        for document in documents
        for chunk in chunk_document(document, leaves[document.id], embedder.count_tokens, embedder.max_tokens)
    )
    passages = passage_texts(chunks, embedder.count_tokens, embedder.max_tokens)
    spans = [(at, *span) for at, chunk in enumerate(chunks) for span in sentence_spans(chunk)] if with_sentences else []
    folded = [simplify(text) for text in [*passages, *(sentence_text(chunks[at], *span) for at, *span in spans)]]
    new = list(dict.fromkeys(text for text in folded if text not in known))
    vectors = {**known, **dict(zip(new, embedder.embed_chunks(new) if new else [], strict=True))}
    stacked = np.stack([vectors[text] for text in folded]) if folded else np.empty((0, embedder.dim), np.float32)
    return Generation(
        documents=tuple(documents),
        sections=leaves,
        chunks=chunks,
        dense=DenseIndex.of(stacked[: len(chunks)], embedder.dim),
        lexical=TermIndex.of([lexical_terms(_headed(chunk)) for chunk in chunks]),
        gloss=TermIndex.of([glosser.gloss_terms(passage) for passage in passages]),
        sentences=tuple(spans),
        sentence_vectors=DenseIndex.of(stacked[len(chunks) :], embedder.dim),
        glossary=glossary,
        manifest={
            "model": None,
            "embedder": embedder.name,
            "fingerprint": embedder.fingerprint,
            "dim": embedder.dim,
            "settings": {"max_tokens": embedder.max_tokens, "rules": _rules()},
            "weights": dict(WEIGHTS),
        },
    )


def _headed(chunk: Chunk) -> str:
    """Headings and text. The document's title stays out: in every chunk alike, it would only dilute the terms."""
    return "\n".join([*chunk.path, chunk.text])


def _vectors_of(old: Generation, embedder: Embedder) -> dict[str, Vectors]:
    """The vectors of a generation by the text that was embedded; none when other weights made them."""
    if old.manifest["fingerprint"] != embedder.fingerprint:
        return {}
    passages = passage_texts(old.chunks, embedder.count_tokens, embedder.max_tokens)
    sentences = (sentence_text(old.chunks[at], start, end) for at, start, end in old.sentences)
    return {
        **dict(zip(map(simplify, sentences), old.sentence_vectors.vectors(), strict=True)),
        **dict(zip(map(simplify, passages), old.dense.vectors(), strict=True)),
    }


def _old(folder: Path) -> Generation | None:
    """The generation to take vectors from; none when there is none or it cannot be trusted (it is made anew)."""
    try:
        return read_generation(folder) if exists(folder) else None
    except IndexRefusedError:
        return None


def _same(old: Generation, documents: Sequence[Document], model: str | None) -> bool:
    return (
        tuple(documents) == old.documents
        and old.manifest["model"] == model
        and old.manifest["settings"]["rules"] == _rules()
        and old.manifest["weights"] == dict(WEIGHTS)
    )


def _rules() -> str:
    """A checksum of the code that turns files into chunks and terms: an index made by other rules is made anew."""
    digest = hashlib.sha256()
    for name in (*(f"{rule}.py" for rule in _RULES), SHIPPED.name):
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[:16]


def _without(documents: Sequence[Document], sources: set[str]) -> list[Document]:
    kept = []
    for document in documents:
        left = tuple(source for source in document.sources if source not in sources)
        if left:
            kept.append(replace(document, sources=left))
    return kept


def _ranks(scores: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    ranks = np.empty(len(scores), np.intp)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks
