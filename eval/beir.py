"""A BEIR folder (corpus.jsonl, queries.jsonl, qrels/test.tsv) -> documents, questions and relevant documents.

The format is that of https://github.com/beir-cellar/beir (Thakur et al. 2021).
"""

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import index as index_package
from eval.questions import json_lines, text_field
from index import Document, Embedder, Index, IndexMissingError, IndexRefusedError, UsageError, load, parse_document


@dataclass(frozen=True, slots=True)
class Beir:
    """A test set. `documents` have their corpus ids as sources, those of equal text in one document.

    `queries` holds every question by id, `relevant` the gains (above 0) of each judged question's documents.
    `checksum` is a hash of the corpus file.
    """

    name: str
    documents: tuple[Document, ...]
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]
    checksum: str


def read_beir(folder: Path) -> Beir:
    """Raises UsageError, naming file and line, for what is missing or not of the format."""
    corpus = folder / "corpus.jsonl"
    documents: dict[str, Document] = {}
    ids = set()
    for number, row in json_lines(corpus):
        try:
            source = text_field(row, "_id")
            title, text = row.get("title") or "", row.get("text")
            if not isinstance(title, str) or not isinstance(text, str):
                raise UsageError('"title" and "text" must be strings')
            if source in ids:
                raise UsageError(f'"_id" {source} is used twice')
        except UsageError as error:
            raise UsageError(f"{corpus}, line {number}: {error}") from None
        ids.add(source)
        document = parse_document(f"{title}\n\n{text}" if title else text, source)
        known = documents.get(document.id)
        documents[document.id] = replace(known, sources=(*known.sources, source)) if known else document
    queries = _read_queries(folder / "queries.jsonl")
    relevant = _read_relevant(folder / "qrels" / "test.tsv")
    if not documents or not relevant:
        raise UsageError(f"{folder} holds no document, or no question with a relevant one")
    if unknown := sorted(set(relevant) - set(queries)):
        raise UsageError(f"{folder / 'qrels' / 'test.tsv'} names questions that queries.jsonl lacks: {unknown[0]}")
    checksum = hashlib.sha256(corpus.read_bytes()).hexdigest()
    return Beir(folder.resolve().name, tuple(documents.values()), queries, relevant, checksum)


def _read_queries(file: Path) -> dict[str, str]:
    queries = {}
    for number, row in json_lines(file):
        try:
            queries[text_field(row, "_id")] = text_field(row, "text")
        except UsageError as error:
            raise UsageError(f"{file}, line {number}: {error}") from None
    return queries


def _read_relevant(file: Path) -> dict[str, dict[str, int]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from None
    relevant: dict[str, dict[str, int]] = {}
    for number, line in enumerate(lines, start=1):
        fields = line.rstrip("\r").split("\t")
        if not line.strip() or (number == 1 and fields[-1] == "score"):
            continue
        try:
            query, document, gain = fields[0], fields[1], int(fields[2])
        except (IndexError, ValueError):
            raise UsageError(f"{file}, line {number}: question id, document id, whole number, tabs between") from None
        if gain > 0:
            relevant.setdefault(query, {})[document] = gain
    return relevant


def open_index(beir: Beir, embedder: Embedder, cache: Path) -> Index:
    """The index over the set's documents, from the cache folder when the same data, weights and code made it.

    What older code left there for the same data and weights is removed: embedding takes minutes, but a folder tens
    of megabytes.
    """
    place = cache / f"{beir.checksum[:16]}-{hashlib.sha256(embedder.fingerprint.encode()).hexdigest()[:16]}"
    folder = place / _code()
    try:
        return load(folder, open_embedder=lambda _: embedder)
    except (IndexMissingError, IndexRefusedError):
        shutil.rmtree(place, ignore_errors=True)
    return Index.from_documents(beir.documents, embedder, sentences=False).save(folder)


def _code() -> str:
    """A hash of the index package's files: whatever changes there may change chunks, terms or vectors."""
    digest = hashlib.sha256()
    for file in sorted(Path(index_package.__path__[0]).glob("*.*")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
