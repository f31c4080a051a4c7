"""Paper -> .pptx, by python-pptx."""

from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.util import Inches

from eval.samples_paper import Block, Paper

_PER_SLIDE = 5  # paragraphs
_TITLE_LAYOUT, _TEXT_LAYOUT, _TABLE_LAYOUT = 0, 1, 5


def write_pptx(paper: Paper) -> bytes:
    """A slide with the title, one for each heading with its paragraphs as points, one for each table; with notes."""
    slides = Presentation()
    first = slides.slides.add_slide(slides.slide_layouts[_TITLE_LAYOUT])
    first.shapes.title.text = paper.title
    first.placeholders[1].text = paper.issuer or "会议材料"
    heading = paper.title
    points: list[str] = []
    for block in paper.blocks:
        if block.kind in ("heading", "table"):
            _points(slides, heading, points)
        if block.kind == "heading":
            heading, points = block.text, []
        elif block.kind == "table":
            _table(slides, heading, block)
            points = []
        elif block.kind != "title":
            points.append(block.text)
    _points(slides, heading, points)
    data = BytesIO()
    slides.save(data)
    return data.getvalue()


def _points(slides: Any, heading: str, points: list[str]) -> None:
    for at in range(0, len(points), _PER_SLIDE):
        slide = slides.slides.add_slide(slides.slide_layouts[_TEXT_LAYOUT])
        slide.shapes.title.text = heading
        frame = slide.placeholders[1].text_frame
        frame.text, *rest = points[at : at + _PER_SLIDE]
        for text in rest:
            frame.add_paragraph().text = text
        slide.notes_slide.notes_text_frame.text = "讲稿：请各单位对照执行。"


def _table(slides: Any, heading: str, block: Block) -> None:
    rows = block.table.rows
    slide = slides.slides.add_slide(slides.slide_layouts[_TABLE_LAYOUT])
    slide.shapes.title.text = heading
    shape = slide.shapes.add_table(len(rows), len(rows[0]), Inches(0.5), Inches(1.5), Inches(9), Inches(4))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            shape.table.cell(at, column).text = text
    for top, left, bottom, right in block.table.merged:
        shape.table.cell(top, left).merge(shape.table.cell(bottom, right))
