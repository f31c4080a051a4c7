"""Questions about responsibility: who leads or supports a measure, and what a body leads or supports."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index import Glossary, simplify
from qa.asked_bodies import BodyFinder
from qa.bodies import is_of_place, same_body
from qa.clause import Clause
from qa.clause_numbers import asked_numbers
from qa.duty_words import GIVEN, INVOLVED, LEAD, OTHER_ASKED, OTHER_THAN, SUPPORT, TAKES_PART, TASKS, WHO
from qa.sides import MOST_SIDES

Role = Literal["lead", "support", "both", "any"]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a question asks about responsibility.

    `by` "measure": which bodies have the role for a measure; "body": which measures a body has the role for. `role`
    "both" asks for lead and support, "any" for whoever is concerned. `bodies` are the resolved names of the bodies in
    the question; a name that neither glossary nor clauses know stands as it is typed. `numbers` are those of the
    measures ("measures 8 and 9"). `subjects`: where the bodies of several measures are asked for in one breath, a text
    for each that can be searched with; empty, or two and more. `bare`: no measure is told at all ("who leads?").
    """

    role: Role
    by: Literal["measure", "body"]
    bodies: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    subjects: tuple[str, ...] = ()
    bare: bool = False

    @property
    def number(self) -> int | None:
        """The first of `numbers`, or None."""
        return self.numbers[0] if self.numbers else None


# "The government" is whoever governs, not the districts' governments, which clauses name.
_ANY_GOVERNMENT = re.compile(r"^(?:各?[区县].{0,3}|人民)?政府$")
_DISTRICT = re.compile(r"区|县|district|county|counties|borough|bezirk|arrondissement|distrito|구")

_PARTS = re.compile(
    r"[，,；;：:？?。]+|\b(?:and|und|et|y)\s+(?=(?:who|which|what|by w|wer|welche|qui|quel|quién|qué)\b)", re.I
)
_AND_THAT = re.compile(r"(?:那么?)?([^那谁哪]{2,24})呢$")
_EACH_ZH = re.compile(
    r"(?P<list>[^，,；;：:？?。]+?)(?P<noun>的?(?:牵头|配合|责任|主管|主办)(?:单位|部门|机构|方)?)?"
    r"(?:分别|各自|各(?=[是由归有]))(?P<tail>(?:都|又)?[是由归有为]\D*)$"
)
_EACH_BEHIND_ZH = re.compile(
    r"(?P<ahead>[^，,；;：:？?。]*)(?:分别|各自)(?P<verb>牵头|负责|配合|主管|主办|协助)(?P<list>[^，,；;：:？?。]{4,})"
)
_EACH_EN = re.compile(
    r"(?P<ahead>.*\b(?:leads?|supports?|responsible for|in charge of|assists?)\s+)(?P<list>.+?),?\s+respectively\b",
    re.I,
)
_LONGEST = 400
"""Characters; what is longer asks for one thing (and patterns take time by the cube of the length)."""
_AND_ZH = re.compile("以及|[和与及跟]")
_GRAMMAR = re.compile(
    r"分别|各自|请问|一起|一样|到底|究竟|另外|此外|除此之外|还有|主要|具体|工作|任务|措施|事情|项目|单位|部门|机构|这[件项个条些]|它们?|[这那该此件项条个事谁哪由来归的是呢吗啊都又也和与及各为有要需应当么]"
    r"|\b(?:the|is|are|was|were|it|its|this|that|these|them|they|does|do|did|will|by|for|of|in|on|to|and|or|be|there|a|an"
    r"|which|what|who|whom|one|ones|here|please|measures?|tasks?|works?|also|taking|takes?|charge|with|each|all|any)\b"
)
_ROLE_WORDS = re.compile("|".join(words.pattern for words in (GIVEN, WHO, TASKS, LEAD, SUPPORT, INVOLVED)))


