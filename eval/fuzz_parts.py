"""What holds for the small parts: front matter, numbering, names, filters, tables, masks."""

import json
import re

from eval.fuzz_targets import inner
from eval.fuzz_texts import held
from index import fold, matching_ids, numbering, parse_document

_DOCUMENTS = tuple(
    parse_document(text, source)
    for source, text in (
        (
            "north/wells.md",
            "---\nreference: 江发〔2031〕8号\nissuer: 江口市水务局\ndate: 2031-03-04\n---\n# 水井管理办法\n",
        ),
        ("wells.txt", "江口市公园条例\n（2029年5月1日公布）\n第一条 公园免费开放。\n"),
    )
)
_ROW = re.compile(r"[\t|]")
_HEADINGS = 10
_MOST_TIMES = 60  # characters of a table's lines for one of its cells, the repeated headings counted


def check_front_matter(data: bytes) -> None:
    """It ends within the text, and has fields or is none."""
    text = data.decode("utf-8", "replace")
    for candidate in (text, f"---\n{text}", f"---\ntitle: 公园\n{text}"):
        fields, behind = inner("index.frontmatter:front_matter")(candidate)
        held(0 <= behind <= len(candidate), "it ends outside the text")
        held(bool(fields) == bool(behind), "fields of nothing, or none of something")
        held(all("\n" not in part for pair in fields.items() for part in pair), "a field of two lines")


def check_numbering(data: bytes) -> None:
    """A heading is one line of the text's own characters."""
    for line in data.decode("utf-8", "replace").split("\n"):
        stripped = line.strip()
        for markdown in (False, True):
            mark = numbering(stripped, markdown) if stripped else None
            if mark:
                held(mark.heading.strip() == mark.heading != "", f"an odd heading: {mark.heading!r}")
                held(mark.number >= 0 and mark.rank >= 1, f"an odd rank: {mark}")
                held(len(mark.heading) <= len(stripped), "a heading longer than its line")


def check_glossary(data: bytes) -> None:
    """A file of names is refused, or says the same when it is written and read again."""
    entries = inner("index.glossary:parse_glossary")(data.decode("utf-8", "replace"), "names.csv")
    written = inner("index.glossary:glossary_text")(entries)
    held(inner("index.glossary:parse_glossary")(written, "names.csv") == entries, "names change when written")


def check_filters(data: bytes) -> None:
    """Any JSON is refused, or chooses some of the documents."""
    try:
        filters = json.loads(data)
    except (ValueError, RecursionError):
        filters = {"issuer": data.decode("utf-8", "replace")}
    held(matching_ids(filters, _DOCUMENTS) <= {document.id for document in _DOCUMENTS}, "an unknown document")


def check_tables(data: bytes) -> None:
    """The lines of a table are single lines, not much longer than its cells, and lose no word of a cell."""
    text = data.decode("utf-8", "replace")
    rows = [_ROW.split(line) for line in text.split("\n")]
    lines = inner("index.formats.tables:table_lines")(rows)
    held(all(isinstance(line, str) and not re.search(r"[\n\r]", line) for line in lines), "a line of two lines")
    said = fold("".join(lines))
    # A heading without anything below it says nothing, and repeated headings are said with each row.
    top = [row for row in rows if len(row) > 1 and any(map(str.strip, row))][:_HEADINGS]
    named = fold(" ".join(cell for row in top for cell in row))
    for word in set(re.findall(r"[\u4e00-\u9fff]{2,}|[a-z]{3,}", fold(text))):
        held(word in said or word in named, f"a word of the table is lost: {word!r}")
    cells = sum(len(row) for row in rows)
    longest = max((len(cell) for row in rows for cell in row), default=0)
    held(len(said) <= 4 * len(text) + cells * (_MOST_TIMES + longest), "the lines of a table are too long")


def check_privacy(data: bytes) -> None:
    """A masked text has its length; masked again it stays; letters stay, and a planted number does not."""
    mask = inner("qa.privacy:masked")
    text = data.decode("utf-8", "replace")
    masked = mask(text)
    held(len(masked) == len(text), "the offsets have moved")
    held(mask(masked) == masked, "masked again it changes")
    held(all(c == m or m == "•" for c, m in zip(text, masked, strict=True)), "a character is another")
    number = "13912345678"
    held(number not in mask(f"{text}，手机{number}。"), "a number is shown")
