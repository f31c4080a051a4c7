"""Text of .pptx files: each slide a page, its title a heading, then its shapes from the top left; notes behind."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn

from index.errors import UnreadableError
from index.formats.extracted import Extracted, TextWriter
from index.formats.package import broken, open_package
from index.formats.tables import table_lines

MOST_SHAPES = 200_000
_MOST_DEPTH = 20  # of groups in groups
_FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER)
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
_BULLETS = "•◦▪"
_NOTES = "备注："
# What python-pptx and lxml raise on damaged files; they have no common base.
_DAMAGED = (
    PythonPptxError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    NotImplementedError,
    RuntimeError,
)
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def read_pptx(data: bytes) -> Extracted:
    """The text of a .pptx file: slides are pages, their titles headings of level 1.

    Raises UnreadableError for a file that is encrypted, broken, too large, or without text.
    """
    presentation = _opened(data)
    writer = TextWriter()
    hidden: list[int] = []
    silent: list[int] = []
    left = MOST_SHAPES
    try:
        for number, slide in enumerate(presentation.slides, 1):
            writer.page()
            if slide._element.get("show") in {"0", "false"}:
                hidden.append(number)
                continue
            shapes = list(_ordered(slide.shapes, left))
            left -= len(shapes)
            if not _write(writer, slide, shapes):
                silent.append(number)
    except _DAMAGED as error:
        raise broken(".pptx") from error
    notes = []
    if hidden:
        notes.append(f"{_named(hidden)} hidden and left out")
    if silent:
        notes.append(f"{_named(silent)} without text (pictures are not read)")
    extracted = writer.extracted(notes=notes)
    if not extracted.text:
        raise UnreadableError("holds no text: its slides are empty, hidden or pictures")
    return extracted


def _opened(data: bytes) -> Any:
    with open_package(data, ".pptx"):  # for its bounds; python-pptx has none
        pass
    try:
        return Presentation(io.BytesIO(data))
    except _DAMAGED as error:
        raise broken(".pptx") from error


def _named(numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers))
    return f"slide {listed} is" if len(numbers) == 1 else f"slides {listed} are"


@dataclass(frozen=True, slots=True)
class _Placed:
    """A shape that may hold text, and its place on the slide in EMU."""

    shape: Any
    left: float
    top: float
    height: float


def _ordered(shapes: Iterable[Any], most: int) -> Iterator[Any]:
    """The shapes of a slide or group as they are read: titles first, then row by row from the top left."""
    placed = []
    for at, shape in enumerate(shapes):
        if at >= most:
            raise UnreadableError(f"holds more than {MOST_SHAPES} shapes (MOST_SHAPES): split it")
        placed.append(_Placed(shape, shape.left or 0, shape.top or 0, shape.height or 0))
    titles = [item for item in placed if _is_title(item.shape)]
    rest = [item for item in placed if not _is_title(item.shape) and not _is_furniture(item.shape)]
    yield from (item.shape for item in titles)
    row: list[_Placed] = []
    for item in sorted(rest, key=lambda item: (item.top, item.left)):
        if row and item.top > row[0].top + 0.5 * min(row[0].height, item.height):
            yield from (other.shape for other in sorted(row, key=lambda other: other.left))
            row = []
        row.append(item)
    yield from (other.shape for other in sorted(row, key=lambda other: other.left))


def _kind(shape: Any) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _is_title(shape: Any) -> bool:
    return _kind(shape) in _TITLES


def _is_furniture(shape: Any) -> bool:
    return _kind(shape) in _FURNITURE


def _write(writer: TextWriter, slide: Any, shapes: Sequence[Any]) -> bool:
    """Write a slide; returns whether there was any text."""
    written = False
    for shape in shapes:
        if _is_title(shape) and shape.has_text_frame and shape.text_frame.text.strip():
            writer.heading(" ".join(shape.text_frame.text.split()), 1)
            written = True
            continue
        for line in _lines(shape, 0):
            written = writer.line(line) or written
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
        for paragraph in frame.paragraphs:
            if text := _text(paragraph):
                written = writer.line(_NOTES + text) or written
    return written


def _lines(shape: Any, depth: int) -> Iterator[str]:
    """The lines of text of a shape."""
    if shape.has_text_frame:
        yield from _paragraphs(shape.text_frame, _kind(shape) in {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT})
    elif getattr(shape, "has_table", False):
        yield from table_lines(_rows(shape.table))
    elif getattr(shape, "has_chart", False):
        yield from _chart(shape.chart.part._element)
    elif hasattr(shape, "shapes"):
        if depth < _MOST_DEPTH:
            for inner in _ordered(shape.shapes, MOST_SHAPES):
                yield from _lines(inner, depth + 1)
    else:
        yield from _diagram(shape)


def _paragraphs(frame: Any, bulleted: bool) -> Iterator[str]:
    numbers: dict[int, int] = {}
    for paragraph in frame.paragraphs:
        text = _text(paragraph)
        if not text:
            continue
        level = min(paragraph.level, 8)
        properties = paragraph._p.pPr
        marks = {etree.QName(child).localname for child in properties} if properties is not None else set()
        for deeper in [other for other in numbers if other > level]:
            del numbers[deeper]
        if "buAutoNum" in marks:
            numbers[level] = numbers.get(level, 0) + 1
            text = f"{numbers[level]}. {text}"
        elif "buChar" in marks or (level and "buNone" not in marks and bulleted):
            text = f"{_BULLETS[min(level, 2)]} {text}"
        yield text


def _text(paragraph: Any) -> str:
    """The text of a paragraph; a line break in it is a space, or nothing between Chinese characters."""
    parts = []
    for item in paragraph._p.iter(qn("a:t"), qn("a:br")):
        parts.append(item.text or "" if item.tag == qn("a:t") else " ")
    return " ".join("".join(parts).split())


def _rows(table: Any) -> list[list[str]]:
    """The texts of a table's cells, a merged cell's in each place."""
    rows = [
        ["\n".join(filter(None, map(_text, cell.text_frame.paragraphs))) for cell in row.cells] for row in table.rows
    ]
    for at, row in enumerate(table.rows):
        for place, cell in enumerate(row.cells):
            if cell.is_merge_origin:
                for down in range(at, min(at + cell.span_height, len(rows))):
                    for right in range(place, min(place + cell.span_width, len(rows[down]))):
                        rows[down][right] = rows[at][place]
    return rows


def _chart(chart: Any) -> Iterator[str]:
    """The title of a chart, and its series as a table: the categories with the values."""
    title = chart.find(f".//{{{_CHART}}}title")
    if title is not None and (text := "".join(item.text or "" for item in title.iter(qn("a:t"))).strip()):
        yield text
    series = list(chart.iter(f"{{{_CHART}}}ser"))
    columns = [_cached(item, "cat") for item in series[:1]] + [_cached(item, "val") for item in series]
    names = [" ".join(_cached(item, "tx").values()) for item in series]
    if series and columns[0] and any(columns[1:]):
        rows = [["类别", *names]]
        rows += [[column.get(at, "") for column in columns] for at in sorted(columns[0])]
        yield from table_lines(rows)


def _cached(series: Any, name: str) -> dict[int, str]:
    """The values of a series by their place, as the file remembers them."""
    part = series.find(f"{{{_CHART}}}{name}")
    if part is None:
        return {}
    found = {}
    for point in part.iter(f"{{{_CHART}}}pt"):
        value = point.find(f"{{{_CHART}}}v")
        if value is not None and value.text:
            found[int(point.get("idx", "0"))] = value.text
    return found


def _diagram(shape: Any) -> Iterator[str]:
    """The texts of a SmartArt diagram, in the order of its data."""
    for related in shape._element.iter(f"{{{_DIAGRAM}}}relIds"):
        part = shape.part.related_part(related.get(qn("r:dm")))
        tree = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        for point in tree.iter(f"{{{_DIAGRAM}}}pt"):
            if point.get("type", "node") in {"node", "asst"}:
                for paragraph in point.iter(qn("a:p")):
                    text = "".join(item.text or "" for item in paragraph.iter(qn("a:t")))
                    if text.strip():
                        yield text
