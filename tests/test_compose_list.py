"""Lists: complete, in order, each item in a quote."""

import pytest

from index import Hit, Index, parse_document
from qa.answer import Span
from qa.compose import LONGEST_LONG_TEXT
from qa.compose_list import find_series, is_named, write_series
from qa.kinds import read_kind
from qa.knowledge import knowledge_of
from qa.language import Language, language_of
from qa.series import all_series
from qa.sheet import Sheet
from tests.conftest import HashEmbedder
from tests.test_compose import assert_proved, quotes
from tests.word_reader import answer_to, documents, documents_index


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("防台值守要做到哪三个到位？", ("人员到位", "物资到位", "船只到位")),
        ("防台值守要做到哪三個到位？", ("人员到位", "物资到位", "船只到位")),
        ("保障措施有哪三条？", ("加强师资保障", "加强经费保障", "加强安全保障")),
        ("课后服务包括哪四类课程？", ("体育", "绘画", "合唱", "木工")),
        ("课后服务包括哪些课程？", ("体育", "绘画", "合唱", "木工")),
        ("油污清理器材包括哪些？", ("围油栏", "吸油毡", "回收桶", "喷洒泵")),
        ("保障措施有哪些？", ("加强师资保障", "加强经费保障", "加强安全保障")),
        ("what safeguards are there?", ("加强师资保障", "加强经费保障", "加强安全保障")),
        ("which three safeguards are there?", ("加强师资保障", "加强经费保障", "加强安全保障")),
    ],
)
def test_a_list_is_complete_and_in_order(question: str, items: tuple[str, ...]) -> None:
    answer = answer_to(question)
    assert_proved(answer)
    assert answer.short == items
    places = [answer.headline.index(item) for item in items]
    assert places == sorted(places)
    assert len(answer.text) <= LONGEST_LONG_TEXT


def test_the_points_of_one_paragraph_are_quoted_one_by_one_with_what_announces_them() -> None:
    answer = answer_to("防台值守要做到哪三个到位？")
    assert quotes(answer) == [
        "防台值守要做到三个到位：一是人员到位，每班不少于4人；",
        "二是物资到位，储备沙袋6000只；",
        "三是船只到位，备足拖轮。（市应急管理局负责）",
    ]
    assert answer.headline == "人员到位、物资到位和船只到位 [1][2][3]"


def test_headings_are_quoted_with_their_numbers_and_without_markup() -> None:
    answer = answer_to("保障措施有哪三条？")
    assert quotes(answer) == ["（一）加强师资保障", "（二）加强经费保障", "（三）加强安全保障"]


def test_a_series_inside_a_sentence_is_quoted_with_it() -> None:
    answer = answer_to("课后服务包括哪四类课程？")
    assert quotes(answer)[0] == "课后服务包括体育、绘画、合唱和木工四类课程，每周不少于5小时。"
    assert answer.headline == "体育、绘画、合唱和木工 [1]"


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en"])
def test_every_series_of_the_documents_is_written_whole_or_not_at_all(language: Language) -> None:
    known = knowledge_of(documents_index())
    written = 0
    for document in documents():
        text, sections = document.text, known.sections[document.id]
        for series in all_series(document, sections, document.body_start, len(text)):
            sheet = Sheet(language)
            if not write_series(sheet, series, known):
                assert sheet.lines == [], series.names
                continue
            written += 1
            assert len(sheet.text) <= LONGEST_LONG_TEXT + 10 * len(series.items)
            places = [sheet.headline.index(name) for name in series.names]
            assert places == sorted(places)
            cited = [one.quote for one in sheet.citations]
            assert all(any(name in quote for quote in cited) for name in series.names)
            assert sheet.short in ([], list(series.names))
    assert written >= 5


PLAN = """# 云岭县渔港更新方案

## 一、总体要求

以渔民、船主、商户为本，统筹港区、航道和岸线，把安全、便民、生态的理念贯穿始终。

——坚持安全为先。按照“查隐患、补短板、强管理”的要求推进。

——坚持生态优先。保护岸线、滩涂和湿地。

——坚持便民利民。方便渔民、商户和游客。

## 二、工作安排

更新泊位、灯标、护栏。
"""


@pytest.mark.parametrize("question", ["方案的基本原则有哪些？", "What three principles does the plan uphold?"])
def test_the_items_of_the_name_asked_for_go_before_a_series_in_a_sentence(question: str) -> None:
    document = parse_document(PLAN, "plan.md")
    index = Index.from_documents((document,), HashEmbedder())
    asked = read_kind(question, language_of(question))
    chunk = next(one for one in index.chunks if "贯穿始终" in one.text)
    at = PLAN.index("以渔民")
    spans = [Span(Hit(chunk, 1.0, {}), at, PLAN.index("。", at) + 1, 1.0)]
    series = find_series(asked, spans, knowledge_of(index), lambda texts: [0.0] * len(texts))
    assert series is not None
    assert series.names == ("坚持安全为先", "坚持生态优先", "坚持便民利民")
    assert is_named(series, asked)
