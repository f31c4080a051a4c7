"""Sentences: exact spans, nothing quoted that is only a heading, lists and responsibilities whole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Chunk, parse_document
from index.sentences import sentence_spans, sentence_text


def chunk_of(text: str, *path: str) -> Chunk:
    document = parse_document(text, "a.txt")
    return Chunk("id", document, path, 0, len(document.text))


def sentences(text: str, *path: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(chunk_of(text, *path))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("河道每日巡查两次。每年三月清淤；费用120万元！", ["河道每日巡查两次。", "每年三月清淤；", "费用120万元！"]),
        ("他说：“六点开放。”公园七点关闭。", ["他说：“六点开放。”", "公园七点关闭。"]),
        ("It opens at 6.30. It closes late.", ["It opens at 6.30.", "It closes late."]),
        ("没有句号", ["没有句号"]),
        ("第一行\n\n第二行。", ["第一行", "第二行。"]),
        (
            "维护水面清洁。(水务站牵头,公安分局、各街道(含码头)配合)",
            ["维护水面清洁。(水务站牵头,公安分局、各街道(含码头)配合)"],
        ),
        ("维护水面清洁。〔水务站负责〕", ["维护水面清洁。〔水务站负责〕"]),
    ],
)
def test_sentences_end_at_their_marks(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_lines_with_roles_are_one_span() -> None:
    text = "巡查每日两次。\n\n- 牵头单位：水务站\n- 配合单位：公安分局\n\n其他事项另行规定。"
    assert sentences(text) == ["巡查每日两次。", "牵头单位：水务站\n- 配合单位：公安分局", "其他事项另行规定。"]


def test_a_list_is_quoted_with_the_line_that_announces_it() -> None:
    assert sentences("开放的公园有：\n\n- 东湖公园\n- 西山公园\n\n其余关闭。") == [
        "开放的公园有：\n\n- 东湖公园\n- 西山公园",
        "其余关闭。",
    ]


def test_a_long_list_is_quoted_line_by_line() -> None:
    lines = [f"第{number}座公园" + "很大" * 30 for number in range(9)]
    found = sentences("开放的公园有：\n" + "\n".join(f"- {line}" for line in lines))
    assert found[-1] == lines[-1]
    assert all(len(one) <= 240 for one in found)


def test_headings_are_not_quoted_but_belong_to_the_sentence_they_run_into() -> None:
    assert sentences("## 一、巡查\n\n每日两次。", "一、巡查") == ["每日两次。"]
    assert sentences("1.加强巡查。每日两次。夜间一次。", "1.加强巡查") == ["1.加强巡查。每日两次。", "夜间一次。"]


def test_the_number_of_an_item_belongs_to_the_item() -> None:
    assert sentences("1. 加强巡查；\n2. 增加人手。") == ["1. 加强巡查；", "2. 增加人手。"]


def test_a_chunk_of_headings_only_is_one_span() -> None:
    assert sentences("## 一、巡查", "一、巡查") == ["## 一、巡查"]


def test_a_sentence_is_read_below_its_heading() -> None:
    chunk = chunk_of("每日两次。", "二、河道", "1.巡查")
    assert sentence_text(chunk, 0, 5) == "1.巡查\n每日两次。"


@given(st.text(alphabet="海关a1。；：\n- #（）()牵头配合单位 “”", max_size=60))
def test_spans_are_exact_ordered_and_lose_no_letter_outside_headings(text: str) -> None:
    chunk = chunk_of(text or "空")
    spans = sentence_spans(chunk)
    assert spans
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    lost = set(range(len(chunk.text))) - {at for start, end in spans for at in range(start, end)}
    kept_titles = {chunk.document.title}
    if not kept_titles & {line.strip() for line in chunk.text.split("\n")}:
        assert not [chunk.text[at] for at in lost if chunk.text[at].isalnum()]
