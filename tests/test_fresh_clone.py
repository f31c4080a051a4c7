"""The README's first command in a fresh clone: it installs, builds, serves, answers, stops."""

import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client

from tests.serving import free_port

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(900)]

QUESTION = "which agency leads customs protection?"
OPENS_WITHIN = 600  # seconds, most of them for pip
STOPS_WITHIN = 30

# What a machine needs to reach its package index, and what a user would pass to make. Everything else of this process,
# its virtual environment and an outer make above all, stays out.
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHON")
_KEPT_BEGINNINGS = ("PIP_", "SSL_", "REQUESTS_", "CURL_", "PYENV_")


def clean_environment(cache: Path) -> dict[str, str]:
    """The environment of a user who has just logged in, with an empty cache folder of ours."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or name.startswith(_KEPT_BEGINNINGS) or name.lower().endswith("_proxy")
    }
    return {**kept, "POLICY_QA_CACHE": str(cache)}


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Iterator[Path]:
    """A clone of what is committed; deleted afterwards, as its .venv is large."""
    if shutil.which("git") is None or not (root / ".git").exists():
        pytest.skip("this is no git checkout, so there is nothing to clone")
    folder = tmp_path / "policy-qa"
    subprocess.run(["git", "clone", "--quiet", str(root), str(folder)], check=True)
    yield folder
    shutil.rmtree(folder)


def is_alive(group: int) -> bool:
    """Whether the process group has a member."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_gone(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Whether the process and all of its group end within this time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        process.poll()  # reaps it: a zombie would count as a member of its group
        if not is_alive(process.pid):
            return True
        time.sleep(0.2)
    return False


@contextmanager
def started(
    command: list[str], folder: Path, environment: dict[str, str], log: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """The command in a process group of its own, which is gone when the block is left."""
    # A job in the background of a shell ignores SIGINT, and so would all it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )
    finally:
        signal.signal(signal.SIGINT, before)
    try:
        yield process
    finally:
        if is_alive(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOPS_WITHIN)


def answers(url: str) -> bool:
    """Whether a page comes back over HTTP."""
    try:
        with urllib.request.urlopen(url, timeout=10) as page:
            return bool(page.status == 200 and page.read())
    except (urllib.error.URLError, OSError):
        return False


def wait_for_page(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + OPENS_WITHIN
    while not answers(url):
        said = log.read_text(encoding="utf-8", errors="replace")[-3000:]
        assert process.poll() is None, f"make run ended with exit code {process.returncode}:\n{said}"
        assert time.monotonic() < end, f"no page within {OPENS_WITHIN} s:\n{said}"
        time.sleep(1)


def would_do(folder: Path, environment: dict[str, str]) -> str:
    """The commands that `make run` would run now."""
    command = ["make", "-n", "run"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


def cited_texts(answer: dict[str, Any]) -> list[str]:
    """The quotes of an answer, and the passages they stand in."""
    quotes = [citation["quote"] for citation in answer["citations"]]
    passages = [
        hit["text"]
        for hit in answer["hits"]
        for citation in answer["citations"]
        if hit["source"] == citation["source"] and hit["start"] <= citation["start"] and citation["end"] <= hit["end"]
    ]
    return quotes + passages


def test_make_run_in_a_fresh_clone_installs_serves_answers_and_stops(clone: Path, tmp_path: Path) -> None:
    environment, log = clean_environment(tmp_path / "cache"), tmp_path / "make-run.log"
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    assert "pip install" in would_do(clone, environment)
    with started(["make", "run", f"PORT={port}"], clone, environment, log) as process:
        wait_for_page(url, process, log)
        with closing(Client(url, verbose=False, analytics_enabled=False)) as client:
            answer = client.predict(QUESTION, api_name="/query")
        assert answer["answered"]
        assert any("深圳海关" in text for text in cited_texts(answer)), answer["citations"]

        assert "pip install" not in would_do(clone, environment), "a second start would install again"
        status = ["git", "status", "--porcelain"]
        assert subprocess.run(status, cwd=clone, capture_output=True, text=True, check=True).stdout == ""

        os.killpg(process.pid, signal.SIGINT)
        stopped = wait_until_gone(process, STOPS_WITHIN)
        said = log.read_text(encoding="utf-8", errors="replace")
        assert stopped, f"Ctrl+C does not stop it:\n{said[-3000:]}"
        assert "Traceback" not in said
    assert not answers(url)
