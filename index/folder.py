"""The index folder as a place: who may write there, which generation is in use, and how a file reaches the disk."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import BusyError, IndexRefusedError, UsageError

_CURRENT = re.compile(r"(g\d{6,}) ([0-9a-f]{64})\n")
_OURS = re.compile(r"g\d{6,}|\.new-.*|\.lock|CURRENT|CURRENT\.new")


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the folder's write lock. A folder made here is taken away again when nothing was written.

    Raises BusyError when another process is writing, UsageError when the folder cannot be used or holds other things
    than an index: those would be in danger.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strange = [path.name for path in folder.iterdir() if not _OURS.fullmatch(path.name)]
        if strange:
            raise UsageError(f"{folder} holds other things than an index ({strange[0]}): name another with --index")
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise BusyError(f"another process is writing the index {folder}: wait until it is done") from None
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError(f"cannot write to {folder} ({why}): name another folder with --index") from None
    try:
        _tidy(folder)
        yield
    finally:
        # Before the release, since behind it the folder may be another writer's.
        if made and not exists(folder):
            shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def exists(folder: Path) -> bool:
    """Whether the folder holds an index."""
    return (folder / "CURRENT").is_file()


def read_pointer(folder: Path) -> tuple[str, str]:
    """The name of the generation in use and the checksum of its manifest. Raises IndexRefusedError or OSError."""
    match = _CURRENT.fullmatch((folder / "CURRENT").read_text(encoding="ascii", errors="replace"))
    if not match:
        raise refused(folder / "CURRENT", "does not name a generation")
    return match[1], match[2]


def take_into_use(folder: Path, made: Path, checksum: str) -> Path:
    """Make a generation of what was written into `made`, and point at it; the others are deleted. Returns its folder.

    The order is what a loss of power asks for: what is pointed at is on the disk before the pointer is.
    """
    flush(made, *(path for path in made.rglob("*") if path.is_dir()))
    number = max((int(path.name[1:]) for path in _ours(folder, "g")), default=0) + 1
    name = f"g{number:06d}"
    made.rename(folder / name)
    beside = folder / "CURRENT.new"
    beside.write_text(f"{name} {checksum}\n", encoding="ascii")
    flush(beside, folder)
    beside.replace(folder / "CURRENT")
    flush(folder)
    _tidy(folder)
    return folder / name


def _tidy(folder: Path) -> None:
    """Delete what is not in use: former generations, and what a writer left that was ended."""
    with suppress(OSError, IndexRefusedError):
        used, _ = read_pointer(folder)
        for old in _ours(folder, "g"):
            if old.name != used:
                shutil.rmtree(old, ignore_errors=True)
    for new in _ours(folder, ".new-"):
        shutil.rmtree(new, ignore_errors=True)
    with suppress(OSError):
        (folder / "CURRENT.new").unlink(missing_ok=True)


def refused(file: Path, what: str) -> IndexRefusedError:
    """The error for a file of an index that cannot be trusted, with the command that makes it anew."""
    folder = next((path for path in (file, *file.parents) if exists(path)), file if file.is_dir() else file.parent)
    command = f"python -m index build YOUR_FOLDER --index {folder}"
    return IndexRefusedError(f"{file} {what}: build the index again with: {command}")


def files_below(folder: Path) -> list[str]:
    """The files in a folder and below it, by their paths in it, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def checksums(files: Sequence[Path]) -> list[str]:
    """The SHA-256 of each file. Raises OSError."""
    # hashlib lets go of the interpreter's lock: the cores share the work.
    with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
        return list(pool.map(_checksum, files))


def flush(*paths: Path) -> None:
    """Wait until files and folders are on the disk. Raises OSError."""
    for path in paths:
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _ours(folder: Path, prefix: str) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith(prefix) and _OURS.fullmatch(path.name)]
