"""A .pdf file -> its pages: characters with their places, ruled lines, bookmarks. PDFium does the reading."""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from index.errors import UnreadableError
from index.formats.pdf_characters import usual
from index.formats.pdf_turn import THIN, Drawn, Glyph, Mark, Rule, glyph_of, rule_of, runs_down, standing, turn_of

MOST_PAGES = 5_000
MOST_PAGE_CHARACTERS = 100_000
MOST_PAGE_OBJECTS = 30_000  # pieces of text, drawings and pictures
MOST_BOOKMARKS = 5_000
_LEAST_SIZE = 0.5  # points; below it text is a trick
_MOST_SIZE = 5_000.0
_ASLANT = 3  # degrees
_OUTLINES = 200  # drawn shapes on a page, from which on they may be letters
_MOST_DEPTH = 5  # of forms in forms


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page. `turned` are the characters that run in another direction than most of the page's.

    `unreadable` counts the characters whose font does not say what they are, `slanted` those left out for running
    neither level nor upright (a watermark).
    """

    height: float
    glyphs: tuple[Glyph, ...]
    turned: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    drawn: bool
    unreadable: int
    slanted: int


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the file's outline: its text, level (1 the highest) and page (from 0)."""

    text: str
    level: int
    page: int


class PdfFile:
    """An opened .pdf file. Raises UnreadableError for what is encrypted, broken or too long."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
                raise UnreadableError("is encrypted: save it without a password") from None
            raise UnreadableError("is a broken .pdf file: save it again from the program that made it") from None
        self.page_count = len(self._file)
        if self.page_count > MOST_PAGES:
            self.close()
            raise UnreadableError(f"has {self.page_count} pages, more than {MOST_PAGES} (MOST_PAGES): split it")

    def close(self) -> None:
        """Give back the memory."""
        self._file.close()

    def page(self, number: int) -> Page | None:
        """The page with this number (from 0), or None when it is broken or holds too much."""
        try:
            page = self._file[number]
        except pdfium.PdfiumError:
            return None
        with closing(page):
            # PDFium's time grows with the square of the pieces of text.
            if raw.FPDFPage_CountObjects(page.raw) > MOST_PAGE_OBJECTS:
                return None
            try:
                text_page = page.get_textpage()
            except pdfium.PdfiumError:
                return None
            with closing(text_page):
                if text_page.count_chars() > MOST_PAGE_CHARACTERS:
                    return None
                width, height = page.get_size()
                if page.get_rotation() % 180:
                    width, height = height, width
                left, bottom, *_ = page.get_cropbox()
                return _page(page, text_page, (left, bottom, left + width, bottom + height))

    def bookmarks(self) -> Iterator[Bookmark]:
        """The outline of the file, from its start on."""
        try:
            for count, mark in enumerate(self._file.get_toc(max_depth=9)):
                target = mark.get_dest()
                at = target.get_index() if target else None
                if count >= MOST_BOOKMARKS:
                    return
                if at is not None and at >= 0:
                    yield Bookmark(usual(mark.get_title()), mark.level + 1, at)
        except (pdfium.PdfiumError, UnicodeDecodeError, RecursionError):
            return


def _page(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, box: tuple[float, float, float, float]) -> Page:
    marks, unreadable, slanted = _marks(text_page, box)
    upright = Counter(mark.direction for mark in marks).most_common(1)
    main = upright[0][0] if upright else 0
    vertical = main == 0 and runs_down([mark for mark in marks if mark.direction == 0])
    turn = turn_of(270 if vertical else main, box)
    if vertical:
        marks = [standing(mark) if mark.direction == 0 else mark for mark in marks]
        main = 270
    glyphs = tuple(glyph_of(mark, turn, order) for order, mark in enumerate(marks) if mark.direction == main)
    turned = tuple(
        glyph_of(mark, turn_of(direction, box), order)
        for direction in (0, 90, 180, 270)
        if direction != main
        for order, mark in enumerate(marks)
        if mark.direction == direction
    )
    rules = tuple(rule for line in _lines(page) if (rule := rule_of(line, turn)))
    height = box[3] - box[1] if main % 180 == 0 else box[2] - box[0]
    return Page(height, glyphs, turned, rules, _drawn(page), unreadable, slanted)


def _marks(text_page: pdfium.PdfTextPage, box: tuple[float, float, float, float]) -> tuple[list[Mark], int, int]:
    """The characters on the page; how many could not be told; how many run aslant."""
    reader = _Reader(text_page.raw)
    marks: list[Mark] = []
    unreadable = slanted = 0
    for at in range(text_page.count_chars()):
        if raw.FPDFText_IsGenerated(reader.handle, at):
            continue
        text = reader.text(at)
        if not text:
            unreadable += 1
            continue
        mark = reader.mark(at, usual(text))
        if not (box[0] - 1 <= mark.x <= box[2] + 1 and box[1] - 1 <= mark.y <= box[3] + 1):
            continue
        if not _LEAST_SIZE <= mark.size < _MOST_SIZE:
            continue
        if mark.direction % 90:
            slanted += 1
        elif marks and marks[-1].x == mark.x and marks[-1].y == mark.y and reader.is_one_shape(at):
            marks[-1] = replace(mark, text=_together(marks[-1].text, mark.text))
        else:
            marks.append(mark)
    return marks, unreadable, slanted


class _Reader:
    """Asks PDFium for the characters of a page, by their place in its text."""

    def __init__(self, handle: raw.FPDF_TEXTPAGE) -> None:
        self.handle = handle
        self._matrix, self._loose = raw.FS_MATRIX(), raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def text(self, at: int) -> str:
        """The character, or "" where its font does not say what it is."""
        code: int = raw.FPDFText_GetUnicode(self.handle, at)
        if not code or 0xE000 <= code < 0xF900 or code == 0xFFFD:
            return ""
        if raw.FPDFText_HasUnicodeMapError(self.handle, at) == 1:
            return ""
        return "-" if code in {0x02, 0xFFFE} else chr(code)

    def mark(self, at: int, text: str) -> Mark:
        """A character with its place; its direction is a multiple of 90 where it is one within a few degrees."""
        handle, matrix, loose = self.handle, self._matrix, self._loose
        raw.FPDFText_GetMatrix(handle, at, matrix)
        raw.FPDFText_GetCharOrigin(handle, at, self._x, self._y)
        x, y = self._x.value, self._y.value
        font_size = raw.FPDFText_GetFontSize(handle, at)
        wide, size = font_size * math.hypot(matrix.a, matrix.b), font_size * math.hypot(matrix.c, matrix.d)
        direction = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
        quarter = round(direction / 90)
        if abs(direction - 90 * quarter) > _ASLANT:
            return Mark(text, x, y, wide, size, 1)
        quarter %= 4
        # The boxes of some fonts reach round the ink only; a Chinese character is as wide as it is high.
        if unicodedata.east_asian_width(text[:1] or " ") in "WF":
            return Mark(text, x, y, wide * len(text), size, 90 * quarter)
        raw.FPDFText_GetLooseCharBox(handle, at, loose)
        ends = loose.right - x, loose.top - y, x - loose.left, y - loose.bottom
        return Mark(text, x, y, max(ends[quarter], 0.0), size, 90 * quarter)

    def is_one_shape(self, at: int) -> bool:
        """Whether a character comes from the same piece of text as the one before: a ligature, not printed twice."""
        here, before = (raw.FPDFText_GetTextObject(self.handle, place) for place in (at, at - 1))
        return bool(here) and bool(before) and ctypes.addressof(here.contents) == ctypes.addressof(before.contents)


def _together(text: str, after: str) -> str:
    """Two characters of one shape; the halves of one that needs two units of UTF-16 become one."""
    return (text + after).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _lines(page: pdfium.PdfPage) -> Iterator[Drawn]:
    """The level and upright lines that are drawn on a page, those of boxes too."""
    left = MOST_PAGE_OBJECTS
    todo = [(raw.FPDFPage_GetObject(page.raw, at), _IDENTITY, 0) for at in range(_count(page))]
    while todo and left:
        item, outer, depth = todo.pop()
        left -= 1
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield from _path(item, _times(_matrix(item), outer))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MOST_DEPTH:
            inner = _times(_matrix(item), outer)
            count = min(raw.FPDFFormObj_CountObjects(item), left)
            todo.extend((raw.FPDFFormObj_GetObject(item, at), inner, depth + 1) for at in range(count))


def _drawn(page: pdfium.PdfPage) -> bool:
    kinds = Counter(raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, at)) for at in range(_count(page)))
    pictures = kinds[raw.FPDF_PAGEOBJ_IMAGE] + kinds[raw.FPDF_PAGEOBJ_FORM] + kinds[raw.FPDF_PAGEOBJ_SHADING]
    return pictures > 0 or kinds[raw.FPDF_PAGEOBJ_PATH] > _OUTLINES


def _count(page: pdfium.PdfPage) -> int:
    return min(int(raw.FPDFPage_CountObjects(page.raw)), MOST_PAGE_OBJECTS)


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _matrix(item: ctypes._Pointer) -> _Matrix:  # type: ignore[type-arg]
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _path(item: ctypes._Pointer, matrix: _Matrix) -> Iterator[Drawn]:  # type: ignore[type-arg]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    drawn = list(_segments(item, matrix))
    if stroke.value:
        yield from drawn
    elif drawn:
        xs = [x for line in drawn for x in (line[0], line[2])]
        ys = [y for line in drawn for y in (line[1], line[3])]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if min(x1 - x0, y1 - y0) <= THIN:
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            yield (x0, y, x1, y) if x1 - x0 > y1 - y0 else (x, y0, x, y1)


def _segments(item: ctypes._Pointer, matrix: _Matrix) -> Iterator[Drawn]:  # type: ignore[type-arg]
    """The level and upright pieces of a path."""
    a, b, c, d, e, f = matrix
    count = raw.FPDFPath_CountSegments(item)
    if count > MOST_PAGE_OBJECTS:
        return
    px, py = ctypes.c_float(), ctypes.c_float()
    first: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, at)
        raw.FPDFPathSegment_GetPoint(segment, px, py)
        point = (a * px.value + c * py.value + e, b * px.value + d * py.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        ends = [(last, point if kind == raw.FPDF_SEGMENT_LINETO else None)]
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        if raw.FPDFPathSegment_GetClose(segment):
            ends.append((point, first))
        last = point
        for start, end in ends:
            if start and end and min(abs(start[0] - end[0]), abs(start[1] - end[1])) < 1:
                yield (*start, *end)
