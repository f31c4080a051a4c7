"""A web page as a flat list of tags and texts: what the readers of web pages and books walk over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

_BLOCKS = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer
form header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class Token:
    """A text (`name` is ""), the start of an element, or its end (`closes`).

    `end` is for a start the place of the element's end in the list of tokens.
    """

    name: str = ""
    text: str = ""
    attributes: Mapping[str, str] | None = None
    end: int = 0
    closes: bool = False

    def get(self, attribute: str) -> str:
        """The value of an attribute, "" where there is none."""
        return (self.attributes or {}).get(attribute, "")


class Measures:
    """How much text, and how much of it in links, stands between two places of a list of tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        sizes = [len("".join(token.text.split())) for token in tokens]
        inside = 0
        linked, links = [], []
        for place, token in enumerate(tokens):
            opens = token.name == "a" and not token.closes and place >= inside
            if opens:
                inside = token.end
            links.append(int(opens))
            linked.append(sizes[place] if place < inside else 0)
        self._sizes = [0, *accumulate(sizes)]
        self._linked = [0, *accumulate(linked)]
        self._links = [0, *accumulate(links)]

    def size(self, start: int, end: int) -> int:
        """Characters without white space."""
        return self._sizes[end] - self._sizes[start]

    def unlinked(self, start: int, end: int) -> int:
        """Those of them that are in no link."""
        return self.size(start, end) - (self._linked[end] - self._linked[start])

    def links(self, start: int, end: int) -> int:
        """The number of links."""
        return self._links[end] - self._links[start]


def starts(tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, Token]]:
    """The elements that start between two places, with theirs."""
    for place in range(start, end):
        if tokens[place].name and not tokens[place].closes:
            yield place, tokens[place]
