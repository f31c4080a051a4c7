"""Files -> documents: what is read, how it is decoded, and what its text says of itself."""

import os
from datetime import date
from pathlib import Path

import pytest

from index.documents import decode, merge_documents, parse_document, read_documents
from index.errors import UnreadableError, UsageError

NOTICE = "各街道办：\n为方便居民办事，本区自下月起延长窗口服务时间，请认真组织落实。"
TRADITIONAL = "關於圖書館開放時間的說明：週末照常開放，國定假日休館，請讀者留意。"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_decodes_chinese_in_every_usual_encoding(encoding: str) -> None:
    assert decode(NOTICE.encode(encoding)) == NOTICE


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8", "utf-16-le"])
def test_decodes_traditional_chinese(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize("text", ["科室", "窗口几点开门？", "第3号窗口\n", "一楼大厅设有12个窗口。"])
def test_decodes_very_short_gb18030(text: str) -> None:
    assert decode(text.encode("gb18030")) == text


def test_decodes_lists_of_figures_in_gb18030() -> None:
    text = "".join(f"{n}.窗口受理量\n定量\n计算方法：受理量={n}件/日\n" for n in range(1, 80))
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\2\0\0\0" + bytes(range(256)) * 8,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\0" * 400,
        bytes(range(256)) * 4,
        NOTICE.encode("utf-16")[:-1],
        b"a\x01\x02\x03" * 50,
    ],
)
def test_refuses_binary_data(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode(data)


def test_only_the_bom_and_line_ends_change() -> None:
    document = parse_document("\ufeff\ufeff甲\r\n乙\r丙\n\u3000丁 \u200b\x0c戊\u2028己", "a.txt")
    assert document.text == "\ufeff甲\n乙\n丙\n\u3000丁 \u200b\x0c戊\u2028己"
    assert document.body_start == 0


def test_the_id_follows_the_text_only() -> None:
    assert parse_document("甲", "a.txt").id == parse_document("甲", "b.md").id != parse_document("乙", "a.txt").id
    assert len(parse_document("甲", "a.txt").id) == 16


def test_reads_folders_recursively_in_order(tmp_path: Path) -> None:
    for name in [
        "z.txt",
        "b/a.md",
        "b/c.MARKDOWN",
        "b/d.TXT",
        ".hidden.txt",
        ".git/x.txt",
        "b/table.xlsx",
        "empty.txt",
    ]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("" if name == "empty.txt" else f"内容 {name}", encoding="utf-8")
    reading = read_documents([tmp_path])
    assert [document.sources for document in reading.documents] == [
        ("b/a.md",),
        ("b/c.MARKDOWN",),
        ("b/d.TXT",),
        ("z.txt",),
    ]
    assert [(item.source, item.failed) for item in reading.skipped] == [("b/table.xlsx", True), ("empty.txt", False)]


def test_a_file_that_cannot_be_decoded_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("好", encoding="utf-8")
    (tmp_path / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0" + bytes(range(256)) * 8)
    reading = read_documents([tmp_path])
    assert len(reading.documents) == 1
    assert [(item.source, item.failed) for item in reading.skipped] == [("photo.txt", True)]


def test_equal_texts_are_one_document(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("同样的内容\r\n", encoding="utf-8", newline="")
    (tmp_path / "a.txt").write_bytes("同样的内容\n".encode("utf-16"))
    reading = read_documents([tmp_path])
    assert [document.sources for document in reading.documents] == [("a.txt", "b.txt")]


def test_one_source_name_for_two_texts_is_refused(tmp_path: Path) -> None:
    for folder, text in [("one", "甲"), ("two", "乙")]:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"one.a\.txt and .*two.a\.txt"):
        read_documents([tmp_path / "one", tmp_path / "two"])
    (tmp_path / "two" / "a.txt").write_text("甲", encoding="utf-8")
    assert len(read_documents([tmp_path / "one", tmp_path / "two", tmp_path / "one" / "a.txt"]).documents) == 1


def test_nothing_to_read_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="is no file or folder"):
        read_documents([tmp_path / "no"])
    with pytest.raises(UnreadableError, match=r"\.txt, \.md, \.docx"):
        read_documents([tmp_path])
    (tmp_path / "a.docx").write_bytes(b"PK")
    with pytest.raises(UnreadableError, match=r"\.txt, \.md, \.docx"):
        read_documents([tmp_path / "a.docx"])


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    assert [document.sources for document in read_documents([tmp_path]).documents] == [("a.txt",)]
    with pytest.raises(UnreadableError, match="is no file or folder"):
        read_documents([tmp_path / "pipe.txt"])


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("甲", encoding="utf-8")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    reading = read_documents([tmp_path])
    assert [document.sources for document in reading.documents] == [("in/a.txt",)]
    assert [item.source for item in reading.skipped if item.failed] == ["dangling.txt"]


def test_a_file_name_that_is_no_utf8_gives_a_printable_source(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    try:
        Path(os.fsdecode(path)).write_text("甲", encoding="utf-8")
    except OSError:
        pytest.skip("this file system holds UTF-8 names only")
    (source,) = read_documents([tmp_path]).documents[0].sources
    assert source.encode("utf-8")


def test_merging_keeps_all_sources() -> None:
    merged = merge_documents(
        [parse_document("甲", "z.txt"), parse_document("乙", "m.txt"), parse_document("甲", "a.txt")]
    )
    assert [document.sources for document in merged] == [("a.txt", "z.txt"), ("m.txt",)]


FRONT = """---
title: "江口区公园管理办法"
reference: '江园发〔2020〕7号'
issuer: 江口区园林局
date: 2020-03-05
# 注释
tags:
  - 公园
  - 管理
notice: 本文是转述。
---
# 江口区公园管理办法

正文
"""


def test_front_matter_fills_the_fields_and_is_no_body() -> None:
    document = parse_document(FRONT, "a.md")
    assert (document.title, document.reference, document.issuer) == (
        "江口区公园管理办法",
        "江园发〔2020〕7号",
        "江口区园林局",
    )
    assert (document.issued, document.notice) == (date(2020, 3, 5), "本文是转述。")
    assert document.text[document.body_start :].startswith("# 江口区公园")
    assert parse_document(FRONT, "a.txt").body_start == 0


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 没有结尾\n\n正文",
        "---\n\n两条分隔线之间的正文\n\n---\n后文",
        "---\n---\n正文",
        "正文\n---\ntitle: 甲\n---\n",
        "---",
        "--- title: 甲\n---\n",
    ],
)
def test_what_is_no_front_matter_is_body(text: str) -> None:
    assert parse_document(text, "a.md").body_start == 0


