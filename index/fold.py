"""The form in which text is matched; it is stored, quoted and shown as it stands in the file."""

import unicodedata
from functools import cache

import opencc


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional characters -> Simplified ones (OpenCC `t2s`); half a surrogate pair -> ?; anything else stays."""
    simplified: str = _converter().convert(text.encode("utf-8", "replace").decode())
    return simplified


def fold(text: str) -> str:
    """NFKC, case folded, Traditional -> Simplified: equal for texts that differ in form only."""
    return simplify(unicodedata.normalize("NFKC", text).casefold())
