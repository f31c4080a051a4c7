"""Documents -> segments, out of older segments as far as these hold the same documents or texts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import PurePosixPath

import numpy as np

from index.chunks import Chunk, chunk_document, passage_texts
from index.dense import VectorTable
from index.documents import Document
from index.embed import Embedder, Vectors
from index.fold import simplify
from index.gloss import Glosser
from index.glossary import Entry, read_glossary
from index.lexical import lexical_terms
from index.pointers import passage_numbers
from index.sections import split_sections
from index.segment import SEGMENT_CHARS, Segment, runs
from index.sentences import sentence_spans, sentence_text
from index.terms import TermTable


@dataclass(frozen=True, slots=True)
class _Piece:
    """One document of a segment: its place there, and the rows of its chunks and sentences."""

    segment: Segment
    at: int
    chunks: slice
    sentences: slice

    @property
    def document(self) -> Document:
        return self.segment.documents[self.at]


class SegmentMaker:
    """Makes segments; nothing is made, and no model opened, for what the older segments have ready."""

    def __init__(
        self,
        open_embedder: Callable[[], Embedder],
        glossary: tuple[Entry, ...],
        older: Sequence[Segment] = (),
        *,
        alike: bool = False,
        sentences: bool = True,
        chars: int = SEGMENT_CHARS,
    ) -> None:
        """`older` were embedded with the same weights. `alike`: the same rules and glossary made them too.

        What is made of a document that stayed as it was is then taken over; else only vectors are, of equal texts in
        what has its id or its source. `chars` is the mean size of a segment, in characters.
        """
        self._open_embedder = open_embedder
        self._glossary = glossary
        self._alike = alike
        self._sentences = sentences
        self._chars = chars
        self._whole = {tuple(one.id for one in segment.documents): segment for segment in older}
        self._by_id: dict[str, _Piece] = {}
        self._by_source: dict[str, _Piece] = {}
        for piece in (piece for segment in older for piece in _pieces(segment)):
            self._by_id[piece.document.id] = piece
            self._by_source |= dict.fromkeys(piece.document.sources, piece)

    @cached_property
    def embedder(self) -> Embedder:
        """The model, opened on first use."""
        return self._open_embedder()

    @cached_property
    def _glosser(self) -> Glosser:
        return Glosser(read_glossary().with_entries(self._glossary))

    def segments(self, documents: Sequence[Document]) -> Iterator[Segment]:
        """The segments of these documents, in their order, one at a time."""
        for run in runs(documents, self._chars):
            older = self._whole.get(tuple(document.id for document in run))
            yield older if self._alike and older and older.documents == run else self._made(run)

    def has(self, document: Document) -> bool:
        """Whether all that is made of a document is ready."""
        piece = self._by_id.get(document.id)
        return self._alike and piece is not None and _gives_the_same(document, piece.document)

    def _made(self, run: tuple[Document, ...]) -> Segment:
        new = tuple(document for document in run if not self.has(document))
        fresh = {piece.document.id: piece for piece in _pieces(self._fresh(new))} if new else {}
        if len(new) == len(run):
            return next(iter(fresh.values())).segment
        return _joined(run, [fresh.get(document.id) or self._by_id[document.id] for document in run])

    def _fresh(self, documents: tuple[Document, ...]) -> Segment:
        embedder = self.embedder
        sections = tuple(map(split_sections, documents))
        cut = tuple(
            chunk_document(document, leaves, embedder.count_tokens, embedder.max_tokens)
            for document, leaves in zip(documents, sections, strict=True)
        )
        chunks = [chunk for of_document in cut for chunk in of_document]
        passages = passage_texts(chunks, embedder.count_tokens, embedder.max_tokens)
        spans = [(at, *span) for at, chunk in enumerate(chunks) for span in sentence_spans(chunk)]
        spans = spans if self._sentences else []
        texts = list(map(simplify, [*passages, *(sentence_text(chunks[at], *span) for at, *span in spans)]))
        vectors = self._vectors(texts, self._known(documents))
        return Segment(
            documents,
            sections,
            cut,
            VectorTable.of(vectors[: len(chunks)], embedder.dim),
            TermTable.of(lexical_terms(_headed(chunk)) for chunk in chunks),
            TermTable.of(map(self._glosser.gloss_terms, passages)),
            TermTable.of(passage_numbers(_headed(chunk)) for chunk in chunks),
            np.array(spans, np.int64).reshape(-1, 3),
            VectorTable.of(vectors[len(chunks) :], embedder.dim),
        )

    def _vectors(self, texts: Sequence[str], known: Mapping[str, Vectors]) -> Vectors:
        new = list(dict.fromkeys(text for text in texts if text not in known))
        vectors = dict(known)
        if new:
            vectors.update(zip(new, self.embedder.embed_chunks(new), strict=True))
        return np.stack([vectors[text] for text in texts]) if texts else np.empty((0, self.embedder.dim), np.float32)

    def _known(self, documents: Sequence[Document]) -> dict[str, Vectors]:
        """The vectors of the texts of what has a document's id or source in the older segments."""
        found = {}
        for document in documents:
            for piece in (self._by_id.get(document.id), *map(self._by_source.get, document.sources)):
                if piece:
                    found[piece.document.id] = piece
        return {text: vector for piece in found.values() for text, vector in self._embedded(piece)}

    def _embedded(self, piece: _Piece) -> Iterator[tuple[str, Vectors]]:
        segment, chunks = piece.segment, piece.segment.chunks[piece.at]
        passages = passage_texts(chunks, self.embedder.count_tokens, self.embedder.max_tokens)
        spans = segment.sentences[piece.sentences].tolist()
        sentences = (sentence_text(chunks[at - piece.chunks.start], start, end) for at, start, end in spans)
        yield from zip(map(simplify, passages), segment.vectors.vectors[piece.chunks], strict=True)
        yield from zip(map(simplify, sentences), segment.sentence_vectors.vectors[piece.sentences], strict=True)


