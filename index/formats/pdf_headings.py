"""Which paragraphs of a .pdf file are headings: by its bookmarks, and by the height of their letters."""

import re
from collections.abc import Sequence

from index.formats.pdf_pages import Bookmark
from index.formats.pdf_paragraphs import Block, Measures, Paragraph, has_heading_number, is_contents, is_numbered

_LARGER = 1.12  # times the running text
_SAME = 1.06  # sizes that differ less are one level
_LONGEST = 60  # characters
_MOST = 0.5  # share of the paragraphs; with more of them size says nothing
_SENTENCE = re.compile(r"[。；，、;,]$")
_LETTERHEAD = re.compile(r"文件$")
_WORD = re.compile(r"\w")


def heading_levels(blocks: Sequence[Block], bookmarks: Sequence[Bookmark], measures: Measures) -> dict[int, int]:
    """Place in `blocks` -> level (1 the highest) of those that are headings.

    Those numbered 一、 or 第一章 are among them, since only their letters tell which of the others stand below.
    """
    paragraphs = {at: block for at, (_, block) in enumerate(blocks) if isinstance(block, Paragraph)}
    marked = _marked(blocks, bookmarks)
    large = [at for at, paragraph in paragraphs.items() if at not in marked and _is_large(paragraph, measures)]
    if len(large) > max(1, _MOST * len(paragraphs)):
        large = []
    if marked:
        title = [at for at in large if at < min(marked)][:1]
        return dict.fromkeys(title, 1) | {at: min(6, level + len(title)) for at, level in marked.items()}
    levels: list[float] = []
    for size in sorted({paragraphs[at].size for at in large}, reverse=True):
        if not levels or levels[-1] / size > _SAME:
            levels.append(size)
    return {at: _level(paragraphs[at].size, levels) for at in large}


def _level(size: float, levels: Sequence[float]) -> int:
    return min(6, sum(size < level * 1.001 for level in levels) or 1)


def _marked(blocks: Sequence[Block], bookmarks: Sequence[Bookmark]) -> dict[int, int]:
    levels = {(mark.page, "".join(mark.text.split())): mark.level for mark in bookmarks}
    found = {}
    for at, (page, block) in enumerate(blocks):
        if isinstance(block, Paragraph) and not _is_item(block.text):
            level = levels.get((page, "".join(block.text.split())))
            if level:
                found[at] = level
    return found


def _is_item(text: str) -> bool:
    return is_numbered(text) and not has_heading_number(text)


def _is_large(paragraph: Paragraph, measures: Measures) -> bool:
    text = paragraph.text
    return (
        paragraph.size > _LARGER * measures.size
        and len(text) <= _LONGEST
        and bool(_WORD.search(text))
        and not _SENTENCE.search(text)
        and not _LETTERHEAD.search(text)
        and not _is_item(text)
        and not is_contents(text)
    )
