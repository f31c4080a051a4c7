"""Statements -> groups: the same fact in two places, figures that contradict each other, figures of different times."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index import Document, fold
from qa.claims import CLAUSE_END, Claim, Period, Statement, claim_of, pairs
from qa.dates import dates

__all__ = ["Group", "Kind", "Period", "Statement", "grouped"]

Kind = Literal["same", "conflict", "change", "single"]
_GRAVEST: tuple[Kind, ...] = ("conflict", "change", "same")

ALIKE = 0.55
"""The share of two statements' pairs of characters, by weight, from which they are about the same thing."""

ALIKE_TELLING = 0.45
"""The same where both state one day, or one figure of so many digits that it is hardly equal by chance."""

_HEAD = 200  # characters of a document in which the date of a speech stands
_READ = 100_000  # characters of a document that tell how common its pairs of characters are
_ENOUGH = 4  # pairs of characters; a clause with so many says by itself what it counts
_TELLING = 4  # digits
_LASTING = ("年", "月", "周", "天", "日", "小时")  # a time that is as long in two documents is one fact
_FREE_UNITS = frozenset({"", "个"})


@dataclass(frozen=True, slots=True)
class Group:
    """Statements about one thing, of the newest document first; those without a date of issue last.

    "same": they agree, so they are one answer with several citations. "conflict": their figures differ and the times
    do not. "change": their figures stand for different times. "single": one statement; a target and what is reached
    are two things. `periods` holds for each statement the time that its figure stands for, where the text says so;
    else its document's date is.
    """

    kind: Kind
    statements: tuple[Statement, ...]
    periods: tuple[Period | None, ...]


def grouped(statements: Sequence[Statement]) -> tuple[Group, ...]:
    """The statements by what they are about, in the order of the first of each group; every statement in one group.

    Only what `short` states is compared: its figure, its date, or, where it has neither, its words. Never raises.
    """
    common = _commonness(one.document for one in statements)
    claims = [claim_of(one) for one in statements]
    groups: list[list[Claim]] = []
    for claim in claims:
        near = [group for group in groups if any(_related(claim, other, common) for other in group)]
        if not near:
            groups.append([claim])
            continue
        near[0].append(claim)
        for group in near[1:]:
            near[0].extend(group)
            groups.remove(group)
    return tuple(_group(group) for group in groups)


def _group(claims: Sequence[Claim]) -> Group:
    ordered = sorted(claims, key=lambda one: one.statement.document.issued or date.min, reverse=True)
    kinds = {_compared(one, other) for at, one in enumerate(ordered) for other in ordered[at + 1 :]}
    kind: Kind = next((one for one in _GRAVEST if one in kinds), "single")
    return Group(kind, tuple(one.statement for one in ordered), tuple(one.period for one in ordered))


def _related(one: Claim, other: Claim, common: Mapping[str, float]) -> bool:
    """Whether two claims are about the same thing: figures of one unit in clauses that share most of their words."""
    if not _comparable(one, other):
        return False
    subject, own = _share(one.terms, other.terms, common), _share(one.own, other.own, common)
    if not one.figure:
        return min(subject, own) >= ALIKE
    if min(len(one.own), len(other.own)) >= _ENOUGH:
        subject = max(subject, own)
    return subject >= (ALIKE_TELLING if one.figure == other.figure and _telling(one) else ALIKE)


_OF_ITSELF = re.compile(r"本[\u4e00-\u9fff]{2,6}(?:自|从|于)[^。；;]{1,30}(?:施行|实施|生效|执行)")


def _of_itself(claim: Claim) -> bool:
    """Whether it says when its own document begins to apply, of which another document says nothing."""
    said = claim.statement
    return bool(_OF_ITSELF.search(said.document.text, said.start, said.end))


def _comparable(one: Claim, other: Claim) -> bool:
    if one.statement.document.id != other.statement.document.id and (_of_itself(one) or _of_itself(other)):
        return False
    units = {one.unit, other.unit}
    if len(units) > 1 and not (units & _FREE_UNITS and one.figure and other.figure):
        return False
    if (len(one.figure), one.yearly, one.place, one.aim) != (len(other.figure), other.yearly, other.place, other.aim):
        return False
    if one.figure == other.figure:
        return True
    # A document lists parts and wholes in like words, and seldom contradicts itself.
    if one.statement.document.id == other.statement.document.id and not (one.period and other.period):
        return False
    # What was added in a year is not what there is in all; "date of issue" says nothing of what was issued.
    flows = (one.summed and not other.stock) or (other.summed and not one.stock)
    return not flows and min(len(one.terms), len(other.terms)) >= _ENOUGH


def _telling(claim: Claim) -> bool:
    return claim.unit == "date" or any(len(one.normalize().as_tuple().digits) >= _TELLING for one in claim.figure)


def _compared(one: Claim, other: Claim) -> Kind:
    if one.figure == other.figure and (not one.figure or _telling(one) or one.unit.endswith(_LASTING)):
        apart = bool(one.period and other.period and _apart(one.period, other.period))
        return "change" if apart else "same"
    if one.unit == "date":
        return "conflict"
    return "change" if _apart(_time(one), _time(other)) else "same" if one.figure == other.figure else "conflict"


def _time(claim: Claim) -> Period | None:
    """The time that a claim speaks of: its own, else its document's, from the date of issue, the title or the head."""
    document = claim.statement.document
    if claim.period:
        return claim.period
    if document.issued:
        return (document.issued.year, 1, document.issued.year, 12)
    head = dates(document.text, document.body_start, document.body_start + _HEAD)
    named = [one for one in dates(document.title) if one.year] or [one for one in head if one.year][:1]
    years = [year for one in named for year in (one.year, one.last_year) if year]
    return (min(years), 1, max(years), 12) if years else None


def _apart(one: Period | None, other: Period | None) -> bool:
    """Whether two times differ: no year in common, or in one year with different ends."""
    if not one or not other:
        return False
    return one[0] > other[2] or other[0] > one[2] or (one[2:] != other[2:] and _months(one) and _months(other))


def _months(period: Period) -> bool:
    return (period[1], period[3]) != (1, 12)


def _share(one: frozenset[str], other: frozenset[str], common: Mapping[str, float]) -> float:
    def weight(terms: Iterable[str]) -> float:
        return sum(common.get(term, 1.0) for term in terms)

    whole = weight(one) + weight(other)
    return 2 * weight(one & other) / whole if whole else 0.0


def _commonness(documents: Iterable[Document]) -> Mapping[str, float]:
    """The weight of each pair of characters: the rarer among the documents' clauses, the more it tells."""
    counts: Counter[str] = Counter()
    clauses = 0
    for document in {one.id: one for one in documents}.values():
        for clause in CLAUSE_END.split(fold(document.text[document.body_start :][:_READ])):
            clauses += 1
            counts.update(pairs(clause))
    return {pair: math.log((clauses + 1) / count) for pair, count in counts.items()}
