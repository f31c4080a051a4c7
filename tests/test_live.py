"""The living index: what is written is taken into use without a request that waits, fails or sees two generations."""

import gc
import logging
import re
import shutil
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import index.live
from index import Index, IndexMissingError, IndexRefusedError, LiveIndex, ModelError, add, build, load, remove
from index.live import LOOK_S, RETRY_S
from index.maker import SegmentMaker
from qa import ask
from tests.conftest import HashEmbedder

FERRIES = "# 渡口管理办法\n\n一、班次\n\n渡船每日开行{}班，由航运站负责。\n\n二、票价\n\n成人票价{}元。\n"
MARKETS = "# 集市管理办法\n\n一、摊位\n\n集市设摊位{}个，由商务站负责。\n"
QUESTION = "渡船每日开行多少班？"


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Opener:
    """Opens an embedder whenever asked, and counts."""

    def __init__(self, fingerprint: str = "hash-1") -> None:
        self.fingerprint = fingerprint
        self.opened = 0

    def __call__(self, model: str | None) -> HashEmbedder:
        self.opened += 1
        embedder = HashEmbedder()
        embedder.fingerprint = self.fingerprint
        return embedder


def write(files: Path, number: int) -> Path:
    """Two documents that both tell the number of their generation."""
    files.mkdir(exist_ok=True)
    (files / "ferries.md").write_text(FERRIES.format(number, number), encoding="utf-8")
    (files / "markets.md").write_text(MARKETS.format(number), encoding="utf-8")
    return files


def renew(folder: Path, number: int) -> str:
    """Write the documents anew and build; the new generation's name."""
    build([write(folder.parent / "files", number)], folder, open_embedder=Opener())
    return named(folder)


def named(folder: Path) -> str:
    return (folder / "CURRENT").read_text(encoding="ascii").split()[0]


def stored(folder: Path, name: str) -> Path:
    """A file or folder of the generation in use, which has one segment."""
    (found,) = (folder / named(folder)).rglob(name)
    return found


def until(met: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.005)


def settle(live: LiveIndex) -> None:
    """Look, and wait until nothing is being loaded."""
    live.get()
    until(lambda: not loading())


def loading() -> bool:
    return any(thread.name == "index-reload" for thread in threading.enumerate())


def numbers(index: Index) -> set[str]:
    """The generation's number as each document tells it."""
    told = re.compile("(?:每日开行|集市设摊位)(\\d+)")
    return {number for document in index.documents() for number in told.findall(document.text)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    renew(tmp_path / "index", 1)
    return tmp_path / "index"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    yield
    until(lambda: not loading())


def test_it_serves_what_is_in_the_folder(folder: Path, clock: Clock) -> None:
    live = LiveIndex(folder, Opener(), clock=clock)
    assert live.generation == named(folder)
    assert "开行1班" in live.get().search(QUESTION)[0].chunk.text
    assert live.served().index is live.get()


def test_there_must_be_an_index_to_begin_with(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(IndexMissingError, match="python -m index build"):
        LiveIndex(tmp_path / "none", Opener())
    stored(folder, "chunks.jsonl").unlink()
    with pytest.raises(IndexRefusedError, match=r"chunks\.jsonl"):
        LiveIndex(folder, Opener())


def test_an_index_of_other_weights_is_refused_at_the_start(folder: Path) -> None:
    with pytest.raises(IndexRefusedError, match="other weights"):
        LiveIndex(folder, Opener("hash-2"))


def test_the_folder_is_looked_at_once_a_second(folder: Path, clock: Clock) -> None:
    live = LiveIndex(folder, Opener(), clock=clock)
    first = live.get()
    renew(folder, 2)
    clock.now += LOOK_S * 0.9
    settle(live)
    assert live.get() is first
    clock.now += LOOK_S * 0.2
    settle(live)
    assert live.generation == named(folder)
    assert numbers(live.get()) == {"2"}
    clock.now += 10
    second = live.get()
    assert not loading(), "nothing is loaded where nothing changed"
    assert live.get() is second


def test_what_is_added_and_removed_comes_into_use_and_the_model_is_opened_once(folder: Path, clock: Clock) -> None:
    opener = Opener()
    live = LiveIndex(folder, opener, clock=clock)
    more = folder.parent / "lamps.md"
    more.write_text("# 路灯管理办法\n\n一、亮灯\n\n路灯十九点亮起。\n", encoding="utf-8")
    add([more], folder, open_embedder=Opener())
    clock.now += LOOK_S
    settle(live)
    assert "路灯十九点亮起" in live.get().search("路灯几点亮？")[0].chunk.text
    remove(["lamps.md"], folder, open_embedder=Opener())
    clock.now += LOOK_S
    settle(live)
    assert len(live.get().documents()) == 2
    assert opener.opened == 1


def test_requests_go_on_with_the_old_one_until_the_new_one_is_warm(folder: Path, clock: Clock) -> None:
    warmed: list[Index] = []
    go_on = threading.Event()

    def warm(index: Index) -> None:
        warmed.append(index)
        assert len(warmed) == 1 or go_on.wait(60)

    live = LiveIndex(folder, Opener(), warm, clock=clock)
    old = live.get()
    renew(folder, 2)
    clock.now += LOOK_S
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: live.get(), range(200)))
        until(lambda: len(warmed) == 2)
        clock.now += 10 * LOOK_S
        given += pool.map(lambda _: live.get(), range(200))
    assert all(index is old for index in given)
    assert numbers(old) == {"1"}
    assert [thread.name for thread in threading.enumerate()].count("index-reload") == 1, "one thread loads"
    go_on.set()
    until(lambda: live.get() is warmed[1])
    assert numbers(live.get()) == {"2"}


