"""Yes or no: only where a sentence says so, word by word."""

import pytest

from index import Document, Hit, Index, parse_document, sentence_spans
from qa.answer import Span
from qa.compose_yes_no import write_yes_no
from qa.kinds import read_kind
from qa.knowledge import knowledge_of
from qa.question import read_question
from qa.sheet import Sheet
from tests.conftest import HashEmbedder

TEXT = """---
title: 珠海市关于渡口管理的答复
date: 2019-03-04
---
# 珠海市关于渡口管理的答复

2018年5月，市政府与中国科学院签订渡口监测合作协议，共建水文站。

渡口管理条例尚未出台，有关部门正在研究。

推动设立渡口研究中心，争取国家支持。

市司法局组建了航运律师团队，编制了安全手册，没有引进外国律师事务所。

码头的修建已获批准成立专班。

政府给予资金、场地等支持，但不干预渡口的具体运作。

企业无需提交纸质材料。
"""


@pytest.fixture(scope="module")
def index() -> Index:
    document: Document = parse_document(TEXT, "a.md")
    return Index.from_documents((document,), HashEmbedder())


def verdict(index: Index, question: str) -> str | None:
    """The message's key that the first line is, None for none; each sentence of the document is tried alone."""
    asked = read_question(question)
    kind = read_kind(asked.text, asked.language)
    said = set()
    for chunk in index.chunks:
        for start, end in sentence_spans(chunk):
            sheet = Sheet("en")
            if write_yes_no(sheet, asked, kind, [Span(Hit(chunk, 1.0, {}), start, end, 1.0)], knowledge_of(index)):
                said.add(sheet.lines[0].split(".")[0].lower())
                assert sheet.headline == sheet.lines[0]
                assert all(short in TEXT for short in sheet.short)
                assert TEXT[start:end] == sheet.citations[0].quote
            else:
                assert not sheet.lines
                assert not sheet.citations
    assert len(said) < 2
    return said.pop() if said else None


@pytest.mark.parametrize(
    "question",
    [
        "市政府与中国科学院签订渡口监测合作协议了吗？",
        "珠海市政府和中国科学院是否签署了合作协议？",
        "市政府有没有跟中国科学院签订协议？",
        "2018年市政府与中国科学院签订协议了没有？",
        "珠海有没有组建航运律师团队？",
        "市司法局是不是编制了安全手册？",
        "Did Zhuhai sign a cooperation agreement with the Chinese Academy of Sciences?",
    ],
)
def test_yes_where_a_sentence_states_it(index: Index, question: str) -> None:
    assert verdict(index, question) == "yes"


@pytest.mark.parametrize(
    "question",
    [
        "渡口管理条例出台了吗？",
        "渡口管理条例是否已经出台？",
        "政府干预渡口的具体运作吗？",
        "市司法局有没有引进外国律师事务所？",
    ],
)
def test_no_where_the_verb_is_denied(index: Index, question: str) -> None:
    assert verdict(index, question) == "no"


@pytest.mark.parametrize(
    "question",
    [
        "市政府与北京大学签订合作协议了吗？",  # another object
        "广州市政府与中国科学院签订协议了吗？",  # another place
        "2017年市政府与中国科学院签订协议了没有？",  # another year
        "市政府与中国科学院终止合作协议了吗？",  # another verb
        "渡口研究中心设立了吗？",  # wished for
        "专班成立了吗？",  # approved
        "企业要提交纸质材料吗？",  # need not
        "渡口管理条例没有出台吗？",  # asked with a negation
        "我能申请资金支持吗？",  # of the asker
        "市政府与中国科学院签订的协议超过两份吗？",  # of a degree
        "市政府与中国科学院何时签订协议？",
        "Did Zhuhai sign an agreement with the World Bank?",
        "Did Shanghai sign an agreement with the Chinese Academy of Sciences?",
        "Has the ferry research centre been established?",
    ],
)
def test_neither_where_no_sentence_says_just_that(index: Index, question: str) -> None:
    assert verdict(index, question) is None
