"""What the page writes down: no question, whatever happens to it, unless that is asked for."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from qa.log import log_fault
from tests.serving import serve_files

SECRET = "鳄鱼湖"
QUESTIONS = (f"{SECRET}由谁牵头？", f"{SECRET}由谁牵头？故障", f"{SECRET} [x](javascript:1) \x00\ud83d", SECRET * 3000)
_FAILING = """
import sys
from pathlib import Path
import app, index
import qa.page.desk as desk
from tests.conftest import HashEmbedder
files, folder, port, *options = sys.argv[1:]
answered = desk.ask
def ask(question, *rest, **named):
    if "故障" in question:
        try:
            {}[question]
        except KeyError as error:
            raise ValueError(f"about {question}") from error
    return answered(question, *rest, **named)
desk.ask = ask
index.build([Path(files)], Path(folder), open_embedder=lambda _: HashEmbedder())
sys.exit(app.main(["--index", folder, "--port", port, *options], open_embedder=lambda _: HashEmbedder()))
"""


def call(client: httpx.Client, *data: object) -> str:
    """What /query sends back."""
    body = json.dumps({"data": [*data, 5, *[None] * 6][:8]}).encode("ascii")
    called = client.post("/gradio_api/call/query", content=body, headers={"content-type": "application/json"})
    return client.get(f"/gradio_api/call/query/{called.json()['event_id']}").text


@pytest.mark.slow
def test_the_servers_output_holds_no_question_and_it_takes_no_files(tmp_path: Path) -> None:
    files, said = tmp_path / "files", list[str]()
    files.mkdir()
    (files / "码头.md").write_text("# 码头办法\n\n码头每日巡查两次。（云岭海关牵头）\n", encoding="utf-8")
    with (
        serve_files(files, tmp_path / "index", code=_FAILING, said=said) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        told = [call(client, question) for question in QUESTIONS]
        assert "a fault of this program" in json.loads(told[1].split("data: ")[-1])["error"]
        limited = client.post(
            "/gradio_api/call/query", json={"data": [QUESTIONS[0], 5, [SECRET], None, None, None, None, None]}
        )
        client.get(f"/gradio_api/call/query/{limited.json()['event_id']}")
        for path in ("/", "/nothing", "/config", "/gradio_api/nothing", "/gradio_api/file="):
            client.get(path, params={"q": QUESTIONS[0]})
        for body in (
            {"data": [SECRET]},
            {"data": {SECRET: SECRET}},
            {"fn_index": 10**6, "data": [SECRET], "session_hash": "s"},
        ):
            for path in (
                "/gradio_api/queue/join",
                "/gradio_api/component_server",
                "/gradio_api/call/query",
                "/gradio_api/run/query",
            ):
                httpx.post(f"{url}{path.removeprefix('/')}", json=body)  # the server may hang up
        client.post("/gradio_api/queue/join", content=SECRET.encode())
        assert '"answered": true' in call(client, "码头巡查由谁牵头？"), "it goes on"

        config = client.get("/config").text
        assert not any(mark in config for mark in ("pq-add", "pq-remove", "pq-confirm", '"type":"file"'))
        sent = client.post("/gradio_api/upload", files={"files": ("a.txt", b"text")})
        assert sent.status_code >= 400
    written = "".join(said)
    assert "a fault of the program" in written
    assert "ValueError" in written
    assert SECRET not in written
    assert SECRET.encode("unicode_escape").decode() not in written
    assert "%E9%B3%84" not in written


@pytest.mark.parametrize("asked_for", [False, True])
def test_questions_are_written_down_where_that_is_asked_for(asked_for: bool, root: Path) -> None:
    code = (
        "import runpy, types; log = types.SimpleNamespace(**runpy.run_path('qa/log.py'))\n"
        f"if {asked_for}: log.log_questions()\n"
        f"log.log_question({SECRET!r}); log.log_unproved({SECRET!r}, {SECRET!r})\n"
        "try: {}[%r]\nexcept KeyError as error: log.log_fault(error)" % SECRET
    )
    ran = subprocess.run([sys.executable, "-X", "utf8", "-c", code], cwd=root, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    assert "KeyError" in ran.stderr
    assert (SECRET in ran.stderr.replace(code, "")) == asked_for


def test_a_fault_is_told_with_all_that_led_to_it_but_no_message(caplog: pytest.LogCaptureFixture) -> None:
    question = SECRET
    try:
        try:
            raise KeyError(question)
        except KeyError:
            raise RuntimeError(question) from ValueError(question)
    except RuntimeError as error:
        log_fault(error)
    assert "ValueError" in caplog.text
    assert "RuntimeError" in caplog.text
    assert "raise RuntimeError(question)" in caplog.text
    assert SECRET not in caplog.text
