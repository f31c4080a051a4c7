"""A file that nobody but its owner reads."""

import os
import tempfile
from pathlib import Path

from index import UsageError


def write_private(file: Path, text: str) -> None:
    """Replace a file whole; it stays its owner's where root does it. Raises UsageError when the disk refuses."""
    beside: str | None = None
    try:
        opened, beside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # of mode 0600
        with os.fdopen(opened, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        if os.name == "posix" and os.geteuid() == 0 and file.exists():
            owner = file.stat()  # the page's user, where root runs this
            os.chown(beside, owner.st_uid, owner.st_gid)
        Path(beside).replace(file)
    except OSError as error:
        if beside:
            Path(beside).unlink(missing_ok=True)
        raise UsageError(f"cannot write {file} ({error.strerror}): name a file in a folder of yours") from None
