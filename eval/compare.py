"""Two runs over the same questions, pair by pair, B minus A."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

import numpy as np

from eval.metrics import by_group
from eval.run import DEFAULT
from eval.uncertainty import paired
from index import UsageError

ANSWERABLE = ("answered", "complete", "right", "cited", "quoted", "citation_recall", "citation_precision")
"""Figures of answers, counted among the questions that have one. More is better, as for all measures here."""
EXTRACTIVE = ("exact_match", "f1")
"""Counted among all questions that give something to judge by."""
DECLINED = "declined"
"""Counted among the questions without an answer: whether it was declined."""
DEFAULT_MEASURES = ("Success@1", "Success@5", "RR@10", "nDCG@10", "right")

ALL = "all"
_CHANGED = " with uncommitted changes"
ANSWERS = (*ANSWERABLE, *EXTRACTIVE, DECLINED)

_Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Pair:
    """One question's figure of one measure in both runs.

    The ranks (from 1, None: not found) are those by which the measure counts: of the complete evidence for Success,
    else of the first relevant hit; None for answers.
    """

    id: str
    question: str
    lang: str
    kind: str
    a: float
    b: float
    rank_a: int | None
    rank_b: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """One measure over one group of questions: "all", a language or a kind.

    `a` and `b` are the means of the `n` pairs, `difference` is b - a, `low` to `high` its 95 % bootstrap interval
    (None below FEW pairs), `p_value` that of the randomisation test, `holm` the same after Holm's correction over the
    measures (group "all" only). `won` and `lost` are the ids of the questions that are better and worse in b.
    """

    measure: str
    group: str
    n: int
    a: float
    b: float
    difference: float
    low: float | None
    high: float | None
    p_value: float
    holm: float | None
    won: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    lang: str
    kind: str
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class Differing:
    """A fact about the two runs that is not the same, each value as text."""

    name: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, b against a. `pairs` holds every pair by measure, `differing` what else is not the same.

    `alone` are the ids of the questions that only a and only b have. `unpaired` counts by measure the questions of
    both runs that have its figure in one of them only. None of these enters a result. `shown` is by group the mean
    number of characters in the first five hits of both.
    """

    names: tuple[str, str]
    systems: tuple[str, str]
    results: tuple[Result, ...]
    pairs: Mapping[str, tuple[Pair, ...]]
    differing: tuple[Differing, ...]
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    unpaired: Mapping[str, int]
    shown: Mapping[str, tuple[float, float]]


def compare(
    a: Mapping[str, Any],
    b: Mapping[str, Any],
    systems: tuple[str, str],
    measures: Sequence[str],
    names: tuple[str, str] = ("A", "B"),
) -> Comparison:
    """Compare system `systems[0]` of run `a` with `systems[1]` of run `b`, as `read_run` gives them.

    Questions of the same id and text are paired. Answers are those of `ask`, whatever the systems. Raises UsageError
    when there is no such question, for a system that a run lacks, for no measure, and for one without a pair.
    """
    for run, system, name in zip((a, b), systems, names, strict=True):
        # A set that only tells whether a question is answered (NoMIRACL) has no rankings.
        if system not in run["systems"] and run["systems"]:
            raise UsageError(f"{name} has no system {system}, but {', '.join(run['systems'])}: give --system A,B")
    rows = _by_id(a), _by_id(b)
    if not any(_same(row, rows[1].get(key)) for key, row in rows[0].items()):
        listed = " and ".join(f"{name} of {run['set']['name']}" for run, name in zip((a, b), names, strict=True))
        raise UsageError(f"{listed} have no question in common: run both on the same set")
    if not measures:
        known = ", ".join(_measures(rows, systems)) or "none"
        raise UsageError(f"name a --measure; those that questions have in both runs: {known}")
    pairs: dict[str, tuple[Pair, ...]] = {}
    unpaired = {}
    for measure in dict.fromkeys(measures):
        pairs[measure], unpaired[measure] = _pairs(rows, systems, measure)
        if not pairs[measure]:
            known = ", ".join(_measures(rows, systems)) or "none"
            raise UsageError(f"no question has {measure} in both runs; the measures that both have: {known}")
    return Comparison(
        names=names,
        systems=systems,
        results=_results(pairs),
        pairs=pairs,
        differing=tuple(_differing(a, b)),
        alone=(
            tuple(key for key, row in rows[0].items() if not _same(row, rows[1].get(key))),
            tuple(key for key, row in rows[1].items() if not _same(row, rows[0].get(key))),
        ),
        shown=_shown(rows, systems),
        unpaired=unpaired,
    )


def _same(row: Mapping[str, Any], other: Mapping[str, Any] | None) -> bool:
    return other is not None and row["question"] == other["question"]


def _shown(rows: tuple[_Rows, _Rows], systems: tuple[str, str]) -> dict[str, tuple[float, float]]:
    shared = [
        _Shown(row["lang"], row["kind"], row["systems"][systems[0]]["shown"], other["systems"][systems[1]]["shown"])
        for key, row in rows[0].items()
        if (other := rows[1].get(key)) is not None
        and _same(row, other)
        and systems[0] in row["systems"]
        and systems[1] in other["systems"]
    ]
    groups = by_group(shared) if shared else {}
    return {group: (fmean(row.a for row in part), fmean(row.b for row in part)) for group, part in groups.items()}


