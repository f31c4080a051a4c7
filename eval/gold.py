"""What proves a question's answer, as places in the indexed documents, and what counts as holding it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.collection import Task
from eval.completeness import states
from eval.questions import Question
from index import Document, UsageError

_RUN_BEFORE = re.compile(r"[\w.,]*\Z", re.ASCII)
_RUN_BEHIND = re.compile(r"[\w.,]*", re.ASCII)
# Characters on either side, enough for the longest number.
_AROUND = 24


@dataclass(frozen=True, slots=True)
class Gold:
    """One thing to be found: `quote`, and every place (document id, start, end) where it stands.

    `whole` are the ids of documents of which any passage counts; `quote` says so then, in brackets.
    """

    quote: str
    places: tuple[tuple[str, int, int], ...] = ()
    whole: frozenset[str] = frozenset()

    def inside(self, document_id: str, start: int, end: int) -> bool:
        """Whether the span start..end of the document contains one occurrence of the quote whole."""
        return document_id in self.whole or any(
            document_id == place and start <= low and high <= end for place, low, high in self.places
        )

    def touches(self, document_id: str, start: int, end: int) -> bool:
        """Whether the span shares a character with one occurrence of the quote."""
        return document_id in self.whole or any(
            document_id == place and start < high and low < end for place, low, high in self.places
        )


def locate(questions: Sequence[Question], documents: Sequence[Document], name: str) -> dict[str, tuple[Gold, ...]]:
    """The gold of each question for which a ranking can be judged, by question id; evidence listed twice counts once.

    Where evidence is a document without a quote, or there is none, the answers are gold, wherever they stand there as
    whole numbers and words. Where they do not, any passage of the document is gold; without a document the question is
    left out (an English answer to Chinese documents). Raises UsageError, naming lines, that lists the documents
    missing from the index, those whose base name is not enough to tell them apart, or the quotes that their document
    does not hold. `name` is what to call the index there.
    """
    ids = _document_ids(questions, documents, name)
    texts = {document.id: document.text for document in documents}
    gold: dict[str, tuple[Gold, ...]] = {}
    lost = []
    for question in questions:
        units = []
        for item in dict.fromkeys(question.evidence):
            within = ids[item.doc] if item.doc else set(texts)
            if item.quote:
                units.append(Gold(item.quote, _places(texts, within, item.quote, whole_words=False)))
                if not units[-1].places:
                    lost.append(f'line {question.line}, {question.id}: "{item.quote}" ({item.doc or "any document"})')
            else:
                units.append(_answer_gold(question.answers, texts, within) or _any_passage(item.doc, within))
        if not question.evidence and (unit := _answer_gold(question.answers, texts, texts)):
            units = [unit]
        if units:
            gold[question.id] = tuple(units)
    if lost:
        raise UsageError("these quotes do not stand in their document character by character: " + "; ".join(lost))
    return gold


def task_gold(task: Task, ids: Mapping[str, str], texts: Mapping[str, str]) -> Gold:
    """The gold of a public set's question: its answers where they stand in a relevant document, else any passage there.

    `ids` gives document ids by source, `texts` the documents by id.
    """
    within = {ids[source] for source in task.relevant if source in ids}
    return _answer_gold(task.answers, texts, within) or _any_passage(", ".join(task.relevant), within)


def _answer_gold(answers: Sequence[str], texts: Mapping[str, str], within: Iterable[str]) -> Gold | None:
    listed = list(within)
    places = {place for answer in answers for place in _places(texts, listed, answer)}
    return Gold(" / ".join(answers), tuple(sorted(places))) if places else None


def _any_passage(name: str, within: Iterable[str]) -> Gold:
    return Gold(f"(any passage of {name})", whole=frozenset(within))


def _document_ids(questions: Sequence[Question], documents: Sequence[Document], name: str) -> dict[str, set[str]]:
    exact: dict[str, set[str]] = defaultdict(set)
    base: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for source in document.sources:
            exact[source].add(document.id)
            base[source.rsplit("/", 1)[-1]].add(document.id)
    lines: dict[str, int] = {}
    for question in questions:
        for item in question.evidence:
            if item.doc:
                lines.setdefault(item.doc, question.line)
    found = {doc: exact.get(doc) or base.get(doc, set()) for doc in lines}
    if missing := sorted(f"{doc} (line {lines[doc]})" for doc, ids in found.items() if not ids):
        raise UsageError(
            f"{name} does not hold the documents that the questions are about: {', '.join(missing)}. "
            "Build an index over them with: python -m index build PATH --index DIR, then give --index DIR here"
        )
    if unclear := sorted(f"{doc} (line {lines[doc]})" for doc, ids in found.items() if len(ids) > 1):
        raise UsageError(f"several documents are called {', '.join(unclear)}: write their path in the question set")
    return found


def _places(
    texts: Mapping[str, str], within: Iterable[str], quote: str, whole_words: bool = True
) -> tuple[tuple[str, int, int], ...]:
    places = []
    for document_id in sorted(within):
        text = texts[document_id]
        start = text.find(quote)
        while start >= 0:
            end = start + len(quote)
            if not whole_words or _whole(text, start, end):
                places.append((document_id, start, end))
            start = text.find(quote, start + 1)
    return tuple(places)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether these characters are no part of a longer number or Latin word: an answer of 3家 is not that of 13家."""
    before, behind = _RUN_BEFORE.search(text[:start][-_AROUND:]), _RUN_BEHIND.match(text, end)
    around = (before.group() if before else "", behind.group() if behind else "")
    return states(text[start:end].join(around), text[start:end])


def enough(covered: int, gold: Sequence[Gold], must_all: bool) -> bool:
    """Whether so many covered quotes complete the evidence."""
    return covered == len(gold) if must_all else covered > 0
