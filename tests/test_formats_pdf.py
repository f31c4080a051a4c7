"""read_pdf on files that reportlab writes: what is read is what the author wrote."""

import html
import io
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from index.errors import UnreadableError
from index.formats import pdf, pdf_pages
from index.formats.extracted import Extracted
from index.formats.pdf import read_pdf
from index.formats.pdf_breaks import mend_breaks
from index.formats.pdf_characters import usual
from index.formats.pdf_lines import Line, first_word, join

HAN = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(HAN))
WIDTH, HEIGHT = A4

BODY = ParagraphStyle(
    "body", fontName=HAN, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK", alignment=TA_JUSTIFY
)
FLUSH = ParagraphStyle("flush", parent=BODY, firstLineIndent=0)
TITLE = ParagraphStyle("title", fontName=HAN, fontSize=20, leading=28, alignment=TA_CENTER, wordWrap="CJK")
HEAD = ParagraphStyle("head", fontName=HAN, fontSize=15, leading=24, wordWrap="CJK")
ENGLISH = ParagraphStyle("english", fontName="Times-Roman", fontSize=11, leading=14)
SENTENCES = [
    "云溪市对新建的屋顶光伏项目按装机容量给予每千瓦三百元的一次性补助，同一业主累计不超过四十万元。",
    "申请人应当自项目并网之日起六十日内，向所在区发展改革部门提交并网证明、用电户号和银行账户信息。",
    "区发展改革部门在十五个工作日内完成初审，市级主管部门每季度集中复核一次并向社会公示五日。",
    "弄虚作假骗取补助的，追回全部资金，三年内不再受理其申请，并依法记入信用档案。",
]


def flowing(story: Sequence[Any], on_page: Callable[..., None] | None = None, **options: Any) -> bytes:
    buffer = io.BytesIO()
    margins = {"leftMargin": 28 * mm, "rightMargin": 26 * mm, "topMargin": 37 * mm, "bottomMargin": 35 * mm}
    drawn = on_page or (lambda canvas, document: None)
    SimpleDocTemplate(buffer, pagesize=A4, **margins, **options).build(list(story), drawn, drawn)
    return buffer.getvalue()


