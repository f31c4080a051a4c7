"""Links inside the page: each carries all that it opens, so that one kept with a conversation lives as long as that."""

import re
from collections.abc import Sequence

PREFIX = "#open="
MOST_SPANS = 50
"""Spans that a link holds: a document's marks beyond these would not be looked at one by one."""

_LARGEST = 10**9
_NUMBER = r"(?:0|[1-9][0-9]{0,9})"
_LINK = re.compile(
    rf"{PREFIX}(?P<id>[0-9A-Za-z]{{1,128}})"
    rf"(?:;at=(?P<at>{_NUMBER}-{_NUMBER}(?:,{_NUMBER}-{_NUMBER}){{0,{MOST_SPANS - 1}}}))?"
    rf"(?:;n=(?P<n>{_NUMBER}))?"
)


def open_link(document_id: str, spans: Sequence[tuple[int, int]] = (), number: int | None = None) -> str:
    """The href that opens a document in the source viewer at spans of it, half-open code points; safe in an attribute.

    Without spans it opens at the beginning; of more than MOST_SPANS the first are kept. `number` is that of the
    citation. Raises ValueError for an id that is not letters and digits.
    """
    if not document_id.isalnum() or not document_id.isascii():
        raise ValueError(f"{document_id!r} is not the id of a document")
    at = ",".join(f"{start}-{end}" for start, end in spans[:MOST_SPANS])
    return f"{PREFIX}{document_id}" + (f";at={at}" if at else "") + (f";n={number}" if number is not None else "")


def parse_open(href: object) -> tuple[str, tuple[tuple[int, int], ...], int | None] | None:
    """The document's id, the spans and the number that `open_link` wrote; None for anything else.

    Links come from outside: what is returned is well formed (0 <= start < end <= 10^9, at most MOST_SPANS spans), but
    need not be in the index.
    """
    found = _LINK.fullmatch(href) if isinstance(href, str) else None
    if not found:
        return None
    pairs = [one.split("-") for one in found["at"].split(",")] if found["at"] else []
    spans = tuple((int(start), int(end)) for start, end in pairs)
    number = int(found["n"]) if found["n"] else None
    if any(start >= end or end > _LARGEST for start, end in spans) or (number or 0) > _LARGEST:
        return None
    return found["id"], spans, number
