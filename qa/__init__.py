"""Answers with exact quotes from the index, or an honest no."""

from qa.answer import Answer, Citation, Reason, Span
from qa.ask import ask, explain
from qa.question import language_of
from qa.reader import READ
from qa.render import visible
from qa.trace import Trace, leading

__all__ = [
    "READ",
    "Answer",
    "Citation",
    "Reason",
    "Span",
    "Trace",
    "ask",
    "explain",
    "language_of",
    "leading",
    "visible",
]
