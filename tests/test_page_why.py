"""The panel that says why: its numbers are those of the search, its words those of the page, its text plain."""

import html
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import WEIGHTS, Index, parse_document
from qa import Answer, Trace, explain
from qa.page.texts import LANGUAGES, Texts
from qa.page.why import LEGS, STAGES, contributions, why_html
from tests.word_reader import WordEmbedder, WordReader, documents, documents_index

ASKED = "渔船登记率达到多少？"
ENGLISH = "How many new berths?"
NASTY = '<script>window.hit=1</script>"><img src=x onerror=hit()>\u202egnp](javascript:hit())'
HOSTILE = f"---\ntitle: '{NASTY}'\n---\n# 一、{NASTY}\n\n渔船登记率达到98.5%，{NASTY}。\n"
TAGS = {"section", "h2", "h3", "p", "bdi", "div", "span", "ol", "ul", "li", "a", "details", "summary", "strong"}
TAGS |= {"dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"class", "dir", "role", "aria-label", "aria-hidden", "style", "href", "value", "scope"}


class Page(HTMLParser):
    """Balanced tags with plain attributes only; anything else fails the test."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.links, self.tags = "", list[str](), list[str]()
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        self.tags.append(tag)
        self._open.append(tag)
        for name, value in attrs:
            assert name in ATTRIBUTES
            assert name != "style" or re.fullmatch(r"--share:(?:0\.\d{3}|1\.000)", value or "")
            if name == "href":
                assert re.fullmatch(r"#open=[0-9a-z]+;at=\d+-\d+", value or "")
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@cache
def hostile_index() -> Index:
    return Index.from_documents([parse_document(HOSTILE, "h.md"), *documents()], WordEmbedder())


def traced(question: str, index: Index | None = None) -> Trace:
    return explain(question, index or documents_index(), reader=WordReader())


@pytest.mark.parametrize("question", [ASKED, ENGLISH, "《关于护林员培训的答复》里“病虫监测”点有137个吗？", "zzz"])
def test_what_the_legs_add_is_the_score(question: str) -> None:
    hits = traced(question).hits
    assert len(hits) > 2
    for hit in hits:
        assert sum(contributions(hit).values()) == pytest.approx(hit.score, abs=1e-5)


def test_words_count_on_one_side_only() -> None:
    questions = (ASKED, ENGLISH)
    chinese, english = (contributions(traced(question).hits[0]) for question in questions)
    assert "bm25" in chinese
    assert "bm25" not in english
    assert {"gloss", "words"} & english.keys()
    assert not {"gloss", "words"} & chinese.keys()


def test_every_leg_and_stage_has_its_words_in_every_language() -> None:
    assert set(LEGS) == set(WEIGHTS)
    assert set(traced(ASKED).answer.timings) == STAGES
    for language in LANGUAGES:
        texts = Texts(language)
        keys = [*(f"why.{of}.{leg}" for of in ("leg", "about") for leg in LEGS), *(f"why.stage.{s}" for s in STAGES)]
        keys += [f"why.reason.{reason}" for reason in ("empty", "too_long", "not_covered", "off_topic", "unsupported")]
        assert all(texts(key) for key in keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_shown_in_numbers_with_links_to_the_source(language: str) -> None:
    trace = traced(ASKED)
    answer, page = trace.answer, Page(why_html(trace, Texts(language)))
    assert answer.answered
    assert ASKED in page.text
    assert f"{answer.confidence:.2f}" in page.text
    assert f"{trace.threshold:.2f}" in page.text
    best = trace.hits[0]
    assert f"{best.score:.2f}" in page.text
    for name, part in contributions(best).items():
        assert f"{Texts(language)(f'why.leg.{name}')} {part:.2f}" in page.text
    assert f"#open={best.chunk.document.id};at={best.chunk.start}-{best.chunk.end}" in page.links
    assert f"{answer.timings['search']:,.0f}" in page.text


def test_the_longest_bar_is_full_and_all_bars_share_its_scale() -> None:
    page = why_html(traced(ASKED), Texts("en"))
    stacks = re.findall(r'<span class="pq-why-stack" aria-hidden="true">(.*?)</span><ul', page)
    totals = [sum(map(float, re.findall(r"--share:([\d.]+)", stack))) for stack in stacks]
    assert max(totals) == pytest.approx(1, abs=0.01)
    assert totals[0] > totals[-1]


def test_only_the_sentences_that_the_answer_quotes_are_marked() -> None:
    trace = traced(ASKED)
    page = why_html(trace, Texts("en"))
    marked = [item for item in re.findall(r"<li><a .*?</li>", page) if "pq-why-mark" in item]
    assert [html.unescape(item.split('<bdi dir="auto">')[1].split("</bdi>")[0]) for item in marked] == [
        citation.quote for citation in trace.answer.citations
    ]


def test_a_declined_question_says_so_and_why() -> None:
    trace = traced(ASKED)
    declined = Answer(ASKED, answered=False, text="", hits=trace.hits[:5], confidence=0.04, reason="unsupported")
    trace = replace(trace, answer=declined)
    page = Page(why_html(trace, Texts("en")))
    assert page.text.startswith("Why there is no answer")
    assert f"{trace.answer.confidence:.2f}; answers from {trace.threshold:.2f}. No answer was given." in page.text
    assert Texts("en")(f"why.reason.{trace.answer.reason}") in page.text
    assert page.text.count(Texts("en")("why.withheld")) == len(trace.chosen) > 0


@pytest.mark.parametrize(("question", "said"), [("？！", "no words"), ("问" * 3000, "too long")])
def test_what_cannot_be_asked_has_a_reason_and_no_bars(question: str, said: str) -> None:
    page = Page(why_html(traced(question), Texts("en")))
    assert said in page.text
    assert not {"ol", "table"} & set(page.tags)


def test_hostile_titles_headings_texts_and_questions_are_shown_and_nothing_more() -> None:
    page = Page(why_html(traced(f"{ASKED}{NASTY}", hostile_index()), Texts("zh")))
    assert "<script>" in page.text
    assert "\u202e" not in page.text


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_asked_the_panel_is_sound(question: str) -> None:
    Page(why_html(traced(question), Texts("zh-Hant")))
