"""Weights of terms in texts and questions; the rest of BM25 is in test_legs.py."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import K1, B, TermIndex

WEIGHTS = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 20), max_size=6)


def test_a_list_of_terms_is_their_counts() -> None:
    listed = TermIndex.of([["a", "b", "a"], ["c"]])
    counted = TermIndex.of([{"a": 2, "b": 1}, {"c": 1}])
    assert listed.coverage(["a", "b"]).tolist() == counted.coverage(["a", "b"]).tolist()


def test_coverage_is_the_formula() -> None:
    index = TermIndex.of([{"a": 0.5, "b": 1.5}, {"b": 1}, {}])
    norm = K1 * (1 - B + B * 2 / 1)
    held, missing = math.log(1 + 2.5 / 1.5), math.log(1 + 3.5 / 0.5)
    assert index.coverage(["a", "nowhere"])[0] == pytest.approx(held * 0.5 / (0.5 + norm) / (held + missing))


def test_a_likely_term_covers_more_than_an_unlikely_one() -> None:
    index = TermIndex.of([{"a": 0.2, "b": 0.8}, {"a": 0.9, "b": 0.1}])
    unlikely, likely = index.coverage(["a"])
    assert 0 < unlikely < likely


def test_a_question_weighs_its_terms() -> None:
    index = TermIndex.of([["a"], ["b"]])
    first, second = index.coverage({"a": 1.0, "b": 0.5})
    assert first == pytest.approx(2 * second)
    assert first + second == pytest.approx(index.coverage(["a"])[0])


def test_the_share_counts_a_term_as_far_as_it_is_there() -> None:
    index = TermIndex.of([["a"], ["b"]])
    assert index.share({"a": 1.0, "b": 0.5}, {"a": 0.25}) == pytest.approx(0.25 / 1.5)
    assert index.share(["a"], {"a": 3.0}) == 1
    assert index.share([], ["a"]) == 0


@given(st.lists(WEIGHTS, max_size=6), WEIGHTS)
def test_weights_keep_the_scale(texts: list[dict[str, float]], asked: dict[str, float]) -> None:
    index = TermIndex.of(texts)
    scores = index.coverage(asked)
    assert scores.shape == (len(texts),)
    assert ((scores >= 0) & (scores <= 1 + 1e-6)).all()
    assert all(0 <= index.share(asked, text) <= 1 + 1e-6 for text in texts)


def test_an_index_knows_its_terms(tmp_path: Path) -> None:
    made = TermIndex.of([{"a b": 0.5}, ["海"]])
    made.save(tmp_path / "terms")
    again = TermIndex.load(tmp_path / "terms", 2)
    assert list(again.terms) == ["a b", "海"]
    assert "海" in again
    assert "b" not in again
    assert again.coverage({"a b": 1}).tolist() == made.coverage({"a b": 1}).tolist()


def test_a_file_that_holds_objects_is_not_read(tmp_path: Path) -> None:
    TermIndex.of([["a"]]).save(tmp_path)
    np.savez(tmp_path / "postings.npz", starts=np.array([{}], object), texts=np.zeros(1), shares=np.zeros(1))
    with pytest.raises(ValueError, match="pickle"):
        TermIndex.load(tmp_path, 1)
