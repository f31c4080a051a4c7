"""The shortest characters of a quote that answer: the reader's, with what belongs to them by what is asked for."""

import re
from collections.abc import Callable, Sequence

from qa.answer import Span
from qa.dates import Date, dates
from qa.kinds import Asked, counted_in
from qa.quantities import quantities

LONGEST = 120
"""Characters of all short answers together; more is not short."""

MARK_WEIGHT, FAR_WEIGHT = 0.5, 1e-4
"""A figure's score: share of the question's words beside it + 0.5 x the reader's likelihood - 0.0001 x characters away.

Of 42 questions whose sentence holds several figures 38 get the right one; by the reader alone 35, by words alone 36."""
OTHER_YEAR = 2.0
"""What a figure loses that is said of a year not asked for: all others go before it."""

Place = tuple[int, int]
Shares = Callable[[Sequence[str]], Sequence[float]]

_FIGURES = frozenset({"number", "money", "percent", "duration"})
_UNIT_KINDS = {"元": "money", "%": "percent", "天": "duration", "月": "duration", "年": "duration"}
_CLAUSES = frozenset({"reason", "how", "definition", "other", "yes_no", "conflict", "compare"})
_PART = re.compile(r"[，,；;。、\n！？]")
_LINE = re.compile(r"[^\n]+")
_LABEL = re.compile(r"[^\n：:，。]{1,20}[：:]")
_STOP = re.compile(r"[，。；！？,;\n]")
# Never cut in two: a document's number, an article, a telephone number.
_UNITS = re.compile(
    r"[\u4e00-\u9fff]{0,6}[〔\[（(]\d{4}[〕\]）)]\s?第?\d+号|第[〇零一二三四五六七八九十百\d]+[条章款项次届]|\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)"
)
_EDGE = " \t\u3000，。；：、！？,.;:!?\n-–—*•·"
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "「": "」", "〔": "〕", "‘": "’", "『": "』", "【": "】"}
_NEAR = 30
_BEFORE = re.compile("[之以]?前")
_THAN = re.compile("[比较與与]于?$")


def short_spans(span: Span, asked: Asked, shares: Shares) -> tuple[Place, ...]:
    """Spans of the document inside the quote `span`, in order; empty when the reader found nothing short in it.

    Figures and dates are taken whole, with qualifier and unit, as many as are asked for: those that the reader marks
    and that stand among the question's words, of which `shares` gives the share in each of some texts. Where a reason
    or a way is asked for, or several things, it is the clause; else what the reader marked.
    """
    if span.inner is None:
        return ()
    kinds = set(asked.kinds)
    if kinds <= _FIGURES | {"date"} | ({"name"} if asked.nth is not None else set()) and (
        found := _measured(span, asked, shares)
    ):
        return found
    if asked.parts > 1 or asked.kind in _CLAUSES:
        return _fitting([_clauses(span)])
    text = span.hit.chunk.document.text
    start, end = _whole(text, *_in_line(span, span.inner, shares), span.start, span.end)
    for whole in _UNITS.finditer(text, span.start, span.end):
        if whole.start() < end and start < whole.end():
            start, end = min(start, whole.start()), max(end, whole.end())
    return _fitting([(start, end)])


def _in_line(span: Span, inner: Place, shares: Shares) -> Place:
    """What the reader marked, or, where another line of a list holds more of the question, what that line says."""
    text = span.hit.chunk.document.text
    lines = [line.span() for line in _LINE.finditer(text, span.start, span.end) if line[0].strip()]
    if len(lines) < 2:
        return inner
    told = shares([text[start:end] for start, end in lines])
    scores = [share + _marked(span, line) for share, line in zip(told, lines, strict=True)]
    start, end = lines[max(range(len(lines)), key=lambda at: scores[at])]
    if start <= inner[0] < end:
        return inner
    label = _LABEL.match(text, start, end)
    return (label.end() if label else start), end


def short_support(span: Span, asked: Asked, shares: Shares) -> tuple[float, float]:
    """Whether there is a short answer (0 or 1), and the share of the question's words in the clauses that hold it."""
    places = short_spans(span, asked, shares)
    if not places:
        return 0.0, 0.0
    text = span.hit.chunk.document.text
    return 1.0, max(shares([text[slice(*clause_of(span, place))] for place in places]))