LETTER = """江民函〔2022〕18号
江口市民政局关于市人大第
2022035号建议的答复函
\t王代表：
《关于增设社区食堂的建议》收悉，参照国务院令第12号和江府〔2019〕3号，答复如下：
一、进展
今年新增食堂三十家。
此函。
江口市民政局{blanks}
                              2022年 7月 ８日

\t联系人
\t张三
"""


def test_a_letter_tells_its_title_number_issuer_and_date() -> None:
    document = parse_document(LETTER, "letter.txt")
    assert document.title == "江口市民政局关于市人大第2022035号建议的答复函"
    assert document.reference == "江民函〔2022〕18号"
    assert document.issuer == "江口市民政局"
    assert document.issued == date(2022, 7, 8)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("江口市教育局关于春季入学的通知\n各学校：", "江口市教育局关于春季入学的通知"),
        ("江口市教育局关于对\n\n第7号提案\n\n答复的函\n李委员：", "江口市教育局关于对第7号提案答复的函"),
        ("下载\n打印\n【字号：\n大\n】\n2023年江口市政府工作报告\n各位代表：", "2023年江口市政府工作报告"),
        ("您的位置：\n首页\n>\n要闻\n2023年政府工作报告\n各位代表：", "2023年政府工作报告"),
        ("江口市教育局\n江口市教育局关于午休的通知\n各学校：", "江口市教育局关于午休的通知"),
        ("索 引 号： 1/2\n标 题： 关于早读的批复\n江教〔2020〕1号", "关于早读的批复"),
        ("国 务 院 办 事 规 则\n第一条 好。", "国务院办事规则"),
        (
            "江口市教育局关于延时服务的通知 各区教育局： 　　为做好服务，" + "现通知如下。" * 20,
            "江口市教育局关于延时服务的通知",
        ),
        (
            "当前位置: 首页 工作动态 江口市要建图书馆了!附全文\n"
            + "为建设书香城市，"
            + "根据有关规定，结合本市实际，" * 8
            + "制定《江口市公共图书馆建设三年行动方案(2020-2022年)》。\n(一)目标。",
            "江口市公共图书馆建设三年行动方案(2020-2022年)",
        ),
    ],
)
def test_titles(lines: str, title: str) -> None:
    assert parse_document(lines, "x.txt").title == title


