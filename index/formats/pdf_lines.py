"""Lines of text and the cells of tables, and how lines go on from one another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.formats.pdf_pieces import HAN, Piece, in_rows, pieces_of, text_of
from index.formats.pdf_turn import Glyph

_OPEN = "（《〈「『【〔“‘([{"
_CLOSE = "）》〉」』】〕”’，。、；：！？…,.;:!?)]}%％"
_LATIN = r"[^\W\u2e80-\U0010ffff]"
_CORE = rf"(?:{_LATIN}+(?:[.,:/\-]{_LATIN}+)*|.)[{re.escape(_CLOSE)}]*"
# What no line end may part: brackets and stops stay with their word, and quotation marks with both neighbours.
_WORD = re.compile(rf"[{re.escape(_OPEN)}]*{_CORE}(?:(?<=[”’]){_CORE}|[“‘]+{_CORE})*")
_BROKEN = re.compile(r"[^\W\d_\u2e80-\U0010ffff]{2}[-‐]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its place in points, the baseline downwards, and the left and right edge of its column."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, a merged cell repeated in each place, and where it stands: the sides of its columns."""

    rows: tuple[tuple[str, ...], ...]
    edges: tuple[float, ...]
    top: float
    bottom: float
    ruled: bool = True


def one_column(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of one column (the cell of a table), from the top."""
    return lines_of(in_rows(pieces_of(glyphs)))


def join(text: str, after: str) -> str:
    """A line and the one that goes on from it: a space between words, none between Chinese characters."""
    if text.endswith(("-", "‐")) and _BROKEN.search(text) and after[:1].islower():
        return text[:-1] + after
    if text.endswith(("-", "‐", "/", "–")) and not text.endswith((" -", " –", " /")) and after[:1].isalnum():
        return text + after
    if HAN.match(text[-1:]) or HAN.match(after[:1]):
        return text + after
    return f"{text} {after}"


def first_word(line: Line) -> float:
    """How much room, in points, the start of a line would need at the end of the line before it."""
    word = _WORD.match(line.text)
    if not word or not line.text:
        return 0.0
    shown = sum(1.0 if HAN.match(character) else 0.5 for character in line.text)
    needed = sum(1.0 if HAN.match(character) else 0.5 for character in word[0])
    return (line.x1 - line.x0) * needed / shown


def lines_of(rows: Sequence[Sequence[Piece]]) -> list[Line]:
    """Rows of one column as lines."""
    pieces = [piece for row in rows for piece in row]
    left, right = min((piece.x0 for piece in pieces), default=0.0), max((piece.x1 for piece in pieces), default=0.0)
    lines = []
    for row in rows:
        text = text_of(row)
        largest = max(row, key=lambda piece: len(piece.glyphs))
        lines.append(Line(text, row[0].x0, max(piece.x1 for piece in row), largest.base, largest.size, left, right))
    return [line for line in lines if line.text]


def cell_text(lines: Sequence[Line], width: float) -> str:
    """The text of a cell: lines that the cell's width broke are joined, others parted by a line feed."""
    if not lines:
        return ""
    text = lines[0].text
    widest = max(max(line.x1 - line.x0 for line in lines), width - 2.5 * lines[0].size)
    for line, after in pairwise(lines):
        room = widest - (line.x1 - line.x0)
        far = after.base - line.base > 2.2 * max(after.size, line.size)
        text = f"{text}\n{after.text}" if far or room > first_word(after) + 0.5 * after.size else join(text, after.text)
    return text
