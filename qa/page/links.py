"""Links inside the page: each carries all that it opens, so that one kept with a conversation opens as long as it lives."""

from collections.abc import Sequence

PREFIX = "#open="


def open_link(document_id: str, spans: Sequence[tuple[int, int]] = (), number: int | None = None) -> str:
    """The href that opens a document in the source viewer at spans of it, half-open code points; safe in an attribute.

    Without spans it opens at the beginning. `number` is that of the citation. Raises ValueError for an id that is not
    letters and digits.
    """
    if not document_id.isalnum() or not document_id.isascii():
        raise ValueError(f"{document_id!r} is not the id of a document")
    at = ",".join(f"{start}-{end}" for start, end in spans)
    return f"{PREFIX}{document_id}" + (f";at={at}" if at else "") + (f";n={number}" if number is not None else "")
