"""The page's server: its endpoint, and what it says when it cannot start."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from gradio_client import Client

import app
from qa.feedback import FeedbackStore, feedback_file, read_feedback
from tests.serving import free_port, serve_files

DOCUMENT = """# 青禾区码头巡查方案

## 一、夜间巡查

青禾区每月巡查码头两次，巡查结果次日公布。牵头单位为云岭海关，支持单位为青禾区公安分局。

## 二、志愿服务

每个码头招募志愿者三十名，经费五万元。牵头单位为青禾区水务局，支持单位为云岭海关。
"""
KEYS = ["question", "answered", "text", "short", "confidence", "reason", "warnings", "citations", "hits", "timings"]
QUESTION = "牵头单位为云岭海关，支持单位为青禾区公安分局吗？"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one small document."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "码头.md").write_text(DOCUMENT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server's index is."""
    return tmp_path_factory.mktemp("served") / "index"


@pytest.fixture(scope="module")
def client(files: Path, folder: Path) -> Iterator[Client]:
    """A client of the real server over that document."""
    with (
        serve_files(files, folder) as url,
        closing(Client(url, verbose=False, analytics_enabled=False)) as client,
    ):
        yield client


def test_query_answers_with_exact_citations(client: Client) -> None:
    found = client.predict(QUESTION, 1, api_name="/query")
    assert list(found) == KEYS
    assert found["question"] == QUESTION
    assert found["answered"]
    assert len(found["hits"]) == 1
    assert any("云岭海关" in citation["quote"] for citation in found["citations"])
    for citation in found["citations"]:
        assert citation["quote"] == DOCUMENT[citation["start"] : citation["end"]]
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("question", ["", " \n", "\x00\x1b", "🙂🙃", "问" * 10_000])
def test_query_replies_to_odd_questions(client: Client, question: str) -> None:
    found = client.predict(question=question, api_name="/query")
    assert found["question"] == question
    assert not found["answered"]
    assert found["reason"]
    assert found["text"]


def test_query_tells_a_broken_character_of_a_question_as_one(client: Client) -> None:
    body = json.dumps({"data": ["谁\ud83d牵头", 5, *[None] * 6]}).encode("ascii")
    call = f"{client.src}gradio_api/call/query"
    with urlopen(Request(call, body, {"Content-Type": "application/json"}), timeout=60) as opened:
        event = json.load(opened)["event_id"]
    with urlopen(f"{call}/{event}", timeout=60) as opened:
        (found,) = re.findall(r"^event: complete\ndata: (.*)$", opened.read().decode("utf-8"), re.MULTILINE)
    assert json.loads(found)[0]["question"] == "谁\ufffd牵头"


