"""Files -> Document: decoding, front matter, and the metadata that stands in the text."""

import hashlib
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from charset_normalizer import from_bytes

from index import metadata
from index.errors import UnreadableError, UsageError
from index.frontmatter import front_matter

MARKDOWN = (".md", ".markdown")
READABLE = (".txt", *MARKDOWN)
_CONTROL = re.compile(r"[\0-\x08\x0e-\x19\x1c-\x1f\x7f]")
_UNLIKELY = re.compile(r"[\ue000-\uf8ff\uac00-\ud7ff\u0590-\u1fff]")  # private use, Hangul, scripts we do not read
_ENOUGH = 0.7  # share of everyday characters
_SAMPLE = 4000  # characters
_GB_FIRST = range(0xA1, 0xD8)  # lead bytes: punctuation to the end of level 1
_BIG5_FIRST = range(0xA1, 0xC7)
_CANDIDATES = ["gb18030", "big5", "utf_16_le", "utf_16_be", "cp1252"]


@dataclass(frozen=True, slots=True)
class Document:
    """One text, decoded and otherwise unaltered; every offset in this project counts its code points.

    `text` is the decoded file with one leading BOM dropped and CRLF or CR turned into LF. `body_start` is the
    offset behind the Markdown front matter (0 without one). `id` is a hash of `text`; `sources` are the paths
    below the folder given to build. `notice` is a sentence to show beside every citation of the document.

    Of a file of another format than text, `text` is what was read out of it, `headings` the (offset, level) of the
    lines that are headings by their style (level 1 is the highest), and `pages` the offsets where its pages begin.

    In force from `effective` to `expires`, both inclusive, where they are known, and until the day before `repealed`.
    `repeals` are the references or titles of the documents that this one ends, `replaces` of those whose place it
    takes.
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
    """What was found under the given paths, in the order of the sources."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]


def read_documents(paths: Sequence[Path]) -> Reading:
    """Read files, and folders with all below them (hidden names left out).

    A source is the path below the folder given, with `/`; for a file given alone its bare name. Files of equal text
    are one document. Raises UnreadableError when a path does not exist or nothing could be read, UsageError when two
    different texts would have the same source.
    """
    documents: list[Document] = []
    skipped: list[Skipped] = []
    seen: dict[str, tuple[Path, str]] = {}
    for path, source in sorted(_files(paths), key=lambda item: item[1]):
        if path.suffix.lower() not in READABLE:
            kind = path.suffix or "without a suffix"
            skipped.append(Skipped(source, f"format {kind} is not read (.txt and .md are)", failed=False))
            continue
        try:
            text = _unified(decode(path.read_bytes()))
        except OSError as error:
            skipped.append(Skipped(source, f"cannot be opened: {error.strerror or error}", failed=True))
            continue
        except UnreadableError as error:
            skipped.append(Skipped(source, str(error), failed=True))
            continue
        if not text.strip():
            skipped.append(Skipped(source, "holds no text", failed=False))
            continue
        document = _document(text, source)
        there = seen.setdefault(source, (path, document.id))
        if there[1] != document.id:
            raise UsageError(
                f"{there[0]} and {path} would both be called {source!r} but differ: "
                "rename one, or give the folder above both"
            )
        documents.append(document)
    if not documents:
        names = ", ".join(str(path) for path in paths) or "(no path given)"
        failed = "; ".join(f"{item.source}: {item.reason}" for item in skipped if item.failed)
        raise UnreadableError(
            f"nothing to read in {names}: give .txt or .md files" + (f" ({failed})" if failed else "")
        )
    return Reading(merge_documents(documents), tuple(skipped))


def merge_documents(documents: Iterable[Document]) -> tuple[Document, ...]:
    """One document for each text, with all its sources sorted; in the order of their first sources."""
    merged: dict[str, Document] = {}
    for document in sorted(documents, key=lambda item: item.sources):
        first = merged.setdefault(document.id, document)
        sources = tuple(sorted({*first.sources, *document.sources}))
        merged[document.id] = replace(first, sources=sources)
    return tuple(sorted(merged.values(), key=lambda item: item.sources))


def parse_document(text: str, source: str) -> Document:
    """A decoded text -> Document. `source` names it; its suffix tells Markdown from plain text."""
    return _document(_unified(text.removeprefix("\ufeff")), source)


