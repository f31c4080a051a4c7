"""Whether a sentence holds the kind of thing that is asked for."""

import pytest

from qa.forms import holds
from qa.kinds import read_kind
from qa.question import language_of


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("渡轮票价是多少元？", "渡轮每次收费12元。", True),
        ("渡轮票价是多少元？", "渡轮每天开行。", False),
        ("罚款最高几倍？", "罚款最高为票价的五倍。", True),
        ("乘客增加了百分之几？", "乘客共3000人。", False),
        ("乘客增加了百分之几？", "乘客增加了12.5%。", True),
        ("渡口哪天开放？", "渡口于2020年3月1日开放。", True),
        ("渡口哪天开放？", "渡口由渔政站管理。", False),
        ("渡口的站长是谁？叫什么名字", "站长由渔政站任命。", False),
        ("Who is the director of the harbour office?", "港务站主任王海。", True),
        ("Who is the director of the harbour office?", "港务站设在东码头。", False),
        ("为什么停航？", "因大雾停航。", True),
        ("有多少人，涨了多少百分点？", "共300人。", False),
    ],
)
def test_forms(question: str, text: str, expected: bool) -> None:
    assert holds(read_kind(question, language_of(question)), text) is expected
