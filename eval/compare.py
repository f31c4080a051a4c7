"""`python -m eval compare A.json B.json`: two runs over the same questions, pair by pair, B minus A."""

import argparse
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.metrics import by_group
from eval.run import DEFAULT
from eval.runfile import read_run, write_whole
from eval.uncertainty import FEW, paired
from index import UsageError

ANSWERABLE = ("answered", "complete", "right", "cited", "quoted", "citation_recall", "citation_precision")
"""Figures of answers, counted among the questions that have one. More is better, as for all measures here."""
EXTRACTIVE = ("exact_match", "f1")
"""Counted among all questions that give something to judge by."""
DECLINED = "declined"
"""Counted among the questions without an answer: whether it was declined."""
DEFAULT_MEASURES = ("Success@1", "Success@5", "RR@10", "nDCG@10", "right")

_NARROW = 120
_LISTED = 40
_ALL = "all"
_CHANGED = " with uncommitted changes"
_ANSWERS = (*ANSWERABLE, *EXTRACTIVE, DECLINED)
_HASH = re.compile("[0-9a-f]{40,}")

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
class Differing:
    """A fact about the two runs that is not the same, each value as text."""

    name: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, b against a. `pairs` holds every pair by measure, `differing` what else is not the same.

    `alone` are the ids of the questions that only a and only b have. `unpaired` counts by measure the questions of
    both runs that have its figure in one of them only. None of these enters a result.
    """

    names: tuple[str, str]
    systems: tuple[str, str]
    results: tuple[Result, ...]
    pairs: Mapping[str, tuple[Pair, ...]]
    differing: tuple[Differing, ...]
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    unpaired: Mapping[str, int]


def compare(
    a: Mapping[str, Any],
    b: Mapping[str, Any],
    systems: tuple[str, str],
    measures: Sequence[str],
    names: tuple[str, str] = ("A", "B"),
) -> Comparison:
    """Compare system `systems[0]` of run `a` with `systems[1]` of run `b`, as `read_run` gives them.

    Answers are those of `ask`, whatever the systems. Raises UsageError when the runs are of different question sets,
    for a system that a run lacks, for no measure, and for one of which there is not one pair.
    """
    sets = (a["set"], b["set"])
    if sets[0]["checksum"] != sets[1]["checksum"]:
        listed = " and ".join(
            f"{name} is of {made['name']} (sha256 {made['checksum'][:12]}…)"
            for name, made in zip(names, sets, strict=True)
        )
        raise UsageError(f"{listed}: these are different question sets; run both on the same one")
    for run, system, name in zip((a, b), systems, names, strict=True):
        # A set that only tells whether a question is answered (NoMIRACL) has no rankings.
        if system not in run["systems"] and run["systems"]:
            raise UsageError(f"{name} has no system {system}, but {', '.join(run['systems'])}: give --system A,B")
    rows = _by_id(a), _by_id(b)
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
            tuple(key for key in rows[0] if key not in rows[1]),
            tuple(key for key in rows[1] if key not in rows[0]),
        ),
        unpaired=unpaired,
    )


def default_measures(a: Mapping[str, Any], b: Mapping[str, Any], systems: tuple[str, str]) -> tuple[str, ...]:
    """Those of Success@1, Success@5, RR@10, nDCG@10 and `right` that both runs have.

    `right` only for `default` against `default`: answers say nothing about another system.
    """
    known = _measures((_by_id(a), _by_id(b)), systems)
    answers = set(systems) == {DEFAULT}
    return tuple(name for name in DEFAULT_MEASURES if name in known and (answers or name not in _ANSWERS))


def _by_id(run: Mapping[str, Any]) -> _Rows:
    return {row["id"]: row for row in run["questions"]}


def _measures(rows: tuple[_Rows, _Rows], systems: tuple[str, str]) -> list[str]:
    """The measures with at least one pair."""
    ranking = {name for row in rows[0].values() for name in row["systems"].get(systems[0], {}).get("values", ())}
    return [name for name in (*sorted(ranking), *_ANSWERS) if _pairs(rows, systems, name)[0]]


def _pairs(rows: tuple[_Rows, _Rows], systems: tuple[str, str], measure: str) -> tuple[tuple[Pair, ...], int]:
    """The pairs in the order of the first run, and how many questions of both runs have a figure in one only."""
    pairs = []
    half = 0
    for key in (key for key in rows[0] if key in rows[1]):
        row, other = rows[0][key], rows[1][key]
        a, b = _value(row, systems[0], measure), _value(other, systems[1], measure)
        if a is not None and b is not None:
            ranks = _rank(row, systems[0], measure), _rank(other, systems[1], measure)
            pairs.append(Pair(key, row["question"], row["lang"], row["kind"], a, b, *ranks))
        else:
            half += a is not b
    return tuple(pairs), half


def _rank(row: Mapping[str, Any], system: str, measure: str) -> int | None:
    if measure in _ANSWERS:
        return None
    rank: int | None = row["systems"][system]["complete" if measure.startswith("Success@") else "first"]
    return rank


def _value(row: Mapping[str, Any], system: str, measure: str) -> float | None:
    found: float | None
    if measure not in _ANSWERS:
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
        if group == _ALL:
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


def print_comparison(comparison: Comparison, console: Console, listed: int = _LISTED) -> None:
    """What differs, the table of results, and at most `listed` questions won and lost, the largest changes first."""
    if not console.is_terminal:
        console.width = max(console.width, _NARROW)
    for letter, name, system in zip("AB", comparison.names, comparison.systems, strict=True):
        console.print(Text(f"{letter}: {_plain(name)}, system {_plain(system)}"))
    for letter, ids in zip("AB", comparison.alone, strict=True):
        if ids:
            console.print(Text(f"left out, since only in {letter}: {len(ids)} ({_some(ids)})"))
    for measure, count in comparison.unpaired.items():
        if count:
            console.print(Text(f"left out of {measure}, since they have it in one run only: {count}"))
    if comparison.differing:
        console.print(_differing_table(comparison.differing))
    console.print(_result_table(comparison.results))
    won, lost = _changed(comparison, 1), _changed(comparison, -1)
    for label, changes in (("better", won), ("worse", lost)):
        console.print(Text(f"questions {label} in B: {len(changes)}"))
        if changes and listed:
            console.print(_change_table(changes[:listed]))
        if len(changes) > listed:
            console.print(Text(f"and {len(changes) - listed} more: give --list N, or --json FILE for all"))


def _differing_table(differing: Sequence[Differing]) -> Table:
    table = Table("what differs", "A", "B", title_justify="left")
    for item in differing:
        short = (_HASH.sub(lambda found: f"{found[0][:12]}…", text) for text in (item.a, item.b))
        table.add_row(*(Text(_plain(text)) for text in (item.name, *short)))
    return table


def _result_table(results: Sequence[Result]) -> Table:
    table = Table(
        title="B minus A, question by question",
        title_justify="left",
        caption=f"95 % paired bootstrap, from {FEW} pairs on; p: randomisation test, two-sided; Holm: p corrected "
        "for the number of measures. The groups are not corrected for: of 20 figures that do not differ, one falls "
        "below .05 by chance.",
        caption_justify="left",
    )
    table.add_column("group")
    table.add_column("measure")
    for name in ("n", "A", "B", "B − A", "95 %", "p", "Holm", "won/lost/same"):
        table.add_column(name, justify="right", no_wrap=True)
    group = None
    for result in results:
        if group not in (None, result.group):
            table.add_section()
        group = result.group
        none = result.low is None or result.high is None
        won, lost = len(result.won), len(result.lost)
        table.add_row(
            Text(_plain(result.group)),
            Text(_plain(result.measure)),
            str(result.n),
            f"{result.a:.3f}",
            f"{result.b:.3f}",
            f"{result.difference:+.3f}",
            "–" if none else f"{result.low:+.3f} to {result.high:+.3f}",
            _p(result.p_value),
            "" if result.holm is None else _p(result.holm),
            f"{won}/{lost}/{result.n - won - lost}",
        )
    return table


def _p(value: float) -> str:
    return "<.001" if value < 0.001 else f"{value:.3f}"


def _changed(comparison: Comparison, sign: int) -> list[dict[str, Pair]]:
    """By question the measures that changed in that direction, the largest change first, ties in their order."""
    changes: dict[str, dict[str, Pair]] = {}
    for measure, pairs in comparison.pairs.items():
        for pair in pairs:
            if (pair.b - pair.a) * sign > 0:
                changes.setdefault(pair.id, {})[measure] = pair
    return sorted(changes.values(), key=lambda part: -sum(abs(pair.b - pair.a) for pair in part.values()))


def _change_table(changes: Sequence[Mapping[str, Pair]]) -> Table:
    table = Table("id", "language")
    # Else Chinese, a single word to rich, would be cut off.
    table.add_column("question", overflow="fold")
    table.add_column("rank", no_wrap=True)
    table.add_column("figures")
    for part in changes:
        pair = next(iter(part.values()))
        ranked = [p for p in part.values() if (p.rank_a, p.rank_b) != (None, None)]
        rank = f"{ranked[0].rank_a or '–'} → {ranked[0].rank_b or '–'}" if ranked else ""
        figures = ", ".join(f"{measure} {p.a:.3g} → {p.b:.3g}" for measure, p in part.items())
        table.add_row(*(Text(_plain(text)) for text in (pair.id, pair.lang, pair.question, rank, figures)))
    return table


def _some(ids: Sequence[str]) -> str:
    return _plain(", ".join(ids[:3]) + (", …" if len(ids) > 3 else ""))


def _plain(text: str) -> str:
    """One line of printable characters: a question set may hold what moves a terminal's cursor."""
    return "".join(character if character.isprintable() else "�" for character in " ".join(text.split()))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval compare`."""
    parser.add_argument("a", type=Path, metavar="A.json", help="a run that python -m eval --json wrote")
    parser.add_argument("b", type=Path, metavar="B.json", help="the run to hold against it, or the same file again")
    parser.add_argument(
        "--system", metavar="NAME|A,B", help=f"the system, or one for each run (default: {DEFAULT} where both have it)"
    )
    parser.add_argument(
        "--measure",
        action="append",
        default=[],
        metavar="M",
        help=f"as RR@10, right, declined; repeatable (default: {', '.join(DEFAULT_MEASURES)}, where there)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the comparison, every pair included")
    parser.add_argument("--list", type=int, default=_LISTED, metavar="N", help=f"questions listed (default {_LISTED})")


def run(args: argparse.Namespace, console: Console) -> None:
    """Compare the two files of `args` (see `add_arguments`), print, and write JSON if asked. Raises UsageError."""
    if args.list < 0:
        raise UsageError("--list must be 0 or more")
    a, b = read_run(args.a), read_run(args.b)
    systems = _systems(args.system, a, b)
    measures = args.measure or default_measures(a, b, systems)
    # Without their folders: the JSON may be passed on.
    comparison = compare(a, b, systems, measures, names=(args.a.name, args.b.name))
    print_comparison(comparison, console, args.list)
    if args.json:
        write_whole(args.json, [json.dumps(asdict(comparison), ensure_ascii=False, indent=1, allow_nan=False), "\n"])


def _systems(given: str | None, a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[str, str]:
    if given is None:
        shared = [name for name in a["systems"] if name in b["systems"]]
        if not shared and not a["systems"] and not b["systems"]:
            return DEFAULT, DEFAULT
        if not shared:
            both = f"A: {', '.join(a['systems'])}; B: {', '.join(b['systems'])}"
            raise UsageError(f"the runs share no system ({both}): give --system A,B")
        return (DEFAULT, DEFAULT) if DEFAULT in shared else (shared[0], shared[0])
    names = [name.strip() for name in given.split(",")]
    if len(names) > 2 or not all(names):
        raise UsageError(f"--system {given}: give one name, or two with a comma between")
    return names[0], names[-1]
