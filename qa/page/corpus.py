"""The list of documents: what there is, what to read, and what the chat is limited to."""

import re
from collections.abc import Collection, Sequence

from index import Document, Index, fold
from qa.in_force import standing
from qa.language import language_of
from qa.page.links import open_link
from qa.page.state import state_html
from qa.page.texts import Texts
from qa.render import escape_html

_COLUMNS = ("choose", "document", "reference", "issuer", "issued", "sections", "characters", "source")
_BRACKETS = re.compile(r"[〔〕\[\]()【】﹝﹞{}〈〉《》「」『』“”\"]")


def corpus_html(
    index: Index, texts: Texts, chosen: Collection[str] = frozenset(), words: str = "", shown: int = 300
) -> str:
    """The documents that have all of `words`, newest first, at most `shown`; those whose ids are `chosen` are checked.

    Below them the other chosen ones: they limit the chat too.
    """
    documents = index.documents()
    found = documents_matching(documents, words)
    listed = _newest_first(found)[:shown]
    there = {one.id for one in listed}
    others = [one for one in _newest_first(documents) if one.id in chosen and one.id not in there]
    parts = [f'<h2 class="pq-panel-title">{escape_html(texts("corpus.title"))}</h2>']
    if limited := sum(one.id in chosen for one in documents):
        parts.append(f'<p class="pq-note pq-limited">{escape_html(texts("corpus.limited", count=limited))}</p>')
    if not found:
        parts.append(f'<p class="pq-note">{escape_html(texts("corpus.none" if documents else "corpus.empty"))}</p>')
    if listed or others:
        every = texts("corpus.caption", count=len(documents))
        caption = texts("corpus.found", count=len(found), all=f"{len(documents):,}") if words.split() else every
        parts.append(_table(index, (listed, others), caption, chosen, texts))
    if more := len(found) - len(listed):
        parts.append(f'<p class="pq-note">{escape_html(texts("corpus.more", count=more))}</p>')
    return f'<section class="pq-corpus">{"".join(parts)}</section>'


def documents_matching(documents: Sequence[Document], words: str) -> tuple[Document, ...]:
    """The documents, in their order, in whose title, reference, issuer, date or sources every word stands.

    Case, width, Traditional characters and the kind of brackets are overlooked. Every document without words.
    """
    wanted = _folded(words).split()
    return tuple(one for one in documents if not wanted or _has(one, wanted))


def _has(document: Document, wanted: Sequence[str]) -> bool:
    day = document.issued.isoformat() if document.issued else None
    known = (document.title, document.reference, document.issuer, day, *document.sources)
    facts = _folded("\n".join(fact for fact in known if fact))
    return all(word in facts for word in wanted)


def _folded(text: str) -> str:
    return _BRACKETS.sub(" ", fold(text))


def _newest_first(documents: Sequence[Document]) -> list[Document]:
    return sorted(documents, key=lambda one: -one.issued.toordinal() if one.issued else 1)


def _table(
    index: Index,
    groups: tuple[Sequence[Document], Sequence[Document]],
    caption: str,
    chosen: Collection[str],
    texts: Texts,
) -> str:
    names = [escape_html(texts(f"corpus.{key}")) for key in _COLUMNS]
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    listed, others = ("".join(_row(index, one, names, one.id in chosen, texts) for one in group) for group in groups)
    if others:
        label = escape_html(texts("corpus.others"))
        others = f'<tr><th class="pq-group" scope="rowgroup" colspan="{len(names)}">{label}</th></tr>{others}'
    bodies = "".join(f"<tbody>{rows}</tbody>" for rows in (listed, others) if rows)
    return (
        f'<table class="pq-table pq-documents"><caption>{escape_html(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead>{bodies}</table>"
    )


def _row(index: Index, document: Document, names: Sequence[str], chosen: bool, texts: Texts) -> str:
    label = escape_html(texts("corpus.only", title=document.title))
    box = f'<input type="checkbox" data-document="{document.id}" aria-label="{label}"{" checked" if chosen else ""}>'
    language = ' lang="zh"' if language_of(document.title).startswith("zh") else ""
    title = f"<bdi{language}>{escape_html(document.title)}</bdi>"
    state = state_html(standing(index, None).of(document), texts)
    day = document.issued.isoformat() if document.issued else ""
    values = (
        _foreign(document.reference),
        _foreign(document.issuer),
        f'<time datetime="{day}">{day}</time>' if day else "",
        f"{len(index.sections(document.id)):,}",
        f"{len(document.text) - document.body_start:,}",
        "<br>".join(map(_foreign, document.sources)),
    )
    cells = (f'<td data-label="{name}">{value}</td>' for name, value in zip(names[2:], values, strict=True))
    return (
        f'<tr><td class="pq-pick" data-label="{names[0]}"><label>{box}</label></td>'
        f'<th scope="row"><a class="pq-open" href="{open_link(document.id)}">{title}</a>{state}</th>'
        f"{''.join(cells)}</tr>"
    )


def _foreign(text: str | None) -> str:
    return f"<bdi>{escape_html(text)}</bdi>" if text else ""
