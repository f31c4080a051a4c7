"""Who leads and who supports: by measure, by body, in the asker's language, cited to the character."""

from collections.abc import Sequence

import pytest

from index import Hit, Index, UsageError, parse_document
from qa import ask
from qa.answer import Span
from qa.attempt import TOLD
from qa.clause import Clause
from qa.compose import LONGEST_LONG_TEXT
from qa.compose_duty import asked_clauses, is_told, is_unnamed, lacking_text, write_body, write_measure, write_measures
from qa.compose_duty_lines import MOST_LINES
from qa.compose_sides import Side
from qa.duties import Duty
from qa.kinds import read_kind
from qa.knowledge import Knowledge, knowledge_of
from qa.language import Language
from qa.sheet import Sheet
from qa.short import Shares
from tests.conftest import HashEmbedder
from tests.test_compose import assert_proved, quotes
from tests.word_reader import WordEmbedder, WordReader, answer_to, documents, documents_index

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
    assert len(quotes(answer)) == len(cited)
    assert all(quote.endswith(clause) for quote, clause in zip(quotes(answer), cited, strict=True))
    lines = answer.text.split("\n- ")[1:]
    assert len([line for line in lines if not line.startswith(("牵头单位", "配合单位"))]) == len(cited)


def test_measures_are_listed_in_the_order_of_the_document_by_their_headings() -> None:
    answer = answer_to("公安局配合哪些措施？")
    assert_proved(answer)
    assert answer.headline == "公安局配合3项措施："
    places = [answer.text.index(f"- “{title}\n") for title in ("2. 港池疏浚", "3. 渔船登记", "6. 联合执法")]
    assert places == sorted(places)
    assert answer.short == ("2. 港池疏浚", "3. 渔船登记", "6. 联合执法")


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
    assert not write_body(sheet, Duty("lead", "body", ("市档案局",)), known, everywhere)
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
    assert [text.count("(", 0, citation.end) for citation in answer.citations] == [1, 3]


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


def many(count: int, clause: str = "(市交通局牵头,市水务局、市财政局、市城管局配合)") -> str:
    return f"# 云岭市{count}座栈桥\n\n" + "\n\n".join(
        f"{n}.整修{n}号栈桥。更换木板。{clause}" for n in range(1, count + 1)
    )


TEXTS = {
    "plan.md": PLAN,
    "table.md": TABLE,
    "12.md": many(12),
    "24.md": many(24),
    "70.md": many(70),
    "one.md": "1.清理航道。疏浚淤泥。(市交通局牵头)",
}


@pytest.fixture(scope="module")
def plans() -> Knowledge:
    """What is known of all the texts; the tests ask one of them."""
    texts = [parse_document(text, source) for source, text in TEXTS.items()]
    return knowledge_of(Index.from_documents(texts, HashEmbedder()))


def only(known: Knowledge, source: str) -> set[str]:
    return {document.id for document in known.documents if source in document.sources}


def no_shares(texts: object) -> list[float]:
    raise AssertionError("measures asked for by number are not looked for by their words")


def numbered(question: str, known: Knowledge, source: str, language: Language = "zh") -> Sheet:
    duty = known.duties.read(question)
    assert duty is not None
    sheet = Sheet(language)
    clauses = asked_clauses(duty, (), (), known, no_shares, only(known, source))
    assert write_measures(sheet, duty, clauses, known)
    return sheet


def check_sheet(sheet: Sheet) -> None:
    """What holds for every answer: quotes and markers are in the text, short answers in quotes."""
    assert all(citation.quote in sheet.text and f"[{citation.number}]" in sheet.text for citation in sheet.citations)
    assert all(any(short in citation.quote for citation in sheet.citations) for short in sheet.short)


def test_each_of_several_measures_is_answered_and_cited(plans: Knowledge) -> None:
    sheet = numbered("第1项和第2项分别由谁牵头？", plans, "plan.md")
    check_sheet(sheet)
    assert sheet.headline == (
        "1.清理航道：牵头：市交通局；配合：市水务局。 [1]\n2.整修栈桥：牵头：市城管局；配合：市水务局。 [2]"
    )
    assert sheet.short == ["市交通局", "市城管局"]
    assert [one.quote for one in sheet.citations] == ["(市交通局牵头,市水务局配合)", "(市城管局牵头,市水务局配合)"]


