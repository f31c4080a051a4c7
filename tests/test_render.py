"""Rendering: the JSON contract, and document text that stays text on the page and in the terminal."""

import html
import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index import Chunk, Document, Hit, Leg
from qa import Answer, Citation
from qa.render import escape_markdown, to_json, to_markdown, to_text, visible

TEXT = "第一节 巡查\n青禾区每月巡查码头两次。\n牵头单位：云岭海关。\n支持单位：青禾区公安分局。\n"
NASTY = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "[press](javascript:alert(1))",
    "![picture](https://example.org/x.png)",
    "`code` and ```fence```",
    "**bold** __bold__ *it* _it_ ~~gone~~",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "<!-- hidden -->",
    "# heading\n- item\n1. item\n2) item\n> quote\n---\n===",
    "    indented code\n\ttabbed code",
    "https://example.org www.example.org someone@example.org <https://example.org>",
    "[1]: https://example.org\n[1](https://example.org) [1][1] [2]",
    "&lt;b&gt; &#60;b&#62; &amp;",
    "$$x^2$$ \\(x\\) \\[x\\] \\* \\<b>",
]


def document(text: str = TEXT, **fields: Any) -> Document:
    values: dict[str, Any] = {"id": "d1", "sources": ("plans/码头.md", "copy/码头.md"), "title": "码头巡查方案"}
    return Document(**{**values, "text": text, "body_start": 0, **fields})


def chunk(of: Document, start: int = 0, end: int | None = None, path: tuple[str, ...] = ("第一节 巡查",)) -> Chunk:
    return Chunk(id=f"{of.id}:{start}", document=of, path=path, start=start, end=len(of.text) if end is None else end)


def cite(number: int, passage: Chunk, quote: str) -> Citation:
    start = passage.document.text.index(quote, passage.start)
    return Citation(number, passage, start, start + len(quote))


def answer(*citations: Citation, text: str = "", **fields: Any) -> Answer:
    return Answer(question="谁牵头？", answered=bool(citations), text=text, citations=citations, **fields)


def test_json_has_the_keys_of_the_contract_in_order() -> None:
    source = document(
        reference="青府〔2020〕3号", issuer="青禾区", issued=date(2020, 5, 1), notice="not in the contract"
    )
    passage = chunk(source)
    hit = Hit(passage, 0.75, {"dense": Leg(1, 0.5), "gloss": Leg(3, 2.0)})
    given_answer = answer(
        cite(1, passage, "牵头单位：云岭海关。"),
        text="“牵头单位：云岭海关。” [1]",
        short=("云岭海关",),
        hits=(hit,),
        confidence=0.9,
        timings={"search": 1.5},
    )
    found = to_json(given_answer)
    metadata = ["source", "title", "reference", "issuer", "issued", "path"]
    assert list(found) == [
        *["question", "answered", "text", "short", "confidence", "reason", "warnings", "citations", "hits", "timings"]
    ]
    assert list(found["citations"][0]) == [
        "number",
        "document_id",
        *metadata,
        "quote",
        "start",
        "end",
        "page",
        "validity",
    ]
    assert list(found["hits"][0]) == ["rank", "score", "chunk_id", *metadata, "text", "start", "end", "legs"]
    citation = found["citations"][0]
    assert citation["source"] == "plans/码头.md"
    assert citation["issued"] == "2020-05-01"
    assert citation["quote"] == TEXT[citation["start"] : citation["end"]] == "牵头单位：云岭海关。"
    assert found["hits"][0]["rank"] == 1
    assert found["hits"][0]["legs"] == {"dense": {"rank": 1, "score": 0.5}, "gloss": {"rank": 3, "score": 2.0}}
    assert found["short"] == ["云岭海关"]
    assert found["timings"] == {"search": 1.5}
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_json_says_null_for_what_is_unknown_and_for_what_is_no_number() -> None:
    hit = Hit(chunk(document()), float("nan"), {"dense": Leg(1, float("inf"))})
    found = to_json(answer(hits=(hit,), reason="not_covered", timings={"search": float("nan")}))
    assert found["reason"] == "not_covered"
    assert found["citations"] == []
    first = found["hits"][0]
    assert (first["score"], first["reference"], first["issuer"], first["issued"]) == (None, None, None, None)
    assert first["legs"] == {"dense": {"rank": 1, "score": None}}
    json.dumps(found, allow_nan=False)


def test_json_of_a_broken_question_can_be_written_as_utf8() -> None:
    found = to_json(Answer(question="谁\ud83d牵头", answered=False, text="?", reason="not_covered"))
    assert json.dumps(found, ensure_ascii=False).encode("utf-8")
    assert found["question"] == "谁\ufffd牵头"


