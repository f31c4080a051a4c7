"""Lines -> paragraphs, as their author wrote them: joined over lines, columns and pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from index.formats.pdf_lines import Line, Table, first_word, join

_INDENT = 0.8  # ems: less is no indentation
_FIRST_LINE = 1.2, 4.5  # ems that the first line of a paragraph may be indented
_ROOM = 0.7  # ems that a full line may fall short by, beside the word that did not fit
_ASIDE = 6  # ems from the left: a signature or a date, not a paragraph's first line
_GAP = 1.22  # times the usual distance of lines: a gap between paragraphs
_HEADING_GAP = 1.1  # the same between lines larger than the text's
_INSET = 6  # ems that a quotation ends before its column does at most
_OTHER_SIZE = 0.12
_FILLED = 0.6  # share of its page down to which a paragraph that runs over it stands at least
_END = re.compile(r"[。；：！？;:.!?…）)][”’」』）)》\"]*$")
_HAN_NUMBER = "[一二三四五六七八九十百〇零]"
_NUMBERED = re.compile(
    rf"第{_HAN_NUMBER}{{1,7}}[编章节条]|第\d{{1,4}}[章节条]|{_HAN_NUMBER}{{1,4}}、|[（(]{_HAN_NUMBER}{{1,4}}[）)]"
    r"|[（(]?\d{1,3}[）)]|\d{1,3}[.．、](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}\s|[①-⑳]|附\s*[件表录]\s*\d*\s*[：:]?|——?(?!—)"
    r"|[•●○■□◆◇▪▶➢\uf0b7]|[a-zA-Z][.)]\s"
)
_STRONGLY = re.compile(rf"第{_HAN_NUMBER}{{1,7}}[编章条]\s|{_HAN_NUMBER}{{1,4}}、|[（(]{_HAN_NUMBER}{{1,4}}[）)]")
_TAIL = 100  # characters at the end of a line that the patterns above and below are sought in
_LEADERS = re.compile(r"(?:[.．·…⋯_]\s?){4,}\s*[-—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-—]?\s*$")


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its text on each page it runs over, (page, text); and how it was set.

    `size` is its letters' height and `centred` whether it stands in the middle of its column.
    """

    parts: list[tuple[int, str]]
    size: float
    centred: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(text for _, text in self.parts)


Block = tuple[int, Paragraph | Table]
"""A paragraph or table with the page (from 0) on which it begins."""


@dataclass(frozen=True, slots=True)
class PageItems:
    """What a page holds, in reading order; `aside` are lines that belong to no running text (footnotes, margins)."""

    items: tuple[Line | Table, ...]
    height: float
    aside: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """How a document is set: the size of its running text, the distance of its lines in ems, and whether the first
    lines of its paragraphs are indented."""

    size: float
    leading: float
    indents: bool


