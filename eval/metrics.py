"""Rankings against gold -> Success, RR, nDCG and Recall of each question. `eval/README.md` defines every figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Protocol, TypeVar

import ir_measures

from eval.gold import Gold
from eval.questions import Question
from index import Chunk

DEPTHS = (1, 3, 5, 10)
SUCCESS = tuple(f"Success@{k}" for k in DEPTHS)
RR = ("RR@10",)
NDCG = ("nDCG@10",)
RECALL = {k: f"Recall@{k}" for k in DEPTHS}
SHOWN = 5
RANKING_MEASURES = (*SUCCESS, *RR, *NDCG, *RECALL.values())

# An id that no ranking holds: what was asked for and not found.
_NOT_FOUND = "not found"


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


@dataclass(frozen=True, slots=True)
class _Trail:
    """A question's ranked chunks and, for each, the numbers of the needs that no earlier one meets.

    With `must_all` every quote is a need; without it the quotes are alternatives, and the only need is one of them.
    """

    ids: list[str]
    new: list[list[int]]
    needs: int

    @classmethod
    def of(cls, chunks: Sequence[Chunk], gold: Sequence[Gold], must_all: bool) -> "_Trail":
        needs = [[unit] for unit in gold] if must_all else [list(gold)]
        new: list[list[int]] = []
        seen: set[int] = set()
        for chunk in chunks:
            span = (chunk.document.id, chunk.start, chunk.end)
            met = {at for at, need in enumerate(needs) if any(unit.inside(*span) for unit in need)}
            new.append(sorted(met - seen))
            seen |= met
        return cls([chunk.id for chunk in chunks], new, len(needs))

    def rank_of(self, wanted: int) -> int | None:
        """The rank, from 1, by which so many needs are met."""
        met = accumulate(map(len, self.new))
        return next((rank for rank, count in enumerate(met, 1) if count >= wanted), None)

    def judged(self, rank: int | None) -> dict[str, int]:
        """The chunk at this rank as the only relevant one."""
        return {_NOT_FOUND if rank is None else self.ids[rank - 1]: 1}

    def units(self) -> list[str]:
        """The ranking with each chunk replaced by the new needs it meets, if any: `eval/README.md` says why."""
        return [
            item for name, new in zip(self.ids, self.new, strict=True) for item in ([_unit(i) for i in new] or [name])
        ]


def score_evidence(
    questions: Sequence[Question], gold: Mapping[str, Sequence[Gold]], rankings: Mapping[str, Sequence[Chunk]]
) -> tuple[Scored, ...]:
    """Each answerable question's figures from its ranked chunks (best first; none counts as a miss)."""
    asked = [question for question in questions if question.id in gold]
    trails = {q.id: _Trail.of(rankings.get(q.id, ()), gold[q.id], q.must_all) for q in asked}
    first = {key: trail.rank_of(1) for key, trail in trails.items()}
    complete = {key: trail.rank_of(trail.needs) for key, trail in trails.items()}
    ranked = {key: trail.ids for key, trail in trails.items()}
    values = {
        name: figures
        for names, judged, run in (
            (SUCCESS, {key: trail.judged(complete[key]) for key, trail in trails.items()}, ranked),
            (RR, {key: trail.judged(first[key]) for key, trail in trails.items()}, ranked),
            (
                NDCG,
                {key: {_unit(i): 1 for i in range(trail.needs)} for key, trail in trails.items()},
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
            first=first[question.id],
            complete=complete[question.id],
            shown=characters(rankings.get(question.id, ())),
            values={
                **{name: figures[question.id] for name, figures in values.items()},
                **{
                    name: sum(map(len, trails[question.id].new[:k])) / trails[question.id].needs
                    for k, name in RECALL.items()
                },
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
        figures.update({name: sum(rank <= k for rank in found) / len(gains) for k, name in RECALL.items()})
        first = min(found, default=None)
        scored.append(Scored(key, "", "", first=first, complete=first, shown=shown.get(key, 0), values=figures))
    return tuple(scored)


def _unit(number: int) -> str:
    return f"need {number}"


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
    """The rows under "all", then under each language and each kind, the larger first.

    A label that is taken already stands behind the word lang or kind: no group hides another.
    """
    groups: dict[str, list[Row]] = {"all": list(rows)}
    for name in ("lang", "kind"):
        part: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if label := getattr(row, name):
                part[label].append(row)
        for label, found in sorted(part.items(), key=lambda item: (-len(item[1]), item[0])):
            groups[label if label not in groups else f"{name} {label}"] = found
    return groups
