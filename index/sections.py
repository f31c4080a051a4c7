"""Document -> Section spans, by the numbering of Chinese official documents (GB/T 9704) and Markdown."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace

from index.documents import MARKDOWN, Document
from index.metadata import sign_offs
from index.numbering import LONGEST_HEADING, Mark, Rank, numbering
from index.styled import Styled, styled_marks


@dataclass(frozen=True, slots=True)
class Section:
    """A leaf of the document's outline: `path` holds its headings from the top, `start`/`end` its span."""

    document_id: str
    path: tuple[str, ...]
    start: int
    end: int


_LONG_LINE = 120  # a longer line may have lost its breaks: headings are sought behind white space too
_LONG_PARAGRAPH = 200  # a longer one is cut at 一是 …二是 …
_SCRAP = 30  # what is no longer stays with the item above it
_POINT_LENGTH = 50  # but only when its points are this long on average
_BLANKS = re.compile(r"[ \t\u3000\xa0]+")
_UNIT_AHEAD = re.compile(r"第[一二三四五六七八九十百零〇\d]{1,7}[编章节条][ \t\u3000]")
_HEADING_PART = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^。，；：]{4,}$")
_POINT = re.compile(r"(?:^|(?<=[。；：:;！!，,、]))\s*([一二三四五六七八九十])(?:是|要)")
_CLAUSE_END = re.compile(r"[，,。；;：:]")
_CLOSING = re.compile(
    r"(?:特|专)?此.{1,6}[。！]?|(?:再次)?(?:衷心|诚挚|非常)?感谢.{4,60}"
)  # 特此通知。above a sign-off
_RELEASE = re.compile(r"[（(][^（()）]{2,20}[）)]")  # （此件公开发布） below a sign-off


@dataclass(slots=True)
class _Block:
    """A line, or a part of one whose breaks were lost; the span is without outer white space."""

    start: int
    end: int
    mark: Mark | None = None
    signed: bool = False


@dataclass(slots=True)
class _Node:
    """A heading in the outline. `blocks` counts the lines from it to the next heading."""

    mark: Mark
    at: int
    parent: "_Node | None"
    blocks: int = 1
    children: list["_Node"] = field(default_factory=list)
    closes: int | None = None  # the last block that it governs, where that is not simply the next heading's

    @property
    def path(self) -> tuple[str, ...]:
        above: list[str] = []
        node: _Node | None = self
        while node:
            above.append(node.mark.heading)
            node = node.parent
        return tuple(reversed(above))


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
    markdown = any(source.lower().endswith(MARKDOWN) for source in document.sources)
    blocks = _blocks(text, document.body_start)
    styled = _styled(document, blocks)
    _find_marks(text, blocks, markdown, styled)
    _find_sign_offs(text, document.body_start, blocks)
    _mark_styled(document, blocks, styled)
    _lower_inner_lists(blocks)
    _drop_lone_points(blocks)
    owners = _outline(text, blocks)
    leaves = _joined(text, _leaves(text, blocks, owners))
    return tuple(Section(document.id, leaf.path, leaf.start, leaf.end) for leaf in leaves)


def _blocks(text: str, start: int) -> list[_Block]:
    blocks = []
    at = start
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        for part_start, part_end in _parts(text, at, end):
            line = text[part_start:part_end]
            if stripped := line.strip():
                first = part_start + line.index(stripped[0])
                blocks.append(_Block(first, first + len(stripped)))
        at = end + 1
    return blocks


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start <= _LONG_LINE:
        yield start, end
        return
    at = start
    for blank in _BLANKS.finditer(text, start, end):
        if blank.start() == start or blank.end() == end:
            continue
        if (
            "\u3000\u3000" in blank[0]
            or (blank.start() - at <= LONGEST_HEADING and _HEADING_PART.match(text, at, blank.start()))
            or text[blank.start() - 1] in "。；：！？;:）)”"
            or _UNIT_AHEAD.match(text, blank.end(), end)
        ):
            yield at, blank.start()
            at = blank.end()
    yield at, end


def _styled(document: Document, blocks: list[_Block]) -> dict[int, int]:
    """The blocks that are headings by their style -> their levels."""
    starts = [block.start for block in blocks]
    styled = {}
    for offset, level in document.headings:
        at = bisect_left(starts, offset)
        if at < len(blocks) and "\n" not in document.text[offset : starts[at]]:
            styled[at] = level
    return styled


def _mark_styled(document: Document, blocks: list[_Block], styled: Mapping[int, int]) -> None:
    """Give the headings by style their marks, beside those of numbered lines."""
    places = [at for at in styled if not blocks[at].signed]
    headings = [
        Styled(
            line=document.text[blocks[at].start : blocks[at].end],
            level=styled[at],
            mark=blocks[at].mark,
            is_empty=styled.get(at + 1, styled[at] + 1) <= styled[at],
        )
        for at in places
    ]
    for at, mark in zip(places, styled_marks(headings, document.title), strict=True):
        blocks[at].mark = mark


