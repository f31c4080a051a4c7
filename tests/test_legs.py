"""The legs' terms, their absolute scale, and how they are fused."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import TermIndex
from index.dense import DenseIndex
from index.fold import fold, simplify
from index.fuse import LegScores
from index.gloss import Glosser
from index.lexical import lexical_terms


@pytest.fixture(scope="module")
def glosser() -> Glosser:
    return Glosser()


def test_terms_are_characters_numbers_words_and_pairs() -> None:
    assert lexical_terms("PCT申请1,381件") == ["pct", "申", "请", "1381", "件", "pct 申", "申 请", "请 1381", "1381 件"]


def test_punctuation_parts_pairs_and_white_space_does_not() -> None:
    assert "关 保" not in lexical_terms("海关，保护")
    assert "关 保" in lexical_terms("海关 保护")


@pytest.mark.parametrize(("one", "other"), [("海關", "海关"), ("ＰＣＴ", "pct"), ("２０２１", "2021"), ("Ｋ", "k")])
def test_forms_that_differ_only_in_form_fold_alike(one: str, other: str) -> None:
    assert fold(one) == other


def test_simplify_leaves_case_and_width() -> None:
    assert simplify("ＡB 國") == "ＡB 国"


def test_coverage_is_the_share_of_what_is_asked() -> None:
    index = TermIndex.of([["a", "b"], ["a", "c"], ["a", "a"]])
    full, other, _ = index.coverage(["b"])
    assert 0 < full < 1
    assert other == 0
    unknown = index.coverage(["b", "nowhere"])[0]
    assert unknown == pytest.approx(full * index.idf("b") / (index.idf("b") + index.idf("nowhere")))


def test_idf_is_lucenes() -> None:
    index = TermIndex.of([["a"], ["a"], ["b"], []])
    assert index.idf("a") == pytest.approx(math.log(1 + 2.5 / 2.5))
    assert index.idf("c") == pytest.approx(math.log(1 + 4.5 / 0.5))


def test_an_index_without_texts_or_terms_scores_nothing() -> None:
    assert TermIndex.of([]).coverage(["a"]).shape == (0,)
    assert TermIndex.of([[], []]).coverage(["a"]).tolist() == [0, 0]
    assert TermIndex.of([["a"]]).coverage([]).tolist() == [0]


@pytest.mark.parametrize("texts", [[], [[]], [["海", "关"], ["a"]]])
def test_a_term_index_survives_disk(tmp_path: Path, texts: list[list[str]]) -> None:
    made = TermIndex.of(texts)
    made.save(tmp_path / "terms")
    again = TermIndex.load(tmp_path / "terms", len(texts))
    assert again.coverage(["a", "海", "z"]).tolist() == made.coverage(["a", "海", "z"]).tolist()
    assert again.idf("海") == made.idf("海")
    assert not [file for file in (tmp_path / "terms").iterdir() if file.suffix == ".pkl"]


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), max_size=8), max_size=8),
    st.lists(st.sampled_from("abcxyz"), max_size=5),
)
def test_coverage_and_share_stay_between_zero_and_one(texts: list[list[str]], asked: list[str]) -> None:
    index = TermIndex.of(texts)
    scores = index.coverage(asked)
    assert scores.shape == (len(texts),)
    assert ((scores >= 0) & (scores <= 1 + 1e-6)).all()
    assert all(0 <= index.share(asked, text) <= 1 + 1e-6 for text in texts)


def test_english_meets_chinese_in_the_dictionary(glosser: Glosser) -> None:
    chunk = glosser.gloss_terms("海关知识产权保护")
    asked = glosser.question_terms("Which agencies protect customs?")
    assert {"custom", "protect"} <= set(chunk) & set(asked)
    assert "which" not in asked


def test_a_chinese_question_asks_for_more_than_its_numbers(glosser: Glosser) -> None:
    index = TermIndex.of([glosser.gloss_terms("2021年发明专利"), glosser.gloss_terms("商标")])
    assert index.coverage(glosser.question_terms("2021年海关查了多少侵权货物？")).max() < 0.2


def test_a_leg_that_knows_nothing_changes_nothing() -> None:
    dense = np.array([0.8, 0.7], np.float32)
    nothing, some = np.zeros(2, np.float32), np.array([0, 0.9], np.float32)
    assert LegScores(dense, nothing, nothing).fused().tolist() == dense.tolist()
    assert LegScores(dense, some, nothing).fused() == pytest.approx([0.8, 0.7 + 0.3 * 0.9])
    assert LegScores(dense, some / 2, some).fused() == pytest.approx([0.8, 0.7 + 0.2 * 0.9])


def test_the_nearest_rows_are_those_of_the_highest_cosines() -> None:
    vectors = np.eye(4, dtype=np.float32)
    query = np.array([0.1, 0.7, 0.2, 0.5], np.float32)
    dense = DenseIndex.of(vectors, 4)
    assert dense.nearest(query, 2) == [1, 3]
    assert dense.nearest(query, 9) == [1, 3, 2, 0]