def default_measures(a: Mapping[str, Any], b: Mapping[str, Any], systems: tuple[str, str]) -> tuple[str, ...]:
    """Those of Success@1, Success@5, RR@10, nDCG@10 and `right` that both runs have.

    `right` only for `default` against `default`: answers say nothing about another system.
    """
    known = _measures((_by_id(a), _by_id(b)), systems)
    answers = set(systems) == {DEFAULT}
    return tuple(name for name in DEFAULT_MEASURES if name in known and (answers or name not in ANSWERS))


def _by_id(run: Mapping[str, Any]) -> _Rows:
    return {row["id"]: row for row in run["questions"]}


def _measures(rows: tuple[_Rows, _Rows], systems: tuple[str, str]) -> list[str]:
    """The measures with at least one pair."""
    ranking = {name for row in rows[0].values() for name in row["systems"].get(systems[0], {}).get("values", ())}
    return [name for name in (*sorted(ranking), *ANSWERS) if _pairs(rows, systems, name)[0]]


def _pairs(rows: tuple[_Rows, _Rows], systems: tuple[str, str], measure: str) -> tuple[tuple[Pair, ...], int]:
    """The pairs in the order of the first run, and how many questions of both runs have a figure in one only."""
    pairs = []
    half = 0
    for key in (key for key, row in rows[0].items() if _same(row, rows[1].get(key))):
        row, other = rows[0][key], rows[1][key]
        a, b = _value(row, systems[0], measure), _value(other, systems[1], measure)
        if a is not None and b is not None:
            ranks = _rank(row, systems[0], measure), _rank(other, systems[1], measure)
            pairs.append(Pair(key, row["question"], row["lang"], row["kind"], a, b, *ranks))
        else:
            half += a is not b
    return tuple(pairs), half


def _rank(row: Mapping[str, Any], system: str, measure: str) -> int | None:
    if measure in ANSWERS:
        return None
    rank: int | None = row["systems"][system]["complete" if measure.startswith("Success@") else "first"]
    return rank


def _value(row: Mapping[str, Any], system: str, measure: str) -> float | None:
    found: float | None
    if measure not in ANSWERS:
        found = row["systems"].get(system, {}).get("values", {}).get(measure)
    elif row["answer"] is None or (measure not in EXTRACTIVE and row["answerable"] == (measure == DECLINED)):
        found = None
    else:
        found = not row["answer"]["answered"] if measure == DECLINED else row["answer"][measure]
    return None if found is None else float(found)


def _results(pairs: Mapping[str, Sequence[Pair]]) -> tuple[Result, ...]:
    union = {pair.id: pair for part in pairs.values() for pair in part}
    results = []
    for group, rows in by_group(list(union.values())).items():
        members = {row.id for row in rows}
        parts = {name: [pair for pair in part if pair.id in members] for name, part in pairs.items()}
        found = [_result(name, group, part) for name, part in parts.items() if part]
        if group == ALL:
            corrected = holm([result.p_value for result in found])
            found = [replace(result, holm=value) for result, value in zip(found, corrected, strict=True)]
        results += found
    return tuple(results)


def _result(measure: str, group: str, part: Sequence[Pair]) -> Result:
    a, b = [pair.a for pair in part], [pair.b for pair in part]
    found = paired(a, b)
    return Result(
        measure=measure,
        group=group,
        n=len(part),
        a=fmean(a),
        b=fmean(b),
        difference=found.difference,
        low=found.low,
        high=found.high,
        p_value=found.p_value,
        holm=None,
        won=tuple(pair.id for pair in part if pair.b > pair.a),
        lost=tuple(pair.id for pair in part if pair.b < pair.a),
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values corrected for their number, in the order given (Holm 1979, step-down)."""
    order = np.argsort(p_values)
    steps = np.array(p_values)[order] * np.arange(len(order), 0, -1)
    corrected = np.empty(len(order))
    corrected[order] = np.minimum(1, np.maximum.accumulate(steps))
    return [float(value) for value in corrected]


def _differing(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Differing]:
    if a == b:
        return
    left, right = dict(_facts(a)), dict(_facts(b))
    for name in dict.fromkeys([*left, *right]):
        # Uncommitted changes may differ under one commit: never silent about them.
        if left.get(name) != right.get(name) or (name == "commit" and _CHANGED in left[name]):
            yield Differing(name, left.get(name, "–"), right.get(name, "–"))


def _facts(run: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    commit = run["commit"]
    yield "commit", f"{commit['id']}{_CHANGED if commit['changed'] else ''}" if commit else "not from a checkout"
    for part in ("set", "settings", "index", "machine"):
        yield from _flat(run[part], part)


def _flat(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Dotted names and values as text; of the index's many files one checksum for each at the top of its folder."""
    if name == "index.files" and isinstance(value, Mapping):
        for top in sorted({file.partition("/")[0] for file in value}):
            sums = "".join(f"{file} {value[file]}\n" for file in sorted(value) if file.partition("/")[0] == top)
            yield f"{name}.{top}", hashlib.sha256(sums.encode()).hexdigest()
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flat(item, f"{name}.{key}")
    elif isinstance(value, list):
        yield name, ", ".join(map(str, value))
    else:
        yield name, "–" if value is None else str(value)
