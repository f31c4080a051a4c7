"""The index folder: generations, each complete and checked, and the file CURRENT that names the one in use.

CURRENT holds a generation's folder name and the SHA-256 of its manifest; the manifest holds the SHA-256 of every
other file. A generation is written beside the others, flushed to disk, and taken into use by one atomic rename.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.bm25 import TermIndex
from index.chunks import Chunk
from index.dense import DenseIndex
from index.documents import Document
from index.errors import IndexMissingError, IndexRefusedError, UsageError
from index.gloss import NOTICE
from index.glossary import Entry, glossary_text, parse_glossary
from index.sections import Section

FORMAT = 3
_FIELDS = tuple(field.name for field in fields(Document))
_DATES = ("issued", "effective", "expires", "repealed")
_CURRENT = re.compile(r"(g\d{6,}) ([0-9a-f]{64})\n")
_OURS = re.compile(r"g\d{6,}|\.new-.*|\.lock|CURRENT|CURRENT\.new")


@dataclass(frozen=True, slots=True)
class Generation:
    """All that one generation of an index holds; `chunks`, vectors and terms are in the same order.

    `sentences` are (chunk's place, start, end), in the order of `sentence_vectors`; `glossary` holds the rows that
    its maker added to the shipped glossary.
    """

    documents: tuple[Document, ...]
    sections: Mapping[str, tuple[Section, ...]]
    chunks: tuple[Chunk, ...]
    dense: DenseIndex
    lexical: TermIndex
    gloss: TermIndex
    sentences: tuple[tuple[int, int, int], ...]
    sentence_vectors: DenseIndex
    glossary: tuple[Entry, ...]
    manifest: Mapping[str, Any]


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the folder's write lock. A folder made here is taken away again when nothing was written.

    Raises UsageError when another process is writing, the folder cannot be used, or it holds other things than an
    index: those would be in danger.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strange = [path.name for path in folder.iterdir() if not _OURS.fullmatch(path.name)]
        if strange:
            raise UsageError(f"{folder} holds other things than an index ({strange[0]}): name another with --index")
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise UsageError(f"another process is writing the index {folder}: wait until it is done") from None
    except OSError as error:
        raise UsageError(f"cannot write to {folder} ({error.strerror}): name another folder with --index") from None
    try:
        yield
    finally:
        # Before the release, since behind it the folder may be another writer's.
        if made and not exists(folder):
            shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def exists(folder: Path) -> bool:
    """Whether the folder holds an index."""
    return (folder / "CURRENT").is_file()


def write_generation(folder: Path, generation: Generation) -> Generation:
    """Write a generation and take it into use; older ones are deleted. Returns it with its manifest completed.

    Call it inside `writing(folder)`. Raises UsageError when the disk refuses (the generation in use stays).
    """
    try:
        return _write(folder, generation)
    except OSError as error:
        raise UsageError(f"cannot write the index {folder} ({error.strerror}); the one before is unharmed") from None


def _write(folder: Path, generation: Generation) -> Generation:
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    try:
        _write_jsonl(made / "documents.jsonl", map(_document_row, generation.documents))
        _write_jsonl(made / "sections.jsonl", _section_rows(generation))
        _write_jsonl(made / "chunks.jsonl", _chunk_rows(generation))
        _write_jsonl(made / "sentences.jsonl", iter(generation.sentences))
        generation.dense.save(made / "vectors.faiss")
        generation.sentence_vectors.save(made / "sentences.faiss")
        generation.lexical.save(made / "lexical")
        generation.gloss.save(made / "gloss")
        (made / "glossary.csv").write_text(glossary_text(generation.glossary), encoding="utf-8", newline="")
        (made / "gloss" / "NOTICE").write_text(NOTICE, encoding="utf-8")
        manifest = {
            "format": FORMAT,
            **generation.manifest,
            "counts": {
                "documents": len(generation.documents),
                "chunks": len(generation.chunks),
                "sentences": len(generation.sentences),
                "names": len(generation.glossary),
            },
            "files": {name: _sha256(made / name) for name in _files(made)},
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (made / "manifest.json").write_text(text, encoding="utf-8")
        for name in _files(made):
            _flush(made / name)
        _flush(made)
        number = max((int(path.name[1:]) for path in _ours(folder, "g")), default=0) + 1
        name = f"g{number:06d}"
        made.chmod(0o755)
        made.rename(folder / name)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    _point(folder, f"{name} {hashlib.sha256(text.encode()).hexdigest()}\n")
    for old in [*_ours(folder, "g"), *_ours(folder, ".new-")]:
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
    return replace(generation, manifest=manifest)


def _ours(folder: Path, prefix: str) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith(prefix) and _OURS.fullmatch(path.name)]


def _point(folder: Path, text: str) -> None:
    beside = folder / "CURRENT.new"
    beside.write_text(text, encoding="ascii")
    _flush(beside)
    _flush(folder)
    beside.replace(folder / "CURRENT")
    _flush(folder)


def read_generation(folder: Path) -> Generation:
    """The generation in use. Raises IndexMissingError, or IndexRefusedError naming the file that cannot be trusted."""
    if not exists(folder):
        raise IndexMissingError(
            f"no index in {folder}: make one with: python -m index build YOUR_FOLDER --index {folder}"
        )
    for _ in range(20):
        pointer = _read_pointer(folder)
        try:
            return _read(folder / pointer[0], pointer[1])
        except (IndexRefusedError, UsageError, OSError, ValueError, KeyError, RuntimeError) as error:
            # A writer may have swapped CURRENT and deleted this generation while it was being read.
            if _read_pointer(folder) == pointer:
                if isinstance(error, IndexRefusedError):
                    raise
                raise _refused(folder / pointer[0], f"cannot be read ({type(error).__name__})") from error
    raise _refused(folder, "is being rewritten all the time")


def _read_pointer(folder: Path) -> tuple[str, str]:
    match = _CURRENT.fullmatch((folder / "CURRENT").read_text(encoding="ascii", errors="replace"))
    if not match:
        raise _refused(folder / "CURRENT", "does not name a generation")
    return match[1], match[2]


def _read(made: Path, expected: str) -> Generation:
    manifest_file = made / "manifest.json"
    if not manifest_file.is_file():
        raise _refused(manifest_file, "is missing")
    if _sha256(manifest_file) != expected:
        raise _refused(manifest_file, "was altered")
    manifest = json.loads(manifest_file.read_text(encoding="utf-8"))
    if manifest["format"] != FORMAT:
        raise _refused(manifest_file, f"has format {manifest['format']}, this program reads {FORMAT}")
    for name, checksum in manifest["files"].items():
        if not (made / name).is_file():
            raise _refused(made / name, "is missing")
        if _sha256(made / name) != checksum:
            raise _refused(made / name, "was altered")
    documents = tuple(map(_document, _read_jsonl(made / "documents.jsonl")))
    sections: dict[str, list[Section]] = {document.id: [] for document in documents}
    for row in _read_jsonl(made / "sections.jsonl"):
        sections[row["document"]].append(Section(row["document"], tuple(row["path"]), row["start"], row["end"]))
    by_id = {document.id: document for document in documents}
    chunks = tuple(
        Chunk(row["id"], by_id[row["document"]], tuple(row["path"]), row["start"], row["end"])
        for row in _read_jsonl(made / "chunks.jsonl")
    )
    sentences = tuple((at, start, end) for at, start, end in _read_jsonl(made / "sentences.jsonl"))
    return Generation(
        documents,
        {document_id: tuple(leaves) for document_id, leaves in sections.items()},
        chunks,
        _vectors(made / "vectors.faiss", len(chunks)),
        TermIndex.load(made / "lexical", len(chunks)),
        TermIndex.load(made / "gloss", len(chunks)),
        sentences,
        _vectors(made / "sentences.faiss", len(sentences)),
        parse_glossary((made / "glossary.csv").read_text(encoding="utf-8"), "glossary.csv"),
        manifest,
    )


def _vectors(file: Path, count: int) -> DenseIndex:
    dense = DenseIndex.load(file)
    if dense.count != count:
        raise _refused(file, f"holds {dense.count} vectors where {count} are expected")
    return dense


def _refused(file: Path, what: str) -> IndexRefusedError:
    folder = file if file.is_dir() else next((path for path in file.parents if exists(path)), file.parent)
    command = f"python -m index build YOUR_FOLDER --index {folder}"
    return IndexRefusedError(f"{file} {what}: build the index again with: {command}")


def _document_row(document: Document) -> dict[str, Any]:
    row = {name: getattr(document, name) for name in _FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _document(row: dict[str, Any]) -> Document:
    dates = {name: date.fromisoformat(row[name]) for name in _DATES if row[name]}
    lists = {name: tuple(row[name]) for name in ("sources", "pages", "repeals", "replaces")}
    headings = tuple((at, level) for at, level in row["headings"])
    return Document(**{**row, **dates, **lists, "headings": headings})


def _section_rows(generation: Generation) -> Iterator[dict[str, Any]]:
    for document in generation.documents:
        for section in generation.sections[document.id]:
            yield {"document": document.id, "path": section.path, "start": section.start, "end": section.end}


def _chunk_rows(generation: Generation) -> Iterator[dict[str, Any]]:
    for chunk in generation.chunks:
        where = {"path": chunk.path, "start": chunk.start, "end": chunk.end}
        yield {"id": chunk.id, "document": chunk.document.id, **where}


def _write_jsonl(file: Path, rows: Iterator[Any]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _read_jsonl(file: Path) -> list[Any]:
    # Split at LF only: str.splitlines would also split at the U+2028 that a document may hold.
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def _files(folder: Path) -> Sequence[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
