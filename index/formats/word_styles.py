"""The styles of a Word document: which paragraphs are headings, hidden, or numbered by their style."""

import re
from dataclasses import dataclass
from typing import Any

from index.formats.word_numbering import VAL, W, value

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])")
_TITLES = ("title", "标题")
_CONTENTS = re.compile(r"(?:toc|目录|目次) ?[1-9]")
_LONGEST_CHAIN = 30  # styles that rest on one another
_OFF = ("0", "false", "off", "none")
_BODY_LEVEL = 9  # Word's outline levels are 0 to 8; 9 is body text


@dataclass(frozen=True, slots=True)
class Style:
    """What a style, with those it rests on, says of its text.

    `level` is that of a heading (from 1), 0 for other text; `lists` is (numId, ilvl, the ids of the styles that may
    name the level), numId "" where it has no numbering.
    """

    level: int = 0
    title: bool = False
    contents: bool = False
    hidden: bool = False
    lists: tuple[str, int | None, tuple[str, ...]] = ("", None, ())


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Any) -> None:
        """`root` is the w:styles element, or None."""
        elements = [] if root is None else list(root.iterchildren(f"{W}style"))
        self._elements = {element.get(f"{W}styleId", ""): element for element in elements}
        self._default = next(
            (
                element.get(f"{W}styleId", "")
                for element in elements
                if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true", "on"}
            ),
            "",
        )
        self._known: dict[str, Style] = {}

    def style(self, style_id: str | None) -> Style:
        """The style of an id; that of plain paragraphs for None, an empty one for an unknown id."""
        name = self._default if style_id is None else style_id
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def lists_of_styles(self) -> dict[str, str]:
        """For each numbering style's id the list (numId) that it names."""
        found = {}
        for name, element in self._elements.items():
            if element.get(f"{W}type") == "numbering":
                found[name] = _list(element)[0]
        return found

    def _read(self, style_id: str) -> Style:
        chain = self._chain(style_id)
        names = [(value(element, "name") or "").strip().lower() for _, element in chain]
        level: int | None = None
        hidden: bool | None = None
        number, at, below = "", None, 0
        for place, ((_, element), name) in enumerate(zip(chain, names, strict=True)):
            own = outline_level(element)
            if own is None and (heading := _HEADING.fullmatch(name)):
                own = int(heading[1])
            level = own if level is None else level
            hidden = is_on(element.find(f"{W}rPr"), "vanish") if hidden is None else hidden
            if not number:
                number, own_at = _list(element)
                at = own_at if at is None else at
                below = place + 1 if number else below
        return Style(
            level=level or 0,
            title=any(name in _TITLES for name in names),
            contents=any(_CONTENTS.fullmatch(name) for name in names),
            hidden=bool(hidden),
            lists=(number, at, tuple(name for name, _ in chain[:below])),
        )

    def _chain(self, style_id: str) -> list[tuple[str, Any]]:
        chain: list[tuple[str, Any]] = []
        seen = set()
        while style_id in self._elements and style_id not in seen and len(chain) < _LONGEST_CHAIN:
            seen.add(style_id)
            chain.append((style_id, self._elements[style_id]))
            style_id = value(self._elements[style_id], "basedOn") or ""
        return chain


def outline_level(holder: Any) -> int | None:
    """The heading level (from 1) that the w:pPr below an element gives, 0 for body text, None where it gives none."""
    properties = holder.find(f"{W}pPr")
    level = None if properties is None else value(properties, "outlineLvl")
    if not level or not re.fullmatch("[0-9]", level):
        return None
    return 0 if int(level) == _BODY_LEVEL else int(level) + 1


def is_on(properties: Any, name: str) -> bool | None:
    """Whether a w:rPr or w:pPr switches something on or off; None where it says nothing of it."""
    child = None if properties is None else properties.find(f"{W}{name}")
    return None if child is None else child.get(VAL, "1") not in _OFF


def _list(holder: Any) -> tuple[str, int | None]:
    """The numId ("" for none) and ilvl of the w:pPr below an element."""
    properties = holder.find(f"{W}pPr")
    numbering = None if properties is None else properties.find(f"{W}numPr")
    if numbering is None:
        return "", None
    level = value(numbering, "ilvl") or ""
    return value(numbering, "numId") or "", int(level) if re.fullmatch("[0-9]", level) else None


def list_of(paragraph: Any, style: Style) -> tuple[str, int | None, tuple[str, ...]]:
    """What numbers a paragraph of this style, in the form of `Style.lists`; its own numPr goes before the style's."""
    number, at = _list(paragraph)
    by_style, level, names = style.lists
    if number:
        return number, at if at is not None else 0, ()
    return by_style, at if at is not None else level, () if at is not None else names
