"""The register of responsibilities: who leads and supports what in all documents, searched and as CSV."""

import codecs
import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index import Document, Glossary, Index, figures, fold
from qa.bodies import split_place
from qa.clause import Body, Clause
from qa.clause_numbers import number_of
from qa.knowledge import knowledge_of
from qa.messages import capitalised
from qa.names import NameFinder
from qa.page.texts import Texts
from qa.per_index import per_index
from qa.places import Place
from qa.render import visible
from qa.shown import about

COLUMNS = ("document", "reference", "issued", "path", "measure", "lead", "support", "quote", "start", "end")
"""The columns of the CSV; what they are called is in the page's texts (register.csv.…)."""

_NUMBER = re.compile(
    r"[#*\s]*(?:第\s*[\d一二三四五六七八九十百]+\s*[条條款项]|\d{1,3}\s*[.．、](?!\d)"
    r"|[（(]\s*[\d一二三四五六七八九十]{1,4}\s*[）)]|[一二三四五六七八九十]{1,3}、)?\s*"
)
_STOP = re.compile(r"[。！？；;\n]")
_COMPLETE = re.compile(r"[\s。．.；;！？!?：:*|]|\Z")
_TERM = re.compile(r"\w+")
# Also behind ; and tab: where a spreadsheet takes these for the separator, a cell begins there. Full width counts too:
# East Asian spreadsheets read ＝ as =.
_FORMULA = re.compile(r"(?:\A|(?<=[;\t]))(?=[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r])")


@dataclass(frozen=True, slots=True)
class RowBody:
    """A body as the document calls it, its full Chinese name, and its English one where the glossary has it."""

    text: str
    name: str
    english: str | None

    def named(self, language: str) -> str:
        """The full name, on an English page the English one with what the document says in brackets."""
        if language == "en" and self.english:
            return f"{capitalised(self.english)} ({self.text})"
        return self.name


@dataclass(frozen=True, slots=True)
class Row:
    """One clause of responsibility.

    `heading` is the span of the measure's heading, or of its first sentence where it has none; `path` the headings
    above it, without the document's title; `number` the measure's own, None without one. `start`..`end` are the
    clause's characters. All offsets are half-open, into `document.text`. `searched` is the folded text that `matching`
    looks through.
    """

    document: Document
    path: tuple[str, ...]
    heading: Place
    number: int | None
    lead: tuple[RowBody, ...]
    support: tuple[RowBody, ...]
    start: int
    end: int
    searched: str = field(repr=False)

    @property
    def measure(self) -> str:
        """The measure's heading or first sentence, in one line."""
        return _one_line(self.document.text[slice(*self.heading)])

    @property
    def quote(self) -> str:
        """The clause as it stands."""
        return self.document.text[self.start : self.end]


@per_index
def rows(index: Index) -> tuple[Row, ...]:
    """Every clause of an index, document by document in the order of the text; made once for an index."""
    known = knowledge_of(index)
    other_names = _english_names(known.glossary)
    return tuple(_row(clause, known.names, other_names) for clause in known.clauses)


def matching(rows: Sequence[Row], words: str) -> tuple[Row, ...]:
    """The rows that hold all the words, in any order; all rows for no words.

    Looked for in the measure and the headings above it, the clause, the bodies' names (English ones too), and the
    document's title, reference, issuer and date; Traditional or Simplified, half or full width, 二十四 or 24. Latin
    words match where a word begins, figures as whole numbers.
    """
    terms = [[_pattern(form) for form in {term, figures(term)}] for term in _TERM.findall(fold(words))]
    return tuple(row for row in rows if all(any(form.search(row.searched) for form in forms) for forms in terms))


