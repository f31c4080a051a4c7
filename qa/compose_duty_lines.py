"""Measures as lines of a list: each with its title and the characters that prove who leads or supports it."""

import re
from collections.abc import Sequence

from index import Chunk
from qa.clause import Clause
from qa.clause_measures import is_within, title_of
from qa.compose import LONGEST_LONG_TEXT, LONGEST_TEXT, MARKER
from qa.duties import Role
from qa.messages import message
from qa.sheet import Place, Sheet

MOST_LINES = 20
"""Measures that are listed however long they are; more of them only while all can be read in one go."""
LONGEST_SENTENCE = 120
"""Characters; of a longer sentence that is its own measure only the clause is shown."""
_TITLE = 60
_END = re.compile(r"[,，;；)）】\]〕。\n]")

Cited = tuple[Clause, Chunk]
"""A clause, and the passage that holds it."""


def list_measures(sheet: Sheet, found: Sequence[Cited], role: Role) -> list[Clause]:
    """Write a line for each measure, and how many are left out; returns the clauses of those that are listed.

    The measures are quoted whole where they are few and short, else their clauses, and where these are too much to
    read only so much of them as names those that lead, where that is the `role` asked for.
    """
    whole, clauses = [_whole(*one) for one in found], [_clause(*one) for one in found]
    tight = [_leading(clause) if role == "lead" else place for (clause, _), place in zip(found, clauses, strict=True)]
    places = whole if _length(found, whole) <= LONGEST_TEXT else clauses
    places = places if _length(found, places) <= LONGEST_LONG_TEXT else tight
    most = max(
        (n for n in range(MOST_LINES, len(found) + 1) if _length(found[:n], places) <= LONGEST_LONG_TEXT),
        default=min(MOST_LINES, len(found)),
    )
    for (clause, chunk), place in zip(found[:most], places, strict=False):
        sheet.given.append(title_of(clause))
        marker = sheet.cite(chunk, *place)
        # Two measures may have clauses that read the same.
        sheet.needed.add(int(marker[1:-1]))
        quote = message("quote", sheet.language, text=clause.document.text[slice(*place)])
        sheet.lines.append(f"- {_title(clause, place)}{quote} {marker}")
    if most < len(found):
        sheet.lines.append(message("measures.more", sheet.language, count=len(found) - most))
        sheet.given.append(str(len(found) - most))
    return [clause for clause, _ in found[:most]]


def cut_title(clause: Clause) -> str:
    """The title of a clause's measure on one line, with at most 60 characters."""
    line = " ".join(title_of(clause).split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1] + "…"


def _length(found: Sequence[Cited], places: Sequence[Place]) -> int:
    return sum(
        len(_title(clause, place)) + place[1] - place[0] + MARKER
        for (clause, _), place in zip(found, places, strict=False)
    )


def _title(clause: Clause, place: Place) -> str:
    """The title in front of a quote that does not begin with it."""
    return "" if clause.document.text.startswith(title_of(clause), place[0]) else f"{cut_title(clause)} "


def _whole(clause: Clause, chunk: Chunk) -> Place:
    start, end = min(clause.start, clause.measure[0]), max(clause.end, clause.measure[1])
    return (start, end) if chunk.start <= start and end <= chunk.end else (clause.start, clause.end)


def _clause(clause: Clause, chunk: Chunk) -> Place:
    start, end = _whole(clause, chunk)
    return (start, end) if is_within(clause) and end - start <= LONGEST_SENTENCE else (clause.start, clause.end)


def _leading(clause: Clause) -> Place:
    """From the clause's first words to the verb behind those that lead; all of it where others are named before."""
    last = max(body.end for body in clause.lead) if clause.lead else clause.end
    end = _END.search(clause.document.text, last, clause.end)
    if end is None or any(body.start < last for body in clause.support):
        return clause.start, clause.end
    opened = clause.document.text[clause.start] in "(（〔[【"
    return clause.start + opened, end.start()
