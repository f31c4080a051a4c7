"""Which files an index was made of, so that one that is as it was need not be taken apart again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.documents import Document, KnownFiles, Reading


@dataclass(frozen=True, slots=True)
class Filed:
    """A file that was read: the SHA-256 of its bytes, and the ids of the documents that came of it."""

    sha256: str
    documents: tuple[str, ...]


def is_of(file: str, source: str) -> bool:
    """Whether a source is of a file: its own, or that of a file in it, where it is an archive."""
    return source == file or source.startswith(f"{file}/")


def file_records(
    found: Reading | None, documents: Iterable[Document], earlier: Mapping[str, Filed] | None = None
) -> dict[str, Filed]:
    """The files by their sources, earlier ones and those of a reading, of which all documents are in the index."""
    there = {(source, document.id) for document in documents for source in document.sources}
    ids = {id_ for _, id_ in there}
    records = dict(earlier or {})
    if found:
        names = dict(found.files)
        of_file: dict[str, list[str]] = defaultdict(list)
        for source, id_ in sorted((source, one.id) for one in found.documents for source in one.sources):
            of_file[_file_of(source, names)].append(id_)
        records |= {name: Filed(sha256, tuple(of_file[name])) for name, sha256 in names.items()}
    alive = {_file_of(source, records) for source, _ in there}
    return {
        name: filed
        for name, filed in sorted(records.items())
        if name in alive and filed.documents and ids.issuperset(filed.documents)
    }


def known_files(records: Mapping[str, Filed], documents: Sequence[Document]) -> KnownFiles:
    """The documents of each file that has them for itself: of one that is elsewhere too, its facts may be others'."""
    by_id = {document.id: document for document in documents}
    known = {}
    for name, filed in records.items():
        held = [by_id[id_] for id_ in dict.fromkeys(filed.documents) if id_ in by_id]
        own = all(is_of(name, source) for document in held for source in document.sources)
        if own and len(held) == len(set(filed.documents)):
            known[name, filed.sha256] = held
    return known


def _file_of(source: str, files: Mapping[str, object]) -> str:
    """The file of a source: itself, or the archive in front."""
    name = source
    while name and name not in files:
        name = name.rpartition("/")[0]
    return name or source
