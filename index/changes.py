"""What a write changes in an index, source by source."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.documents import Document, Reading, Skipped
from index.versions import Places, Replaced, of_one_reference


@dataclass(frozen=True, slots=True)
class Changes:
    """What `add` or `sync` did, by source; what was read and skipped is in `reading`.

    `unchanged` are sources that were read and are as they were. `kept` are those that cannot be read now: their former
    text stays. `left_out` are (source, why) of what was read and not taken; `warnings` are sentences.
    """

    reading: Reading
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    kept: tuple[Skipped, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


def changes(
    before: Iterable[Document],
    after: Iterable[Document],
    reading: Reading,
    *,
    places: Places | None = None,
    kept: tuple[Skipped, ...] = (),
    replaced_before: Iterable[Replaced] = (),
) -> Changes:
    """The difference of two states of an index, after a reading that led from the one to the other.

    `replaced_before` is what the state before knew as replaced: a warning tells what of it is there again.
    """
    documents = tuple(after)
    old, new = _ids(before), _ids(documents)
    read = {source for document in reading.documents for source in document.sources}
    replaced = places.replaced if places else ()
    taken = {source for one in replaced for source in one.sources}
    return Changes(
        reading,
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(source for source in new.keys() & old.keys() if new[source] != old[source])),
        unchanged=tuple(sorted(source for source in read & new.keys() & old.keys() if new[source] == old[source])),
        removed=tuple(sorted(old.keys() - new.keys() - taken)),
        replaced=replaced,
        kept=kept,
        left_out=places.left_out if places else (),
        warnings=(*_twins(documents, read), *_back(documents, replaced_before)),
    )


def _ids(documents: Iterable[Document]) -> dict[str, str]:
    return {source: document.id for document in documents for source in document.sources}


def _twins(documents: Iterable[Document], read: set[str]) -> Iterable[str]:
    for reference, sources in of_one_reference(documents):
        if read.intersection(sources):
            yield f"{' and '.join(sources)} have the same reference {reference}: all of them are kept and may answer"


def _back(documents: Iterable[Document], replaced_before: Iterable[Replaced]) -> Iterable[str]:
    there = {document.id: document.sources[0] for document in documents}
    for one in replaced_before:
        if one.id in there:
            yield f"{there[one.id]} was replaced by {one.by_source} before and is there again: it answers"
