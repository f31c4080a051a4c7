"""Why this answer: the trace of its stages as bars with their numbers, in HTML and CSS alone."""

from collections.abc import Iterator

from index import WEIGHTS, Chunk, Hit
from qa.answer import Span
from qa.page.links import open_link
from qa.page.texts import Texts
from qa.render import escape_html
from qa.trace import LEADING, Trace, leading

LEGS = ("dense", "sentence", "bm25", "gloss", "words", "document", "pointed", "held")
"""In the order of the bars: meaning, words, what the question names."""
STAGES = frozenset({"search", "read", "compose"})

_SENTENCES = 5
_NAME = 36  # characters of a title or heading in the name of a passage
_WIDEST = 120  # characters of a sentence: enough to know it again


def contributions(hit: Hit) -> dict[str, float]:
    """What each leg adds to the hit's score, in the order of LEGS, legs that add nothing left out; the sum is `score`.

    As they are fused, Chinese words count or both sides of the dictionary, whichever say more.
    """
    parts = {name: WEIGHTS[name] * leg.score for name in LEGS if (leg := hit.legs.get(name))}
    translated = parts.get("gloss", 0.0) + parts.get("words", 0.0)
    beaten = {"bm25"} if parts.get("bm25", 0.0) < translated else {"gloss", "words"}
    return {name: part for name, part in parts.items() if part and name not in beaten}


def why_html(trace: Trace, texts: Texts) -> str:
    """The panel's inner HTML: what was searched with, the passages, the sentences, the confidence, the times.

    Every bar has its number in words beside it; passages and sentences link to their place (`qa.page.links`).
    """
    answer = trace.answer
    title = texts("why.title" if answer.answered else "why.title_declined")
    parts = _parts(trace, texts) if trace.hits else _nothing(trace, texts)
    return f'<section class="pq-why"><h2 class="pq-panel-title">{escape_html(title)}</h2>{"".join(parts)}</section>'


def _nothing(trace: Trace, texts: Texts) -> Iterator[str]:
    yield _note(texts("why.nothing"))
    if trace.answer.reason:
        yield _note(texts(f"why.reason.{trace.answer.reason}"))


def _parts(trace: Trace, texts: Texts) -> Iterator[str]:
    yield _heading(texts("why.searched"))
    yield f'<p class="pq-why-question"><bdi dir="auto">{escape_html(trace.searched)}</bdi></p>'
    yield _note(texts("why.ranked", count=len(trace.hits)))
    yield _heading(texts("why.confidence"))
    yield from _confidence(trace, texts)
    yield _heading(texts("why.passages"))
    yield from _passages(trace, texts)
    yield _heading(texts("why.sentences"))
    yield from _sentences(trace, texts)
    if trace.answer.timings:
        yield _heading(texts("why.times"))
        yield _times(trace, texts)


def _confidence(trace: Trace, texts: Texts) -> Iterator[str]:
    answer = trace.answer
    values = {"confidence": f"{answer.confidence:.2f}", "threshold": f"{trace.threshold:.2f}"}
    verdict = "answered" if answer.answered else "declined"
    yield (
        f'<div class="pq-why-scale" role="img" aria-label="{escape_html(texts("why.scale", **values))}">'
        f'<span class="pq-why-fill" {_share(answer.confidence)}></span>'
        f'<span class="pq-why-threshold" {_share(trace.threshold)}></span></div>'
        '<p class="pq-why-ends" aria-hidden="true"><span>0</span><span>1</span></p>'
    )
    yield _note(texts(f"why.{verdict}", **values))
    if answer.reason:
        yield _note(texts(f"why.reason.{answer.reason}"))


def _passages(trace: Trace, texts: Texts) -> Iterator[str]:
    shown = leading(trace.hits)
    parts = {rank: contributions(hit) for rank, hit in shown}
    widest = max((sum(part for part in one.values() if part > 0) for one in parts.values()), default=0.0)
    used = [name for name in LEGS if any(name in one for one in parts.values())]
    keys = "".join(
        f"<dt>{_key(name)}{escape_html(texts(f'why.leg.{name}'))}</dt><dd>{escape_html(texts(f'why.about.{name}'))}</dd>"
        for name in used
    )
    yield (
        f'<details class="pq-why-legend"><summary>{escape_html(texts("why.scoring"))}</summary>'
        f"{_note(texts('why.summed'))}<dl>{keys}</dl></details>"
    )
    items = {rank: _passage(rank, hit, parts[rank], widest, texts) for rank, hit in shown}
    yield f'<ol class="pq-why-passages">{"".join(item for rank, item in items.items() if rank <= LEADING)}</ol>'
    others = [item for rank, item in items.items() if rank > LEADING]
    if others:
        more = escape_html(texts("why.others", count=len(others), most=LEADING))
        yield f"<details><summary>{more}</summary>"
        yield f'<ol class="pq-why-passages">{"".join(others)}</ol></details>'


