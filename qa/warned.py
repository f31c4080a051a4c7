"""An answer with what must be said of the documents that it cites: which of them are not in force."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from index import Document, Validity
from qa.answer import Answer, Citation
from qa.dates import Date
from qa.dates_written import written
from qa.in_force import Standing
from qa.language import Language
from qa.messages import capitalised, message


def with_validity(answer: Answer, standing: Standing, language: Language) -> Answer:
    """The answer with the validity of each citation, and a warning for each document cited that is not in force."""
    citations = tuple(replace(one, validity=standing.of(one.chunk.document)) for one in answer.citations)
    documents = dict.fromkeys(one.chunk.document.id for one in citations)
    of = [[one for one in citations if one.chunk.document.id == document] for document in documents]
    warnings = tuple(_warning(several, language) for several in of if several[0].validity.status != "in_force")
    return replace(answer, citations=citations, warnings=warnings)


def standing_of(validity: Validity, language: str) -> str:
    """That a document is not in force, since when and by what, a sentence without its subject; "" for one that is."""
    told = cast(Language, language)
    return capitalised(_told_of(validity, "", told).strip()) if validity.status != "in_force" else ""


def _warning(citations: Sequence[Citation], language: Language) -> str:
    """What is to be said of a document by those of its citations that an answer has."""
    return _told_of(citations[0].validity, "".join(f"[{one.number}]" for one in citations), language)


def _told_of(validity: Validity, cited: str, language: Language) -> str:
    if validity.status in {"repealed", "superseded"}:
        on = message("validity.on", language, date=_day(validity.since, language)) if validity.since else ""
        by = message("validity.by", language, title=_called(validity.by, language)) if validity.by else ""
        return message(f"validity.{validity.status}", language, cited=cited, on=on, by=by)
    if validity.since is None:
        return message("validity.expired_undated", language, cited=cited)
    return message(f"validity.{validity.status}", language, cited=cited, date=_day(_told(validity), language))


def _told(validity: Validity) -> date | None:
    """The day that a warning names: of what has expired, the last one in force."""
    expired = validity.status == "expired" and validity.since
    return date.fromordinal(expired.toordinal() - 1) if expired else validity.since


def _day(day: date | None, language: Language) -> str:
    return written(Date(0, 0, day.year, day.month, day.day), language) if day else ""


def _called(document: Document, language: Language) -> str:
    title = document.title.removeprefix("《").removesuffix("》") if document.title.count("《") == 1 else document.title
    named = "validity.numbered" if document.reference else "validity.named"
    values = {"title": title, **({"reference": document.reference} if document.reference else {})}
    return message(named, language, **values)
