"""Answers as a whole: figures and dates in the asker's language, and what holds for every answer."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index import Chunk, Hit, fold
from qa import Answer
from qa.answer import Span
from qa.compose import LONGEST_LONG_TEXT, LONGEST_TEXT, choose
from qa.kinds import read_kind
from qa.short import LONGEST
from tests.test_ask import assert_sound
from tests.word_reader import DOCUMENTS, answer_to, documents

MARKER = re.compile(r"\[(\d{1,2})\]")
QUOTED = re.compile(r"^[“「](.+?)[”」] ((?:\[\d+\])+)$", re.MULTILINE | re.DOTALL)


def assert_proved(answer: Answer) -> None:
    """The invariants of every answer, and that its words lead to its quotes and back."""
    assert_sound(answer)
    assert answer.text.startswith(answer.headline)
    if not answer.answered:
        assert answer.short == ()
        return
    assert {int(number) for number in MARKER.findall(answer.text)} == {one.number for one in answer.citations}
    assert sum(map(len, answer.short)) <= LONGEST
    assert all(short.strip() == short != "" for short in answer.short)
    quotes = {one.number: one.quote for one in answer.citations}
    for text, markers in QUOTED.findall(answer.text.removeprefix(answer.headline)):
        assert all(text in quotes[int(number)] for number in MARKER.findall(markers))
    for one in answer.citations:
        assert any(one.quote in text for text in DOCUMENTS.values())


def quotes(answer: Answer) -> list[str]:
    return [one.quote for one in answer.citations]


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("新建泊位多少个？", ("46个",)),
        ("改造旧泊位多少个？", ("18个",)),
        ("安装灯标多少座？", ("230余座",)),
        ("登记率是多少？", ("98.5%",)),
        ("疏浚土方多少立方米？", ("约35.5万立方米",)),
        ("课后服务经费多少？", ("860万元左右",)),
        ("新建泊位和改造旧泊位各多少个？", ("46个", "18个")),
        ("疏浚土方多少，工期多长？", ("约35.5万立方米", "不超过18个月")),
        ("港池疏浚投入多少资金，工期多长？", ("5318.4627万元", "不超过18个月")),
        ("防台值守每班多少人？", ("不少于4人",)),
        ("課後服務經費多少？", ("860万元左右",)),
    ],
)
def test_the_figure_that_is_asked_for_stands_first_whole(question: str, short: tuple[str, ...]) -> None:
    answer = answer_to(question)
    assert_proved(answer)
    assert answer.short == short
    assert all(one in answer.headline for one in short)
    assert len(answer.text) <= LONGEST_TEXT


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("2019年参加课后服务的学生有多少人？", ("21600人",)),
        ("2020年参加课后服务的学生有多少人？", ("25300人",)),
        ("2020年参加课后服务的学生多少人，同比增长多少？", ("25300人", "17.13%")),
        ("2019年和2020年参加课后服务的学生各多少人？", ("21600人", "25300人")),
    ],
)
def test_of_the_figures_of_two_years_that_of_the_year_asked_for(question: str, short: tuple[str, ...]) -> None:
    answer = answer_to(question)
    assert_proved(answer)
    assert answer.short == short


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("2020年上半年参加课后服务的学生有多少人？", "2020年：25300人 [1]"),
        ("2020年上半年參加課後服務的學生有多少人？", "2020年：25300人 [1]"),
        ("2020年参加课后服务的学生有多少人？", "25300人 [1]"),
    ],
)
def test_a_figure_of_a_time_not_asked_for_is_told_with_its_time(question: str, headline: str) -> None:
    answer = answer_to(question)
    assert_proved(answer)
    assert answer.headline == headline


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("how much money goes into dredging?", "5318.4627万元 (about 53.18 million yuan) [1]"),
        ("港池疏浚投入资金多少？", "5318.4627万元（53,184,627元） [1]"),
        ("港池疏浚投入資金多少？", "5318.4627万元（53,184,627元） [1]"),
        ("how many new berths?", "46个 [1]"),
        ("by when is the registration to be finished?", "7月9日前 (before July 9 [2019]) [1]"),
        ("渔船登记什么时候完成？", "7月9日[2019年]前 [1]"),
        ("漁船登記什麼時候完成？", "7月9日[2019年]前 [1]"),
        ("when was the forest fire plan approved?", "3月12日 (March 12 [2018]) [1]"),
        ("山林防火规划什么时候印发的？", "3月12日[2018年] [1]"),
    ],
)
def test_figures_and_dates_are_explained_in_the_askers_language(question: str, headline: str) -> None:
    answer = answer_to(question)
    assert_proved(answer)
    assert answer.headline == headline


def test_an_added_year_is_in_the_text_and_not_in_what_is_quoted() -> None:
    answer = answer_to("山林防火规划什么时候印发的？")
    assert answer.short == ("3月12日",)
    assert quotes(answer)[0] == "山林防火规划于3月12日经市政府同意印发。"


def test_a_reason_is_the_clause_that_gives_it() -> None:
    answer = answer_to("无人机巡山暂停试点的原因是什么？")
    assert_proved(answer)
    assert any("山脊风力过大" in short for short in answer.short)
    assert quotes(answer)[0] == "无人机巡山暂停试点的原因是山脊风力过大、电池续航不足。"


def test_the_quote_is_in_the_askers_quotation_marks_and_untouched() -> None:
    for question, opening, closing in (("安装灯标多少座？", "“", "”"), ("安裝燈標多少座？", "「", "」")):
        answer = answer_to(question)
        assert f"{opening}{quotes(answer)[0]}{closing} [1]" in answer.text
        assert quotes(answer)[0].startswith("全市渔港新建泊位46个，改造旧泊位18个，安装灯标230余座。")


def _spans(*rows: tuple[str, float]) -> list[Span]:
    """Spans of these texts of the tests' documents with these scores."""
    found = []
    for text, score in rows:
        document = next(one for one in documents() if text in one.text)
        start = document.text.index(text)
        chunk = Chunk("c", document, (), start, start + len(text))
        found.append(Span(Hit(chunk, score, {}), start, start + len(text), score))
    return found


