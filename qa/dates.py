"""Dates in a text as exact spans; the year that context leaves out; a date in the asker's language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from index import Document, simplify
from qa.language import Language

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
_MONTH_PARTS: dict[str, Part] = {
    "上旬": "early", "中旬": "mid", "下旬": "late", "初": "early", "底": "end", "末": "end",
}  # fmt: skip
_YEAR_PARTS: dict[str, tuple[Part, int | None, int | None]] = {
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
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NAMED = "|".join(f"{name}|{name[:3]}\\b\\.?" for name in _MONTHS)
_ALONE = f"(?<![\\d零○{_HAN}十])"
_OF_YEAR = f"{_ALONE}(?P<year>{_YEAR}){_GAP}"
_YEAR_AFTER = ("in", "by", "of", "since", "from", "until", "to", "during")
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:{_OF_YEAR}年度?{_GAP}的?)?{_ALONE}(?<![.第后每])"
        rf"(?:(?P<first>{_MONTH})(?:月份?)?{_DASH})?(?P<month>{_MONTH}){_GAP}月(?!龄)(?:{_GAP}(?P<day>{_DAY}){_GAP}[日号](?!线)|份?(?P<part>{'|'.join(_MONTH_PARTS)})|份)?",
        rf"(?:{_OF_YEAR}(?:年度?{_GAP}的?|(?=年[初中底末])))?(?:(?<=[12]\d\d\d)|{_ALONE}(?<![几多数]))第?"
        rf"(?P<span>{'|'.join(_YEAR_PARTS)})(?<!年中(?![，,。；、前]))",
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
_SENTENCE = re.compile(r"[。！？!?\n]")
_RELATIVE = re.compile(
    r"(?P<now>今年|本年)|(?P<last>去年|上年(?=的?$))|(?P<other>前年|明年|次年|翌年|来年|第二年|下一年)"
)
_THAT_YEAR = re.compile(r"当年|同年|该年|同期")
_COMPARED = re.compile(r"(?:比|较|相比|同比|与)于?$")
_TITLES = re.compile(r"《[^《》\n]*》|[〔\[［(（][^〕\]］)）\n]{0,12}[〕\]］)）]\s*第?\s*\d+\s*号")
_RULES = re.compile(r"(?:条例|办法|规定|细则|规程|规则|制度|章程|法|指南|指引)(?:[（(].*[）)])?》?$")
_NEAR = 600
"""Characters before a date in which its year is looked for."""


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


def year_of(date: Date, document: Document) -> int | None:
    """The year of a date whose offsets are into `document.text`: its own, or the one that context leaves no doubt of.

    First the nearest year before it in its sentence, then a dated event before it in its paragraph when the months
    run on; else the year of issue, for what lies between January and the day of issue, or for a deadline after it.
    None for what recurs, and wherever two readings are possible.
    """
    if date.year is not None or date.yearly:
        return date.year
    low = max(0, date.start - _NEAR)
    even = levelled(document.text[low : date.start])
    paragraph = low + even.rfind("\n") + 1
    sentence = low + max((mark.end() for mark in _SENTENCE.finditer(even)), default=0)
    # In 今年底 the year's word runs into the date.
    anchors = list(_anchors(document, paragraph, date.start + document.text.startswith("年", date.start)))
    before = [one for one in anchors if one.start >= sentence] or anchors
    if not before:
        return None if _THAT_YEAR.search(even[-12:]) else _by_issue(date, document)
    nearest = before[-1]
    issue = _by_issue(date, document)
    if nearest.limit == "since" or nearest.last_year:
        return issue if issue == nearest.year else None
    if nearest.year is None or not _runs_on(nearest, date, document):
        return None
    if nearest.start >= sentence or nearest.month:
        return nearest.year
    return nearest.year if issue == nearest.year or (issue is None and _is_past(date, nearest.year, document)) else None


def filled(date: Date, document: Document, language: Language = "zh") -> str | None:
    """A date without a year as it stands, with its year in brackets: 7月9日[2018年], in English July 9 [2018].

    None when it names its year, or when `year_of` does not know it.
    """
    year = None if date.year is not None else year_of(date, document)
    if year is None:
        return None
    if language in {"zh", "zh-Hant"}:
        return f"{document.text[date.start : date.end]}[{year}年]"
    return _english(date, f"[{year}]")


def written(date: Date, language: Language) -> str:
    """The date in full as the asker's language writes it; English for all but Chinese.

    With what limits it: "before July 9, 2018", "as of the end of June 2018", "December 15 each year".
    """
    return _chinese(date) if language in {"zh", "zh-Hant"} else _english(date, str(date.year or ""))


def _read(found: re.Match[str]) -> Date | None:
    groups = found.groupdict()
    part: Part | None = None
    month = _month(groups.get("month"))
    last_month = None
    if span := groups.get("span"):
        part, month, last_month = _YEAR_PARTS[span]
    elif groups.get("part"):
        part = _MONTH_PARTS.get(groups["part"]) or _ENGLISH_PARTS[groups["part"].lower()]
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


def _anchors(document: Document, start: int, end: int) -> Iterator[Date]:
    """The dates with a year, and 今年, 去年, … (year None where unknown), that can lend their year to what follows."""
    text = levelled(document.text[start:end])
    named = [match.span() for match in _TITLES.finditer(text)]
    issued = document.issued.year if document.issued else None
    found = [one for one in dates(document.text, start, end) if one.year]
    for word in _RELATIVE.finditer(text):
        year = issued if word["now"] else issued - 1 if issued and word["last"] else None
        found.append(Date(start + word.start(), start + word.end(), year))
    for date in sorted(found, key=lambda one: one.start):
        at = date.start - start
        if not any(low <= at < high for low, high in named) and not _COMPARED.search(text[:at]):
            yield date


def _runs_on(anchor: Date, date: Date, document: Document) -> bool:
    """Whether the months from the anchor to the date never go back, which would be another year."""
    between = dates(document.text, anchor.start, date.start)
    months = [one.month for one in (*between, date) if one.month]
    return all(first <= second for first, second in pairwise(months))


def _by_issue(date: Date, document: Document) -> int | None:
    issued = document.issued
    if issued is None or any(issued.year not in {one.year, one.last_year} for one in dates(document.title) if one.year):
        return None
    if date.limit == "before":
        ahead = date.month is None or (date.last_month or date.month, date.day or 31) > (issued.month, issued.day)
        return issued.year if ahead and date.part != "early" and not _RULES.search(document.title) else None
    return issued.year if _is_past(date, issued.year, document) else None


def _is_past(date: Date, year: int, document: Document) -> bool:
    issued = document.issued
    if issued is None or date.month is None:
        return False
    whole = date.last_month or date.part in {"late", "end"}
    day = date.day or (28 if whole else 1)
    return (year, date.last_month or date.month, day) <= (issued.year, issued.month, issued.day)


_ENGLISH_PARTS: dict[str, Part] = {"early": "early", "late": "late", "mid": "mid", "end of": "end"}
_LIMITED = {"before": "{}前", "as of": "截至{}", "since": "{}以来", None: "{}"}


def _english(date: Date, year: str) -> str:
    period = date.part in {one[0] for one in _YEAR_PARTS.values() if one[1]}
    if date.month is None or period:
        said = f"{year}–{date.last_year}" if date.last_year else year or "the year"
    else:
        said = _MONTHS[date.month - 1]
        if date.last_month:
            said += f" to {_MONTHS[date.last_month - 1]}"
        if date.day:
            said += f" {date.day}"
        if year:
            said += f"{',' if date.day and year.isdecimal() else ''} {year}"
    if period or date.part == "end":
        said = f"the {date.part} of {said}"
    elif date.part:
        said = f"mid-{said}" if date.part == "mid" else f"{date.part} {said}"
    return f"{date.limit + ' ' if date.limit else ''}{said}{' each year' if date.yearly else ''}"


def _chinese(date: Date) -> str:
    year = (f"{date.year}-{date.last_year}" if date.last_year else str(date.year or "")) + ("年" if date.year else "")
    if date.month is None or date.part in {one[0] for one in _YEAR_PARTS.values() if one[1]}:
        words = {part: word for word, (part, _, _) in reversed(_YEAR_PARTS.items())}
        said = year + (words[date.part].removeprefix("年" if year else "") if date.part else "")
    else:
        months = f"{date.month}-{date.last_month}" if date.last_month else str(date.month)
        parts = {part: word for word, part in reversed(_MONTH_PARTS.items())}
        said = f"{year}{months}月" + (f"{date.day}日" if date.day else parts[date.part] if date.part else "")
    return ("每年" if date.yearly else "") + _LIMITED[date.limit].format(said)


def _month(text: str | None) -> int | None:
    if text and text[0].isascii() and text[0].isalpha():
        return next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(text.rstrip(".")))
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
