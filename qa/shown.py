"""A short answer as it is shown: the source's characters, and beside them what they are in the asker's language."""

from collections.abc import Sequence

from index import Document
from qa.dates import dates
from qa.dates_written import filled, written
from qa.explained import explained
from qa.language import Language
from qa.messages import listed, message
from qa.names import NameFinder
from qa.quantities import quantities

Place = tuple[int, int]

_CHINESE = frozenset({"zh", "zh-Hant"})


def shown(document: Document, places: Sequence[Place], language: Language, names: NameFinder) -> str:
    """The places of a document as a series, each with its figures, dates and names explained where that helps."""
    return listed([_one(document, start, end, language, names) for start, end in places], language)


def about(document: Document) -> str:
    """What tells of which city a document speaks: its title and issuer."""
    return f"{document.title} {document.issuer or ''}"


def _one(document: Document, start: int, end: int, language: Language, names: NameFinder) -> str:
    text = document.text[start:end]
    notes = [*_dates(document, start, end, language), *_figures(text, language)]
    text = _dated(document, start, end, language) if language in _CHINESE else text
    if notes:
        return message("figure.explained", language, quote=text, explained="; ".join(notes))
    return names.with_names(text, language, about(document))


def _dates(document: Document, start: int, end: int, language: Language) -> list[str]:
    """Dates of a quote in full in the asker's language; none in Chinese."""
    if language in _CHINESE:
        return []
    named = dates(document.text, start, end)
    return [
        filled(date, document, language) or written(date, language) for date in named if date.month or not date.year
    ]


def _dated(document: Document, start: int, end: int, language: Language) -> str:
    """A quote in which each date has the year that context leaves out: 7月9日[2018年]."""
    text, at = "", start
    for date in dates(document.text, start, end):
        if note := filled(date, document, language):
            text, at = text + document.text[at : date.start] + note, date.end
    return text + document.text[at:end]


def _figures(text: str, language: Language) -> list[str]:
    """Amounts in the asker's language; what is only a number, with no unit of its own, says nothing beside a phrase."""
    return [
        note
        for one in quantities(text)
        if one.kind != "year" and (note := explained(one, language)) and (one.text == text or not note.isdecimal())
    ]
