"""Answers with exact quotes from the index, or an honest no."""

from qa.answer import Answer, Citation, Reason, Span
from qa.ask import ask, decline_features, explain
from qa.extract import FILE as READER_FILE
from qa.extract import Extract, Reader, SpanReader, load_reader
from qa.extract import Reading as PassageReading
from qa.question import language_of
from qa.reader import READ
from qa.render import visible
from qa.trace import Trace, leading

__all__ = [
    "READ",
    "READER_FILE",
    "Answer",
    "Citation",
    "Extract",
    "PassageReading",
    "Reader",
    "Reason",
    "Span",
    "SpanReader",
    "Trace",
    "ask",
    "decline_features",
    "explain",
    "language_of",
    "leading",
    "load_reader",
    "visible",
]
