"""Why a file could not be read, in the page's language: what to do about it."""

import re
from collections.abc import Mapping

from qa.page.texts import Texts

_KINDS: Mapping[str, re.Pattern[str]] = {
    "encrypted": re.compile(r"is encrypted|\(DRM\)"),
    "scan": re.compile(r"\(OCR\)"),
    "as_word": re.compile(r"save it as \.docx$"),
    "as_sheet": re.compile(r"save it as \.xlsx$"),
    "as_slides": re.compile(r"save it as \.pptx$"),
    "as_pdf": re.compile(r"save it as \.pdf$"),
    "encoding": re.compile(r"save it as UTF-8$"),
    "binary": re.compile(r"is binary data"),
    "large": re.compile(r"split it|several (?:files|archives)$"),
    "archive": re.compile(r"(?:un)?pack it|pack its files"),
    "damaged": re.compile(r"save it (?:anew|again)"),
    "empty": re.compile(r"holds no text|is empty|has no text"),
}


def told(reason: str, texts: Texts) -> str:
    """The reason in words of the page; as it is in English, and where none of ours fits."""
    if texts.language == "en":
        return reason
    kind = next((kind for kind, pattern in _KINDS.items() if pattern.search(reason)), None)
    return texts(f"reason.{kind}") if kind else reason
