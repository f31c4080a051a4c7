"""An answer as a message of the chat: HTML that Gradio's sanitizer lets through, every foreign character escaped.

The whole is one line: a blank line would end the HTML block, and what follows would be read as Markdown.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

from qa.page.links import open_link
from qa.page.texts import Texts
from qa.page.turn import Source, Turn
from qa.render import escape_html, visible

SHOWN_QUESTION = 400
"""Characters of a question that its bubble repeats."""

_TITLE = 300
"""Characters of a quote that a citation shows where the pointer or the focus is on it."""
_MARKER = re.compile(r"\[(\d{1,4})\]")
_ENDS = re.compile(r"\[\d{1,4}\]\s*$")
# What stays active in Markdown though it is no HTML: letters of an entity are inert everywhere.
_ACTIVE = re.compile(r"[\\`*_{}\[\]()#+!|~$^=@:-]")


def question_html(question: str, texts: Texts) -> str:
    """The asker's bubble."""
    shown = question.strip()
    if len(shown) > SHOWN_QUESTION:
        shown = f"{shown[:SHOWN_QUESTION]}… ({len(question):,})"
    return f'<div class="pq-question" dir="auto">{_inert(shown) or _inert(texts("chat.empty"))}</div>'


def searching_html(texts: Texts) -> str:
    """What stands in the answer's place until there is one."""
    return f'<div class="pq-searching">{_inert(texts("chat.searching"))}</div>'


def failed_html(reason: str) -> str:
    """Why a question got no answer at all."""
    return f'<div class="pq-answer pq-failed"><p>{_inert(reason)}</p></div>'


def answer_html(turn: Turn, texts: Texts, whole: bool = True) -> str:
    """The answer: how it was understood, the headline, its quotes with links to them, what can be done with it.

    Without `whole` only what comes first.
    """
    if turn.refused:
        return failed_html(turn.text)
    kind = "pq-answer" if turn.answered else "pq-answer pq-declined"
    parts = [*_first(turn, texts)]
    if whole:
        parts += [*_quotes(turn), *_related(turn, texts), _actions(turn, texts)]
    return f'<article class="{kind}">{"".join(parts)}</article>'


def _first(turn: Turn, texts: Texts) -> Iterator[str]:
    if turn.understood:
        meant = _inert(texts("answer.understood", question="\0")).replace("\u2400", "{}")
        before, _, behind = meant.partition("{}")
        yield f'<p class="pq-understood">{before}<bdi>{_inert(turn.understood)}</bdi>{behind}</p>'
    if not turn.answered:
        yield f'<p class="pq-verdict"><strong>{_inert(texts("answer.declined"))}</strong></p>'
        yield f'<p class="pq-said" dir="auto">{_lines(turn.text, turn)}</p>'
    elif turn.headline:
        lines = (f"<strong>{_lines(line, turn)}</strong>" for line in turn.headline.split("\n") if line.strip())
        yield f'<p class="pq-headline" dir="auto">{"<br>".join(lines)}</p>'
    if turn.warnings:
        said = "".join(f'<p dir="auto">{_lines(warning, turn)}</p>' for warning in turn.warnings)
        yield f'<div class="pq-warnings"><p><strong>{_inert(texts("answer.warning"))}</strong></p>{said}</div>'


def _quotes(turn: Turn) -> Iterator[str]:
    """Each quote with what stands before it as a paragraph: a quote may have several, its marker ends them."""
    if turn.answered:
        held: list[str] = []
        for line in turn.text[len(turn.headline) :].split("\n"):
            said = "".join(held)
            quoting = said.count("“") > said.count("”")
            if line.strip():
                held.append(line.strip())
            if held and (_ENDS.search(line) or not (line.strip() or quoting)):
                yield from _said("\n".join(held), turn)
                held = []
        if held:
            yield from _said("\n".join(held), turn)


def _said(text: str, turn: Turn) -> Iterator[str]:
    """A quote, and the heading under which it stands where the quote does not tell."""
    yield f'<p class="pq-said" dir="auto">{_lines(text, turn)}</p>'
    cited = {marker[1] for marker in _MARKER.finditer(text)}
    headings = {one.path[-1] for one in turn.citations if str(one.number) in cited and one.path}
    if len(headings) == 1 and (heading := headings.pop()) not in text:
        yield f'<p class="pq-where" dir="auto">{_inert(heading)}</p>'


def _related(turn: Turn, texts: Texts) -> Iterator[str]:
    related = [source for source in turn.sources if not source.number]
    if related:
        items = (
            f'<li><a class="pq-open" href="{open_link(one.document_id, [(one.start, one.end)])}">'
            f"<bdi>{_inert(' › '.join([one.title, *one.path[-1:]]))}</bdi></a></li>"
            for one in related
        )
        yield f'<p class="pq-nearest">{_inert(texts("answer.related"))}</p><ul class="pq-nearest">{"".join(items)}</ul>'


def _actions(turn: Turn, texts: Texts) -> str:
    copies = [(kind, copy) for kind, copy in (("text", turn.as_text), ("markdown", turn.as_markdown)) if copy]
    buttons = "".join(
        f'<button type="button" class="pq-act pq-copy pq-copy-{kind}">{_inert(texts(f"answer.copy_{kind}"))}</button>'
        for kind, copy in copies
    )
    share = f'<a class="pq-act pq-share" href="?q={quote(turn.question.strip(), safe="", errors="replace")}">'
    kept = "".join(f'<pre class="pq-kept-{kind}">{_inert(copy, lines="&#10;")}</pre>' for kind, copy in copies)
    return (
        f'<div class="pq-actions">{buttons}{share}{_inert(texts("answer.share"))}</a>'
        f'<span class="pq-copied">{_inert(texts("answer.copied"))}</span></div>'
        f'<div class="pq-kept">{kept}</div>'
    )


def _lines(text: str, turn: Turn) -> str:
    """Text with line breaks kept and each `[n]` of a citation as a link to it."""
    cited = {str(source.number): source for source in turn.citations}
    out, at = [], 0
    for marker in _MARKER.finditer(text):
        if source := cited.get(marker[1]):
            out += [_inert(text[at : marker.start()], lines="<br>"), _cite(source)]
            at = marker.end()
    return "".join([*out, _inert(text[at:], lines="<br>")])


def _cite(source: Source) -> str:
    shown = " ".join(visible(source.quote).split())
    clipped = shown if len(shown) <= _TITLE else shown[: _TITLE - 1] + "…"
    href = open_link(source.document_id, [(source.start, source.end)], source.number)
    return f'<a class="pq-open pq-cite" href="{href}" title="{_inert(clipped)}">&#91;{source.number}&#93;</a>'


def _inert(text: str, lines: str = " ") -> str:
    """Escaped for HTML and for the Markdown parser that reads messages; a line break becomes `lines`."""
    escaped = escape_html(text)
    # References already made (&amp; &#x27;) hold `#` and letters only, and are left whole.
    parts = re.split(r"(&(?:[a-z]+|#x?[0-9a-f]+);)", escaped, flags=re.IGNORECASE)
    parts[::2] = [_ACTIVE.sub(lambda sign: f"&#{ord(sign[0])};", part) for part in parts[::2]]
    return "".join(parts).replace("\n", lines)
