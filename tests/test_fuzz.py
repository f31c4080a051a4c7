"""A fixed sample of the fuzzing, every input that ever failed, and the fuzzer itself."""

import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

from eval import fuzz_watch
from eval.__main__ import main
from eval.fuzz import keep
from eval.fuzz_box import Box, Finding, place_of
from eval.fuzz_child import TooSlowError, plain, raise_when_slow, tried
from eval.fuzz_minimise import minimised
from eval.fuzz_mutate import members_of, mutator, zipped
from eval.fuzz_seeds import seeds_of
from eval.fuzz_targets import TARGETS
from index import IndexRefusedError, PolicyError

# What libraries warn of in a broken file, the process that reads files leaves unsaid as well.
pytestmark = pytest.mark.filterwarnings("ignore")

SAMPLE = {"ask": 6, "answer": 2, "batch": 6, "index": 25, "sealed": 25, "pdf": 15}
"""Inputs of those that take long; of the others there are more."""
SEED = 7

# What failed once, as short as it could be made, with what was wrong.
FAILED: tuple[tuple[str, bytes], ...] = (
    # A file without a name ended the process that reads archives.
    (
        "archive",
        bytes.fromhex(
            "504b0304504b01021403140000000800000021000000000002000000000000000000000000000000"
            "00000000800100000000504b050600000000010001002e000000200000000000"
        ),
    ),
    ("batch", '{"":1,"question":"由","":[""],"\u2028":{"":1}}'.encode()),
)


@pytest.mark.parametrize("name", [name for name, target in TARGETS.items() if target.present])
def test_a_fixed_sample_holds(name: str) -> None:
    target = TARGETS[name]
    check = target.load()
    failed = []

    def one(data: bytes) -> None:
        error = tried(check, data, 60)
        if error and not isinstance(error, PolicyError):
            failed.append((place_of(error), data))

    plain(one, mutator(target.kind), seeds_of(target), target, SAMPLE.get(name, 60), 0, SEED)
    assert not failed


@pytest.mark.parametrize(("name", "data"), FAILED)
def test_what_failed_once_holds(name: str, data: bytes) -> None:
    error = tried(TARGETS[name].load(), data, 60)
    assert error is None or isinstance(error, PolicyError), error


@pytest.mark.parametrize("content", [b"", b"6", b"[[]]", b"\xff"])
def test_a_file_of_an_index_that_holds_something_else_is_refused(content: bytes) -> None:
    """Regression: a manifest that is a number, and an empty file of terms, ended in a traceback."""
    check = TARGETS["sealed"].load()
    for place in range(32):
        error = tried(check, bytes([place]) + content)
        assert error is None or isinstance(error, IndexRefusedError), (place, error)
        assert error is None or "/g0" not in str(error).split("--index")[1], "the cure names the index's folder"


def test_every_example_is_taken() -> None:
    """An example that is refused at once leads to nothing."""
    for name, target in TARGETS.items():
        if target.present and target.kind != "index" and name not in SAMPLE:
            for seed in seeds_of(target):
                assert tried(target.load(), seed) is None, name


@pytest.mark.parametrize("kind", ["bytes", "text", "zip", "pdf", "index"])
def test_the_same_seed_gives_the_same_inputs(kind: str) -> None:
    data = seeds_of(TARGETS[{"text": "sections", "zip": "word", "pdf": "pdf"}.get(kind, "decode")])[0]
    altered = [mutator(kind)(data, Random(seed)) for seed in range(200)]  # type: ignore[arg-type]
    assert altered == [mutator(kind)(data, Random(seed)) for seed in range(200)]  # type: ignore[arg-type]
    assert len(set(altered)) > 100


def test_most_altered_packages_can_still_be_opened() -> None:
    data = seeds_of(TARGETS["word"])[0]
    opened = sum(bool(members_of(mutator("zip")(data, Random(seed)))) for seed in range(200))
    assert opened > 150


def faulty(data: bytes) -> None:
    if b"xy" in data:
        raise ValueError("xy is not foreseen")


