"""Who leads and who supports, from the clauses that say so: a sentence for a measure, a list for a body."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from index import Chunk, Hit
from qa.bodies import same_body
from qa.clause import Body, Clause
from qa.compose import LONGEST_TEXT
from qa.duties import Duty, body_clauses, clause_in, measure_clauses
from qa.knowledge import Knowledge
from qa.messages import capitalised, definite, listed, message, message_language, responsible
from qa.sheet import Sheet
from qa.short import LONGEST, Shares
from qa.shown import about

LOOKED_AT = 3
"""Leading passages in which the clause of a measure is looked for."""


def measure_clause(
    duty: Duty, hits: Sequence[Hit], known: Knowledge, shares: Shares, ids: Collection[str]
) -> Clause | None:
    """The clause of the measure that the question means, or None.

    A measure asked for by number is that one, of all documents `ids` the best passage's first; else the first leading
    passage decides that belongs to a clause, and among several there the one whose measure, or row of a table, holds
    most of the question's words, by `shares`.
    """
    if duty.number is not None:
        found = [one for one in measure_clauses(known.clauses, duty.number) if one.document.id in ids]
        order = [hit.chunk.document.id for hit in hits]
        return min(found, key=lambda one: [*order, one.document.id].index(one.document.id), default=None)
    for hit in hits[:LOOKED_AT]:
        chunk = hit.chunk
        found = list(clause_in(known.clauses, chunk.document.id, chunk.start, chunk.end))
        inside = [one for one in found if chunk.start <= one.start and one.end <= chunk.end] or found
        if inside:
            told = shares([_words(one) for one in inside])
            return inside[max(range(len(inside)), key=lambda at: (told[at], -at))]
    return None


def _words(clause: Clause) -> str:
    """What a clause is about: its measure, and the line it stands in."""
    text = clause.document.text
    line = text[text.rfind("\n", 0, clause.start) + 1 : clause.end]
    return text[slice(*clause.measure)] + line


def write_measure(sheet: Sheet, duty: Duty, clause: Clause, known: Knowledge) -> bool:
    """One sentence that names the bodies, and the sentence that the clause closes; False when that cannot be cited."""
    chunk = known.passages.holding(clause.document.id, clause.start, clause.end)
    if chunk is None:
        return False
    lead = clause.lead if duty.role != "support" else ()
    support = clause.support if duty.role != "lead" else ()
    words = responsible(
        sheet.language,
        lead=_names(clause.lead, clause, sheet, known),
        support=_names(clause.support, clause, sheet, known) if duty.role != "lead" or clause.support else None,
    )
    start, end = known.passages.sentences(chunk, clause.start, clause.end)
    if end - start + len(words) > LONGEST_TEXT - 20:
        start, end = clause.start, clause.end
    places = [(body.start, body.end) for body in (*lead, *support)]
    while sum(e - s for s, e in places) + len(places) - 1 > LONGEST:
        places.pop()
    sheet.answer(words, chunk, places, (start, end))
    sheet.quote(chunk, start, end)
    return True


def is_unnamed(duty: Duty | None, known: Knowledge, ids: Collection[str]) -> bool:
    """Whether a question is about a body that no clause of these documents names, or a measure of no such number.

    Documents without any clause tell nothing of that.
    """
    if duty is None or not any(clause.document.id in ids for clause in known.clauses):
        return False
    if duty.number is not None:
        return not any(one.document.id in ids for one in measure_clauses(known.clauses, duty.number))
    return duty.by == "body" and not _cited(replace(duty, role="any"), known, ids)


def write_body(sheet: Sheet, duty: Duty, known: Knowledge, ids: Collection[str]) -> bool:
    """Every measure for which the body has the role, each cited; False when it is named for none.

    A body that only has the other role is said not to have the one asked for, with the measures for which it has that.
    `ids` are the documents that may answer.
    """
    role = duty.role if duty.role in {"lead", "support"} else "any"
    found = _cited(duty, known, ids)
    other = [] if found or role == "any" else _cited(replace(duty, role="any"), known, ids)
    if not found and not other:
        return False
    name = _body_names(duty, [clause for clause, _ in found or other], sheet, known)
    if other:
        sheet.lines.append(message(f"measures.no_{role}", sheet.language, body=name))
        role = "support" if role == "lead" else "lead"
    heading = message(f"measures.{role}", sheet.language, body=name, count=len(found or other))
    sheet.lines.append(capitalised(heading))
    sheet.headed = len(sheet.lines)
    sheet.given += sheet.lines
    for clause, chunk in found or other:
        title = clause.path[-1] if clause.path else clause.document.text[slice(*clause.measure)].strip().split("\n")[0]
        sheet.given.append(title)
        quote = message("quote", sheet.language, text=clause.document.text[clause.start : clause.end])
        marker = sheet.cite(chunk, clause.start, clause.end)
        sheet.needed.add(int(marker[1:-1]))
        sheet.lines.append(f"- {_cut(title)} {quote} {marker}")
    return True


def _cited(duty: Duty, known: Knowledge, ids: Collection[str]) -> list[tuple[Clause, Chunk]]:
    """The body's clauses, each with the passage that holds it."""
    return [
        (clause, chunk)
        for clause in body_clauses(duty, known.clauses)
        if clause.document.id in ids and (chunk := known.passages.holding(clause.document.id, clause.start, clause.end))
    ]


def _body_names(duty: Duty, found: Sequence[Clause], sheet: Sheet, known: Knowledge) -> str:
    """The bodies that are asked for, as the first clause with each calls it, in the asker's language."""
    shown: dict[str, str] = {}
    for clause in found:
        for body in clause.bodies:
            asked = next((one for one in duty.bodies if same_body(one, body.name)), None)
            if asked and not any(same_body(asked, other) for other in shown):
                shown[asked] = _shown(body, clause, sheet, known)
    return listed(list(shown.values()), sheet.language)


def _names(bodies: Sequence[Body], clause: Clause, sheet: Sheet, known: Knowledge) -> list[str]:
    return [_shown(body, clause, sheet, known) for body in bodies]


def _shown(body: Body, clause: Clause, sheet: Sheet, known: Knowledge) -> str:
    text = clause.document.text[body.start : body.end]
    return _definite(known.names.with_name(body.name, text, sheet.language, about(clause.document)), sheet)


def _definite(name: str, sheet: Sheet) -> str:
    return definite(name) if message_language(sheet.language) == "en" else name


def _cut(title: str, most: int = 60) -> str:
    line = " ".join(title.split())
    return line if len(line) <= most else line[: most - 1] + "…"
