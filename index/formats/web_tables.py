"""The rows of a table on a web page, cells that span several places repeated in each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.formats.web_tokens import HEADINGS, Measures, Token, starts

REPEATED = 300  # characters: a longer text of a merged cell stands in one of its places only
_MOST_COLUMNS = 200
_MOST_CELLS = 500_000
_PROSE = 600  # characters: a cell that holds as many under headings of its own is laid out, not tabulated


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the places of what is in it, and how many rows (0: all that follow) and columns it spans."""

    start: int
    end: int
    rows: int
    columns: int
    heads: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table by rows, the places of its caption, and how many of its rows are headings, where it says."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: tuple[int, int] | None
    heading_rows: int | None


def is_layout(tokens: Sequence[Token], place: int, measures: Measures) -> bool:
    """Whether the table that starts at a place only lays out a page: its cells are read one behind the other."""
    table = tokens[place]
    if table.get("role") in {"presentation", "none"}:
        return True
    headed = False
    for _, token in starts(tokens, place + 1, table.end):
        if token.name == "table":
            return True
        headed = headed or token.name in HEADINGS
    rows = read_grid(tokens, place).rows
    if all(len(row) <= 1 for row in rows):
        return True
    return headed and any(measures.size(cell.start, cell.end) > _PROSE for row in rows for cell in row)


def read_grid(tokens: Sequence[Token], place: int) -> Grid:
    """The table that starts at a place; tables inside its cells are part of these."""
    rows: list[list[Cell]] = []
    caption = None
    head_end = heads = 0
    at = place + 1
    while at < tokens[place].end:
        token = tokens[at]
        if token.name == "thead" and not token.closes:
            head_end = token.end
        elif token.name == "caption" and not token.closes:
            caption = (at + 1, token.end)
        elif token.name == "tr" and not token.closes:
            rows.append([])
            heads += at < head_end
        elif token.name in {"td", "th"} and not token.closes:
            if not rows:
                rows.append([])
            spans = (_span(token.get("rowspan")), max(1, _span(token.get("colspan"))))
            rows[-1].append(Cell(at + 1, token.end, *spans, heads=token.name == "th"))
            at = token.end
        at += 1
    full = tuple(tuple(row) for row in rows if row)
    if not heads:
        for row in full:
            if not all(cell.heads for cell in row):
                break
            heads += 1
    return Grid(full, caption, heads if 0 < heads < len(full) else None)


def _span(text: str) -> int:
    return min(int(text), 10_000) if text.strip().isdecimal() and len(text) < 10 else 1


def read_rows(grid: Grid, text_of: Callable[[Cell], str]) -> list[list[str]]:
    """The texts of a table's cells in their columns."""
    rows: list[list[str]] = []
    open_spans: dict[int, tuple[int, str]] = {}  # column -> rows to come, and the text in them
    cells = 0
    for at, row in enumerate(grid.rows):
        written: list[str] = []
        for cell in row:
            _fill(written, open_spans)
            text = text_of(cell)
            repeated = text if len(text) <= REPEATED else ""
            columns = cell.columns if len(written) + cell.columns <= _MOST_COLUMNS and cells < _MOST_CELLS else 1
            to_come = (cell.rows or len(grid.rows) - at) - 1
            for column in range(columns):
                if to_come > 0 and cells < _MOST_CELLS:
                    open_spans[len(written)] = (to_come, repeated)
                written.append(repeated if column else text)
        _fill(written, open_spans)
        cells += len(written)
        rows.append(written)
    return rows


def _fill(written: list[str], open_spans: dict[int, tuple[int, str]]) -> None:
    """Put what spans down from above into the columns that come next."""
    while (column := len(written)) in open_spans:
        to_come, text = open_spans.pop(column)
        written.append(text)
        if to_come > 1:
            open_spans[column] = (to_come - 1, text)
