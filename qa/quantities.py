"""Figures in a text as exact spans with their values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from qa.dates import dates, levelled
from qa.measure_words import LASTING, MONEY, POINTS, SHARES, unit_pattern
from qa.numerals import number_pattern, scale_of, value_of

Kind = Literal["money", "percent", "count", "duration", "ordinal", "year"]
Bound = Literal["exactly", "over", "at least", "under", "at most", "nearly", "about"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """Characters `start`..`end` (half-open) of a text, `text`, that state a figure with its qualifier and unit.

    `value` is the whole figure: 20亿元 is 2000000000, in `unit` 元; a share is in per cent, 三成 and 30% are both 30.
    `to` is the upper end of a range (3-5家). `unit` is the measure word as it stands in Simplified characters, without
    万 and 亿, "" where there is none; what is counted is never guessed.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    bound: Bound
    kind: Kind
    to: Decimal | None = None


_BEFORE: Mapping[Bound, str] = {
    "at least": "不低于|不少于|不小于|不下于|至少|最少|最低|起码|at least |no less than |not less than |no fewer than ",
    "at most": "不超过|不高于|不多于|不大于|不超|至多|最多|最高|up to |at most |no more than |not more than |within ",
    "over": "超过|超出|突破|多于|高于|大于|逾|超|more than |over |above ",
    "under": "不足|不到|低于|少于|小于|under |less than |fewer than |below ",
    "nearly": "将近|接近|(?<![最附临邻靠就远])近|nearly |almost ",
    "about": "大约|大概|约|about |around |approximately |roughly |some ",
}
_BEHIND: Mapping[Bound, str] = {
    "at least": "及?以上",
    "at most": "以内|之内|及?以下|内(?![部容外地涵需设控在陆资存])",
    "about": "左右|上下",
}
_CURRENCIES = {"US$": "美元", "HK$": "港元", "$": "美元"}
_PER_CENT = {"成": Decimal(10), "‰": Decimal("0.1"), "千分之": Decimal("0.1")}
_BLANK = "\ue000"
_LEAD = (
    f"(?P<nth>第)?(?:(?P<before>{'|'.join(_BEFORE.values())})(?:达到?|了|为|到)?)?(?P<cents>百分之|千分之)?"
    r"(?P<currency>人民币|RMB ?|CNY ?|[¥￥]|US\$|HK\$|\$)?"
)
_TAIL = (
    rf"(?P<over>余|多(?!元化|边|样))?(?P<unit>{unit_pattern()})?(?P<still>[多余](?=[，。；、的]|$))?"
    f"(?P<behind>{'|'.join(_BEHIND.values())})?"
)
_APART = r"(?<![\d.,+×/:_A-Za-z-])"
_FIGURE = re.compile(_APART + _LEAD + number_pattern("") + _TAIL)
_RANGE = re.compile(
    _APART
    + _LEAD
    + number_pattern("")
    + f"(?P<same>{unit_pattern()})?(?:[-–—~～至到]| to )"
    + number_pattern("2")
    + _TAIL
)
# Figures that name rather than count: titles, document numbers, telephones, item numbers, 301调查, “1+1+5+N”, 4:1, 5G.
_NAMES = re.compile(
    r"《[^《》\n]{0,80}》|[“\"「『](?=[\d一二三四五六七八九两十])[^”\"」』\n]{1,20}[”\"」』]"
    r"|[〔\[【]\s?\d{4}\s?年?[〕\]】](?:\s?第?\s?\d+)?|[(（]\d{4}[)）]\s?第?\s?\d+\s?号|第?\s?\d+(?:-\d+)*\s?号"
    r"|(?<!\d)(?:0\d{2,3}[-—－ ]\d{7,8}|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4})(?!\d)"
    r"|(?m:^[ \t\u3000]*(?:[-*•#]+\s*)?[(（]?\d{1,3}(?:\.\d+)*[.、．)）](?!\d))|(?<=[。；\s])\d{1,3}[.、](?=[^\d\s])"
    r"|(?<![A-Za-z])(?!(?:RMB|CNY|US|HK)\d)[A-Za-z]+-?\d[A-Za-z\d.]*|\d+(?:\.\d+)?(?!(?:k[mgW]|GW|MW|m²|st|nd|rd|th)\b)[A-Za-z]+\d*"
    r"|\d+(?:\s?[+×xX/:：]\s?(?:\d+|[A-Z]))+|(?:[上下]午\s?\d+[点时]|\d{1,2}[时点](?=\d))(?:\d{1,2}分)?|\d0年代"
    r"|\d+(?:[、和及]\d+)*(?=调查|条款|计划|工程|热线|法案|报警)|十[六七八九]大|二十大"
    r"|(?!百分之|千分之)[一二三四五六七八九十百千万]+分之[一二三四五六七八九十]+"
)
_PART_OF_WORD = frozenset("统唯同单任某另首惟逐划合专几数好初周〇零一二三四五六七八九十百千万亿")
_ARTICLE = frozenset(
    (
        "个",
        "种",
        "批",
        "支",
        "类",
        "方面",
        "级",
        "部",
        "期",
        "次",
        "门",
        "步",
        "位",
        "份",
        "台",
        "度",
        "成",
        "起",
        "套",
        "轮",
    )
)
"""Before these 一 is the indefinite article, or part of a word."""
_NO_FIGURE_BEHIND = re.compile(r"(?:附件|附表|图|表|编号|代码|电话|传真|邮编|邮政编码|序号|文号)[:：]?\s?$")
_FUNDS = re.compile(r"资金|金额|经费|资助|投入|拨款|支出|收入|罚款|款|奖励|费|预算|补贴|强度|融资|产值|投资|贷款|税")
_MEETING = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:会议|全会)")


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every figure of a text in order, disjoint: amounts, shares, counts, durations, ordinals (第三十一条) and years.

    Chinese and Arabic numerals, Traditional characters and plain English figures. Dates, document and telephone
    numbers, item numbers, fractions (三分之二) and figures in names ("301调查", “1+1+5+N”) are none.
    """
    even = levelled(text)
    found = []
    titles = [one.span() for one in re.finditer("《[^《》\n]*》", text)]
    for date in dates(text):
        titled = any(start <= date.start < end for start, end in titles)
        if date.month is None and date.part is None and date.year and not titled:
            last = Decimal(date.last_year) if date.last_year else None
            span = text[date.start : date.end]
            unit = "年" if "年" in span else ""
            found.append(Quantity(date.start, date.end, span, Decimal(date.year), unit, "exactly", "year", last))
        even = even[: date.start] + _BLANK * (date.end - date.start) + even[date.end :]
    even = _NAMES.sub(lambda name: _BLANK * len(name[0]), even)
    at = 0
    while match := _FIGURE.search(even, at):
        between = _RANGE.match(even, match.start())
        quantity = (between and _quantity(between, text)) or _quantity(match, text)
        if quantity:
            found.append(quantity)
        at = quantity.end if quantity else max(match.end(), at + 1)
    return tuple(sorted(found, key=lambda one: one.start))


def _quantity(found: re.Match[str], text: str) -> Quantity | None:
    """What a match states; None when it is part of a word or a name, or no well-formed figure."""
    stated = (found["unit"] or "").strip()
    unit = re.sub("[半多余]", "", stated)  # 个半月, 个多月
    value, to = _ends(found, unit)
    scaled = bool(found["scale"] or found.groupdict().get("scale2"))
    if value is None or not _counts(found, unit, value, scaled):
        return None
    kind, bound = _kind(found, unit, scaled), _bound(found, stated)
    value += Decimal("0.5") if "半" in stated else 0
    if kind == "percent" and unit not in POINTS:
        times = _PER_CENT.get(found["cents"] or unit, Decimal(1))
        value, to = value * times, to and to * times
    start, end = found.start(), found.end() - len(found[0]) + len(found[0].rstrip())
    if kind == "duration" and found["before"] == "近" and (found["behind"] or (unit == "年" and value <= 10)):
        # 近三年 are the last three years, 近15天内 is within the last 15 days.
        start, bound = start + 1, "at most" if found["behind"] else "exactly"
    if found["currency"] and not unit:
        unit = _CURRENCIES.get(found["currency"], "元")
    return Quantity(start, end, text[start:end], value, "%" if found["cents"] else unit, bound, kind, to)


def _ends(found: re.Match[str], unit: str) -> tuple[Decimal | None, Decimal | None]:
    """The value, and the upper end of a range; no value where the range does not rise or its units differ."""
    value = value_of(found, "")
    if "figures2" not in found.groupdict() or value is None:
        return value, None
    to, scale = value_of(found, "2"), found["scale2"]
    if scale and to and not (found["scale"] or found["same"]) and value * scale_of(scale) <= to:
        value *= scale_of(scale)  # 100-200万元
    rises = to is not None and value < to and (found["same"] or unit).strip() == unit
    return (value, to) if rises else (None, None)


def _counts(found: re.Match[str], unit: str, value: Decimal, scaled: bool) -> bool:
    """Whether a match is a figure: Chinese numerals want a measure word, bare Arabic ones must stand alone."""
    even, start, end = found.string, found.start(), found.end()
    before, after = even[start - 1 : start], even[end : end + 1]
    if unit == "日" and not (found["behind"] or found["before"] or after == "的"):
        return False  # 9日 is a day of the month, 10日内 a time
    if unit == "年" and value >= 1900 and not scaled:
        return False
    if found["han"]:
        if found["cents"]:
            return True
        said = found["han"]
        if not unit or (unit == "大" and value > 15) or (before in _PART_OF_WORD and before and not found["nth"]):
            return False
        return said != "一" or bool(found["nth"]) or scaled or not (unit in _ARTICLE or before in set("每各第"))
    if found["nth"] and not unit:
        return False
    if unit or scaled or found["currency"] or found["cents"]:
        return True
    figure = found["figures"]
    if len(figure.split(".")[0].replace(",", "")) > 6 or (figure[0] == "0" and not figure.startswith("0.")):
        return False
    if re.fullmatch(r"(?:19|20)\d\d", figure) and not found["before"]:
        return False
    if (before and before in "(（[【" and after and after in ")）]】") or _NO_FIGURE_BEHIND.search(even[:start]):
        return False
    return bool(found["behind"] or found["more"]) or not (after.isalnum() or after in set("+×/:-·"))


def _kind(found: re.Match[str], unit: str, scaled: bool) -> Kind:
    even = found.string
    if found["nth"]:
        return "ordinal"
    if unit == "次" and _MEETING.match(even, found.end()):
        return "ordinal"
    if unit == "届" and not re.search(r"(?:连续|共|累计|历经|举办|办)了?$", even[: found.start()]):
        return "ordinal"
    if found["cents"] or unit in SHARES or unit in POINTS:
        return "percent"
    if unit in MONEY or found["currency"]:
        return "money"
    if unit in LASTING:
        return "duration"
    clause = re.split("[，。；,;\n]", even[max(0, found.start() - 20) : found.start()])[-1]
    return "money" if scaled and not unit and _FUNDS.search(clause) else "count"


def _bound(found: re.Match[str], stated: str) -> Bound:
    more = f"{found['more']}{found.groupdict().get('more2')}{found['over']}{found['still']}{stated}"
    if word := found["before"]:
        return next(bound for bound, words in _BEFORE.items() if re.fullmatch(words, word))
    if "来" in more:
        return "about"
    if re.search("[余多]", more):
        return "over"
    if word := found["behind"]:
        return next(bound for bound, words in _BEHIND.items() if re.fullmatch(words, word))
    return "exactly"