def test_query_is_the_only_public_endpoint(client: Client) -> None:
    described = client.view_api(return_format="dict", print_info=False)
    assert isinstance(described, dict)
    assert list(described["named_endpoints"]) == ["/query"]
    assert not described["unnamed_endpoints"]
    (query,) = described["named_endpoints"].values()
    named = {one["parameter_name"]: one["parameter_has_default"] for one in query["parameters"]}
    limits = dict.fromkeys(("document", "issuer", "year", "reference"), True)
    assert named == {"question": False, "top_k": True, **limits, "history": True, "as_of": True}
    assert [one["python_type"]["type"] for one in query["returns"]] == ["dict(str, Any)"]
    assert "citations" in query["description"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"top_k": 0}, "top_k must be a whole number of at least 1"),
        ({"top_k": "x"}, "top_k must be a whole number of at least 1"),
        ({"question": None}, "a question is text"),
        ({"question": 5}, "a question is text"),
        ({"history": "夜间巡查由谁牵头？"}, "history is a list of earlier questions"),
        ({"history": [5]}, "history is a list of earlier questions"),
        ({"year": ["昨天"]}, "2019-2021"),
        ({"as_of": "昨天"}, "as_of takes a date such as 2021-10-11"),
        ({"as_of": 5}, "as_of takes a date such as 2021-10-11"),
    ],
)
def test_query_says_what_is_wrong(client: Client, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(Exception, match=said):
        client.predict(**{"question": QUESTION, **arguments}, api_name="/query")


def test_query_leans_on_earlier_questions_as_text_and_as_answers(client: Client) -> None:
    patrol, helpers = "夜间巡查由谁牵头？", "志愿服务由谁牵头？"
    answered = client.predict(helpers, api_name="/query")
    for history, supports in (
        ([patrol], "青禾区公安分局"),
        ([helpers], "云岭海关"),
        ([helpers, patrol], "青禾区公安分局"),
        ([patrol, answered], "云岭海关"),
    ):
        found = client.predict(question="那谁来配合？", history=history, api_name="/query")
        assert found["question"] == "那谁来配合？"
        assert found["short"] == [supports]


def test_query_is_limited_to_documents(client: Client) -> None:
    found = client.predict(question=QUESTION, document=["码头"], api_name="/query")
    assert {hit["source"] for hit in found["hits"]} == {"码头.md"}
    found = client.predict(question=QUESTION, document=[], year=None, api_name="/query")
    assert found["answered"]
    for limit, there in ({"document": ["公园"]}, "码头.md"), ({"year": ["2018"]}, "there is none"):
        with pytest.raises(Exception, match=there):
            client.predict(question=QUESTION, **limit, api_name="/query")


def test_feedback_is_kept_beside_the_index(client: Client, folder: Path) -> None:
    assert read_feedback(feedback_file(folder)) == ()


# --- what stops it from starting


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What the page says when it does not start."""
    assert app.main([*words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    return printed.err


def test_missing_index_names_the_build_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "--index", str(tmp_path / "none"), "--port", str(free_port()))
    assert "python -m index build" in said
    assert not feedback_file(tmp_path / "none").exists(), "nothing is kept beside what is not there"


def test_busy_port_is_named_before_anything_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = taken.getsockname()[1]
        said = refused(capsys, "--index", str(tmp_path / "none"), "--port", str(busy))
    assert re.search(f"{busy}.*--port", said)
    assert "loading" not in said


@pytest.mark.parametrize("number", ["0", "-1", "65536"])
def test_impossible_port_is_refused(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"--port {number}" in refused(capsys, f"--port={number}")


@pytest.mark.parametrize("host", ["999.1.1.1", "no-such-host.invalid", "192.0.2.1"])
def test_an_address_that_is_not_this_machines_is_refused(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"cannot listen on {host}" in refused(capsys, "--host", host, f"--port={free_port()}")


@pytest.mark.parametrize("words", [["--port", "http"], ["--mpc"], ["index"]])
def test_words_that_it_does_not_know_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        app.main(words)
    assert stopped.value.code == 2
    assert "usage: app.py" in capsys.readouterr().err


def test_users_that_cannot_be_read_stop_it_before_anything_loads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    users = tmp_path / "users.txt"
    words = ["--port", str(free_port()), "--auth-file", str(users)]
    missing = refused(capsys, *words)
    assert "python -m qa.page.users" in missing
    users.write_text("mei:a-password-itself\n", encoding="utf-8")
    users.chmod(0o600)
    bad = refused(capsys, *words)
    assert "line 1" in bad
    assert "a-password-itself" not in bad
    assert "loading" not in missing + bad


def test_mcp_without_its_package_names_the_command_before_anything_loads(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "find_spec", lambda name: None if name == "mcp" else 1 / 0)
    said = refused(capsys, "--port", str(free_port()), "--mcp")
    assert ".[mcp]" in said
    assert "loading" not in said


def test_mcp_and_signing_in_do_not_go_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "--port", str(free_port()), "--mcp", "--auth-file", str(tmp_path / "users"))
    assert "a second page" in said
    assert "loading" not in said


@pytest.mark.parametrize("most", ["0", "-1", "201"])
def test_an_upload_limit_beyond_what_is_read_is_refused(most: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "--port", str(free_port()), "--allow-upload", f"--max-upload={most}")
    assert f"--max-upload {most}" in said


def test_whoever_opens_the_documents_to_all_is_warned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--index", str(tmp_path / "none"), "--port", str(free_port()), "--allow-upload"]
    assert "--auth-file" not in refused(capsys, *words)
    assert "whoever reaches this address" in refused(capsys, *words, "--host", "0.0.0.0")


def test_feedback_that_cannot_be_kept_is_a_warning_and_the_page_opens_without_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "index"
    file = feedback_file(folder)
    file.write_bytes(b"not a database " * 10)
    assert app.feedback_store(folder) is None
    said = capsys.readouterr().err
    assert re.search(f"^warning: .*{re.escape(file.name)}", said)
    assert file.read_bytes() == b"not a database " * 10
    file.unlink()
    assert isinstance(app.feedback_store(folder), FeedbackStore)
    assert read_feedback(file) == ()
    assert capsys.readouterr().err == ""


def test_importing_the_app_and_the_index_loads_neither_gradio_nor_a_model_library(root: Path) -> None:
    code = (
        "import sys, index.embed, app; "
        "print(sorted({'gradio', 'torch', 'transformers', 'sentence_transformers'} & {*sys.modules}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_script_without_an_index_exits_2_without_a_traceback(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "app.py", "--index", str(tmp_path / "none"), "--port", str(free_port())]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
