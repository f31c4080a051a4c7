"""What is asked, in which language, and whether it can be answered at all."""

import re
import unicodedata
from dataclasses import dataclass

from index import simplify
from qa.answer import Reason
from qa.framing import is_framing, unframed
from qa.language import Language, language_of

__all__ = ["LONGEST", "Language", "Question", "language_of", "read_question"]

LONGEST = 2000
"""The most characters a question may have; policy questions are one to three sentences."""

_GREETING = re.compile(
    r"(?:hi|hello|hey|hello there|hi there|thanks|thank you(?: very much)?|bye|test|你好|您好|谢谢|再见|在吗|测试)\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was typed, its words without framing to search with, its language, and why it cannot be asked.

    `problem` is None for a question that can be asked; else `text` is the whole that was typed, without odd characters.
    """

    typed: str
    text: str
    language: Language
    problem: Reason | None


def read_question(typed: str) -> Question:
    """Control and format characters become spaces, white space single; fewer than two letters or digits: `empty`.

    A bare greeting, or thanks, is `off_topic`: so few words resemble everything a little. Politeness around a question
    ("请问…", "could you tell me …, please?") is left out of the text, which says in whose language the question is.
    """
    kept = typed[: LONGEST * 8]
    plain = "".join(" " if unicodedata.category(c).startswith("C") else c for c in kept)
    text = " ".join(plain.split())
    problem: Reason | None = None
    if sum(c.isalnum() for c in text) < 2:
        problem = "empty"
    elif len(text) > LONGEST:
        problem = "too_long"
    elif _GREETING.fullmatch(simplify(text)) or is_framing(text):
        problem = "off_topic"
    else:
        return Question(typed, unframed(text), language_of(text), None)
    return Question(typed, text, language_of(text), problem)
