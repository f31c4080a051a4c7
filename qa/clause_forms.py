"""Clauses that the layout sets apart: in brackets, behind a label, and in the columns of a table."""

import re
from collections.abc import Iterator, Sequence

from qa.body_lists import BodyList, is_clear, kind_of
from qa.body_words import BREAKS, CLOSE, HEADER, LABEL, OPEN, STOPS
from qa.clause import Found, Kind, Named

_WORDS = re.compile("牵头|负责|配合|会同|单位|部门|协办|参与|责任")
_BRACKET = re.compile(r"[（(〔\[【［）)〕\]】］]")
_MARKUP = re.compile(r"(?:\*\*|__|[【\[])?$")
_LONGEST = 700
_LONGEST_VALUE = 2000  # characters behind a label; a file's whole text may stand in one line


def in_brackets(plain: str, start: int) -> Iterator[Found]:
    """（…牵头，…配合） and （责任单位：…） from `start` on: the outermost brackets that read as a clause."""
    for line_start, line_end in _line_spans(plain, start):
        if not _WORDS.search(plain, line_start, line_end):
            continue
        done = line_start
        for opened, closed in sorted(_bracket_spans(plain, line_start, line_end), key=lambda span: (span[0], -span[1])):
            if opened < done or closed - opened > _LONGEST or not _WORDS.search(plain, opened, closed):
                continue
            labels = _labels(plain, opened + 1, closed - 1)
            reader = BodyList(plain, clear=not labels and is_clear(plain[opened + 1 : closed - 1]))
            if reader.read(labels[0].start() if labels else opened + 1, closed - 1):
                done = closed
                yield Found(opened, closed, reader.named)


def _bracket_spans(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    stack: list[int] = []
    for bracket in _BRACKET.finditer(plain, start, end):
        if bracket[0] in OPEN:
            stack.append(bracket.start())
        elif stack:
            yield stack.pop(), bracket.end()


def _line_spans(plain: str, start: int) -> Iterator[tuple[int, int]]:
    while start < len(plain):
        end = plain.find("\n", start)
        end = len(plain) if end < 0 else end
        yield start, end
        start = end + 1


def _labels(plain: str, start: int, end: int) -> list[re.Match[str]]:
    """Labels with nothing but a break, a bullet or an opening bracket in front of them."""
    return [
        label
        for label in LABEL.finditer(plain, start, end)
        if label.start() == start or plain[label.start() - 1] in BREAKS + STOPS + OPEN + CLOSE + "-•·●—.．”"
    ]


def in_lines(plain: str, start: int) -> Iterator[Found]:
    """牵头单位：… and 责任单位：… from `start` on, on own lines or behind a sentence; labels in a row are one."""
    held: Found | None = None
    for label in _labels(plain, start, len(plain)):
        if (held and label.start() < held.end) or plain.startswith("|", label.start() - 1):
            continue
        reader = BodyList(plain)
        if not reader.read(label.start(), _value_end(plain, label.end())):
            continue
        markup = _MARKUP.search(plain[max(0, label.start() - 2) : label.start()])
        one = Found(label.start() - (len(markup[0]) if markup else 0), reader.end, reader.named)
        if held and _continues(plain, held, one, kind_of(label)):
            held.end = one.end
            held.named += one.named
            continue
        if held and not _is_imprint(plain, held):
            yield held
        held = one
    if held and not _is_imprint(plain, held):
        yield held


def _value_end(plain: str, at: int) -> int:
    """The end of the label's line, or of the next one where nothing stands behind the label."""
    last = min(len(plain), at + _LONGEST_VALUE)
    end = plain.find("\n", at, last)
    if end >= 0 and not plain[at:end].strip(" *_"):
        end = plain.find("\n", end + 1, last)
    return last if end < 0 else end


def _continues(plain: str, held: Found, one: Found, kind: Kind) -> bool:
    """Whether nothing parts two labels; a 牵头单位 behind a 配合单位 begins another clause."""
    parted = plain[held.end : one.start].strip(BREAKS + "-•·●。等")
    return not parted and not (kind == "first" and any(named.kind != "first" for named in held.named))


def _is_imprint(plain: str, one: Found) -> bool:
    """主办单位：… alone is the owner of the web page."""
    return plain.startswith(("主办", "承办"), one.start) and all(named.kind != "support" for named in one.named)


def in_rows(plain: str, start: int) -> Iterator[Found]:
    """Rows, from `start` on, of Markdown tables with a column 牵头单位, 责任单位 or 配合单位."""
    kinds: list[re.Match[str] | None] = []
    last_end = -1
    for line in _line_spans(plain, start):
        if not plain.startswith("|", line[0]):
            continue
        cells = _cells(plain, *line)
        if line[0] != last_end + 1 or last_end < 0:
            kinds = [HEADER.fullmatch(plain[a:b].strip("* ")) for a, b in cells]
        elif any(kinds) and (found := _row(plain, cells, kinds)):
            yield found
        last_end = line[1]


def _row(plain: str, cells: Sequence[tuple[int, int]], kinds: Sequence[re.Match[str] | None]) -> Found | None:
    named: list[Named] = []
    spans: list[tuple[int, int]] = []
    for (start, end), kind in zip(cells, kinds, strict=False):
        if kind and plain[start:end].strip(" -:—"):
            reader = BodyList(plain, kind_of(kind), labelled=True, clear=True)
            if reader.read(start, end):
                named += reader.named
                spans.append((start, reader.end))
    others = [cell for cell, kind in zip(cells, kinds, strict=False) if not kind]
    task = max(others, key=lambda cell: cell[1] - cell[0], default=None)
    return Found(spans[0][0], spans[-1][1], named, task=task) if spans else None


def _cells(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    cells = []
    for found in re.compile(r"\|([^|\n]*)(?=\|)").finditer(plain, start, end):
        text = found[1]
        at = found.start(1) + len(text) - len(text.lstrip())
        cells.append((at, max(at, found.start(1) + len(text.rstrip()))))
    return cells
