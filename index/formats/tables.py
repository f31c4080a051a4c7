"""A table -> lines of text, each readable without the others: its cells with their headings."""

from collections.abc import Sequence


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Each row below the heading row as 任务：…；牵头单位：…；配合单位：…。, the heading row itself left out.

    `rows` hold the cells' texts, a cell that spans several places repeated in each of them.
    """
    heading, *body = rows
    return [
        "；".join(f"{name}：{cell}" for name, cell in zip(heading, row, strict=False) if cell) + "。" for row in body
    ]
