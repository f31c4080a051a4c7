"""From a question to an answer made of quotes, or to an honest no."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Embedder, Index, IndexMissingError, UsageError, load, parse_document
from qa import Answer, Citation, ask
from qa.ask import _default_index
from qa.compose import LONGEST_TEXT
from qa.decline import judge
from qa.kinds import read_kind
from qa.knowledge import knowledge_of
from qa.question import read_question
from qa.render import to_json

RIVERS = """---
title: 河道管理办法
date: 2018-05-10
---
# 河道管理办法

## 一、巡查

河道每日巡查两次，夜间加查一次。

- 牵头单位：青禾区水务站
- 配合单位：青禾区公安分局

## 二、清淤

每年三月清淤，费用120万元。清出的淤泥用于绿化。
"""
PARKS = "# 公园管理办法\n\n一、开放时间\n\n公园六点开放，二十二点关闭。\n\n二、收费\n\n公园不收门票。\n"


@pytest.fixture(scope="module")
def small() -> Index:
    from tests.conftest import HashEmbedder

    documents = [parse_document(PARKS, "parks.md"), parse_document(RIVERS, "rivers.md")]
    return Index.from_documents(documents, HashEmbedder())


def assert_sound(answer: Answer) -> None:
    """The invariants that hold for every answer."""
    assert answer.answered == (answer.reason is None) == bool(answer.citations)
    assert 0 <= answer.confidence <= 1
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        assert citation.quote == citation.chunk.document.text[citation.start : citation.end]
        assert citation.chunk.start <= citation.start < citation.end <= citation.chunk.end
        assert citation.quote in answer.text
        assert f"[{citation.number}]" in answer.text
    assert all(any(short in citation.quote for citation in answer.citations) for short in answer.short)


def test_an_answer_quotes_the_sentence_that_answers(small: Index) -> None:
    answer = ask("清淤费用是多少？", small)
    assert_sound(answer)
    assert answer.citations[0].quote == "每年三月清淤，费用120万元。"
    assert answer.text.startswith("“每年三月清淤，费用120万元。” [1]")
    assert answer.citations[0].chunk.path[-1] == "二、清淤"
    assert set(answer.timings) == {"search", "read", "compose"}


def test_who_leads_is_answered_with_all_roles(small: Index) -> None:
    answer = ask("巡查的牵头单位和配合单位是谁？", small)
    assert "牵头单位：青禾区水务站\n- 配合单位：青禾区公安分局" in [citation.quote for citation in answer.citations]


def test_traditional_questions_get_the_same_quotes_in_their_own_quotation_marks(small: Index) -> None:
    answer = ask("清淤費用是多少？", small)
    assert answer.citations == ask("清淤费用是多少？", small).citations
    assert answer.text.startswith("「每年三月清淤，费用120万元。」 [1]")


def test_top_k_limits_the_hits_and_never_changes_the_answer(small: Index) -> None:
    one, nine = ask("清淤费用是多少？", small, top_k=1), ask("清淤费用是多少？", small, top_k=9)
    assert (len(one.hits), len(nine.hits)) == (1, len(small.chunks))
    assert (one.text, one.citations) == (nine.text, nine.citations)


@pytest.mark.parametrize(
    ("question", "reason"),
    [("", "empty"), ("  \n", "empty"), ("🙂🎉", "empty"), ("\x00\x07", "empty"), ("问" * 10_000, "too_long")],
)
def test_odd_questions_are_declined_with_a_reason(small: Index, question: str, reason: str) -> None:
    answer = ask(question, small)
    assert_sound(answer)
    assert (answer.reason, answer.question, answer.hits) == (reason, question, ())
    assert answer.text


def test_filters_that_leave_nothing_decline(small: Index) -> None:
    answer = ask("清淤费用是多少？", small, filters={"source": "nowhere.md"})
    assert (answer.reason, answer.confidence, answer.hits) == ("not_covered", 0.0, ())
    assert ask("公园几点开放？", small, filters={"year": 2018}).citations[0].chunk.document.title == "河道管理办法"


def test_a_question_that_points_back_is_completed_by_the_last_one(small: Index) -> None:
    alone = ask("那费用呢？", small)
    after = ask("那费用呢？", small, history=["河道巡查几次？", {"question": "河道什么时候清淤？"}])
    assert after.question == "那费用呢？"
    assert after.citations[0].quote == "每年三月清淤，费用120万元。"
    assert after.hits != alone.hits
    assert (alone.understood, after.understood) == (None, "河道清淤：费用？")


def test_a_follow_up_leans_on_the_heading_of_the_last_answer(small: Index) -> None:
    before = ask("河上多久巡查一次？", small)
    told = ask("谁牵头？", small, history=[to_json(before)])
    assert before.citations[0].chunk.path[-1] == "一、巡查"
    assert told.understood == "巡查：谁牵头？"
    assert "青禾区水务站" in told.text
    assert ask("谁牵头？", small, history=["河上多久巡查一次？"]).understood != told.understood


def test_a_question_that_stands_alone_is_not_touched_by_history(small: Index) -> None:
    after = ask("公园几点开放？", small, history=["河道什么时候清淤？"])
    assert after.citations == ask("公园几点开放？", small).citations
    assert after.understood is None


@pytest.mark.parametrize(
    "bad", [{"top_k": 0}, {"filters": {"colour": "red"}}, {"history": [3]}, {"history": [{"answer": "x"}]}]
)
def test_wrong_use_is_an_error_that_says_so(small: Index, bad: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        ask("公园几点开放？", small, **bad)


def test_a_folder_is_taken_and_a_missing_one_named(small: Index, tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="python -m index build"):
        ask("公园几点开放？", tmp_path)
    small.save(tmp_path)
    assert len(load(tmp_path).chunks) == len(small.chunks)


def test_the_default_index_is_loaded_once(small: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_QA_INDEX", str(tmp_path))
    _default_index.cache_clear()
    with pytest.raises(IndexMissingError):
        ask("公园几点开放？")
    small.save(tmp_path)
    assert _default_index() is _default_index()
    _default_index.cache_clear()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gets_a_sound_answer(small: Index, question: str) -> None:
    answer = ask(question, small)
    assert_sound(answer)
    assert len(answer.text) <= LONGEST_TEXT + 300


def test_what_breaks_an_invariant_cannot_be_made(small: Index) -> None:
    chunk = small.chunks[0]
    with pytest.raises(ValueError, match="not inside its passage"):
        Citation(1, chunk, chunk.start, chunk.end + 1)
    citation = Citation(1, chunk, chunk.start, chunk.end)
    for wrong in (
        {"answered": True},
        {"answered": False},
        {"answered": False, "reason": "not_covered", "citations": (citation,)},
        {"answered": True, "citations": (citation,), "confidence": 1.5},
        {"answered": True, "citations": (citation,), "short": ("not in the quote",)},
    ):
        with pytest.raises(ValueError, match=r"citations|confidence|short"):
            Answer("?", text="", **wrong)


def test_without_a_hit_or_a_sentence_there_is_no_answer(small: Index) -> None:
    asked = read_question("公园几点开放？")
    kind, known = read_kind(asked.text, asked.language), knowledge_of(small)
    assert judge(asked, kind, (), (), small, known, ()).reason == "not_covered"
    assert judge(asked, kind, small.search(asked.text), (), small, known, ()).reason == "unsupported"


@pytest.mark.model
@pytest.mark.parametrize(
    "question", ["which agency leads customs protection?", "海关知识产权保护由谁牵头？", "海關知識產權保護由誰牽頭？"]
)
def test_the_missions_question_with_the_default_model(
    real_folder: Path, real_embedder: Embedder, question: str
) -> None:
    answer = ask(question, load(real_folder, open_embedder=lambda _: real_embedder))
    assert_sound(answer)
    first = answer.citations[0]
    assert "深圳海关" in first.quote
    assert "深圳市公安局" in first.quote
    assert "海关知识产权保护" in first.chunk.path[-1]


@pytest.mark.model
@pytest.mark.parametrize("question", ["明天会下雪吗？", "Who won the football World Cup?", "推荐一部好看的电影"])
def test_other_subjects_are_declined_with_the_default_model(
    real_folder: Path, real_embedder: Embedder, question: str
) -> None:
    answer = ask(question, load(real_folder, open_embedder=lambda _: real_embedder))
    assert_sound(answer)
    assert answer.reason in {"off_topic", "not_covered"}
    assert answer.hits
