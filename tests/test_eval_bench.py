"""`python -m eval bench`: who takes turns with whom, what is counted, the table and the JSON, on any machine."""

import argparse
import io
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from rich.console import Console

from eval.bench import Stage, Times, add_arguments, figures, run, run_process, take_turns
from eval.coldstart import main as cold_baseline
from index import Embedder, UsageError, build, load, load_embedder

FILES = {
    "rivers.md": "# 河道管理办法\n\n一、巡查\n\n河道每日巡查两次，由水务站负责。\n\n二、清淤\n\n每年三月清淤。\n",
    "parks.md": "# 公园管理办法\n\n一、开放时间\n\n公园六点开放，二十二点关闭。\n",
}
QUESTIONS = ("几月清淤？", "公园几点开放？", "谁负责巡查？")


class Recorder:
    """An embedder that passes everything on and keeps what it was asked for, in order."""

    def __init__(self, inner: Embedder) -> None:
        self.name, self.fingerprint = inner.name, inner.fingerprint
        self.dim, self.max_tokens = inner.dim, inner.max_tokens
        self._inner = inner
        self.questions: list[str] = []
        self.batches: list[int] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._inner.count_tokens(texts)

    def embed_chunks(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(len(texts))
        return self._inner.embed_chunks(texts)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        self.questions.append(text)
        return self._inner.embed_query(text)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture
def folder(shelf: Path, embedder: Any) -> Path:
    """The folder with an index `index` of two documents and a question set `set.jsonl` of three, one of them twice."""
    if not (shelf / "index").exists():
        for name, text in FILES.items():
            (shelf / name).write_text(text, encoding="utf-8")
        build([shelf / name for name in FILES], shelf / "index", open_embedder=lambda _: embedder)
        rows = [
            {"id": str(number), "question": text, "lang": "zh", "kind": "unanswerable"}
            for number, text in enumerate((QUESTIONS[0], *QUESTIONS))
        ]
        (shelf / "set.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return shelf


Call = Callable[..., str]


@pytest.fixture
def recorder(embedder: Any) -> Recorder:
    return Recorder(embedder)


@pytest.fixture
def bench(folder: Path, recorder: Recorder) -> Call:
    """`python -m eval bench` over `folder`; returns what it prints."""

    def call(*options: object) -> str:
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        given = ("--questions", folder / "set.jsonl", "--index", folder / "index", *options)
        printed = io.StringIO()
        args = parser.parse_args([str(option) for option in given])
        run(args, lambda _: recorder, Console(file=printed, width=100))
        return printed.getvalue()

    return call


def test_ours_and_the_baseline_take_turns_and_the_first_round_is_not_counted() -> None:
    calls: list[str] = []
    pairs = tuple((partial(calls.append, f"ours {item}"), partial(calls.append, f"plain {item}")) for item in "ab")
    times = take_turns(Stage("a stage", "a note", pairs, 3, partial(calls.append, "before")))
    assert calls == ["before", "ours a", "plain a", "ours b", "plain b"] * 4
    for side in (times.ours, times.baseline):
        assert [len(row) for row in side] == [2, 2, 2]


def test_times_are_milliseconds_of_their_own_side() -> None:
    times = take_turns(Stage("a stage", "a note", ((partial(time.sleep, 0.02), bool),), 1))
    assert times.ours[0][0] > 10
    assert times.baseline[0][0] > 0


def test_figures_count_repeats_by_their_median_and_p95_by_single_items() -> None:
    times = Times(ours=((10, 30), (20, 60), (50, 70)), baseline=((10, 10), (40, 40), (15, 25)))
    found = figures(times)
    assert found["ours"] == pytest.approx({"q1": 30, "median": 40, "q3": 50, "p95": 67.5})
    assert found["baseline"]["median"] == 20
    # Of the medians 40 / 20; of the repeats 2, 1 and 3.
    assert found["ratio"] == pytest.approx({"of_medians": 2, "q1": 1.5, "median": 2, "q3": 2.5})
    alone = figures(Times(((4, 5, 90),), ((2.5, 1, 80),)))
    assert alone["ratio"] == {"of_medians": 2, "q1": 2, "median": 2, "q3": 2}


def test_the_table_has_a_row_for_each_stage_and_says_what_was_counted(bench: Call, folder: Path) -> None:
    options = ("--stages", "hits,answer,index", "--repeats", 2, "--slow-repeats", 1)
    printed = bench(*options)
    index = load(folder / "index")
    characters = sum(map(len, FILES.values()))
    assert f"3 questions; 2 documents, {characters} characters, {len(index.chunks)} passages" in printed
    rows = [line for line in printed.splitlines() if line.startswith(("question to", "documents to"))]
    assert [line[:19].strip() for line in rows] == ["question to hits", "question to answer", "documents to index"]
    # Median, its quartiles, p95 for the question stages, the baseline's median, the ratio and its quartiles.
    cells = [[word for word in line[19:].replace("–", " ").split() if word not in ("ms", "s")] for line in rows]
    assert [len(found) for found in cells] == [8, 8, 7]
    assert all(float(cell) >= 0 for found in cells for cell in found)
    assert "Baseline: plain sentence-transformers + FAISS flat" in printed
    assert "Repeats: question to hits 2, question to answer 2, documents to index 1" in " ".join(printed.split())
    for name in ("question to hits", "question to answer", "documents to index"):
        assert f"- {name}: " in printed


def test_the_json_holds_every_time_and_the_machine(bench: Call, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    bench("--stages", "hits,index", "--repeats", 2, "--slow-repeats", 3, "--first", 2, "--json", file)
    text = file.read_text(encoding="utf-8")
    made = json.loads(text)
    facts = ("format", "set", "commit", "settings", "index", "machine", "baseline", "amount")
    assert set(made) == {*facts, "stages"}
    assert made["set"]["name"] == "set.jsonl"
    assert len(made["set"]["checksum"]) == 64
    assert made["settings"] == {"first": 2, "repeats": 2, "slow_repeats": 3}
    assert made["amount"]["questions"] == 2
    assert made["index"]["counts"]["documents"] == made["amount"]["documents"] == 2
    assert made["machine"]["cpus"] >= 1
    assert list(made["stages"]) == ["hits", "index"]
    for stage, repeats, items in ((made["stages"]["hits"], 2, 2), (made["stages"]["index"], 3, 1)):
        assert stage["repeats"] == repeats
        for side in ("ours", "baseline"):
            rows = stage["milliseconds"][side]
            assert [len(row) for row in rows] == [items] * repeats
            assert all(number > 0 for row in rows for number in row)
        again = figures(Times(*(tuple(map(tuple, stage["milliseconds"][side])) for side in ("ours", "baseline"))))
        assert stage["figures"] == again
    assert str(folder) not in text


def test_every_question_is_embedded_in_every_repeat_by_both(bench: Call, recorder: Recorder) -> None:
    bench("--stages", "hits", "--repeats", 2)
    asked = [text for text in recorder.questions if text in QUESTIONS]
    # Once by ours, once by the baseline, in warm-up and two repeats: no vector is remembered from the repeat before.
    assert asked == [text for text in QUESTIONS for _ in range(2)] * 3


def test_documents_are_embedded_anew_in_every_repeat(bench: Call, recorder: Recorder, folder: Path) -> None:
    bench("--stages", "index", "--slow-repeats", 2)
    ours, baseline = recorder.batches[:2]
    assert recorder.batches == [ours, baseline] * 3
    assert baseline == len(load(folder / "index").chunks)
    assert ours > baseline  # the sentences too


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--repeats", 0), "--repeats must be at least 1"),
        (("--slow-repeats", 0), "--slow-repeats must be at least 1"),
        (("--first", -1), "--first must be at least 1"),
        (("--stages", "hits,boil"), "unknown stage boil"),
        (("--stages", ","), "unknown stage"),
        (("--questions", os.devnull), "no question"),
        (("--json", "no/such/folder/bench.json"), "no folder"),
    ],
)
def test_wrong_use_is_said_before_anything_is_timed(
    bench: Call, recorder: Recorder, options: tuple[object, ...], named: str
) -> None:
    with pytest.raises(UsageError, match=named):
        bench(*options)
    assert not recorder.questions


def test_a_process_that_fails_is_named_with_its_last_words() -> None:
    run_process([sys.executable, "-c", "pass"])
    with pytest.raises(UsageError, match="the disk is full"):
        run_process([sys.executable, "-c", "raise SystemExit('the disk is full')"])
    with pytest.raises(UsageError, match="exit code 7"):
        run_process([sys.executable, "-c", "raise SystemExit(7)"])


def test_the_baseline_of_the_cold_start_finds_the_nearest_passage(
    embedder: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = ["公园六点开放。", "每年三月清淤。", "河道每日巡查两次。"]
    np.save(tmp_path / "vectors.npy", embedder.embed_chunks(texts))
    opened: list[str | None] = []

    def open_embedder(model: str | None) -> Embedder:
        opened.append(model)
        found: Embedder = embedder
        return found

    assert cold_baseline([str(tmp_path / "vectors.npy"), "几月清淤？"], open_embedder) == 0
    assert cold_baseline([str(tmp_path / "vectors.npy"), "几点开放？", "a/model"], open_embedder) == 0
    assert capsys.readouterr().out.split() == ["1", "0"]
    assert opened == [None, "a/model"]


@pytest.mark.slow
@pytest.mark.model
def test_an_answer_and_a_cold_start_with_the_real_model(real_folder: Path, tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    file = tmp_path / "bench.json"
    timed = ("answer", "cold")  # hits and index do the same with any model, and are timed above
    once = ("--repeats", "1", "--slow-repeats", "1", "--first", "1")
    options = ("--stages", ",".join(timed), *once, "--json", str(file))
    printed = io.StringIO()
    run(parser.parse_args(["--index", str(real_folder), *options]), load_embedder, Console(file=printed, width=100))
    assert printed.getvalue().count("\ncold start to first answer") == 1
    stages = json.loads(file.read_text(encoding="utf-8"))["stages"]
    assert tuple(stages) == timed
    for stage in stages.values():
        assert all(number > 0 for side in stage["milliseconds"].values() for row in side for number in row)
