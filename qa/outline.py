"""The headings of a document's outline as series: those of one kind under one parent."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index import Document, Rank, Section, numbering
from qa.enumerations import Marked, body_of, head_of


@dataclass(slots=True)
class _Node:
    heading: str
    start: int
    rank: float
    number: int
    stretch: int  # counts the paragraphs of the parent's own between its children
    end: int = 0
    stretches: int = 0
    children: list["_Node"] = field(default_factory=list)


def outlined(document: Document, sections: Sequence[Section]) -> Iterator[Marked]:
    """Every series of two or more headings of one kind under one parent, numbers without a gap; the upper ones first.

    An item reaches from behind its number to where the heading's own text and all below it end.
    """
    root = _Node(document.title, document.body_start, 0, 0, 0, len(document.text))
    _grow(document.text, root, sections)
    waiting = [root]
    for node in waiting:
        for run in _sibling_runs(node.children):
            point = run[0].rank == Rank.POINT
            spans = [body_of(document.text, child.start, child.end) for child in run]
            heads = tuple(head_of(document.text, *span, point=point) for span in spans)
            yield Marked(_kind(run[0].rank), tuple(spans), heads, node.heading)
        waiting += node.children


def _grow(text: str, root: _Node, sections: Sequence[Section]) -> None:
    path = [root]
    for section in sections:
        shared = 0
        for node, heading in zip(path[1:], section.path, strict=False):
            if node.heading != heading:
                break
            shared += 1
        again = shared and shared == len(section.path) and shared == len(path) - 1
        if again and _heading_at(text, section.path[-1], section.start, section.end) == section.start:
            shared -= 1
        del path[shared + 1 :]
        if shared == len(section.path):
            path[-1].stretches += 1
        at = section.start
        for heading in section.path[shared:]:
            at = _heading_at(text, heading, at, section.end)
            mark = numbering(heading, markdown=False)
            parent = path[-1]
            rank, number = (mark.rank, mark.number) if mark else (0, 0)
            node = _Node(heading, at, rank, number, parent.stretches)
            parent.children.append(node)
            path.append(node)
            at += len(heading)
        for node in path[1:]:
            node.end = section.end


def _heading_at(text: str, heading: str, start: int, end: int) -> int:
    """Where a heading, of which white space and emphasis were tidied, stands in its section."""
    words = r"[\s*_]+".join(map(re.escape, heading.split()))
    found = re.compile(words).search(text, start, end)
    return found.start() if found else start


def _sibling_runs(children: Sequence[_Node]) -> Iterator[list[_Node]]:
    run: list[_Node] = []
    for node in children:
        before = run[-1] if run else None
        follows = before and node.rank == before.rank
        if before and node.number:
            follows = follows and node.number == before.number + 1
        elif before:
            follows = follows and not before.number and node.stretch == before.stretch
        if run and not follows:
            if len(run) > 1:
                yield run
            run = []
        run.append(node)
    if len(run) > 1:
        yield run


def _kind(rank: float) -> str:
    if rank == 0:
        return "headings"
    return "points" if rank == Rank.POINT else "dashes" if rank == Rank.DASH else "numbers"
