"""Which documents a question may be answered from."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from index.documents import READABLE, Document
from index.errors import UsageError
from index.fold import fold

_BOUNDS = ("issued_from", "issued_to")
_SPAN = re.compile(r"(\d{4})年?(?:[-/~–—至到](\d{4})年?)?")
_APART = re.compile(r"\s*[〔〕\[\]()【】﹝﹞{}〈〉]\s*第?\s*|(?<=\d)\s+(?=\d)")
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Choices:
    """What filters can choose from: each document's id, first source and title; issuers; years of issue; references."""

    documents: tuple[tuple[str, str, str], ...]
    issuers: tuple[str, ...]
    years: tuple[int, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """A document's values for a filter, and the tests of (value, wanted) by which another than the very value fits.

    A later test counts only where no document passes an earlier one.
    """

    values: Callable[[Document], tuple[str | None, ...]]
    tests: tuple[Callable[[str, str], bool], ...] = ()


def choices(documents: Sequence[Document]) -> Choices:
    """Every value that leaves a document: documents in their order, issuers by name, years from the latest on."""
    return Choices(
        documents=tuple((document.id, document.sources[0], document.title) for document in documents),
        issuers=tuple(sorted({document.issuer for document in documents if document.issuer})),
        years=tuple(sorted({document.issued.year for document in documents if document.issued}, reverse=True)),
        references=tuple(sorted({document.reference for document in documents if document.reference})),
    )


def matching_ids(filters: Mapping[str, Any] | None, documents: Sequence[Document]) -> frozenset[str]:
    """The ids of the documents that pass all the filters; all ids without filters, none when nothing fits.

    `document`, `document_id`, `source`, `title`, `reference`, `issuer` and `year` take one value or a list of which
    one must fit. Where documents have the very value, they alone are meant. Else case, width, white space and
    Traditional characters are overlooked, and there fits: of a `source` the end of its path, with or without .txt or
    .md; of a `title` or `issuer` a part (if that fits none, an issuer's abbreviation: characters of it in their order);
    of a `reference` a part, in any brackets ("61号" is no part of "161号"); as `year` of issue a range, "2019-2021".
    A `document` is an id, source, reference or title: the first that fits any. `issued_from` and `issued_to` take an
    ISO date, inclusive. A document without a date of issue passes no filter of time.
    Raises UsageError for an unknown filter or a value of the wrong type.
    """
    left = frozenset(document.id for document in documents)
    for _, found in _found(filters, documents):
        left &= frozenset[str]().union(*found.values())
    return left


def limited_ids(filters: Mapping[str, Any] | None, documents: Sequence[Document]) -> frozenset[str]:
    """`matching_ids` of filters that a person typed: never empty.

    Raises UsageError too, listing what there is, when a value fits no document (of several years one must fit) or the
    filters together leave none.
    """
    left = frozenset(document.id for document in documents)
    for name, found in _found(filters, documents):
        lost = [value for value, ids in found.items() if not ids]
        if lost and (name != "year" or len(lost) == len(found)):
            raise UsageError(f"no document has the {name} {', '.join(lost)}; there is {_listed(name, documents)}")
        left &= frozenset[str]().union(*found.values())
    if not left:
        raise UsageError(f"no document fits all these filters; there is {_listed('document', documents)}")
    return left


def _found(
    filters: Mapping[str, Any] | None, documents: Sequence[Document]
) -> Iterator[tuple[str, Mapping[str, frozenset[str]]]]:
    """Each filter's name, and by each of its values the ids that it fits."""
    for name, value in (filters or {}).items():
        if name == "document":
            yield name, {wanted: _named(wanted, documents) for wanted in _values(name, value)}
        elif name in _FIELDS:
            yield name, _fitting(_FIELDS[name], _values(name, value), documents)
        elif name in _BOUNDS:
            yield name, {str(value): _bounded(name, _date(name, value), documents)}
        else:
            raise UsageError(f"unknown filter {name!r}: use one of {', '.join(['document', *_FIELDS, *_BOUNDS])}")


def _named(wanted: str, documents: Sequence[Document]) -> frozenset[str]:
    found = (_fitting(_FIELDS[name], [wanted], documents)[wanted] for name in _NAMES)
    return next((ids for ids in found if ids), frozenset())


def _fitting(field: _Field, wanted: Sequence[str], documents: Sequence[Document]) -> Mapping[str, frozenset[str]]:
    holding: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for value in field.values(document):
            if value:
                holding[value].add(document.id)
    found = {}
    for one in wanted:
        tries = ({id_ for value, ids in holding.items() if test(value, one) for id_ in ids} for test in field.tests)
        found[one] = frozenset(holding.get(one) or next((ids for ids in tries if ids), ()))
    return found


def _bounded(name: str, bound: date, documents: Sequence[Document]) -> frozenset[str]:
    first, last = (bound, date.max) if name == "issued_from" else (date.min, bound)
    return frozenset(document.id for document in documents if document.issued and first <= document.issued <= last)


def _is_part(value: str, wanted: str) -> bool:
    part = _squeezed(wanted)
    return bool(part) and part in _squeezed(value)


def _is_abbreviation(value: str, wanted: str) -> bool:
    rest = iter(_squeezed(value))
    return len(wanted) > 1 and all(c in rest for c in _squeezed(wanted))


def _is_path_end(value: str, wanted: str) -> bool:
    path, end = _path(value), _path(wanted)
    suffix = next((suffix for suffix in READABLE if path.endswith(suffix)), "")
    return bool(end.strip("/")) and (path.endswith(end) or path.removesuffix(suffix).endswith(end))


def _is_reference_part(value: str, wanted: str) -> bool:
    part = _reference(wanted).strip("|")
    return any(c.isalnum() for c in part) and bool(re.search(rf"(?<!\d){re.escape(part)}(?!\d)", _reference(value)))


def _is_in_span(value: str, wanted: str) -> bool:
    first, last = _span(wanted)
    return first <= int(value) <= last


def _span(years: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(_squeezed(years))
    if not found:
        raise UsageError(f"filter 'year' takes a year such as 2021 or a range such as 2019-2021, not {years!r}")
    first, last = sorted((int(found[1]), int(found[2] or found[1])))
    return first, last


def _squeezed(text: str) -> str:
    return "".join(fold(text).split())


def _path(text: str) -> str:
    return "/" + _squeezed(text).replace("\\", "/").removeprefix("./").lstrip("/")


def _reference(text: str) -> str:
    """The parts of a reference number, a bar where a bracket or a gap between digits was."""
    return _squeezed(_APART.sub("|", fold(text)))


_FIELDS: Mapping[str, _Field] = {
    "document_id": _Field(lambda document: (document.id,)),
    "source": _Field(lambda document: document.sources, (_is_path_end,)),
    "title": _Field(lambda document: (document.title,), (_is_part,)),
    "reference": _Field(lambda document: (document.reference,), (_is_reference_part,)),
    "issuer": _Field(lambda document: (document.issuer,), (_is_part, _is_abbreviation)),
    "year": _Field(lambda document: (str(document.issued.year) if document.issued else None,), (_is_in_span,)),
}
_NAMES = ("document_id", "source", "reference", "title")


def _listed(name: str, documents: Sequence[Document]) -> str:
    """What could be asked for instead, as far as it can be read at one look."""
    values = _FIELDS["source" if name == "document" or name in _BOUNDS else name].values
    there = list(dict.fromkeys(value for document in documents for value in values(document) if value))
    more = f" and {len(there) - _LISTED} more (python -m index list)" if len(there) > _LISTED else ""
    return (", ".join(sorted(there)[:_LISTED]) or "none") + more


def _values(name: str, value: Any) -> list[str]:
    values = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    if not values or not all(isinstance(one, (str, int)) and not isinstance(one, bool) for one in values):
        raise UsageError(f"filter {name!r} takes a text or a list of texts, not {value!r}")
    texts = [str(one) for one in values]
    if name == "year":
        for text in texts:
            _span(text)
    return texts


def _date(name: str, value: Any) -> date:
    try:
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(f"filter {name!r} takes a date such as 2021-10-11, not {value!r}") from None
