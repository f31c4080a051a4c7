"""E-books (.epub) -> text: the chapters in the order of the spine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from index.errors import UnreadableError
from index.formats.extracted import Extracted, TextWriter
from index.formats.package import broken, open_package, read_member
from index.formats.titles import title_of
from index.formats.web import write_chapter

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # disguised fonts, no protection
_CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of the book, by its name in the package."""

    name: str
    kind: str
    is_contents: bool


def read_epub(data: bytes) -> Extracted:
    """Read the chapters of a book, tables of contents left out.

    Its title, creator and date are fields title, issuer and date. Raises UnreadableError for a book that is
    protected, broken or too large.
    """
    with open_package(data, ".epub") as package:
        names = set(package.namelist())
        if _ENCRYPTION in names and _is_protected(_xml(package, _ENCRYPTION)):
            raise UnreadableError("is protected against copying (DRM): give a copy without protection")
        opf = _opf(_xml(package, _CONTAINER))
        book = _xml(package, opf)
        writer = TextWriter()
        missing = 0
        for item in _spine(book, dirname(opf)):
            if item.name not in names:
                missing += 1
            elif item.kind in _CHAPTERS and not item.is_contents:
                write_chapter(writer, read_member(package, item.name, ".epub"))
    extracted = writer.extracted()
    title = title_of(extracted.text, extracted.headings)
    notes = (f"Chapters are missing in the file: {missing}.",) if missing else ()
    return replace(extracted, fields=_fields(book, title), notes=notes)


def _xml(package: ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(read_member(package, name, ".epub"), parser)
    except etree.XMLSyntaxError:
        raise broken(".epub") from None


def _is_protected(encryption: Any) -> bool:
    methods = [element.get("Algorithm", "") for element in encryption.iter("{*}EncryptionMethod")]
    return any(method not in _FONTS for method in methods)


def _opf(container: Any) -> str:
    """The name of the file that describes the book."""
    for root in container.iter("{*}rootfile"):
        if path := root.get("full-path"):
            return normpath(str(path))
    raise broken(".epub")


def _spine(book: Any, folder: str) -> Iterator[_Item]:
    """The files of the book in the order of reading, each once."""
    items = {item.get("id", ""): _item(item, folder) for item in book.iter("{*}item") if item.get("href")}
    contents = {
        normpath(join(folder, unquote(reference.get("href", "").split("#")[0])))
        for reference in book.iter("{*}reference")
        if reference.get("type") == "toc"
    }
    read = set()
    for reference in book.iter("{*}itemref"):
        item = items.get(reference.get("idref", ""))
        if item and item.name not in read:
            read.add(item.name)
            yield replace(item, is_contents=item.is_contents or item.name in contents)


def _item(item: Any, folder: str) -> _Item:
    name = normpath(join(folder, unquote(item.get("href").split("#")[0])))
    return _Item(name, item.get("media-type", ""), "nav" in item.get("properties", "").split())


def _fields(book: Any, heading: str | None) -> Mapping[str, str]:
    said = {
        name: " ".join("".join(element.itertext()).split())
        for name in ("date", "creator", "title")
        for element in reversed(list(book.iter(f"{_DC}{name}")))
    }
    fields = {"title": said.get("title") or heading, "issuer": said.get("creator"), "date": said.get("date", "")[:10]}
    return {name: text for name, text in fields.items() if text}
