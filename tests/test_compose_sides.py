"""Several sources beside each other: comparisons, documents that differ, documents that agree."""

import pytest

from qa.compose import LONGEST_LONG_TEXT, LONGEST_TEXT
from tests.test_compose import assert_proved, quotes
from tests.word_reader import answer_to

STATE, COLLECTIVE = "国有林场造林补助每亩600元", "集体林场造林补助每亩450元"


@pytest.mark.parametrize(
    "question",
    [
        "国有林场的造林补助比集体林场高多少？",
        "国有林场和集体林场的造林补助有什么区别？",
        "國有林場的造林補助比集體林場高多少？",
        "what is the difference between the subsidy for state-owned and the subsidy for collective?",
    ],
)
def test_a_comparison_cites_both_sides(question: str) -> None:
    answer = answer_to(question)
    assert_proved(answer)
    assert [one[: len(STATE)] for one in quotes(answer)] == [STATE, COLLECTIVE]
    assert len(answer.text) <= LONGEST_LONG_TEXT


def test_a_comparison_of_figures_states_each_with_what_it_counts() -> None:
    answer = answer_to("国有林场的造林补助比集体林场高多少？")
    assert answer.short == ("600元", "450元")
    assert answer.headline == f"{STATE} [1]\n{COLLECTIVE} [2]"


def test_documents_that_contradict_each_other_are_shown_newest_first() -> None:
    answer = answer_to("云岭林校的研修班培训了多少人？")
    assert_proved(answer)
    assert answer.headline == (
        "各文件的说法不一致：\n"
        "2021年，《关于松林保护工作的答复》：230余人 [1]\n"
        "2021年，《关于护林员培训的答复》：逾200人 [2]"
    )
    assert answer.short == ("230余人", "逾200人")
    assert quotes(answer) == [
        "云岭林校举办护林员研修班七期，培训护林员230余人。",
        "云岭林校举办护林员研修班七期，培训护林员逾200人。",
    ]
    assert len(answer.text) <= LONGEST_TEXT


def test_figures_of_different_years_are_a_change_newest_first() -> None:
    answer = answer_to("全市有多少支专职护林队？")
    assert_proved(answer)
    assert answer.headline == (
        "这一情况前后有变化：\n"
        "2021年，《关于护林员培训的答复》：24支 [1]\n"
        "2018年，《关于加强山林防火建设的答复》：20支 [2]"
    )
    assert answer.short == ("24支", "20支")


def test_the_same_fact_in_two_documents_is_one_answer_with_two_citations() -> None:
    answer = answer_to("松树病虫监测点建成多少个？")
    assert_proved(answer)
    assert answer.headline == "137个 [1][2]"
    assert answer.short == ("137个",)
    assert {one.chunk.document.title for one in answer.citations} == {
        "关于松林保护工作的答复",
        "关于护林员培训的答复",
    }
    assert len(answer.text) <= LONGEST_TEXT
