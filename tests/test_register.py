"""The register of responsibilities: its rows, the search in it, the table on the page and the CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Index, parse_document
from qa.page.links import open_link
from qa.page.register import register_html
from qa.page.texts import LANGUAGES, Texts
from qa.register import COLUMNS, Row, RowBody, matching, rows, to_csv
from tests.conftest import HashEmbedder

PLAN = """青河市堤岸绿道建设方案
青府〔2017〕31号
一、修缮工程
1.修整步道。路面要平整，雨天不得积水。（市水务局牵头，市公安局、财政局配合）
2.添置长椅。每处不少于十张。（青河海关牵头，各区政府配合）
二、管理
（三）对沿岸两公里以内的苗圃，
逐一登记。（市财政局牵头）
沿岸照明由市水务局牵头，冬季提前亮灯。
第二十四条 市教育局负责组织学生认养树木。
"""
REPLY = """---
title: 关于渡口的答复
issuer: 青河市交通运输局
issued: 2021-03-09
notice: 摘要，并非原文。
---
# 关于渡口的答复

## 一、夜航

由市公安局會同市水務局制定夜航办法。
"""
TABLE = """# 分工表

| 任务 | 牵头单位 | 配合单位 |
| --- | --- | --- |
| 修建码头 | 市水务局 | 市财政局 |
| 清点船只 | 市公安局 | |
"""
TEXTS = {"a.txt": PLAN, "b.md": REPLY, "c.md": TABLE}
ENGLISH, CHINESE = Texts("en"), Texts("zh")
HOSTILE = ['"><img src=x onerror=alert(1)>', "<script>alert(1)</script>", "](javascript:alert(1))", "a\u202eb", "\x07"]


def index_of(texts: Mapping[str, str]) -> Index:
    documents = [parse_document(text, name) for name, text in texts.items()]
    return Index.from_documents(documents, HashEmbedder(), sentences=False)


@cache
def sample() -> Index:
    return index_of(TEXTS)


@pytest.fixture(scope="module")
def found() -> tuple[Row, ...]:
    return rows(sample())


def row(measure: str = "1.修整步道", title: str = "青河市堤岸绿道建设方案", **changes: object) -> Row:
    """A row made by hand, for what no sensible document says."""
    document = replace(parse_document(f"{measure}\n（市水务局牵头）", "a.txt"), title=title)
    body = RowBody("市水务局", "市水务局", None)
    made = Row(document, (), (0, len(measure)), None, (body,), (), len(measure) + 1, len(document.text), "")
    return replace(made, **changes)  # type: ignore[arg-type]


def read(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


class Page(HTMLParser):
    """What a browser makes of HTML: the tags with their attributes, and the text; every tag must be closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        return [has for name, has in self.tags if name == tag and attributes.items() <= has.items()]


# --- rows


def test_each_clause_is_a_row_with_its_measure_in_the_order_of_the_documents(found: tuple[Row, ...]) -> None:
    assert [(one.document.sources[0], one.measure) for one in found] == [
        ("a.txt", "1.修整步道"),
        ("a.txt", "2.添置长椅"),
        ("a.txt", "（三）对沿岸两公里以内的苗圃，"),
        ("a.txt", "沿岸照明由市水务局牵头，冬季提前亮灯"),
        ("a.txt", "第二十四条 市教育局负责组织学生认养树木"),
        ("b.md", "由市公安局會同市水務局制定夜航办法"),
        ("c.md", "修建码头"),
        ("c.md", "清点船只"),
    ]


def test_the_bodies_of_a_row_by_role_as_they_stand_and_in_full(found: tuple[Row, ...]) -> None:
    paths, benches, _, _, _, night, piers, boats = found
    assert [body.text for body in paths.support] == ["市公安局", "财政局"]
    assert [body.name for body in paths.support] == ["市公安局", "市财政局"]
    assert [(body.text, body.name) for body in benches.support] == [("各区政府", "各区人民政府")]
    # Traditional characters are a way of writing, not another name.
    assert [(body.text, body.name) for body in night.support] == [("市水務局", "市水務局")]
    assert [[body.text for body in side] for side in (piers.lead, piers.support)] == [["市水务局"], ["市财政局"]]
    assert boats.support == ()


