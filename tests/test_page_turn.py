"""Turns: what is kept of an answer comes back as it was, and what is no turn of ours never comes in."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Hit, Index, parse_document
from qa import Answer, Citation, ask
from qa.page.turn import RELATED, Turn, from_json, turn_of
from qa.render import to_json
from tests.conftest import HashEmbedder
from tests.elements import HOSTILE

QUICK = settings(max_examples=50, deadline=None)
TEXT = """---
title: 青禾区码头办法
reference: 青府〔2020〕3号
date: 2020-05-01
notice: 转述，并非原文
---
# 青禾区码头办法

## 一、夜间巡查

每晚巡查两次，由云岭海关牵头，青禾区公安分局配合。

## 二、清淤

每个码头每年清淤一次，由青禾区水务局牵头。
"""
INDEX = Index.from_documents([parse_document(TEXT, "码头.md")], HashEmbedder(), sentences=False)
ASKED = "夜间巡查由谁牵头？"
WORDS = st.text(max_size=40) | st.sampled_from(HOSTILE)
SHARES = st.floats(0, 1)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Any answer over the document: any words, any citations within its passages, or declined."""
    places = []
    for _ in range(draw(st.integers(0, 4))):
        chunk = draw(st.sampled_from(INDEX.chunks))
        start = draw(st.integers(chunk.start, chunk.end - 1))
        places.append((chunk, start, draw(st.integers(start + 1, chunk.end))))
    cited = tuple(Citation(number, *place) for number, place in enumerate(places, 1))
    headline = draw(WORDS)
    return Answer(
        question=draw(WORDS),
        answered=bool(cited),
        text=headline + draw(WORDS),
        short=tuple(one.quote[: draw(st.integers(1, 9))] for one in cited[: draw(st.integers(0, 2))]),
        citations=cited,
        hits=tuple(Hit(chunk, draw(SHARES), {}) for chunk in INDEX.chunks),
        confidence=draw(SHARES),
        reason=None if cited else draw(st.sampled_from(["not_covered", "off_topic", "unsupported"])),
        headline=headline,
        understood=draw(st.none() | WORDS),
    )


@QUICK
@given(answers(), st.text(max_size=8))
def test_a_turn_comes_back_from_the_browser_as_it_was(answer: Answer, generation: str) -> None:
    turn = turn_of(answer, generation)
    assert from_json(turn.to_json()) == turn
    assert from_json(json.loads(json.dumps(turn.to_json(), allow_nan=False))) == turn


@pytest.mark.parametrize("question", [ASKED, "有多少只老虎？", "", "谁\ud83d牵头", "问" * 60_000])
def test_a_turn_of_whatever_was_asked_can_be_sent_and_comes_back(question: str) -> None:
    turn = turn_of(ask(question, INDEX), "g000001")
    sent = json.dumps(turn.to_json(), ensure_ascii=False).encode("utf-8")
    assert from_json(json.loads(sent)) == turn


def test_an_answer_is_kept_with_what_proves_it() -> None:
    answer = ask(ASKED, INDEX)
    turn = turn_of(answer, "g000007")
    assert answer.answered
    assert (turn.answered, turn.reason, turn.headline, turn.text) == (True, None, answer.headline, answer.text)
    assert (turn.short, turn.confidence, turn.generation) == (answer.short, answer.confidence, "g000007")
    assert turn.sources == turn.citations
    for source, citation in zip(turn.sources, to_json(answer)["citations"], strict=True):
        for name in ("number", "document_id", "start", "end", "title", "quote", "source", "reference", "issued"):
            assert getattr(source, name) == citation[name], name
        assert source.notice == "转述，并非原文"
        assert source.path == ("一、夜间巡查",), "the title stands above it already"
    for copy in (turn.as_text, turn.as_markdown):
        assert ASKED in copy
        assert "云岭海关" in copy


