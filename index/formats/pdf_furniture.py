"""Running heads, feet and page numbers: what stands on every page but belongs to none."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.formats.pdf_lines import Line, Table

_ZONE = 0.15  # of the page's height, at its top and its foot
_DEEP = 3  # lines from the top and from the foot that are looked at
_LONGEST = 150  # characters
_SHARE = 0.3  # of the pages on which a head stands at least
_LEAST = 3  # pages, or all of a file of two
_APART = 1.2  # times the usual distance of lines
_OTHER_SIZE = 0.05
_SAME_PLACE = 6.0  # points
_NUMBER = re.compile(r"\d{1,5}")
_BARE = re.compile(r"[-—–－·•.|/~\s]*(?P<bare>\d{1,4})[-—–－·•.|/~\s]*")
_NUMBERED = re.compile(
    r"[-—–－\s]*(?:第\s*\d+\s*页(?:\s*[,，/／]?\s*[(（]?共\s*\d+\s*页[)）]?)?|共\s*\d+\s*页\s*[,，/]?\s*第\s*\d+\s*页"
    r"|\d+\s*[/／]\s*\d+|(?:[Pp]age|PAGE|[Pp]\.)\s*\d+(?:\s*(?:of|/)\s*\d+)?|[-—–－]+\s*\d{1,4}\s*[-—–－]+)[-—–－\s]*"
)
_ORDINAL = re.compile(r"\s*(?:附\s*[件表录]|[表图]|第.{1,6}[章节条编]|[（(]?[一二三四五六七八九十\d]+[)）、.．])")


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines and tables of a page in reading order, and the page's height in points."""

    items: tuple[Line | Table, ...]
    height: float


_Edge = Sequence[tuple[int, Line]]


def furniture(pages: Sequence[PageLines]) -> tuple[list[frozenset[int]], tuple[str, ...]]:
    """For each page the places in its items of what belongs to no page; and the repeated texts, in their order."""
    edges = [_edge(page) for page in pages]
    offsets = _number_offsets(edges)
    counts = Counter(
        key for number, edge in enumerate(edges) for key in {key for _, line in edge for key in _keys(line, number)}
    )
    least = 2 if len(pages) == 2 else max(_LEAST, _SHARE * len(pages))
    found: list[frozenset[int]] = []
    texts: dict[str, None] = {}
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        out: set[int] = set()
        for at, line in sorted(edge, key=lambda place: abs(place[1].base - page.height / 2)):
            if _is_number(line.text, number, offsets):
                out.add(at)
            elif any(_count(counts, key) >= least for key in _keys(line, number)) and _is_apart(page, line, out):
                out.add(at)
                texts.setdefault(_NUMBER.sub("", line.text).strip() or line.text)
        found.append(frozenset(out))
    return found, tuple(texts)


def _edge(page: PageLines) -> _Edge:
    """The first and last few lines of a page by their place, as far as they stand in its margins."""
    lines = [(at, item) for at, item in enumerate(page.items) if isinstance(item, Line)]
    lines.sort(key=lambda place: place[1].base)
    top = [(at, line) for at, line in lines[:_DEEP] if line.base < _ZONE * page.height]
    foot = [(at, line) for at, line in lines[-_DEEP:] if line.base > (1 - _ZONE) * page.height]
    return [(at, line) for at, line in [*top, *foot] if len(line.text) <= _LONGEST]


def _is_apart(page: PageLines, line: Line, out: Collection[int]) -> bool:
    """Whether a line stands well away from the next one towards the middle of its page, or is of another size.

    The lines at the places in `out` do not count.
    """
    lines = [item for at, item in enumerate(page.items) if isinstance(item, Line) and at not in out]
    bases = sorted({other.base for other in lines})
    usual = median([after - before for before, after in pairwise(bases)] or [2 * line.size])
    upper = line.base < page.height / 2
    inwards = [other for other in lines if (other.base > line.base + 1 if upper else other.base < line.base - 1)]
    if not inwards:
        return True
    nearest = min(inwards, key=lambda other: abs(other.base - line.base))
    return abs(nearest.base - line.base) > _APART * usual or abs(nearest.size - line.size) > _OTHER_SIZE * line.size


def _number_offsets(edges: Sequence[_Edge]) -> set[int]:
    """By how much the numbers printed at the edge of pages differ from their count from 0, where several agree."""
    counts: Counter[int] = Counter()
    for number, edge in enumerate(edges):
        matches = [_BARE.fullmatch(line.text) for _, line in edge]
        counts.update({int(match["bare"]) - number for match in matches if match and match["bare"].isdigit()})
    return {1} | {offset for offset, count in counts.items() if count >= max(2, 0.2 * len(edges))}


def _is_number(text: str, number: int, offsets: set[int]) -> bool:
    if _NUMBERED.fullmatch(text):
        return True
    match = _BARE.fullmatch(text)
    return bool(match and match["bare"].isdigit() and int(match["bare"]) - number in offsets)


_Key = tuple[str, int]


def _keys(line: Line, number: int) -> tuple[_Key, ...]:
    """What a running head has in common with its fellows: text and place; or text, place and the pages' numbers."""
    if line.text.endswith(("。", "；", "，", "、")):
        return ()
    place = round(line.base / _SAME_PLACE)
    text = "".join(line.text.split())
    exact = text, place
    if _ORDINAL.match(line.text) or not _NUMBER.search(text):
        return (exact,)
    return exact, (_NUMBER.sub(lambda match: f"\0{int(match[0]) - number}", text), place)


def _count(counts: Counter[_Key], key: _Key) -> int:
    text, place = key
    return max(counts[text, place] + counts[text, place + step] for step in (-1, 1))
