"""The shortest characters of a quote that answer: the reader's, with what belongs to them by what is asked for."""

import re
from collections.abc import Callable, Sequence

from qa.answer import Span
from qa.dates import dates
from qa.kinds import Asked
from qa.quantities import quantities

LONGEST = 120
"""Characters of all short answers together; more is not short."""

MARK_WEIGHT, FAR_WEIGHT = 0.5, 1e-4
"""A figure's score: share of the question's words beside it + 0.5 x the reader's likelihood - 0.0001 x characters away.

Of 42 questions whose sentence holds several figures 38 get the right one; by the reader alone 35, by words alone 36."""

Place = tuple[int, int]
Shares = Callable[[Sequence[str]], Sequence[float]]

_FIGURES = frozenset({"number", "money", "percent", "duration"})
_CLAUSES = frozenset({"reason", "how", "definition", "other", "yes_no", "conflict", "compare"})
_PART = re.compile(r"[，,；;。：:、\n！？]")
_STOP = re.compile(r"[，。；！？,;\n]")
_EDGE = " \t\u3000，。；：、！？,.;:!?\n"
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "「": "」", "〔": "〕", "‘": "’", "『": "』", "【": "】"}
_NEAR = 30


def short_spans(span: Span, asked: Asked, shares: Shares) -> tuple[Place, ...]:
    """Spans of the document inside the quote `span`, in order; empty when the reader found nothing short in it.

    Figures and dates are taken whole, with qualifier and unit, as many as are asked for: those that the reader marks
    and that stand among the question's words, of which `shares` gives the share in each of some texts. Where a reason
    or a way is asked for, or several things, it is the clause; else what the reader marked.
    """
    if span.inner is None:
        return ()
    kinds = set(asked.kinds)
    if kinds <= _FIGURES | {"date"} and (found := _measured(span, asked, shares)):
        return found
    if asked.parts > 1 or asked.kind in _CLAUSES:
        return _fitting([_clauses(span)])
    text = span.hit.chunk.document.text
    return _fitting([_whole(text, *span.inner, span.start, span.end)])


def states_kind(span: Span, asked: Asked) -> bool:
    """Whether the quote holds what is asked for, as far as its form tells: as many figures, a sum, a share, a date."""
    wanted = [kind for kind in asked.kinds if kind in _FIGURES or kind == "date"]
    if not wanted:
        return True
    text = span.hit.chunk.document.text
    figures = [one.kind for one in quantities(text[span.start : span.end]) if one.kind not in {"year", "ordinal"}]
    held = {kind: figures.count(kind) for kind in ("money", "percent", "duration")}
    held["number"] = len(figures)
    held["date"] = len(dates(text, span.start, span.end))
    return all(held[kind] >= wanted.count(kind) for kind in set(wanted))


def _measured(span: Span, asked: Asked, shares: Shares) -> tuple[Place, ...]:
    known = _figures_and_dates(span, asked)
    if not known:
        return ()
    text = span.hit.chunk.document.text
    told = shares([text[slice(*clause_of(span, place))] for place, _ in known])
    scores = [share + _marked(span, place) for (place, _), share in zip(known, told, strict=True)]
    order = sorted(range(len(known)), key=lambda at: -scores[at])
    chosen: list[int] = []
    for kind in asked.kinds:
        free = [at for at in order if at not in chosen]
        chosen += [at for at in free if known[at][1] == kind][:1] or free[:1]
    if asked.parts < 2 and asked.each:
        chosen = [at for at in order if known[at][1] == known[order[0]][1] and told[at] >= told[order[0]] / 2]
    return _fitting([known[at][0] for at in sorted(chosen)])


def _marked(span: Span, place: Place) -> float:
    """How far the reader speaks for a figure: the likelihood of its marks there, or how near the best one is."""
    held = sum(mark[2] for mark in span.marks if not _gap(mark[:2], place))
    return MARK_WEIGHT * held - (FAR_WEIGHT * _gap(span.inner, place) if span.inner else 0.0)


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
    days = [((one.start, one.end), "date") for one in dates(text, span.start, span.end)] if "date" in kinds else []
    figures = [one for one in quantities(text[span.start : span.end]) if one.kind not in {"year", "ordinal"}]
    named = [(one, "number" if one.kind == "count" else one.kind) for one in figures]
    for fits in (
        [one for one, kind in named if kind in kinds and (not asked.unit or asked.unit in one.unit)],
        [one for one, kind in named if kind in kinds],
        figures if kinds & _FIGURES else [],
    ):
        if len(fits) + len(days) >= asked.parts:
            break
    of = {id(one): kind for one, kind in named}
    return sorted([*days, *(((span.start + one.start, span.start + one.end), of[id(one)]) for one in fits)])


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
        elif inside.count(closing) > inside.count(opening):
            at = text.rfind(opening, max(low, start - _NEAR), start)
            start = at if at >= 0 else start
    return start, end
