"""A question set to fill in: passages spread over one's own documents, as JSON lines."""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from index import Chunk, Document, Reading, UsageError, read_documents, sentence_spans, split_sections

SIZE = 40
"""Passages in a template, unless told otherwise."""

_SHORTEST = 8
_LONGEST = 80
_PASSAGE = 300  # characters, about what a chunk of the index holds
_WHOLE = re.compile(r"[。！？；.!?;][”’」』》）)\"']*$")
# A sentence that is too long is cut where it pauses (not inside 1,000), for want of that at a space.
_INNER = rf"([\w（(《“\"][^\n]{{{_SHORTEST - 2},{_LONGEST - 2}}}[^\s，,、：:；;。！？])"
_STOP = r"[，：；。！？]|[,:;](?!\d)"
_CLAUSE = re.compile(rf"(?:^|{_STOP})\s*{_INNER}(?={_STOP}|$)")
_PIECE = re.compile(rf"(?:^|[、\s]|{_STOP})\s*{_INNER}(?=[、\s]|{_STOP}|$)")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百千万亿两半]+(?:年|月|日|天|个|项|家|人|元|次|倍|成|类|级)")
_BODY = re.compile(
    r"[\u4e00-\u9fff](?:[局厅署]|委员会|委員會|部门|部門|政府|办公室|辦公室|法院|检察院|银行|銀行|公司|单位|單位|机构|機構)"
    r"|(?i:\b(?:agency|authority|bank|board|bureau|commission|committee|council|department|government|ministry|office)\b)"
)


@dataclass(frozen=True, slots=True)
class Template:
    """What was written: passages to ask about, from what was read and skipped."""

    reading: Reading
    passages: int


@dataclass(frozen=True, slots=True)
class _Quote:
    text: str
    worth: tuple[bool, bool, bool, int]  # of a finished sentence, with a fact, uncut, how many facts


def write_template(paths: Sequence[Path], output: Path, size: int = SIZE) -> Template:
    """Read files and folders as `index build` does and write a template of `size` passages to a new file.

    Needs neither model nor index. Raises UsageError when the file exists or cannot be written, and as
    `index.read_documents` does.
    """
    reading = read_documents(paths)
    rows = template(reading.documents, size)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{output} exists and may hold your questions: name another file with --output") from None
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}") from None
    return Template(reading, sum("quote" in row for row in rows))


def template(documents: Sequence[Document], size: int = SIZE) -> list[dict[str, Any]]:
    """Lines of a question set with the questions left empty; the first ones say, in `how`, what may be filled in.

    Each further line has a source in `doc` and in `quote` a sentence or clause of it, 8 to 80 characters that stand
    in no other place of the documents where that can be had. At most `size` of them, in the order of the documents,
    spread evenly over the documents and over the length of each; the same documents give the same lines.
    Raises UsageError for a `size` below 1.
    """
    if size < 1:
        raise UsageError(f"--size must be at least 1, not {size}")
    quotable = [(document, passages) for document in documents if (passages := _passages(document))]
    kept = [quotable[at] for at in _even(len(quotable), size)]
    shares = _shares([len(passages) for _, passages in kept], size)
    rows = _instructions(documents[0].sources[0]) if documents else []
    taken: set[str] = set()
    for (document, passages), share in zip(kept, shares, strict=True):
        for at in _even(len(passages), share):
            quote = _choose(passages[at], documents, taken)
            if quote:
                taken.add(quote)
                rows.append({"question": "", "doc": document.sources[0], "quote": quote})
    return rows


def _instructions(source: str) -> list[dict[str, Any]]:
    return [
        {
            "question": "",
            "how": "Fill in the question on the lines below that you can use: one that the quote answers, in any "
            "language. Shorten the quote to what proves the answer, but keep it verbatim. Lines with an empty "
            "question, and fields such as this one, are passed over.",
        },
        {"question": "", "answer": "", "how": "Another form: the answer in a few words instead of a quote."},
        {"question": "", "doc": source, "how": "Or only the document that holds the answer."},
        {"question": "", "unanswerable": True, "how": "A question that no document answers: it should be declined."},
    ]


