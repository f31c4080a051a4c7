"""What holds for every file of another format than text: what is read out of it fits together, or it is refused."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eval.fuzz_targets import inner
from eval.fuzz_texts import check_cut, check_facts, held
from index import Document, UnreadableError

_OURS = Path(__file__).resolve().parents[1]
_CONTROL = frozenset(map(chr, (*range(0x09), *range(0x0B, 0x20), 0x7F)))
_LONGEST = 2_000_000


def check_word(data: bytes) -> None:
    """.docx"""
    _check("a.docx", lambda: inner("index.formats.word:read_docx")(data))


def check_web(data: bytes) -> None:
    """.html"""
    _check("a.html", lambda: inner("index.formats.web:read_html")(data))


def check_book(data: bytes) -> None:
    """.epub"""
    _check("a.epub", lambda: inner("index.formats.book:read_epub")(data))


def check_pdf(data: bytes) -> None:
    """.pdf"""
    _check("a.pdf", lambda: inner("index.formats.pdf:read_pdf")(data))


def check_slides(data: bytes) -> None:
    """.pptx"""
    _check("a.pptx", lambda: inner("index.formats.slides:read_pptx")(data))


def check_sheets(data: bytes) -> None:
    """.xlsx"""
    _check("a.xlsx", lambda: inner("index.formats.sheets:read_xlsx")(data))


def check_csv(data: bytes) -> None:
    """.csv"""
    _check("a.csv", lambda: inner("index.formats.sheets:read_csv")(data))


def check_archive(data: bytes) -> None:
    """.zip: every file in it is read or refused, and no name leads out of it."""
    for item in inner("index.formats.read:items")("a.zip", data):
        held(item.source.split("/")[0] == "a.zip", f"a source outside the archive: {item.source!r}")
        held(not _CONTROL.intersection(item.source), f"control characters in a source: {item.source!r}")
        _check(item.source, item.read)


def _check(source: str, read: Callable[[], Any]) -> None:
    try:
        extracted = read()
    except (AssertionError, ImportError, MemoryError, UnreadableError):
        raise
    except Exception as error:
        # What a library raises, index.formats.read turns into a refusal; what our own lines raise is a fault of theirs.
        if _is_ours(error):
            raise
        raise UnreadableError(f"is damaged ({type(error).__name__})") from error
    text = extracted.text
    text.encode("utf-8")
    # A text file is quoted as it stands.
    held(source.endswith((".txt", ".md")) or not _CONTROL.intersection(text), "control characters in the text")
    held(len(text) <= _LONGEST, "a small file gives an endless text")
    at = [offset for offset, _ in extracted.headings]
    held(at == sorted(set(at)) and all(0 <= offset < len(text) for offset in at), "headings are out of order")
    held(all(text[offset].strip() for offset in at), "a heading begins with white space")
    held(all(offset == 0 or text[offset - 1] == "\n" for offset in at), "a heading within a line")
    held(all(level >= 1 for _, level in extracted.headings), "a heading above the highest")
    held(list(extracted.pages) == sorted(extracted.pages), "pages are out of order")
    held(all(0 <= page <= len(text) for page in extracted.pages), "a page outside the text")
    held(all(note.strip() and "\n" not in note for note in extracted.notes), "a note of no or several lines")
    if text.strip():
        document: Document = inner("index.documents:_document")(extracted, source)
        check_facts(document)
        check_cut(document)


def _is_ours(error: BaseException) -> bool:
    frames = traceback.extract_tb(error.__traceback__)
    last = Path(frames[-1].filename) if frames else Path()
    return last.is_relative_to(_OURS) and "site-packages" not in last.parts
