"""A statement as it is compared: what it is about, the figure or day that it states, the time it stands for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index import Document, fold, simplify
from qa.dates import Date, dates
from qa.quantities import quantities
from qa.year_of import year_of

Period = tuple[int, int, int, int]
"""First year and month, last year and month."""

CLAUSE_END = re.compile(r"[，,；;：:。！？!?\n]")
_FEW = 12  # characters beside its figures; a clause with no more says what it counts in the clauses around it
_LIST = 1500  # characters that a list may take
_BULLET = re.compile(r"[ \t\u3000]*[-*+•·●][ \t]*")
_NEIGHBOURS = 3  # the most clauses that are added
_FILLER = re.compile(
    r"全市|我市|本市|全省|我省|全国|全区|我区|累计|数量|总数|总量|拥有量|达到|达|共有|共计|合计|共|已|约|近|逾|的|了|等"
    r"|在册|目前|现有|有(?!效|关|机|限)"
)
_YEARLY = re.compile(r"每年|年均|每月|每季度|逐年")
_AIM = re.compile(r"(?<![截止])(?:到|至)$")  # 到2021年: a target
_GOAL = re.compile(
    r"目标|力争|预计|预期|争取(?=在|到|达|实现|完成|新)|计划(?=在|到|于|用|新|建|设|培|引|开|完|达)"
    r"|(?<!虚)拟(?=在|到|于|用|新|建|设|培|引|开|完|达|投)|将(?=达|新|建|增|突破|超|形成|完成|培育|引进)"
)
_DONE = re.compile(r"已|目前|截至|实际")
_THAN = re.compile("[比較与與]于?$")
_COMPARED = re.compile(
    r"(?:次于|[低高大小多少优强弱]于|超[过出]|不及|不如|落后于?|领先于?)([\u3400-\u9fff]{2,10}?)(?:[（(]|[的为])$"
    r"|[比较]([\u3400-\u9fff]{2,10})[（(]$"
)
_STOCK = re.compile(r"累计|达|已|共|有|备案|突破|超过")
_BRACKETED = re.compile(r"[^（()）]*[）)]")
_LETTER = re.compile(r"[\w]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence `start`..`end` of a document and, inside it, the span `short` that answers (offsets half-open)."""

    document: Document
    start: int
    end: int
    short: tuple[int, int]

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.short[0] < self.short[1] <= self.end <= len(self.document.text):
            raise ValueError(f"{self.short} is not inside the statement {self.start}-{self.end}")


@dataclass(frozen=True, slots=True)
class Claim:
    """What is compared of a statement. `figure` holds the values of all figures that answer, () for words.

    `terms` are the pairs of characters by which its subject is known, `own` those of the figure's clause alone, or of
    the words that answer. `summed`: 累计; `stock`: what there is, not what was added; `yearly`: each year; `aim`: a
    target (到2021年); `place`: how many figures of its unit stand before it in its clause (分别30元和5元).
    """

    statement: Statement
    terms: frozenset[str]
    own: frozenset[str]
    figure: tuple[Decimal, ...]
    unit: str
    period: Period | None
    summed: bool = False
    stock: bool = False
    yearly: bool = False
    aim: bool = False
    place: int = 0


def claim_of(statement: Statement) -> Claim:
    """Read the figures in `short`, else the day in it, else its words; the time from the last date before a figure."""
    document = statement.document
    text = document.text[statement.start : statement.end]
    first, last = statement.short[0] - statement.start, statement.short[1] - statement.start
    stated = quantities(text)
    named = dates(document.text, statement.start, statement.end)
    figures = [one for one in stated if one.start < last and first < one.end and one.kind != "year"]
    figure = figures[0] if figures else None
    day = next((one for one in named if one.start < statement.short[1] and statement.short[0] < one.end), None)
    spans = [(one.start, one.end) for one in stated]
    spans += [(one.start - statement.start, one.end - statement.start) for one in named]
    year = year_of(day, document) if day else None
    if not figure and (day is None or year is None):
        return Claim(statement, _subject(text), _subject(text[first:last]), (), "", None)
    bare = figure is not None and figure.kind in {"money", "percent"}
    clauses = _clauses(text, first, last, spans)
    others = [one.start for one in stated if figure and one is not figure and one.unit == figure.unit]
    about = fold(_about(text, last, clauses, spans, bare, others))
    own = frozenset() if bare else _subject(_without(text, *clauses[1], spans))
    if not figure:
        values = (Decimal(year or 0), Decimal(day.month or 0 if day else 0), Decimal(day.day or 0 if day else 0))
        return Claim(statement, _subject(about), own, values, "date", None)
    when = _when(document, (*_announced(document, statement.start), *named), statement.start + figure.start)
    return Claim(
        statement,
        _subject(about),
        own,
        tuple(end for one in figures for end in (one.value, one.to) if end is not None),
        simplify(figure.unit),
        _period(document, when) if when else None,
        summed="累计" in about,
        stock=bool(_STOCK.search(about)),
        yearly=bool(_YEARLY.search(text[:first].rpartition("；")[2] + about)),
        aim=_is_aim(document, about, when),
        place=sum(clauses[1][0] <= one < figure.start for one in others),
    )


