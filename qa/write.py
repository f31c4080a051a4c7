"""The form of an answer, by what is asked: bodies of a measure, sides, a list, or the short answer and its quote."""

from collections.abc import Collection, Sequence

from index import Hit
from qa.answer import Span
from qa.compose import compose
from qa.compose_document import write_document
from qa.compose_duty import asked_clauses, write_body, write_measures
from qa.compose_list import find_series, write_series
from qa.compose_sides import Side, others, write_group, write_sides
from qa.compose_yes_no import write_yes_no
from qa.kinds import Asked
from qa.knowledge import Knowledge
from qa.question import Question
from qa.sheet import Sheet
from qa.short import Shares


def write(
    question: Question,
    asked: Asked,
    hits: Sequence[Hit],
    spans: Sequence[Span],
    sides: Sequence[Side],
    known: Knowledge,
    shares: Shares,
    ids: Collection[str],
) -> Sheet:
    """The answer's sheet; `spans` are the sentences read, best first, at least one, `sides` those of a comparison.

    `shares` gives the share of the question's words in each of some texts; `ids` are the documents that may answer.
    """
    sheet = Sheet(question.language)
    documents = [document for document in known.documents if document.id in ids]
    if write_document(sheet, question.text, hits, known, documents):
        return sheet
    duty = known.duties.read(question.text)
    if duty and duty.by == "body" and write_body(sheet, duty, known, ids):
        return sheet
    if duty and duty.by == "measure":
        if write_measures(sheet, duty, asked_clauses(duty, hits, sides, known, shares, ids), known):
            return sheet
        sheet = Sheet(question.language)
    if write_yes_no(sheet, question, asked, spans, known):
        return sheet
    if len(sides) > 1 and write_sides(sheet, sides, known):
        return sheet
    if asked.kind == "list" and (series := find_series(asked, spans, known, shares)):
        if write_series(sheet, series, known):
            return sheet
        sheet = Sheet(question.language)
    group = others(spans, asked, shares)
    if group and write_group(sheet, group, spans, asked, known, shares):
        return sheet
    compose(sheet, spans, asked, known, shares)
    return sheet
