"""`python -m eval samples`: forty files of all formats are read, cited and refused as they should be."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import samples as command
from eval.__main__ import main
from eval.formats_compare import Plain
from eval.samples import Sample, Samples, make_samples, write_samples
from eval.samples_duties import DUTIES, duties_of, duty_table, grouped_table
from eval.samples_paper import number_of, paper_of
from eval.samples_pdf import chromium
from eval.samples_unreadable import write_doc
from index import Document, Index, Reading, UsageError, build, parse_document, read_documents
from qa import ask
from tests.conftest import HashEmbedder

CURES = {
    "old": ".docx",
    "encrypted": "without a password",
    "broken": "save it anew",
    "empty": "is empty",
    "scan": "OCR",
    "picture": "text recognition",
}


@pytest.fixture(scope="module")
def texts(root: Path) -> tuple[Document, ...]:
    return read_documents([root / "corpus"]).documents


@pytest.fixture(scope="module")
def samples(texts: tuple[Document, ...]) -> Samples:
    """All files but those that a browser prints, which takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("eval.samples_forms.chromium", lambda: None)
        return make_samples(texts)


@pytest.fixture(scope="module")
def folder(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("samples") / "files"
    write_samples(samples, made)
    return made


@pytest.fixture(scope="module")
def built(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, Reading]:
    return build([folder], tmp_path_factory.mktemp("index"), open_embedder=lambda _: HashEmbedder())


def by_source(reading: Reading) -> dict[str, Document]:
    return {source: document for document in reading.documents for source in document.sources}


def test_there_are_about_forty_files_of_every_format(samples: Samples) -> None:
    suffixes = {Path(sample.source).suffix for sample in samples.files}
    assert len(samples.files) >= 39
    assert {".docx", ".pdf", ".html", ".xlsx", ".csv", ".pptx", ".epub", ".zip", ".txt", ".md", ".doc"} <= suffixes
    assert len({sample.source for sample in samples.files}) == len(samples.files)


@pytest.mark.slow
def test_the_same_seed_makes_files_of_the_same_texts(
    texts: tuple[Document, ...], built: tuple[Index, Reading], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.samples_forms.chromium", lambda: None)
    write_samples(make_samples(texts), tmp_path / "again")
    again = by_source(read_documents([tmp_path / "again"]))
    assert {source: document.id for source, document in again.items()} == {
        source: document.id for source, document in by_source(built[1]).items()
    }


@pytest.mark.slow
@pytest.mark.browser
def test_what_a_browser_prints_is_read_whole(texts: tuple[Document, ...], tmp_path: Path) -> None:
    if chromium() is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    printed = [sample for sample in make_samples(texts).files if "printed" in sample.form]
    assert len(printed) == 2
    for sample in printed:
        (tmp_path / "printed.pdf").write_bytes(sample.data)
        read = read_documents([tmp_path / "printed.pdf"]).documents[0]
        typed = next(paper_of(text) for text in texts if text.title == read.title)
        assert all(Plain(read.text).places(block.text) for block in typed.blocks)
        assert len(read.pages) > 1


@pytest.mark.slow
def test_another_seed_makes_other_files(
    texts: tuple[Document, ...], samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.samples_forms.chromium", lambda: None)
    assert {file.source for file in make_samples(texts, 8).files} != {file.source for file in samples.files}


def test_every_readable_file_is_read_and_the_others_are_named(samples: Samples, built: tuple[Index, Reading]) -> None:
    read = by_source(built[1])
    reasons = {skipped.source: skipped.reason for skipped in built[1].skipped}
    for sample in samples.files:
        inside = [source for source in read if source == sample.source or source.startswith(f"{sample.source}/")]
        if sample.cause:
            assert not inside
            assert CURES[sample.cause] in reasons[sample.source], reasons[sample.source]
            assert len(reasons[sample.source]) > 10
        else:
            assert inside, (sample.source, reasons.get(sample.source))
    assert set(reasons) == {sample.source for sample in samples.files if sample.cause}


def test_archives_hold_their_files_by_name(built: tuple[Index, Reading]) -> None:
    sources = [source for source in by_source(built[1]) if ".zip/" in source]
    assert any(source.startswith("打包/上报材料.zip/附件/") for source in sources)
    assert any(source.startswith("打包/归档.zip/二级/材料.zip/") for source in sources)


def of_form(samples: Samples, part: int, suffix: str) -> Sample:
    return next(file for file in samples.files if file.part == part and file.source.endswith(suffix))


@pytest.mark.parametrize(
    ("part", "suffix"),
    [(0, ".docx"), (1, ".docx"), (2, ".pdf"), (0, ".html"), (1, ".pptx"), (2, ".epub"), (3, ".xlsx"), (5, ".csv")],
)
def test_a_table_says_who_leads(samples: Samples, built: tuple[Index, Reading], part: int, suffix: str) -> None:
    source = of_form(samples, part, suffix).source
    for duty in duties_of(part):
        answer = ask(f"{duty.task}由谁牵头？", built[0], filters={"source": source})
        assert duty.lead in answer.short, (duty, answer.text)
        assert source in answer.citations[0].chunk.document.sources


def test_a_sheet_with_english_headings_says_who_leads(samples: Samples, built: tuple[Index, Reading]) -> None:
    only = {"source": of_form(samples, 4, ".xlsx").source}
    for duty in duties_of(4):
        assert duty.lead in ask(f"{duty.task}由谁牵头？", built[0], filters=only).short
        assert duty.lead in ask(f"Which agency leads {duty.task}?", built[0], filters=only).text


def test_a_citation_of_a_pdf_names_the_page(samples: Samples, built: tuple[Index, Reading]) -> None:
    source = of_form(samples, 2, ".pdf").source
    citation = ask(f"{duties_of(2)[0].task}由谁牵头？", built[0], filters={"source": source}).citations[0]
    document = citation.chunk.document
    # The table stands at the document's end.
    assert document.page(citation.start) == len(document.pages) > 1
    assert document.page(document.text.index("\n") + 1) == 1


@pytest.mark.parametrize("form", ["counted by lists", "counted by styles", "bold headings, counted"])
def test_counted_numbers_are_read_as_they_were_typed(
    texts: tuple[Document, ...], samples: Samples, built: tuple[Index, Reading], form: str
) -> None:
    sample = next(file for file in samples.files if form in file.form)
    read = by_source(built[1])[sample.source]
    typed = next(paper_of(text) for text in texts if text.title == read.title)
    lines = ["".join(line.lstrip("•-· ").split()) for line in read.text.split("\n")]
    assert [block.text for block in typed.blocks if number_of(block.text)]
    for block in typed.blocks:
        assert "".join(block.text.split()) in lines


@given(st.integers(1, 99), st.sampled_from(["{}、", "（{}）", "{}.", "({})"]), st.sampled_from(["", " "]))
def test_a_number_and_the_rest_are_the_line(value: int, form: str, gap: str) -> None:
    line = f"{form.format(value)}{gap}修缮鼓楼"
    number = number_of(line)
    assert number
    assert (number.value, number.gap, number.rest) == (value, gap, "修缮鼓楼")
    assert f"{number.before}{number.value}{number.behind}{number.gap}{number.rest}" == line


@pytest.mark.parametrize("line", ["修缮鼓楼", "2.5公里", "——鼓楼", "一二年级"])
def test_what_is_no_number_is_not_counted(line: str) -> None:
    assert number_of(line) is None


def test_plain_text_and_markdown_become_the_same_blocks() -> None:
    text = parse_document("河道条例\n一、总则\n保护河道。\n（一）巡查\n每日两次。\n", "a.txt")
    markdown = parse_document("# 河道条例\n\n## 一、总则\n\n保护河道。\n\n### （一）巡查\n\n每日两次。\n", "a.md")
    assert paper_of(text).blocks == paper_of(markdown).blocks
    assert [(block.kind, block.level) for block in paper_of(text).blocks] == [
        ("title", 0),
        ("heading", 1),
        ("paragraph", 0),
        ("heading", 2),
        ("paragraph", 0),
    ]


def test_tables_hold_their_duties() -> None:
    for part in range(len(DUTIES) // 4):
        for duty in duties_of(part):
            assert any({duty.task, duty.lead, duty.support} <= set(row) for row in duty_table(part).rows)
            assert any({duty.task, duty.lead, duty.support} <= set(row) for row in grouped_table(part).rows)
        assert len({len(row) for row in grouped_table(part).rows}) == 1


def test_an_old_file_is_told_by_its_head() -> None:
    data = write_doc(3)
    assert data[:8] == bytes.fromhex("d0cf11e0a1b11ae1")
    assert "WordDocument".encode("utf-16-le") in data
    assert len(data) % 512 == 0


@pytest.mark.slow
def test_the_command_writes_lists_and_refuses_a_full_folder(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.samples_forms.chromium", lambda: None)
    out = tmp_path / "out"
    assert main(["samples", str(out), "--from", str(root / "corpus"), "--seed", "3"]) == 0
    said = capsys.readouterr().out
    files = [file for file in out.rglob("*") if file.is_file()]
    assert f"{len(files)} files in {out}" in said
    assert "left out: PDF files printed by chromium" in said
    assert main(["samples", str(out)]) == 2
    assert "is not empty: name a new folder" in capsys.readouterr().err


def test_without_reportlab_it_says_how_to_get_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "reportlab", None)
    assert main(["samples", str(tmp_path / "out")]) == 2
    assert 'pip install -e ".[test]"' in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_no_text_is_an_error() -> None:
    with pytest.raises(UsageError, match="--from"):
        make_samples([])
