"""SIGKILL at random instants of build, add, remove and sync: what is left loads, and is the state before or after."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

KILLS = 200
SEED = 7


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_two_hundred_kills_leave_the_state_before_or_after(tmp_path: Path) -> None:
    """The process that kills checks, too: that it loads and verifies, and that the next command does its work."""
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "tests.crashes", "kills", str(tmp_path), str(KILLS), str(SEED)]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=1100, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    counted = json.loads(ran.stdout)
    print(json.dumps(counted, indent=1))
    seen: Counter[str] = Counter()
    for of_command in counted.values():
        seen.update(of_command)
    assert seen["before"] + seen["after"] == KILLS
    assert seen["before"] > KILLS / 4, seen
    assert seen["after"] > KILLS / 20, seen
    landed = {name.removeprefix("landed: ") for name in seen if name.startswith("landed: ")}
    assert {"writing", "written, not yet named", "deleting what was before"} <= landed, seen
    assert seen["landed: finished"] < KILLS / 4, seen
