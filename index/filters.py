"""Which documents a question may be answered from."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from index.documents import Document
from index.errors import UsageError

_FIELDS: Mapping[str, Callable[[Document], tuple[str | None, ...]]] = {
    "document_id": lambda document: (document.id,),
    "source": lambda document: document.sources,
    "title": lambda document: (document.title,),
    "reference": lambda document: (document.reference,),
    "issuer": lambda document: (document.issuer,),
    "year": lambda document: (str(document.issued.year) if document.issued else None,),
}
_BOUNDS = ("issued_from", "issued_to")


def document_filter(filters: Mapping[str, Any] | None) -> Callable[[Document], bool]:
    """Filters by name -> a test of a document; all of them must hold.

    `document_id`, `source`, `title`, `reference`, `issuer` and `year` take one value or a list of which one must
    be equal; `issued_from` and `issued_to` an ISO date, inclusive (a document without a date is left out).
    Raises UsageError for an unknown filter or a value of the wrong type.
    """
    wanted: dict[str, set[str]] = {}
    bounds: dict[str, date] = {}
    for name, value in (filters or {}).items():
        if name in _FIELDS:
            wanted[name] = _values(name, value)
        elif name in _BOUNDS:
            bounds[name] = _date(name, value)
        else:
            raise UsageError(f"unknown filter {name!r}: use one of {', '.join([*_FIELDS, *_BOUNDS])}")
    first, last = bounds.get("issued_from", date.min), bounds.get("issued_to", date.max)

    def allowed(document: Document) -> bool:
        if bounds and not (document.issued and first <= document.issued <= last):
            return False
        return all(values.intersection(_FIELDS[name](document)) for name, values in wanted.items())

    return allowed


def _values(name: str, value: Any) -> set[str]:
    values = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    if not values or not all(isinstance(one, (str, int)) and not isinstance(one, bool) for one in values):
        raise UsageError(f"filter {name!r} takes a text or a list of texts, not {value!r}")
    return {str(one) for one in values}


def _date(name: str, value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(f"filter {name!r} takes a date such as 2021-10-11, not {value!r}") from None
