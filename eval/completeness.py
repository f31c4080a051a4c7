"""Does an answer state every fact that its question asks for, and no more text than a person would read?"""

import re
import unicodedata
from collections.abc import Sequence

# Limits in code points of the text as it is shown, before any folding.
LONGEST_TEXT = 400
LONGEST_LONG_TEXT = 900
LONG_KINDS = frozenset({"list", "comparison", "explain"})
LONGEST_SHORT = 120
SHORT_KINDS = frozenset({"number", "date", "entity", "lead_agency"})

# Words of the languages that put spaces between them; Chinese, Japanese and Korean spellings may stand inside a run.
_LETTER = "[a-zà-öø-ÿ]"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NO_NUMBER_BEFORE = r"(?<!\d)(?<!\d\.)"
_NO_NUMBER_BEHIND = r"(?!\.?\d)"
_NO_WORD_BEFORE = f"(?<!{_LETTER})"
_NO_WORD_BEHIND = f"(?:e?s)?(?!{_LETTER})"


def states(text: str, spelling: str) -> bool:
    """Whether the spelling stands in the text as whole numbers and whole Latin words.

    Both are folded first: NFKC, case, thousands commas. 3家 does not stand in 13家, nor 20 in 2018 or 20.5, nor ten in
    patent; a word's plural in s or es does count. An empty spelling stands nowhere.
    """
    wanted = _folded(spelling)
    if not wanted:
        return False
    before = behind = ""
    # isdigit and not \d: it also knows the few digits that are no decimals, and such a spelling is a number too.
    if wanted[0].isdigit():
        before = _NO_NUMBER_BEFORE
    elif re.match(_LETTER, wanted):
        before = _NO_WORD_BEFORE
    if wanted[-1].isdigit():
        behind = _NO_NUMBER_BEHIND
    elif re.search(f"{_LETTER}$", wanted):
        behind = _NO_WORD_BEHIND
    return re.search(before + re.escape(wanted) + behind, _folded(text)) is not None


def _folded(text: str) -> str:
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).casefold())


def shortfall(kind: str, groups: Sequence[Sequence[str]], text: str, short: Sequence[str]) -> str | None:
    """What keeps an answer from giving every fact, in a sentence; None when nothing does.

    A fact is a group of spellings of which one must stand in `text`.
    `text` has at most LONGEST_TEXT code points (LONGEST_LONG_TEXT for LONG_KINDS). For SHORT_KINDS every fact must
    also stand in the parts of `short`, which joined have at most LONGEST_SHORT code points, one for each join.
    Raises ValueError without groups: such a question is judged by its citations.
    """
    if not groups:
        raise ValueError("a question without answer groups cannot be judged by them")
    longest = LONGEST_LONG_TEXT if kind in LONG_KINDS else LONGEST_TEXT
    # A line break is neither digit nor letter nor mark, and no spelling holds one: no fact can arise over a join.
    parts = [("text", text, longest)]
    if kind in SHORT_KINDS:
        parts.append(("short answer", "\n".join(short), LONGEST_SHORT))
    for name, part, limit in parts:
        if lacking := [group for group in groups if not any(states(part, spelling) for spelling in group)]:
            return f"The {name} {'does not state' if part else 'is empty and lacks'} {_listed(lacking)}."
        if len(part) > limit:
            return f"The {name} has {len(part)} characters, more than {limit}."
    return None


def complete(kind: str, groups: Sequence[Sequence[str]], text: str, short: Sequence[str]) -> bool:
    """Whether the answer gives every fact within its limits: `shortfall` says what it lacks, and what is checked."""
    return shortfall(kind, groups, text, short) is None


def _listed(groups: Sequence[Sequence[str]]) -> str:
    return "; ".join(" / ".join(group) for group in groups)
