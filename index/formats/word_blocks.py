"""The paragraphs, tables and text boxes of a Word document -> lines, in the order in which they are read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from index.formats.number_forms import labelled
from index.formats.tables import table_lines
from index.formats.titles import joined_title
from index.formats.word_numbering import VAL, Numbering, W, value
from index.formats.word_runs import MC, Runs, joined_runs, read_runs
from index.formats.word_styles import Style, Styles, is_on, list_of, outline_level

_REPEATED = 300  # characters: a longer text of a merged cell stands in one of its places only
_MOST_COLUMNS = 200
_HOLDERS = frozenset(
    f"{W}{name}" for name in ("ins", "moveTo", "smartTag", "customXml", "sdtContent", "dir", "bdo", "hyperlink")
)
_HAN = re.compile("[\u3400-\u9fff]")
_CONTENTS = "Table of Contents"  # the gallery of Word's ready-made tables of contents


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document: `level` is that of a heading (from 1), 0 for other text."""

    text: str
    level: int = 0
    title: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a table in its first column (from 0); `merged` tells that it goes on with the one above or before."""

    element: Any
    column: int
    span: int
    merged: str


class Blocks:
    """Reads the blocks of one document; numbers are counted on, so each block is read once, in order."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: Mapping[tuple[str, str], Any]) -> None:
        """`notes` are the elements of the footnotes and endnotes, by ("footnote" or "endnote", id)."""
        self._styles = styles
        self._numbering = numbering
        self._notes = dict(notes)
        self.left_out: set[str] = set()  # what of it was not read: "contents"

    def lines(self, holder: Any) -> Iterator[Line]:
        """The lines of all blocks below an element (w:body, w:tc, w:txbxContent, w:footnote …)."""
        held: list[Runs] = []  # of paragraphs whose ends were deleted, so that the next goes on with them
        for element in self._elements(holder):
            if element.tag != f"{W}p":
                yield from self._table(element)
                continue
            properties = element.find(f"{W}pPr")
            style = self._styles.style(None if properties is None else value(properties, "pStyle"))
            held.append(read_runs(element, self._is_hidden, style.hidden))
            if not _joins_the_next(properties):
                yield from self._paragraph(element, style, joined_runs(held))
                held.clear()
        if held:
            yield from self._written(joined_runs(held), 0)

    def _elements(self, holder: Any) -> Iterator[Any]:
        """The paragraphs and tables below an element, not those within one another."""
        for child in holder.iterchildren():
            if child.tag in {f"{W}p", f"{W}tbl"}:
                yield child
            elif child.tag == f"{W}sdt" and self._is_contents(child):
                self.left_out.add("contents")
            elif child.tag == f"{W}sdt" or child.tag in _HOLDERS:
                yield from self._elements(child)
            elif child.tag == f"{MC}AlternateContent":
                for first in list(child.iterchildren(f"{MC}Choice", f"{MC}Fallback"))[:1]:
                    yield from self._elements(first)

    @staticmethod
    def _is_contents(sdt: Any) -> bool:
        gallery = sdt.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        return gallery is not None and gallery.get(VAL) == _CONTENTS

    def _is_hidden(self, style_id: str | None) -> bool:
        return style_id is not None and self._styles.style(style_id).hidden

    def _paragraph(self, paragraph: Any, style: Style, runs: Runs) -> Iterator[Line]:
        if style.contents:
            self.left_out.add("contents")
            return
        runs.text = runs.text.strip()
        # Word counts an empty paragraph too, and shows its number.
        label = self._label(paragraph, style) if runs.text or not _is_hidden_mark(paragraph) else ""
        if runs.text:
            runs.text = labelled(label, runs.text)
        level = outline_level(paragraph)
        level = style.level if level is None else level
        yield from self._written(runs, 1 if style.title else level, style.title)

    def _written(self, runs: Runs, level: int, title: bool = False) -> Iterator[Line]:
        """A paragraph's text, the text boxes anchored in it and its notes."""
        parts = [part.strip() for part in runs.text.split("\n") if part.strip()]
        if level:
            yield Line(joined_title(parts), level, title)
        else:
            yield from map(Line, parts)
        for box in runs.boxes:
            yield from self.lines(box)
        for key in runs.notes:
            note = self._notes.pop(key, None)
            if note is not None and (said := joined_title([line.text for line in self.lines(note)])):
                yield Line(f"注：{said}" if _HAN.search(said) else f"Note: {said}")

    def _label(self, paragraph: Any, style: Style) -> str:
        number, at, names = list_of(paragraph, style)
        if number in {"", "0"}:
            return ""
        if names:
            by_style = self._numbering.level_of_style(number, names)
            at = at if by_style is None else by_style
        return self._numbering.label(number, at or 0)

    def _table(self, table: Any) -> Iterator[Line]:
        rows = [row for row in _rows(table) if not _is_deleted(row)]
        cells = [list(_cells(row)) for row in rows]
        if all(len(row) <= 1 for row in cells):
            for row in cells:
                for cell in row:
                    yield from self.lines(cell.element)
            return
        heading_rows = sum(1 for _ in takewhile(_is_heading_row, rows))
        texts = self._texts(cells)
        for line in table_lines(texts, heading_rows=heading_rows if 0 < heading_rows < len(rows) else None):
            yield Line(line)

    def _texts(self, rows: list[list[_Cell]]) -> list[list[str]]:
        """The cells' texts, a merged cell's in each of its places."""
        texts: list[list[str]] = []
        above: dict[int, str] = {}
        for row in rows:
            written: list[str] = []
            for cell in row:
                written += [""] * (cell.column - len(written))
                if cell.merged == "above":
                    text = above.get(cell.column, "")
                elif cell.merged == "before":
                    text = written[-1] if written else ""
                else:
                    text = "\n".join(line.text for line in self.lines(cell.element))
                repeated = text if len(text) <= _REPEATED else ""
                written += [repeated if cell.merged else text] + [repeated] * (cell.span - 1)
                above[cell.column] = text
            texts.append(written)
        return texts