def drawn(*pages: Callable[[Canvas], None], **options: Any) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for page in pages:
        canvas.setFont(HAN, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines_of(extracted: Extracted) -> list[str]:
    return extracted.text.split("\n")[:-1]


def test_lines_of_a_paragraph_are_joined_and_paragraphs_parted() -> None:
    paragraphs = ["".join(SENTENCES), SENTENCES[1] * 3, "一、补助对象", SENTENCES[0], "（一）企业业主。" + SENTENCES[2]]
    read = read_pdf(
        flowing([Paragraph("云溪市屋顶光伏补助办法", TITLE), *(Paragraph(text, BODY) for text in paragraphs)])
    )
    assert lines_of(read) == ["云溪市屋顶光伏补助办法", *paragraphs]
    assert read.headings == ((0, 1),)
    assert read.pages == (0,)


def test_paragraphs_without_indentation_are_parted_by_short_lines_and_numbers() -> None:
    paragraphs = [SENTENCES[0] + SENTENCES[1], "第二条　" + SENTENCES[2], "1." + SENTENCES[3] * 3, "联系人：规划科"]
    read = read_pdf(flowing([Paragraph(text, FLUSH) for text in paragraphs]))
    assert lines_of(read) == [text.replace("　", " ") for text in paragraphs]


def test_paragraphs_run_over_pages_and_each_page_begins_where_its_text_does() -> None:
    def numbered(canvas: Canvas, document: Any) -> None:
        canvas.setFont(HAN, 9)
        canvas.drawString(28 * mm, HEIGHT - 20 * mm, "云溪市人民政府公报")
        canvas.drawCentredString(WIDTH / 2, 20 * mm, f"— {document.page} —")

    paragraphs = ["".join(SENTENCES[at % 4 :] + SENTENCES[: at % 4]) * (1 + at % 3) for at in range(20)]
    read = read_pdf(flowing([Paragraph(text, BODY) for text in paragraphs], numbered))
    assert lines_of(read) == paragraphs
    assert len(read.pages) > 3
    assert sorted(read.pages) == list(read.pages)
    assert any(read.text[at - 1] not in "\n" for at in read.pages[1:])
    assert read.notes == ("running heads and feet are left out: “云溪市人民政府公报”",)


@pytest.mark.parametrize("form", ["- {} -", "第 {} 页 共 9 页", "{}/9", "{}", "Page {} of 9"])
def test_page_numbers_are_left_out(form: str) -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(90, 600, SENTENCES[number][:30])
            canvas.drawCentredString(WIDTH / 2, 40, form.format(number + 4))

        return draw

    assert lines_of(read_pdf(drawn(*map(page, range(3))))) == [sentence[:30] for sentence in SENTENCES[:3]]


def test_numbers_that_are_no_page_numbers_stay() -> None:
    def annex(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(90, HEIGHT - 60, f"附件{number}")
            canvas.drawString(90, 600, SENTENCES[number - 1][:30])
            canvas.drawString(90, 50, f"{(2031, 2044, 2027)[number - 1]}")

        return draw

    read = lines_of(read_pdf(drawn(*(annex(number) for number in (1, 2, 3)))))
    assert read[::3] == ["附件1", "附件2", "附件3"]
    assert read[2::3] == ["2031", "2044", "2027"]


def test_text_that_pages_have_in_common_is_no_running_head() -> None:
    def form(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            for at, line in enumerate(
                ["申请表甲类", "填表须知如下", f"申请人姓名{'甲乙丙丁'[number] * 3}", "提交日期"]
            ):
                canvas.drawString(90, HEIGHT - 60 - 20 * at, line)

        return draw

    assert read_pdf(drawn(*map(form, range(4)))).text.count("填表须知如下") == 4


ROWS = [
    ["任务", "牵头单位", "配合单位"],
    ["在六个镇街各建一座再生资源分拣中心，年处理能力不低于两万吨", "市商务局", "市城管局、市供销社"],
    ["编制地下管线普查成果图并每年更新", "市自然资源局", "市水务局"],
]


def ruled(rows: Sequence[Sequence[str]], *style: tuple[Any, ...], **options: Any) -> Table:
    cells = [[Paragraph(cell, FLUSH) if cell else "" for cell in row] for row in rows]
    return Table(cells, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), *style]), **options)


def test_tables_stand_in_their_place_with_their_headings() -> None:
    story = [Paragraph(SENTENCES[0], BODY), Spacer(1, 12), ruled(ROWS, colWidths=[200, 100, 120]), Spacer(1, 12)]
    read = lines_of(read_pdf(flowing([*story, Paragraph(SENTENCES[1], BODY)])))
    assert read == [
        SENTENCES[0],
        "任务：在六个镇街各建一座再生资源分拣中心，年处理能力不低于两万吨；牵头单位：市商务局；"
        "配合单位：市城管局、市供销社。",
        "任务：编制地下管线普查成果图并每年更新；牵头单位：市自然资源局；配合单位：市水务局。",
        SENTENCES[1],
    ]


def test_a_table_goes_on_over_pages_with_its_headings() -> None:
    rows = [ROWS[0], *([f"第{at}批老旧管网改造", f"第{at}工务所", "各街道"] for at in range(1, 71))]
    for repeated in (0, 1):
        read = read_pdf(flowing([ruled(rows, colWidths=[200, 100, 120], repeatRows=repeated)]))
        assert lines_of(read) == [f"任务：{a}；牵头单位：{b}；配合单位：{c}。" for a, b, c in rows[1:]]
        assert len(read.pages) > 2
        assert all(read.text[at:].startswith("任务：") for at in read.pages)


def test_merged_cells_are_repeated() -> None:
    rows = [["领域", "指标", "目标"], ["交通", "公交专用道", "一百公里"], ["", "慢行绿道", "六十公里"]]
    read = lines_of(read_pdf(flowing([ruled(rows, ("SPAN", (0, 1), (0, 2)), colWidths=[80, 140, 120])])))
    assert read == ["领域：交通；指标：公交专用道；目标：一百公里。", "领域：交通；指标：慢行绿道；目标：六十公里。"]