def _find_marks(text: str, blocks: list[_Block], markdown: bool, styled: Container[int]) -> None:
    fence = ""
    for block in blocks:
        # A heading and all that tells it from a sentence stands in a line's first characters.
        line = text[block.start : min(block.end, block.start + 4 * LONGEST_HEADING)]
        if markdown and line.startswith(("```", "~~~")):
            if not fence:
                fence = line[:3]
            elif line.startswith(fence):
                fence = ""
            continue
        if not fence:
            block.mark = numbering(line, markdown)
    first = next((block.mark for block in blocks if block.mark and block.mark.rank in {Rank.HAN, Rank.ADVICE}), None)
    if first and first.rank == Rank.ADVICE:  # 建议一 opens the outline, so 一、 behind it stands beside it
        for block in blocks:
            if block.mark and block.mark.rank == Rank.ADVICE:
                block.mark = replace(block.mark, rank=Rank.HAN)
    if not any(block.mark and block.mark.rank == Rank.DECIMAL for block in blocks):
        for at, block in enumerate(blocks):
            if block.mark and block.mark.rank == Rank.BARE and at not in styled:
                block.mark = None


def _lower_inner_lists(blocks: list[_Block]) -> None:
    """Where 1. 2. 3. are the headings and （一）（二） lists inside them, put the latter below."""
    marked = [block for block in blocks if block.mark and Rank.HAN <= block.mark.rank < Rank.DASH]
    for at in range(len(marked) - 2):
        outer, inner = marked[at].mark, marked[at + 1].mark
        if not (outer and inner and inner.rank < outer.rank and inner.number == 1):
            continue
        end = at + 1
        while end < len(marked) and (mark := marked[end].mark) and inner.rank <= mark.rank != outer.rank:
            end += 1
        behind = marked[end].mark if end < len(marked) else None
        if behind and behind.rank == outer.rank and behind.number == outer.number + 1 and end - at > 2:
            for block in marked[at + 1 : end]:
                if block.mark and block.mark.rank < outer.rank:
                    block.mark = replace(block.mark, rank=outer.rank + 1)


def _find_sign_offs(text: str, start: int, blocks: list[_Block]) -> None:
    """Mark the lines of a sign-off: what follows it (an annex, a form) is no part of the last section."""
    signs = list(sign_offs(text, start))
    at = 0
    for sign in signs:
        while at < len(blocks) and blocks[at].end <= sign.start:
            at += 1
        first = at
        while at < len(blocks) and blocks[at].start < sign.end:
            at += 1
        whole = blocks[first:at]
        if any(block.mark or block.start < sign.start or block.end > sign.end + LONGEST_HEADING for block in whole):
            continue
        for block in whole:
            block.signed = True
        if at < len(blocks) and _RELEASE.fullmatch(text, blocks[at].start, blocks[at].end):
            blocks[at].signed, blocks[at].mark = True, None
            at += 1
        if first and not blocks[first - 1].mark:
            above = blocks[first - 1]
            if above.end - above.start <= 80 and _CLOSING.fullmatch(text, above.start, above.end):
                above.signed = True


def _drop_lone_points(blocks: list[_Block]) -> None:
    """一是 and —— head a section only in company: 一是 with 二是 behind it, a bullet with another bullet."""
    run: list[_Block] = []

    def close() -> None:
        if len(run) < 2:
            for block in run:
                block.mark = None
        run.clear()

    for block in blocks:
        mark = block.mark
        if block.signed or (mark and mark.rank < Rank.DASH):
            close()
        elif mark and mark.rank == Rank.DASH:
            if run and run[0].mark and run[0].mark.rank != Rank.DASH:
                close()
            run.append(block)
        elif mark and mark.rank == Rank.POINT:
            last = run[-1].mark if run else None
            if not (last and last.rank == Rank.POINT and mark.number == last.number + 1):
                close()
                if mark.number != 1:
                    block.mark = None
                    continue
            run.append(block)
    close()


def _outline(text: str, blocks: list[_Block]) -> list[_Node | None]:
    """For each block the heading that governs it."""
    orphans = _orphans(blocks)
    stack: list[_Node] = []
    nodes: list[_Node] = []
    roots: list[_Node] = []
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
        node = _Node(block.mark, at, stack[-1] if stack else None)
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


def _orphans(blocks: list[_Block]) -> set[int]:
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


def _series(siblings: list[_Node]) -> Iterator[list[_Node]]:
    """Runs of siblings of one kind whose numbers rise."""
    series: list[_Node] = []
    for node in siblings:
        if series and (node.mark.rank != series[-1].mark.rank or 0 < node.mark.number <= series[-1].mark.number):
            yield series
            series = []
        series.append(node)
    if series:
        yield series


def _close(series: list[_Node]) -> None:
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


def _owners(blocks: list[_Block], nodes: list[_Node]) -> list[_Node | None]:
    owners: list[_Node | None] = []
    starts = {node.at: node for node in nodes}
    current: _Node | None = None
    for at, block in enumerate(blocks):
        if block.signed:
            current = None
        current = starts.get(at, current)
        while current and current.closes is not None and at > current.closes:
            current = current.parent
        owners.append(current)
    return owners


def _leaves(text: str, blocks: list[_Block], owners: list[_Node | None]) -> Iterator[_Leaf]:
    leaf: _Leaf | None = None
    owner: _Node | None = None
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


def _points(text: str, block: _Block) -> list[tuple[str, int, int]]:
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
