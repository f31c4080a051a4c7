"""Dates in a text as exact spans."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index import simplify
from qa.kinds_acts import Act, tells_act

Part = Literal[
    "early", "mid", "late", "end", "first half", "second half", "first quarter", "second quarter", "third quarter",
    "fourth quarter", "first three quarters",
]  # fmt: skip
Limit = Literal["before", "as of", "since"]


@dataclass(frozen=True, slots=True)
class Date:
    """Characters `start`..`end` (half-open) of a text that name a day, a month, a part of a year or a year.

    Periods run from `month` to `last_month`, or from `year` to `last_year`. `part` narrows the month, or the year
    where there is none, down. `limit` and `yearly` come from the words around it (12月15日前, 截至6月底, 每年), which
    are outside the span. What the text does not say is None.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    last_year: int | None = None
    last_month: int | None = None
    part: Part | None = None
    limit: Limit | None = None
    yearly: bool = False


_EVEN = str.maketrans("０１２３４５６７８９％．，￥＋", "0123456789%.，¥+")
_GAP = "[ \t\u3000\xa0]{0,4}"
_HAN = "〇一二三四五六七八九"
_DASH = "(?:-{1,2}|—{1,2}|[–~～至到])"
_YEAR = f"(?:19|20)\\d\\d|[一二][零○{_HAN}]{{3}}"
_MONTH = "1[0-2]|0?[1-9]|十[一二]?|[元一二三四五六七八九]"
_DAY = "3[01]|[12]\\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]"
MONTH_PARTS: dict[str, Part] = {
    "上旬": "early", "中旬": "mid", "下旬": "late", "初": "early", "底": "end", "末": "end",
}  # fmt: skip
YEAR_PARTS: dict[str, tuple[Part, int | None, int | None]] = {
    "上半年": ("first half", 1, 6),
    "下半年": ("second half", 7, 12),
    "前三季度": ("first three quarters", 1, 9),
    "一季度": ("first quarter", 1, 3),
    "二季度": ("second quarter", 4, 6),
    "三季度": ("third quarter", 7, 9),
    "四季度": ("fourth quarter", 10, 12),
    "年初": ("early", None, None),
    "年中": ("mid", None, None),
    "年底": ("end", None, None),
    "年末": ("end", None, None),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NAMED = "|".join(f"{name}|{name[:3]}\\b\\.?" for name in MONTHS)
_ALONE = f"(?<![\\d零○{_HAN}十])"
_OF_YEAR = f"{_ALONE}(?P<year>{_YEAR}){_GAP}"
_YEAR_AFTER = ("in", "by", "of", "since", "from", "until", "to", "during")
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:{_OF_YEAR}年度?{_GAP}的?)?{_ALONE}(?<![.第后每])"
        rf"(?:(?P<first>{_MONTH})(?:月份?)?{_DASH})?(?P<month>{_MONTH}){_GAP}月(?!龄)(?:{_GAP}(?P<day>{_DAY}){_GAP}[日号](?!线)|份?(?P<part>{'|'.join(MONTH_PARTS)})|份)?",
        rf"(?:{_OF_YEAR}(?:年度?{_GAP}的?|(?=年[初中底末])))?(?:(?<=[12]\d\d\d)|{_ALONE}(?<![几多数]))第?"
        rf"(?P<span>{'|'.join(YEAR_PARTS)})(?<!年中(?![，,。；、前]))",
        rf"{_OF_YEAR}(?:年?度?{_GAP}{_DASH}{_GAP}(?P<last>{_YEAR}){_GAP})?年(?!代)度?",
        rf"(?<![\d.])(?P<year>{_YEAR})(?P<dash>[-–—])(?P<last>{_YEAR})(?![\d.年])",
        rf"(?<![\d./-])(?P<year>{_YEAR})(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)(?P<day>3[01]|[12]\d|0?[1-9])(?![\d./-])",
        rf"\b(?P<month>{_NAMED}) (?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?(?![\d%])(?:,? (?P<year>{_YEAR}))?\b",
        rf"\b(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)? (?P<month>{_NAMED})(?: (?P<year>{_YEAR}))?\b",
        rf"\b(?:(?P<part>[Ee]arly|[Ll]ate|[Mm]id|[Ee]nd of)[ -])?(?:(?P<first>{_NAMED}) to )?(?P<month>{_NAMED})"
        rf" (?P<year>{_YEAR})\b",
        rf"(?:{'|'.join(f'(?<=[{one[0].upper()}{one[0]}]{one[1:]} )' for one in _YEAR_AFTER)})(?P<year>{_YEAR})\b",
    )
)
_BEFORE = re.compile(r"(?:之|以)?前(?![后往来海述沿期台端瞻者三])|之前|以前")
_SINCE = re.compile(r"以来|来(?=[，,累共我全])|起|开始|至今")
_AS_OF = re.compile(r"截[至止](?:到|至|目前)?$|\bas of (?:the )?$", re.IGNORECASE)
_CLAUSE = re.compile(r"[，,。；;：:！？\n]")
_STOP = re.compile(r"[。；;！？\n]")
_BREAK = re.compile(r"[。；;！？\n，,（(]")
_COMMA = re.compile(r"[，,：:]")
_LABEL = re.compile(r"\s*(?:[\u4e00-\u9fff]{0,4}(?:日期|时间)\W*)?")
_AT_ONCE = 2  # clauses behind a date that stands alone before a comma: 3月1日，经市政府同意，予以印发
_ENGLISH_PARTS: dict[str, Part] = {"early": "early", "late": "late", "mid": "mid", "end of": "end"}


