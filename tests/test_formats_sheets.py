"""Workbooks and CSV: what is shown is what is read, a row a line."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from datetime import time as clock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from index.errors import UnreadableError
from index.formats import sheets as module
from index.formats.read import extract
from index.formats.sheet_values import shown
from index.formats.sheets import read_csv, read_xlsx

ROWS = [["任务", "牵头单位"], ["修建灯塔", "市海事局"]]
LINES = "任务：修建灯塔；牵头单位：市海事局。\n"


def workbook(*fill: Callable[[Worksheet], None], names: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    for at, one in enumerate(fill):
        sheet = book.active if at == 0 else book.create_sheet()
        if names:
            sheet.title = names[at]
        one(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(*values: list[object]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for row in values:
            sheet.append(row)

    return fill


def test_rows_with_their_headings() -> None:
    read = read_xlsx(workbook(rows(*ROWS)))
    assert (read.text, read.headings, dict(read.fields), read.notes) == (LINES, (), {}, ())
    assert read.tabular


def test_the_title_above_a_table_is_the_title() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["附件2"], ["银港市灯塔修建任务表"], ["单位：座"], *ROWS)(sheet)
        sheet.merge_cells("A2:B2")

    read = read_xlsx(workbook(fill))
    assert read.text == "附件2\n银港市灯塔修建任务表\n单位：座\n" + LINES
    assert read.fields == {"title": "银港市灯塔修建任务表"}


def test_names_of_sheets_are_headings() -> None:
    read = read_xlsx(workbook(rows(*ROWS), rows(*ROWS), rows(), names=("海上", "岸上", "空白")))
    assert read.text == f"海上\n{LINES}岸上\n{LINES}"
    assert [(read.text[at : at + 2], level) for at, level in read.headings] == [("海上", 1), ("岸上", 1)]
    assert read_xlsx(workbook(rows(*ROWS), names=("灯塔",))).text == "灯塔\n" + LINES


def test_merged_headings_and_groups() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(
            ["类别", "任务", "责任单位", None],
            [None, None, "牵头", "配合"],
            ["航道", "修建灯塔", "市海事局", "市财政局\n市港务局"],
            [None, "疏浚航道", "市港务局", None],
        )(sheet)
        for area in ("A1:A2", "B1:B2", "C1:D1", "A3:A4"):
            sheet.merge_cells(area)

    assert read_xlsx(workbook(fill)).text == (
        "类别：航道；任务：修建灯塔；责任单位（牵头）：市海事局；责任单位（配合）：市财政局、市港务局。\n"
        "类别：航道；任务：疏浚航道；责任单位（牵头）：市港务局。\n"
    )


def test_tables_parted_by_blank_rows() -> None:
    read = read_xlsx(workbook(rows(*ROWS, [], ["疏浚航道", "市港务局"], [], [], ["航标", "数量"], ["浮标", 12])))
    assert read.text == LINES + "任务：疏浚航道；牵头单位：市港务局。\n航标：浮标；数量：12。\n"


def test_what_is_hidden_is_left_out_with_a_note() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["任务", "底价", "牵头单位"], ["修建灯塔", 5, "市海事局"], ["废弃", 6, "某局"])(sheet)
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True

    def hide(sheet: Worksheet) -> None:
        rows(["草稿", "不看"])(sheet)
        sheet.sheet_state = "hidden"

    read = read_xlsx(workbook(fill, hide, names=("任务", "草稿")))
    assert read.text == "任务\n" + LINES
    assert read.notes == (
        "hidden rows of sheet 任务 were left out (1)",
        "hidden columns of sheet 任务 were left out (1)",
        "hidden sheets were left out: 草稿",
    )


def test_formulas_show_their_stored_results() -> None:
    data = workbook(rows(["项目", "金额"], ["灯塔", "=1+2"]))
    read = read_xlsx(data)
    assert read.text == "项目：灯塔。\n"
    assert "1 formulas without a result" in read.notes[0]
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"</f><v ?/?>(?:</v>)?", b"</f><v>3</v>", old.read(name)))
    read = read_xlsx(stored.getvalue())
    assert (read.text, read.notes) == ("项目：灯塔；金额：3。\n", ())


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (12, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (1e15 + 0.5, "General", "1e+15"),
        (3.0, "General", "3"),
        (0.125, "0.0%", "12.5%"),
        (0.125, "0%", "13%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234567, "#,##0,", "1,235"),
        (7, "000", "007"),
        (2.5, "0.##", "2.5"),
        (2, "0.##", "2"),
        (-3.5, "0.0;(0.0)", "(3.5)"),
        (-3.5, "0.0", "-3.5"),
        (3, '0"座"', "3座"),
        (12.345, '"￥"#,##0.00"万元"', "￥12.35万元"),
        (5, "[Red]0", "5"),
        (5, "[$-804]0", "5"),
        (5, "@", "5"),
        (1.5, "# ?/?", "1.5"),
        (12345, "0.00E+00", "12345"),
        (float("inf"), "0", ""),
        (True, "General", "TRUE"),
        ("#N/A", "General", ""),
        ("# 号", "General", "# 号"),
        (None, "General", ""),
        (date(2023, 3, 5), "yyyy-mm-dd", "2023年3月5日"),
        (datetime(2023, 3, 5, 0, 0), "mm-dd-yy", "2023年3月5日"),
        (datetime(2023, 3, 5, 8, 5), "yyyy/m/d h:mm", "2023年3月5日 08:05"),
        (datetime(2023, 3, 1, 0, 0), 'yyyy"年"m"月"', "2023年3月"),
        (datetime(2023, 3, 1, 0, 0), "yyyy", "2023年"),
        (datetime(2023, 3, 5, 0, 0), 'm"月"d"日"', "3月5日"),
        (clock(8, 30), "h:mm", "08:30"),
        (timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
    ],
)
def test_values_as_they_are_shown(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@given(
    st.one_of(st.integers(), st.floats(), st.text(max_size=8), st.datetimes(), st.none(), st.booleans()),
    st.text(alphabet='0#?,.%;"@[]yMdhms/E+-_*\\年元 General', max_size=14),
)
def test_any_value_in_any_format_is_a_text(value: object, number_format: str) -> None:
    assert isinstance(shown(value, number_format), str)


def test_a_million_rows_with_nothing_in_them_take_no_time() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(*ROWS)(sheet)
        sheet["A1048576"] = "备注：完"

    began = time.perf_counter()
    assert read_xlsx(workbook(fill)).text == LINES + "备注：完\n"
    assert time.perf_counter() - began < 20


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(rows(*ROWS)))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name == "xl/worksheets/sheet1.xml" else part)
    return made.getvalue()


def test_one_merged_cell_over_all_the_sheet_is_refused() -> None:
    merged = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    with pytest.raises(UnreadableError, match="3,000,000 cells"):
        read_xlsx(with_sheet(lambda part: part.replace(b"</sheetData>", merged)))


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_CELLS", 3)
    with pytest.raises(UnreadableError, match="more than 3 cells"):
        read_xlsx(workbook(rows(*ROWS)))


def test_entities_do_not_grow() -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "'
        + b"x" * 1000
        + b'">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(8))
        + b"]>"
    )
    data = with_sheet(lambda part: bomb + part.replace(b"<v>0</v>", b"<v>&i;</v>"))
    began = time.perf_counter()
    with suppress(UnreadableError):
        assert len(extract("a.xlsx", data).text) < 100_000
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_of_any_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    lines = [["任務", "負責單位", "說明"], ["修建燈塔", "市海事局", "年底完成"], ["疏浚航道", "市港務局", "六月完成"]]
    data = "\r\n".join(map(delimiter.join, lines)).encode(encoding)
    assert read_csv(data).text.startswith("任務：修建燈塔；負責單位：市海事局；說明：年底完成。\n")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('任务,说明\n修建灯塔,"两座，""东""岸\n和西岸"\n', '任务：修建灯塔；说明：两座，"东"岸、和西岸。\n'),
        ("任务,说明\n修建灯塔\n疏浚航道,年内,多出\n", "任务：修建灯塔。\n任务：疏浚航道；说明：年内；多出。\n"),
        ('任务,说明\n修建灯塔,"没有结束的引号\n下一行\n', "任务：修建灯塔；说明：没有结束的引号、下一行。\n"),
        ("银港市任务表\n任务,说明\n修建灯塔,两座\n", "银港市任务表\n任务：修建灯塔；说明：两座。\n"),
        ("\n\n", ""),
        ("一句话，没有别的。\n", "一句话，没有别的。\n"),
        ("Task,Lead\nRepair the lamp,Harbour Office\n", "Task: Repair the lamp; Lead: Harbour Office.\n"),
        ("说明\t数量\n甲,乙,丙\t1\n丁\t2\n", "说明：甲,乙,丙；数量：1。\n说明：丁；数量：2。\n"),
    ],
)
def test_csv(text: str, lines: str) -> None:
    assert read_csv(text.encode()).text == lines


def test_a_huge_field_is_read() -> None:
    long = "灯" * 300_000
    assert long in read_csv(f"任务,说明\n修建,{long}\n".encode()).text


def test_a_csv_that_is_no_text_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read_csv(bytes(range(256)) * 4)


@given(st.text(max_size=200))
def test_any_text_is_read_as_csv(text: str) -> None:
    try:
        read = read_csv(b"\xef\xbb\xbf" + text.encode())
    except UnreadableError:
        return
    assert "\r" not in read.text
    assert all(line.strip() for line in read.text.split("\n")[:-1])
