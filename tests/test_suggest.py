"""What to ask next: only what the documents answer, from beside the sources, in the asker's language."""

from importlib import import_module

import pytest

from index import Chunk, Document, Index, parse_document
from qa import Answer, Citation, ask, language_of
from qa.suggest import ASKS, candidates, is_answered, suggestions
from qa.suggest_candidates import Asker
from tests.word_reader import WordEmbedder, WordReader, documents_index

MARKETS = """---
title: 云岭市早市管理方案
date: 2020-06-01
---
# 云岭市早市管理方案

## 一、主要任务

### 1. 加强早市卫生监督检查

全市早市固定摊位数量达2360个。2020年3月9日，云岭市早市卫生监督中心挂牌成立。（市城管局牵头，市卫生健康委配合）

### 2. 完善早市食品安全抽检制度

每年安排早市食品抽检经费85万元。（市市场监管局牵头，市公安局配合）

### 3. 早市入市登记分类

- 蔬菜水果摊位
- 水产禽肉摊位
- 小吃糕点摊位
"""


@pytest.fixture(autouse=True)
def _reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("qa.ask"), "_reader", WordReader)


@pytest.fixture(scope="module")
def markets() -> Index:
    return Index.from_documents([parse_document(MARKETS, "markets.md")], WordEmbedder())


def passage(index: Index, words: str) -> Chunk:
    return next(chunk for chunk in index.chunks if words in chunk.text)


def citing(index: Index, quote: str, question: str) -> Answer:
    chunk = passage(index, quote)
    start = chunk.document.text.index(quote)
    return Answer(question, True, f"“{quote}” [1]", citations=(Citation(1, chunk, start, start + len(quote)),))


def asked(answer: Answer, index: Index) -> dict[str, Chunk]:
    return {one.question: one.chunk for one in candidates(answer, index)}


def test_each_kind_of_thing_beside_a_source_becomes_a_question(markets: Index) -> None:
    found = asked(citing(markets, "蔬菜水果摊位", "早市有哪些摊位？"), markets)
    hygiene, food = passage(markets, "2360个"), passage(markets, "85万元")
    expected = {
        "加强早市卫生监督检查由谁牵头？": hygiene,
        "加强早市卫生监督检查由哪些单位配合？": hygiene,
        "全市早市固定摊位数量达多少个？": hygiene,
        "云岭市早市卫生监督中心挂牌成立是什么时候？": hygiene,
        "如何加强早市卫生监督检查？": hygiene,
        "完善早市食品安全抽检制度由谁牵头？": food,
        "每年安排早市食品抽检经费多少元？": food,
        "早市入市登记分类有哪些措施？": passage(markets, "蔬菜水果"),
    }
    assert {question: found.get(question) for question in expected} == expected


def test_what_the_answer_shows_is_not_asked_again(markets: Index) -> None:
    quote = "全市早市固定摊位数量达2360个。"
    found = asked(citing(markets, quote, "早市摊位多少？"), markets)
    assert "全市早市固定摊位数量达多少个？" not in found
    assert "云岭市早市卫生监督中心挂牌成立是什么时候？" in found


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("早市攤位有幾類？", "完善早市食品安全抽检制度由誰牽頭？"),
        ("Which stalls are there?", "Who leads “完善早市食品安全抽检制度”?"),
        ("Welche Stände gibt es?", "Who leads “完善早市食品安全抽检制度”?"),
    ],
)
def test_questions_come_in_the_language_of_the_asker(markets: Index, question: str, expected: str) -> None:
    found = asked(citing(markets, "蔬菜水果摊位", question), markets)
    assert expected in found
    assert {language_of(one) for one in found} == {language_of(expected)}


