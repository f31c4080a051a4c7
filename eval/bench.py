"""`python -m eval bench`: what each stage costs beside plain sentence-transformers and a FAISS flat index."""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.questions import read_questions, shipped
from eval.run import timed
from eval.runfile import commit, machine, without_folders, write_whole
from index import DenseIndex, Index, OpenEmbedder, UsageError, default_folder, generation, load
from qa import ask

BASELINE = "plain sentence-transformers + FAISS flat"
STAGES = ("hits", "answer", "index", "cold")

_HITS = 5
_FORMAT = 1

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Stage:
    """What is timed, and what beside it.

    `pairs` holds for each item (a question, or the one whole) our call and the baseline's; `before` is called before
    each repeat, untimed. `note` says what the baseline does, and what it need not do.
    """

    name: str
    note: str
    pairs: tuple[tuple[Call, Call], ...]
    repeats: int
    before: Call | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of a stage and of its baseline: one row a repeat, one number an item."""

    ours: tuple[tuple[float, ...], ...]
    baseline: tuple[tuple[float, ...], ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m eval bench`."""
    parser.add_argument("--questions", type=Path, metavar="FILE", help="question set (default: the one over corpus/)")
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="index folder (default: $POLICY_QA_INDEX or .policy-qa)"
    )
    parser.add_argument("--first", type=int, default=20, metavar="N", help="ask the first N questions (default 20)")
    parser.add_argument("--stages", default=",".join(STAGES), metavar="A,B", help=f"of {','.join(STAGES)} (all)")
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="of the question stages (default 5)")
    parser.add_argument("--slow-repeats", type=int, default=3, metavar="N", help="of index and cold (default 3)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all times and the machine's facts")


def run(args: argparse.Namespace, open_embedder: OpenEmbedder, console: Console) -> None:
    """Time the stages, print the table on `console`, write the JSON if asked to.

    The cold start is timed with real processes, which open the index's own model whatever `open_embedder` is.
    Raises UsageError for options or questions that cannot be used, and for a process that fails.
    """
    wanted = _checked(args)
    file = args.questions or shipped()
    # Each question once: an Index remembers the vector of one that it has just seen.
    questions = tuple(dict.fromkeys(row.question for row in read_questions(file)))[: args.first]
    folder = args.index or default_folder()
    index = load(folder, open_embedder=open_embedder)
    stored = generation.read_generation(folder).dense
    done: dict[str, tuple[Stage, Times]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        vectors = Path(scratch) / "vectors.npy"
        np.save(vectors, stored.vectors())
        stages: dict[str, Callable[[], Stage]] = {
            "hits": lambda: hits_stage(index, stored, questions, args.repeats),
            "answer": lambda: answer_stage(index, stored, questions, args.repeats),
            "index": lambda: index_stage(index, args.slow_repeats),
            "cold": lambda: cold_stage(index, folder, vectors, questions[0], args.slow_repeats),
        }
        for key in wanted:
            Console(stderr=True).print(f"timing {key} …", highlight=False)
            stage = stages[key]()
            done[key] = stage, take_turns(stage)
    amount = {
        "questions": len(questions),
        "documents": len(index.documents()),
        "characters": sum(len(document.text) for document in index.documents()),
        "passages": len(index.chunks),
    }
    print_bench(done, amount, console)
    if args.json:
        content = {
            "format": _FORMAT,
            "set": {"name": file.name, "checksum": hashlib.sha256(file.read_bytes()).hexdigest()},
            "commit": commit(),
            "settings": {"first": args.first, "repeats": args.repeats, "slow_repeats": args.slow_repeats},
            "index": without_folders(index.manifest),
            "machine": machine(),
            "baseline": BASELINE,
            "amount": amount,
            "stages": {key: _stage_json(*pair) for key, pair in done.items()},
        }
        write_whole(args.json, [json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False), "\n"])


def hits_stage(index: Index, stored: DenseIndex, questions: Sequence[str], repeats: int) -> Stage:
    """Five hits for each question; `stored` holds the vectors of the index's chunks."""
    note = "the question embedded, one flat search over the vectors of the passages"
    return Stage(
        "question to hits",
        note,
        tuple((partial(index.search, text, _HITS), _flat_search(index, stored, text)) for text in questions),
        repeats,
        index.forget,
    )


def answer_stage(index: Index, stored: DenseIndex, questions: Sequence[str], repeats: int) -> Stage:
    """`qa.ask` for each question, beside the baseline of the hits: plain vector search has no answers."""
    return Stage(
        "question to answer",
        "as for the hits, since a vector search ends there",
        tuple((partial(ask, text, index), _flat_search(index, stored, text)) for text in questions),
        repeats,
        index.forget,
    )


def index_stage(index: Index, repeats: int) -> Stage:
    """All the index's documents into an index in memory, every vector made anew."""
    embedder, documents, passages = index.embedder, index.documents(), index.passages()
    note = (
        "the same passages, ready cut, embedded and put into the flat index; ours also cuts the documents, counts"
        f" terms and embeds {index.manifest['counts']['sentences']:,} sentences"
    )

    def baseline() -> object:
        return DenseIndex.of(embedder.embed_chunks(passages), embedder.dim)

    return Stage("documents to index", note, ((partial(Index.from_documents, documents, embedder), baseline),), repeats)


