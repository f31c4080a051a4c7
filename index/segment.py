"""Segments: runs of documents with all that is made of them, stored and used without a look at other documents."""

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.chunks import Chunk
from index.dense import VectorTable
from index.documents import Document
from index.sections import Section
from index.terms import TermTable, read_array, write_array

SEGMENT_CHARS = 500_000
"""How many characters the documents of a segment have together, on average."""
_FIELDS = tuple(field.name for field in fields(Document))
_DATES = ("issued", "effective", "expires", "repealed")
_LISTS = ("sources", "pages", "repeals", "replaces")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of documents, in their order, and what is made of each.

    `sections` and `chunks` stand document by document. `vectors`, `lexical`, `gloss` and `numbers` are in the order of
    all the chunks. `sentences` are (chunk's place, start, end), shape (n, 3), in the order of `sentence_vectors`.
    `stored` is the folder that holds the segment, where one does.
    """

    documents: tuple[Document, ...]
    sections: tuple[tuple[Section, ...], ...]
    chunks: tuple[tuple[Chunk, ...], ...]
    vectors: VectorTable
    lexical: TermTable
    gloss: TermTable
    numbers: TermTable
    sentences: NDArray[np.int64]
    sentence_vectors: VectorTable
    stored: Path | None = field(default=None, compare=False)

    @property
    def all_chunks(self) -> list[Chunk]:
        """The chunks of all documents."""
        return list(chain.from_iterable(self.chunks))

    def save(self, folder: Path) -> str:
        """Write the segment into a folder of its own below `folder`; returns its name, a hash of the documents."""
        listed = _jsonl(map(_document_row, self.documents))
        made = folder / hashlib.sha256(listed).hexdigest()[:16]
        made.mkdir(parents=True)
        (made / "documents.jsonl").write_bytes(listed)
        (made / "sections.jsonl").write_bytes(_jsonl(map(_outline, self.sections)))
        (made / "chunks.jsonl").write_bytes(_jsonl(map(_outline, self.chunks)))
        write_array(made / "sentences.npy", self.sentences)
        self.vectors.save(made / "vectors.faiss")
        self.sentence_vectors.save(made / "sentences.faiss")
        self.lexical.save(made / "lexical")
        self.gloss.save(made / "gloss")
        self.numbers.save(made / "numbers")
        return made.name

    @classmethod
    def load(cls, folder: Path, mapped: bool = False) -> "Segment":
        """Read what `save` wrote; vectors and postings stay in their files where `mapped`.

        Raises OSError, ValueError, KeyError, TypeError or RuntimeError when it cannot.
        """
        documents = tuple(map(_document, _read_jsonl(folder / "documents.jsonl")))
        sections = _read_jsonl(folder / "sections.jsonl")
        chunks = _read_jsonl(folder / "chunks.jsonl")
        return cls(
            documents,
            tuple(tuple(_sections(document, row)) for document, row in zip(documents, sections, strict=True)),
            tuple(tuple(_chunks(document, row)) for document, row in zip(documents, chunks, strict=True)),
            VectorTable.load(folder / "vectors.faiss", mapped),
            TermTable.load(folder / "lexical", mapped),
            TermTable.load(folder / "gloss", mapped),
            TermTable.load(folder / "numbers", mapped),
            read_array(folder / "sentences.npy"),
            VectorTable.load(folder / "sentences.faiss", mapped),
            folder,
        )


def runs(documents: Sequence[Document], chars: int = SEGMENT_CHARS) -> Iterator[tuple[Document, ...]]:
    """Cut the documents, in their order, into runs of about `chars` characters.

    Whether a run ends behind a document depends on that document alone: one that comes or goes changes the run that
    it stands in, at most parts it or joins it to the next, and leaves all others as they are.
    """
    run: list[Document] = []
    for document in documents:
        run.append(document)
        if zlib.crc32(document.id.encode()) / 2**32 < len(document.text) / chars:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _document_row(document: Document) -> dict[str, Any]:
    row = {name: getattr(document, name) for name in _FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _document(row: dict[str, Any]) -> Document:
    dates = {name: date.fromisoformat(row[name]) for name in _DATES if row[name]}
    lists = {name: tuple(row[name]) for name in _LISTS}
    headings = tuple((at, level) for at, level in row["headings"])
    return Document(**{**row, **dates, **lists, "headings": headings})


def _outline(leaves: Sequence[Section] | Sequence[Chunk]) -> dict[str, Any]:
    """The spans of one document's leaves; each path is written once."""
    places: dict[tuple[str, ...], int] = {}
    spans = [(places.setdefault(leaf.path, len(places)), leaf.start, leaf.end) for leaf in leaves]
    ids = [leaf.id for leaf in leaves if isinstance(leaf, Chunk)]
    return {"paths": list(places), "spans": spans} | ({"ids": ids} if ids else {})


def _sections(document: Document, row: dict[str, Any]) -> Iterator[Section]:
    paths = list(map(tuple, row["paths"]))
    for path, start, end in row["spans"]:
        yield Section(document.id, paths[path], start, end)


def _chunks(document: Document, row: dict[str, Any]) -> Iterator[Chunk]:
    paths = list(map(tuple, row["paths"]))
    for id_, (path, start, end) in zip(row.get("ids", ()), row["spans"], strict=True):
        yield Chunk(id_, document, paths[path], start, end)


def _jsonl(rows: Iterator[Any]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _read_jsonl(file: Path) -> list[Any]:
    # Split at LF only: str.splitlines would also split at the U+2028 that a document may hold.
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]
