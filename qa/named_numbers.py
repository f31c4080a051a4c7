"""Years, days, measures and other numbers that a folded text names."""

import re
from collections.abc import Iterable, Iterator

from index import figures, fold

YEAR = re.compile(r"(?<!\d)(?<!\d[.,])((?:19|20)\d\d)(?![\d%]|[.,]\d)")
YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)年?\s*(?:[-–—~～至到]+|to|bis|a|à|hasta)\s*((?:19|20)\d\d)(?!\d)")
_DAY = re.compile(r"(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号일]|(?:19|20)\d\d[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:ch|il|e|y|t|r?uary|ust|t?ember|ober)?\b\.?"
# "may 12 firms" is no date, "May 12, 2020" is.
_DAY_EN = re.compile(
    rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?=,? (?:19|20)\d\d|[,.;?)]|$)"
    rf"|\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}"
)
NUMERAL = "[〇零一二三四五六七八九十百]{1,6}"
REFERENCE = re.compile(r"[〔\[(【]((?:19|20)\d\d)[〕\])】]\s?(\d{1,5})")
NUMBERED = re.compile(r"第\s?(\d{1,4})\s?[条项款章节部]")
_HEADED = re.compile(rf"\W*(?:第|建议|任务|措施)?\s?(\d{{1,3}}(?!\d)|{NUMERAL})")


def years_in(text: str) -> set[int]:
    """The years that a folded text names, those of a span (2019-2021) each."""
    spans = [range(int(first), int(last) + 1) for first, last in YEARS.findall(text)]
    return {year for span in spans for year in span} | {int(year) for year in YEAR.findall(text)}


def days_in(folded: str) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Start, end, and (month, day) of the days of a folded text."""
    for found in _DAY.finditer(folded):
        yield *found.span(), (int(found[1] or found[3]), int(found[2] or found[4]))
    for found in _DAY_EN.finditer(folded):
        yield *found.span(), (_MONTHS.index(found[1] or found[4]) + 1, int(found[2] or found[3]))


def numbers_in(folded: str) -> set[str]:
    """The numbers in figures of a folded text, without separators of thousands and leading zeros."""
    found = re.findall(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?", folded)
    return {number.replace(",", "").lstrip("0") for number in found}


def value_of(numeral: str) -> int:
    """The value of figures or of a Chinese numeral; 0 for what is neither."""
    written = figures(f"第{numeral}条")[1:-1]
    return int(written) if written.isdecimal() else 0


def heading_numbers(path: Iterable[str]) -> Iterator[int]:
    """The numbers that headings, as they stand in a document, begin with."""
    for heading in path:
        if found := _HEADED.match(fold(heading)):
            yield value_of(found[1])
