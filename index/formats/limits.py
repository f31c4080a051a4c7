"""How much one file may hold: what is beyond is refused by name, so that reading is bounded in time and memory."""

MOST_BYTES = 200 * 2**20
"""Bytes of a file, and of a file in an archive."""

MOST_CHARACTERS = 10_000_000
"""Characters of a document's text."""

MOST_MEMBERS = 5_000
"""Files in an archive, those in the archives in it included."""

MOST_UNPACKED = 2**30
"""Bytes of all files of an archive, or of the parts of an Office file or e-book, when unpacked."""

MOST_RATIO = 300
"""How many times its packed size a file in an archive may have."""

RATIO_FROM = 2**20
"""Bytes up to which a file in an archive may have any ratio."""

MOST_DEPTH = 3
"""Archives inside one another: the outermost counts."""

SECONDS = 360
"""Seconds that reading one file may take; an extractor may have a limit of its own below."""

MEMORY = 2 * 2**30
"""Bytes of memory that the process that reads files may take, where the platform can hold it to that."""

MOST_LOST = 3
"""Files of one archive that may end the process that reads them, before the rest of the archive is given up."""


def mebibytes(count: int) -> str:
    """A number of bytes as it is said to the user: "200 MB"."""
    return f"{count // 2**20} MB"
