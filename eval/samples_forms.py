"""The forms that the sample files have, each with what writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from eval.samples_duties import BUDGET, CITY, duty_table, english_table, grouped_table
from eval.samples_paper import Block, Paper, Table
from eval.samples_pdf import chromium, print_pdf, write_pdf, write_scan
from eval.samples_sheets import write_csv, write_xlsx
from eval.samples_slides import write_pptx
from eval.samples_unreadable import write_broken, write_doc, write_locked_docx, write_png
from eval.samples_web import write_epub, write_html, write_site, write_zip
from eval.samples_word import write_docx


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a document. `part` is the number of the table of duties at its end, if it has one;
    `cause` what keeps such a file from being read ("": nothing).
    """

    folder: str
    suffix: str
    words: str
    write: Callable[[Paper], bytes]
    part: int | None = None
    cause: str = ""


def forms(seed: int) -> list[Form]:
    """All forms of which each makes one file of a document."""
    return [*_WORD, *_PDF, *_printed(), *_WEB, *_OTHER, *_unreadable(seed)]


def printing() -> str:
    """Why nothing is printed by the browser here, or ""."""
    return "" if chromium() else "PDF files printed by chromium, which is not installed"


def sheets() -> dict[str, tuple[str, bytes, int | None]]:
    """The files that are tables only: form, content and the number of the table of duties, by path."""
    return {
        "台账/为民实事任务分工表.xlsx": (
            "sheets, one with merged cells",
            write_xlsx({"任务分工": grouped_table(3), "经费": BUDGET}),
            3,
        ),
        "台账/duties.xlsx": ("a sheet with English headings", write_xlsx({"Duties": english_table(4)}), 4),
        "台账/任务分工.csv": ("CSV in GB18030", write_csv(duty_table(5), "gb18030"), 5),
        "台账/经费.csv": ("CSV in UTF-8 with a mark", write_csv(Table(BUDGET.rows[1:]), "utf-8-sig"), None),
    }


def archives(files: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Archives of some of the files: form and content by path."""
    names = list(files)
    first = {f"附件/{name.rsplit('/', 1)[-1]}": files[name] for name in names[:3]}
    inner = {name.rsplit("/", 1)[-1]: files[name] for name in names[-2:]}
    return {
        "打包/上报材料.zip": ("an archive with names in GB18030", write_zip(first, "gb18030")),
        "打包/归档.zip": ("an archive in an archive", write_zip({"二级/材料.zip": write_zip(inner)})),
    }


def _headed(paper: Paper) -> bytes:
    reference = paper.reference or "望府办〔2026〕7号"
    return write_docx(replace(paper, reference=reference, issuer=paper.issuer or f"{CITY}人民政府"), letterhead=True)


def _text(paper: Paper) -> str:
    return "".join(f"{block.text}\n" for block in paper.blocks if block.kind != "table")


def _markdown_line(block: Block) -> str:
    mark = {"title": "# ", "heading": "#" * (block.level + 1) + " ", "item": "- "}.get(block.kind, "")
    return f"{mark}{block.text}\n\n"


def _markdown(paper: Paper) -> str:
    return "".join(_markdown_line(block) for block in paper.blocks if block.kind != "table")


_WORD = (
    Form("发文", ".docx", "Word, headings by style", write_docx),
    Form("发文", ".docx", "Word, headings by style", write_docx),
    Form("发文", ".docx", "Word, numbers counted by lists", partial(write_docx, numbering="lists")),
    Form("发文", ".docx", "Word, numbers counted by styles", partial(write_docx, numbering="styles")),
    Form("发文", ".docx", "Word, bold headings, counted", partial(write_docx, styled=False, numbering="lists")),
    Form("发文", ".docx", "Word, plain numbered text", partial(write_docx, styled=False)),
    Form("发文", ".docx", "Word, letterhead and running head", _headed),
    Form("发文", ".docx", "Word with a table", write_docx, part=0),
    Form("发文", ".docx", "Word with a table of merged cells", write_docx, part=1),
)
_PDF = (
    Form("公报", ".pdf", "PDF", write_pdf),
    Form("公报", ".pdf", "PDF with a running head", partial(write_pdf, running_head=f"{CITY}人民政府公报")),
    Form("公报", ".pdf", "PDF in two columns", partial(write_pdf, columns=2)),
    Form("公报", ".pdf", "PDF with a ruled table", write_pdf, part=2),
    Form("公报", ".pdf", "PDF that anyone may open", partial(write_pdf, password="")),
)
_WEB = (
    Form("网页", ".html", "web page", write_html),
    Form("网页", ".htm", "web page in GB2312", partial(write_html, encoding="gb2312")),
    Form("网页", ".html", "page of a government site", write_site),
    Form("网页", ".html", "page of a government site", write_site),
    Form("网页", ".html", "web page with a table", write_html, part=0),
)
_OTHER = (
    Form("会议", ".pptx", "slides", write_pptx),
    Form("会议", ".pptx", "slides with a table", write_pptx, part=1),
    Form("汇编", ".epub", "book", write_epub),
    Form("汇编", ".epub", "book with a table", write_epub, part=2),
    Form("底稿", ".txt", "text in GB18030", lambda paper: _text(paper).encode("gb18030")),
    Form("底稿", ".txt", "text in UTF-8", lambda paper: _text(paper).encode()),
    Form("底稿", ".md", "Markdown", lambda paper: _markdown(paper).encode()),
)


def _printed() -> tuple[Form, ...]:
    program = chromium()
    if program is None:
        return ()

    def printed(paper: Paper) -> bytes:
        return print_pdf(program, write_html(paper))

    return (
        Form("公报", ".pdf", "PDF printed by a browser", printed),
        Form("公报", ".pdf", "PDF printed with a table", printed, part=3),
    )


def _unreadable(seed: int) -> tuple[Form, ...]:
    folder = "存疑"
    return (
        Form(folder, ".doc", "Word 97", lambda _: write_doc(seed), cause="old"),
        Form(folder, ".docx", "Word with a password", lambda _: write_locked_docx(seed), cause="encrypted"),
        Form(folder, ".docx", "Word, broken off", lambda paper: write_broken(write_docx(paper)), cause="broken"),
        Form(folder, ".docx", "an empty file", lambda _: b"", cause="empty"),
        Form(folder, ".pdf", "a scan", lambda _: write_scan(write_png(seed)), cause="scan"),
        Form(folder, ".pdf", "PDF with a password", partial(write_pdf, password="river"), cause="encrypted"),
        Form(folder, ".png", "a picture", lambda _: write_png(seed), cause="picture"),
    )
