"""Documents -> sections: the numbering of official documents, and the traps that real ones hold."""

import time
from pathlib import Path

import pytest

from index.documents import parse_document, read_documents
from index.sections import split_sections

Outline = list[tuple[tuple[str, ...], str]]


def outline(text: str, source: str = "a.txt") -> Outline:
    document = parse_document(text, source)
    return [(section.path, document.text[section.start : section.end]) for section in split_sections(document)]


def paths(text: str, source: str = "a.txt") -> list[tuple[str, ...]]:
    return [path for path, _ in outline(text, source)]


def test_the_levels_of_an_official_document() -> None:
    text = (
        "江口市花园方案\n"
        "一、总体要求\n为美化城市。\n"
        "二、主要任务\n（一）种树\n1.选苗。苗木要本地的。\n（1）松树，每街十棵。\n（2）柏树，每街二十棵。\n2．浇水。每天两次。\n"
        "(二)种草\n草要耐寒。\n"
        "三、保障\n经费列入预算。"
    )
    assert paths(text) == [
        (),
        ("一、总体要求",),
        ("二、主要任务", "（一）种树", "1.选苗"),
        ("二、主要任务", "（一）种树", "1.选苗", "（1）松树，每街十棵"),
        ("二、主要任务", "（一）种树", "1.选苗", "（2）柏树，每街二十棵"),
        ("二、主要任务", "（一）种树", "2．浇水"),
        ("二、主要任务", "(二)种草"),
        ("三、保障",),
    ]


def test_a_heading_without_text_belongs_to_the_first_leaf_below() -> None:
    sections = outline("二、任务\n（一）种树\n1.选苗。苗木要本地的。")
    assert sections == [(("二、任务", "（一）种树", "1.选苗"), "二、任务\n（一）种树\n1.选苗。苗木要本地的。")]


def test_the_laws_levels() -> None:
    text = (
        "江口市公园条例\n第一编 总则\n第一章 一般规定\n第一节 目的\n第一条 为了管理公园，制定本条例。\n"
        "第二条　公园免费开放。\n\n节假日也免费。\n第三条（管理部门）\n园林局管理公园。\n第三条之一 居民可以提意见。\n"
        "第二章 附则\n第四条规定的公园名单另行公布。\n第四条 本条例自五月起施行。"
    )
    top = ("第一编 总则", "第一章 一般规定", "第一节 目的")
    assert paths(text) == [
        (),
        (*top, "第一条"),
        (*top, "第二条"),
        (*top, "第三条（管理部门）"),
        (*top, "第三条之一"),
        ("第一编 总则", "第二章 附则"),
        ("第一编 总则", "第二章 附则", "第四条"),
    ]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("一、总体要求", "一、总体要求"),
        ("十二．收尾工作", "十二．收尾工作"),
        ("(三)加强领导。各街道要重视。", "(三)加强领导"),
        ("（十一） 加强领导", "（十一） 加强领导"),
        ("9.修整步道。路面要平，" + "铺上石板，" * 20 + "保证安全。", "9.修整步道"),
        ("9、修整步道", "9、修整步道"),
        ("１２．修整步道。好。", "１２．修整步道"),
        ("3.2021年预算。增加一成。", "3.2021年预算"),
        ("（3）修整步道", "（3）修整步道"),
        ("3）修整步道", "3）修整步道"),
        ("③修整步道", "③修整步道"),
        ("第十二章  监 督", "第十二章 监 督"),
        ("建议一、多种树。", "建议一、多种树"),
        ("建议二，多种树", "建议二，多种树"),
        ("1.会同有关单位摸清各街道现有公园的数量，" + "逐一登记造册，" * 10, "1.会同有关单位摸清各街道现有公园的数量"),
        ("一、总体要求 " + "以居民为中心，" * 10, "一、总体要求"),
        ("**二、任务**", "二、任务"),
    ],
)
def test_one_heading(line: str, heading: str) -> None:
    assert paths(line) == [(heading,)]


