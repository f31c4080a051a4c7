"""The sentence for each side of a comparison: one that holds the thing compared, and says of it what the others say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Literal

from index import Document, fold
from qa.answer import Span
from qa.claims import Claim, Statement, claim_of
from qa.dates import Date, dates
from qa.kinds import Asked, Kind, read_kind
from qa.kinds_words import HAN, lowered
from qa.language import language_of
from qa.named_numbers import REFERENCE
from qa.named_numbers import years_in as years_named
from qa.periods import months_in, years_in
from qa.quantities import quantities
from qa.short import FIGURES, Place, Shares, clause_of, short_spans
from qa.sides import own_words, wants_target
from qa.sides_complete import WIDE
from qa.year_of import year_of

MOST = 6
"""Of so many sentences of a side, the best by themselves, the ones that fit together are chosen."""
SHARE_WEIGHT = 1.0
"""What a sentence gains that holds all of the side's words, on the scale of the scores that `qa.reader.read` gives."""
ALIKE_WEIGHT = 0.6
"""What two sentences gain that count the same thing in the same words."""
HELD = 0.2
"""The share of the words that only this side has, with which a sentence, its headings and title hold the side."""
FLOOR = 0.5
"""A sentence with less than this part of the best one's share of the side's words does not tell of it."""

Gap = Literal["missing", "unclear"]

_OF_DOCUMENT = re.compile(
    r"(?:(?:19|20)\d\d年?[-–—至到])?(?:19|20)\d\d年?的?[^\d,，。]{0,6}?(?:答复|复函|方案|规划|计划|报告|文件|通知|意见|函"
    r"|\b(?:reply|replies|plan|letter|document|report|programme|notice)\b)"
)


@dataclass(frozen=True, slots=True)
class Side:
    """One thing of a comparison: what is asked of it, the sentence that tells, and the share of its words in texts.

    `words` are those it was searched with, `spans` all sentences read for it, best first, and `own` the share in texts
    of the words that no other side has (`qa.sides.own_words`), None where it has none. Without `spans` the one
    sentence is all there is to choose from.
    """

    asked: Asked
    span: Span
    shares: Shares
    words: str = ""
    spans: tuple[Span, ...] = ()
    own: Shares | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a side: the sentence, the places in it that answer, and what they state."""

    span: Span
    places: tuple[Place, ...]
    claim: Claim | None
    score: float


def told_of(sides: Sequence[Side]) -> list[Told | Gap]:
    """For each side the sentence that tells of it, else "missing" where none holds it, "unclear" where none answers.

    A side's sentence holds the words that only this side has, is of the year or the document that it names, and
    states a target where it alone asks for one. Of those left, the sentences are chosen together: two that count
    the same thing in the same words go before two that each answer a little better.
    """
    held = [_holding(side, sides) for side in sides]
    for asked in _askings(sides):
        found = [
            list(_telling(side, one, spans, target))
            for side, one, spans, target in zip(sides, asked, held, targets_wanted(sides), strict=True)
        ]
        if all(found):
            break
    chosen = iter(_together([several for several in found if several]))
    return [
        next(chosen) if several else "missing" if _is_missing(side, sides, spans) else "unclear"
        for side, several, spans in zip(sides, found, held, strict=True)
    ]


def _is_missing(side: Side, sides: Sequence[Side], held: Sequence[Span]) -> bool:
    """Whether nothing that was read for a side holds it: its time, or its own words, where these are Chinese.

    What a word of another language is in Chinese is not always known. Where the question is in Chinese and names
    times, a sentence of the time that states no figure does not hold the side either.
    """
    if not side.spans:
        return False
    timed = bool(years_in(lowered(side.words)))
    if held:
        return timed and bool(HAN.search(side.words)) and _own_asked(side).kind in FIGURES
    return (timed and not any(_is_of_time(span, side.words) for span in side.spans)) or _is_known(side, sides)


def _is_known(side: Side, sides: Sequence[Side]) -> bool:
    """Whether the words that only this side has are Chinese, so that they stand in a text or do not."""
    own = own_words([one.words for one in sides], next(at for at, one in enumerate(sides) if one is side))
    return WIDE.search(own) is not None


def _askings(sides: Sequence[Side]) -> Iterator[list[Asked]]:
    """What is asked of each side: where of one a figure is asked, of all; which is more is asked for two figures."""
    asked = [_own_asked(side) for side in sides]
    figure = next((one.kind for one in asked if one.kind in FIGURES), None)
    if figure:
        yield [one if one.kind in FIGURES else replace(one, kind=figure, kinds=(figure,)) for one in asked]
    else:
        if all(one.kind == "name" for one in asked):
            yield [replace(one, kind="number", kinds=("number",)) for one in asked]
        yield asked


def _own_asked(side: Side) -> Asked:
    """What is asked of a side, with its own years and months."""
    if not side.words:
        return side.asked
    low = lowered(side.words)
    kind: Kind = side.asked.kind
    if kind not in FIGURES and (read := read_kind(side.words, language_of(side.words)).kind) in FIGURES:
        kind = read
    years = tuple(dict.fromkeys(years_in(_OF_DOCUMENT.sub(" ", low))))
    return replace(side.asked, kind=kind, kinds=(kind,), years=years, months=months_in(low), each=False)


def targets_wanted(sides: Sequence[Side]) -> list[bool | None]:
    """For each side whether it asks for a target or for what is; None for all where no two differ."""
    words = [side.words for side in sides]
    wanted = [wants_target(words, at) for at in range(len(words))]
    return [*wanted] if len(set(wanted)) > 1 else [None] * len(sides)


def _holding(side: Side, sides: Sequence[Side]) -> list[Span]:
    """The side's sentences that hold its own words and are of its time."""
    spans = [span for span in side.spans or (side.span,) if _is_of_time(span, side.words)]
    if side.own is None or not (_is_known(side, sides) or any(_best(other) >= HELD for other in sides)):
        return spans
    return [
        span for span, share in zip(spans, side.own([_around(span) for span in spans]), strict=True) if share >= HELD
    ]


