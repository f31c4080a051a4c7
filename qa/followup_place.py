"""Where in an earlier question that stands whose place something new takes."""

import re

from qa.followup_forms import ATTRIBUTE_ZH, AUX_EN, WH_ZH, ZH, Forms, content_of, plain_form
from qa.followup_names import kind_of_name, names_in
from qa.followup_words import END, LEAD, LONE_YEAR, NAMED, NUMBERED, OPPOSITES, PART, RIGHTS, SUPPORT, TIME, WITH_MONTH

_TAIL_ZH = re.compile(
    "(?:已经?|一共|总共|共|累计|目前|现在)*(?:建成|建|设立|设|成立|获批|签订|签署|出台|发布|申请|获得?|培养|资助|投入|完成|接收)?"
    "(?:了|过)?(?:的|是|有|为|在|由)*$"
)
_LEAD_IN_ZH = re.compile(
    "^(?:(?:截至|截止|到|在|据)?.{0,6}(?:年|月|日|半年)[底末初前]?[，,]?)?(?:全市|深圳市?(?=[^海大国知市]))?的?"
)
_CLAUSE = re.compile(rf"\b{AUX_EN}|(?:面向|包括|包含|涉及|建成|新收|负责)", re.IGNORECASE)


def place_of(subject: str, old: str, forms: Forms, marked: bool) -> tuple[int, int] | None:
    """Where in the old question that stands whose place the new subject takes: half-open offsets."""
    new, plain = plain_form(subject), plain_form(old)
    if TIME.fullmatch(new):
        return _time_place(new, plain)
    for pattern in (NUMBERED, RIGHTS):
        found = pattern.search(plain)
        if found and pattern.fullmatch(new):
            return found.span()
    names = list(names_in(plain))
    for pattern in OPPOSITES:
        found, other = pattern.search(plain), pattern.search(new)
        if found and other and all(unit in plain for unit in content_of(pattern.sub("", new), forms)):
            return found.span()
    kind = kind_of_name(new)
    alike = [(start, end) for start, end, other in names if kind and other == kind]
    if alike and (kind == "place" or marked):
        name = max(alike, key=lambda at: (_same_end(plain[slice(*at)], new), -at[0]))
        topic = None if kind == "place" else topic_place(plain, forms, all_of_them=True)
        return topic if topic and topic[0] <= name[0] and name[1] == topic[1] else name
    if not marked or kind == "place":
        return None
    return _role_place(new, plain) or _alike_place(new, plain, forms) or topic_place(plain, forms, all_of_them=True)


def _time_place(new: str, plain: str) -> tuple[int, int] | None:
    named = [found.span() for found in NAMED.finditer(plain)]
    times = [found for found in TIME.finditer(plain) if not any(start < found.end() <= end for start, end in named)]
    if len({found[0] for found in times}) != 1:
        return None
    if LONE_YEAR.fullmatch(new) and not WITH_MONTH.search(times[0][0]):
        year = LONE_YEAR.search(plain, times[0].start(), times[0].end())
        year = year or re.search(r"\d{4}", plain[times[0].start() : times[0].end()])
        return year.span() if year else (times[0].start(), times[0].start())
    if re.fullmatch(PART, new):
        part = re.compile(PART).search(plain, *times[0].span())
        return part.span() if part else (times[0].end(), times[0].end())
    return times[0].span()


def role_in(subject: str) -> str | None:
    """The role that Chinese words name and nothing else, without the body that has it: 配合 of 配合单位."""
    found = re.fullmatch(f"(?:由|的|负责)*({LEAD}|{SUPPORT})(?:的|单位|部门|机构|方|者|是|有)*", plain_form(subject))
    return subject[slice(*found.span(1))] if found else None


def _role_place(new: str, plain: str) -> tuple[int, int] | None:
    role = role_in(new)
    found = re.search(f"{LEAD}|{SUPPORT}", plain)
    return found.span() if role and found and found[0] != plain_form(role) else None


