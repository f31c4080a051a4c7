"""Short answers: figures and dates whole, clauses, brackets, and never beside the quote."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Chunk, Hit, lexical_terms, parse_document
from qa.answer import Span
from qa.kinds import read_kind
from qa.short import LONGEST, Shares, other_time, short_spans


def shares_of(question: str) -> Shares:
    """The share of the question's characters in each text."""
    asked = set(lexical_terms(question))

    def shares(texts: Sequence[str]) -> list[float]:
        return [len(asked & set(lexical_terms(text))) / max(1, len(asked)) for text in texts]

    return shares


def span_of(text: str, *marked: tuple[str, float], front: str = "") -> Span:
    """A quote that is a document of its own, behind `front`; the reader marks the first of each text in it."""
    document = parse_document(front + text, "a.txt")
    start = len(front)
    chunk = Chunk("a", document, (), 0, len(document.text))
    marks = [(start + text.index(one), start + text.index(one) + len(one), likely) for one, likely in marked]
    return Span(Hit(chunk, 1.0, {}), start, start + len(text), 1.0, tuple(marks))


def short(question: str, span: Span) -> list[str]:
    text = span.hit.chunk.document.text
    return [text[slice(*one)] for one in short_spans(span, read_kind(question, "zh"), shares_of(question))]


FERRY = "渡轮票价为每人不超过12.5元，全年运送旅客约360万人次，航班准点率提高到97%以上，新增航线十余条。"


@pytest.mark.parametrize(
    ("question", "marked", "found"),
    [
        ("渡轮票价每人多少钱？", "12.5", ["不超过12.5元"]),
        ("全年运送旅客多少人次？", "360", ["约360万人次"]),
        ("航班准点率是多少？", "97", ["97%以上"]),
        ("新增航线多少条？", "十余", ["十余条"]),
        ("新增航线多少条，准点率多少？", "十余", ["97%以上", "十余条"]),
        ("全年运送旅客多少人次？", "12.5", ["约360万人次"]),
    ],
)
def test_a_figure_is_whole_and_the_one_asked_for(question: str, marked: str, found: list[str]) -> None:
    assert short(question, span_of(FERRY, (marked, 0.4))) == found


@pytest.mark.parametrize(
    ("text", "question", "marked", "found"),
    [
        ("缆车于2031年5月1日正式开通。", "缆车什么时候开通？", "5月1日", ["2031年5月1日"]),
        ("逃票的，处200元以上1000元以下罚款。", "逃票罚款多少？", "1000", ["200元以上1000元以下"]),
        ("票价200元以上，团体100元以下。", "团体票价多少？", "100", ["100元以下"]),
        ("缆车2031年5月1日开放，每天8:00至20:00开放。", "缆车几点开放？", "8:00至20:00", ["8:00至20:00"]),
        ("缆车应在6月底前完成检修。", "缆车检修什么时候完成？", "6月", ["6月底前"]),
        ("缆车应在6月30日之前完成检修。", "缆车检修什么时候完成？", "30日", ["6月30日之前"]),
        ("缆车检修自3月起，到4月止。", "缆车检修什么时候开始？", "3月", ["3月"]),
    ],
)
def test_a_date_is_whole_with_the_word_that_makes_it_a_deadline(
    text: str, question: str, marked: str, found: list[str]
) -> None:
    assert short(question, span_of(text, (marked, 0.5))) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("2031年苗圃育苗多少株？", ["7000株"]),
        ("2032年苗圃育苗多少株？", ["9100株"]),
        ("苗圃2032年育苗多少株，增长多少？", ["9100株", "30%"]),
    ],
)
def test_a_figure_of_another_year_is_not_what_is_asked_for(question: str, found: list[str]) -> None:
    text = "2031年苗圃共育苗7000株，2032年达9100株，比2031年增长30%。"
    assert short(question, span_of(text, ("7000", 0.3))) == found


def test_a_figure_of_another_year_is_better_than_none() -> None:
    assert short("2035年育苗多少株？", span_of("2031年苗圃共育苗7000株。", ("7000", 0.3))) == ["7000株"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("安排了多少个工程、多少条措施？", ["48个", "129条措施"]),
        ("安排了多少个工程？", ["48个"]),
        ("安排了几批工程？", ["9批"]),
        ("投入资金多少，工期多长？", ["5亿元", "30个月"]),
    ],
)
def test_each_thing_asked_gets_the_figure_that_counts_it(question: str, found: list[str]) -> None:
    text = "围绕堤岸加固等六方面防洪任务，安排9批48个工程129条措施，投入资金5亿元，工期30个月。"
    assert short(question, span_of(text, ("六", 0.2))) == found


def test_a_figure_before_another_only_groups_it() -> None:
    text = "全年实施7批212个水闸改造项目，均已验收。"
    assert short("改造了多少水闸？", span_of(text, ("7", 0.2))) == ["212个"]


