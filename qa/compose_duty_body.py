"""What a body leads and supports, in words: a list of all its measures."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from index import Chunk
from qa.bodies import same_body
from qa.clause import Body, Clause
from qa.clause_measures import title_of
from qa.compose_duty_lines import list_measures
from qa.compose_duty_text import shown_body
from qa.duties import Duty, Role, body_clauses
from qa.knowledge import Knowledge
from qa.messages import capitalised, listed, message
from qa.sheet import Sheet
from qa.short import LONGEST


def write_body(sheet: Sheet, duty: Duty, known: Knowledge, ids: Collection[str]) -> bool:
    """Every measure for which the body has the role, each cited; False when it is named for none.

    A body that only has the other role is said not to have the one asked for, with the measures for which it has that.
    `ids` are the documents that may answer.
    """
    role: Role = duty.role if duty.role in {"lead", "support"} else "any"
    found = body_passages(duty, known, ids)
    other = [] if found or role == "any" else body_passages(replace(duty, role="any"), known, ids)
    if not found and not other:
        return False
    found = found or other
    bodies = _bodies_asked(duty, [clause for clause, _ in found])
    name = listed([shown_body(body, clause, sheet, known) for body, clause in bodies], sheet.language)
    if other:
        sheet.lines.append(message(f"measures.no_{role}", sheet.language, body=name))
        role = "support" if role == "lead" else "lead"
    sheet.lines.append(capitalised(message(f"measures.{role}", sheet.language, body=name, count=len(found))))
    sheet.headed = len(sheet.lines)
    sheet.given += sheet.lines
    listed_clauses = list_measures(sheet, found, role)
    titles = [title_of(clause) for clause in listed_clauses]
    quotes = [citation.quote for citation in sheet.citations]
    if all(any(title in quote for quote in quotes) for title in titles) and sum(map(len, titles)) <= LONGEST:
        sheet.short += titles
    else:
        sheet.short += dict.fromkeys(clause.document.text[body.start : body.end] for body, clause in bodies)
    return True


def body_passages(duty: Duty, known: Knowledge, ids: Collection[str]) -> list[tuple[Clause, Chunk]]:
    """The body's clauses, each with the passage that holds it."""
    return [
        (clause, chunk)
        for clause in body_clauses(duty, known.clauses)
        if clause.document.id in ids and (chunk := known.passages.holding(clause.document.id, clause.start, clause.end))
    ]


def _bodies_asked(duty: Duty, found: Sequence[Clause]) -> list[tuple[Body, Clause]]:
    """The bodies that are asked for, each as the first clause that has it calls it."""
    first: dict[str, tuple[Body, Clause]] = {}
    for clause in found:
        for body in clause.bodies:
            asked = next((one for one in duty.bodies if same_body(one, body.name)), None)
            if asked and not any(same_body(asked, other) for other in first):
                first[asked] = body, clause
    return list(first.values())
