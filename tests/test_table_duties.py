"""Tables of responsibilities, of a workbook, a Word file and a web page: who leads, who supports, in two languages."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from docx import Document as WordFile
from openpyxl import Workbook

from index import Index, build, parse_document, read_documents, split_sections
from index.formats.tables import table_lines
from qa import ask
from qa.agencies import clauses
from qa.clause import Clause
from qa.clause_measures import title_of
from qa.clause_numbers import number_of
from qa.register import rows as register_rows
from tests.conftest import HashEmbedder

TITLE = "海棠市河湖治理重点任务分工表"
TABLE = [
    ["序号", "重点任务", "责任单位", "责任单位", "完成时限"],
    ["序号", "重点任务", "牵头", "配合", "完成时限"],
    ["1", "清理白鹭湖沿岸违章棚屋", "市城市管理局", "市水务局\n白鹭区人民政府", "2023年6月"],
    ["2", "新建雨水花园12处", "市园林局", "市财政局", "2023年10月"],
    ["3", "发布河湖水质月报", "市生态环境局", "", "每月"],
]
ENGLISH = [
    ["No.", "Task", "Lead agency", "Supporting agencies"],
    ["1", "Repair the footbridges over the Heron River", "Transport Bureau", "Finance Bureau, Parks Office"],
    ["2", "Plant reeds along the eastern shore", "Parks Office", ""],
]


def workbook(rows: Sequence[Sequence[str]], title: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(rows[0]))
    for row in rows:
        sheet.append(row)
    first = 2 if title else 1
    if rows[0] == TABLE[0]:
        sheet.merge_cells(start_row=first, end_row=first, start_column=3, end_column=4)
        for column in (1, 2, 5):
            sheet.merge_cells(start_row=first, end_row=first + 1, start_column=column, end_column=column)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word_file(rows: Sequence[Sequence[str]], title: str = "") -> bytes:
    file = WordFile()
    file.add_paragraph(title)
    table = file.add_table(len(rows), len(rows[0]))
    for row, cells in zip(rows, table.rows, strict=True):
        for text, cell in zip(row, cells.cells, strict=True):
            cell.text = text
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def web_page(rows: Sequence[Sequence[str]], title: str = "") -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    return f"<html><body><h1>{title}</h1><table>{cells}</table></body></html>".encode()


def csv_file(rows: Sequence[Sequence[str]], title: str = "") -> bytes:
    return "".join(",".join(f'"{text}"' for text in row) + "\r\n" for row in rows).encode("gb18030")


FORMATS: dict[str, Callable[..., bytes]] = {
    "xlsx": workbook,
    "docx": word_file,
    "html": web_page,
    "csv": csv_file,
}


@pytest.fixture(scope="module", params=list(FORMATS))
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp(request.param)
    (folder / f"分工表.{request.param}").write_bytes(FORMATS[request.param](TABLE, TITLE))
    (folder / f"tasks.{request.param}").write_bytes(FORMATS[request.param](ENGLISH, "Tasks of the River Programme"))
    (folder / "通知.txt").write_text(
        "海棠市水务局关于开展巡河的通知\n各区：\n请每周巡河一次，并报送记录。\n", encoding="utf-8"
    )
    return build([folder], folder / "index", open_embedder=lambda _: HashEmbedder())[0]


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("清理白鹭湖沿岸违章棚屋由谁牵头？", ["市城市管理局"]),
        ("新建雨水花园由哪个部门牵头，哪个部门配合？", ["市园林局", "市财政局"]),
        ("发布河湖水质月报的牵头单位是谁？", ["市生态环境局"]),
        ("第2项任务由谁牵头？", ["市园林局"]),
        ("Which agency leads the repair of the footbridges over the Heron River?", ["Transport Bureau"]),
        ("Who leads planting reeds along the eastern shore?", ["Parks Office"]),
    ],
)
def test_who_leads(index: Index, question: str, short: list[str]) -> None:
    answer = ask(question, index=index)
    assert answer.answered, answer.reason
    assert list(answer.short) == short
    assert all(name in citation.quote for name in short for citation in answer.citations[:1])


def test_what_a_body_leads(index: Index) -> None:
    answer = ask("市园林局牵头哪些任务？", index=index)
    assert answer.answered
    assert "新建雨水花园12处" in answer.text
    assert "违章棚屋" not in answer.text


def test_the_register_has_a_row_for_each_row(index: Index) -> None:
    found = {row.measure: (row.number, [body.name for body in row.lead]) for row in register_rows(index)}
    assert found["清理白鹭湖沿岸违章棚屋"] == (1, ["市城市管理局"])
    assert found["发布河湖水质月报"] == (3, ["市生态环境局"])
    assert found["Repair the footbridges over the Heron River"] == (1, ["Transport Bureau"])
    assert len(found) == 5


def read(*lines: str) -> list[Clause]:
    document = parse_document("\n".join(lines) + "\n", "表.txt")
    return list(clauses(document, split_sections(document)))


def named(clause: Clause) -> tuple[str, list[str], list[str]]:
    text = clause.document.text
    for body in clause.bodies:
        assert clause.start <= body.start < body.end <= clause.end
    return (
        title_of(clause),
        [text[body.start : body.end] for body in clause.lead],
        [text[body.start : body.end] for body in clause.support],
    )


@pytest.mark.parametrize(
    ("lead", "support"),
    [
        ("牵头单位", "配合单位"),
        ("牵头部门", "协办单位"),
        ("责任单位", "配合部门"),
        ("主办单位", "协办单位"),
        ("责任部门", "参与单位"),
        ("市级牵头单位", "支持单位"),
        ("责任单位（牵头）", "责任单位（配合）"),
        ("责任分工（牵头单位）", "责任分工（配合单位）"),
        ("牵头", "配合"),
    ],
)
def test_headings_that_name_bodies(lead: str, support: str) -> None:
    (line,) = table_lines([["工作内容", lead, support], ["修建长堤步道", "市交通局、市水务局", "市财政局"]])
    assert [named(one) for one in read(line)] == [("修建长堤步道", ["市交通局", "市水务局"], ["市财政局"])]


@pytest.mark.parametrize(
    ("lead", "support"),
    [
        ("Lead", "Support"),
        ("Lead agency", "Supporting agencies"),
        ("Lead Department", "Partners"),
        ("Responsible", "Assisting units"),
        ("Responsible agency", "Supported by"),
    ],
)
def test_english_headings_that_name_bodies(lead: str, support: str) -> None:
    rows = [
        ["Task", lead, support],
        ["Open a reading room", "Culture and Sports Bureau", "Finance Office and Parks Unit"],
    ]
    (line,) = table_lines(rows)
    expected = ("Open a reading room", ["Culture and Sports Bureau"], ["Finance Office", "Parks Unit"])
    assert [named(one) for one in read(line)] == [expected]


def test_the_measure_is_the_cell_that_says_what_is_to_be_done() -> None:
    (one,) = read(
        "序号：7；类别：文化惠民；重点任务：办好读书月；责任单位：市文体局；完成时限：2023年底前全部完成并报送总结。"
    )
    assert named(one) == ("办好读书月", ["市文体局"], [])
    assert number_of(one) == 7
    (other,) = read("牵头单位：市水务局；工作内容：疏浚河道；时限：6月。")
    assert named(other) == ("疏浚河道", ["市水务局"], [])
    assert number_of(other) is None


def test_rows_below_a_numbered_heading_do_not_have_its_number() -> None:
    one, other = read(
        "一、水环境",
        "任务：清理河道；牵头单位：市水务局。",
        "任务：种植芦苇；牵头单位：市园林局。",
    )
    assert number_of(one) is number_of(other) is None
    assert [named(each)[0] for each in (one, other)] == ["清理河道", "种植芦苇"]


def test_labels_below_a_measure_stay_what_they_were() -> None:
    (one,) = read("一、办好读书月", "每年四月举办。", "牵头单位：市文体局；配合单位：市财政局。")
    assert named(one) == ("一、办好读书月", ["市文体局"], ["市财政局"])


def test_every_row_of_one_task_is_told_with_the_task_in_its_quote(tmp_path: Path) -> None:
    rows = [
        ["任务", "牵头单位", "配合单位"],
        ["疏通雨水管", "市水务局", "市财政局"],
        ["疏通雨水管", "市住房局", "市审计局"],
        ["修补河堤", "市园林局", ""],
    ]
    (tmp_path / "分工.csv").write_bytes(csv_file(rows))
    made = build([tmp_path / "分工.csv"], tmp_path / "index", open_embedder=lambda _: HashEmbedder())[0]
    answer = ask("疏通雨水管由谁牵头？", made)
    assert {"市水务局", "市住房局"} <= set(answer.short)
    assert all("任务：疏通雨水管" in citation.quote for citation in answer.citations)
    assert "市园林局" not in answer.text


SERVICES = (
    "事项,办理部门,办理时限,收费\n食品经营许可证,市市场监管局,20个工作日,不收费\n"
    "道路临时占用,市城管局,5个工作日,每平方米2元\n取水许可证,市水务局,45天,不收费\n"
)


@pytest.mark.parametrize(
    ("question", "row", "short"),
    [
        ("取水许可证需要几天？", "取水许可证", "45天"),
        ("办理食品经营许可证需要多长时间", "食品经营许可证", "20个工作日"),
        ("道路临时占用由哪个部门办理", "道路临时占用", "市城管局"),
    ],
)
def test_a_cell_is_quoted_with_its_row(question: str, row: str, short: str, tmp_path: Path) -> None:
    """Regression: each cell was a sentence by itself, so that one of another row, or none, was quoted."""
    (tmp_path / "办事指南.csv").write_text(SERVICES, "utf-8")
    index = Index.from_documents(read_documents([tmp_path]).documents, HashEmbedder())
    citation = ask(question, index).citations[0]
    assert citation.quote.startswith(f"事项：{row}；")
    assert short in citation.quote
