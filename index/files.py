"""The files under the paths that a user gives, each with the name it has in the index."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import UnreadableError
from index.formats.archive import printable
from index.formats.kinds import LISTED


def files_under(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Each file with its source: the path below the folder given, with `/`; the bare name of a file given alone.

    Hidden names, pipes and devices are left out, links followed, but none back up the tree. Raises UnreadableError for
    a path that is no file or folder.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from _below(path)
        elif path.is_file():
            yield path, _printable(path.name)
        else:
            raise UnreadableError(f"{path} is no file or folder: give a {LISTED} file, or a folder that holds some")


def _below(root: Path) -> Iterator[tuple[Path, str]]:
    entered: set[str] = set()
    for folder, names, files in os.walk(root, followlinks=True):
        real = os.path.realpath(folder)
        if real in entered:  # a link back up the tree
            names.clear()
            continue
        entered.add(real)
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")):  # what Word writes beside an open file begins with ~$
                path = Path(folder) / name
                if path.exists() and not path.is_file():
                    continue  # a pipe or a device, or a link to one, which would be waited for without end
                yield path, _printable(path.relative_to(root).as_posix())


def _printable(name: str) -> str:
    # A file name may hold bytes that are no UTF-8; a source must be text that can be written.
    return printable(os.fsencode(name).decode("utf-8", "replace"))