def test_english_names_come_from_the_glossary_and_are_of_the_whole_body(found: tuple[Row, ...]) -> None:
    names = {body.name: body.english for one in found for body in (*one.lead, *one.support)}
    assert names["市公安局"] == "municipal public security bureau"
    assert names["各区人民政府"] == "each district people's government"
    assert names["青河海关"] is None


def test_quote_and_measure_are_slices_and_the_path_stands_above_the_measure(found: tuple[Row, ...]) -> None:
    for one in found:
        assert one.quote == one.document.text[one.start : one.end]
        assert "".join(one.measure.split()) == "".join(one.document.text[slice(*one.heading)].split())
        assert one.document.title not in one.path
    assert found[0].path == ("一、修缮工程",)
    assert found[5].path == ("一、夜航",)
    assert [one.number for one in found[:5]] == [1, 2, 3, 3, 24]


def test_a_measure_with_nothing_but_its_clause_is_named_by_that() -> None:
    (only,) = rows(index_of({"a.txt": "（市水务局牵头，市财政局配合）\n"}))
    assert only.measure == only.quote


def test_the_rows_of_an_index_are_made_once(found: tuple[Row, ...]) -> None:
    assert rows(sample()) is found


def test_no_clause_no_row() -> None:
    assert rows(index_of({"a.txt": "今日天气晴朗，适合散步。\n"})) == ()


# --- search


@pytest.mark.parametrize(
    ("words", "measures"),
    [
        ("步道", ["1.修整步道"]),
        ("財政局 步道", ["1.修整步道"]),
        ("步道、财政局", ["1.修整步道"]),
        ("長椅", ["2.添置长椅"]),
        ("customs", ["2.添置长椅"]),
        ("CUSTOMS benches", []),
        ("police 步道", ["1.修整步道"]),
        ("Public Security 修整", ["1.修整步道"]),
        ("ustoms", []),
        ("渡口 2021", ["由市公安局會同市水務局制定夜航办法"]),
        ("交通运输局", ["由市公安局會同市水務局制定夜航办法"]),
        ("夜航 市水务局", ["由市公安局會同市水務局制定夜航办法"]),
        ("第24条", ["第二十四条 市教育局负责组织学生认养树木"]),
        ("２４", ["第二十四条 市教育局负责组织学生认养树木"]),
        ("measure 2", ["2.添置长椅"]),
        ("分工表 船只", ["清点船只"]),
        ("修缮工程 长椅", ["2.添置长椅"]),
        ("潜水艇", []),
        ("步道 潜水艇", []),
    ],
)
def test_words_are_looked_for_in_every_form(found: tuple[Row, ...], words: str, measures: list[str]) -> None:
    assert [one.measure for one in matching(found, words)] == measures


def test_nothing_asked_is_everything(found: tuple[Row, ...]) -> None:
    assert matching(found, " 　、 ") == found


def test_the_order_of_the_words_does_not_count(found: tuple[Row, ...]) -> None:
    every = {matching(found, " ".join(order)) for order in permutations(("公安局", "青河市", "财政局"))}
    assert [one.measure for one in every.pop()] == ["1.修整步道"]
    assert not every


@settings(deadline=None)  # the first example makes the index
@given(st.data())
def test_a_row_is_found_by_any_of_its_bodies_and_words_only_narrow(data: st.DataObject) -> None:
    every = rows(sample())
    one = data.draw(st.sampled_from(every))
    body = data.draw(st.sampled_from([*one.lead, *one.support]))
    words = data.draw(st.text(max_size=6))
    assert one in matching(every, body.text)
    assert set(matching(every, f"{body.text} {words}")) <= set(matching(every, body.text))


# --- CSV


