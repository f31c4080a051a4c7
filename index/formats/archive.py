"""ZIP archives -> their files, in memory: nothing is written, and what is hostile is named and left out."""

import io
import re
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.errors import UnreadableError
from index.formats.limits import (
    MOST_BYTES,
    MOST_DEPTH,
    MOST_MEMBERS,
    MOST_RATIO,
    MOST_UNPACKED,
    RATIO_FROM,
    mebibytes,
)

_DRIVE = re.compile(r"[A-Za-z]:")
_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # the direction of writing
_UNSEEN = frozenset(("Cc", "Cs", "Zl", "Zp"))
_LOCAL_HEADER = 30  # bytes before the name
_ENCRYPTED = "is encrypted: unpack the archive and give the files"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; `read` gives its bytes, or raises UnreadableError."""

    name: str
    read: Callable[[], bytes]


@dataclass(slots=True)
class Budget:
    """How many files and bytes an archive may still hold; the archives in it draw on the same."""

    members: int = MOST_MEMBERS
    unpacked: int = MOST_UNPACKED


def members(data: bytes, budget: Budget, depth: int) -> Iterator[Member]:
    """The files of an archive in their order, folders and hidden names left out.

    `depth` is 1 for an archive that stands in no other. Raises UnreadableError when it cannot be opened, stands too
    deep or holds more files than `budget` allows.
    """
    if depth > MOST_DEPTH:
        raise UnreadableError(f"stands more than {MOST_DEPTH} archives deep: unpack it and give the files")
    archive = _opened(data)
    overlapping = _overlapping(archive)
    seen: set[str] = set()
    for info in archive.infolist():
        name = _name(info)
        if not name or name.endswith("/") or _is_hidden(name):
            continue
        if budget.members < 1:
            raise UnreadableError(f"holds more than {MOST_MEMBERS} files: give its files in several archives")
        budget.members -= 1
        wrong = _fault(info, name, info.header_offset in overlapping)
        if not wrong and name in seen:
            wrong = "stands twice in the archive: only the first was read"
        seen.add(name)
        yield Member(printable(name), _refusing(wrong) if wrong else _reading(archive, info, budget))


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except MemoryError:
        raise
    except Exception:  # of a hostile file, zipfile raises much more than BadZipFile
        raise UnreadableError("is a damaged archive: pack its files anew") from None


def _reading(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Callable[[], bytes]:
    def read() -> bytes:
        if info.file_size > budget.unpacked:
            whole = mebibytes(MOST_UNPACKED)
            raise UnreadableError(f"takes its archive over {whole} unpacked: give its files in several archives")
        budget.unpacked -= info.file_size
        try:
            # Never more than the size that the archive states, which was looked at before.
            return archive.read(info)
        except MemoryError:
            raise
        except NotImplementedError:
            raise UnreadableError("is packed in a way that is not read: pack it anew as a plain .zip") from None
        except Exception:
            raise UnreadableError("is damaged in the archive: pack it anew") from None

    return read


def _refusing(why: str) -> Callable[[], bytes]:
    def read() -> bytes:
        raise UnreadableError(why)

    return read


def _fault(info: zipfile.ZipInfo, name: str, overlaps: bool) -> str | None:
    """Why a member is not read, if it is not."""
    if _escapes(name):
        return "has a name that leads out of the archive: pack it under a plain name"
    if any(unicodedata.category(c) in _UNSEEN or c in _TURNS for c in name):
        return "has control characters in its name: pack it under a plain name"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, not a file: pack the file itself"
    if info.flag_bits & 1:
        return _ENCRYPTED
    if overlaps:
        return "shares its bytes with another file of the archive, as archives made to do harm do"
    if info.file_size > MOST_BYTES:
        return f"is larger than {mebibytes(MOST_BYTES)}"
    if info.file_size > max(RATIO_FROM, MOST_RATIO * info.compress_size):
        return f"is packed more than {MOST_RATIO} times, as archives made to do harm are: give it unpacked"
    return None


def _overlapping(archive: zipfile.ZipFile) -> set[int]:
    """The offsets of members that begin before the one before them ends."""
    found: set[int] = set()
    end = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            found.add(info.header_offset)
        end = max(end, info.header_offset + _LOCAL_HEADER + info.compress_size)
    return found


def _name(info: zipfile.ZipInfo) -> str:
    """The name with `/`, in UTF-8 or, as archives made on Chinese Windows have it, in GB18030."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = info.orig_filename.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return name.replace("\\", "/")


def _escapes(name: str) -> bool:
    return name.startswith("/") or bool(_DRIVE.match(name)) or ".." in name.split("/")


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) and part != ".." for part in name.split("/") if part != ".")


def printable(name: str) -> str:
    """A file's name as it can be shown: what breaks lines, rings bells or turns the writing around as U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(c) in _UNSEEN or c in _TURNS else c for c in name)
