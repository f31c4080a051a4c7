"""`python -m eval compare A.json B.json`: arguments, tables and JSON."""

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.compare import ANSWERS, DEFAULT_MEASURES, Comparison, Differing, Pair, Result, compare, default_measures
from eval.metrics import SHOWN
from eval.run import DEFAULT
from eval.runfile import read_run, write_whole
from eval.uncertainty import FEW
from index import UsageError
from qa import visible

_NARROW = 120
_LISTED = 40
_HASH = re.compile("[0-9a-f]{40,}")


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
    for group, (shown_a, shown_b) in comparison.shown.items():
        console.print(Text(f"characters in the first {SHOWN}, {_plain(group)}: {shown_a:.0f} → {shown_b:.0f}"))
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
    """One line of plain text: a question set may hold what moves a terminal's cursor."""
    return " ".join(visible(text).split())


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
    if set(systems) != {DEFAULT} and (wrong := [measure for measure in measures if measure in ANSWERS]):
        raise UsageError(f"{', '.join(wrong)} is a figure of answers, which only {DEFAULT} gives: leave out --system")
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
