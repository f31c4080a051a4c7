"""What changes the index of a folder: build, add, sync and remove. Each writes one new generation, or none."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.changes import Changes, changes
from index.documents import (
    Document,
    KnownFiles,
    Reading,
    merge_documents,
    of_sources,
    read_documents,
    read_files,
)
from index.embed import load_embedder
from index.errors import IndexRefusedError, PolicyError, UnreadableError, UsageError
from index.filed import file_records, is_of, known_files
from index.folder import exists, writing
from index.fuse import WEIGHTS
from index.generation import Facts, Generation, read_generation, write_generation
from index.glossary import Entry, read_entries
from index.maker import SegmentMaker
from index.rules import how_made, manifest_of, rules
from index.store import Index, OpenEmbedder, default_folder
from index.versions import Places, Replaced, still_replaced, take_places


def build(
    paths: Sequence[Path],
    folder: Path | None = None,
    *,
    model: str | None = None,
    glossary: Sequence[Path] = (),
    open_embedder: OpenEmbedder = load_embedder,
) -> tuple[Index, Reading]:
    """Make the index of exactly these files and folders; what is made of unchanged documents is taken over.

    The rows of the `glossary` files (`index.glossary`) are kept in the index, their names before the shipped ones;
    those of the index before are not: like the documents, exactly what is given counts.
    Returns the index and what was read and skipped. Nothing is written, and no model loaded, when the folder already
    holds this index. Raises UnreadableError, UsageError or ModelError; the index that was there then stays.
    """
    folder = folder or default_folder()
    names = read_entries(glossary)
    found = read_documents(paths)
    with writing(folder):
        old = _old(folder)
        if old and found.documents == old.documents and _alike(old, model, names):
            return Index(old, open_embedder), found
        facts = Facts(names, file_records(found, found.documents))
        return _renew(folder, found.documents, old, open_embedder, model, facts), found


def add(
    paths: Sequence[Path],
    folder: Path | None = None,
    *,
    replaces: str | None = None,
    keep_both: bool = False,
    open_embedder: OpenEmbedder = load_embedder,
) -> tuple[Index, Changes]:
    """Add files and folders to an index; a source that is already there is replaced. Model: the index's own.

    A document also takes the place of what `replaces` names (source, id, reference or title), of what it names itself
    (front matter `replaces`), and of another source's document with its reference (see `index.versions`), unless
    `keep_both`. Nothing is written, and no model loaded, where nothing changes.
    Raises UnreadableError, UsageError, ModelError, IndexMissingError or IndexRefusedError; the index then stays.
    """
    folder = folder or default_folder()
    ready = read_generation(folder)
    found = read_documents(paths, _known(ready))
    with writing(folder):
        old = read_generation(folder, ready)
        read = {source for document in found.documents for source in document.sources}
        before = {source: document.id for document in old.documents for source in document.sources}
        there = _without(old.documents, read)
        unchanged = [document for document in found.documents if _is_there(document, before)]
        new = [document for document in found.documents if replaces or not _is_there(document, before)]
        places = Places(tuple(new)) if keep_both else take_places(there, new, old.facts.replaced, replaces)
        gone = {one.id for one in places.replaced}
        documents = merge_documents([*(one for one in there if one.id not in gone), *unchanged, *places.documents])
        facts = _facts(old.facts, documents, found, places.replaced)
        kept = tuple(one for one in found.skipped if one.failed and any(is_of(one.source, name) for name in before))
        told = changes(old.documents, documents, found, places=places, kept=kept)
        if documents == old.documents and facts == old.facts:
            return Index(old, open_embedder), told
        return _renew(folder, documents, old, open_embedder, old.manifest["model"], facts), told


def sync(
    paths: Sequence[Path],
    folder: Path | None = None,
    *,
    allow_empty: bool = False,
    open_embedder: OpenEmbedder = load_embedder,
) -> tuple[Index, Changes]:
    """Make the index hold what these folders hold: new files added, changed ones replaced, missing ones removed.

    As `build`, but with the index's own model and names, and told by source. A file that cannot be read now keeps its
    former text. Where there is no index one is made.
    Raises UnreadableError when a folder is missing or cannot be opened, UsageError when the index would be emptied
    and not `allow_empty`, and what `add` raises; the index then stays.
    """
    folder = folder or default_folder()
    for path in paths:
        _check_open(path)
    ready = read_generation(folder) if exists(folder) else None
    found = read_files(paths, _known(ready) if ready else None)
    with writing(folder):
        old = read_generation(folder, ready) if exists(folder) else None
        before = old.documents if old else ()
        failed = [one for one in found.skipped if one.failed]
        kept = tuple(one for one in failed if any(is_of(one.source, name) for name in _sources(before)))
        stay = {name for name in _sources(before) if any(is_of(one.source, name) for one in kept)}
        documents = merge_documents([*_without(before, _sources(before) - stay), *found.documents])
        if not documents and not allow_empty:
            raise _empty(paths, before)
        facts = _facts(old.facts if old else Facts(), documents, found)
        earlier = old.facts.replaced if old else ()
        told = changes(before, documents, found, kept=kept, replaced_before=earlier)
        if old and documents == before and facts == old.facts:
            return Index(old, open_embedder), told
        model = old.manifest["model"] if old else None
        return _renew(folder, documents, old, open_embedder, model, facts), told


def remove(names: Sequence[str], folder: Path | None = None, *, open_embedder: OpenEmbedder = load_embedder) -> Index:
    """Remove documents by source or id. Raises UsageError when a name is none (nothing is removed then)."""
    folder = folder or default_folder()
    ready = read_generation(folder)
    with writing(folder):
        old = read_generation(folder, ready)
        known = {name for document in old.documents for name in (document.id, *document.sources)}
        for name in names:
            if name not in known:
                raise UsageError(f"no document {name!r} in the index: python -m index list shows them")
        gone = set(names)
        documents = tuple(_without([document for document in old.documents if document.id not in gone], gone))
        facts = _facts(old.facts, documents)
        return _renew(folder, documents, old, open_embedder, old.manifest["model"], facts)


def _renew(
    folder: Path,
    documents: Sequence[Document],
    old: Generation | None,
    open_embedder: OpenEmbedder,
    model: str | None,
    facts: Facts,
) -> Index:
    """Write the generation of these documents; the model is opened only for what is not ready in the old one."""
    older = old.segments if old else ()
    manifest: Mapping[str, Any] = how_made(old.manifest) if old else {}
    alike = old is not None and _alike(old, model, facts.glossary)
    maker = SegmentMaker(lambda: open_embedder(model), facts.glossary, older, alike=alike)
    if not alike or not all(map(maker.has, documents)):
        embedder = open_embedder(model)
        open_embedder = lambda _: embedder  # noqa: E731
        same_weights = manifest.get("fingerprint") == embedder.fingerprint
        alike = alike and same_weights and manifest["settings"]["max_tokens"] == embedder.max_tokens
        older = older if same_weights else ()
        maker = SegmentMaker(lambda: embedder, facts.glossary, older, alike=alike)
        manifest = manifest_of(embedder, model)
    return Index(write_generation(folder, maker.segments(documents), facts, manifest, old), open_embedder)


def _alike(old: Generation, model: str | None, glossary: tuple[Entry, ...]) -> bool:
    """Whether what the old generation holds of a document is what would be made of it now, by the same weights."""
    made = old.manifest
    whole = bool(len(old.sentences)) or not old.chunks
    by_rules = made["model"] == model and made["settings"]["rules"] == rules() and made["weights"] == dict(WEIGHTS)
    return whole and by_rules and old.glossary == glossary


def _facts(
    old: Facts, documents: Sequence[Document], found: Reading | None = None, replaced: Sequence[Replaced] = ()
) -> Facts:
    """What is recorded beside these documents, after a reading and with what it newly replaced."""
    files = file_records(found, documents, old.files)
    return Facts(old.glossary, files, still_replaced(documents, old.replaced, replaced))


def _known(old: Generation) -> KnownFiles:
    """What need not be read again; by other rules, all must."""
    return known_files(old.facts.files, old.documents) if old.manifest["settings"]["rules"] == rules() else {}


def _old(folder: Path) -> Generation | None:
    """The generation to take vectors from; none when there is none or it cannot be trusted (it is made anew)."""
    try:
        return read_generation(folder) if exists(folder) else None
    except IndexRefusedError:
        return None


def _without(documents: Iterable[Document], sources: set[str]) -> list[Document]:
    kept = []
    for document in documents:
        left = tuple(source for source in document.sources if source not in sources)
        if left:
            kept.append(of_sources(document, left))
    return kept


def _sources(documents: Iterable[Document]) -> set[str]:
    return {source for document in documents for source in document.sources}


def _is_there(document: Document, before: Mapping[str, str]) -> bool:
    return all(before.get(source) == document.id for source in document.sources)


def _check_open(path: Path) -> None:
    """Raises UnreadableError for a folder that is missing or has one below it that cannot be opened, UsageError for a
    file.
    """

    def refuse(error: OSError) -> None:
        raise UnreadableError(f"{error.filename} cannot be opened ({error.strerror}): nothing was changed")

    if not path.exists():
        raise UnreadableError(f"{path} is not there: nothing was changed; is its drive connected?")
    if not path.is_dir():
        raise UsageError(f"{path} is no folder: sync would remove all else; to add or replace one file: add")
    for _ in os.walk(path, onerror=refuse, followlinks=False):
        pass


def _empty(paths: Sequence[Path], before: Sequence[Document]) -> PolicyError:
    names = ", ".join(map(str, paths))
    if not before:
        return UnreadableError(f"nothing to read in {names}: give a folder that holds some documents")
    return UsageError(
        f"{names} holds nothing that can be read, so all {len(before)} documents would be removed: "
        "nothing was changed; --allow-empty does it"
    )
