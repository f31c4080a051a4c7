"""A short answer as it is shown: the source's characters, and beside them what they are in the asker's language."""

from collections.abc import Sequence

from index import Document
from qa.dates import dates, filled, written
from qa.language import Language
from qa.messages import listed, message
from qa.names import NameFinder
from qa.quantities import explained, quantities

Place = tuple[int, int]


def shown(document: Document, places: Sequence[Place], language: Language, names: NameFinder) -> str:
    """The places of a document as a series, each with its figures, dates and names explained where that helps."""
    return listed([_one(document, start, end, language, names) for start, end in places], language)


def about(document: Document) -> str:
    """What tells of which city a document speaks: its title and issuer."""
    return f"{document.title} {document.issuer or ''}"


def _one(document: Document, start: int, end: int, language: Language, names: NameFinder) -> str:
    text = document.text[start:end]
    notes = [*_dates(document, start, end, language), *_figures(text, language)]
    if notes:
        return message("figure.explained", language, quote=text, explained="; ".join(notes))
    return names.with_names(text, language, about(document))


def _dates(document: Document, start: int, end: int, language: Language) -> list[str]:
    """Dates of a quote: in full in the asker's language; in Chinese only the year that context leaves out."""
    found = []
    for date in dates(document.text, start, end):
        note = filled(date, document, language)
        if note is None and language not in {"zh", "zh-Hant"} and date.month:
            note = written(date, language)
        if note:
            found.append(note)
    return found


def _figures(text: str, language: Language) -> list[str]:
    return [note for one in quantities(text) if one.kind != "year" and (note := explained(one, language))]
