"""What the lists of official documents are called: how questions say it, and the headings and items that go by it."""

import re
from dataclasses import dataclass

from index import simplify


@dataclass(frozen=True, slots=True)
class Heading:
    """A kind of list, known by what is said above it (`title`), by each of its items (`each`), or by one (`some`)."""

    title: re.Pattern[str]
    each: re.Pattern[str] | None = None
    some: re.Pattern[str] | None = None


_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    ("(?:基本|工作|总体|指导)?原则", "principles?|grundsätze?|principes|principios", "原则", "^坚持|原则$", ""),
    (
        "(?:组织|工作|实施)?保障(?:措施)?",
        "safeguards?|(?:guarantee|supporting|safeguard) (?:measures|arrangements)",
        "保障措施|(?:组织|实施|工作|强化|加强)保障|组织实施",
        "",
        "组织领导|组织实施|组织保障",
    ),
    ("(?:主要|重点|工作|具体)任务", "tasks|(?:haupt|kern)aufgaben", "(?:主要|重点|工作|具体)任务", "", ""),
    ("(?:主要|总体|工作|发展|具体)?目标", "objectives|goals|aims|targets", "目标", "", ""),
    ("(?:重点|重大|主要)?工程", "engineering projects|programmes", "(?:重点|重大|主要)工程", "工程", ""),
    ("建议", "suggestions?|recommendations?|proposals", "建议", "", ""),
    ("(?:主要|重点|具体)?(?:措施|举措)", "measures|steps", "(?:主要|重点|具体|政策|工作)(?:措施|举措)", "", ""),
    ("下一步(?:工作)?(?:计划|安排|打算|举措)?", "next steps", "下一步|工作计划|今后", "", ""),
    ("(?:主要|存在的?)?(?:问题|困难)", "problems|difficulties", "问题|困难|不足", "", ""),
    ("(?:申请|申报|办理|准入)?条件", "conditions|requirements|bedingungen|condiciones", "条件", "", ""),
    ("(?:申请|申报|办理|所需)?材料", "documents needed|documents required", "材料", "", ""),
)
_WHICH_ZH = r"(?:哪(?:些|[几\d一二两三四五六七八九十]+[个项条大点方面]*)|什么)(?:样的)?"
_ARE_ZH = "(?:一?共|总共|都|主要|分别)*(?:有|是|包括|为|指)*[,、]?是?(?:哪|什么|啥)"
_WHICH_EN = (
    r"\b(?:which|what|list|name|welche|quels|cuáles)(?: (?:are|were|is|the|its|all|of|son|sont|sind|die|les|los"
    r"|main|key"
    r"|basic|guiding|specific|overall|general|other|major|working|two|three|four|five|six|seven|eight|nine|ten|\d+))*"
)
_ASKED = tuple(
    (
        re.compile(
            simplify(
                f"{_WHICH_ZH}(?:{zh})|(?:{zh}){_ARE_ZH}|(?:列出|列举|说出)[^,。?;]*(?:{zh})$|{_WHICH_EN} (?:{other})\\b"
            )
        ),
        Heading(re.compile(title), re.compile(each) if each else None, re.compile(some) if some else None),
    )
    for zh, other, title, each, some in _ROWS
)


def heading_asked(low: str) -> Heading | None:
    """The kind of list that a lowered question asks for by the name of its heading ("which principles"), or None."""
    return next((heading for words, heading in _ASKED if words.search(low)), None)
