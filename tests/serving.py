"""Runs the page as a program of its own, as a user does, so that nothing of it stays behind in the tests' process."""

import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
_SMALL = """
import sys
from pathlib import Path
import app, index
from tests.conftest import HashEmbedder
files, folder, port, *options = sys.argv[1:]
index.build([Path(files)], Path(folder), open_embedder=lambda _: HashEmbedder())
sys.exit(app.main(["--index", folder, "--port", port, *options], open_embedder=lambda _: HashEmbedder()))
"""


def free_port() -> int:
    """A port of the loopback address that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve_files(
    files: Path, folder: Path, *options: str, code: str = _SMALL, said: list[str] | None = None
) -> Iterator[str]:
    """The URL of the page over an index of `files`, built into `folder` with the deterministic embedder.

    `options` are more words for the command line of app.py; `code` is a program to run in its place; to `said` go the
    lines that it writes.
    """
    port = free_port()
    with _serve([sys.executable, "-c", code, str(files), str(folder), str(port), *options], said=said) as url:
        yield url


@contextmanager
def serve_index(folder: Path, *options: str) -> Iterator[str]:
    """The URL of the page over an index that is there, with its own model."""
    with _serve([sys.executable, "app.py", "--index", str(folder), "--port", str(free_port()), *options]) as url:
        yield url


@contextmanager
def _serve(command: Sequence[str], timeout: float = 240, said: list[str] | None = None) -> Iterator[str]:
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    lines: queue.Queue[str] = queue.Queue()
    assert process.stdout

    def read(pipe: IO[str]) -> None:
        for line in pipe:
            lines.put(line)
            if said is not None:
                said.append(line)

    reader = threading.Thread(target=read, args=(process.stdout,))
    reader.start()
    try:
        yield _url(lines, process, timeout)
    finally:
        process.terminate()
        process.wait(timeout=20)
        reader.join()
        process.stdout.close()


def _url(lines: "queue.Queue[str]", process: "subprocess.Popen[str]", timeout: float) -> str:
    said: list[str] = []
    for _ in range(int(timeout * 10)):
        try:
            said.append(lines.get(timeout=0.1))
        except queue.Empty:
            if process.poll() is not None:
                break
            continue
        if said[-1].startswith("ready: "):
            return said[-1].split()[1]
    raise AssertionError(f"the page did not open (exit code {process.poll()}):\n{''.join(said)}")