def test_a_table_with_open_sides_is_found() -> None:
    def page(canvas: Canvas) -> None:
        for y in (700, 670, 640, 610):
            canvas.line(80, y, 500, y)
        for x in (220, 360):
            canvas.line(x, 700, x, 610)
        for y, row in zip(
            (680, 650, 620), (["任务", "牵头单位", "时限"], ["甲", "乙局", "丙年"], ["丁", "戊局", "己年"]), strict=True
        ):
            for x, cell in zip((90, 230, 370), row, strict=True):
                canvas.drawString(x, y, cell)

    assert lines_of(read_pdf(drawn(page))) == [
        "任务：甲；牵头单位：乙局；时限：丙年。",
        "任务：丁；牵头单位：戊局；时限：己年。",
    ]


def written(canvas: Canvas, rows: Sequence[Sequence[str]], xs: Sequence[int], ys: Sequence[int]) -> None:
    """Cells at these places, the lines of a cell 16 points apart."""
    for y, row in zip(ys, rows, strict=True):
        for x, cell in zip(xs, row, strict=True):
            for at, line in enumerate(cell.split("\n")):
                canvas.drawString(x, y - 16 * at, line)


def test_a_table_without_rules_is_read_by_rows() -> None:
    rows = [
        ["任务", "牵头单位", "配合单位"],
        ["在六个镇街各建一座再生资源\n分拣中心", "市商务局", "市城管局、市供\n销社"],
        ["编制地下管线普查成果图", "市自然资源局", "市水务局"],
        ["整治河道排口", "市生态环境局", "各街道"],
    ]

    def page(canvas: Canvas) -> None:
        canvas.drawString(114, 760, SENTENCES[0][:31])
        written(canvas, rows, (90, 290, 400), (700, 670, 624, 594))
        canvas.drawString(114, 560, SENTENCES[1][:31])

    assert lines_of(read_pdf(drawn(page))) == [
        SENTENCES[0][:31],
        "任务：在六个镇街各建一座再生资源分拣中心；牵头单位：市商务局；配合单位：市城管局、市供销社。",
        "任务：编制地下管线普查成果图；牵头单位：市自然资源局；配合单位：市水务局。",
        "任务：整治河道排口；牵头单位：市生态环境局；配合单位：各街道。",
        SENTENCES[1][:31],
    ]


def test_names_in_columns_are_read_by_rows() -> None:
    rows = [
        ["甲一明", "乙二光", "丙三", "丁四海"],
        ["戊五", "己六山", "庚七", "辛八江"],
        ["壬九", "癸十水", "子丑", "寅卯"],
    ]
    read = read_pdf(drawn(lambda canvas: written(canvas, rows, (90, 190, 290, 390), (700, 680, 660))))
    assert lines_of(read) == ["；".join(row) + "。" for row in rows]


def test_a_row_cut_by_a_page_break_is_mended() -> None:
    def page(rows: Sequence[Sequence[str]], tops: Sequence[int], closed: Sequence[bool]) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            for y, line in zip(tops, closed, strict=True):
                if line:
                    canvas.line(80, y, 500, y)
            for x in (80, 280, 390, 500):
                canvas.line(x, tops[0], x, tops[-1])
            written(canvas, rows, (86, 286, 396), [y - 14 for y in tops[:-1]])

        return draw

    first = page(
        [["任务", "牵头单位", "时限"], ["建设社区食堂一百", "市民政局", "二〇三二年"]],
        (140, 110, 60),
        (True, True, False),
    )
    second = page(
        [["二十家，优先覆盖老城区", "", ""], ["修缮历史建筑", "市住建局", "长期"]], (780, 750, 720), (False, True, True)
    )
    assert lines_of(read_pdf(drawn(first, second))) == [
        "任务：建设社区食堂一百二十家，优先覆盖老城区；牵头单位：市民政局；时限：二〇三二年。",
        "任务：修缮历史建筑；牵头单位：市住建局；时限：长期。",
    ]


def test_a_cell_merged_over_a_page_break_is_repeated() -> None:
    before, after = [["交通", "公交专用道"]], [["", "慢行绿道"], ["", "停车共享"], ["教育", "学位增补"]]
    mend_breaks([before, after])
    assert after == [["交通", "慢行绿道"], ["交通", "停车共享"], ["教育", "学位增补"]]


def test_a_row_cut_by_two_page_breaks_is_mended() -> None:
    parts = [[["改造雨", "市水务局", "各街道"]], [["污管", "", ""]], [["网。", "", ""], ["绿化", "市园林局", ""]]]
    mend_breaks(parts)
    assert parts == [[["改造雨污管网。", "市水务局", "各街道"]], [], [["绿化", "市园林局", ""]]]


