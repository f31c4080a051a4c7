"""Small invented files of each format, written by hand: what is altered must be known to the letter."""

import zlib

from eval.fuzz_mutate import zipped

HTML = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>公园条例_江口市人民政府</title>
<meta name="ArticleTitle" content="公园条例"><meta name="PubDate" content="2031-03-04"></head><body>
<nav><a href="/">首页</a></nav><article><h1>公园条例</h1><h2>一、开放</h2><p>公园<b>免费</b>开放。<br>六点开放。</p>
<ol start="3" type="a"><li>树木<ul><li>禁止砍伐</li></ul></li></ol><table>
<tr><th rowspan="2">任务</th><th colspan="2">责任单位</th></tr><tr><th>牵头</th>
<th>配合</th></tr><tr><td>清淤</td><td>水务局</td><td>财政局</td></tr></table></article>
<script>alert(1)</script></body></html>"""
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OPENXML = "application/vnd.openxmlformats-officedocument"


def _package(parts: dict[str, str], main: str, kinds: dict[str, str]) -> bytes:
    """An Office file: its parts, of which `main` is the one to begin with, and the content types of parts."""
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_OPENXML}.{kind}"/>' for part, kind in kinds.items()
    )
    return zipped(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/'
            f'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f"{overrides}</Types>".encode(),
            "_rels/.rels": _relations({"officeDocument": main}),
            **{name: text.encode() for name, text in parts.items()},
        }
    )


def _relations(targets: dict[str, str]) -> bytes:
    rows = "".join(
        f'<Relationship Id="rId{place}" Type="{_REL}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'.encode()


def docx() -> bytes:
    def paragraph(text: str, style: str = "", more: str = "") -> str:
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        return f"<w:p><w:pPr>{named}{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{paragraph(text)}</w:tc>"

    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        paragraph("水井管理办法", "Title")
        + paragraph("总则", "Heading1", numbered)
        + paragraph("每日巡查两次。", "", numbered)
        + '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>新增</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del>'
        "<w:r><w:tab/><w:br/><w:t>文字</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
        + '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>'
        + cell("任务", '<w:gridSpan w:val="2"/>') + "</w:tr><w:tr>" + cell("清淤", '<w:vMerge w:val="restart"/>')
        + cell("水务局") + "</w:tr><w:tr>" + cell("", "<w:vMerge/>") + cell("财政局") + "</w:tr></w:tbl><w:sectPr/>"
    )  # fmt: skip
    style = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{1}"/><w:pPr>{2}</w:pPr></w:style>'
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    return _package(
        {
            "word/document.xml": f"{_XML}<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"{_XML}<w:styles {_W}>"
            + style.format("Title", "Title", "")
            + style.format("Heading1", "heading 1", '<w:outlineLvl w:val="0"/>')
            + "</w:styles>",
            "word/numbering.xml": f'{_XML}<w:numbering {_W}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
            "word/_rels/document.xml.rels": _relations({"styles": "styles.xml", "numbering": "numbering.xml"}).decode(),
        },
        "word/document.xml",
        {
            "word/document.xml": "wordprocessingml.document.main+xml",
            "word/styles.xml": "wordprocessingml.styles+xml",
            "word/numbering.xml": "wordprocessingml.numbering+xml",
        },
    )


def xlsx() -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

    def row(number: int, *cells: str) -> str:
        texts = (
            f'<c r="{"ABCD"[at]}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(cells)
        )
        return f'<row r="{number}">{"".join(texts)}</row>'

    rows = row(1, "责任分工表") + row(2, "任务", "牵头单位", "配合单位") + row(3, "清淤", "水务局", "财政局")
    numbers = '<row r="5"><c r="A5"><v>0.125</v></c><c r="B5" s="1"><v>44000</v></c><c r="C5" t="b"><v>1</v></c></row>'
    return _package(
        {
            "xl/workbook.xml": f'{_XML}<workbook {main} {_R}><sheets><sheet name="任务" sheetId="1" r:id="rId1"/>'
            '<sheet name="隐" sheetId="2" state="hidden" r:id="rId1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'{_XML}<worksheet {main}><dimension ref="A1:C5"/><sheetData>{rows}{numbers}'
            '</sheetData><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells></worksheet>',
            "xl/styles.xml": f'{_XML}<styleSheet {main}><cellXfs count="2">'
            '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
            "xl/_rels/workbook.xml.rels": _relations(
                {"worksheet": "worksheets/sheet1.xml", "styles": "styles.xml"}
            ).decode(),
        },
        "xl/workbook.xml",
        {
            "xl/workbook.xml": "spreadsheetml.sheet.main+xml",
            "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet+xml",
            "xl/styles.xml": "spreadsheetml.styles+xml",
        },
    )


def pptx() -> bytes:
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'

    def shape(number: int, holder: str, *lines: str) -> str:
        texts = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="s"/><p:cNvSpPr/><p:nvPr>{holder}</p:nvPr></p:nvSpPr><p:spPr>'
            f'<a:xfrm><a:off x="0" y="{number}000"/><a:ext cx="9000" cy="900"/></a:xfrm></p:spPr>'
            f"<p:txBody><a:bodyPr/>{texts}</p:txBody></p:sp>"
        )

    def tree(content: str) -> str:
        group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        return f"<p:cSld><p:spTree>{group}{content}</p:spTree></p:cSld>"

    slide = shape(2, '<p:ph type="title"/>', "水井管理") + shape(3, '<p:ph idx="1"/>', "每日巡查", "每年清淤")
    return _package(
        {
            "ppt/presentation.xml": f"{_XML}<p:presentation {p} {_R}><p:sldIdLst>"
            '<p:sldId id="256" r:id="rId1"/></p:sldIdLst>'
            '<p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
            "ppt/slides/slide1.xml": f"{_XML}<p:sld {p} {a} {_R}>{tree(slide)}</p:sld>",
            "ppt/slideLayouts/slideLayout1.xml": f"{_XML}<p:sldLayout {p} {a}>{tree('')}</p:sldLayout>",
            "ppt/slideMasters/slideMaster1.xml": f"{_XML}<p:sldMaster {p} {a}>{tree('')}</p:sldMaster>",
            "ppt/_rels/presentation.xml.rels": _relations(
                {"slide": "slides/slide1.xml", "slideMaster": "slideMasters/slideMaster1.xml"}
            ).decode(),
            "ppt/slides/_rels/slide1.xml.rels": _relations(
                {"slideLayout": "../slideLayouts/slideLayout1.xml"}
            ).decode(),
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels": _relations(
                {"slideMaster": "../slideMasters/slideMaster1.xml"}
            ).decode(),
        },
        "ppt/presentation.xml",
        {
            "ppt/presentation.xml": "presentationml.presentation.main+xml",
            "ppt/slides/slide1.xml": "presentationml.slide+xml",
            "ppt/slideLayouts/slideLayout1.xml": "presentationml.slideLayout+xml",
            "ppt/slideMasters/slideMaster1.xml": "presentationml.slideMaster+xml",
        },
    )


def epub() -> bytes:
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>公园条例</dc:title><dc:creator>园林局</dc:creator><dc:date>2031-03-04</dc:date></metadata><manifest>"
        '<item id="c" href="c1.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="c"/></spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="O/b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "O/b.opf": opf,
        "O/c1.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body>'
        "<h1>第一章 总则</h1><p>公园免费开放。</p></body></html>",
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def pdf() -> bytes:
    """Two pages, of Chinese by a predefined map and of Latin letters, with a ruled table."""
    lines = ("一、巡查", "每日巡查两次，由水务局牵头。", "（一）清淤费用120万元。")
    shown = "".join(
        f"1 0 0 1 72 {760 - 24 * at} Tm <{line.encode('utf-16-be').hex()}> Tj " for at, line in enumerate(lines)
    )
    rules = "".join(f"72 {y} m 400 {y} l S " for y in (600, 580, 560)) + "72 600 m 72 560 l S 400 600 m 400 560 l S "
    pages = (f"BT /F1 12 Tf {shown} ET {rules}", "BT /F2 12 Tf 72 760 Td (Parks are free.) Tj 0 -20 Td (Page 2) Tj ET")
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    font += " /DescendantFonts [7 0 R] >>"
    inner = (
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>"
    )
    resources = "/Resources << /Font << /F1 6 0 R /F2 8 0 R >> >>"
    objects: list[str | bytes] = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 595 842] >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 5 0 R {resources} >>",
        f"<< /Type /Page /Parent 2 0 R /Rotate 90 /Contents 9 0 R {resources} >>",
        _stream(pages[0]),
        font,
        inner,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        _stream(pages[1]),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        held = content if isinstance(content, bytes) else content.encode()
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def _stream(content: str) -> bytes:
    packed = zlib.compress(content.encode())
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
