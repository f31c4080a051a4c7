"""Results of single questions -> figures by language and kind, with their intervals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from eval.answers import Answered
from eval.metrics import RANKING_MEASURES, Scored, by_group
from eval.risk import Risk, risk_coverage
from eval.run import Run
from eval.uncertainty import interval

SHOWN = "shown"
AREA, RISK, COVERAGE = "1-AURC", "1-risk", "coverage"
ANSWER_MEASURES = (
    *("answered", "complete", "right", "cited", "quoted", "citation_recall", "citation_precision"),
    *("exact_match", "f1", "declined", "verbatim"),
)
"""The figures of answers that can have a floor: for all of them more is better."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The mean over `count` questions (quotes for `verbatim`), None over none; the 95 % interval from 30 on."""

    value: float | None
    count: int
    interval: tuple[float, float] | None = None

    @classmethod
    def of(cls, values: Iterable[float | bool | None]) -> "Figure":
        """The mean of what is known of the values, and its interval."""
        known = [float(value) for value in values if value is not None]
        return cls(fmean(known) if known else None, len(known), interval(known))


Figures = Mapping[str, Figure]


def ranking_figures(rows: Sequence[Scored]) -> dict[str, Figures]:
    """By group the mean of each measure, and of the number of characters in the first five hits (`shown`)."""
    return {
        group: {
            **{name: Figure.of(row.values[name] for row in part) for name in RANKING_MEASURES},
            SHOWN: Figure(fmean(row.shown for row in part) if part else None, len(part)),
        }
        for group, part in by_group(rows).items()
    }


def answer_figures(rows: Sequence[Answered]) -> dict[str, Figures]:
    """By group the measures of answers: over the questions with an answer, but `declined` over those without one."""
    return {group: _answer_figures(part) for group, part in by_group(rows).items()} if rows else {}


def _answer_figures(rows: Sequence[Answered]) -> Figures:
    answerable = [row for row in rows if row.answerable]
    quotes = sum(row.quotes for row in rows)

    def mean(value: Callable[[Answered], float | bool | None]) -> Figure:
        return Figure.of(map(value, answerable))

    return {
        "answered": mean(lambda row: row.answered),
        "complete": mean(lambda row: row.complete),
        "right": mean(lambda row: row.right),
        "cited": mean(lambda row: row.cited),
        "quoted": mean(lambda row: row.quoted),
        "citation_recall": mean(lambda row: row.citation_recall),
        "citation_precision": mean(lambda row: row.citation_precision),
        # An empty answer is the exact one to a question without an answer, as in SQuAD 2.0.
        "exact_match": Figure.of(row.exact_match for row in rows),
        "f1": Figure.of(row.f1 for row in rows),
        "declined": Figure.of(not row.answered for row in rows if not row.answerable),
        "verbatim": Figure(sum(row.verbatim for row in rows) / quotes if quotes else None, quotes),
    }


def risk(rows: Sequence[Answered]) -> Risk | None:
    """Risk against coverage of all questions put; None for none."""
    return risk_coverage([row.confidence for row in rows], [row.right for row in rows], [row.answered for row in rows])


def run_figures(run: Run, system: str) -> dict[str, Figures]:
    """By group every figure that a floor may name: the ranking measures of one system, and those of the answers."""
    ranking, answers = ranking_figures(run.systems.get(system, ())), answer_figures(run.answers)
    groups = dict.fromkeys((*ranking, *answers))
    merged: dict[str, Figures] = {group: {**answers.get(group, {}), **ranking.get(group, {})} for group in groups}
    if curve := risk(run.answers):
        count = len(run.answers)
        point = {AREA: 1 - curve.area, RISK: 1 - curve.risk, COVERAGE: curve.coverage}
        merged["all"] = {**merged["all"], **{name: Figure(value, count) for name, value in point.items()}}
    return merged


def stage_times(run: Run) -> dict[str, dict[str, float]]:
    """p50 and p95 of the milliseconds by stage: `hits` is a bare search, `answer` the whole of `ask`."""
    times: dict[str, list[float]] = {"hits": list(run.search_ms)}
    for row in run.answers:
        for stage, milliseconds in row.milliseconds.items():
            times.setdefault(stage, []).append(milliseconds)
    return {stage: percentiles(listed) for stage, listed in times.items() if listed}


def percentiles(milliseconds: Iterable[float]) -> dict[str, float]:
    """p50 and p95 (linear interpolation) of some times; empty for none."""
    listed = list(milliseconds)
    return {f"p{q}": float(np.percentile(listed, q)) for q in (50, 95)} if listed else {}
