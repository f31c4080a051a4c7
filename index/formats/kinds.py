"""What a file is: by its first bytes, since a suffix may lie (offices send .doc files that are web pages)."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from index.errors import UnreadableError

TEXT_SUFFIXES = (".txt", ".md", ".markdown")
KINDS: Mapping[str, str] = {
    **dict.fromkeys(TEXT_SUFFIXES, "text"),
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), "word"),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "web"),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), "sheet"),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".potx"), "slides"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    **dict.fromkeys((".mht", ".mhtml"), "mht"),
    **{".pdf": "pdf", ".epub": "book", ".zip": "archive"},
}
"""What a file of a suffix should be."""

READABLE = tuple(KINDS)
"""The suffixes of the files that are read."""

LISTED = ".txt, .md, .docx, .pdf, .html, .xlsx, .csv, .pptx, .epub or .zip"
"""The same as it is said to the user, each format by its usual suffix."""

_AS_WORD, _AS_SHEET, _AS_SLIDES = "save it as .docx", "save it as .xlsx", "save it as .pptx"
_RECOGNISE = "is an image: run it through text recognition (OCR) and give the text"
_UNPACK = "is an archive of a kind that is not read: unpack it, and give the files or a .zip"
_CURES: Mapping[str, str] = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt"), f"is an old Word or WPS file: {_AS_WORD}"),
    **dict.fromkeys((".xls", ".xlt", ".et", ".ett", ".xlsb"), f"is an old Excel or WPS table: {_AS_SHEET}"),
    **dict.fromkeys((".ppt", ".pps", ".dps"), f"is an old PowerPoint or WPS file: {_AS_SLIDES}"),
    **dict.fromkeys((".rtf", ".odt", ".pages"), f"is a text of a kind that is not read: {_AS_WORD}"),
    **dict.fromkeys((".ods", ".numbers"), f"is a table of a kind that is not read: {_AS_SHEET}"),
    **dict.fromkeys((".odp", ".key"), f"are slides of a kind that is not read: {_AS_SLIDES}"),
    **dict.fromkeys((".ofd", ".caj", ".xps"), "is a print format that is not read: save it as .pdf"),
    **dict.fromkeys((".eml", ".msg"), "is a mail: save its text as .txt or .html, and its attachments as files"),
    **dict.fromkeys((".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"), _UNPACK),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".jp2"), _RECOGNISE),
}
_LIKE_TEXT = {".doc": "text", ".wps": "text", ".rtf": "text", ".xls": "csv", ".et": "csv"}
_SIGNED = ("word", "pdf", "sheet", "slides", "book", "archive", "mht")
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = {
    "EncryptedPackage": "is encrypted: save it without a password",
    "WordDocument": _CURES[".doc"],
    "Workbook": _CURES[".xls"],
    "Book": _CURES[".xls"],
    "PowerPoint Document": _CURES[".ppt"],
}
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*){0,20}<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MIME = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?mime-version:", re.I)
_OFFICE_XML = re.compile(rb"<\?mso-application\s+progid=.(Word|Excel)")
_PARTS = {"word/": "word", "xl/": "sheet", "ppt/": "slides"}
_HEAD = 4096  # bytes


class OtherFormatError(UnreadableError):
    """A file of a format that is not read at all; the sentence says what to save it as."""


def suffix_of(name: str) -> str:
    """A file name's suffix in lower case, with its dot; "" without one."""
    return PurePosixPath(name).suffix.lower()


def is_wanted(name: str) -> bool:
    """Whether a file is to be opened: its suffix is one that is read, or one of which we know what to do instead."""
    return suffix_of(name) in KINDS or suffix_of(name) in _CURES


def unwanted(name: str) -> str:
    """Why a file that is not `is_wanted` is left out."""
    kind = suffix_of(name) or "without a suffix"
    return f"format {kind} is not read: save it as {LISTED}"


def is_plain_text(name: str, data: bytes) -> bool:
    """Whether a file is named as text and does not begin as something else does."""
    return suffix_of(name) in TEXT_SUFFIXES and not _is_binary(data)


def kind_of(name: str, data: bytes) -> str:
    """One of the values of `KINDS`.

    Raises OtherFormatError for a format that is not read, and UnreadableError for a file that is encrypted or not what
    its suffix says nor anything else.
    """
    suffix = suffix_of(name)
    said = KINDS.get(suffix)
    if data.startswith(_OLE):
        raise _ole_error(data, suffix)
    if data.startswith(b"{\\rtf"):
        raise OtherFormatError(f"is an RTF text: {_AS_WORD}")
    if data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        raise OtherFormatError(_RECOGNISE)
    if data.startswith(_ARCHIVES):
        raise OtherFormatError(_UNPACK)
    if data.startswith((b"PK\3\4", b"PK\5\6")):
        return _package_kind(data, suffix)
    if data.startswith(b"%PDF-") or (said == "pdf" and b"%PDF-" in data[:_HEAD]):
        return "pdf"
    if said in ("text", "csv", "web"):
        return said
    if office := _OFFICE_XML.search(data, 0, _HEAD):
        raise OtherFormatError(f"is an XML file of Office 2003: {_AS_WORD if office[1] == b'Word' else _AS_SHEET}")
    if _is_markup(data):
        return "web"
    if suffix != ".eml" and _MIME.match(data[:_HEAD]):
        return "mht"
    if said in _SIGNED:
        empty = "is empty" if not data.strip(b"\0 \r\n\t") else f"is damaged or no {suffix} file"
        raise UnreadableError(f"{empty}: open it in the program that made it and save it anew")
    if suffix in _LIKE_TEXT and data and b"\0" not in data:
        return _LIKE_TEXT[suffix]
    raise OtherFormatError(_CURES.get(suffix) or unwanted(name))


def _is_binary(data: bytes) -> bool:
    return data.startswith((_OLE, b"{\\rtf", b"PK\3\4", b"%PDF-", *_IMAGES, *_ARCHIVES))


def _is_markup(data: bytes) -> bool:
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")[2:]
    return bool(_MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")))


def _ole_error(data: bytes, suffix: str) -> UnreadableError:
    for stream, what in _OLE_STREAMS.items():
        if stream.encode("utf-16-le") + b"\0\0" in data:
            return UnreadableError(what) if stream == "EncryptedPackage" else OtherFormatError(what)
    return OtherFormatError(_CURES.get(suffix) or "is an old Office file: save it as .docx, .xlsx or .pptx")


def _package_kind(data: bytes, suffix: str) -> str:
    """What a ZIP container holds: the parts of an Office file, a book, or just files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            mimetype = package.read("mimetype")[:200] if "mimetype" in names else b""
    except MemoryError:
        raise
    except Exception:  # of a hostile file, zipfile raises much more than BadZipFile
        raise UnreadableError("is damaged: open it in the program that made it and save it anew") from None
    if "[Content_Types].xml" in names:
        for part, kind in _PARTS.items():
            if any(name.startswith(part) for name in names):
                if any(name.endswith("/workbook.bin") for name in names):
                    raise OtherFormatError(_CURES[".xlsb"])
                return kind
    if b"opendocument" in mimetype:
        raise OtherFormatError(_CURES.get(suffix) or f"is an OpenDocument file: {_AS_WORD}")
    if b"epub" in mimetype or "META-INF/container.xml" in names:
        return "book"
    if "OFD.xml" in names:
        raise OtherFormatError(_CURES[".ofd"])
    return "archive"
