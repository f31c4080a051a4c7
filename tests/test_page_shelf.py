"""Conversations in the browser: newest first, within bounds, and whatever the store holds, a shelf comes of it."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.page.shelf import MOST_CHARACTERS, MOST_TALKS, MOST_TURNS, Shelf, Talk, new_talk, read_shelf
from qa.page.turn import Turn
from tests.elements import HOSTILE
from tests.test_page_turn import JSON, REAL

QUICK = settings(max_examples=60, deadline=None)
TURN = Turn("谁牵头？", None, False, "not_covered", 0.25, "", "没有答案。", (), ())


def asked(question: str) -> Turn:
    return replace(TURN, question=question)


def talk(id_: str, *questions: str) -> Talk:
    return Talk(id_, tuple(map(asked, questions)))


def size(shelf: Shelf) -> int:
    return len(json.dumps(shelf.to_json(), ensure_ascii=False))


def test_the_newest_conversation_is_on_top_and_none_is_there_twice() -> None:
    shelf = Shelf().with_talk(talk("a", "一")).with_talk(talk("b", "二")).with_talk(talk("a", "一", "三"))
    assert [one.id for one in shelf.talks] == ["a", "b"]
    assert [turn.question for turn in shelf.talks[0].turns] == ["一", "三"]
    assert shelf.talk("b") == talk("b", "二")
    assert shelf.talk("c") is None
    assert shelf.talk(None) is None
    assert [one.id for one in shelf.without("a").talks] == ["b"]
    assert shelf.without("c") == shelf


def test_an_empty_conversation_is_not_kept() -> None:
    shelf = Shelf().with_talk(talk("a", "一"))
    assert shelf.with_talk(new_talk()) == shelf
    assert new_talk().id != new_talk().id


def test_a_conversation_is_called_by_its_first_question() -> None:
    assert new_talk().title == ""
    assert talk("a", " 谁\n 牵头？ ", "二").title == "谁 牵头？"
    assert talk("a", "问" * 500).title == "问" * 59 + "…"


def test_a_conversation_keeps_its_last_turns() -> None:
    grown = new_talk()
    for number in range(MOST_TURNS + 5):
        grown = grown.with_turn(asked(str(number)))
    assert [turn.question for turn in grown.turns] == [str(number) for number in range(5, MOST_TURNS + 5)]


@QUICK
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3), st.sampled_from([1, 40_000])), max_size=60))
def test_a_shelf_stays_within_its_bounds(steps: list[tuple[int, int, int]]) -> None:
    shelf = Shelf(language="zh")
    for number, turns, length in steps:
        last = talk(f"t{number}", *["问" * length] * turns)
        shelf = shelf.with_talk(last)
        assert len(shelf.talks) <= MOST_TALKS
        assert size(shelf) <= MOST_CHARACTERS + 1000
        assert not turns or shelf.talks[0] == last
        assert len({one.id for one in shelf.talks}) == len(shelf.talks)
        assert shelf.language == "zh"
    assert read_shelf(json.loads(json.dumps(shelf.to_json()))) == shelf


def test_what_was_too_much_goes_from_the_oldest_on() -> None:
    shelf = Shelf()
    for number in range(MOST_TALKS + 3):
        shelf = shelf.with_talk(talk(f"t{number}", "一"))
    assert [one.id for one in shelf.talks] == [f"t{number}" for number in range(MOST_TALKS + 2, 2, -1)]
    large = Talk("large", tuple(asked("问" * 49_000) for _ in range(MOST_TURNS)))
    assert [one.id for one in shelf.with_talk(large).talks][:2] == ["large", f"t{MOST_TALKS + 2}"]
    two = shelf.with_talk(large).with_talk(replace(large, id="more"))
    assert [one.id for one in two.talks] == ["more"], "the newest stays, however large"


@QUICK
@given(JSON)
def test_no_json_is_more_than_an_empty_shelf(value: Any) -> None:
    assert read_shelf(value).talks == ()


@QUICK
@given(st.lists(JSON | st.just({"id": "good", "turns": [REAL]}), max_size=4), JSON, JSON)
def test_what_is_no_conversation_is_left_out(rows: list[Any], turn: Any, language: Any) -> None:
    good = sum(isinstance(row, dict) and row.get("id") == "good" for row in rows)
    shelf = read_shelf({"talks": [*rows, {"id": "half", "turns": [turn, REAL]}], "language": language})
    assert [one.id for one in shelf.talks] == ["good"] * good + ["half"]
    assert all(len(one.turns) == 1 for one in shelf.talks)
    assert shelf.language is None or isinstance(shelf.language, str)


def test_ids_and_lists_that_are_not_ours_are_refused() -> None:
    for id_ in ("", "a b", "x" * 65, 5, None, *HOSTILE):
        assert read_shelf({"talks": [{"id": id_, "turns": [REAL]}]}).talks == ()
    for turns in (None, {}, "x", [], [None]):
        assert read_shelf({"talks": [{"id": "a", "turns": turns}]}).talks == ()
    for rows in (None, {}, "x", 5):
        assert read_shelf({"talks": rows}) == Shelf()
    many = read_shelf({"talks": [{"id": f"t{n}", "turns": [REAL] * 100} for n in range(100)]})
    assert len(many.talks) == MOST_TALKS
    assert {len(one.turns) for one in many.talks} == {MOST_TURNS}
