"""What the page tells of time and place: warnings beside an answer, badges on its sources, pages of a document."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Chunk, Document, Hit, Index, Status, Validity, parse_document, split_sections
from qa import Answer, Citation
from qa.page.answer import answer_html
from qa.page.cards import cards_html
from qa.page.export import as_markdown, as_text
from qa.page.reader import document_html
from qa.page.texts import LANGUAGES, Texts
from qa.page.turn import STATUSES, from_json, turn_of
from qa.render import visible
from tests.conftest import HashEmbedder
from tests.elements import HOSTILE, elements
from tests.test_page_answer import message
from tests.test_page_cards import TAGS as CARD_TAGS

EN = Texts("en")
LINES = ("青禾区渡口管理办法", "一、班次", "渡口每日开行三十班。", "二、票价", "每张船票两元，由青禾区交通局核定。")
TEXT = "\n".join(LINES) + "\n"
QUOTE = "每张船票两元"


def paged() -> Document:
    """A document whose second page begins in the middle of a line, and its third at one's beginning."""
    starts = (0, TEXT.index("开行"), TEXT.index("二、票价"))
    return replace(parse_document(TEXT, "渡口.pdf"), pages=starts)


IN_FORCE = Validity()


def answered(validity: Validity = IN_FORCE, warnings: tuple[str, ...] = ()) -> tuple[Index, Answer]:
    document = paged()
    index = Index.from_documents([document], HashEmbedder(), sentences=False)
    passage = next(one for one in index.chunks if QUOTE in one.text)
    start = TEXT.index(QUOTE)
    cited = Citation(1, passage, start, start + len(QUOTE), validity)
    hits = (Hit(passage, 0.4, {}),)
    return index, Answer("票价多少？", True, f"“{QUOTE}” [1]", ("两元",), (cited,), hits, 0.9, warnings=warnings)


def test_every_status_that_the_index_knows_has_words() -> None:
    assert set(STATUSES) == set(Status.__args__)  # type: ignore[attr-defined]
    for language in LANGUAGES:
        texts = Texts(language)
        assert all(texts(f"cards.status_{status}") for status in STATUSES if status != "in_force")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", STATUSES)
def test_a_source_out_of_force_says_so_in_words(status: Status, language: str) -> None:
    texts = Texts(language)
    index, answer = answered(Validity(status, date(2020, 5, 1)), ("[1]已废止。",) if status != "in_force" else ())
    turn = turn_of(answer)
    assert from_json(turn.to_json()) == turn
    card = elements(cards_html(index, turn, texts), CARD_TAGS | {"strong"})
    badges = card.of("pq-status")
    if status == "in_force":
        assert badges == []
    else:
        assert texts(f"cards.status_{status}") in badges[0].text
        assert "2020-05-01" in badges[0].text
    assert texts("cards.page", page=3) in card.text


@pytest.mark.parametrize("text", HOSTILE)
def test_warnings_stand_before_the_quotes_and_their_markers_are_links(text: str) -> None:
    warning = f"[1] 已于2020年5月1日被《{text}》废止。"
    _, answer = answered(Validity("repealed"), (warning,))
    for whole in (False, True):
        root = message(answer_html(turn_of(answer), EN, whole))
        (box,) = root.of("pq-warnings")
        assert EN("answer.warning") in box.text
        assert "".join(box.text.split()).endswith("".join(visible(warning).split())[-4:])
        assert len({one.attributes["href"] for one in box.of("pq-cite")}) == 1
    order = [one for one in root.every() if one.classes & {"pq-warnings", "pq-said", "pq-headline"}]
    assert "pq-warnings" in order[0].classes


def test_no_warning_no_box() -> None:
    assert "pq-warnings" not in answer_html(turn_of(answered()[1]), EN)


def test_copies_tell_the_warning_and_the_page() -> None:
    _, answer = answered(Validity("repealed"), ("[1] 已废止。",))
    for copied in (as_text(answer), as_markdown(answer)):
        assert "已废止" in copied
        assert Texts("zh")("cards.page", page=3) in copied


# --- the reader


def breaks(html: str) -> list[str]:
    return re.findall(r'<span class="pq-page-break" role="separator" aria-label="([^"]*)" data-page="\1"></span>', html)


def prose(html: str) -> str:
    """The text of the document that is shown."""
    inner = html[html.index('<div class="pq-prose">') :]
    return re.sub(r"<[^>]*>", "", inner.partition("</article>")[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_parted_where_they_begin_and_no_character_is_added(language: str) -> None:
    texts, document = Texts(language), paged()
    start = TEXT.index(QUOTE)
    shown = document_html(document, split_sections(document), [(start, start + len(QUOTE))], texts, 1)
    assert breaks(shown) == [texts("reader.page", page=page) for page in (1, 2, 3)]
    second = shown.index("</span>", shown.index(f'data-page="{texts("reader.page", page=2)}"'))
    assert shown[second:].startswith("</span>开行三十班。")
    plain = replace(document, pages=())
    bare = document_html(plain, split_sections(plain), [(start, start + len(QUOTE))], texts, 1)
    assert breaks(bare) == []
    assert prose(shown) == prose(bare)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, len(TEXT)), max_size=12), st.sampled_from(["渡口.pdf", "渡口.md"]))
def test_wherever_pages_begin_the_text_is_whole_and_the_last_of_each_place_is_named(
    places: list[int], name: str
) -> None:
    document = replace(parse_document(TEXT, name), pages=tuple(sorted(places)))
    sections = split_sections(document)
    shown = document_html(document, sections, [], EN)
    assert prose(shown) == prose(document_html(replace(document, pages=()), sections, [], EN))
    named = breaks(shown)
    assert named == sorted(named, key=lambda one: int(one.split()[1]))
    last = {at: EN("reader.page", page=number) for number, at in enumerate(document.pages, 1) if at < len(TEXT)}
    assert set(named) <= set(last.values())


def test_a_document_that_is_only_read_is_not_changed_by_its_pages() -> None:
    document = paged()
    passage = Chunk("c1", document, (), 0, len(TEXT))
    assert [document.page(at) for at in (0, document.pages[1], document.pages[2])] == [1, 2, 3]
    assert Citation(1, passage, document.pages[2], document.pages[2] + 2).page == 3
