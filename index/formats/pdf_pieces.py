"""The characters of a page -> pieces of lines: what stands side by side on one level, with the spaces in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.formats.pdf_turn import CLOSING, OPENING, Glyph

_LEVEL = 0.35  # ems that characters of one line may stand higher or lower
_BREAK = 0.8  # ems between two pieces of a line; less is a space
HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f—…“”‘’·]")
_QUOTES = "“”‘’"  # as wide as a Chinese character, the sign itself in one half of it


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand side by side: their baseline, size, and left and right edge in points."""

    glyphs: tuple[Glyph, ...]
    base: float
    size: float
    x0: float
    x1: float


def pieces_of(glyphs: Iterable[Glyph]) -> list[Piece]:
    """Characters that stand side by side on one level, from the top."""
    found: list[Piece] = []
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.base, glyph.x0)):
        if row and glyph.base - row[0].base > _LEVEL * max(row[0].size, glyph.size):
            found.extend(_split(row))
            row = []
        row.append(glyph)
    found.extend(_split(row))
    return _raised(found)


def split_at_gaps(row: Sequence[Piece], gap: float) -> list[Piece]:
    """The pieces of a row, cut where `gap` ems or more are free between their characters."""
    return [part for piece in row for part in _split(list(piece.glyphs), gap)]


def _split(row: list[Glyph], gap: float = _BREAK) -> Iterator[Piece]:
    row = sorted(row, key=lambda glyph: glyph.x0)
    piece: list[Glyph] = []
    for glyph in row:
        if glyph.text.isspace():
            if piece and piece[-1].text != " " and glyph.x0 >= piece[-1].x0:
                piece.append(glyph if glyph.text == " " else replace(glyph, text=" "))
            continue
        last = next((other for other in reversed(piece) if other.text != " "), None)
        if last and glyph.text == last.text and glyph.x0 - last.x0 < 0.3 * max(last.x1 - last.x0, 0.3 * last.size):
            continue  # printed twice, to look bold
        if last and glyph.x0 - last.x1 > (gap + _blank(last, glyph)) * max(glyph.size, last.size):
            yield _piece(piece)
            piece = []
        piece.append(glyph)
    if any(glyph.text != " " for glyph in piece):
        yield _piece(piece)


def _piece(glyphs: list[Glyph]) -> Piece:
    glyphs = sorted(glyphs, key=lambda glyph: glyph.x0)
    while glyphs[-1].text == " ":
        glyphs.pop()
    sizes = [glyph.size for glyph in glyphs if glyph.text != " "]
    size = median(sizes)
    base = median([glyph.base for glyph in glyphs if glyph.size >= 0.9 * size] or [glyphs[0].base])
    return Piece(tuple(glyphs), base, size, glyphs[0].x0, max(glyph.x1 for glyph in glyphs))


def _raised(pieces: list[Piece]) -> list[Piece]:
    """Put small raised and lowered characters back into the line beside which they stand."""
    added: dict[int, list[Glyph]] = {}
    small: set[int] = set()
    for at, piece in enumerate(pieces):
        near = (*range(at - 1, max(-1, at - 7), -1), *range(at + 1, min(len(pieces), at + 7)))
        host = next((other for other in near if other not in small and _beside(piece, pieces[other])), None)
        if host is not None:
            added.setdefault(host, []).extend(piece.glyphs)
            small.add(at)
    joined = []
    for at, piece in enumerate(pieces):
        if at in added:
            more = _piece([*piece.glyphs, *added[at]])
            piece = replace(more, base=piece.base, size=piece.size)
        if at not in small:
            joined.append(piece)
    return joined


def _beside(small: Piece, piece: Piece) -> bool:
    return (
        small.size < 0.88 * piece.size
        and len(small.glyphs) <= 6
        and -0.7 * piece.size < small.base - piece.base < 0.3 * piece.size
        and piece.x0 < small.x0 < piece.x1 + 0.5 * piece.size
    )


def in_rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces (from the top) that stand on one level together, each row from the left."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and piece.base - rows[-1][0].base <= _LEVEL * max(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.x0)
    return rows


def text_of(pieces: Sequence[Piece]) -> str:
    """The characters of the pieces of a line (from the left), with a space where the author saw one."""
    glyphs = [glyph for piece in pieces for glyph in piece.glyphs]
    shown = [glyph for glyph in glyphs if glyph.text != " "]
    gaps = [after.x0 - before.x1 for before, after in pairwise(shown)]
    usual = max(0.0, median(gaps)) if len(gaps) > 3 else 0.0
    size = max((piece.size for piece in pieces), default=0.0)
    parts: list[str] = []
    spaced = False
    end = 0.0
    for glyph in glyphs:
        if glyph.text == " ":
            spaced = True
            continue
        if parts and (spaced or glyph.x0 - end > usual + _space(parts[-1], glyph.text) * size):
            parts.append(" ")
        end = max(end, glyph.x1) if parts else glyph.x1
        parts.append(glyph.text)
        spaced = False
    return "".join(parts)


def _space(before: str, after: str) -> float:
    """The gap, in ems beyond the usual one, from which on it is a space: fonts and justification leave smaller ones."""
    blank = 0.5 * (before in CLOSING) + 0.5 * (after in OPENING)
    if before in _QUOTES or after in _QUOTES:
        return max(blank, 0.4) + 0.2
    han = bool(HAN.match(before[-1:])), bool(HAN.match(after))
    if all(han):
        return blank + 0.18
    if any(han):
        return blank + (0.45 if before.isalnum() and after.isalnum() else 0.2)
    return 0.14


def _blank(before: Glyph, after: Glyph) -> float:
    """The ems that are blank between two signs that follow one another in the file, since one is half blank itself."""
    return 0.5 * (before.text in CLOSING) + 0.5 * (after.text in OPENING) if after.order == before.order + 1 else 0.0
