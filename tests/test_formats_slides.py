"""read_pptx on files that python-pptx writes."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from index.errors import UnreadableError
from index.formats import slides
from index.formats.extracted import Extracted
from index.formats.slides import read_pptx

TITLE, CONTENT, TITLE_ONLY, BLANK = 0, 1, 5, 6


def presented(*makers: tuple[int, Callable[[Any], None]]) -> bytes:
    presentation = Presentation()
    for layout, make in makers:
        make(presentation.slides.add_slide(presentation.slide_layouts[layout]))
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def lines_of(extracted: Extracted) -> list[str]:
    return extracted.text.split("\n")[:-1]


def box(shapes: Any, text: str, left: float, top: float) -> Any:
    shape = shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(0.5))
    shape.text_frame.text = text
    return shape


def test_titles_are_headings_and_slides_pages() -> None:
    def cover(slide: Any) -> None:
        slide.shapes.title.text = "青石市智慧水务\v三年行动"
        slide.placeholders[1].text = "市水务局"

    def goals(slide: Any) -> None:
        slide.shapes.title.text = "总体目标"
        slide.placeholders[1].text = "漏损率降到百分之八"

    read = read_pptx(presented((TITLE, cover), (CONTENT, goals)))
    assert lines_of(read) == ["青石市智慧水务 三年行动", "市水务局", "总体目标", "漏损率降到百分之八"]
    assert [(read.text[at:].split("\n")[0], level) for at, level in read.headings] == [
        ("青石市智慧水务 三年行动", 1),
        ("总体目标", 1),
    ]
    assert [read.text[at:].split("\n")[0] for at in read.pages] == ["青石市智慧水务 三年行动", "总体目标"]


def test_bullets_keep_their_level_and_notes_stand_behind() -> None:
    def slide(slide: Any) -> None:
        frame = slide.placeholders[1].text_frame
        frame.text = "新建加压泵站四座"
        deeper = frame.add_paragraph()
        deeper.text, deeper.level = "其中城北两座", 1
        slide.notes_slide.notes_text_frame.text = "说明：以批复为准"
        slide.shapes.title.text = "重点工程"

    assert lines_of(read_pptx(presented((CONTENT, slide)))) == [
        "重点工程",
        "新建加压泵站四座",
        "◦ 其中城北两座",
        "备注：说明：以批复为准",
    ]


def test_shapes_are_read_row_by_row_and_groups_in_their_place() -> None:
    def slide(slide: Any) -> None:
        box(slide.shapes, "右上", 5, 1.0)
        box(slide.shapes, "下", 1, 4)
        box(slide.shapes, "左上", 1, 1.1)
        group = slide.shapes.add_group_shape()
        box(group.shapes, "组内乙", 4, 2.5)
        box(group.shapes, "组内甲", 1, 2.5)

    assert lines_of(read_pptx(presented((BLANK, slide)))) == ["左上", "右上", "组内甲", "组内乙", "下"]


def test_tables_have_their_headings_and_merged_cells_in_each_place() -> None:
    def slide(slide: Any) -> None:
        table = slide.shapes.add_table(3, 3, Inches(1), Inches(1), Inches(8), Inches(2)).table
        rows = [["任务", "牵头单位", "配合单位"], ["更换老旧水表", "市水务局", "各街道"], ["公开水质", "", "市卫健委"]]
        for at, row in enumerate(rows):
            for place, text in enumerate(row):
                table.cell(at, place).text = text
        table.cell(1, 1).merge(table.cell(2, 1))

    assert lines_of(read_pptx(presented((BLANK, slide)))) == [
        "任务：更换老旧水表；牵头单位：市水务局；配合单位：各街道。",
        "任务：公开水质；牵头单位：市水务局；配合单位：市卫健委。",
    ]


def test_charts_are_read_as_tables() -> None:
    def slide(slide: Any) -> None:
        data = CategoryChartData()
        data.categories = ["2031年", "2032年"]
        data.add_series("供水量", (310, 325))
        data.add_series("节水量", (12, 15))
        frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(1), Inches(5), Inches(3), data)
        frame.chart.has_title = True
        frame.chart.chart_title.text_frame.text = "水量（万吨）"

    assert lines_of(read_pptx(presented((BLANK, slide)))) == [
        "水量（万吨）",
        "类别：2031年；供水量：310；节水量：12。",
        "类别：2032年；供水量：325；节水量：15。",
    ]


def test_hidden_and_empty_slides_are_named() -> None:
    def hidden(slide: Any) -> None:
        slide.shapes.title.text = "内部稿"
        slide._element.set("show", "0")

    def shown(slide: Any) -> None:
        slide.shapes.title.text = "公开稿"

    read = read_pptx(presented((TITLE_ONLY, shown), (TITLE_ONLY, hidden), (BLANK, lambda slide: None)))
    assert lines_of(read) == ["公开稿"]
    assert read.notes == ("slide 2 is hidden and left out", "slide 3 is without text (pictures are not read)")
    assert len(read.pages) == 3
    with pytest.raises(UnreadableError, match="holds no text"):
        read_pptx(presented((BLANK, lambda slide: None)))


def test_encrypted_and_broken_files_are_refused() -> None:
    whole = presented((TITLE_ONLY, lambda slide: None))
    secret = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableError, match="encrypted"):
        read_pptx(secret)
    for broken in (b"", b"PK\x03\x04", whole[: len(whole) // 2], b"not slides"):
        with pytest.raises(UnreadableError, match="broken"):
            read_pptx(broken)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UnreadableError, match="broken"):
        read_pptx(other.getvalue())


def test_too_many_shapes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def slide(slide: Any) -> None:
        for at in range(9):
            box(slide.shapes, f"{at}", 1, at / 2)

    monkeypatch.setattr(slides, "MOST_SHAPES", 5)
    with pytest.raises(UnreadableError, match="MOST_SHAPES"):
        read_pptx(presented((BLANK, slide)))


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30)


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5))
def test_no_text_is_lost(texts: list[str]) -> None:
    def slide(slide: Any) -> None:
        slide.shapes.title.text = "标题"
        for at, text in enumerate(texts):
            box(slide.shapes, text, 1, 1 + at)

    read = read_pptx(presented((TITLE_ONLY, slide)))
    assert lines_of(read) == ["标题", *filter(None, (" ".join(text.split()) for text in texts))]
