"""Figures in a text as exact spans with their values; a figure in the asker's language, computed, never guessed."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Literal

from index import figures, fold
from qa.dates import dates, levelled, written
from qa.language import Language

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
_SHARES = ("%", "‰", "percent", "per cent", "成")
_POINTS = ("个百分点", "百分点", "percentage points", "percentage point")
_MONEY = ("元", "美元", "港元", "港币", "欧元", "日元", "英镑", "yuan", "dollars", "euros")
_LASTING = (
    "个工作日", "工作日", "个自然日", "自然日", "个交易日", "个月", "个多月", "个余月", "个星期", "星期", "周", "天",
    "日", "个小时", "小时", "分钟", "秒", "年", "个季度", "个学期", "学时", "课时", "working days", "working day",
    "days", "day", "weeks", "week", "months", "month", "years", "year", "hours", "hour", "minutes", "minute",
)  # fmt: skip
# A measure word and, behind "!", the characters before which it is part of another word (家庭, 人才, 名称).
_MEASURES = dict(
    one.partition("!")[::2]
    for one in """
    家!庭长具电乡园居务政禽 件!套 项!目链 条!件例款约文 个!别体性人亿 人次 人!均民大才员口工力物类事体为身社生格机
    名!称单录牌优列义额誉 位!一于置 户!籍口外型用均 所!有在属需以得谓致涉处述列称提做形能受用占 座!谈位落右 栋
    间!接隔距歇 宗!旨教 起!来草步点源诉始因 例!如外行会 次!要日年月于数序 场次 场!所景地馆 批次 批!准复发示评量文
    类!似型别 种!植子业苗养 届!时满 期!间货限望末刊 轮!换流候岗车汽胎椅 部门 部!委分队署长级位件落里 篇!幅章 册
    份!额子 张!力贴 幅!度员 支!持撑付出部点援行配局教 只!有要能是需 台!湾账阶商胞风资 套!餐利 辆 艘 架!构设 趟 班次
    车次 倍!增加 门!户槛店类诊票前口头 款!项式额物 枚 棵 株 亩 公顷 吨 公斤 千克 克 斤 平方公里 平方千米 公里 千米
    平方米 立方米 米!粉 千瓦时 微克/立方米 微克 周岁 分!之钟钱类布析别工为辖支离局公 千瓦 兆瓦 度 岁!月末 字 页
    级!别 层!次面级 步!行入伐骤道 笔!记者试 席位 床位 张床位 标段 家次 个方面 方面 户次 章!程 节!目日约能 城市
    编!制写 阶段 条措施 条举措
    """.split()  # noqa: SIM905 -- as a dictionary of literals it would fill a page
)
_SPECIAL = (
    r"大(?=工程|行动|任务|类|措施|举措|体系|板块|重点|领域|方面|产业|平台|中心|计划|原则|目标|项目|支柱|集群|系统|战略)",
    r"点(?=建议|意见|要求|希望|措施)", "km²?", "kg", "kWh", "GW", "MW", "m²", r" (?:people|times)",
    r" (?!this|was|has|its|plus)[a-z]{3,}s\b",
)  # fmt: skip
_GUARDS = {
    "元": "旦素首年月宵老",
    "周": "边岁年期围一二三四五六日",
    "天": "然津河水府",
    "年": "代级",
    "成": "立为功果员都本年长效熟绩交就套分品型批片像",
    "秒": "杀",
    "日": "均常",
}
_CURRENCIES = {"US$": "美元", "HK$": "港元", "$": "美元"}
_PER_CENT = {"成": Decimal(10), "‰": Decimal("0.1"), "千分之": Decimal("0.1")}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_WORDS = {" thousand": 10**3, " million": 10**6, " billion": 10**9, " trillion": 10**12}
_BLANK = "\ue000"
_HAN_DIGITS = "〇○零一二三四五六七八九两十百千"


def _units() -> str:
    guarded = {**dict.fromkeys((*_SHARES, *_POINTS, *_MONEY, *_LASTING), ""), **_MEASURES, **_GUARDS}
    words = sorted(guarded, key=len, reverse=True)
    said = [
        f" ?{one}\\b" if one[0].islower() else f"{one}(?![{guarded[one]}])" if guarded[one] else one for one in words
    ]
    return "|".join(("个半月", "个半小时", "年半", *said, *_SPECIAL))


def _number(name: str) -> str:
    return (
        rf"(?:(?:(?P<upper{name}>\d+)亿(?=[\d.]+万))?(?P<figures{name}>(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?)"
        rf"|(?P<han{name}>[一二三四五六七八九两十][{_HAN_DIGITS}]*(?:[万亿][{_HAN_DIGITS}]+)*(?:点[零一二三四五六七八九]+)?|[百千](?=余|多)|半(?=年|个月|天|小时)))"
        rf"(?P<more{name}>余|多(?!元化|边|样)|(?<=十)来)?"
        rf"(?P<scale{name}>[十百千]?万亿|[十百千]?[万亿]|个亿|[百千](?![克米瓦分])|{'|'.join(_WORDS)})?"
    )


_LEAD = (
    f"(?P<nth>第)?(?:(?P<before>{'|'.join(_BEFORE.values())})(?:达到?|了|为|到)?)?(?P<cents>百分之|千分之)?"
    r"(?P<currency>人民币|RMB ?|CNY ?|[¥￥]|US\$|HK\$|\$)?"
)
_TAIL = (
    rf"(?P<over>余|多(?!元化|边|样))?(?P<unit>{_units()})?(?P<still>[多余](?=[，。；、的]|$))?"
    f"(?P<behind>{'|'.join(_BEHIND.values())})?"
)
_APART = r"(?<![\d.,+×/:_A-Za-z-])"
_FIGURE = re.compile(_APART + _LEAD + _number("") + _TAIL)
_RANGE = re.compile(_APART + _LEAD + _number("") + f"(?P<same>{_units()})?(?:[-–—~～至到]| to )" + _number("2") + _TAIL)
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
    if kind == "percent" and unit not in _POINTS:
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
    value = _value(found, "")
    if "figures2" not in found.groupdict() or value is None:
        return value, None
    to, scale = _value(found, "2"), found["scale2"]
    if scale and to and not (found["scale"] or found["same"]) and value * _times(scale) <= to:
        value *= _times(scale)  # 100-200万元
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
    if found["cents"] or unit in _SHARES or unit in _POINTS:
        return "percent"
    if unit in _MONEY or found["currency"]:
        return "money"
    if unit in _LASTING:
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


def _times(scale: str) -> Decimal:
    times = Decimal(_WORDS.get(scale, 1))
    for character in scale:
        times *= _SCALES.get(character, 1)
    return times


def _value(found: re.Match[str], name: str) -> Decimal | None:
    said, times = found[f"han{name}"], _times(found[f"scale{name}"] or "")
    if said == "半":
        return Decimal("0.5")
    if said:
        whole, _, decimals = said.partition("点")
        compound = re.fullmatch("(.+)([万亿])(.+)", whole) if times > 1 else None  # 三亿二千 before 万
        above = _numeral(compound[1]) if compound else Decimal(0)
        value = _numeral(compound[3] if compound else whole)
        if value is None or above is None:
            return None
        if decimals:
            value += Decimal("0." + "".join(str("零一二三四五六七八九".index(one)) for one in decimals))
        value = value * times + (above * _SCALES[compound[2]] if compound else 0)
    else:
        value = Decimal(found[f"figures{name}"].replace(",", "")) * times
        value += Decimal(found[f"upper{name}"] or 0) * _SCALES["亿"]
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _numeral(said: str) -> Decimal | None:
    """A Chinese numeral; None where it is not well formed (五六)."""
    figure = figures("第" + ("一" if said in {"百", "千"} else "") + said)[1:]
    return Decimal(figure) if figure.isdecimal() else None


_ENGLISH_BOUNDS: Mapping[Bound, str] = {
    "exactly": "", "over": "more than ", "at least": "at least ", "under": "less than ", "at most": "at most ",
    "nearly": "nearly ", "about": "about ",
}  # fmt: skip
_ROUNDED = {
    "over": ROUND_FLOOR,
    "at least": ROUND_FLOOR,
    "under": ROUND_CEILING,
    "at most": ROUND_CEILING,
    "nearly": ROUND_CEILING,
}
"""So that a rounded limit still holds; all else is rounded half to even."""
_ENGLISH_UNITS = {
    "元": ("yuan", "yuan"), "美元": ("US dollar", "US dollars"), "港元": ("Hong Kong dollar", "Hong Kong dollars"),
    "港币": ("Hong Kong dollar", "Hong Kong dollars"), "欧元": ("euro", "euros"), "日元": ("yen", "yen"),
    "英镑": ("pound sterling", "pounds sterling"), "工作日": ("working day", "working days"), "天": ("day", "days"),
    "日": ("day", "days"), "自然日": ("calendar day", "calendar days"), "交易日": ("trading day", "trading days"),
    "周": ("week", "weeks"), "星期": ("week", "weeks"), "月": ("month", "months"), "年": ("year", "years"),
    "小时": ("hour", "hours"), "分钟": ("minute", "minutes"), "秒": ("second", "seconds"),
    "季度": ("quarter", "quarters"), "学期": ("term", "terms"),
    "学时": ("class hour", "class hours"), "课时": ("class hour", "class hours"),
    "百分点": ("percentage point", "percentage points"), "人": ("person", "people"), "倍": ("time", "times"),
    "户": ("household", "households"), "亩": ("mu", "mu"), "公顷": ("hectare", "hectares"), "吨": ("tonne", "tonnes"),
    "公里": ("kilometre", "kilometres"), "平方公里": ("square kilometre", "square kilometres"),
    "米": ("metre", "metres"),
    "平方米": ("square metre", "square metres"), "立方米": ("cubic metre", "cubic metres"),
    "公斤": ("kilogram", "kilograms"), "千瓦": ("kilowatt", "kilowatts"), "千瓦时": ("kilowatt-hour", "kilowatt-hours"),
    "部门": ("department", "departments"), "场次": ("session", "sessions"),
}  # fmt: skip
_ENGLISH_ORDINALS = {"条": "Article", "章": "Chapter", "节": "Section", "款": "Paragraph"}
_NEEDS = re.compile("[一二三四五六七八九十百千万亿半两成第余]")
_PLACES = Decimal("0.01")


def explained(quantity: Quantity, language: Language) -> str | None:
    """The figure for a reader of `language`, or None when it needs no words: 35.128亿元 is "about 3.51 billion yuan".

    From a million on it is rounded to two decimals of the million, billion or trillion; a limit is rounded so that it
    holds (more than 3.51 billion, at most 3.52 billion), all else to the nearest, with "about" where digits were
    dropped. Below a million nothing is rounded. Only units with one meaning are named, never what is counted. In
    Chinese only amounts in 万 are explained, in full digits or in 亿, and exactly. Other languages get the English.
    """
    if language in {"zh", "zh-Hant"}:
        return _in_digits(quantity, language)
    unit = _ENGLISH_UNITS.get(quantity.unit.removeprefix("个"))
    plain = (
        quantity.bound == "exactly"
        and quantity.kind != "ordinal"
        and not unit
        and not _NEEDS.search(levelled(quantity.text))
    )
    recent = quantity.kind == "duration" and quantity.text.startswith("近")  # nearly, or the last ones
    if plain or recent or quantity.unit in {"percent", "per cent"} or re.search("[A-Za-z]{3}", quantity.text):
        return None
    if quantity.kind == "year":
        return None if quantity.text[:4].isascii() else str(quantity.value) + (f"–{quantity.to}" if quantity.to else "")
    if quantity.kind == "ordinal":
        noun = _ENGLISH_ORDINALS.get(quantity.unit) if "第" in quantity.text else None
        return f"{noun} {quantity.value}" if noun else _nth(int(quantity.value))
    ends = [_scaled(end, quantity.bound) for end in (quantity.value, quantity.to) if end is not None]
    sign = "%" if quantity.kind == "percent" and not unit else ""
    said = " to ".join(end + sign for end, _ in ends)
    if unit:
        said += f" {unit[0] if quantity.to is None and quantity.value == 1 else unit[1]}"
    if quantity.bound == "exactly":
        return said if all(exact for _, exact in ends) else f"about {said}"
    lasts = quantity.kind == "duration" and quantity.bound == "at most" and "内" in levelled(quantity.text)
    return ("within " if lasts else _ENGLISH_BOUNDS[quantity.bound]) + said


def computed(quote: str, shown: str, years: Collection[int] = ()) -> bool:
    """Whether the numbers in `shown`, some of our own words or one number, come from the quote.

    Each must stand in the quote, in figures or as a Chinese numeral, or in what `explained` or `dates.written` makes
    of it; a number with million, billion or a qualifier must then be that very amount, so qualified. `years` are those
    that `dates.year_of` added. False when there is no number in `shown`.
    """
    tokens = _numbers(shown)
    sources = quantities(quote)
    said = [words for one in sources for language in _LANGUAGES if (words := explained(one, language))]
    said += [written(date, language) for date in dates(quote) for language in _LANGUAGES]
    allowed = {number for words in (quote, figures(fold(quote)), *said) for number in _numbers(words)} | set(years)
    allowed |= {end for one in sources for end in (one.value, one.to) if end is not None}
    amounts = {_amount(one) for one in (*sources, *(one for words in said for one in quantities(words)))}
    meant = {_amount(one) for one in quantities(shown) if one.bound != "exactly" or one.value not in tokens}
    unqualified = {(low, high, "exactly") for low, high, _ in amounts}
    return bool(tokens) and tokens <= allowed and meant <= amounts | unqualified


_LANGUAGES: tuple[Language, ...] = ("en", "zh", "zh-Hant")


def _amount(quantity: Quantity) -> tuple[Decimal, Decimal | None, Bound]:
    return quantity.value, quantity.to, quantity.bound


def _numbers(text: str) -> set[Decimal]:
    even = levelled(text)
    return {
        Decimal(one.replace(",", "")) for one in re.findall(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?", even)
    }


def _in_digits(quantity: Quantity, language: Language) -> str | None:
    """An exact amount in 万 with decimals or over four digits: 12.5万元 is 125,000元, 48120万元 is 4.812亿元."""
    found = re.fullmatch(r"([\d,]+(?:\.\d+)?)[万萬](?![亿億])(.*)", quantity.text)
    if not found or quantity.kind != "money" or quantity.bound != "exactly" or quantity.to is not None:
        return None
    if quantity.value >= _SCALES["亿"]:
        return f"{_digits(quantity.value / _SCALES['亿'])}{'億' if language == 'zh-Hant' else '亿'}{found[2]}"
    return f"{_digits(quantity.value)}{found[2]}" if "." in found[1] else None


def _scaled(value: Decimal, bound: Bound) -> tuple[str, bool]:
    """A value in English figures, and whether they are exact."""
    for word, times in reversed(_WORDS.items()):
        rounded = (value / times).quantize(_PLACES, _ROUNDED.get(bound, ROUND_HALF_EVEN))
        if rounded >= 1 and times > 1000:
            return _digits(rounded) + word, rounded * times == value
    return _digits(value), True


def _digits(value: Decimal) -> str:
    said = f"{value:,f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _nth(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