@pytest.mark.parametrize(
    "line",
    [
        "2021年5月，公园开放。",
        "3.5万元用于种树。",
        "1.1亿元的投资已经到位。",
        "1.5 亿元的投资已经到位。",
        "2018年",
        "12月15日前报送。",
        "10:30开放。",
        "一、二年级学生免票。",
        "1、2、3号楼已完工。",
        "（一）、（二）两项除外。",
        "（二）至（四）项适用。",
        "第十二条规定的公园名单另行公布。",
        "第三章的规定适用于本办法。",
        "（2021）年度报告",
        "1.",
        "——2013年3月5日在大会上",
        "一是种树，树要成活。",
        "——坚持绿色。只有一条。",
        "一起去公园。",
        "十分感谢。",
        "# 不是标题",
        "100个公园",
        "5 个公园",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert paths(line) == [()]


def test_levels_missing_at_the_top() -> None:
    assert paths("1.种树\n树要活。\n（1）松\n十棵\n2.种草\n草要青。\n一、总结\n很好。") == [
        ("1.种树",),
        ("1.种树", "（1）松"),
        ("2.种草",),
        ("一、总结",),
    ]


def test_items_that_restart_open_a_new_group() -> None:
    text = (
        "（一）种树工程。\n1.选苗。苗木要好。\n2.栽种。栽得要深。\n（二）种草工程。\n3.播种。春天播种。\n"
        "（一）加强领导。成立小组。\n（二）加强经费。列入预算。"
    )
    assert paths(text) == [
        ("（一）种树工程", "1.选苗"),
        ("（一）种树工程", "2.栽种"),
        ("（二）种草工程", "3.播种"),
        ("（一）加强领导",),
        ("（二）加强经费",),
    ]


def test_a_first_item_whose_successors_were_lost_governs_its_own_paragraph_only() -> None:
    text = (
        "（一）指导思想。\n以居民为中心建设公园。\n——坚持绿色。多种树木。\n——坚持开放。不收门票。\n"
        "到明年年底，全市公园达到十座，每座都有步道和饮水处，居民出门走一刻钟就能到达。\n"
        "（一）种树。\n好。\n（二）种草。\n好。"
    )
    assert paths(text) == [
        ("（一）指导思想",),
        ("——坚持绿色",),
        ("——坚持开放",),
        (),
        ("（一）种树",),
        ("（二）种草",),
    ]


def test_lists_inside_numbered_questions_stay_below_them() -> None:
    text = "1、谁可以免票？\n下列人员免票：\n（一）老人；\n（二）儿童。\n"
    text += "2、谁可以借车？\n所有人都可以。\n3、几点关门？\n八点。"
    assert paths(text) == [
        ("1、谁可以免票？", "（一）老人"),
        ("1、谁可以免票？", "（二）儿童"),
        ("2、谁可以借车？",),
        ("3、几点关门？",),
    ]


def test_text_behind_the_last_of_one_paragraph_items_is_not_its_own() -> None:
    tail = "以上各项请各街道结合实际认真落实，年底前把情况报送园林局，由园林局汇总。"
    sections = outline(f"一、任务\n（一）种树。树要活。\n（二）种草。草要青。\n（三）种花。花要红。\n{tail}")
    assert sections[-2:] == [(("一、任务", "（三）种花"), "（三）种花。花要红。"), (("一、任务",), tail)]


def test_points_inside_a_long_paragraph_are_leaves() -> None:
    first = "一是开展植树活动，动员居民参加，" + "每个街道至少组织三次，" * 8 + "做到全覆盖。"
    second = "二是改善浇灌条件。" + "每座公园安装节水设备，" * 8 + "做到不浪费。"
    lead = "江口市园林局近年来做了大量工作。"
    sections = outline(f"一、进展\n{lead}{first}{second}\n下一步继续努力。")
    assert sections == [
        (("一、进展",), f"一、进展\n{lead}"),
        (("一、进展", "一是开展植树活动"), first),
        (("一、进展", "二是改善浇灌条件"), second),
        (("一、进展",), "下一步继续努力。"),
    ]


def test_points_inside_a_short_paragraph_stay_together() -> None:
    assert paths("一、进展\n一是种树；二是种草；三是种花。") == [("一、进展",)]


def test_points_on_lines_of_their_own_are_leaves() -> None:
    assert paths("一、进展\n一是种树。种了很多树。\n\n二是种草。种了很多草。\n二、计划\n继续。") == [
        ("一、进展", "一是种树"),
        ("一、进展", "二是种草"),
        ("二、计划",),
    ]


def test_suggestions_and_numbered_sections_stand_side_by_side() -> None:
    assert paths(
        "建议一、种树。\n答：已种。\n建议二、种草。\n答：已种。\n一、其他说明\n无。\n二、联系人\n张三\n建议一、种树。"
    ) == [
        ("建议一、种树",),
        ("建议二、种草",),
        ("一、其他说明",),
        ("二、联系人",),
        ("建议一、种树",),
    ]


def test_the_sign_off_is_a_leaf_and_ends_the_last_section() -> None:
    text = "一、任务\n种树。\n特此通知。\n江口市园林局\n        2021年3月4日\n（此件公开发布）\n种树名单\n松树、柏树。"
    assert outline(text) == [
        (("一、任务",), "一、任务\n种树。"),
        ((), "特此通知。\n江口市园林局\n        2021年3月4日\n（此件公开发布）"),
        ((), "种树名单\n松树、柏树。"),
    ]


def test_a_label_and_its_value_stay_in_one_section() -> None:
    assert outline("二、办理情况\n  A类\n\n\t联系人\n\t张三\n\t联系电话\n\t分机八") == [
        (("二、办理情况",), "二、办理情况\n  A类\n\n\t联系人\n\t张三\n\t联系电话\n\t分机八")
    ]


def test_lines_whose_breaks_were_lost() -> None:
    text = (
        "江口市园林局关于种树的通知 各街道：　　为了绿化，"
        + "各街道要高度重视，" * 12
        + "现通知如下：　　一、总体要求 多种树，"
        "种好树。　　二、主要任务 （一）选苗。苗木要本地的。 （二）栽种。栽得要深。 "
        "第一章 附则 第一条 本通知自五月起执行。"
    )
    assert paths(text)[1:] == [
        ("一、总体要求",),
        ("二、主要任务", "（一）选苗"),
        ("二、主要任务", "（二）栽种"),
        ("第一章 附则", "第一条"),
    ]


def test_decimal_numbers_of_emergency_plans() -> None:
    assert paths("1 总则\n1.1 目的\n防火。\n1.2 依据\n1.2.1 法律\n消防法。\n2 组织\n2.1 指挥部\n设在园林局。") == [
        ("1 总则", "1.1 目的"),
        ("1 总则", "1.2 依据", "1.2.1 法律"),
        ("2 组织", "2.1 指挥部"),
    ]


def test_an_annex_ends_what_stands_above() -> None:
    assert paths("一、任务\n种树。\n附件1\n名单\n（一）松树\n一棵") == [
        ("一、任务",),
        ("附件1",),
        ("附件1", "（一）松树"),
    ]


MARKDOWN = """---
title: 公园
---
导言

# 公园 #

## 一、任务

### 1. 种树

- 牵头单位：园林局
- 配合单位：水务局

1. 选苗。
2. 栽种。

```
# 不是标题
一、也不是
```

## 二、保障
"""


def test_markdown_levels_are_the_hashes() -> None:
    sections = outline(MARKDOWN, "a.md")
    assert [path for path, _ in sections] == [
        (),
        ("公园", "一、任务", "1. 种树"),
        ("公园", "一、任务", "1. 种树", "1. 选苗"),
        ("公园", "一、任务", "1. 种树", "2. 栽种"),
        ("公园", "二、保障"),
    ]
    assert sections[0][1] == "导言"
    assert "# 不是标题\n一、也不是" in sections[3][1]
    assert sections[-1][1] == "## 二、保障"


def test_numbering_below_markdown_headings_nests_there() -> None:
    assert paths("# 办法\n第一章 总则\n第一条 好。\n# 附录\n说明", "a.md") == [
        ("办法", "第一章 总则", "第一条"),
        ("附录",),
    ]


def test_nothing_visible_no_section() -> None:
    assert outline(" \n\u3000\t\n") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "啊" * 1_000_000,
        " " * 500_000 + "啊" + " " * 500_000,
        "\u3000" * 1_000_000,
        "啊\u3000\u3000" * 300_000,
        "一是好，" * 250_000,
        "（" * 1_000_000,
        "第一条 " * 100_000,
        "一、标题\n" * 100_000,
        "江口市园林局\n2021年5月1日\n" * 20_000,
        "".join(f"{n % 150 + 1}.条目\n（一）好；\n（二）坏。\n" for n in range(20_000)),
    ],
    ids=[
        "line",
        "blanks",
        "wide blanks",
        "lost breaks",
        "points",
        "brackets",
        "articles",
        "headings",
        "signs",
        "lists",
    ],
)
def test_long_texts_take_linear_time(text: str) -> None:
    started = time.process_time()
    assert split_sections(parse_document(text, "a.txt")) or not text.strip()
    assert time.process_time() - started < 20


