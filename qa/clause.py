"""What a clause of responsibility is, as it is found in a text and as it is resolved."""

from dataclasses import dataclass
from typing import Literal

from index import Document

# 牵头; 负责 or 责任单位, which lead where nobody 牵头; 按职责分工负责, each for its own part; 配合
Kind = Literal["first", "duty", "each", "support"]


@dataclass(slots=True)
class Named:
    """The characters of a body, and as what it is named; `stem` completes its name (公安、卫生健康等部门: 部门)."""

    start: int
    end: int
    kind: Kind
    stem: str = ""


@dataclass(slots=True)
class Found:
    """A clause's characters and its bodies in the order of the text, before anything is resolved."""

    start: int
    end: int
    named: list[Named]
    within: bool = False  # inside a sentence, which it does not close
    task: tuple[int, int] | None = None  # the cell of a table that names the measure


@dataclass(frozen=True, slots=True)
class Body:
    """A body named in a clause: its resolved Chinese name, and its exact characters in the document's text."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """Who does what: `start`..`end` are the clause's own characters, its brackets or labels included.

    `measure` is the span that the clause closes, from its heading or item on; for a clause inside a sentence
    (由市园林局牵头，…) that sentence, for a table row the cell that names the task. `path` holds the headings of the
    measure from the top. Offsets are half-open, into `document.text`.
    """

    document: Document
    path: tuple[str, ...]
    measure: tuple[int, int]
    start: int
    end: int
    lead: tuple[Body, ...]
    support: tuple[Body, ...]

    @property
    def bodies(self) -> tuple[Body, ...]:
        """All bodies, those that lead first."""
        return self.lead + self.support
