"""`python -m eval load`: who asks what and when, what counts as failed, and the real page under it while its index
is replaced.
"""

import json
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import load
from eval.__main__ import main
from eval.load import Load, Request, press
from eval.questions import Question, read_questions
from index import add
from tests.conftest import HashEmbedder
from tests.serving import ROOT, free_port, serve_files

QUESTIONS = tuple(Question(f"q{number}", f"第{number}号渡口在哪里？", "zh", "entity") for number in range(7))
FERRIES = "# 渡口管理办法\n\n一、班次\n\n渡船每日开行六班，由航运站负责。\n"
STABLES = "# 马场管理办法\n\n一、登记\n\n马匹登记由牧业站牵头，兽医站配合。\n"
ROWS = [
    {"id": "old", "question": "渡船每日开行几班？", "answer": "六班"},
    {"id": "new", "question": "马匹登记由谁牵头？", "answer": "牧业站"},
]


def told(question: str) -> dict[str, Any]:
    """As the page answers, where nothing is amiss."""
    return {"question": question, "answered": True, "citations": [{"quote": question}]}


def asked(found: Load) -> dict[int, list[str]]:
    """The ids that each person asked for, in order."""
    by_person: dict[int, list[str]] = defaultdict(list)
    for request in found.requests:
        by_person[request.person].append(request.question)
    return by_person


class Person:
    """Answers after a while; remembers how many were asked and tells when it is enough."""

    def __init__(self, answer: Callable[[str], object] = told, takes: float = 0.0) -> None:
        self.asked: list[str] = []
        self._answer, self._takes = answer, takes

    def __call__(self, question: str) -> object:
        self.asked.append(question)
        time.sleep(self._takes)
        return self._answer(question)


# --- who asks what -----------------------------------------------------------------------------------------------


def test_each_person_asks_everything_in_an_order_of_its_own_and_the_same_in_every_run() -> None:
    first, second = (asked(press([Person(takes=0.005) for _ in range(4)], QUESTIONS, 0.4, pause=0)) for _ in range(2))
    assert first.keys() == {0, 1, 2, 3}
    everything = {question.id for question in QUESTIONS}
    for person, ids in first.items():
        assert len(ids) > 2 * len(QUESTIONS), "they begin anew when all is asked"
        for start in range(0, len(ids) - len(QUESTIONS) + 1, len(QUESTIONS)):
            assert set(ids[start : start + len(QUESTIONS)]) == everything
        common = min(len(ids), len(second[person]))
        assert ids[:common] == second[person][:common]
    assert len({tuple(ids[: len(QUESTIONS)]) for ids in first.values()}) == 4


def test_all_people_ask_at_the_same_time() -> None:
    together = threading.Barrier(12)

    def wait(question: str) -> object:
        together.wait(timeout=20)
        return told(question)

    found = press([wait] * 12, QUESTIONS, 0, pause=0)
    assert found.errors() == {}
    assert len(found.requests) == 12


def test_nobody_asks_after_the_time_and_what_was_asked_is_waited_for() -> None:
    quick, slow = Person(takes=0.001), Person(takes=0.5)
    found = press([quick, slow], QUESTIONS, 0.2, pause=0)
    assert len(slow.asked) == 1
    assert len(quick.asked) > 1
    assert all(request.start < 0.2 for request in found.requests)
    assert found.seconds >= 0.5
    assert [request.start for request in found.requests] == sorted(request.start for request in found.requests)


def test_a_person_pauses_between_questions() -> None:
    without, pausing = Person(), Person()
    press([without], QUESTIONS, 0.3, pause=0)
    press([pausing], QUESTIONS, 0.3, pause=0.2)
    assert 1 <= len(pausing.asked) < 30 < len(without.asked)


def test_an_interrupted_run_ends_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> object:
        raise KeyboardInterrupt

    people = [Person(takes=0.01) for _ in range(3)]
    monkeypatch.setattr(load, "_request", lambda ask, number, *_: interrupt() if number == 0 else ask("?"))
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        press(people, QUESTIONS, 60)
    assert time.monotonic() - begin < 30


# --- what counts -------------------------------------------------------------------------------------------------


def refuse(_: str) -> object:
    raise ConnectionError("gone\nsecond line")


