"""Which documents a question points at, and what a passage should hold."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, parse_document
from index.bm25 import TermIndex
from index.fold import fold
from index.lexical import lexical_terms
from index.pointers import KIND, OTHER, Holdings, Pointers, passage_numbers, required

NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")


def made(title: str, issued: str = "", reference: str = "", issuer: str = "") -> Document:
    head = {"title": title, "date": issued, "reference": reference, "issuer": issuer}
    lines = "\n".join(f"{name}: {value}" for name, value in head.items() if value)
    return parse_document(f"---\n{lines}\n---\n码头每日巡查。\n", f"{title}.md")


OLD = made("云岭市水务局关于20180123号提案的答复函", "2018-05-10", "云水案〔2018〕7号", "云岭市水务局")
NEW = made("云岭市水务局关于20210377号提案的答复函", "2021-10-11", "云水案〔2021〕61号", "云岭市水务局")
PARKS = made("云岭市公园管理局关于20210400号提案的答复函", "2021-11-01", "云园案〔2021〕9号", "云岭市公园管理局")
PLAN = made("云岭市码头巡查工作方案(2019-2021年)")
ALL = (OLD, NEW, PARKS, PLAN)


def scores(question: str, documents: Sequence[Document] = ALL) -> list[float]:
    return [round(float(score), 3) for score in Pointers(documents).scores(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("提案第0377号怎么答复的？", [KIND, 1, KIND, 0]),
        ("提案第377号怎么答复的？", [KIND, 1, KIND, 0]),
        ("20180123号提案", [1, 0, 0, 0]),
        ("What does proposal No. 0377 ask for?", [0, 1, 0, 0]),
        ("〔2021〕61号说了什么", [0, 1, 0, 0]),
        ("云水案（2021）第61号", [0, 1, 0, 0]),
        ("〔2021〕7号", [0, 0, 0, 0]),
        ("方案里由谁巡查？", [0, 0, 0, KIND]),
        ("which body patrols under the work plan?", [0, 0, 0, KIND]),
        ("¿Quién patrulla según su plan 2019-2021?", [0, 0, 0, KIND]),
        ("2018年的答复里码头由谁巡查？", [KIND, OTHER, OTHER, 0]),
        ("who patrols, says the 2021 reply", [OTHER, KIND, KIND, 0]),
        ("最新的答复", [OTHER, KIND, KIND, 0]),
        ("the most recent reply about docks", [OTHER, KIND, KIND, 0]),
        ("公园管理局的答复", [OTHER, OTHER, KIND, 0]),
        ("园林局的答复", [KIND, KIND, KIND, 0]),
        ("1999年的答复", [KIND, KIND, KIND, 0]),
    ],
)
def test_words_that_point_at_documents(question: str, expected: list[float]) -> None:
    assert scores(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "2018年巡查了几次？",
        "How many patrols were there in 2021?",
        "What do they plan to do?",
        "有什么办法通知家属？",
        "第30条由谁负责？",
        "",
    ],
)
def test_facts_and_common_words_do_not_point(question: str) -> None:
    assert scores(question) == [0, 0, 0, 0]


def test_a_question_that_compares_years_takes_none_from_the_others() -> None:
    assert scores("How did patrols change between 2018 and the 2021 reply?") == [KIND, KIND, KIND, 0]


def test_a_kind_that_all_documents_are_of_tells_nothing() -> None:
    assert scores("答复里由谁巡查？", (OLD, NEW)) == [0, 0]
    assert scores("2018年的答复", (OLD, NEW)) == [KIND, OTHER]
    assert scores("答复", ()) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2018年巡查了1,200次，占35%？", ("2018", "1200", "35%")),
        ("“夜间巡查”与《河道条约》有关吗", ("夜间巡查", "河道条约")),
        ('who wrote "Night Patrol"?', ("night patrol",)),
        ("“24小时巡查”是什么？", ("24", "24小时巡查")),
        ("碼頭「夜間巡查」", ("夜间巡查",)),
        ("2018年的答复里有几项？", ()),
        ("提案第0377号有几个建议？", ()),
        ("有3个码头吗", ()),
    ],
)
def test_what_a_passage_should_hold(question: str, expected: tuple[str, ...]) -> None:
    assert required(question) == expected


def holdings_of(passages: Sequence[str]) -> Holdings:
    numbers, lexical = map(passage_numbers, passages), map(lexical_terms, passages)
    return Holdings(passages.__getitem__, TermIndex.of(numbers), TermIndex.of(lexical))


def test_passages_count_by_the_share_that_they_hold() -> None:
    holdings = holdings_of(["2018年“夜間巡查”1200次", "12018 年夜间巡查", "无"])
    assert holdings.scores("2018年“夜间巡查”几次？").tolist() == [1, 0.5, 0]
    assert holdings.scores("码头由谁巡查？").tolist() == [0, 0, 0]
    assert holdings_of([]).scores("2018年？").tolist() == []


NAMES = st.text(alphabet="夜间巡查园 Aa1,２％-ﬁ。", min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES, max_size=6), NAMES, st.integers(10, 30))
def test_what_a_passage_holds_is_what_stands_in_it(passages: list[str], name: str, number: int) -> None:
    passages = [*passages, f"x{name}y", f"于{number}年"]
    question = f"“{name}”在{number}处？"
    wanted = required(question)
    folded = [fold(passage) for passage in passages]
    numbers = [passage_numbers(passage) for passage in passages]
    expected = [
        sum(word in found if NUMBER.fullmatch(word) else word in text for word in wanted) / len(wanted)
        for text, found in zip(folded, numbers, strict=True)
    ]
    assert holdings_of(passages).scores(question).tolist() == pytest.approx(expected)


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_scores_are_shares_for_any_text(question: str) -> None:
    for found in (Pointers(ALL).scores(question), holdings_of([question, "2018"]).scores(question)):
        assert ((found >= 0) & (found <= 1)).all()
