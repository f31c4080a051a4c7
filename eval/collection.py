"""A public test set, whatever file format it came in: documents, questions, and the index over the documents."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import index as index_package
from index import Document, Embedder, Index, IndexMissingError, IndexRefusedError, UsageError, load, parse_document

Kind = Literal["", "answerable", "unanswerable"]


@dataclass(frozen=True, slots=True)
class Task:
    """One question of a public test set.

    `relevant` holds the gain (above 0) of each relevant source, and is empty where nothing is judged. `kind` is ""
    where the set does not say whether there is an answer. `answers` are gold answers that are spans of a relevant
    document. `among` are the sources that the question was written for: NoMIRACL's ten, SQuAD's one paragraph.
    """

    id: str
    question: str
    relevant: Mapping[str, int]
    kind: Kind = ""
    answers: tuple[str, ...] = ()
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """A test set. Every text is one document, with all sources that have it; `checksum` is that of the data files."""

    name: str
    format: Literal["beir", "squad", "nomiracl"]
    documents: tuple[Document, ...]
    tasks: tuple[Task, ...]
    checksum: str


def merged(rows: Iterable[tuple[str, str]], file: Path) -> tuple[Document, ...]:
    """(source, text) rows -> one document for each text, in the order of the first sources; sources in their order.

    No source may come twice. Raises UsageError, naming `file` as where the rows are from, for a text that UTF-8 cannot
    hold.
    """
    documents: dict[str, Document] = {}
    for source, text in rows:
        try:
            document = parse_document(text, source)
        except UnicodeEncodeError:
            raise UsageError(f"{file}: the text of {source} holds half a surrogate pair; mend or remove it") from None
        known = documents.get(document.id)
        documents[document.id] = replace(known, sources=(*known.sources, source)) if known else document
    return tuple(documents.values())


def titled_text(row: Mapping[str, Any]) -> str:
    """The row's title, a blank line and its text; the text alone without a title. Raises UsageError."""
    title, text = row.get("title") or "", row.get("text")
    if not isinstance(title, str) or not isinstance(text, str):
        raise UsageError('"title" and "text" must be strings')
    return f"{title}\n\n{text}" if title else text


def file_text(file: Path) -> str:
    """The text of a UTF-8 file, without its BOM. Raises UsageError, naming the file."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not UTF-8 (byte {error.start}); save it as UTF-8") from None


def files_checksum(*files: Path) -> str:
    """SHA-256 of the files' bytes, one file after the other."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def open_index(collection: Collection, embedder: Embedder, cache: Path, sentences: bool) -> Index:
    """The index over a set's documents, from the cache folder when the same documents, weights and code made it.

    Sets over the same documents share one. With `sentences` it also holds the sentences' vectors, which `ask` would
    else compute for every question. What older code left there for the same documents and weights gives its vectors
    (embedding takes minutes) and is removed.
    """
    weights = hashlib.sha256(embedder.fingerprint.encode()).hexdigest()[:16]
    place = cache / "-".join([_documents_checksum(collection), weights, *(["sentences"] if sentences else [])])
    folder = place / _code()
    if kept := _kept(folder, embedder):
        return kept
    older = [old for old in place.glob("*") if old != folder]
    known = next((index for old in older if (index := _kept(old, embedder))), None)
    shutil.rmtree(folder, ignore_errors=True)
    made = Index.from_documents(collection.documents, embedder, sentences=sentences, known=known).save(folder)
    for old in older:
        shutil.rmtree(old, ignore_errors=True)
    return made


def _kept(folder: Path, embedder: Embedder) -> Index | None:
    try:
        return load(folder, open_embedder=lambda _: embedder)
    except (IndexMissingError, IndexRefusedError):
        return None


def _documents_checksum(collection: Collection) -> str:
    digest = hashlib.sha256()
    for document in collection.documents:
        digest.update(json.dumps([document.id, *document.sources]).encode())
    return digest.hexdigest()[:16]


def _code() -> str:
    """A hash of the index package's files: whatever changes there may change chunks, terms or vectors."""
    digest = hashlib.sha256()
    for file in sorted(Path(index_package.__path__[0]).glob("*.*")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