def _measured(span: Span, asked: Asked, shares: Shares) -> tuple[Place, ...]:
    known = _figures_and_dates(span, asked)
    if not known:
        return ()
    text = span.hit.chunk.document.text
    clauses = [clause_of(span, place) for place, _ in known]
    told = shares([text[start:end] for start, end in clauses])
    scores = [
        share + _marked(span, place) - OTHER_YEAR * _of_other_year(span, place, asked)
        for (place, _), share in zip(known, told, strict=True)
    ]
    order = sorted(range(len(known)), key=lambda at: -scores[at])
    chosen: list[int] = []
    for kind in asked.kinds:
        free = [at for at in order if at not in chosen]
        # What is asked second mostly stands in another clause: 11批119个项目 is one fact.
        apart = [at for at in free if clauses[at] not in {clauses[other] for other in chosen}]
        fits = [at for at in apart if known[at][1] == kind] or [at for at in free if known[at][1] == kind]
        chosen += fits[:1] or apart[:1] or free[:1]
    if asked.parts < 2 and asked.each:
        chosen = [at for at in order if known[at][1] == known[order[0]][1] and told[at] >= told[order[0]] / 2]
    return _fitting([known[at][0] for at in sorted(chosen)])


def _marked(span: Span, place: Place) -> float:
    """How far the reader speaks for a figure: the likelihood of its marks there, or how near the best one is."""
    held = sum(mark[2] for mark in span.marks if not _gap(mark[:2], place))
    return MARK_WEIGHT * held - (FAR_WEIGHT * _gap(span.inner, place) if span.inner else 0.0)


def _of_other_year(span: Span, place: Place, asked: Asked) -> bool:
    """Whether the last year named up to a figure lies outside those asked for; years compared with do not count."""
    text = span.hit.chunk.document.text
    named = [
        (one.year, one.last_year or one.year)
        for one in dates(text, span.start, place[1])
        if one.year and not _THAN.search(text, span.start, one.start)
    ]
    return bool(asked.years and named) and not (named[-1][0] <= max(asked.years) and min(asked.years) <= named[-1][1])


def clause_of(span: Span, place: Place) -> Place:
    """The words around a figure up to the next comma or 、: what it counts."""
    text = span.hit.chunk.document.text
    start, end = place
    while start > span.start and not _PART.match(text[start - 1]):
        start -= 1
    while end < span.end and not _PART.match(text[end]):
        end += 1
    return start, end


def _figures_and_dates(span: Span, asked: Asked) -> list[tuple[Place, str]]:
    """The quote's figures and dates of the kinds asked for, of the unit asked for where there are such, in order."""
    text, kinds = span.hit.chunk.document.text, set(asked.kinds)
    days = [(_limited(one, span), "date") for one in dates(text, span.start, span.end)] if "date" in kinds else []
    counted = _UNIT_KINDS.get(asked.unit or "", "number")
    found = quantities(text[span.start : span.end])
    kind_of = {"count": "number", "ordinal": "name"}
    named = [(one, kind_of.get(one.kind, one.kind)) for one in found if one.kind != "year"]
    named = [(one, kind) for one, kind in named if kind != "name" or (asked.nth is not None and asked.nth in one.text)]
    for fits in (
        [
            one
            for one, kind in named
            if kind in kinds and (kind != counted or asked.unit in {None, counted_in(one.unit)})
        ],
        [one for one, kind in named if kind in kinds],
        [one for one, kind in named if kind != "name"] if kinds & _FIGURES else [],
    ):
        if len(fits) + len(days) >= asked.parts:
            break
    of = {id(one): kind for one, kind in named}
    return sorted([*days, *(((span.start + one.start, span.start + one.end), of[id(one)]) for one in fits)])


def _limited(date: Date, span: Span) -> Place:
    """A date with the 前 that makes it a deadline."""
    before = _BEFORE.match(span.hit.chunk.document.text, date.end, span.end) if date.limit == "before" else None
    return date.start, before.end() if before else date.end


def _fitting(found: Sequence[Place]) -> tuple[Place, ...]:
    """All of them where together they are short, else none."""
    total = sum(end - start for start, end in found) + len(found) - 1
    return tuple(found) if found and all(start < end for start, end in found) and total <= LONGEST else ()


def _gap(one: Place, other: Place) -> int:
    """0 for spans that overlap, else 1 and the characters between them."""
    return max(one[0] - other[1], other[0] - one[1], -1) + 1


def _clauses(span: Span) -> Place:
    """The clauses that the reader's characters lie in."""
    text = span.hit.chunk.document.text
    start, end = span.inner or (span.start, span.end)
    while start > span.start and not _STOP.match(text[start - 1]):
        start -= 1
    while end < span.end and not _STOP.match(text[end]):
        end += 1
    return _whole(text, start, end, span.start, span.end)


def _whole(text: str, start: int, end: int, low: int, high: int) -> Place:
    """Without white space and signs at the edges, and with the other half of a bracket or quotation mark."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    for opening, closing in _PAIRS.items():
        inside = text[start:end]
        if inside.count(opening) > inside.count(closing):
            at = text.find(closing, end, min(high, end + _NEAR))
            end = at + 1 if at >= 0 else end
            start += at < 0 and text[start] == opening
        elif inside.count(closing) > inside.count(opening):
            at = text.rfind(opening, max(low, start - _NEAR), start)
            start = at if at >= 0 else start
            end -= at < 0 and text[end - 1] == closing
    return start, end
