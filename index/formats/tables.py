"""A table -> lines of text, each readable without the others: its cells with their headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from index.formats.table_headings import Headings, find_headings, is_label
from index.formats.table_marks import Marks, joined, marks_of

_LONG = 60  # characters: cells that hold as many on average are laid out, not tabulated
_SAME = 12  # characters: a text as long in two cells beside one another is one cell that spans both
_REMARK = re.compile(
    r"(?:备\s*注|注|说明|附注|填表说明|资料来源|数据来源|来源|注释)\d*\s*[:：.．、]|(?:Notes?|Sources?)\s*:", re.I
)
_PART = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table, and its heading rows with all their places, for a part that follows it without any."""

    lines: tuple[str, ...]
    headings: tuple[tuple[str, ...], ...] = ()


def table_lines(rows: Sequence[Sequence[str]], *, heading_rows: int | None = None) -> list[str]:
    """Each row below the heading rows as one line, 任务：…；牵头单位：…；配合单位：…。, the heading rows left out.

    `rows` hold the cells' texts, a cell that spans several places repeated in each of them; they may be ragged.
    `heading_rows`: how many of them are headings, where the file says so; else that is found out. Several heading rows
    become one: 责任单位 over 牵头 is 责任单位（牵头）. A row that spans the table is a plain line; so is each cell of a
    table without columns, and each paragraph of one that only lays out prose. A table of names and values gives a
    line 名称：值。 for each. Tables in Latin script have "Task: …; Lead: …." Empty cells and rows are left out, and
    headings repeated further down.
    """
    return list(read_table(rows, heading_rows=heading_rows).lines)


def read_table(
    rows: Sequence[Sequence[str]],
    *,
    heading_rows: int | None = None,
    before: Sequence[Sequence[str]] = (),
) -> Table:
    """`table_lines`, and the heading rows found; `before` are those of the part of the table before, if it has none."""
    full, tidy = _tidied(rows)
    if not tidy:
        return Table(())
    if len(tidy[0]) == 1:
        return Table(tuple(line for row in tidy for line in _paragraphs(row[0])))
    plain, body = _titles(tidy)
    lines = [line for row in plain for line in _paragraphs(_only(row))]
    if not body:
        return Table(tuple(lines))
    marks = marks_of(body)
    count = None if heading_rows is None else max(0, heading_rows - (len(tidy) - len(body)))
    headings = find_headings(body, count)
    if headings.kind == "none" and before and _goes_on(full, before):
        return read_table([*before, *rows], heading_rows=len(before))
    if headings.kind == "rows" and len(body) > len(headings.rows):
        lines += _rows(body[len(headings.rows) :], headings, marks)
    elif headings.kind == "labels":
        lines += _pairs(body, marks)
    elif _is_prose(body):
        lines += [line for row in body for cell in _distinct(row) for line in _paragraphs(cell)]
    else:
        lines += [_joined_row(row, marks) for row in body]
    at = len(full) - len(body)
    return Table(tuple(line for line in lines if line), tuple(map(tuple, full[at : at + len(headings.rows)])))


def _goes_on(rows: Sequence[Sequence[str]], before: Sequence[Sequence[str]]) -> bool:
    """Whether rows fit under headings: no text stands where these have none."""
    named = [any(column) for column in zip(*before, strict=True)]
    return all(len(row) <= len(named) and all(map(named.__getitem__, _places(row))) for row in rows)


def _places(row: Sequence[str]) -> list[int]:
    return [at for at, cell in enumerate(row) if cell]


def _tidied(rows: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """Rows of one length, those in which nothing stands left out; and the same without the columns of that kind."""
    width = max((len(row) for row in rows), default=0)
    full = [[_clean(cell) for cell in row] + [""] * (width - len(row)) for row in rows if any(map(str.strip, row))]
    kept = [at for at in range(width) if any(row[at] for row in full)]
    return full, [[row[at] for at in kept] for row in full]


def _clean(cell: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in cell.splitlines()) if line)


def _titles(rows: list[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """The rows at the top that hold one text only (a title, a unit of measure), and the rest."""
    at = 0
    while at < len(rows) and _is_spanning(rows[at], top=True):
        at += 1
    return rows[:at], rows[at:]


def _is_spanning(row: Sequence[str], top: bool = False) -> bool:
    """Whether a row holds one text: across all places, or (at the top, or as it reads) in one of them."""
    texts = {cell for cell in row if cell}
    if len(texts) != 1:
        return False
    text = texts.pop()
    return all(row) or top or bool(_REMARK.match(text)) or (row[0] == text and bool(_PART.match(text)))


def _only(row: Sequence[str]) -> str:
    return next(cell for cell in row if cell)


def _rows(body: Sequence[Sequence[str]], headings: Headings, marks: Marks) -> Iterator[str]:
    names = headings.names()
    repeated = {tuple(row) for row in headings.rows}
    for row in body:
        if tuple(row) in repeated:
            continue
        if _is_spanning(row):
            yield from _paragraphs(_only(row))
            continue
        yield marks.line(list(_cells(row, names, marks)))


def _cells(row: Sequence[str], names: Sequence[str], marks: Marks) -> Iterator[str]:
    """Each cell behind its heading; cells of one heading together, and one that spans several once."""
    at = 0
    for name, places in groupby(range(len(row)), key=lambda place: names[place]):
        cells = [row[place] for place in places]
        at += len(cells)
        text = " ".join(dict.fromkeys(joined(cell, marks) for cell in cells if cell)) if name else ""
        if not name:
            yield from (joined(cell, marks) for cell in cells if cell)
            continue
        spans = at > len(cells) and len(text) > _SAME and row[at - len(cells)] == row[at - len(cells) - 1]
        if text and not spans:
            yield marks.named(name, text)


def _pairs(body: Sequence[Sequence[str]], marks: Marks) -> Iterator[str]:
    """名称：值。 for each two cells that stand beside one another."""
    for row in body:
        if _is_spanning(row):
            yield from _paragraphs(_only(row))
            continue
        pairs = []
        for name, value in zip(row[::2], row[1::2], strict=False):
            if name and value and name != value:
                pairs.append(marks.named(joined(name, marks).rstrip(":： "), joined(value, marks)))
            elif name or value:
                pairs.append(joined(name or value, marks))
        yield marks.line(pairs)


def _joined_row(row: Sequence[str], marks: Marks) -> str:
    return marks.line([joined(cell, marks) for cell in _distinct(row)])


def _distinct(row: Sequence[str]) -> list[str]:
    """The cells that hold text, one that spans several places once."""
    first = [row[0], *(cell for before, cell in pairwise(row) if cell != before or len(cell) <= _SAME)]
    return [cell for cell in first if cell]


def _paragraphs(cell: str) -> list[str]:
    return cell.split("\n")


def _is_prose(body: Sequence[Sequence[str]]) -> bool:
    cells = [cell for row in body for cell in _distinct(row)]
    return sum(map(len, cells)) > _LONG * len(cells) and not any(is_label(row[0]) for row in body)
