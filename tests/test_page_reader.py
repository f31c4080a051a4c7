"""The reader: every character of a document once and in order, exactly the quotes marked, links that lead back."""

import re
from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Index, parse_document, split_sections
from qa.page.document_parts import WHOLE, parts_of, window
from qa.page.links import MOST_SPANS, open_link, parse_open
from qa.page.reader import document_html, reader_html
from qa.page.texts import LANGUAGES, Texts
from qa.render import visible
from tests.conftest import HashEmbedder

QUICK = settings(max_examples=80, deadline=None)
EN = Texts("en")
BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "div", "section", "ul", "ol", "li", "table", "header", "nav", "details"}
HOSTILE = [
    "<script>window.hit=1</script>",
    '"><img src=x onerror="window.hit=1">',
    "' onmouseover='window.hit=1",
    "文\u202e件\u2066末",
    "](javascript:alert(1))",
    "&lt;b&gt; &amp; ]]> <!-- x",
    "\x1b[31m\x07",
]
PLAN = """---
title: 云岭市港口改造方案
notice: 本文以自己的话转述该方案，不是官方文本。
---

# 云岭市港口改造方案

云岭市各镇：

## 一、总体目标

到2030年建成三座码头。

### （一）分步目标

- 2026年：动工一座
  - 先建东岸
- 2028年：完工两座

| 码头 | 长度 |
|---|---|
| 东岸 | 300米 |
| 西岸 | 450米 |

## 二、工作措施

一是疏浚航道，由水务局牵头。
二是加固堤岸，由建设局牵头。

```
# 不是标题
| 也不是 | 表 |
```
"""


