"""Word documents: what a reader sees on the printed page, with automatic numbers, and headings by style."""

import io
import time
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableError
from index.formats.extracted import Extracted
from index.formats.number_forms import labelled, written_number
from index.formats.word import read_docx

W = nsdecls("w")
GONGWEN = [
    ("chineseCounting", "%1、", 1),
    ("chineseCounting", "（%2）", 1),
    ("decimal", "%3.", 1),
    ("decimal", "（%4）", 1),
    ("decimalEnclosedCircle", "%5", 1),
]


def saved(document: Any) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def read(document: Any) -> Extracted:
    return read_docx(saved(document))


def lines(document: Any) -> list[str]:
    return read(document).text.splitlines()


def add_xml(document: Any, xml: str) -> None:
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def add_list(document: Any, list_id: int, levels: Sequence[tuple[str, str, int]], extra: str = "") -> None:
    """An abstract list of its own and one instance of it, both with this id."""
    numbering = document.part.numbering_part.element
    own = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text, start) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="{list_id}">{own}</w:abstractNum>'))
    add_instance(document, list_id, list_id)


def add_instance(document: Any, list_id: int, of: int, inside: str = "") -> None:
    num = f'<w:num {W} w:numId="{list_id}"><w:abstractNumId w:val="{of}"/>{inside}</w:num>'
    document.part.numbering_part.element.append(parse_xml(num))


def numbered(document: Any, text: str, list_id: int, level: int = 0, style: str | None = None) -> Any:
    paragraph = document.add_paragraph(text, style=style)
    number = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(number))
    return paragraph


@pytest.fixture
def document() -> Any:
    return docx.Document()


def test_automatic_numbers_stand_in_the_text_as_a_reader_sees_them(document: Any) -> None:
    add_list(document, 90, GONGWEN)
    for text, level in [
        ("总体要求", 0),
        ("主要任务", 0),
        ("栽树", 1),
        ("选苗", 2),
        ("松树", 3),
        ("高的", 4),
        ("矮的", 4),
    ]:
        numbered(document, text, 90, level)
    document.add_paragraph("苗木要本地的。")
    for text, level in [("柏树", 3), ("浇水", 2), ("种草", 1), ("选草", 2), ("保障", 0), ("经费", 1)]:
        numbered(document, text, 90, level)
    assert lines(document) == [
        *("一、总体要求", "二、主要任务", "（一）栽树", "1.选苗", "（1）松树", "①高的", "②矮的", "苗木要本地的。"),
        *("（2）柏树", "2.浇水", "（二）种草", "1.选草", "三、保障", "（一）经费"),
    ]


def test_lists_of_one_kind_count_on_unless_one_begins_anew(document: Any) -> None:
    add_list(document, 90, [("decimal", "%1.", 1), ("decimal", "%1.%2", 1)])
    add_instance(document, 91, 90)
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    add_instance(document, 92, 90, restart)
    numbered(document, "甲", 90)
    numbered(document, "乙", 91)
    numbered(document, "丙", 92)
    numbered(document, "丁", 92)
    numbered(document, "戊", 92, 1)
    numbered(document, "己", 90)
    assert lines(document) == ["1.甲", "2.乙", "5.丙", "6.丁", "6.1 戊", "7.己"]


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("", ["1)章", "a)甲", "2)章", "a)乙"]),
        ('<w:lvlRestart w:val="0"/>', ["1)章", "a)甲", "2)章", "b)乙"]),
    ],
)
def test_a_level_may_count_on_over_the_ones_above(document: Any, extra: str, expected: list[str]) -> None:
    add_list(document, 90, [("decimal", "%1)", 1), ("lowerLetter", "%2)", 1)], extra)
    for text, level in [("章", 0), ("甲", 1), ("章", 0), ("乙", 1)]:
        numbered(document, text, 90, level)
    assert lines(document) == expected


def test_numbers_of_other_levels_are_in_arabic_figures_where_the_level_says_so(document: Any) -> None:
    add_list(document, 90, [("chineseCountingThousand", "第%1章", 1), ("decimal", "%1.%2", 1)], "<w:isLgl/>")
    document.part.numbering_part.element[0][0].remove(document.part.numbering_part.element[0][0].find(qn("w:isLgl")))
    numbered(document, "总则", 90)
    numbered(document, "目的", 90, 1)
    assert lines(document) == ["第一章 总则", "1.1 目的"]


