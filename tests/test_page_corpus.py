"""The list of documents: what is found, in which order, what is checked, and nothing foreign that acts."""

import re
from collections.abc import Sequence
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Index, parse_document
from qa.page.corpus import corpus_html, documents_matching
from qa.page.links import parse_open
from qa.page.texts import LANGUAGES, Texts
from qa.render import visible
from tests.conftest import HashEmbedder
from tests.test_page_reader import HOSTILE, Page

EN = Texts("en")


def document(title: str, source: str, issued: str = "", reference: str = "", issuer: str = "") -> Document:
    head = {"title": title, "date": issued, "reference": reference, "issuer": issuer}
    lines = "\n".join(f"{name}: {value}" for name, value in head.items() if value)
    return parse_document(f"---\n{lines}\n---\n# {title}\n\n## 一、巡查\n\n{title}规定每日巡查。\n", source)


DOCUMENTS = [
    document("码头巡查办法", "docks.md", "2018-05-10", "云水函〔2018〕61号", "云岭市水务监督管理局"),
    document("小镇码头巡查办法", "town/docks.md", "2020-03-01", "云水函〔2020〕161号", "云岭市水务监督管理局"),
    document("公园开放时间", "town/parks.md", "2021-10-11", "云园令第5号", "云岭市公园管理处"),
    document("Notes on Ferries", "Notes/Ferries.md"),
]
INDEX = Index.from_documents(DOCUMENTS, HashEmbedder(), sentences=False)
ID_OF = {one.sources[0]: one.id for one in DOCUMENTS}


def listed(html: str) -> list[str]:
    """The sources of the documents listed, in order."""
    names = {id_: source for source, id_ in ID_OF.items()}
    return [names[id_] for id_ in re.findall(r'data-document="(\w+)"', html)]


def checked(html: str) -> set[str]:
    names = {id_: source for source, id_ in ID_OF.items()}
    return {names[id_] for id_ in re.findall(r'data-document="(\w+)" aria-label="[^"]*" checked', html)}


def found(words: str, documents: Sequence[Document] = DOCUMENTS) -> set[str]:
    return {one.sources[0] for one in documents_matching(documents, words)}


def test_all_documents_are_listed_newest_first_and_undated_ones_last() -> None:
    html = corpus_html(INDEX, EN)
    assert listed(html) == ["town/parks.md", "town/docks.md", "docks.md", "Notes/Ferries.md"]
    assert "4 documents" in html
    assert "checked" not in html


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", {"docks.md", "town/docks.md", "town/parks.md", "Notes/Ferries.md"}),
        ("  ", {"docks.md", "town/docks.md", "town/parks.md", "Notes/Ferries.md"}),
        ("码头", {"docks.md", "town/docks.md"}),
        ("碼頭 巡查", {"docks.md", "town/docks.md"}),
        ("巡查 小镇", {"town/docks.md"}),
        ("水务监督", {"docks.md", "town/docks.md"}),
        ("2021", {"town/parks.md"}),
        ("2020-03", {"town/docks.md"}),
        ("[2018]61号", {"docks.md"}),
        ("（２０２０）１６１号", {"town/docks.md"}),
        ("《公园开放时间》", {"town/parks.md"}),
        ("FERRIES", {"Notes/Ferries.md"}),
        ("town/", {"town/docks.md", "town/parks.md"}),
        ("码头 公园", set()),
        ("每日", set()),
    ],
)
def test_words_are_found_in_what_is_known_of_a_document(words: str, expected: set[str]) -> None:
    assert found(words) == expected
    assert set(listed(corpus_html(INDEX, EN, words=words))) == expected


@settings(deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_more_words_never_find_more(first: str, second: str) -> None:
    assert found(f"{first} {second}") == found(first) & found(second)


def test_each_row_says_what_the_document_is_and_opens_it() -> None:
    html = corpus_html(INDEX, EN, words="小镇")
    page = Page(html)
    for fact in ("小镇码头巡查办法", "云水函〔2020〕161号", "云岭市水务监督管理局", "2020-03-01", "town/docks.md"):
        assert fact in page.words
    town = DOCUMENTS[1]
    figures = [f'data-label="Sections">{len(INDEX.sections(town.id))}<', f'">{len(town.text) - town.body_start}<']
    assert all(figure in html for figure in figures)
    assert [parse_open(href) for href in page.hrefs] == [(town.id, (), None)]


def test_the_table_names_its_columns_rows_and_boxes() -> None:
    for language in LANGUAGES:
        texts = Texts(language)
        html = corpus_html(INDEX, texts)
        assert html.count('<th scope="col">') == 8
        assert html.count('<th scope="row">') == html.count('<input type="checkbox"') == 4
        assert html.count("<caption>") == 1
        labels = [unescape(label) for label in re.findall(r'aria-label="([^"]*)"', html)]
        assert texts("corpus.only", title="公园开放时间") in labels


def test_chosen_documents_are_checked_and_stay_in_the_list() -> None:
    chosen = {ID_OF["docks.md"], ID_OF["town/parks.md"], "f" * 16}
    assert checked(corpus_html(INDEX, EN, chosen)) == {"docks.md", "town/parks.md"}
    html = corpus_html(INDEX, EN, chosen, "公园")
    assert listed(html) == ["town/parks.md", "docks.md"]
    assert checked(html) == {"docks.md", "town/parks.md"}
    assert EN("corpus.others") in html
    assert EN("corpus.limited", count=2) in html
    assert EN("corpus.others") not in corpus_html(INDEX, EN, chosen)


def test_no_more_than_may_be_shown_and_how_many_are_not() -> None:
    html = corpus_html(INDEX, EN, shown=3)
    assert listed(html) == ["town/parks.md", "town/docks.md", "docks.md"]
    assert EN("corpus.more", count=1) in unescape(html)
    assert EN("corpus.caption", count=4) in html


def test_nothing_found_and_nothing_there_are_told_apart() -> None:
    html = corpus_html(INDEX, EN, words="灯塔")
    assert EN("corpus.none") in html
    assert "<table" not in html
    empty = corpus_html(Index.from_documents([], HashEmbedder(), sentences=False), EN, words="灯塔")
    assert EN("corpus.empty") in empty


def test_hostile_facts_are_shown_as_they_stand() -> None:
    documents = [document(f"办法{one}", f"{one}.md", reference=one, issuer=one) for one in HOSTILE]
    index = Index.from_documents(documents, HashEmbedder(), sentences=False)
    html = corpus_html(index, EN, {documents[0].id, *HOSTILE}, "办法")
    page = Page(html)
    assert {tag for tag, _ in page.tags} <= {
        *["section", "h2", "p", "table", "caption", "thead", "tbody", "tr", "th", "td", "label", "a", "bdi", "time"]
    }
    for one in documents:
        assert visible(one.title) in page.words
        assert visible(one.sources[0]) in page.words
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", html)