def test_the_title_falls_back_to_heading_line_and_file_name() -> None:
    assert parse_document("```\n# 注释\n```\n# 标题 #\n正文", "x.md").title == "标题"
    assert parse_document("电子证怎么领？一文看懂\n正文。", "x.txt").title == "电子证怎么领？一文看懂"
    assert parse_document("各位代表：\n大家好。", "资料/讲话稿.txt").title == "讲话稿"
    assert parse_document("第二条 适用范围。", "办法.txt").title == "办法"


@pytest.mark.parametrize(
    ("head", "reference"),
    [
        ("江政办发〔2019〕6号\n正文", "江政办发〔2019〕6号"),
        ("关于早读的通知\n江教[2020] 12号\n正文", "江教[2020]12号"),
        ("　江教（2020）第3号\n正文", "江教（2020）第3号"),
        ("发文字号： 江教〔2021〕1号 发布日期： 2021年3月4日\n正文", "江教〔2021〕1号"),
        ("江口市人民政府令\n正文引用江府〔2018〕2号文件。", None),
        ("关于早读的通知\n根据《管理办法》(江教〔2018〕9号)，现通知如下。", None),
    ],
)
def test_references(head: str, reference: str | None) -> None:
    assert parse_document(head, "x.txt").reference == reference


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("通知\n江口市民政局\n二〇一八年八月十七日", date(2018, 8, 17)),
        ("通知\n江口市民政局\n二○○四年六月二十六日\n附件\n一、好", date(2004, 6, 26)),
        ("规则\n（2020年5月6日江口市人大常委会通过）\n第一条 好。", date(2020, 5, 6)),
        ("报告\n——2013年3月5日在第一次会议上\n各位代表：", date(2013, 3, 5)),
        ("通知\n正文提到2019年5月6日的会议。", None),
        ("通知\n江口市民政局\n2021年13月40日", None),
    ],
)
def test_dates(text: str, issued: date | None) -> None:
    assert parse_document(text, "x.txt").issued == issued


def test_nothing_is_guessed() -> None:
    document = parse_document("今天天气很好，大家去公园散步。", "x.txt")
    assert (document.reference, document.issuer, document.issued, document.notice) == (None, None, None, None)


def test_a_place_before_guanyu_is_no_issuer() -> None:
    assert parse_document("江口市关于建设书香城市的方案\n一、好", "x.txt").issuer is None


@pytest.mark.parametrize(
    ("name", "title", "reference", "issued"),
    [
        ("000", "20210376", "〔2021〕61号", date(2021, 10, 11)),
        ("001", "20180063", "〔2018〕39号", date(2018, 8, 7)),
        ("002", "(2019-2021年)", None, None),
        ("003", "20210296", "〔2021〕56号", date(2021, 9, 29)),
        ("004", "20180138", "〔2018〕2号", date(2018, 5, 10)),
    ],
)
def test_the_originals_tell_their_metadata(
    originals: Path, name: str, title: str, reference: str | None, issued: date | None
) -> None:
    (document,) = read_documents(sorted(originals.glob(f"{name}*.txt"))).documents
    assert title in document.title
    assert "：" not in document.title
    assert "\n" not in document.title
    assert (document.reference or "").endswith(reference or "")
    assert bool(document.reference) == bool(reference)
    assert document.issued == issued
    if reference:
        assert document.issuer
        assert document.title.startswith(document.issuer)


def test_the_day_from_which_it_applies_is_not_the_day_of_issue() -> None:
    text = "青禾市渡口办法\n青政发〔2029〕3号\n本办法自2030年3月1日起施行。渡口由市港务局管理。\n"
    document = parse_document(text, "x.txt")
    assert (document.issued, document.effective) == (None, date(2030, 3, 1))
