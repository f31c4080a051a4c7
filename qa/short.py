"""The shortest characters of a quote that answer: the reader's, with what belongs to them by what is asked for."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from qa.answer import Span
from qa.claims import compared_with, time_before
from qa.dates import Date, dates_of_acts
from qa.kinds import Asked, Kind, counted_in
from qa.quantities import Quantity, quantities
from qa.year_of import year_of

LONGEST = 120
"""Characters of all short answers together; more is not short."""

MARK_WEIGHT, FAR_WEIGHT = 1.0, 1e-4
"""The reader's part in a figure's score: its likelihood there, - 0.0001 x characters away."""
OWN_WEIGHT = 0.3
"""The share of the question's words between the figures beside it, next to that of the words in its whole clause."""
UNIT_WEIGHT, KIND_WEIGHT, OTHER_KIND = 0.3, 0.3, 1.0
"""What the unit asked for gains, what a share or an amount loses where a number is asked for, and any other kind.

Of 406 public questions whose sentence holds several figures 320 get the right one, of 82 on policy documents 66; with
the words of the clause and the reader alone, 312 and 62."""
SAME_WEIGHT = 0.05
"""What two figures of one clause lose."""
GROUP_WEIGHT = 0.5
"""What a figure loses that only groups the next one: 11批119个项目 are 119 projects."""
OTHER_TIME, PART_TIME = 2.0, 0.5
"""What a figure loses that is said of a year or months not asked for, or of a part of the year asked for."""
MOST_FIGURES, MOST_PARTS = 8, 3
"""Of so many figures, the best by themselves, so many are chosen that fit together."""
ASKED, OWNER_WEIGHT = 0.03, 1.0
"""The share of the words from which on a name is one that is asked for; what the figure of that name gains."""

Place = tuple[int, int]
Shares = Callable[[Sequence[str]], Sequence[float]]


FIGURES: frozenset[Kind] = frozenset({"number", "money", "percent", "duration"})
"""Kinds of facts that are figures."""
_KINDS: Mapping[str, Kind] = {
    "count": "number",
    "ordinal": "name",
    "money": "money",
    "percent": "percent",
    "duration": "duration",
}
_UNIT_KINDS = {"元": "money", "%": "percent", "天": "duration", "月": "duration", "年": "duration"}
_LEVELS = frozenset({"级", "層", "层"})  # 两级法院 are not counted
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


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure or date of a quote: `clause` says what it counts, `own` is what of it no other figure stands in."""

    place: Place
    kind: Kind
    unit: str
    clause: Place
    own: Place


def short_spans(span: Span, asked: Asked, shares: Shares) -> tuple[Place, ...]:
    """Spans of the document inside the quote `span`, in order; empty when the reader found nothing short in it.

    Figures and dates are taken whole, with qualifier and unit, as many as are asked for: those that the reader marks
    and that stand among the question's words, of which `shares` gives the share in each of some texts. Where a reason
    or a way is asked for, or several things, it is the clause; else what the reader marked.
    """
    if span.inner is None:
        return ()
    kinds = set(asked.kinds)
    if (
        kinds <= FIGURES | {"date"} | ({"name"} if asked.nth is not None else set())
        and (found := _measured(span, asked, shares)) is not None
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
    scores = [share + _marked(span, line) / 2 for share, line in zip(told, lines, strict=True)]
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


def _measured(span: Span, asked: Asked, shares: Shares) -> tuple[Place, ...] | None:
    """The figures and dates asked for, as many as are asked for; None where the quote holds none."""
    stated = _figures(span, asked)
    if not stated:
        return None
    owned = _by_owner(span, stated, shares)
    known = [one for one, _ in owned]
    text = span.hit.chunk.document.text
    told = shares([text[slice(*one.clause)] for one in known])
    own = shares([text[slice(*one.own)] for one in known])
    base = [
        gain + share + OWN_WEIGHT * near + _marked(span, one.place) - _of_other_time(span, one.place, asked)
        for (one, gain), share, near in zip(owned, told, own, strict=True)
    ]
    groups = shares([one.unit for one in known])
    for at, (one, other) in enumerate(pairwise(known)):
        grouping = one.kind == other.kind == "number" and one.place[1] == other.place[0] and not groups[at]
        base[at] -= GROUP_WEIGHT * grouping
    order = sorted(range(len(known)), key=lambda at: -base[at])
    if asked.parts < 2 and asked.each:
        alike = [at for at in order if known[at].kind == known[order[0]].kind]
        chosen = [at for at in alike if told[at] >= told[order[0]] / 2]
    else:
        several = permutations(order[:MOST_FIGURES], min(asked.parts, len(known), MOST_PARTS))
        chosen = list(max(several, key=lambda found: _together(tuple(found), known, base, asked), default=()))
    return _fitting([known[at].place for at in sorted(chosen)])


def _by_owner(span: Span, known: Sequence[_Figure], shares: Shares) -> list[tuple[_Figure, float]]:
    """The figures, with what they gain that are said of somebody whom the question names: 仅次于北京（102.5件）.

    Without those of somebody whom it does not name.
    """
    text = span.hit.chunk.document.text
    owners = [compared_with(text, span.start, one.place[0]) for one in known]
    named = [share >= ASKED for share in shares(owners)]
    return [
        (one, OWNER_WEIGHT * bool(owner))
        for one, owner, is_named in zip(known, owners, named, strict=True)
        if is_named or not owner
    ]


def _together(found: Sequence[int], known: Sequence[_Figure], base: Sequence[float], asked: Asked) -> float:
    """How well some figures answer the facts asked for, in their order; one clause mostly states one of them."""
    told = sum(base[at] + _fit(known[at], kind, asked) for at, kind in zip(found, asked.kinds, strict=False))
    return told - SAME_WEIGHT * (len(found) - len({known[at].clause for at in found}))


def _fit(figure: _Figure, wanted: Kind, asked: Asked) -> float:
    """How a figure's kind and unit fit one fact asked for."""
    if figure.kind != wanted:
        # "How many" is asked of shares and amounts too, "how long" of nothing else.
        return -KIND_WEIGHT if wanted == "number" and figure.kind in FIGURES else -OTHER_KIND
    counted = _UNIT_KINDS.get(asked.unit or "", "number")
    if wanted != counted or asked.unit is None or counted_in(figure.unit) != asked.unit:
        return 0.0
    # Of several facts only the first one's unit is known, and 个 counts anything.
    return UNIT_WEIGHT if asked.parts > 1 or asked.unit == "个" else OTHER_KIND


