"""`python -m eval fuzz`: strange inputs for every part that meets what strangers wrote, and what must hold for each."""

import argparse
import hashlib
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.fuzz_box import Finding, place_of
from eval.fuzz_child import limit_memory, raise_when_slow, tried
from eval.fuzz_minimise import minimised
from eval.fuzz_targets import TARGETS, Target
from eval.fuzz_watch import Outcome, fuzz
from index import CheckFailedError, PolicyError, UsageError
from qa import visible

FOUND = Path(".policy-qa-fuzz")
_MINIMISE = 20.0  # seconds an input
_INSTALL = 'atheris is not installed: pip install -e ".[fuzz]" brings it, or use --engine plain'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval fuzz`."""
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)} (default: all)")
    parser.add_argument("--runs", type=int, default=100_000, metavar="N", help="inputs, of all targets together")
    parser.add_argument("--seconds", type=float, default=0, metavar="S", help="the longest for one target")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another seed, other inputs (default 0)")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="a folder of files to begin with, beside our own")
    parser.add_argument(
        "--engine", choices=("atheris", "plain"), help="led by coverage, or not (default: atheris where installed)"
    )
    parser.add_argument("--found", type=Path, default=FOUND, metavar="DIR", help=f"keep what fails (default {FOUND})")
    parser.add_argument("--again", type=Path, metavar="FILE", help="try one input again on one TARGET, and tell")


def run(args: argparse.Namespace, console: Console) -> None:
    """Fuzz the targets one by one, print a table, keep what failed.

    Raises UsageError for what cannot be done, and CheckFailedError, after the table, where an input failed.
    """
    targets = _targets(args.targets)
    if args.runs < 1 or args.seconds < 0:
        raise UsageError("--runs is at least 1, --seconds at least 0")
    if args.corpus and not args.corpus.is_dir():
        raise UsageError(f"--corpus {args.corpus} is no folder: name one that holds files to begin with")
    if args.again:
        _again(targets, args.again, console)
        return
    engine = _engine(args.engine)
    outcomes = []
    weights = sum(target.weight for target in targets)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for target in targets:
            runs = max(1, args.runs * target.weight // weights)
            Console(stderr=True).print(f"{target.name}: {runs:,} inputs by {engine} …", highlight=False)
            box = Path(folder) / target.name
            outcomes.append(fuzz(target, box, runs, args.seconds, args.seed, engine, args.corpus))
    print_outcomes(outcomes, console)
    kept = [(keep(one, args.found), one) for outcome in outcomes for one in outcome.findings]
    for file, finding in kept:
        console.print(f"{finding.target}: {visible(finding.error)}", highlight=False, markup=False)
        console.print(f"  at {finding.where or 'an unknown place'}", highlight=False, markup=False)
        console.print(f"  again: python -m eval fuzz {finding.target} --again {file}", highlight=False, markup=False)
    if kept:
        raise CheckFailedError(f"{len(kept)} ways to fail were found: the inputs are in {args.found}")


def print_outcomes(outcomes: Sequence[Outcome], console: Console) -> None:
    """The table of what every target came to, with the sums."""
    table = Table("target", *("inputs", "refused", "seconds", "found"), title="Fuzzing")
    for outcome in outcomes:
        row = (outcome.done, outcome.refused, round(outcome.seconds), len(outcome.findings))
        table.add_row(outcome.target, *(f"{value:,}" for value in row), visible(outcome.problem))
    sums = (
        sum(one.done for one in outcomes),
        sum(one.refused for one in outcomes),
        round(sum(one.seconds for one in outcomes)),
        sum(len(one.findings) for one in outcomes),
    )
    table.add_row("all", *(f"{value:,}" for value in sums), style="bold")
    console.print(table)


def keep(finding: Finding, folder: Path) -> Path:
    """Write a failing input, as short as it can be made, and return its file."""
    target = TARGETS[finding.target]
    data = finding.data
    if finding.where and not finding.key.startswith("MemoryError"):
        raise_when_slow()
        check = target.load()

        def fails(tried_data: bytes) -> bool:
            error = tried(check, tried_data)
            return error is not None and place_of(error)[0] == finding.key

        data = minimised(data, fails, _MINIMISE) if fails(data) else data
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{target.name}-{hashlib.sha256(data).hexdigest()[:12]}"
    file.write_bytes(data)
    return file


def _again(targets: Sequence[Target], file: Path, console: Console) -> None:
    if len(targets) != 1:
        raise UsageError(f"--again needs the one target that {file} is for: python -m eval fuzz TARGET --again {file}")
    if not file.is_file():
        raise UsageError(f"--again {file} is no file")
    raise_when_slow()
    limit_memory()
    error = tried(targets[0].load(), file.read_bytes())
    if error is None or isinstance(error, PolicyError):
        console.print(f"holds ({visible(str(error))})" if error else "holds", highlight=False, markup=False)
        return
    where = place_of(error)[1]
    raise CheckFailedError(f"{type(error).__name__}: {visible(str(error))[:500]}, at {where}") from error


def _targets(names: Sequence[str]) -> list[Target]:
    unknown = [name for name in names if name not in TARGETS]
    if unknown:
        raise UsageError(f"no target {unknown[0]!r}: {', '.join(TARGETS)} are there")
    absent = [name for name in names if not TARGETS[name].present]
    if absent:
        raise UsageError(f"the part that {absent[0]} is for is not in this copy of the program")
    return [target for name in dict.fromkeys(names or TARGETS) if (target := TARGETS[name]).present]


def _engine(wanted: str | None) -> str:
    there = find_spec("atheris") is not None
    if wanted == "atheris" and not there:
        raise UsageError(_INSTALL)
    return wanted or ("atheris" if there else "plain")
