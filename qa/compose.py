"""Spans -> the answer's sheet: the short answer first, then the quoted sentences it stands in."""

from collections.abc import Sequence
from dataclasses import replace

from index import Document, fold
from qa.answer import Span
from qa.claims import Statement, claim_of, time_before
from qa.dates import Date
from qa.dates_written import written
from qa.kinds import Asked, Kind
from qa.knowledge import Knowledge
from qa.language import Language
from qa.messages import message
from qa.sheet import Sheet
from qa.short import FIGURES, Place, Shares, other_time, short_spans
from qa.shown import shown
from qa.year_of import year_of

LONGEST_TEXT = 400
"""Characters; beyond this an answer is a page to read, not an answer."""
LONGEST_LONG_TEXT = 900
"""The same where several things are asked for, or a reason."""
LONG_KINDS: frozenset[Kind] = frozenset({"list", "compare", "conflict", "reason", "how", "definition"})

MOST_QUOTES = 3
MOST_LONG_QUOTES = 5
MARKER = 8
"""Characters that quotation marks, number and line break add to a quote."""
NEAR = 0.05
LONG_NEAR = 0.08
"""A sentence is quoted beside the best one when its score is at most this much lower."""


def room(asked: Asked) -> int:
    """The most characters of an answer's text."""
    return LONGEST_LONG_TEXT if asked.kind in LONG_KINDS else LONGEST_TEXT


def choose(spans: Sequence[Span], asked: Asked, used: int = 0) -> list[Span]:
    """The sentences to quote, best first: near the best in score, no two alike, short enough together.

    `used` characters of the text are taken already.
    """
    chosen: list[Span] = []
    length = used
    most, near = (MOST_LONG_QUOTES, LONG_NEAR) if asked.kind in LONG_KINDS else (MOST_QUOTES, NEAR)
    for span in spans:
        quote = quoted(span)
        length += len(quote) + MARKER
        if chosen and (len(chosen) == most or spans[0].score - span.score > near or length > room(asked)):
            break
        if fold(quote) not in {fold(quoted(other)) for other in chosen}:
            chosen.append(span)
    return chosen


def compose(sheet: Sheet, spans: Sequence[Span], asked: Asked, known: Knowledge, shares: Shares) -> None:
    """Write the short answer of the best sentence, where there is one, and the sentences near it; best first."""
    best = spans[0]
    document = best.hit.chunk.document
    words = ""
    if places := short_spans(best, asked, shares):
        words = at_its_time(best, places, asked, shown(document, places, sheet.language, known.names), sheet.language)
        sheet.answer(words, best.hit.chunk, places, (best.start, best.end))
    for span in choose(spans, asked, len(words) + MARKER):
        sheet.quote(span.hit.chunk, span.start, span.end)


def at_its_time(span: Span, places: Sequence[Place], asked: Asked, fact: str, language: Language) -> str:
    """A fact as it is shown; a target with its year, and a figure of a time not asked for with that time.

    What is to be reached by a year is not what there is, and the first half is not the year.
    """
    if not FIGURES.issuperset(asked.kinds):
        return fact
    document = span.hit.chunk.document
    claim = claim_of(Statement(document, span.start, span.end, (places[0][0], places[-1][1])))
    if claim.aim and (when := time_before(document, span.start, places[0][0])):
        return dated("change.target", when, document, fact, language)
    times = {other_time(span, place, asked) for place in places}
    other = times.pop() if len(times) == 1 else None
    return dated("change.line", other, document, fact, language) if other else fact


def dated(key: str, when: Date, document: Document, fact: str, language: Language) -> str:
    """The message `key` with a date of the document, its year filled in, and a fact."""
    said = written(replace(when, year=year_of(when, document)), language)
    return message(key, language, when=said, fact=fact)


def quoted(span: Span) -> str:
    """The characters of a span."""
    return span.hit.chunk.document.text[span.start : span.end]
