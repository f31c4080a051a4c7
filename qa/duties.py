"""Questions about responsibility: who leads or supports a measure, and what a body leads or supports."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index import Glossary, simplify
from qa.asked_bodies import BodyFinder
from qa.bodies import same_body
from qa.clause import Clause
from qa.duty_words import (
    GIVEN,
    HEADING,
    INVOLVED,
    LEAD,
    NUMBER,
    OTHER_ASKED,
    OTHER_THAN,
    SUPPORT,
    TAKES_PART,
    TASKS,
    WHO,
)

Role = Literal["lead", "support", "both", "any"]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a question asks about responsibility.

    `by` "measure": which bodies have the role for a measure; "body": which measures a body has the role for. `role`
    "both" asks for lead and support, "any" for whoever is concerned. `bodies` are the resolved names of the bodies in
    the question. `number` is that of the measure ("measure 24"), and `number_known` whether a numbered heading among
    the clauses has it (None without a number).
    """

    role: Role
    by: Literal["measure", "body"]
    bodies: tuple[str, ...] = ()
    number: int | None = None
    number_known: bool | None = None


# "The government" is whoever governs, not the districts' governments, which clauses name.
_ANY_GOVERNMENT = re.compile(r"^各?[区县].{0,3}政府$")
_DISTRICT = re.compile(r"区|县|district|county|counties|borough|bezirk|arrondissement|distrito|구")


class DutyReader:
    """Reads questions; made once for a glossary and the clauses of all documents that are asked."""

    def __init__(self, glossary: Glossary, clauses: Sequence[Clause]) -> None:
        self._numbers = frozenset(number for clause in clauses if (number := number_of(clause)) is not None)
        self._bodies = BodyFinder(glossary, frozenset(body.name for clause in clauses for body in clause.bodies))

    def read(self, question: str) -> Duty | None:
        """What a question, in any of our languages, asks about responsibility; None when it asks nothing of the sort.

        A question for a person (a professor, 谁领衔) or for companies is none.
        """
        # Japanese words are looked for as they stand, Chinese ones in their Simplified form.
        text = "\n".join(dict.fromkeys((_folded(simplify(question)), _folded(question))))
        if OTHER_ASKED.search(text):
            return None
        asked = GIVEN.sub(" ", text)
        lead, support = bool(LEAD.search(asked)), bool(SUPPORT.search(asked))
        involved = bool(INVOLVED.search(asked))
        if not (lead or support or involved):
            return None
        bodies = self._bodies.find(question) if TASKS.search(text) or WHO.search(text) else ()
        number = _number(text)
        known = None if number is None else number in self._numbers
        named = tuple(body for body in bodies if not _ANY_GOVERNMENT.search(body) or _DISTRICT.search(text))
        if named and TASKS.search(text) and not OTHER_THAN.search(text):
            return Duty(_role(lead, support), "body", named, number, known)
        if WHO.search(text) and (lead or support or TAKES_PART.search(asked)):
            return Duty(_role(lead, support), "measure", bodies, number, known)
        return None


def _role(lead: bool, support: bool) -> Role:
    if lead and support:
        return "both"
    return "lead" if lead else "support" if support else "any"


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _number(text: str) -> int | None:
    found = NUMBER.search(text)
    digits = next((group for group in found.groups() if group), None) if found else None
    return _value(digits) if digits else None


def _value(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    total = one = 0
    for c in digits:
        if c in "十百":
            total, one = total + max(one, 1) * (10 if c == "十" else 100), 0
        else:
            one = "零一二三四五六七八九".index(c)
    return total + one


def number_of(clause: Clause) -> int | None:
    """The number that the measure of a clause has in its document (24.…, 第二十四条, （二十四）), or None."""
    own = HEADING.match(clause.document.text, clause.measure[0], clause.measure[1])
    found = own or (HEADING.match(clause.path[-1]) if clause.path else None)
    return _value(next(group for group in found.groups() if group)) if found else None


def body_clauses(duty: Duty, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses in which a body of the question has the role asked for, by document and place."""
    wanted = []
    for clause in clauses:
        bodies = clause.lead if duty.role == "lead" else clause.support if duty.role == "support" else clause.bodies
        if any(same_body(asked, body.name) for asked in duty.bodies for body in bodies):
            wanted.append(clause)
    return tuple(sorted(wanted, key=lambda clause: (clause.document.sources[:1], clause.document.id, clause.start)))


def clause_in(clauses: Sequence[Clause], document_id: str, start: int, end: int) -> tuple[Clause, ...]:
    """The clauses of a document that lie in the span `start`..`end`, or close a measure that does, in part at least."""
    return tuple(
        clause
        for clause in clauses
        if clause.document.id == document_id
        and ((clause.start < end and start < clause.end) or (clause.measure[0] < end and start < clause.measure[1]))
    )


def measure_clauses(clauses: Sequence[Clause], number: int) -> tuple[Clause, ...]:
    """The clauses of the measures that have this number in their documents."""
    return tuple(clause for clause in clauses if number_of(clause) == number)
