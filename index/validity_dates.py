"""Days and periods as clauses on validity write them."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = re.compile(
    r"(?P<year>\d{4})[ \t]*年[ \t]*"
    r"(?:(?P<month>\d{1,2})[ \t]*月(?:份|[ \t]*(?P<day>\d{1,2})[ \t]*日|(?P<last>底|末))?|(?:底|末))"
    r"|(?<!\d)(?P<iso>\d{4})(?P<mark>[-/.])(?P<iso_month>\d{1,2})(?P=mark)(?P<iso_day>\d{1,2})(?!\d)"
)
_FIRST = 0xF000
"""The first of the private characters that stand for dates."""
_MOST = 0x800

LENGTH = r"(?:\d{1,2}|半)个?[年月](?:半|[零又]?\d{1,2}个?月)?"
"""A pattern of what `months_of` reads."""
_LENGTH = re.compile(
    r"(?:(?P<half>半)年|(?:(?P<years>\d{1,2})年(?P<and_half>半)?)?[零又]?(?:(?P<months>\d{1,2})个?月)?)"
)

UNDATED = date.min
"""Stands in a document's `repealed` or `expires` where it says that it is so, but not since when."""

DATE_MARK = "[\uf000-\uf7ff]"


@dataclass(frozen=True, slots=True)
class Days:
    """What a date names: from `first` to `last`, the same but for a month (2025年12月)."""

    first: date
    last: date


def marked_dates(folded: str) -> tuple[str, tuple[Days, ...]]:
    """A folded text in Arabic figures with each of its dates as one private character, and the dates by `days_of`.

    What is no day of the calendar stays as it is.
    """
    found: list[Days] = []

    def mark(match: re.Match[str]) -> str:
        days = _days(match)
        if days is None or len(found) == _MOST:
            return match[0]
        found.append(days)
        return chr(_FIRST + len(found) - 1)

    return _DAY.sub(mark, folded), tuple(found)


def days_of(mark: str, dates: Sequence[Days]) -> Days:
    """The date that a private character of `marked_dates` stands for."""
    return dates[ord(mark) - _FIRST]


def shifted(day: date, count: int, unit: str) -> date | None:
    """So many 日, 天, 周, 月 or 年 later; where that month has no such day, its last one; None beyond the calendar."""
    try:
        if unit in "日天周":
            return day + timedelta(days=count * (7 if unit == "周" else 1))
        month = day.month - 1 + count * (12 if unit == "年" else 1)
        year, month = day.year + month // 12, month % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None


def last_day(first: date, count: int, unit: str) -> date | None:
    """The last day of a period of so many months or years: of five years from 2021-03-01 on 2026-02-28."""
    end = shifted(first, count, unit)
    # A month that is too short ends the period itself: a year from 2020-02-29 on ends on 2021-02-28.
    return end if end is None or end.day != first.day else end - timedelta(days=1)


def months_of(length: str) -> int | None:
    """The months of 5年, 18个月, 半年, 1年半 and 2年零6个月, in Arabic figures; None for anything else."""
    found = _LENGTH.fullmatch(length)
    if not found or not any(found.groups()):
        return None
    half = 6 if found["half"] or found["and_half"] else 0
    return int(found["years"] or 0) * 12 + int(found["months"] or 0) + half


def end_of(first: date, length: str) -> date | None:
    """The last day of a period of such a length (`months_of`) that begins on a day."""
    months = months_of(length)
    return last_day(first, months, "月") if months else None


def _days(match: re.Match[str]) -> Days | None:
    try:
        if match["iso"]:
            day = date(int(match["iso"]), int(match["iso_month"]), int(match["iso_day"]))
            return Days(day, day) if 1900 <= day.year <= 2100 else None
        year, month = int(match["year"]), int(match["month"] or 12)
        if not 1900 <= year <= 2100:
            return None
        end = date(year, month, monthrange(year, month)[1])
        if match["day"]:
            day = date(year, month, int(match["day"]))
            return Days(day, day)
        return Days(end if match["last"] or not match["month"] else date(year, month, 1), end)
    except (ValueError, IndexError):
        return None
