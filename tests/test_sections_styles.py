"""Headings by style -> sections, beside those by number: a .docx and the .txt of one document have one outline."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import Document, parse_document
from index.sections import Section, split_sections

Line = tuple[str, int]  # a line and its level as a heading, 0 for other text


def document(lines: list[Line], title: str | None = None) -> Document:
    text, headings = "", []
    for line, level in lines:
        if level:
            headings.append((len(text), level))
        text += line + "\n"
    parsed = parse_document(text, "a.docx")
    return replace(parsed, headings=tuple(headings), title=parsed.title if title is None else title)


def paths(lines: list[Line], title: str | None = None) -> list[tuple[str, ...]]:
    return [section.path for section in split_sections(document(lines, title))]


def spans(of: Document) -> list[Section]:
    return [replace(section, document_id="") for section in split_sections(of)]


OFFICIAL: list[Line] = [
    ("江口市公园开放办法", 1),
    ("各街道：", 0),
    ("一、总体要求", 1),
    ("公园要每天开放。", 0),
    ("二、主要任务", 1),
    ("（一）栽树", 2),
    ("1.选苗。苗木要本地的。", 0),
    ("2.浇水。每天两次。", 0),
    ("（二）种草", 2),
    ("草要耐寒。", 0),
    ("三、保障", 1),
    ("经费列入预算。", 0),
]


def test_styles_of_numbered_headings_change_nothing() -> None:
    styled = document(OFFICIAL)
    assert spans(styled) == spans(replace(styled, headings=()))
    assert paths(OFFICIAL)[1:4] == [
        ("一、总体要求",),
        ("二、主要任务", "（一）栽树", "1.选苗"),
        ("二、主要任务", "（一）栽树", "2.浇水"),
    ]


def test_an_unnumbered_heading_stands_among_the_numbered_ones_of_its_level() -> None:
    lines = [*OFFICIAL, ("附则", 1), ("本办法自公布之日起施行。", 0), ("解释", 2), ("由园林局负责解释。", 0)]
    assert paths(lines)[-2:] == [("附则",), ("附则", "解释")]
    between = [*OFFICIAL[:8], ("养护", 2), ("每月修剪一次。", 0), *OFFICIAL[8:]]
    assert ("二、主要任务", "养护") in paths(between)
    assert ("二、主要任务", "（二）种草") in paths(between)


def test_headings_without_any_numbers_stand_by_their_levels() -> None:
    lines = [
        *(("开放时间", 1), ("每天六点。", 0), ("节假日", 2), ("不休息。", 0), ("雨天", 3), ("关闭。", 0)),
        *(("票价", 1), ("免费。", 0)),
    ]
    assert paths(lines, "") == [("开放时间",), ("开放时间", "节假日"), ("开放时间", "节假日", "雨天"), ("票价",)]


def test_unnumbered_headings_stand_above_numbered_lines_of_lower_levels_and_of_none() -> None:
    lines = [
        *(("东区公园", 1), ("一、开放", 2), ("每天六点。", 0), ("二、关闭", 2), ("每晚十点。", 0)),
        *(("西区公园", 1), ("一、开放", 0), ("每天七点。", 0)),
    ]
    assert paths(lines, "") == [
        ("东区公园", "一、开放"),
        ("东区公园", "二、关闭"),
        ("西区公园", "一、开放"),
    ]


def test_a_level_without_numbers_between_two_with() -> None:
    lines = [
        *(("一、任务", 1), ("栽树", 2), ("1.选苗", 3), ("要本地的。", 0), ("种草", 2), ("要耐寒。", 0)),
        *(("二、保障", 1), ("列入预算。", 0)),
    ]
    assert paths(lines) == [("一、任务", "栽树", "1.选苗"), ("一、任务", "种草"), ("二、保障",)]


def test_levels_that_jump_are_no_matter() -> None:
    lines = [("开放时间", 4), ("六点。", 0), ("节假日", 9), ("不休息。", 0), ("票价", 1), ("免费。", 0)]
    assert paths(lines, "") == [("开放时间",), ("开放时间", "节假日"), ("票价",)]


def test_english_numbers_stand_by_their_levels() -> None:
    lines = [
        *(("1. Opening", 1), ("Every day.", 0), ("1.1 Holidays", 2), ("Open too.", 0), ("1.2 Rain", 2), ("Closed.", 0)),
        *(("2. Fees", 1), ("None.", 0)),
    ]
    assert paths(lines) == [("1. Opening",), ("1. Opening", "1.1 Holidays"), ("1. Opening", "1.2 Rain"), ("2. Fees",)]


def test_equal_numbers_of_two_levels_stand_in_one_another() -> None:
    lines = [
        ("1.开放", 1),
        ("1.节假日", 2),
        ("不休息。", 0),
        ("2.雨天", 2),
        ("关闭。", 0),
        ("2.票价", 1),
        ("免费。", 0),
    ]
    assert paths(lines) == [("1.开放", "1.节假日"), ("1.开放", "2.雨天"), ("2.票价",)]


@pytest.mark.parametrize("level", [1, 3])
def test_the_title_holds_nothing_below_it(level: int) -> None:
    lines = [("江口市人民政府办公室", level), ("关于开放公园的通知", level), *OFFICIAL[1:]]
    assert paths(lines, "江口市人民政府办公室关于开放公园的通知")[:2] == [(), ("一、总体要求",)]


def test_the_title_under_a_letterhead_holds_nothing_below_it() -> None:
    assert paths([("江政发〔2022〕7号", 0), *OFFICIAL], "江口市公园开放办法")[:2] == [(), ("一、总体要求",)]


def test_a_first_heading_with_a_number_is_no_title() -> None:
    lines = [("一、公园开放时间", 1), ("每天六点。", 0), ("二、票价", 1), ("免费。", 0)]
    assert paths(lines, "一、公园开放时间") == [("一、公园开放时间",), ("二、票价",)]


def test_paragraphs_in_a_heading_style_are_no_headings() -> None:
    sentence = (
        "公园要每天早上六点开放，晚上十点关闭，节假日不休息，雨天另行通知，费用一律免收，违者按章处理，绝不姑息。"
    )
    long = "公园开放时间和票价" * 20
    lines = [("开放时间", 1), (sentence, 1), ("票价", 1), (long, 2), ("免费。", 0)]
    assert paths(lines, "") == [("开放时间",), ("票价",)]


def test_a_text_wholly_in_a_heading_style_has_no_headings_but_numbered_ones() -> None:
    lines = [("一、任务", 1), *((f"第{n}个公园每天开放", 1) for n in range(30)), ("二、保障", 1), ("列入预算", 1)]
    assert paths(lines) == [("一、任务",), ("二、保障",)]


def test_a_heading_of_forty_characters_and_more_is_kept_whole_to_three_times_that() -> None:
    heading = "江口市公园开放时间和票价及其他事项的说明" * 3
    assert paths([(heading, 1), ("免费。", 0), ("票价", 1), ("无。", 0)], "") == [(heading,), ("票价",)]


def test_points_and_dashes_with_a_style_stand_by_it() -> None:
    lines = [("一是多栽树", 1), ("要本地的。", 0), ("——要种草", 1), ("要耐寒。", 0)]
    assert paths(lines, "") == [("一是多栽树",), ("——要种草",)]


def test_a_bare_number_heads_where_it_has_a_style() -> None:
    lines = [("1 开放时间", 1), ("六点。", 0), ("2 票价", 1), ("免费。", 0)]
    assert paths(lines, "") == [("1 开放时间",), ("2 票价",)]


def test_a_sign_off_in_a_heading_style_is_still_one() -> None:
    lines = [*OFFICIAL, ("江口市园林局", 1), ("2022年3月4日", 1), ("附表另发。", 0)]
    assert () in paths(lines)[-1:]


def test_offsets_that_fit_no_line_hinder_nothing() -> None:
    styled = document(OFFICIAL)
    wild = replace(styled, headings=((-5, 1), (3, 1), (len(styled.text), 2), (10**9, 1)))
    assert "".join(styled.text.split()) == joined(wild)


def joined(of: Document) -> str:
    return "".join("".join(of.text[section.start : section.end].split()) for section in split_sections(of))


lines_of_text = st.sampled_from(
    [
        *(
            "一、开放",
            "（一）时间",
            "1.节假日",
            "（1）雨天",
            "①清晨",
            "第一章 总则",
            "第三条 公园免费。",
            "1.1 票价",
            "2 园林",
        ),
        *(
            "——要种草",
            "一是栽树",
            "附件1",
            "公园每天开放。",
            "总则",
            "江口市园林局",
            "2022年3月4日",
            "开放 时间 " * 30,
            "#",
            "x",
        ),
    ]
) | st.text(max_size=50).map(lambda text: re.sub(r"[\n\r]", " ", text))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(lines_of_text, st.integers(min_value=0, max_value=9)), max_size=25), st.text(max_size=10))
def test_sections_with_styles_are_disjoint_in_order_and_lose_nothing(lines: list[Line], title: str) -> None:
    styled = document(lines, title)
    found = split_sections(styled)
    assert joined(styled) == "".join(styled.text.split())
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(section.start < section.end for section in found)
    assert all(heading.strip() for section in found for heading in section.path)


@settings(max_examples=150, deadline=None)
@given(st.lists(lines_of_text, max_size=25))
def test_without_styles_nothing_changes(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert spans(document([(line, 0) for line in lines])) == spans(parse_document(text + "\n", "a.txt"))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_styles_of_numbered_headings_in_their_order_change_nothing(data: st.DataObject) -> None:
    levels = ["一、", "（一）", "1.", "（1）"]
    lines: list[Line] = []
    deepest = 0
    for at in range(data.draw(st.integers(min_value=1, max_value=15))):
        deepest = data.draw(st.integers(min_value=0, max_value=min(deepest + 1, 3)))
        lines += [(f"{levels[deepest]}公园{at}", deepest + 1), ("每天开放", 0)]
    styled = document(lines)
    assert spans(styled) == spans(replace(styled, headings=()))


@pytest.mark.slow
def test_a_million_headings_take_bounded_time() -> None:
    styled = document([(f"公园{at}", at % 9 + 1) for at in range(1_000_000)], "")
    assert split_sections(styled)
