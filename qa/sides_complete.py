"""Two sides of a comparison, each with what only the other says for both."""

import re
from collections.abc import Sequence

from index import simplify
from qa.kinds_words import lowered
from qa.sides_words import TIME, Joint

TOKEN = re.compile(
    rf"(?:19|20)\d\d-(?:19|20)\d\d(?:年)?|{TIME.pattern}"
    rf"|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+(?:['’-]\w+)*|[\uac00-\ud7a3]+|\d+(?:[.,]\d+)*|\w"
    rf"|[“”\"'《》「」%+-]"
)
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff“”《》「」]")
_LINKS = frozenset(
    """
    的 由 在 对 给 归 向 从 被 の of in for on by from at with under during to von in für bei auf mit im zur
    zum de des du d pour en à dans del para por con da
    """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
)
_SAME_AS = re.compile(
    r"^(?:that|those|the ones?|die|der|das|den|celui|celle|ceux|celles|la|el|los|las|lo) (?=(?:of|in|for|from|at"
    r"|von|in|für|de|du|des|del|en|pour) )"
)
_ARTICLES = frozenset(
    """
    a an the ein eine einem einer der die das dem un une le la les el una los las
    """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
)
GENERIC = re.compile(
    simplify(
        "^(?:[\u3400-\u9fff]{0,4}|《[^》]*》)(?:方案|规划|纲要|计划)[中里]?的?(?=目标|指标)"
        "|目标值?|计划数?|指标|任务|实际|数字|数据|情况|水平|完成|要求|规定|时|的|年|底|同期|那|里|中"
        r"|\b(?:target|goal|plan|planned|figures?|number|actual|level|value|result|results|the|a|an|of|in|for|by"
        r"|its|one|total|end|ziel|plan|zahl|objectif"
        r"|chiffre|objetivo|cifra|die|das|der|le|la|el|im|en|de|set|that)\b|目標|の|목표|의|\\W"
    )
)


def complete(one: str, other: str, joint: Joint) -> tuple[str, str]:
    """Two sides, each with what only the other says for both: "fees of boats", "cars" -> "fees of cars"."""
    referred = _SAME_AS.search(other.lower())
    a, b = TOKEN.findall(one), TOKEN.findall(other[referred.end() :] if referred else other)
    if not a or not b:
        return one, other
    low_a, low_b = [key_of(token) for token in a], [key_of(token) for token in b]
    wide = bool(WIDE.search(one + other))
    at = next((k for k in range(len(low_b)) if low_b[k] == low_a[-1]), None)
    if not wide and low_b[0] in _LINKS and low_b[0] in low_a[1:]:
        last = len(low_a) - 1 - low_a[::-1].index(low_b[0])
        b = [*a[:last], *b]
    elif not wide and len(a) < 3 and len(b) > len(a) and {low_a[0], low_b[0]} <= _ARTICLES:
        a = [*a, *b[len(a) :]]
    elif not wide and low_b[-1] in low_a[:-1]:
        last = low_a.index(low_b[-1])
        b = [*a[: max(0, last + 1 - len(b))], *b, *a[last + 1 :]]
    elif at is not None and (wide or low_a[-1] != "<time>"):
        size = min(at + 1, len(a))
        before = a[: len(a) - size]
        if before and (not wide or key_of(before[-1]) in _LINKS or key_of(before[-1]) == "<time>"):
            b = [*before, *b] if low_b[0] != "<time>" or before[0] != "<time>" else b
        a = [*a, *b[-(len(low_b) - at - 1) :]] if at + 1 < len(low_b) else a
    elif wide and "的" in low_b and "的" not in low_a:
        a = [*a, *b[low_b.index("的") :]]
    elif wide and "的" in low_a and "的" not in low_b and "<time>" not in low_b:
        cut = low_a.index("的")
        b = [*b, *a[cut:]] if joint == "than" else [*a[: cut + 1], *b]
    elif (
        not wide
        and joint != "than"
        and (link := [k for k, t in enumerate(low_a) if t in _LINKS])
        and not _LINKS & {*low_b}
    ):
        b = [*a[: link[-1] + 1], *b]
    return _with_topic(a, b)


def _with_topic(a: list[str], b: list[str]) -> tuple[str, str]:
    """A side that is only a year, or a target, has the other's topic; a side without a year has the first one's."""
    time_a = [token for token in a if key_of(token) == "<time>"]
    if time_a and not any(key_of(token) == "<time>" for token in b):
        b = [*time_a[:1], *b]
    topics = [[token for token in side if key_of(token) != "<time>"] for side in (a, b)]
    empty = [not GENERIC.sub("", lowered(as_text(topic))).strip() for topic in topics]
    if empty[0] and not empty[1]:
        a = [*a, *topics[1]]
    elif empty[1] and not empty[0]:
        b = [*b, *topics[0]]
    a, b = ([*one[:-1]] if key_of(one[-1]) in _LINKS and len(one) > 1 else one for one in (a, b))
    return as_text(a), as_text(b)


def key_of(token: str) -> str:
    """What tokens are compared by: the lowered token, and <time> for every year or part of one."""
    low = lowered(token)
    return "<time>" if TIME.fullmatch(low) else low


def as_text(parts: Sequence[str]) -> str:
    """Words and characters as a text: spaces between words, none between Chinese or Japanese characters."""
    text = ""
    for part in parts:
        close = not text or (WIDE.search(text[-1]) and part[:1] and (WIDE.search(part[0]) or part[0].isdigit()))
        close = close or (text[-1].isdigit() and bool(part) and bool(WIDE.search(part[0])))
        text += part if close else f" {part}"
    return " ".join(text.split())
