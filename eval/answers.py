"""One answer against the gold of its question -> what was right about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from eval.completeness import complete
from eval.extractive import exact_match, f1
from eval.gold import Gold, enough
from eval.questions import Question
from qa import Answer, Citation

Spans = Sequence[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What `ask` said to one question; None is what the question set gives nothing to judge by.

    `complete`: every answer group is stated, or, without groups, the quoted characters cover the evidence. `right`:
    an answer, where there is one, and not incomplete. `cited`: the passages behind the citations cover the evidence;
    `quoted`: the quoted characters do. `citation_recall`: the share of the evidence that the quotes cover;
    `citation_precision`: the share of the quotes that touch it. `quotes` counts the citations, `verbatim` those that
    slice the document. `milliseconds` by stage; `answer` is the whole call.
    """

    id: str
    lang: str
    kind: str
    answerable: bool
    answered: bool
    confidence: float
    reason: str | None
    text: str
    short: tuple[str, ...]
    complete: bool | None
    right: bool
    cited: bool | None
    quoted: bool | None
    citation_recall: float | None
    citation_precision: float | None
    exact_match: float | None
    f1: float | None
    quotes: int
    verbatim: int
    milliseconds: Mapping[str, float] = field(default_factory=dict)


def judge(
    question: Question, gold: Sequence[Gold], answer: Answer, texts: Mapping[str, str], milliseconds: float
) -> Answered:
    """Compare one answer with its question's gold; `texts` are the indexed documents by id."""
    passages = [(c.chunk.document.id, c.chunk.start, c.chunk.end) for c in answer.citations]
    single = [(c.chunk.document.id, c.start, c.end) for c in answer.citations]
    joined = joined_spans(single)
    quoted = covers(joined, gold, question.must_all) if gold else None
    whole = _complete(question, answer, quoted)
    prediction = predicted(answer)
    spans = question.answers or not question.answerable
    return Answered(
        id=question.id,
        lang=question.lang,
        kind=question.kind,
        answerable=question.answerable,
        answered=answer.answered,
        confidence=answer.confidence,
        reason=answer.reason,
        text=answer.text,
        short=answer.short,
        complete=whole,
        right=question.answerable and answer.answered and whole is not False,
        cited=covers(passages, gold, question.must_all) if gold else None,
        quoted=quoted,
        citation_recall=covered_share(joined, gold, question.must_all) if gold else None,
        citation_precision=_touching(single, gold) if gold and single else None,
        exact_match=exact_match(prediction, question.answers) if spans else None,
        f1=f1(prediction, question.answers) if spans else None,
        quotes=len(answer.citations),
        verbatim=sum(_verbatim(citation, texts) for citation in answer.citations),
        milliseconds={**answer.timings, "answer": milliseconds},
    )


def predicted(answer: Answer) -> str:
    """The extractive answer: the short one, else the first quote, else (declined) nothing."""
    return " ".join(answer.short) or (answer.citations[0].quote if answer.citations else "")


def covers(spans: Spans, gold: Sequence[Gold], must_all: bool) -> bool:
    """Whether the spans contain one quote whole, or with `must_all` every one."""
    return enough(sum(any(unit.inside(*span) for span in spans) for unit in gold), gold, must_all)


def covered_share(spans: Spans, gold: Sequence[Gold], must_all: bool) -> float:
    """The share of the quotes that the spans contain; without `must_all` one is all that is asked for."""
    if not must_all:
        return float(covers(spans, gold, must_all))
    return fmean(any(unit.inside(*span) for span in spans) for unit in gold)


def joined_spans(spans: Spans) -> list[tuple[str, int, int]]:
    """Spans of one document that touch or overlap become one: a gold quote may run over two quoted sentences."""
    joined: list[tuple[str, int, int]] = []
    for document_id, start, end in sorted(spans):
        if joined and joined[-1][0] == document_id and start <= joined[-1][2]:
            joined[-1] = (document_id, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((document_id, start, end))
    return joined


def _complete(question: Question, answer: Answer, quoted: bool | None) -> bool | None:
    if not question.answerable or not (question.answer_groups or quoted is not None):
        return None
    if not answer.answered or not question.answer_groups:
        return answer.answered and bool(quoted)
    return complete(question.kind, question.answer_groups, answer.text, answer.short)


def _touching(spans: Spans, gold: Sequence[Gold]) -> float:
    return fmean(any(unit.touches(*span) for unit in gold) for span in spans)


def _verbatim(citation: Citation, texts: Mapping[str, str]) -> bool:
    """Whether the quote is that slice of the document in the index, not blank, and inside the passage it cites."""
    document = texts.get(citation.chunk.document.id, "")
    return (
        citation.chunk.start <= citation.start < citation.end <= citation.chunk.end
        and bool(citation.quote.strip())
        and document[citation.start : citation.end] == citation.quote
    )
