"""Names of the glossary in a question."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from index import read_glossary
from qa.followup_forms import Forms, content_of
from qa.followup_words import RIGHTS

_BRACKETS = str.maketrans("（）", "()")
_ADJECTIVES = ("ese", "ian", "rman", "nch", "ican", "tish", "rean", "pean")
_KINDS_OF_NAME = ("place", "body", "programme", "law")


def names_in(plain: str) -> Iterator[tuple[int, int, str]]:
    """Places, bodies, programmes and laws in a text: start, end (half-open), kind; the longest at each spot."""
    kinds, longest = _known_names()
    text = plain.translate(_BRACKETS).lower()
    if len(text) != len(plain):
        return
    at = 0
    while at < len(text):
        if not _inside_a_word(text, at):
            ends = range(min(len(text), at + longest), at + 1, -1)
            end = next((end for end in ends if text[at:end] in kinds and not _inside_a_word(text, end)), at)
            if end > at:
                yield at, end, kinds[text[at:end]]
                at = end
                continue
        at += 1


def _inside_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1 : at + 1].isascii() and text[at - 1 : at + 1].isalnum()


def is_named(plain: str, forms: Forms) -> bool:
    """Whether a text names something: a kind of right, or a name that is more than a word for any body."""
    return bool(RIGHTS.search(plain)) or any(content_of(plain[start:end], forms) for start, end, _ in names_in(plain))


def kind_of_name(plain: str) -> str | None:
    """The kind of a text that is a name and nothing else."""
    return next((kind for start, end, kind in names_in(plain) if (start, end) == (0, len(plain))), None)


@cache
def _known_names() -> tuple[Mapping[str, str], int]:
    """Kinds by name in lower case, of the shipped glossary in all languages, and the longest name's length."""
    kinds: dict[str, str] = {}
    for entry in read_glossary().entries:
        if entry.kind in _KINDS_OF_NAME:
            other = (name for names in entry.names.values() for name in names if not name[0].islower())
            for name in (entry.chinese, *other):
                # A character alone, or an adjective, is a part of too many names.
                if len(name) > 1 and not name.endswith(_ADJECTIVES):
                    kinds.setdefault(name.lower(), entry.kind)
    return MappingProxyType(kinds), max(map(len, kinds))