def test_measures_whose_clauses_read_the_same_are_each_cited(plans: Knowledge) -> None:
    sheet = numbered("Who supports measures 1 and 3?", plans, "plan.md", "en")
    check_sheet(sheet)
    assert len(sheet.citations) == 2
    assert sheet.needed == {1, 2}
    assert sheet.short == ["市水务局"]


def test_a_number_that_is_missing_among_others_is_said_to_be(plans: Knowledge) -> None:
    sheet = numbered("第2项和第9项由谁牵头？", plans, "plan.md")
    check_sheet(sheet)
    assert sheet.headline.endswith("\n文件中没有第9项措施。")
    assert "9" in sheet.given
    assert len(sheet.citations) == 1
    assert not is_unnamed(plans.duties.read("第2项和第9项由谁牵头？"), plans, only(plans, "plan.md"))
    assert is_unnamed(plans.duties.read("第8项和第9项由谁牵头？"), plans, only(plans, "plan.md"))


def test_of_very_many_measures_asked_for_those_that_lead_are_quoted(plans: Knowledge) -> None:
    sheet = numbered("第1至24项分别由谁牵头？", plans, "24.md")
    check_sheet(sheet)
    assert len(sheet.citations) == 24
    assert len(sheet.text) <= LONGEST_LONG_TEXT
    assert {one.quote for one in sheet.citations} == {"市交通局牵头"}


@pytest.mark.parametrize(
    ("question", "count", "shown"),
    [
        ("市交通局牵头哪些任务？", 24, 24),
        ("市交通局牵头哪些任务？", 70, 36),
        ("市水务局配合哪些任务？", 70, MOST_LINES),
        ("市水务局配合哪些任务？", 12, 12),
    ],
)
def test_a_long_list_ends_where_it_can_no_longer_be_read(
    plans: Knowledge, question: str, count: int, shown: int
) -> None:
    duty = plans.duties.read(question)
    assert duty is not None
    sheet = Sheet("zh")
    assert write_body(sheet, duty, plans, only(plans, f"{count}.md"))
    check_sheet(sheet)
    assert len(sheet.citations) == shown == sheet.text.count("\n- ")
    assert f"{count}项措施：" in sheet.headline
    assert sheet.text.endswith(f"……另有{count - shown}项。") is (shown < count)
    assert sheet.short == [duty.bodies[0]]


def test_the_titles_of_few_measures_are_the_short_answer(plans: Knowledge) -> None:
    duty = plans.duties.read("市城管局牵头哪些任务？")
    assert duty is not None
    sheet = Sheet("zh")
    assert write_body(sheet, duty, plans, only(plans, "plan.md"))
    check_sheet(sheet)
    assert sheet.short == ["2.整修栈桥"]
    assert sheet.text == "市城管局牵头1项措施：\n- “2.整修栈桥。更换木板,加装护栏。(市城管局牵头,市水务局配合)” [1]"


def test_the_rows_of_a_table_are_called_by_their_tasks(plans: Knowledge) -> None:
    duty = plans.duties.read("市财政局配合哪些任务？")
    assert duty is not None
    sheet = Sheet("zh")
    assert write_body(sheet, duty, plans, only(plans, "table.md"))
    check_sheet(sheet)
    assert sheet.short == ["建设灯塔", "推广电动渡轮"]


@pytest.mark.parametrize(
    "question",
    [
        "灯塔管理局牵头哪些任务？",
        "东山区交通局牵头哪些任务？",
        "广州市交通局牵头哪些任务？",
        "What does the Lighthouse Administration lead?",
    ],
)
def test_the_duties_of_others_are_not_told(plan: Index, question: str) -> None:
    known = knowledge_of(plan)
    assert is_unnamed(known.duties.read(question), known, only(known, "plan.md"))
    assert not ask(question, plan, reader=WordReader()).answered


