"""What is read out of a file: plain text, and beside it what plain text cannot say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file; every offset counts its code points.

    `headings` are (offset, level) of the lines that are headings by their style, level 1 the highest; `pages` the
    offsets at which its pages begin, from the first on, or () where the format has none. `fields` are what the file
    says of itself, by the names that front matter has (title, reference, issuer, date). `notes` say, a sentence each,
    what of the file is not in the text.
    """

    text: str
    headings: tuple[tuple[int, int], ...] = ()
    pages: tuple[int, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class TextWriter:
    """Puts paragraphs, headings, rows and pages one behind the other and keeps their offsets.

    Each paragraph becomes one line: what breaks lines in it becomes a space, and what is not printable is dropped.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._headings: list[tuple[int, int]] = []
        self._pages: list[int] = []

    def page(self) -> None:
        """Begin a page."""
        self._pages.append(self._length)

    def heading(self, text: str, level: int) -> None:
        """Add a heading (level 1 is the highest); a blank one is left out."""
        at = self._length
        if self.line(text):
            self._headings.append((at, level))

    def line(self, text: str) -> bool:
        """Add a paragraph; returns False for a blank one, which is left out."""
        line = " ".join(text.split()).translate(_UNPRINTED)
        if not line.strip():
            return False
        self._lines.append(line + "\n")
        self._length += len(line) + 1
        return True

    def lines(self, texts: Sequence[str]) -> None:
        """Add paragraphs."""
        for text in texts:
            self.line(text)

    def extracted(self, fields: Mapping[str, str] | None = None, notes: Sequence[str] = ()) -> Extracted:
        """All that was added."""
        return Extracted(
            "".join(self._lines), tuple(self._headings), tuple(self._pages), dict(fields or {}), tuple(notes)
        )


_UNPRINTED = dict.fromkeys([*range(0x20), 0x7F, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