def test_a_declined_answer_keeps_related_passages_that_prove_nothing() -> None:
    many = tuple(Hit(INDEX.chunks[0], 0.1, {}) for _ in range(RELATED + 3))
    turn = turn_of(Answer("?", answered=False, text="没有答案。", reason="not_covered", hits=many))
    assert len(turn.sources) == RELATED
    assert turn.citations == ()
    assert {source.number for source in turn.sources} == {0}
    assert turn.sources[0].quote == INDEX.chunks[0].text


def test_a_turn_is_an_earlier_question_that_the_next_can_lean_on() -> None:
    turn = turn_of(ask(ASKED, INDEX))
    asked = ask("那谁来配合？", INDEX, history=[turn.asked()])
    assert asked.understood
    assert "夜间巡查" in asked.understood
    assert asked.understood == ask("那谁来配合？", INDEX, history=[to_json(ask(ASKED, INDEX))]).understood


# --- what comes back from a browser whose owner writes there what they like

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
REAL = turn_of(ask(ASKED, INDEX)).to_json()


def is_whole(turn: Turn) -> bool:
    texts = [turn.question, turn.headline, turn.text, *turn.short, turn.as_text, turn.as_markdown, turn.generation]
    texts += [text for one in turn.sources for text in (one.title, one.quote, one.source, one.document_id, *one.path)]
    return (
        all(isinstance(text, str) for text in texts)
        and 0 <= turn.confidence <= 1
        and all(one.start >= 0 and one.end >= 0 and one.document_id.isalnum() for one in turn.sources)
    )


@QUICK
@given(JSON)
def test_no_json_is_more_than_refused(value: Any) -> None:
    assert from_json(value) is None


@QUICK
@given(st.sampled_from(sorted(REAL)), JSON)
def test_a_turn_with_another_value_anywhere_is_a_turn_or_nothing(name: str, value: Any) -> None:
    turn = from_json({**REAL, name: value})
    assert turn is None or is_whole(turn)


@QUICK
@given(st.sampled_from(sorted(REAL["sources"][0])), JSON)
def test_a_source_with_another_value_anywhere_is_a_source_or_nothing(name: str, value: Any) -> None:
    turn = from_json({**REAL, "sources": [{**REAL["sources"][0], name: value}]})
    assert turn is None or is_whole(turn)


@pytest.mark.parametrize("name", sorted(REAL.keys() - {"warnings"}))
def test_a_turn_that_lacks_something_is_none(name: str) -> None:
    assert from_json({key: value for key, value in REAL.items() if key != name}) is None


def test_a_turn_kept_before_there_were_warnings_and_pages_is_still_read() -> None:
    late = {"page", "status", "since"}
    sources = [{key: value for key, value in one.items() if key not in late} for one in REAL["sources"]]
    old = from_json({**{key: value for key, value in REAL.items() if key != "warnings"}, "sources": sources})
    assert old
    assert old.warnings == ()
    assert {(one.page, one.status, one.since) for one in old.sources} == {(None, "", None)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("document_id", '"><img src=x>'),
        ("document_id", ""),
        ("document_id", "文件"),
        ("start", -1),
        ("start", True),
        ("end", 10**12),
        ("number", 1.5),
        ("quote", "字" * 60_000),
        ("path", ["一"] * 200),
    ],
)
def test_a_source_that_none_of_ours_could_be_is_refused(name: str, value: Any) -> None:
    assert from_json({**REAL, "sources": [{**REAL["sources"][0], name: value}]}) is None


def test_too_many_sources_and_a_confidence_out_of_bounds() -> None:
    assert from_json({**REAL, "sources": REAL["sources"] * 200}) is None
    for given_share, kept in ((7, 1.0), (-1, 0.0), (0.5, 0.5)):
        turn = from_json({**REAL, "confidence": given_share})
        assert turn
        assert turn.confidence == kept
    for no_share in (float("nan"), float("inf"), 10**400, "0.5", None):
        assert from_json({**REAL, "confidence": no_share}) is None
