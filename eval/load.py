"""`python -m eval load`: many people at once on a running page, how long each waits and what fails."""

import argparse
import hashlib
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from http.client import InvalidURL
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from rich.console import Console
from rich.table import Table

from eval.aggregate import percentiles
from eval.questions import Question, read_questions, shipped
from eval.runfile import commit, machine, write_whole
from index import CheckFailedError, UsageError
from qa import visible

PATIENCE_S = 120.0
"""Who waits longer for one answer gives up, and the request has failed."""
PAUSE_S = 1.0
"""Between an answer and the next question a person waits a random time up to this."""
SEED = 20

_FORMAT = 1
_LONGEST = 200
_FIELDS = {"question", "answered", "citations"}

Ask = Callable[[str], object]
"""Puts one question to the page and gives what came back; raises whatever went wrong."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question put to the page by one person.

    `start` counts seconds from the start of the run. `error` says what went wrong and is empty where nothing did;
    `answered` is False for a declined question too.
    """

    person: int
    question: str
    start: float
    milliseconds: float
    answered: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """The requests in the order in which they were made, and the seconds until the last was through."""

    requests: tuple[Request, ...]
    seconds: float

    def errors(self) -> dict[str, int]:
        """How many requests failed by what went wrong, the most frequent first."""
        return dict(Counter(request.error for request in self.requests if request.error).most_common())

    def figures(self) -> dict[str, Any]:
        """Counts, requests a second, and p50, p95 and max of the milliseconds of those that did not fail."""
        times = [request.milliseconds for request in self.requests if not request.error]
        return {
            "requests": len(self.requests),
            "failed": len(self.requests) - len(times),
            "answered": sum(request.answered for request in self.requests),
            "a_second": len(times) / self.seconds,
            "milliseconds": {**percentiles(times), "max": max(times)} if times else {},
        }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval load`."""
    parser.add_argument("url", metavar="URL", help="a running page, as http://127.0.0.1:7860")
    parser.add_argument("--people", type=int, default=20, metavar="N", help="who ask at the same time (default 20)")
    parser.add_argument("--seconds", type=float, default=120, metavar="S", help="how long they ask (default 120)")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="question set (default: the one over corpus/)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every request and the figures")


def run(args: argparse.Namespace, console: Console) -> None:
    """Let the people ask, print the table on `console`, write the JSON if asked to.

    Raises UsageError for options or questions that cannot be used and for a URL that is no page of ours, and
    CheckFailedError, after table and JSON, when a request failed.
    """
    _check(args)
    file = args.questions or shipped()
    questions = read_questions(file)
    check_page(args.url)
    with ExitStack() as stack:
        asks = [stack.enter_context(session(args.url)) for _ in range(args.people)]
        Console(stderr=True).print(f"{args.people} people ask for {args.seconds:g} s …", highlight=False)
        load = press(asks, questions, args.seconds)
    print_load(load, args.people, console)
    if args.json:
        content = {
            "format": _FORMAT,
            "set": {"name": file.name, "checksum": hashlib.sha256(file.read_bytes()).hexdigest()},
            "commit": commit(),
            "settings": {"people": args.people, "seconds": args.seconds, "pause": PAUSE_S, "patience": PATIENCE_S},
            "machine": machine(),
            "seconds": load.seconds,
            "figures": load.figures(),
            "errors": load.errors(),
            "requests": [asdict(request) for request in load.requests],
        }
        write_whole(args.json, [json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False), "\n"])
    if failed := load.figures()["failed"]:
        raise CheckFailedError(f"{failed} of {len(load.requests)} requests failed: what the page prints says more")


def press(asks: Sequence[Ask], questions: Sequence[Question], seconds: float, pause: float = PAUSE_S) -> Load:
    """Each of `asks` is a person, who asks the questions in an order of its own, again and again, for `seconds`.

    Everyone asks at least once, and what was asked in time is waited for. After each answer a person waits up to
    `pause` seconds. Orders and pauses are the same in every run.
    """
    stop = threading.Event()
    begin = time.perf_counter()

    def person(number: int) -> list[Request]:
        dice = random.Random(SEED * 1_000_003 + number)
        done: list[Request] = []
        for question in _in_turn(questions, dice):
            done.append(_request(asks[number], number, question, begin))
            stop.wait(dice.uniform(0, pause))
            if stop.is_set() or time.perf_counter() - begin >= seconds:
                break
        return done

    with ThreadPoolExecutor(len(asks)) as pool:
        try:
            people = [pool.submit(person, number) for number in range(len(asks))]
            found = [request for one in people for request in one.result()]
        finally:
            stop.set()  # interrupted, nobody is to ask again
    last = max(request.start + request.milliseconds / 1000 for request in found)
    return Load(tuple(sorted(found, key=lambda request: request.start)), last)


@contextmanager
def session(url: str) -> Iterator[Ask]:
    """A client of the page at `url`, one of ours (`check_page`), with a session of its own.

    Raises UsageError when it cannot be opened.
    """
    from gradio_client import Client  # type: ignore[import-untyped]  # a second to load, which only this command needs

    # token=False: or a Hugging Face token that is kept on this machine would be sent to the page.
    options: dict[str, Any] = {"token": False, "verbose": False, "analytics_enabled": False}
    try:
        client = Client(url, **options, httpx_kwargs={"timeout": PATIENCE_S})
    except Exception as error:  # of the HTTP library too, which is the client's affair
        said = visible(str(error) or type(error).__name__)
        raise UsageError(f"{url} opens no session ({said}): what the page prints says more") from error

    def ask(question: str) -> object:
        job = client.submit(question, api_name="/query")
        try:
            return job.result(timeout=PATIENCE_S)
        except (TimeoutError, CancelledError):
            raise TimeoutError(f"no answer within {PATIENCE_S:g} s") from None

    try:
        yield ask
    finally:
        client.close()


def check_page(url: str) -> None:
    """Raises UsageError when nothing answers at `url`, or what does is no page of ours or wants a password.

    Before any client is opened: one that meets an old page or none of Gradio's asks a service on the network about it.
    """
    try:
        with urlopen(f"{url.rstrip('/')}/config", timeout=PATIENCE_S) as reply:
            config = json.load(reply)
        named = [one["api_name"] for one in config["dependencies"]]
        known = config["protocol"].startswith("sse_v") and "query" in named
    except HTTPError as error:
        error.close()
        if error.code == 401:
            raise UsageError(f"{url} asks for a password: start a page without --auth-file for this") from None
        known = False
    except (OSError, InvalidURL) as error:
        said = visible(str(getattr(error, "reason", error)))
        raise UsageError(f"{url} cannot be reached ({said}): start the page with python app.py") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        known = False
    if not known:
        raise UsageError(f"{url} is not a page of policy-qa: name the address that app.py prints as ready")


def print_load(load: Load, people: int, console: Console) -> None:
    """The figures in one row, and below it what went wrong how often."""
    found = load.figures()
    times = found["milliseconds"]
    table = Table(box=None, pad_edge=False)
    row = {
        "people": f"{people}",
        "seconds": f"{load.seconds:.1f}",
        "requests": f"{found['requests']}",
        "a second": f"{found['a_second']:.2f}",
        **{f"{key} ms": f"{times[key]:,.0f}" if times else "" for key in ("p50", "p95", "max")},
        "answered": f"{found['answered']}",
        "failed": f"{found['failed']}",
    }
    for name in row:
        table.add_column(name, justify="right")
    table.add_row(*row.values())
    console.print(table)
    for error, count in load.errors().items():
        console.print(f"- {count} × {error}", highlight=False, markup=False, soft_wrap=True)


def _in_turn(questions: Sequence[Question], dice: random.Random) -> Iterator[Question]:
    while True:
        yield from dice.sample(questions, len(questions))


def _request(ask: Ask, person: int, question: Question, begin: float) -> Request:
    start = time.perf_counter()
    found = _answer(ask, question.question)
    took = time.perf_counter() - start
    error = _fault(found, question.question)
    answered = not error and isinstance(found, Mapping) and bool(found["answered"])
    return Request(person, question.id, start - begin, took * 1000, answered, error)


def _answer(ask: Ask, question: str) -> object:
    """What came back, or the exception."""
    try:
        return ask(question)
    except Exception as error:  # of any kind: it is counted, and the others go on
        return error


def _fault(found: object, question: str) -> str:
    """What is wrong with what came back for a question; empty for an answer to it."""
    if isinstance(found, Exception):
        lines = str(found).strip().splitlines() or ["it says no more"]
        return f"{type(found).__name__}: {visible(lines[0][:_LONGEST])}"
    if not isinstance(found, Mapping) or not found.keys() >= _FIELDS:
        return "not an answer"
    if found["question"] != question:
        return "the answer to another question"
    if found["answered"] and not found["citations"]:
        return "an answer without citations"
    return ""


def _check(args: argparse.Namespace) -> None:
    """Raises UsageError."""
    # Anything else the client would look for on Hugging Face.
    if not args.url.startswith(("http://", "https://")):
        raise UsageError(f"{args.url} is not a URL: name the address that app.py prints as ready, http://…")
    if not 1 <= args.people <= 1000:
        raise UsageError(f"--people must be from 1 to 1000, not {args.people}")
    if not 0 < args.seconds < float("inf"):
        raise UsageError(f"--seconds must be more than 0, not {args.seconds:g}")
    if args.json and not args.json.parent.is_dir():
        raise UsageError(f"--json {args.json}: there is no folder {args.json.parent}; make it first")