def _headed(chunk: Chunk) -> str:
    """Headings and text. The document's title stays out: in every chunk alike, it would only dilute the terms."""
    return "\n".join([*chunk.path, chunk.text])


def _gives_the_same(one: Document, other: Document) -> bool:
    """Whether two documents differ in nothing but where they lie."""
    suffixes = ({PurePosixPath(source).suffix.lower() for source in document.sources} for document in (one, other))
    return next(suffixes) == next(suffixes) and replace(one, sources=()) == replace(other, sources=())


def _pieces(segment: Segment) -> Iterator[_Piece]:
    firsts = [0, *accumulate(map(len, segment.chunks))]
    rows = np.searchsorted(segment.sentences[:, 0], firsts).tolist()
    for at in range(len(segment.documents)):
        yield _Piece(segment, at, slice(firsts[at], firsts[at + 1]), slice(rows[at], rows[at + 1]))


def _joined(documents: tuple[Document, ...], pieces: Sequence[_Piece]) -> Segment:
    """The segment of documents that are ready, each in a piece of its own."""
    count = sum(piece.chunks.stop - piece.chunks.start for piece in pieces)
    sources = list({id(piece.segment): piece.segment for piece in pieces}.values())
    rows = {id(segment): np.full(segment.vectors.count, -1, np.int64) for segment in sources}
    sentences, first = [], 0
    for piece in pieces:
        size = piece.chunks.stop - piece.chunks.start
        rows[id(piece.segment)][piece.chunks] = np.arange(first, first + size)
        sentences.append(piece.segment.sentences[piece.sentences] + [first - piece.chunks.start, 0, 0])
        first += size
    vectors = np.concatenate([piece.segment.vectors.vectors[piece.chunks] for piece in pieces])
    others = np.concatenate([piece.segment.sentence_vectors.vectors[piece.sentences] for piece in pieces])
    dim = vectors.shape[1]
    return Segment(
        documents,
        tuple(piece.segment.sections[piece.at] for piece in pieces),
        tuple(
            tuple(replace(chunk, document=document) for chunk in piece.segment.chunks[piece.at])
            for document, piece in zip(documents, pieces, strict=True)
        ),
        VectorTable.of(vectors, dim),
        TermTable.joined([(segment.lexical, rows[id(segment)]) for segment in sources], count),
        TermTable.joined([(segment.gloss, rows[id(segment)]) for segment in sources], count),
        TermTable.joined([(segment.numbers, rows[id(segment)]) for segment in sources], count),
        np.concatenate(sentences),
        VectorTable.of(others, dim),
    )