def decode(data: bytes) -> str:
    """The text of a file, without its BOM: UTF-8, GB18030, Big5 or UTF-16 (either order, BOM or not).

    Raises UnreadableError for binary data and for bytes that are no text in any of these.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            try:
                return _text_only(data[len(mark) :].decode(encoding))
            except UnicodeDecodeError:
                raise UnreadableError(f"starts as {encoding.upper()} but breaks off: save it as UTF-8") from None
    if b"\0" not in data:
        try:
            return _text_only(data.decode("utf-8"))
        except UnicodeDecodeError:
            pass
    return _text_only(_chinese(data) or _detected(data), strict=True)


def _chinese(data: bytes) -> str | None:
    """The text in the encoding that gives the most everyday characters; None when none gives enough.

    On cuts of 4 to 1,000 characters of official text this errs less than charset-normalizer, whose measure of mess
    refuses lists of figures and whose coherence needs longer text.
    """
    best, most = None, _ENOUGH
    for encoding in ("utf-16-le", "utf-16-be") if b"\0" in data else ("gb18030", "big5", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        share = sum(map(_everyday, sample)) / max(len(sample), 1)
        if share > most:
            best, most = text, share
    return best


def _everyday(character: str) -> bool:
    """Printable ASCII, punctuation, and the first levels of GB 2312 and Big5: the characters in daily use."""
    if character < "\x80":
        return character.isprintable() or character in "\t\n\r"
    for encoding, levels in (("gb2312", _GB_FIRST), ("big5", _BIG5_FIRST)):
        try:
            code = character.encode(encoding)
        except UnicodeEncodeError:
            continue
        if code[0] in levels:
            return True
    return False


def _detected(data: bytes) -> str:
    best = from_bytes(data, cp_isolation=_CANDIDATES).best()
    if best is None:
        raise UnreadableError("is not text in UTF-8, GB18030, Big5 or UTF-16: save it as UTF-8")
    return data.decode(best.encoding)


def _text_only(text: str, strict: bool = False) -> str:
    """Refuse what is binary: control characters and, where the encoding was found by trying, odd scripts."""
    odd = len(_CONTROL.findall(text)) + (len(_UNLIKELY.findall(text)) if strict else 0)
    if odd * 50 > len(text):
        raise UnreadableError("is binary data, not text: convert it to .txt or .md")
    return text


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _document(text: str, source: str) -> Document:
    markdown = source.lower().endswith(MARKDOWN)
    fields, body_start = front_matter(text) if markdown else ({}, 0)
    body = text[body_start:]
    found = metadata.find_title(body)
    heading = _first_heading(body) if markdown else None
    title = fields.get("title") or heading or found or _fallback_title(body, source)
    named = next(
        (fields[key] for key in ("date", "issued", "publish_date", "成文日期", "发布日期") if fields.get(key)), ""
    )
    return Document(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        sources=(source,),
        title=title,
        text=text,
        body_start=body_start,
        reference=fields.get("reference")
        or fields.get("文号")
        or fields.get("发文字号")
        or metadata.find_reference(body),
        issuer=fields.get("issuer") or fields.get("发文机关") or metadata.find_issuer(body, title),
        issued=metadata.parse_date(named) or metadata.find_issued(body),
        notice=fields.get("notice") or None,
    )


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


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from _below(path)
        elif path.is_file():
            yield path, _printable(path.name)
        else:
            raise UnreadableError(f"{path} is no file or folder: give a .txt or .md file or a folder that holds some")


def _below(root: Path) -> Iterator[tuple[Path, str]]:
    entered: set[str] = set()
    for folder, names, files in os.walk(root, followlinks=True):
        real = os.path.realpath(folder)
        if real in entered:  # a link back up the tree
            names.clear()
            continue
        entered.add(real)
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                path = Path(folder) / name
                if not path.is_file() and not path.is_symlink():
                    continue  # a pipe or a device, which would be waited for without end
                yield path, _printable(path.relative_to(root).as_posix())


def _printable(name: str) -> str:
    # A file name may hold bytes that are no UTF-8; a source must be text that can be written.
    return os.fsencode(name).decode("utf-8", "replace")