def levelled(text: str) -> str:
    """The text to match in: full-width figures and Traditional characters changed, every offset as it was."""
    even = text.translate(_EVEN)
    simple = simplify(even)
    return simple if len(simple) == len(even) else even


def dates(text: str, start: int = 0, end: int | None = None) -> tuple[Date, ...]:
    """The dates of `text` between `start` and `end`, in order and disjoint; offsets are into the whole text.

    Chinese (2018年7月9日, 二〇一八年七月, 7月9日, 1-6月, 6月底, 上半年, 年底, 2019-2021年), ISO, and English with a
    month's name. Days that no calendar has are left out; so are years before 1900.
    """
    low = max(0, start - 40)
    high = len(text) if end is None else end
    even = levelled(text[low : high + 40])
    found = [date for form in _FORMS for match in form.finditer(even) if (date := _read(match))]
    kept: list[Date] = []
    for date in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or date.start >= kept[-1].end:
            kept.append(date)
    placed = (replace(_placed(one, even), start=one.start + low, end=one.end + low) for one in kept)
    return tuple(one for one in placed if start <= one.start and one.end <= high)


def dates_told(text: str, acts: Sequence[Act], start: int = 0, end: int | None = None) -> tuple[Date, ...]:
    """Those of `dates` of which `text`, between `start` and `end`, says one of the acts; () where acts is empty.

    An act is said of a date in the date's own clause (自3月1日起施行, 批复时间：3月1日), in the next one or the one
    behind it (3月1日，经市政府同意，予以印发), but not behind another date or the end of the sentence. A date alone on
    its line, or behind a label (日期：3月1日), is that on which the text itself was issued.
    """
    high = len(text) if end is None else end
    found = dates(text, start, high)
    ends = [start, *(one.end for one in found)]
    starts = [*(one.start for one in found[1:]), high]
    return tuple(
        one for one, low, last in zip(found, ends, starts, strict=False) if _is_told(one, text, acts, low, last)
    )


def dates_of_acts(text: str, acts: Sequence[Act], start: int = 0, end: int | None = None) -> tuple[Date, ...]:
    """The dates told of one of the acts, by `dates_told`; all dates where the text says none of any."""
    return dates_told(text, acts, start, end) or dates(text, start, end)


def _is_told(date: Date, text: str, acts: Sequence[Act], low: int, last: int) -> bool:
    """Whether an act is said of a date; before it, the last date ends at `low`, and the next one begins at `last`."""
    clauses = list(_COMMA.finditer(text, date.end, last))
    reach = _AT_ONCE if clauses and not text[date.end : clauses[0].start()].strip("前起以来间 ") else _AT_ONCE - 1
    stop = _STOP.search(text, date.end, last)
    last = min([stop.start() if stop else last, *(one.start() for one in clauses[reach : reach + 1])])
    low = max([low, *(one.end() for one in _BREAK.finditer(text, low, date.start))])
    alone = bool(_LABEL.fullmatch(text[low : date.start])) and not text[date.end : last].strip()
    told = levelled(text[low:last])
    return (alone and "issue" in acts) or any(tells_act(act, told) for act in acts)


def _read(found: re.Match[str]) -> Date | None:
    groups = found.groupdict()
    part: Part | None = None
    month = _month(groups.get("month"))
    last_month = None
    if span := groups.get("span"):
        part, month, last_month = YEAR_PARTS[span]
    elif groups.get("part"):
        part = MONTH_PARTS.get(groups["part"]) or _ENGLISH_PARTS[groups["part"].lower()]
    if groups.get("first"):
        month, last_month = _month(groups["first"]), month
    day = _number(groups.get("day"))
    year, last_year = _number(groups.get("year")), _number(groups.get("last"))
    if day and month and day > (29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31):
        return None
    if (last_month and month and last_month <= month) or (last_year and year and last_year <= year):
        return None
    return Date(*found.span(), year, month, day, last_year, last_month, part)


def _placed(date: Date, text: str) -> Date:
    """The date with the limit, and the 每年, that the words around it give it."""
    before = text[: date.start]
    clause = _CLAUSE.split(before)[-1]
    limit: Limit | None = None
    if _BEFORE.match(text, date.end):
        limit = "before"
    elif _SINCE.match(text, date.end):
        limit = "since"
    elif _AS_OF.search(before):
        limit = "as of"
    return replace(date, limit=limit, yearly=date.year is None and bool(re.search("每年|逐年|年年|每个?月", clause)))


def _month(text: str | None) -> int | None:
    if text and text[0].isascii() and text[0].isalpha():
        return next(at for at, name in enumerate(MONTHS, 1) if name.startswith(text.rstrip(".")))
    return 1 if text == "元" else _number(text)


def _number(text: str | None) -> int | None:
    """Figures, digits said one by one (二〇一八) or a numeral below a hundred (二十一)."""
    if not text:
        return None
    if text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_HAN.index(tens) if tens else 1) * 10 + (_HAN.index(ones) if ones else 0)
    return int("".join(str(max(0, _HAN.find(digit))) for digit in text))