def test_an_empty_paragraph_is_counted_and_a_deleted_one_is_not(document: Any) -> None:
    add_list(document, 90, [("decimal", "%1、", 1)])
    numbered(document, "甲", 90)
    numbered(document, "", 90)
    gone = numbered(document, "", 90)._p
    gone.append(parse_xml(f'<w:del {W} w:id="1"><w:r><w:delText>乙</w:delText></w:r></w:del>'))
    gone.pPr.append(parse_xml(f'<w:rPr {W}><w:del w:id="2"/></w:rPr>'))
    numbered(document, "丙", 90)
    assert lines(document) == ["1、甲", "3、丙"]


def test_headings_numbered_by_their_style(document: Any) -> None:
    add_list(document, 90, GONGWEN)
    document.part.numbering_part.element[0][0].insert(2, parse_xml(f'<w:pStyle {W} w:val="Heading1"/>'))
    document.part.numbering_part.element[0][1].insert(2, parse_xml(f'<w:pStyle {W} w:val="Heading2"/>'))
    for name in ("Heading 1", "Heading 2"):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {W}><w:numId w:val="90"/></w:numPr>'))
    own = document.styles.add_style("处室标题", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 2"]
    document.add_paragraph("任务", style="Heading 1")
    document.add_paragraph("栽树", style="Heading 2")
    document.add_paragraph("浇水", style=own)
    plain = document.add_paragraph("没有号码", style="Heading 2")
    plain._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="0"/></w:numPr>'))
    extracted = read(document)
    assert extracted.text.splitlines() == ["一、任务", "（一）栽树", "（二）浇水", "没有号码"]
    assert [level for _, level in extracted.headings] == [1, 2, 2, 2]


def test_a_list_named_by_a_numbering_style(document: Any) -> None:
    add_list(document, 90, GONGWEN)
    numbering = document.part.numbering_part.element
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="95"><w:numStyleLink w:val="Gong"/></w:abstractNum>')
    )
    add_instance(document, 95, 95)
    document.styles.element.append(
        parse_xml(
            f'<w:style {W} w:type="numbering" w:styleId="Gong"><w:name w:val="Gong"/>'
            '<w:pPr><w:numPr><w:numId w:val="90"/></w:numPr></w:pPr></w:style>'
        )
    )
    numbered(document, "任务", 95)
    assert lines(document) == ["一、任务"]


def test_bullets_are_left_out(document: Any) -> None:
    document.add_paragraph("松树", style="List Bullet")
    document.add_paragraph("柏树", style="List Number")
    assert lines(document) == ["松树", "1.柏树"]


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 35: "三十五"}),
        (
            "chineseCountingThousand",
            {10: "十", 19: "十九", 100: "一百", 101: "一百零一", 110: "一百一十", 1005: "一千零五"},
        ),
        ("japaneseCounting", {12: "十二"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographDigital", {10: "一〇", 25: "二五"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹"}),
        ("decimal", {0: "0", 7: "7"}),
        ("decimalZero", {7: "07", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {3: "⑶"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 28: "bb"}),
        ("upperRoman", {4: "IV", 9: "IX", 14: "XIV", 1990: "MCMXC", 4000: "4000"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 22: "22nd"}),
        ("bullet", {1: ""}),
        ("anything else", {5: "5"}),
    ],
)
def test_the_forms_of_numbers(form: str, written: dict[int, str]) -> None:
    assert {number: written_number(number, form) for number in written} == written


@given(st.integers(min_value=-(10**9), max_value=10**9), st.text(max_size=30))
def test_no_number_is_written_at_length(number: int, form: str) -> None:
    forms = ("upperRoman", "lowerLetter", "chineseCounting", "chineseCountingThousand", "decimalEnclosedCircle", form)
    assert all(len(written_number(number, one)) <= 20 for one in forms)


@pytest.mark.parametrize(
    ("label", "text", "joined"),
    [
        ("一、", "总则", "一、总则"),
        ("第一章", "总则", "第一章 总则"),
        ("1.", "选苗", "1.选苗"),
        ("1.", "5个公园", "1. 5个公园"),
        ("1.", "Trees", "1. Trees"),
        ("1.1", "选苗", "1.1 选苗"),
        ("①", "松", "①松"),
        ("", "松", "松"),
    ],
)
def test_a_label_is_spaced_as_it_is_typed(label: str, text: str, joined: str) -> None:
    assert labelled(label, text) == joined


