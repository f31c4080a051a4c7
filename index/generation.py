"""Generations of an index: each complete and checked, made of segments, of which an unchanged one is never rewritten.

CURRENT holds a generation's folder name and the SHA-256 of its manifest; the manifest holds the SHA-256 of every
other file. A generation is written beside the others, flushed to disk, and taken into use by one atomic rename; the
files of segments that it has in common with the one before are links to these.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bm25 import TermIndex
from index.chunks import Chunk
from index.dense import DenseIndex
from index.documents import Document
from index.errors import IndexMissingError, IndexRefusedError, UsageError
from index.filed import Filed
from index.folder import checksums, exists, files_below, flush, read_pointer, refused, take_into_use, writing
from index.gloss import NOTICE
from index.glossary import Entry, glossary_text, parse_glossary
from index.sections import Section
from index.segment import Segment
from index.versions import Replaced

__all__ = ["FORMAT", "Facts", "Generation", "assembled", "exists", "read_generation", "write_generation", "writing"]

FORMAT = 4
MAPPED_FROM = 1 << 30
"""Bytes of a generation from which on vectors and postings stay in their files, mapped, instead of in memory."""
_SEGMENTS = "segments"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an index records beside its segments.

    `glossary` holds the rows that its maker added to the shipped glossary, `files` those that were read, by
    their sources, `replaced` the documents whose place others have taken.
    """

    glossary: tuple[Entry, ...] = ()
    files: Mapping[str, Filed] = field(default_factory=dict)
    replaced: tuple[Replaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Generation:
    """All that one generation of an index holds; `chunks`, vectors and terms are in the same order.

    `sentences` are (chunk's place, start, end), shape (n, 3), in the order of `sentence_vectors`.
    """

    documents: tuple[Document, ...]
    sections: Mapping[str, tuple[Section, ...]]
    chunks: tuple[Chunk, ...]
    dense: DenseIndex
    lexical: TermIndex
    gloss: TermIndex
    numbers: TermIndex
    sentences: NDArray[np.int64]
    sentence_vectors: DenseIndex
    facts: Facts
    manifest: Mapping[str, Any]
    segments: tuple[Segment, ...]

    @property
    def glossary(self) -> tuple[Entry, ...]:
        """The rows that its maker added to the shipped glossary."""
        return self.facts.glossary


def assembled(segments: Sequence[Segment], facts: Facts, manifest: Mapping[str, Any]) -> Generation:
    """The generation of these segments, one behind the other."""
    chunks: list[Chunk] = []
    sentences: list[NDArray[np.int64]] = [np.empty((0, 3), np.int64)]
    for segment in segments:
        sentences.append(segment.sentences + np.array([len(chunks), 0, 0]))
        chunks += segment.all_chunks
    dim = manifest["dim"]
    return Generation(
        documents=tuple(chain.from_iterable(segment.documents for segment in segments)),
        sections={
            document.id: sections
            for segment in segments
            for document, sections in zip(segment.documents, segment.sections, strict=True)
        },
        chunks=tuple(chunks),
        dense=DenseIndex([segment.vectors for segment in segments], dim),
        lexical=TermIndex([segment.lexical for segment in segments]),
        gloss=TermIndex([segment.gloss for segment in segments]),
        numbers=TermIndex([segment.numbers for segment in segments]),
        sentences=np.concatenate(sentences),
        sentence_vectors=DenseIndex([segment.sentence_vectors for segment in segments], dim),
        facts=facts,
        manifest=manifest,
        segments=tuple(segments),
    )


def write_generation(
    folder: Path,
    segments: Iterable[Segment],
    facts: Facts,
    manifest: Mapping[str, Any],
    old: Generation | None = None,
) -> Generation:
    """Write a generation and take it into use; older ones are deleted. Returns it with its manifest completed.

    Segments are written as they come, and only one of them need be in memory; those of `old`, the generation in use,
    are not written again. Call it inside `writing(folder)`. Raises UsageError when the disk refuses, and what making
    the segments raises; the generation in use then stays.
    """
    try:
        made = folder / f".new-{secrets.token_hex(4)}"
        made.mkdir()
        try:
            # The facts first: their folder holds nothing else yet, and no file of a segment is summed up twice.
            sums = _write_facts(made, facts)
            written = _write_segments(made, segments, old)
            content = {
                "format": FORMAT,
                **manifest,
                "counts": {**written.counts, "names": len(facts.glossary)},
                "segments": written.names,
                "files": dict(sorted((sums | written.sums).items())),
            }
            text = json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
            (made / "manifest.json").write_bytes(text)
            flush(made / "manifest.json")
            there = take_into_use(folder, made, hashlib.sha256(text).hexdigest())
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError(f"cannot write the index {folder} ({why}); the one before is unharmed") from None
    return assembled(_open_segments(there, content, written.kept), facts, content)


def read_generation(folder: Path, known: Generation | None = None) -> Generation:
    """The generation in use. Raises IndexMissingError, or IndexRefusedError naming the file that cannot be trusted.

    `known` is an earlier one of the same folder: segments that did not change are taken from it, not read again.
    """
    if not exists(folder):
        raise IndexMissingError(
            f"no index in {folder}: make one with: python -m index build YOUR_FOLDER --index {folder}"
        )
    for _ in range(20):
        pointer = read_pointer(folder)
        try:
            return _read(folder / pointer[0], pointer[1], known)
        except MemoryError:
            raise
        except Exception as error:  # what stands in a damaged file may be anything
            # A writer may have swapped CURRENT and deleted this generation while it was being read.
            if read_pointer(folder) == pointer:
                if isinstance(error, IndexRefusedError):
                    raise
                raise refused(folder / pointer[0], f"cannot be read ({type(error).__name__})") from error
    raise refused(folder, "is being rewritten all the time")


@dataclass(frozen=True, slots=True)
class _Written:
    """The segments' names in their order, those that were there before by their names, checksums and counts of all."""

    names: list[str]
    kept: dict[str, Segment]
    sums: dict[str, str]
    counts: dict[str, int]


def _write_segments(made: Path, segments: Iterable[Segment], old: Generation | None) -> _Written:
    there = {id(segment) for segment in old.segments} if old else set()
    before: Mapping[str, str] = old.manifest["files"] if old else {}
    written = _Written([], {}, {}, dict.fromkeys(("documents", "chunks", "sentences"), 0))
    for segment in segments:
        if segment.stored and id(segment) in there:
            name = segment.stored.name
            for file in files_below(segment.stored):
                path = f"{_SEGMENTS}/{name}/{file}"
                _link(segment.stored / file, made / path)
                written.sums[path] = before[path]
            written.kept[name] = segment
        else:
            name = segment.save(made / _SEGMENTS)
            written.sums.update(_flushed(made, f"{_SEGMENTS}/{name}"))
        written.names.append(name)
        written.counts["documents"] += len(segment.documents)
        written.counts["chunks"] += segment.vectors.count
        written.counts["sentences"] += len(segment.sentences)
    return written


def _write_facts(made: Path, facts: Facts) -> dict[str, str]:
    (made / "glossary.csv").write_text(glossary_text(facts.glossary), encoding="utf-8", newline="")
    (made / "NOTICE").write_text(NOTICE, encoding="utf-8")
    _write_json(made / "files.json", {name: asdict(filed) for name, filed in sorted(facts.files.items())})
    _write_json(made / "replaced.json", [asdict(one) for one in facts.replaced])
    return _flushed(made, "")


def _write_json(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _read_json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _flushed(made: Path, below: str) -> dict[str, str]:
    """The checksums of the files in a folder of `made`, once they are on the disk."""
    files = [f"{below}/{name}".lstrip("/") for name in files_below(made / below)]
    paths = [made / name for name in files]
    flush(*paths)
    return dict(zip(files, checksums(paths), strict=True))


def _link(file: Path, other: Path) -> None:
    other.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, other)
    except OSError:  # a file system without links
        shutil.copyfile(file, other)
        flush(other)


def _read(made: Path, expected: str, known: Generation | None) -> Generation:
    manifest_file = made / "manifest.json"
    if not manifest_file.is_file():
        raise refused(manifest_file, "is missing")
    if checksums([manifest_file]) != [expected]:
        raise refused(manifest_file, "was altered")
    manifest = _read_json(manifest_file)
    if manifest["format"] != FORMAT:
        raise refused(manifest_file, f"has format {manifest['format']}, this program reads {FORMAT}")
    kept = _kept(manifest, known) if known else {}
    _check(made, {name: sum_ for name, sum_ in manifest["files"].items() if _segment_of(name) not in kept})
    facts = Facts(
        parse_glossary((made / "glossary.csv").read_text(encoding="utf-8"), "glossary.csv"),
        {name: Filed(row["sha256"], tuple(row["documents"])) for name, row in _read_json(made / "files.json").items()},
        tuple(Replaced(**{**row, "sources": tuple(row["sources"])}) for row in _read_json(made / "replaced.json")),
    )
    return assembled(_open_segments(made, manifest, kept), facts, manifest)


def _check(made: Path, files: Mapping[str, str]) -> None:
    for name in files:
        if not (made / name).is_file():
            raise refused(made / name, "is missing")
    for name, found in zip(files, checksums([made / name for name in files]), strict=True):
        if found != files[name]:
            raise refused(made / name, "was altered")


def _kept(manifest: Mapping[str, Any], known: Generation) -> dict[str, Segment]:
    """The segments of an earlier generation whose files are those of the manifest, by their names."""
    wanted, there = _sums(manifest), _sums(known.manifest)
    segments = {segment.stored.name: segment for segment in known.segments if segment.stored}
    return {name: segments[name] for name, sums in wanted.items() if name in segments and there.get(name) == sums}


def _sums(manifest: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    sums: dict[str, list[tuple[str, str]]] = {}
    for name, checksum in manifest["files"].items():
        sums.setdefault(_segment_of(name), []).append((name, checksum))
    return sums


def _segment_of(name: str) -> str:
    return name.split("/")[1] if name.startswith(f"{_SEGMENTS}/") else ""


def _open_segments(made: Path, manifest: Mapping[str, Any], kept: Mapping[str, Segment]) -> list[Segment]:
    mapped = sum((made / name).stat().st_size for name in manifest["files"]) >= MAPPED_FROM
    opened = []
    for name in manifest["segments"]:
        stored = made / _SEGMENTS / name
        there = kept.get(name)
        opened.append(replace(there, stored=stored) if there else Segment.load(stored, mapped))
    return opened
