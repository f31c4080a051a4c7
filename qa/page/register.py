"""The table of responsibilities: who leads and who supports each measure, every row linked to its clause."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from index import Document, Validity
from qa.messages import capitalised
from qa.page.links import open_link
from qa.page.state import state_html
from qa.page.texts import Texts
from qa.register import Row, RowBody
from qa.render import escape_html

SHOWN = 300
"""Rows that the page shows; the CSV has all."""
_LONGEST = 140
_HAN = re.compile(r"[\u3400-\u9fff]")


def register_html(
    rows: Sequence[Row],
    texts: Texts,
    shown: int = SHOWN,
    words: str = "",
    validity: Callable[[Document], Validity] = lambda _: Validity(),
) -> str:
    """The panel with the first `shown` of the rows, grouped by document, or with a sentence that there are none.

    `validity` tells of each document whether it is in force.

    `words` are those that the rows were searched for; they are named where nothing matches.
    """
    heading = f'<h2 class="pq-panel-title">{escape_html(texts("page.register"))}</h2>'
    body = _table(rows, texts, shown, validity) if rows else _note(_nothing(words.strip(), texts))
    return f'<section class="pq-register">{heading}{body}</section>'


def _nothing(words: str, texts: Texts) -> str:
    return texts("register.nothing", words=words) if words else texts("register.empty")


def _note(text: str) -> str:
    return f'<p class="pq-note"><bdi>{escape_html(text)}</bdi></p>'


def _table(rows: Sequence[Row], texts: Texts, shown: int, validity: Callable[[Document], Validity]) -> str:
    head = "".join(
        f'<th scope="col">{escape_html(texts(f"register.{column}"))}</th>' for column in ("measure", "lead", "support")
    )
    groups = groupby(rows[:shown], key=lambda row: row.document)
    bodies = "".join(
        _group(document, list(group), texts, state_html(validity(document), texts)) for document, group in groups
    )
    hidden = len(rows) - shown
    more = _note(texts("register.more", count=hidden)) if hidden > 0 else ""
    caption = f"<caption>{escape_html(_caption(rows, texts))}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead>{bodies}</table>{more}"


def _caption(rows: Sequence[Row], texts: Texts) -> str:
    measures = texts("register.measures", count=len({(row.document.id, row.heading) for row in rows}))
    documents = texts("register.documents", count=len({row.document.id for row in rows}))
    return texts("register.caption", measures=measures, documents=documents)


def _group(document: Document, rows: Sequence[Row], texts: Texts, state: str) -> str:
    title = f'<a class="pq-open" href="{open_link(document.id)}">{_foreign(document.title)}</a>'
    facts = [_foreign(fact) for fact in (document.reference, document.issuer) if fact]
    if document.issued:
        facts.append(f'<time datetime="{document.issued.isoformat()}">{document.issued.isoformat()}</time>')
    details = f'<span class="pq-details">{"".join(f"<span>{fact}</span>" for fact in facts)}</span>' if facts else ""
    notice = f'<span class="pq-notice">{_foreign(document.notice)}</span>' if document.notice else ""
    head = (
        f'<tr class="pq-register-document"><th scope="rowgroup" colspan="3">{title}{details}{state}{notice}</th></tr>'
    )
    return f"<tbody>{head}{''.join(_row(row, texts) for row in rows)}</tbody>"


def _row(row: Row, texts: Texts) -> str:
    link = open_link(row.document.id, [(row.start, row.end)])
    measure = f'<a class="pq-open" href="{link}">{_foreign(_cut(row.measure))}</a>'
    path = f'<span class="pq-register-path">{_foreign(" › ".join(row.path))}</span>' if row.path else ""
    cells = "".join(
        f'<td data-label="{escape_html(texts(f"register.{role}"))}">{_bodies(bodies, texts)}</td>'
        for role, bodies in (("lead", row.lead), ("support", row.support))
    )
    return f'<tr><th scope="row">{measure}{path}</th>{cells}</tr>'


def _bodies(bodies: Sequence[RowBody], texts: Texts) -> str:
    if not bodies:
        return f'<span class="pq-register-none">{escape_html(texts("register.none"))}</span>'
    items = (" ".join(_named(body, texts)) for body in bodies)
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _named(body: RowBody, texts: Texts) -> Iterator[str]:
    """The English name before what stands in the document, or that and the full name where it is another."""
    if texts.language == "en" and body.english:
        yield f'<bdi lang="en">{escape_html(capitalised(body.english))}</bdi>'
        yield f'<span class="pq-register-full">{_foreign(body.text)}</span>'
        return
    yield _foreign(body.text)
    if body.name != body.text and texts.language != "en":
        yield f'<span class="pq-register-full">{_foreign(body.name)}</span>'


def _foreign(text: str) -> str:
    language = ' lang="zh"' if _HAN.search(text) else ""
    return f"<bdi{language}>{escape_html(text)}</bdi>"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
