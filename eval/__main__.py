"""`python -m eval`: how well the index finds, and the answers cite, what a question set names as proof."""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from eval.beir import open_index, read_beir
from eval.bench import bench, print_bench
from eval.metrics import locate
from eval.questions import read_questions, shipped
from eval.report import check_floors, parse_floor, print_run, write_json
from eval.run import DEFAULT, SYSTEMS, Run, check_systems, run_beir, run_questions
from index import Index, OpenEmbedder, UsageError, cache_folder, default_folder, load, load_embedder, run_command


def main(argv: Sequence[str] | None = None, open_embedder: OpenEmbedder = load_embedder) -> int:
    """Run one evaluation or benchmark; returns the exit code (0 done, 2 wrong use, 3 below a floor)."""
    args = _parser().parse_args(argv)

    def run() -> int:
        command = _bench if args.command == "bench" else _evaluate
        command(args, open_embedder)
        return 0

    return run_command(run)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Measure retrieval and answers.")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="question set (default: the one over corpus/)")
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="index folder (default: $POLICY_QA_INDEX or .policy-qa)"
    )
    parser.add_argument("--beir", type=Path, metavar="DIR", help="measure retrieval on a BEIR folder instead")
    parser.add_argument("--model", metavar="NAME", help="with --beir: a sentence-transformers model by name or folder")
    parser.add_argument(
        "--systems", default=DEFAULT, metavar="A,B", help=f"of {','.join(SYSTEMS)} (default: {DEFAULT})"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write settings, figures and every question's result")
    parser.add_argument(
        "--min",
        action="append",
        default=[],
        metavar="[GROUP:]MEASURE=VALUE",
        help="exit 3 when a figure is lower, as Success@5=0.9 or en:Success@1=0.8; repeatable",
    )
    commands = parser.add_subparsers(dest="command", metavar="bench")
    sub = commands.add_parser("bench", help="time a question", description="Time questions to hits and to answers.")
    sub.add_argument("--questions", type=Path, metavar="FILE")
    sub.add_argument("--index", type=Path, metavar="DIR")
    sub.add_argument("--repeats", type=int, default=5, metavar="N")
    sub.add_argument("--first", type=int, default=20, metavar="N", help="time the first N questions (default 20)")
    return parser


def _evaluate(args: argparse.Namespace, open_embedder: OpenEmbedder) -> None:
    systems = list(dict.fromkeys(name.strip() for name in args.systems.split(",") if name.strip()))
    check_systems(systems)
    floors = [parse_floor(text) for text in args.min]
    if args.beir and (args.questions or args.index):
        raise UsageError("--beir brings its own questions and documents: leave out --questions and --index")
    if args.model and not args.beir:
        raise UsageError(
            "an index keeps the model it was built with: use --model with python -m index build, or --beir"
        )
    if args.json and not args.json.parent.is_dir():
        raise UsageError(f"--json {args.json}: there is no folder {args.json.parent}; make it first")
    index, run, title, file = (
        _run_beir(args, systems, open_embedder) if args.beir else _run_set(args, systems, open_embedder)
    )
    print_run(run, title, Console())
    if args.json:
        checksum = hashlib.sha256(file.read_bytes()).hexdigest()
        write_json(args.json, run, {"set": title, "checksum": checksum, "systems": systems}, index.manifest)
    check_floors(run, floors)


def _run_set(
    args: argparse.Namespace, systems: Sequence[str], open_embedder: OpenEmbedder
) -> tuple[Index, Run, str, Path]:
    file = args.questions or shipped()
    questions = read_questions(file)
    folder = args.index or default_folder()
    index = load(folder, open_embedder=open_embedder)
    gold = locate(questions, index.documents(), f"the index in {folder}")
    return index, run_questions(questions, gold, index, systems), file.name, file


def _run_beir(
    args: argparse.Namespace, systems: Sequence[str], open_embedder: OpenEmbedder
) -> tuple[Index, Run, str, Path]:
    beir = read_beir(args.beir)
    cache = cache_folder() / "eval"
    index = open_index(beir, open_embedder(args.model), cache)
    return index, run_beir(beir, index, systems), beir.name, args.beir / "queries.jsonl"


def _bench(args: argparse.Namespace, open_embedder: OpenEmbedder) -> None:
    questions = [question.question for question in read_questions(args.questions or shipped())][: args.first]
    index = load(args.index or default_folder(), open_embedder=open_embedder)
    times = bench(index, questions, args.repeats)
    print_bench(times, f"{len(questions)} questions, {len(index.chunks)} chunks, {args.repeats} repeats", Console())


if __name__ == "__main__":
    sys.exit(main())
