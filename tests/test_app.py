"""The page's server: its endpoint, its handlers, and what it says when it cannot start."""

import itertools
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from gradio_client import Client

import app
from index import Index, build
from tests.conftest import HashEmbedder
from tests.serving import free_port, serve_files

DOCUMENT = """# 青禾区码头巡查方案

## 一、夜间巡查

青禾区每月巡查码头两次，巡查结果次日公布。牵头单位为云岭海关，支持单位为青禾区公安分局。

## 二、志愿服务

每个码头招募志愿者三十名，经费五万元。
"""
QUESTION = "牵头单位为云岭海关，支持单位为青禾区公安分局吗？"
UNRELATED = "zzzz qqqq"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one small document."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "码头.md").write_text(DOCUMENT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def client(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of the real server over that document."""
    with (
        serve_files(files, tmp_path_factory.mktemp("served") / "index") as url,
        closing(Client(url, verbose=False, analytics_enabled=False)) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def index(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of that document in this process."""
    found, _ = build([files], tmp_path_factory.mktemp("built") / "index", open_embedder=lambda _: HashEmbedder())
    return found


def test_query_answers_with_exact_citations(client: Client) -> None:
    found = client.predict(QUESTION, 1, api_name="/query")
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


def test_query_is_the_only_public_endpoint(client: Client) -> None:
    described = client.view_api(return_format="dict", print_info=False)
    assert isinstance(described, dict)
    assert list(described["named_endpoints"]) == ["/query"]
    assert not described["unnamed_endpoints"]


def test_query_says_what_is_wrong_with_top_k(client: Client) -> None:
    with pytest.raises(Exception, match="top_k must be a whole number of at least 1"):
        client.predict(QUESTION, 0, api_name="/query")


def test_query_is_limited_to_documents(client: Client) -> None:
    found = client.predict(question=QUESTION, document=["码头"], api_name="/query")
    assert {hit["source"] for hit in found["hits"]} == {"码头.md"}
    found = client.predict(question=QUESTION, document=[], year=None, api_name="/query")
    assert found["answered"]
    for limit, there in ({"document": ["公园"]}, "码头.md"), ({"year": ["2018"]}, "there is none"):
        with pytest.raises(Exception, match=there):
            client.predict(question=QUESTION, **limit, api_name="/query")


def test_question_moves_into_the_chat_at_once() -> None:
    box, asked, messages, panel = app.take("**谁**牵头？", [])
    assert box == ""
    assert asked == "**谁**牵头？"
    assert [message["role"] for message in messages] == ["user", "assistant"]
    assert "**" not in messages[0]["content"]
    assert "Searching" in messages[1]["content"]
    assert "pq-empty" in panel


def test_answer_grows_and_sources_come_last(index: Index) -> None:
    _, asked, messages, _ = app.take(QUESTION, [])
    states = list(app.reply(index, asked, messages, ()))
    texts = [shown[-1]["content"] for shown, _, _ in states]
    assert len(states) >= 2
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(texts))
    assert all("<mark" not in panel for _, panel, _ in states[:-1])
    assert "<mark" in states[-1][1]
    assert [turn["question"] for turn in states[-1][2]] == [QUESTION]
    assert texts[-1].startswith("**牵头：云岭海关；配合：青禾区公安分局。** [1]\n\n“牵头单位为云岭海关")


def converse(index: Index, *questions: str) -> tuple[str, str]:
    """The last message of a conversation, and the panel beside it."""
    history: tuple[app.Turn, ...] = ()
    messages: list[app.Message] = []
    panel = ""
    for question in questions:
        _, asked, messages, _ = app.take(question, messages)
        messages, panel, history = list(app.reply(index, asked, messages, history))[-1]
    assert [turn["question"] for turn in history] == [*questions]
    json.dumps(history, allow_nan=False)
    return messages[-1]["content"], panel


@pytest.mark.parametrize(
    ("questions", "understood"),
    [
        (("夜间巡查由谁牵头？", "它还牵头哪些工作？"), "问题理解为：云岭海关还牵头哪些工作？"),
        (("Who leads 夜间巡查?", "What else does it lead?"), "Understood as: What else does 云岭海关 lead?"),
        (("码头多久巡查一次？", "谁牵头？"), "问题理解为：夜间巡查：谁牵头？"),
        (("夜间巡查由谁牵头？", UNRELATED, "夜间巡查由谁牵头？", "那谁来配合？"), "问题理解为：夜间巡查由谁配合？"),
    ],
)
def test_a_follow_up_leans_on_the_last_answer_and_says_how_it_was_understood(
    index: Index, questions: tuple[str, ...], understood: str
) -> None:
    said, panel = converse(index, *questions)
    assert said.startswith(f"*{understood}*\n\n")
    assert "云岭海关" in said
    assert "<mark" in panel


def test_a_question_that_stands_alone_is_shown_without_an_understanding(index: Index) -> None:
    assert not converse(index, "夜间巡查由谁牵头？", "招募多少名志愿者？")[0].startswith("*问题")


def test_a_declined_answer_names_the_unknown_words_and_shows_related_passages(index: Index) -> None:
    said, panel = converse(index, "How many tigers live in Shanghai?")
    assert "“tigers” and “Shanghai” occur nowhere in the documents." in said
    assert "**" not in said
    assert "Related, not an answer · " in panel
    assert "<mark" not in panel
    assert panel.count("<article") == 2
    assert "每个码头招募志愿者三十名" in panel


def test_the_page_promises_no_particular_language() -> None:
    assert "any language" in app.GREETING
    assert "Chinese or English" not in app.GREETING + app.HEADER + app.EMPTY_PANEL


@pytest.mark.parametrize("question", ["", "\x00", UNRELATED, "问" * 10_000])
def test_page_replies_to_odd_questions(index: Index, question: str) -> None:
    _, asked, messages, _ = app.take(question, [])
    assert messages[0]["content"].strip()
    assert len(messages[0]["content"]) < 1000
    shown, panel, _ = list(app.reply(index, asked, messages, ()))[-1]
    assert shown[-1]["content"]
    assert "Searching" not in shown[-1]["content"]
    assert "<mark" not in panel


def test_page_answers_within_the_limits_and_says_when_nothing_is_left(index: Index) -> None:
    _, asked, messages, _ = app.take(QUESTION, [])
    document = index.documents()[0]
    within = list(app.reply(index, asked, messages, (), {"document_id": [document.id], "issuer": [], "year": []}))[-1]
    assert within == list(app.reply(index, asked, messages, ()))[-1]
    outside = list(app.reply(index, asked, messages, (), {"document_id": [], "issuer": [], "year": [1999]}))[-1]
    assert "no document has the year 1999" in outside[0][-1]["content"]
    assert outside[1:] == (app.EMPTY_PANEL, ())
    history = within[2]
    assert list(app.reply(index, asked, messages, history, {"year": [1999]}))[-1][2] == history


def test_missing_index_names_the_build_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--index", str(tmp_path / "none"), "--port", str(free_port())]) == 2
    assert "python -m index build" in capsys.readouterr().err


def test_busy_port_is_named_before_anything_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = taken.getsockname()[1]
        assert app.main(["--index", str(tmp_path / "none"), "--port", str(busy)]) == 2
    assert re.search(f"{busy}.*--port", capsys.readouterr().err)


@pytest.mark.parametrize("number", ["0", "-1", "65536"])
def test_impossible_port_is_refused(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main([f"--port={number}"]) == 2
    assert f"--port {number}" in capsys.readouterr().err


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
