"""Spans -> Answer text: quoted sentences, numbered."""

from collections.abc import Sequence

from index import fold
from qa.answer import Citation, Span
from qa.question import Language

LONGEST_TEXT = 400
"""Characters; beyond this an answer is a page to read, not an answer."""

MOST_QUOTES = 3
NEAR = 0.05
"""A sentence is quoted beside the best one when its score is at most this much lower."""

SHORT = 120


def choose(spans: Sequence[Span]) -> list[Span]:
    """The sentences to quote, best first: near the best in score, no two alike, short enough together."""
    chosen: list[Span] = []
    length = 0
    for span in spans:
        quote = _quote(span)
        length += len(quote) + 8
        if chosen and (len(chosen) == MOST_QUOTES or spans[0].score - span.score > NEAR or length > LONGEST_TEXT):
            break
        if fold(quote) not in {fold(_quote(other)) for other in chosen}:
            chosen.append(span)
    return chosen


def cite(spans: Sequence[Span]) -> tuple[Citation, ...]:
    """The spans as citations, numbered from 1."""
    return tuple(Citation(number, span.hit.chunk, span.start, span.end) for number, span in enumerate(spans, 1))


def answer_text(citations: Sequence[Citation], language: Language) -> str:
    """One line a citation: the quote in the quotation marks of the asker's language, and its number."""
    opening, closing = ("「", "」") if language in {"zh-Hant", "ja"} else ("“", "”")
    return "\n".join(f"{opening}{citation.quote}{closing} [{citation.number}]" for citation in citations)


def short_answer(citations: Sequence[Citation]) -> tuple[str, ...]:
    """The best quote where it is short enough to be an answer on its own, else nothing."""
    return tuple(citation.quote for citation in citations[:1] if len(citation.quote) <= SHORT)


def _quote(span: Span) -> str:
    return span.hit.chunk.document.text[span.start : span.end]
