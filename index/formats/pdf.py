"""Text of .pdf files: paragraphs as they were written, tables as rows, and where each page begins.

PDFium reads the characters: it opens more damaged files than pdfminer and is four to ten times as fast. pdfplumber
finds the cells between the rules.
"""

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby

from index.errors import UnreadableError
from index.formats.extracted import Extracted
from index.formats.limits import MOST_CHARACTERS
from index.formats.pdf_columns import read_items
from index.formats.pdf_contents import without_contents
from index.formats.pdf_furniture import PageLines, furniture
from index.formats.pdf_headings import heading_levels
from index.formats.pdf_lines import Line, Table
from index.formats.pdf_margins import in_columns
from index.formats.pdf_output import write
from index.formats.pdf_pages import Page, PdfFile
from index.formats.pdf_paragraphs import PageItems, body_size, measure, paragraphs
from index.formats.pdf_tables import find_tables

MOST_SECONDS = 240  # below the limit of the process that reads, so that this error comes first
_MOST_NAMED = 20  # pages, or running heads, in a note
_SMALL = 0.88  # of the running text's size: a footnote
_UNREADABLE = 0.3  # share of a page's characters
_SCAN = "is a scan without text: run it through text recognition (OCR) first, for example ocrmypdf"


def read_pdf(data: bytes) -> Extracted:
    """The text of a .pdf file, a paragraph a line, with its headings and the offset at which each page begins.

    Raises UnreadableError for a file that is encrypted, broken, too long, or a scan without text.
    """
    with closing(PdfFile(data)) as file:
        pages = _read_pages(file)
        bookmarks = tuple(file.bookmarks())
    found, heads = furniture([PageLines(page.items, page.height) for page in pages])
    if not any(_left(page, out) for page, out in zip(pages, found, strict=True)):
        if not any(page.items or page.turned for page in pages):
            raise UnreadableError(_no_text(pages))
        if any(page.drawn for page in pages) and not any(page.turned for page in pages):
            raise UnreadableError(_SCAN)
        found, heads = [frozenset()] * len(pages), ()
    size = body_size(item for page in pages for item in page.items if isinstance(item, Line))
    items = in_columns([_page_items(page, out, size) for page, out in zip(pages, found, strict=True)])
    measures = measure(items)
    blocks, contents = without_contents(list(paragraphs(items, measures)))
    levels = heading_levels(blocks, bookmarks, measures)
    notes = _notes(pages, found, heads)
    return write(blocks, levels, len(pages), [*notes, "the table of contents is left out"] if contents else notes)


@dataclass(frozen=True, slots=True)
class _Content:
    """What was read of a page, in reading order; `turned` are its lines that run in another direction."""

    items: tuple[Line | Table, ...] = ()
    turned: tuple[Line, ...] = ()
    height: float = 0.0
    drawn: bool = False
    failed: bool = False
    garbled: bool = False
    slanted: bool = False


def _left(page: _Content, out: frozenset[int]) -> list[Line | Table]:
    return [item for at, item in enumerate(page.items) if at not in out]


def _read_pages(file: PdfFile) -> list[_Content]:
    until = time.monotonic() + MOST_SECONDS
    contents: list[_Content] = []
    gutters: list[float] = []
    held = 0
    for number in range(file.page_count):
        page = file.page(number)
        if page is None:
            contents.append(_Content(failed=True))
            continue
        content, gutters = _content(page, gutters)
        contents.append(content)
        held += len(page.glyphs)
        if held > MOST_CHARACTERS:
            raise UnreadableError(f"holds more than {MOST_CHARACTERS:,} characters (MOST_CHARACTERS): split it")
        if time.monotonic() > until:
            raise UnreadableError(
                f"takes longer than {MOST_SECONDS} seconds to read (MOST_SECONDS; {number + 1} of {file.page_count} "
                "pages were read): split it"
            )
    return contents


