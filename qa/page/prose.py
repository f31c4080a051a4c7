"""A document's text as HTML: every character once and in order; headings, lists and tables as such; quotes marked.

Signs of Markdown that only shape the text are hidden, not dropped: what is copied is what stands in the file.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.page.document_parts import Heading, Part
from qa.render import escape_html

_LEVEL = 3  # of the highest heading in the text; the document's title is above it
_BULLET = re.compile(r"[^\S\n]*[-*+][^\S\n]+(?=\S)")
_NESTED = re.compile(r"[^\S\n]{2,}")
_FENCE = re.compile(r"[^\S\n]*(```|~~~)")
_RULE = re.compile(r"[^\S\n]*\|?[^\S\n]*:?-+:?[^\S\n]*(?:\|[^\S\n]*:?-+:?[^\S\n]*)*\|?\s*")
_BAR = re.compile(r"[^\S\n]*(?<!\\)\|[^\S\n]*")
_HEADING_SIGNS = re.compile(r"[^\S\n]*#{1,6}[^\S\n]+")
_BEFORE_HEADING = re.compile(r"[\s#*_]*")
_BEHIND_HEADING = re.compile(r"[\s#*_。；：，、;:,.]*")


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of the text, half-open; those of a hidden run have the class that hides them."""

    start: int
    end: int
    hidden: str = ""


Page = tuple[int, str]
_Token = str | _Run
_Line = tuple[int, int]  # the end is behind the line's break


def prose_html(
    text: str,
    parts: Sequence[Part],
    quotes: Sequence[tuple[int, int]] = (),
    *,
    here: Part | None = None,
    number: int | None = None,
    markdown: bool = False,
    language: str = "",
    pages: Sequence[Page] = (),
) -> str:
    """Each part as a `<section>`, that of `here` with the class pq-here.

    `quotes` are disjoint spans of `text`; the first piece of the nth has the id pq-quote-n and, where there is a
    citation's number, shows that. Line breaks and what is hidden are not marked: a mark can always be scrolled to and
    focused. `markdown` tells lists and tables by their signs. `pages` are where pages begin, in order, and what they
    are called; of several that begin at one place the last is shown.
    """
    tokens = _tokens(text, parts, here, markdown, language, pages)
    return "".join(_marked(text, tokens, quotes, number))


def _tokens(
    text: str, parts: Sequence[Part], here: Part | None, markdown: bool, language: str, pages: Sequence[Page]
) -> Iterator[_Token]:
    spoken = f' lang="{language}"' if language else ""
    for part in parts:
        kind = "pq-section pq-here" if part is here else "pq-section"
        yield f'<section class="{kind}" dir="auto"{spoken}>'
        yield from _blocks(text, part, markdown, _within(pages, part.start, part.end))
        yield "</section>"


def _within(pages: Sequence[Page], start: int, end: int) -> Sequence[Page]:
    return pages[bisect_left(pages, start, key=_place) : bisect_left(pages, end, key=_place)]


def _place(page: Page) -> int:
    return page[0]


def _break(page: Page) -> str:
    """No character of the text, so that what is copied has none either."""
    label = escape_html(page[1])
    return f'<span class="pq-page-break" role="separator" aria-label="{label}" data-page="{label}"></span>'


def _paragraph(start: int, end: int, pages: Sequence[Page]) -> Iterator[_Token]:
    """A line, in which a page may begin."""
    yield "<p>"
    at = start
    for page in pages:
        yield from (_Run(at, page[0]), _break(page))
        at = page[0]
    yield from (_Run(at, end), "</p>")


def _blocks(text: str, part: Part, markdown: bool, pages: Sequence[Page]) -> Iterator[_Token]:
    lines = list(_lines(text, part.start, part.end))
    fence = ""
    at = 0
    while at < len(lines):
        start, end = lines[at]
        headings = [one for one in part.headings if start <= one.start < end]
        taken = 1
        begun = list({page[0]: page for page in _within(pages, start, end)}.values())
        opens = _FENCE.match(text, start, end) if markdown else None
        if begun and (headings or begun[0][0] == start):
            yield _break(begun[0])
            begun = [] if headings else begun[1:]
        if opens or fence:
            fence = (opens[1] if not fence else "" if opens[1] == fence else fence) if opens else fence
            yield from ('<p class="pq-code">', _Run(start, end), "</p>")
        elif text[start:end].isspace():
            yield _Run(start, end, "pq-blank")
        elif headings:
            yield from _heading_line(text, start, end, headings)
        elif markdown and (rows := _table_lines(text, lines[at:])):
            yield from _table(text, rows)
            taken = len(rows)
        elif markdown and (items := list(itertools.takewhile(lambda line: _BULLET.match(text, *line), lines[at:]))):
            yield from _list(text, items)
            taken = len(items)
        else:
            yield from _paragraph(start, end, begun)
        at += taken


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    while start < end:
        stop = text.find("\n", start, end) + 1 or end
        yield start, stop
        start = stop


