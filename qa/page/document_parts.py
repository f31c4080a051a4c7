"""A document's body in parts as the reader shows them: sections, where their headings stand, a window of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import Document, Section

WHOLE = 60_000
"""Characters of a body that is shown whole: more make a browser slow, and nobody scrolls through them."""

_PIECE = WHOLE // 4
_LANDING = 40  # characters marked where a link leads to a place rather than to a quote
_BEFORE = re.compile(r"[^\S\n]*(?:#{1,6}[^\S\n]+)?[*_]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's words, and the code points where it stands, half-open; `start` = `end` where it cannot be told.

    `depth` is 0 for the highest, and -1 for one that repeats the document's title.
    """

    words: str
    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Part:
    """A section with the white space behind it, or a piece of a very long one; parts follow each other without a gap.

    `section` counts from 0; `trail` are the headings above the text, the highest first, `headings` those that stand
    in it.
    """

    section: int
    start: int
    end: int
    trail: tuple[Heading, ...]
    headings: tuple[Heading, ...]


def parts_of(document: Document, sections: Sequence[Section]) -> tuple[Part, ...]:
    """The body from `body_start` to the end of the text; empty without a body."""
    text, trail, parts = document.text, list[Heading](), list[Part]()
    starts = [document.body_start, *(section.start for section in sections[1:]), len(text)]
    for at, section in enumerate(sections):
        kept = _kept(text, trail, section)
        new = list(_new_headings(document, section, kept))
        trail = [*trail[:kept], *new]
        whole = Part(at, starts[at], starts[at + 1], tuple(trail), tuple(one for one in new if one.end > one.start))
        parts += _pieces(text, whole)
    if not sections and document.body_start < len(text):
        parts += _pieces(text, Part(0, document.body_start, len(text), (), ()))
    return tuple(parts)


def part_at(parts: Sequence[Part], offset: int) -> int:
    """Which part an offset into the text lies in; the nearest where it lies in none."""
    return max((at for at, part in enumerate(parts) if part.start <= offset), default=0)


def window(parts: Sequence[Part], at: int) -> range:
    """The parts to show around the part `at`: all, or as many neighbours on both sides as WHOLE allows."""
    first, last, left = at, at, WHOLE - (parts[at].end - parts[at].start)
    sides = [-1, 1]
    while sides:
        side = sides[0]
        near = first - 1 if side < 0 else last + 1
        length = parts[near].end - parts[near].start if 0 <= near < len(parts) else left + 1
        if length > left:
            sides.remove(side)
            continue
        first, last, left = min(first, near), max(last, near), left - length
        sides = sides[::-1]
    return range(first, last + 1)


def landing(text: str, part: Part) -> tuple[int, int]:
    """What to mark where a link leads to a part: its first heading, else the beginning of its first line."""
    if part.headings:
        return part.headings[0].start, part.headings[0].end
    return _first_line(text, part.start, part.end)


def heading_span(text: str, heading: Heading) -> tuple[int, int]:
    """What to mark where a link leads to a heading."""
    if heading.end > heading.start:
        return heading.start, heading.end
    return _first_line(text, heading.start, len(text))


def _first_line(text: str, start: int, end: int) -> tuple[int, int]:
    begin = next((at for at in range(start, end) if not text[at].isspace()), start)
    stop = text.find("\n", begin, min(end, begin + _LANDING))
    return begin, stop if stop > begin else max(begin + 1, min(end, begin + _LANDING))


def _kept(text: str, trail: Sequence[Heading], section: Section) -> int:
    """How many headings of the trail stand above this section too; an equal heading that stands there again is new."""
    kept = 0
    for heading, words in zip(trail, section.path, strict=False):
        if heading.words != words:
            break
        kept += 1
    again = kept and kept == len(section.path) and _stands_at(text, section.path[-1], section.start, section.end)
    return kept - 1 if again else kept


def _new_headings(document: Document, section: Section, kept: int) -> Iterator[Heading]:
    titled = section.path[:1] == (document.title,)
    at = section.start
    for depth, words in enumerate(section.path[kept:], start=kept - titled):
        found = _place(document.text, words, at, section.end)
        yield Heading(words, *(found or (at, at)), depth)
        at = found[1] if found else at


def _place(text: str, words: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a heading stands: where the section begins, else where a line begins, else anywhere."""
    if found := _stands_at(text, words, start, end):
        return found
    somewhere = text.find(words, start, end)
    line = text.find("\n", start, end) + 1
    while line:
        if found := _stands_at(text, words, line, end):
            return found
        line = text.find("\n", line, end) + 1
    return (somewhere, somewhere + len(words)) if somewhere >= 0 else None


def _stands_at(text: str, words: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of a heading that begins at `start` or behind the signs and blanks there.

    White space and emphasis of it were tidied, so those are overlooked.
    """
    before = _BEFORE.match(text, start, end)
    begin = before.end() if before else start
    if text.startswith(words, begin, end):
        return begin, begin + len(words)
    at = begin
    for letter in "".join(words.split()):
        while at < end and text[at] != letter and text[at] != "\n" and (text[at].isspace() or text[at] in "*_"):
            at += 1
        if at >= end or text[at] != letter:
            return None
        at += 1
    return begin, at


def _pieces(text: str, part: Part) -> Iterator[Part]:
    start = part.start
    while part.end - start > _PIECE:
        cut = text.rfind("\n", start + 1, start + _PIECE) + 1 or start + _PIECE
        yield _cut(part, start, cut)
        start = cut
    yield _cut(part, start, part.end)


def _cut(part: Part, start: int, end: int) -> Part:
    within = tuple(one for one in part.headings if start <= one.start and one.end <= end)
    return replace(part, start=start, end=end, headings=within)
