"""Turning a page upright: from the space of the .pdf file to one in which text runs to the right and downwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

THIN = 3.0  # points: a filled box not thicker is a ruled line
OPENING = frozenset("（《〈「『【〔〖［｛“‘")
CLOSING = frozenset("）》〉」』】〕〗］｝”’，。、；：！？．")
_WIDE = 0.9  # ems
Drawn = tuple[float, float, float, float]
Turn = tuple[int, int, float, int, int, float]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its place on the page turned upright: points, x to the right, `base` (the baseline) downwards.

    `order` is its place in the file.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    order: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line, level or upright, from (x0, top) to (x1, bottom)."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A character as it stands in the file: origin and right end in the page's own space, direction in degrees."""

    text: str
    x: float
    y: float
    advance: float
    size: float
    direction: int


def runs_down(marks: Sequence[Mark]) -> bool:
    """Whether the text is written from top to bottom: upright characters, each below the one before it."""
    down = across = 0
    for before, after in pairwise(marks):
        aside, below = abs(after.x - before.x), before.y - after.y
        if aside < 0.3 * before.size and 0.7 * before.size < below < 1.8 * before.size:
            down += 1
        elif abs(below) < 0.3 * before.size and 0.2 * before.size < aside < 1.8 * before.size:
            across += 1
    return down > 8 and down > 2 * across


def standing(mark: Mark) -> Mark:
    """A character of a column of vertical text, as if the column lay on its side."""
    wide = max(mark.advance, 0.5 * mark.size)
    return Mark(mark.text, mark.x + wide / 2, mark.y + 0.88 * mark.size, mark.size, mark.size, 270)


def turn_of(direction: int, box: tuple[float, float, float, float]) -> Turn:
    """What turns the page so that text of this direction reads from left to right, with y downwards from the top."""
    left, bottom, right, top = box
    return {
        0: (1, 0, -left, 0, -1, top),
        90: (0, 1, -bottom, 1, 0, -left),
        180: (-1, 0, right, 0, 1, -bottom),
        270: (0, -1, top, -1, 0, right),
    }[direction]


def turned_to(x: float, y: float, turn: Turn) -> tuple[float, float]:
    a, b, e, c, d, f = turn
    return a * x + b * y + e, c * x + d * y + f


def glyph_of(mark: Mark, turn: Turn, order: int) -> Glyph:
    """A character in the space of the upright page. Of wide brackets and stops only the half with the sign counts:
    programs draw the other half over what stands beside it, or over the edge of the column."""
    x, base = turned_to(mark.x, mark.y, turn)
    start, end = x, x + mark.advance
    if mark.advance > _WIDE * mark.size:
        start += mark.advance / 2 if mark.text in OPENING else 0.0
        end -= mark.advance / 2 if mark.text in CLOSING else 0.0
    return Glyph(mark.text, start, end, base, mark.size, order)


def rule_of(line: Drawn, turn: Turn) -> Rule | None:
    (x0, y0), (x1, y1) = turned_to(line[0], line[1], turn), turned_to(line[2], line[3], turn)
    rule = Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return rule if rule.x1 - rule.x0 > THIN or rule.bottom - rule.top > THIN else None
