"""What the disk, other processes and other people do to an index: a clear error or the last good state, no third."""

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import index.generation
from index import (
    BusyError,
    IndexMissingError,
    IndexRefusedError,
    UsageError,
    add,
    build,
    load,
    remove,
    sync,
    verify,
)
from index.__main__ import main
from index.gloss import Glosser
from tests.conftest import HashEmbedder
from tests.crashes import ENDED, state

PIERS = "# 码头管理办法\n\n一、值守\n\n码头每日值守{}次，由航道站负责。\n"
CALLS = ("rename", "replace", "link", "mkdir", "fsync")


def opened(_: str | None) -> HashEmbedder:
    return HashEmbedder()


def write(file: Path, number: int) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PIERS.format(number), encoding="utf-8")
    return file


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """`files` with two documents, `index` of them, `more` with another."""
    write(tmp_path / "files" / "a.md", 1)
    write(tmp_path / "files" / "b.md", 2)
    write(tmp_path / "more" / "c.md", 3)
    build([tmp_path / "files"], tmp_path / "index", open_embedder=opened)
    return tmp_path


def files_of(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.name != ".lock")


# --- the disk ---------------------------------------------------------------------------------------------------------


class Failing:
    """Fails the n-th call that changes the disk with an error of the system."""

    def __init__(self, patched: pytest.MonkeyPatch, at: int, error: int) -> None:
        self.calls = 0
        self._at, self._error = at, error
        patched.setattr(os, "fsync", lambda _: None)  # a disk that is waited for takes most of the time
        for name in CALLS:
            patched.setattr(os, name, self._wrapped(getattr(os, name)))
        write_bytes = Path.write_bytes

        def write_half(file: Path, data: Any) -> int:
            if self._fails():
                write_bytes(file, bytes(data)[: len(data) // 2])
                raise OSError(error, os.strerror(error), str(file))
            return write_bytes(file, data)

        patched.setattr(Path, "write_bytes", write_half)
        patched.setattr(Path, "write_text", lambda file, text, **_: write_half(file, text.encode()))

    def _wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **options: Any) -> Any:
            if self._fails():
                raise OSError(self._error, os.strerror(self._error))
            return call(*args, **options)

        return wrapped

    def _fails(self) -> bool:
        self.calls += 1
        return self.calls - 1 == self._at


@pytest.mark.slow
@pytest.mark.parametrize("error", [errno.ENOSPC, pytest.param(errno.EIO, marks=pytest.mark.slow)])
def test_a_disk_that_refuses_at_any_step_leaves_a_good_state(
    place: Path, error: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    glosser = Glosser()
    monkeypatch.setattr(index.maker, "Glosser", lambda _: glosser)
    before = state(place / "index")
    shutil.copytree(place / "index", place / "saved")
    add([place / "more"], place / "index", open_embedder=opened)
    after = state(place / "index")
    at, refused = 0, 0
    while True:
        shutil.rmtree(place / "index")
        shutil.copytree(place / "saved", place / "index")
        with pytest.MonkeyPatch.context() as patched:
            failing = Failing(patched, at, error)
            told = ""
            try:
                add([place / "more"], place / "index", open_embedder=opened)
            except UsageError as refusal:
                told = str(refusal)
        if failing.calls <= at:
            break
        refused += os.strerror(error) in told
        assert state(place / "index") in (before, after)
        if at % 6 == 0:
            add([place / "more"], place / "index", open_embedder=opened)
            assert state(place / "index") == after
            assert len(list((place / "index").iterdir())) == 3
        at += 1
    assert at > 20
    assert refused > at * 0.9, "only where a link is copied instead does it go on"


def child(place: Path, *words: str, **options: Any) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.index_child", *words, "--index", str(place / "index")]
    root = Path(__file__).resolve().parents[1]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False, **options)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_file_that_may_not_grow_is_a_full_disk(place: Path) -> None:
    before = state(place / "index")
    ran = child(place, "add", str(place / "more"), "--limit", "2000")
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr.startswith("error: cannot write the index")
    assert "Traceback" not in ran.stderr
    assert state(place / "index") == before
    assert not list((place / "index").glob(".new-*")), "what was begun is taken away again"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a file system can be mounted by root only")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_disk_that_is_full(place: Path, small_disk: Path) -> None:
    folder = small_disk / "index"
    build([place / "files"], folder, open_embedder=opened)
    before = state(folder)
    room = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(b"\0" * (room - 16384))
    with pytest.raises(UsageError, match="No space left on device"):
        add([place / "more"], folder, open_embedder=opened)
    assert state(folder) == before
    (small_disk / "ballast").unlink()
    add([place / "more"], folder, open_embedder=opened)
    assert len(load(folder).documents()) == 3


def test_a_disk_without_links_gets_copies(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.maker.SegmentMaker.__init__, "__kwdefaults__", SMALL)
    build([place / "files"], place / "other", open_embedder=opened)

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    add([place / "more"], place / "other", open_embedder=opened)
    assert len(load(place / "other").documents()) == 3
    assert verify(load(place / "other")) == []


SMALL = {**(index.maker.SegmentMaker.__init__.__kwdefaults__ or {}), "chars": 1}


def test_what_did_not_change_is_not_written_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.maker.SegmentMaker.__init__, "__kwdefaults__", SMALL)
    build([place / "files"], place / "other", open_embedder=opened)
    there = {file.stat().st_ino for file in (place / "other").rglob("vectors.faiss")}
    add([place / "more"], place / "other", open_embedder=opened)
    now = {file.stat().st_ino for file in (place / "other").rglob("vectors.faiss")}
    assert len(there) == 2
    assert len(now) == 3
    assert there < now


