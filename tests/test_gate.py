"""The floors that CI holds the shipped questions to: met as things are, missed when a part is broken on purpose."""

import json
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.fuzz_embedder import FigureReader
from index import Embedder
from index.fuse import LegScores
from qa import Citation, decline
from tests.remembering import RememberingEmbedder, RememberingReader

# The first run reads every question: beside another worker, on a busy machine, that alone may take five minutes.
pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(1500)]


ALONE = ("--systems", "default")
"""Without the baselines, which no floor is about."""


@pytest.fixture(scope="module")
def remembering() -> RememberingReader:
    return RememberingReader()


@pytest.fixture(scope="module")
def embedding(real_embedder: Embedder) -> RememberingEmbedder:
    return RememberingEmbedder(real_embedder)


@pytest.fixture
def gate(
    root: Path,
    real_folder: Path,
    embedding: RememberingEmbedder,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    remembering: RememberingReader,
    monkeypatch: pytest.MonkeyPatch,
):
    """Runs the gate of the Makefile; returns exit code, error output and the JSON."""
    monkeypatch.setattr(import_module("qa.ask"), "_reader", lambda: remembering)
    floors = re.findall(r"--min \S+", (root / "Makefile").read_text(encoding="utf-8"))
    assert len(floors) > 10
    words = [word for floor in floors for word in floor.split()]

    def run(*more: str) -> tuple[int, str, dict[str, Any]]:
        options = [*more, "--index", str(real_folder), "--json", str(tmp_path / "run.json"), *words]
        code = main(options, open_embedder=lambda _: embedding)
        return code, capsys.readouterr().err, json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))

    return run


def test_the_floors_are_met(gate: Any) -> None:
    code, error, made = gate()
    assert code == 0, error
    assert made["answers"]["all"]["verbatim"] == 1


@pytest.fixture
def hardly_reading(monkeypatch: pytest.MonkeyPatch, gate: Any) -> None:
    """A reader that takes no time, where what was found tells all: other passages would all have to be read anew."""
    monkeypatch.setattr(import_module("qa.ask"), "_reader", FigureReader)


@pytest.mark.usefixtures("hardly_reading")
def test_a_fusion_that_forgets_the_legs_is_caught(gate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LegScores, "fused", lambda self: self.dense)
    code, error, made = gate(*ALONE)
    assert code == 3
    assert "en:Success@1 is " in error
    assert made["faults"]["fused away"] > 10


@pytest.mark.usefixtures("hardly_reading")
def test_a_fusion_by_ranks_is_caught(gate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def by_ranks(self: LegScores) -> Any:
        ranks = [(-leg).argsort(kind="stable").argsort(kind="stable") for leg in self.by_name().values()]
        return sum(1 / (61 + rank) for rank in ranks)

    monkeypatch.setattr(LegScores, "fused", by_ranks)
    code, error, _ = gate(*ALONE)
    # Its scores mean nothing to what decides to decline: there may be no quote left to judge.
    assert code in {2, 3}
    assert "all:Success@1 is " in error or "all:verbatim: this run has no such figure" in error


def test_quotes_off_by_one_are_caught_by_the_verbatim_share(gate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shifted = property(lambda self: self.chunk.document.text[self.start + 1 : self.end + 1])
    monkeypatch.setattr(Citation, "quote", shifted)
    code, error, made = gate(*ALONE)
    assert code == 3
    assert "all:verbatim is 0.0000" in error
    assert made["answers"]["all"]["quoted"] > 0.7


def test_sentences_off_by_one_are_caught_by_the_evidence(gate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Citation.__post_init__

    def shifted(self: Citation) -> None:
        object.__setattr__(self, "start", self.start + 1)
        right(self)

    monkeypatch.setattr(Citation, "__post_init__", shifted)
    code, error, made = gate(*ALONE)
    assert code == 3
    assert "all:quoted is " in error
    assert made["answers"]["all"]["verbatim"] == 1


@pytest.mark.parametrize(("threshold", "figure"), [(0.0, "declined"), (0.9, "answered")])
def test_a_threshold_moved_is_caught(gate: Any, monkeypatch: pytest.MonkeyPatch, threshold: float, figure: str) -> None:
    moved = replace(decline.shipped_model(), threshold=threshold)
    monkeypatch.setattr(decline, "shipped_model", lambda: moved)
    code, error, _ = gate(*ALONE)
    assert code == 3
    assert f"all:{figure} is " in error


def test_a_confidence_turned_round_is_caught_by_the_risk_curve(gate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    right = decline.shipped_model()
    weights = {name: -weight for name, weight in right.weights.items()}
    monkeypatch.setattr(decline, "shipped_model", lambda: decline.Model(weights, -right.bias, 0.0))
    code, error, _ = gate(*ALONE)
    assert code == 3
    assert "all:1-AURC is " in error
