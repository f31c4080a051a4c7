"""Web pages: the text that a reader sees, with headings, numbers of lists and tables, in any Chinese encoding."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableError
from index.formats.extracted import Extracted
from index.formats.web import read_html


def read(html: str) -> Extracted:
    return read_html(html.encode())


def lines(html: str) -> list[str]:
    return read(html).text.splitlines()


def headings(extracted: Extracted) -> list[tuple[str, int]]:
    return [(extracted.text[at:].split("\n")[0], level) for at, level in extracted.headings]


def test_headings_paragraphs_and_inline_elements() -> None:
    extracted = read(
        "<h1>江口市<br>公园办法</h1><p>公园<b>每天</b>开放，<a href=x>名录</a>另见。<br>雨天除外。</p>"
        "<h2><strong>一、任务</strong></h2><div>栽<span>树</span><div>种草</div>浇水</div><h6>附</h6>"
    )
    assert extracted.text.splitlines() == [
        *("江口市公园办法", "公园每天开放，名录另见。", "雨天除外。", "一、任务", "栽树", "种草", "浇水", "附"),
    ]
    assert headings(extracted) == [("江口市公园办法", 1), ("一、任务", 2), ("附", 6)]


def test_a_source_line_that_ends_between_characters_leaves_no_space() -> None:
    assert lines("<p>公园每天\n  开放，\r\n雨天除外。Open\nevery day.</p>") == [
        "公园每天开放，雨天除外。Open every day."
    ]


def test_what_is_not_shown_is_out() -> None:
    html = (
        "<style>p{}</style><script>var a='脚本';</script><template><p>模板</p></template><noscript>请开脚本</noscript>"
        "<!-- 注释 --><p hidden>藏</p><p style='color:red; DISPLAY : none'>藏</p><p style='visibility:hidden'>藏</p>"
        "<select><option>选</select><button>打印</button><ruby>松<rt>sōng</rt></ruby><![CDATA[x]]><p>公园</p>"
        "<!--[if mso]><p>旧</p><![endif]--><details><summary>问</summary>答</details>"
    )
    assert lines(html) == ["松", "公园", "问", "答"]


def test_numbers_of_lists() -> None:
    html = (
        "<ol><li>松<li>柏<ol type=a><li>高<li>矮</ol><li value=7>杨<li>柳</ol>"
        "<ol start=3 type=I><li>园<li><p>林</p><p>又一段</p></ol><ol reversed><li>乙<li>甲</ol>"
        "<ol style='list-style-type: cjk-ideographic'><li>总则<li>任务</ol><ul><li>花<li>草</ul>"
        "<ol style='list-style:none'><li>无号</ol><ol><li>一、自己有号<li>（二）也有</ol>"
    )
    assert lines(html) == [
        *("1.松", "2.柏", "a.高", "b.矮", "7.杨", "8.柳", "III.园", "IV.林", "又一段", "2.乙", "1.甲"),
        *("一、总则", "二、任务", "花", "草", "无号", "一、自己有号", "（二）也有"),
    ]


def test_tables_with_spans_and_a_caption() -> None:
    html = (
        "<p>前面</p><table><caption>分工表</caption><thead><tr><th>任务<th>牵头单位<th>配合单位</thead>"
        "<tr><td rowspan=2>栽树<td>园林局<td>水务局<br>公安局<tr><td>林业局<td></td></tr>"
        "<tr><td>种草<td colspan=2>农业局</table><p>后面</p>"
    )
    read_lines = lines(html)
    assert read_lines[:2] == ["前面", "分工表"]
    assert read_lines[2].startswith("任务：栽树；牵头单位：园林局；配合单位：水务局")
    assert read_lines[3] == "任务：栽树；牵头单位：林业局。"
    assert "种草" in read_lines[4]
    assert "农业局" in read_lines[4]
    assert read_lines[5] == "后面"


def test_a_row_span_of_zero_goes_to_the_end() -> None:
    html = "<table><tr><th>任务<th>牵头单位<tr><td rowspan=0>栽树<td>园林局<tr><td>林业局<tr><td>公安局</table>"
    assert [line[:6] for line in lines(html)] == ["任务：栽树；"] * 3


def test_a_table_that_lays_out_the_page_is_read_as_paragraphs() -> None:
    html = (
        "<table><tr><td>左栏</td><td><h1>江口市公园办法</h1><p>公园每天开放。</p>"
        "<table><tr><th>任务<th>牵头单位<tr><td>栽树<td>园林局</table></td></tr></table>"
    )
    extracted = read(html)
    assert extracted.text.splitlines() == ["左栏", "江口市公园办法", "公园每天开放。", "任务：栽树；牵头单位：园林局。"]
    assert headings(extracted) == [("江口市公园办法", 1)]


def test_preformatted_text_keeps_its_lines() -> None:
    assert lines("<pre>一、任务\n  栽树\n\n二、保障</pre>") == ["一、任务", "栽树", "二、保障"]


def test_plain_text_in_a_web_file() -> None:
    assert lines("公园每天开放。\n雨天除外。") == ["公园每天开放。", "雨天除外。"]
    assert lines("readme.html") == ["readme.html"]
    assert lines("") == []


BODY = "".join(f"<p>第{n}个公园每天早上六点开放，晚上十点关闭，节假日不休息。</p>" for n in range(1, 9))
MENU = "<ul><li><a href=/>首页</a><li><a href=/a>公开</a><li><a href=/b>办事</a><li><a href=/c>互动</a></ul>"


@pytest.mark.parametrize(
    "part",
    [
        "<article>{}</article>",
        "<main>{}</main>",
        "<div id=UCAP-CONTENT>{}</div>",
        "<div class='view TRS_Editor'>{}</div>",
    ],
)
def test_the_main_part_is_read_and_the_heading_above_it(part: str) -> None:
    html = (
        f"<div class=top>{MENU}</div><h1>公园办法</h1><div>浏览次数</div>{part.format(BODY)}"
        "<div>主办：江口市园林局</div><footer>版权所有</footer>"
    )
    read_lines = lines(html)
    assert len(read_lines) == 9
    assert read_lines[0] == "公园办法"


def test_without_a_clear_main_part_nothing_but_menus_is_lost() -> None:
    html = (
        f"<nav>导航</nav><header>页首</header><div>{MENU}</div><div class=content><p>公园每天开放。</p></div>"
        f"<div class=content>{BODY}</div><p>附件：<a href=a.doc>江口市公园名录及开放时间一览表</a></p>"
        "<aside>边栏</aside><footer>页脚</footer>"
    )
    read_lines = lines(html)
    assert read_lines[0] == "公园每天开放。"
    assert read_lines[-1] == "附件：江口市公园名录及开放时间一览表"
    assert len(read_lines) == 10


def test_a_header_inside_the_article_is_text() -> None:
    assert lines(f"<article><header><h1>公园办法</h1></header>{BODY}</article>")[0] == "公园办法"


def test_what_a_page_of_an_office_says_of_itself() -> None:
    extracted = read(
        "<head><title>公园办法_江口市人民政府门户网站</title><meta name=ArticleTitle content='江口市公园办法'>"
        "<meta name=PubDate content='2022-03-04 09:30'><meta name=ContentSource content='江口市园林局'></head>"
        f"<table><tr><td>发文字号：<td>江园发〔2022〕7号</table><div class=TRS_Editor>{BODY}</div>"
    )
    assert extracted.fields == {
        "title": "江口市公园办法",
        "reference": "江园发〔2022〕7号",
        "issuer": "江口市园林局",
        "date": "2022-03-04",
    }


def test_the_text_goes_before_what_the_page_says() -> None:
    extracted = read(
        "<meta name=PubDate content='2022-03-04'><meta name=ContentSource content='新华网'>"
        "<h1>江口市园林局关于开放公园的通知</h1><p>江园发〔2021〕7号</p><p>各街道：公园每天开放。</p>"
        "<p>江口市园林局</p><p>2021年5月6日</p>"
    )
    assert extracted.fields == {"title": "江口市园林局关于开放公园的通知"}


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>公园办法_江口市政府</title><p>公园办法</p>", "公园办法"),
        ("<title>2021-2025年公园规划 - 江口市政府</title><p>2021-2025年公园规划</p>", "2021-2025年公园规划"),
        ("<title>公园办法-江口在线</title><meta name=SiteName content=江口在线><p>开放。</p>", "公园办法"),
        ("<title>Parks | Jiangkou</title><h1>Parks of the city</h1>", "Parks of the city"),
        ("<meta property=og:title content='公园办法'><p>公园办法</p>", "公园办法"),
    ],
)
def test_the_name_of_the_site_is_cut_off(head: str, title: str) -> None:
    assert read(head).fields["title"] == title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "utf-16"])
@pytest.mark.parametrize("declared", ["", "<meta charset={}>", '<meta http-equiv=x content="text/html; charset={}">'])
def test_encodings_declared_or_not(encoding: str, declared: str) -> None:
    text = (
        "公園每天早上六點開放，晚上十點關閉。" * 3 if encoding == "big5" else "公园每天早上六点开放，晚上十点关闭。" * 3
    )
    data = f"{declared.format('gb2312' if encoding.startswith('gb') else encoding)}<p>{text}</p>".encode(encoding)
    assert read_html(data).text == f"{text}\n"


def test_gb2312_means_gb18030_and_a_wrong_declaration_does_no_harm() -> None:
    assert read_html("<meta charset=gb2312><p>镕、㛃与公园</p>".encode("gb18030")).text == "镕、㛃与公园\n"
    assert read_html("<meta charset=gb2312><p>公园开放</p>".encode()).text == "公园开放\n"
    assert read_html("<meta charset=no-such><p>公园开放，每天早上六点</p>".encode("gb18030")).text.startswith(
        "公园开放"
    )


def test_some_broken_bytes_are_shown_and_told() -> None:
    extracted = read_html(f"<meta charset=gbk><p>{'公园开放。' * 100}".encode("gbk") + b"\xff\xff</p>")
    assert "公园开放。公园" in extracted.text
    assert extracted.notes
    assert "\ufffd" in extracted.notes[0]


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(3000)])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_html(data)


def test_xhtml_with_elements_that_close_themselves() -> None:
    html = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title/>'
        '<script src="a.js"/></head><body><a id="x"/><p>公园<br/>开放</p><p/><i/>每天</body></html>'
    )
    assert lines(html) == ["公园", "开放", "每天"]


def test_the_page_that_word_saves() -> None:
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><!--[if gte mso 9]><xml>x</xml><![endif]-->'
        "<p class=MsoNormal><![if !supportLists]><span style='mso-list:Ignore'>一、<span>&nbsp;&nbsp;</span></span>"
        "<![endif]>栽树<o:p></o:p></p>"
    )
    assert lines(html) == ["一、 栽树"]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 30_000 + "公园",
        "<table><tr><td>a<td>" * 6_000 + "公园",
        "<h1>" * 15_000 + "公园",
        "<ol><li>" * 10_000 + "公园",
        "<b><a href=x>" * 10_000 + "公园",
        "<table>" + "<tr><td rowspan=9999 colspan=9999>x" * 3_000 + "<tr><td>公园</table>",
        "<" * 900_000 + "p>公园",
        "&#x" * 300_000 + "<p>公园",
        "<title>" + "- " * 200_000 + "</title><p>公园",
        "<p " + "a=1 " * 200_000 + ">公园",
    ],
    ids=["divs", "tables", "headings", "lists", "inline", "spans", "angles", "entities", "title", "attributes"],
)
def test_hostile_pages_take_bounded_time(html: str) -> None:
    started = time.process_time()
    text = read(html).text
    assert "公园" in text
    assert len(text) < 3 * len(html) + 1_000_000
    assert time.process_time() - started < 60


def test_too_many_tags_are_refused() -> None:
    with pytest.raises(UnreadableError, match="tags"):
        read("<b>" * 1_000_001)


words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&\ufeff"), max_size=15)
tags = st.sampled_from(["p", "h1", "h3", "div", "li", "td", "b", "section", "pre", "dd", "span"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(tags, words), max_size=12))
def test_no_text_is_lost_and_headings_are_starts_of_lines(parts: list[tuple[str, str]]) -> None:
    extracted = read("".join(f"<{tag}>{word}</{tag}>" for tag, word in parts))
    expected = "".join("".join(word.split()) for _, word in parts)
    assert "".join(extracted.text.split()) == expected
    for at, _ in extracted.headings:
        assert at == 0 or extracted.text[at - 1] == "\n"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"<p>{text}".encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(UnreadableError):
        read_html(data)
