"""`python -m eval scale`: the steps run, each in a process of its own, and what they took is told."""

import json
from pathlib import Path

import numpy as np
import pytest

from eval.__main__ import main
from eval.scale import copies
from eval.scale_steps import ChecksumEmbedder


def test_copies_differ_in_their_numbers_and_nothing_else() -> None:
    texts = ["甲方1项，乙方20项。\n", "丙方没有。\n"]
    made = list(copies(texts, 5))
    assert made[:2] == texts
    assert made[2].startswith("甲方2项，乙方21项。")
    assert made[4].startswith("甲方3项，乙方22项。")
    assert len(set(made)) == 5


def test_the_embedder_gives_each_text_its_own_unit_vector() -> None:
    embedder = ChecksumEmbedder()
    first, second, again = embedder.embed_chunks(["公园", "花园", "公园"])
    assert (first == again).all()
    assert abs(float(first @ second)) < 0.5
    assert np.linalg.norm(embedder.embed_query("半\ud800")) == pytest.approx(1)


@pytest.mark.slow
def test_the_steps_are_timed(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "scale.json"
    words = ["scale", "--documents", "120", "--copies-of", str(root / "corpus"), "--json", str(out)]
    assert main([*words, "--folder", str(tmp_path / "place")]) == 0
    printed = capsys.readouterr().out
    assert "build 120" in printed
    assert "search, p50" in printed
    steps = json.loads(out.read_text(encoding="utf-8"))["steps"]
    assert all(step["cost"]["seconds"] > 0 and step["size"] > 0 for step in steps)


def test_too_few_documents_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scale", "--documents", "5"]) == 2
    assert "--documents" in capsys.readouterr().err
