"""A question that names nothing, with what the one before it is about."""

import re
from itertools import pairwise

from qa.followup_forms import AUX_EN, BODY_EN, EN, ROLE_EN, THING_EN, WH_EN, WH_ZH, ZH, Forms, content_of, plain_form
from qa.followup_place import topic_place
from qa.followup_turn import Turn
from qa.followup_words import ASKED, END, LEAD, SUPPORT

_LONGEST_NAME = 40
_DOCUMENT_ZH = re.compile("文件|方案|函|答复|办法|规划|通知|条例")
_THING_ZH = re.compile(
    "(?:中心|机构|单位|项目|平台|计划|基金|措施|任务|联盟|工作|协议|"
    f"{_DOCUMENT_ZH.pattern}|[機單項專計規]{{1}}[構位目畫劃]|平臺|聯盟|協議|答覆|辦法|條例)"
)
_NUMBER_ZH = re.compile(r"^[（(第]?[\d一二三四五六七八九十]+[)）.、．条]\s*")
_ASKING_ZH = re.compile(f"(?:是|由|有|共有|在|的|为)*{WH_ZH}|了?吗$")
_STEM_EN = re.compile(rf"^(?:(?:{WH_EN}|else\b|many\b|much\b|{BODY_EN}\b|{AUX_EN}|there\b) ?)+", re.IGNORECASE)
_DEMONSTRATIVES = frozenset(("this", "that", "these", "those"))
_OWNING = "'s"
_PERSON = re.compile("(?:he|she|his)$|[他她]", re.IGNORECASE)


def with_topic(new: str, turn: Turn, old: str, forms: Forms) -> str:
    """A question that names nothing, with what the old one is about."""
    plain = plain_form(new)
    role = re.search(f"{LEAD}|{SUPPORT}", plain) if forms is ZH else None
    held = re.search(f"{LEAD}|{SUPPORT}", plain_form(old))
    if role and held and not content_of(plain, forms) and (role[0] in LEAD) != (held[0] in LEAD):
        return old[: held.start()] + new[slice(*role.span())] + old[held.end() :]
    point = forms.points.search(plain)
    acts = point and ASKED[0].search(plain_form(old)) and _acts(plain, point.end())
    person = point and _PERSON.match(point[0]) and ASKED[0].search(plain_form(old))
    if point and (acts or person) and turn.short and len(turn.short[0]) < _LONGEST_NAME:
        return _put(turn.short[0], new, point, forms)
    names_nothing = point or role or forms not in (ZH, EN) or re.search(rf"\b{ROLE_EN}", plain)
    place = topic_place(plain_form(old), forms) if names_nothing and not acts else None
    document = point and turn.title and "《" not in old and _DOCUMENT_ZH.match(plain[point.end() :])
    if document and point:
        return _put(f"《{turn.title}》", new, point, forms)
    if place and point and not _PERSON.match(point[0]):
        return _put(old[slice(*place)], new, point, forms)
    if place and not forms.wide and re.search(rf"\b{ROLE_EN}$", plain):
        return f"{new} {old[slice(*place)]}?"
    heading = _heading(turn, old) if role and not place else None
    context = old[slice(*place)] if place else heading or context_of(old, forms)
    return f"{context}：{new}？" if forms.wide else f"{new}? ({context})"


def _acts(plain: str, at: int) -> bool:
    """Whether what a pronoun that ends at `at` stands for leads or supports something."""
    return bool(
        re.match(rf"(?:还|也|都|又|主要|分别|单位|部门| also| else)*\s?(?:{LEAD}|{SUPPORT}|负责|{ROLE_EN})", plain[at:])
    )


def _put(topic: str, new: str, point: re.Match[str], forms: Forms) -> str:
    """A question with the subject where its pronoun stands, and the noun behind 该 or "this" gone with it."""
    ahead, behind, word = new[: point.start()], new[point.end() :], point[0].lower()
    if forms.wide:
        return f"{ahead}{topic}{behind[found.end() :] if (found := _THING_ZH.match(behind)) else behind}？"
    if forms is not EN:
        return f"{new}? ({topic})"
    if word in _DEMONSTRATIVES:
        noun = re.match(r" (\w+)", behind)
        if noun and content_of(noun[1], forms) and noun[1].lower() not in topic.lower():
            return f"{new}? ({topic})"
        named = noun and (noun[1].lower() in topic.lower() or re.fullmatch(THING_EN, noun[1], re.IGNORECASE))
        return f"{ahead}{topic}{behind[noun.end() :] if noun and named else behind}?"
    return f"{ahead}{topic}{_OWNING if word in {'its', 'their', 'his'} else ''}{behind}?"


def _heading(turn: Turn, old: str) -> str | None:
    """The heading of the passage that answered, without its number, where it shares a word with the question."""
    heading = _NUMBER_ZH.sub("", turn.path[-1]) if turn.path else ""
    shared = any(heading[at : at + 2] in plain_form(old) for at in range(len(heading) - 1))
    return heading if shared else None


def context_of(old: str, forms: Forms) -> str:
    """What the old question says, without asking."""
    place = next((found.span("topic") for found in [forms.topics[0].search(old)] if found), None)
    if place:
        return old[slice(*place)]
    bare = old.strip(END)
    if forms is not ZH:
        return (_STEM_EN.sub("", bare) or bare) if forms is EN else bare
    asks = [found.span() for found in _ASKING_ZH.finditer(plain_form(bare))]
    kept = "".join(bare[end:start] for (_, end), (start, _) in pairwise([(0, 0), *asks, (len(bare), 0)]))
    return kept.strip(END) or bare
