"""Tables without rules: rows of text whose pieces stand below one another in columns."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from index.formats.pdf_lines import Line, Table, cell_text, lines_of
from index.formats.pdf_pieces import Piece, split_at_gaps
from index.formats.table_headings import is_label

_GUTTER = 0.9  # ems between columns in the first row of a table
_LEAST_GUTTER = 0.5  # ems between columns in the others
_LEAST_ROWS = 3  # of several pieces
_FAR = 3.5  # ems between the baselines of rows: no table goes on over more
_ALIGNED = 0.7  # share of the pieces of a column that begin, end or have their middle where most do
_ASKEW = 0.6  # ems
_EVEN = 1.5  # times the gap between rows: where no gap is so much larger than the next, rows are evenly spaced
_ASCENT = 0.88  # of a character's height above the baseline
_LONG = 15  # characters of the cells of a table without headings at most
_MOST_ROWS = 2_000
_Row = Sequence[Piece]
_Gutter = tuple[float, float]


def column_items(rows: Sequence[_Row]) -> Iterator[Line | Table]:
    """The lines and the tables in a column of a page, from the top."""
    lines = lines_of(rows)
    if len(lines) != len(rows) or len(rows) > _MOST_ROWS:
        yield from lines
        return
    cut = [split_at_gaps(row, _LEAST_GUTTER) for row in rows]
    at = 0
    while at < len(rows):
        end, gutters = _run(cut, at)
        table = _table(cut[at:end], gutters) if end - at >= _LEAST_ROWS else None
        if table:
            yield table
        else:
            end = max(end, at + 1)
            yield from lines[at:end]
        at = end


def _run(rows: Sequence[_Row], start: int) -> tuple[int, list[_Gutter]]:
    """The end of the rows from `start` on that leave gutters free, and these gutters; `start` where there are none."""
    gutters = _between(rows[start])
    if not gutters:
        return start, []
    end = start + 1
    while end < len(rows):
        row = rows[end]
        free = _free(gutters, row)
        size = row[0].size
        if not free or row[0].base - rows[end - 1][0].base > _FAR * size:
            break
        if len(row) == 1 and len(free) < len(gutters):
            break
        gutters = free
        end += 1
    while end > start and len(rows[end - 1]) == 1 and not _hangs(rows, end - 1, start, gutters):
        end -= 1
    return end, gutters


def _hangs(rows: Sequence[_Row], at: int, start: int, gutters: Sequence[_Gutter]) -> bool:
    """Whether a lone piece at the end goes on from the cell above it, in another column than the first."""
    gaps = [after[0].base - before[0].base for before, after in pairwise(rows[start:at])]
    gap = rows[at][0].base - rows[at - 1][0].base
    return bool(gaps) and gap <= 1.1 * min(gaps) and rows[at][0].x0 >= gutters[0][1]


def _between(row: _Row) -> list[_Gutter]:
    return [
        (before.x1, after.x0)
        for before, after in pairwise(row)
        if after.x0 - before.x1 >= _GUTTER * max(before.size, after.size)
    ]


def _free(gutters: Sequence[_Gutter], row: _Row) -> list[_Gutter]:
    """What a row leaves free of gutters."""
    left = list(gutters)
    for piece in row:
        cut = []
        for start, end in left:
            if piece.x1 <= start or piece.x0 >= end:
                cut.append((start, end))
                continue
            cut += [(start, piece.x0), (piece.x1, end)]
        left = [gutter for gutter in cut if gutter[1] - gutter[0] >= _LEAST_GUTTER * piece.size]
    return left


def _table(rows: Sequence[_Row], gutters: Sequence[_Gutter]) -> Table | None:
    """The rows as a table, where their pieces stand below one another."""
    middles = [(start + end) / 2 for start, end in gutters]
    cells = [
        [[piece for piece in row if _place(piece, middles) == at] for at in range(len(middles) + 1)] for row in rows
    ]
    if sum(sum(map(bool, row)) > 1 for row in cells) < _LEAST_ROWS or not all(
        map(_is_aligned, zip(*cells, strict=True))
    ):
        return None
    edges = [min(row[0].x0 for row in rows), *middles, max(row[-1].x1 for row in rows)]
    texts = []
    for group in _grouped(cells):
        lines = [lines_of([row[at] for row in group if row[at]]) for at in range(len(middles) + 1)]
        widths = [end - start for start, end in pairwise(edges)]
        texts.append(tuple(cell_text(cell, width) for cell, width in zip(lines, widths, strict=True)))
    if median(len(cell) for row in texts for cell in row) > _LONG and not is_headed(texts):
        return None  # running text that happens to stand side by side
    size = rows[0][0].size
    return Table(tuple(texts), tuple(edges), rows[0][0].base - size, rows[-1][0].base, ruled=False)


def _place(piece: Piece, middles: Sequence[float]) -> int:
    return sum((piece.x0 + piece.x1) / 2 > middle for middle in middles)


def _is_aligned(column: Sequence[Sequence[Piece]]) -> bool:
    cells = [cell for cell in column if cell]
    if len(cells) < 2:
        return bool(cells)
    size = cells[0][0].size
    starts, ends = [cell[0].x0 for cell in cells], [cell[-1].x1 for cell in cells]
    middles = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
    return any(
        sum(abs(value - usual) <= _ASKEW * size for value in values) >= _ALIGNED * len(cells)
        for values in (starts, ends, middles)
        for usual in (median(values),)
    )


_Cells = Sequence[Sequence[Piece]]


def _grouped(rows: Sequence[_Cells]) -> list[list[_Cells]]:
    """The rows of a table, each of one or more rows of text.

    Where the distances between rows of text differ, the larger ones part rows of the table; else a text in the first
    column begins one. Cells set in the middle of their row stand between the lines of their neighbours.
    """
    bands: list[tuple[float, list[_Cells]]] = []
    gaps: list[float] = []
    for row in rows:
        pieces = [piece for cell in row for piece in cell]
        top = min(piece.base - _ASCENT * piece.size for piece in pieces)
        bottom = max(piece.base + (1 - _ASCENT) * piece.size for piece in pieces)
        if bands and top < bands[-1][0]:
            bands[-1][1].append(row)
            bands[-1] = max(bottom, bands[-1][0]), bands[-1][1]
            continue
        if bands:
            gaps.append(top - bands[-1][0])
        bands.append((bottom, [row]))
    size = rows[0][0][0].size if rows[0][0] else 1.0
    ordered = sorted(max(gap, 0.1 * size) for gap in gaps)
    most = max(pairwise(ordered), key=lambda pair: pair[1] / pair[0], default=(1.0, 1.0))
    even = most[1] < _EVEN * most[0]
    groups: list[list[_Cells]] = [list(bands[0][1])]
    for (_, band), gap in zip(bands[1:], gaps, strict=True):
        begins = any(row[0] for row in band) or all(map(any, zip(*band, strict=True)))
        if begins if even else gap > (most[0] + most[1]) / 2:
            groups.append(list(band))
        else:
            groups[-1].extend(band)
    return groups


def is_headed(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a table is worded as headings; where there are no rules, nothing else says so."""
    return 2 * sum(map(is_label, rows[0])) >= len(rows[0])