def _content(page: Page, gutters: Sequence[float]) -> tuple[_Content, list[float]]:
    """What is on a page, and the gutters between its columns."""
    tables, rest = find_tables(page.rules, page.glyphs)
    items, found = read_items(rest, gutters)
    for table in tables:
        items.insert(_place(items, table), table)
    turned, _ = read_items(page.turned)
    return _Content(
        tuple(items),
        tuple(item for item in turned if isinstance(item, Line)),
        page.height,
        drawn=page.drawn,
        garbled=page.unreadable > 5 and page.unreadable > _UNREADABLE * (page.unreadable + len(page.glyphs)),
        slanted=page.slanted > 0,
    ), found


def _place(items: Sequence[Line | Table], table: Table) -> int:
    """Where a table stands among the items of its page."""
    behind = 0
    for at, item in enumerate(items):
        left, right = (item.x0, item.x1) if isinstance(item, Line) else (item.edges[0], item.edges[-1])
        beside = left < table.edges[-1] and right > table.edges[0]
        below = (item.base if isinstance(item, Line) else item.top) > table.top
        if beside and below:
            return at
        if beside or not below:
            behind = at + 1
    return behind


def _page_items(page: _Content, out: frozenset[int], size: float) -> PageItems:
    """The running text of a page, and beside it its footnotes and what is written across."""
    items = _left(page, out)
    feet: list[Line] = []
    while items and isinstance(last := items[-1], Line) and last.size < _SMALL * size and last.base > page.height / 2:
        feet.insert(0, last)
        items.pop()
    if not items:
        return PageItems(tuple(feet), page.height, page.turned)
    return PageItems(tuple(items), page.height, (*feet, *page.turned))


def _no_text(pages: Sequence[_Content]) -> str:
    if any(page.garbled for page in pages):
        return "has fonts that do not say which characters they show: run it through text recognition (OCR) first"
    if any(page.failed for page in pages):
        return "is a broken .pdf file, or holds too much on a page: save it again from the program that made it"
    return _SCAN if any(page.drawn for page in pages) else "holds no text"


def _notes(pages: Sequence[_Content], found: Sequence[frozenset[int]], heads: Sequence[str]) -> list[str]:
    empty = [
        number
        for number, (page, out) in enumerate(zip(pages, found, strict=True))
        if page.drawn and not page.turned and not page.garbled and not _left(page, out)
    ]
    failed = [number for number, page in enumerate(pages) if page.failed]
    garbled = [number for number, page in enumerate(pages) if page.garbled]
    notes = []
    if empty:
        notes.append(f"{_named(empty, 'holds', 'hold')} no text: run the file through text recognition (OCR) first")
    if garbled:
        notes.append(
            f"{_named(garbled, 'uses a font', 'use fonts')} that does not say which characters it shows: "
            "run the file through text recognition (OCR) first"
        )
    if failed:
        notes.append(f"{_named(failed, 'is', 'are')} broken or overfull and left out")
    if heads:
        named = ", ".join(f"“{head}”" for head in heads[:_MOST_NAMED])
        notes.append(f"running heads and feet are left out: {named}")
    if any(page.slanted for page in pages):
        notes.append("text that runs aslant (a watermark) is left out")
    return notes


def _named(numbers: Sequence[int], one: str, many: str) -> str:
    """Pages 3 to 5 and 9 hold."""
    runs = []
    for _, group in groupby(enumerate(numbers), key=lambda item: item[1] - item[0]):
        run = [number + 1 for _, number in group]
        runs.append(
            f"{run[0]}" if len(run) == 1 else f"{run[0]} to {run[-1]}" if len(run) > 2 else f"{run[0]}, {run[1]}"
        )
    more = runs[_MOST_NAMED:]
    text = ", ".join(runs[:_MOST_NAMED])
    head, _, tail = text.rpartition(", ")
    listed = f"{text} and more" if more else f"{head} and {tail}" if head else text
    return f"page {listed} {one}" if len(numbers) == 1 else f"pages {listed} {many}"
