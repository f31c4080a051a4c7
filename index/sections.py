"""Document -> Section spans, by the numbering of Chinese official documents (GB/T 9704) and Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.documents import Document
from index.numbering import LONGEST_HEADING, Rank
from index.section_blocks import Block, marked_blocks
from index.section_outline import Node, outline


@dataclass(frozen=True, slots=True)
class Section:
    """A leaf of the document's outline: `path` holds its headings from the top, `start`/`end` its span."""

    document_id: str
    path: tuple[str, ...]
    start: int
    end: int


_LONG_PARAGRAPH = 200  # a longer one is cut at 一是 …二是 …
_POINT_LENGTH = 50  # of a paragraph whose points are this long on average
_POINT = re.compile(r"(?:^|(?<=[。；：:;！!，,、]))\s*([一二三四五六七八九十])(?:是|要)")
_CLAUSE_END = re.compile(r"[，,。；;：:]")


@dataclass(slots=True)
class _Leaf:
    path: tuple[str, ...]
    start: int
    end: int
    bare: bool  # a heading with no text of its own, or only a lead-in to what follows


def split_sections(document: Document) -> tuple[Section, ...]:
    """The leaves of a document's outline from `body_start` on: disjoint, in order, without outer white space.

    No visible character is lost; text above the first heading and the sign-off have the path (). A heading without
    text of its own belongs to the first leaf below it.
    """
    text = document.text
    blocks = marked_blocks(document)
    leaves = _joined(text, _leaves(text, blocks, outline(text, blocks)))
    return tuple(Section(document.id, leaf.path, leaf.start, leaf.end) for leaf in leaves)


def _leaves(text: str, blocks: list[Block], owners: list[Node | None]) -> Iterator[_Leaf]:
    leaf: _Leaf | None = None
    owner: Node | None = None
    signed = False
    for at, (block, here) in enumerate(zip(blocks, owners, strict=True)):
        points = [] if block.mark and block.mark.rank >= Rank.DASH else _points(text, block)
        lead_end = points[0][1] if points else block.end
        starts = block.mark is not None and here is not None and here.at == at
        if leaf is None or starts or here is not owner or block.signed != signed:
            if leaf:
                yield leaf
            path = here.path if here else ()
            leaf = _Leaf(path, block.start, block.start, bare=starts and here is not None and not here.mark.run_in)
        elif leaf.bare:
            leaf.bare = _leads_in(text, block.start, block.end)
        owner, signed = here, block.signed
        if lead_end > block.start:
            leaf.end = block.start + len(text[block.start : lead_end].rstrip())
        if points:
            if leaf.end > leaf.start:
                yield leaf
            for heading, start, end in points:
                yield _Leaf((*leaf.path, heading), start, end, bare=False)
            leaf = None
    if leaf:
        yield leaf


def _leads_in(text: str, start: int, end: int) -> bool:
    return end - start <= LONGEST_HEADING and text[end - 1] in "：:"


def _points(text: str, block: Block) -> list[tuple[str, int, int]]:
    """The 一是 … 二是 … of a long paragraph: heading, start and end of each."""
    if block.end - block.start <= _LONG_PARAGRAPH:
        return []
    paragraph = text[block.start : block.end]
    found: list[re.Match[str]] = []
    for match in _POINT.finditer(paragraph):
        if "〇一二三四五六七八九十".index(match[1]) == len(found) + 1:
            found.append(match)
    if len(found) < 2 or (len(paragraph) - found[0].start(1)) < _POINT_LENGTH * len(found):
        return []
    starts = [match.start(1) for match in found]
    points = []
    for start, end in zip(starts, [*starts[1:], len(paragraph)], strict=True):
        stop = _CLAUSE_END.search(paragraph, start, min(end, start + LONGEST_HEADING))
        heading = paragraph[start : stop.start() if stop else min(end, start + LONGEST_HEADING)]
        points.append((" ".join(heading.split()), block.start + start, block.start + len(paragraph[:end].rstrip())))
    return points


def _joined(text: str, leaves: Iterator[_Leaf]) -> list[_Leaf]:
    joined: list[_Leaf] = []
    for leaf in leaves:
        above = joined[-1] if joined else None
        below = above and above.path and above.path == leaf.path[: len(above.path)] != leaf.path
        if above and below and (above.bare or _leads_in(text, above.start, above.end)):
            leaf.start = joined.pop().start
        joined.append(leaf)
    return joined
