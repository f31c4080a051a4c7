"""The automatic numbering of Word (numbering.xml): the label that a reader sees in front of a paragraph."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.formats.number_forms import written_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
_LEVELS = 9
_LONGEST_LABEL = 60  # characters of a level's text; what is longer is no number
_PLACE = re.compile("%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart`: the highest level (from 1) whose numbers begin this one anew, 0 for none."""

    start: int = 0
    form: str = "decimal"
    text: str = ""
    style: str = ""
    restart: int | None = None
    legal: bool = False  # every number in it is written in Arabic figures


@dataclass(frozen=True, slots=True)
class _List:
    """A numbering instance: paragraphs of all instances of one `abstract` count on, unless a level begins anew."""

    abstract: str
    levels: tuple[Level, ...]
    starts: Mapping[int, int]


class Numbering:
    """Counts the numbered paragraphs of a document, in the order in which they stand."""

    def __init__(self, lists: Mapping[str, _List]) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of_style(self, list_id: str, styles: tuple[str, ...]) -> int | None:
        """The level (from 0) of a list that belongs to the first of these style ids that has one."""
        levels = self._lists[list_id].levels if list_id in self._lists else ()
        for style in styles:
            for at, level in enumerate(levels):
                if level.style == style:
                    return at
        return None

    def label(self, list_id: str, at: int) -> str:
        """Count one more paragraph at level `at` (from 0) of a list; returns its label, "" for none or a bullet."""
        numbered = self._lists.get(list_id)
        if not numbered or not 0 <= at < len(numbered.levels):
            return ""
        counts = self._counts.setdefault(numbered.abstract, [None] * _LEVELS)
        if at in numbered.starts and (list_id, at) not in self._begun:
            self._begun.add((list_id, at))
            counts[at] = numbered.starts[at] - 1
        here = counts[at]
        counts[at] = numbered.levels[at].start if here is None else here + 1
        for below in range(at + 1, _LEVELS):
            restart = numbered.levels[below].restart if below < len(numbered.levels) else None
            if restart is None or at < restart:
                counts[below] = None
        return _written(numbered.levels, at, counts)


def _written(levels: tuple[Level, ...], at: int, counts: list[int | None]) -> str:
    level = levels[at]
    if level.form == "bullet":
        return ""

    def number(place: re.Match[str]) -> str:
        of = int(place[1]) - 1
        if of >= len(levels) or of > at:
            return ""
        count = counts[of]
        value = levels[of].start if count is None else count
        form = "decimal" if level.legal and levels[of].form != "none" else levels[of].form
        return written_number(value, form)

    return _PLACE.sub(number, level.text).strip()


def read_numbering(root: Any, of_style: Mapping[str, str]) -> Numbering:
    """Read the w:numbering element (None where a document has none).

    `of_style` gives for a numbering style's id the list (numId) that it names.
    """
    if root is None:
        return Numbering({})
    levels: dict[str, tuple[Level, ...]] = {}
    links: dict[str, str] = {}
    for abstract in root.iterchildren(f"{W}abstractNum"):
        name = abstract.get(f"{W}abstractNumId", "")
        levels[name] = _levels(abstract)
        if link := value(abstract, "numStyleLink"):
            links[name] = link
    instances = {num.get(f"{W}numId", ""): num for num in root.iterchildren(f"{W}num")}
    lists = {}
    for name, num in instances.items():
        abstract = value(num, "abstractNumId") or ""
        linked = instances.get(of_style.get(links.get(abstract, ""), ""))
        if linked is not None:
            abstract = value(linked, "abstractNumId") or ""
        if abstract in levels:
            lists[name] = _overridden(num, abstract, levels[abstract])
    return Numbering(lists)


def value(parent: Any, name: str) -> str | None:
    """The w:val of the first w:`name` below an element; "" for one without a value, None when there is none."""
    child = parent.find(f"{W}{name}")
    return None if child is None else str(child.get(VAL, ""))


def _levels(parent: Any) -> tuple[Level, ...]:
    found = {_number(level.get(f"{W}ilvl"), 0): _level(level) for level in parent.iterchildren(f"{W}lvl")}
    return tuple(found.get(at, Level()) for at in range(_LEVELS))


def _level(level: Any) -> Level:
    # Word wraps newer formats with a fallback that older programs know.
    form = value(level, "numFmt") or next((item.get(VAL, "") for item in level.iter(f"{W}numFmt")), "decimal")
    restart = value(level, "lvlRestart")
    legal = value(level, "isLgl")
    return Level(
        start=_number(value(level, "start"), 0),
        form=form,
        text=(value(level, "lvlText") or "")[:_LONGEST_LABEL],
        style=value(level, "pStyle") or "",
        restart=None if restart is None else _number(restart, 0),
        legal=legal is not None and legal not in {"0", "false", "off"},
    )


def _overridden(num: Any, abstract: str, levels: tuple[Level, ...]) -> _List:
    own = list(levels)
    starts: dict[int, int] = {}
    for override in num.iterchildren(f"{W}lvlOverride"):
        at = _number(override.get(f"{W}ilvl"), 0)
        if not 0 <= at < _LEVELS:
            continue
        level = override.find(f"{W}lvl")
        if level is not None:
            own[at] = _level(level)
        start = value(override, "startOverride")
        if start is not None:
            starts[at] = _number(start, 1)
    return _List(abstract, tuple(own), starts)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise
