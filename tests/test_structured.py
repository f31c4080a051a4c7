"""Structured BM25: all ways of saying one term count as one term."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from index.bm25 import Scores, TermIndex
from index.lexical import lexical_terms
from index.structured import Rows, StructuredIndex, Term

TEXTS = (
    "海关保护知识产权,市公安局配合。",
    "专利申请由知识产权局受理。",
    "学校开展知识普及活动。",
    "运河沿岸修建公园。",
    "公园免费开放,学生凭证入园。",
)


class Shares:
    """An inverted index as plain as can be: each text's saturation of a term is tf / (tf + 1.2)."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._terms = [lexical_terms(text) for text in texts]

    @property
    def count(self) -> int:
        return len(self._terms)

    @property
    def terms(self) -> set[str]:
        return {term for terms in self._terms for term in terms}

    def __contains__(self, term: object) -> bool:
        return any(term in terms for terms in self._terms)

    def together(self, terms: Sequence[str]) -> bool:
        return any(set(terms) <= set(held) for held in self._terms)

    def postings(self, term: str) -> tuple[Rows, Scores]:
        rows = [row for row, terms in enumerate(self._terms) if term in terms]
        counts = np.array([self._terms[row].count(term) for row in rows], np.float32)
        return np.array(rows, np.intp), counts / (counts + np.float32(1.2))


@pytest.fixture(scope="module")
def index() -> StructuredIndex:
    return StructuredIndex(Shares(TEXTS))


ONE = 1 / 2.2  # the saturation of a term that stands in a text once


def idf(holding: float) -> float:
    return math.log(1 + (len(TEXTS) - holding + 0.5) / (holding + 0.5))


def test_a_string_stands_where_all_its_pairs_of_neighbours_stand(index: StructuredIndex) -> None:
    scores = index.coverage([Term("intellectual property", {"知识产权": 1.0})])
    assert np.flatnonzero(scores).tolist() == [0, 1]
    assert index.holds("知识产权")
    assert index.holds("园")
    assert not index.holds("知识公园")  # 知识 and 公园 do, 识公 does not
    assert not index.holds("税务")


def test_pairs_in_different_texts_do_not_make_a_string() -> None:
    index = StructuredIndex(Shares(["甲乙", "乙丙"]))
    assert not index.holds("甲乙丙")
    assert not index.coverage([Term("x", {"甲乙丙": 1.0})]).any()


def test_one_candidate_is_plain_bm25_coverage(index: StructuredIndex) -> None:
    scores = index.coverage([Term("park", {"公园": 1.0}), Term("canal", {"运河": 1.0})])
    most = idf(2) + idf(1)
    assert scores == pytest.approx([0, 0, 0, ONE, idf(2) * ONE / most], abs=1e-6)


def test_candidates_are_alternatives_with_one_idf(index: StructuredIndex) -> None:
    scores = index.coverage([Term("study", {"学校": 1.0, "学生": 0.5})])
    # A text with the likely candidate counts once, one with the unlikely by half: df 1.5, the same idf on both sides.
    assert scores == pytest.approx([0, 0, ONE, 0, 0.5 * ONE], abs=1e-6)
    together = index.coverage([Term("study", {"学校": 1.0, "学生": 0.5}), Term("canal", {"运河": 1.0})])
    assert together[2] == pytest.approx(idf(1.5) * ONE / (idf(1.5) + idf(1)), abs=1e-6)


def test_two_candidates_in_one_text_add_up_below_one(index: StructuredIndex) -> None:
    scores = index.coverage([Term("ip", {"海关": 1.0, "知识产权": 1.0})])
    assert scores[0] == pytest.approx(1 - (1 - ONE) ** 2, abs=1e-6)
    assert scores[1] == pytest.approx(ONE, abs=1e-6)


def test_a_term_without_candidates_is_asked_for_and_not_found(index: StructuredIndex) -> None:
    known = Term("canal", {"运河": 1.0})
    alone, beside = index.coverage([known]), index.coverage([known, Term("zeppelin")])
    assert beside[3] == pytest.approx(alone[3] * idf(1) / (idf(1) + idf(0)), abs=1e-6)
    assert not index.coverage([Term("zeppelin")]).any()
    assert index.coverage([]).tolist() == [0] * len(TEXTS)


def test_a_term_that_comes_again_counts_once_and_a_heavy_one_more(index: StructuredIndex) -> None:
    canal, park = Term("canal", {"运河": 1.0}), Term("school", {"学校": 1.0})
    assert index.coverage([canal, park, canal]).tolist() == index.coverage([canal, park]).tolist()
    heavy = index.coverage([Term("canal", {"运河": 1.0}, weight=3.0), park])
    assert heavy[3] == pytest.approx(ONE * 3 / 4, abs=1e-6)
    assert heavy[2] == pytest.approx(ONE / 4, abs=1e-6)


def test_coverage_lies_between_0_and_1(index: StructuredIndex) -> None:
    terms = [Term(text, {text: 1.0, "公园": 0.3}) for text in ("知识", "产权", "海关", "学校", "园")]
    scores = index.coverage(terms)
    assert scores.dtype == np.float32
    assert scores.min() >= 0
    assert scores.max() <= 1


def test_an_index_over_nothing_scores_nothing() -> None:
    assert StructuredIndex(Shares([])).coverage([Term("park", {"公园": 1.0})]).shape == (0,)


def test_over_the_real_index_a_term_with_one_candidate_is_the_lexical_leg() -> None:
    lexical = TermIndex.of([lexical_terms(text) for text in TEXTS])
    structured = StructuredIndex(lexical)
    for text in ("公园", "知识", "园", "甲"):
        term = " ".join(text)
        assert structured.coverage([Term(text, {text: 1.0})]) == pytest.approx(lexical.coverage([term]), abs=1e-6)
