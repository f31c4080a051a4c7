"""Responsibility clauses: every form in which a document says who leads and who supports."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import parse_document, read_documents, read_glossary, split_sections
from qa.agencies import clauses
from qa.bodies import BodyNames, abbreviates, split_place
from qa.clause import Clause
from tests.conftest import ROOT, SHARED

NAMES = BodyNames(read_glossary())


def parsed(text: str, source: str = "a.txt") -> tuple[Clause, ...]:
    document = parse_document(text, source)
    return clauses(document, split_sections(document), NAMES)


def surface(clause: Clause) -> tuple[list[str], list[str]]:
    text = clause.document.text
    return [text[b.start : b.end] for b in clause.lead], [text[b.start : b.end] for b in clause.support]


@pytest.mark.parametrize(
    ("clause", "lead", "support"),
    [
        ("（市园林局牵头，市水务局、各区政府配合）", ["市园林局"], ["市水务局", "各区政府"]),
        ("(市园林局牵头,市水务局、财政局等配合)", ["市园林局"], ["市水务局", "财政局"]),
        ("〔市园林局牵头，各区政府（含江北新区管委会、湖滨新区管委会，下同）配合〕", ["市园林局"], ["各区政府"]),
        ("[责任单位：市园林局、市水务局，各县（市）区政府]", ["市园林局", "市水务局", "各县（市）区政府"], []),
        ("（市园林局、市水务局牵头）", ["市园林局", "市水务局"], []),
        ("（市园林局牵头负责）", ["市园林局"], []),
        ("（由市园林局牵头，会同市水务局、市财政局落实）", ["市园林局"], ["市水务局", "市财政局"]),
        ("（市园林局会同有关部门负责）", ["市园林局"], ["有关部门"]),
        ("（市园林局、市水务局等有关部门和单位按职责分工负责）", ["市园林局", "市水务局"], []),
        ("（市园林局牵头，市水务局，各区政府按职责分工负责）", ["市园林局"], ["市水务局", "各区政府"]),
        ("（园林部、水务部等和各有关省级人民政府负责）", ["园林部", "水务部", "各有关省级人民政府"], []),
        ("（市发展和改革委员会和市规划和自然资源局负责）", ["市发展和改革委员会", "市规划和自然资源局"], []),
        ("（牵头单位：市园林局；配合单位：市水务局、各区政府）", ["市园林局"], ["市水务局", "各区政府"]),
        ("（牵头：市园林局，配合：市水务局）", ["市园林局"], ["市水务局"]),
        ("（责任单位：市园林局（牵头）、市水务局、市城管局）", ["市园林局"], ["市水务局", "市城管局"]),
        ("（牵头单位：市园林局；责任单位：市水务局；完成时限：2031年底）", ["市园林局"], ["市水务局"]),
        ("（责任部门：江口海关、市水务局，适用范围：江口新区）", ["江口海关", "市水务局"], []),
        ("（市水务局指导，试点城市政府负责落实。以下不再列出）", ["试点城市政府"], ["市水务局"]),
        (
            "（市园林局牵头，各市、县〔区〕人民政府、江北新区管委会配合）",
            ["市园林局"],
            ["各市、县〔区〕人民政府", "江北新区管委会"],
        ),
        ("（农业农村、水务等部门负责）", ["农业农村", "水务"], []),
        ("（市園林局牽頭，市水務局配合）", ["市園林局"], ["市水務局"]),
    ],
)
def test_a_bracket(clause: str, lead: list[str], support: list[str]) -> None:
    text = f"江口市公园方案\n1.修整步道。路面要平整。{clause}\n2.添置长椅。每处十张。"
    (found,) = parsed(text)
    assert surface(found) == (lead, support)
    assert text[found.start : found.end] == clause
    assert text[slice(*found.measure)] == "1.修整步道。路面要平整。"
    assert found.path == ("1.修整步道",)


@pytest.mark.parametrize(
    "bracket",
    [
        "（以下简称步道）",
        "（负责人姓名、电话）",
        "（全市共落实了12座）",
        "（配合饮用）",
        "（园林负责任）",
        "（一）",
        "（含绿化）",
        "（责任重大）",
    ],
)
def test_other_brackets_say_nothing(bracket: str) -> None:
    assert parsed(f"1.修整步道。路面要平整{bracket}，台阶要稳。") == ()


@pytest.mark.parametrize(
    ("lines", "lead", "support"),
    [
        ("牵头单位：市园林局\n配合单位：市水务局、各区政府", ["市园林局"], ["市水务局", "各区政府"]),
        ("**牵头单位**：市园林局\n**配合单位**：市水务局", ["市园林局"], ["市水务局"]),
        ("**牵头单位：** 市园林局\n\n**责任单位：** 市水务局", ["市园林局"], ["市水务局"]),
        ("- 牵头单位：江口市园林局（市园林局）\n- 配合单位：江口市水务局\n- 配合单位：各区人民政府（含江北新区，下同）",
         ["江口市园林局"], ["江口市水务局", "各区人民政府"]),
        ("【责任单位】市园林局、市水务局", ["市园林局", "市水务局"], []),
        ("责任单位：市园林局 市水务局 市城管局", ["市园林局", "市水务局", "市城管局"], []),
        ("责任单位：\n市园林局、市水务局", ["市园林局", "市水务局"], []),
        ("牵头单位：市园林局，配合单位：市水务局。", ["市园林局"], ["市水务局"]),
        ("责任单位：市园林局，各市、县（区）人民政府，江北新区管委会 二、收尾",
         ["市园林局", "各市、县（区）人民政府", "江北新区管委会"], []),
    ],
)  # fmt: skip
def test_labelled_lines_are_one_clause(lines: str, lead: list[str], support: list[str]) -> None:
    text = f"## 1. 修整步道\n\n路面要平整。\n\n{lines}\n"
    (found,) = parsed(text, "a.md")
    assert surface(found) == (lead, support)
    assert text[slice(*found.measure)] == "1. 修整步道\n\n路面要平整。"


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        ("（海岸治理专班牵头，灯塔守望队配合）", ["海岸治理专班"], ["灯塔守望队"]),
        ("（河长牵头，灯塔管理站、岸线工作领导小组办公室配合）", ["河长"], ["灯塔管理站", "岸线工作领导小组办公室"]),
        ("（由海岸治理专班牵头，会同灯塔管理站落实）", ["海岸治理专班"], ["灯塔管理站"]),
        ("\n牵头单位：海岸治理专班\n配合单位：灯塔守望者、河长", ["海岸治理专班"], ["灯塔守望者", "河长"]),
        ("责任单位：海岸治理专班。", ["海岸治理专班"], []),
    ],
)
def test_bodies_of_unknown_names_in_forms_that_are_clear(text: str, lead: list[str], support: list[str]) -> None:
    (found,) = parsed(f"1.修整步道。路面要平整。{text}")
    assert surface(found) == (lead, support)


def test_a_body_of_an_unknown_name_in_a_table() -> None:
    (found,) = parsed("| 任务 | 牵头单位 |\n|---|---|\n| 修整步道 | 海岸治理专班 |\n", "a.md")
    assert surface(found) == (["海岸治理专班"], [])


@pytest.mark.parametrize(
    "text",
    [
        "（谁家的孩子谁牵头）",
        "（明确分工，抓好落实）",
        "责任单位：另行通知。",
        "责任单位：明确后公布。",
        "配合单位：同上",
        "由海岸治理专班牵头养护步道。",
    ],
)
def test_where_the_form_is_not_clear_any_words_are_no_name(text: str) -> None:
    assert parsed(f"1.修整步道。路面要平整。{text}") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "希望由市政府牵头设立步道基金。",
        "希望市园林局牵头设立步道基金。",
        "委员建议尽快由市园林局牵头，市水务局配合，修整步道。",
        "建议市园林局会同市水务局修整步道。",
        "我们建议，市园林局牵头修整步道。",
        "您提出的由市园林局牵头设立步道基金的建议很有意义。",
        "关于由市园林局牵头修整步道的提案，我局已研究。",
        "代表们提出，由市园林局牵头修整步道。",
        "建议：一是由市园林局牵头修整步道；二是由市水务局牵头清淤。",
        "居民呼吁市园林局牵头修整步道。",
        "修整步道（建议由市园林局牵头，市水务局配合）。",
    ],
)
def test_what_a_proposal_wishes_for_is_no_clause(sentence: str) -> None:
    assert parsed(f"一、步道\n{sentence}") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "您提出的建议由市园林局牵头办理。",
        "根据您的建议，市园林局牵头修整了步道。",
        "针对代表建议，市园林局会同市水务局制定了办法。",
        "对各地的建议，由市园林局牵头研究。",
        "希望小学由市园林局负责绿化。",
        "第9号建议由市园林局会同市水务局主办。",
        "村民可以提出修路的建议，由市园林局会同市水务局决定。",
        "市园林局牵头修整步道，得到您的建议和希望。",
    ],
)
def test_who_acts_on_a_proposal_has_a_duty(sentence: str) -> None:
    (found,) = parsed(f"一、步道\n{sentence}")
    assert surface(found)[0] == ["市园林局"]


def test_a_lead_behind_a_support_begins_another_clause() -> None:
    found = parsed("牵头单位：市园林局\n配合单位：市水务局\n牵头单位：市城管局\n配合单位：市财政局")
    assert [surface(clause) for clause in found] == [(["市园林局"], ["市水务局"]), (["市城管局"], ["市财政局"])]


def test_the_owner_of_a_page_leads_nothing() -> None:
    assert parsed("1.修整步道。\n\n主办单位：江口市园林局 联系电话：12345") == ()


@pytest.mark.parametrize(
    ("row", "lead", "support"),
    [
        ("| 1 | 修整步道，路面平整 | 市园林局 | 市水务局、各区政府 |", ["市园林局"], ["市水务局", "各区政府"]),
        ("| 1 | 修整步道，路面平整 | 市园林局<br>市城管局 | — |", ["市园林局", "市城管局"], []),
    ],
)
def test_a_table(row: str, lead: list[str], support: list[str]) -> None:
    text = f"# 分工\n\n| 序号 | 任务 | 牵头单位 | 配合单位 |\n|---|---|---|---|\n{row}\n"
    (found,) = parsed(text, "a.md")
    assert surface(found) == (lead, support)
    assert text[slice(*found.measure)] == "修整步道，路面平整"


@pytest.mark.parametrize(
    ("sentence", "lead", "support"),
    [
        ("我市由市园林局牵头，建立了步道档案", ["市园林局"], []),
        ("2031年5月前，市园林主管部门牵头，对步道进行检查", ["市园林主管部门"], []),
        ("市园林局会同市水务局、市财政局制定办法", ["市园林局"], ["市水务局", "市财政局"]),
        ("市园林局应当会同公安、城市管理等部门检查步道", ["市园林局"], ["公安", "城市管理"]),
        ("由市园林局牵头，市水务局、各区政府配合，共同养护", ["市园林局"], ["市水务局", "各区政府"]),
        ("本办法由市园林局负责解释", ["市园林局"], []),
        ("目前市园林局正在会同有关部门编制规划", ["市园林局"], ["有关部门"]),
    ],
)
def test_inside_a_sentence(sentence: str, lead: list[str], support: list[str]) -> None:
    text = f"一、步道\n步道很长。{sentence}。长椅很多。"
    (found,) = parsed(text)
    assert surface(found) == (lead, support)
    assert text[slice(*found.measure)] == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "支持企业牵头组建养护联盟。",
        "海关部门要做好牵头工作。",
        "由市园林局负责养护的人员应当持证。",
        "负责人应当到场，对步道的安全负责。",
        "经业主大会同意后施工。",
        "由牵头单位汇总。",
        "各项条款由责任部门负责解释。",
        "市园林局负责配合养护。",
    ],
)
def test_sentences_without_a_clause(sentence: str) -> None:
    assert parsed(f"一、步道\n{sentence}") == ()


def test_the_place_is_carried_over_a_list_and_names_are_completed() -> None:
    (found,) = parsed("（市市场监管局牵头，公安局、前海管理局、市发改委、海关总署、各区政府、卫生健康委配合）")
    assert [body.name for body in found.lead] == ["市市场监督管理局"]
    assert [body.name for body in found.support] == [
        "市公安局",
        "前海管理局",
        "市发展和改革委员会",
        "海关总署",
        "各区人民政府",
        "市卫生健康委员会",
    ]
    (other,) = parsed("（江北省教育厅、财政厅负责）")
    assert [body.name for body in other.lead] == ["江北省教育厅", "江北省财政厅"]


def test_what_a_word_behind_the_list_completes() -> None:
    (found,) = parsed("市水务部门应当会同公安、卫生健康等部门巡查。")
    assert [body.name for body in found.support] == ["市公安部门", "市卫生健康部门"]


def test_the_first_of_the_list_leads_where_the_document_says_so() -> None:
    text = (
        "1.种树。（市园林局、市水务局负责。列第一位者为牵头单位，下同）\n2.种草。（市城管局、市财政局负责）\n"
        "3.浇水。（市水务局、各区政府按职责分工负责）"
    )
    assert [surface(clause) for clause in parsed(text)] == [
        (["市园林局"], ["市水务局"]),
        (["市城管局"], ["市财政局"]),
        (["市水务局", "各区政府"], []),
    ]


def test_the_clause_behind_the_last_point_closes_the_whole_measure() -> None:
    body = "一是" + "铺设石板，" * 22 + "保持平整。二是" + "修补台阶，" * 22 + "保持稳固。"
    (found,) = parsed(f"1.种树。树要活。（市水务局负责）\n2.修整步道。{body}（市园林局牵头）")[1:]
    text = found.document.text
    assert text[slice(*found.measure)] == f"2.修整步道。{body}"
    assert found.path == ("2.修整步道",)


def test_a_sentence_with_a_clause_does_not_cut_the_measure() -> None:
    text = "1.修整步道。由市水务局牵头排水。路面要平整。（市园林局牵头，市财政局配合）"
    assert text[slice(*parsed(text)[1].measure)] == "1.修整步道。由市水务局牵头排水。路面要平整。"


def test_two_clauses_behind_one_measure() -> None:
    first, second = parsed("1.修整步道。（市园林局牵头）（市水务局配合）")
    assert second.measure == first.measure


def test_a_document_without_sections_and_an_empty_one() -> None:
    document = parse_document("修整步道（市园林局牵头）", "a.txt")
    (found,) = clauses(document, ())
    assert (found.path, found.measure) == ((), (0, 4))
    assert clauses(parse_document("步道", "a.txt"), ()) == ()


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("市市场监管局", "市"),
        ("市场监管局", ""),
        ("深圳市公安局", "深圳市"),
        ("城市管理局", ""),
        ("市政府", "市"),
        ("市政工程局", ""),
        ("市民政局", "市"),
        ("各区政府", "各区"),
        ("国家统计局", "国家"),
        ("江北省江口市教育局", "江北省江口市"),
        ("园区管委会", ""),
    ],
)
def test_the_place_in_a_name(name: str, place: str) -> None:
    assert split_place(name) == (place, name[len(place) :])


@pytest.mark.parametrize(
    ("short", "full", "does"),
    [
        ("人社局", "人力资源和社会保障局", True),
        ("检察院", "人民检察院", True),
        ("市场监管局", "市场监管总局", False),
        ("公安局", "司法局", False),
        ("财政局", "财政局", False),
    ],
)
def test_abbreviations(short: str, full: str, does: bool) -> None:
    assert abbreviates(short, full) is does


BODIES = [
    "市园林局",
    "水务局",
    "各区政府",
    "江口海关",
    "市中级法院",
    "发展和改革委员会",
    "县（市、区）政府",
    "省教育厅",
]
PIECES = st.sampled_from(
    [*BODIES, "牵头", "配合", "负责", "会同", "由", "（", "）", "〔", "〕", "、", "，", "。", "\n", "牵头单位：",
     "责任单位:", "配合单位", "**", "|", "- ", " ", "1.种树。", "一是", "等部门", "和", "及", "下同", "# 甲"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["a.txt", "a.md"]))
def test_clauses_are_in_order_and_disjoint_and_hold_their_bodies(text: str, source: str) -> None:
    check(parsed(text, source))


def check(found: tuple[Clause, ...]) -> None:
    for clause in found:
        text = clause.document.text
        spans = sorted((body.start, body.end) for body in clause.bodies)
        assert spans
        assert clause.start <= spans[0][0]
        assert spans[-1][1] <= clause.end <= len(text)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
        assert all(body.name for body in clause.bodies)
        assert 0 <= clause.measure[0] <= clause.measure[1] <= len(text)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_our_work_plan() -> None:
    plan = ROOT / "corpus" / "ip-city-work-plan-2019-2021.md"
    found = parsed(plan.read_text(encoding="utf-8"), plan.name)
    check(found)
    assert len(found) == 27
    for number, clause in enumerate(found[:26], 1):
        assert clause.document.text.startswith(f"{number}. ", clause.measure[0])
        assert len(clause.lead) == 1


def test_the_original_work_plan() -> None:
    plan = SHARED / "corpus" / "002_02588ea22fbee5d9.txt"
    if not plan.exists():
        pytest.skip("the original documents are not here (../shared/corpus)")
    found = parsed(plan.read_text(encoding="utf-8"))
    check(found)
    assert len(found) == 27
    ours = ROOT / "corpus" / "ip-city-work-plan-2019-2021.md"
    told = parsed(ours.read_text(encoding="utf-8"), ours.name)
    for one, other in zip(found[:26], told[:26], strict=True):
        number = one.path[-1].split(".")[0]
        assert one.document.text[slice(*one.measure)].startswith(f"{number}.")
        assert other.path[-1].startswith(f"{number}.")
        assert len(one.lead) == len(other.lead) == 1
        # Our text says 其他有关单位 for 等.
        assert len(one.support) == sum(body.name != "其他有关单位" for body in other.support)


def test_official_documents() -> None:
    folder = SHARED / "bench" / "policy_docs"
    if not folder.exists():
        pytest.skip("the official documents are not here (../shared/bench/policy_docs)")
    files = sorted(path for path in Path(folder).rglob("*") if path.suffix in {".txt", ".md"})
    documents = read_documents(random.Random(5).sample(files, 40)).documents
    found = [clauses(document, split_sections(document), NAMES) for document in documents]
    for one in found:
        check(one)
    assert sum(map(len, found)) > 40


@pytest.mark.parametrize("body", ["青屏市索道管理处", "市海塘养护所", "海事执法支队", "水文监测总站", "渡口巡查站"])
def test_bodies_that_no_glossary_names_lead_in_a_sentence(body: str) -> None:
    (clause,) = parsed(f"# 办法\n\n## 一、检查\n\n钢索每季度检测一次，由{body}牵头，青屏市应急管理局配合。\n")
    assert surface(clause) == ([body], ["青屏市应急管理局"])
