"""Answer -> JSON, terminal text and Markdown; escaping for HTML.

Titles, passages, quotes and questions come from anyone's files and keyboards. JSON carries them as they are; the
other three forms show them as plain characters that neither format the page nor steer the terminal.
"""

import html
import itertools
import math
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from index import Chunk, Document, Hit, Validity
from qa.answer import Answer, Citation
from qa.language import Language, language_of
from qa.messages import message

# Controls would ring bells, move the cursor or (U+202A-U+202E, U+2066-U+2069) turn the text around. Each becomes one
# visible character, so that offsets into a shown passage stay offsets into the document.
_VISIBLE = (
    {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"}
    | {0x7F: 0x2421}
    | dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
    | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
    | dict.fromkeys([0x0D, 0x85, 0x2028, 0x2029], 0x0A)
)
# Of a Markdown heading the panel shows the words; its signs stay in the page's text, for copying and for offsets.
_HASHES = re.compile(r"^(#{1,6}[ \t]+)(?=\S)", re.MULTILINE)
# White space beside the asterisks would undo bold and italics; U+FEFF counts as such in a browser's parser.
_BLANK = " \ufeff"
_HEADLINE = re.compile(r"[\s\ufeff]*(?P<words>.*?)(?P<markers>(?:[\s\ufeff]*\[[0-9]+\])*)[\s\ufeff]*")
_CLIPPED = 160  # characters of a related passage in the terminal: enough to tell whether to open the document
_SURROGATE = re.compile("[\ud800-\udfff]")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_SINGLE_BREAK = re.compile(r"(?<=[^\n])\n(?=[^\n])")
# What could begin or carry Markdown: most of these characters anywhere, a few only where a line starts, behind a
# citation marker or in a bare address. Plain prose stays readable: screen readers are given the unrendered message.
_ACTIVE = re.compile(
    r"\[(?P<number>[0-9]+)\]|[]\[\\`*_{}<>#+!|~&$^=@]|(?<=\])[(:]|^[-:]|^[0-9]+[.)]|:(?=/)|(?<=www)\.",
    re.MULTILINE | re.IGNORECASE,
)


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer in the public contract: plain dicts, lists, strings and finite numbers; unknown is None.

    Lone surrogates of a question become U+FFFD, since UTF-8 has no form for them.
    """
    return {
        "question": _SURROGATE.sub("\ufffd", answer.question),
        "answered": answer.answered,
        "text": _SURROGATE.sub("\ufffd", answer.text),
        "short": list(answer.short),
        "confidence": _number(answer.confidence),
        "reason": answer.reason,
        "warnings": [_SURROGATE.sub("\ufffd", warning) for warning in answer.warnings],
        "citations": [_citation_json(citation) for citation in answer.citations],
        "hits": [_hit_json(rank, hit) for rank, hit in enumerate(answer.hits, start=1)],
        "timings": {stage: _number(milliseconds) for stage, milliseconds in answer.timings.items()},
    }


def to_text(answer: Answer) -> str:
    """The answer for a terminal, its parts a blank line apart; no trailing newline.

    How a follow-up was understood, the short answer, its sentences, what is to be warned of, then the numbered sources
    with their quotes; for a declined answer its text and the nearest passages, clipped.
    """
    blocks = [visible(block) for block in (_understood(answer), answer.headline, _quotes(answer)) if block]
    if answer.warnings:
        blocks.append("\n".join(f"! {_one_line(warning)}" for warning in answer.warnings))
    for citation in answer.citations:
        document = citation.chunk.document
        facts = [*_facts(document), *_page(citation, language_of(answer.question))]
        lines = [f"[{citation.number}] " + " · ".join(facts), *_path_line(citation.chunk)]
        lines.extend("    > " + line for line in visible(citation.quote).strip("\n").split("\n"))
        if document.notice:
            lines.append("    " + _one_line(document.notice))
        blocks.append("\n".join(lines))
    if answer.hits and not answer.answered:
        blocks.append(message("related.heading", language_of(answer.question)))
        blocks.extend(_related(hit.chunk) for hit in answer.hits)
    return "\n\n".join(blocks)


def to_markdown(answer: Answer) -> str:
    """The answer's text for the chat: headline in bold, line breaks and the citations' markers kept, all else inert.

    Above it, in italics, how a follow-up was understood; below it, in italics, what is to be warned of.
    """
    markers = {str(citation.number) for citation in answer.citations}
    parts = [
        f"*{escape_markdown(_one_line(meant).strip(_BLANK))}*" if (meant := _understood(answer)) else "",
        _bold(answer.headline, markers),
        escape_markdown(_quotes(answer), markers),
        *(f"*{escape_markdown(_one_line(warning).strip(_BLANK), markers)}*" for warning in answer.warnings),
    ]
    return "\n\n".join(part for part in parts if part)


def escape_markdown(text: str, markers: Collection[str] = ()) -> str:
    """`text` as Markdown that shows it character by character, whatever HTML or Markdown it spells.

    `markers` are the numbers n whose `[n]` stays as it is. Characters with a meaning become numeric references:
    unlike backslashes these also pass unharmed through the formula and tag filters that chat pages run before
    their Markdown parser (CommonMark 0.31, section 2.5). Single line breaks become hard ones; white space at
    the ends of lines is dropped, as it would make code blocks.
    """

    def inert(match: re.Match[str]) -> str:
        if match["number"] in markers:
            return match[0]
        return _PUNCTUATION.sub(lambda sign: f"&#{ord(sign[0])};", match[0])

    lines = "\n".join(line.strip() for line in visible(text).strip().split("\n"))
    return _SINGLE_BREAK.sub("  \n", _ACTIVE.sub(inert, lines))


def visible(text: str) -> str:
    """`text` with every control, direction override and lone surrogate as one visible character; length unchanged."""
    return text.translate(_VISIBLE)


def escape_html(text: str) -> str:
    """`text` as HTML, also within an attribute, that shows it character by character; controls made visible."""
    return html.escape(visible(text), quote=True)


def passage_html(chunk: Chunk, spans: Mapping[int, tuple[int, int]]) -> Iterator[str]:
    """The chunk's text in pieces, each either plain or `<mark>`ed with the numbers of all citations that cover it.

    `spans` are those of the citations by number, half-open code points of the document.
    """

    def inside(at: int) -> int:
        return min(max(at, chunk.start), chunk.end)

    within = {number: (inside(start), inside(end)) for number, (start, end) in spans.items()}
    edges = sorted({chunk.start, chunk.end, *(edge for span in within.values() for edge in span)})
    for start, end in itertools.pairwise(edges):
        piece = _HASHES.sub(r'<span class="pq-syntax">\1</span>', escape_html(chunk.document.text[start:end]))
        covering = [str(number) for number, span in within.items() if span[0] <= start and end <= span[1]]
        yield f'<mark data-numbers="{" ".join(covering)}">{piece}</mark>' if covering else piece


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _document_json(document: Document) -> dict[str, Any]:
    return {
        "source": document.sources[0],
        "title": document.title,
        "reference": document.reference,
        "issuer": document.issuer,
        "issued": document.issued.isoformat() if document.issued else None,
    }


def _citation_json(citation: Citation) -> dict[str, Any]:
    document = citation.chunk.document
    return {
        "number": citation.number,
        "document_id": document.id,
        **_document_json(document),
        "path": list(citation.chunk.path),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "page": citation.page,
        "validity": _validity_json(citation.validity),
    }


def _validity_json(validity: Validity) -> dict[str, Any]:
    return {
        "status": validity.status,
        "since": validity.since.isoformat() if validity.since else None,
        "by": {"document_id": validity.by.id, **_document_json(validity.by)} if validity.by else None,
    }


def _hit_json(rank: int, hit: Hit) -> dict[str, Any]:
    return {
        "rank": rank,
        "score": _number(hit.score),
        "chunk_id": hit.chunk.id,
        **_document_json(hit.chunk.document),
        "path": list(hit.chunk.path),
        "text": hit.chunk.text,
        "start": hit.chunk.start,
        "end": hit.chunk.end,
        "legs": {name: {"rank": leg.rank, "score": _number(leg.score)} for name, leg in hit.legs.items()},
    }


def _understood(answer: Answer) -> str:
    """What a follow-up was taken for, in the asker's language; "" for a question that stands alone."""
    meant = answer.understood
    return message("understood.question", language_of(answer.question), question=meant) if meant else ""


def _quotes(answer: Answer) -> str:
    """The text without its headline."""
    return answer.text[len(answer.headline) :].removeprefix("\n")


def _bold(headline: str, markers: Collection[str]) -> str:
    """Each line of a headline in bold up to its markers, as Markdown; blank lines are left out."""
    found = (_HEADLINE.fullmatch(line) for line in escape_markdown(headline, markers).split("\n"))
    lines = [(f"**{line['words']}**" if line["words"] else "") + line["markers"] for line in found if line]
    return "  \n".join(line for line in lines if line)


def _related(chunk: Chunk) -> str:
    text = _one_line(chunk.text)
    shown = text if len(text) <= _CLIPPED else text[: _CLIPPED - 1] + "…"
    return "\n".join(["- " + " · ".join(_facts(chunk.document)), *_path_line(chunk), f"    > {shown}"])


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())


def _facts(document: Document) -> list[str]:
    facts = [document.title, document.reference, document.issuer]
    lines = [_one_line(fact) for fact in facts if fact]
    return [*lines, document.issued.isoformat()] if document.issued else lines


def _page(citation: Citation, language: Language) -> list[str]:
    """The page of a citation in the asker's language; nothing for a document without pages."""
    return [] if citation.page is None else [message("citation.page", language, page=citation.page)]


def _path(chunk: Chunk) -> tuple[str, ...]:
    """The headings to show: a document's first heading is often its title, which stands above them already."""
    return chunk.path[1:] if chunk.path[:1] == (chunk.document.title,) else chunk.path


def _path_line(chunk: Chunk) -> list[str]:
    path = _path(chunk)
    return ["    " + _one_line(" › ".join(path))] if path else []
