"""Ruled tables on a page -> their rows; pdfplumber finds the cells between the rules."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pdfplumber import table as finder

from index.formats.pdf_lines import Table, cell_text, one_column
from index.formats.pdf_turn import Glyph, Rule

MOST_RULES = 4_000
MOST_CROSSINGS = 2_500  # of rules; the finder's time grows with their square
_SNAP = 3.0  # points between rules that are one
_LEAST_RULE = 3.0
_Edge = dict[str, Any]
_Cell = tuple[float, float, float, float]


def find_tables(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[Table], list[Glyph]]:
    """The tables of a page from the top, and the characters outside them."""
    rest = list(glyphs)
    tables: list[Table] = []
    for cells in _tables(rules):
        xs = _steps(x for cell in cells for x in (cell[0], cell[2]))
        ys = _steps(y for cell in cells for y in (cell[1], cell[3]))
        if len(xs) < 3 and len(ys) < 4:
            continue  # a frame round text
        inside = [glyph for glyph in rest if _in(glyph, (xs[0], ys[0], xs[-1], ys[-1]))]
        rows = _rows(cells, xs, ys, inside)
        if not rows:
            continue
        held = {id(glyph) for glyph in inside}
        rest = [glyph for glyph in rest if id(glyph) not in held]
        tables.append(Table(rows, tuple(xs), ys[0], ys[-1]))
    return tables, rest


def _tables(rules: Sequence[Rule]) -> list[list[_Cell]]:
    if not 4 <= len(rules) <= MOST_RULES:
        return []
    edges = finder.merge_edges([_edge(rule) for rule in set(rules)], _SNAP, _SNAP, _SNAP, _SNAP)
    edges = [edge for edge in edges if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= _LEAST_RULE]
    edges += _open_sides(edges)
    level = [edge for edge in edges if edge["orientation"] == "h"]
    if len(level) < 2 or len(level) * (len(edges) - len(level)) > 20 * MOST_CROSSINGS:
        return []
    crossings = finder.edges_to_intersections(edges, _SNAP, _SNAP)
    if len(crossings) > MOST_CROSSINGS:
        return []
    found: list[list[_Cell]] = finder.cells_to_tables(finder.intersections_to_cells(crossings))
    return found


def _edge(rule: Rule) -> _Edge:
    """A rule as pdfplumber takes it."""
    wide, high = rule.x1 - rule.x0, rule.bottom - rule.top
    level = wide >= high
    x1, bottom = (rule.x1, rule.top) if level else (rule.x0, rule.bottom)
    where = {"x0": rule.x0, "x1": x1, "top": rule.top, "bottom": bottom, "doctop": rule.top}
    return {**where, "width": x1 - rule.x0, "height": bottom - rule.top, "orientation": "h" if level else "v"}


def _open_sides(edges: Sequence[_Edge]) -> list[_Edge]:
    """Rules at the sides of tables that are drawn without them, or that a page break cut off."""
    level = [edge for edge in edges if edge["orientation"] == "h"]
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    added = []
    for left, right, top, bottom, fellows in _frames(level, "x0", "x1", "top"):
        between = [edge for edge in upright if left + 9 < edge["x0"] < right - 9 and top - 3 <= edge["top"] < bottom]
        if fellows >= 3 and between:
            for x in (left, right):
                if not any(abs(edge["x0"] - x) <= 2 * _SNAP and edge["top"] < bottom for edge in upright):
                    added.append(_edge(Rule(x, top, x, bottom)))
    for top, bottom, left, right, fellows in _frames(upright, "top", "bottom", "x0"):
        for y in (top, bottom):
            if fellows >= 3 and not any(abs(edge["top"] - y) <= 2 * _SNAP and edge["x0"] < right for edge in level):
                added.append(_edge(Rule(left, y, right, y)))
    return added


def _frames(
    edges: Sequence[_Edge], start: str, end: str, across: str
) -> Iterator[tuple[float, float, float, float, int]]:
    """Edges of one extent: where they start and end, where the first and last of them are, and how many they are."""
    groups: dict[tuple[int, int], list[_Edge]] = {}
    for edge in edges:
        groups.setdefault((round(edge[start] / _SNAP), round(edge[end] / _SNAP)), []).append(edge)
    for group in groups.values():
        places = [edge[across] for edge in group]
        yield group[0][start], group[0][end], min(places), max(places), len(group)


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.x0 + glyph.x1) / 2, glyph.base - 0.35 * glyph.size


def _in(glyph: Glyph, box: _Cell) -> bool:
    x, y = _middle(glyph)
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _rows(
    cells: Sequence[_Cell], xs: Sequence[float], ys: Sequence[float], glyphs: Sequence[Glyph]
) -> tuple[tuple[str, ...], ...]:
    """The texts of the cells by rows, `xs` and `ys` the sides of columns and rows."""
    grid: dict[tuple[int, int], _Cell] = {}
    for cell in cells:
        for row in range(_step(ys, cell[1]), _step(ys, cell[3])):
            for column in range(_step(xs, cell[0]), _step(xs, cell[2])):
                grid.setdefault((row, column), cell)
    held: dict[_Cell, list[Glyph]] = {cell: [] for cell in cells}
    for glyph in glyphs:
        x, y = _middle(glyph)
        if inside := grid.get((_step(ys, y), _step(xs, x))):
            held[inside].append(glyph)
    texts = {cell: cell_text(one_column(there), cell[2] - cell[0]) for cell, there in held.items()}
    rows = [
        tuple(texts[grid[row, at]] if (row, at) in grid else "" for at in range(len(xs) - 1))
        for row in range(len(ys) - 1)
    ]
    return tuple(row for row in rows if any(row))


def _step(steps: Sequence[float], value: float) -> int:
    """The last of the steps that is not behind `value`."""
    return bisect_right(steps, value + 0.01) - 1


def _steps(values: Iterable[float]) -> list[float]:
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > _SNAP:
            steps.append(value)
    return steps
