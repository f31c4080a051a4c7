"""Who leads and who supports: by measure, by body, in the asker's language, cited to the character."""

import pytest

from index import Index, UsageError, parse_document
from qa import ask
from qa.compose import LONGEST_LONG_TEXT
from qa.compose_duty import write_body, write_measure
from qa.duties import Duty
from qa.knowledge import Knowledge, knowledge_of
from qa.language import Language
from qa.sheet import Sheet
from tests.conftest import HashEmbedder
from tests.test_compose import assert_proved, quotes
from tests.word_reader import WordReader, answer_to, documents, documents_index

BERTHS = "（市交通运输局牵头，市财政局、水务局配合）"
DREDGING = "（市水务局牵头，市交通运输局、公安局配合）"
REGISTRATION = "牵头单位：市渔政支队\n- 配合单位：市市场监管局、公安局"
WATCH = "（市应急管理局负责）"


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return knowledge_of(documents_index())


@pytest.mark.parametrize(
    ("question", "short", "words"),
    [
        ("港池疏浚由哪个部门牵头？", ("市水务局",), "牵头：市水务局；配合：市交通运输局和公安局。"),
        ("港池疏浚的配合单位有哪些？", ("市交通运输局", "公安局"), "牵头：市水务局；配合：市交通运输局和公安局。"),
        (
            "港池疏浚由谁牵头、谁配合？",
            ("市水务局", "市交通运输局", "公安局"),
            "牵头：市水务局；配合：市交通运输局和公安局。",
        ),
        (
            "港池疏浚由誰牽頭、誰配合？",
            ("市水务局", "市交通运输局", "公安局"),
            "牽頭：市水务局；配合：市交通运输局和公安局。",
        ),
        ("防台值守由谁负责？", ("市应急管理局",), "牵头：市应急管理局。"),
        ("第2项措施由谁牵头？", ("市水务局",), "牵头：市水务局；配合：市交通运输局和公安局。"),
    ],
)
def test_the_bodies_of_a_measure_are_named_by_role(question: str, short: tuple[str, ...], words: str) -> None:
    answer = answer_to(question)
    assert_proved(answer)
    assert answer.short == short
    assert answer.headline == f"{words} [1]"
    assert len(answer.citations) == 1


def test_in_english_bodies_have_their_english_names_and_articles() -> None:
    answer = answer_to("which agency leads the registration?")
    assert_proved(answer)
    assert answer.headline == (
        "市渔政支队 leads; the municipal administration for market regulation (市市场监管局)"
        " and the municipal public security bureau (公安局) support. [1]"
    )
    assert answer.short == ("市渔政支队",)


def test_the_clause_is_cited_with_the_sentence_that_it_closes() -> None:
    (quote,) = quotes(answer_to("新建泊位由谁牵头？"))
    assert quote == f"全市渔港新建泊位46个，改造旧泊位18个，安装灯标230余座。{BERTHS}"
    (quote,) = quotes(answer_to("渔船登记的牵头单位是哪个？"))
    assert quote == REGISTRATION


def test_a_measure_without_a_named_role_says_so() -> None:
    answer = answer_to("防台值守的配合单位有哪些？")
    assert_proved(answer)
    assert "未写明配合单位" in answer.headline
    assert answer.short == ()
    assert quotes(answer)[0].endswith(WATCH)


@pytest.mark.parametrize(
    ("question", "headline", "cited"),
    [
        ("市水务局牵头哪些措施？", "市水务局牵头1项措施：", [DREDGING]),
        ("市水务局配合哪些措施？", "水务局配合1项措施：", [BERTHS]),
        ("水务局参与哪些措施？", "水务局参与2项措施：", [BERTHS, DREDGING]),
        ("市渔政支队牵头哪些工作？", "市渔政支队牵头1项措施：", [REGISTRATION]),
        ("水務局參與哪些措施？", "水务局參與2項措施：", [BERTHS, DREDGING]),
    ],
)
def test_every_measure_of_a_body_is_listed_and_cited(question: str, headline: str, cited: list[str]) -> None:
    answer = answer_to(question)
    assert_proved(answer)
    assert answer.headline == headline
    assert quotes(answer) == cited
    lines = answer.text.split("\n- ")[1:]
    assert len([line for line in lines if not line.startswith("配合单位")]) == len(cited)


def test_measures_are_listed_in_the_order_of_the_document_by_their_headings() -> None:
    answer = answer_to("公安局配合哪些措施？")
    assert_proved(answer)
    assert answer.headline == "公安局配合3项措施："
    places = [answer.text.index(f"- {title} “") for title in ("2. 港池疏浚", "3. 渔船登记", "6. 联合执法")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("公安局牵头哪些措施？", "文件中没有由公安局牵头的措施。\n公安局配合3项措施："),
        (
            "which measures does the public security bureau lead?",
            "The documents name no measure that the municipal public security bureau (公安局) leads.\n"
            "The municipal public security bureau (公安局) supports 3 measures:",
        ),
        ("应急管理局配合什么工作？", "应急管理局配合1项措施："),
    ],
)
def test_a_body_with_the_other_role_is_said_not_to_have_the_one_asked_for(question: str, headline: str) -> None:
    answer = answer_to(question)
    assert_proved(answer)
    assert answer.headline == headline


