"""Answers with exact quotes from the index, or an honest no."""

from qa.answer import Answer, Citation, Reason, Span
from qa.ask import ask

__all__ = ["Answer", "Citation", "Reason", "Span", "ask"]
