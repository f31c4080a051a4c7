"""Paper -> web pages and books: clean ones, and such as government sites make."""

import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO
from itertools import groupby

from eval.samples_paper import Block, Paper, Table

_STYLE = (
    "body{font-family:'Noto Serif CJK SC','SimSun',serif;line-height:1.8} p{text-indent:2em;margin:0}"
    "table{border-collapse:collapse} td,th{border:1px solid #333;padding:4px} h1{text-align:center}"
)
_WHEN = (2026, 3, 2, 9, 0, 0)  # of every entry of an archive, so that the same text makes the same file


def write_html(paper: Paper, *, encoding: str = "utf-8") -> bytes:
    """A page of h1 to h6, p, ul and table in `encoding`, which its head names."""
    return _page(paper.title, _body(paper), encoding=encoding)


def write_site(paper: Paper) -> bytes:
    """A page as a government site sends it: GB2312, meta names, menus, and a text of <div> and <br> only."""
    meta = [
        ("SiteName", "望津市人民政府门户网站"),
        ("ArticleTitle", paper.title),
        ("PubDate", paper.issued or "2026-03-02 09:00"),
        ("ContentSource", paper.issuer or "望津市人民政府办公室"),
    ]
    names = "".join(f'<meta name="{name}" content="{escape(value)}">\n' for name, value in meta)
    menu = "".join(f'<li><a href="#">{name}</a></li>' for name in ("首页", "政务公开", "办事服务", "互动交流"))
    body = (
        f'<div class="top"><nav><ul>{menu}</ul></nav><div class="crumbs">当前位置：首页 &gt; 政务公开</div></div>\n'
        f'<div class="con"><div class="tit">{escape(paper.title)}</div>\n'
        '<div class="tools">字号：<a>大</a> <a>中</a> <a>小</a> <script>document.write("打印")</script></div>\n'
        f'<div id="zoom">{_soup(paper)}</div></div>\n'
        '<div class="foot"><footer>主办：望津市人民政府办公室　网站标识码：0000000000</footer></div>'
    )
    return _page(f"{paper.title}_望津市人民政府门户网站", body, names, "gb2312")


def write_epub(paper: Paper) -> bytes:
    """A book with a chapter for each highest heading, and a table of contents."""
    chapters = _chapters(paper)
    names = [f"chapter{number}.xhtml" for number in range(1, len(chapters) + 1)]
    items = "".join(
        f'<item id="c{at}" href="{name}" media-type="application/xhtml+xml"/>' for at, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="c{at}"/>' for at in range(len(names)))
    links = "".join(f'<li><a href="{name}">第{at}部分</a></li>' for at, name in enumerate(names, 1))
    package = (
        '<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">{escape(paper.title)}</dc:identifier><dc:title>{escape(paper.title)}</dc:title>'
        f"<dc:language>zh</dc:language>{f'<dc:creator>{escape(paper.issuer)}</dc:creator>' if paper.issuer else ''}"
        '</metadata><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'{items}</manifest><spine><itemref idref="nav"/>{spine}</spine></package>'
    )
    container = (
        '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
        "</container>"
    )
    contents = f'<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><h1>目录</h1><ol>{links}</ol></nav>'
    files = {
        "META-INF/container.xml": container.encode(),
        "OEBPS/book.opf": package.encode(),
        "OEBPS/nav.xhtml": _chapter("目录", contents),
        **{f"OEBPS/{name}": _chapter(paper.title, _html(part)) for name, part in zip(names, chapters, strict=True)},
    }
    return write_zip({"mimetype": b"application/epub+zip", **files})


def write_zip(files: Mapping[str, bytes], encoding: str = "utf-8") -> bytes:
    """An archive of these files by name. With another encoding names are written as Chinese Windows did, unmarked."""
    data = BytesIO()
    marked = encoding == "utf-8"
    written = {f"n{at:03}".ljust(len(name.encode(encoding)), "x"): name for at, name in enumerate(files)}
    with zipfile.ZipFile(data, "w") as archive:
        for stand_in, name in written.items():
            entry = zipfile.ZipInfo(name if marked else stand_in, _WHEN)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    content = data.getvalue()
    for stand_in, name in [] if marked else written.items():
        # zipfile itself marks every name that is not ASCII as UTF-8.
        content = content.replace(stand_in.encode(), name.encode(encoding))
    return content


def _chapter(title: str, body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>{escape(title)}</title></head><body>{body}</body></html>"
    ).encode()


def _chapters(paper: Paper) -> list[list[Block]]:
    chapters: list[list[Block]] = [[]]
    for block in paper.blocks:
        if block.kind == "heading" and block.level == 1 and any(item.kind != "title" for item in chapters[-1]):
            chapters.append([])
        chapters[-1].append(block)
    return chapters


def _page(title: str, body: str, names: str = "", encoding: str = "utf-8") -> bytes:
    page = (
        f'<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="{encoding}">\n<title>{escape(title)}</title>\n'
        f"{names}<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
    return page.encode("gb18030" if encoding == "gb2312" else encoding)


def _body(paper: Paper) -> str:
    return _html(paper.blocks)


def _html(blocks: Sequence[Block]) -> str:
    """Headings one level below the title, which is h1 wherever there is one."""
    below = any(block.kind == "title" for block in blocks)
    parts = []
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        texts = "\n".join(_element(block, below) for block in run)
        parts.append(f"<ul>\n{texts}\n</ul>" if kind == "item" else texts)
    return "\n".join(parts)


def _element(block: Block, below: bool) -> str:
    if block.kind == "table":
        return _table(block.table)
    level = min(block.level + below, 6)
    name = {"title": "h1", "heading": f"h{level}", "item": "li"}.get(block.kind, "p")
    return f"<{name}>{escape(block.text)}</{name}>"


def _soup(paper: Paper) -> str:
    parts = []
    for block in paper.blocks:
        if block.kind == "table":
            parts.append(_table(block.table))
        elif block.kind == "heading":
            parts.append(f'<div><span style="font-family:黑体"><b>　　{escape(block.text)}</b></span></div>')
        elif block.kind != "title":
            parts.append(f'<span style="font-size:16pt">&nbsp;&nbsp;&nbsp;&nbsp;{escape(block.text)}</span><br><br>')
    return "\n".join(parts)


def _table(table: Table) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in table.merged}
    covered = {
        (row, column)
        for top, left, bottom, right in table.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(spans)
    rows = []
    for at, row in enumerate(table.rows):
        cells = []
        for column, text in enumerate(row):
            if (at, column) not in covered:
                down, across = spans.get((at, column), (1, 1))
                span = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
                cells.append(f"<td{span}>{escape(text)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"
