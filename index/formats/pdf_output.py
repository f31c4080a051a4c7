"""Paragraphs and tables -> the text of a .pdf file, with its headings and the offset at which each page begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.formats.extracted import Extracted, TextWriter
from index.formats.pdf_breaks import continued, mend_breaks
from index.formats.pdf_grids import is_headed
from index.formats.pdf_lines import Table
from index.formats.pdf_paragraphs import Block, Paragraph
from index.formats.tables import read_table


def write(blocks: Sequence[Block], levels: Mapping[int, int], page_count: int, notes: Sequence[str]) -> Extracted:
    """The text of these blocks; `levels` are the levels of those that are headings, by their place."""
    out = _Output(page_count)
    for tables, group in groupby(enumerate(blocks), key=lambda place: isinstance(place[1][1], Table)):
        if tables:
            out.tables([(page, block) for _, (page, block) in group if isinstance(block, Table)])
            continue
        for at, (page, block) in group:
            if isinstance(block, Paragraph):
                out.paragraph(page, block, levels.get(at))
    return out.extracted(notes)


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of a table on one page."""

    page: int
    rows: list[list[str]]
    ruled: bool


class _Output:
    """Writes paragraphs and tables, and marks where each page begins."""

    def __init__(self, page_count: int) -> None:
        self._writer = TextWriter()
        self._page_count = page_count
        self._begun = 0

    def paragraph(self, page: int, paragraph: Paragraph, level: int | None) -> None:
        """Add a paragraph that begins on `page`."""
        self._to(page)
        if level:
            self._writer.heading(paragraph.text, level)
            return
        texts = dict(paragraph.parts)
        last = paragraph.parts[-1][0]
        self._writer.line_over_pages([texts.get(number, "") for number in range(page, last + 1)])
        self._begun = max(self._begun, last + 1)

    def tables(self, tables: Sequence[tuple[int, Table]]) -> None:
        """Add tables that follow each other, one that goes on over the page as one."""
        last: tuple[int, Table] | None = None
        parts: list[_Part] = []
        for page, table in tables:
            more = continued(last[1], table) if last and page == last[0] + 1 else None
            if more is None:
                self._parts(parts)
                parts = []
            parts.append(_Part(page, [list(row) for row in (table.rows if more is None else more)], table.ruled))
            last = page, table
        self._parts(parts)

    def _parts(self, parts: Sequence[_Part]) -> None:
        """Write a table, of which each part stands on a page."""
        mend_breaks([part.rows for part in parts])
        headings: Sequence[Sequence[str]] | None = None
        for part in parts:
            self._to(part.page)
            if headings is None:
                table = read_table(part.rows, heading_rows=None if part.ruled or is_headed(part.rows) else 0)
                headings = table.headings
            else:
                table = read_table([*headings, *part.rows], heading_rows=len(headings))
            self._writer.lines(table.lines)

    def _to(self, page: int) -> None:
        while self._begun <= page:
            self._writer.page()
            self._begun += 1

    def extracted(self, notes: Sequence[str]) -> Extracted:
        """All that was written."""
        self._to(self._page_count - 1)
        return self._writer.extracted(notes=notes)