def test_a_quotation_set_narrower_is_one_paragraph() -> None:
    text = "".join(SENTENCES)[:130]
    narrow = ParagraphStyle("narrow", parent=FLUSH, leftIndent=30, rightIndent=30)
    read = read_pdf(
        flowing([Paragraph(SENTENCES[0] * 2, BODY), Paragraph(text, narrow), Paragraph(SENTENCES[1], BODY)])
    )
    assert lines_of(read) == [SENTENCES[0] * 2, text, SENTENCES[1]]


def test_a_frame_round_text_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(80, 580, 430, 100)
        canvas.drawString(90, 650, SENTENCES[0][:30])

    assert lines_of(read_pdf(drawn(page))) == [SENTENCES[0][:30]]


def test_columns_are_read_one_after_the_other() -> None:
    buffer = io.BytesIO()
    column = (WIDTH - 56 * mm) / 2
    frames = [Frame(25 * mm + at * (column + 6 * mm), 30 * mm, column, 200 * mm, id=f"{at}") for at in (0, 1)]
    template = PageTemplate(frames=frames, onPage=lambda canvas, document: _banner(canvas))
    paragraphs = ["".join(SENTENCES[at % 4 :]) for at in range(24)]
    BaseDocTemplate(buffer, pagesize=A4, pageTemplates=[template]).build([Paragraph(text, BODY) for text in paragraphs])
    read = read_pdf(buffer.getvalue())
    assert lines_of(read) == ["云溪市公报二〇三一年第七期", *paragraphs]
    assert len(read.pages) >= 2


def _banner(canvas: Canvas) -> None:
    if canvas.getPageNumber() == 1:
        canvas.setFont(HAN, 20)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 40 * mm, "云溪市公报二〇三一年第七期")


def test_columns_close_together_with_a_bracket_over_the_edge() -> None:
    left = [
        "本办法所称共享单车，是指由企业投",
        "放、按次付费的自行车（不含电动车）",
        "，不包括景区内的观光车辆以及单位",
        "自用车辆。",
    ]
    right = [
        "企业应当按照每百辆车不少于一人的",
        "标准配备运维人员，并在每日七时前",
        "完成重点路段车辆的清运。",
    ]

    def page(canvas: Canvas) -> None:
        for x, column in ((90.0, left), (90 + 17.5 * 12, right)):
            for at, line in enumerate(column):
                canvas.drawString(x, 700 - 18 * at, line)

    assert "".join(lines_of(read_pdf(drawn(page)))) == "".join(left + right)


@pytest.mark.parametrize(
    ("text", "word"),
    [("7224.2958万元", 9), ("构；“甲”指的是", 6), ("（一）组织", 3), ("development of", 11), ("的规定", 1)],
)
def test_what_a_line_end_may_not_part(text: str, word: int) -> None:
    shown = sum(0.5 if character.isascii() else 1 for character in text)
    line = Line(text, 0, shown, 0, 1, 0, 20)
    assert first_word(line) == sum(0.5 if character.isascii() else 1 for character in text[:word])


def test_hyphens_at_line_ends_are_undone_and_words_kept_apart() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        for at, line in enumerate(
            [
                "The harbour office shall publish the environ-",
                "mental report before the fifth of each month and",
                "send it to all.",
            ]
        ):
            canvas.drawString(90, 700 - 15 * at, line)

    assert lines_of(read_pdf(drawn(page))) == [
        "The harbour office shall publish the environmental report before the fifth of each month and send it to all."
    ]


def test_english_paragraphs() -> None:
    text = "The district may grant a subsidy of up to 30 percent of the cost of a shared workshop. " * 4
    read = read_pdf(flowing([Paragraph(text, ENGLISH), Spacer(1, 8), Paragraph(text, ENGLISH)]))
    assert lines_of(read) == [text.strip(), text.strip()]


def test_bold_by_printing_twice_is_read_once() -> None:
    def page(canvas: Canvas) -> None:
        for shift in (0, 0.3, 0.6):
            canvas.drawString(90 + shift, 700, "公交优先发展一一一11号")

    assert lines_of(read_pdf(drawn(page))) == ["公交优先发展一一一11号"]


