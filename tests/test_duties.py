"""Questions about responsibility, in seven languages, and the clauses that they ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import parse_document, read_glossary, split_sections
from qa.agencies import clauses
from qa.bodies import BodyNames, same_body
from qa.clause import Clause
from qa.clause_numbers import asked_numbers, measure_clauses, number_of
from qa.duties import Duty, DutyReader, body_clauses, clause_in

GLOSSARY = read_glossary()
NAMES = BodyNames(GLOSSARY)
PLAN = """江口市步道方案
1.修整步道。路面要平整。（市水务局牵头，市公安局、财政局配合）
2.添置长椅。每处十张。（江口海关牵头，市公安局配合）
3.清理河道。每月一次。（市中级法院牵头，市市场监管局、教育局配合）
（二十四）验收。年底完成。（市财政局牵头）
"""


def parsed(text: str = PLAN, source: str = "a.txt") -> tuple[Clause, ...]:
    document = parse_document(text, source)
    return clauses(document, split_sections(document), NAMES)


CLAUSES = parsed()
READER = DutyReader(GLOSSARY, CLAUSES)


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("修整步道由谁牵头？", "lead"),
        ("哪个部门负责清理河道？", "lead"),
        ("清河道这事归谁管？", "lead"),
        ("添置长椅，哪家单位带头？", "lead"),
        ("那个單位牽頭修整步道？", "lead"),
        ("清理河道 责任单位", "lead"),
        ("修整步道有哪些单位配合？", "support"),
        ("除了牵头的市水务局，还有哪些部门要配合？", "support"),
        ("邊幾個單位負責配合？", "support"),
        ("协助江口海关添置长椅的是哪个局？", "support"),
        ("修整步道 牵头单位 配合单位", "both"),
        ("清理河道谁牵头、谁配合？", "both"),
        ("哪些部门参与清理河道？", "any"),
        ("Which agency leads the repair of footpaths?", "lead"),
        ("Who is responsible for cleaning the river?", "lead"),
        ("By which body is the bench programme led?", "lead"),
        ("which bureau supports the lead agency in repairing the paths?", "support"),
        ("Which departments cooperate on the benches, besides the lead?", "support"),
        ("Who leads and who supports the river works?", "both"),
        ("Which departments are involved in cleaning the river?", "any"),
        ("Welche Behörde ist für die Gehwege federführend?", "lead"),
        ("Wer unterstützt die Reinigung des Flusses?", "support"),
        ("Quel organisme pilote la réfection des sentiers ?", "lead"),
        ("Qui soutient le nettoyage de la rivière ?", "support"),
        ("¿Qué organismo lidera la reparación de senderos?", "lead"),
        ("¿Quién apoya la limpieza del río?", "support"),
        ("歩道の修繕を主導する機関はどこですか？", "lead"),
        ("どの部門が協力しますか？", "support"),
        ("산책로 정비는 어느 기관이 주관합니까?", "lead"),
        ("어느 부서가 협력합니까?", "support"),
    ],
)
def test_which_bodies_are_asked_for(question: str, role: str) -> None:
    duty = READER.read(question)
    assert duty is not None
    assert (duty.by, duty.role) == ("measure", role)


@pytest.mark.parametrize(
    ("question", "role", "measures"),
    [
        ("海关牵头哪些措施？", "lead", [2]),
        ("哪些措施涉及公安局？", "any", [1, 2]),
        ("市公安局配合几项任务？", "support", [1, 2]),
        ("市教育局參與了哪些任務？", "any", [3]),
        ("法院在方案里负责什么？", "lead", [3]),
        ("Which measures involve customs?", "any", [2]),
        ("What does the court lead?", "lead", [3]),
        ("Which tasks do the police support?", "support", [1, 2]),
        ("How many measures does the finance bureau support?", "support", [1]),
        ("List all measures led by the market regulator.", "lead", []),
        ("What role does the market regulator play in the plan?", "any", [3]),
        ("Welche Maßnahmen leitet der Zoll?", "lead", [2]),
        ("Quelles mesures impliquent les douanes ?", "any", [2]),
        ("¿Qué medidas dirige la aduana?", "lead", [2]),
        ("税関が関わる措置はどれですか？", "any", [2]),
        ("세관이 참여하는 조치는 무엇입니까?", "any", [2]),
    ],
)
def test_which_measures_a_body_has(question: str, role: str, measures: list[int]) -> None:
    duty = READER.read(question)
    assert duty is not None
    assert (duty.by, duty.role) == ("body", role)
    assert [number_of(clause) for clause in body_clauses(duty, CLAUSES)] == measures


@pytest.mark.parametrize(
    "question",
    [
        "步道有多长？",
        "智库由谁领衔？",
        "哪位教授牵头步道研究？",
        "江口市园林局局长是谁？",
        "项目负责人是谁？",
        "政府自己牵头办交易所的建议，为什么没有采纳？",
        "哪些企业参与修整步道？",
        "有关部门采取哪些措施？",
        "Which professor leads the think tank?",
        "Who is the director of the water bureau?",
        "Who can apply for support?",
        "Which companies does the plan support?",
        "What support does the plan give to small firms?",
        "How many leading talents live in the city?",
        "Which cities lead in patents?",
        "Which measures are led by bodies other than customs?",
        "",
        "？？",
    ],
)
def test_other_questions(question: str) -> None:
    assert READER.read(question) is None


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("第3条措施由谁牵头？", (3,)),
        ("第二十四项由谁负责？", (24,)),
        ("第30条措施由哪个部门牵头？", (30,)),
        ("Measure 2: which bureau cooperates?", (2,)),
        ("Who leads the 7th measure?", (7,)),
        ("Wer leitet Maßnahme 1?", (1,)),
        ("어느 기관이 조치 2를 주관합니까?", (2,)),
        ("第六届会议由谁牵头？", ()),
        ("Which agency leads the 2019-2021 plan's measure on benches?", ()),
        ("哪个单位牵头第0123号提案？", ()),
        ("第2项和第3项分别由谁牵头？", (2, 3)),
        ("第2、3、24条措施由哪些部门牵头？", (2, 3, 24)),
        ("第二至四项任务由谁负责？", (2, 3, 4)),
        ("措施5和6由谁牵头？", (5, 6)),
        ("第2项和9家单位由谁牵头？", (2,)),
        ("Who leads measures 2 and 3?", (2, 3)),
        ("Who leads measure 2 and who leads measure 3?", (2, 3)),
        ("Which bodies support tasks 2, 3 and 24?", (2, 3, 24)),
        ("Who is responsible for items 4-6?", (4, 5, 6)),
        ("Who leads the 2nd and 3rd measures?", (2, 3)),
        ("Who leads measures worth 5 million yuan?", ()),
        ("Wer leitet die Maßnahmen 2 und 3?", (2, 3)),
        ("Qui pilote les mesures 2 et 3 ?", (2, 3)),
        ("¿Quién dirige las medidas 2 y 3?", (2, 3)),
        ("措置2と3を主導する機関はどこですか？", (2, 3)),
        ("조치 2와 3은 누가 주관합니까?", (2, 3)),
    ],
)
def test_measures_by_their_numbers(question: str, numbers: tuple[int, ...]) -> None:
    duty = READER.read(question)
    assert duty is not None
    assert (duty.numbers, duty.number) == (numbers, numbers[0] if numbers else None)


@given(st.lists(st.integers(1, 99), min_size=1, max_size=6), st.sampled_from(["、", "和", "，"]))
def test_all_numbers_of_a_list_are_read(numbers: list[int], joint: str) -> None:
    expected = tuple(dict.fromkeys(numbers))
    assert asked_numbers(joint.join(f"第{number}项" for number in numbers) + "由谁牵头") == expected
    assert asked_numbers(f"who leads measures {', '.join(map(str, numbers))}?") == expected


@given(st.text(max_size=80))
def test_numbers_are_read_of_any_text(text: str) -> None:
    assert all(number >= 0 for number in asked_numbers(text))


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("修整步道和添置长椅分别由谁牵头？", ("修整步道由谁牵头", "添置长椅由谁牵头")),
        ("修整步道、添置长椅各由哪个部门负责？", ("修整步道由哪个部门负责", "添置长椅由哪个部门负责")),
        ("修整步道、添置长椅和清理河道的牵头单位分别是谁？",
         ("修整步道的牵头单位是谁", "添置长椅的牵头单位是谁", "清理河道的牵头单位是谁")),
        ("修整步道由谁牵头？清理河道由谁牵头？", ("修整步道由谁牵头", "清理河道由谁牵头")),
        ("修整步道由谁牵头，清理河道呢？", ("修整步道由谁牵头", "清理河道由谁牵头")),
        ("谁负责人工湖，谁负责清理河道？", ("谁负责人工湖", "谁负责清理河道")),
        ("Who leads the footpaths and who leads the river works?",
         ("Who leads the footpaths", "who leads the river works")),
        ("Which agencies lead the footpaths and the benches respectively?",
         ("Which agencies lead the footpaths", "Which agencies lead the benches")),
        ("修整步道由谁牵头、谁配合？", ()),
        ("修整步道由谁牵头，哪些部门配合这项工作？", ()),
        ("修整步道和添置长椅由谁牵头？", ()),
        ("Who leads the footpaths, and who supports it?", ()),
        ("Who leads the repair and cleaning of footpaths?", ()),
    ],
)  # fmt: skip
def test_several_things_in_one_breath(question: str, subjects: tuple[str, ...]) -> None:
    duty = READER.read(question)
    assert duty is not None
    assert duty.subjects == subjects


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("谁牵头？", True),
        ("由哪个部门负责？", True),
        ("这项工作由谁牵头、谁配合？", True),
        ("Who leads?", True),
        ("Which agency is in charge of it?", True),
        ("步道由谁牵头？", False),
        ("谁牵头种树？", False),
        ("第2项由谁牵头？", False),
        ("Who leads the benches?", False),
        ("谁配合水务局？", False),
    ],
)
def test_whether_a_question_says_of_what(question: str, bare: bool) -> None:
    duty = READER.read(question)
    assert duty is not None
    assert duty.bare is bare


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("Which measures does the Market Supervision Administration support?", ("市市场监督管理局",)),
        ("What does the Bureau of Market Regulation lead?", ("市市场监督管理局",)),
        ("What does the Department of Public Security support?", ("市公安局",)),
        ("Which measures involve the Education Office?", ("市教育局",)),
        ("Welche Maßnahmen leitet das Marktaufsichtsamt?", ("市市场监督管理局",)),
        ("What does the Lighthouse Administration lead?", ("lighthouse administration",)),
        ("What does the Security Bureau lead?", ("security bureau",)),
        ("灯塔管理局牵头哪些任务？", ("灯塔管理局",)),
        ("请列出灯塔管理站负责的任务有哪些", ("灯塔管理站",)),
        ("哪些措施涉及海岸治理专班？", ("海岸治理专班",)),
        ("东山区教育局配合哪些措施？", ("东山区教育局",)),
        ("Which tasks does the district education bureau support?", ("区教育局",)),
        ("What does the Internet Court lead?", ("Internet court",)),
    ],
)
def test_bodies_in_the_askers_own_words_and_those_that_are_unknown(question: str, bodies: tuple[str, ...]) -> None:
    duty = READER.read(question)
    assert duty is not None
    assert (duty.by, duty.bodies) == ("body", bodies)


def test_a_body_for_several_fields_is_meant_by_one_of_them_where_no_other_has_it() -> None:
    several = parsed("1.种树。（市文化广电旅游体育局牵头）\n2.种草。（市工业和信息化局牵头）")
    reader = DutyReader(GLOSSARY, several)
    for question in (
        "What does the Sports Bureau lead?",
        "Which measures does the Tourism Office lead?",
        "旅游局牵头哪些？",
    ):
        duty = reader.read(question)
        assert duty is not None
        assert [number_of(clause) for clause in body_clauses(duty, several)] == [1]


@pytest.mark.parametrize(
    "question",
    [
        "What does the bureau lead?",
        "What does the plan lead to?",
        "该局牵头哪些任务？",
        "What part does the government play in running the harbour?",
    ],
)
def test_no_body_in_particular(question: str) -> None:
    duty = READER.read(question)
    assert duty is None or duty.by == "measure"


def test_a_body_of_another_place_is_not_that_of_the_document() -> None:
    duty = Duty("any", "body", ("东山市公安局",))
    assert body_clauses(duty, CLAUSES) == ()
    assert len(body_clauses(Duty("any", "body", ("江口市公安局",)), CLAUSES)) == 2


def test_measures_of_a_number() -> None:
    assert [clause.path[-1] for clause in measure_clauses(CLAUSES, 24)] == ["（二十四）验收"]
    assert measure_clauses(CLAUSES, 30) == ()


def test_bodies_are_those_of_the_clauses() -> None:
    duty = READER.read("Which bureau works with the market regulator on the river?")
    assert duty == Duty("support", "measure", ("市市场监督管理局",))
    assert DutyReader(GLOSSARY, ()).read("步道由谁牵头？") == Duty("lead", "measure")


@pytest.mark.parametrize(
    ("asked", "body", "same"),
    [
        ("公安局", "市公安局", True),
        ("市公安局", "深圳市公安局", True),
        ("深圳市公安局", "市公安局", True),
        ("深圳市公安局", "广州市公安局", False),
        ("国家知识产权局", "市知识产权局", False),
        ("海关", "江口海关", True),
        ("深圳海关", "江口海关", False),
        ("人民法院", "市中级人民法院", True),
        ("市委", "市发展和改革委", False),
        ("市工信局", "市工业和信息化局", True),
        ("财政局", "财政部", False),
    ],
)
def test_the_same_body(asked: str, body: str, same: bool) -> None:
    assert same_body(asked, body) is same


def test_lists_of_a_body_are_ordered_by_document_and_place() -> None:
    later = parsed(PLAN + "补充。", "b.txt")
    duty = Duty("any", "body", ("市公安局",))
    found = body_clauses(duty, [*reversed(later), *reversed(CLAUSES)])
    assert [(clause.document.sources[0], number_of(clause)) for clause in found] == [
        ("a.txt", 1),
        ("a.txt", 2),
        ("b.txt", 1),
        ("b.txt", 2),
    ]


def test_the_clauses_of_a_passage() -> None:
    document = CLAUSES[0].document
    measure, bracket = document.text.index("路面"), document.text.index("（江口海关")
    assert clause_in(CLAUSES, document.id, measure, measure + 2) == CLAUSES[:1]
    assert clause_in(CLAUSES, document.id, bracket, bracket + 3) == CLAUSES[1:2]
    assert clause_in(CLAUSES, document.id, 0, len(document.text)) == CLAUSES
    assert clause_in(CLAUSES, document.id, 0, 7) == ()
    assert clause_in(CLAUSES, "another", 0, len(document.text)) == ()


@given(st.text(max_size=60))
def test_any_text_can_be_asked(question: str) -> None:
    duty = READER.read(question)
    assert duty is None or (duty.by == "measure" or duty.bodies)
