"""Responsibility clauses: who leads a measure and who supports it, as Chinese policy documents say it."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

from index import Document, Section, simplify
from qa.bodies import ANY, DEPARTMENT, BodyNames, split_place
from qa.clause import Body, Clause, Found, Named
from qa.clause_forms import in_brackets, in_lines, in_rows
from qa.clause_measures import MeasureFinder
from qa.clause_rows import in_row_lines
from qa.clause_sentences import in_sentences
from qa.clause_wishes import is_wish

_FIRST_LEADS = re.compile(
    r"[列排](?:名|在|为)?(?:首|第一)位?[^，,。；;）)〕]{0,6}(?:为|是)(?:总?牵头|主办|主要)|第一个(?:单位|部门)?为(?:牵头|主办)"
)


def clauses(document: Document, sections: Sequence[Section], names: BodyNames | None = None) -> tuple[Clause, ...]:
    """The responsibility clauses of a document, disjoint and in the order of the text.

    `sections` are those of `split_sections`; `names` resolves abbreviations (without it only the place carried over a
    list is added: 公安局 behind 市市场监管局 is 市公安局). What a proposal wishes for (建议由…牵头) is none.
    """
    plain = simplify(document.text)
    plain = plain if len(plain) == len(document.text) else document.text
    found: list[Found] = []
    for find in (in_rows, in_row_lines, in_brackets, in_lines, in_sentences):
        taken = sorted((one.start, one.end) for one in found)
        found += [
            one
            for one in find(plain, document.body_start)
            if not _overlaps(taken, one.start, one.end) and not is_wish(plain, one.start, one.end)
        ]
    found.sort(key=lambda one: one.start)
    first_leads = bool(_FIRST_LEADS.search(plain))
    built: list[Clause] = []
    closed: Clause | None = None
    measures = MeasureFinder(plain, sections)
    for one in found:
        path, measure = measures.find(one, closed)
        lead, support = _roles(one.named, first_leads)
        bodies = _resolved(plain, [*lead, *support], names)
        clause = Clause(document, path, measure, one.start, one.end, bodies[: len(lead)], bodies[len(lead) :])
        built.append(clause)
        closed = closed if one.within else clause
    return tuple(built)


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(taken, (start, len(taken) and taken[-1][1] + end))
    return any(a < end and start < b for a, b in taken[max(0, at - 1) : at + 1])


def _roles(named: Sequence[Named], first_leads: bool) -> tuple[list[Named], list[Named]]:
    named = sorted(named, key=lambda one: one.start)
    first = [one for one in named if one.kind == "first"]
    duty = [one for one in named if one.kind in {"duty", "each"}]
    first_leads = first_leads and any(one.kind == "duty" for one in duty)
    lead = first or (duty[:1] if first_leads else duty)
    return lead, [one for one in named if one not in lead]


def _resolved(plain: str, named: Sequence[Named], names: BodyNames | None) -> tuple[Body, ...]:
    resolved: dict[int, str] = {}
    carried = ""
    for one in sorted(named, key=lambda one: one.start):
        name = unicodedata.normalize("NFKC", plain[one.start : one.end]) + one.stem
        place, core = split_place(name)
        if place:
            carried = place if place[-1] in "市省县区州" and not place.startswith(ANY) else carried
            carried = "" if place.startswith("同级") else carried
        elif not place and carried and DEPARTMENT.fullmatch(core):
            name = carried + core
        resolved[one.start] = names.full(name) if names else name
    return tuple(Body(resolved[one.start], one.start, one.end) for one in named)