def test_terminal_shows_answer_then_numbered_sources() -> None:
    source = document(reference="青府〔2020〕3号", issued=date(2020, 5, 1), notice="转述，并非原文")
    passage = chunk(source, path=("第一章", "第一节 巡查"))
    shown = to_text(answer(cite(1, passage, "牵头单位：云岭海关。\n支持单位"), text="“牵头单位：云岭海关。” [1]"))
    assert shown.splitlines() == [
        "“牵头单位：云岭海关。” [1]",
        "",
        "[1] 码头巡查方案 · 青府〔2020〕3号 · 2020-05-01",
        "    第一章 › 第一节 巡查",
        "    > 牵头单位：云岭海关。",
        "    > 支持单位",
        "    转述，并非原文",
    ]


def test_terminal_shows_understanding_then_short_answer_then_sentences() -> None:
    passage = chunk(document())
    shown = to_text(
        Answer(
            question="那谁牵头？",
            answered=True,
            text="牵头：云岭海关。 [1]\n“牵头单位：云岭海关。” [1]",
            citations=(cite(1, passage, "牵头单位：云岭海关。"),),
            headline="牵头：云岭海关。 [1]",
            understood="码头巡查由谁牵头？",
        )
    )
    assert shown.splitlines() == [
        "问题理解为：码头巡查由谁牵头？",
        "",
        "牵头：云岭海关。 [1]",
        "",
        "“牵头单位：云岭海关。” [1]",
        "",
        "[1] 码头巡查方案",
        "    第一节 巡查",
        "    > 牵头单位：云岭海关。",
    ]


def test_terminal_lists_the_nearest_passages_of_a_declined_answer_as_related() -> None:
    near = Hit(chunk(document(reference="青府〔2020〕3号")), 0.2, {})
    long = Hit(chunk(document("码头\x1b[2J" * 400, id="d2"), path=()), 0.1, {})
    shown = to_text(answer(hits=(near, long), reason="not_covered", text="没有答案。"))
    text, heading, first, second = shown.split("\n\n")
    assert (text, heading) == ("没有答案。", "相关段落，并非答案：")
    assert first.splitlines() == [
        "- 码头巡查方案 · 青府〔2020〕3号",
        "    第一节 巡查",
        "    > 第一节 巡查 青禾区每月巡查码头两次。 牵头单位：云岭海关。 支持单位：青禾区公安分局。",
    ]
    assert second.splitlines()[1].endswith("…")
    assert len(second) < 200
    assert "\x1b" not in shown
    assert to_text(answer(reason="empty", text="请提问")) == "请提问"
    cited = answer(cite(1, near.chunk, "云岭海关"), hits=(near,), text="“云岭海关” [1]")
    assert "并非答案" not in to_text(cited)


def test_terminal_gets_no_control_characters() -> None:
    source = document("a\x1b[2Jb\x07c\u202ed\u2066e\x9bf", title="t\x1b]0;x\x07\r\nu", notice="n\x1bm")
    text = "x\x1b[1A [1]\nx"
    shown = to_text(
        answer(cite(1, chunk(source), source.text), text=text, headline=text[:-2], understood="谁\x1b[1A\u202e？")
    )
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert "␛[2J" in shown


