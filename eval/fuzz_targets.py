"""The parts of the program that meet what strangers wrote, by name: what the fuzzer can aim at."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

Kind = Literal["text", "bytes", "zip", "pdf", "index"]
"""How inputs are altered: `index` is one byte that names a file of an index, and the file's content."""

Check = Callable[[bytes], None]
"""Gives one input to a part. Returns where all holds, raises PolicyError where the part refuses it, else it failed."""


@dataclass(frozen=True, slots=True)
class Target:
    """One part. `check` is the module and function that holds its invariants, `part` the module that it lives in.

    Files of these `suffixes` are good examples. Of all inputs it gets a part that grows with `weight`; those are at
    most `longest` bytes.
    """

    name: str
    check: str
    part: str
    kind: Kind = "text"
    suffixes: tuple[str, ...] = ()
    weight: int = 4
    longest: int = 4096

    @property
    def present(self) -> bool:
        """Whether the part is in this copy of the program."""
        # By the file: to look for the module would import its package, before what is imported can be instrumented.
        return _ROOT.joinpath(*self.part.split(".")).with_suffix(".py").is_file()

    def load(self) -> Check:
        """The function that holds its invariants."""
        module, name = self.check.split(":")
        check: Check = getattr(import_module(module), name)
        return check


def inner(path: str) -> Any:
    """A function behind the packages' public faces, as "index.chunks:chunk_document".

    Parts are tried one by one, as the tests do; everything else in `eval` keeps to the public faces.
    """
    module, name = path.split(":")
    return getattr(import_module(module), name)


_ROOT = Path(__file__).resolve().parents[1]
_TEXTS = (".txt", ".md")
_ZIP: Kind = "zip"
_LONG = 1 << 16

TARGETS = {
    target.name: target
    for target in (
        Target("decode", "eval.fuzz_texts:check_decode", "index.documents", "bytes", _TEXTS, 6),
        Target("documents", "eval.fuzz_texts:check_document", "index.documents", "text", _TEXTS, 6),
        Target("sections", "eval.fuzz_texts:check_sections", "index.sections", "text", _TEXTS, 6),
        Target("chunks", "eval.fuzz_texts:check_chunks", "index.chunks", "text", _TEXTS, 6),
        Target("frontmatter", "eval.fuzz_parts:check_front_matter", "index.frontmatter", "text", _TEXTS, 6),
        Target("numbering", "eval.fuzz_parts:check_numbering", "index.numbering", "text", _TEXTS, 6),
        Target("glossary", "eval.fuzz_parts:check_glossary", "index.glossary", "text", (".csv",)),
        Target("filters", "eval.fuzz_parts:check_filters", "index.filters", "text", (".json",)),
        Target("tables", "eval.fuzz_parts:check_tables", "index.formats.tables", "text", (".csv", ".tsv")),
        Target("privacy", "eval.fuzz_parts:check_privacy", "qa.privacy", "text", _TEXTS),
        Target("question", "eval.fuzz_questions:check_question", "qa.question", "text", (), 6, 2048),
        Target("ask", "eval.fuzz_questions:check_ask", "qa.ask", "text", (), 2, 1024),
        Target("answer", "eval.fuzz_questions:check_answer", "qa.ask", "text", _TEXTS, 1),
        Target("batch", "eval.fuzz_questions:check_batch", "qa.__main__", "text", (".jsonl",), 1, 1024),
        Target("index", "eval.fuzz_index:check_index", "index.generation", "index", (), 4, _LONG),
        Target("sealed", "eval.fuzz_index:check_sealed", "index.generation", "index", (), 4, _LONG),
        Target("word", "eval.fuzz_files:check_word", "index.formats.word", _ZIP, (".docx", ".docm"), 3, _LONG),
        Target("web", "eval.fuzz_files:check_web", "index.formats.web", "text", (".html", ".htm"), 4, 8192),
        Target("book", "eval.fuzz_files:check_book", "index.formats.book", _ZIP, (".epub",), 3, _LONG),
        Target("pdf", "eval.fuzz_files:check_pdf", "index.formats.pdf", "pdf", (".pdf",), 3, _LONG),
        Target("slides", "eval.fuzz_files:check_slides", "index.formats.slides", _ZIP, (".pptx",), 3, _LONG),
        Target("sheets", "eval.fuzz_files:check_sheets", "index.formats.sheets", _ZIP, (".xlsx", ".xlsm"), 3, _LONG),
        Target("csv", "eval.fuzz_files:check_csv", "index.formats.sheets", "bytes", (".csv", ".tsv")),
        Target("archive", "eval.fuzz_files:check_archive", "index.formats.archive", _ZIP, (".zip",), 3, _LONG),
    )
}