class Page(HTMLParser):
    """What a browser would make of a reader: the prose, its marks, links and elements; faults fail the test."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.prose = self.here = self.words = ""
        self.marked: list[bool] = []
        self.hidden: list[bool] = []
        self.ids: list[tuple[str, int]] = []
        self.hrefs: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "br" or tag == "input":
            return
        if self._open and tag in BLOCKS:
            assert self._open[-1][0] not in {"p", "h2", "h3", "h4", "h5", "h6", "span", "mark", "a", "bdi"}
        self._open.append((tag, values))
        self.tags.append((tag, values))
        if tag == "a":
            self.hrefs.append(values["href"] or "")
        if "id" in values:
            assert self._inside("pq-prose")
            self.ids.append((values["id"] or "", len(self.prose)))
        assert not [name for name in values if name.startswith("on") or name in {"style", "src"}]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._inside("pq-prose"):
            assert self._open[-1][0] not in {"table", "tr", "tbody", "thead", "ul"}, "a browser would move this text"
            self.prose += data
            self.marked += [any(tag == "mark" for tag, _ in self._open)] * len(data)
            self.hidden += [self._inside("pq-syntax") or self._inside("pq-blank")] * len(data)
            self.here += data if self._inside("pq-here") else ""

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def _inside(self, name: str) -> bool:
        return any(name in (values.get("class") or "").split() for _, values in self._open)

    def shown(self) -> str:
        """The prose without what is hidden."""
        return "".join(c for c, hidden in zip(self.prose, self.hidden, strict=True) if not hidden)

    def quotes(self) -> list[str]:
        """The runs of marked characters; a line break and what is hidden do not end one."""
        kept = [(c, m) for c, m, h in zip(self.prose, self.marked, self.hidden, strict=True) if c != "\n" and not h]
        runs = "".join(c if m else "\0" for c, m in kept)
        return [run for run in runs.split("\0") if run]


def document_of(text: str, suffix: str = ".md") -> Document:
    return parse_document(text, f"folder/0{suffix}")


def html_of(document: Document, *spans: tuple[int, int], number: int | None = None, texts: Texts = EN) -> str:
    return document_html(document, split_sections(document), spans, texts, number)


def read(document: Document, *spans: tuple[int, int], number: int | None = None, texts: Texts = EN) -> Page:
    return Page(html_of(document, *spans, number=number, texts=texts))


def span_of(document: Document, words: str) -> tuple[int, int]:
    start = document.text.index(words)
    return start, start + len(words)


# --- links


@given(
    st.text("0123456789abcdefXYZ", min_size=1, max_size=40),
    st.lists(
        st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).filter(lambda pair: pair[0] < pair[1]),
        max_size=MOST_SPANS,
    ),
    st.none() | st.integers(0, 10**9),
)
def test_a_link_says_what_it_was_made_from(id_: str, spans: list[tuple[int, int]], number: int | None) -> None:
    assert parse_open(open_link(id_, spans, number)) == (id_, tuple(spans), number)


@given(st.text() | st.from_regex(r"#open=[0-9a-f]{0,4}(;at=[0-9,\-]{0,12})?(;n=[0-9\-]{0,12})?", fullmatch=True))
def test_what_is_parsed_is_well_formed_and_says_the_same_again(href: str) -> None:
    found = parse_open(href)
    if found:
        assert open_link(*found) == href
        assert all(0 <= start < end <= 10**9 for start, end in found[1])


@pytest.mark.parametrize(
    "href",
    [
        *["", "#open=", "open=ab", "#open=a b", "#open=ab;", "#open=ab;at=", "#open=ab;at=1", "#open=ab;at=2-1"],
        *["#open=ab;at=1-1", "#open=ab;at=-1-3", "#open=ab;at=1-2,", "#open=ab;at=01-2", "#open=ab;n=1;at=1-2"],
        *["#open=ab;at=1-2000000000", "#open=ab;n=2000000000", "#open=ab;n=99999999999", "#open=ab;n=x", "#open=ab\n"],
        *["#open=ab;at=١-٢", "#open=é", "#open=" + "a" * 129, "#open=ab;at=1-2;n=1#", "https://example.org/#open=ab"],
        "#open=ab;at=" + ",".join(["1-2"] * (MOST_SPANS + 1)),
    ],
)
def test_other_links_open_nothing(href: str) -> None:
    assert parse_open(href) is None


@pytest.mark.parametrize("value", [None, 7, ["#open=ab"], {"href": "#open=ab"}])
def test_what_is_no_text_opens_nothing(value: object) -> None:
    assert parse_open(value) is None


def test_a_link_keeps_no_more_spans_than_can_be_read_again() -> None:
    spans = [(at, at + 1) for at in range(MOST_SPANS + 9)]
    assert parse_open(open_link("ab", spans, 3)) == ("ab", tuple(spans[:MOST_SPANS]), 3)


# --- the text

LINES = st.sampled_from(
    [
        *["# 云岭方案", "## 一、目标", "### （一）分步", "## 一、目标", "# ", "#号", "**一、重点**", "一、总则"],
        *["（一）范围。本办法适用于码头。", "第一章 总则", "第一条 码头每日巡查。", "第二条　夜间关闭。", "——坚持安全"],
        *[
            "一是疏浚航道，二是加固堤岸。",
            "1. 东岸",
            "2.西岸",
            "- 一项",
            "  - 下一项",
            "* 星号",
            "+ 加号",
            "| 甲 | 乙 |",
        ],
        *[
            "|---|---|",
            "|:-:|",
            "| 1 | 2",
            "1 | 2 |",
            "a|b|c",
            "|",
            "||",
            "\\| x |",
            "",
            " ",
            "\u3000\u3000",
            "```",
            "~~~",
        ],
        *["\t尊敬的委员：", "牵头单位：水务局。", "云岭市水务局", "2021年3月4日", "特此通知。", "附件：名单"],
        *["左\u2028右", "a\x0bb", "\ufeff", "\u05d0\u05d1 עברית", "😀 end", *HOSTILE],
    ]
)
FRONT = st.sampled_from(["", "---\ntitle: 云岭方案\n---\n", "---\nnotice: 转述\n---\n\n"])


def texts_of_documents() -> st.SearchStrategy[str]:
    lines = st.lists(LINES | st.text(max_size=12), min_size=1, max_size=24).map("\n".join)
    return st.builds(str.__add__, FRONT, lines).filter(lambda text: bool(text.strip()))


@QUICK
@given(texts_of_documents(), st.sampled_from([".md", ".txt"]), st.data())
def test_every_character_stands_once_in_order_and_exactly_the_spans_are_marked(
    text: str, suffix: str, data: st.DataObject
) -> None:
    document = parse_document(text.encode("utf-8", "replace").decode(), f"folder/x{suffix}")
    length = len(document.text)
    offsets = st.integers(-2, length + 2)
    spans = data.draw(st.lists(st.tuples(offsets, offsets), max_size=4))
    page = Page(document_html(document, split_sections(document), spans, EN))
    assert page.prose == visible(document.text[document.body_start :])
    fitting = [(start, end) for start, end in spans if document.body_start <= start < end <= length]
    for at, (character, marked) in enumerate(zip(page.prose, page.marked, strict=True), start=document.body_start):
        wanted = any(start <= at < end for start, end in fitting)
        if character == "\n":  # what a browser breaks a line at: U+0085 and U+2028 may be marked within their line
            assert not (marked and document.text[at] == "\n")
        else:
            assert marked == (wanted and not page.hidden[at - document.body_start])
    assert len({name for name, _ in page.ids}) == len(page.ids)
    assert all(page.marked[at] for _, at in page.ids)


@QUICK
@given(texts_of_documents())
def test_parts_follow_each_other_and_their_headings_stand_in_them(text: str) -> None:
    document = parse_document(text.encode("utf-8", "replace").decode(), "x.md")
    parts = parts_of(document, split_sections(document))
    edges = [document.body_start, *(part.end for part in parts)]
    assert [part.start for part in parts] == edges[:-1]
    assert edges[-1] == len(document.text) or not parts
    for part in parts:
        for heading in part.headings:
            assert part.start <= heading.start < heading.end <= part.end
            stands = re.sub(r"[\s*_]", "", document.text[heading.start : heading.end])
            assert stands == re.sub(r"[\s*_]", "", heading.words)


@QUICK
@given(texts_of_documents())
def test_every_link_of_a_reader_opens_the_same_document_at_a_mark(text: str) -> None:
    document = parse_document(text.encode("utf-8", "replace").decode(), "x.md")
    for href in Page(document_html(document, split_sections(document), (), EN)).hrefs:
        found = parse_open(href)
        assert found
        assert found[0] == document.id
        assert all(document.body_start <= start < end <= len(document.text) for start, end in found[1])


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_titles_headings_text_and_file_names_are_shown_as_they_stand(hostile: str, language: str) -> None:
    head = f"---\nreference: {hostile}\nissuer: {hostile}\nnotice: {hostile}\n---\n"
    text = f"{head}# {hostile}\n\n## 一、{hostile}\n\n{hostile}\n"
    document = parse_document(text, f"{hostile}.md")
    page = read(document, span_of(document, "一、"), texts=Texts(language))
    assert page.prose == visible(document.text[document.body_start :])
    assert {tag for tag, _ in page.tags} <= {*BLOCKS, "article", "bdi", "span", "strong", "a", "summary", "mark"}
    assert visible(document.title) in page.words
    assert visible(document.sources[0]) in page.words
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", page.words)
    assert all(href.startswith("#open=") for href in page.hrefs)


# --- how it reads


def test_headings_lists_and_tables_are_such_and_their_signs_hidden() -> None:
    page = read(document_of(PLAN))
    headings = [tag for tag, _ in page.tags if re.fullmatch("h[2-6]", tag)]
    assert headings == ["h2", "h3", "h4", "h3", "h4", "h4"]
    assert "## " not in page.shown()
    assert "# 不是标题" in page.shown()
    assert "| 也不是 | 表 |" in page.shown()
    assert "|---|" not in page.shown()
    names = [tag for tag, _ in page.tags]
    assert (names.count("th"), names.count("td"), names.count("li") - len(page.hrefs)) == (2, 5, 3)
    assert "2026年：动工一座" in page.shown()
    assert "- 2026" not in page.shown()


def test_plain_text_keeps_its_signs() -> None:
    text = "云岭市通知\n\n- 一项\n| 甲 | 乙 |\n|---|---|\n"
    page = read(document_of(text, ".txt"))
    assert page.shown().split() == text.split()
    assert "table" not in {tag for tag, _ in page.tags}


def test_a_heading_that_runs_on_stays_in_its_line() -> None:
    text = (
        "一、措施\n一是疏浚航道，由水务局牵头负责，每季度检查一次。\n二是加固堤岸，由建设局牵头负责，每半年检查一次。\n"
    )
    html = html_of(document_of(text, ".txt"))
    line = '<div class="pq-line"><h4 class="pq-runin">一是疏浚航道</h4>，由水务局牵头负责，每季度检查一次。\n</div>'
    assert line in html


def test_a_quote_over_lines_and_sections_is_marked_line_by_line() -> None:
    document = document_of(PLAN)
    start = document.text.index("到2030年")
    end = document.text.index("动工一座") + len("动工一座")
    page = read(document, (start, end), number=7)
    assert "".join(page.quotes()) == "到2030年建成三座码头。（一）分步目标2026年：动工一座"
    marks = [values for tag, values in page.tags if tag == "mark"]
    assert len(marks) == 3
    assert marks[0] == {"id": "pq-quote-1", "tabindex": "-1", "data-numbers": "7"}
    assert marks[1:] == [{}, {}]
    assert page.here.strip().endswith("到2030年建成三座码头。")


def test_quotes_are_numbered_as_the_link_has_them_and_the_first_says_where_one_is() -> None:
    document = document_of(PLAN)
    late, early = span_of(document, "水务局"), span_of(document, "三座码头")
    page = read(document, late, early)
    assert [name for name, _ in page.ids] == ["pq-quote-2", "pq-quote-1"]
    assert page.quotes() == ["三座码头", "水务局"]
    assert "疏浚航道" in page.here


def test_spans_that_overlap_are_one_quote() -> None:
    document = document_of(PLAN)
    start, end = span_of(document, "由水务局牵头")
    page = read(document, (start, start + 3), (start + 2, end), (start + 1, start + 2))
    assert page.quotes() == ["由水务局牵头"]
    assert [name for name, _ in page.ids] == ["pq-quote-1"]


def test_the_header_says_what_the_document_is() -> None:
    document = Document(
        id="ab12",
        sources=("a/方案.md", "b/副本.md"),
        title="云岭市港口改造方案",
        text=PLAN,
        body_start=parse_document(PLAN, "x.md").body_start,
        reference="云港〔2024〕9号",
        issuer="云岭市港务局",
        issued=date(2024, 5, 6),
        notice="本文转述方案，不是官方文本。",
    )
    html = html_of(document, span_of(document, "三座码头"), number=4)
    words = Page(html).words
    for fact in ("云岭市港口改造方案", "云港〔2024〕9号", "云岭市港务局", "a/方案.md", "b/副本.md", "转述方案"):
        assert fact in words
    assert '<time datetime="2024-05-06">2024-05-06</time>' in html
    assert '<span class="pq-number">4</span>' in html
    assert EN("reader.restatement") in words
    assert 'lang="zh"' in html


def test_a_notice_of_another_kind_is_not_called_a_restatement() -> None:
    page = read(document_of("---\nnotice: 本办法已于2023年废止。\n---\n# 码头办法\n\n每日巡查。\n"))
    assert "本办法已于2023年废止。" in page.words
    assert EN("reader.restatement") not in page.words


def test_breadcrumb_and_outline_lead_to_the_headings() -> None:
    document = document_of(PLAN)
    html = html_of(document, span_of(document, "先建东岸"))
    crumbs = re.search(r'<nav class="pq-crumbs" aria-label="[^"]+">(.*?)</nav>', html, flags=re.DOTALL)
    assert crumbs
    led = [parse_open(href) for href in Page(crumbs[1]).hrefs]
    assert [document.text[slice(*found[1][0])] for found in led if found] == ["一、总体目标", "（一）分步目标"]
    outline = re.search(r"<details.*?</details>", html, flags=re.DOTALL)
    assert outline
    words = re.sub(r"<(?!/?[ol][li])[^>]*>", "", outline[0].partition("</summary>")[2])
    assert words == (
        "<ol><li>一、总体目标<ol><li>（一）分步目标</li></ol></li>"
        "<li>二、工作措施<ol><li>一是疏浚航道</li><li>二是加固堤岸</li></ol></li></ol>"
    )
    assert outline[0].count("aria-current") == 1
    assert "<details open" not in outline[0]
    assert " open>" in html_of(document)


def test_a_document_that_is_gone_is_told_of_in_every_language() -> None:
    document = document_of(PLAN)
    index = Index.from_documents([document], HashEmbedder(), sentences=False)
    span = span_of(document, "三座码头")
    assert reader_html(index, document.id, [span], EN, 3) == html_of(document, span, number=3)
    for language in LANGUAGES:
        page = Page(reader_html(index, "0" * 16, [(1, 2)], Texts(language), 3))
        assert page.words.startswith(Texts(language)("reader.gone"))
        assert page.prose == ""


@pytest.mark.parametrize("span", [(5, 3), (-4, 4), (0, 10**9), (10**8, 10**9), (0, 3)])
def test_a_span_that_does_not_fit_the_body_is_overlooked(span: tuple[int, int]) -> None:
    page = read(document_of(PLAN), span, number=2)
    assert page.quotes() == []
    assert page.here == ""


# --- very long documents


def long_text(sections: int, length: int) -> str:
    return "\n".join(
        f"第{at}条 第{at}项规定。\n" + f"码头{at}号每日巡查。" * (length // 10) for at in range(1, sections + 1)
    )


def test_a_long_document_is_shown_around_the_quote_and_leads_on() -> None:
    document = document_of(long_text(40, 4000), ".txt")
    parts = parts_of(document, split_sections(document))
    at = document.text.index("码头20号")
    page = read(document, (at, at + 5))
    assert 0.8 * WHOLE < len(page.prose) <= WHOLE
    assert page.prose in document.text
    assert page.quotes() == ["码头20号"]
    assert "第20项" in page.here
    first, last = (parse_open(page.hrefs[0 if where == "pq-earlier" else -1]) for where in ("pq-earlier", "pq-later"))
    assert first
    assert last
    more = [values["class"] for tag, values in page.tags if tag == "p" and "pq-more" in (values.get("class") or "")]
    assert more == ["pq-more pq-earlier", "pq-more pq-later"]
    later = read(document, *last[1])
    assert later.quotes()
    assert later.here not in page.prose
    assert len(parts) == 40


def test_all_of_a_long_document_can_be_reached_by_later() -> None:
    document = document_of("；".join(map(str, range(WHOLE // 3))) + "\n" + long_text(9, 9000), ".txt")
    seen, spans = 0, ()
    for _ in range(100):
        html = html_of(document, *spans)
        page = Page(html)
        start = document.text.index(page.prose)
        assert start <= seen
        seen = max(seen, start + len(page.prose))
        later = re.search(r'pq-later"><a class="pq-open" href="([^"]+)"', html)
        if not later:
            break
        found = parse_open(later[1])
        assert found
        spans = found[1]
    assert seen == len(document.text)


@QUICK
@given(st.lists(st.integers(1, WHOLE // 4), min_size=1, max_size=30), st.data())
def test_a_window_holds_its_part_and_as_much_as_may_be_shown(lengths: Sequence[int], data: st.DataObject) -> None:
    edges = [0]
    for length in lengths:
        edges.append(edges[-1] + length)
    document = Document(id="a1", sources=("a.txt",), title="t", text="x" * edges[-1], body_start=0)
    whole = parts_of(document, ())
    assert sum(part.end - part.start for part in whole) == edges[-1]
    at = data.draw(st.integers(0, len(whole) - 1))
    shown = window(whole, at)
    assert at in shown
    size = sum(whole[part].end - whole[part].start for part in shown)
    assert size <= WHOLE
    left = WHOLE - size
    beside = [whole[part] for part in (shown.start - 1, shown.stop) if 0 <= part < len(whole)]
    assert all(part.end - part.start > left for part in beside)
    assert list(pairwise(shown)) == [(one, one + 1) for one in shown][:-1]
