"""The paragraphs, headings, lists and tables of a web page -> lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.formats.extracted import TextWriter
from index.formats.number_forms import labelled, written_number
from index.formats.tables import table_lines
from index.formats.titles import joined_title
from index.formats.web_tables import Cell, is_layout, read_grid, read_rows
from index.formats.web_tokens import BLOCKS, HEADINGS, Measures, Token
from index.numbering import numbering

_LONGEST_HEADING = 300  # characters; a heading that holds more was not closed
_DEEPEST_TABLE = 8  # tables in one another; what is deeper is read as paragraphs
_TYPES = {
    **{"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"},
    **{"decimal": "decimal", "decimal-leading-zero": "decimalZero", "none": "none"},
    **{"lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "lower-roman": "lowerRoman"},
    **{"upper-alpha": "upperLetter", "upper-latin": "upperLetter", "upper-roman": "upperRoman"},
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"), "chineseCountingThousand"),
    **dict.fromkeys(("disc", "circle", "square"), "bullet"),
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_WRAPPED = re.compile(r"(?<=[\u2e80-\uffef])[ \t\r]*\n\s*(?=[\u2e80-\uffef])")  # a source line ends between Han
_BREAK = "\f"  # between the lines of a heading


@dataclass(frozen=True, slots=True)
class WebLine:
    """A line of a page: `level` is that of a heading (from 1), 0 for other text."""

    text: str
    level: int = 0


def write_lines(writer: TextWriter, lines: Iterator[WebLine]) -> None:
    """Add lines to what is read out of a file."""
    for line in lines:
        if line.level:
            writer.heading(line.text, line.level)
        else:
            writer.line(line.text)


def web_lines(
    tokens: Sequence[Token], measures: Measures, span: tuple[int, int], left_out: frozenset[int] = frozenset()
) -> Iterator[WebLine]:
    """The lines between two places of a page; `left_out` are the places of elements to go over, with all in them.

    Block elements and <br> break lines, others do not. Items of ordered lists have their numbers in front; rows of
    tables are lines as `table_lines` writes them.
    """
    return _Walk(tokens, measures, left_out).lines(span)


@dataclass(slots=True)
class _List:
    """An open list: the form of its numbers, the next one, and the step to it."""

    form: str
    next: int = 1
    step: int = 1


class _Walk:
    """Reads one stretch of a page from its start to its end."""

    def __init__(self, tokens: Sequence[Token], measures: Measures, left_out: frozenset[int], tables: int = 0) -> None:
        self._tokens = tokens
        self._measures = measures
        self._left_out = left_out
        self._tables = tables  # in how many tables the place is
        self._lists: list[_List] = []
        self._label = ""
        self._level = self._heading_end = self._verbatim_end = 0
        self._parts: list[str] = []

    def lines(self, span: tuple[int, int]) -> Iterator[WebLine]:
        place, end = span
        while place < end:
            token = self._tokens[place]
            if place in self._left_out:
                place = token.end + 1
            elif self._is_data(place):
                yield from self._flushed()
                yield from self._table(place)
                place = token.end + 1
            elif not token.name:
                yield from self._text(token.text, place)
                place += 1
            else:
                if token.name in BLOCKS or token.name in HEADINGS or token.name == "br":
                    yield from self._broken(place)
                self._step(token, place)
                place += 1
        yield from self._flushed()

    def _is_data(self, place: int) -> bool:
        token = self._tokens[place]
        if token.name != "table" or token.closes or self._tables >= _DEEPEST_TABLE:
            return False
        return not is_layout(self._tokens, place, self._measures)

    def _text(self, text: str, place: int) -> Iterator[WebLine]:
        if place >= self._verbatim_end:
            self._parts.append(text)
            return
        first, *others = text.split("\n")
        self._parts.append(first)
        for line in others:
            yield from self._flushed()
            self._parts.append(line)

    def _broken(self, place: int) -> Iterator[WebLine]:
        if place < self._heading_end:
            self._parts.append(_BREAK)
        else:
            yield from self._flushed()
            self._level = 0

    def _step(self, token: Token, place: int) -> None:
        """Take up what an element opens or ends."""
        if token.closes:
            if token.name in {"ol", "ul", "menu", "dir"} and self._lists:
                self._lists.pop()
            elif token.name == "table":
                self._tables -= 1
            elif token.name == "li":
                self._label = ""
            elif token.name == "q":
                self._parts.append("”")
            return
        if token.name in HEADINGS and place >= self._heading_end:
            if self._measures.size(place, token.end) <= _LONGEST_HEADING:
                self._level, self._heading_end = HEADINGS[token.name], token.end
        elif token.name == "pre":
            self._verbatim_end = max(self._verbatim_end, token.end)
        elif token.name in {"ol", "ul", "menu", "dir"}:
            self._lists.append(_opened(token))
        elif token.name == "li":
            self._label = self._item(token)
        elif token.name == "table":
            self._tables += 1
        elif token.name == "q":
            self._parts.append("“")

    def _item(self, token: Token) -> str:
        if not self._lists:
            return ""
        of = self._lists[-1]
        number = _number(token.get("value"), of.next)
        of.next = number + of.step
        written = written_number(number, of.form)
        if not written:
            return ""
        return written + ("、" if of.form == "chineseCountingThousand" else ".")

    def _flushed(self) -> Iterator[WebLine]:
        """The line that is written so far, if it is not blank."""
        text = "".join(self._parts)
        self._parts.clear()
        lines = [" ".join(line.split()) for line in _WRAPPED.sub("", text).split(_BREAK)]
        text = joined_title([line for line in lines if line])
        if not text:
            return
        if self._label and not numbering(text, markdown=False):
            text = labelled(self._label, text)
        self._label = ""
        yield WebLine(text, self._level)

    def _table(self, place: int) -> Iterator[WebLine]:
        grid = read_grid(self._tokens, place)
        if grid.caption:
            yield from self._inside(grid.caption)
        rows = read_rows(grid, self._cell)
        yield from map(WebLine, table_lines(rows, heading_rows=grid.heading_rows))

    def _cell(self, cell: Cell) -> str:
        return "\n".join(line.text for line in self._inside((cell.start, cell.end)))

    def _inside(self, span: tuple[int, int]) -> Iterator[WebLine]:
        return _Walk(self._tokens, self._measures, self._left_out, self._tables + 1).lines(span)


def _opened(token: Token) -> _List:
    style = _LIST_STYLE.search(token.get("style").lower())
    named = _TYPES.get(style[1] if style else token.get("type"))
    if token.name != "ol":
        return _List("bullet" if named in {None, "none"} else str(named))
    backwards = token.attributes is not None and "reversed" in token.attributes
    first = _number(token.get("start"), _number(token.get("items"), 1) if backwards else 1)
    return _List(named or "decimal", first, -1 if backwards else 1)


def _number(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text.strip()) else otherwise