def body_size(lines: Iterable[Line]) -> float:
    """The size, in points, in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(2 * line.size) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def measure(pages: Sequence[PageItems]) -> Measures:
    """How the running text of these pages is set."""
    size = body_size(item for page in pages for item in page.items if isinstance(item, Line))
    gaps: list[float] = []
    starts: list[bool] = []
    for page in pages:
        for line, after in pairwise(page.items):
            if not isinstance(line, Line) or not isinstance(after, Line) or _differs(line, after):
                continue
            if line.left == after.left and 0 < after.base - line.base < 5 * size and not _differs_from(line, size):
                gaps.append((after.base - line.base) / size)
            if _room(line) > first_word(after) + _ROOM * line.size and not _centred(after):
                starts.append(_indented(after))
    gaps.sort()
    leading = gaps[len(gaps) // 4] if gaps else 1.5
    return Measures(size, leading, 2 * sum(starts) >= max(1, len(starts)))


def paragraphs(pages: Sequence[PageItems], measures: Measures) -> Iterator[Block]:
    """The paragraphs and tables in reading order."""
    open_one: Paragraph | None = None
    held: list[tuple[int, Paragraph]] = []
    for number, page in enumerate(pages):
        for item, after in pairwise([*page.items, None]):
            if isinstance(item, Line) and open_one and _goes_on(open_one, item, after, number, measures):
                _add(open_one, item, number)
                continue
            yield from _closed(open_one, held)
            open_one, held = None, []
            if isinstance(item, Line):
                open_one = Paragraph([(number, item.text)], item.size, _centred(item), [item])
            elif item:
                yield number, item
        aside = [(number, Paragraph([(number, line.text)], line.size, False, [line])) for line in page.aside]
        if open_one and open_one.parts[0][0] < number:
            held += aside
            aside = []
        if open_one and not page.aside and open_one.lines[-1].base < _FILLED * page.height:
            yield from _closed(open_one, held)
            open_one, held = None, []
        # Before a paragraph that may run over the page, so that they stay on theirs.
        yield from aside
    yield from _closed(open_one, held)


def _closed(paragraph: Paragraph | None, held: Sequence[tuple[int, Paragraph]]) -> Iterator[tuple[int, Paragraph]]:
    if paragraph:
        yield paragraph.parts[0][0], paragraph
    yield from held


def is_contents(text: str) -> bool:
    """Whether this is a line of a table of contents: leaders and a page number at its end."""
    return bool(_LEADERS.search(text[-_TAIL:]))


def without_leaders(text: str) -> str:
    """A line of a table of contents without its leaders and page number."""
    found = _LEADERS.search(text[-_TAIL:])
    return text[: len(text) - len(found[0])].rstrip(" .．·…⋯_") if found else text


def is_numbered(text: str) -> bool:
    """Whether a paragraph begins with a number or bullet."""
    return bool(_NUMBERED.match(text))


def _add(paragraph: Paragraph, line: Line, number: int) -> None:
    page, text = paragraph.parts[-1]
    if page == number:
        paragraph.parts[-1] = page, join(text, line.text)
    else:
        joined = join(text, line.text)
        kept = joined[: len(joined) - len(line.text)]
        paragraph.parts[-1] = page, kept
        paragraph.parts.append((number, line.text))
    paragraph.lines.append(line)


def _goes_on(paragraph: Paragraph, line: Line, after: Line | Table | None, number: int, measures: Measures) -> bool:
    """Whether a line, which `after` follows, belongs to the paragraph before it."""
    last = paragraph.lines[-1]
    above = [other for other in paragraph.lines[-4:] if other.left == last.left]
    if any(_is_block(*pair) for pair in pairwise(above)):
        last = replace(last, right=max(other.x1 for other in above))
    if _differs(last, line) or is_contents(last.text):
        return False
    beside = paragraph.parts[-1][0] == number and line.left == last.left and line.base > last.base
    usual = _GAP * max(measures.leading * measures.size, 1.2 * line.size)
    # The lines of a large heading are as far apart, in its ems, as those of the text.
    if beside and line.base - last.base > max(usual, _HEADING_GAP * measures.leading * line.size):
        return False
    if _is_title(last, measures) and _is_title(line, measures):
        return beside and not is_numbered(line.text)
    if _room(last) > first_word(line) + _ROOM * line.size and not _is_block(last, line):
        return False
    if last.x0 - last.left > _ASIDE * last.size:
        return False
    if is_numbered(line.text) and not measures.indents and (_ends(last.text) or has_heading_number(line.text)):
        return False
    return _aligned(paragraph, line, after, measures)


def _aligned(paragraph: Paragraph, line: Line, after: Line | Table | None, measures: Measures) -> bool:
    """Whether a line begins where the next line of a paragraph does."""
    first = paragraph.lines[0]
    indent, em = _indent(line), line.size
    if len(paragraph.lines) > 1:
        usual = _indent(paragraph.lines[1])
        return abs(indent - usual) <= _INDENT * em or (indent < usual and paragraph.lines[1].left != line.left)
    ahead = indent - _indent(first)
    if ahead > _INDENT * em:
        return is_numbered(first.text) and ahead < 4 * em and not is_numbered(line.text)
    if ahead < -_INDENT * em or indent < _FIRST_LINE[0] * em or not measures.indents:
        return True
    if isinstance(after, Line) and after.left == line.left and _indent(after) < indent - _INDENT * em:
        return False
    return not (_ends(first.text) or is_numbered(line.text) or has_heading_number(first.text))


def _indent(line: Line) -> float:
    return line.x0 - line.left


def _ends(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return bool(_END.search(text[-_TAIL:]))


def has_heading_number(text: str) -> bool:
    return bool(_STRONGLY.match(text))


def _is_block(line: Line, after: Line) -> bool:
    """Whether two lines begin and end at the same places, somewhat within their column: a quotation."""
    return (
        abs(line.x0 - after.x0) < _INDENT * line.size
        and abs(line.x1 - after.x1) < _ROOM * line.size
        and line.x0 - line.left > _INDENT * line.size
        and line.right - line.x1 < _INSET * line.size
    )


def _room(line: Line) -> float:
    return line.right - line.x1


def _indented(line: Line) -> bool:
    return _FIRST_LINE[0] * line.size <= _indent(line) <= _FIRST_LINE[1] * line.size


def _differs(line: Line, after: Line) -> bool:
    return abs(line.size - after.size) > _OTHER_SIZE * max(line.size, after.size)


def _differs_from(line: Line, size: float) -> bool:
    return abs(line.size - size) > _OTHER_SIZE * size


def _centred(line: Line) -> bool:
    before, behind = line.x0 - line.left, line.right - line.x1
    return before > 1.5 * line.size and abs(before - behind) < 1.2 * line.size


def _is_title(line: Line, measures: Measures) -> bool:
    middle = abs((line.x0 - line.left) - (line.right - line.x1)) < 1.2 * line.size
    return line.size > (1 + _OTHER_SIZE) * measures.size and middle
