"""What is read out of a file: plain text, and beside it what plain text cannot say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file; every offset counts its code points.

    `headings` are (offset, level) of the lines that are headings by their style, level 1 the highest; `pages` the
    offsets at which its pages begin, from the first on, or () where the format has none. `fields` are what the file
    says of itself, by the names that front matter has (title, reference, issuer, date). `notes` say, a sentence each,
    what of the file is not in the text. `tabular`: all of it is rows of tables, so that nothing in the text is the
    file's own title, reference or date.
    """

    text: str
    headings: tuple[tuple[int, int], ...] = ()
    pages: tuple[int, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    tabular: bool = False


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
        line = _cleaned(text)
        if not line.strip():
            return False
        self._lines.append(line + "\n")
        self._length += len(line) + 1
        return True

    def line_over_pages(self, parts: Sequence[str]) -> bool:
        """Add a paragraph that runs over pages: a page begins with each of its parts but the first."""
        start = self._length
        added = self.line("".join(parts))
        line = self._lines[-1] if added else ""
        for count in range(1, len(parts)):
            at = len(_cleaned("".join(parts[:count])))
            self._pages.append(start + at + (line[at : at + 1] == " "))
        return added

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


def _cleaned(text: str) -> str:
    return " ".join(text.split()).translate(_UNPRINTED)