def cold_stage(index: Index, folder: Path, vectors: Path, question: str, repeats: int) -> Stage:
    """`python -m qa` from its start to its end, beside `eval.coldstart` with the vectors of that NumPy file."""
    note = "a process that loads model and vectors and makes one search; both find their files in the page cache"
    model = [index.manifest["model"]] if index.manifest["model"] else []
    ours = [sys.executable, "-m", "qa", "--index", str(folder), "--", question]
    baseline = [sys.executable, "-m", "eval.coldstart", str(vectors), question, *model]
    pair = partial(run_process, ours), partial(run_process, baseline)
    return Stage("cold start to first answer", note, (pair,), repeats)


def run_process(command: Sequence[str]) -> None:
    """Run the command to its end, unseen. Raises UsageError when its exit code is not 0."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {done.returncode}"]
        raise UsageError(f"{' '.join(command[1:3])} fails ({lines[-1]}): run it by itself, or leave out its stage")


def take_turns(stage: Stage) -> Times:
    """Ours, baseline, ours, baseline …, item by item, so that what else the machine does falls on both.

    All items are gone through once more than `repeats` says: the first time is warm-up and not counted.
    """
    rows = []
    for _ in range(stage.repeats + 1):
        if stage.before:
            stage.before()
        rows.append([(timed(ours)[1], timed(baseline)[1]) for ours, baseline in stage.pairs])
    ours, baseline = (tuple(tuple(pair[side] for pair in row) for row in rows[1:]) for side in (0, 1))
    return Times(ours, baseline)


def figures(times: Times) -> dict[str, dict[str, float]]:
    """Median and quartiles over the repeats, of which each counts with the median of its items.

    "ours" and "baseline": milliseconds, also p95 over all items of all repeats. "ratio": "of_medians" is ours /
    baseline; its quartiles, and their median, are those of the repeats' own ratios.
    """
    ours, baseline = ([median(row) for row in side] for side in (times.ours, times.baseline))
    ratios = _quartiles([mine / plain for mine, plain in zip(ours, baseline, strict=True)])
    mine, plain = _quartiles(ours), _quartiles(baseline)
    return {
        "ours": {**mine, "p95": _p95(times.ours)},
        "baseline": {**plain, "p95": _p95(times.baseline)},
        "ratio": {"of_medians": mine["median"] / plain["median"], **ratios},
    }


def print_bench(done: Mapping[str, tuple[Stage, Times]], amount: Mapping[str, int], console: Console) -> None:
    """One row a stage, and under the table what was counted and what the baseline of each stage does."""
    title = "{questions} questions; {documents} documents, {characters:,} characters, {passages:,} passages"
    table = Table(title=title.format(**amount), title_justify="left", box=None, pad_edge=False)
    table.add_column("stage")
    for name in ("median", "quartiles", "p95", "baseline", "ratio", "quartiles"):
        table.add_column(name, justify="right")
    for stage, times in done.values():
        found = figures(times)
        ours, baseline, ratio = found["ours"], found["baseline"], found["ratio"]
        name, scale, digits = ("s", 1000, 2) if ours["median"] >= 2000 else ("ms", 1, 1)
        shown = {key: f"{value / scale:.{digits}f}" for key, value in ours.items()}
        table.add_row(
            stage.name,
            f"{shown['median']} {name}",
            f"{shown['q1']}–{shown['q3']}",
            shown["p95"] if len(times.ours[0]) > 1 else "",
            f"{baseline['median'] / scale:.{digits}f} {name}",
            f"{ratio['of_medians']:.2f}",
            f"{ratio['q1']:.2f}–{ratio['q3']:.2f}",
        )
    console.print(table)
    repeats = ", ".join(f"{stage.name} {stage.repeats}" for stage, _ in done.values())
    console.print(
        f"\nBaseline: {BASELINE}, turn about with ours. Repeats: {repeats}, and one before that is not counted."
        " A repeat of a question stage is the median over its questions, p95 is over single questions. Ratio: of the"
        " medians; quartiles over the repeats.",
        highlight=False,
    )
    for stage, _ in done.values():
        console.print(f"- {stage.name}: {stage.note}", highlight=False)


def _checked(args: argparse.Namespace) -> list[str]:
    """The stages asked for. Raises UsageError."""
    for option in ("repeats", "slow_repeats", "first"):
        if getattr(args, option) < 1:
            raise UsageError(f"--{option.replace('_', '-')} must be at least 1, not {getattr(args, option)}")
    wanted = list(dict.fromkeys(name.strip() for name in args.stages.split(",") if name.strip()))
    if not wanted or (unknown := [name for name in wanted if name not in STAGES]):
        named = ", ".join(unknown) if wanted else "(none)"
        raise UsageError(f"--stages: unknown stage {named}: choose of {', '.join(STAGES)}")
    if args.json and not args.json.parent.is_dir():
        raise UsageError(f"--json {args.json}: there is no folder {args.json.parent}; make it first")
    return wanted


def _flat_search(index: Index, stored: DenseIndex, question: str) -> Call:
    return lambda: stored.nearest(index.embedder.embed_query(question), _HITS)


def _quartiles(values: Sequence[float]) -> dict[str, float]:
    low, middle, high = (float(value) for value in np.percentile(values, (25, 50, 75)))
    return {"q1": low, "median": middle, "q3": high}


def _p95(rows: Sequence[Sequence[float]]) -> float:
    return float(np.percentile([value for row in rows for value in row], 95))


def _stage_json(stage: Stage, times: Times) -> dict[str, Any]:
    return {
        "name": stage.name,
        "baseline": stage.note,
        "repeats": stage.repeats,
        "figures": figures(times),
        "milliseconds": {"ours": times.ours, "baseline": times.baseline},
    }
