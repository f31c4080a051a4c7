"""The legs' terms, their absolute scale, and how they are fused."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import TermIndex
from index.dense import DenseIndex, VectorTable
from index.fuse import BM25_WEIGHT, DOCUMENT_WEIGHT, GLOSS_WEIGHT, SENTENCE_SHARE, WORDS_WEIGHT, LegScores
from index.gloss import Glosser
from index.pointers import POINTED_WEIGHT, REQUIRED_WEIGHT
from index.terms import TermTable


@pytest.fixture(scope="module")
def glosser() -> Glosser:
    return Glosser()


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
    table = TermTable.of(texts)
    table.save(tmp_path / "terms")
    made = TermIndex([table])
    again = TermIndex([TermTable.load(tmp_path / "terms")])
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


def legs(**known: list[float]) -> LegScores:
    """Two chunks of cosine 0.8 and 0.7, and what some legs say of them; the others know nothing."""
    names = ("dense", "sentence", "bm25", "document", "gloss", "words", "pointed", "held")
    given = {"dense": [0.8, 0.7], "sentence": [0.8, 0.7], **known}
    return LegScores(*(np.array(given.get(name, [0, 0]), np.float32) for name in names))


def test_a_leg_that_knows_nothing_changes_nothing() -> None:
    assert legs().fused() == pytest.approx([0.8, 0.7])


def test_the_better_of_both_languages_counts() -> None:
    chinese, english = BM25_WEIGHT * 0.9, (GLOSS_WEIGHT + WORDS_WEIGHT) * 0.9
    assert legs(bm25=[0, 0.9]).fused() == pytest.approx([0.8, 0.7 + chinese])
    assert legs(gloss=[0, 0.9], words=[0, 0.9]).fused() == pytest.approx([0.8, 0.7 + english])
    both = legs(bm25=[0, 0.9], gloss=[0, 0.9], words=[0, 0.9]).fused()
    assert both == pytest.approx([0.8, 0.7 + max(chinese, english)])


def test_what_points_at_a_chunk_is_added_to_all_else() -> None:
    found = legs(bm25=[0, 0.9], pointed=[0, 1], held=[0, 0.5]).fused()
    assert found == pytest.approx([0.8, 0.7 + BM25_WEIGHT * 0.9 + POINTED_WEIGHT + REQUIRED_WEIGHT * 0.5])


def test_a_document_that_says_what_its_chunk_does_not_counts_too() -> None:
    assert legs(document=[0, 0.5]).fused() == pytest.approx([0.8, 0.7 + DOCUMENT_WEIGHT * 0.5])


def test_a_chunk_counts_with_its_best_sentence() -> None:
    assert legs(sentence=[0.9, 0.7]).fused()[0] == pytest.approx(0.8 + SENTENCE_SHARE * 0.1)


def test_the_nearest_rows_are_those_of_the_highest_cosines() -> None:
    vectors = np.eye(4, dtype=np.float32)
    query = np.array([0.1, 0.7, 0.2, 0.5], np.float32)
    dense = DenseIndex.of(vectors, 4)
    assert dense.nearest(query, 2) == [1, 3]
    assert dense.nearest(query, 9) == [1, 3, 2, 0]


def test_vectors_in_runs_are_those_of_one_index(tmp_path: Path) -> None:
    rows = np.random.default_rng(7).normal(size=(9, 4)).astype(np.float32)
    whole = DenseIndex.of(rows, 4)
    VectorTable.of(rows[3:], 4).save(tmp_path / "rest.faiss")
    parts = [rows[:3], rows[:0]]
    for mapped in (False, True):
        rest = VectorTable.load(tmp_path / "rest.faiss", mapped)
        cut = DenseIndex([*(VectorTable.of(part, 4) for part in parts), rest], 4)
        assert cut.count == 9
        assert (cut.vectors() == rows).all()
        assert (cut.vectors([8, 0, 3, 2]) == rows[[8, 0, 3, 2]]).all()
        assert cut.cosines(rows[5]) == pytest.approx(whole.cosines(rows[5]))
        assert cut.nearest(rows[5], 20) == whole.nearest(rows[5], 20)
