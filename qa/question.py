"""What is asked, in which language, and whether it can be answered at all."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index import simplify
from qa.answer import Reason

Language = Literal["zh", "zh-Hant", "ja", "ko", "en"]

LONGEST = 2000
"""The most characters a question may have; policy questions are one to three sentences."""

_KANA = re.compile(r"[\u3041-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_GREETING = re.compile(
    r"(?:hi|hello|hey|hello there|hi there|thanks|thank you(?: very much)?|bye|test|你好|您好|谢谢|再见|在吗|测试)\W*",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"^(?:那|还有|還有|其中|它|他们|他們|该|該|and\b|or\b|but\b|also\b|(?:what|how) about\b|in \d{4}\b)|呢[？?]?$"
    r"|\b(?:it|its|they|them|their|that one|those)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was typed, the text to search with, its language, and why it cannot be asked (or None)."""

    typed: str
    text: str
    language: Language
    problem: Reason | None


def read_question(typed: str) -> Question:
    """Control and format characters become spaces, white space single; fewer than two letters or digits: `empty`.

    A bare greeting is `off_topic`: so few words resemble everything a little.
    """
    kept = typed[: LONGEST * 8]
    plain = "".join(" " if unicodedata.category(c).startswith("C") else c for c in kept)
    text = " ".join(plain.split())
    problem: Reason | None = None
    if sum(c.isalnum() for c in text) < 2:
        problem = "empty"
    elif len(text) > LONGEST:
        problem = "too_long"
    elif _GREETING.fullmatch(simplify(text)):
        problem = "off_topic"
    return Question(typed, text, language_of(text), problem)


def completed(asked: Question, before: Sequence[str]) -> Question:
    """A question that points back ("那版权呢？", "and who supports it?") behind the last one; any other as it is."""
    if not before or not _FOLLOWS.search(asked.text):
        return asked
    whole = read_question(f"{before[-1]} {asked.text}")
    return asked if whole.problem else replace(whole, typed=asked.typed, language=asked.language)


def language_of(text: str) -> Language:
    """By script: kana is Japanese, hangul Korean, Han Chinese (Traditional where OpenCC changes it), all else `en`."""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    if _HAN.search(text):
        return "zh" if simplify(text) == text else "zh-Hant"
    return "en"
