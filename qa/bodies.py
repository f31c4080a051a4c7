"""Names of bodies: their place and level, their abbreviations, and whether two names are of one body."""

import re
from collections import defaultdict
from itertools import combinations

from index import Document, Glossary
from qa.body_words import FIELDS

# 市 that is a level of government, not the first character of 市场, 市容, 市政…
_CITY = r"(?<!城)市(?![场容域区级直]|政(?![府协务法])|民(?![政族宗防]))"
_UNIT = rf"(?:省(?![级直])|自治区|自治州|{_CITY}|(?<![社园地城小辖景灾新])区(?![级直域块])|县(?![级直域])|州(?![级直]))"
_PLACE = re.compile(
    rf"(?:国家|全国|各级|各有关|有关|相关|其他|同级|本级|各)?(?:(?!国家|有关|其他|各|和|与|及)[\u4e00-\u9fff]{{0,6}}?{_UNIT})*"
)
DEPARTMENT = re.compile(
    rf"(?:{FIELDS}|妇|残)[\u4e00-\u9fff]{{0,14}}(?:[局委厅办会联院]|办公室|中心|合作社|部门)$|总工会$|妇联$|残联$"
)
ANY = ("各", "有", "其", "相", "同", "本")  # 各区, 有关市: no place of its own
_ADDED = re.compile("[总副分党省市区县]")
_SEVERAL = re.compile(rf"({FIELDS})|[和与]")
_OWN_PLACE = re.compile(r"(?<![各有全国])((?:(?![省市县区])[\u4e00-\u9fff]){2,4}?)(?:[省市县州]|新?区)$")


class BodyNames:
    """Full names of bodies, by a glossary: two Chinese names are of one body when they share a name in another
    language and one abbreviates the other (人社局, 人力资源和社会保障局)."""

    def __init__(self, glossary: Glossary) -> None:
        self._full: dict[str, str] = {}
        by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entry in glossary.entries:
            if entry.kind == "body":
                core = split_place(entry.chinese)[1]
                for language, names in entry.names.items():
                    for name in names:
                        by_name[language, name.casefold()].append(core)
        for cores in by_name.values():
            for one, other in combinations(sorted(set(cores), key=len), 2):
                if abbreviates(one, other) and len(other) > len(self._full.get(one, "")):
                    self._full[one] = other

    def full(self, name: str) -> str:
        """The full name, with the place or level that `name` begins with; `name` itself where none is known."""
        place, core = split_place(name)
        return place + self._full.get(core, core)


def split_place(name: str) -> tuple[str, str]:
    """A body's name -> the place or level in front ("市", "深圳市", "国家", "各区" or nothing), and the rest."""
    found = _PLACE.match(name)
    end = found.end() if found else 0
    return (name[:end], name[end:]) if len(name) - end > 1 else ("", name)


def abbreviates(short: str, full: str) -> bool:
    """Whether `short` can stand for `full`: same first character, the others in their order, none that adds rank."""
    if full == f"人民{short}":
        return True
    rest = iter(full)
    if len(short) < 2 or len(short) >= len(full) or short[0] != full[0] or not all(c in rest for c in short):
        return False
    return not any(_ADDED.match(c) and c not in short for c in full)


def same_body(asked: str, body: str) -> bool:
    """Whether the name of a body in a question can mean a body of a clause, both resolved.

    公安局 can mean 市公安局 and 深圳市公安局, but 市公安局 no other level's, and 海关 any customs office; 旅游局
    can mean 文化旅游体育局, which has its field among others.
    """
    if asked == body:
        return True
    if asked[-1] != body[-1]:
        return False
    place, core = split_place(asked)
    other_place, other = split_place(body)
    if core == other or abbreviates(core, other) or abbreviates(other, core) or _has_field(core[:-1], other[:-1]):
        return not place or not other_place or place.endswith(other_place) or other_place.endswith(place)
    return (
        not place
        and len(core) > 1
        and other.endswith(core)
        and core in {"海关", "人民法院", "人民检察院", "银行", "管委会"}
    )


def is_of_place(name: str, document: Document) -> bool:
    """Whether a body of that name can be one of a document: 东山市公安局 only where the document speaks of 东山."""
    place = _OWN_PLACE.search(split_place(name)[0])
    return not place or any(place[1] in text for text in (document.title, document.issuer or "", document.text))


def _has_field(field: str, core: str) -> bool:
    """Whether it is one of the fields of which a body's name consists, 文化旅游体育."""
    return field in core and not _SEVERAL.sub("", core) and field in {found[1] for found in _SEVERAL.finditer(core)}
