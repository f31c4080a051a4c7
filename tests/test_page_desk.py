"""The desk over a real index: a question gets into the chat, its answer comes in two steps, links open documents."""

import csv
import io
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from index import LiveIndex, build
from qa.page.desk import Desk, Message, filters_of, messages, texts_of
from qa.page.links import open_link
from qa.page.shelf import Shelf, Talk, new_talk, read_shelf
from qa.page.texts import LANGUAGES, Texts
from tests.conftest import HashEmbedder
from tests.elements import HOSTILE, elements
from tests.test_page_answer import TAGS as MESSAGE_TAGS
from tests.test_page_cards import TAGS as CARD_TAGS

EN = Texts("en")
PATROL = """---
title: 青禾区码头方案
date: 2020-05-01
---
# 青禾区码头方案

## 一、夜间巡查

每晚巡查两次，结果次日公布。（云岭海关牵头，青禾区公安分局配合）

## 二、志愿服务

每个码头招募志愿者三十名，经费五万元。
"""
PARKS = """---
title: 公园开放时间
date: 2021-10-11
---
# 公园开放时间

公园每日六时开放，由云岭市公园管理处负责。
"""
ASKED = "夜间巡查由谁牵头？"
NOTHING = "有多少只老虎？"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk over two small documents."""
    files, folder = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("built") / "index"
    (files / "码头.md").write_text(PATROL, encoding="utf-8")
    (files / "公园.md").write_text(PARKS, encoding="utf-8")
    build([files], folder, open_embedder=lambda _: HashEmbedder())
    return Desk(LiveIndex(folder, open_embedder=lambda _: HashEmbedder()))


def converse(desk: Desk, *questions: str, limits: dict[str, Any] | None = None) -> tuple[list[Message], str, Talk]:
    """What the last of the questions gave at last."""
    talk, last = new_talk(), None
    for question in questions:
        last = list(desk.answered(question, talk, EN, limits or {}))[-1]
        talk = last[2]
    assert last
    return last


def text(message: Message) -> str:
    return elements(str(message["content"]), MESSAGE_TAGS).text


def roles(shown: Sequence[Message]) -> list[str]:
    return [str(one["role"]) for one in shown]


def test_a_question_is_taken_into_the_chat_below_what_was_said(desk: Desk) -> None:
    _, _, talk = converse(desk, ASKED)
    for before in (new_talk(), talk):
        shown = desk.taken(NOTHING, before, EN)
        assert roles(shown) == ["user", "assistant"] * (len(before.turns) + 1)
        assert text(shown[-2]) == NOTHING
        assert text(shown[-1]) == EN("chat.searching")
        assert shown[:-2] == messages(before, EN)


def test_an_answer_comes_with_its_headline_first_and_then_with_its_evidence(desk: Desk) -> None:
    first, last = desk.answered(ASKED, new_talk(), EN, {})
    head, end = (elements(str(shown[-1]["content"]), MESSAGE_TAGS) for shown, _, _ in (first, last))
    assert head.of("pq-headline")[0].text.startswith("牵头：云岭海关")
    assert not head.of("pq-said")
    assert not head.of("pq-act")
    assert first[2].turns == ()
    assert "pq-card" not in first[1]
    assert end.of("pq-headline")[0].text == head.of("pq-headline")[0].text
    assert "云岭海关牵头，青禾区公安分局配合" in end.of("pq-said")[0].text
    assert elements(last[1], CARD_TAGS).of("mark")
    (turn,) = last[2].turns
    assert turn.question == ASKED
    assert turn.generation == desk.live.generation
    assert last[0] == messages(last[2], EN)
    assert last[1] == desk.cards(last[2], EN)


def test_a_follow_up_leans_on_the_last_answer_and_says_how_it_was_understood(desk: Desk) -> None:
    shown, cards, talk = converse(desk, ASKED, "那谁来配合？")
    assert len(talk.turns) == 2
    said = elements(str(shown[-1]["content"]), MESSAGE_TAGS)
    assert "夜间巡查" in said.of("pq-understood")[0].text
    assert "青禾区公安分局" in said.of("pq-headline")[0].text
    assert "pq-card" in cards
    assert not elements(str(converse(desk, NOTHING, ASKED)[0][-1]["content"]), MESSAGE_TAGS).of("pq-understood")


def test_a_declined_answer_is_kept_with_related_passages(desk: Desk) -> None:
    shown, cards, talk = converse(desk, NOTHING)
    assert not talk.turns[-1].answered
    assert EN("answer.declined") in text(shown[-1])
    panel = elements(cards, CARD_TAGS)
    assert panel.of("pq-related")
    assert not panel.of("mark")


@pytest.mark.parametrize("question", ["", "\x00", "问" * 10_000, "🙂", *HOSTILE])
def test_whatever_is_asked_gets_an_answer(desk: Desk, question: str) -> None:
    *_, (shown, cards, talk) = desk.answered(question, new_talk(), EN, {})
    assert len(talk.turns) == 1
    assert all(text(one).strip() for one in shown)
    assert elements(cards, CARD_TAGS)


def test_a_limit_that_fits_nothing_says_so_and_stays_in_the_conversation(desk: Desk) -> None:
    _, _, talk = converse(desk, ASKED)
    ((shown, cards, grown),) = desk.answered("志愿者多少名？", talk, EN, {"year": [1999]})
    assert grown.turns[:-1] == talk.turns
    assert shown == messages(grown, EN)
    assert roles(shown) == ["user", "assistant"] * 2
    assert "1999" in text(shown[-1])
    assert EN("cards.none") in cards
    assert desk.next_questions(grown, {}) == []
    *_, (shown, _, last) = desk.answered("那谁来配合？", grown, EN, {})
    assert "1999" in text(shown[-3]), "the refusal is still there"
    assert "青禾区公安分局" in text(shown[-1]), "what was refused is not what one goes on from"
    assert read_shelf(Shelf((last,)).to_json()).talks == (last,), "a browser gives it back"


def test_a_fault_of_ours_is_told_in_the_chat_and_logged_without_the_question(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(question: str, *_: object, **__: object) -> None:
        raise KeyError(question)

    monkeypatch.setattr("qa.page.desk.ask", fails)
    ((shown, _, grown),) = desk.answered("志愿者多少名？", new_talk(), EN, {})
    assert text(shown[-1]) == EN("fault.page")
    assert grown.turns[-1].refused
    assert "KeyError" in caplog.text
    assert "raise KeyError(question)" in caplog.text
    assert "志愿者" not in caplog.text


def test_answers_stay_within_the_limits(desk: Desk) -> None:
    _, _, talk = converse(desk, ASKED, limits={"year": [2020], "issuer": [], "reference": None})
    assert talk.turns[-1].answered
    _, _, outside = converse(desk, ASKED, limits={"year": [2021]})
    assert {one.source for one in talk.turns[-1].sources} == {"码头.md"}
    assert {one.source for one in outside.turns[-1].sources} == {"公园.md"}
    index = desk.live.get()
    assert filters_of(index, {}) is None
    assert filters_of(index, {"year": [], "issuer": None}) is None
    (park,) = (one.id for one in index.documents() if one.title == "公园开放时间")
    assert filters_of(index, {"document_id": [park], "year": [2021]}) == {"document_id": [park]}


def test_an_answer_of_another_language_of_the_page_is_the_same_answer(desk: Desk) -> None:
    _, _, talk = converse(desk, ASKED)
    for language in LANGUAGES:
        (_, said) = messages(talk, Texts(language))
        assert "牵头：云岭海关" in text(said)
        assert Texts(language)("answer.share") in text(said)


def test_next_questions_are_offered_below_the_last_answer_and_can_be_answered(desk: Desk) -> None:
    _, _, talk = converse(desk, ASKED)
    offered = desk.next_questions(talk, {})
    assert ASKED not in offered
    assert len(offered) == len(set(offered))
    shown = messages(talk, EN, ["甲？", "乙？"])
    assert [one["value"] for one in shown[-1]["options"]] == ["甲？", "乙？"]
    assert "options" not in shown[0]
    for question in offered:
        assert converse(desk, question)[2].turns[-1].answered, question
    assert desk.next_questions(new_talk(), {}) == []
    assert desk.next_questions(talk, {"year": [1999]}) == []
    assert messages(new_talk(), EN, ["甲？"]) == []


def test_why_tells_of_the_last_answer(desk: Desk) -> None:
    _, _, talk = converse(desk, ASKED)
    assert "云岭海关" in desk.why(talk, EN, {})
    assert desk.why(new_talk(), EN, {}) == ""
    assert "1999" in desk.why(talk, EN, {"year": [1999]})


# --- what the page's script calls


def test_a_link_opens_its_document_with_the_quote_marked(desk: Desk) -> None:
    _, _, talk = converse(desk, ASKED)
    (source, *_) = talk.turns[-1].sources
    link = open_link(source.document_id, [(source.start, source.end)], 1)
    for language in LANGUAGES:
        shown = desk.opened({"link": link, "language": language})
        assert Texts(language)("cards.back") in shown
        assert 'class="pq-bar"' in shown
        assert "<mark" in shown
        assert "青禾区码头方案" in shown


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"link": None, "language": None},
        {"link": 5, "language": 5},
        {"link": ["#open=d1"], "language": {"a": 1}},
        {"link": "#open=gone;at=1-2;n=1", "language": "de"},
        {"link": "#open=../../etc/passwd", "language": "zh"},
        {"link": "javascript:window.hit=1", "language": "en"},
        {"link": "#open=d1;at=5-3", "language": "en"},
        {"link": "#open=" + "x" * 100_000},
        *({"link": f"#open={text}", "language": text} for text in HOSTILE),
    ],
)
def test_a_link_that_is_none_of_ours_opens_nothing(desk: Desk, wanted: dict[str, Any]) -> None:
    shown = desk.opened(wanted)
    texts = texts_of(wanted.get("language"))
    root = elements(shown, {"div", "button", "article", "h2", "p", "bdi", "span"})
    assert texts("reader.gone") in root.text
    assert "<mark" not in shown


def test_a_link_with_a_forged_place_opens_the_document_without_marks(desk: Desk) -> None:
    (id_, *_) = (one.id for one in desk.live.get().documents() if one.title == "青禾区码头方案")
    shown = desk.opened({"link": f"#open={id_};at=900000-900001;n=7", "language": "en"})
    assert "每晚巡查两次" in shown
    assert "<mark" not in shown


def test_the_table_is_searched_and_exported(desk: Desk) -> None:
    assert "云岭海关" in desk.register("", EN)
    assert "云岭海关" not in desk.register("没有的词语", EN)
    for language in LANGUAGES:
        header, *rows = csv.reader(io.StringIO(desk.csv({"language": language, "words": None}).removeprefix("\ufeff")))
        assert header[0] == Texts(language)("register.csv.document")
        assert any("云岭海关" in cell for row in rows for cell in row)
    assert desk.csv({"words": "没有的词语", "language": 5}).count("\n") == 1
    assert desk.csv({}) == desk.csv({"words": "", "language": "en"})


def test_the_desk_goes_on_while_its_index_is_replaced(tmp_path: Path) -> None:
    files, folder = tmp_path / "files", tmp_path / "index"
    files.mkdir()
    (files / "码头.md").write_text(PATROL, encoding="utf-8")
    build([files], folder, open_embedder=lambda _: HashEmbedder())
    now = [0.0]
    desk = Desk(LiveIndex(folder, open_embedder=lambda _: HashEmbedder(), clock=lambda: now[0]))
    _, _, talk = converse(desk, ASKED)
    (files / "码头.md").write_text(PARKS, encoding="utf-8")
    build([files], folder, open_embedder=lambda _: HashEmbedder())
    before = desk.live.generation
    for _ in range(400):
        now[0] += 10
        desk.live.get()
        if desk.live.generation != before:
            break
        time.sleep(0.05)
    assert desk.live.generation != before
    cards = elements(desk.cards(talk, EN), CARD_TAGS)
    assert EN("cards.gone") in cards.text
    assert "云岭海关牵头" in cards.text, "the kept quote is shown"
    (source, *_) = talk.turns[-1].sources
    gone = desk.opened({"link": open_link(source.document_id, [(source.start, source.end)], 1), "language": "en"})
    assert EN("reader.gone") in gone
    assert desk.why(talk, EN, {})
    turn = list(desk.answered(ASKED, talk, EN, {}))[-1][2].turns[-1]
    assert turn.generation == desk.live.generation != talk.turns[-1].generation
    assert {one.title for one in turn.sources} == {"公园开放时间"}
