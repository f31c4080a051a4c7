"""Messages of the chat: through a Markdown parser that lets HTML pass they show what is said, each character of it."""

import html
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.page.answer import SHOWN_QUESTION, answer_html, failed_html, question_html, searching_html
from qa.page.links import parse_open
from qa.page.texts import LANGUAGES, Texts
from qa.page.turn import Source, Turn
from qa.render import visible
from tests.elements import HOSTILE, Element, elements, squeezed, through_markdown

QUICK = settings(max_examples=80, deadline=None)
EN = Texts("en")
TAGS = {"article", "div", "p", "strong", "br", "bdi", "a", "ul", "li", "button", "span", "pre"}
WORDS = st.sampled_from(HOSTILE) | st.text(
    alphabet="ab1 2\t\n\r-=.:)([]!*_`~#+>|<&;\\/@$^\"'?,{}%xw海\u3000\u202e\u2028\ufeff\ud83d", max_size=30
)


def source(number: int, **fields: object) -> Source:
    given_fields = {
        "document_id": "d1",
        "start": 10 * number,
        "end": 10 * number + 5,
        "title": "青禾区码头办法",
        "path": ("一、夜间巡查",),
        "quote": f"第{number}句。",
        "source": "码头.md",
        "reference": None,
        "issuer": None,
        "issued": None,
        "notice": None,
        **fields,
    }
    return Source(number=number, **given_fields)  # type: ignore[arg-type]


def turn(headline: str, rest: str = "", *sources: Source, question: str = "谁牵头？", understood: str = "") -> Turn:
    return Turn(question, understood or None, True, None, 0.9, headline, headline + rest, (), sources)


def declined(text: str, *sources: Source, question: str = "谁牵头？", understood: str = "") -> Turn:
    return Turn(question, understood or None, False, "not_covered", 0.1, "", text, (), sources)


def message(content: str) -> Element:
    """The message as the chat shows it: one line of HTML, which no Markdown parser touches."""
    assert len(content.splitlines()) == 1
    assert through_markdown(content).strip() == content
    return elements(content, TAGS)


def shown(root: Element, *names: str) -> str:
    """The text of all elements that have one of the classes, without white space."""
    return squeezed("".join(one.text for one in root.every() if one.classes & {*names}))


def seen(text: str) -> str:
    return squeezed(visible(text))


# --- the asker's bubble


