"""The sheet on which an answer is written: lines of text, and the citations that their markers name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index import Chunk
from qa.answer import Citation
from qa.language import Language
from qa.messages import message

Place = tuple[int, int]


@dataclass(slots=True)
class Sheet:
    """Collects an answer's text for an asker of `language`; what is cited twice has one number.

    The first `headed` lines are the short answer in words; the others hold the quotes. `given` are texts of ours whose
    numbers stand in no quote: titles, years of issue, counts. `needed` are numbers of citations that stay beside
    an equal quote: the clauses of two measures may read the same.
    """

    language: Language
    lines: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    headed: int = 0
    given: list[str] = field(default_factory=list)
    needed: set[int] = field(default_factory=set)
    _cited: list[tuple[Chunk, int, int]] = field(default_factory=list)

    def cite(self, chunk: Chunk, start: int, end: int) -> str:
        """The marker `[n]` of these characters of the chunk's document, cited from now on."""
        for number, (other, first, last) in enumerate(self._cited, 1):
            if other.document.id == chunk.document.id and first <= start and end <= last:
                return f"[{number}]"
        self._cited.append((chunk, start, end))
        return f"[{len(self._cited)}]"

    def answer(self, shown: str, chunk: Chunk, places: Sequence[Place], quote: Place) -> None:
        """The first line: the short answer as it is shown, and `places`, the same as exact characters of the quote."""
        self.lines.append(f"{shown} {self.cite(chunk, *quote)}")
        self.headed = 1
        self.short.extend(chunk.document.text[start:end] for start, end in places)

    def quote(self, chunk: Chunk, start: int, end: int) -> None:
        """A line with the quoted characters and their marker."""
        marker = self.cite(chunk, start, end)
        text = message("quote", self.language, text=chunk.document.text[start:end])
        self.lines.append(f"{text} {marker}")

    @property
    def text(self) -> str:
        """Everything written so far."""
        return "\n".join(self.lines)

    @property
    def headline(self) -> str:
        """The lines that are the short answer in words; "" where the quotes speak for themselves."""
        return "\n".join(self.lines[: self.headed])

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What is cited, in the order of the numbers."""
        return tuple(Citation(number, *cited) for number, cited in enumerate(self._cited, 1))
