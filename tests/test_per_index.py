"""What is kept for an index goes with it, and is worked out once."""

import gc
import threading
import weakref
from pathlib import Path

import pytest

from index import Index, build, load
from qa.knowledge import knowledge_of
from qa.per_index import per_index
from qa.register import rows
from tests.conftest import HashEmbedder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("# 青禾区办法\n\n每月巡查两次。（云岭海关牵头，水务局配合）\n", encoding="utf-8")
    build([tmp_path / "a.md"], tmp_path / "index", open_embedder=lambda _: HashEmbedder())
    return tmp_path / "index"


def opened(folder: Path) -> Index:
    return load(folder, open_embedder=lambda _: HashEmbedder())


def test_an_index_that_is_no_longer_used_is_freed(folder: Path) -> None:
    index = opened(folder)
    assert rows(index)
    assert rows(index) is rows(index)
    assert knowledge_of(index) is knowledge_of(index)
    seen = weakref.ref(index)
    del index
    gc.collect()
    assert seen() is None


def test_work_is_done_once_though_many_threads_ask(folder: Path) -> None:
    index, done = opened(folder), []
    work = per_index(lambda _: done.append(1) or object())
    given: list[object] = []
    threads = [threading.Thread(target=lambda: given.append(work(index))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert len(set(map(id, given))) == 1
    assert work(opened(folder)) is not given[0]
