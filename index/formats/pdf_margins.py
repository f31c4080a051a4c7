"""The left and right edges of the columns of a document, by which its lines are full or indented."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from index.formats.pdf_lines import Line, Table
from index.formats.pdf_paragraphs import PageItems

_Edges = tuple[float, float]


def in_columns(pages: Sequence[PageItems]) -> list[PageItems]:
    """The same pages with the edges of each column as its lines have them.

    A column whose lines are all short has the edges of the narrowest column of the document in which it fits.
    """
    columns: dict[tuple[int, float, float], list[Line]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line in page.items:
            if isinstance(line, Line):
                columns[number, line.left, line.right].append(line)
    edges = {key: (min(line.x0 for line in lines), max(line.x1 for line in lines)) for key, lines in columns.items()}
    full = {key for key, lines in columns.items() if _is_full(lines, edges[key])}
    usual = sorted({edges[key] for key in full}, key=lambda edge: edge[1] - edge[0])
    for key in columns.keys() - full:
        edges[key] = _fitting(edges[key], usual, columns[key][0].size)
    return [
        replace(page, items=tuple(_within(item, number, edges) for item in page.items))
        for number, page in enumerate(pages)
    ]


def _is_full(lines: Sequence[Line], edges: _Edges) -> bool:
    """Whether several lines reach the right edge."""
    return len(lines) > 4 and sum(edges[1] - line.x1 < 1.5 * line.size for line in lines) > max(2, 0.2 * len(lines))


def _fitting(edges: _Edges, columns: Sequence[_Edges], slack: float) -> _Edges:
    left, right = edges
    return next((edge for edge in columns if edge[0] <= left + slack and edge[1] >= right - slack), edges)


def _within(item: Line | Table, number: int, edges: dict[tuple[int, float, float], _Edges]) -> Line | Table:
    if isinstance(item, Table):
        return item
    left, right = edges[number, item.left, item.right]
    return replace(item, left=left, right=right)