@given(st.text())
def test_visible_text_keeps_every_offset(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert all(new == old for new, old in zip(shown, text, strict=True) if old.isprintable())
    shown.encode("utf-8")


def rendered(markdown: str) -> str:
    parser = MarkdownIt("commonmark", {"breaks": True}).enable(["table", "strikethrough"])
    return str(parser.render(markdown))


def assert_inert(text: str, markdown: str) -> None:
    page = rendered(markdown)
    assert set(re.findall(r"<(/?[a-z0-9]+)", page)) <= {"p", "/p", "br"}
    shown = html.unescape(re.sub(r"<[^>]*>", "", page))
    assert "".join(shown.split()) == "".join(visible(text).split())


@pytest.mark.parametrize("text", NASTY)
def test_chat_shows_markup_of_documents_as_characters(text: str) -> None:
    markdown = to_markdown(answer(cite(1, chunk(document(text)), text), text=f"“{text}” [1]\n{text}"))
    assert_inert(f"“{text}” [1]\n{text}", markdown)
    assert "[1]" in markdown
    assert not re.search("[<>`*|]|https?://|www[.]|\\]\\(|\\]:", markdown)


@given(st.text(alphabet="ab1 2\t\n-=.:)([]!*_`~#+>|<&;\\/@$^\"'?,{}xw海　\u202e", max_size=40))
def test_chat_shows_any_text_as_characters(text: str) -> None:
    assert_inert(text, escape_markdown(text))
    assert_inert(text, escape_markdown(text, {"1", "2"}))


def test_chat_keeps_markers_of_citations_only_and_line_breaks() -> None:
    passage = chunk(document())
    citations = cite(1, passage, "云岭海关"), cite(2, passage, "青禾区")
    shown = to_markdown(answer(*citations, text="云岭海关 [1]\n青禾区 [2][1]，见附件 [7]"))
    assert shown == "云岭海关 [1]  \n青禾区 [2][1]，见附件 &#91;7&#93;"


def headed(headline: str, rest: str = "", understood: str | None = None) -> str:
    """The chat's Markdown of an answer with citations 1 and 2."""
    passage = chunk(document())
    citations = cite(1, passage, "云岭海关"), cite(2, passage, "青禾区")
    return to_markdown(answer(*citations, text=headline + rest, headline=headline, understood=understood))


def bold(markdown: str) -> list[str]:
    return [html.unescape(words) for words in re.findall("<strong>(.*?)</strong>", rendered(markdown), re.DOTALL)]


def test_chat_shows_the_short_answer_in_bold_and_its_markers_and_quotes_plain() -> None:
    shown = headed("牵头：云岭海关。 [1]\n配合：青禾区 [1][2]", "\n“云岭海关” [1]\n“青禾区” [2]")
    assert shown == ("**牵头：云岭海关。** [1]  \n**配合：青禾区** [1][2]\n\n“云岭海关” [1]  \n“青禾区” [2]")
    assert bold(shown) == ["牵头：云岭海关。", "配合：青禾区"]
    assert headed("云岭海关 [1]") == "**云岭海关** [1]"
    assert "**" not in headed("", "“云岭海关” [1]")


def bare(text: str) -> str:
    return "".join(text.replace("\ufeff", "").split())


def assert_bold_and_inert(headline: str) -> None:
    """Every line of the headline is bold up to its markers, and nothing in it is anything else."""
    shown = headed(headline, "\n“云岭海关” [1]")
    page = rendered(shown)
    assert set(re.findall(r"<(/?[a-z0-9]+)", page)) <= {"p", "/p", "br", "strong", "/strong"}
    assert bare(html.unescape(re.sub(r"<[^>]*>", "", page))) == bare(visible(f"{headline}“云岭海关”[1]"))
    lines = [re.sub(r"(?:[\s\ufeff]*\[[12]\])*[\s\ufeff]*$", "", line) for line in visible(headline).split("\n")]
    assert [bare(line) for line in bold(shown)] == [bare(line) for line in lines if bare(line)]
    assert not re.search(r"^\*\*[\s\ufeff]|(?:[^\S\n]|\ufeff)\*\*", shown, re.MULTILINE)


@pytest.mark.parametrize(
    "name",
    [
        *NASTY,
        "*", "**", "***", "* 水务所 *", "水*务*所", "**水务所", "水务所**", "_水务所_", "水务所\\",
        "水务所\n公安分局", "水务所\n\n公安分局", "水务所\r\n \n公安分局", "水务所\u2028公安分局\x85",
        "　水务所　", "\ufeff水务所\ufeff", "水务所  [1]", "[1]", "[1] 水务所", "（水务所）", "“水务所”", "水务所 [9]",
    ],
)  # fmt: skip
def test_no_name_breaks_the_bold_of_a_short_answer(name: str) -> None:
    for headline in (name, f"{name} [1]", f"牵头：{name}；配合：{name} [1][2]\n{name} [2]"):
        assert_bold_and_inert(headline)


@given(st.text(alphabet="ab1 2\t\n\r-=.:)([]!*_`~#+>|<&;\\/@$^\"'，。）x海　\ufeff\u202e", max_size=30))
def test_no_short_answer_breaks_its_bold(headline: str) -> None:
    assert_bold_and_inert(headline)


@given(st.text(alphabet="ab1 \t\n-=.:)([]!*_`~#+>|<&;\\/$“”。x海　\ufeff", min_size=1, max_size=30))
def test_how_a_question_was_understood_stands_above_the_answer_as_one_inert_line(understood: str) -> None:
    first, _, rest = headed("云岭海关 [1]", "", understood).partition("\n\n")
    assert rest == "**云岭海关** [1]"
    page = rendered(first)
    assert re.fullmatch("<p><em>[^<]*</em></p>\n", page)
    assert not re.search(r"^\*[\s\ufeff]|[\s\ufeff]\*$", first)
    assert bare(html.unescape(page[7:-10])) == bare(f"问题理解为：{visible(understood)}")


def test_understanding_is_told_in_the_askers_language_also_when_declined() -> None:
    declined = Answer(
        question="and who supports it?",
        answered=False,
        text="The documents do not answer this.",
        reason="not_covered",
        understood="who supports the *patrol*?",
    )
    assert to_markdown(declined) == (
        "*Understood as: who supports the &#42;patrol&#42;?*\n\nThe documents do not answer this."
    )
    assert to_text(declined).startswith("Understood as: who supports the *patrol*?\n\nThe documents")


def test_ordinary_prose_is_left_readable() -> None:
    prose = "Lead: the customs office (district level), 24-hour service; cost 3.5%. 牵头单位：云岭海关。"
    assert escape_markdown(prose) == prose


def test_path_does_not_repeat_the_title() -> None:
    cited = answer(cite(1, chunk(document(), path=("码头巡查方案", "第一节 巡查")), "云岭海关"))
    assert to_text(cited).count("码头巡查方案") == 1
    assert to_json(cited)["citations"][0]["path"] == ["码头巡查方案", "第一节 巡查"]
