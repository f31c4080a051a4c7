"""`python -m qa "question"` and `--batch`; the console script `policy-qa`."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from index import (
    Index,
    OpenEmbedder,
    PolicyError,
    UnreadableError,
    UsageError,
    limited_ids,
    load,
    load_embedder,
    run_command,
)
from qa.answer import Answer
from qa.ask import ask, explain
from qa.in_force import read_day
from qa.render import to_json, to_text
from qa.trace import trace_text

_INDEX_HELP = "index folder (default: $POLICY_QA_INDEX or .policy-qa)"
_OURS = ("question", "history", "filters", "as_of")
_LIMITS: Mapping[str, tuple[str, str]] = {
    "document": ("NAME", "documents by file name, part of the title, reference number or id"),
    "issuer": ("NAME", "documents of an issuing body, by part of its name"),
    "year": ("YEAR", "documents issued in a year, or in a range such as 2019-2021"),
    "reference": ("NUMBER", "documents by reference number or part of it, in any brackets: 〔2021〕61号"),
}


def main(argv: Sequence[str] | None = None, open_embedder: OpenEmbedder = load_embedder) -> int:
    """Answer one question or a batch; returns the exit code (0 answered or declined, 2 wrong use or bad input)."""
    args = _parser().parse_args(argv)
    return run_command(lambda: _run(args, open_embedder), machine=args.json or args.batch is not None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="policy-qa", description="Ask the indexed documents, in any language.")
    parser.add_argument("question", nargs="?", help="what you want to know")
    parser.add_argument("--index", type=Path, metavar="DIR", help=_INDEX_HELP)
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument("--top-k", type=int, default=5, metavar="N", help="how many passages to list (default 5)")
    parser.add_argument("--explain", action="store_true", help="also print what each stage said of the passages")
    parser.add_argument("--as-of", metavar="DATE", help="answer as on that day, such as 2021-10-11 (default: today)")
    parser.add_argument("--batch", metavar="FILE", help="answer JSON lines from a file, or from standard input with -")
    limits = parser.add_argument_group("limit the answer to", "Each may be given more than once: one of them must fit.")
    for name, (metavar, said) in _LIMITS.items():
        limits.add_argument(f"--{name}", action="append", metavar=metavar, help=said)
    return parser


def _run(args: argparse.Namespace, open_embedder: OpenEmbedder) -> int:
    if (args.question is None) == (args.batch is None):
        raise UsageError('give one question in quotation marks ("who leads customs protection?") or --batch FILE')
    if args.explain and args.batch is not None:
        raise UsageError("--explain tells of one question: leave out --batch")
    if args.top_k < 1:
        raise UsageError(f"--top-k must be at least 1, not {args.top_k}")
    limits = {name: given for name in _LIMITS if (given := getattr(args, name))}
    if limits and args.batch is not None:
        raise UsageError(f'--{next(iter(limits))} goes with one question: give each line of the batch its "filters"')
    if args.as_of is not None:
        if args.batch is not None:
            raise UsageError('--as-of goes with one question: give each line of the batch its "as_of"')
        read_day(args.as_of, "--as-of")
    lines = _lines(args.batch) if args.batch is not None else []
    index = load(args.index, open_embedder=open_embedder)
    # Before the model loads: a name that was mistyped is told of at once.
    filters = {"document_id": sorted(limited_ids(limits, index.documents()))} if limits else None
    print("loading the model …", file=sys.stderr, flush=True)
    _ = index.embedder
    if args.batch is not None:
        return _answer_batch(lines, index, args.top_k)
    trace = None
    if args.explain:
        # Loads the dictionary, so that the times are those of a question.
        index.scores("?")
        trace = explain(args.question, index, args.top_k, filters=filters, as_of=args.as_of)
    answer = trace.answer if trace else ask(args.question, index, args.top_k, filters=filters, as_of=args.as_of)
    if args.json:
        print(json.dumps(to_json(answer), ensure_ascii=False, indent=2))
    else:
        print(to_text(answer))
    if trace:
        print("\n" + trace_text(trace), file=sys.stderr if args.json else sys.stdout)
    return 0


def _lines(name: str) -> Iterable[bytes]:
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).read_bytes().splitlines()
    except OSError as error:
        raise UnreadableError(
            f"cannot read {name} ({error.strerror}): name a file of JSON lines, or - for stdin"
        ) from None


def _answer_batch(lines: Iterable[bytes], index: Index, top_k: int) -> int:
    code = 0
    for number, line in enumerate(lines, 1):
        if not line.strip().removeprefix(b"\xef\xbb\xbf"):
            continue
        try:
            given = _given(line)
            answer = _ask_row(given, index, top_k)
            text = _written({**{key: value for key, value in given.items() if key not in _OURS}, **to_json(answer)})
        except PolicyError as error:
            code = 2
            text = json.dumps({"line": number, "error": str(error)}, ensure_ascii=False)
        print(text, flush=True)
    return code


def _written(row: Mapping[str, Any]) -> str:
    """A row as JSON; raises UsageError for a field without a form in JSON or UTF-8 (NaN, half a pair)."""
    try:
        text = json.dumps(row, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError) as error:
        raise UsageError(f"a field cannot be written back: {error}") from None
    return text


def _given(line: bytes) -> Mapping[str, Any]:
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError("not UTF-8: save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"not JSON: {error}") from None
    if not isinstance(given, dict) or not isinstance(given.get("question"), str):
        raise UsageError('each line is an object with a text "question"')
    return given


def _ask_row(given: Mapping[str, Any], index: Index, top_k: int) -> Answer:
    history, filters = given.get("history"), given.get("filters")
    if history is not None and not isinstance(history, list):
        raise UsageError('"history" is a list of earlier questions or answers')
    if filters is not None and not isinstance(filters, dict):
        raise UsageError('"filters" is an object such as {"year": 2018}')
    as_of = given.get("as_of")
    day = None if as_of is None else read_day(as_of, '"as_of"')
    return ask(given["question"], index, top_k, history or (), filters, as_of=day)


if __name__ == "__main__":
    sys.exit(main())