FAULTS: dict[str, tuple[Callable[[str], object], str]] = {
    "raised": (refuse, "ConnectionError: gone"),
    "raised without words": (lambda _: (_ for _ in ()).throw(OSError()), "OSError: it says no more"),
    "text": (lambda question: question, "not an answer"),
    "half": (lambda question: {"question": question, "answered": True}, "not an answer"),
    "mixed up": (lambda question: told(f"{question}？"), "the answer to another question"),
    "unproved": (lambda question: {**told(question), "citations": []}, "an answer without citations"),
    "hostile": (
        lambda _: (_ for _ in ()).throw(ValueError("a\u202eb\x1b[31m" + "x" * 999)),
        "ValueError: a\ufffdb\u241b[31mx",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_failed_request_is_counted_and_the_others_go_on(name: str) -> None:
    answer, said = FAULTS[name]
    found = press([answer, told, told], QUESTIONS, 0.1, pause=0.01)
    ((error, count),) = found.errors().items()
    assert error.startswith(said)
    assert len(error) < 300
    assert error.isprintable()
    failed = [request for request in found.requests if request.error]
    assert count == len(failed) == found.figures()["failed"] >= 1
    assert {request.person for request in failed} == {0}
    assert not any(request.answered for request in failed)
    assert {request.person for request in found.requests if request.answered} == {1, 2}


def test_a_declined_question_has_not_failed() -> None:
    found = press([lambda question: {**told(question), "answered": False, "citations": []}], QUESTIONS, 0, pause=0)
    figures = found.figures()
    assert (figures["requests"], figures["failed"], figures["answered"]) == (1, 0, 0)


@given(st.lists(st.tuples(st.floats(0.1, 1e5), st.booleans()), min_size=1, max_size=40))
def test_the_times_are_those_of_the_requests_that_did_not_fail(made: list[tuple[float, bool]]) -> None:
    requests = tuple(Request(0, "q", 0, took, fine, "" if fine else "gone") for took, fine in made)
    figures = Load(requests, 4.0).figures()
    fine = [took for took, whole in made if whole]
    assert figures["requests"] == len(made)
    assert figures["failed"] == len(made) - len(fine)
    assert figures["a_second"] == len(fine) / 4
    assert set(figures["milliseconds"]) == ({"p50", "p95", "max"} if fine else set())
    for name, q in (("p50", 50), ("p95", 95), ("max", 100)) if fine else ():
        assert figures["milliseconds"][name] == pytest.approx(np.percentile(fine, q))


# --- the command -------------------------------------------------------------------------------------------------


@contextmanager
def plain_server(folder: Path) -> Iterator[str]:
    """A web server without Gradio, over the files of a folder."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["127.0.0.1:7860"], "127.0.0.1:7860 is not a URL: name the address that app.py prints"),
        (["someone/space"], "is not a URL"),
        (["http://127.0.0.1:1", "--people", "0"], "--people must be from 1 to 1000, not 0"),
        (["http://127.0.0.1:1", "--seconds", "0"], "--seconds must be more than 0"),
        (["http://127.0.0.1:1", "--seconds", "nan"], "--seconds must be more than 0"),
        (["http://127.0.0.1:1", "--json", "no/such/folder.json"], "there is no folder"),
        (["http://127.0.0.1:1", "--questions", "no-such.jsonl"], "no-such.jsonl cannot be read"),
        (["http://127.0.0.1:1"], "cannot be reached (", ),
        (["http://no host/"], "error: http://no host/"),
    ],
)  # fmt: skip
def test_wrong_use_says_what_to_do(words: Sequence[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", *words]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert not printed.out


_CONFIGS = [
    "{}",
    "[]",
    '"x"',
    "<html>",
    '{"protocol": "sse_v3", "dependencies": []}',
    '{"protocol": "sse_v3", "dependencies": [{"api_name": "predict"}]}',
    '{"protocol": "ws", "dependencies": [{"api_name": "query"}]}',
    '{"protocol": null, "dependencies": [{"api_name": "query"}]}',
]


@pytest.mark.slow
@pytest.mark.parametrize("config", [None, *_CONFIGS])
def test_another_page_is_not_asked(config: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index.html").write_text("<h1>马场</h1>", encoding="utf-8")
    if config is not None:
        (tmp_path / "config").write_text(config, encoding="utf-8")
    with plain_server(tmp_path) as url:
        assert main(["load", url, "--people", "2", "--seconds", "1"]) == 2
    assert f"{url} is not a page of policy-qa: name the address" in capsys.readouterr().err


# --- the page ----------------------------------------------------------------------------------------------------


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    return file


def loaded(url: str, questions: Path, output: Path, *options: str) -> tuple[int, Mapping[str, Any]]:
    """The exit code, and what the JSON holds."""
    output.unlink(missing_ok=True)
    words = ["load", url, "--questions", str(questions), "--json", str(output), *options]
    return main(words), json.loads(output.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_no_request_fails_while_the_index_is_replaced(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, folder = tmp_path / "files", tmp_path / "index"
    files.mkdir()
    (files / "ferries.md").write_text(FERRIES, encoding="utf-8")
    (tmp_path / "stables.md").write_text(STABLES, encoding="utf-8")
    answers: list[Mapping[str, Any]] = []
    begun = threading.Event()

    def watched(ask: Callable[[str], object]) -> Callable[[str], object]:
        def asking(question: str) -> object:
            found = ask(question)
            if isinstance(found, Mapping) and question == ROWS[1]["question"]:
                answers.append(found)
                begun.set()
            return found

        return asking

    def swap() -> None:
        assert begun.wait(60)
        add([tmp_path / "stables.md"], folder, open_embedder=lambda _: HashEmbedder())

    with serve_files(files, folder) as url, ThreadPoolExecutor(1) as pool:
        added = pool.submit(swap)
        with ExitStack() as stack:
            asks = [watched(stack.enter_context(load.session(url))) for _ in range(5)]
            for _ in range(10):  # a busy machine may need more than the five seconds to take the new index up
                assert press(asks, read_questions(questions), 5, pause=0.2).errors() == {}
                if answers[-1]["answered"]:
                    break
        added.result(timeout=60)
        assert not answers[0]["answered"], "the document was not there at first"
        assert [one["source"] for one in answers[-1]["citations"]] == ["stables.md"], "the new index was not taken up"
        code, content = loaded(url, questions, tmp_path / "load.json", "--people", "5", "--seconds", "1")
    assert code == 0
    assert content["errors"] == {}
    assert all(request["answered"] for request in content["requests"])
    assert {request["person"] for request in content["requests"]} == set(range(5))
    assert content["settings"] == {"people": 5, "seconds": 1.0, "pause": load.PAUSE_S, "patience": load.PATIENCE_S}
    assert content["figures"]["requests"] == len(content["requests"])
    assert content["figures"]["milliseconds"]["max"] < load.PATIENCE_S * 1000
    assert str(tmp_path) not in json.dumps(content)
    printed = capsys.readouterr()
    assert re.search(r"people +seconds +requests +a second +p50 ms +p95 ms +max ms +answered +failed", printed.out)
    assert "5 people ask for 1 s" in printed.err


_ODD = """
import sys, time
import gradio as gr
from gradio.events import api

def query(question: str) -> dict:
    if question.startswith("渡船"):
        raise gr.Error("the ferry is full", print_exception=False)
    if question.startswith("马匹"):
        time.sleep(4)
    return {"question": question, "answered": False, "citations": []}

with gr.Blocks(analytics_enabled=False) as page:
    api(query, api_name="query", concurrency_limit=20)
page.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), quiet=True, prevent_thread_lock=True)
print("ready", flush=True)
page.block_thread()
"""


@contextmanager
def odd_page() -> Iterator[str]:
    """A page whose endpoint refuses one question and takes its time with the other."""
    port = free_port()
    command = [sys.executable, "-c", _ODD, str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert any(line.startswith("ready") for line in process.stdout)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


@pytest.mark.slow
def test_a_failed_request_is_named_and_gives_exit_code_3(
    questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(load, "PATIENCE_S", 2.0)
    with odd_page() as url:
        code, content = loaded(url, questions, tmp_path / "load.json", "--people", "2", "--seconds", "4")
    assert code == 3
    assert set(content["errors"]) == {"AppError: the ferry is full", "TimeoutError: no answer within 2 s"}
    failed = len(content["requests"])
    assert sum(content["errors"].values()) == content["figures"]["failed"] == failed
    assert content["figures"]["milliseconds"] == {}
    printed = capsys.readouterr()
    assert "× AppError: the ferry is full" in printed.out
    assert f"error: {failed} of {failed} requests failed" in printed.err
