"""Ends commands on an index at every step, or at random instants, and looks at what is left. A process of its own.

`python -m tests.crashes steps FOLDER N [COMMAND …]` ends each command before each of its calls that change the disk,
and in the middle of each file that it writes, or at every n-th of these steps.
`python -m tests.crashes kills FOLDER COUNT SEED` sends SIGKILL at random
instants. Both print JSON: for each command how often what was found. The forks share what this process has imported.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import index.maker
from index import IndexMissingError, UsageError, add, build, load, remove, sync, verify
from index.gloss import Glosser
from tests.conftest import HashEmbedder

ENDED = 9
PAUSE_S = 0.004
"""A killed command pauses before and behind each call that changes names: else hardly a kill would land there."""
_CALLS = ("rename", "replace", "link", "mkdir", "unlink", "rmdir", "chmod", "fsync")
_BUS = "---\ntitle: 公交管理办法\nreference: 海运〔2020〕3号\n---\n一、班次\n\n公交车每日开行{}班，由公交站负责。\n"


@dataclass(frozen=True, slots=True)
class Command:
    """What is run on an index folder, and whether one is there before."""

    run: Callable[[Path], object]
    with_index: bool = True


@dataclass(frozen=True, slots=True)
class Folders:
    """The files that the commands are given."""

    files: Path
    more: Path
    later: Path


def commands(place: Path, many: int) -> tuple[Folders, dict[str, Command]]:
    """The commands, over files that are written here; `many` makes them larger."""
    folders = Folders(place / "files", place / "more", place / "later")
    for at in range(many):
        _write(folders.files / f"{at:03}.md", _text(at))
        _write(folders.later / f"{at:03}.md", _text(at if at % 5 else at + 500))
    (folders.later / "001.md").unlink()
    _write(folders.files / "bus.md", _BUS.format(40))
    _write(folders.later / "bus.md", _BUS.format(40))
    _write(folders.more / "buses.md", _BUS.format(50))
    _write(folders.more / "002.md", _text(777))

    def opened(_: str | None) -> HashEmbedder:
        return HashEmbedder()

    return folders, {
        "build": Command(lambda folder: build([folders.files], folder, open_embedder=opened), with_index=False),
        "build again": Command(lambda folder: build([folders.later], folder, open_embedder=opened)),
        "add": Command(lambda folder: add([folders.more], folder, open_embedder=opened)),
        "remove": Command(lambda folder: remove(["000.md", "bus.md"], folder, open_embedder=opened)),
        "sync": Command(lambda folder: sync([folders.later], folder, open_embedder=opened)),
    }


def state(folder: Path) -> object:
    """All that an index holds: its documents, and the checksums of all its files, which loading has compared.

    None without an index. Raises when it is not sound.
    """
    try:
        made = load(folder, open_embedder=lambda _: HashEmbedder())
    except IndexMissingError:
        return None
    wrong = verify(made)
    if wrong:
        raise AssertionError(wrong)
    return made.documents(), made.manifest["segments"], made.manifest["files"]


def steps(place: Path, every: int, *names: str) -> dict[str, Mapping[str, int]]:
    """End each command, or those named, at its steps. Raises AssertionError for a state that is neither of the two."""
    os.fsync = lambda _: None  # nothing here loses power, and waiting for the disk takes nearly all the time
    counted: dict[str, Mapping[str, int]] = {}
    for name, command, before in _prepared(place, 3, 150):
        if names and name not in names:
            continue
        former = state(before)
        done = place / "done"
        assert not _forked(place, before, done, lambda folder, c=command: _counted(c, folder, place / "number")), name
        number = int((place / "number").read_text())
        after = state(done)
        seen = Counter(steps=len(range(0, number, every)))
        for at in range(0, number, every):
            folder = place / "crashed"
            code = _forked(place, before, folder, lambda folder, c=command, at=at: _ended(c, folder, at))
            assert code == ENDED, f"{name}, step {at}: {code}"
            again = command if at // every % 4 == 0 else None
            seen[_outcome(folder, former, after, again, f"{name}, step {at}")] += 1
        counted[name] = dict(seen)
    return counted


def kills(place: Path, count: int, seed: int) -> dict[str, Mapping[str, int]]:
    """Kill the commands in turn; the same, with where the kills landed by the files that were left."""
    chance = random.Random(seed)
    prepared = list(_prepared(place, 40, 1500))
    former = {name: state(before) for name, _, before in prepared}
    seen: dict[str, Counter[str]] = {name: Counter() for name, *_ in prepared}
    times, states = {}, {}
    for name, command, before in prepared:
        _, times[name] = _killed(place, before, place / "done", command, None)
        states[name] = state(place / "done")
    for at in range(count):
        name, command, before = prepared[at % len(prepared)]
        folder = place / "crashed"
        finished, _ = _killed(place, before, folder, command, chance.uniform(0, times[name]))
        landed = "finished" if finished else _landed(folder, before)
        outcome = _outcome(folder, former[name], states[name], command, f"{name}, kill {at}")
        seen[name][outcome] += 1
        seen[name][f"landed: {landed}"] += 1
    return {name: dict(counter) for name, counter in seen.items()}


def _prepared(place: Path, many: int, chars: int) -> list[tuple[str, Command, Path]]:
    folders, all_commands = commands(place, many)
    # So little text would else be one segment, of which nothing is taken over.
    index.maker.SegmentMaker.__init__.__kwdefaults__["chars"] = chars
    glosser = Glosser()
    index.maker.Glosser = lambda _: glosser  # type: ignore[misc,assignment]
    empty, made = place / "none", place / "made"
    empty.mkdir()
    build([folders.files], made, open_embedder=lambda _: HashEmbedder())
    state(made)
    return [(name, one, made if one.with_index else empty) for name, one in all_commands.items()]


def _outcome(folder: Path, former: object, after: object, command: Command | None, where: str) -> str:
    """Whether the state before or after was left; and the command, run again, does its work and tidies up."""
    found = state(folder)
    assert found in (former, after), f"{where}: neither the state before nor the state after"
    if command:
        with suppress(UsageError):  # what is removed cannot be removed again
            command.run(folder)
        assert state(folder) == after, f"{where}: the next command does not do its work"
        left = sorted(path.name for path in folder.iterdir())
        assert [name for name in left if not name.startswith("g")] == [".lock", "CURRENT"], f"{where}: {left}"
        assert len(left) == 3, f"{where}: {left}"
    return "after" if found == after else "before"


def _landed(folder: Path, before: Path) -> str:
    """Where a kill landed, by the files that are left."""
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    new = next((name for name in names if name.startswith(".new-")), None)
    generations = [name for name in names if name.startswith("g")]
    pointer = (folder / "CURRENT").read_text() if "CURRENT" in names else ""
    former = (before / "CURRENT").read_text() if (before / "CURRENT").exists() else ""
    if pointer != former:
        return "deleting what was before" if len(generations) > 1 else "all done"
    if "CURRENT.new" in names:
        return "pointer written, not yet in use"
    if len(generations) > bool(former):
        return "generation named, not yet in use"
    if new:
        return "written, not yet named" if (folder / new / "manifest.json").exists() else "writing"
    return "before the first write"


def _forked(place: Path, before: Path, folder: Path, work: Callable[[Path], int]) -> int:
    """Run `work` on a copy of an index in a process of its own; its result, or exit code."""
    _copy(before, folder)
    child = os.fork()
    if not child:
        os._exit(_guarded(work, folder))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _guarded(work: Callable[[Path], int], folder: Path) -> int:
    try:
        return work(folder)
    except BaseException as error:
        print(repr(error), file=sys.stderr)
        return 1


def _killed(place: Path, before: Path, folder: Path, command: Command, after_s: float | None) -> tuple[bool, float]:
    """Run a command and kill it after so many seconds; whether it had finished, and how long it took."""
    _copy(before, folder)
    begun = time.monotonic()
    child = os.fork()
    if not child:
        os._exit(_guarded(lambda folder: _slowed(command, folder), folder))
    if after_s is not None:
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL), code
    return code == 0, time.monotonic() - begun


def _copy(before: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(before, folder)


def _counted(command: Command, folder: Path, told: Path) -> int:
    number = 0

    def count() -> bool:
        nonlocal number
        number += 1
        return False

    _patch(count)
    command.run(folder)
    told.write_bytes(str(number).encode())
    return 0


def _ended(command: Command, folder: Path, last: int) -> int:
    at = -1

    def is_last() -> bool:
        nonlocal at
        at += 1
        return at == last

    _patch(is_last)
    command.run(folder)
    return 0


def _patch(is_last: Callable[[], bool]) -> None:
    """Ask before each call that changes the disk, and in each write, whether it is the last that is made."""

    def asking(call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def asked(*args: Any, **options: Any) -> Any:
            if is_last():
                os._exit(ENDED)
            return call(*args, **options)

        return asked

    for name in _CALLS:
        setattr(os, name, asking(getattr(os, name)))
    write_bytes = Path.write_bytes

    def write_half(self: Path, data: Any) -> int:
        if is_last():
            write_bytes(self, bytes(data)[: len(data) // 2])
            os._exit(ENDED)
        return write_bytes(self, data)

    def write_text(self: Path, data: str, encoding: str = "utf-8", **_: Any) -> int:
        return write_half(self, data.encode(encoding))

    Path.write_bytes = write_half  # type: ignore[method-assign,assignment]
    Path.write_text = write_text  # type: ignore[method-assign,assignment]


def _slowed(command: Command, folder: Path) -> int:
    def slow(call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def slowed(*args: Any, **options: Any) -> Any:
            time.sleep(PAUSE_S)
            result = call(*args, **options)
            time.sleep(PAUSE_S)
            return result

        return slowed

    for name in ("rename", "replace", "unlink", "rmdir"):
        setattr(os, name, slow(getattr(os, name)))
    command.run(folder)
    return 0


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _text(number: int) -> str:
    return (
        f"# 第{number}号码头管理办法\n\n一、值守\n\n码头每日值守{number}次，由航道站负责。"
        + "夜间应当照明。" * 5
        + "\n"
    )


if __name__ == "__main__":
    kind, where, *rest = sys.argv[1:]
    result = steps(Path(where), int(rest[0]), *rest[1:]) if kind == "steps" else kills(Path(where), *map(int, rest))
    print(json.dumps(result))
