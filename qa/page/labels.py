"""What the page's components say in a language, as updates of them."""

from collections import Counter
from typing import Any

import gradio as gr

from index import Choices, Index, choices
from qa.page.components import Parts
from qa.page.texts import Texts
from qa.page.uploading import uploading_labels
from qa.render import escape_html

LISTED_DOCUMENTS = 500
"""In the page's list: a longer one is slow to open, and the documents' tab has them all."""

EXAMPLES = ("lead", "number", "list", "compare", "goal", "why")


def labels(parts: Parts, texts: Texts, index: Index, examples: bool, most_bytes: int = 0) -> dict[Any, Any]:
    """An update for every component that has words of ours; `examples` says whether the index answers those shown.

    `most_bytes` are those of a file that may be uploaded.
    """
    shown = [
        {"text": texts(f"examples.{one}"), "display_text": f"{texts(f'kinds.{one}')} · {texts(f'examples.{one}')}"}
        for one in EXAMPLES
    ]
    plain = {
        parts.talks: "talks.title", parts.words: "documents.search",
        parts.measures: "table.search", parts.chat_tab: "page.chat", parts.documents_tab: "page.documents",
        parts.register_tab: "page.register", parts.why: "chat.why", parts.limit: "chat.limit",
        parts.language: "page.language",
    }  # fmt: skip
    buttons = {
        parts.new: "talks.new", parts.delete: "talks.delete", parts.note_send: "chat.note_send",
        parts.send: "chat.send", parts.stop: "chat.stop", parts.clear: "chat.clear", parts.csv: "table.csv",
        parts.limit_chosen: "documents.limit", parts.limit_none: "documents.all",
    }  # fmt: skip
    updates: dict[Any, Any] = {part: gr.update(label=texts(key)) for part, key in plain.items()}
    updates |= {part: gr.update(value=texts(key)) for part, key in buttons.items()}
    updates[parts.header] = header_html(texts)
    updates[parts.talks_title] = _talks_html(texts)
    updates[parts.box] = gr.update(label=texts("chat.question"), placeholder=texts("chat.placeholder"))
    updates[parts.note] = gr.update(label=texts("chat.note"), info=texts("feedback.kept"))
    updates[parts.chat] = gr.update(
        label=texts("chat.label"), placeholder=texts("chat.greeting"), examples=shown if examples else None
    )
    for part, update in zip(parts.limits, limit_updates(index, texts), strict=True):
        updates[part] = update
    if parts.uploading:
        updates |= uploading_labels(parts.uploading, texts, most_bytes)
    return updates


def header_html(texts: Texts) -> str:
    """The page's name, what it does and what it never does."""
    lock = (
        '<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">'
        '<rect x="2.5" y="7" width="11" height="7.5" rx="1.5"/><path d="M5 7V4.5a3 3 0 0 1 6 0V7"/></svg>'
    )
    return (
        f'<header class="pq-header"><div><h1>{escape_html(texts("page.title"))}</h1>'
        f"<p>{escape_html(texts('page.tagline'))}</p></div>"
        f'<p class="pq-private">{lock}<span>{escape_html(texts("page.private"))}</span></p></header>'
    )


def limit_updates(index: Index, texts: Texts) -> list[Any]:
    """What each list of the fold is called and offers: documents, issuers, years, references."""
    there = choices(index.documents())
    some = len(there.documents) > LISTED_DOCUMENTS
    shown, everything = f"{LISTED_DOCUMENTS:,}", f"{len(there.documents):,}"
    name = texts("limits.some", shown=shown, all=everything) if some else texts("limits.documents")
    return [
        gr.update(label=name, choices=_documents(there)),
        gr.update(label=texts("limits.issuers"), choices=list(there.issuers)),
        gr.update(label=texts("limits.years"), choices=[(str(year), year) for year in there.years]),
        gr.update(label=texts("limits.references"), choices=list(there.references)),
    ]


def _documents(there: Choices) -> list[tuple[str, str]]:
    shared = {title for title, count in Counter(title for _, _, title in there.documents).items() if count > 1}
    return [
        (f"{title} · {source}" if title in shared else title, id_)
        for id_, source, title in there.documents[:LISTED_DOCUMENTS]
    ]


def _talks_html(texts: Texts) -> str:
    return (
        f'<h2 class="pq-panel-title">{escape_html(texts("talks.title"))}</h2>'
        f'<p class="pq-note">{escape_html(texts("talks.none"))}</p>'
    )
