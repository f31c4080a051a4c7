"""`python -m eval reader`: arguments, tables and JSON of the span reader judged alone."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.aggregate import Figure, Figures
from eval.collection import Collection
from eval.nomiracl import read_nomiracl
from eval.reading import LONGEST, Extracted, Told, area, asked_of, declining, extract_all, judged, limited, tell_all
from eval.runfile import FORMAT, commit, machine, write_whole
from eval.squad import read_squad
from index import UsageError, default_base, file_checksum
from qa import READER_FILE, Reader, SpanReader, load_reader, visible

OpenReader = Callable[[Path | None], Reader]
"""Opens a reader's file, or the one that is shipped."""

THRESHOLD = 0.5
THRESHOLDS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
_NARROW = 100


def open_reader(file: Path | None) -> Reader:
    """The reader of the file on the default model, or the shipped one. Raises ModelError."""
    return SpanReader(default_base().folder, file) if file else load_reader()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval reader`."""
    parser.add_argument("file", nargs="?", type=Path, metavar="SQUAD_FILE", help="questions on their own paragraphs")
    parser.add_argument(
        "--contexts", type=Path, metavar="SQUAD_FILE", help="take paragraphs and answers, by question id, from there"
    )
    parser.add_argument("--nomiracl", type=Path, metavar="FILE", help="measure declining on a NoMIRACL file instead")
    parser.add_argument("--weights", type=Path, metavar="FILE", help="reader.safetensors of python -m qa.train")
    parser.add_argument(
        "--threshold", type=float, default=THRESHOLD, metavar="P", help=f"answerable from there (default {THRESHOLD})"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="only N questions, spread evenly over the file")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write settings, figures and every question's result")


def run(args: argparse.Namespace, open_reader: OpenReader, console: Console) -> None:
    """Judge the reader on the file of `args` (see `add_arguments`), print, and write JSON if asked.

    Raises UsageError for options and files that cannot be used, ModelError for a reader that cannot be opened.
    """
    _check(args)
    collection, left_out = _collection(args)
    if left_out:
        print(f"questions left out, since their answers are no spans: {left_out}", file=sys.stderr)
    reader = open_reader(args.weights)
    rows: Sequence[Told]
    spans: dict[str, Figures] = {}
    if collection.format == "nomiracl":
        rows = tell_all(collection, reader)
    else:
        rows = extracted = extract_all(collection, reader, args.threshold)
        spans = span_figures(extracted, args.threshold)
    if not console.is_terminal:
        console.width = max(console.width, _NARROW)
    if spans:
        console.print(_span_table(collection.name, spans, args.threshold))
    if (auc := area(rows)) is not None:
        console.print(_declining_table(collection.name, rows, args.threshold))
        console.print(f"AUC, with against without an answer: {auc:.3f}", highlight=False)
    if args.json:
        content = _content(args, collection, rows, spans)
        write_whole(args.json, [json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False), "\n"])


def span_figures(rows: Sequence[Extracted], threshold: float) -> dict[str, Figures]:
    """By group EM and F1, and the share whose probability is `below` the threshold, declined or not.

    The groups are all and, where the set has both, the questions with an answer and those without.
    """
    groups = {"all": list(rows)}
    if not all(row.answerable for row in rows):
        groups["answerable"] = [row for row in rows if row.answerable]
        groups["unanswerable"] = [row for row in rows if not row.answerable]
    return {
        name: {
            "exact_match": Figure.of(row.exact_match for row in part),
            "f1": Figure.of(row.f1 for row in part),
            "below": Figure.of(row.probability < threshold for row in part),
        }
        for name, part in groups.items()
    }


def _check(args: argparse.Namespace) -> None:
    if bool(args.file) == bool(args.nomiracl):
        raise UsageError("give either a SQuAD file, python -m eval reader FILE, or --nomiracl FILE")
    if args.contexts and args.nomiracl:
        raise UsageError("a NoMIRACL question comes with its own passages: leave out --contexts")
    if args.limit is not None and args.limit < 1:
        raise UsageError("--limit must be at least 1")
    if not 0 <= args.threshold <= 1:
        raise UsageError("--threshold is a probability, from 0 to 1")
    if args.json and (args.json.is_dir() or not args.json.parent.is_dir()):
        raise UsageError(f"--json {args.json}: name a file in a folder that is there")


def _collection(args: argparse.Namespace) -> tuple[Collection, int]:
    """What is asked, and how many of its questions cannot be judged."""
    if args.nomiracl:
        return limited(read_nomiracl(args.nomiracl), args.limit), 0
    collection = read_squad(args.file)
    if args.contexts:
        collection = asked_of(collection, read_squad(args.contexts))
    collection = limited(collection, args.limit)
    left_out = sum(not judged(task) for task in collection.tasks)
    if left_out == len(collection.tasks):
        raise UsageError(f"{collection.name} has no answers to judge by: name a file with answers that are spans")
    return collection, left_out


def _span_table(name: str, figures: dict[str, Figures], threshold: float) -> Table:
    table = Table(title=f"reader alone, {_label(name)}", title_justify="left")
    table.add_column("group")
    for heading in ("questions", "EM", "F1", f"below {threshold:g}"):
        table.add_column(heading, justify="right")
    for group, found in figures.items():
        count = found["f1"].count
        table.add_row(group, str(count), *(_cell(found[key]) for key in ("exact_match", "f1", "below")))
    return table


def _declining_table(name: str, rows: Sequence[Told], chosen: float) -> Table:
    table = Table(title=f"declined, {_label(name)}", title_justify="left")
    for heading in ("threshold", "of those without an answer", "of those with one"):
        table.add_column(heading, justify="right")
    for threshold in sorted({*THRESHOLDS, chosen}):
        found = declining(rows, threshold)
        style = "bold" if threshold == chosen else None
        mark = "→ " if threshold == chosen else ""
        table.add_row(f"{mark}{threshold:g}", _cell(found.unanswerable), _cell(found.answerable), style=style)
    return table


def _cell(figure: Figure) -> str:
    """The figure in per cent with its 95 % interval, or, below 30 questions, how many there are."""
    if figure.value is None:
        return "–"
    if not figure.interval:
        return f"{100 * figure.value:.1f} (of {figure.count})"
    low, high = figure.interval
    return f"{100 * figure.value:.1f} ({100 * low:.1f}–{100 * high:.1f})"


def _content(
    args: argparse.Namespace, collection: Collection, rows: Sequence[Told], spans: dict[str, Figures]
) -> dict[str, Any]:
    weights = args.weights or READER_FILE
    thresholds = sorted({*THRESHOLDS, args.threshold})
    auc = area(rows)
    return {
        "format": FORMAT,
        "set": {"name": collection.name, "kind": collection.format, "checksums": _checksums(args)},
        "commit": commit(),
        "settings": {"threshold": args.threshold, "limit": args.limit, "longest": LONGEST},
        "reader": {"name": weights.name, "checksum": file_checksum(weights) if weights.is_file() else None},
        "machine": machine(),
        "spans": {group: {key: asdict(figure) for key, figure in found.items()} for group, found in spans.items()}
        or None,
        "declining": [asdict(declining(rows, threshold)) for threshold in thresholds] if auc is not None else None,
        "auc": auc,
        "questions": [asdict(row) for row in rows],
    }


def _checksums(args: argparse.Namespace) -> dict[str, str]:
    """By the role of the file."""
    given = {"questions": args.file or args.nomiracl, "contexts": args.contexts}
    return {role: file_checksum(file) for role, file in given.items() if file}


def _label(name: str) -> str:
    return escape(" ".join(visible(name).split()))
