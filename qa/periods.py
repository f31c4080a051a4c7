"""The years and months that a question names."""

import re
from collections.abc import Iterator

from index import simplify

_HALF = r"(?<!\d)(\d\d)年(?=度|[上下]半|头|前|底|末|初|\d{1,2}月|第?[一二三四]季|全年|[的和与跟比到至、,?]|计划|目标)"
_YEAR = re.compile(rf"(?<![\d.])((?:19|20)\d\d)(?![\d.]?\d|号|件|家|人|项|个|元)|{_HALF}|(?<!\w)['’](\d\d)(?!\d)")
_READ_OUT = re.compile(
    r"[〇零○一二三四五六七八九]{4}(?=年)|[一二三][〇零○一二三四五六七八九](?=年(?:[上下]半|头|底|末|初|度))"
)
_DIGITS = {digit: str(number) for number, digit in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_MONTH_NAMES = "jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]"
_MONTHS = tuple(
    (re.compile(simplify(pattern)), months)
    for pattern, months in (
        (
            (
                r"上半年|[头前][六6]个月|first half|first six months|\bh1\b|(?:erste[ns]?|1\.) (?:halbjahr|hälfte)"
                r"|premier semestre|primer semestre|上半期|상반기"
            ),
            (1, 6),
        ),
        (
            (
                r"下半年|second half|last six months|\bh2\b|zweite[ns]? (?:halbjahr|hälfte)|(?:second"
                r"|deuxième) semestre|segundo semestre|下半期|하반기"
            ),
            (7, 12),
        ),
        (r"[一1]季度|首季|[头前][三3]个月|first quarter|first three months|\bq1\b", (1, 3)),
        (r"(?:二|2)季度|second quarter|\bq2\b", (4, 6)),
        (r"(?:三|3)季度|third quarter|\bq3\b", (7, 9)),
        (r"(?:四|4)季度|fourth quarter|\bq4\b", (10, 12)),
        (r"[头前](?:九|9)个月|前三季度|first nine months", (1, 9)),
    )
)
_SPAN_OF_MONTHS = re.compile(r"(?<!\d)(1[0-2]|[1-9])月?[-~至到](1[0-2]|[1-9])月")
_END_OF = re.compile(
    rf"(?:end of|by|ende|fin|finales de|late) ({_MONTH_NAMES})[a-zûéäv]*|(?<!\d)(1[0-2]|[1-9])月(?:底|末)"
)


def years_in(low: str) -> Iterator[int]:
    """The years named in a lowered question, in order, with four digits; spans by their ends."""
    said = _READ_OUT.sub(lambda found: "".join(_DIGITS[digit] for digit in found[0]), low)
    for found in _YEAR.finditer(said):
        year = next(part for part in found.groups() if part)
        yield int(year) if len(year) == 4 else 2000 + int(year)


def months_in(low: str) -> tuple[int, int] | None:
    """The first and the last month of the part of a year that a lowered question names."""
    for pattern, months in _MONTHS:
        if pattern.search(low):
            return months
    if span := _SPAN_OF_MONTHS.search(low):
        return int(span[1]), int(span[2])
    if end := _END_OF.search(low):
        names = [re.compile(name) for name in _MONTH_NAMES.split("|")]
        number = int(end[2]) if end[2] else 1 + next(at for at, name in enumerate(names) if name.match(end[1]))
        return number, number
    return None
