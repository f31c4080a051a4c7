"""Workbooks and CSV -> text: a line for each row, its cells with their headings."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from index.decoding import decode
from index.errors import UnreadableError
from index.formats.extracted import Extracted, TextWriter
from index.formats.limits import MOST_CHARACTERS
from index.formats.package import open_package, read_member
from index.formats.sheet_values import shown
from index.formats.tables import read_table

_MOST_CELLS = 3_000_000
_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|Feuil|Tabelle|Hoja)\s?\d*", re.I)
_UNCALCULATED = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>|<f[^>]*/>\s*(?:<v\s*/>)?\s*</c>")
_AREA = re.compile(rb"<mergeCell\b[^>]{0,200}?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_DELIMITERS = ",\t;|"
_SAMPLE = 20  # rows
_TITLE = 60  # characters

Rows = Sequence[Sequence[str]]


def read_xlsx(data: bytes) -> Extracted:
    """The rows of a workbook's visible sheets, sheet by sheet, the names of the sheets as headings.

    Values as they are shown, not formulas; cells that are merged count in each of their places; tables on a sheet are
    parted by blank rows. What is hidden is left out, which a note says. Raises UnreadableError for a file that is
    damaged or too large.
    """
    uncalculated = _look(data)
    book = load_workbook(io.BytesIO(data), data_only=True)
    writer = TextWriter()
    notes: list[str] = []
    sheets = [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]
    seen = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    title = ""
    for sheet in seen:
        rows = _values(sheet)
        if not any(any(row) for row in rows):
            continue
        if len(seen) > 1 or not _DEFAULT_NAME.fullmatch(sheet.title):
            writer.heading(sheet.title, 1)
        lines = _lines(rows)
        title = title or _title(rows)
        writer.lines(lines)
        notes += _hidden(sheet)
    if len(seen) < len(sheets):
        hidden = ", ".join(sheet.title for sheet in sheets if sheet not in seen)
        notes.append(f"hidden sheets were left out: {hidden}")
    if uncalculated:
        notes.append(
            f"{uncalculated} formulas without a result were left out: open and save it in a spreadsheet program"
        )
    return _tabular(writer, title, notes)


def read_csv(data: bytes) -> Extracted:
    """The rows of a CSV or TSV file in any encoding that is read, whichever of , ; | and tab parts its cells.

    Raises UnreadableError for what is no text or too long.
    """
    text = decode(data).lstrip("\ufeff")
    if len(text) > MOST_CHARACTERS:
        raise UnreadableError(f"holds more than {MOST_CHARACTERS:,} characters of text: split it into several files")
    csv.field_size_limit(MOST_CHARACTERS)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), skipinitialspace=True))
    writer = TextWriter()
    writer.lines(_lines(rows))
    return _tabular(writer, _title(rows), ())


def _tabular(writer: TextWriter, title: str, notes: Sequence[str]) -> Extracted:
    read = writer.extracted({"title": title} if title else {}, notes)
    return Extracted(read.text, read.headings, read.pages, read.fields, read.notes, tabular=True)


def _look(data: bytes) -> int:
    """Refuse what would unpack to too much; returns the number of formulas without a stored result."""
    with open_package(data, ".xlsx") as package:
        cells = uncalculated = 0
        for name in package.namelist():
            if _SHEET.fullmatch(name):
                sheet = read_member(package, name, ".xlsx")
                cells += sheet.count(b"<c ") + sheet.count(b"<c>") + sum(map(_area, _AREA.finditer(sheet)))
                uncalculated += sum(1 for _ in _UNCALCULATED.finditer(sheet))
    if cells > _MOST_CELLS:
        raise UnreadableError(
            f"holds more than {_MOST_CELLS:,} cells: split it, or delete the empty ones with a format"
        )
    return uncalculated


def _area(found: re.Match[bytes]) -> int:
    """How many cells are merged."""
    left, top, right, bottom = found.groups()
    columns: int = column_index_from_string(right.decode()) - column_index_from_string(left.decode()) + 1
    return abs(columns * (int(bottom) - int(top) + 1))


def _values(sheet: Worksheet) -> list[list[str]]:
    """The visible cells' texts, a merged cell's in all its places."""
    columns = {cell.column for cell in sheet._cells.values() if cell.value is not None}
    merged = _merged(sheet)
    hidden = {
        at
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for at in range(dimension.min or 0, (dimension.max or 0) + 1)
    }
    hidden_rows = {row for row, dimension in sheet.row_dimensions.items() if dimension.hidden}
    width = max(columns | {column for _, column in merged}, default=0)
    rows = {cell.row for cell in sheet._cells.values() if cell.value is not None} | {row for row, _ in merged}
    last = max(rows, default=0)
    values: list[list[str]] = []
    blank = [""] * (width - len([at for at in hidden if at <= width]))
    for row in range(1, last + 1):
        if row not in rows:
            if not values or values[-1] is not blank:
                values.append(blank)
            continue
        if row in hidden_rows:
            continue
        values.append(
            [
                merged.get((row, column)) or _text(sheet._cells.get((row, column)))
                for column in range(1, width + 1)
                if column not in hidden
            ]
        )
    return values


def _text(cell: Cell | MergedCell | None) -> str:
    return shown(cell.value, cell.number_format) if isinstance(cell, Cell) else ""


def _merged(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """The text of each place that a merged cell covers, as far as other cells reach."""
    last_row, last_column = sheet.max_row, sheet.max_column
    texts: dict[tuple[int, int], str] = {}
    for area in sheet.merged_cells.ranges:
        text = _text(sheet._cells.get((area.min_row, area.min_col)))
        if not text:
            continue
        for row in range(area.min_row, min(area.max_row, last_row) + 1):
            for column in range(area.min_col, min(area.max_col, last_column) + 1):
                if len(texts) == _MOST_CELLS:
                    return texts
                texts[row, column] = text
    return texts


def _hidden(sheet: Worksheet) -> Iterator[str]:
    rows = sum(1 for dimension in sheet.row_dimensions.values() if dimension.hidden)
    columns = sum(1 for dimension in sheet.column_dimensions.values() if dimension.hidden)
    for count, what in ((rows, "rows"), (columns, "columns")):
        if count:
            yield f"hidden {what} of sheet {sheet.title} were left out ({count})"


def _lines(rows: Rows) -> list[str]:
    """The lines of the tables that blank rows part; a part without headings of its own goes on with those before."""
    lines: list[str] = []
    headings: Sequence[Sequence[str]] = ()
    for blank, part in groupby(rows, key=lambda row: not any(cell.strip() for cell in row)):
        if not blank:
            table = read_table(list(part), before=headings)
            lines += table.lines
            headings = table.headings or headings
    return lines


def _title(rows: Rows) -> str:
    """The text that stands alone above the first table."""
    for row in rows:
        texts = {cell.strip() for cell in row if cell.strip()}
        if len(texts) > 1:
            return ""
        text = " ".join("".join(texts).split())
        if 4 <= len(text) <= _TITLE and not text.startswith(("附件", "附表", "单位", "填报", "Unit", "Annex")):
            return text if len(row) > 1 else ""
    return ""


def _delimiter(text: str) -> str:
    """The character that parts the first rows most evenly into several cells."""
    best, most = ",", (0.0, 0)
    head = text[:100_000]
    for delimiter in _DELIMITERS:
        widths = []
        for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, skipinitialspace=True):
            if row:
                widths.append(len(row))
            if len(widths) == _SAMPLE:
                break
        usual = max(set(widths), key=widths.count, default=1)
        score = (widths.count(usual) / max(len(widths), 1) if usual > 1 else 0.0, usual)
        if score > most:
            best, most = delimiter, score
    return best
