"""The process that reads files: what goes wrong in it fails one file, and never the reading."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.documents import read_documents
from index.formats.extracted import Extracted
from index.formats.sandbox import Refused, Sandbox

TABLE = "任务,牵头单位\n修桥,市交通局\n".encode()
LINE = "任务：修桥；牵头单位：市交通局。\n"
LONG = b"a,b\n" + b"1,2\n" * 600_000


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name, content in files.items():
            made.writestr(f"{name}.csv", content)
    return out.getvalue()


def texts(sandbox: Sandbox, name: str, data: bytes) -> dict[str, str]:
    return {
        source: read.text if isinstance(read, Extracted) else f"! {read.reason}"
        for source, read in sandbox.read(name, data)
    }


def test_files_are_read_by_one_process(sandbox: Sandbox) -> None:
    assert texts(sandbox, "a.csv", TABLE) == {"a.csv": LINE}
    first = sandbox._process
    assert texts(sandbox, "b.zip", archive(甲=TABLE, 乙=TABLE)) == {"b.zip/甲.csv": LINE, "b.zip/乙.csv": LINE}
    assert texts(sandbox, "c.pdf", b"no PDF")["c.pdf"].startswith("! is damaged or no .pdf file")
    assert sandbox._process is first


def test_everything_that_was_read_comes_over(sandbox: Sandbox) -> None:
    page = (
        "<html><head><title>办法</title></head><body><h1>海棠市办法</h1><h2>总则</h2><p>第一条 好。</p></body></html>"
    )
    ((_, read),) = sandbox.read("a.html", page.encode())
    assert isinstance(read, Extracted)
    assert [read.text[at : at + 2] for at, _ in read.headings] == ["海棠", "总则"]
    assert [level for _, level in read.headings] == [1, 2]
    assert isinstance(read.notes, tuple)
    ((_, table),) = sandbox.read("a.csv", TABLE)
    assert isinstance(table, Extracted)
    assert table.tabular


def test_what_takes_too_long_fails_alone() -> None:
    with Sandbox() as sandbox:
        assert texts(sandbox, "warm.csv", TABLE) == {"warm.csv": LINE}
        sandbox._seconds = 0.2
        found = texts(sandbox, "a.csv", LONG)
        assert found == {"a.csv": "! takes more than 0.2 seconds to read: split it into several files"}
        sandbox._seconds = 60
        assert texts(sandbox, "b.csv", TABLE) == {"b.csv": LINE}


@pytest.mark.slow
def test_what_takes_too_long_in_an_archive_fails_alone() -> None:
    with Sandbox(seconds=4) as sandbox:
        found = texts(sandbox, "a.zip", archive(甲=TABLE, 乙=LONG * 3, 丙=TABLE))
    assert found["a.zip/甲.csv"] == found["a.zip/丙.csv"] == LINE
    assert "takes more than 4 seconds" in found["a.zip/乙.csv"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to a limit of memory")
def test_what_takes_too_much_memory_fails_alone() -> None:
    with Sandbox(memory=250 * 2**20) as sandbox:
        assert texts(sandbox, "a.csv", TABLE) == {"a.csv": LINE}
        first = sandbox._process
        assert "takes more than 250 MB of memory" in texts(sandbox, "b.csv", LONG)["b.csv"]
        assert texts(sandbox, "c.csv", TABLE) == {"c.csv": LINE}
        assert sandbox._process is not first


@pytest.mark.parametrize(
    ("name", "why"), [("SIGSEGV", "crash that reads it (SIGSEGV)"), ("SIGKILL", "too much memory")]
)
def test_a_crash_fails_one_file(sandbox: Sandbox, name: str, why: str) -> None:
    assert texts(sandbox, "a.csv", TABLE) == {"a.csv": LINE}
    process = sandbox._process
    assert process is not None
    threading.Timer(0.2, os.kill, (process.pid, getattr(signal, name))).start()
    assert why in texts(sandbox, "b.csv", LONG)["b.csv"]
    assert texts(sandbox, "c.csv", TABLE) == {"c.csv": LINE}


def test_an_archive_of_files_that_crash_is_given_up() -> None:
    with Sandbox() as sandbox:
        assert texts(sandbox, "a.csv", TABLE) == {"a.csv": LINE}
        sandbox._seconds = 0.02  # not even the process starts in that
        found = list(sandbox.read("a.zip", archive(**{f"f{n}": LONG for n in range(9)})))
    assert all(isinstance(read, Refused) and read.failed for _, read in found)
    assert 1 <= len(found) <= 4


def test_a_reading_that_is_broken_off_leaves_no_answers_behind(sandbox: Sandbox) -> None:
    found = sandbox.read("a.zip", archive(甲=TABLE, 乙=TABLE, 丙=TABLE))
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert texts(sandbox, "b.csv", b"x,y\n1,2\n") == {"b.csv": "x: 1; y: 2.\n"}


def test_the_process_ends_with_the_reading() -> None:
    with Sandbox() as sandbox:
        assert texts(sandbox, "a.csv", TABLE)
        process = sandbox._process
        assert process is not None
    assert process.poll() is not None


def test_reading_from_a_thread(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(TABLE)
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.extend(one.text for one in read_documents([tmp_path]).documents))
    thread.start()
    thread.join(60)
    assert found == [LINE]


def child(script: str, folder: Path, root: Path, *arguments: str) -> "subprocess.Popen[str]":
    file = folder / "script.py"
    file.write_text(script, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-W", "error", str(file), *arguments]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)


def test_a_script_without_a_guard_runs_once(tmp_path: Path, root: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_bytes(TABLE)
    script = "\n".join(
        [
            "from pathlib import Path",
            "from index.documents import read_documents",
            "print('begins', flush=True)",
            "print(read_documents([Path('in')]).documents[0].text)",
        ]
    )
    with child(script, tmp_path, root) as process:
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert said.split("\n") == ["begins", LINE.strip(), "", ""]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for the process in /proc")
def test_the_process_does_not_outlive_its_parent(tmp_path: Path, root: Path) -> None:
    script = "\n".join(
        [
            "import time",
            "from index.formats.sandbox import Sandbox",
            "sandbox = Sandbox()",
            "list(sandbox.read('a.csv', b'a,b'))",
            "print(sandbox._process.pid, flush=True)",
            "time.sleep(600)",
        ]
    )
    with child(script, tmp_path, root) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        assert Path(f"/proc/{worker}").exists()
        process.kill()
        process.wait()
    for _ in range(100):
        status = Path(f"/proc/{worker}/status")
        if not status.exists() or "\nState:\tZ" in status.read_text():
            return
        time.sleep(0.1)
    pytest.fail("the process that reads files is still there")


def test_the_process_imports_no_more_than_it_needs(root: Path) -> None:
    """Reading must not wait for what embeds and searches, nor one format for what reads another."""
    code = (
        "import runpy, sys, io; sys.stdin = None; "
        "module = runpy.run_path('index/formats/worker.py', run_name='worker'); module['main'](); "
        "from index.formats.read import extract; extract('a.csv', b'a,b'); "
        "print(*[name for name in ('torch', 'faiss', 'docx', 'pdfplumber', 'bs4', 'pptx') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(root)}
    made = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=root, env=environment, input=b"", capture_output=True, check=True
    )
    assert made.stdout == b'{"ready": true}\n'
    assert made.stderr.strip() == b""
