"""Which file is read as what: by its first bytes, whatever its suffix says, and each refusal says what to do."""

import io
import time
import zipfile
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document as WordFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas

from index.documents import parse_document, read_documents
from index.errors import UnreadableError
from index.formats import read as module
from index.formats.kinds import KINDS, READABLE, OtherFormatError, kind_of
from index.formats.limits import MOST_BYTES
from index.formats.read import extract

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
PAGE = "<html><body><h1>海棠市夜市管理办法</h1><p>夜市每晚十时收摊。</p></body></html>"


def word() -> bytes:
    file = WordFile()
    file.add_paragraph("夜市每晚十时收摊。")
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def workbook() -> bytes:
    book = Workbook()
    book.active.append(["夜市", "时间"])
    book.active.append(["东街", "每晚十时"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def slides() -> bytes:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "夜市每晚十时收摊"
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def pdf() -> bytes:
    out = io.BytesIO()
    page = Canvas(out)
    page.drawString(72, 720, "The night market closes at ten.")
    page.save()
    return out.getvalue()


def book() -> bytes:
    out = io.BytesIO()
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine>'
        "</package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/epub+zip")
        made.writestr("META-INF/container.xml", container)
        made.writestr("a.opf", package)
        made.writestr("a.xhtml", '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>夜市十时收摊。</p></body></html>')
    return out.getvalue()


def archive(name: str = "夜市.txt", content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, content)
    return out.getvalue()


FILES = {
    "docx": word(),
    "xlsx": workbook(),
    "pptx": slides(),
    "pdf": pdf(),
    "epub": book(),
    "html": PAGE.encode(),
    "csv": "夜市,时间\n东街,每晚十时\n".encode("gb18030"),
    "txt": "夜市每晚十时收摊。".encode("gb18030"),
    "md": "# 夜市\n每晚十时收摊。".encode(),
}


@pytest.mark.parametrize("suffix", list(FILES))
def test_every_format_is_read(suffix: str) -> None:
    text = extract(f"夜市.{suffix}", FILES[suffix]).text
    assert "十时" in text or "at ten" in text


@pytest.mark.parametrize("suffix", [*FILES, "zip"])
def test_every_format_is_read_in_a_folder(tmp_path: Path, suffix: str) -> None:
    data = archive("夜市.docx", FILES["docx"]) if suffix == "zip" else FILES[suffix]
    (tmp_path / f"夜市.{suffix.upper()}").write_bytes(data)
    (document,) = read_documents([tmp_path]).documents
    assert "十时" in document.text or "at ten" in document.text
    source = f"夜市.{suffix.upper()}" + ("/夜市.docx" if suffix == "zip" else "")
    assert document.sources == (source,)
    assert document.pages == ((0,) if suffix in ("pdf", "pptx") else ())


@pytest.mark.parametrize(
    "suffix", [".docx", ".pdf", ".xlsx", ".pptx", ".epub", ".zip", ".txt", ".doc", ".wps", ".html"]
)
@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "pdf", "epub"])
def test_a_wrong_suffix_does_not_matter(kind: str, suffix: str) -> None:
    assert KINDS[f".{kind}"] == kind_of(f"夜市{suffix}", FILES[kind])


def test_a_wrong_suffix_does_not_matter_in_a_folder(tmp_path: Path) -> None:
    for name in ("夜市.txt", "夜市.doc", "夜市.pdf"):
        (tmp_path / name).write_bytes(FILES["docx"])
    (document,) = read_documents([tmp_path]).documents
    assert document.text == "夜市每晚十时收摊。\n"
    assert document.sources == ("夜市.doc", "夜市.pdf", "夜市.txt")


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".docx", ".pdf", ".xls"])
@pytest.mark.parametrize("start", ["", "\ufeff", "  \n", "<!DOCTYPE HTML>\n", '<?xml version="1.0"?><!-- x -->'])
def test_web_pages_under_other_suffixes(suffix: str, start: str) -> None:
    assert kind_of(f"a{suffix}", (start + PAGE).encode()) == "web"


