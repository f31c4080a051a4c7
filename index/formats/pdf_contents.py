"""What repeats the rest and is left out: the lines of a table of contents, and "continued" above a table."""

import re
from collections.abc import Sequence

from index.formats.pdf_lines import Table
from index.formats.pdf_paragraphs import Block, Paragraph, is_contents, without_leaders

_LEAST = 3  # lines of a table of contents
_COMPARED = 40  # characters
_CONTINUED = re.compile(
    r"[（(]?续\s?(?:表|上表|前表)?\s?[\d.\-]{0,6}[）)]?|表\s?[\d.\-]{1,6}\s?[（(]续[）)]|[Cc]ontinued"
)


def without_contents(blocks: Sequence[Block]) -> tuple[list[Block], bool]:
    """The blocks without what repeats others, and whether a table of contents was left out."""
    blocks = [block for at, block in enumerate(blocks) if not _is_continued(blocks, at)]
    texts = {at: "".join(block.text.split()) for at, (_, block) in enumerate(blocks) if isinstance(block, Paragraph)}
    lines = {at: text for at, text in texts.items() if is_contents(text)}
    if len(lines) < _LEAST:
        return blocks, False
    starts = {text[:_COMPARED] for at, text in texts.items() if at not in lines}
    gone = {at for at, text in lines.items() if without_leaders(text)[:_COMPARED] in starts}
    return [block for at, block in enumerate(blocks) if at not in gone], bool(gone)


def _is_continued(blocks: Sequence[Block], at: int) -> bool:
    """Whether a block only says that the table below it goes on."""
    _, block = blocks[at]
    return (
        isinstance(block, Paragraph)
        and 0 < at < len(blocks) - 1
        and isinstance(blocks[at - 1][1], Table)
        and isinstance(blocks[at + 1][1], Table)
        and bool(_CONTINUED.fullmatch(block.text.strip()))
    )
