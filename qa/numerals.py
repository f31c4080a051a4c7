"""Numbers in Arabic figures, Chinese numerals and English words of scale: their pattern and their value."""

import re
from decimal import Decimal

from index import figures

SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
ENGLISH_SCALES = {" thousand": 10**3, " million": 10**6, " billion": 10**9, " trillion": 10**12}
_HAN_DIGITS = "〇○零一二三四五六七八九两十百千"


def number_pattern(name: str) -> str:
    """A number, in groups whose names end in `name`; `value_of` reads them."""
    return (
        rf"(?:(?:(?P<upper{name}>\d+)亿(?=[\d.]+万))?(?P<figures{name}>(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?)"
        rf"|(?P<han{name}>[一二三四五六七八九两十][{_HAN_DIGITS}]*(?:[万亿][{_HAN_DIGITS}]+)*(?:点[零一二三四五六七八九]+)?|[百千](?=余|多)|半(?=年|个月|天|小时)))"
        rf"(?P<more{name}>余|多(?!元化|边|样)|(?<=十)来)?"
        rf"(?P<scale{name}>[十百千]?万亿|[十百千]?[万亿]|个亿|[百千](?![克米瓦分])|{'|'.join(ENGLISH_SCALES)})?"
    )


def scale_of(scale: str) -> Decimal:
    """What 万, 百万, " million" and the like multiply by; 1 for none."""
    times = Decimal(ENGLISH_SCALES.get(scale, 1))
    for character in scale:
        times *= SCALES.get(character, 1)
    return times


def value_of(found: re.Match[str], name: str) -> Decimal | None:
    """The number that `number_pattern(name)` matched, with its scale; None where a numeral is not well formed."""
    said, times = found[f"han{name}"], scale_of(found[f"scale{name}"] or "")
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
        value = value * times + (above * SCALES[compound[2]] if compound else 0)
    else:
        value = Decimal(found[f"figures{name}"].replace(",", "")) * times
        value += Decimal(found[f"upper{name}"] or 0) * SCALES["亿"]
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _numeral(said: str) -> Decimal | None:
    """A Chinese numeral; None where it is not well formed (五六)."""
    figure = figures("第" + ("一" if said in {"百", "千"} else "") + said)[1:]
    return Decimal(figure) if figure.isdecimal() else None