def to_csv(rows: Sequence[Row], texts: Texts) -> bytes:
    """The rows as CSV (RFC 4180) in UTF-8 with the mark by which Excel knows it, a header in the page's language first.

    Several bodies in a cell are separated by "; ". A text that a spreadsheet would run as a formula, since it begins
    with = + - @, a tab or CR, gets an apostrophe in front (OWASP, CSV injection), and controls are made visible:
    `start` and `end` give the exact characters.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([texts(f"register.csv.{column}") for column in COLUMNS])
    for row in rows:
        cells = (
            row.document.title,
            row.document.reference or "",
            row.document.issued.isoformat() if row.document.issued else "",
            " › ".join(row.path),
            row.measure,
            "; ".join(body.named(texts.language) for body in row.lead),
            "; ".join(body.named(texts.language) for body in row.support),
            row.quote,
        )
        writer.writerow([*map(_harmless, cells), row.start, row.end])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _row(clause: Clause, names: NameFinder, other_names: Mapping[str, Sequence[str]]) -> Row:
    document = clause.document
    heading, path = _heading(clause)
    lead = tuple(_body(body, document, names) for body in clause.lead)
    support = tuple(_body(body, document, names) for body in clause.support)
    said = [document.title, document.reference, document.issuer, document.issued and document.issued.isoformat()]
    said += [*path, document.text[slice(*heading)], document.text[clause.start : clause.end]]
    number = number_of(clause)
    said += [f"第{number}条", f"第{number}项", f"measure {number}"] if number else []
    for body in (*lead, *support):
        said += [body.name, body.english, *_other_names(body.name, other_names)]
    text = fold("\n".join(_one_line(one) for one in said if one))
    searched = "\n".join(dict.fromkeys((text, figures(text))))
    return Row(document, path, heading, number, lead, support, clause.start, clause.end, searched)


def _heading(clause: Clause) -> tuple[Place, tuple[str, ...]]:
    """Where the measure's heading stands, and the headings above it.

    A number alone (第四条) says nothing, and a heading that is only the beginning of a sentence too little: these go on
    to the end of the sentence.
    """
    text, (start, end) = clause.document.text, clause.measure
    path = clause.path[1:] if clause.path[:1] == (clause.document.title,) else clause.path
    if start >= end:
        return (clause.start, clause.end), path
    numbered = _NUMBER.match(text, start, end)
    words = numbered.end() if numbered else start
    stop = _STOP.search(text, words, end)
    sentence = (start, stop.start() if stop else end)
    # A heading is kept without some of the blanks that stand in the text.
    own = re.compile(r"\s*".join(map(re.escape, "".join(path[-1].split())))).match(text, start, end) if path else None
    if own is None:
        return sentence, path
    complete = words < own.end() and _COMPLETE.match(text, own.end(), end)
    return (own.span() if complete else sentence), path[:-1]


def _body(body: Body, document: Document, names: NameFinder) -> RowBody:
    text = _one_line(document.text[body.start : body.end])
    full = text if fold(text) == fold(body.name) else body.name
    return RowBody(text, full, _english(full, names, about(document)) or _english(text, names, about(document)))


def _english(name: str, names: NameFinder, about: str) -> str | None:
    """The English of a whole name; 各 in front of one is each (各县人民政府)."""
    named = names.official_names(name, "en", about)
    start = 1 if name.startswith("各") and len(named) == 1 and named[0].start == 1 else 0
    if len(named) != 1 or (named[0].start, named[0].end) != (start, len(name)):
        return None
    return f"each {named[0].name}" if start else named[0].name


def _english_names(glossary: Glossary) -> Mapping[str, Sequence[str]]:
    """All English names of the glossary's bodies, by the folded Chinese without its place."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for entry in glossary.entries:
        if entry.kind == "body" and not split_place(entry.chinese)[0]:
            names[fold(entry.chinese)].extend(entry.names.get("en", ()))
    return names


def _other_names(name: str, names: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The English names of a body's kind: those of the longest end of its name that the glossary has (海关)."""
    core = fold(split_place(name)[1])
    return next((names[core[at:]] for at in range(len(core) - 1) if core[at:] in names), ())


def _pattern(term: str) -> re.Pattern[str]:
    before = r"(?<!\d)" if term[0].isdecimal() else "(?<![a-z])" if term[0].isascii() else ""
    return re.compile(before + re.escape(term) + (r"(?!\d)" if term[-1].isdecimal() else ""))


def _harmless(cell: str) -> str:
    return _FORMULA.sub("'", visible(cell))


def _one_line(text: str) -> str:
    return " ".join(text.split())
