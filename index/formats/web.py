"""Web pages (.html, .htm, .xhtml) -> text, with h1 to h6 as headings."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, NavigableString

from index.decoding import decode
from index.errors import UnreadableError
from index.formats.extracted import Extracted, TextWriter
from index.formats.titles import title_of
from index.formats.web_blocks import web_lines, write_lines
from index.formats.web_main import find_main, page_fields
from index.formats.web_tokens import Measures, Token

MOST_TAGS = 1_000_000
_NOT_SHOWN = """
script style template noscript head title iframe object embed svg canvas audio video map select datalist button textarea
rt rp
"""
_DROPPED = frozenset(_NOT_SHOWN.split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_DECLARED = re.compile(
    rb"""<(?:\?xml\s[^>]{0,100}?encoding|meta\s[^>]{0,300}?charset)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_XML = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_VOID = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
_SELF_CLOSED = re.compile(rf"<(?!(?:{_VOID})\b)([a-zA-Z][\w:-]*)((?:\s[^<>]*)?)/>")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "iso-8859-1": "cp1252", "us-ascii": "cp1252"}


def read_html(data: bytes) -> Extracted:
    """Read the text of a page: paragraphs, headings, lists with their numbers, and tables; no menus, no scripts.

    Raises UnreadableError for what is no text in any encoding that is read, or holds more than MOST_TAGS tags.
    """
    text, notes = _decoded(data)
    soup = _parsed(text)
    tokens = _tokens(soup)
    measures = Measures(tokens)
    main = find_main(tokens, measures)
    writer = TextWriter()
    for span in (*main.before, main.span):
        write_lines(writer, web_lines(tokens, measures, span, main.left_out))
    extracted = writer.extracted()
    page = " ".join(token.text for token in tokens)
    named = soup.title.get_text() if soup.title else ""
    fields = page_fields(_metas(soup), named, page, extracted.text, title_of(extracted.text, extracted.headings))
    return replace(extracted, fields=fields, notes=notes)


def write_chapter(writer: TextWriter, data: bytes) -> None:
    """Add all the text of an (X)HTML file, as `read_html` reads it but without seeking a main part.

    Raises UnreadableError as `read_html` does.
    """
    tokens = _tokens(_parsed(_decoded(data)[0]))
    write_lines(writer, web_lines(tokens, Measures(tokens), (0, len(tokens))))


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and a note where bytes of it are in no encoding."""
    declared = _DECLARED.search(data, 0, 4096)
    name = declared[1].decode("ascii").lower() if declared else ""
    name = _WIDER.get(name, name)
    if b"\0" not in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        for encoding in ("utf-8-sig", name):
            try:
                return data.decode(encoding), ()
            except (UnicodeDecodeError, LookupError):
                continue
    try:
        return decode(data), ()
    except UnreadableError:
        if not name or b"\0" in data:
            raise
    try:
        text = data.decode(name, "replace")
    except LookupError:
        raise UnreadableError(f"is in an unknown encoding ({name}): save it as UTF-8") from None
    lost = text.count("\ufffd")
    if lost * 50 > len(text):
        raise UnreadableError(f"is not text in {name}, as it says it is: save it as UTF-8")
    return text, (f"Characters are broken in the file: {lost}, shown as \ufffd.",)


def _parsed(text: str) -> BeautifulSoup:
    if text.count("<") > MOST_TAGS:
        raise UnreadableError(f"holds more than {MOST_TAGS:,} tags: split it")
    xml = _XML.match(text)
    text = text[xml.end() :] if xml else text
    if xml or "www.w3.org/1999/xhtml" in text[:2000]:
        text = _SELF_CLOSED.sub(r"<\1\2></\1>", text)
    text = text.replace("\0", "")
    # Without a tag it would be taken for the name of a file, and warned of.
    return BeautifulSoup(text if "<" in text else f"<pre>{text}</pre>", "lxml")


def _metas(soup: BeautifulSoup) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        name = str(meta.get("name") or meta.get("property") or "").strip().lower()
        content = " ".join(str(meta.get("content") or "").split())
        if name and content:
            metas.setdefault(name, content)
    return metas


def _tokens(soup: BeautifulSoup) -> list[Token]:
    """The tags and texts of a page in order, what is not shown left out."""
    tokens: list[Token] = []
    open_tags: list[tuple[Token, Iterator[object]]] = [(Token(), iter(soup.contents))]
    while open_tags:
        token, children = open_tags[-1]
        child = next(children, None)
        if child is None:
            open_tags.pop()
            if token.name:
                token.end = len(tokens)
                tokens.append(Token(token.name, end=token.end, closes=True))
        elif type(child) in (NavigableString, CData):
            tokens.append(Token(text=str(child)))
        elif isinstance(child, Tag) and _is_shown(child):
            opened = Token(child.name.lower(), attributes=_attributes(child))
            tokens.append(opened)
            open_tags.append((opened, iter(child.contents)))
    return tokens


def _is_shown(tag: Tag) -> bool:
    if tag.name.lower() in _DROPPED or tag.has_attr("hidden"):
        return False
    return not _HIDDEN.search(str(tag.get("style") or ""))


def _attributes(tag: Tag) -> dict[str, str]:
    kept = {}
    for name, value in tag.attrs.items():
        kept[name.lower()] = value if isinstance(value, str) else " ".join(chain(value))
    if "reversed" in kept:
        kept["items"] = str(sum(1 for child in tag.contents if isinstance(child, Tag) and child.name == "li"))
    return kept
