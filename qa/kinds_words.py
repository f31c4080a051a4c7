"""What the tables of question words are made of: kinds, and rows of patterns.

Patterns are matched in lower case and simplified. An earlier row takes its words before a later one. `noun` is what the
question names as wanted, where it does.
"""

import re
from typing import Literal

from index import simplify

Kind = Literal[
    "number",
    "money",
    "percent",
    "date",
    "duration",
    "person",
    "body",
    "place",
    "name",
    "list",
    "reason",
    "how",
    "definition",
    "compare",
    "conflict",
    "yes_no",
    "other",
]
"""`body` is an organisation, `name` any other thing that has a name or a number: a project, an article, a telephone."""
Rows = tuple[tuple[Kind, re.Pattern[str]], ...]

LATIN = ("en", "de", "fr", "es")
HAN = re.compile(r"[\u3400-\u9fff]")


def rows(*table: tuple[Kind, *tuple[str, ...]]) -> Rows:
    """Patterns by their kind, in the order in which they are tried."""
    # simplify(), as for the questions: Japanese kanji that are Traditional characters too become Simplified.
    return tuple((kind, re.compile(simplify("|".join(patterns)))) for kind, *patterns in table)


def lowered(text: str) -> str:
    """A text as the patterns want it, or where that would move the characters, a text of its own."""
    return simplify(text.lower())
