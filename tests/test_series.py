"""Series: every item, in order, exact; none invented, none lost."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, parse_document, read_documents, split_sections
from qa.coordination import coordinated
from qa.series import Series, all_series, series_at
from tests.conftest import SHARED


def words(text: str) -> list[list[str]]:
    return [[text[start:end] for start, end in spans] for spans in coordinated(text, 0, len(text))]


def every(text: str, source: str = "a.txt") -> tuple[Document, tuple[Series, ...]]:
    document = parse_document(text, source)
    return document, all_series(document, split_sections(document), document.body_start, len(document.text))


def items(series: Series) -> list[str]:
    return [series.document.text[start:end] for start, end in series.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在渔港、船坞、灯塔、水文监测、潮汐等海洋领域建成一批示范点。", ["渔港", "船坞", "灯塔", "水文监测", "潮汐"]),
        ("对山林、湿地和草场实行分级管护。", ["山林", "湿地", "草场"]),
        ("形成“粗筛+细筛+复核”三道检查。", ["粗筛", "细筛", "复核"]),
        ("开展“清河”、“净滩”、“护鸟”等巡查。", ["清河", "净滩", "护鸟"]),
        ("开展“清河”“净滩”专项巡查。", ["清河", "净滩"]),
        ("以“大河”和“小溪”为基础。", ["大河", "小溪"]),
        ("制定了《渡口规程》《码头规程》和《航标规程》，全部公开。", ["《渡口规程》", "《码头规程》", "《航标规程》"]),
        ("推动园林协会、花木及盆景协会、苗圃促进会等协会设立服务点。", ["园林协会", "花木及盆景协会", "苗圃促进会"]),
        ("建设全市水文资料库、标本库、图片库和样品库，逐步开放。", ["全市水文资料库", "标本库", "图片库", "样品库"]),
        ("建设一支由林业初级人员、中级人员和高级人员组成的队伍。", ["林业初级人员", "中级人员", "高级人员"]),
        ("已覆盖公交企业、出租企业、货运企业共85家单位。", ["公交企业", "出租企业", "货运企业"]),
        ("从种子供应、技术指导、市场销售三个方面帮助农户。", ["种子供应", "技术指导", "市场销售"]),
        ("深入实施山地造林类、平原造林类和海岸造林类绿化项目。", ["山地造林类", "平原造林类", "海岸造林类"]),
        ("培养、引进一批园艺师、植保员和护林员。", ["培养", "引进"]),
        ("坚持特种树苗、特种肥料、特种管护，提高成活率。", ["特种树苗", "特种肥料", "特种管护"]),
        ("建成水库6座、泵站14座、闸门31扇，改善灌溉。", ["水库6座", "泵站14座", "闸门31扇"]),
        ("实行网格化、清单化、责任化管理。", ["网格化", "清单化", "责任化"]),
        ("(市林业局牵头,市水务局、住房和城乡建设局、各镇政府配合)", ["市水务局", "住房和城乡建设局", "各镇政府"]),
        ("由市林业局、各县政府(含开发区管委会)配合。", ["市林业局", "各县政府"]),
        ("扩大绿地、铺设步道、增设长椅，方便居民。", ["扩大绿地", "铺设步道", "增设长椅"]),
        ("按照“看得见山、望得见水、记得住乡愁”的要求规划。", ["看得见山", "望得见水", "记得住乡愁"]),
        ("提供长凳和遮阳棚等便民设施。", ["长凳", "遮阳棚"]),
        (
            "建成全县护林的示范点、全省种苗的中转站和全国木材的重要枢纽。",
            ["全县护林的示范点", "全省种苗的中转站", "全国木材的重要枢纽"],
        ),
        ("各镇、各村要清理沟渠。", ["各镇", "各村"]),
        ("支持各类民宿（如木屋、帐篷、房车+营地等）发展。", ["木屋", "帐篷", "房车+营地"]),
    ],
)
def test_a_series_in_a_sentence_is_whole(text: str, expected: list[str]) -> None:
    assert expected in words(text)


@pytest.mark.parametrize(
    "text",
    [
        "一、加强巡查。",
        "全年巡查三次。",
        "和平街道与会人员参与活动。",
        "形成“1+2+N”布局。",
        "等等。",
        "、、、",
        "“”、“”",
        "",
    ],
)
def test_what_is_no_series_is_none(text: str) -> None:
    assert words(text) == []


def test_the_object_of_two_verbs_is_a_series_of_its_own() -> None:
    found = words("培养、引进一批园艺师、植保员和护林员。")
    assert found == [["培养", "引进"], ["园艺师", "植保员", "护林员"]]


def test_a_series_in_brackets_is_read_besides_the_one_around_it() -> None:
    found = words("市水务局、各县政府(含开发区管委会、林场管委会,下同)配合")
    assert ["市水务局", "各县政府"] in found
    assert ["开发区管委会", "林场管委会"] in found


POINTS = (
    "为护好河道，我市采取三项办法：一是设立巡查站，由水务站值守。每日两次。二是公布电话，接受举报；三是奖励举报人。"
)


def test_points_are_items_with_heads() -> None:
    document, found = every(POINTS)
    series = series_at(document, split_sections(document), *_span(document, "公布电话"))
    assert series is not None
    assert series.kind == "points"
    assert items(series) == ["设立巡查站，由水务站值守。每日两次", "公布电话，接受举报", "奖励举报人"]
    assert series.names == ("设立巡查站", "公布电话", "奖励举报人")
    assert series in found


def test_points_of_one_sentence_end_with_it() -> None:
    _, found = every("包括：一是清淤；二是补岸；三是植柳。其余工程明年再办。")
    assert [items(one) for one in found] == [["清淤", "补岸", "植柳"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("首先，清点库存。其次，盘查账目。最后，公布结果。", ["清点库存", "盘查账目", "公布结果"]),
        ("第一，疏通沟渠；第二，加高堤坝；第三，备足沙袋。", ["疏通沟渠", "加高堤坝", "备足沙袋"]),
        ("须备齐：①申请书；②照片；③体检表。", ["申请书", "照片", "体检表"]),
        ("须备齐：（1）申请书；（2）照片；（3）体检表。", ["申请书", "照片", "体检表"]),
        ("分级：A级：随时开放；B级：预约开放；C级：暂不开放。", ["A级：随时开放", "B级：预约开放", "C级：暂不开放"]),
        (
            "筹建山南苗圃，由甲镇负责；筹建山北苗圃，由乙镇负责。",
            ["筹建山南苗圃，由甲镇负责", "筹建山北苗圃，由乙镇负责"],
        ),
    ],
)
def test_marked_items_in_a_line(text: str, expected: list[str]) -> None:
    assert expected in [items(one) for one in every(text)[1]]


OUTLINE = """关于护林的通知

