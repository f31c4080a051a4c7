"""Files -> Document: what is read, front matter, and the metadata that stands in the text."""

import hashlib
import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from index import metadata
from index.decoding import decode
from index.errors import UnreadableError, UsageError
from index.files import files_under
from index.formats.extracted import Extracted
from index.formats.kinds import LISTED, READABLE, is_plain_text, is_wanted, unwanted
from index.formats.limits import MOST_BYTES, mebibytes
from index.formats.sandbox import Refused, Sandbox
from index.formats.text import read_text
from index.frontmatter import front_matter
from index.validity_text import read_validity

__all__ = ["MARKDOWN", "READABLE", "Document", "Reading", "Skipped", "decode", "merge_documents", "parse_document"]
__all__ += ["read_documents"]

MARKDOWN = (".md", ".markdown")
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Document:
    """One text, decoded and otherwise unaltered; every offset in this project counts its code points.

    `text` is the decoded file with one leading BOM dropped and CRLF or CR turned into LF. `body_start` is the
    offset behind the Markdown front matter (0 without one). `id` is a hash of `text`; `sources` are the paths
    below the folder given to build. `notice` is a sentence to show beside every citation of the document.

    Of a file of another format than text, `text` is what was read out of it, `headings` the (offset, level) of the
    lines that are headings by their style (level 1 is the highest), and `pages` the offsets where its pages begin.

    In force from `effective` to `expires`, both inclusive, where they are known, and until the day before `repealed`.
    `repeals` are the references or titles of the documents that this one ends (《title》 with the reference in brackets
    behind, where it says both), `replaces` of those whose place it takes. `expires` and `repealed` are `date.min` where
    it says that it is so, but not since when.
    """

    id: str
    sources: tuple[str, ...]
    title: str
    text: str
    body_start: int
    reference: str | None = None
    issuer: str | None = None
    issued: date | None = None
    notice: str | None = None
    headings: tuple[tuple[int, int], ...] = ()
    pages: tuple[int, ...] = ()
    effective: date | None = None
    expires: date | None = None
    repealed: date | None = None
    repeals: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()

    def page(self, offset: int) -> int | None:
        """The number (from 1) of the page that holds an offset, or None where the document has no pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read. `failed`: of a format we read, but it cannot be; else it is only another format."""

    source: str
    reason: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found under the given paths, in the order of the sources.

    `notes` are (source, sentence): what of a file that was read is not in its document. `files` are the SHA-256 of
    the files that were read, by their sources: what lies in an archive is part of its file.
    """

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()


KnownFiles = Mapping[tuple[str, str], Sequence[Document]]
"""The documents of a file by its source and the SHA-256 of its bytes."""


def read_documents(paths: Sequence[Path], known: KnownFiles | None = None) -> Reading:
    """`read_files`, of which something must come: raises UnreadableError when nothing could be read."""
    found = read_files(paths, known)
    if not found.documents:
        raise _nothing(paths, found.skipped)
    return found


def read_files(paths: Sequence[Path], known: KnownFiles | None = None) -> Reading:
    """Read files, and folders with all below them (hidden names left out).

    A source is the path below the folder given, with `/`; for a file given alone its bare name; a file in an archive
    has the archive's source in front. Files of equal text (and headings and pages, where they have some) are one
    document. A file of which `known` has the documents is not taken apart again, and gives no notes.
    Raises UnreadableError when a path does not exist, UsageError when two different texts would have the same source.
    """
    checksums: dict[str, str] = {}
    documents: list[Document] = []
    skipped: list[Skipped] = []
    notes: list[tuple[str, str]] = []
    seen: dict[str, tuple[Path, str]] = {}
    with Sandbox() as sandbox:
        for path, file in sorted(files_under(paths), key=lambda item: item[1]):
            for source, read in _read(path, file, sandbox, checksums, known or {}):
                if isinstance(read, Refused):
                    skipped.append(Skipped(source, read.reason, read.failed))
                    continue
                document = read if isinstance(read, Document) else _document(read, source)
                there = seen.setdefault(source, (path, document.id))
                if there[1] != document.id:
                    raise UsageError(
                        f"{there[0]} and {path} would both be called {source!r} but differ: "
                        "rename one, or give the folder above both"
                    )
                documents.append(document)
                notes += [(source, note) for note in read.notes] if isinstance(read, Extracted) else []
    return Reading(merge_documents(documents), tuple(skipped), tuple(notes), tuple(checksums.items()))


def _read(
    path: Path, source: str, sandbox: Sandbox, checksums: dict[str, str], known: KnownFiles
) -> Iterator[tuple[str, Extracted | Refused | Document]]:
    """What is in a file, or in the files of an archive, by their sources; what holds no text is refused.

    The file's SHA-256 goes into `checksums`.
    """
    if not is_wanted(source):
        yield source, Refused(unwanted(source), failed=False)
        return
    try:
        data = _bytes(path)
        checksums[source] = hashlib.sha256(data).hexdigest()
        if there := known.get((source, checksums[source])):
            yield from ((document.sources[0], document) for document in there)
            return
        outcomes = [(source, read_text(data))] if is_plain_text(source, data) else sandbox.read(source, data)
    except OSError as error:
        yield source, Refused(f"cannot be opened: {error.strerror or error}", failed=True)
        return
    except UnreadableError as error:
        yield source, Refused(str(error), failed=True)
        return
    for name, read in outcomes:
        blank = isinstance(read, Extracted) and not read.text.strip()
        yield name, Refused("holds no text", failed=False) if blank else read


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1) if os.fstat(file.fileno()).st_size <= MOST_BYTES else b""
        if len(data) > MOST_BYTES or file.read(1):
            raise UnreadableError(f"is larger than {mebibytes(MOST_BYTES)}: split it into several files")
    return data


def _nothing(paths: Sequence[Path], skipped: Sequence[Skipped]) -> UnreadableError:
    names = ", ".join(str(path) for path in paths) or "(no path given)"
    reasons = [item for item in skipped if item.failed] or skipped
    why = "; ".join(f"{item.source}: {item.reason}" for item in reasons[:_NAMED])
    return UnreadableError(f"nothing to read in {names}: give {LISTED} files" + (f" ({why})" if why else ""))


def merge_documents(documents: Iterable[Document]) -> tuple[Document, ...]:
    """One document for each text, with all its sources sorted; in the order of their first sources."""
    merged: dict[str, Document] = {}
    for document in sorted(documents, key=lambda item: item.sources):
        first = merged.setdefault(document.id, document)
        sources = tuple(sorted({*first.sources, *document.sources}))
        merged[document.id] = replace(first, sources=sources)
    return tuple(sorted(merged.values(), key=lambda item: item.sources))


def of_sources(document: Document, sources: tuple[str, ...]) -> Document:
    """The document with only these of its sources; the title of one that has none of its own is its first file's."""
    if sources == document.sources:
        return document
    body, title = document.text[document.body_start :], document.title
    named = title == _fallback_title(body, document.sources[0])
    return replace(document, sources=sources, title=_fallback_title(body, sources[0]) if named else title)


