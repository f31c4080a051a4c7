"""A file's bytes -> what is in it; an archive's -> what is in each of its files. Runs in a process of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from typing import cast

from index.errors import UnreadableError
from index.formats.archive import Budget, members
from index.formats.extracted import Extracted
from index.formats.kinds import OtherFormatError, is_wanted, kind_of, suffix_of, unwanted
from index.formats.limits import MOST_CHARACTERS

_EXTRACTORS = {
    "word": ("index.formats.word", "read_docx"),
    "pdf": ("index.formats.pdf", "read_pdf"),
    "web": ("index.formats.web", "read_html"),
    "mht": ("index.formats.mail_pages", "read_mht"),
    "sheet": ("index.formats.sheets", "read_xlsx"),
    "csv": ("index.formats.sheets", "read_csv"),
    "slides": ("index.formats.slides", "read_pptx"),
    "book": ("index.formats.book", "read_epub"),
    "text": ("index.formats.text", "read_text"),
}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, slots=True)
class Item:
    """A file, or a file in an archive: `read` gives what is in it, or raises UnreadableError."""

    source: str
    read: Callable[[], Extracted]


def items(source: str, data: bytes) -> Iterator[Item]:
    """The file itself, or the files in it when it is an archive, with the archive's source in front of their names."""
    yield from _items(source, lambda: data, Budget(), 1)


def extract(source: str, data: bytes) -> Extracted:
    """What is in one file that is no archive; `source` is its name.

    Raises OtherFormatError (index.formats.kinds) for a format that is not read, UnreadableError when the file cannot
    be, each with a sentence that says what to do.
    """
    kind = kind_of(source, data)
    if kind == "archive":
        raise OtherFormatError("is an archive: unpack it and give the files")
    return _extract(kind, data)


def _items(source: str, read: Callable[[], bytes], budget: Budget, depth: int) -> Iterator[Item]:
    try:
        data = read()
        if kind_of(source, data) != "archive":
            yield Item(source, lambda: extract(source, data))
            return
        for member in members(data, budget, depth):
            name = f"{source}/{member.name}"
            if suffix_of(name) == ".zip":
                yield from _items(name, member.read, budget, depth + 1)
            elif is_wanted(name):
                yield _lazy(name, member.read)
            else:
                yield _refused(name, OtherFormatError(unwanted(name)))
    except UnreadableError as error:
        yield _refused(source, error)


def _lazy(source: str, read: Callable[[], bytes]) -> Item:
    return Item(source, lambda: extract(source, read()))


def _refused(source: str, error: UnreadableError) -> Item:
    def read() -> Extracted:
        raise error

    return Item(source, read)


def _extract(kind: str, data: bytes) -> Extracted:
    module, name = _EXTRACTORS[kind]
    try:
        # By name, so that reading a .docx imports nothing of what reads a .pdf.
        extractor = cast(Callable[[bytes], Extracted], getattr(import_module(module), name))
    except ModuleNotFoundError as error:
        raise UnreadableError(f"cannot be read, since {error.name} is missing: install policy-qa anew") from error
    try:
        extracted = extractor(data)
    except (UnreadableError, MemoryError):
        raise
    except RecursionError:
        raise UnreadableError("is nested too deep: open it, simplify it and save it anew") from None
    except Exception as error:  # what libraries raise on a broken file has no common base
        what = f"is damaged ({type(error).__name__} while it was read)"
        raise UnreadableError(f"{what}: open it in the program that made it and save it anew") from error
    return _checked(extracted)


def _checked(extracted: Extracted) -> Extracted:
    if len(extracted.text) > MOST_CHARACTERS:
        raise UnreadableError(f"holds more than {MOST_CHARACTERS:,} characters of text: split it into several files")
    try:
        extracted.text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which cannot be stored or shown
        return replace(extracted, text=extracted.text.translate(_SURROGATES))
    return extracted
