"""Whether a document is in force on a day: by what it says of itself, and by what the others say of it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from index.cited import Cited, canonical_reference, cited, other_place, title_keys
from index.documents import Document
from index.validity_dates import UNDATED

Status = Literal["in_force", "not_yet", "expired", "repealed", "superseded"]
Ending = Literal["repealed", "superseded"]

_MOST = 50
"""A name that more documents bear tells none of them apart."""


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a document is in force on a day.

    `since` is the first day of that status, of "not_yet" the day on which the document comes into force; None where
    no date is known. `by` is the document of the index that repealed it or took its place, where one says so.
    """

    status: Status = "in_force"
    since: date | None = None
    by: Document | None = None


@dataclass(frozen=True, slots=True)
class _End:
    """That a document is ended by another, how, and from which day on (None: not known)."""

    status: Ending
    day: date | None
    by: Document


class Validities:
    """The validity of an index's documents on any day. What they say of each other is looked up once."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._ends = _without_rings(_ends(documents))

    def of(self, document: Document, as_of: date) -> Validity:
        """Whether a document of those given is in force on a day.

        Another document's word counts from the day on which that one is in force (its day of issue where it names
        none). A document of which no date is known is in force.
        """
        end = self._ends.get(document.id)
        if end and (end.day is None or end.day <= as_of):
            own = document.repealed if end.status == "repealed" else None
            return Validity(end.status, own if own and UNDATED < own <= as_of else end.day, end.by)
        if document.repealed and document.repealed <= as_of:
            return Validity("repealed", _dated(document.repealed))
        if document.expires and document.expires < as_of:
            return Validity("expired", _dated(document.expires) and document.expires + timedelta(days=1))
        if document.effective and as_of < document.effective:
            return Validity("not_yet", document.effective)
        return Validity("in_force", document.effective)


def status(document: Document, documents: Sequence[Document], as_of: date) -> Validity:
    """Whether a document is in force on a day, as all documents of its index have it; see `Validities.of`."""
    return Validities(documents).of(document, as_of)


def _dated(day: date) -> date | None:
    return None if day == UNDATED else day


class _Names:
    """Documents by what they can be called; those of a name ordered by date, the undated first."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents: defaultdict[str, list[Document]] = defaultdict(list)
        for document in sorted(documents, key=lambda one: (_issued(one), one.id)):
            for key in {*_keys(document), *document.sources, document.id}:
                self._documents[key].append(document)
        self._days = {key: [_issued(one) for one in named] for key, named in self._documents.items()}

    def older(self, key: str, day: date | None) -> Sequence[Document]:
        """The documents called so that are not known to be of that day or later; none where the name is too common."""
        named = self._documents.get(key, [])
        found = named if day is None else named[: bisect_left(self._days.get(key, ()), day)]
        return found if len(found) <= _MOST else ()

    def called(self, key: str) -> Sequence[Document]:
        """The documents called so; none where the name is too common."""
        return self.older(key, None)


def _issued(document: Document) -> date:
    return document.issued or document.effective or date.min


def _keys(document: Document) -> set[str]:
    reference = {canonical_reference(document.reference)} if document.reference else set()
    return reference | title_keys(document.title)


def _ends(documents: Sequence[Document]) -> Mapping[str, _End]:
    """By the id of each document that others end: how the first of them does."""
    enders = [one for one in documents if one.repeals or one.replaces]
    names = _Names(documents if enders else ())
    ends: dict[str, _End] = {}
    for ender in sorted(enders, key=lambda one: (one.effective or one.issued or date.max, one.id)):
        day = ender.effective or ender.issued
        for ended in _replaced(ender, names):
            ends.setdefault(ended.id, _End("superseded", day, ender))
        for ended in _repealed(ender, names):
            ends.setdefault(ended.id, _End("repealed", day, ender))
    return ends


def _replaced(ender: Document, names: _Names) -> Iterator[Document]:
    """The documents whose place another takes by its own word: no date is asked, a corrected copy has the same."""
    for item in ender.replaces:
        said = cited(item)
        for key in (item, *([said.reference] if said.reference else said.titles)):
            yield from (one for one in names.called(key) if one.id != ender.id)


def _repealed(ender: Document, names: _Names) -> Iterator[Document]:
    """The older documents that another repeals."""
    day = ender.issued or ender.effective
    for item in ender.repeals:
        said = cited(item)
        for key in {*said.titles, *([said.reference] if said.reference else [])}:
            for one in names.older(key, day):
                if one.id != ender.id and _is_meant(said, one, ender):
                    yield one


def _is_meant(said: Cited, ended: Document, ender: Document) -> bool:
    """Whether what is called so is that document: of that number where it has one, else of the same place.

    Where no dates tell which of two is older, and each repeals the other's name, nothing does.
    """
    if said.reference and ended.reference:
        return canonical_reference(ended.reference) == said.reference
    if other_place(ended.issuer, ender.issuer):
        return False
    dated = (ended.issued or ended.effective) and (ender.issued or ender.effective)
    return bool(dated) or not any(_keys(ender) & cited(item).titles for item in ended.repeals)


def _without_rings(ends: Mapping[str, _End]) -> Mapping[str, _End]:
    """Of documents that end each other in a ring none is ended."""
    ringed: set[str] = set()
    seen: set[str] = set()
    for first in ends:
        path: dict[str, None] = {}
        at = first
        while at in ends and at not in seen and at not in path:
            path[at] = None
            at = ends[at].by.id
        if at in path:
            walked = list(path)
            ringed.update(walked[walked.index(at) :])
        seen.update(path)
    return {ended: end for ended, end in ends.items() if ended not in ringed}
