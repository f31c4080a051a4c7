"""A question asked before, and what is known of its answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A question asked before, as typed, and what is known of its answer.

    `text` is what it was understood as, None where that is not known; `short` the answer's short texts, `path` the
    headings above its first cited passage, from the top, and `title` that document's title.
    """

    question: str
    text: str | None = None
    short: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    title: str = ""