def _passage(rank: int, hit: Hit, parts: dict[str, float], widest: float, texts: Texts) -> str:
    bars = "".join(
        f'<span class="pq-why-part pq-why-{name}" {_share(part / widest)}></span>'
        for name, part in parts.items()
        if part > 0
    )
    numbers = "".join(
        f"<li>{_key(name)}{escape_html(texts(f'why.leg.{name}'))} {part:.2f}</li>" for name, part in parts.items()
    )
    score = escape_html(texts("why.score", score=f"{hit.score:.2f}"))
    return (
        f'<li value="{rank}">{_link(hit.chunk, hit.chunk.start, hit.chunk.end, _place(hit.chunk))} '
        f'<span class="pq-why-score">{score}</span>'
        f'<span class="pq-why-stack" aria-hidden="true">{bars}</span>'
        f'<ul class="pq-why-numbers">{numbers}</ul></li>'
    )


def _sentences(trace: Trace, texts: Texts) -> Iterator[str]:
    if not trace.spans:
        yield _note(texts("why.unread"))
        return
    mark = escape_html(texts("why.quoted" if trace.answer.answered else "why.withheld"))
    quoted = [span for span in trace.spans if _is_quoted(trace, span)]
    shown = [*trace.spans[:_SENTENCES], *(span for span in quoted if span not in trace.spans[:_SENTENCES])]
    items = []
    for span in shown:
        words = _clipped(span.hit.chunk.document.text[span.start : span.end], _WIDEST)
        link = _link(span.hit.chunk, span.start, span.end, f'<bdi dir="auto">{escape_html(words)}</bdi>')
        score = escape_html(texts("why.score", score=f"{span.score:.2f}"))
        chosen = f' <strong class="pq-why-mark">{mark}</strong>' if span in quoted else ""
        items.append(f'<li>{link} <span class="pq-why-score">{score}</span>{chosen}</li>')
    yield f'<ol class="pq-why-sentences">{"".join(items)}</ol>'


def _is_quoted(trace: Trace, span: Span) -> bool:
    """Whether the answer quotes of a sentence, or, where there is none, would have had it been given."""
    if not trace.answer.answered:
        return span in trace.chosen
    document = span.hit.chunk.document.id
    return any(
        one.chunk.document.id == document and one.start < span.end and span.start < one.end
        for one in trace.answer.citations
    )


def _times(trace: Trace, texts: Texts) -> str:
    timings = trace.answer.timings
    longest = max(timings.values())
    rows = "".join(
        f'<tr><th scope="row">{escape_html(texts(f"why.stage.{stage}") if stage in STAGES else stage)}</th><td>'
        f'<span class="pq-why-bar" aria-hidden="true" {_share(taken / longest if longest else 0.0)}></span>'
        f"{escape_html(texts('why.milliseconds', milliseconds=f'{taken:,.0f}'))}</td></tr>"
        for stage, taken in timings.items()
    )
    total = escape_html(texts("why.total", milliseconds=f"{sum(timings.values()):,.0f}"))
    heads = "".join(f'<th scope="col">{escape_html(texts(f"why.{head}"))}</th>' for head in ("stage_head", "time_head"))
    head = f"<thead><tr>{heads}</tr></thead>"
    return f'<table class="pq-why-times"><caption>{total}</caption>{head}<tbody>{rows}</tbody></table>'


def _place(chunk: Chunk) -> str:
    """Title › headings, each cut and its own run of text direction."""
    title = chunk.document.title
    path = chunk.path[1:] if chunk.path[:1] == (title,) else chunk.path
    return " › ".join(f"<bdi>{escape_html(_clipped(name, _NAME))}</bdi>" for name in (title, *path))


def _link(chunk: Chunk, start: int, end: int, words: str) -> str:
    return f'<a class="pq-open" href="{open_link(chunk.document.id, [(start, end)])}">{words}</a>'


def _key(leg: str) -> str:
    return f'<span class="pq-why-key pq-why-{leg}" aria-hidden="true"></span>'


def _share(value: float) -> str:
    """The one inline style of the panel: a part of the bar's whole, 0 to 1."""
    return f'style="--share:{min(1.0, max(0.0, value)):.3f}"'


def _heading(words: str) -> str:
    return f"<h3>{escape_html(words)}</h3>"


def _note(words: str) -> str:
    return f'<p class="pq-note">{escape_html(words)}</p>'


def _clipped(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
