"""E-books: the chapters in the order of the spine, without tables of contents."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from index.errors import UnreadableError
from index.formats.book import read_epub

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
OPF = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>江口市公园手册</dc:title><dc:title>副题</dc:title><dc:creator>江口市园林局</dc:creator>
<dc:date>2022-03-04T00:00:00Z</dc:date></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="two" href="text/%E4%BA%8C.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/../text/one.xhtml#top" media-type="application/xhtml+xml"/>
<item id="toc" href="toc.xhtml" media-type="application/xhtml+xml"/>
<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>
<item id="picture" href="cover.png" media-type="image/png"/></manifest>
<spine><itemref idref="nav"/>
<itemref idref="picture"/><itemref idref="toc"/><itemref idref="one"/><itemref idref="two"/>
<itemref idref="one"/><itemref idref="gone"/><itemref idref="nothing"/></spine>
<guide><reference type="toc" href="toc.xhtml"/></guide></package>"""
PAGE = (
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
    "<body>{}</body></html>"
)
PARTS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": OPF,
    "OEBPS/nav.xhtml": PAGE.format("<nav>目录</nav>"),
    "OEBPS/toc.xhtml": PAGE.format("<p>目录</p>"),
    "OEBPS/cover.png": "png",
    "OEBPS/text/one.xhtml": PAGE.format("<h1>第一章 开放</h1><p>公园每天开放。<br/>雨天除外。</p>"),
    "OEBPS/text/二.xhtml": PAGE.format("<h1>第二章 树木</h1><ol><li>松<li>柏</ol><nav>返回</nav>"),
}


def book(parts: Mapping[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return data.getvalue()


def test_chapters_in_the_order_of_the_spine() -> None:
    extracted = read_epub(book(PARTS))
    assert extracted.text == "第一章 开放\n公园每天开放。\n雨天除外。\n第二章 树木\n1.松\n2.柏\n返回\n"
    assert extracted.headings == ((0, 1), (21, 1))
    assert extracted.fields == {"title": "江口市公园手册", "issuer": "江口市园林局", "date": "2022-03-04"}
    assert extracted.notes == ("Chapters are missing in the file: 1.",)


def test_a_book_that_says_nothing_of_itself() -> None:
    opf = OPF[: OPF.index("<dc:title>")] + OPF[OPF.index("</metadata>") :]
    assert read_epub(book({**PARTS, "OEBPS/book.opf": opf})).fields == {}


def encryption(method: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
        f'<e:EncryptedData><e:EncryptionMethod Algorithm="{method}"/></e:EncryptedData></encryption>'
    )


def test_a_protected_book_is_refused_and_one_with_disguised_fonts_read() -> None:
    locked = book({**PARTS, "META-INF/encryption.xml": encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")})
    with pytest.raises(UnreadableError, match="protect"):
        read_epub(locked)
    fonts = book({**PARTS, "META-INF/encryption.xml": encryption("http://www.idpf.org/2008/embedding")})
    assert "公园" in read_epub(fonts).text


@pytest.mark.parametrize("name", ["META-INF/container.xml", "OEBPS/book.opf"])
@pytest.mark.parametrize("part", [None, "<a", "<container/>"])
def test_broken_books_say_what_to_do(name: str, part: str | None) -> None:
    parts = {key: text for key, text in PARTS.items() if key != name}
    if part == "<container/>" and name.endswith(".opf"):
        assert read_epub(book({**parts, name: part})).text == ""
        return
    with pytest.raises(UnreadableError, match="save it again"):
        read_epub(book(parts if part is None else {**parts, name: part}))


def test_names_outside_the_book_and_entities_are_not_followed() -> None:
    entity = '<!DOCTYPE package [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    opf = OPF.replace("?>\n", f"?>\n{entity}", 1).replace("副题", "&a;").replace("toc.xhtml", "../../../etc/hostname")
    assert "第一章 开放" in read_epub(book({**PARTS, "OEBPS/book.opf": opf})).text
