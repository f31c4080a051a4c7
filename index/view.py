"""An index as it may be shown: other characters at the same places, found by what stood there."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from index.documents import Document
from index.store import Index

_FACTS = ("title", "reference", "issuer", "notice")
_LISTS = ("sources", "repeals", "replaces")


def with_texts(index: Index, change: Callable[[str], str]) -> Index:
    """The index with every text that stands in its documents changed: theirs, their titles, headings, file names.

    `change` must keep the length of a text. Ids, offsets and vectors stay: what is searched is the index as it was,
    what is read, quoted and shown is as it is changed, and only that. Raises ValueError where a length changes.
    """
    made, embedder = index._generation, index.embedder
    documents = {document.id: _changed(document, change) for document in made.documents}

    @cache
    def path(headings: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(change, headings))

    sections = {
        id_: tuple(one if path(one.path) == one.path else replace(one, path=path(one.path)) for one in leaves)
        for id_, leaves in made.sections.items()
    }
    chunks = tuple(
        one
        if (document := documents[one.document.id]) is one.document and path(one.path) == one.path
        else replace(one, document=document, path=path(one.path))
        for one in made.chunks
    )
    shown = replace(made, documents=tuple(documents.values()), sections=sections, chunks=chunks)
    return Index(shown, lambda _: embedder)


def _changed(document: Document, change: Callable[[str], str]) -> Document:
    text = change(document.text)
    if len(text) != len(document.text):
        raise ValueError(f"{document.sources[0]}: a changed text must stay {len(document.text)} characters long")
    facts: dict[str, Any] = {name: change(fact) for name in _FACTS if (fact := getattr(document, name))}
    lists: dict[str, Any] = {name: tuple(map(change, getattr(document, name))) for name in _LISTS}
    changed = replace(document, text=text, **facts, **lists)
    return document if changed == document else changed