def test_nothing_is_pointed_at_before_it_is_on_the_disk(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: set[int] = set()
    fsync, replace = os.fsync, os.replace
    missing: list[str] = []

    def note(opened: int) -> None:
        flushed.add(os.fstat(opened).st_ino)
        fsync(opened)

    def look(source: Any, target: Any, **options: Any) -> None:
        folder = Path(source).parent
        name = Path(source).read_text(encoding="ascii").split()[0]
        needed = [folder, Path(source), folder / name, *(folder / name).rglob("*")]
        missing.extend(str(path) for path in needed if path.stat().st_ino not in flushed)
        replace(source, target, **options)
        flushed.discard(folder.stat().st_ino)

    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr(os, "replace", look)
    build([place / "files"], place / "other", open_embedder=opened)
    add([place / "more"], place / "other", open_embedder=opened)
    assert missing == []
    assert (place / "other").stat().st_ino in flushed, "the new pointer is flushed before the old one's files go"


# --- every step, by fork ----------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize(
    ("every", "names"),
    [
        (5, ["add"]),
        pytest.param(1, ["build", "build again", "add", "remove", "sync"], marks=pytest.mark.slow),
    ],
)
def test_a_process_that_ends_at_any_step_leaves_the_state_before_or_after(
    tmp_path: Path, every: int, names: list[str]
) -> None:
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "tests.crashes", "steps", str(tmp_path), str(every), *names]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=1000, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    counted = json.loads(ran.stdout)
    assert list(counted) == names
    for name, seen in counted.items():
        assert seen["before"] + seen["after"] == seen["steps"] > 20, (name, seen)
        assert seen["after"] > 0, (name, seen)


# --- permissions ------------------------------------------------------------------------------------------------------


