"""Who leads and who supports: the clauses that a question means, and whether it means any."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from index import Hit
from qa.clause import Clause
from qa.clause_measures import is_within
from qa.clause_numbers import measure_clauses
from qa.clause_rows import is_row
from qa.compose_duty_body import body_passages, write_body
from qa.compose_duty_text import write_measure, write_measures
from qa.compose_sides import Side
from qa.duties import Duty, clause_in
from qa.knowledge import Knowledge
from qa.language import Language
from qa.messages import message
from qa.short import Shares
from qa.unknown import Unknown

__all__ = [
    "asked_clauses",
    "is_unnamed",
    "lacking_text",
    "measure_clause",
    "write_body",
    "write_measure",
    "write_measures",
]

LOOKED_AT = 3
"""Leading passages in which the clause of a measure is looked for."""
ENOUGH = 0.5
"""The least share of a thing's words in a measure that is not in its own best passages."""


def asked_clauses(
    duty: Duty, hits: Sequence[Hit], sides: Sequence[Side], known: Knowledge, shares: Shares, ids: Collection[str]
) -> list[Clause]:
    """The clauses of the measures that a question by measure means, in its order: one, or one for each thing asked.

    `sides` are what was read for each of several things, `ids` the documents that may answer. Without clause: empty.
    """
    if duty.numbers:
        each = [measure_clause(replace(duty, numbers=(number,)), hits, known, shares, ids) for number in duty.numbers]
    else:
        each = [_side_clause(duty, side, hits, known, ids) for side in sides]
    several = list(dict.fromkeys(clause for clause in each if clause))
    if duty.numbers or len(several) > 1 or (several and duty.subjects):
        return several
    found = measure_clause(duty, hits, known, shares, ids)
    return _rows_alike(found, known) if found else []


def _rows_alike(clause: Clause, known: Knowledge) -> list[Clause]:
    """The clause, with those of the rows that name the very task: in the table it is one cell for them all."""
    if not is_row(clause):
        return [clause]
    text, task = clause.document.text, clause.document.text[slice(*clause.measure)]
    of_task = [
        one
        for one in known.clauses
        if one.document.id == clause.document.id and is_row(one) and text[slice(*one.measure)] == task
    ]
    return of_task or [clause]


def _side_clause(duty: Duty, side: Side, hits: Sequence[Hit], known: Knowledge, ids: Collection[str]) -> Clause | None:
    """The clause of one of several things: of its own passages, else of all found the one nearest its words."""
    own = {span.hit.chunk.id: span.hit for span in (side.span, *side.spans)}
    ranked = sorted(own.values(), key=lambda hit: -hit.score)
    if found := measure_clause(duty, ranked, known, side.shares, ids):
        return found
    chunks = [hit.chunk for hit in hits]
    near = [
        clause for chunk in chunks for clause in clause_in(known.clauses, chunk.document.id, chunk.start, chunk.end)
    ]
    told = side.shares([_words(clause) for clause in near]) if near else []
    best = max(range(len(near)), key=lambda at: (told[at], -at), default=None)
    return near[best] if best is not None and told[best] >= ENOUGH else None


_LEADS = re.compile("牵头|主办单位|责任单位")


def measure_clause(
    duty: Duty, hits: Sequence[Hit], known: Knowledge, shares: Shares, ids: Collection[str]
) -> Clause | None:
    """The clause of the measure that the question means, or None.

    A measure asked for by number is that one, of all documents `ids` the best passage's first, and of its clauses the
    one that closes it; else the first leading passage decides that belongs to a clause, and among several there the
    one whose measure, or row of a table, holds most of the question's words, by `shares`.
    """
    if duty.number is not None:
        numbered = [one for one in measure_clauses(known.clauses, duty.number) if one.document.id in ids]
        order = [hit.chunk.document.id for hit in hits]
        return min(
            numbered,
            key=lambda one: ([*order, one.document.id].index(one.document.id), is_within(one)),
            default=None,
        )
    for hit in hits[:LOOKED_AT]:
        chunk = hit.chunk
        found = list(clause_in(known.clauses, chunk.document.id, chunk.start, chunk.end))
        inside = [one for one in found if chunk.start <= one.start and one.end <= chunk.end] or found
        if inside:
            told = shares([_words(one) for one in inside])
            return inside[max(range(len(inside)), key=lambda at: (told[at], -at))]
        if _LEADS.search(chunk.text):
            # It says who leads in a form that is not read: the clause of a passage less like the question is another's.
            return None
    return None


def _words(clause: Clause) -> str:
    """What a clause is about: its measure, and the line it stands in."""
    text = clause.document.text
    line = text[text.rfind("\n", 0, clause.start) + 1 : clause.end]
    return text[slice(*clause.measure)] + line


def is_unnamed(duty: Duty | None, known: Knowledge, ids: Collection[str]) -> bool:
    """Whether a question is about a body that no clause of these documents names, or a measure of no such number.

    So is one for the bodies of no measure in particular ("who leads?") where there are several. Documents without any
    clause tell nothing of that.
    """
    here = [clause for clause in known.clauses if clause.document.id in ids]
    if duty is None or not here:
        return False
    if duty.numbers:
        return not any(measure_clauses(here, number) for number in duty.numbers)
    if duty.by == "body":
        return not body_passages(replace(duty, role="any"), known, ids)
    return duty.bare and len(here) > 1


def is_told(duty: Duty | None, known: Knowledge, ids: Collection[str], unknown: Collection[Unknown]) -> bool:
    """Whether clauses of these documents answer by the measure's number or the body's name: no likeness has to decide.

    Not where the question names a place or year of which the documents know nothing (`unknown`).
    """
    if duty is None or any(one.kind in {"place", "year"} for one in unknown):
        return False
    by_clause = duty.numbers or duty.by == "body"
    some = any(clause.document.id in ids for clause in known.clauses)
    return bool(by_clause and some) and not is_unnamed(duty, known, ids)


def lacking_text(duty: Duty | None, language: Language) -> str | None:
    """What a question leaves out that asks who leads or supports without saying what; None for any other question."""
    return message("measures.which", language) if duty and duty.bare else None
