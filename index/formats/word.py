"""Word documents (.docx, .docm, .dotx) -> text, with headings by style and the numbers that Word puts in front."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from posixpath import join, normpath
from typing import Any
from zipfile import ZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

from index.errors import UnreadableError
from index.formats.extracted import Extracted, TextWriter
from index.formats.package import broken, open_package, read_member
from index.formats.titles import joined_title, title_of
from index.formats.word_blocks import Blocks, Line
from index.formats.word_numbering import W, read_numbering
from index.formats.word_styles import Styles
from index.metadata import find_reference

_TYPES = "[Content_Types].xml"
_MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_MAIN_TYPES = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template"
    rb"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml"
)
_NO_TEXT = re.compile(r"[\s\d—–\-/第页共頁of]*|Page\s*\d*(?: of \d*)?", re.I)  # a page number
_PICTURES = ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata")


def read_docx(data: bytes) -> Extracted:
    """Read paragraphs, tables, text boxes and notes in the order of reading, as the document prints.

    Headings are the paragraphs whose style or outline level says so, the title (style Title) at level 1; it is also
    fields["title"]. Tracked insertions are in the text, deletions and hidden text out. Raises UnreadableError for what
    is encrypted, broken, or too large.
    """
    with open_package(data, ".docx") as package:
        try:
            return _read(_opened(package, data))
        except (UnreadableError, MemoryError):
            raise
        except Exception as error:  # python-docx raises what its parts raise: KeyError, ValueError, errors of lxml
            raise broken(".docx") from error


def _read(document: Any) -> Extracted:
    blocks = _blocks(document.part)
    writer = TextWriter()
    lines = [line for line in blocks.lines(document.element.body) if line.text.strip()]
    head, missed = _page_heads(document, "".join(line.text for line in lines))
    writer.lines(head)
    for line in lines:
        if line.level:
            writer.heading(line.text, line.level)
        else:
            writer.line(line.text)
    extracted = writer.extracted()
    title = _title(lines, extracted, document)
    notes = tuple(_notes(document.part, blocks, missed))
    return replace(extracted, fields={"title": title} if title else {}, notes=notes)


def _opened(package: ZipFile, data: bytes) -> Any:
    types = read_member(package, _TYPES, ".docx")
    if _OTHER_MAIN_TYPES.search(types):
        return docx.Document(_mended(package))
    try:
        return docx.Document(BytesIO(data))
    except KeyError:
        return docx.Document(_mended(package))


def _mended(package: ZipFile) -> BytesIO:
    """The package as python-docx opens it: of the type of plain documents, without relations to parts it lacks.

    Word opens these, and writes them where a picture was removed.
    """
    names = set(package.namelist())
    copy = BytesIO()
    with ZipFile(copy, "w") as written:
        for name in dict.fromkeys(package.namelist()):
            part = read_member(package, name, ".docx")
            if name == _TYPES:
                part = _OTHER_MAIN_TYPES.sub(_MAIN_TYPE, part)
            elif name.endswith(".rels"):
                part = _without_lost(part, PurePosixPath(name).parent.parent, names)
            written.writestr(name, part)
    copy.seek(0)
    return copy


def _without_lost(relations: bytes, folder: PurePosixPath, names: set[str]) -> bytes:
    root = parse_xml(relations)
    for relation in list(root):
        target = normpath(join("/", folder, relation.get("Target", ""))).lstrip("/")
        if relation.get("TargetMode") != "External" and target not in names:
            root.remove(relation)
    mended: bytes = serialize_part_xml(root)
    return mended


def _blocks(part: Any) -> Blocks:
    styles = Styles(_root(part, RELATIONSHIP_TYPE.STYLES))
    numbering = read_numbering(_root(part, RELATIONSHIP_TYPE.NUMBERING), styles.lists_of_styles())
    notes = {}
    for kind, relation in (("footnote", RELATIONSHIP_TYPE.FOOTNOTES), ("endnote", RELATIONSHIP_TYPE.ENDNOTES)):
        root = _root(part, relation)
        for note in () if root is None else root.iterchildren(f"{W}{kind}"):
            notes[kind, note.get(f"{W}id", "")] = note
    return Blocks(styles, numbering, notes)


def _root(part: Any, relation: str) -> Any:
    """The root element of a part that a part relates to, or None."""
    for relationship in part.rels.values():
        if relationship.reltype == relation and not relationship.is_external:
            return parse_xml(relationship.target_part.blob)
    return None


def _page_heads(document: Any, body: str) -> tuple[list[str], bool]:
    """The lines of the first header that holds a reference (发文字号), as a letterhead does, where the text has not.

    Also whether headers or footers hold anything else than page numbers and what the text says too.
    """
    body = "".join(body.split())
    missed = False
    for header in _headers(document):
        lines = [line.text for line in _blocks(header.part).lines(header._element) if line.text.strip()]
        new = [line for line in lines if not _NO_TEXT.fullmatch(line) and "".join(line.split()) not in body]
        if any(map(find_reference, new)):
            return new, missed
        missed = missed or bool(new)
    return [], missed


def _headers(document: Any) -> Iterator[Any]:
    for section in document.sections:
        for header in (section.first_page_header, section.header, section.first_page_footer, section.footer):
            if not header.is_linked_to_previous:
                yield header


def _title(lines: list[Line], extracted: Extracted, document: Any) -> str | None:
    titles = [line for line in lines if line.level]
    count = next((at for at, line in enumerate(titles) if not line.title), len(titles))
    if count:
        return joined_title([line.text for line in titles[:count]])
    if found := title_of(extracted.text, extracted.headings):
        return found
    # The title among the file's properties is often that of a template or of the file it was made from.
    named = " ".join((document.core_properties.title or "").split())
    return named if len(named) > 3 and any(line.text.strip() == named for line in lines[:20]) else None


def _notes(part: Any, blocks: Blocks, missed: bool) -> Iterator[str]:
    root = part.element
    if "contents" in blocks.left_out:
        yield "The table of contents is left out."
    if missed:
        yield "Headers and footers are left out."
    comments = _root(part, RELATIONSHIP_TYPE.COMMENTS)
    if comments is not None and (count := len(comments.findall(f"{W}comment"))):
        yield f"Comments are left out: {count}."
    if root.find(f".//{W}del") is not None or root.find(f".//{W}moveFrom") is not None:
        yield "Text that is deleted with track changes is left out."
    if count := sum(1 for _ in root.iter(*_PICTURES)):
        yield f"Pictures are left out: {count}; text in them is not read."
    if next(root.iter(f"{W}altChunk"), None) is not None:
        yield "A file inside the document is left out: paste its text."
