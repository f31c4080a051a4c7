"""A figure in the asker's language, computed, never guessed."""

import re
from collections.abc import Collection, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from index import figures, fold
from qa.dates import dates, levelled
from qa.dates_written import written
from qa.language import Language
from qa.numerals import ENGLISH_SCALES, SCALES
from qa.quantities import Bound, Quantity, quantities

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
_LANGUAGES: tuple[Language, ...] = ("en", "zh", "zh-Hant")


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

    Each must stand in the quote, in figures or as a Chinese numeral, or in what `explained` or `written` makes
    of it; a number with million, billion or a qualifier must then be that very amount, so qualified. `years` are those
    that `year_of` added. False when there is no number in `shown`.
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
    if quantity.value >= SCALES["亿"]:
        return f"{_digits(quantity.value / SCALES['亿'])}{'億' if language == 'zh-Hant' else '亿'}{found[2]}"
    return f"{_digits(quantity.value)}{found[2]}" if "." in found[1] else None


def _scaled(value: Decimal, bound: Bound) -> tuple[str, bool]:
    """A value in English figures, and whether they are exact."""
    for word, times in reversed(ENGLISH_SCALES.items()):
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
