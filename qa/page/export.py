"""An answer with its numbered citations, to paste into a letter: plain text, or Markdown that shows only what it says.

The words between are in the language of the question, as the answer is, not in that of the page.
"""

from collections.abc import Iterator

from index import Chunk, Document
from qa.answer import Answer, Citation
from qa.language import language_of
from qa.messages import message_language
from qa.page.texts import Texts
from qa.render import escape_markdown, to_markdown, visible

_RELATED = 3
_CLIPPED = 200  # characters of a related passage: enough to tell whether to open the document


def as_text(answer: Answer) -> str:
    """The question, the answer, then each citation with what identifies its document, its place and its quote.

    A declined answer has the nearest passages, said to be none. Controls are made visible; no trailing newline.
    """
    texts = _texts(answer)
    blocks = [texts("export.question", question=_line(answer.question)), *_understood(answer, texts)]
    blocks.append(visible(answer.text).strip())
    blocks += map(_line, answer.warnings)
    if answer.citations:
        blocks.append(texts("export.sources"))
    for citation in answer.citations:
        quote = texts("export.quote", quote=visible(citation.quote).strip())
        lines = [*_path(citation.chunk), *quote.split("\n"), *_origin(citation, texts)]
        blocks.append(_indented(f"[{citation.number}] {' · '.join(_facts(citation.chunk.document))}", lines))
    if not answer.answered and answer.hits:
        blocks.append(texts("export.related"))
        for hit in answer.hits[:_RELATED]:
            lines = [*_path(hit.chunk), texts("export.quote", quote=_clipped(hit.chunk.text))]
            blocks.append(_indented(f"- {' · '.join(_facts(hit.chunk.document))}", lines))
    return "\n\n".join(blocks)


def as_markdown(answer: Answer) -> str:
    """What `as_text` gives as Markdown: the short answer in bold, citations as a list, quotes as block quotes.

    Whatever documents and question spell (links, HTML, headings) shows as characters; no trailing newline.
    """
    texts = _texts(answer)
    blocks = [f"**{escape_markdown(texts('export.question', question=_line(answer.question)))}**", to_markdown(answer)]
    if answer.citations:
        blocks.append(f"**{texts('export.sources')}**")
    for citation in answer.citations:
        lines = [*_path(citation.chunk), *_origin(citation, texts)]
        blocks.append(_entry(f"\\[{citation.number}\\]", citation.chunk.document, citation.quote, lines))
    if not answer.answered and answer.hits:
        blocks.append(f"**{texts('export.related')}**")
        blocks += [
            _entry("", hit.chunk.document, _clipped(hit.chunk.text), _path(hit.chunk)) for hit in answer.hits[:_RELATED]
        ]
    return "\n\n".join(block for block in blocks if block)


def _indented(head: str, lines: list[str]) -> str:
    return "\n".join([head, *(f"    {line}" for line in lines)])


def _entry(number: str, document: Document, quote: str, lines: list[str]) -> str:
    """A list item: the document, its facts a line each, the quote under them."""
    title, *facts = _facts(document) or ["…"]
    head = " ".join(part for part in (number, f"**{escape_markdown(title)}**") if part)
    described = "  \n  ".join([" · ".join([head, *map(escape_markdown, facts)]), *map(escape_markdown, lines)])
    quoted = "\n".join(f"  > {line}" if line else "  >" for line in escape_markdown(quote).split("\n"))
    return f"- {described}\n\n{quoted}"


def _texts(answer: Answer) -> Texts:
    return Texts(message_language(language_of(answer.question)))


def _understood(answer: Answer, texts: Texts) -> Iterator[str]:
    if answer.understood:
        yield texts("export.understood", question=_line(answer.understood))


def _facts(document: Document) -> list[str]:
    """Title, reference, issuer and date, as far as they are known."""
    known = [_line(fact) for fact in (document.title, document.reference, document.issuer) if fact]
    facts = [fact for fact in known if fact]
    return [*facts, document.issued.isoformat()] if document.issued else facts


def _path(chunk: Chunk) -> list[str]:
    """The headings in one line; none where the only one is the title."""
    path = chunk.path[1:] if chunk.path[:1] == (chunk.document.title,) else chunk.path
    return [_line(" › ".join(path))] if path else []


def _origin(citation: Citation, texts: Texts) -> list[str]:
    document = citation.chunk.document
    place = texts("export.place", source=_line(document.sources[0]), start=citation.start, end=citation.end)
    if citation.page is not None:
        place = f"{place} ({texts('cards.page', page=citation.page)})"
    return [place, *([_line(document.notice)] if document.notice else [])]


def _clipped(text: str) -> str:
    line = _line(text)
    return line if len(line) <= _CLIPPED else line[: _CLIPPED - 1] + "…"


def _line(text: str) -> str:
    # U+FEFF beside the asterisks would undo bold in a browser's parser.
    return " ".join(visible(text).replace("\ufeff", " ").split())