def test_several_bodies_are_all_named_over_their_measures() -> None:
    answer = answer_to("财政局和公安局配合哪些措施？")
    assert_proved(answer)
    assert answer.headline == "市财政局和公安局配合4项措施："
    assert len(answer.citations) == 4


def test_a_body_named_nowhere_has_no_measures(known: Knowledge) -> None:
    everywhere = {document.id for document in documents()}
    sheet = Sheet("zh")
    assert not write_body(sheet, Duty("lead", "body", ("市体育局",)), known, everywhere)
    assert sheet.lines == []


def test_documents_that_may_not_answer_do_not(known: Knowledge) -> None:
    harbours = next(one for one in documents() if "渔港" in one.title)
    duty = Duty("lead", "body", ("市水务局",))
    assert write_body(Sheet("zh"), duty, known, {harbours.id})
    assert not write_body(Sheet("zh"), duty, known, {one.id for one in documents()} - {harbours.id})


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en"])
def test_of_many_bodies_all_are_named_and_the_clause_is_quoted_whole(known: Knowledge, language: Language) -> None:
    clause = max(known.clauses, key=lambda one: len(one.bodies))
    assert len(clause.bodies) == 15
    sheet = Sheet(language)
    assert write_measure(sheet, Duty("both", "measure"), clause, known)
    assert len(sheet.text) <= LONGEST_LONG_TEXT
    names = [clause.document.text[body.start : body.end] for body in clause.bodies]
    assert sheet.short == names
    assert all(name in sheet.headline for name in names)
    assert sheet.citations[0].quote.endswith(clause.document.text[clause.start : clause.end])


def test_of_bodies_with_long_names_those_that_lead_are_the_short_answer() -> None:
    answer = answer_to("码头移交由谁牵头、谁配合？")
    assert_proved(answer)
    assert answer.short[0] == "青澜市国有资产监督管理委员会"
    assert 1 < len(answer.short) < 9
    assert "青澜岛群旅游客运码头管理委员会" in answer.headline


PLAN = """# 云岭市码头整治方案

1.清理航道。疏浚淤泥,拆除网箱。(市交通局牵头,市水务局配合)

2.整修栈桥。更换木板,加装护栏。(市城管局牵头,市水务局配合)

3.增设航标。夜间点灯,雾天鸣号。(市交通局牵头,市水务局配合)
"""
TABLE = """# 云岭市任务分工表

| 任务 | 牵头单位 | 配合单位 |
|---|---|---|
| 建设灯塔 | 市交通局 | 市财政局 |
| 推广电动渡轮 | 市发展改革委 | 市财政局 |
| 清理违规停船 | 市公安局 | 市城管局 |
"""


@pytest.fixture(scope="module")
def plan() -> Index:
    return Index.from_documents([parse_document(PLAN, "plan.md")], HashEmbedder())


@pytest.mark.parametrize(("number", "lead"), [(1, "市交通局"), (2, "市城管局"), (3, "市交通局")])
def test_a_measure_named_by_number_is_that_one_however_many_hits_are_shown(plan: Index, number: int, lead: str) -> None:
    answers = [ask(f"第{number}项由谁牵头？", plan, top_k, reader=WordReader()) for top_k in (1, 5, 100)]
    assert {answer.short for answer in answers} == {(lead,)}
    assert len({answer.text for answer in answers}) == 1


def test_a_number_that_no_measure_has_is_declined(plan: Index) -> None:
    assert not ask("第9项由谁牵头？", plan, reader=WordReader()).answered


def test_clauses_that_read_the_same_are_each_cited(plan: Index) -> None:
    answer = ask("市交通局牵头哪些任务？", plan, reader=WordReader())
    assert len(answer.citations) == 2
    text = plan.documents()[0].text
    assert [text.count("(", 0, citation.start + 1) for citation in answer.citations] == [1, 3]


@pytest.mark.parametrize(
    ("question", "lead"), [("推广电动渡轮由谁牵头？", "市发展改革委"), ("清理违规停船由谁牵头？", "市公安局")]
)
def test_of_a_table_the_row_that_is_asked_for_answers(question: str, lead: str) -> None:
    index = Index.from_documents([parse_document(TABLE, "table.md")], HashEmbedder())
    assert ask(question, index, reader=WordReader()).short == (lead,)


def test_history_that_is_no_list_is_refused(plan: Index) -> None:
    for history in ("第1项由谁牵头？", None, {"question": "?"}):
        with pytest.raises(UsageError, match="history"):
            ask("谁配合？", plan, history=history)  # type: ignore[arg-type]