def test_the_csv_has_a_row_for_each_clause_with_exact_offsets(found: tuple[Row, ...]) -> None:
    header, *lines = read(to_csv(found, CHINESE))
    assert header == ["文件", "文号", "发布日期", "章节", "措施", "牵头", "配合", "原文", "起始位置", "结束位置"]
    assert len(lines) == len(found)
    for one, cells in zip(found, lines, strict=True):
        line = dict(zip(COLUMNS, cells, strict=True))
        assert (line["document"], line["measure"], line["quote"]) == (one.document.title, one.measure, one.quote)
        assert one.document.text[int(line["start"]) : int(line["end"])] == line["quote"]
    first, last = dict(zip(COLUMNS, lines[0], strict=True)), dict(zip(COLUMNS, lines[5], strict=True))
    assert (first["reference"], first["path"], first["lead"]) == ("青府〔2017〕31号", "一、修缮工程", "市水务局")
    assert first["support"] == "市公安局; 市财政局"
    assert (last["reference"], last["issued"]) == ("", "2021-03-09")


def test_on_an_english_page_the_csv_has_english_names_beside_the_chinese(found: tuple[Row, ...]) -> None:
    header, first, second, *_ = read(to_csv(found, ENGLISH))
    assert header[0] == "Document"
    assert first[6].startswith("Municipal public security bureau (市公安局); ")
    assert second[5] == "青河海关"


def test_lines_end_as_rfc_4180_says_and_breaks_within_a_cell_stay_in_it() -> None:
    content = to_csv([row(measure='甲"乙",丙', path=("上\n下",))], ENGLISH).decode("utf-8-sig")
    assert content.endswith("\r\n")
    assert content.count("\r\n") == 2
    assert read(to_csv([row(measure='甲"乙",丙', path=("上\n下",))], ENGLISH))[1][3:5] == ["上\n下", '甲"乙",丙']


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "\ufeff=1", "甲;=1", "甲\t=1", "\t甲"],
)
def test_no_cell_is_run_as_a_formula(formula: str) -> None:
    evil = RowBody(formula, formula, formula)
    document = replace(parse_document("步道。", "a.txt"), title=formula, reference=formula)
    made = row(document=document, path=(formula,), lead=(evil, evil), support=(evil,), heading=(0, 1), start=0, end=1)
    for texts in (CHINESE, ENGLISH):
        _, cells = read(to_csv([made], texts))
        for part in (part for cell in cells for part in cell.replace("\t", ";").split(";")):
            assert not part.strip(" \n\ufeff").startswith(tuple("=+-@＝\t\r")), cells


