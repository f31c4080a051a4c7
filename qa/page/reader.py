"""A document in the source viewer: what it is, where one is in it, its outline, and its text with quotes marked."""

import re
from collections.abc import Iterable, Iterator, Sequence

from index import Document, Index, Section, fold
from qa.language import language_of
from qa.page.document_parts import Heading, Part, heading_span, landing, part_at, parts_of, window
from qa.page.links import open_link
from qa.page.prose import prose_html
from qa.page.texts import Texts
from qa.render import escape_html

_SAMPLE = 400  # characters that tell a text's language
_RESTATEMENT = re.compile(r"转述|改写|不是官方|非官方|并非原文|restate|paraphrase|not (?:the|an) official|unofficial")
_MARKDOWN = (".md", ".markdown")


def reader_html(
    index: Index, document_id: str, spans: Sequence[tuple[int, int]], texts: Texts, number: int | None = None
) -> str:
    """The document of an id as `document_html` shows it; a message where the index does not have it (any more)."""
    document = next((one for one in index.documents() if one.id == document_id), None)
    if document is None:
        return _gone(texts)
    return document_html(document, index.sections(document_id), spans, texts, number)


def document_html(
    document: Document,
    sections: Sequence[Section],
    spans: Sequence[tuple[int, int]],
    texts: Texts,
    number: int | None = None,
) -> str:
    """The document with `spans` marked (half-open code points of its text), the first of them in the section pq-here.

    `number` is that of the citation. What a link says need not be so: a span that does not lie in the body is
    overlooked. Of a very long document the part around the first span is shown.
    """
    parts = parts_of(document, sections)
    quotes = _fitting(document, spans)
    here = _here(document.text, parts, quotes)
    spoken = language_of(document.text[document.body_start :][:_SAMPLE])
    language = spoken if spoken.startswith("zh") else ""
    shown = window(parts, parts.index(here) if here else 0) if parts else range(0)
    body = [
        *_beside(document, parts, shown.start - 1, "earlier", texts),
        '<div class="pq-prose">',
        prose_html(
            document.text,
            parts[shown.start : shown.stop],
            quotes,
            here=here,
            number=number,
            markdown=any(source.lower().endswith(_MARKDOWN) for source in document.sources),
            language=language,
            pages=[(at, texts("reader.page", page=number)) for number, at in enumerate(document.pages, 1)],
        ),
        "</div>",
        *_beside(document, parts, shown.stop, "later", texts),
    ]
    head = [
        _header(document, texts, number if quotes else None, language),
        *_window_note(parts, shown, texts),
        *_breadcrumb(document, here, texts),
        *_outline(document, parts, here, texts),
    ]
    return f'<article class="pq-document" data-document="{document.id}">{"".join([*head, *body])}</article>'


def _gone(texts: Texts) -> str:
    title, note = escape_html(texts("reader.gone")), escape_html(texts("reader.gone_note"))
    return f'<article class="pq-document pq-gone"><h2>{title}</h2><p class="pq-note">{note}</p></article>'


