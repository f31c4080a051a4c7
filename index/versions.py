"""Documents that take the place of others: those of the same reference, and those that are said to replace them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.documents import Document
from index.errors import UsageError
from index.fold import fold

# An annex, a reply or an explanation may carry the number of the document that it belongs to.
_BESIDE = re.compile(
    r"^\W*(?:附件|附表|附录|附图|附[:：])|解读|图解|问答|答记者问|说明$|答复|复函|^annex\b|^appendix\b|\breply\b|\binterpretation\b"
)
_NUMBER = re.compile(r"[〔\[(【{<〈]\s*(\d{4})年?[〕\])】}>〉]第?0*(\d+)号?")


@dataclass(frozen=True, slots=True)
class Replaced:
    """A document that another has replaced: its id, sources and reference, the other's id and source, and why."""

    id: str
    sources: tuple[str, ...]
    reference: str | None
    by: str
    by_source: str
    why: str


@dataclass(frozen=True, slots=True)
class Places:
    """What comes of documents that are to be added: those that are, whose place they take, and those left out.

    `left_out` are (source, why).
    """

    documents: tuple[Document, ...]
    replaced: tuple[Replaced, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


def reference_key(reference: str | None) -> str:
    """What the spellings of one reference have in common: 深测〔2021〕5号, 深测[2021]第05号; empty without one."""
    return _NUMBER.sub(r"|\1|\2", "".join(fold(reference or "").split()))


def take_places(
    there: Sequence[Document], new: Sequence[Document], earlier: Sequence[Replaced] = (), named: str | None = None
) -> Places:
    """Which of the documents `there` the new ones replace, and which of the new ones are left out.

    A new one replaces those that it names itself (`Document.replaces`) or `named` names, by source, id, reference or
    title, and those of its own reference; an annex, a reply or an explanation only such of its own title.
    Left out are one that is older, by its date of issue, than what has its reference, and one that was replaced before
    (`earlier`) by a document that is still there; but not where `named` names what it would replace.
    Raises UsageError when `named` names nothing that is there, or there are several new ones for it.
    """
    names = _Names(there)
    if named:
        return _in_the_place_of(named, names, new)
    former = {one.id: one for one in earlier if names.called(one.by)}
    taken: list[Document] = []
    replaced: dict[str, Replaced] = {}
    left_out = []
    for document in new:
        source = document.sources[0]
        if document.id in former and not names.called(document.id):
            left_out.append((source, f"its text was replaced by {former[document.id].by_source} before"))
            continue
        alike = [other for other in names.of_reference(document) if _is_version(other, document)]
        newer = next((other for other in alike if _is_older(document, other)), None)
        if newer:
            why = f"it is older than {newer.sources[0]}, which has the same reference {newer.reference}"
            left_out.append((source, why))
            continue
        taken.append(document)
        for other in alike:
            replaced[other.id] = _replaced(other, document, f"same reference {other.reference}")
        for other in (other for name in document.replaces for other in names.called(name)):
            if other.id != document.id:
                replaced[other.id] = _replaced(other, document, f"{source} says so")
    return Places(tuple(taken), tuple(replaced.values()), tuple(left_out))


class _Names:
    """Documents by all that they can be called."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_name: dict[str, list[Document]] = defaultdict(list)
        self._by_reference: dict[str, list[Document]] = defaultdict(list)
        self._by_title: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            for name in (document.id, *document.sources):
                self._by_name[name].append(document)
            if key := reference_key(document.reference):
                self._by_reference[key].append(document)
            if title := _title(document.title):
                self._by_title[title].append(document)

    def of_reference(self, document: Document) -> list[Document]:
        """Those that have a document's reference."""
        return self._by_reference.get(reference_key(document.reference), [])

    def called(self, name: str) -> list[Document]:
        """Those of this id, source, reference or title: of the first of these that any has."""
        by = (self._by_name, name), (self._by_reference, reference_key(name)), (self._by_title, _title(name))
        return next((there[key] for there, key in by if key in there), [])


def of_one_reference(documents: Iterable[Document]) -> list[tuple[str, tuple[str, ...]]]:
    """The references that several documents have as their own, with the documents' first sources."""
    by_key: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if document.reference and not _is_beside(document):
            by_key[reference_key(document.reference)].append(document)
    return [
        (of_key[0].reference or "", tuple(document.sources[0] for document in of_key))
        for of_key in by_key.values()
        if len(of_key) > 1
    ]


def still_replaced(
    documents: Iterable[Document], earlier: Iterable[Replaced], new: Iterable[Replaced] = ()
) -> tuple[Replaced, ...]:
    """What is still known as replaced: by a document that is there, and itself not there again."""
    there = {document.id: document for document in documents}
    by_source = {source: document for document in there.values() for source in document.sources}
    latest = {one.id: one for one in new}
    kept: dict[str, Replaced] = {}
    for one in [*earlier, *latest.values()]:
        while one.by in latest and one.by not in there:
            one = replace(one, by=latest[one.by].by, by_source=latest[one.by].by_source)
        now = there.get(one.by) or by_source.get(one.by_source)
        if now and one.id not in there:
            kept[one.id] = replace(one, by=now.id)
    return tuple(sorted(kept.values(), key=lambda one: (one.sources, one.id)))


def _in_the_place_of(name: str, names: _Names, new: Sequence[Document]) -> Places:
    if len(new) != 1:
        raise UsageError(f"--replaces says what one document replaces, but there are {len(new)}: add them one by one")
    found = names.called(name)
    if not found:
        raise UsageError(f"no document {name!r} in the index to replace: python -m index list shows them")
    others = (other for other in found if other.id != new[0].id)
    return Places(tuple(new), tuple(_replaced(other, new[0], "as told") for other in others))


def _replaced(old: Document, new: Document, why: str) -> Replaced:
    return Replaced(old.id, old.sources, old.reference, new.id, new.sources[0], why)


def _is_version(one: Document, other: Document) -> bool:
    """Whether two documents of one reference are two versions, and not one an annex of the other."""
    beside = _is_beside(one) or _is_beside(other)
    return one.id != other.id and (not beside or _title(one.title) == _title(other.title))


def _is_beside(document: Document) -> bool:
    return bool(_BESIDE.search(fold(document.title)))


def _is_older(one: Document, other: Document) -> bool:
    return bool(one.issued and other.issued and one.issued < other.issued)


def _title(text: str) -> str:
    return "".join(fold(text).split()).strip("《》")