@pytest.fixture
def locked(place: Path) -> Iterator[Path]:
    """The index in a folder that another user may read and not write, below one that he may enter."""
    shelf = Path(tempfile.mkdtemp(prefix="policy-qa-"))
    shutil.copytree(place, shelf, dirs_exist_ok=True)
    for path in [shelf, *shelf.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield shelf
    for path in [shelf, *shelf.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    shutil.rmtree(shelf)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no such permissions here")
@pytest.mark.parametrize("words", [("add", "more"), ("sync", "more"), ("build", "more"), ("remove", "a.md")])
def test_a_folder_that_may_only_be_read(locked: Path, words: tuple[str, str]) -> None:
    # Root may write anywhere.
    user = ["--as-a-user"] if os.geteuid() == 0 else []
    given = words[1] if words[0] == "remove" else str(locked / words[1])
    ran = child(locked, words[0], given, *user)
    assert ran.returncode == 2, ran.stderr
    assert "error: cannot write to" in ran.stderr
    assert "Traceback" not in ran.stderr
    ran = child(locked, "search", "码头每日值守几次？", *user)
    assert ran.returncode == 0, ran.stderr
    assert "值守1次" in ran.stdout


def test_files_have_the_modes_that_the_user_gives(place: Path) -> None:
    former = os.umask(0o027)
    try:
        add([place / "more"], place / "index", open_embedder=opened)
        build([place / "more"], place / "other", open_embedder=opened)
    finally:
        os.umask(former)
    made = [path for path in (place / "other").rglob("*") if path.name != ".lock"]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in made}
    assert modes == {0o750, 0o640}


def test_a_linked_index_folder_is_the_folder(place: Path) -> None:
    (place / "link").symlink_to(place / "index", target_is_directory=True)
    add([place / "more"], place / "link", open_embedder=opened)
    assert (place / "link").is_symlink()
    assert state(place / "index") == state(place / "link")
    assert len(load(place / "index").documents()) == 3


# --- others -----------------------------------------------------------------------------------------------------------


def test_a_second_writer_is_told_so_and_harms_nothing(place: Path) -> None:
    going, go_on = threading.Event(), threading.Event()

    class Slow(HashEmbedder):
        def embed_chunks(self, texts: Any) -> Any:
            going.set()
            assert go_on.wait(60)
            return super().embed_chunks(texts)

    writer = threading.Thread(target=lambda: add([place / "more"], place / "index", open_embedder=lambda _: Slow()))
    writer.start()
    try:
        assert going.wait(60)
        for write_too in (
            lambda: add([place / "more"], place / "index", open_embedder=opened),
            lambda: sync([place / "more"], place / "index", open_embedder=opened),
            lambda: build([place / "more"], place / "index", open_embedder=opened),
            lambda: remove(["a.md"], place / "index", open_embedder=opened),
        ):
            with pytest.raises(BusyError, match="another process is writing"):
                write_too()
        ran = child(place, "remove", "a.md")
        assert ran.returncode == 2
        assert "another process is writing" in ran.stderr
        assert len(load(place / "index").documents()) == 2, "what is there can be read all the while"
    finally:
        go_on.set()
        writer.join()
    assert len(load(place / "index").documents()) == 3
    assert verify(load(place / "index")) == []


def test_the_lock_of_a_killed_writer_holds_nobody_up(place: Path) -> None:
    ran = child(place, "add", str(place / "more"), "--end-in-embedding")
    assert ran.returncode == ENDED, ran.stderr
    assert len(load(place / "index").documents()) == 2
    add([place / "more"], place / "index", open_embedder=opened)
    assert len(load(place / "index").documents()) == 3


@pytest.mark.slow
def test_a_reader_beside_a_writer_sees_one_generation_at_a_time(place: Path) -> None:
    done = threading.Event()
    faults: list[BaseException] = []
    seen: set[str] = set()

    def read() -> None:
        try:
            while not done.is_set():
                made = load(place / "index", open_embedder=opened)
                texts = {hit.chunk.text for hit in made.search("码头每日值守几次？", top_k=9)}
                assert texts == {chunk.text for chunk in made.chunks}
                numbers = {document.text.split("值守")[2].split("次")[0] for document in made.documents()}
                assert len(numbers) == 1, "both documents are written with one number"
                seen.update(numbers)
        except BaseException as error:
            faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for number in range(6):
        for name in ("a.md", "b.md"):
            (place / "files" / name).write_text(f"{PIERS.format(number)}此件由{name}而来。\n", encoding="utf-8")
        sync([place / "files"], place / "index", open_embedder=opened)
        if not number:
            for reader in readers:
                reader.start()
    done.set()
    for reader in readers:
        reader.join()
    assert not faults
    assert len(seen) > 1


# --- damage -----------------------------------------------------------------------------------------------------------


def damages(data: bytes) -> Iterator[bytes]:
    for at in sorted({0, 1, len(data) // 3, len(data) // 2, len(data) - 1}):
        if at < len(data):
            yield data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]
    yield data[: len(data) // 2]
    yield data[:-1]
    yield data + b"\0"
    yield b""


@pytest.mark.parametrize("mapped_from", [0, 1 << 30])
def test_whatever_is_damaged_is_refused_by_name(place: Path, monkeypatch: pytest.MonkeyPatch, mapped_from: int) -> None:
    monkeypatch.setattr(index.generation, "MAPPED_FROM", mapped_from)
    folder = place / "index"
    tried = 0
    for file in files_of(folder):
        whole = file.read_bytes()
        for damaged in damages(whole) if whole else [b"x"]:
            if damaged == whole:
                continue
            file.write_bytes(damaged)
            with pytest.raises(IndexRefusedError) as refused:
                load(folder)
            named = ("CURRENT", "manifest.json") if file.name == "CURRENT" else (file.name,)
            assert any(name in str(refused.value) for name in named), (file, refused.value)
            assert "python -m index build" in str(refused.value)
            tried += 1
        file.unlink()
        with pytest.raises(IndexMissingError if file.name == "CURRENT" else IndexRefusedError, match="index build"):
            load(folder)
        file.write_bytes(whole)
    assert tried > 150
    assert state(folder)


@pytest.mark.parametrize(
    "pointer", [b"", b"\n", b"g000001", b"../../etc 0\n", b"g000001 " + b"0" * 64 + b"\n", b"\xff" * 80]
)
def test_a_pointer_to_nothing_is_refused(place: Path, pointer: bytes) -> None:
    (place / "index" / "CURRENT").write_bytes(pointer)
    with pytest.raises(IndexRefusedError, match=r"CURRENT|manifest\.json"):
        load(place / "index")
    for words in (["verify"], ["add", str(place / "more")]):
        code = main([*words, "--index", str(place / "index")], open_embedder=opened)
        assert code == (3 if words[0] == "verify" else 2)
    build([place / "files"], place / "index", open_embedder=opened)
    assert len(load(place / "index").documents()) == 2


def test_a_build_makes_a_damaged_index_whole(place: Path) -> None:
    for name in ("rows.npy", "documents.jsonl", "vectors.faiss"):
        file = next((place / "index").rglob(name))
        file.write_bytes(file.read_bytes()[:-1])
        with pytest.raises(IndexRefusedError, match=name):
            sync([place / "files"], place / "index", open_embedder=opened)
        build([place / "files"], place / "index", open_embedder=opened)
        assert verify(load(place / "index")) == []


# --- large indexes stay in their files --------------------------------------------------------------------------------


def test_a_mapped_index_answers_as_one_in_memory_and_outlives_its_files(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = state(place / "index")
    monkeypatch.setattr(index.generation, "MAPPED_FROM", 0)
    assert state(place / "index") == expected
    made = load(place / "index", open_embedder=opened)
    shutil.rmtree(place / "index")
    assert made.search("码头每日值守几次？")
    assert verify(made) == []


def test_a_mapped_index_can_be_changed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.generation, "MAPPED_FROM", 0)
    add([place / "more"], place / "index", open_embedder=opened)
    remove(["a.md"], place / "index", open_embedder=opened)
    mapped = state(place / "index")
    monkeypatch.undo()
    assert state(place / "index") == mapped
