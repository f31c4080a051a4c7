"""Figures: exact spans, exact values, and English that never says more than the text."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import read_documents
from qa.explained import computed, explained
from qa.language import Language
from qa.quantities import Quantity, quantities

_WORDS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def only(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


def said_value(said: str) -> tuple[Decimal, Decimal]:
    """The amount that an English sentence states, and what one of its last shown digit is worth."""
    found = re.search(r"([\d,]+)(?:\.(\d+))?(?: (thousand|million|billion|trillion))?", said)
    assert found
    times = Decimal(_WORDS.get(found[3], 1))
    value = Decimal(found[1].replace(",", "") + "." + (found[2] or "0")) * times
    return value, times / 10 ** len(found[2] or "")


@pytest.mark.parametrize(
    ("text", "shown", "value", "unit", "bound", "kind"),
    [
        ("港口吞吐3.5亿吨。", "3.5亿吨", "350000000", "吨", "exactly", "count"),
        ("投资20亿元", "20亿元", "2000000000", "元", "exactly", "money"),
        ("投资二十亿元", "二十亿元", "2000000000", "元", "exactly", "money"),
        ("投资1亿2000万元", "1亿2000万元", "120000000", "元", "exactly", "money"),
        ("合计3518.0427万元", "3518.0427万元", "35180427", "元", "exactly", "money"),
        ("植树4000余棵", "4000余棵", "4000", "棵", "over", "count"),
        ("植树三千二百多万棵", "三千二百多万棵", "32000000", "棵", "over", "count"),
        ("培训船员逾300人", "逾300人", "300", "人", "over", "count"),
        ("超过1个亿，", "超过1个亿", "100000000", "", "over", "count"),
        ("补贴资金超过1个亿，", "超过1个亿", "100000000", "", "over", "money"),
        ("占比近三成。", "近三成", "30", "成", "nearly", "percent"),
        ("占比为百分之三十五点五", "百分之三十五点五", "35.5", "%", "exactly", "percent"),
        ("下降千分之五", "千分之五", "0.5", "%", "exactly", "percent"),
        ("不低于45％的车辆", "不低于45％", "45", "%", "at least", "percent"),
        ("提高2.5个百分点", "2.5个百分点", "2.5", "个百分点", "exactly", "percent"),
        ("工期2个半月", "2个半月", "2.5", "个月", "exactly", "duration"),
        ("工期三个多月", "三个多月", "3", "个月", "over", "duration"),
        ("5个工作日内办结", "5个工作日内", "5", "个工作日", "at most", "duration"),
        ("三十日内报送", "三十日内", "30", "日", "at most", "duration"),
        ("近五年新增公园", "五年", "5", "年", "exactly", "duration"),
        ("近二十年", "近二十年", "20", "年", "nearly", "duration"),
        ("近15天内到访", "15天内", "15", "天", "at most", "duration"),
        ("两所学校", "两所", "2", "所", "exactly", "count"),
        ("不超过8家", "不超过8家", "8", "家", "at most", "count"),
        ("规模在6亿元左右", "6亿元左右", "600000000", "元", "about", "money"),
        ("面积12万亩以上", "12万亩以上", "120000", "亩", "at least", "count"),
        ("依照第四十七条办理", "第四十七条", "47", "条", "exactly", "ordinal"),
        ("市政府第一百零三次会议", "第一百零三次", "103", "次", "exactly", "ordinal"),
        ("七届五十一次常务会议", "五十一次", "51", "次", "exactly", "ordinal"),
        ("開展檢查兩次", "兩次", "2", "次", "exactly", "count"),
        ("投入7億2000萬元", "7億2000萬元", "720000000", "元", "exactly", "money"),
        ("累计开放场馆318，", "318", "318", "", "exactly", "count"),
        ("more than 40 buses run", "more than 40 buses", "40", "buses", "over", "count"),
        ("It cost RMB 3.5 million.", "RMB 3.5 million", "3500000", "元", "exactly", "money"),
        ("within 3 working days", "within 3 working days", "3", "working days", "at most", "duration"),
    ],
)
def test_a_figure_is_found_with_its_value(text: str, shown: str, value: str, unit: str, bound: str, kind: str) -> None:
    found = quantities(text)[-1]
    assert (found.text, found.value, found.unit, found.bound, found.kind) == (shown, Decimal(value), unit, bound, kind)
    assert text[found.start : found.end] == shown


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("建站1-2座", 1, 2),
        ("三到五个", 3, 5),
        ("100-200万元", 10**6, 2 * 10**6),
        ("5%至8%", 5, 8),
        ("2016-2020年", 2016, 2020),
    ],
)
def test_a_range_has_two_ends(text: str, low: int, high: int) -> None:
    assert (only(text).value, only(text).to) == (low, high)


def test_a_fall_is_two_figures_not_a_range() -> None:
    assert [one.value for one in quantities("由22个月到3个月")] == [22, 3]


@pytest.mark.parametrize(
    "text",
    [
        "2019年3月7日通航",
        "3月7日",
        "苏水函〔2019〕18号",
        "第20190044号提案",
        "电话0512-65551234、12300001234",
        "应对201调查",
        "201、232调查",
        "“2+3+X”模式",
        "“八个统一”",
        "统一部署，一批项目，进一步",
        "十四五规划",
        "党的十八大以来",
        "三分之二",
        "1. 开工\n2. 完工",
        "《2018年百座桥梁三年计划》",
        "上午9点30分，4:1",
        "3D打印、5G基站",
        "见正文[1]和[2]",
        "一体化、四位一体、三轮车",
        "20190044",
    ],
)
def test_names_dates_and_numbers_of_things_are_no_figures(text: str) -> None:
    assert quantities(text) == ()


def test_a_year_alone_is_one() -> None:
    assert [(one.text, one.kind) for one in quantities("2015年建桥11座")] == [("2015年", "year"), ("11座", "count")]
    assert only("since 2015 none").value == 2015


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("3518.0427万元", "about 35.18 million yuan"),
        ("35亿元", "3.5 billion yuan"),
        ("3.8亿", "380 million"),
        ("9.999999亿元", "about 1 billion yuan"),
        ("逾300人", "more than 300 people"),
        ("逾3518.0427万元", "more than 35.18 million yuan"),
        ("不超过3518.0427万元", "at most 35.19 million yuan"),
        ("近3518.0427万元", "nearly 35.19 million yuan"),
        ("20亿元左右", "about 2 billion yuan"),
        ("40万元", "400,000 yuan"),
        ("3个工作日", "3 working days"),
        ("3个工作日内", "within 3 working days"),
        ("1天", "1 day"),
        ("45%", None),
        ("四成以上", "at least 40%"),
        ("提高2个百分点", "2 percentage points"),
        ("第四十七条", "Article 47"),
        ("第7条措施", "7th"),
        ("一百二十三次会议", "123rd"),
        ("112届大会", "112th"),
        ("78件", None),
        ("约2.8万件", "about 28,000"),
        ("100-200万元", "1 million to 2 million yuan"),
        ("2015年", None),
        ("二〇一五年", "2015"),
        ("近二十年", None),
        ("3.5 million yuan", None),
    ],
)
def test_a_figure_in_english(text: str, english: str | None) -> None:
    assert explained(only(text), "en") == english
    assert explained(only(text), "fr") == english


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("3518.0427万元", "zh", "35,180,427元"),
        ("48120万元", "zh", "4.812亿元"),
        ("48120萬元", "zh-Hant", "4.812億元"),
        ("20万元", "zh", None),
        ("1.5亿元", "zh", None),
        ("1.2万亿元", "zh", None),
        ("逾3518.0427万元", "zh", None),
        ("1.2万公里", "zh", None),
    ],
)
def test_chinese_readers_are_told_only_what_is_hard_to_read(text: str, language: str, expected: str | None) -> None:
    assert explained(only(text), cast(Language, language)) == expected


_FIGURES = st.decimals(min_value="0.0001", max_value=99999999, places=4, allow_nan=False, allow_infinity=False)
_FRAMES = st.sampled_from(
    ["{}", "约{}", "逾{}", "不低于{}", "不超过{}", "近{}", "不足{}", "{}以上", "{}左右", "{}以内"]
)


@settings(max_examples=500, deadline=None)
@given(_FIGURES, st.sampled_from(["", "万", "亿", "千万", "万亿"]), st.sampled_from(["元", "人", "吨"]), _FRAMES)
def test_english_never_moves_a_value_by_more_than_its_last_digit(
    figure: Decimal, scale: str, unit: str, frame: str
) -> None:
    number = f"{figure:f}".rstrip("0").rstrip(".")
    times = {"": 1, "万": 10**4, "亿": 10**8, "千万": 10**7, "万亿": 10**12}[scale]
    quantity = only(frame.format(f"{number}{scale}{unit}"))
    assert quantity.value == Decimal(number) * times
    said = explained(quantity, "en")
    assert said
    value, digit = said_value(said)
    assert abs(value - quantity.value) < digit
    if value != quantity.value:
        assert said.startswith("about ") or quantity.bound not in {"exactly", "about"}
    if quantity.bound in {"over", "at least"}:
        assert value <= quantity.value
    if quantity.bound in {"under", "at most", "nearly"}:
        assert value >= quantity.value
    if quantity.bound == "exactly" and said.startswith("about"):
        assert value != quantity.value
    assert computed(f"总量{frame.format(number + scale + unit)}。", said)


@settings(deadline=None)
@given(st.integers(1, 99_999_999), st.sampled_from("件棵元"))
def test_numerals_and_figures_have_one_value(number: int, unit: str) -> None:
    digits, numeral, rest = "零一二三四五六七八九", "", str(number).zfill(8)
    for part, myriad in ((rest[:4], "万"), (rest[4:], "")):
        spelt = "".join(digits[int(one)] + times * (one != "0") for one, times in zip(part, "千百十 ", strict=True))
        spelt = re.sub("零+", "零", spelt.replace(" ", "")).rstrip("零")
        numeral += spelt + myriad * bool(spelt)
    numeral = numeral.lstrip("零")
    assert only(f"共{numeral}{unit}。").value == only(f"共{number}{unit}。").value == number


@settings(deadline=None)
@given(
    st.text(alphabet="约逾近第一二十百万亿0123456789.,%元家个月日年度以上内多余半-至《》“”+ \n件a两大3", max_size=40)
)
def test_spans_are_exact_and_in_order(text: str) -> None:
    found = quantities(text)
    assert all(text[one.start : one.end] == one.text != "" for one in found)
    assert all(one.end <= after.start for one, after in pairwise(found))
    assert all(one.to is None or one.to > one.value for one in found)
    for one in found:
        explained(one, "en")


QUOTE = "2016年4月，全市造林3518.0427万亩，逾300人参加，提高百分之十二，由第七届五十一次会议通过，投资20亿元左右。"


@pytest.mark.parametrize(
    "shown",
    [
        "2016", "300", "12%", "51", "51st", "2 billion", "about 2 billion yuan", "more than 300 people", "35.18",
        "about 35.18 million", "April 2016", "35,180,427", "3518.0427", "4",
    ],
)  # fmt: skip
def test_what_comes_from_the_quote_is_computed(shown: str) -> None:
    assert computed(QUOTE, shown)


@pytest.mark.parametrize(
    "shown",
    [
        "2017",
        "301",
        "13%",
        "2 million",
        "3 billion",
        "at least 300 people",
        "35.19 million",
        "35.18 billion",
        "yuan",
        "5",
    ],
)
def test_what_does_not_come_from_the_quote_is_not(shown: str) -> None:
    assert not computed(QUOTE, shown)


def test_a_year_filled_in_must_be_named() -> None:
    assert computed("6月3日开放。", "June 3 [2019]", years={2019})
    assert not computed("6月3日开放。", "June 3 [2019]")


def test_every_figure_of_the_originals_is_a_slice_and_comes_from_its_sentence(originals: Path) -> None:
    for document in read_documents([originals]).documents:
        found = quantities(document.text)
        assert len(found) > 10
        for one in found:
            assert document.text[one.start : one.end] == one.text
            sentence = document.text[max(0, one.start - 30) : one.end + 8]
            said = explained(one, "en")
            assert said is None or computed(sentence, said)
