"""The lines of a document, which of them head a section, and which are a sign-off."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace

from index.documents import MARKDOWN, Document
from index.metadata import sign_offs
from index.numbering import LONGEST_HEADING, Mark, Rank, numbering
from index.styled import Styled, styled_marks

_LONG_LINE = 120  # a longer line may have lost its breaks: headings are sought behind white space too
_BLANKS = re.compile(r"[ \t\u3000\xa0]+")
_UNIT_AHEAD = re.compile(r"第[一二三四五六七八九十百零〇\d]{1,7}[编章节条][ \t\u3000]")
_HEADING_PART = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^。，；：]{4,}$")
_CLOSING = re.compile(
    r"(?:特|专)?此.{1,6}[。！]?|(?:再次)?(?:衷心|诚挚|非常)?感谢.{4,60}"
)  # 特此通知。above a sign-off
_RELEASE = re.compile(r"[（(][^（()）]{2,20}[）)]")  # （此件公开发布） below a sign-off


@dataclass(slots=True)
class Block:
    """A line, or a part of one whose breaks were lost; the span is without outer white space."""

    start: int
    end: int
    mark: Mark | None = None
    signed: bool = False


def marked_blocks(document: Document) -> list[Block]:
    """The lines of a document from `body_start` on, with the marks of those that head a section."""
    text = document.text
    markdown = any(source.lower().endswith(MARKDOWN) for source in document.sources)
    blocks = _blocks(text, document.body_start)
    styled = _styled(document, blocks)
    _find_marks(text, blocks, markdown, styled)
    _find_sign_offs(text, document.body_start, blocks)
    _mark_styled(document, blocks, styled)
    _lower_inner_lists(blocks)
    _drop_lone_points(blocks)
    return blocks


def _blocks(text: str, start: int) -> list[Block]:
    blocks = []
    at = start
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        for part_start, part_end in _parts(text, at, end):
            line = text[part_start:part_end]
            if stripped := line.strip():
                first = part_start + line.index(stripped[0])
                blocks.append(Block(first, first + len(stripped)))
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


def _styled(document: Document, blocks: list[Block]) -> dict[int, int]:
    """The blocks that are headings by their style -> their levels."""
    starts = [block.start for block in blocks]
    styled = {}
    for offset, level in document.headings:
        at = bisect_left(starts, offset)
        if at < len(blocks) and "\n" not in document.text[offset : starts[at]]:
            styled[at] = level
    return styled


def _mark_styled(document: Document, blocks: list[Block], styled: Mapping[int, int]) -> None:
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


def _find_marks(text: str, blocks: list[Block], markdown: bool, styled: Container[int]) -> None:
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


def _lower_inner_lists(blocks: list[Block]) -> None:
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


def _find_sign_offs(text: str, start: int, blocks: list[Block]) -> None:
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


def _drop_lone_points(blocks: list[Block]) -> None:
    """一是 and —— head a section only in company: 一是 with 二是 behind it, a bullet with another bullet."""
    run: list[Block] = []

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
