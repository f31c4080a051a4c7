"""The outline that marked lines make: which heading governs each line."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from index.numbering import Mark, Rank
from index.section_blocks import Block

_SCRAP = 30  # what is no longer stays with the item above it


@dataclass(slots=True)
class Node:
    """A heading in the outline. `blocks` counts the lines from it to the next heading."""

    mark: Mark
    at: int
    parent: "Node | None"
    blocks: int = 1
    children: list["Node"] = field(default_factory=list)
    closes: int | None = None  # the last block that it governs, where that is not simply the next heading's

    @property
    def path(self) -> tuple[str, ...]:
        above: list[str] = []
        node: Node | None = self
        while node:
            above.append(node.mark.heading)
            node = node.parent
        return tuple(reversed(above))


def outline(text: str, blocks: list[Block]) -> list[Node | None]:
    """For each block the heading that governs it."""
    orphans = _orphans(blocks)
    stack: list[Node] = []
    nodes: list[Node] = []
    roots: list[Node] = []
    for at, block in enumerate(blocks):
        if block.signed:
            stack.clear()
        if not block.mark:
            if text.startswith("各位代表", block.start):  # a speech turns to its audience: a new passage
                while stack and stack[-1].mark.rank > Rank.ADVICE:
                    stack.pop().closes = at - 1
            if stack:
                stack[-1].blocks += 1
            continue
        while stack and stack[-1].mark.rank >= min(block.mark.rank, Rank.DASH):
            stack.pop()
        if stack and stack[-1].at in orphans and block.mark.rank >= Rank.DASH:
            stack.pop()
        node = Node(block.mark, at, stack[-1] if stack else None)
        (node.parent.children if node.parent else roots).append(node)
        stack.append(node)
        nodes.append(node)
    for siblings in [roots, *(node.children for node in nodes)]:
        for series in _series(siblings):
            _close(series)
    for node in nodes:
        if node.at in orphans and not node.children:
            node.closes = node.at + (0 if node.mark.run_in else 1)
        last = node.at + node.blocks - 1
        if node.closes is not None and node.closes < last and not node.children:
            rest = blocks[last].end - blocks[node.closes + 1].start
            if rest <= _SCRAP:
                node.closes = None
    return _owners(blocks, nodes)


def _orphans(blocks: list[Block]) -> set[int]:
    """Headings numbered 1 that the next of their kind follows with 1 again, under no new heading above.

    The headings between were lost, so such a one governs its own paragraph only.
    """
    found: set[int] = set()
    stack: list[int] = []
    for at, block in enumerate(blocks):
        mark = block.mark
        if block.signed:
            stack.clear()
        if not mark or mark.rank >= Rank.DASH:
            continue
        while stack and (above := blocks[stack[-1]].mark) and above.rank >= mark.rank:
            before = stack.pop()
            if above.rank == mark.rank and above.number == mark.number == 1:
                found.add(before)
        stack.append(at)
    return found


def _series(siblings: list[Node]) -> Iterator[list[Node]]:
    """Runs of siblings of one kind whose numbers rise."""
    series: list[Node] = []
    for node in siblings:
        if series and (node.mark.rank != series[-1].mark.rank or 0 < node.mark.number <= series[-1].mark.number):
            yield series
            series = []
        series.append(node)
    if series:
        yield series


def _close(series: list[Node]) -> None:
    """Find where the last of a series ends: nothing in the text says so, but the others show how long they are."""
    *others, last = series
    rank = last.mark.rank
    if rank >= Rank.DASH and others:
        single = [node for node in series if node.blocks == 1 and node.mark.run_in]
        if 2 * len(single) >= len(series):
            for node in series:
                node.closes = node.at if node.mark.run_in else node.closes
        else:
            last.closes = last.at + max(node.blocks for node in others) - 1
    elif rank > Rank.ANNEX and len(others) >= 2 and last.closes is None and not last.children:
        single = [node for node in others if node.blocks == 1 and node.mark.run_in and not node.children]
        last.closes = last.at if len(single) == len(others) else None


def _owners(blocks: list[Block], nodes: list[Node]) -> list[Node | None]:
    owners: list[Node | None] = []
    starts = {node.at: node for node in nodes}
    current: Node | None = None
    for at, block in enumerate(blocks):
        if block.signed:
            current = None
        current = starts.get(at, current)
        while current and current.closes is not None and at > current.closes:
            current = current.parent
        owners.append(current)
    return owners
