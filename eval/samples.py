"""`python -m eval samples`: forty files of all formats, as an office has them, to try and to test the reading of."""

import argparse
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from eval.samples_duties import duty_blocks
from eval.samples_paper import Paper, paper_of, with_tables, with_title
from index import Document, UsageError, read_documents
from qa import visible

if TYPE_CHECKING:
    from eval.samples_forms import Form

SEED = 7

_SHORTEST, _LONGEST = 600, 20_000  # characters of a text that makes a file
_NAME = 24  # characters of a title in a file's name
_UNSAFE = re.compile(r"[^\w（）〔〕-]+")


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to be written: `source` is its path below the folder, `form` says what it looks like inside.

    `cause` names what keeps it from being read ("": nothing); `part` is the number of its table of duties, where it
    has one (`samples_duties.duties_of`).
    """

    source: str
    form: str
    data: bytes
    cause: str = ""
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Samples:
    """What was made; `left_out` says of what could not be made here, or is empty."""

    files: tuple[Sample, ...]
    left_out: str = ""


def shipped_texts() -> Path:
    """The folder of texts that comes with the project's sources."""
    return Path(__file__).parents[1] / "corpus"


def make_samples(documents: Sequence[Document], seed: int = SEED) -> Samples:
    """The files made of these documents, in memory; the same documents and seed give files of the same texts.

    Where there are fewer documents than files, several files hold the same one. Raises UsageError when reportlab is
    missing or there is no document.
    """
    check_writers()
    if not documents:
        raise UsageError("there is no text to make files of: give a folder of .txt or .md files with --from")
    # Behind the check, since the forms import what writes them.
    from eval.samples_forms import archives, forms, printing, sheets

    texts = _order(documents, seed)
    files = [_sample(form, paper_of(texts[at % len(texts)]), f"{at + 1:02}") for at, form in enumerate(forms(seed))]
    files += [Sample(source, form, data, part=part) for source, (form, data, part) in sheets().items()]
    readable = {sample.source: sample.data for sample in files if not sample.cause}
    files += [Sample(source, form, data) for source, (form, data) in archives(readable).items()]
    return Samples(tuple(sorted(files, key=lambda sample: sample.source)), printing())


def check_writers() -> None:
    """Raises UsageError when what writes PDF files, which is no part of the project's own needs, is not installed."""
    if find_spec("reportlab") is None:
        raise UsageError('PDF files are written by reportlab, which is not installed: pip install -e ".[test]"')


def write_samples(samples: Samples, folder: Path) -> None:
    """Write the files. Raises UsageError when the folder holds something already or cannot be written."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder} is not empty: name a new folder for the files")
        for sample in samples.files:
            file = folder / sample.source
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(sample.data)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from None


def _order(documents: Sequence[Document], seed: int) -> list[Document]:
    texts = [document for document in documents if _SHORTEST <= len(document.text) <= _LONGEST] or [*documents]
    random.Random(seed).shuffle(texts)
    return texts


def _sample(form: "Form", paper: Paper, number: str) -> Sample:
    paper = with_title(paper)
    if form.part is not None:
        paper = with_tables(paper, *duty_blocks(form.part, grouped=form.part % 2 == 1))
    name = _UNSAFE.sub("", paper.title)[:_NAME] or "文件"
    return Sample(f"{form.folder}/{number}-{name}{form.suffix}", form.words, form.write(paper), form.cause, form.part)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval samples`."""
    parser.add_argument("folder", type=Path, metavar="OUT", help="a new folder for the files")
    parser.add_argument(
        "--from",
        dest="texts",
        type=Path,
        action="append",
        metavar="DIR",
        help="files and folders of text to make them of (default: corpus/); repeatable",
    )
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"which text is which file ({SEED})")


def run(args: argparse.Namespace, console: Console) -> None:
    """Write the files and list them. Raises UsageError, UnreadableError."""
    check_writers()
    texts = args.texts or [shipped_texts()]
    samples = make_samples(read_documents(texts).documents, args.seed)
    write_samples(samples, args.folder)
    table = Table("file", "form", "bytes")
    table.columns[2].justify = "right"
    for sample in samples.files:
        form = f"{sample.form} (not readable)" if sample.cause else sample.form
        table.add_row(visible(sample.source), form, f"{len(sample.data):,}")
    console.print(table)
    console.print(f"{len(samples.files)} files in {args.folder}", highlight=False, markup=False, soft_wrap=True)
    if samples.left_out:
        console.print(f"left out: {samples.left_out}", highlight=False, markup=False, soft_wrap=True)
