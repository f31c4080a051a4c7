"""Starts the process in which a target is fuzzed, and starts it anew when it hangs or dies."""

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from eval.fuzz_box import Box, Finding
from eval.fuzz_child import SECONDS
from eval.fuzz_targets import Target

HANGS = 6 * SECONDS
"""Seconds for one input, after which a process is ended that does not stop by itself."""
_STARTS = 50  # after so many deaths the rest of the inputs is given up
_LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What fuzzing one target came to: inputs tried, those refused among them, seconds, findings.

    `problem` says why it ended early, and is empty where it did not.
    """

    target: str
    done: int
    refused: int
    seconds: float
    findings: tuple[Finding, ...]
    problem: str = ""


def fuzz(
    target: Target, folder: Path, runs: int, seconds: float, seed: int, engine: str, corpus: Path | None
) -> Outcome:
    """Try a target in a process of its own, `folder` holding its files; `seconds` 0 for no limit."""
    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    box = Box(folder, target.name)
    problem = ""
    for start in range(_STARTS):
        left = seconds - (time.monotonic() - began) if seconds else 0.0
        todo = runs - box.state.done
        if todo <= 0 or (seconds and left <= 0):
            break
        command = [
            *(sys.executable, "-m", "eval.fuzz_child", target.name, "--folder", str(folder), "--engine", engine),
            *("--runs", str(todo), "--seconds", str(left), "--seed", str(seed + 1000 * start)),
            *(("--corpus", str(corpus)) if corpus else ()),
        ]
        code, log = watched(command, folder, box, target)
        if code == 0:
            break
        if not box.state.began:
            problem = log
            break
    state = box.state
    return Outcome(target.name, state.done, state.refused, time.monotonic() - began, tuple(box.findings()), problem)


def watched(command: list[str], folder: Path, box: Box, target: Target) -> tuple[int, str]:
    """The exit code and the end of what the process printed; an input that hangs or kills it is kept."""
    log = folder / "log"
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=Path(__file__).parents[1])
        try:
            while (code := process.poll()) is None:
                time.sleep(_LOOK)
                state = box.state
                if state.began and time.monotonic() - state.began > HANGS:
                    process.kill()
                    process.wait()
                    box.keep(Finding(target.name, "hangs", f"hangs for {HANGS:g} s", "", state.data))
                    box.end(refused=False)
                    return 1, ""
        finally:
            process.kill()
            process.wait()
    state = box.state
    if code and state.began:
        how = f"ends the process (code {code})"
        box.keep(Finding(target.name, how, how, "", state.data))
        box.end(refused=False)
        return 1, ""
    tail = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
    return code, "".join(tail)


def forget(folder: Path) -> None:
    """Take away what a process left in its folder."""
    shutil.rmtree(folder, ignore_errors=True)
