"""Dates: exact spans, and a year in brackets only where no other reading is left."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, parse_document, read_documents
from qa.dates import Date, dates, levelled
from qa.dates_written import filled, written
from qa.language import Language
from qa.year_of import year_of


def only(text: str) -> Date:
    (found,) = dates(text)
    return found


def paper(text: str, issued: date | None = date(2016, 8, 20), title: str = "关于桥梁养护的答复") -> Document:
    return replace(parse_document(text, "a.txt"), issued=issued, title=title)


def last_filled(text: str, issued: date | None = date(2016, 8, 20), title: str = "关于桥梁养护的答复") -> str | None:
    document = paper(text, issued, title)
    return filled(dates(document.text)[-1], document)


@pytest.mark.parametrize(
    ("text", "shown", "fields"),
    [
        ("于2016年3月9日开工", "2016年3月9日", {"year": 2016, "month": 3, "day": 9}),
        ("二〇一六年三月二十一日", "二〇一六年三月二十一日", {"year": 2016, "month": 3, "day": 21}),
        ("２０１６年３月", "２０１６年３月", {"year": 2016, "month": 3}),
        ("2016 年 3 月 9 日", "2016 年 3 月 9 日", {"year": 2016, "month": 3, "day": 9}),
        ("10月5日，", "10月5日", {"month": 10, "day": 5}),
        ("十二月十日", "十二月十日", {"month": 12, "day": 10}),
        ("1-6月完成", "1-6月", {"month": 1, "last_month": 6}),
        ("2016年1至9月", "2016年1至9月", {"year": 2016, "month": 1, "last_month": 9}),
        ("截至6月底，", "6月底", {"month": 6, "part": "end", "limit": "as of"}),
        ("3月上旬", "3月上旬", {"month": 3, "part": "early"}),
        ("4月份以来", "4月份", {"month": 4, "limit": "since"}),
        ("2016年上半年", "2016年上半年", {"year": 2016, "month": 1, "last_month": 6, "part": "first half"}),
        ("前三季度", "前三季度", {"month": 1, "last_month": 9, "part": "first three quarters"}),
        ("2016年底前", "2016年底", {"year": 2016, "part": "end", "limit": "before"}),
        ("每年11月30日前", "11月30日", {"month": 11, "day": 30, "limit": "before", "yearly": True}),
        ("到2016年，", "2016年", {"year": 2016}),
        ("2014-2016年", "2014-2016年", {"year": 2014, "last_year": 2016}),
        ("2016-03-09", "2016-03-09", {"year": 2016, "month": 3, "day": 9}),
        ("on March 9, 2016", "March 9, 2016", {"year": 2016, "month": 3, "day": 9}),
        ("9 March 2016", "9 March 2016", {"year": 2016, "month": 3, "day": 9}),
        ("opened in 2016", "2016", {"year": 2016}),
    ],
)
def test_a_date_is_found_with_its_parts(text: str, shown: str, fields: dict[str, Any]) -> None:
    found = only(text)
    assert text[found.start : found.end] == shown
    assert found == Date(found.start, found.end, **{"year": None, **fields})


@pytest.mark.parametrize(
    "text",
    [
        "3个月",
        "十二个月内",
        "80年代",
        "13月1日",
        "4月31日",
        "满3月龄",
        "最后一月",
        "三年中国",
        "第1234号",
        "12日内",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates(text) == ()


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "2015年5月开工。到3月9日，又于4月竣工。"
    assert dates(text, 9) == dates(text)[1:]
    assert dates(text, 9, 15) == dates(text)[1:2]
    assert dates(text, 9, 14) == ()  # cut short it would be another date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5月2日，桥梁通车。", "5月2日[2016年]"),
        ("桥梁8月20日通车。", "8月20日[2016年]"),
        ("桥梁8月21日通车。", None),  # after the day of issue: planned, or of the year before
        ("11月3日，桥梁通车。", None),
        ("1-6月，检查桥梁40座。", "1-6月[2016年]"),
        ("1-9月，检查桥梁40座。", None),
        ("截至7月底，检查40座。", "7月底[2016年]"),
        ("上半年检查40座。", "上半年[2016年]"),
        ("力争12月底前通车。", "12月底[2016年]"),
        ("6月底前通车。", None),  # passed, or due next year
        ("每年3月检查，于每年12月10日前报送。", None),
        ("2015年，开工40座，12月22日通车。", "12月22日[2015年]"),
        ("2015年6月开工。10月3日，通车。", "10月3日[2015年]"),
        ("2015年10月开工，3月3日通车。", None),  # the months go back: 2016
        ("2015年开工。3月3日，通车。", None),  # 2015, or 2016 up to the day of issue
        ("2015年开工。11月3日，通车。", "11月3日[2015年]"),
        ("2015年开工。\n5月2日，通车。", "5月2日[2016年]"),
        ("去年9月，检查。", "9月[2015年]"),
        ("今年10月开工。", "10月[2016年]"),
        ("到今年底通车。", "年底[2016年]"),
        ("明年5月通车。", None),
        ("次年3月10日前报送。", None),
        ("2014年以来，检查40座，7月又查。", None),
        ("2016年以来，检查40座，7月又查。", "7月[2016年]"),
        ("比2014年增加9座，5月又查。", "5月[2016年]"),
        ("按《2013年养护计划》，5月检查。", "5月[2016年]"),
        ("按苏水函〔2013〕8号，5月检查。", "5月[2016年]"),
        ("2016年5月2日", None),
    ],
)
def test_a_year_is_filled_where_context_leaves_no_doubt(text: str, expected: str | None) -> None:
    assert last_filled(text) == expected


def test_without_a_date_of_issue_only_the_text_can_tell() -> None:
    assert last_filled("5月2日，桥梁通车。", None) is None
    assert last_filled("2015年开工40座，5月2日通车。", None) == "5月2日[2015年]"
    assert last_filled("去年5月2日通车。", None) is None


def test_a_title_of_another_year_and_rules_leave_doubt() -> None:
    assert last_filled("5月2日，通车。", title="2017年桥梁养护工作要点") is None
    assert last_filled("应于12月底前报送。", title="桥梁养护管理办法") is None


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("7月19日", "July 19 [2016]"),
        ("截至6月底", "as of the end of June [2016]"),
        ("1-6月", "January to June [2016]"),
        ("上半年", "the first half of [2016]"),
        ("4月以来", "since April [2016]"),
    ],
)
def test_a_filled_date_in_english(text: str, english: str) -> None:
    document = paper(text + "，检查桥梁。")
    assert filled(dates(document.text)[0], document, "en") == english
    assert filled(dates(document.text)[0], document, "de") == english


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2017年11月2日", "en", "November 2, 2017"),
        ("2017年11月2日", "de", "November 2, 2017"),
        ("二〇一七年十一月二日", "zh", "2017年11月2日"),
        ("November 2, 2017", "zh-Hant", "2017年11月2日"),
        ("2017年11月", "en", "November 2017"),
        ("2017年下半年", "en", "the second half of 2017"),
        ("2017年底前", "en", "before the end of 2017"),
        ("2017年底前", "zh", "2017年底前"),
        ("3月中旬", "en", "mid-March"),
        ("每年11月30日前", "en", "before November 30 each year"),
        ("每年11月30日前", "zh", "每年11月30日前"),
        ("2014-2016年", "en", "2014–2016"),
        ("年底", "en", "the end of the year"),
    ],
)
def test_a_date_is_written_in_the_askers_language(text: str, language: str, expected: str) -> None:
    assert written(only(text), cast(Language, language)) == expected


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_written_day_is_read_again(day: date) -> None:
    stated = only(f"于{day.year}年{day.month}月{day.day}日开工")
    assert (stated.year, stated.month, stated.day) == (day.year, day.month, day.day)
    for language in ("en", "zh"):
        again = only(written(stated, cast(Language, language)))
        assert (again.year, again.month, again.day) == (day.year, day.month, day.day)


@settings(deadline=None)
@given(
    st.text(alphabet="2018年月日一二十底初上半至-前每〇个 ，。\n4/May", max_size=40),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_spans_lie_inside_in_order_and_windows_agree(text: str, start: int, end: int) -> None:
    low, high = sorted((min(start, len(text)), min(end, len(text))))
    found = dates(text, low, high)
    assert all(low <= one.start < one.end <= high for one in found)
    assert all(one.end <= after.start for one, after in pairwise(found))
    document = paper(text or "空")
    for one in dates(document.text):
        year = year_of(one, document)
        assert one.year is None or year == one.year
        assert year is None or (filled(one, document) is None) == (one.year is not None)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_levelling_moves_no_offset(text: str) -> None:
    assert len(levelled(text)) == len(text)


def test_the_originals(originals: Path) -> None:
    documents = read_documents([originals]).documents
    years = []
    for document in documents:
        for one in dates(document.text):
            year = year_of(one, document)
            if one.year is None and year:
                assert document.issued is not None
                years.append(year - document.issued.year)
            if one.yearly:
                assert filled(one, document) is None
    assert years == [0] * 5
