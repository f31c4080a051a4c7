"""Tables -> .xlsx, by openpyxl, and .csv."""

import csv
from collections.abc import Mapping
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Font

from eval.samples_paper import Table


def write_xlsx(sheets: Mapping[str, Table]) -> bytes:
    """A sheet for each table, cells merged as they are in it; figures are numbers, not text."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in table.rows:
            sheet.append([_value(text) for text in row])
        for top, left, bottom, right in table.merged:
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, float) and str(table.rows[cell.row - 1][cell.column - 1]).endswith("%"):
                    cell.number_format = "0%"
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def write_csv(table: Table, encoding: str) -> bytes:
    """The rows with commas between the cells, as Chinese spreadsheets save them in GB18030."""
    lines = StringIO()
    csv.writer(lines).writerows(table.rows)
    return lines.getvalue().encode(encoding)


def _value(text: str) -> str | float | int | None:
    if text.endswith("%") and text[:-1].isdecimal():
        return int(text[:-1]) / 100
    if text.isdecimal():
        return int(text)
    return float(text) if text.replace(".", "", 1).isdecimal() else text or None
