"""Paper -> .pdf, by reportlab, and by Debian's chromium where it is installed; also a scan and a locked file."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import partial
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from eval.samples_paper import Block, Paper, Table

_FONT = "STSong-Light"
_MARGIN, _GUTTER = 25 * mm, 10 * mm
_TEXT = ParagraphStyle("text", fontName=_FONT, fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24)
_CELL = ParagraphStyle("cell", fontName=_FONT, fontSize=10.5, leading=15, wordWrap="CJK")
_ITEM = ParagraphStyle("item", _TEXT, firstLineIndent=0, leftIndent=24)
_TITLE = ParagraphStyle("title", _TEXT, fontSize=20, leading=30, firstLineIndent=0, alignment=TA_CENTER, spaceAfter=14)
_SIZES = (16, 14, 13)
_PRINTING_S = 120


def write_pdf(paper: Paper, *, columns: int = 1, running_head: str = "", password: str | None = None) -> bytes:
    """The paper on A4 with a number on each page's foot, and above each page the running head if there is one.

    With a password the file opens with it only.
    """
    registerFont(UnicodeCIDFont(_FONT))
    width = (A4[0] - 2 * _MARGIN - (columns - 1) * _GUTTER) / columns
    frames = [
        Frame(_MARGIN + at * (width + _GUTTER), _MARGIN, width, A4[1] - 2 * _MARGIN, 0, 0, 0, 0)
        for at in range(columns)
    ]
    data = BytesIO()
    lock = StandardEncryption(password, canPrint=0) if password else None
    made = BaseDocTemplate(data, pagesize=A4, invariant=1, encrypt=lock)
    made.addPageTemplates(PageTemplate(frames=frames, onPage=partial(_margins, head=running_head)))
    made.build([flowable for block in paper.blocks for flowable in _flowables(block, width)])
    return data.getvalue()


def write_scan(picture: bytes, pages: int = 2) -> bytes:
    """Pages that are a picture (a PNG file) each, with no text behind it."""
    data = BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    for _ in range(pages):
        canvas.drawImage(ImageReader(BytesIO(picture)), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def chromium() -> str | None:
    """The path of the browser that prints, or None."""
    return shutil.which("chromium")


def print_pdf(program: str, page: bytes) -> bytes:
    """An HTML file as the browser prints it, without the head and foot that tell time and folder.

    Raises OSError when it does not print.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "page.html").write_bytes(page)
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-pdf-header-footer",
        ]
        done = subprocess.run(
            [
                program,
                *options,
                f"--user-data-dir={folder / 'profile'}",
                f"--print-to-pdf={folder / 'page.pdf'}",
                (folder / "page.html").as_uri(),
            ],
            capture_output=True,
            timeout=_PRINTING_S,
        )
        if done.returncode or not (folder / "page.pdf").is_file():
            raise OSError(f"{program} printed nothing (exit code {done.returncode})")
        return (folder / "page.pdf").read_bytes()


def _margins(canvas: Any, page: Any, head: str) -> None:
    canvas.setFont(_FONT, 10)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, f"— {page.page} —")
    if head:
        canvas.drawString(_MARGIN, A4[1] - 15 * mm, head)
        canvas.line(_MARGIN, A4[1] - 17 * mm, A4[0] - _MARGIN, A4[1] - 17 * mm)


def _flowables(block: Block, width: float) -> Sequence[Any]:
    if block.kind == "table":
        return [Spacer(1, 6), _grid(block.table, width), Spacer(1, 6)]
    if block.kind == "item":
        return [Paragraph(f"• {escape(block.text)}", _ITEM)]
    if block.kind == "heading":
        size = _SIZES[min(block.level, len(_SIZES)) - 1]
        style = ParagraphStyle(f"heading{block.level}", _TEXT, fontSize=size, leading=1.7 * size, spaceBefore=8)
        return [Paragraph(escape(block.text), style)]
    return [Paragraph(escape(block.text), _TITLE if block.kind == "title" else _TEXT)]


def _grid(table: Table, width: float) -> Any:
    spans = [("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in table.merged]
    cells = [[Paragraph(escape(text), _CELL) for text in row] for row in table.rows]
    shares = [max(len(row[at]) for row in table.rows) + 2 for at in range(len(table.rows[0]))]
    widths = [width * share / sum(shares) for share in shares]
    style = [("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans]
    return Grid(cells, colWidths=widths, style=style, repeatRows=1)