def saved_by_word(charset: str, suffix: str = "quoted-printable") -> bytes:
    message = EmailMessage()
    message.set_content("看不到", subtype="plain")
    message.add_alternative(PAGE, subtype="html", charset=charset, cte=suffix)
    return bytes(message)


@pytest.mark.parametrize("suffix", [".mht", ".mhtml", ".doc", ".xls"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_web_archives(suffix: str, charset: str) -> None:
    assert "夜市每晚十时收摊。" in extract(f"a{suffix}", saved_by_word(charset)).text
    assert "看不到" not in extract(f"a{suffix}", saved_by_word(charset, "base64")).text


def test_a_web_archive_without_a_page_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"save it as \.html or \.docx"):
        extract("a.mht", b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx")


def test_text_under_the_suffix_of_an_old_format() -> None:
    assert extract("a.doc", FILES["txt"]).text == "夜市每晚十时收摊。"
    assert extract("a.xls", "夜市\t时间\n东街\t十时\n".encode()).text == "夜市：东街；时间：十时。\n"


def test_a_text_that_speaks_of_markup_stays_text() -> None:
    assert extract("a.txt", PAGE.encode()).text == PAGE
    assert extract("a.md", PAGE.encode()).text == PAGE


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.doc", OLE, r"old Word or WPS file: save it as \.docx"),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le") + b"\0\0", r"old Word or WPS file: save it as \.docx"),
        ("a.xls", OLE, r"save it as \.xlsx"),
        ("a.ppt", OLE, r"save it as \.pptx"),
        ("a.et", OLE, r"save it as \.xlsx"),
        ("a.rtf", b"{\\rtf1 x}", r"save it as \.docx"),
        ("a.txt", b"{\\rtf1 x}", r"save it as \.docx"),
        ("a.odt", archive("mimetype", b"application/vnd.oasis.opendocument.text"), r"save it as \.docx"),
        ("a.ofd", archive("OFD.xml"), r"save it as \.pdf"),
        ("a.xlsb", archive("x"), r"is an archive"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "text recognition"),
        ("a.pdf", b"\xff\xd8\xff\xe0", "text recognition"),
        ("a.rar", b"Rar!\x1a\x07\0", "unpack it"),
        ("a.zip", b"7z\xbc\xaf\x27\x1c", "unpack it"),
        ("a.eml", b"From: x", "is a mail"),
        ("a.xml", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', r"save it as \.docx"),
        ("a.exe", b"MZ", "format .exe is not read"),
        ("a", b"MZ", "without a suffix"),
    ],
)
def test_other_formats_are_named_with_what_to_do(name: str, data: bytes, why: str) -> None:
    with pytest.raises(OtherFormatError, match=why):
        extract(name, data)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le") + b"\0\0", "is encrypted: save it without a password"),
        ("a.doc", OLE + "EncryptedPackage".encode("utf-16-le") + b"\0\0", "is encrypted: save it without a password"),
        ("a.docx", b"", "is empty"),
        ("a.pdf", b"\0" * 2000, "is empty"),
        ("a.docx", b"nothing of the kind", "is damaged or no .docx file"),
        ("a.xlsx", FILES["xlsx"][:-200], "is damaged"),
        ("a.docx", FILES["docx"][:2000], "is damaged"),
        ("a.csv", b"\0\1\2\3" * 99, "save it as UTF-8"),
        ("a.pdf", FILES["pdf"][:40], "damaged|broken"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(name: str, data: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why) as raised:
        extract(name, data)
    assert not isinstance(raised.value, OtherFormatError)


def test_a_folder_of_good_and_bad_goes_on(tmp_path: Path) -> None:
    for name, data in {
        "好.docx": FILES["docx"],
        "旧.doc": OLE,
        "坏.docx": FILES["docx"][:900],
        "空.pdf": b"",
        "图.png": b"\x89PNG\r\n",
        "程序.exe": b"MZ",
        "~$好.docx": b"lock",
        "包.zip": archive("旧.doc", OLE),
    }.items():
        (tmp_path / name).write_bytes(data)
    reading = read_documents([tmp_path])
    assert [document.sources for document in reading.documents] == [("好.docx",)]
    assert {item.source: item.failed for item in reading.skipped} == {
        "旧.doc": False,
        "坏.docx": True,
        "空.pdf": True,
        "图.png": False,
        "程序.exe": False,
        "包.zip/旧.doc": False,
    }
    assert all(": " in item.reason for item in reading.skipped)


def test_nothing_but_a_bad_file_says_why(tmp_path: Path) -> None:
    (tmp_path / "旧.doc").write_bytes(OLE)
    with pytest.raises(UnreadableError, match=r"旧\.doc: is an old Word or WPS file: save it as \.docx"):
        read_documents([tmp_path])


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    for name in ("大.txt", "大.pdf"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(MOST_BYTES + 1)  # a sparse file, which takes no space
    (tmp_path / "好.txt").write_text("好", encoding="utf-8")
    reading = read_documents([tmp_path])
    assert {item.source for item in reading.skipped if "is larger than 200 MB" in item.reason} == {"大.txt", "大.pdf"}


def test_a_text_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHARACTERS", 5)
    with pytest.raises(UnreadableError, match="more than 5 characters"):
        extract("a.csv", FILES["csv"])


def test_the_id_follows_text_headings_and_pages(tmp_path: Path) -> None:
    """A file of another format with nothing but text is the same document as that text."""
    (tmp_path / "a.docx").write_bytes(FILES["docx"])
    (document,) = read_documents([tmp_path]).documents
    assert document.id == parse_document("夜市每晚十时收摊。\n", "a.txt").id
    styled = WordFile()
    styled.add_heading("夜市", 1)
    styled.add_paragraph("每晚十时收摊。")
    styled.save(str(tmp_path / "a.docx"))
    (document,) = read_documents([tmp_path]).documents
    assert document.headings == ((0, 1),)
    assert document.id != parse_document(document.text, "a.txt").id


def test_fields_of_the_file_fill_those_of_the_document(tmp_path: Path) -> None:
    head = '<meta name="ArticleTitle" content="海棠市夜市办法"><meta name="PubDate" content="2023-05-06">'
    (tmp_path / "a.html").write_text(
        f"<html><head>{head}</head><body><p>十时收摊。</p></body></html>", encoding="utf-8"
    )
    (document,) = read_documents([tmp_path]).documents
    assert document.title == "海棠市夜市办法"
    assert str(document.issued) == "2023-05-06"


def test_a_table_has_no_reference_or_date_of_its_own(tmp_path: Path) -> None:
    rows = "文件,文号,日期\n海棠市夜市办法,棠府〔2023〕7号,2023年5月6日\n"
    (tmp_path / "收文登记.csv").write_text(rows, encoding="utf-8")
    (document,) = read_documents([tmp_path]).documents
    assert (document.title, document.reference, document.issued) == ("收文登记", None, None)


def test_notes_reach_the_reading(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["夜市", "时间"])
    book.active.append(["东街", "十时"])
    hidden = book.create_sheet("草稿")
    hidden.append(["不看"])
    hidden.sheet_state = "hidden"
    book.save(str(tmp_path / "表.xlsx"))
    assert read_documents([tmp_path]).notes == (("表.xlsx", "hidden sheets were left out: 草稿"),)


@pytest.mark.parametrize("head", [b"<!---->" * 600, b"<!-- " * 900, b"a:b\n" * 1200, b"<?xml " * 900, b"\n\t" * 2000])
def test_telling_formats_apart_takes_no_time(head: bytes) -> None:
    began = time.perf_counter()
    with suppress(UnreadableError):
        kind_of("a.doc", head)
    assert time.perf_counter() - began < 2


def test_every_suffix_that_is_read_has_a_kind() -> None:
    assert set(KINDS.values()) - {"archive"} == set(module._EXTRACTORS)
    assert set(READABLE) == set(KINDS)


@given(st.sampled_from([*READABLE, ".doc", ".xls", ""]), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(suffix: str, data: bytes) -> None:
    try:
        kind = kind_of(f"a{suffix}", data)
    except UnreadableError:
        return
    assert kind in KINDS.values()