@QUICK
@given(WORDS)
def test_a_question_is_shown_as_it_was_typed(question: str) -> None:
    root = message(question_html(question, EN))
    assert squeezed(root.text) == seen(question) or (not question.strip() and root.text == EN("chat.empty"))
    assert [one.tag for one in root.every()] == ["div"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_question_is_told_from_none_and_a_long_one_is_cut(language: str) -> None:
    texts = Texts(language)
    assert message(question_html(" \n", texts)).text == texts("chat.empty")
    long = message(question_html("问" * 10_000, texts)).text
    assert long == "问" * SHOWN_QUESTION + "… (10,000)"
    assert squeezed(message(searching_html(texts)).text) == squeezed(texts("chat.searching"))


@QUICK
@given(WORDS)
def test_what_went_wrong_is_shown_as_it_stands(reason: str) -> None:
    assert squeezed(message(failed_html(reason)).text) == seen(reason)


# --- answers


@QUICK
@given(WORDS, WORDS, WORDS, WORDS, WORDS, st.sampled_from(LANGUAGES))
def test_an_answer_shows_every_character_of_its_text_and_nothing_of_it_acts(
    headline: str, rest: str, quote: str, question: str, understood: str, language: str
) -> None:
    texts = Texts(language)
    cited = [source(number, quote=quote, title=quote, path=(quote,)) for number in (1, 2)]
    one = replace(
        turn(headline, f"\n{rest}", *cited, question=question, understood=understood), as_text=rest, as_markdown=quote
    )
    root = message(answer_html(one, texts))
    assert shown(root, "pq-headline", "pq-said") == seen(f"{headline}\n{rest}")
    if understood:
        assert shown(root, "pq-understood") == squeezed(texts("answer.understood", question=visible(understood)))
    (share,) = root.of("pq-share")
    href = share.attributes["href"] or ""
    assert unquote(href.removeprefix("?q=")) == question.strip().replace("\ud83d", "?")
    for cite in root.of("pq-cite"):
        assert cite.text in {"[1]", "[2]"}
        assert squeezed(cite.attributes["title"] or "") == seen(quote)


@QUICK
@given(WORDS, WORDS, WORDS)
def test_a_declined_answer_says_so_in_words_and_links_what_is_related(text: str, title: str, heading: str) -> None:
    root = message(answer_html(declined(text, source(0, title=title, path=("一、", heading))), EN))
    (article, *_) = root.every()
    assert {"pq-answer", "pq-declined"} == article.classes
    assert shown(root, "pq-verdict") == squeezed(EN("answer.declined"))
    assert shown(root, "pq-said") == seen(text)
    note, related = root.of("pq-nearest")
    assert note.text == EN("answer.related")
    assert squeezed(related.text) == seen(f"{title}›{heading}")
    assert [parse_open(link.attributes["href"]) for link in related.of("a")] == [("d1", ((0, 5),), None)]
    assert not root.of("pq-cite")


def test_markers_of_citations_are_links_that_open_them_and_others_are_text() -> None:
    root = message(answer_html(turn("牵头：云岭海关。 [1]", "\n“甲。” [1]\n“乙” [2][7]", source(1), source(2)), EN))
    cites = root.of("pq-cite")
    assert [cite.text for cite in cites] == ["[1]", "[1]", "[2]"]
    assert [parse_open(cite.attributes["href"]) for cite in cites] == [
        ("d1", ((10, 15),), 1),
        ("d1", ((10, 15),), 1),
        ("d1", ((20, 25),), 2),
    ]
    assert [cite.attributes["title"] for cite in cites] == ["第1句。", "第1句。", "第2句。"]
    assert root.of("pq-said")[-1].text == "“乙” [2][7]"
    assert root.of("strong")[0].text == "牵头：云岭海关。 [1]"
    assert len(root.of("pq-said")) == 2


def test_a_quote_of_several_lines_is_one_paragraph_with_its_breaks() -> None:
    root = message(answer_html(turn("", "“一\n二” [1]\n\n“三“四”：\n\n- 五” [2]", source(1), source(2)), EN))
    assert [one.text for one in root.of("pq-said")] == ["“一\n二” [1]", "“三“四”：\n- 五” [2]"]
    assert not root.of("pq-headline")


def test_a_quote_tells_its_heading_unless_it_names_it_or_has_several() -> None:
    first, second = source(1, path=("一、总则", "2020年的罚款")), source(2, path=("二、附则",))
    shown = turn("共3万元 [1]", "\n“合计3万元。” [1]\n“二、附则为准” [2]\n“甲” [1][2]\n“乙” [2]", first, second)
    said = [(one.text, sorted(one.classes)) for one in message(answer_html(shown, EN)).of("p")]
    assert said == [
        ("共3万元 [1]", ["pq-headline"]),
        ("“合计3万元。” [1]", ["pq-said"]),
        ("2020年的罚款", ["pq-where"]),
        ("“二、附则为准” [2]", ["pq-said"]),
        ("“甲” [1][2]", ["pq-said"]),
        ("“乙” [2]", ["pq-said"]),
        ("二、附则", ["pq-where"]),
    ]


def test_a_long_quote_is_cut_where_the_pointer_shows_it() -> None:
    root = message(answer_html(turn("甲 [1]", "", source(1, quote="字 \n" * 400)), EN))
    title = root.of("pq-cite")[0].attributes["title"] or ""
    assert len(title) == 300
    assert title.endswith("…")
    assert "\n" not in title


def test_first_comes_what_was_understood_and_the_short_answer_only() -> None:
    whole = turn("牵头：云岭海关。 [1]", "\n“甲。” [1]", source(1), understood="巡查由谁牵头？")
    first = message(answer_html(replace(whole, as_text="x", as_markdown="y"), EN, whole=False))
    assert {name for one in first.every() for name in one.classes} == {
        *("pq-answer", "pq-understood", "pq-headline", "pq-open", "pq-cite")
    }
    assert "甲" not in first.text
    last = answer_html(whole, EN)
    assert last.startswith(answer_html(whole, EN, whole=False).removesuffix("</article>")), "what stands there stays"


@QUICK
@given(WORDS, WORDS)
def test_copies_are_kept_in_the_message_exactly(text: str, markdown: str) -> None:
    one = replace(turn("甲"), as_text=text, as_markdown=markdown)
    root = message(answer_html(one, EN))
    for kind, copy in (("text", text), ("markdown", markdown)):
        kept = root.of(f"pq-kept-{kind}")
        assert len(kept) == len(root.of(f"pq-copy-{kind}")) == bool(copy)
        assert not copy or kept[0].text == visible(copy)


@pytest.mark.parametrize("copy", ["[1] 码头办法\n    一、巡查\n    “甲。”", "- **码头办法**  \n  一、巡查\n\n  > 甲。"])
def test_copies_keep_their_indents_and_hard_breaks(copy: str) -> None:
    root = message(answer_html(replace(turn("甲"), as_text=copy, as_markdown=copy), EN))
    assert root.of("pq-kept-text")[0].text == copy
    assert root.of("pq-kept-markdown")[0].text == copy


def test_every_button_has_a_name_in_the_pages_language() -> None:
    for language in LANGUAGES:
        texts = Texts(language)
        root = message(answer_html(replace(turn("甲"), as_text="x", as_markdown="y"), texts))
        assert [one.text for one in root.of("button")] == [texts("answer.copy_text"), texts("answer.copy_markdown")]
        assert root.of("pq-share")[0].text == texts("answer.share")
        assert html.unescape(root.of("pq-copied")[0].text) == texts("answer.copied")