def parse_document(text: str, source: str) -> Document:
    """A decoded text -> Document. `source` names it; its suffix tells Markdown from plain text."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _document(Extracted(text), source)


def _document(read: Extracted, source: str) -> Document:
    text = read.text
    markdown = source.lower().endswith(MARKDOWN)
    fields, body_start = front_matter(text) if markdown else (read.fields, 0)
    # Of a table, a reference or a date in it is a row's.
    body = "" if read.tabular else text[body_start:]
    found = metadata.find_title(body)
    heading = _first_heading(body) if markdown else None
    title = fields.get("title") or heading or found or _fallback_title(body, source)
    named = next(
        (fields[key] for key in ("date", "issued", "publish_date", "成文日期", "发布日期") if fields.get(key)), ""
    )
    issued = metadata.parse_date(named) or metadata.find_issued(body)
    validity = read_validity(fields, body, title, issued)
    return Document(
        id=_id(read),
        sources=(source,),
        title=title,
        text=text,
        body_start=body_start,
        reference=fields.get("reference")
        or fields.get("文号")
        or fields.get("发文字号")
        or metadata.find_reference(body),
        issuer=fields.get("issuer") or fields.get("发文机关") or metadata.find_issuer(body, title),
        issued=issued,
        notice=fields.get("notice") or None,
        headings=read.headings,
        pages=read.pages,
        effective=validity.effective,
        expires=validity.expires,
        repealed=validity.repealed,
        repeals=validity.repeals,
        replaces=validity.replaces,
    )


def _id(read: Extracted) -> str:
    """By the text alone where there is nothing else, so that a text has one id in whatever encoding it comes."""
    digest = hashlib.sha256(read.text.encode())
    if read.headings or read.pages:
        digest.update(repr((read.headings, read.pages)).encode())
    return digest.hexdigest()[:16]


def _first_heading(body: str) -> str | None:
    fenced = False
    for line in body.split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if not fenced and line.startswith("# ") and (title := line[2:].strip().strip("#").strip()):
            return title
    return None


def _fallback_title(body: str, source: str) -> str:
    stem = PurePosixPath(source).stem
    return metadata.first_line(body) or stem