@given(st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_any_text_comes_back_from_the_csv_but_for_apostrophes_and_controls(texts: Sequence[str]) -> None:
    title, heading, name = texts
    made = row(title=title, path=(heading,), lead=(RowBody(name, name, None),))
    _, cells = read(to_csv([made], CHINESE))
    for cell, text in zip((cells[0], cells[3], cells[5]), texts, strict=True):
        assert len(cell.replace("'", "")) == len(text.replace("'", ""))
        assert not cell.startswith(tuple("=+-@\t\r"))


# --- the page


def test_the_table_has_a_caption_headers_and_a_linked_row_for_each_clause(found: tuple[Row, ...]) -> None:
    page = Page(register_html(found, ENGLISH))
    assert "8 measures in 3 documents" in page.text
    assert len(page.all("caption")) == 1
    assert len(page.all("th", scope="col")) == 3
    assert len(page.all("th", scope="rowgroup")) == 3
    assert len(page.all("th", scope="row")) == len(found)
    links = [link["href"] for link in page.all("a", **{"class": "pq-open"})]
    for one in found:
        assert open_link(one.document.id, [(one.start, one.end)]) in links
        assert open_link(one.document.id) in links
    assert {cell["data-label"] for cell in page.all("td")} == {"Leads", "Supports"}


def test_english_names_before_the_chinese_and_full_names_behind_abbreviations(found: tuple[Row, ...]) -> None:
    english, chinese = Page(register_html(found, ENGLISH)).text, Page(register_html(found, CHINESE)).text
    assert "Municipal public security bureau 市公安局" in english
    assert "Municipal public security bureau" not in chinese
    assert "财政局 市财政局" in chinese
    assert "摘要，并非原文。" in chinese


def test_one_measure_in_one_document_is_in_the_singular(found: tuple[Row, ...]) -> None:
    assert "1 measure in 1 document" in Page(register_html(found[:1], ENGLISH)).text


def test_a_role_that_nobody_has_is_said_in_words(found: tuple[Row, ...]) -> None:
    assert Page(register_html(found[-1:], ENGLISH)).text.count("None named") == 1


def test_what_is_too_much_is_counted_and_not_shown(found: tuple[Row, ...]) -> None:
    page = Page(register_html(found, ENGLISH, shown=5))
    assert len(page.all("th", scope="row")) == 5
    assert "3 more rows are not shown" in page.text
    assert "8 measures in 3 documents" in page.text
    assert "more row" not in Page(register_html(found, ENGLISH, shown=8)).text
    assert "1 more row is" in Page(register_html(found, ENGLISH, shown=7)).text


def test_nothing_found_and_nothing_there_are_said_apart() -> None:
    assert "Nothing here matches “潜水艇”." in Page(register_html((), ENGLISH, words="潜水艇 ")).text
    assert "do not say who leads" in Page(register_html((), ENGLISH)).text
    assert not Page(register_html((), ENGLISH)).all("table")


def test_a_long_measure_is_cut_on_the_page_and_whole_in_the_csv() -> None:
    long = row(measure="修" * 400)
    assert "修" * 150 not in register_html([long], ENGLISH)
    assert "修" * 400 in to_csv([long], ENGLISH).decode()


@pytest.mark.parametrize("evil", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_from_a_document_or_the_search_becomes_markup(evil: str, language: str) -> None:
    body = RowBody(evil, evil + "x", evil)
    document = replace(
        parse_document(f"{evil}修整。", f"{evil}.txt"),
        title=evil,
        reference=evil,
        issuer=evil,
        notice=evil,
        issued=date(2020, 2, 2),
    )
    made = row(document=document, path=(evil, evil), lead=(body,), support=(body,), heading=(0, len(evil)), end=3)
    calm = row(path=("甲", "甲"), lead=(RowBody("乙", "丙", "b"),), support=(RowBody("乙", "丙", "b"),))
    calm = replace(calm, document=replace(document, title="a", reference="a", issuer="a", notice="a"), heading=(0, 1))
    html, nothing = register_html([made], Texts(language)), register_html((), Texts(language), words=evil)
    for page in (Page(html), Page(nothing)):
        assert not page.all("script")
        assert not page.all("img")
        assert not [name for _, has in page.tags for name in has if name.startswith("on") or name == "style"]
        assert all((link["href"] or "").startswith("#open=") for link in page.all("a"))
    assert [tag for tag, _ in Page(html).tags] == [tag for tag, _ in Page(register_html([calm], Texts(language))).tags]
    assert "\u202e" not in html + nothing
    assert "\x07" not in html + nothing


@given(st.lists(st.text(), min_size=4, max_size=4), st.sampled_from(LANGUAGES))
def test_the_html_of_any_text_is_whole(texts: Sequence[str], language: str) -> None:
    title, heading, name, words = texts
    made = row(title=title, path=(heading,), lead=(RowBody(name, name, name),))
    Page(register_html([made], Texts(language)))
    Page(register_html((), Texts(language), words=words))


def test_the_texts_are_there_in_every_language(found: tuple[Row, ...]) -> None:
    captions = {register_html(found, Texts(language), shown=1, words="") for language in LANGUAGES}
    assert len(captions) == len(LANGUAGES)
    assert len({to_csv((), Texts(language)) for language in LANGUAGES}) == len(LANGUAGES)


# --- the real documents


def test_the_originals(originals: Path) -> None:
    files = sorted(originals.rglob("*.txt")) or sorted(originals.rglob("*.md"))
    if not files:
        pytest.skip("no originals under ../shared/corpus")
    documents = [parse_document(file.read_text(encoding="utf-8-sig"), file.name) for file in files]
    every = rows(Index.from_documents(documents, HashEmbedder(), sentences=False))
    assert len(every) > 20
    assert all(one.measure and one.quote for one in every)
    customs = matching(every, "Shenzhen Customs 海关")
    assert 9 in [one.number for one in customs]
    assert len(read(to_csv(every, ENGLISH))) == len(every) + 1
