"""What questions call documents, by kind; matched against folded questions.

Japanese stands as `fold` leaves it: simplified where Chinese is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Fact = Literal[
    "issued",
    "effective",
    "expires",
    "in force",
    "reference",
    "issuer",
    "addressee",
    "contact",
    "phone",
    "title",
    "proposal number",
    "proposal title",
]
Forms = Mapping[Fact, tuple[str, ...]]
"""For each fact, patterns of how one language asks a document for it."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of document: its names, without and with word breaks, and what the titles of its kind hold.

    A Chinese name of one kind of plan or rule is of no other; what other languages call a plan may be any of them.
    """

    wide: str
    latin: str
    titled: str


PROPOSAL = Noun(
    "提案|议案|建议案|(?<=[那这]份)建议|제안|건의",
    "proposals?|motion|vorschlags?|antrags?|proposition|propuesta|moción",
    "提案|议案|建议",
)
ANY = Noun(
    r"文件|公文|文书|문서|《》|\d{6,8}\s?[号호]|[\[(【〔]\d{4}[\])】〕]\s?第?\d+\s?号",
    r"documents?|file|paper|dokuments?|documento|\d{7,8}",
    "",
)
NOUNS = (
    Noun(
        "答复意见|答复函|答复|复函|回函|回复函?|批复|回答书?|답변서?|회신|회답",
        "reply|response|answer|antwort(?:schreibens?|brief(?:es)?)?|réponse|respuesta|contestación",
        "答复|复函|批复|回复|函",
    ),
    Noun("公函|函件?|书简|서한|공문", "letter|schreibens?|brief(?:es)?|lettre|courrier|carta|oficio", "函|信"),
    Noun(
        "计划|计画|계획|방안",
        "plans?|programme|program|strategy|[a-zäöü]{3,}plan(?:e?s)?|programa|estrategia",
        "方案|规划|计划|纲要",
    ),
    *(Noun(name, "", name) for name in ("方案", "规划", "纲要", "条例", "细则", "办法", "决议")),
    Noun("通知|통지|통보", "notice|circular|bekanntmachung|mitteilung|avis|circulaire|aviso", "通知"),
    Noun("公告|通告|공고", "announcement|proclamation", "公告|通告"),
    Noun("意见|의견", "opinions?", "意见(?!的?函)"),
    Noun("조례", "(?:administrative|interim|management|implementing) measures", "办法|条例"),
    Noun(
        "规定|규정",
        "regulations?|ordinance|provisions|verordnung|règlement|reglamento",
        "条例|规定|细则|规则",
    ),
    Noun("决定|결정", "decision|resolution", "决定|决议"),
    Noun("报告|보고서", "(?<!to )report|bericht(?:s|es)?|rapport|informe", "报告"),
    PROPOSAL,
    ANY,
)
"""The last is of every kind."""

WIDE = f"(?:{'|'.join(noun.wide for noun in NOUNS)})"
LATIN = rf"\b(?:{'|'.join(noun.latin for noun in NOUNS if noun.latin)})\b(?!['’]s)"
MENTION = re.compile(
    "|".join(
        f"(?P<n{at}>{noun.wide}" + (rf"|\b(?:{noun.latin})\b)" if noun.latin else ")") for at, noun in enumerate(NOUNS)
    )
)
