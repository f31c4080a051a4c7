"""Rankings against gold -> Success, RR, nDCG and Recall of each question. `eval/README.md` defines every figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from statistics import fmean
from typing import Protocol, TypeVar

import ir_measures

from eval.questions import Question
from index import Chunk, Document, UsageError

SUCCESS = ("Success@1", "Success@5")
RR = ("RR@10",)
NDCG = ("nDCG@10",)
RECALL_DEPTH = 5
SHOWN = 5
RECALL = f"Recall@{RECALL_DEPTH}"
RANKING_MEASURES = (*SUCCESS, *RR, *NDCG, RECALL)

# An id that no ranking holds: what was asked for and not found.
_NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Gold:
    """One quote to be found: the document that holds it and every place (start, end) where it stands there."""

    document_id: str
    places: tuple[tuple[int, int], ...]

    def inside(self, document_id: str, start: int, end: int) -> bool:
        """Whether the span start..end of the document contains one occurrence of the quote whole."""
        return document_id == self.document_id and any(start <= low and high <= end for low, high in self.places)


@dataclass(frozen=True, slots=True)
class Scored:
    """How one system ranked for one question. Ranks start at 1 and are None when it was not found.

    `first` is the rank of the first relevant hit, `complete` the one by which the evidence was complete;
    `shown` the number of characters in the first five hits.
    """

    id: str
    lang: str
    kind: str
    first: int | None
    complete: int | None
    shown: int
    values: Mapping[str, float] = field(default_factory=dict)


class Grouped(Protocol):
    """What a result needs so that it can be counted by language and kind."""

    @property
    def lang(self) -> str:
        """Language of the question, as the question set names it; empty: unknown."""

    @property
    def kind(self) -> str:
        """Kind of the question, as the question set names it; empty: unknown."""


Row = TypeVar("Row", bound=Grouped)


def locate(questions: Sequence[Question], documents: Sequence[Document], name: str) -> dict[str, tuple[Gold, ...]]:
    """The gold of each answerable question, by question id; a quote that is listed twice counts once.

    Raises UsageError that lists the documents missing from the index, those whose base name is not enough to
    tell them apart, or the quotes that their document does not hold. `name` is what to call the index there.
    """
    exact: dict[str, set[str]] = defaultdict(set)
    base: dict[str, set[str]] = defaultdict(set)
    texts = {document.id: document.text for document in documents}
    for document in documents:
        for source in document.sources:
            exact[source].add(document.id)
            base[source.rsplit("/", 1)[-1]].add(document.id)
    found = {item.doc: exact.get(item.doc) or base.get(item.doc, set()) for q in questions for item in q.evidence}
    if missing := sorted(doc for doc, ids in found.items() if not ids):
        raise UsageError(
            f"{name} does not hold the documents that the questions are about: {', '.join(missing)}. "
            "Build an index over them with: python -m index build PATH --index DIR, then give --index DIR here"
        )
    if unclear := sorted(doc for doc, ids in found.items() if len(ids) > 1):
        raise UsageError(f"several documents are called {', '.join(unclear)}: write their path in the question set")
    gold: dict[str, tuple[Gold, ...]] = {}
    lost = []
    for question in questions:
        units = []
        for item in dict.fromkeys(question.evidence):
            (document_id,) = found[item.doc]
            units.append(Gold(document_id, _places(texts[document_id], item.quote)))
            if not units[-1].places:
                lost.append(f'{question.id}: "{item.quote}" ({item.doc})')
        if units:
            gold[question.id] = tuple(units)
    if lost:
        raise UsageError("these quotes do not stand in their document character by character: " + "; ".join(lost))
    return gold


def _places(text: str, quote: str) -> tuple[tuple[int, int], ...]:
    places = []
    start = text.find(quote)
    while start >= 0:
        places.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return tuple(places)


def enough(covered: int, gold: Sequence[Gold], must_all: bool) -> bool:
    """Whether so many covered quotes complete the evidence."""
    return covered == len(gold) if must_all else covered > 0


@dataclass(frozen=True, slots=True)
class _Trail:
    """A question's ranked chunks and, for each, the numbers of the quotes that no earlier one holds."""

    ids: list[str]
    new: list[list[int]]
    first: int | None
    complete: int | None

    @classmethod
    def of(cls, chunks: Sequence[Chunk], gold: Sequence[Gold], must_all: bool) -> "_Trail":
        new: list[list[int]] = []
        seen: set[int] = set()
        for chunk in chunks:
            holds = [i for i, unit in enumerate(gold) if unit.inside(chunk.document.id, chunk.start, chunk.end)]
            new.append([i for i in holds if i not in seen])
            seen.update(holds)
        counts = list(accumulate(map(len, new)))
        ranks = range(1, len(counts) + 1)
        return cls(
            ids=[chunk.id for chunk in chunks],
            new=new,
            first=next((rank for rank, count in zip(ranks, counts, strict=True) if count), None),
            complete=next((r for r, count in zip(ranks, counts, strict=True) if enough(count, gold, must_all)), None),
        )

    def judged(self, rank: int | None) -> dict[str, int]:
        """The chunk at this rank as the only relevant one."""
        return {_NOT_FOUND if rank is None else self.ids[rank - 1]: 1}

    def units(self) -> list[str]:
        """The ranking with each chunk replaced by the new quotes it holds, if any: `eval/README.md` says why."""
        return [
            item for name, new in zip(self.ids, self.new, strict=True) for item in ([_unit(i) for i in new] or [name])
        ]


