"""Whether a text holds the kind of thing that is asked for, as far as form tells: a sum, a share, a date, a person."""

import re
from collections.abc import Sequence
from typing import Literal

from qa.answer import Span
from qa.dates import dates, dates_told, levelled
from qa.kinds import Asked, Kind, counted_in
from qa.kinds_forms import HELD, Form
from qa.kinds_posts import HEADS
from qa.quantities import quantities

NEARLY = 0.1
"""How much lower in score a sentence may be that goes first for dating the act asked for."""

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟"
    "殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳司马"
)
_TITLES = (
    "教授|委员|[副]?[省市区县镇州]长|主任|局长|处长|科长|主席|书记|院士|博士|先生|女士|同志|代表|律师|校长|院长|会长|总经理|董事长|召集人|联系人"
    "|负责人|组长|法官|检察长|秘书长|常委|担任|领衔"
)
_PERSON = re.compile(
    rf"(?:{_TITLES})[：:、\s]*[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:等)?[（(\s]*(?:{_TITLES})"
)
_PLACE = re.compile(
    r"位于|坐落|落户|落地|地址|选址|设在|[\u4e00-\u9fff]{2,}(?:区|街道|路|镇|村|园|大厦|广场|保税区|片区|口岸|半岛|湾|岛|省|市|县|州|国)(?![\u4e00-\u9fff]*[牵配])"
)
_NAME_BEFORE = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}[^，。；;\n]{{0,16}}$")
_NAME_BEHIND = re.compile(rf"(?:一职)?[：:\s、由为是|（(]{{0,4}}[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_LATIN_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+")
_NEAR = 22  # characters between a person's name and the post that is said to be his


def holds(asked: Asked, text: str) -> bool:
    """Whether the text has as many of each kind of thing as are asked for; True for kinds that have no form."""
    figures = [one for one in quantities(text) if one.kind not in {"year", "ordinal"}]
    held = {kind: sum(one.kind == kind for one in figures) for kind in ("money", "percent", "duration")}
    held["number"] = len(figures)
    held["date"] = len(dates(text))
    if asked.unit and set(asked.kinds) <= {"number", "money", "percent", "duration"}:
        held["number"] = sum(counted_in(one.unit) in {asked.unit, None} for one in figures)
    return all(_held(kind, asked.kinds, held, text) for kind in set(asked.kinds))


def _held(kind: Kind, asked: Sequence[Kind], held: dict[str, int], text: str) -> bool:
    if kind in held:
        return held[kind] >= asked.count(kind)
    if kind == "person":
        return _PERSON.search(text) is not None
    return kind != "place" or _PLACE.search(text) is not None


def lacks(asked: Asked, text: str) -> tuple[Form | Literal["date"], ...]:
    """Which of the forms asked for by name (`Asked.forms`, and the date of `Asked.acts`) the text does not hold.

    () where all are held, or none is asked for. Wide on the side of held: a company is held by whatever looks like a
    proper name, an address by 位于 and the like, a person by a name beside one of the titles asked for, where 副市长 is
    no 市长; a date, by one of which the text says the act asked for (签署, not 批复).
    """
    missing: list[Form | Literal["date"]] = [form for form in asked.forms if not _has(form, asked, text)]
    if asked.acts and not dates_told(text, asked.acts) and not (asked.hours and HELD["hours"].search(levelled(text))):
        missing.append("date")
    return tuple(missing)


def telling_first(spans: Sequence[Span], asked: Asked) -> list[Span]:
    """The sentences, best first, but before them the best that dates the act asked for, where it is nearly as good.

    Where the first one dates it, or no act is asked for, they stay as they are.
    """
    texts = [span.hit.chunk.document.text[span.start : span.end] for span in spans]
    if not asked.acts or "date" not in lacks(asked, texts[0]):
        return list(spans)
    near = [at for at, span in enumerate(spans) if spans[0].score - span.score <= NEARLY]
    first = next((at for at in near if "date" not in lacks(asked, texts[at])), 0)
    return [spans[first], *spans[:first], *spans[first + 1 :]]


def _has(form: Form, asked: Asked, text: str) -> bool:
    if form != "person":
        return HELD[form].search(levelled(text)) is not None
    if not asked.posts:
        return _PERSON.search(text) is not None or _LATIN_NAME.search(text) is not None
    titles = "|".join((*asked.posts, *(HEADS if not asked.posts[0].startswith("副") else ())))
    even = levelled(text)
    return _LATIN_NAME.search(text) is not None or any(
        _NAME_BEFORE.search(even[max(0, title.start() - _NEAR) : title.start()])
        or _NAME_BEHIND.match(even, title.end())
        for title in re.finditer(f"(?<!副)(?:{titles})", even)
    )