def test_the_26_measures_of_the_work_plan_are_one_section_each(originals: Path) -> None:
    (document,) = read_documents(sorted(originals.glob("002*.txt"))).documents
    sections = [(section.path, document.text[section.start : section.end]) for section in split_sections(document)]
    measures = [(path, text) for path, text in sections if path and path[-1].split(".")[0].isdigit()]
    assert [int(path[-1].split(".")[0]) for path, _ in measures] == list(range(1, 27))
    assert all(text.endswith(("配合)", "配合〕")) for _, text in measures)
    assert {len(path) for path, _ in measures} == {2}
    assert [path for path, _ in sections[-3:]] == [(path[0],) for path, _ in sections[-3:]]
    assert len({path for path, _ in sections if path[:1] and path[0].startswith("(一)") and len(path) == 1}) == 2


def test_the_replies_keep_label_and_value_and_the_sign_off(originals: Path) -> None:
    for name, issued in [("000", "10月11日"), ("003", "9月29日")]:
        (document,) = read_documents(sorted(originals.glob(f"{name}*.txt"))).documents
        texts = [document.text[section.start : section.end] for section in split_sections(document)]
        (contact,) = [text for text in texts if "联系人" in text]
        assert "联系电话" in contact
        assert contact.split("联系电话")[1].strip()
        (signed,) = [text for text in texts if text.endswith(issued)]
        assert "市" in signed
        assert len(signed) < 100