def score_evidence(
    questions: Sequence[Question], gold: Mapping[str, Sequence[Gold]], rankings: Mapping[str, Sequence[Chunk]]
) -> tuple[Scored, ...]:
    """Each answerable question's figures from its ranked chunks (best first; none counts as a miss)."""
    asked = [question for question in questions if question.id in gold]
    trails = {q.id: _Trail.of(rankings.get(q.id, ()), gold[q.id], q.must_all) for q in asked}
    ranked = {key: trail.ids for key, trail in trails.items()}
    values = {
        name: figures
        for names, judged, run in (
            (SUCCESS, {key: trail.judged(trail.complete) for key, trail in trails.items()}, ranked),
            (RR, {key: trail.judged(trail.first) for key, trail in trails.items()}, ranked),
            (
                NDCG,
                {key: {_unit(i): 1 for i in range(len(gold[key]))} for key in trails},
                {key: trail.units() for key, trail in trails.items()},
            ),
        )
        for name, figures in measure(names, judged, run).items()
    }
    return tuple(
        Scored(
            id=question.id,
            lang=question.lang,
            kind=question.kind,
            first=trails[question.id].first,
            complete=trails[question.id].complete,
            shown=characters(rankings.get(question.id, ())),
            values={
                **{name: figures[question.id] for name, figures in values.items()},
                RECALL: sum(map(len, trails[question.id].new[:RECALL_DEPTH])) / len(gold[question.id]),
            },
        )
        for question in asked
    )


def score_documents(
    judged: Mapping[str, Mapping[str, int]], ranked: Mapping[str, Sequence[str]], shown: Mapping[str, int]
) -> tuple[Scored, ...]:
    """Each question's figures from its ranked document ids (best first) and the gains of the relevant ones."""
    values = measure((*SUCCESS, *RR, *NDCG), judged, ranked)
    scored = []
    for key, gains in judged.items():
        found = [rank for rank, name in enumerate(ranked.get(key, ()), start=1) if name in gains]
        figures = {name: by_question[key] for name, by_question in values.items()}
        figures[RECALL] = sum(rank <= RECALL_DEPTH for rank in found) / len(gains)
        first = min(found, default=None)
        scored.append(Scored(key, "", "", first=first, complete=first, shown=shown.get(key, 0), values=figures))
    return tuple(scored)


def _unit(number: int) -> str:
    return f"quote {number}"


def characters(chunks: Iterable[Chunk]) -> int:
    """Number of characters in the first five of them: what a reader is shown."""
    return sum(chunk.end - chunk.start for chunk in list(chunks)[:SHOWN])


def measure(
    names: Sequence[str], judged: Mapping[str, Mapping[str, int]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """By measure (named as ir_measures does) and question id: the figure of its ranking, a list of ids, best first.

    `judged` gives each question's relevant ids and their gain; a question without a ranking gets zeros.
    """
    # Zeros first: not every ir_measures provider yields a figure for a question without a ranking.
    values = {name: dict.fromkeys(judged, 0.0) for name in names}
    qrels = [ir_measures.Qrel(key, name, gain) for key, gains in judged.items() for name, gain in gains.items()]
    # The scores only carry the order, as whole numbers so that no two are equal.
    run = [
        ir_measures.ScoredDoc(key, name, float(len(ranked[key]) - rank))
        for key in judged
        if key in ranked
        for rank, name in enumerate(ranked[key])
    ]
    for found in ir_measures.iter_calc([ir_measures.parse_measure(name) for name in names], qrels, run):
        values[str(found.measure)][found.query_id] = float(found.value)
    return values


def by_group(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows under "all", then under each language and each kind, the larger first."""
    groups: dict[str, list[Row]] = {"all": list(rows)}
    for name in ("lang", "kind"):
        part: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if label := getattr(row, name):
                part[label].append(row)
        groups.update(sorted(part.items(), key=lambda item: (-len(item[1]), item[0])))
    return groups


def mean(values: Iterable[float]) -> float | None:
    """The arithmetic mean, or None of nothing."""
    listed = list(values)
    return fmean(listed) if listed else None