def _best(side: Side) -> float:
    return max(side.own([_around(span) for span in side.spans]), default=0.0) if side.own else 0.0


def _around(span: Span) -> str:
    """A sentence with its document's title and the headings above it."""
    chunk = span.hit.chunk
    return "\n".join([chunk.document.title, *chunk.path, chunk.document.text[span.start : span.end]])


def _telling(side: Side, asked: Asked, spans: Sequence[Span], target: bool | None) -> Iterator[Told]:
    """What the sentences say, where they say what is asked for; not those that hold little of the side's words."""
    texts = [span.hit.chunk.document.text[span.start : span.end] for span in spans]
    told = list(side.shares(texts)) if texts else []

    def shares(several: Sequence[str]) -> list[float]:
        whole = side.shares(several)
        return (
            [(one + other) / 2 for one, other in zip(whole, side.own(several), strict=True)] if side.own else [*whole]
        )

    for span, share in zip(spans, told, strict=True):
        document = span.hit.chunk.document
        read = span if span.marks else replace(span, marks=((span.start, span.end, 0.0),))
        places = short_spans(read, asked, shares)
        if share < FLOOR * max(told):
            continue
        score = span.score + SHARE_WEIGHT * share
        if not places:
            if asked.kind not in FIGURES:
                yield Told(span, (), None, score)
            continue
        claim = claim_of(Statement(document, span.start, span.end, (places[0][0], places[-1][1])))
        if asked.kind in FIGURES and not _states(document.text[slice(*places[0])], asked):
            continue
        if target is None or not claim.figure or claim.aim == target:
            yield Told(span, places, claim, score)


def _states(text: str, asked: Asked) -> bool:
    """Whether characters that answer state a figure: a time only where one is asked for."""
    kinds = {one.kind for one in quantities(text)} - {"year", "ordinal"}
    return bool(kinds) and (kinds != {"duration"} or asked.kind == "duration" or asked.unit in {"天", "月", "年"})


def _together(found: Sequence[Sequence[Told]]) -> list[Told]:
    """One of each side, so that they fit together; no two the same."""
    most = MOST if len(found) < 4 else 2
    several = [sorted(one, key=lambda told: -told.score)[:most] for one in found]
    return list(max(product(*several), key=lambda told: _fit(tuple(told)), default=()))


def _fit(told: Sequence[Told]) -> float:
    pairs = list(combinations(told, 2))
    alike = sum(likeness(one, other) for one, other in pairs) / max(1, len(pairs))
    same = sum(is_same(one, other) for one, other in pairs)
    return sum(one.score for one in told) + ALIKE_WEIGHT * alike - 10 * same


def is_same(one: Told, other: Told) -> bool:
    """Whether two sides are told by the same clauses."""
    return _clauses(one) == _clauses(other)


def _clauses(told: Told) -> tuple[str, Place]:
    document, places = told.span.hit.chunk.document, told.places
    if not places:
        return document.id, (told.span.start, told.span.end)
    return document.id, clause_of(told.span, (places[0][0], places[-1][1]))


def likeness(one: Told, other: Told) -> float:
    """How much of their words two clauses share (0 to 1) that state figures of one unit; 0 for others."""
    first, second = one.claim, other.claim
    if not (first and second and first.figure and second.figure and first.unit == second.unit != "date"):
        return 0.0
    if is_same(one, other):
        return 0.0
    whole = len(first.terms) + len(second.terms)
    return 2 * len(first.terms & second.terms) / whole if whole else 0.0


def _is_of_time(span: Span, words: str) -> bool:
    """Whether a sentence is of the year that a side names, and of the document that it names by a year."""
    low = lowered(words)
    document = span.hit.chunk.document
    of_document = {year for found in _OF_DOCUMENT.finditer(low) for year in years_in(found[0])}
    if of_document and of_document.isdisjoint(_years_of(document)):
        return False
    asked = set(years_in(_OF_DOCUMENT.sub(" ", low)))
    if not asked:
        return True
    known = _times(document, span.start, span.end) or _times(document, span.hit.chunk.start, span.start)[-1:]
    if not known:
        return not asked.isdisjoint(_years_of(document))
    return any(first <= max(asked) and min(asked) <= last for first, last in known)


def _times(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """First and last year of each date between two offsets of which the year is known."""
    named = [(one, year_of(one, document)) for one in dates(document.text, start, end)]
    return [(year, _last(one, year)) for one, year in named if year]


def _last(date: Date, year: int) -> int:
    return date.last_year or year


def _years_of(document: Document) -> set[int]:
    issued = {document.issued.year} if document.issued else set()
    return (
        issued
        | years_named(fold(document.title))
        | {int(year) for year, _ in REFERENCE.findall(fold(document.reference or ""))}
    )