def _rows(table: Any) -> Iterator[Any]:
    for child in table.iterchildren():
        if child.tag == f"{W}tr":
            yield child
        elif child.tag == f"{W}sdt" or child.tag in _HOLDERS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[_Cell]:
    column = _count(row.find(f"{W}trPr"), "gridBefore", 0)
    for element in _cell_elements(row):
        properties = element.find(f"{W}tcPr")
        span = max(1, _count(properties, "gridSpan", 1))
        if column + span > _MOST_COLUMNS:
            span = 1
        merged = ""
        if properties is not None and value(properties, "vMerge") in {"", "continue"}:
            merged = "above"
        elif properties is not None and value(properties, "hMerge") in {"", "continue"}:
            merged = "before"
        yield _Cell(element, column, span, merged)
        column += span


def _cell_elements(holder: Any) -> Iterator[Any]:
    for child in holder.iterchildren():
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt" or child.tag in _HOLDERS:
            yield from _cell_elements(child)


def _count(properties: Any, name: str, otherwise: int) -> int:
    text = None if properties is None else value(properties, name)
    return min(int(text), _MOST_COLUMNS) if text and text.isdecimal() and len(text) < 10 else otherwise


def _is_deleted(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _is_heading_row(row: Any) -> bool:
    return bool(is_on(row.find(f"{W}trPr"), "tblHeader"))


def _joins_the_next(properties: Any) -> bool:
    """Whether the end of a paragraph of this w:pPr (None for none) was deleted with track changes."""
    mark = None if properties is None else properties.find(f"{W}rPr")
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)


def _is_hidden_mark(paragraph: Any) -> bool:
    return bool(is_on(paragraph.find(f"{W}pPr/{W}rPr"), "vanish"))
