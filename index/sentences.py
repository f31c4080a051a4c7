"""Chunk -> sentences: the smallest pieces that are quoted, as exact spans."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.chunks import Chunk

_BULLET = re.compile(r"[ \t]*(?:[-*+•·][ \t]+|[-–—]{1,2}(?=\S))")
_HASHES = re.compile(r"[ \t]*#{1,6}[ \t]+")
_ROLE = re.compile(r"[ \t]*[-*+•·]?[ \t]*[^\s：:]{0,8}(?:单位|部门|机构|單位|部門|機構)[：:]")
# A responsibility bracket behind the full stop belongs to the sentence before it.
_END = re.compile(
    r"[。！？；][”’」』》）)]*(?:[ \t]*[（(〔\[][^\n]{1,400}?(?:牵头|牽頭|配合|负责|負責)[）)〕\]])?[。]?|[.!?;](?=\s)"
)
_ROW = re.compile(r"(?![（(])[^：；。\n]{1,24}：[^；\n]{1,160}(?:；[^：；。\n]{1,24}：[^；\n]{1,160}){2,15}")
"""A row of a table as `index.formats.tables` writes it: what a cell says holds for the others of its row."""
_LONGEST_LIST = 240
"""Characters; a longer list is quoted line by line."""
_EDGE = " \t\u3000。！？；：:.;"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a chunk, `start`..`end` in its document, and how well it meets a question.

    `cosine` compares it, read below its last heading, with the question; `share` (0 to 1) is the share by idf of the
    question's terms that stand in it.
    """

    chunk: Chunk
    start: int
    end: int
    cosine: float
    share: float


def sentence_spans(chunk: Chunk) -> list[tuple[int, int]]:
    """Spans of the chunk's sentences in its document: trimmed, in order, without bullets and headings' own lines.

    Consecutive lines that name bodies by role (牵头单位：…) are one span, and so is a short list with the line that
    announces it, and the row of a table; a heading that runs on in its paragraph belongs to the sentence behind it. A
    chunk of headings only is one span.
    """
    spans = list(_spans(chunk.text, {_bare(heading) for heading in chunk.path}))
    if not spans:
        spans = [(0, len(chunk.text))]
    return [(chunk.start + start, chunk.start + end) for start, end in spans]


def sentence_text(chunk: Chunk, start: int, end: int) -> str:
    """What is embedded and matched: the last heading, which often names the subject, above the sentence."""
    sentence = chunk.document.text[start:end]
    heading = chunk.path[-1] if chunk.path else chunk.document.title
    return sentence if heading in sentence else f"{heading}\n{sentence}"


def _spans(text: str, headings: set[str]) -> Iterator[tuple[int, int]]:
    held: tuple[int, int] | None = None
    for start, end in _lines(text):
        line = text[start:end]
        joins = held and _joins(text[slice(*held)], line) and end - held[0] <= _LONGEST_LIST
        if held and (joins or not line.strip()):
            held = (held[0], end) if joins else held
            continue
        if held:
            yield _trimmed(text, *held)
            held = None
        if _ROLE.match(line):
            held = (start, end)
        elif len(line) <= _LONGEST_LIST and _ROW.fullmatch(line):
            yield _trimmed(text, start, end)
        elif _bare(line) not in headings:
            found = list(_sentences(text, start, end, headings))
            if found and text[found[-1][1] - 1] in "：:":
                held = found.pop()
            yield from found
    if held:
        yield _trimmed(text, *held)


def _joins(held: str, line: str) -> bool:
    """Whether a line continues the list that is held: a body with its role, or an entry of the list announced."""
    return bool(_ROLE.match(line)) if _ROLE.match(held) else bool(_BULLET.match(line))


def _sentences(text: str, start: int, end: int, headings: set[str]) -> Iterator[tuple[int, int]]:
    at = start
    for stop in [*(match.end() for match in _END.finditer(text, start, end)), end]:
        span = _trimmed(text, at, stop)
        piece = text[slice(*span)]
        # A heading, or an item's number alone ("1."), belongs to what follows it.
        runs_on = (_bare(piece) in headings or not any(map(str.isalpha, piece))) and text[stop:end].strip()
        if not runs_on and any(map(str.isalnum, piece)):
            yield span
        if not runs_on:
            at = stop


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _bare(heading: str) -> str:
    return _HASHES.sub("", heading).strip(_EDGE)
