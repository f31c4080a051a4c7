"""Names of Chinese terms in other languages: the glossary that is shipped, and files of a user's own."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from index.errors import UsageError
from index.fold import fold
from index.lexical import is_han

LANGUAGES = ("en", "de", "fr", "es", "ja", "ko")
KINDS = ("body", "programme", "law", "term", "place", "unit")
COLUMNS = ("zh", "kind", *LANGUAGES)
SHIPPED = Path(__file__).with_name("glossary.csv")

_UNSAID_KIND = "term"
_CURE = "the first line names the columns: zh and at least one of " + ", ".join(LANGUAGES) + "; kind may be there"


@dataclass(frozen=True, slots=True)
class Entry:
    """A Chinese term and its names.

    `chinese` is in NFKC, `kind` one of KINDS, `names` holds at least one name by language code (one of LANGUAGES), the
    official or most usual one first.
    """

    chinese: str
    kind: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Entries whose Chinese differs in its folded form."""

    entries: tuple[Entry, ...]

    def with_entries(self, entries: Iterable[Entry]) -> "Glossary":
        """A glossary with these entries too, their names before those that the same Chinese has already."""
        merged = {fold(entry.chinese): entry for entry in self.entries}
        for entry in entries:
            known = merged.get(fold(entry.chinese))
            merged[fold(entry.chinese)] = _joined(entry, known) if known else entry
        return Glossary(tuple(merged.values()))


def _joined(entry: Entry, known: Entry) -> Entry:
    languages = [language for language in LANGUAGES if language in entry.names or language in known.names]
    names = {
        language: tuple(dict.fromkeys((*entry.names.get(language, ()), *known.names.get(language, ()))))
        for language in languages
    }
    return Entry(entry.chinese, entry.kind, MappingProxyType(names))


def read_glossary(files: Sequence[Path] = ()) -> Glossary:
    """The shipped glossary with the entries of a user's files over it.

    Raises UsageError, as `read_entries` does.
    """
    entries = read_entries(files)
    return _shipped().with_entries(entries)


@cache
def _shipped() -> Glossary:
    """The shipped glossary; parsing it takes a tenth of a second, so a process does it once."""
    return Glossary(parse_glossary(_text(SHIPPED), str(SHIPPED)))


def read_entries(files: Sequence[Path]) -> tuple[Entry, ...]:
    """The entries of glossary files; where two files have the same Chinese, the later file's names come first.

    Raises UsageError, naming file and line, when a file cannot be read or has something that cannot be used.
    """
    glossary = Glossary(())
    for file in files:
        glossary = glossary.with_entries(parse_glossary(_text(file), str(file)))
    return glossary.entries


def glossary_text(entries: Iterable[Entry]) -> str:
    """Entries -> the text of a CSV file (to be encoded in UTF-8); `parse_glossary` reads the same entries back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        cells = (" | ".join(entry.names.get(language, ())) for language in LANGUAGES)
        writer.writerow(map(_tidy, (entry.chinese, entry.kind, *cells)))
    return out.getvalue()


def parse_glossary(text: str, name: str) -> tuple[Entry, ...]:
    """The entries of a glossary file's text; `name` is what messages call the file.

    Columns may stand in any order, separated by commas, semicolons or tabs (spreadsheets write all three); several
    names in a cell are separated by |. A row without a kind is a term. Raises UsageError, naming the line.
    """
    rows = _rows(text, name)
    _, header = next(rows, (1, []))
    columns = _columns(header, name)
    entries: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    for line, cells in rows:
        where = f"{name}, line {line}"
        if any(map(_tidy, cells[len(columns) :])):
            raise UsageError(f"{where}: more cells than columns; put a name with a comma in it in double quotes")
        entry = _entry(dict(zip(columns, map(_tidy, cells), strict=False)), where)
        key = fold(entry.chinese)
        if key in entries:
            raise UsageError(f"{where}: {entry.chinese} stands in line {lines[key]} already; make one row of the two")
        entries[key], lines[key] = entry, line
    return tuple(entries.values())


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: the glossary cannot be read ({error.strerror}); check the path") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{file}, line {line}: not UTF-8; save the glossary as “CSV UTF-8”") from error


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with something in them, each with the number of the line that it begins in."""
    header = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(map(_tidy, cells)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{name}, line {line}: not a row of CSV ({error}); look for a stray double quote") from error


def _columns(header: Sequence[str], name: str) -> list[str]:
    columns = [_tidy(cell).casefold() for cell in header]
    while columns and not columns[-1]:
        columns.pop()
    where = f"{name}, line 1"
    if "zh" not in columns:
        raise UsageError(f"{where}: no column zh; {_CURE}")
    for at, column in enumerate(columns):
        if column not in COLUMNS:
            raise UsageError(f"{where}: unknown column {column or '(blank)'}; {_CURE}")
        if column in columns[:at]:
            raise UsageError(f"{where}: the column {column} is there twice; {_CURE}")
    if not set(LANGUAGES) & set(columns):
        raise UsageError(f"{where}: no column with names; {_CURE}")
    return columns


def _entry(cells: Mapping[str, str], where: str) -> Entry:
    chinese = cells["zh"]
    kind = cells.get("kind", "").casefold() or _UNSAID_KIND
    if not chinese:
        raise UsageError(f"{where}: zh is blank; write the Chinese term there or delete the row")
    if not any(map(is_han, chinese)):
        raise UsageError(f"{where}: no Chinese character in zh ({chinese}); the Chinese term belongs there")
    if kind not in KINDS:
        raise UsageError(f"{where}: unknown kind {kind}; write one of {', '.join(KINDS)}, or nothing")
    names = {language: _names(cells.get(language, "")) for language in LANGUAGES}
    names = {language: several for language, several in names.items() if several}
    if not names:
        raise UsageError(f"{where}: {chinese} has no name; write one in a column of {', '.join(LANGUAGES)}")
    return Entry(chinese, kind, MappingProxyType(names))


def _names(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in cell.split("|") if name.strip()))


def _tidy(cell: str) -> str:
    """NFKC, so that half and full width are one, and runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFKC", cell).split())