def _even(count: int, wanted: int) -> list[int]:
    """At most `wanted` places of `count`, at equal distances, as far from both ends as from each other."""
    wanted = min(count, wanted)
    return [(2 * at + 1) * count // (2 * wanted) for at in range(wanted)]


def _shares(counts: Sequence[int], size: int) -> list[int]:
    """How many of each: turn by turn one of every document that has more, until `size` are given away."""
    turns = (at for turn in range(max(counts, default=0)) for at, count in enumerate(counts) if turn < count)
    given = Counter(at for at, _ in zip(turns, range(size), strict=False))
    return [given[at] for at in range(len(counts))]


def _passages(document: Document) -> list[list[_Quote]]:
    """What could be quoted of each passage, best first; titles, thanks and the like only where nothing else can."""
    found = []
    for spans in _groups(document):
        quotes = [quote for start, end in spans for quote in _quotes(document.text[start:end])]
        if quotes:
            found.append(sorted(quotes, key=lambda quote: quote.worth, reverse=True))
    telling = [quotes for quotes in found if quotes[0].worth[:2] == (True, True)]
    return telling or [quotes for quotes in found if quotes[0].worth[0]] or found


def _groups(document: Document) -> Iterator[list[tuple[int, int]]]:
    """Neighbouring sentences of one section, as many as a passage holds: a text without headings is one section."""
    for section in split_sections(document):
        group: list[tuple[int, int]] = []
        for span in sentence_spans(Chunk("", document, section.path, section.start, section.end)):
            if group and span[1] - group[0][0] > _PASSAGE:
                yield group
                group = []
            group.append(span)
        yield group


def _quotes(sentence: str) -> Iterator[_Quote]:
    ends = bool(_WHOLE.search(sentence))
    if _SHORTEST <= len(sentence) <= _LONGEST and "\n" not in sentence:
        yield _Quote(sentence, (ends, _facts(sentence) > 0, True, _facts(sentence)))
        return
    for piece in _CLAUSE.findall(sentence) or _PIECE.findall(sentence):
        yield _Quote(piece, (ends, _facts(piece) > 0, False, _facts(piece)))


def _facts(text: str) -> int:
    """Whether there is a figure or date, plus whether there is a body: what questions are asked about."""
    return bool(_FIGURE.search(text)) + bool(_BODY.search(text))


def _choose(quotes: Sequence[_Quote], documents: Sequence[Document], taken: set[str]) -> str | None:
    """The best quote that stands in one place only; else the best that is not taken yet."""
    free = [quote.text for quote in quotes if quote.text not in taken]
    return next((text for text in free if _places(text, documents) == 1), free[0] if free else None)


def _places(text: str, documents: Sequence[Document]) -> int:
    return sum(document.text.count(text) for document in documents)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval init`."""
    parser.add_argument("documents", nargs="+", type=Path, metavar="DOCS", help="files and folders to ask about")
    parser.add_argument(
        "--output", type=Path, default=Path("questions.jsonl"), metavar="FILE", help="(default questions.jsonl)"
    )
    parser.add_argument("--size", type=int, default=SIZE, metavar="N", help=f"passages to propose (default {SIZE})")


def run(args: argparse.Namespace, console: Console) -> None:
    """Write the template, say what was read and what to do next. Raises UsageError, UnreadableError."""
    made = write_template(args.documents, args.output, args.size)
    for skipped in made.reading.skipped:
        word = "unreadable" if skipped.failed else "skipped"
        print(f"{word}: {skipped.source}: {skipped.reason}", file=sys.stderr)
    console.print(
        f"{args.output}: {made.passages} passages of {len(made.reading.documents)} documents. Fill in the questions, "
        f"delete what you do not need, then: python -m eval --questions {args.output} --index DIR",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
