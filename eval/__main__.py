"""`python -m eval`: how well the index finds, and the answers cite, what a question set names as proof."""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from eval import bench, compare_report, fit, formats, from_feedback, fuzz, init, reader_command, samples, scale
from eval import load as load_command
from eval.beir import read_beir
from eval.collection import Collection, open_index
from eval.content import run_content
from eval.floors import check_floors, parse_floor
from eval.gold import locate
from eval.nomiracl import read_nomiracl
from eval.page import write_page
from eval.peers import PEERS, installed, open_peer
from eval.questions import read_questions, shipped
from eval.report import print_run
from eval.run import DEFAULT, SYSTEMS, Peers, Run, check_systems, run_collection, run_questions
from eval.runfile import write_whole
from eval.squad import read_squad
from eval.trec import write_trec
from index import (
    Index,
    OpenEmbedder,
    UsageError,
    cache_folder,
    default_base,
    default_folder,
    load,
    load_embedder,
    run_command,
)
from qa import visible

_WITH_SENTENCES = 500_000
"""Characters of a test set up to which its sentences are embedded too, which takes longer than its passages do."""


def main(argv: Sequence[str] | None = None, open_embedder: OpenEmbedder = load_embedder) -> int:
    """Run one evaluation, benchmark, comparison or template; returns the exit code (0 done, 2 wrong use, 3 below a
    floor or a failed request).
    """
    words = sys.argv[1:] if argv is None else list(argv)
    args = _parser().parse_args(words)

    def run() -> int:
        if args.command and words[0] != args.command:
            raise UsageError(f"options stand behind {args.command}: python -m eval {args.command} …")
        if args.command == "bench":
            bench.run(args, open_embedder, Console())
        elif args.command == "compare":
            compare_report.run(args, Console())
        elif args.command == "init":
            init.run(args, Console())
        elif args.command == "reader":
            reader_command.run(args, reader_command.open_reader, Console())
        elif args.command == "fit":
            fit.run(args, open_embedder, Console())
        elif args.command == "from-feedback":
            from_feedback.run(args, open_embedder, Console())
        elif args.command == "fuzz":
            fuzz.run(args, Console())
        elif args.command == "load":
            load_command.run(args, Console())
        elif args.command == "samples":
            samples.run(args, Console())
        elif args.command == "scale":
            scale.run(args, Console())
        elif args.command == "formats":
            formats.run(args, open_embedder, Console())
        else:
            _evaluate(args, open_embedder)
        return 0

    return run_command(run)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Measure retrieval and answers.")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="question set (default: the one over corpus/)")
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="index folder (default: $POLICY_QA_INDEX or .policy-qa)"
    )
    parser.add_argument("--beir", type=Path, metavar="DIR", help="measure retrieval on a BEIR folder instead")
    parser.add_argument("--squad", type=Path, metavar="FILE", help="measure on a file in SQuAD's format instead")
    parser.add_argument("--nomiracl", type=Path, metavar="FILE", help="measure declining on a NoMIRACL file instead")
    parser.add_argument("--model", metavar="NAME", help="for these three: a sentence-transformers model")
    parser.add_argument(
        "--systems", default=DEFAULT, metavar="A,B", help=f"of {','.join((*SYSTEMS, *PEERS))} (default: {DEFAULT})"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write settings, figures and every question's result")
    parser.add_argument("--report", type=Path, metavar="DIR", help="write it as a page: DIR/index.html, DIR/run.json")
    parser.add_argument("--run", type=Path, metavar="FILE", help="write the rankings as a TREC run")
    parser.add_argument(
        "--min",
        action="append",
        default=[],
        metavar="[GROUP:]MEASURE=VALUE",
        help="exit 3 when a figure is lower, as Success@5=0.9 or en:Success@1=0.8; repeatable",
    )
    commands = parser.add_subparsers(
        dest="command",
        metavar="init | from-feedback | compare | bench | load | scale | fuzz | samples | formats | reader | fit",
    )
    init.add_arguments(commands.add_parser("init", help="write a template of questions to fill in"))
    from_feedback.add_arguments(commands.add_parser("from-feedback", help="make questions of the page's feedback"))
    compare_report.add_arguments(commands.add_parser("compare", help="compare two runs, question by question"))
    bench.add_arguments(commands.add_parser("bench", help="time what users wait for"))
    fuzz.add_arguments(commands.add_parser("fuzz", help="give strange inputs to every part that reads strangers'"))
    load_command.add_arguments(commands.add_parser("load", help="let many people ask a running page at once"))
    scale.add_arguments(commands.add_parser("scale", help="build and change an index of many documents"))
    samples.add_arguments(commands.add_parser("samples", help="write forty files of all formats to try"))
    formats.add_arguments(commands.add_parser("formats", help="ask one document in all formats"))
    reader_command.add_arguments(commands.add_parser("reader", help="judge the span reader alone"))
    fit.add_arguments(commands.add_parser("fit", help="fit what decides whether to decline"))
    return parser


def _evaluate(args: argparse.Namespace, open_embedder: OpenEmbedder) -> None:
    systems = list(dict.fromkeys(name.strip() for name in args.systems.split(",") if name.strip()))
    check_systems(systems, PEERS)
    systems = _runnable(systems)
    floors = [parse_floor(text) for text in args.min]
    _check_outputs(args)
    collection = _collection(args)
    if collection and collection.format == "nomiracl" and (args.run or DEFAULT not in systems):
        raise UsageError(f"a NoMIRACL file ranks nothing: leave out --run, and --systems other than {DEFAULT}")
    index, run, test_set = (
        _run_collection(collection, args, systems, open_embedder)
        if collection
        else _run_set(args, systems, open_embedder)
    )
    print_run(run, test_set["name"], Console())
    if args.json or args.report:
        content = run_content(run, test_set, {"systems": systems, "model": args.model}, index.manifest)
        written = [json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False), "\n"]
        if args.json:
            write_whole(args.json, written)
        if args.report:
            page = write_page(args.report, content)
            write_whole(args.report / "run.json", written)
            print(f"report: {page}", file=sys.stderr)
    if args.run:
        write_trec(args.run, run.rankings)
    check_floors(run, floors)