def _marked(span: Span, place: Place) -> float:
    """How far the reader speaks for a figure: the likelihood of its marks there, or how near the best one is."""
    held = sum(mark[2] for mark in span.marks if not _gap(mark[:2], place))
    return MARK_WEIGHT * held - (FAR_WEIGHT * _gap(span.inner, place) if span.inner else 0.0)


def other_time(span: Span, place: Place, asked: Asked) -> Date | None:
    """The date that a figure is said of, where it is not the one asked for: another year, or a part of the year."""
    when = time_before(span.hit.chunk.document, span.start, place[1])
    return when if when and _of_other_time(span, place, asked) else None


def _of_other_time(span: Span, place: Place, asked: Asked) -> float:
    document = span.hit.chunk.document
    when = time_before(document, span.start, place[1]) if asked.years else None
    year = year_of(when, document) if when else None
    if not when or not year:
        return 0.0
    if not (year <= max(asked.years) and min(asked.years) <= (when.last_year or year)):
        return OTHER_TIME
    if when.end > place[0] or when.limit == "as of" or len(asked.years) > 1:
        return 0.0
    first, last = when.month or 1, when.last_month or when.month or 12
    if asked.months is None:
        return PART_TIME * ((first, last) != (1, 12))
    if first > asked.months[1] or last < asked.months[0]:
        return OTHER_TIME
    return PART_TIME * ((first, last) == (1, 12))


def clause_of(span: Span, place: Place) -> Place:
    """The words around a figure up to the next comma or 、: what it counts."""
    text = span.hit.chunk.document.text
    start, end = place
    while start > span.start and not _PART.match(text[start - 1]):
        start -= 1
    while end < span.end and not _PART.match(text[end]):
        end += 1
    return start, end


def _figures(span: Span, asked: Asked) -> list[_Figure]:
    """The quote's dates where they are asked for, and its figures where figures are, in order."""
    text, kinds = span.hit.chunk.document.text, set(asked.kinds)
    found: list[tuple[Place, Kind, str]] = []
    if "date" in kinds and "hours" not in asked.forms:
        found += [(_limited(one, span), "date", "") for one in dates_of_acts(text, asked.acts, span.start, span.end)]
    if kinds - {"date"}:
        stated = [
            one for one in quantities(text[span.start : span.end]) if one.kind != "year" and one.unit not in _LEVELS
        ]
        stated = [one for one in stated if one.kind != "ordinal" or (asked.nth is not None and asked.nth in one.text)]
        found += [
            ((span.start + low.start, span.start + high.end), _KINDS[high.kind], high.unit)
            for low, high in _bounds(stated)
        ]
    found.sort()
    figures = []
    for place, kind, unit in found:
        low, high = clause_of(span, place)
        own = (
            max([low, *(end for (_, end), _, _ in found if end <= place[0])]),
            min([high, *(start for (start, _), _, _ in found if start >= place[1])]),
        )
        figures.append(_Figure(place, kind, unit, (low, high), own))
    return figures


def _bounds(stated: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Each figure twice, but 二百元以上五百元以下 once, as its two ends."""
    low: Quantity | None = None
    for one in stated:
        behind = low is not None and low.end == one.start and low.kind == one.kind
        if low and behind and one.bound == "at most":
            yield low, one
            low = None
            continue
        if low:
            yield low, low
        low = one
    if low:
        yield low, low


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
