"""What a fuzzing process tells the one that watches it, through files: its input, its counts, what it found.

A process that hangs or is killed by a fault of a C library can no longer say what it was doing.
"""

import hashlib
import json
import mmap
import struct
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HEAD = struct.Struct("<QQdQ")  # inputs done, refused; when the one at work began; its bytes
_ROOM = 1 << 21
_OURS = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Finding:
    """An input for which something does not hold. `key` is alike for what fails at the same place."""

    target: str
    key: str
    error: str
    where: str
    data: bytes


@dataclass(frozen=True, slots=True)
class State:
    """Inputs done and refused, and the one at work: its bytes, and when it began (monotonic), or 0.0."""

    done: int
    refused: int
    began: float
    data: bytes


class Box:
    """The files of one process in a folder of its own."""

    def __init__(self, folder: Path, target: str) -> None:
        self._target = target
        self._found = folder / "found"
        self._found.mkdir(parents=True, exist_ok=True)
        state = folder / "state"
        if not state.exists():
            state.write_bytes(bytes(_ROOM))
        with state.open("r+b") as opened:
            self._map = mmap.mmap(opened.fileno(), _ROOM)

    def begin(self, data: bytes) -> None:
        """Note the input that is tried next."""
        kept = data[: _ROOM - _HEAD.size]
        done, refused, _, _ = self._read()
        self._map[_HEAD.size : _HEAD.size + len(kept)] = kept
        self._write(done, refused, time.monotonic(), len(kept))

    def end(self, refused: bool) -> None:
        """Note that it is through."""
        done, before, _, length = self._read()
        self._write(done + 1, before + refused, 0.0, length)

    @property
    def state(self) -> State:
        """What was noted last."""
        done, refused, began, length = self._read()
        return State(done, refused, began, bytes(self._map[_HEAD.size : _HEAD.size + length]))

    def fail(self, error: BaseException, data: bytes) -> None:
        """Keep an input that failed; of those that fail alike the shortest."""
        key, where = place_of(error)
        self.keep(Finding(self._target, key, f"{type(error).__name__}: {error}"[:500], where, data))

    def keep(self, finding: Finding) -> None:
        """Keep a finding, if it is the shortest of its key."""
        file = self._found / hashlib.sha256(finding.key.encode()).hexdigest()[:12]
        if file.exists() and file.stat().st_size <= len(finding.data):
            return
        facts = {"target": finding.target, "key": finding.key, "error": finding.error, "where": finding.where}
        file.with_suffix(".json").write_text(json.dumps(facts), encoding="utf-8")
        file.write_bytes(finding.data)

    def findings(self) -> list[Finding]:
        """Everything that was kept."""
        files = sorted(self._found.glob("*.json"))
        return [Finding(**_facts(file), data=file.with_suffix("").read_bytes()) for file in files]

    def _read(self) -> tuple[int, int, float, int]:
        found: tuple[int, int, float, int] = _HEAD.unpack_from(self._map)
        return found

    def _write(self, done: int, refused: int, began: float, length: int) -> None:
        _HEAD.pack_into(self._map, 0, done, refused, began, length)


def place_of(error: BaseException) -> tuple[str, str]:
    """What makes two failures alike, and the last lines of our own that led there."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if _is_ours(Path(one.filename)) and one.name not in ("held", "tried")]
    parts = [one for one in ours if not Path(one.filename).name.startswith("fuzz_")]
    said = str(error).split(":")[0][:80] if isinstance(error, AssertionError) else ""
    place = "".join(f"{Path(one.filename).name}:{one.name}" for one in (parts or ours or frames)[-1:])
    where = " < ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(ours[-4:]))
    return " ".join(filter(None, (type(error).__name__, place, said))), where


def _is_ours(file: Path) -> bool:
    return file.is_relative_to(_OURS) and "site-packages" not in file.parts


def _facts(file: Path) -> Mapping[str, Any]:
    facts: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return facts
