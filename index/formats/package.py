"""Opening the ZIP packages that .docx and .epub are, within bounds and with errors that say what to do."""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from index.errors import UnreadableError
from index.formats.limits import MOST_MEMBERS, MOST_UNPACKED, mebibytes

MOST_MARKUP = 128 * 2**20  # bytes of XML and HTML; their trees take ten times as much memory
_MARKUP = (".xml", ".rels", ".html", ".htm", ".xhtml", ".opf", ".ncx")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc, and of encrypted .docx


def open_package(data: bytes, suffix: str) -> ZipFile:
    """The package in `data`, which a file of this suffix should be.

    Raises UnreadableError when it is encrypted, of the old binary format, broken, or unpacks to too much.
    """
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableError("is encrypted: save it without a password")
        raise UnreadableError(f"is of the old binary format: save it as {suffix}")
    try:
        package = ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        raise broken(suffix) from None
    members = package.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableError("is encrypted: save it without a password")
    markup = sum(member.file_size for member in members if member.filename.lower().endswith(_MARKUP))
    if len(members) > MOST_MEMBERS:
        raise UnreadableError(f"holds more than {MOST_MEMBERS:,} parts: split it")
    if sum(member.file_size for member in members) > MOST_UNPACKED or markup > MOST_MARKUP:
        raise UnreadableError(
            f"unpacks to more than {mebibytes(MOST_MARKUP)} of text or {mebibytes(MOST_UNPACKED)} in all: split it"
        )
    return package


def read_member(package: ZipFile, name: str, suffix: str) -> bytes:
    """The bytes of a member; raises UnreadableError when there is none of this name or it is damaged."""
    try:
        return package.read(name)
    except (KeyError, BadZipFile, OSError, EOFError, RuntimeError, ValueError, NotImplementedError, zlib.error):
        raise broken(suffix) from None


def broken(suffix: str) -> UnreadableError:
    """The error for a file that is not what its suffix says."""
    return UnreadableError(f"is broken or no {suffix} file: open it in its program and save it again")
