"""Which of a text's headings are its title."""

from collections.abc import Sequence

from index.numbering import numbering


def title_of(text: str, headings: Sequence[tuple[int, int]]) -> str | None:
    """The headings at the top of a text that are its title: unnumbered, and no other stands as high; else None.

    `headings` are (offset, level) of whole lines in order. A title may go over several lines.
    """
    found: list[str] = []
    at = 0
    for offset, level in headings:
        if offset != at or level != headings[0][1]:
            break
        line = text[offset : text.find("\n", offset)]
        if numbering(line, markdown=False):
            break
        found.append(line)
        at = offset + len(line) + 1
    if not found or any(level <= headings[0][1] for _, level in headings[len(found) :]):
        return None
    return joined_title(found)


def joined_title(lines: Sequence[str]) -> str:
    """The lines of a title as one: nothing between Chinese characters, else a space."""
    joined = ""
    for line in lines:
        close = joined and min(joined[-1], line[:1]) > "\u2e7f"
        joined += line if close or not joined else f" {line}"
    return joined
