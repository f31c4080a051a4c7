"""Several sources beside each other: the sides of a comparison, and what documents say differently of one thing."""

import re
from collections.abc import Sequence
from itertools import combinations

from qa.answer import Span
from qa.claims import time_before
from qa.compose import LONGEST_LONG_TEXT, LONGEST_TEXT, MARKER, MOST_QUOTES, choose, dated, quoted
from qa.conflicts import Group, Statement, grouped
from qa.dates import dates
from qa.explained import explained
from qa.kinds import Asked
from qa.kinds_words import lowered
from qa.knowledge import Knowledge
from qa.language import Language
from qa.messages import message
from qa.periods import years_in
from qa.quantities import Quantity, quantities
from qa.sheet import Place, Sheet
from qa.short import LONGEST, Shares, clause_of, short_spans
from qa.shown import shown
from qa.sides_chosen import Side, Told, is_same, likeness, targets_wanted, told_of

_BULLET = re.compile(r"\s*(?:[-*+•·●]\s+)?")

__all__ = ["Side", "others", "write_group", "write_sides"]

NEAR = 0.25
"""A sentence is held against the best one when its score is at most this much lower."""
LIKE = 0.3
"""The share of their words from which on the difference of two figures says something."""
LONGEST_SIDES = (LONGEST_LONG_TEXT + LONGEST_TEXT) // 2
"""Characters of a comparison's sentences; of longer ones only the clauses that tell are quoted."""


def write_sides(sheet: Sheet, sides: Sequence[Side], known: Knowledge) -> bool:
    """A line for each side with its fact, then the sentences; False when they cannot be set beside each other.

    A side of which no sentence tells is said to be missing; of two exact figures of one thing the difference is told.
    """
    told = told_of(sides)
    found = [one for one in told if isinstance(one, Told)]
    if not found or "unclear" in told or any(is_same(one, other) for one, other in combinations(found, 2)):
        return False
    quotes = _quotes(found)
    if sum(end - start for start, end in {*quotes}) > LONGEST_SIDES:
        return False
    timed = None not in targets_wanted(sides) or len({tuple(years_in(lowered(side.words))) for side in sides}) > 1
    cited = dict(zip(map(id, found), quotes, strict=True))
    for side, one in zip(sides, told, strict=True):
        if isinstance(one, Told):
            _write_side(sheet, one, cited[id(one)], timed, known)
        else:
            sheet.lines.append(message("compare.missing", sheet.language, side=side.words))
            sheet.given.append(side.words)
    if len(told) == len(found) == 2 and (difference := _difference(found, sheet.language)):
        sheet.lines.append(difference)
        sheet.given.append(difference)
    sheet.headed = len(sheet.lines)
    for chunk, quote in dict.fromkeys((one.span.hit.chunk, quote) for one, quote in zip(found, quotes, strict=True)):
        sheet.quote(chunk, *quote)
    return True


def _quotes(found: Sequence[Told]) -> list[Place]:
    """The sentences; of long ones, where each side has one of its own, the clauses that answer."""
    whole = [(one.span.start, one.span.end) for one in found]
    fits = sum(end - start for start, end in {*whole}) <= LONGEST_SIDES
    return whole if fits else [_told_clause(one) for one in found]


def _told_clause(one: Told) -> Place:
    text = one.span.hit.chunk.document.text
    if not one.places:
        return one.span.start, one.span.end
    return _trimmed(text, *clause_of(one.span, (one.places[0][0], one.places[-1][1])))


def _write_side(sheet: Sheet, one: Told, quote: Place, timed: bool, known: Knowledge) -> None:
    """The line of a side; where the sides are of different times, with the time or the document of its fact."""
    marker = sheet.cite(one.span.hit.chunk, *quote)
    if not one.places:
        return
    document = one.span.hit.chunk.document
    # The side's words are made for searching; what the figure counts stands beside it in the source.
    start, end = _told_clause(one)
    fact = shown(document, [(start, end)], sheet.language, known.names)
    if timed and (_is_target(one) or not dates(document.text, start, end)):
        fact = _at_its_time(sheet, one, fact)
    sheet.lines.append(f"{fact} {marker}")
    texts = [document.text[first:last] for first, last in one.places]
    if sum(len(text) + 1 for text in (*sheet.short, *texts)) <= LONGEST:
        sheet.short.extend(texts)


def _at_its_time(sheet: Sheet, one: Told, fact: str) -> str:
    document = one.span.hit.chunk.document
    when = time_before(document, one.span.start, one.places[0][0])
    if when:
        return dated("change.target" if _is_target(one) else "change.line", when, document, fact, sheet.language)
    return _of_document(sheet, one.span, fact)


def _is_target(one: Told) -> bool:
    return one.claim is not None and one.claim.aim


def _of_document(sheet: Sheet, span: Span, fact: str) -> str:
    """A fact with the year and title of its document."""
    document = span.hit.chunk.document
    sheet.given.append(f"{document.issued.year if document.issued else ''} {document.title}")
    if document.issued:
        return message("conflict.line", sheet.language, year=document.issued.year, title=document.title, fact=fact)
    return message("conflict.undated", sheet.language, title=document.title, fact=fact)