def time_before(document: Document, start: int, at: int) -> Date | None:
    """The last date in `start`..`at` of the document of which the year is known, the ones compared with left out."""
    named = [
        one
        for one in dates(document.text, start, at)
        if not one.yearly and not _THAN.search(document.text, start, one.start) and year_of(one, document)
    ]
    return named[-1] if named else None


def compared_with(text: str, start: int, at: int) -> str:
    """Whose figure stands at `at`, where its sentence, from `start`, only compares with it: 仅次于北京（; else ""."""
    found = _COMPARED.search(text, start, at)
    return (found[1] or found[2]) if found else ""


def _subject(text: str) -> frozenset[str]:
    return frozenset(pairs(_FILLER.sub(" ", fold(text))))


def _announced(document: Document, start: int) -> tuple[Date, ...]:
    """The dates in the line that announces the list in which a statement stands."""
    low = max(0, start - _LIST)
    here = document.text.rfind("\n", low, start)
    if here < 0 or not _BULLET.match(document.text, here + 1):
        return ()
    while here > low:
        above = document.text.rfind("\n", low, here)
        line = document.text[above + 1 : here].strip()
        if line and not _BULLET.match(line):
            return dates(document.text, above + 1, here) if line[-1] in "：:" else ()
        here = above
    return ()


def _when(document: Document, named: Sequence[Date], at: int) -> Date | None:
    """The last date before a figure in its sentence, of which the year is known."""
    before = [one for one in named if one.end <= at and not one.yearly and year_of(one, document)]
    return before[-1] if before else None


def _is_aim(document: Document, about: str, when: Date | None) -> bool:
    """Whether a figure is to be reached: by a year to come (到2021年), or by the words beside it."""
    if _DONE.search(about):
        return False
    year = year_of(when, document) if when else None
    past = bool(year and document.issued and year < document.issued.year)
    return bool((when and not past and _AIM.search(document.text[: when.start][-2:])) or _GOAL.search(about))


def _period(document: Document, when: Date) -> Period | None:
    year = year_of(when, document)
    if year is None:
        return None
    return (year, when.month or 1, when.last_year or year, when.last_month or when.month or 12)


def _clauses(text: str, first: int, last: int, figures: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What stands before the clause of a figure, that clause, and what stands behind it."""
    ends = [one.end() for one in CLAUSE_END.finditer(text) if not _inside(one.start(), figures)]
    start = max((end for end in ends if end <= first), default=0)
    end = min((end for end in ends if end >= last), default=len(text))
    return [(0, start), (start, end), (end, len(text))]


def _about(
    text: str,
    last: int,
    clauses: Sequence[tuple[int, int]],
    figures: Sequence[tuple[int, int]],
    bare: bool,
    others: Sequence[int],
) -> str:
    """The clause of a figure without figures and dates; with its neighbours, where it says too little by itself.

    A `bare` figure, of money or a share, does not say what it counts. One in brackets has no neighbours, and a clause
    with one of the `others`, figures of its unit, is none.
    """
    (_, start), _, (end, _) = clauses
    if _BRACKETED.match(text, last):
        return _without(text, start, end, figures)
    low = high = 0
    while low + high < _NEIGHBOURS and _letters(text, start, end, figures) < (2 * _FEW if bare else _FEW):
        before = max((one.end() for one in CLAUSE_END.finditer(text, 0, max(0, start - 1))), default=0)
        behind = next((one.end() for one in CLAUSE_END.finditer(text, end)), len(text))
        if before < start and text[start - 1] != "\n" and not any(before <= one < start for one in others):
            start, low = before, low + 1
        elif end < behind and not any(end <= one < behind for one in others):
            end, high = behind, high + 1
        else:
            break
    if bare and not high:
        behind = next((one.end() for one in CLAUSE_END.finditer(text, end)), len(text))
        end = end if any(end <= one < behind for one in others) else behind
    return _without(text, start, end, figures)


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _letters(text: str, start: int, end: int, figures: Sequence[tuple[int, int]]) -> int:
    return sum(1 for one in _without(text, start, end, figures) if _LETTER.match(one))


def _without(text: str, start: int, end: int, figures: Sequence[tuple[int, int]]) -> str:
    return "".join(" " if _inside(at, figures) else text[at] for at in range(start, end))


def pairs(text: str) -> set[str]:
    """Pairs of neighbouring characters of words, and words in other letters."""
    pairs: set[str] = set()
    for word in re.findall(r"[\u3400-\u9fff]+|[a-z]+", fold(text)):
        pairs |= {word} if word.isascii() else {word[at : at + 2] for at in range(len(word) - 1)}
    return pairs
