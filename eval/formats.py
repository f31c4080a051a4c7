"""`python -m eval formats`: is a document in Word, PDF, HTML or a book answered from as its plain text is?"""

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.formats_compare import Reading, compare, differences, read_index
from eval.questions import Question, read_questions, shipped
from eval.run import progress
from eval.samples import check_writers, shipped_texts
from eval.samples_paper import MARKDOWN, Paper, headed_text, paper_of
from index import Document, OpenEmbedder, UnreadableError, UsageError, build, load, read_documents
from qa import visible

Write = Callable[[Paper], bytes]

_WORK_PLAN = "ip-city-work-plan-2019-2021.md"
_TEXT = "text"


@dataclass(frozen=True, slots=True)
class Compared:
    """What one form of the document gave: its reading, or why it could not be read."""

    form: str
    reading: Reading | None
    error: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval formats`."""
    parser.add_argument("--questions", type=Path, metavar="FILE", help="question set (default: the one over corpus/)")
    parser.add_argument(
        "--from", dest="text", type=Path, metavar="FILE", help="the document as .txt or .md (default: the work plan)"
    )
    parser.add_argument("--forms", metavar="A,B", help="only the forms whose names hold one of these, as docx,html")


def run(args: argparse.Namespace, open_embedder: OpenEmbedder, console: Console) -> None:
    """Write the document in every form, index each, ask the same questions, print table and differences.

    Raises UsageError and UnreadableError for what cannot be asked or read.
    """
    text = args.text or shipped_texts() / _WORK_PLAN
    document = only_document(text)
    questions = questions_about(read_questions(args.questions or shipped()), text.name)
    wanted = (args.forms or "").lower().split(",")
    writers = {name: write for name, write in forms().items() if any(part.strip() in name.lower() for part in wanted)}
    if not writers:
        raise UsageError(f"no form is called {args.forms}: choose of {', '.join(forms())}")
    embedder = open_embedder(None)
    found = list(read_forms(text, document, questions, writers, lambda _: embedder))
    print_comparison(found, questions, console)


def only_document(file: Path) -> Document:
    """The document of a file. Raises UsageError when it is none or a folder, UnreadableError when it is no text."""
    if not file.is_file():
        raise UsageError(f"{file} is no file: name one .txt or .md file with --from")
    return read_documents([file]).documents[0]


def questions_about(questions: Sequence[Question], name: str) -> list[Question]:
    """The questions whose proof stands in this document, quote by quote. Raises UsageError when there is none."""
    about = [
        question
        for question in questions
        if question.evidence and all(item.quote and item.doc.rsplit("/", 1)[-1] == name for item in question.evidence)
    ]
    if not about:
        raise UsageError(f'no question has all its proof in {name}: name another set with --questions ("doc", "quote")')
    return about


def forms() -> dict[str, Write]:
    """What writes the document, by the form's name and suffix. Raises UsageError when reportlab is missing."""
    check_writers()
    from eval.samples_pdf import chromium, print_pdf, write_pdf
    from eval.samples_web import write_epub, write_html, write_site
    from eval.samples_word import write_docx

    made: dict[str, Write] = {
        "headings by style.docx": write_docx,
        "numbers counted.docx": lambda paper: write_docx(paper, numbering="lists"),
        "plain.docx": lambda paper: write_docx(paper, styled=False),
        "web page.html": write_html,
        "government site.html": write_site,
        "book.epub": write_epub,
        "one column.pdf": lambda paper: write_pdf(paper, running_head=paper.title[:20]),
        "two columns.pdf": lambda paper: write_pdf(paper, columns=2),
    }
    if program := chromium():
        made["printed.pdf"] = lambda paper: print_pdf(program, write_html(paper))
    return made


def read_forms(
    text: Path, document: Document, questions: Sequence[Question], writers: Mapping[str, Write], embed: OpenEmbedder
) -> list[Compared]:
    """The text's own reading, then that of each form, all with one embedder. A form that is not read has an error.

    Of a Markdown file the lines and headings are read alone: no other form has its front matter and its dashes.
    """
    paper = paper_of(document)
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shared = folder / "index"  # one for all, since passages alike are embedded once
        for form, write in progress([(_TEXT, None), *writers.items()], "reading"):
            file = folder / (form if write else text.name)
            if write:
                file.write_bytes(write(paper))
            elif text.suffix.lower() in MARKDOWN:
                file.write_text(headed_text(paper), "utf-8")
            else:
                file = text
            try:
                build([file], shared, open_embedder=embed)
            except UnreadableError as error:
                found.append(Compared(form, None, str(error)))
                continue
            found.append(Compared(form, read_index(load(shared, open_embedder=embed), questions)))
    return found


def print_comparison(found: Sequence[Compared], questions: Sequence[Question], console: Console) -> None:
    """The table, a row for each form, and below it each question that was answered otherwise than from the text."""
    base = next(item.reading for item in found if item.form == _TEXT)
    if base is None:
        raise UnreadableError(next(item.error for item in found if item.form == _TEXT))
    table = Table(
        "form", "characters", "sections", "proof first", "in first five", "same short", "same text", "complete"
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for item in found:
        if item.reading is None:
            table.add_row(visible(item.form), visible(item.error))
            continue
        figures = compare(item.reading, base)
        table.add_row(
            visible(item.form),
            f"{figures.characters:.1%}",
            f"{figures.sections}/{len(base.sections)}",
            *(f"{count}/{len(questions)}" for count in (figures.first, figures.five)),
            *(f"{count}/{len(questions)}" for count in (figures.same_short, figures.same_text, figures.complete)),
        )
    console.print(table)
    for item in found:
        lines = differences(item.reading, base, questions) if item.reading else []
        if lines:
            console.print(f"\n{item.form}", markup=False, highlight=False)
        for line in lines:
            console.print(f"  {visible(line)}", markup=False, highlight=False, soft_wrap=True)