def _difference(found: Sequence[Told], language: Language) -> str | None:
    """What two exact figures of one thing differ by, computed; None where that says nothing."""
    one, other = (_stated(told) for told in found)
    if not one or not other or one.unit != other.unit or likeness(*found) < LIKE:
        return None
    if not _is_alike(*found):
        return None
    if one.value == other.value:
        return message("compare.equal", language)
    by = abs(one.value - other.value)
    times = 10_000 if "万" in one.text and "万" in other.text else 1
    text = f"{(by / times).normalize():f}{'万' if times > 1 else ''}{one.unit}"
    between = Quantity(0, len(text), text, by, one.unit, "exactly", one.kind)
    if language not in {"zh", "zh-Hant"}:
        text = explained(between, language) or f"{by.normalize():,f}"
    return message("compare.difference", language, difference=text)


def _is_alike(one: Told, other: Told) -> bool:
    """Not what was added and what there is in all, nor what was added in half a year and in a whole one."""
    first, second = one.claim, other.claim
    if not first or not second or (first.summed and not second.stock) or (second.summed and not first.stock):
        return False
    return _months(one) == _months(other)


def _months(told: Told) -> int | None:
    """Of how many months a figure is; None for a whole year, and for what there is at its end."""
    when = time_before(told.span.hit.chunk.document, told.span.start, told.places[0][0])
    if when is None or when.month is None or when.limit == "as of":
        return None
    return (when.last_month or when.month) - when.month + 1


def _stated(told: Told) -> Quantity | None:
    """The one exact figure that answers: an amount or a count."""
    text = told.span.hit.chunk.document.text
    found = [one for start, end in told.places for one in quantities(text[start:end])]
    exact = (
        len(found) == 1 and found[0].bound == "exactly" and found[0].to is None and found[0].kind in {"money", "count"}
    )
    return found[0] if exact else None


def _trimmed(text: str, start: int, end: int) -> Place:
    """Without the bullet in front and white space at the edges."""
    bullet = _BULLET.match(text, start, end)
    return bullet.end() if bullet else start, start + len(text[start:end].rstrip())


def others(spans: Sequence[Span], asked: Asked, shares: Shares) -> Group | None:
    """What else is said of what the best sentence states: the same in another place, or another figure; else None."""
    statements: dict[Statement, Span] = {}
    for span in spans:
        if spans[0].score - span.score > NEAR or not (places := short_spans(span, asked, shares)):
            continue
        statement = Statement(span.hit.chunk.document, span.start, span.end, (places[0][0], places[-1][1]))
        statements.setdefault(statement, span)
    if len(statements) < 2:
        return None
    groups = grouped(tuple(statements))
    first = next(iter(statements))
    group = next(group for group in groups if first in group.statements)
    return group if group.kind != "single" else None


def write_group(
    sheet: Sheet, group: Group, spans: Sequence[Span], asked: Asked, known: Knowledge, shares: Shares
) -> bool:
    """What documents say of one thing, then the sentences; False where that is too long.

    Where they differ, each with year and title, newest first; where they agree, one answer with all their numbers.
    """
    of = {(span.hit.chunk.document.id, span.start, span.end): span for span in spans}
    found = [of[one.document.id, one.start, one.end] for one in group.statements]
    if group.kind == "same":
        agreeing = [spans[0], *(span for span in found if span is not spans[0])]
        return _write_same(sheet, agreeing, spans, asked, known, shares)
    if len(found) > MOST_QUOTES:
        return False
    # Of long sentences only the clauses that say it: what differs must be seen beside each other.
    whole = sum(len(quoted(span)) for span in found) <= LONGEST_TEXT - 120
    quotes = [(span.start, span.end) if whole else _clause(span, asked, shares) for span in found]
    sheet.lines.append(message(f"{group.kind}.heading", sheet.language))
    for statement, span, quote in zip(group.statements, found, quotes, strict=True):
        document = statement.document
        fact = shown(document, short_spans(span, asked, shares), sheet.language, known.names)
        line = _of_document(sheet, span, fact)
        sheet.lines.append(f"{line} {sheet.cite(span.hit.chunk, *quote)}")
        sheet.short.extend(document.text[s:e] for s, e in short_spans(span, asked, shares))
    sheet.headed = len(sheet.lines)
    for span, quote in zip(found, quotes, strict=True):
        sheet.quote(span.hit.chunk, *quote)
    return True


def _clause(span: Span, asked: Asked, shares: Shares) -> tuple[int, int]:
    places = short_spans(span, asked, shares)
    return _trimmed(span.hit.chunk.document.text, *clause_of(span, (places[0][0], places[-1][1])))


def _write_same(
    sheet: Sheet, found: Sequence[Span], spans: Sequence[Span], asked: Asked, known: Knowledge, shares: Shares
) -> bool:
    """One short answer with the number of each span that says it, then these and what else is near the best one."""
    same = list(found[:MOST_QUOTES])
    document, places = same[0].hit.chunk.document, short_spans(same[0], asked, shares)
    words = shown(document, places, sheet.language, known.names)
    used = len(words) + sum(len(quoted(span)) + MARKER for span in same)
    if used > LONGEST_TEXT:
        return False
    markers: dict[str, str] = {}
    for span in same:
        marker = sheet.cite(span.hit.chunk, span.start, span.end)
        markers[quoted(span)] = markers.get(quoted(span), "") + marker
    sheet.lines.append(f"{words} {''.join(dict.fromkeys(markers.values()))}")
    sheet.headed = 1
    sheet.short.extend(document.text[start:end] for start, end in places)
    # Equal sentences are shown once.
    sheet.lines.extend(f"{message('quote', sheet.language, text=text)} {marker}" for text, marker in markers.items())
    for span in choose(spans, asked, used - len(quoted(same[0])) - MARKER):
        if quoted(span) not in markers:
            sheet.quote(span.hit.chunk, span.start, span.end)
    return True
