"""Tables that go on over a page break: whether they do, and what the break did to their cells."""

from collections.abc import Sequence
from itertools import pairwise

from index.formats.pdf_lines import Table, join

_SAME_PLACE = 10.0  # points that the sides of a table may differ from page to page


def continued(before: Table, after: Table) -> list[tuple[str, ...]] | None:
    """The rows of `after` in the columns of `before`, where it is the same table on the next page; else None.

    Headings that it repeats are left out.
    """
    if any(abs(before.edges[at] - after.edges[at]) > _SAME_PLACE for at in (0, -1)):
        return None
    rows = list(after.rows)
    if len(before.edges) != len(after.edges):
        if not all(any(abs(edge - other) < _SAME_PLACE for other in before.edges) for edge in after.edges):
            return None
        middles = [(left + right) / 2 for left, right in pairwise(before.edges)]
        places = [sum(edge < middle for edge in after.edges[1:-1]) for middle in middles]
        rows = [tuple(row[place] for place in places) for row in rows]
    for heading in before.rows:
        if not rows or rows[0] != heading:
            break
        rows.pop(0)
    return rows


def mend_breaks(parts: Sequence[list[list[str]]]) -> None:
    """Put back what page breaks cut, in the rows of the parts of one table.

    A row of which more than half of the cells are empty goes on from the row above the break; an empty first cell was
    merged with the one above.
    """
    last: list[str] = []
    for rows in parts:
        if last and rows and 0 < 2 * sum(map(bool, rows[0])) < len(rows[0]):
            pairs = zip(last, rows.pop(0), strict=True)
            last[:] = [join(cell, rest) if cell and rest else cell or rest for cell, rest in pairs]
        for row in rows:
            if not last or row[0] or not any(row):
                break
            row[0] = last[0]
        last = rows[-1] if rows else last
