"""Paper -> .docx, by python-docx: headings by style, by automatic numbering, or by nothing but their look."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Literal

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from eval.samples_paper import Block, Number, Paper, Table, number_of

Numbering = Literal["typed", "lists", "styles"]

_FONT = "仿宋"
_LEVELS = 6


def write_docx(paper: Paper, *, styled: bool = True, numbering: Numbering = "typed", letterhead: bool = False) -> bytes:
    """The paper as a Word file.

    `styled`: headings have the styles Heading 1, 2, …, else they are bold paragraphs. `numbering`: numbers are text,
    lists that restart wherever the text does, or (of headings) belong to the styles. `letterhead`: the name of the
    office and the reference above the title, a running head and page numbers.
    """
    word = docx.Document()
    word.core_properties.title = ""
    word.styles["Normal"].font.name = _FONT
    word.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    counter = _Counter(word, by_style=numbering == "styles")
    if letterhead:
        _letterhead(word, paper)
    for block in paper.blocks:
        if block.kind == "table":
            _table(word, block.table)
            continue
        style = _style(block, styled)
        number = number_of(block.text) if numbering != "typed" and block.kind in ("heading", "paragraph") else None
        paragraph = word.add_paragraph(style=style)
        counted = number is not None and counter.count(paragraph, number, block.level if styled else 0)
        if block.kind == "heading" and numbering == "styles" and not counted:
            _numbered(paragraph._p, "0", 0)  # else its style would count it
        run = paragraph.add_run(number.rest if number and counted else block.text)
        if block.kind == "heading" and not styled:
            run.bold = True
        if block.kind == "paragraph":
            paragraph.paragraph_format.first_line_indent = Pt(24)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _style(block: Block, styled: bool) -> str:
    if block.kind == "heading" and styled:
        return f"Heading {block.level}"
    return {"title": "Title", "item": "List Bullet"}.get(block.kind, "Normal") if styled else "Normal"


def _letterhead(word: Any, paper: Paper) -> None:
    for text in (f"{paper.issuer or '办公室'}文件", paper.reference):
        if text:
            word.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    section = word.sections[0]
    section.header.paragraphs[0].text = f"内部资料　{paper.title[:12]}"
    foot = section.footer.paragraphs[0]
    foot.add_run("— ")
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    foot.add_run(" —")


def _table(word: Any, table: Table) -> None:
    written = word.add_table(len(table.rows), len(table.rows[0]), style="Table Grid")
    for top, left, bottom, right in table.merged:
        written.cell(top, left).merge(written.cell(bottom, right))
    covered = {
        (row, column)
        for top, left, bottom, right in table.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    for at, row in enumerate(table.rows):
        for column, text in enumerate(row):
            if (at, column) not in covered:
                written.cell(at, column).text = text


class _Counter:
    """Numbers as Word keeps them: a list for each kind of number, begun anew where the counting does not go on."""

    def __init__(self, word: Any, by_style: bool) -> None:
        self._word = word
        self._root = word.part.numbering_part.element
        self._by_style = by_style
        self._kinds: dict[tuple[object, ...], str] = {}
        self._lists: dict[tuple[object, ...], tuple[str, int]] = {}
        self._outline: tuple[str, list[tuple[object, ...] | None]] | None = None
        self._last = [0] * _LEVELS

    def count(self, paragraph: Any, number: Number, level: int) -> bool:
        """Give the paragraph its number; False where it cannot be counted and must be typed."""
        if self._by_style:
            return bool(level) and self._counts_by_style(number, level)
        kind = _kind(number)
        num, last = self._lists.get(kind, ("", 0))
        if not num or number.value != last + 1:
            abstract = self._kinds.get(kind) or self._kinds.setdefault(kind, self._abstract([_level(number, 0)]))
            num = self._num(abstract, number.value)
        self._lists[kind] = num, number.value
        _numbered(paragraph._p, num, 0)
        return True

    def _counts_by_style(self, number: Number, level: int) -> bool:
        """Whether Word, counting headings of this style, arrives at this number; the style's first sets its form."""
        if self._outline is None:
            levels = [
                f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="none"/><w:suff w:val="nothing"/>'
                f'<w:lvlText w:val=""/></w:lvl>'
                for at in range(_LEVELS)
            ]
            self._outline = self._num(self._abstract(levels), None), [None] * _LEVELS
        num, kinds = self._outline
        at = level - 1
        counted = self._last[at] + 1
        if kinds[at] not in (None, _kind(number)) or number.value != counted:
            return False
        if kinds[at] is None:
            kinds[at] = _kind(number)
            self._link(num, at, number)
        self._last[at:] = [counted, *[0] * (_LEVELS - at - 1)]
        return True

    def _link(self, num: str, at: int, number: Number) -> None:
        style = self._word.styles[f"Heading {at + 1}"]
        _numbered(style.element, num, at)
        abstract = self._root.findall(qn("w:abstractNum"))[-1]
        old = abstract.findall(qn("w:lvl"))[at]
        new = parse_xml(_level(number, at, style.style_id).replace("<w:lvl ", f"<w:lvl {nsdecls('w')} ", 1))
        abstract.replace(old, new)

    def _abstract(self, levels: Sequence[str]) -> str:
        at = str(100 + len(self._root.findall(qn("w:abstractNum"))))
        kind = "multilevel" if len(levels) > 1 else "singleLevel"
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{at}"><w:multiLevelType w:val="{kind}"/>'
            + "".join(levels)
            + "</w:abstractNum>"
        )
        first = self._root.find(qn("w:num"))
        first.addprevious(abstract) if first is not None else self._root.append(abstract)
        return at

    def _num(self, abstract: str, start: int | None) -> str:
        at = str(100 + len(self._root.findall(qn("w:num"))))
        begun = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
        self._root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{at}"><w:abstractNumId w:val="{abstract}"/>{begun}</w:num>')
        )
        return at


def _numbered(element: Any, num: str, level: int) -> None:
    """Make a paragraph or a style belong to a list; to the list 0, to none."""
    properties = element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = int(num)


def _kind(number: Number) -> tuple[object, ...]:
    return number.before, number.behind, number.gap, number.han


def _level(number: Number, at: int, style: str = "") -> str:
    form = "chineseCountingThousand" if number.han else "decimal"
    gap = "space" if number.gap == " " else "nothing"
    full = number.gap if number.gap == "\u3000" else ""
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}<w:suff w:val="{gap}"/>'
        f'<w:lvlText w:val="{number.before}%{at + 1}{number.behind}{full}"/></w:lvl>'
    )
