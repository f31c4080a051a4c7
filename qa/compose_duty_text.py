"""Who leads and who supports a measure, in words: a sentence from its clause, or a line for each of several."""

from collections.abc import Sequence

from qa.clause import Body, Clause
from qa.clause_measures import title_of
from qa.clause_numbers import number_of
from qa.compose import LONGEST_LONG_TEXT, LONGEST_TEXT, MARKER
from qa.compose_duty_lines import cut_title, list_measures
from qa.duties import Duty
from qa.knowledge import Knowledge
from qa.messages import definite, message, message_language, responsible
from qa.sheet import Sheet
from qa.short import LONGEST
from qa.shown import about


def write_measures(sheet: Sheet, duty: Duty, clauses: Sequence[Clause], known: Knowledge) -> bool:
    """The bodies of each measure, a line for each under its title where there are several, then the sentences.

    False when one cannot be cited, or without clauses. A number that no measure has is said to be missing.
    """
    missing = [number for number in duty.numbers if not any(number_of(clause) == number for clause in clauses)]
    if len(clauses) == 1 and not missing and not duty.subjects:
        return write_measure(sheet, duty, clauses[0], known)
    chunks = [known.passages.holding(clause.document.id, clause.start, clause.end) for clause in clauses]
    cited = [(clause, chunk) for clause, chunk in zip(clauses, chunks, strict=True) if chunk]
    if not cited or len(cited) < len(clauses):
        return False
    lines = [_line(sheet, duty, clause, known) for clause in clauses]
    sheet.given += [title_of(clause) for clause in clauses]
    length = sum(len(line) + one.end - one.start + 2 * MARKER for line, one in zip(lines, clauses, strict=True))
    if length <= LONGEST_LONG_TEXT:
        for line, (clause, chunk) in zip(lines, cited, strict=True):
            marker = sheet.cite(chunk, clause.start, clause.end)
            # Two measures may have clauses that read the same.
            sheet.needed.add(int(marker[1:-1]))
            sheet.lines.append(f"{line} {marker}")
        sheet.headed = len(sheet.lines)
    else:
        list_measures(sheet, cited, duty.role)
    for number in missing:
        sheet.lines.append(message("measures.no_number", sheet.language, number=number))
        sheet.given.append(str(number))
    if sheet.headed:
        sheet.headed = len(sheet.lines)
        for clause, chunk in cited:
            sheet.quote(chunk, clause.start, clause.end)
    shown = [citation.quote for citation in sheet.citations]
    named = [one.document.text[body.start : body.end] for one in clauses for body in _asked_bodies(duty, one)]
    sheet.short += _within_length([name for name in dict.fromkeys(named) if any(name in quote for quote in shown)])
    return True


def _line(sheet: Sheet, duty: Duty, clause: Clause, known: Knowledge) -> str:
    duties = _sentence(sheet, duty, clause, known)
    return message("measures.of", sheet.language, title=cut_title(clause), duties=duties)


def write_measure(sheet: Sheet, duty: Duty, clause: Clause, known: Knowledge) -> bool:
    """One sentence that names the bodies, and the sentence that the clause closes; False when that cannot be cited."""
    chunk = known.passages.holding(clause.document.id, clause.start, clause.end)
    if chunk is None:
        return False
    words = _sentence(sheet, duty, clause, known)
    start, end = known.passages.sentences(chunk, clause.start, clause.end)
    if end - start + len(words) > LONGEST_TEXT - 20:
        start, end = clause.start, clause.end
    places = [(body.start, body.end) for body in _asked_bodies(duty, clause)]
    kept = _within_length([clause.document.text[s:e] for s, e in places])
    sheet.answer(words, chunk, places[: len(kept)], (start, end))
    sheet.quote(chunk, start, end)
    return True


def _sentence(sheet: Sheet, duty: Duty, clause: Clause, known: Knowledge) -> str:
    return responsible(
        sheet.language,
        lead=_names(clause.lead, clause, sheet, known),
        support=_names(clause.support, clause, sheet, known) if duty.role != "lead" or clause.support else None,
    )


def _asked_bodies(duty: Duty, clause: Clause) -> tuple[Body, ...]:
    lead = clause.lead if duty.role != "support" else ()
    return lead + (clause.support if duty.role != "lead" else ())


def _within_length(parts: Sequence[str]) -> list[str]:
    """The first parts that are short enough together for a short answer."""
    kept = list(parts)
    while sum(map(len, kept)) + len(kept) - 1 > LONGEST:
        kept.pop()
    return kept


def _names(bodies: Sequence[Body], clause: Clause, sheet: Sheet, known: Knowledge) -> list[str]:
    return [shown_body(body, clause, sheet, known) for body in bodies]


def shown_body(body: Body, clause: Clause, sheet: Sheet, known: Knowledge) -> str:
    """A body as its clause calls it, with its name in the asker's language."""
    text = clause.document.text[body.start : body.end]
    return _definite(known.names.with_name(body.name, text, sheet.language, about(clause.document)), sheet)


def _definite(name: str, sheet: Sheet) -> str:
    return definite(name) if message_language(sheet.language) == "en" else name
