"""Tables -> lines: headings found, each row readable alone, nothing lost."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats.tables import read_table, table_lines

Rows = Sequence[Sequence[str]]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        pytest.param(
            [["任务", "牵头单位", "配合单位"], ["修桥", "市交通局", "市财政局"], ["植树", "市园林局", ""]],
            ["任务：修桥；牵头单位：市交通局；配合单位：市财政局。", "任务：植树；牵头单位：市园林局。"],
            id="one heading row, empty cells out",
        ),
        pytest.param(
            [["任务", "责任单位", "责任单位"], ["任务", "牵头", "配合"], ["修桥", "市交通局", "市财政局"]],
            ["任务：修桥；责任单位（牵头）：市交通局；责任单位（配合）：市财政局。"],
            id="two heading rows, merged",
        ),
        pytest.param(
            [["任务", "责任单位", ""], ["", "牵头", "配合"], ["修桥", "市交通局", "市财政局"]],
            ["任务：修桥；责任单位（牵头）：市交通局；责任单位（配合）：市财政局。"],
            id="two heading rows, blank instead of merged",
        ),
        pytest.param(
            [
                ["指标", "目标值", "目标值", "目标值"],
                ["指标", "近期", "近期", "远期"],
                ["指标", "2022年", "2023年", "2030年"],
                ["绿道（公里）", "12", "30", "80"],
            ],
            [
                "指标：绿道（公里）；目标值（近期，2022年）：12；目标值（近期，2023年）：30；目标值（远期，2030年）：80。"
            ],
            id="three heading rows",
        ),
        pytest.param(
            [["榕江市任务表"] * 2, ["任务", "时限"], ["修桥", "6月"], ["注：按月报送。"] * 2],
            ["榕江市任务表", "任务：修桥；时限：6月。", "注：按月报送。"],
            id="title and remark span everything",
        ),
        pytest.param(
            [["榕江市任务表", ""], ["", "计量单位：公里"], ["任务", "里程"], ["修路", "12"]],
            ["榕江市任务表", "计量单位：公里", "任务：修路；里程：12。"],
            id="title and unit in one cell of their rows",
        ),
        pytest.param(
            [["任务", "时限"], ["一、道路", "一、道路"], ["修桥", "6月"], ["（二）绿化", ""], ["植树", "3月"]],
            ["一、道路", "任务：修桥；时限：6月。", "（二）绿化", "任务：植树；时限：3月。"],
            id="rows that head a group",
        ),
        pytest.param(
            [["类别", "任务"], ["道路", "修桥"], ["道路", "铺路"]],
            ["类别：道路；任务：修桥。", "类别：道路；任务：铺路。"],
            id="a group in the first column",
        ),
        pytest.param(
            [["单位名称", "榕江市测绘院"], ["地址", "滨江路3号"], ["成立时间", "1998年"]],
            ["单位名称：榕江市测绘院。", "地址：滨江路3号。", "成立时间：1998年。"],
            id="names and values",
        ),
        pytest.param(
            [["姓名", "韦某", "职务", "站长"], ["单位", "测绘院", "电话", "见官网"]],
            ["姓名：韦某；职务：站长。", "单位：测绘院；电话：见官网。"],
            id="names and values side by side",
        ),
        pytest.param([["甲村", "乙村"], ["丙村", "丁村"]], ["甲村；乙村。", "丙村；丁村。"], id="no headings"),
        pytest.param(
            [["", "城区", "郊区"], ["人口（万人）", "12", "30"], ["面积", "100平方公里", "260平方公里"]],
            ["人口（万人）；城区：12；郊区：30。", "面积；城区：100平方公里；郊区：260平方公里。"],
            id="an empty corner",
        ),
        pytest.param([["一个格子\n两行字"]], ["一个格子", "两行字"], id="one cell"),
        pytest.param(
            [["左栏" + "先说清楚这件事为什么要办以及怎样办。" * 6, "右栏" + "再说清楚由谁来办以及何时办成。" * 6]],
            ["左栏" + "先说清楚这件事为什么要办以及怎样办。" * 6, "右栏" + "再说清楚由谁来办以及何时办成。" * 6],
            id="a table that only lays out prose",
        ),
        pytest.param(
            [["任务", "时限"], ["修桥", "6月"], ["任务", "时限"], ["植树", "3月"]],
            ["任务：修桥；时限：6月。", "任务：植树；时限：3月。"],
            id="headings repeated on the next page",
        ),
        pytest.param(
            [["Task", "Lead", "Due"], ["Repair the weir", "Water Office", "June"]],
            ["Task: Repair the weir; Lead: Water Office; Due: June."],
            id="English",
        ),
        pytest.param(
            [["任务", "任务", "时限"], ["1", "修桥", "6月"]],
            ["任务：1 修桥；时限：6月。"],
            id="a heading over two columns",
        ),
        pytest.param(
            [["任务", "说明", "时限"], ["修建长堤步道并配套照明", "修建长堤步道并配套照明", "6月"]],
            ["任务：修建长堤步道并配套照明；说明：修建长堤步道并配套照明；时限：6月。"],
            id="a short cell twice is two cells",
        ),
        pytest.param(
            [["任务", "说明", "时限"], ["修建长堤步道，配套照明和座椅", "修建长堤步道，配套照明和座椅", "6月"]],
            ["任务：修建长堤步道，配套照明和座椅；时限：6月。"],
            id="a long cell twice is one that spans",
        ),
        pytest.param(
            [["名称", "数量"], ["a", "1", "多出"], ["b"]], ["名称：a；数量：1；多出。", "名称：b。"], id="ragged"
        ),
        pytest.param([["任务", "牵头单位"]], ["任务；牵头单位。"], id="headings alone"),
        pytest.param([], [], id="nothing"),
        pytest.param([["", " "], ["\n"]], [], id="blank"),
    ],
)
def test_lines(rows: Rows, lines: list[str]) -> None:
    assert table_lines(rows) == lines


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("市交通局\n市财政局", "市交通局、市财政局"),
        ("1.清淤\n2.护坡\n3.绿化", "1.清淤；2.护坡；3.绿化"),
        ("完成清淤。\n完成护坡。", "完成清淤。完成护坡"),
        ("按照年度计划完成全部河段的清\n淤和护坡", "按照年度计划完成全部河段的清淤和护坡"),
        ("按期完成。", "按期完成"),
        ("  有 空白  \n\n", "有 空白"),
    ],
)
def test_cells_of_several_lines(cell: str, text: str) -> None:
    assert table_lines([["任务", "说明", "时限"], ["治河", cell, "6月"]]) == [f"任务：治河；说明：{text}；时限：6月。"]


def test_the_number_of_heading_rows_can_be_told() -> None:
    rows = [["甲", "乙"], ["丙", "丁"]]
    assert table_lines(rows, heading_rows=1) == ["甲：丙；乙：丁。"]
    assert table_lines([["任务", "时限"], ["修桥", "6月"]], heading_rows=0) == ["任务；时限。", "修桥；6月。"]


def test_a_part_without_headings_goes_on_with_those_before() -> None:
    first = read_table([["序号", "任务", "", "时限"], ["1", "修桥", "", "6月"]])
    second = read_table([["2", "植树", "", ""]], before=first.headings)
    assert second.lines == ("序号：2；任务：植树。",)
    assert read_table([["2", "植树", "又及", ""]], before=first.headings).lines == ("2；植树；又及。",)


TEXT = st.text(alphabet="任务单位甲乙丙12 \n。；：ab", max_size=12)
TABLE = st.lists(st.lists(TEXT, max_size=5), max_size=7)


@given(TABLE)
def test_any_table_is_lines_that_lose_nothing_below_the_headings(rows: list[list[str]]) -> None:
    lines = table_lines(rows)
    assert all(line.strip() and "\n" not in line for line in lines)
    said = "".join("\n".join(lines).split())
    headings = {cell for row in read_table(rows).headings for cell in row}
    for row in rows:
        for cell in row:
            kept = "".join(cell.split()).rstrip("。；;，,")
            if "\n" not in cell.strip() and cell.strip() not in headings and kept.strip("：。；;，,"):
                assert kept.rstrip("：") in said


@given(TABLE)
def test_lines_are_the_same_with_empty_rows_and_columns(rows: list[list[str]]) -> None:
    wide = [[*row, ""] for row in rows]
    assert table_lines([[], *wide, [""]]) == table_lines(rows)