def _runnable(systems: Sequence[str]) -> list[str]:
    """The systems without the peers that are not installed; says which. Raises UsageError when none is left."""
    absent = [system for system in systems if system in PEERS and not installed(system)]
    left = [system for system in systems if system not in absent]
    if absent:
        listed = ", ".join(absent)
        hint = f'{listed}: not installed; pip install -e ".[peers]" brings it'
        if not left:
            raise UsageError(hint)
        print(f"left out, {hint}", file=sys.stderr)
    return left


def _check_outputs(args: argparse.Namespace) -> None:
    """Raises UsageError for what could not be written after a long run."""
    for option in ("json", "run"):
        file = getattr(args, option)
        if file and not file.parent.is_dir():
            raise UsageError(f"--{option} {file}: there is no folder {file.parent}; make it first")
        if file and file.is_dir():
            raise UsageError(f"--{option} {file} is a folder; name a file")
    if args.report and args.report.exists() and not args.report.is_dir():
        raise UsageError(f"--report {args.report} is a file; name a folder")


def _collection(args: argparse.Namespace) -> Collection | None:
    given = [name for name in ("beir", "squad", "nomiracl") if getattr(args, name)]
    if not given:
        if args.model:
            raise UsageError("an index keeps the model it was built with: use --model with python -m index build")
        return None
    if len(given) > 1 or args.questions or args.index:
        raise UsageError(
            f"--{given[0]} brings its own questions and documents: leave out --questions, --index and other sets"
        )
    read = {"beir": read_beir, "squad": read_squad, "nomiracl": read_nomiracl}[given[0]]
    return read(getattr(args, given[0]))


def _run_set(
    args: argparse.Namespace, systems: Sequence[str], open_embedder: OpenEmbedder
) -> tuple[Index, Run, dict[str, str]]:
    file = args.questions or shipped()
    if file.exists() and not file.is_file():
        raise UsageError(f"--questions {file} is no file of its own: save the questions to one")
    questions = read_questions(file)
    folder = args.index or default_folder()
    index = load(folder, open_embedder=open_embedder)
    gold = locate(questions, index.documents(), f"the index in {folder}")
    unjudged = [question.id for question in questions if question.answerable and question.id not in gold]
    if unjudged:
        some = ", ".join(unjudged[:5]) + (", …" if len(unjudged) > 5 else "")
        print(
            f"questions whose answers stand in no document as they are written: {len(unjudged)} ({visible(some)}). "
            "Of these only the answer is judged, not retrieval",
            file=sys.stderr,
        )
    test_set = {"name": file.name, "kind": "questions", "checksum": hashlib.sha256(file.read_bytes()).hexdigest()}
    return index, run_questions(questions, gold, index, systems, _peers(index, systems)), test_set


def _run_collection(
    collection: Collection, args: argparse.Namespace, systems: Sequence[str], open_embedder: OpenEmbedder
) -> tuple[Index, Run, dict[str, str]]:
    # What a user's index always has is left out of large sets that are only ranked: it would take most of the time.
    asked = collection.format != "beir" and DEFAULT in systems
    size = sum(len(document.text) for document in collection.documents)
    sentences = asked or size <= _WITH_SENTENCES
    if not sentences:
        print(f"{collection.name}: {size:,} characters, too many to embed every sentence too", file=sys.stderr)
    index = open_index(collection, open_embedder(args.model), cache_folder() / "eval", sentences=sentences)
    run = run_collection(collection, index, systems, _peers(index, systems))
    return index, run, {"name": collection.name, "kind": collection.format, "checksum": collection.checksum}


def _peers(index: Index, systems: Sequence[str]) -> Peers:
    names = [system for system in systems if system in PEERS]
    if not names:
        return {}
    model = index.embedder.name
    folder = default_base().folder if model in ("default", "base") else Path(model)
    passages = index.passages()
    return {name: open_peer(name, passages, folder) for name in names}


if __name__ == "__main__":
    sys.exit(main())
