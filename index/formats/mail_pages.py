"""Web archives (.mht, and the .doc and .xls that are some): the page in them."""

from email import message_from_bytes
from email.message import Message

from index.errors import UnreadableError
from index.formats.extracted import Extracted
from index.formats.web import read_html

_MARK = b"\xef\xbb\xbf"


def read_mht(data: bytes) -> Extracted:
    """What is in the first HTML part of a MIME message. Raises UnreadableError when there is none."""
    for part in message_from_bytes(data.lstrip()).walk():
        if part.get_content_type() == "text/html" and isinstance(page := part.get_payload(decode=True), bytes):
            return read_html(_with_mark(page, part))
    raise UnreadableError("is a web archive without a page: save it as .html or .docx")


def _with_mark(page: bytes, part: Message) -> bytes:
    """The page as UTF-8 with its mark, where the part names an encoding; else as it is, for the page to name one."""
    charset = part.get_content_charset()
    if charset is None:
        return page
    try:
        return _MARK + page.decode("gb18030" if charset in {"gb2312", "gbk"} else charset).encode()
    except (LookupError, UnicodeError):
        return page