def _heading_line(text: str, start: int, end: int, headings: Sequence[Heading]) -> Iterator[_Token]:
    first = headings[0]
    before = _BEFORE_HEADING.fullmatch(text, start, first.start)
    if len(headings) == 1 and before and _BEHIND_HEADING.fullmatch(text, min(first.end, end), end):
        signs = _HEADING_SIGNS.match(text, start, first.start)
        begin = signs.end() if signs else start
        name, kind = _element(first)
        yield f"<{name}{f' class={kind}' if kind else ''}>"
        yield from (_Run(start, begin, "pq-syntax"), _Run(begin, end), f"</{name}>")
        return
    yield '<div class="pq-line">'
    at = start
    for heading in headings:
        stop = min(heading.end, end)
        name, _ = _element(heading)
        yield from (_Run(at, heading.start), f'<{name} class="pq-runin">', _Run(heading.start, stop), f"</{name}>")
        at = stop
    yield from (_Run(at, end), "</div>")


def _element(heading: Heading) -> tuple[str, str]:
    return ("p", '"pq-title"') if heading.depth < 0 else (f"h{min(6, _LEVEL + heading.depth)}", "")


def _list(text: str, items: Sequence[_Line]) -> Iterator[_Token]:
    yield '<ul class="pq-list">'
    for start, end in items:
        sign = _BULLET.match(text, start, end)
        begin = sign.end() if sign else start
        yield '<li class="pq-nested">' if _NESTED.match(text, start, end) else "<li>"
        yield from (_Run(start, begin, "pq-syntax"), _Run(begin, end), "</li>")
    yield "</ul>"


def _table_lines(text: str, lines: Sequence[_Line]) -> list[_Line]:
    """The lines of a Markdown table that begins with the first of these; empty where none does."""
    if len(lines) < 2 or "|" not in text[slice(*lines[0])] or "|" not in text[slice(*lines[1])]:
        return []
    if not _RULE.fullmatch(text, *lines[1]):
        return []
    return list(itertools.takewhile(lambda line: "|" in text[slice(*line)], lines))


def _table(text: str, rows: Sequence[_Line]) -> Iterator[_Token]:
    yield '<table class="pq-table"><thead><tr>'
    yield from _cells(text, *rows[0], '<th scope="col">', "</th>")
    yield '</tr></thead><tbody><tr class="pq-syntax"><td>'
    yield from (_Run(*rows[1]), "</td></tr>")
    for row in rows[2:]:
        yield "<tr>"
        yield from _cells(text, *row, "<td>", "</td>")
        yield "</tr>"
    yield "</tbody></table>"


def _cells(text: str, start: int, end: int, opening: str, closing: str) -> Iterator[_Token]:
    stop = start + len(text[start:end].rstrip())
    bars = [bar.span() for bar in _BAR.finditer(text, start, stop)]
    if not bars or bars[0][0] > start:
        bars.insert(0, (start, start))
    tail = bars.pop()[0] if len(bars) > 1 and bars[-1][1] == stop else stop
    for (bar, begin), (close, _) in itertools.pairwise([*bars, (tail, stop)]):
        yield from (opening, _Run(bar, begin, "pq-syntax"), _Run(begin, close))
        if close == tail:
            yield _Run(tail, end, "pq-syntax")
        yield closing


def _marked(
    text: str, tokens: Iterable[_Token], quotes: Sequence[tuple[int, int]], number: int | None
) -> Iterator[str]:
    shown: set[int] = set()
    for token in tokens:
        if isinstance(token, str):
            yield token
            continue
        if token.start == token.end:
            continue
        if token.hidden:
            yield f'<span class="{token.hidden}">{escape_html(text[token.start : token.end])}</span>'
            continue
        within = [edge for span in quotes for edge in span if token.start < edge < token.end]
        for start, end in itertools.pairwise(sorted({token.start, *within, token.end})):
            words = escape_html(text[start:end])
            line = words.rstrip("\n")
            quote = next((at for at, span in enumerate(quotes, 1) if span[0] <= start and end <= span[1]), 0)
            if quote and line:
                name = "" if quote in shown else _name(quote, number)
                shown.add(quote)
                yield f"<mark{name}>{line}</mark>{words[len(line) :]}"
            else:
                yield words


def _name(quote: int, number: int | None) -> str:
    shown = f' data-numbers="{number}"' if number is not None else ""
    return f' id="pq-quote-{quote}" tabindex="-1"{shown}'
