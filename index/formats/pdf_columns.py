"""Columns on a page: which pieces of lines stand in which, in reading order."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from index.formats.pdf_grids import column_items
from index.formats.pdf_lines import Line, Table
from index.formats.pdf_pieces import Piece, in_rows, pieces_of
from index.formats.pdf_turn import Glyph

_GUTTER = 0.8  # ems between columns at least
_FULL = 0.7  # share of its column that a line of running text fills
_LEAST_COLUMN = 9  # ems
_SCRAP = 4  # ems: what is shorter tells nothing of columns
_LEAST_LINES = 3  # on each side of a gutter, where no page before had it
_MOST_PIECES = 4_000  # with more of them no columns are looked for


def read_items(glyphs: Iterable[Glyph], gutters: Sequence[float] = ()) -> tuple[list[Line | Table], list[float]]:
    """The lines and unruled tables of a page in reading order, and the x of the gutters between its columns.

    `gutters` are those of the page before: a short column is known by them.
    """
    pieces = pieces_of(glyphs)
    found: list[float] = []
    columns = _columns(pieces, gutters, found) if 0 < len(pieces) <= _MOST_PIECES else [pieces]
    return [item for column in columns for item in column_items(in_rows(column))], found


def _columns(pieces: list[Piece], gutters: Sequence[float], found: list[float]) -> list[list[Piece]]:
    """The columns of a part of a page in reading order: what stands above them, each column, what stands below."""
    best: tuple[int, int, float] | None = None
    for middle in _gaps(pieces):
        known = any(abs(middle - gutter) < pieces[0].size * 2 for gutter in gutters)
        for start, end in _uncrossed(pieces, middle):
            if (best is None or end - start > best[1] - best[0]) and _parts(pieces[start:end], middle, known):
                best = start, end, middle
    if best is None:
        return [pieces]
    start, end, middle = best
    found.append(middle)
    above, below = pieces[:start], pieces[end:]
    left = [piece for piece in pieces[start:end] if piece.x1 <= middle]
    right = [piece for piece in pieces[start:end] if piece.x0 >= middle]
    parts = [part for part in (above, left, right, below) if part]
    return [column for part in parts for column in _columns(part, gutters, found)]


def _gaps(pieces: list[Piece]) -> list[float]:
    """The x where fewer pieces stand than on either side: where a gutter may be, the most likely first."""
    size = median(piece.size for piece in pieces)
    # A page number stands in the middle of the foot, and so in the gutter.
    wide = [piece for piece in pieces if piece.x1 - piece.x0 >= _SCRAP * size]
    ends = sorted([(piece.x0, 1) for piece in wide] + [(piece.x1, -1) for piece in wide])
    least = _GUTTER * size
    found: list[tuple[int, float]] = []
    depth = 0
    for (x, step), (after, _) in pairwise(ends):
        depth += step
        if step < 0 and after - x >= least and depth < len(pieces) / 2:
            found.append((depth, (x + after) / 2))
    return [middle for _, middle in sorted(found)[:12]]


def _uncrossed(pieces: list[Piece], middle: float) -> Iterator[tuple[int, int]]:
    """Runs of pieces of which none reaches over `middle`."""
    start = 0
    for at, piece in enumerate(pieces):
        if piece.x0 < middle < piece.x1:
            if at > start:
                yield start, at
            start = at + 1
    if start < len(pieces):
        yield start, len(pieces)


def _parts(pieces: list[Piece], middle: float, known: bool) -> bool:
    """Whether running text stands on both sides of `middle`, side by side: columns, not the cells of a table."""
    sides = [piece for piece in pieces if piece.x1 <= middle], [piece for piece in pieces if piece.x0 >= middle]
    if not all(sides):
        return False
    size = median(piece.size for piece in pieces)
    left, right = sides
    if min(piece.x0 for piece in right) - max(piece.x1 for piece in left) < _GUTTER * size:
        return False
    for side in sides:
        rows = in_rows(side)
        wide = max(piece.x1 for piece in side) - min(piece.x0 for piece in side)
        filled = sorted(sum(piece.x1 - piece.x0 for piece in row) for row in rows)
        if len(rows) < _LEAST_LINES and not known:
            return False
        if not known and (wide < _LEAST_COLUMN * size or filled[len(filled) // 2] < _FULL * wide):
            return False
    overlap = min(side[-1].base for side in sides) - max(side[0].base for side in sides)
    shorter = min(side[-1].base - side[0].base for side in sides)
    return overlap >= 0.5 * shorter and overlap >= 0