class DutyReader:
    """Reads questions; made once for a glossary and the clauses of all documents that are asked."""

    def __init__(self, glossary: Glossary, clauses: Sequence[Clause]) -> None:
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
        tasks, who = bool(TASKS.search(text)), bool(WHO.search(text))
        bodies = self._bodies.find(question) if tasks or who else ()
        numbers = asked_numbers(text)
        governed = any(map(_ANY_GOVERNMENT.search, bodies)) and not _DISTRICT.search(text)
        if tasks and not governed and not OTHER_THAN.search(text):
            named = bodies or (() if numbers else self._bodies.like(question))
            if named:
                return Duty(_role(lead, support), "body", named, numbers)
        if who and (lead or support or TAKES_PART.search(asked)):
            subjects = () if numbers else _subjects(question)
            bare = not (bodies or numbers or subjects) and _told(question) < 1
            return Duty(_role(lead, support), "measure", bodies, numbers, subjects, bare)
        return None


def _subjects(question: str) -> tuple[str, ...]:
    """A text to search with for each thing whose bodies are asked for; () unless there are several."""
    if len(question) > _LONGEST:
        return ()
    parts = [part for part in map(str.strip, _PARTS.split(question)) if part]
    asking = [part for part in parts if WHO.search(_plain(part)) and _told(part) > 1]
    others = [f"{found[1]}由谁牵头" for part in parts if (found := _AND_THAT.fullmatch(part))]
    if asking and 1 < len(asking) + len(others) <= MOST_SIDES:
        return (*asking, *others) if len({_roles(part) for part in asking}) == 1 else ()
    for part in parts:
        each = _EACH_ZH.search(part) or _EACH_BEHIND_ZH.search(part)
        if each and 1 < len(items := _listed_zh(each["list"])) <= MOST_SIDES:
            role = each.groupdict().get("verb") or each.groupdict().get("noun") or ""
            return tuple(f"{item}{role}{each.groupdict().get('tail') or '的是谁'}" for item in items)
    if (each := _EACH_EN.match(question)) and 1 < len(items := _listed_en(each["list"])) <= MOST_SIDES:
        return tuple(each["ahead"] + item for item in items)
    return ()


def _listed_zh(text: str) -> list[str]:
    items = re.split("、", text)
    joints = list(_AND_ZH.finditer(items[-1], 1))
    if joints:
        # Of several the one nearest the middle parts two things; the others stand inside their names.
        joint = min(joints, key=lambda one: abs(one.start() + one.end() - len(items[-1])))
        items[-1:] = [items[-1][: joint.start()], items[-1][joint.end() :]]
    items = [item.strip() for item in items]
    return items if all(len(item) > 1 for item in items) else []


def _listed_en(text: str) -> list[str]:
    *first, last = re.split(r",\s+(?:and\s+)?", text)
    joints = list(re.finditer(r"\s+and\s+", last))
    if joints:
        joint = min(joints, key=lambda one: abs(one.start() + one.end() - len(last)))
        return [*first, last[: joint.start()], last[joint.end() :]]
    return [*first, last]


def _told(question: str) -> float:
    """How much says what a question of a role is about: the Chinese characters left, and half the letters."""
    rest = _GRAMMAR.sub(" ", _ROLE_WORDS.sub(" ", _plain(question)))
    return sum(1.0 if c > "\u33ff" else 0.5 for c in rest if c.isalnum())


def _roles(question: str) -> tuple[bool, bool]:
    asked = GIVEN.sub(" ", _plain(question))
    return bool(LEAD.search(asked)), bool(SUPPORT.search(asked))


def _plain(question: str) -> str:
    return _folded(simplify(question))


def _role(lead: bool, support: bool) -> Role:
    if lead and support:
        return "both"
    return "lead" if lead else "support" if support else "any"


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def body_clauses(duty: Duty, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses in which a body of the question has the role asked for, by document and place."""
    wanted = []
    for clause in clauses:
        bodies = clause.lead if duty.role == "lead" else clause.support if duty.role == "support" else clause.bodies
        asked = [name for name in duty.bodies if is_of_place(name, clause.document)]
        if any(same_body(name, body.name) for name in asked for body in bodies):
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
