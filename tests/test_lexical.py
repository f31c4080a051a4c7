"""The lexical leg's terms, and the form in which text is folded for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import TermIndex
from index.fold import figures, fold, simplify
from index.lexical import is_han, lexical_terms, question_terms


def test_terms_are_characters_numbers_words_and_pairs() -> None:
    assert lexical_terms("PCT申请1,381件") == ["pct", "申", "请", "1381", "件", "pct 申", "申 请", "请 1381", "1381 件"]


def test_punctuation_parts_pairs_and_white_space_does_not() -> None:
    assert "关 保" not in lexical_terms("海关，保护")
    assert "关 保" in lexical_terms("海关 保护")


@pytest.mark.parametrize(
    ("text", "same", "term"),
    [
        ("粤财办〔2020〕15号", "粵財辦【２０２０】１５號", "〔2020〕15"),
        ("粤财办〔2020〕15号", "粤财办（2020）第015号", "〔2020〕15"),
        ("粤财办〔2020〕15号", "document [2020] No. 15", "〔2020〕15"),
        ("2018-2022年", "2018－2022年", "2018-2022"),
        ("2018-2022年", "2018年至2022年", "2018-2022"),
        ("2018—2022年", "from 2018 to 2022", "2018-2022"),
        ("第48号", "第0048號", "48 号"),
        ("第36条", "第三十六條", "36 条"),
        ("2019年3月", "二〇一九年三月", "2019 年"),
        ("提高12.5%", "提高百分之十二点五", "12.5%"),
        ("1234.5万元", "１，２３４．５萬元", "1234.5 万"),
    ],
)
def test_a_reference_or_number_is_a_whole_term_in_every_spelling(text: str, same: str, term: str) -> None:
    assert term in lexical_terms(text)
    assert term in lexical_terms(same)


def test_a_reference_of_another_year_shares_no_whole() -> None:
    assert "〔2020〕15" not in lexical_terms("粤财办〔2019〕15号")
    assert not [term for term in lexical_terms("（2020）15家企业") if "〔" in term]


@pytest.mark.parametrize(
    ("numeral", "written"),
    [
        ("三十六条", "36条"),
        ("十条", "10条"),
        ("一百零五项", "105项"),
        ("一百五", "150"),
        ("两万五", "25000"),
        ("一万五千元", "15000元"),
        ("一千五百万元", "1500万元"),
        ("一点二亿", "1.2亿"),
        ("百分之三十", "30%"),
        ("二〇二一年", "2021年"),
        ("一九九八年", "1998年"),
        ("第三", "第3"),
        ("五家", "5家"),
    ],
)
def test_chinese_numerals_become_figures(numeral: str, written: str) -> None:
    assert figures(numeral) == written


@pytest.mark.parametrize(
    "text",
    ["十四五", "三三两两", "五六个", "统一", "统一年度", "一切", "几十家", "下午三点五分", "十十", "二亿五千万", "3万"],
)
def test_what_is_no_well_formed_number_stays(text: str) -> None:
    assert figures(text) == text


@given(st.integers(1, 9999))
def test_every_number_below_ten_thousand_is_read(number: int) -> None:
    assert figures(f"第{_spoken(number)}条") == f"第{number}条"


@given(st.text("〇零一二三九十百千万亿两点第年个百分之几0 9", max_size=12))
def test_figures_settle_and_keep_what_is_no_numeral(text: str) -> None:
    written = figures(text)
    assert figures(written) == written
    assert [c for c in written if c in "第年几 "] == [c for c in text if c in "第年几 "]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("海关有哪些措施？", "海关有|措施"),
        ("谁负责牵头", "|负责牵头"),
        ("補貼金額是多少呢？", "补贴金额是"),
        ("邊幾個單位負責？", "单位负责"),
        ("企业能否申请贷款", "企业|申请贷款"),
        ("为什么要设立仲裁院", "要设立仲裁院"),
    ],
)
def test_a_question_asks_for_its_subject_only(question: str, left: str) -> None:
    assert question_terms(question) == lexical_terms(left)


def test_a_text_has_both_spellings_of_a_number_and_a_question_one() -> None:
    assert {"三", "第 三", "三 方", "3", "第 3", "3 方"} <= set(lexical_terms("第三方"))
    assert lexical_terms("第三方").count("方") == 1
    assert question_terms("第三十六条") == lexical_terms("第36条")
    assert set(question_terms("第36条规定")) <= set(lexical_terms("按第三十六条规定执行"))


@pytest.mark.parametrize(
    "question",
    [
        "任何人不得侵权",
        "许多大学设立试点样本",
        "周边个体户",
        "网吧管理规定",
        "是无效的",
        "几何图形",
        "怒呢大衣",
        "What is a PCT?",
    ],
)
def test_words_that_only_look_like_question_words_stay(question: str) -> None:
    assert question_terms(question) == lexical_terms(question)


def test_a_question_of_question_words_only_keeps_them() -> None:
    assert question_terms("为什么？") == lexical_terms("为什么？")


def test_question_words_do_not_dilute_coverage() -> None:
    texts = [lexical_terms(text) for text in ("海关扣留侵权货物", "这意味着什么", "商标注册")]
    index = TermIndex.of(texts)
    with_words = index.coverage(lexical_terms("海关扣留的是什么？"))
    without = index.coverage(question_terms("海关扣留的是什么？"))
    assert without[0] > with_words[0]
    assert without[1] == 0 < with_words[1]


@pytest.mark.parametrize(("one", "other"), [("海關", "海关"), ("ＰＣＴ", "pct"), ("２０２１", "2021"), ("Ｋ", "k")])
def test_forms_that_differ_only_in_form_fold_alike(one: str, other: str) -> None:
    assert fold(one) == other


def test_simplify_leaves_case_and_width() -> None:
    assert simplify("ＡB 國") == "ＡB 国"


@pytest.mark.parametrize(("term", "han"), [("海", True), ("海 1", True), ("pct 申", False), ("〔2020〕1", False)])
def test_is_han_looks_at_the_first_character(term: str, han: bool) -> None:
    assert is_han(term) is han


def _spoken(number: int) -> str:
    """A number as it is written in full, by the rules of school."""
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")
    places = [int(digit) for digit in str(number)]
    said = "".join(digits[digit] + (units[len(places) - 1 - at] if digit else "") for at, digit in enumerate(places))
    while "零零" in said:
        said = said.replace("零零", "零")
    said = said.rstrip("零")
    return said.removeprefix("一") if said.startswith("一十") else said
