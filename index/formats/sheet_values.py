"""What a cell of a workbook shows: its value in its number format."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_COLOUR = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.I)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].')
_NUMBER = re.compile(r"[#0?,]*(?:\.[#0?]+)?")
_DIGITS = 11  # what a cell of the format General shows at most


def shown(value: object, number_format: str) -> str:
    """The text of a cell: 0.125 in the format 0.0% as 12.5%, a date as 2021年3月5日; "" for an empty cell or an error.

    Colours, conditions and the padding of number formats are overlooked; a format that is not understood shows the
    number as it is.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time, timedelta)):
        return _date(value, number_format)
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    text = str(value)
    return "" if re.fullmatch(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)", text) else text


def _date(value: datetime | date | time | timedelta, number_format: str) -> str:
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, time):
        return value.isoformat("minutes")
    parts = _LITERAL.sub("", _COLOUR.sub("", number_format)).lower()
    days = f"{value.month}月{value.day}日" if "d" in parts else f"{value.month}月"
    text = f"{value.year}年{days}" if "y" in parts or "d" not in parts else days
    if "y" in parts and "m" not in parts:
        text = f"{value.year}年"
    if isinstance(value, datetime) and "h" in parts:
        text += f" {value:%H:%M}"
    return text


def _number(value: int | float, number_format: str) -> str:
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return ""
    sections = _COLOUR.sub("", number_format or "General").split(";")
    section = sections[1] if value < 0 and len(sections) > 1 and sections[1] else sections[0]
    number = abs(value) if section is not sections[0] else value
    plain, literals = _without_literals(section)
    found = next((one for one in _NUMBER.finditer(plain) if one[0].strip(",")), None)
    if found is None or "general" in plain.lower() or re.search(r"[eE/@]", plain):
        return _general(number)
    pattern = found[0]
    decimals = len(pattern.partition(".")[2])
    try:
        amount = Decimal(repr(number)) * (100 if "%" in plain else 1)
        amount /= 1000 ** (len(pattern) - len(pattern.rstrip(",")))
        text = f"{amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
    except InvalidOperation:
        return _general(number)
    whole, _, rest = text.partition(".")
    kept = pattern.partition(".")[2].rstrip("#?")
    rest = rest[: len(kept)] + rest[len(kept) :].rstrip("0")
    least = len(re.sub("[^0]", "", pattern.partition(".")[0]))
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    if "," not in pattern.partition(".")[0].rstrip(","):
        whole = whole.replace(",", "").rjust(least, "0")
    text = sign + whole + ("." + rest if rest else "")
    filled = plain[: found.start()] + text + plain[found.end() :]
    return re.sub("\0", lambda _: literals.pop(0), filled).strip()


def _without_literals(section: str) -> tuple[str, list[str]]:
    """The section with a NUL for each literal text, and those texts."""
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1] or found[2] or "")
        return "\0"

    return _LITERAL.sub(keep, section), literals


def _general(number: int | float) -> str:
    if isinstance(number, int) or (number.is_integer() and abs(number) < 10**15):
        return str(int(number))
    text = f"{number:.{_DIGITS}g}"
    if "e" in text:
        return text
    return text.rstrip("0").rstrip(".") if "." in text else text