def test_headings_by_style_by_base_style_and_by_outline_level(document: Any) -> None:
    own = document.styles.add_style("三级", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 3"]
    outlined = document.styles.add_style("大纲", WD_STYLE_TYPE.PARAGRAPH)
    outlined.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="3"/>'))
    document.add_paragraph("园林", style="Heading 1")
    document.add_paragraph("正文。")
    document.add_paragraph("树木", style=own)
    document.add_paragraph("松柏", style=outlined)
    direct = document.add_paragraph("草地")
    direct._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="1"/>'))
    body = document.add_paragraph("不是标题", style="Heading 1")
    body._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="9"/>'))
    extracted = read(document)
    assert [(extracted.text[at:].split("\n")[0], level) for at, level in extracted.headings] == [
        *(("园林", 1), ("树木", 3), ("松柏", 4), ("草地", 2)),
    ]


def test_headings_of_a_chinese_program_have_other_ids(document: Any) -> None:
    heading = document.styles["Heading 2"].element
    heading.set(qn("w:styleId"), "3")
    paragraph = document.add_paragraph("园林")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:pStyle {W} w:val="3"/>'))
    named = document.styles.add_style("标题 4", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("树木", style=named)
    assert [level for _, level in read(document).headings] == [2, 4]


def test_the_title_is_a_field_and_the_highest_heading(document: Any) -> None:
    document.add_paragraph("江口市人民政府办公室", style="Title")
    document.add_paragraph("关于开放公园的\n通知", style="Title")
    document.add_paragraph("各街道：")
    document.add_paragraph("一、开放", style="Heading 1")
    extracted = read(document)
    assert extracted.fields == {"title": "江口市人民政府办公室关于开放公园的通知"}
    assert extracted.text.startswith("江口市人民政府办公室\n关于开放公园的通知\n各街道：\n")
    assert [level for _, level in extracted.headings] == [1, 1, 1]


def test_a_lone_first_heading_is_the_title_and_one_among_others_is_not(document: Any) -> None:
    document.add_paragraph("江口市公园办法", style="Heading 1")
    document.add_paragraph("第一章 总则", style="Heading 2")
    assert read(document).fields == {"title": "江口市公园办法"}
    document.add_paragraph("附则", style="Heading 1")
    assert read(document).fields == {}


def test_the_title_of_the_files_properties_counts_only_where_the_text_says_it(document: Any) -> None:
    document.add_paragraph("江口市")
    document.add_paragraph("公园开放时间表")
    document.core_properties.title = "公园开放时间表"
    assert read(document).fields == {"title": "公园开放时间表"}
    document.core_properties.title = "Microsoft Word - 文档1"
    assert read(document).fields == {}


def test_tables_stand_where_they_are_with_merged_cells_in_each_place(document: Any) -> None:
    document.add_paragraph("前面")
    table = document.add_table(4, 3)
    rows = [
        ("任务", "牵头单位", "配合单位"),
        ("栽树", "园林局", "水务局"),
        ("", "林业局", "公安局"),
        ("种草", "农业局", ""),
    ]
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 1).merge(table.cell(3, 2))
    document.add_paragraph("后面")
    read_lines = lines(document)
    assert (read_lines[0], read_lines[-1]) == ("前面", "后面")
    assert read_lines[1] == "任务：栽树；牵头单位：园林局；配合单位：水务局。"
    assert read_lines[2] == "任务：栽树；牵头单位：林业局；配合单位：公安局。"
    assert "种草" in read_lines[3]
    assert read_lines[3].count("农业局") >= 1


def test_a_frame_of_one_column_is_no_table(document: Any) -> None:
    frame = document.add_table(2, 1)
    frame.cell(0, 0).text = "江口市文件"
    frame.cell(1, 0).paragraphs[0].style = document.styles["Heading 1"]
    frame.cell(1, 0).paragraphs[0].add_run("一、任务")
    frame.cell(1, 0).add_paragraph("要栽树。")
    extracted = read(document)
    assert extracted.text == "江口市文件\n一、任务\n要栽树。\n"
    assert extracted.headings == ((6, 1),)


def test_numbers_in_cells_and_tables_in_cells(document: Any) -> None:
    add_list(document, 90, [("decimal", "%1", 1)])
    table = document.add_table(3, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "公园", "面积"
    for at in (1, 2):
        cell = table.cell(at, 0)
        cell.paragraphs[0]._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>')
        )
        cell.paragraphs[0].add_run("号园")
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "东区", "西区"
    text = read(document).text
    assert "1 号园" in text
    assert "2 号园" in text
    assert "东区" in text
    assert "西区" in text


def test_insertions_are_in_and_deletions_out(document: Any) -> None:
    paragraph = document.add_paragraph("公园")._p
    paragraph.append(parse_xml(f'<w:ins {W} w:id="1"><w:r><w:t>每天</w:t></w:r></w:ins>'))
    paragraph.append(parse_xml(f'<w:del {W} w:id="2"><w:r><w:delText>不</w:delText></w:r></w:del>'))
    paragraph.append(parse_xml(f'<w:moveFrom {W} w:id="3"><w:r><w:t>不再</w:t></w:r></w:moveFrom>'))
    paragraph.append(parse_xml(f"<w:r {W}><w:t>开放。</w:t></w:r>"))
    first = document.add_paragraph("树木由园林局")._p
    first.get_or_add_pPr().append(parse_xml(f'<w:rPr {W}><w:del w:id="4"/></w:rPr>'))
    box = "<w:p><w:r><w:t>图</w:t></w:r></w:p>"
    first.append(parse_xml(f"<w:r {W}><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></w:r>"))
    document.add_paragraph("养护。")
    extracted = read(document)
    assert extracted.text == "公园每天开放。\n树木由园林局养护。\n图\n"
    assert extracted.notes == ("Text that is deleted with track changes is left out.",)


def test_hidden_text_is_out(document: Any) -> None:
    paragraph = document.add_paragraph("公园")
    paragraph.add_run("暂不").font.hidden = True
    style = document.styles.add_style("藏", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    paragraph.add_run("公开", style=style)
    paragraph.add_run("开放。")
    assert lines(document) == ["公园开放。"]


def test_hyperlinks_controls_fields_breaks_tabs_and_symbols(document: Any) -> None:
    add_xml(
        document,
        f'<w:sdt {W}><w:sdtPr/><w:sdtContent><w:p><w:hyperlink w:anchor="x"><w:r><w:t>公园</w:t></w:r></w:hyperlink>'
        "<w:sdt><w:sdtContent><w:r><w:t>名录</w:t></w:r></w:sdtContent></w:sdt>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText><w:t>码</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>见附件</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:fldSimple w:instr="DATE"><w:r><w:t>五月</w:t></w:r></w:fldSimple>'
        "<w:r><w:br/><w:t>电话</w:t><w:tab/><w:t>一</w:t><w:noBreakHyphen/><w:t>二</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="x" w:char="F020"/></w:r>'
        "<w:r><w:ruby><w:rt><w:r><w:t>sōng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>松</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "</w:p></w:sdtContent></w:sdt>",
    )
    assert lines(document) == ["公园名录见附件五月", "电话 一-二☑松"]


def test_an_unfinished_field_swallows_no_more_than_its_paragraph(document: Any) -> None:
    add_xml(document, f'<w:p {W}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>码</w:t></w:r></w:p>')
    document.add_paragraph("公园开放。")
    assert lines(document) == ["公园开放。"]


def test_a_text_box_is_read_once(document: Any) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>江口市文件</w:t></w:r></w:p></w:txbxContent>"
    add_xml(
        document,
        f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>通知</w:t></w:r></w:p>",
    )
    assert lines(document) == ["通知", "江口市文件"]


def test_the_table_of_contents_is_out_with_a_note(document: Any) -> None:
    style = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("一、任务\t3", style=style)
    add_xml(
        document,
        f'<w:sdt {W}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    document.add_paragraph("一、任务")
    extracted = read(document)
    assert extracted.text == "一、任务\n"
    assert extracted.notes == ("The table of contents is left out.",)


def with_part(data: bytes, name: str, part: str, content_type: str, relation: str) -> bytes:
    """The package with one more part that the document relates to."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(copy, "w") as new:
        for member in old.namelist():
            text = old.read(member)
            if member == "[Content_Types].xml":
                override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
                text = text.replace(b"</Types>", override.encode())
            if member == "word/_rels/document.xml.rels":
                target = name.removeprefix("word/")
                text = text.replace(
                    b"</Relationships>",
                    f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{relation}"'
                    f' Target="{target}"/></Relationships>'.encode(),
                )
            new.writestr(member, text)
        if part:
            new.writestr(name, part)
    return copy.getvalue()


def test_footnotes_stand_behind_their_paragraph_and_comments_are_out(document: Any) -> None:
    paragraph = document.add_paragraph("公园每天开放。")
    document.add_comment(paragraph.runs, text="真的吗？")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    document.add_paragraph("节假日也开放。")
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="-1"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t>雨天除外。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    extracted = read_docx(with_part(saved(document), "word/footnotes.xml", notes, kind, "footnotes"))
    assert extracted.text == "公园每天开放。\n注：雨天除外。\n节假日也开放。\n"
    assert extracted.notes == ("Comments are left out: 1.",)


def test_a_letterhead_is_kept_for_its_reference_and_page_numbers_are_not(document: Any) -> None:
    document.add_paragraph("公园每天开放。")
    document.sections[0].footer.paragraphs[0].text = "第 1 页 共 2 页"
    assert read(document).notes == ()
    document.sections[0].header.paragraphs[0].text = "江口市园林局文件\n江园发〔2022〕7号"
    assert lines(document) == ["江口市园林局文件", "江园发〔2022〕7号", "公园每天开放。"]
    document.sections[0].header.paragraphs[0].text = "内部资料"
    assert read(document).notes == ("Headers and footers are left out.",)
    assert lines(document) == ["公园每天开放。"]


def changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with each part changed, or left out for None."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return copy.getvalue()


@pytest.mark.parametrize(
    "kind",
    [
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_templates_and_documents_with_macros_are_read(document: Any, kind: bytes) -> None:
    document.add_paragraph("公园每天开放。")
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = changed(saved(document), lambda name, part: part.replace(plain, kind) if "Types" in name else part)
    assert read_docx(data).text == "公园每天开放。\n"


def test_a_relation_to_a_part_that_is_gone_hinders_nothing(document: Any) -> None:
    document.add_paragraph("公园每天开放。")
    data = with_part(saved(document), "word/NULL", "", "image/png", "image")
    assert read_docx(data).text == "公园每天开放。\n"


def test_broken_and_encrypted_files_say_what_to_do(document: Any) -> None:
    document.add_paragraph("公园每天开放。" * 500)
    data = saved(document)
    for broken in (b"", b"PK\3\4", b"text", data[: len(data) // 2], changed(data, lambda *_: b"<a")):
        with pytest.raises(UnreadableError, match="save it again"):
            read_docx(broken)
    with pytest.raises(UnreadableError, match="save it again"):
        read_docx(changed(data, lambda name, part: None if name == "word/document.xml" else part))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(UnreadableError, match="without a password"):
        read_docx(ole + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(UnreadableError, match=r"save it as \.docx"):
        read_docx(ole)


def with_body(document: Any, body: str) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        return body.encode() if name == "word/document.xml" else part

    return changed(saved(document), change)


def test_hostile_xml_is_bounded(document: Any) -> None:
    def whole(inside: str, head: str = "") -> str:
        return f"{head}<w:document {W}><w:body>{inside}</w:body></w:document>"

    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = whole("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", f'<!DOCTYPE x [<!ENTITY a0 "公园公园公园">{entities}]>')
    outside = whole(
        "<w:p><w:r><w:t>园&a;</w:t></w:r></w:p>", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    )
    deep = whole(f"{'<w:sdt><w:sdtContent>' * 50_000}<w:p/>{'</w:sdtContent></w:sdt>' * 50_000}")
    started = time.process_time()
    for body in (bomb, outside, deep):
        try:
            text = read_docx(with_body(document, body)).text
        except UnreadableError:
            continue
        assert text in ("", "园\n")
    assert time.process_time() - started < 10


def test_a_package_that_unpacks_to_too_much_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(5):
            package.writestr(f"word/{number}.xml", bytes(30 * 2**20))
    with pytest.raises(UnreadableError, match="split it"):
        read_docx(data.getvalue())


def test_spans_styles_and_numbers_without_end_are_bounded(document: Any) -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>公园</w:t></w:r></w:p></w:tc>'
    add_xml(document, f"<w:tbl {W}>{f'<w:tr>{cell * 3}</w:tr>' * 200}</w:tbl>")
    for at in range(300):
        before = f"s{(at - 1) % 300}"
        own = f'w:type="paragraph" w:styleId="s{at}"><w:name w:val="s{at}"/><w:basedOn w:val="{before}"/>'
        document.styles.element.append(parse_xml(f"<w:style {W} {own}</w:style>"))
    paragraph = document.add_paragraph("松树")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:pStyle {W} w:val="s7"/>'))
    add_list(document, 90, [("upperRoman", "%1" * 1000 + "、", 2_000_000_000)])
    numbered(document, "柏树", 90)
    text = read(document).text
    assert len(text) < 200_000
    assert "松树" in text
    assert "柏树" in text


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(texts, st.sampled_from(["Normal", "Heading 1", "Heading 2", "Title"])), max_size=12))
def test_no_text_is_lost_and_headings_are_starts_of_lines(paragraphs: list[tuple[str, str]]) -> None:
    document = docx.Document()
    for text, style in paragraphs:
        document.add_paragraph(text, style=style)
    extracted = read(document)
    given_text = "".join("".join(text.split()) for text, _ in paragraphs)
    assert "".join(extracted.text.split()) == given_text
    for at, _ in extracted.headings:
        assert at == 0 or extracted.text[at - 1] == "\n"
        assert extracted.text[at].strip()