def test_a_fault_is_told_from_a_refusal_and_made_short() -> None:
    error = tried(faulty, b"0123456789xy0123456789")
    assert isinstance(error, ValueError)
    assert tried(faulty, b"") is None
    assert place_of(error)[0] == "ValueError test_fuzz.py:faulty"
    assert minimised(b"0123456789" * 50 + b"xy" + b"0" * 500, lambda data: tried(faulty, data) is not None) == b"xy"
    packed = zipped({"a.xml": b"0" * 90 + b"xy" + b"0" * 90, "b.xml": b"1" * 90})

    def fails(data: bytes) -> bool:
        return any(b"xy" in content for content in members_of(data).values())

    assert members_of(minimised(packed, fails)) == {"a.xml": b"xy"}


def test_what_takes_too_long_is_stopped() -> None:
    raise_when_slow()

    def endless(_: bytes) -> None:
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue

    try:
        assert isinstance(tried(endless, b"", seconds=0.2), TooSlowError)
    finally:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)


@pytest.mark.parametrize(("ends", "said"), [("os.abort()", "code -6"), ("time.sleep(600)", "hangs")])
def test_what_hangs_or_kills_the_process_is_kept(
    ends: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz_watch, "HANGS", 1.0)
    box = Box(tmp_path, "decode")
    code = (
        "import os, time; from pathlib import Path; from eval.fuzz_box import Box; "
        f"box = Box(Path({str(tmp_path)!r}), 'decode'); box.begin(b'good'); box.end(False); box.begin(b'bad'); {ends}"
    )
    fuzz_watch.watched([sys.executable, "-c", code], tmp_path, box, TARGETS["decode"])
    (finding,) = box.findings()
    assert finding.data == b"bad"
    assert said in finding.error
    assert box.state.done == 2


def test_findings_are_kept_once_and_the_shortest(tmp_path: Path) -> None:
    box = Box(tmp_path / "box", "decode")
    for data in (b"long and xy", b"xy", b"longer and longer xy"):
        error = tried(faulty, data)
        assert error
        box.fail(error, data)
    assert [finding.data for finding in box.findings()] == [b"xy"]
    file = keep(Finding("decode", "a key", "an error", "", b"xy"), tmp_path / "found")
    assert file.name.startswith("decode-")
    assert file.read_bytes() == b"xy"
    assert b"xy" in seeds_of(TARGETS["decode"], tmp_path / "found")


@pytest.mark.slow
def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--runs", "40", "--engine", "plain", "--found", str(tmp_path / "found")]
    assert main(["fuzz", "decode", "frontmatter", *options]) == 0
    out = capsys.readouterr().out
    assert "frontmatter" in out
    assert "40" in out
    assert not (tmp_path / "found").exists()
    (tmp_path / "input").write_bytes(b"---\n")
    # It limits its own memory, and with that what a browser of a later test could have.
    again = [sys.executable, "-m", "eval", "fuzz", "frontmatter", "--again", str(tmp_path / "input")]
    assert "holds" in subprocess.run(again, capture_output=True, text=True, check=True).stdout
    assert main(["fuzz", "nothing"]) == 2
    assert "no target 'nothing'" in capsys.readouterr().err
    assert main(["fuzz", "--again", str(tmp_path / "input")]) == 2
    assert main(["fuzz", "decode", "--runs", "0"]) == 2


def test_without_atheris_the_cure_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("eval.fuzz.find_spec", lambda _: None)
    assert main(["fuzz", "decode", "--engine", "atheris"]) == 2
    assert 'pip install -e ".[fuzz]"' in capsys.readouterr().err
    assert main(["fuzz", "decode", "--runs", "10", "--found", str(tmp_path)]) == 0


@pytest.mark.skipif(find_spec("atheris") is None, reason='atheris is not installed: pip install -e ".[fuzz]"')
@pytest.mark.slow
def test_atheris_leads_by_what_is_reached(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "eval.fuzz_child", "frontmatter", "--folder", str(tmp_path), "--engine", "atheris"]
    began = time.monotonic()
    subprocess.run([*command, "--runs", "200"], check=True, capture_output=True, env={**os.environ}, timeout=250)
    assert Box(tmp_path, "frontmatter").state.done >= 200
    assert time.monotonic() - began < 250
