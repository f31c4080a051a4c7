"""Several sources beside each other: comparisons, documents that differ, documents that agree."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial

import pytest

from index import Chunk, Hit, Index, lexical_terms, parse_document
from qa.answer import Span
from qa.compose import LONGEST_LONG_TEXT, LONGEST_TEXT
from qa.compose_sides import Side, write_sides
from qa.kinds import Kind, read_kind
from qa.knowledge import knowledge_of
from qa.language import language_of
from qa.reader import read
from qa.sheet import Sheet
from qa.sides import own_words, wants_target
from qa.sides_chosen import Told, told_of
from tests.test_compose import assert_proved, quotes
from tests.word_reader import WordEmbedder, WordReader, answer_to

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
    assert answer.headline == f"{STATE} [1]\n{COLLECTIVE} [2]\n两者相差150元。"


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


# --- which sentence tells of a side

PLAN = """---
title: 柳溪市公交发展行动方案(2030-2033年)
date: 2030-02-01
---
# 柳溪市公交发展行动方案(2030-2033年)

到2033年，新能源公交车达900辆以上，公交专用道达210公里。
"""
REPLY = """---
title: 柳溪市交通局关于公交建设提案的答复
reference: 柳交函〔2031〕8号
date: 2031-09-09
---
# 柳溪市交通局关于公交建设提案的答复

柳交函〔2031〕8号

公交服务水平逐步提升。

全市新能源公交车累计投放640辆。

2030年查处黑车218辆，2031年1-6月查处黑车97辆。

每万人拥有公交车12.5辆，仅次于枫港（13.1辆）。