一、总体要求
保护山林。
——坚持预防为主。以巡查为先。
——坚持群防群治。发动村民。
到明年，本县护林工作要跨上新的台阶，火情要在半小时之内发现并且报告，由此建成以下体系。
——巡护能力提升。巡护员达到四十名。
——监测水平提高。设备覆盖全部林区。
——救援更加及时。半小时内到达。
二、主要任务
（一）实施瞭望工程，守住山头。
1.修建瞭望塔。每山一座。
2.配齐望远镜。每塔两具。
（二）实施水源工程，保障灭火。
3.开挖蓄水池。每村一口。
三、保障措施
（一）加强领导。成立小组。
（二）加强经费。列入预算。
"""


def test_headings_of_one_level_are_series() -> None:
    _, found = every(OUTLINE)
    assert [one.names for one in found if one.kind != "words"] == [
        ("总体要求", "主要任务", "保障措施"),
        ("坚持预防为主", "坚持群防群治"),
        ("巡护能力提升", "监测水平提高", "救援更加及时"),
        ("实施瞭望工程，守住山头", "实施水源工程，保障灭火"),
        ("修建瞭望塔", "配齐望远镜"),
        ("加强领导", "加强经费"),
    ]
    assert [one.depth for one in found if one.kind != "words"] == [0, 1, 1, 1, 2, 1]


def test_the_span_of_a_heading_gives_its_own_level() -> None:
    document, _ = every(OUTLINE)
    sections = split_sections(document)
    for quote, names in (
        ("配齐望远镜", ("修建瞭望塔", "配齐望远镜")),
        ("（二）实施水源工程", ("实施瞭望工程，守住山头", "实施水源工程，保障灭火")),
        ("加强经费。列入预算", ("加强领导", "加强经费")),
    ):
        series = series_at(document, sections, *_span(document, quote))
        assert series is not None
        assert series.names == names


def test_a_sentence_gives_the_series_inside_it_before_the_headings() -> None:
    text = OUTLINE.replace("成立小组。", "由林场、村委会和学校成立小组。")
    document, _ = every(text)
    series = series_at(document, split_sections(document), *_span(document, "由林场、村委会和学校成立小组。"))
    assert series is not None
    assert items(series) == ["林场", "村委会", "学校"]


MARKDOWN = """# 码头

