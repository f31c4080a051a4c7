"""`python -m eval formats`: the same document in other formats is read, found in and answered from alike."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from eval.__main__ import main
from eval.formats import forms, only_document, print_comparison, questions_about, read_forms
from eval.formats_compare import Figures, Plain, bare, compare, differences
from eval.questions import Evidence, Question, read_questions, shipped
from eval.samples_paper import Block, Paper
from eval.samples_pdf import write_pdf
from index import Embedder, UsageError, read_documents
from tests.conftest import HashEmbedder
from tests.remembering import RememberingEmbedder, RememberingReader

PLAN = """# 望津市湖区治理方案

## 一、总体要求

本方案适用于望津市全部湖泊。

## 二、主要任务

### 1. 清理淤泥

三年内清淤120万方，经费由市财政局安排，施工不得早于清晨六点。

- 牵头单位：望津市水务局
- 配合单位：望津市财政局

### 2. 补种湖岸林木

补种柳树和池杉4500株，成活率不低于九成。

- 牵头单位：望津市园林绿化局
- 配合单位：望津市水务局

## 三、保障措施

每年十二月前由市政府督查一次，结果向社会公布。
"""
ROWS = [
    {"id": "mud", "question": "清理淤泥由谁牵头？", "quote": "牵头单位：望津市水务局", "doc": "plan.md"},
    {"id": "trees", "question": "补种柳树和池杉多少株？", "quote": "补种柳树和池杉4500株", "doc": "plan.md"},
    {"id": "none", "question": "谁修路？", "unanswerable": True},
    {"id": "other", "question": "谁养鱼？", "quote": "水产站", "doc": "fish.md"},
]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.md"
    file.write_text(PLAN, encoding="utf-8")
    return file


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    return file


def test_only_questions_proved_by_the_document_are_asked(questions: Path) -> None:
    read = read_questions(questions)
    assert [question.id for question in questions_about(read, "plan.md")] == ["mud", "trees"]
    two = replace(read[0], evidence=(*read[0].evidence, Evidence("fish.md", "水产站")))
    assert questions_about([two, read[1]], "plan.md") == [read[1]]
    with pytest.raises(UsageError, match=r"no question .* ship\.md"):
        questions_about(read, "ship.md")


def test_a_quote_is_found_across_marks_breaks_and_width() -> None:
    text = "## 一、任务\n\n- 牵头单位：市\n水务局\n• 配合 单位:市财政局"
    assert [text[slice(*span)] for span in Plain(text).places("牵头单位：市水务局")] == ["牵头单位：市\n水务局"]
    assert [text[slice(*span)] for span in Plain(text).places("- 配合单位：市财政局")] == ["配合 单位:市财政局"]
    assert Plain(text).places("市林业局") == []
    assert Plain(text).places(" ") == []
    assert len(Plain("湖湖湖").places("湖")) == 3


@given(st.text("湖岸一、 \n-#Ａa", max_size=30), st.data())
def test_every_part_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(text.split("\n")))
    spans = Plain(text).places(line)
    if not bare(line):
        assert spans == []
    assert all(bare(text[slice(*span)]) == bare(line) for span in spans)


def test_a_form_that_lost_words_shows_it(plan: Path, questions: Path) -> None:
    asked = questions_about(read_questions(questions), plan.name)
    writers = {
        "whole.html": forms()["web page.html"],
        "poor.html": lambda paper: "".join(f"<p>{b.text.replace('水务', '水产')}</p>" for b in paper.blocks).encode(),
    }
    text, whole, poor = read_forms(plan, only_document(plan), asked, writers, lambda _: HashEmbedder())
    assert text.reading
    assert whole.reading
    assert poor.reading
    same, worse = compare(whole.reading, text.reading), compare(poor.reading, text.reading)
    assert (same.characters, same.same_short, same.same_text) == (1.0, len(asked), len(asked))
    assert same.sections >= len(text.reading.sections) - 1  # Markdown's title stands in its first section
    assert not [line for line in differences(whole.reading, text.reading, asked) if not line.startswith("section")]
    assert worse.characters < 1.0
    assert worse.sections < same.sections
    assert worse.same_short < same.same_short
    assert "mud not in the document: 牵头单位：望津市水务局" in differences(poor.reading, text.reading, asked)


def test_the_command_prints_a_row_for_each_form(
    plan: Path, questions: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    words = [
        "formats",
        "--from",
        str(plan),
        "--questions",
        str(questions),
        "--forms",
        "style.docx,one column,page.html",
    ]
    assert main(words, lambda _: HashEmbedder()) == 0
    said = capsys.readouterr().out
    for form in ("text", "headings by style.docx", "one column.pdf", "web page.html"):
        row = next(line for line in said.split("\n") if line.startswith(f"│ {form} "))
        assert "100.0%" in row or form.endswith(".pdf")  # which has a running head, on one page like any line
        assert row.count("2/2") == 5
    assert "book.epub" not in said


def test_a_form_that_cannot_be_read_is_named(plan: Path, questions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = questions_about(read_questions(questions), plan.name)
    writers: dict[str, Callable[..., bytes]] = {"broken.docx": lambda _: b"PK\x03\x04 and no more"}
    found = read_forms(plan, only_document(plan), asked, writers, lambda _: HashEmbedder())
    assert found[1].reading is None
    print_comparison(found, asked, Console(width=200))
    assert "broken.docx" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--from", "no.md"], "no.md is no file"),
        (["--forms", "papyrus"], "no form is called papyrus"),
    ],
)
def test_wrong_use_is_said(
    words: list[str], message: str, plan: Path, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given_words = ["formats", "--questions", str(questions), "--from", str(plan), *words]
    assert main(given_words, lambda _: HashEmbedder()) == 2
    assert message in capsys.readouterr().err


def test_two_columns_with_the_page_number_between_them_are_read_one_after_the_other(tmp_path: Path) -> None:
    # Of equal leading, full of lines that end at the gutter: side by side they could be taken for a table.
    lines = [
        f"第{at}号渡口每日开行六班，由航运站调度，逢雨雪天气停航，停航须提前一小时张贴告示并报水务站。"
        for at in range(60)
    ]
    paper = Paper("渡口", tuple(Block("paragraph", line) for line in lines))
    (tmp_path / "ferries.pdf").write_bytes(write_pdf(paper, columns=2))
    document = read_documents([tmp_path / "ferries.pdf"]).documents[0]
    assert document.text.split("\n")[:-1] == lines
    assert len(document.pages) > 1


def test_a_large_heading_over_two_lines_is_one_line(tmp_path: Path) -> None:
    heading = "（一）实施环湖林带和湿地草滩连片修复工程，建设城区与乡镇共享的沿湖步行绿道网络"
    blocks = [Block("heading", heading, 1), *(Block("paragraph", "沿湖各镇每季度补种一次，" * 6),) * 4]
    (tmp_path / "lake.pdf").write_bytes(write_pdf(Paper("湖岸", tuple(blocks))))
    document = read_documents([tmp_path / "lake.pdf"]).documents[0]
    assert document.text.split("\n")[0] == heading


@pytest.fixture
def remembering(real_embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> RememberingEmbedder:
    """Most passages are the same in all forms, and so is what the models make of them."""
    reader = RememberingReader()
    monkeypatch.setattr(import_module("qa.ask"), "_reader", lambda: reader)
    return RememberingEmbedder(real_embedder)


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(1200)
def test_the_work_plan_is_answered_from_alike_in_every_format(originals: Path, remembering: Embedder) -> None:
    plan = originals / "002_02588ea22fbee5d9.txt"
    asked = questions_about(read_questions(originals.parent / "eval" / "dev.jsonl"), plan.name)
    for figures, text, told in read_alike(plan, asked, remembering, ALIKE):
        assert figures.sections == text.sections, told
        assert figures.same_short == len(asked), told
        assert figures.complete == text.complete, told


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(1200)
def test_the_shipped_plan_is_answered_from_as_well_in_every_format(root: Path, remembering: Embedder) -> None:
    plan = root / "corpus" / "ip-city-work-plan-2019-2021.md"
    asked = questions_about(read_questions(shipped()), plan.name)
    for figures, text, told in read_alike(plan, asked, remembering, ALIKE[:1]):
        assert figures.characters > 0.99, told
        assert figures.sections >= text.sections - 1, told
        # Markdown has the title in each path and blank lines, which moves what is near the threshold.
        assert figures.first >= text.first - 1, told
        assert figures.complete >= text.complete - 1, told


ALIKE = ("headings by style.docx", "web page.html", "printed.pdf")


def read_alike(
    plan: Path, asked: list[Question], embedder: Embedder, names: tuple[str, ...]
) -> Iterator[tuple[Figures, Figures, object]]:
    """Of each form: its figures, the text's, and what to tell of a difference."""
    writers = {name: write for name, write in forms().items() if name in names}
    text, *others = read_forms(plan, only_document(plan), asked, writers, lambda _: embedder)
    assert text.reading
    for other in others:
        assert other.reading, other.error
        told = other.form, differences(other.reading, text.reading, asked)
        yield compare(other.reading, text.reading), compare(text.reading, text.reading), told