PLAIN = "校车每学期检验1次。"
OTHER = "每校配备专职教师2名。"


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([(PLAIN, 1.0), (OTHER, 0.99)], [PLAIN, OTHER]),
        ([(PLAIN, 1.0), (OTHER, 0.8)], [PLAIN]),
        ([(PLAIN, 1.0), (PLAIN, 0.99)], [PLAIN]),
    ],
)
def test_sentences_near_the_best_are_quoted_once(rows: list[tuple[str, float]], kept: list[str]) -> None:
    chosen = choose(_spans(*rows), read_kind("校车多少？", "zh"))
    assert [one.hit.chunk.text for one in chosen] == kept


def test_the_best_sentence_is_quoted_however_little_room_there_is() -> None:
    spans = _spans((PLAIN, 1.0), (OTHER, 1.0))
    assert choose(spans, read_kind("校车多少？", "zh"), LONGEST_LONG_TEXT) == spans[:1]


WORDS = """
港池疏浚 牵头 配合 谁 哪些 多少 公安局 课后服务 和 2019年 2020年 为什么 比 造林补助 国有林场 集体林场
护林队 保障措施 三条 which leads many berths when 、 ， ？ 第6项措施 牽頭單位 哪四類 [1] “ *
""".split()  # noqa: SIM905 -- as a list of literals it would fill a page


@settings(max_examples=70, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from([*WORDS, " "]), max_size=7).map("".join)))
@example("2019年和2020年，课后服务和造林补助比多少？")
@example("公安局和财政局配合哪些措施？")
@example("[1] [2] 牵头单位 [9]")
def test_whatever_is_typed_gets_an_answer_that_is_proved(question: str) -> None:
    answer = answer_to(question)
    assert_proved(answer)
    assert answer.question == question
    assert len(answer.text) <= LONGEST_LONG_TEXT


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(list(DOCUMENTS.values())), st.data())
def test_any_piece_of_a_document_as_a_question_gets_an_answer_that_is_proved(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    answer = answer_to(text[start : start + data.draw(st.integers(1, 60))])
    assert_proved(answer)


def test_what_is_typed_in_another_form_gets_the_same_quotes() -> None:
    question = "港池疏浚投入资金多少？"
    wide = question.replace("？", "?") + " "
    assert fold(wide).strip() == fold(question)
    assert quotes(answer_to(wide)) == quotes(answer_to(question))