def test_raised_signs_stay_in_their_line() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(90, 700, "绿地面积不低于五百平方米m")
        canvas.setFont(HAN, 7)
        canvas.drawString(90 + 12 * 12 + 10, 705, "2")
        canvas.setFont(HAN, 12)
        canvas.drawString(90 + 12 * 12 + 16, 700, "的小区，优先纳入改造")

    assert lines_of(read_pdf(drawn(page))) == ["绿地面积不低于五百平方米m2的小区，优先纳入改造"]


def test_turned_pages_read_like_others() -> None:
    def turned(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        for at in range(3):
            canvas.drawString(100, 400 - 20 * at, SENTENCES[at][:40])

    read = lines_of(read_pdf(drawn(turned)))
    assert "".join(read) == "".join(sentence[:40] for sentence in SENTENCES[:3])


def test_vertical_writing() -> None:
    columns = ["城乡公共服务一体化方案摘要", "各村设立便民服务点一处每周", "开放不少于五日由镇负责管理"]

    def page(canvas: Canvas) -> None:
        for at, column in enumerate(columns):
            for below, character in enumerate(column):
                canvas.drawString(480 - 24 * at, 700 - 14 * below, character)

    assert "".join(lines_of(read_pdf(drawn(page)))) == "".join(columns)


def test_a_watermark_is_left_out_with_a_note() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(90, 700, SENTENCES[0][:30])
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")

    read = read_pdf(drawn(page))
    assert lines_of(read) == [SENTENCES[0][:30]]
    assert read.notes == ("text that runs aslant (a watermark) is left out",)


def test_recognised_text_under_a_picture_counts() -> None:
    def page(canvas: Canvas) -> None:
        _picture(canvas)
        text = canvas.beginText(90, 700)
        text.setFont(HAN, 12)
        text.setTextRenderMode(3)
        text.textOut(SENTENCES[0][:30])
        canvas.drawText(text)

    assert lines_of(read_pdf(drawn(page))) == [SENTENCES[0][:30]]


def _picture(canvas: Canvas) -> None:
    from reportlab.lib.utils import ImageReader

    image = b"P6 8 8 255 " + bytes(range(192))
    canvas.drawImage(ImageReader(io.BytesIO(image)), 0, 0, WIDTH, HEIGHT)


def test_a_scan_is_refused_and_pages_without_text_are_named() -> None:
    with pytest.raises(UnreadableError, match=r"scan without text.*ocrmypdf"):
        read_pdf(drawn(_picture, _picture))

    def text(canvas: Canvas) -> None:
        canvas.drawString(90, 700, SENTENCES[0][:30])

    read = read_pdf(drawn(text, _picture, text, _picture, _picture))
    assert read.notes == ("pages 2, 4 and 5 hold no text: run the file through text recognition (OCR) first",)
    assert len(read.pages) == 5
    assert lines_of(read) == [SENTENCES[0][:30]] * 2


def test_a_blank_page_has_its_place_and_no_note() -> None:
    read = read_pdf(flowing([Paragraph(SENTENCES[0], BODY), PageBreak(), PageBreak(), Paragraph(SENTENCES[1], BODY)]))
    assert read.notes == ()
    assert lines_of(read) == SENTENCES[:2]


def test_a_file_of_blank_pages_holds_no_text() -> None:
    with pytest.raises(UnreadableError, match="holds no text"):
        read_pdf(drawn(lambda canvas: None))


def test_passwords() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(90, 700, SENTENCES[0][:30])

    opened = drawn(page, encrypt=pdfencrypt.StandardEncryption("", "owner", canPrint=0))
    assert lines_of(read_pdf(opened)) == [SENTENCES[0][:30]]
    with pytest.raises(UnreadableError, match="encrypted: save it without a password"):
        read_pdf(drawn(page, encrypt=pdfencrypt.StandardEncryption("secret", "owner")))


def test_a_broken_table_of_objects_is_mended_and_a_broken_file_named() -> None:
    data = flowing([Paragraph(SENTENCES[0], BODY)])
    at = data.rindex(b"startxref")
    assert lines_of(read_pdf(data[:at] + b"startxref\n7\n%%EOF")) == [SENTENCES[0]]
    assert lines_of(read_pdf(b"\n\njunk\n" + data)) == [SENTENCES[0]]
    for broken in (b"", b"%PDF-1.7\n", data[:200], b"not a pdf at all"):
        with pytest.raises(UnreadableError, match=r"broken \.pdf"):
            read_pdf(broken)


def test_bounds_name_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    data = flowing([Paragraph(SENTENCES[0], BODY), PageBreak(), Paragraph(SENTENCES[1], BODY)])
    for module, name, value in (
        (pdf, "MOST_SECONDS", -1),
        (pdf, "MOST_CHARACTERS", 10),
        (pdf_pages, "MOST_PAGES", 1),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            with pytest.raises(UnreadableError, match=name):
                read_pdf(data)


def test_overfull_pages_are_left_out_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    data = flowing([Paragraph(SENTENCES[0] * 3, BODY), PageBreak(), Paragraph(SENTENCES[1], BODY)])
    monkeypatch.setattr(pdf_pages, "MOST_PAGE_CHARACTERS", 100)
    read = read_pdf(data)
    assert lines_of(read) == [SENTENCES[1]]
    assert read.pages == (0, 0)
    assert read.notes == ("page 1 is broken or overfull and left out",)


def test_bookmarks_give_levels() -> None:
    def page(canvas: Canvas) -> None:
        for at, (text, level) in enumerate([("背景说明", 0), ("适用范围", 1), ("三、 申报程序", 0)]):
            canvas.bookmarkPage(f"{at}")
            canvas.addOutlineEntry(text, f"{at}", level)
            canvas.drawString(90, 700 - 90 * at, text)
            canvas.drawString(114, 670 - 90 * at, SENTENCES[at][:28])

    read = read_pdf(drawn(page))
    found = [(read.text[at:].split("\n")[0], level) for at, level in read.headings]
    assert found == [("背景说明", 1), ("适用范围", 2), ("三、 申报程序", 1)]


def test_larger_lines_are_headings_by_their_size_with_a_number_and_without() -> None:
    story = [Paragraph("云溪市海绵城市实施细则", TITLE)]
    for name in ("编制背景", "一、总体要求", "保障条件"):
        story += [Paragraph(name, HEAD), *(Paragraph(text, BODY) for text in SENTENCES)]
    read = read_pdf(flowing(story))
    found = [(read.text[at:].split("\n")[0], level) for at, level in read.headings]
    assert found == [("云溪市海绵城市实施细则", 1), ("编制背景", 2), ("一、总体要求", 2), ("保障条件", 2)]


def test_what_stands_below_a_numbered_heading_by_its_size_is_below_it() -> None:
    """Regression: the smaller headings without a number stood above 二、, which fell below the last of them."""
    smaller = ParagraphStyle("smaller", parent=HEAD, fontSize=14)
    story = [Paragraph("云溪市海绵城市实施细则", TITLE)]
    for name, style in (("一、总体要求", HEAD), ("编制背景", smaller), ("二、保障条件", HEAD), ("资金", smaller)):
        story += [Paragraph(name, style), *(Paragraph(text, BODY) for text in SENTENCES if style is smaller)]
    read = read_pdf(flowing(story))
    found = [(read.text[at:].split("\n")[0], level) for at, level in read.headings]
    assert [level for _, level in found] == [1, 2, 3, 2, 3]


def test_a_table_of_contents_is_left_out() -> None:
    names = ["一、补助对象", "二、补助标准", "三、监督管理"]
    story = [Paragraph(name + "…" * (28 - len(name)) + "3", FLUSH) for name in names]
    for name in names:
        story += [Paragraph(name, BODY), Paragraph(SENTENCES[1], BODY)]
    read = read_pdf(flowing(story))
    assert lines_of(read) == [text for name in names for text in (name, SENTENCES[1])]
    assert read.notes == ("the table of contents is left out",)


def test_footnotes_stay_on_their_page() -> None:
    def page(text: str, note: str) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            for at in range(0, len(text), 30):
                canvas.drawString(90, 780 - 18 * (at // 30), text[at : at + 30])
            canvas.setFont(HAN, 8)
            canvas.drawString(90, 130, note)

        return draw

    text = "".join(SENTENCES) * 5
    read = read_pdf(drawn(page(text[:300], "① 指本办法施行前的项目。"), page(text[300:600], "② 以电表计量为准。")))
    assert lines_of(read) == ["① 指本办法施行前的项目。", text[:600], "② 以电表计量为准。"]
    assert read.text[read.pages[1] :].startswith(text[300:310])


def test_characters_become_the_usual_ones() -> None:
    assert usual("⼀、⽤⽔⼯程，⻓期⻔⼾⺠⽣") == "一、用水工程，长期门户民生"
    assert usual("eﬃcient oﬀice") == "efficient office"
    assert usual("︵一︶︑︒") == "（一）、。"
    assert usual("ｋｍ２ Ａ　① ㎡") == "ｋｍ２ Ａ　① ㎡"


@pytest.mark.parametrize(
    ("text", "after", "joined"),
    [
        ("补助", "标准", "补助标准"),
        ("the cost", "of a", "the cost of a"),
        ("environ-", "mental", "environmental"),
        ("COVID-", "19", "COVID-19"),
        ("2026-", "2030年", "2026-2030年"),
        ("采用AI", "技术", "采用AI技术"),
    ],
)
def test_join(text: str, after: str, joined: str) -> None:
    assert join(text, after) == joined


CHARACTERS = st.text(st.sampled_from("甲乙丙丁戊己庚辛，。"), min_size=1, max_size=120)


@settings(max_examples=40, deadline=None)
@given(st.lists(CHARACTERS, min_size=1, max_size=8), st.integers(40, 400))
def test_no_character_is_lost_or_moved(paragraphs: list[str], top: int) -> None:
    """Whatever the paragraphs are, joining them may err but the characters stay, in their order."""

    def page(canvas: Canvas) -> None:
        at = float(HEIGHT - top)
        for text in paragraphs:
            for start in range(0, len(text), 30):
                if at < 60:
                    canvas.showPage()
                    canvas.setFont(HAN, 12)
                    at = HEIGHT - 130
                canvas.drawString(90, at, text[start : start + 30])
                at -= 20

    read = read_pdf(drawn(page))
    assert read.text.replace("\n", "") == "".join(paragraphs)
    assert list(read.pages) == sorted(read.pages)
    assert all(0 <= at <= len(read.text) for at in read.pages)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    whole = _whole()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        cut = data.draw(st.integers(0, 40))
        whole = whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + cut :]
    try:
        read = read_pdf(whole)
    except UnreadableError:
        return
    assert all(0 <= at <= len(read.text) for at in read.pages)


def _whole() -> bytes:
    return flowing([Paragraph(SENTENCES[0], BODY), ruled(ROWS, colWidths=[200, 100, 120])], pageCompression=0)


@pytest.mark.slow
@pytest.mark.parametrize(
    "css",
    [
        "p {margin: 0; text-indent: 2em; line-height: 29pt; font-size: 16pt; text-align: justify}",
        "body {column-count: 2; font-size: 10.5pt; text-align: justify} p {margin: 0; text-indent: 2em}",
        "p {margin: 0.6em 0; font-size: 11pt}",
    ],
    ids=["official", "columns", "flush"],
)
def test_every_sentence_of_a_printed_page_is_whole(css: str, tmp_path: Path) -> None:
    texts = sorted((Path(__file__).parents[1] / ".." / "shared" / "corpus").glob("*.txt"))
    chromium = shutil.which("chromium")
    if not texts or not chromium:
        pytest.skip("needs ../shared/corpus and Debian's chromium")
    head = "<!doctype html><meta charset=utf-8><style>@page {size: A4; margin: 2.5cm} "
    for at, text in enumerate(texts):
        paragraphs = [" ".join(line.split()) for line in text.read_text("utf-8").split("\n") if line.strip()]
        page = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
        source, printed = tmp_path / f"{at}.html", tmp_path / f"{at}.pdf"
        source.write_text(f"{head}{css}</style>{page}", "utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run([chromium, *options, f"--print-to-pdf={printed}", str(source)], check=True, capture_output=True)
        read = "\n".join("".join(line.split()) for line in lines_of(read_pdf(printed.read_bytes())))
        sentences = [part for paragraph in paragraphs for part in re.findall(r"[^。！？；]+[。！？；]?", paragraph)]
        assert [part for part in sentences if "".join(part.split()) not in read] == []