def test_english_questions_call_things_by_the_glossarys_names() -> None:
    text = (
        "# 方案\n\n## 一、加强知识产权保护中心建设\n\n由市财政局牵头，市公安局配合。\n\n## 二、其他\n\n以后另行通知。\n"
    )
    index = Index.from_documents([parse_document(text, "plan.md")], WordEmbedder())
    found = asked(citing(index, "以后另行通知", "What else is there?"), index)
    assert "Who leads intellectual property protection center?" in {one.replace("centre", "center") for one in found}


def test_every_suggestion_is_answered_from_its_passage_and_stands_alone() -> None:
    index = documents_index()
    total = 0
    for question in ("渔船登记率达到多少？", "How many new berths?", "課後服務經費多少？", "造林补助每亩多少元？"):
        answer = ask(question, index)
        made = {one.question: one for one in candidates(answer, index)}
        told = suggestions(answer, index)
        assert len(told) == len(set(told)) <= 3
        total += len(told)
        for one in told:
            reply = ask(one, index, history=[question])
            assert reply.answered
            assert reply.understood is None
            assert made[one].chunk.id in {citation.chunk.id for citation in reply.citations}
            assert not {(c.start, c.end) for c in reply.citations} <= {(c.start, c.end) for c in answer.citations}
            assert one != question
    assert total >= 4


def test_a_question_that_is_answered_from_elsewhere_is_not_suggested(markets: Index) -> None:
    answer = citing(markets, "蔬菜水果摊位", "早市有哪些摊位？")
    good = next(one for one in candidates(answer, markets) if one.question == "每年安排早市食品抽检经费多少元？")
    assert is_answered(good, answer, markets)
    elsewhere = passage(markets, "2360个")
    wrong = type(good)(good.question, elsewhere, elsewhere.start, elsewhere.end)
    assert not is_answered(wrong, answer, markets)


def test_earlier_questions_filters_and_count_are_heeded(markets: Index) -> None:
    answer = citing(markets, "蔬菜水果摊位", "早市有哪些摊位？")
    told = suggestions(answer, markets)
    assert told
    assert told[0] not in suggestions(answer, markets, earlier=[told[0]])
    assert suggestions(answer, markets, count=1) == told[:1]
    assert suggestions(answer, markets, filters={"source": "nowhere.md"}) == []


def test_a_declined_question_is_led_to_what_was_found() -> None:
    index = documents_index()
    hits = index.search("山林防火规划", 3)
    answer = Answer("火星上有山林吗？", answered=False, text="没有。", reason="not_covered", hits=hits)
    found = list(candidates(answer, index))
    assert found
    assert {one.chunk.id for one in found} <= {hit.chunk.id for hit in hits}
    assert set(suggestions(answer, index)) <= {one.question for one in found}
    assert suggestions(ask("", index), index) == []


def test_no_more_than_the_budget_is_asked(markets: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def counting(question: str, *rest: object, **named: object) -> Answer:
        seen.append(question)
        return Answer(question, answered=False, text="", reason="unsupported")

    monkeypatch.setattr(import_module("qa.suggest"), "ask", counting)
    assert suggestions(citing(markets, "蔬菜水果摊位", "早市有哪些摊位？"), markets) == []
    assert len(seen) <= ASKS


def test_sources_of_an_index_that_was_replaced_give_nothing(markets: Index) -> None:
    old = Document(id="old", sources=("old.md",), title="旧", text="旧文。", body_start=0)
    answer = Answer("旧文？", True, "“旧文。” [1]", citations=(Citation(1, Chunk("gone", old, (), 0, 3), 0, 3),))
    assert suggestions(answer, markets) == []


def test_figures_without_their_clause_are_not_asked_for(markets: Index) -> None:
    text = "# 说明\n\n## 一、数据\n\n其中85个。增长12%。全市新建菜市场3个、改造旧市场5个。两级市场均已达标。\n"
    index = Index.from_documents([parse_document(text, "d.md")], WordEmbedder())
    from qa.knowledge import knowledge_of

    asker = Asker(index, knowledge_of(index), "zh", (), ())
    assert [one.question for chunk in index.chunks for one in asker.figures(chunk)] == []
