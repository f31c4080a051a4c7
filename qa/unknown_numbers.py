"""Years, days, plans, numbered measures and references that a question names and no document holds."""

import re
from collections.abc import Iterator

from qa.named_numbers import NUMERAL, YEAR, YEARS, days_in, value_of
from qa.vocabulary import Kind, Vocabulary

_SHORT_YEAR = re.compile(r"(?<![\d.])(\d\d)年(?=[上下]半|全年|[底初末头]|\d{1,2}月|第?[一二三四]季)")
_COUNTED = re.compile(r"\s?[万亿余多]?[家件项个人元名条次户种台套亩吨米美欧]|\s?(?:yuan|rmb|usd|euros?|dollars?)\b")
_PLAN = re.compile(
    r"(十[一二三四五六]五)(?=规划|计划|时期|期间|末|[”\"」]|$)|\b(\d\d|[a-z]+teen|eleven|twelf)th five[- ]year"
)
_NTH = {"eleven": 11, "twelf": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16}
_MEASURE = "measures?|articles?|artikel|artículo|sections?|chapters?|clauses?|tasks?|recommendations?|mesures?|maßnahme"
_MEASURES = re.compile(
    rf"[第제]\s?(\d{{1,4}}|{NUMERAL})\s?(?:条|項|项|款|章|节|節|部分|点|조|항|장)"
    rf"|(?:措施|建议|任务|措置|施策|조치)\s?(\d{{1,3}}|{NUMERAL})(?![\d.%年月个些分])"
    rf"|\b(?:{_MEASURE}|medida|kapitel|chapitre|capítulo)\s(?:no\.?\s?|nr\.?\s?|number\s|n[º°]\s?|#)?"
    r"(\d{1,4})(?![\d.,]*\d|%)"
    rf"|\b(\d{{1,3}})(?:st|nd|rd|th)\s(?:{_MEASURE})\b"
)
_FILED = re.compile(
    r"〔((?:19|20)\d\d)〕\s?(\d{1,5})(?=\s?号)|(?<![\d〕月])(?<!月 )(\d{2,8})(?=\s?[号호])"
    r"|\bno\.\s?(\d{3,8})|(?<!\d)(20\d{6})(?!\d)"
)
# What numbers a document's own headings; an article may be one of a law that the documents only name.
_OWN = re.compile("措施|建议|任务|措置|施策|조치|measure|task|recommendation|mesure|maßnahme|medida")

Found = tuple[int, int, Kind]
"""Start and end (half-open) in the folded question, and what stands there."""


def unknown_years(folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Years, spans of years, days and five-year plans of a folded question that no document names."""
    for found in YEARS.finditer(folded):
        if not {int(found[1]), int(found[2])} <= vocabulary.years:
            yield *found.span(), "year"
    for found in YEAR.finditer(folded):
        if int(found[1]) not in vocabulary.years and not _COUNTED.match(folded, found.end()):
            yield *found.span(1), "year"
    for found in _SHORT_YEAR.finditer(folded):
        if 2000 + int(found[1]) not in vocabulary.years:
            yield found.start(), found.end(), "year"
    for start, end, day in days_in(folded):
        if day not in vocabulary.days:
            yield start, end, "year"
    for found in _PLAN.finditer(folded):
        number = int(found[2]) if (found[2] or "").isdigit() else _NTH.get(found[2] or "", 0)
        plan = found[1] or f"十{'零一二三四五六七八九'[number % 10]}五"
        if not vocabulary.holds(plan):
            yield *found.span(), "year"


def unknown_numbers(folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Numbered measures and articles, and references, of a folded question that no document has."""
    for found in _MEASURES.finditer(folded):
        number = value_of(next(filter(None, found.groups())))
        own = _OWN.search(found[0]) or _OWN.match(folded, found.end())
        if number and number not in (vocabulary.measures if own else vocabulary.articles):
            yield *found.span(), "number"
    for found in _FILED.finditer(folded):
        year, in_year, *others = found.groups()
        alone = next(filter(None, others), "")
        if (year, in_year) not in vocabulary.references if year else not vocabulary.holds_filed(alone.lstrip("0")):
            yield *found.span(), "number"