@pytest.mark.parametrize(
    "question", ["市民政局负责什么？", "第5项措施由谁牵头？", "What does the finance bureau lead?"]
)
def test_where_no_clause_is_there_is_nothing_that_is_told_for_sure(question: str) -> None:
    text = "青山市湖泊办法\n\n第一条 在湖边烧烤的，责令改正，通报批评。\n\n青山市人民政府\n2024年1月5日\n"
    index = Index.from_documents([parse_document(text, "lake.md")], HashEmbedder())
    known = knowledge_of(index)
    assert not is_told(known.duties.read(question), known, only(known, "lake.md"), ())
    assert ask(question, index, reader=WordReader()).confidence < TOLD


def test_who_leads_of_what(plans: Knowledge, plan: Index) -> None:
    bare = plans.duties.read("谁牵头？")
    assert is_unnamed(bare, plans, only(plans, "plan.md"))
    assert not is_unnamed(bare, plans, only(plans, "one.md"))
    assert "哪一项措施" in (lacking_text(bare, "zh") or "")
    assert "which measure" in (lacking_text(bare, "de") or "")
    assert lacking_text(plans.duties.read("整修栈桥由谁牵头？"), "zh") is None
    assert lacking_text(None, "zh") is None
    assert not ask("谁牵头？", plan, reader=WordReader()).answered


def side(words: str, clause: Clause, known: Knowledge, shares: Shares) -> Side:
    """One of several things, of which the clause's own passage was read."""
    chunk = known.passages.holding(clause.document.id, clause.start, clause.end)
    assert chunk is not None
    return Side(read_kind(words, "zh"), Span(Hit(chunk, 1.0, {}), chunk.start, chunk.end, 1.0), shares)


def test_each_of_several_things_has_its_own_clause(plan: Index) -> None:
    known = knowledge_of(plan)
    duty = known.duties.read("整修栈桥和增设航标分别由谁牵头？")
    assert duty is not None
    sides = [side(words, one, known, as_first) for words, one in zip(duty.subjects, known.clauses[1:], strict=True)]
    clauses = asked_clauses(duty, (), sides, known, no_shares, only(known, "plan.md"))
    assert clauses == list(known.clauses[1:])
    sheet = Sheet("zh")
    assert write_measures(sheet, duty, clauses, known)
    check_sheet(sheet)
    assert sheet.short == ["市城管局", "市交通局"]


def test_where_only_one_of_several_things_has_a_clause_its_title_says_which(plan: Index) -> None:
    known = knowledge_of(plan)
    duty = known.duties.read("整修栈桥和种植榕树分别由谁牵头？")
    assert duty is not None
    sides = [side(duty.subjects[0], known.clauses[1], known, as_first)]
    clauses = asked_clauses(duty, (), sides, known, no_shares, only(known, "plan.md"))
    sheet = Sheet("zh")
    assert write_measures(sheet, duty, clauses, known)
    check_sheet(sheet)
    assert sheet.headline == "2.整修栈桥：牵头：市城管局；配合：市水务局。 [1]"


def as_first(texts: Sequence[str]) -> list[float]:
    return [0.0] * len(texts)


def test_a_thing_whose_passages_have_no_clause_is_looked_for_by_its_words(plan: Index) -> None:
    known = knowledge_of(plan)
    duty = Duty("lead", "measure", subjects=("整修栈桥由谁牵头", "增设航标由谁牵头"))
    hits = plan.search("云岭市", 10)
    other = Index.from_documents([parse_document("前言。", "b.md")], HashEmbedder()).search("前言", 1)[0]

    def of(word: str) -> Side:
        span = Span(other, other.chunk.start, other.chunk.end, 1.0)
        return Side(read_kind(word, "zh"), span, lambda texts: [float(word in text) for text in texts])

    clauses = asked_clauses(duty, hits, [of("栈桥"), of("航标")], known, no_shares, only(known, "plan.md"))
    assert clauses == list(known.clauses[1:])


def test_a_passage_that_says_who_leads_in_a_form_not_read_is_not_answered_by_another() -> None:
    texts = (
        "# 缆绳办法\n\n## 一、缆绳检查\n\n缆绳检查的牵头人是当班的那位老师傅。\n",
        "# 灯塔办法\n\n## 一、灯塔值守\n\n灯塔值守由市渔政支队牵头。\n",
    )
    found = [parse_document(text, f"{place}.md") for place, text in enumerate(texts)]
    answer = ask("缆绳检查由谁牵头？", Index.from_documents(found, WordEmbedder()), reader=WordReader())
    assert "渔政支队" not in answer.text