## 开放时间

码头分三段开放：

- 东段：全天开放。
- 西段：上午开放。
  - 仅限渔船
  - 仅限工作日
- 北段：暂不开放。

## 收费标准

免费。
"""


def test_markdown_headings_and_nested_bullets() -> None:
    _, found = every(MARKDOWN, "a.md")
    assert [one.names for one in found] == [
        ("开放时间", "收费标准"),
        ("东段", "西段", "北段"),
        ("仅限渔船", "仅限工作日"),
    ]
    assert [one.kind for one in found] == ["headings", "bullets", "bullets"]


def test_a_span_outside_the_text_is_refused() -> None:
    document, _ = every(POINTS)
    for start, end in ((3, 3), (-1, 4), (0, len(document.text) + 1)):
        with pytest.raises(ValueError, match="is not a span"):
            all_series(document, (), start, end)


@given(
    st.lists(st.sampled_from(["渔港", "船坞", "灯塔", "水文站", "潮位井", "码头区"]), min_size=3, unique=True),
    st.sampled_from(["等设施建成开放。", "。", "，全部开放。", "等均已建成。", "（含旧址）。"]),
    st.sampled_from(["在", "包括", "对", "“一港”工程涵盖"]),
    st.sampled_from(["、", "和", "以及"]),
)
def test_any_list_of_names_comes_back_whole(names: list[str], behind: str, before: str, joint: str) -> None:
    text = before + "、".join(names[:-1]) + joint + names[-1] + behind
    assert names in words(text)


@settings(max_examples=300)
@given(st.text(alphabet="海关港、和及等，。；：“”《》（）()一二是三1.2①②-— #\n+的建设推动在A类", max_size=80))
def test_items_are_disjoint_in_order_and_exact(text: str) -> None:
    document = parse_document(text or "空", "a.md")
    sections = split_sections(document)
    for series in all_series(document, sections, 0, len(document.text)):
        assert len(series.items) > 1
        assert (series.start, series.end) == (series.items[0][0], series.items[-1][1])
        assert all(0 <= start < end <= len(document.text) for start, end in series.items)
        assert all(first[1] <= second[0] for first, second in zip(series.items, series.items[1:], strict=False))
        assert all(name.strip() == name for name in items(series))
        assert not series.heads or len(series.heads) == len(series.items)
        for (start, end), head in zip(series.items, series.heads, strict=False):
            assert start <= head[0] < head[1] <= end


@pytest.mark.parametrize("folder", ["corpus", "bench/policy_docs/laws_regs", "bench/policy_docs/guangzhou_local"])
def test_series_of_real_documents_hold_together(folder: str) -> None:
    if not (SHARED / folder).is_dir():
        pytest.skip(f"no {SHARED / folder} beside the checkout")
    for document in read_documents([SHARED / folder]).documents[:12]:
        began = time.perf_counter()
        found = all_series(document, split_sections(document), document.body_start, len(document.text))
        assert time.perf_counter() - began < 5
        for series in found:
            assert all(first[1] <= second[0] for first, second in zip(series.items, series.items[1:], strict=False))
            assert all(name.strip(" 、，。“”") for name in items(series))


def test_the_work_plan_has_its_five_projects_and_26_measures() -> None:
    if not (SHARED / "corpus").is_dir():
        pytest.skip(f"no {SHARED / 'corpus'} beside the checkout")
    document = next(one for one in read_documents([SHARED / "corpus"]).documents if one.sources[0].startswith("002"))
    found = all_series(document, split_sections(document), 0, len(document.text))
    sizes = [(one.kind, len(one.items), one.depth) for one in found if one.kind in {"dashes", "numbers"}]
    assert sizes[:2] == [("dashes", 4, 0), ("dashes", 5, 0)]
    assert sizes[2] == ("numbers", 5, 0)
    assert sizes[-1] == ("numbers", 3, 0)
    assert sum(size for _, size, depth in sizes if depth == 1) == 26


def _span(document: Document, quote: str) -> tuple[int, int]:
    at = document.text.index(quote)
    return at, at + len(quote)
