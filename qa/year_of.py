"""The year that a date leaves out, where context leaves no doubt of it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from index import Document
from qa.dates import Date, dates, levelled

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
