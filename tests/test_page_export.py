"""Copies of an answer: whole, with their sources, and only what they say when they are Markdown."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index import Chunk, Document, Hit
from qa import Answer, Citation
from qa.page.export import as_markdown, as_text

TEXT = "一、班次\n轮渡每日开行36班。\n末班不早于21时。\n"
NASTY = (
    '<script>hit()</script>"><img src=x onerror=hit()>\u202e ![p](https://example.org) [x](javascript:hit()) **b** `c`'
)
TAGS = {"p", "strong", "em", "ul", "li", "blockquote", "br"}


def document(text: str = TEXT, **fields: Any) -> Document:
    values = {"id": "f1", "sources": ("plans/轮渡.md",), "title": "蓝湾市轮渡管理办法", **fields}
    return Document(text=text, body_start=0, **values)


def answered(of: Document, *quotes: str, question: str = "轮渡开行多少班？", **fields: Any) -> Answer:
    passage = Chunk("c1", of, fields.pop("path", (of.title, "一、班次")), 0, len(of.text))
    cited = tuple(
        Citation(at, passage, of.text.index(quote), of.text.index(quote) + len(quote))
        for at, quote in enumerate(quotes, 1)
    )
    text = fields.pop("text", "\n".join(f"“{quote}” [{at}]" for at, quote in enumerate(quotes, 1)))
    hits = (Hit(passage, 0.5, {}),)
    return Answer(question, bool(quotes), text, citations=cited, hits=hits, **fields)


def shown(markdown: str) -> str:
    """The words of Markdown as a page shows them; anything but plain structure fails."""
    words = ""
    for token in MarkdownIt("commonmark").parse(markdown):
        assert token.type not in {"html_block", "code_block", "fence", "hr", "heading_open", "ordered_list_open"}
        assert not token.tag or token.tag in TAGS
        for child in token.children or ():
            assert child.type in {
                "text",
                "softbreak",
                "hardbreak",
                "strong_open",
                "strong_close",
                "em_open",
                "em_close",
            }
            words += child.content if child.type == "text" else "\n" if child.type.endswith("break") else ""
        words += "\n" if token.type == "inline" else ""
    return words


def test_text_has_the_question_the_answer_and_what_each_source_is() -> None:
    source = document(
        reference="蓝府〔2019〕8号", issuer="蓝湾市交通局", issued=date(2019, 2, 1), notice="转述，并非官方文本。"
    )
    assert as_text(answered(source, "轮渡每日开行36班。", "末班不早于21时。")) == (
        "问题：轮渡开行多少班？\n\n"
        "“轮渡每日开行36班。” [1]\n“末班不早于21时。” [2]\n\n"
        "来源\n\n"
        "[1] 蓝湾市轮渡管理办法 · 蓝府〔2019〕8号 · 蓝湾市交通局 · 2019-02-01\n"
        "    一、班次\n"
        "    “轮渡每日开行36班。”\n"
        "    plans/轮渡.md，第5至15字符\n"
        "    转述，并非官方文本。\n\n"
        "[2] 蓝湾市轮渡管理办法 · 蓝府〔2019〕8号 · 蓝湾市交通局 · 2019-02-01\n"
        "    一、班次\n"
        "    “末班不早于21时。”\n"
        "    plans/轮渡.md，第16至25字符\n"
        "    转述，并非官方文本。"
    )


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("轮渡几班？", "来源"),
        ("輪渡幾班？", "來源"),
        ("How many ferries?", "Sources"),
        ("Wie viele Fähren?", "Sources"),
    ],
)
def test_its_own_words_are_in_the_language_of_the_question(question: str, words: str) -> None:
    answer = answered(document(), "轮渡每日开行36班。", question=question)
    assert words in as_text(answer).split("\n")
    assert words in shown(as_markdown(answer)).split("\n")


def test_markdown_shows_what_the_text_says_with_the_short_answer_in_bold() -> None:
    source = document(issued=date(2019, 2, 1))
    text = "36班 [1]\n“轮渡每日开行36班。\n末班不早于21时。” [1]"
    answer = answered(
        source, "轮渡每日开行36班。\n末班不早于21时。", text=text, headline="36班 [1]", understood="轮渡：班次？"
    )
    markdown = as_markdown(answer)
    assert "**36班** [1]" in markdown
    assert "  > 轮渡每日开行36班。  \n  > 末班不早于21时。" in markdown
    words = shown(markdown)
    for part in (
        "问题：轮渡开行多少班？",
        "轮渡：班次？",
        "[1] 蓝湾市轮渡管理办法 · 2019-02-01",
        "一、班次",
        "plans/轮渡.md",
    ):
        assert part in words
        assert part in as_text(answer)


def test_a_declined_answer_says_what_its_passages_are_not() -> None:
    answer = answered(document(), text="文件没有回答。", reason="not_covered", question="渡船多长？")
    for copy in (as_text(answer), shown(as_markdown(answer))):
        assert "文件没有回答。" in copy
        assert copy.index("并非答案") < copy.index("轮渡每日开行36班。")
        assert "来源" not in copy


def test_nothing_found_leaves_the_question_and_why() -> None:
    answer = Answer("?!", answered=False, text="There are no words.", reason="empty")
    assert as_text(answer) == "Question: ?!\n\nThere are no words."


def test_hostile_documents_stay_words() -> None:
    source = document(
        f"轮渡36班{NASTY}\n# x\n- y\n",
        title=NASTY,
        reference=NASTY,
        issuer=NASTY,
        notice=NASTY,
        sources=(f"{NASTY}.md",),
    )
    quote = source.text[:-1]
    for answer in (
        answered(source, quote, question=NASTY, path=(NASTY,), text=f"“{quote}” [1]"),
        answered(source, question=NASTY, text="No.", reason="unsupported", path=(NASTY, "x")),
    ):
        words = shown(as_markdown(answer))
        assert "<script>hit()</script>" in words
        assert "\u202e" not in words + as_text(answer)


@given(st.text(min_size=1, max_size=40).filter(str.strip), st.text(max_size=20), st.text(max_size=20))
def test_any_quote_and_title_is_shown_as_it_reads(quote: str, title: str, question: str) -> None:
    source = document(quote, title=title or "x")
    answer = answered(source, quote, question=question, text=f"“{quote}” [1]")
    words = "".join(c for c in shown(as_markdown(answer)) if c.isalnum())
    assert "".join(c for c in quote if c.isalnum()) in words
    assert "[1]" in as_text(answer)
