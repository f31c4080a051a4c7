"""Which act a question asks the date of, and of which date a text says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.dates import dates, dates_of_acts, dates_told
from qa.kinds import read_kind
from qa.kinds_acts import Act
from qa.question import language_of


@pytest.mark.parametrize(
    ("question", "acts"),
    [
        ("新码头是哪天获批的？", ("approve",)),
        ("协议什么时候签署的？", ("sign",)),
        ("《渡口安全办法》何时印发？", ("issue",)),
        ("《航道建设实施方案》何时印发？", ("issue",)),
        ("签约大厅何时揭牌？", ("establish",)),
        ("办法从哪天起施行？", ("effect",)),
        ("办法哪年修订的？", ("amend",)),
        ("新码头批复日期", ("approve",)),
        ("通过电话和微信沟通是哪天？", ("meet",)),
        ("When was the new pier approved?", ("approve",)),
        ("When did the city sign the charter?", ("sign",)),
        ("When was the design finished?", ("finish",)),
        ("Wann wurde das Abkommen unterzeichnet?", ("sign",)),
        ("協定が締結されたのはいつですか", ("sign",)),
        ("新码头在哪天？", ()),
        ("新码头由谁批准？", ()),
    ],
)
def test_acts_asked(question: str, acts: tuple[str, ...]) -> None:
    assert read_kind(question, language_of(question)).acts == acts


@pytest.mark.parametrize(
    ("text", "acts", "told"),
    [
        ("2015年3月启动，2016年8月2日获市政府批复。", ("approve",), ["2016年8月2日"]),
        ("2015年3月启动，2016年8月2日获市政府批复。", ("start",), ["2015年3月"]),
        ("5月6日，经市政府同意，予以印发。", ("issue",), ["5月6日"]),
        ("2016年处理货物30万吨，同比增长5%，航道畅通，推动设立新港区。", ("establish",), []),
        ("本办法自2016年5月1日起施行。", ("effect",), ["2016年5月1日"]),
        ("签署时间：2016年5月1日", ("sign",), ["2016年5月1日"]),
        ("2016年5月1日：新码头的建设得到市政府批复，投资由各方分担。", ("approve",), ["2016年5月1日"]),
        ("2016年5月1日，新港区（东段）获批。", ("approve",), ["2016年5月1日"]),
        ("2016年5月1日动工。2018年获批。", ("approve",), ["2018年"]),
    ],
)
def test_of_which_date_an_act_is_told(text: str, acts: tuple[Act, ...], told: list[str]) -> None:
    assert [text[one.start : one.end] for one in dates_told(text, acts)] == told


def test_of_several_dates_those_of_the_act_are_taken_else_all() -> None:
    text = "2015年3月启动，2016年8月2日获市政府批复。"
    assert [text[one.start : one.end] for one in dates_of_acts(text, ("approve",))] == ["2016年8月2日"]
    assert dates_of_acts(text, ("sign",)) == dates_of_acts(text, ()) == dates(text)


@given(
    st.lists(st.sampled_from(["2015年3月", "8月2日", "获批复", "，", "。", "签署协议", "\n", "起", "："]), max_size=12)
)
def test_dates_of_acts_are_dates_of_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert set(dates_of_acts(text, ("approve", "sign"))) <= set(dates(text))
