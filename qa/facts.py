"""The facts that a question asks for: its question words, each with its kind and the noun wanted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.kinds_en import EN
from qa.kinds_mixed import YES_NO
from qa.kinds_others import OTHERS
from qa.kinds_words import HAN, Kind, Rows
from qa.kinds_zh import ZH

_ASKING: Mapping[str, Rows] = {"zh": ZH, "en": EN, **OTHERS}
CLAUSE = re.compile(r"[,。?;:!，、]|\.(?= |$)")
_SPACED = re.compile(r"[\uac00-\ud7a3]")
_BEHIND_ZH = re.compile(
    r"(?:[个家所间条种类项位名件座艘大] ?)?([\u4e00-\u9fff]{2,5}?)"
    r"(?=[是由在被把将要可能有和与及的得参获负属已用设定说明,?。、]|$)"
)
_BEHIND_LATIN = re.compile(
    r" (?:de |d['’]|more |other )?((?:(?!(?:is|are|was|were|do|does|did|has|have|had|can|will|would|must|should"
    r"|may|per|went|goes?|in|of|for|to|on|by|at|that|the"
    r"|and|it|there|sind|hat|haben|wurden|ont|sont|son|hay|se|il|de|en)\b)[\w'’-]+(?: |$|(?=\W))){1,3})"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A question word and what belongs to it: characters `start`..`end`, half-open, and the noun wanted."""

    kind: Kind
    start: int
    end: int
    noun: str | None = None


def find_facts(low: str, codes: Sequence[str]) -> list[Fact]:
    """The facts asked for in a lowered question, in order; `codes` are the languages whose tables apply."""
    found: list[Fact] = []
    for code in codes:
        for kind, pattern in _ASKING[code]:
            for match in pattern.finditer(low):
                start, end = match.span()
                if end > start and all(end <= one.start or start >= one.end for one in found):
                    noun = next((word for word in match.groupdict().values() if word), None)
                    found.append(Fact(kind, start, end, noun or _noun_behind(low, match, kind)))
    for code in codes:
        for words in YES_NO[code]:
            for match in re.finditer(words, low):
                fact = Fact("yes_no", *match.span())
                if not any(one.kind == "yes_no" or _same_clause(low, one, fact) for one in found):
                    found.append(fact)
    return sorted(found, key=lambda one: one.start)


def _same_clause(low: str, one: Fact, other: Fact) -> bool:
    first, second = sorted((one, other), key=lambda fact: fact.start)
    return not CLAUSE.search(low[first.end : second.start])


def _noun_behind(low: str, cue: re.Match[str], kind: Kind) -> str | None:
    """What "how many" and 哪些 are followed by, as far as a noun can be told without a dictionary."""
    wide = bool(HAN.search(cue[0]))
    if kind not in ({"number", "list"} if wide else {"number", "list", "name"}):
        return None
    behind = _BEHIND_ZH if wide else _BEHIND_LATIN
    noun = None if _SPACED.search(cue[0]) else behind.match(low, cue.end())
    return noun[1].strip() if noun else None
