"""Several sources beside each other: the sides of a comparison, and what documents say differently of one thing."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answer import Span
from qa.compose import LONGEST_LONG_TEXT, LONGEST_TEXT, MARKER, MOST_QUOTES, choose, quoted
from qa.conflicts import Group, Statement, grouped
from qa.kinds import Asked
from qa.knowledge import Knowledge
from qa.messages import message
from qa.sheet import Sheet
from qa.short import LONGEST, Shares, clause_of, short_spans
from qa.shown import shown

NEAR = 0.25
"""A sentence is held against the best one when its score is at most this much lower."""


@dataclass(frozen=True, slots=True)
class Side:
    """One thing of a comparison: what is asked of it, the sentence that tells, and the share of its words in texts."""

    asked: Asked
    span: Span
    shares: Shares


def write_sides(sheet: Sheet, sides: Sequence[Side], known: Knowledge) -> bool:
    """A line for each side with its fact, then the sentences; False when they are too long together."""
    quotes = list(dict.fromkeys((side.span.hit.chunk, side.span.start, side.span.end) for side in sides))
    if len(quotes) < 2 or sum(end - start for _, start, end in quotes) > LONGEST_LONG_TEXT // 2 + LONGEST_TEXT // 2:
        return False
    total = 0
    for side in sides:
        document = side.span.hit.chunk.document
        places = short_spans(side.span, side.asked, side.shares)
        marker = sheet.cite(side.span.hit.chunk, side.span.start, side.span.end)
        if places:
            # The side's words are made for searching; what the figure counts stands beside it in the source.
            whole = _trimmed(document.text, *clause_of(side.span, (places[0][0], places[-1][1])))
            sheet.lines.append(f"{shown(document, [whole], sheet.language, known.names)} {marker}")
            total += sum(end - start for start, end in places) + len(places)
            if total <= LONGEST:
                sheet.short.extend(document.text[start:end] for start, end in places)
    sheet.headed = len(sheet.lines)
    for quote in quotes:
        sheet.quote(*quote)
    return True


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


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
        sheet.given.append(f"{document.issued.year if document.issued else ''} {document.title}")
        fact = shown(document, short_spans(span, asked, shares), sheet.language, known.names)
        if document.issued:
            line = message("conflict.line", sheet.language, year=document.issued.year, title=document.title, fact=fact)
        else:
            line = message("conflict.undated", sheet.language, title=document.title, fact=fact)
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