def test_an_index_in_use_does_not_need_its_files(folder: Path, clock: Clock) -> None:
    live = LiveIndex(folder, Opener(), warm=lambda _: None, clock=clock)
    before = ask(QUESTION, load(folder, open_embedder=Opener()))
    shutil.rmtree(folder)
    assert ask(QUESTION, live.get()).citations == before.citations
    assert before.citations


@pytest.mark.parametrize("gone", ["chunks.jsonl", "vectors.faiss", "manifest.json", "lexical"])
def test_a_damaged_generation_leaves_the_old_one_and_is_logged_once(
    folder: Path, clock: Clock, caplog: pytest.LogCaptureFixture, gone: str
) -> None:
    live = LiveIndex(folder, Opener(), clock=clock)
    old, name = live.get(), live.generation
    aside = folder.parent / "aside"
    renew(folder, 2)
    place = stored(folder, gone)
    shutil.move(place, aside)
    for _ in range(5):
        clock.now += RETRY_S
        settle(live)
        assert live.get() is old
    assert live.generation == name
    (fault,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert gone in fault.getMessage()
    assert f"stays at generation {name}" in fault.getMessage()
    shutil.move(aside, place)
    clock.now += LOOK_S
    settle(live)
    assert live.get() is old, "it is not read again and again"
    clock.now += RETRY_S
    settle(live)
    assert numbers(live.get()) == {"2"}


def test_a_good_generation_after_a_bad_one_is_taken_at_once(folder: Path, clock: Clock) -> None:
    live = LiveIndex(folder, Opener(), clock=clock)
    renew(folder, 2)
    stored(folder, "chunks.jsonl").write_text("{}\n", encoding="utf-8")
    clock.now += LOOK_S
    settle(live)
    assert numbers(live.get()) == {"1"}
    renew(folder, 3)
    clock.now += LOOK_S
    settle(live)
    assert numbers(live.get()) == {"3"}


@pytest.mark.parametrize("current", [None, b"", b"nonsense \xff\n", b"g000001 0000\n"])
def test_without_a_readable_current_the_old_one_stays(
    folder: Path, clock: Clock, caplog: pytest.LogCaptureFixture, current: bytes | None
) -> None:
    live = LiveIndex(folder, Opener(), clock=clock)
    old = live.get()
    (folder / "CURRENT").unlink()
    if current is not None:
        (folder / "CURRENT").write_bytes(current)
    for _ in range(3):
        clock.now += RETRY_S
        settle(live)
    assert live.get() is old
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 1


def test_an_index_made_anew_under_the_same_name_is_taken(folder: Path, clock: Clock) -> None:
    live = LiveIndex(folder, Opener(), clock=clock)
    shutil.rmtree(folder)
    clock.now += LOOK_S
    settle(live)
    assert numbers(live.get()) == {"1"}
    assert renew(folder, 2) == live.generation, "both are the first of their folder"
    clock.now += LOOK_S
    settle(live)
    assert numbers(live.get()) == {"2"}


def test_a_generation_written_while_another_is_read_goes_by_its_own_name(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, names = index.live.read_generation, []

    def read_late(made: Path, known: Any = None) -> Any:
        if not names:
            names.append(renew(folder, 2))
        return read(made, known)

    monkeypatch.setattr(index.live, "read_generation", read_late)
    live = LiveIndex(folder, Opener(), clock=clock)
    assert [live.generation] == names
    assert numbers(live.get()) == {"2"}


def test_other_weights_are_opened_for_an_index_that_needs_them(folder: Path, clock: Clock) -> None:
    opener = Opener()
    live = LiveIndex(folder, opener, clock=clock)
    opener.fingerprint = "hash-2"
    build([write(folder.parent / "files", 2)], folder, open_embedder=opener)
    opened = opener.opened
    clock.now += LOOK_S
    settle(live)
    assert numbers(live.get()) == {"2"}
    assert live.get().embedder.fingerprint == "hash-2"
    assert opener.opened == opened + 1


@pytest.mark.parametrize("error", [ModelError("no model"), RuntimeError("out of luck"), MemoryError("too small")])
def test_whatever_fails_in_the_new_one_the_old_one_stays(
    folder: Path, clock: Clock, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    def warm(index: Index) -> None:
        if numbers(index) != {"1"}:
            raise error

    live = LiveIndex(folder, Opener(), warm, clock=clock)
    old = live.get()
    renew(folder, 2)
    clock.now += LOOK_S
    settle(live)
    assert live.get() is old
    (fault,) = caplog.records
    assert str(error) in fault.getMessage()
    assert bool(fault.exc_info) != isinstance(error, ModelError), "our own faults come with where they are"


def test_a_thread_that_cannot_start_is_no_failed_request(
    folder: Path, clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = LiveIndex(folder, Opener(), clock=clock)
    old = live.get()
    renew(folder, 2)
    clock.now += LOOK_S

    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        assert live.get() is old
    assert "can't start new thread" in caplog.text
    clock.now += RETRY_S
    settle(live)
    assert numbers(live.get()) == {"2"}


def test_an_index_that_nobody_uses_any_more_is_freed(folder: Path, clock: Clock) -> None:
    live = LiveIndex(folder, Opener(), clock=clock)
    first = weakref.ref(live.get())
    for number in (2, 3):
        renew(folder, number)
        clock.now += LOOK_S
        settle(live)
    gc.collect()
    assert first() is None


def test_what_did_not_change_is_not_read_again(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("index.write.SegmentMaker", partial(SegmentMaker, chars=1))
    renew(folder, 2)
    live = LiveIndex(folder, Opener(), clock=clock)
    before = {segment.documents[0].id: segment.chunks for segment in live.get()._generation.segments}
    assert len(before) == 2
    (tmp_path / "more.md").write_text(MARKETS.format(9), encoding="utf-8")
    add([tmp_path / "more.md"], folder, open_embedder=Opener())
    clock.now += LOOK_S
    settle(live)
    after = {segment.documents[0].id: segment.chunks for segment in live.get()._generation.segments}
    assert len(after) == 3
    assert all(after[id_] is chunks for id_, chunks in before.items())


def test_answers_during_a_swap_come_from_one_generation_each(folder: Path) -> None:
    live = LiveIndex(folder, Opener(), warm=lambda index: ask(QUESTION, index), clock=lambda: time.monotonic() * 1000)
    answered: set[str] = set()
    done = threading.Event()

    def work(_: int) -> None:
        while not done.is_set():
            index = live.get()
            answer = ask(QUESTION, index)
            (number,) = numbers(index)
            assert f"开行{number}班" in answer.text
            assert all(citation.chunk.document in index.documents() for citation in answer.citations)
            answered.add(number)
            time.sleep(0.02)

    with ThreadPoolExecutor(4) as pool:
        working = [pool.submit(work, at) for at in range(4)]
        try:
            until(lambda: "1" in answered)
            renew(folder, 2)
            until(lambda: "2" in answered or any(worker.done() for worker in working))
        finally:
            done.set()
        for worker in working:
            worker.result()
    assert answered == {"1", "2"}


@pytest.mark.slow
def test_twenty_swaps_under_load_fail_no_request_and_mix_no_generations(folder: Path) -> None:
    opener = Opener()
    live = LiveIndex(folder, opener, clock=lambda: time.monotonic() * 1000)
    expected = {named(folder): "1"}
    served_names: set[str] = set()
    done = threading.Event()

    def work(_: int) -> list[tuple[str, str]]:
        seen = []
        while not done.is_set():
            served = live.served()
            hits = served.index.search(QUESTION, top_k=10)
            (number,) = numbers(served.index)
            assert {hit.chunk.document for hit in hits} == set(served.index.documents())
            assert f"开行{number}班" in hits[0].chunk.text
            assert served.index.sentences(QUESTION, hits)
            seen.append((served.generation, number))
            served_names.add(served.generation)
            time.sleep(0.02)  # else eight threads leave the writer no time
        return seen

    with ThreadPoolExecutor(8) as pool:
        working = [pool.submit(work, at) for at in range(8)]
        try:
            for number in range(2, 22):
                name = renew(folder, number)
                expected[name] = str(number)
                if number % 2:  # every other one may be written over before it was ever in use
                    until(lambda name=name: name in served_names or any(worker.done() for worker in working))
        finally:
            done.set()
        seen = [served for worker in working for served in worker.result()]
    assert {number for _, number in seen} >= {str(number) for number in range(3, 22, 2)}
    assert all(expected[name] == number for name, number in seen)
    assert opener.opened == 1