渡轮票价为每人3元，乘客以学生为主。
"""


@cache
def buses() -> Index:
    documents = tuple(parse_document(text, f"{at}.md") for at, text in enumerate((PLAN, REPLY)))
    return Index.from_documents(documents, WordEmbedder())


def sides_of(question: str) -> list[Side]:
    """The sides of a comparison with all that was read for them."""
    index, asked = buses(), read_kind(question, language_of(question))
    found = []
    for at, words in enumerate(asked.sides):
        spans = read(words, index.search(words, 5), index, WordReader())
        own = own_words(asked.sides, at)
        kind = asked.kinds[at] if len(asked.kinds) == len(asked.sides) else asked.kinds[0]
        one = replace(asked, kind=kind, kinds=(kind,), sides=())
        mine = partial(index.shares, own) if own else None
        found.append(Side(one, spans[0], partial(index.shares, words), words, tuple(spans), mine))
    return found


def told(question: str) -> list[str]:
    """What answers of each side, or why nothing does."""
    return [
        "|".join(one.span.hit.chunk.document.text[start:end] for start, end in one.places)
        if isinstance(one, Told)
        else one
        for one in told_of(sides_of(question))
    ]


def made(kind: Kind, words: str, *scored: tuple[str, float]) -> Side:
    """A side with these sentences of one document, of these scores; the reader marks nothing in them."""
    document = parse_document("公交。\n" + "\n".join(text for text, _ in scored), "a.md")
    chunk = Chunk("a", document, (), 0, len(document.text))
    starts = [document.text.index(text) for text, _ in scored]
    spans = [
        Span(Hit(chunk, 1.0, {}), start, start + len(text), score)
        for start, (text, score) in zip(starts, scored, strict=True)
    ]
    asked = replace(read_kind(words, "zh"), kind=kind, kinds=(kind,))
    terms = set(lexical_terms(words))

    def shares(texts: Sequence[str]) -> list[float]:
        return [len(terms & set(lexical_terms(text))) / len(terms) for text in texts]

    return Side(asked, spans[0], shares, words, tuple(spans))


def sentences(*sides: Side) -> list[str]:
    """The sentence that tells of each side."""
    found = [one for one in told_of(sides) if isinstance(one, Told)]
    return [one.span.hit.chunk.document.text[one.span.start : one.span.end] for one in found]


def test_a_side_that_asks_for_a_goal_is_told_by_one_and_the_other_is_not() -> None:
    goal, state = "力争新能源公交车达900辆。", "新能源公交车投放640辆。"
    first = made("number", "新能源公交车的目标", (state, 1.1), (goal, 1.0))
    second = made("number", "新能源公交车的实际投放", (goal, 1.1), (state, 1.0))
    assert sentences(first, second) == [goal, state]
    assert sentences(second, first) == [state, goal]


def test_two_sentences_that_count_the_same_go_together() -> None:
    first = made("number", "东线公交站", ("东线公交站建成亭子44座。", 1.0))
    other, alike = "西线公交站栽树30座。", "西线公交站建成亭子51座。"
    assert sentences(first, made("number", "西线公交站", (other, 1.1), (alike, 1.0)))[1] == alike
    assert sentences(first, made("number", "西线公交站", (other, 2.1), (alike, 1.0)))[1] == other


def test_a_sentence_with_few_of_a_sides_words_does_not_tell_of_it() -> None:
    few, most = "公交服务稳步提升。", "夜间公交线路由运营公司按客流调整班次。"
    first = made("how", "夜间公交线路班次调整", (few, 2.0), (most, 1.0))
    second = made("how", "白天地铁线路班次调整", ("白天地铁线路班次固定。", 1.0))
    assert sentences(first, second)[0] == most


def written(question: str) -> Sheet | None:
    sheet = Sheet(language_of(question))
    return sheet if write_sides(sheet, sides_of(question), knowledge_of(buses())) else None


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("2033年新能源公交车的目标是多少辆？2031年的答复里投放了多少辆？", ["900辆以上", "640辆"]),
        ("新能源公交车2033年的目标比2031年多多少？", ["900辆以上", "640辆"]),
        ("每万人拥有公交车，柳溪和枫港各是多少辆，哪个高？", ["12.5辆", "13.1辆"]),
        ("渡轮票价和缆车票价哪个贵？", ["3元", "missing"]),
        ("新能源公交车2033年和2039年的目标相差多少辆？", ["900辆以上", "missing"]),
        ("缆车票价和索道票价哪个贵？", ["missing", "missing"]),
        ("2030年和2028年，查处黑车各多少辆？", ["218辆", "missing"]),
    ],
)
def test_a_side_is_told_by_what_holds_it(question: str, found: list[str]) -> None:
    assert told(question) == found


def test_what_is_missing_of_a_side_is_said_and_the_other_cited() -> None:
    sheet = written("渡轮票价和缆车票价哪个贵？")
    assert sheet
    assert sheet.headline == "渡轮票价为每人3元 [1]\n文件没有写明缆车票价的情况。"
    assert [one.quote for one in sheet.citations] == ["渡轮票价为每人3元，乘客以学生为主。"]
    assert sheet.short == ["3元"]


def test_two_sides_that_no_sentence_tells_of_are_no_comparison() -> None:
    assert written("缆车票价和索道票价哪个贵？") is None


def test_a_goal_is_told_from_what_is_reached() -> None:
    sheet = written("2033年新能源公交车的目标是多少辆？2031年的答复里投放了多少辆？")
    assert sheet
    assert sheet.headline == (
        "2033年目标：新能源公交车达900辆以上 [1]\n"
        "2031年，《柳溪市交通局关于公交建设提案的答复》：全市新能源公交车累计投放640辆 [2]"
    )


def test_half_a_year_and_a_year_have_no_difference() -> None:
    sheet = written("2030年和2031年上半年查处的黑车相差多少辆？")
    assert sheet
    assert sheet.short == ["218辆", "97辆"]
    assert "121" not in sheet.text


def test_two_sides_of_one_sentence_are_one_quote() -> None:
    sheet = written("每万人拥有公交车，柳溪和枫港各是多少辆，哪个高？")
    assert sheet
    assert sheet.short == ["12.5辆", "13.1辆"]
    assert [one.quote for one in sheet.citations] == ["每万人拥有公交车12.5辆，仅次于枫港（13.1辆）。"]


@pytest.mark.parametrize(
    ("sides", "own"),
    [
        (("国有林场的补助", "集体林场的补助"), ("国有", "集体")),
        (("the fee for a foreign boat", "the fee for a local boat"), ("foreign", "local")),
        (("2030年的公交车", "2031年的公交车"), ("", "")),
        (("到2033年的目标公交车", "2031年的实际公交车"), ("", "")),
        (("trams in the 2030 plan", "trams in the 2031 reply"), ("", "")),
    ],
)
def test_the_words_that_only_one_side_has(sides: tuple[str, str], own: tuple[str, str]) -> None:
    assert (own_words(sides, 0), own_words(sides, 1)) == own


@pytest.mark.parametrize(
    ("sides", "wanted"),
    [
        (("2033年的目标公交车", "2031年的实际公交车"), (True, False)),
        (("the 2022 goal for street trees", "stood there in 2019 the goal for street trees"), (True, False)),
        (("the 2021 goal for trams", "2022 the goal for trams"), (True, True)),
        (("the goal for trams", "the goal for buses"), (True, True)),
        (("trams", "buses"), (False, False)),
    ],
)
def test_which_side_asks_for_a_goal(sides: tuple[str, str], wanted: tuple[bool, bool]) -> None:
    assert (wants_target(sides, 0), wants_target(sides, 1)) == wanted
