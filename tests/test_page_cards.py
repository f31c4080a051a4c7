"""The panel of sources: every passage once and whole, exactly the quoted characters marked, nothing foreign acts."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Chunk, Document, Hit, Index, parse_document
from qa import Answer, Citation
from qa.page.cards import cards_html
from qa.page.links import parse_open
from qa.page.texts import LANGUAGES, Texts
from qa.page.turn import Turn, turn_of
from qa.render import passage_html, visible
from tests.conftest import HashEmbedder
from tests.elements import HOSTILE, Element, elements, squeezed

QUICK = settings(max_examples=60, deadline=None)
EN = Texts("en")
TAGS = {"section", "h2", "h3", "p", "article", "header", "footer", "blockquote", "mark"}
TAGS |= {"span", "bdi", "a", "ol", "li", "time"}
TEXT = "第一节 巡查\n青禾区每月巡查码头两次。\n牵头单位：云岭海关。\n支持单位：青禾区公安分局。\n"
PLAIN = """---
title: 青禾区码头办法
reference: 青府〔2020〕3号
issuer: 青禾区水务局
date: 2020-05-01
notice: 转述，并非原文
---
# 青禾区码头办法

## 一、夜间巡查

每晚巡查两次，由云岭海关牵头，青禾区公安分局配合。
"""


def document(text: str = TEXT, **fields: Any) -> Document:
    values: dict[str, Any] = {"id": "d1", "sources": ("plans/码头.md",), "title": "码头巡查方案"}
    return Document(**{**values, "text": text, "body_start": 0, **fields})


def chunk(of: Document, start: int = 0, end: int | None = None, path: tuple[str, ...] = ("第一节 巡查",)) -> Chunk:
    return Chunk(id=f"{of.id}:{start}", document=of, path=path, start=start, end=len(of.text) if end is None else end)


def body(passage: Chunk, spans: dict[int, tuple[int, int]]) -> Element:
    return elements("".join(passage_html(passage, spans)), {"mark", "span"})


def marks(root: Element) -> list[tuple[str, str]]:
    return [(one.attributes["data-numbers"] or "", one.text) for one in root.of("mark")]


def span(quote: str) -> tuple[int, int]:
    return TEXT.index(quote), TEXT.index(quote) + len(quote)


# --- a passage


def test_exactly_the_quoted_characters_are_marked() -> None:
    passage = chunk(document(), start=TEXT.index("青禾"))
    root = body(passage, {1: span("牵头单位：云岭海关。"), 2: span("每月巡查")})
    assert marks(root) == [("2", "每月巡查"), ("1", "牵头单位：云岭海关。")]
    assert root.text == passage.text


def test_overlapping_quotes_are_marked_without_repeating_text() -> None:
    root = body(chunk(document()), {1: span("牵头单位：云岭"), 2: span("单位：云岭海关")})
    assert marks(root) == [("1", "牵头"), ("1 2", "单位：云岭"), ("2", "海关")]
    assert root.text == TEXT


@QUICK
@given(st.lists(st.tuples(st.integers(0, len(TEXT) + 9), st.integers(0, len(TEXT) + 9)), max_size=4))
def test_the_union_of_any_spans_is_marked_and_the_passage_stays_whole(spans: list[tuple[int, int]]) -> None:
    passage = chunk(document(), start=3, end=len(TEXT) - 2)
    root = body(passage, dict(enumerate(spans, 1)))
    inside = range(passage.start, passage.end)
    covered = [at for at in inside if any(start <= at < end for start, end in spans)]
    assert "".join(words for _, words in marks(root)) == "".join(TEXT[at] for at in covered)
    assert root.text == passage.text


def test_the_signs_of_headings_stay_in_the_text_and_can_be_hidden() -> None:
    source = document("## 一、巡查\n\n每日两次，编号 # 1。")
    root = body(chunk(source), {})
    assert [one.text for one in root.of("pq-syntax")] == ["## "]
    assert root.text == source.text


@QUICK
@given(st.text() | st.sampled_from(HOSTILE))
def test_any_passage_is_shown_character_by_character(text: str) -> None:
    passage = chunk(document(text))
    assert body(passage, {1: (0, len(text) // 2)}).text == visible(text)


# --- the cards


def indexed(*texts: str) -> Index:
    documents = [parse_document(text, f"{number}.md") for number, text in enumerate(texts)]
    return Index.from_documents(documents, HashEmbedder(), sentences=False)


def turn(index: Index, *quotes: str) -> Turn:
    """An answer that cites each quote from the passage that holds it; without quotes a declined one."""
    cited = []
    for number, quote in enumerate(quotes, 1):
        passage = next(one for one in index.chunks if quote in one.text)
        start = passage.document.text.index(quote, passage.start)
        cited.append(Citation(number, passage, start, start + len(quote)))
    hits = tuple(Hit(passage, 0.3, {}) for passage in index.chunks)
    reason: Any = None if cited else "not_covered"
    return turn_of(Answer("谁？", bool(cited), "…", citations=tuple(cited), hits=hits, reason=reason))


def panel(index: Index, shown: Turn | None, texts: Texts = EN) -> Element:
    return elements(cards_html(index, shown, texts), TAGS)


@pytest.fixture(scope="module")
def index() -> Index:
    return indexed(PLAIN, "# 另一份\n\n清淤每年一次。\n")


def test_a_passage_that_is_cited_twice_has_one_card_that_opens_at_all_its_quotes(index: Index) -> None:
    shown = turn(index, "青禾区公安分局配合", "每晚巡查两次", "清淤每年一次")
    root = panel(index, shown)
    first, second = root.of("pq-card")
    assert [one.text for one in first.of("pq-number")] == ["1", "2"]
    assert [one.text for one in second.of("pq-number")] == ["3"]
    assert marks(first) == [("2", "每晚巡查两次"), ("1", "青禾区公安分局配合")]
    one, two, _ = shown.sources
    (link,) = first.of("pq-open")
    assert parse_open(link.attributes["href"]) == (one.document_id, ((one.start, one.end), (two.start, two.end)), 1)
    assert root.of("h2")[0].text == f"{EN('cards.title')} 2"
    assert not root.of("pq-related")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_says_what_its_document_is_and_where_the_passage_stands(index: Index, language: str) -> None:
    (card,) = panel(index, turn(index, "由云岭海关牵头"), Texts(language)).of("pq-card")
    assert [one.text for one in card.of("h3")] == ["青禾区码头办法"]
    assert [one.text for one in card.of("pq-details")[0].of("bdi")] == [
        *("青府〔2020〕3号", "青禾区水务局", date(2020, 5, 1).isoformat())
    ]
    assert [one.text for one in card.of("pq-path")[0].of("li")] == ["一、夜间巡查"], "the title stands above it"
    assert card.of("pq-path")[0].attributes["aria-label"] == Texts(language)("cards.path")
    assert card.of("pq-notice")[0].text == "转述，并非原文"
    assert card.of("pq-file")[0].text == "0.md"
    assert card.of("pq-passage")[0].text == index.chunks[0].text


def test_what_a_document_lacks_leaves_no_empty_line(index: Index) -> None:
    (card,) = panel(index, turn(index, "清淤每年一次")).of("pq-card")
    assert not [name for name in ("pq-details", "pq-notice", "pq-path") if card.of(name)]


def test_a_declined_answer_offers_related_passages_without_marks_or_numbers(index: Index) -> None:
    shown = turn(index)
    root = panel(index, shown)
    assert root.of("h2")[0].text.startswith(EN("cards.related"))
    assert len(root.of("pq-related")) == 1
    assert len(root.of("pq-card")) == len(shown.sources) == len(index.chunks)
    assert not root.of("mark")
    assert not root.of("pq-number")
    for card, passage in zip(root.of("pq-card"), index.chunks, strict=True):
        href = card.of("pq-open")[0].attributes["href"]
        assert parse_open(href) == (passage.document.id, ((passage.start, passage.end),), None)


def test_before_an_answer_and_without_sources_the_panel_says_so(index: Index) -> None:
    assert EN("cards.empty") in panel(index, None).text
    nothing = panel(index, replace(turn(index), sources=()))
    assert EN("cards.none") in nothing.text
    assert not nothing.of("pq-card")


def test_of_a_document_that_is_gone_the_kept_quote_is_shown_and_nothing_opens(index: Index) -> None:
    shown = turn(index, "由云岭海关牵头", "清淤每年一次")
    root = panel(indexed("# 另一份\n\n清淤每年一次。\n"), shown)
    gone, there = root.of("pq-card")
    assert EN("cards.gone") in gone.text
    assert gone.of("pq-passage")[0].text == "由云岭海关牵头"
    assert not gone.of("pq-open")
    assert there.of("pq-open")
    assert EN("cards.gone") not in there.text


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_of_documents_and_of_a_browsers_store_is_shown_as_characters(index: Index, text: str) -> None:
    shown = turn(index, "由云岭海关牵头")
    (source,) = shown.sources
    fields: dict[str, Any] = dict.fromkeys(("title", "reference", "issuer", "issued", "notice", "source"), text)
    forged = replace(source, **fields, path=(text,), quote=text)
    model = panel(index, shown)
    root = panel(index, replace(shown, sources=(forged,)))
    assert [one.tag for one in root.every()] == [one.tag for one in model.every()]
    assert squeezed(root.text).count(squeezed(visible(text))) >= 7
    gone = panel(index, replace(shown, sources=(replace(forged, document_id="gone"),)))
    assert squeezed(gone.of("pq-passage")[0].text) == squeezed(visible(text))


@QUICK
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(0, 3)), min_size=1, max_size=5))
def test_places_that_a_browser_made_up_break_nothing(index: Index, places: list[tuple[int, int, int]]) -> None:
    (source,) = turn(index, "由云岭海关牵头").sources
    forged = [replace(source, start=start, end=end, number=number) for start, end, number in places]
    markup = cards_html(index, replace(turn(index), sources=tuple(forged)), EN)
    assert 1 <= markup.count('<article class="pq-card">') <= len(forged)
