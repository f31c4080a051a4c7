"""The cards of the source viewer: each cited passage once, its quotes marked, or what is nearest to a declined one."""

from collections.abc import Iterator, Sequence

from index import Chunk, Index
from qa.page.links import open_link
from qa.page.texts import Texts
from qa.page.turn import Source, Turn
from qa.render import escape_html, passage_html


def cards_html(index: Index, turn: Turn | None, texts: Texts) -> str:
    """The panel for an answer, or before there is one; where a document is gone, the quote that was kept."""
    if turn is None:
        return _panel(texts("cards.title"), "pq-empty", [f'<p class="pq-note">{escape_html(texts("cards.empty"))}</p>'])
    if not turn.sources:
        return _panel(texts("cards.title"), "pq-empty", [f'<p class="pq-note">{escape_html(texts("cards.none"))}</p>'])
    there = {document.id for document in index.documents()}
    cards = [_card(index, group, there, texts) for group in _by_passage(index, turn.sources, there)]
    if turn.citations:
        return _panel(texts("cards.title"), "", cards, len(cards))
    return _panel(texts("cards.related"), "pq-related", cards, len(cards))


def _by_passage(index: Index, sources: Sequence[Source], there: set[str]) -> list[list[tuple[Source, Chunk | None]]]:
    groups: dict[str, list[tuple[Source, Chunk | None]]] = {}
    for source in sources:
        chunk = _chunk(index, source) if source.document_id in there else None
        groups.setdefault(chunk.id if chunk else f"{source.document_id} {source.start}", []).append((source, chunk))
    return list(groups.values())


def _chunk(index: Index, source: Source) -> Chunk | None:
    """The passage that a source begins in, None where it does not fit the document."""
    return next(
        (one for one in index.chunks if one.document.id == source.document_id and one.start <= source.start < one.end),
        None,
    )


def _card(index: Index, group: list[tuple[Source, Chunk | None]], there: set[str], texts: Texts) -> str:
    first, chunk = group[0]
    numbers = "".join(f'<span class="pq-number">{source.number}</span>' for source, _ in group if source.number)
    title = f"<bdi>{escape_html(first.title)}</bdi>"
    if chunk:
        spans = [(source.start, source.end) for source, _ in group]
        href = open_link(first.document_id, spans if first.number else [(chunk.start, chunk.end)], first.number or None)
        title = f'<a class="pq-open" href="{href}">{title}</a>'
    pages = sorted({source.page for source, _ in group if source.page is not None})
    parts = [f"<header>{numbers}<h3>{title}</h3></header>", *_details(first, pages, texts), *_path(first, texts)]
    if chunk:
        marked = {source.number: (source.start, source.end) for source, _ in group if source.number}
        body = "".join(passage_html(chunk, marked))
    else:
        body = "".join(f"<mark>{escape_html(source.quote)}</mark>" for source, _ in group)
        parts.append(f'<p class="pq-note">{escape_html(texts("cards.gone"))}</p>')
    parts.append(f'<blockquote class="pq-passage" dir="auto">{body}</blockquote>')
    notice = f'<span class="pq-notice"><bdi>{escape_html(first.notice)}</bdi></span>' if first.notice else ""
    parts.append(f'<footer><span class="pq-file"><bdi>{escape_html(first.source)}</bdi></span>{notice}</footer>')
    return f'<article class="pq-card">{"".join(parts)}</article>'


def _details(source: Source, pages: Sequence[int], texts: Texts) -> Iterator[str]:
    details = [escape_html(fact) for fact in (source.reference, source.issuer) if fact]
    if source.issued:
        details.append(f'<time datetime="{escape_html(source.issued)}">{escape_html(source.issued)}</time>')
    details += [escape_html(texts("cards.page", page=page)) for page in pages]
    if source.status not in ("", "in_force"):
        yield f'<p class="pq-details">{_status(source, texts)}</p>'
    if details:
        yield '<p class="pq-details">' + "".join(f"<span><bdi>{one}</bdi></span>" for one in details) + "</p>"


def _status(source: Source, texts: Texts) -> str:
    since = f" {escape_html(texts('cards.since', day=source.since))}" if source.since else ""
    return f'<strong class="pq-status">{escape_html(texts(f"cards.status_{source.status}"))}{since}</strong>'


def _path(source: Source, texts: Texts) -> Iterator[str]:
    if source.path:
        crumbs = "".join(f"<li><bdi>{escape_html(heading)}</bdi></li>" for heading in source.path)
        yield f'<ol class="pq-path" aria-label="{escape_html(texts("cards.path"))}">{crumbs}</ol>'


def _panel(title: str, kind: str, parts: Sequence[str], count: int = 0) -> str:
    counted = f' <span class="pq-count">{count}</span>' if count else ""
    heading = f'<h2 class="pq-panel-title">{escape_html(title)}{counted}</h2>'
    return f'<section class="{f"pq-sources {kind}".strip()}">{heading}{"".join(parts)}</section>'