def _fitting(document: Document, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans within the body, in their order; overlapping ones become one, which stands where the first did."""
    fitting: list[tuple[int, int]] = []
    for start, end in spans:
        if document.body_start <= start < end <= len(document.text):
            met = [at for at, one in enumerate(fitting) if start < one[1] and one[0] < end]
            joined = [(start, end), *(fitting[at] for at in met)]
            place = met[0] if met else len(fitting)
            fitting = [one for at, one in enumerate(fitting) if at not in met]
            fitting.insert(place, (min(one[0] for one in joined), max(one[1] for one in joined)))
    return tuple(fitting)


def _here(text: str, parts: Sequence[Part], quotes: Sequence[tuple[int, int]]) -> Part | None:
    if not quotes or not parts:
        return None
    start, end = quotes[0]
    return parts[part_at(parts, next((at for at in range(start, end) if not text[at].isspace()), start))]


def _header(document: Document, texts: Texts, number: int | None, language: str) -> str:
    spoken = f' lang="{language}"' if language else ""
    cited = f'<span class="pq-number">{number}</span>' if number is not None else ""
    details = [f"<bdi>{escape_html(fact)}</bdi>" for fact in (document.reference, document.issuer) if fact]
    if document.issued:
        day = document.issued.isoformat()
        details.append(f'<time datetime="{day}">{day}</time>')
    files = ", ".join(f"<bdi>{escape_html(source)}</bdi>" for source in document.sources)
    details.append(f'<span class="pq-file">{escape_html(texts("reader.file"))} {files}</span>')
    parts = [
        f'<div class="pq-document-title">{cited}<h2><bdi{spoken}>{escape_html(document.title)}</bdi></h2></div>',
        f'<p class="pq-details">{"".join(f"<span>{detail}</span>" for detail in details)}</p>',
    ]
    if document.notice:
        key = "reader.restatement" if _RESTATEMENT.search(fold(document.notice)) else "reader.notice"
        words = f"<strong>{escape_html(texts(key))}</strong> <bdi>{escape_html(document.notice)}</bdi>"
        parts.append(f'<p class="pq-notice">{words}</p>')
    return f"<header>{''.join(parts)}</header>"


def _window_note(parts: Sequence[Part], shown: range, texts: Texts) -> Iterator[str]:
    if len(shown) < len(parts):
        first, last, every = parts[shown.start].section, parts[shown.stop - 1].section, parts[-1].section
        note = texts("reader.window", first=f"{first + 1:,}", last=f"{last + 1:,}", all=f"{every + 1:,}")
        yield f'<p class="pq-note">{escape_html(note)}</p>'


def _breadcrumb(document: Document, here: Part | None, texts: Texts) -> Iterator[str]:
    trail = [one for one in here.trail if one.depth >= 0] if here else []
    if trail:
        crumbs = "".join(f"<li>{_link(document, heading)}</li>" for heading in trail)
        yield f'<nav class="pq-crumbs" aria-label="{escape_html(texts("reader.path"))}">'
        yield f'<ol class="pq-path">{crumbs}</ol></nav>'


def _outline(document: Document, parts: Sequence[Part], here: Part | None, texts: Texts) -> Iterator[str]:
    headings = list(dict.fromkeys(one for part in parts for one in part.trail if one.depth >= 0))
    if headings:
        label = escape_html(texts("reader.outline"))
        yield f'<details class="pq-outline"{"" if here else " open"}>'
        yield f'<summary>{label} <span class="pq-count">{len(headings):,}</span></summary><nav aria-label="{label}">'
        yield from _nested(document, headings, here.trail[-1] if here and here.trail else None)
        yield "</nav></details>"


def _nested(document: Document, headings: Sequence[Heading], current: Heading | None) -> Iterator[str]:
    """Lists in lists by the headings' depths; a depth that is left out opens no list of its own."""
    depths: list[int] = []
    for heading in headings:
        while depths and depths[-1] > heading.depth:
            depths.pop()
            yield "</li></ol>"
        if depths and depths[-1] == heading.depth:
            yield "</li>"
        else:
            depths.append(heading.depth)
            yield "<ol>"
        yield f"<li>{_link(document, heading, heading is current)}"
    yield "</li></ol>" * len(depths)


def _link(document: Document, heading: Heading, current: bool = False) -> str:
    href = open_link(document.id, [heading_span(document.text, heading)])
    place = ' aria-current="location"' if current else ""
    return f'<a class="pq-open" href="{href}"{place}><bdi>{escape_html(heading.words)}</bdi></a>'


def _beside(document: Document, parts: Sequence[Part], at: int, where: str, texts: Texts) -> Iterator[str]:
    """The link to the part next to those that are shown, where there is one."""
    if 0 <= at < len(parts):
        span = landing(document.text, parts[at])
        words = f"<bdi>{escape_html(document.text[slice(*span)])}</bdi>"
        label = escape_html(texts(f"reader.{where}"))
        yield f'<p class="pq-more pq-{where}"><a class="pq-open" href="{open_link(document.id, [span])}">'
        yield f"{label} {words}</a></p>"
