"""Weights of terms in texts and questions; the rest of BM25 is in test_legs.py."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import K1, B, TermIndex
from index.terms import Terms, TermTable

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
    made = TermTable.of([{"b a": 0.5}, ["海"]])
    made.save(tmp_path / "terms")
    again = TermIndex([TermTable.load(tmp_path / "terms")])
    assert list(again.terms) == ["b a", "海"]
    assert "海" in again
    assert "b" not in again
    assert again.coverage({"b a": 1}).tolist() == TermIndex([made]).coverage({"b a": 1}).tolist()


def test_a_file_that_holds_objects_is_not_read(tmp_path: Path) -> None:
    TermTable.of([["a"]]).save(tmp_path)
    np.save(tmp_path / "rows.npy", np.array([{}], object))
    with pytest.raises(ValueError, match="pickle"):
        TermTable.load(tmp_path)


def same(one: TermTable, other: TermTable) -> bool:
    arrays = ("starts", "rows", "frequencies", "lengths")
    pairs = [(getattr(one, name), getattr(other, name)) for name in arrays]
    return one.listed == other.listed and all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in pairs)


@given(st.lists(WEIGHTS | st.lists(st.sampled_from("abcdef"), max_size=5), max_size=8), st.data())
def test_a_table_out_of_others_is_the_table_of_the_texts(texts: list[Terms], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(texts)))
    parts = [TermTable.of(texts[:cut]), TermTable.of(texts[cut:])]
    kept = data.draw(st.lists(st.sampled_from(range(len(texts))), unique=True)) if texts else []
    rows = np.full(len(texts), -1, np.int64)
    rows[kept] = np.arange(len(kept))
    joined = TermTable.joined([(parts[0], rows[:cut]), (parts[1], rows[cut:])], len(kept))
    assert same(joined, TermTable.of(texts[row] for row in kept))


@given(st.lists(WEIGHTS, min_size=1, max_size=8), st.data())
def test_texts_in_runs_score_as_texts_in_one(texts: list[dict[str, float]], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(texts)), max_size=3)))
    runs = [texts[first:last] for first, last in pairwise([0, *cuts, len(texts)])]
    whole, cut = TermIndex.of(texts), TermIndex([TermTable.of(run) for run in runs])
    assert set(cut.terms) == set(whole.terms)
    for term in "abcdefz":
        assert (term in cut) == (term in whole)
        assert cut.idf(term) == whole.idf(term)
        for other in "abz":
            both = any(term in text and other in text for text in texts)
            assert cut.together([term, other]) == whole.together([term, other]) == both
        assert [part.tolist() for part in cut.postings(term)] == [part.tolist() for part in whole.postings(term)]
