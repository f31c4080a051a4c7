"""Lines that are headings by their style (Word's Heading 1, a page's h2) -> marks among those of numbered headings."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from index.numbering import LONGEST_HEADING, Mark, Rank, tidy_heading

_LONGEST = 3 * LONGEST_HEADING  # characters, as of a Markdown heading; what is longer is a paragraph
_SENTENCE = re.compile(r"[。；！？;]$")
_MOST_TITLE_LINES = 4
_SHORTEST_TITLE = 6  # characters; where a text has no title, a heading such as 背景 may be taken for it
_FEWEST = 12  # headings that tell whether a file has its whole text in a heading style
_EMPTY_SHARE = 0.8  # of them have no text below
_FIRST, _STEP = 1.0, 0.6  # ranks of levels above all numbers: 1.0 to 5.8, as high as those of Markdown
_BELOW = 0.1  # between a level's rank and that of one below it that no number ranks
_NESTED = 0.5  # the same for one that is numbered alike: 1. below 1.


@dataclass(frozen=True, slots=True)
class Styled:
    """A line that is a heading by its style, level 1 the highest.

    `mark` is that of its number, if it has one; `is_empty`: the next line is a heading of no lower level.
    """

    line: str
    level: int
    mark: Mark | None
    is_empty: bool


def styled_marks(headings: Sequence[Styled], title: str) -> list[Mark | None]:
    """The mark of each heading; None for a line of the document's title or a paragraph in the style of a heading.

    A numbered heading stands where its number puts it, and so do the others of its level; those of a level without
    numbers stand between the levels above and below.
    """
    titles = _title_lines(headings, "".join(title.split()))
    numbers = [_number(heading) if at >= titles else None for at, heading in enumerate(headings)]
    plain = {
        at for at, heading in enumerate(headings) if at >= titles and not numbers[at] and _is_heading(heading.line)
    }
    if len(plain) >= _FEWEST and sum(headings[at].is_empty for at in plain) > _EMPTY_SHARE * len(plain):
        plain.clear()
    numbered = [(heading.level, mark) for heading, mark in zip(headings, numbers, strict=True) if mark]
    kinds = _kinds(numbered)
    ranks = _ranks(kinds, sorted({level for level, _ in numbered} | {headings[at].level for at in plain}))
    marks: list[Mark | None] = []
    for at, (heading, mark) in enumerate(zip(headings, numbers, strict=True)):
        if mark and mark.rank == kinds[heading.level]:
            mark = replace(mark, rank=ranks[heading.level])
        elif at in plain:
            mark = Mark(ranks[heading.level], 0, tidy_heading(heading.line), run_in=False)
        marks.append(mark)
    return marks


def _number(heading: Styled) -> Mark | None:
    """The mark of a heading's own number; 一是 and dashes number points of a paragraph, not headings with a style."""
    return heading.mark if heading.mark and heading.mark.rank < Rank.DASH else None


def _is_heading(line: str) -> bool:
    return len(line) <= (LONGEST_HEADING if _SENTENCE.search(line) else _LONGEST)


def _title_lines(headings: Sequence[Styled], title: str) -> int:
    """How many of the first headings are together the document's title, or more than half of it."""
    first = list(takewhile(lambda heading: not heading.mark, headings[:_MOST_TITLE_LINES]))
    lines = ["".join(heading.line.split()) for heading in first]
    for count in range(len(lines), 0, -1):
        whole = "".join(lines[:count])
        if whole in title and len(whole) >= max(_SHORTEST_TITLE, len(title) / 2):
            return count
    return 0


def _kinds(numbered: Sequence[tuple[int, Mark]]) -> Mapping[int, float]:
    """For each level the rank that most of its numbered headings have."""
    counts: dict[int, Counter[float]] = {}
    for level, mark in numbered:
        counts.setdefault(level, Counter())[mark.rank] += 1
    return {level: min(found, key=lambda rank: (-found[rank], rank)) for level, found in counts.items()}


def _ranks(kinds: Mapping[int, float], levels: Sequence[int]) -> Mapping[int, float]:
    """For each level the rank of its headings."""
    ranks: dict[int, float] = {}
    above: float | None = None
    for place, level in enumerate(levels):
        kind = kinds.get(level)
        if kind is None:
            rank = _FIRST + _STEP * min(place, 8) if above is None else above + _BELOW
        elif above is not None and _is_no_order(above, kind):
            rank = above + _NESTED
        else:
            rank = kind
        ranks[level] = rank
        above = rank if above is not None or kind is not None else None
    return ranks


def _is_no_order(above: float, kind: float) -> bool:
    """Whether numbers say nothing of which is higher: both of one kind, or 1.1 below 1. as in texts in English."""
    return kind == above or (above == Rank.DIGIT and Rank.BARE <= kind < Rank.DIGIT)
