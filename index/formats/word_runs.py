"""The text of a Word paragraph as a reader sees it: insertions in, deletions and hidden text out."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.formats.word_numbering import VAL, W
from index.formats.word_styles import is_on

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_ALTERNATIVES = f"{MC}AlternateContent"
_LEFT_OUT = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "rubyPr"))
_BREAKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_DRAWN = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
_BOX = f"{W}txbxContent"
_BOXES = {"F06F": "□", "F071": "□", "F0A8": "□", "F0FE": "☑", "F052": "☑", "F0FC": "√"}  # of the Wingdings fonts


@dataclass(slots=True)
class Runs:
    """What a paragraph holds: its text, where line breaks are \\n, and what is anchored in it."""

    text: str = ""
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # (kind of note, its id)


def read_runs(paragraph: Any, is_hidden: Callable[[str | None], bool], hidden: bool) -> Runs:
    """Read a w:p element. `is_hidden` tells of a character style's id whether its text is; `hidden` is the paragraph's.

    The code of a field is left out and its result kept. Text boxes are given, once each, and not read.
    """
    found = Runs()
    parts: list[str] = []
    codes: list[bool] = []  # for each open field whether its code is read (True) or its result
    for element in inline(paragraph):
        if element.tag == _MATH_TEXT:
            parts.append(element.text or "")
        if element.tag != f"{W}r":
            continue
        properties = element.find(f"{W}rPr")
        style = None if properties is None else properties.find(f"{W}rStyle")
        own = is_on(properties, "vanish")
        by_style = hidden or (style is not None and is_hidden(style.get(VAL)))
        if by_style if own is None else own:
            continue
        for child in _content(element):
            if child.tag == f"{W}fldChar":
                _step(codes, child.get(f"{W}fldCharType"))
            elif not any(codes):
                parts.append(_text(child, found))
    found.text = "".join(parts)
    return found


def joined_runs(paragraphs: Sequence[Runs]) -> Runs:
    """What several paragraphs hold that are one."""
    return Runs(
        "".join(runs.text for runs in paragraphs),
        [box for runs in paragraphs for box in runs.boxes],
        [note for runs in paragraphs for note in runs.notes],
    )


def inline(parent: Any) -> Iterator[Any]:
    """The runs and formulas below an element, in order; of alternatives the first."""
    for child in _content(parent):
        if child.tag in {f"{W}r", _MATH_TEXT}:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from inline(child)


def _content(parent: Any) -> Iterator[Any]:
    """The children of an element; of alternatives (a thing for newer and older programs) those of the first."""
    for child in parent.iterchildren():
        if child.tag == _ALTERNATIVES:
            first = next(child.iterchildren(f"{MC}Choice", f"{MC}Fallback"), None)
            yield from () if first is None else _content(first)
        elif child.tag == f"{W}ruby":
            base = child.find(f"{W}rubyBase")
            for run in () if base is None else inline(base):
                yield from _content(run)
        else:
            yield child


def _text(element: Any, found: Runs) -> str:
    """The text of a child of a run; boxes and references to notes are put down in `found`."""
    tag = element.tag
    if tag == f"{W}t":
        return element.text or ""
    if tag == f"{W}sym":
        return _symbol(element.get(f"{W}char", ""))
    if tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
        found.notes.append((tag.removeprefix(W).removesuffix("Reference"), element.get(f"{W}id", "")))
    if tag in _DRAWN:
        found.boxes += _boxes(element)
    return _BREAKS.get(tag, "")


def _boxes(element: Any) -> Iterator[Any]:
    for child in _content(element):
        if child.tag == _BOX:
            yield child
        else:
            yield from _boxes(child)


def _symbol(code: str) -> str:
    if code.upper() in _BOXES:
        return _BOXES[code.upper()]
    if not re.fullmatch("[0-9A-Fa-f]{4}", code) or code[0] in "FfEeDd":  # a picture of its font only
        return ""
    return chr(int(code, 16))


def _step(codes: list[bool], kind: str | None) -> None:
    """Follow a w:fldChar: a field begins, goes over to its result, or ends."""
    if kind == "begin":
        codes.append(True)
    elif kind == "separate" and codes:
        codes[-1] = False
    elif kind == "end" and codes:
        codes.pop()