def fitted(subject: str, old: str, place: tuple[int, int]) -> str:
    """The subject as it fits where the old one stood."""
    here = plain_form(old[slice(*place)])
    role = role_in(subject)
    if role:
        return role
    opposite = next((found for each in OPPOSITES if (found := each.search(subject)) and each.fullmatch(here)), None)
    if opposite:
        return opposite[0]
    if (
        subject.endswith("s")
        and RIGHTS.fullmatch(subject)
        and old[place[0] : place[1] + 1].endswith(("t ", "k ", "n "))
    ):
        return subject[:-1]
    if re.fullmatch(r"\d{4}", subject) and old[place[0] : place[1]].endswith("年"):
        return subject + "年"
    if re.fullmatch(r"\d{4}年", subject) and re.fullmatch(r"\d{4}", old[place[0] : place[1]]):
        return subject[:4]
    return subject


def _alike_place(new: str, plain: str, forms: Forms) -> tuple[int, int] | None:
    """A noun phrase that ends like the new subject, or that names a right where the subject names another."""
    if forms.wide:
        return _alike_wide(new, plain)
    words = [(found[0].lower(), found.start(), found.end()) for found in re.finditer(r"[\w'’()-]+", plain)]
    wanted = [word.strip("()") for word in new.lower().split()]
    ends = [at for at, (word, _, _) in enumerate(words) if word and _stem(word) == _stem(wanted[-1])]
    if not ends or _stem(wanted[-1]) in {"", "one"}:
        return None
    first = last = ends[-1]
    while first and content_of(words[first - 1][0], forms):
        first -= 1
    start = words[first][1]
    if first and words[first - 1][0] in {"the", "a", "an"} and wanted[0] in {"the", "a", "an"}:
        start = words[first - 1][1]
    return (start, words[last][2]) if last - first < 8 else None


def _stem(word: str) -> str:
    word = word.strip("()").replace("centre", "center")
    return word.removesuffix("s") if len(word) > 3 else word


def _alike_wide(new: str, plain: str) -> tuple[int, int] | None:
    right, other = RIGHTS.search(plain), RIGHTS.search(new)
    if right and other and right[0] != other[0]:
        start, end = right.span()
        tail = new[other.end() :]
        same = next((tail[at:] for at in range(len(tail)) if plain.find(tail[at:], end, end + 8) >= 0), "")
        if tail and not same:
            place = topic_place(plain, ZH, all_of_them=True)
            return place if place and place[0] <= start and end <= place[1] else (start, end)
        end = plain.find(same, end) + len(same)
        modifier = re.search("(?:有效|国内|国外|海外|累计|新增|每万人口?)+$", plain[:start])
        return (modifier.start() if modifier and other.start() else start), end
    same = next((new[at:] for at in range(len(new) - 1) if new[at:] in plain), "")
    if not same or same == new or re.fullmatch(ATTRIBUTE_ZH, same):
        return None
    end = plain.rfind(same) + len(same)
    cut = max(
        (found.end() for found in re.finditer("[，,、的由是在和与把对]|" + WH_ZH, plain[: end - len(same)])), default=0
    )
    start = cut or _LEAD_IN_ZH.match(plain[:end]).end()  # type: ignore[union-attr]
    return (start, end) if start < end else None


def topic_place(plain: str, forms: Forms, all_of_them: bool = False) -> tuple[int, int] | None:
    """Where the subject of a question in its plain form stands: half-open offsets; None where that is not sure.

    `all_of_them` tries also the forms of question that are too unsure for what stands where a pronoun stands.
    """
    asked = plain.rstrip(END)
    if all_of_them and forms.topics[0].match(asked):
        return None
    for pattern in forms.topics[1:] if all_of_them else forms.topics[: forms.sure]:
        found = pattern.search(asked)
        if found and pattern is forms.topics[0] and not forms.wide:
            return None
        clause = found and pattern is forms.topics[0] and (len(found["topic"]) > 80 or _CLAUSE.search(found["topic"]))
        if found and not clause:
            start, end = found.span("topic")
            if forms is ZH:
                end = start + len(_TAIL_ZH.sub("", asked[start:end]))
                lead_in = _LEAD_IN_ZH.match(asked[start:end]) if all_of_them else None
                start += lead_in.end() if lead_in and lead_in.end() < end - start else 0
            return (start, end) if end - start > 1 else None
    names = [(start, end) for start, end, kind in names_in(asked) if kind != "place"]
    long = [(start, end) for start, end in names if end - start > (4 if forms.wide else 16)]
    return long[0] if len(long) == 1 and not all_of_them else None


def _same_end(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b), 0)