def test_a_share_is_a_number_too() -> None:
    text = "渔船登记1.2万艘，渔具登记保持全省登记总量的15%以上。"
    assert short("全省登记的渔具总量中占多少？", span_of(text, ("15", 0.1))) == ["15%以上"]


def test_what_was_and_what_is_are_two_figures_of_the_unit_asked_for() -> None:
    text = "窗口累计受理申请5120件，将办证时间从原来的18个月压缩至2个月。"
    assert short("办证时间原来要多少个月，现在要多少？", span_of(text, ("5120", 0.2))) == ["18个月", "2个月"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("柳溪市每万人拥有苗圃8.5个，仅次于枫港（9.7个）。", ["8.5个"]),
        ("柳溪市每万人拥有苗圃8.5个，低于枫港的9.7个。", ["8.5个"]),
        ("柳溪市苗圃众多，仅次于枫港（9.7个）。", []),
    ],
)
def test_the_figure_of_another_city_is_nobody_elses(text: str, found: list[str]) -> None:
    assert short("柳溪市每万人拥有多少个苗圃？", span_of(text, ("9.7", 0.6))) == found


def test_the_figure_of_another_city_is_its_own() -> None:
    span = span_of("柳溪市每万人拥有苗圃8.5个，仅次于枫港（9.7个）。", ("9.7", 0.6))
    assert short("枫港每万人多少个？", span) == ["9.7个"]


HALF = "2031年上半年育苗7000株，2031年全年育苗15600株。"


@pytest.mark.parametrize(
    ("question", "found"),
    [("2031年育苗多少株？", ["15600株"]), ("2031年上半年育苗多少株？", ["7000株"])],
)
def test_the_first_half_is_not_the_year(question: str, found: list[str]) -> None:
    assert short(question, span_of(HALF, ("7000", 0.3), ("15600", 0.3))) == found


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("2031年育苗多少株？", "2031年上半年育苗7000株。", True),
        ("2032年育苗多少株？", "2031年育苗7000株。", True),
        ("2031年育苗多少株？", "2031年育苗7000株。", False),
        ("2031年上半年育苗多少株？", "2031年上半年育苗7000株。", False),
        ("2031年有苗圃多少个？", "截至2031年6月底，有苗圃70个。", False),
        ("育苗多少株？", "2031年上半年育苗7000株。", False),
    ],
)
def test_a_figure_of_another_time_has_its_date(question: str, text: str, told: bool) -> None:
    span = span_of(text, ("70", 0.3))
    asked = read_kind(question, "zh")
    (place,) = short_spans(span, asked, shares_of(question))
    assert (other_time(span, place, asked) is not None) == told


@pytest.mark.parametrize(
    ("text", "marked", "found"),
    [
        ("协会设在（东岭镇）旧粮站。", "东岭镇）旧粮站", "（东岭镇）旧粮站"),
        ("协会出版《山径》月刊。", "《山径", "《山径》"),
        ("协会由“巡山人发起。", "“巡山人", "巡山人"),
        ("协会由巡山人）发起。", "巡山人）", "巡山人"),
        ("协会设在东岭镇，有人值守。", "，东岭镇，"[1:], "东岭镇"),
    ],
)
def test_brackets_come_in_pairs_and_signs_at_the_edges_go(text: str, marked: str, found: str) -> None:
    assert short("协会设在何处？", span_of(text, (marked, 0.5))) == [found]


def test_a_reason_is_the_whole_clause() -> None:
    span = span_of("索道停运，是因为钢缆磨损超过限值，正在更换。", ("钢缆磨损", 0.5))
    assert short("索道为什么停运？", span) == ["是因为钢缆磨损超过限值"]


def test_what_the_reader_did_not_mark_or_is_too_long_is_not_short() -> None:
    assert short("索道为什么停运？", span_of("索道停运。")) == []
    clause = "因为" + "钢缆磨损" * 40
    assert short("索道为什么停运？", span_of(f"索道停运，{clause}。", ("钢缆", 0.5))) == []


PIECES = ["票价", "12.5元", "约360万人", "2031年", "5月1日", "前", "（", "）", "“", "”", "，", "。", "、", "\n", "97%"]
QUESTIONS = [
    "票价多少元？",
    "多少人，多少钱？",
    "什么时候？",
    "为什么？",
    "由谁？",
    "2031年和2032年各多少？",
    "how many?",
]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join),
    st.sampled_from(QUESTIONS),
    st.data(),
)
def test_short_answers_lie_in_the_quote_in_order_and_are_short(text: str, question: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = span_of(text, (text[start:end], 0.4), front="序言。\n")
    found = short_spans(span, read_kind(question, "zh"), shares_of(question))
    assert all(span.start <= first < last <= span.end for first, last in found)
    assert list(found) == sorted(found)
    assert sum(last - first for first, last in found) <= LONGEST
