"""A date in the asker's language."""

from index import Document
from qa.dates import MONTH_PARTS, MONTHS, YEAR_PARTS, Date
from qa.language import Language
from qa.year_of import year_of

_LIMITED = {"before": "{}前", "as of": "截至{}", "since": "{}以来", None: "{}"}


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


def _english(date: Date, year: str) -> str:
    period = date.part in {one[0] for one in YEAR_PARTS.values() if one[1]}
    if date.month is None or period:
        said = f"{year}–{date.last_year}" if date.last_year else year or "the year"
    else:
        said = MONTHS[date.month - 1]
        if date.last_month:
            said += f" to {MONTHS[date.last_month - 1]}"
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
    if date.month is None or date.part in {one[0] for one in YEAR_PARTS.values() if one[1]}:
        words = {part: word for word, (part, _, _) in reversed(YEAR_PARTS.items())}
        said = year + (words[date.part].removeprefix("年" if year else "") if date.part else "")
    else:
        months = f"{date.month}-{date.last_month}" if date.last_month else str(date.month)
        parts = {part: word for word, part in reversed(MONTH_PARTS.items())}
        said = f"{year}{months}月" + (f"{date.day}日" if date.day else parts[date.part] if date.part else "")
    return ("每年" if date.yearly else "") + _LIMITED[date.limit].format(said)
