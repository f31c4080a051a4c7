"""A text -> what a typist sees in it: title, headings, paragraphs, list items; and tables, which no text has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from index import Document, numbering

Kind = Literal["title", "heading", "paragraph", "item", "table"]

_HASHES = re.compile(r"(#{1,6})[ \t]+(.*)")
_ITEM = re.compile(r"[-*•][ \t]+(.*)")
_EMPHASIS = re.compile(r"\*\*|__")
_DEEPEST = 6
_HAN = "[一二三四五六七八九十百]{1,4}"
_NUMBER = re.compile(
    rf"(?P<before>第|[（(]?)(?P<number>{_HAN}|\d{{1,3}})"
    r"(?P<behind>[章节条]|[）)、]|[.．](?!\d))(?P<gap>[ \u3000]?)(?=\S)"
)
MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Table:
    """The cells' texts by row. `merged` are (top, left, bottom, right), inclusive, from 0: places that are one cell,
    whose text stands in the first of them; the others are empty.
    """

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or table. `level` is a heading's, 1 the highest; its text has its number in front."""

    kind: Kind
    text: str = ""
    level: int = 0
    table: Table = Table(())


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it is typed. What its head lacks is empty; the title is a block too where the text has it."""

    title: str
    blocks: tuple[Block, ...]
    reference: str = ""
    issuer: str = ""
    issued: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """The number that a line begins with, as word processors count: `value` between `before` and `behind`.

    `han`: in Chinese numerals; `gap` is the space behind it, `rest` the line without it all.
    """

    before: str
    value: int
    behind: str
    gap: str
    rest: str
    han: bool


def paper_of(document: Document) -> Paper:
    """The document line by line; Markdown's marks become kinds of blocks, its front matter is left out."""
    markdown = any(source.lower().endswith(MARKDOWN) for source in document.sources)
    blocks = list((_marked if markdown else _plain)(document.text[document.body_start :], document.title))
    deepest = {rank: level for level, rank in enumerate(sorted({block.level for block in blocks if block.level}), 1)}
    return Paper(
        title=document.title,
        blocks=tuple(replace(block, level=min(deepest.get(block.level, 0), _DEEPEST)) for block in blocks),
        reference=document.reference or "",
        issuer=document.issuer or "",
        issued=f"{document.issued:%Y-%m-%d}" if document.issued else "",
    )


def headed_text(paper: Paper) -> str:
    """The paper's lines as Markdown, with nothing marked but title and headings; without tables."""
    marks = {"title": "# ", "heading": "#"}
    return "".join(
        f"{marks.get(block.kind, '')}{'#' * block.level}{' ' * bool(block.level)}{block.text}\n\n"
        for block in paper.blocks
        if block.kind != "table"
    )


def with_title(paper: Paper) -> Paper:
    """The paper with its title on top, as every real file has it."""
    if any(block.kind == "title" for block in paper.blocks):
        return paper
    return replace(paper, blocks=(Block("title", paper.title), *paper.blocks))


def with_tables(paper: Paper, *tables: Block) -> Paper:
    """The paper with tables (and the headings above them) at its end."""
    return replace(paper, blocks=(*paper.blocks, *tables))


def number_of(line: str) -> Number | None:
    """The number that a word processor would have counted, or None where the line starts otherwise."""
    found, mark = _NUMBER.match(line), numbering(line, markdown=False)
    if not found or not mark or mark.number == 0:
        return None
    ends = {"第": "章节条", "（": "）)", "(": "）)"}.get(found["before"], "）)、.．")
    if found["behind"] not in ends:
        return None
    han = not found["number"].isdecimal()
    return Number(found["before"], mark.number, found["behind"], found["gap"], line[found.end() :], han)


def _marked(body: str, title: str) -> Iterator[Block]:
    for line in filter(None, map(str.strip, body.split("\n"))):
        text = _EMPHASIS.sub("", line)
        if heading := _HASHES.fullmatch(text):
            words = heading[2].strip()
            yield Block("title", words) if words == title else Block("heading", words, len(heading[1]))
        elif item := _ITEM.fullmatch(text):
            yield Block("item", item[1])
        else:
            yield Block("paragraph", text)


def _plain(body: str, title: str) -> Iterator[Block]:
    titled = False
    for line in filter(None, map(str.strip, body.split("\n"))):
        mark = numbering(line, markdown=False)
        if not titled and line == title:
            titled = True
            yield Block("title", line)
        elif mark and mark.number and not mark.run_in:
            yield Block("heading", line, int(mark.rank))
        else:
            yield Block("paragraph", line)
