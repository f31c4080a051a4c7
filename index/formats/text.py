"""Plain text, among the formats."""

from index.decoding import decode
from index.errors import UnreadableError
from index.formats.extracted import Extracted
from index.formats.limits import MOST_CHARACTERS

_MOST_BYTES = 4 * MOST_CHARACTERS  # no encoding that is read has more a character


def read_text(data: bytes) -> Extracted:
    """The decoded text, one leading BOM dropped and CRLF or CR turned into LF, nothing else altered.

    Raises UnreadableError for what is no text and for what is too long.
    """
    text = decode(data) if len(data) <= _MOST_BYTES else ""
    if len(data) > _MOST_BYTES or len(text) > MOST_CHARACTERS:
        raise UnreadableError(f"holds more than {MOST_CHARACTERS:,} characters of text: split it into several files")
    return Extracted(text.replace("\r\n", "\n").replace("\r", "\n"))
