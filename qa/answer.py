"""The answer's types: spans of source text, and what is built from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from index import Chunk, Hit, Validity

Reason = Literal["empty", "too_long", "not_covered", "off_topic", "unsupported"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start`..`end` (half-open) of the hit's document; `score` ranks them among the sentences read.

    `marks` are the characters in them that the reader takes for the answer, best first, each with its probability;
    `answerable` (0 to 1) is how sure it is that their passage answers.
    """

    hit: Hit
    start: int
    end: int
    score: float
    marks: tuple[tuple[int, int, float], ...] = ()
    answerable: float = 0.0

    @property
    def inner(self) -> tuple[int, int] | None:
        """The likeliest characters, or None."""
        return self.marks[0][:2] if self.marks else None

    @property
    def likely(self) -> float:
        """How likely it is (0 to 1) that the characters that answer stand here."""
        return min(1.0, sum(mark[2] for mark in self.marks))


@dataclass(frozen=True, slots=True)
class Citation:
    """The proof numbered [`number`] in the answer's text: a slice of its chunk's document.

    `validity` is that of the document on the day for which the question was asked.
    """

    number: int
    chunk: Chunk
    start: int
    end: int
    validity: Validity = Validity()  # noqa: RUF009 -- it is frozen

    def __post_init__(self) -> None:
        if not self.chunk.start <= self.start < self.end <= self.chunk.end:
            raise ValueError(f"citation {self.number}: {self.start}-{self.end} is not inside its passage")

    @property
    def quote(self) -> str:
        """The exact characters of the document between `start` and `end`."""
        return self.chunk.document.text[self.start : self.end]

    @property
    def page(self) -> int | None:
        """The number (from 1) of the page on which the quote begins; None where the document has no pages."""
        return self.chunk.document.page(self.start)


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask` returns. Declined (`answered` false): `reason` is set and there are no citations.

    `text` holds the quoted sentences with their numbers; `short` exact substrings of quotes; `confidence` is
    0 to 1, also when declined; `hits` the leading passages, also when declined; `timings` milliseconds by stage.
    `headline` is what of the text's beginning is the short answer in words, shown in bold. `understood` is what
    a follow-up was taken for, None for a question that stands alone. `warnings` are sentences in the asker's language,
    one for each cited document that is not in force, with its markers ("[1] was repealed on May 1, 2020."); they are
    to be shown beside the answer, as plain text: titles of documents stand in them.
    """

    question: str
    answered: bool
    text: str
    short: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    confidence: float = 0.0
    reason: Reason | None = None
    timings: Mapping[str, float] = field(default_factory=dict)
    headline: str = ""
    understood: str | None = None
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.answered == (self.reason is None) == bool(self.citations):
            raise ValueError("an answer has citations and no reason, a declined one a reason and no citations")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")
        if not all(any(short in citation.quote for citation in self.citations) for short in self.short):
            raise ValueError("a short answer stands in no quote")
        if not self.text.startswith(self.headline):
            raise ValueError("the headline does not begin the text")
        if self.warnings and not self.answered:
            raise ValueError("a declined answer cites nothing to warn of")
