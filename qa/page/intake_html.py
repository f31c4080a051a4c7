"""How an addition or removal of documents is shown: how far it is, then what became of each file."""

from qa.page.intake import MOST_FILES, TOTAL, Outcome, Report, Step
from qa.page.reasons import told
from qa.page.texts import Texts
from qa.render import escape_html

_REFUSED = ("kind", "large", "twice", "total", "many")
_UNREAD = frozenset({"failed", "kept", "left_out"})
_TROUBLE = frozenset({*_REFUSED, "failed", "kept", "left_out", "warning"})


def step_html(step: Step, texts: Texts) -> str:
    """What is being done; the sentence stays the same while the bar moves."""
    said = escape_html(texts(f"intake.stage_{step.stage}"))
    counted = ""
    if step.every:
        count = escape_html(texts("intake.embedded", done=f"{step.done:,}", every=f"{step.every:,}"))
        counted = (
            f'<progress max="{step.every}" value="{step.done}" aria-label="{said}"></progress>'
            f'<span class="pq-intake-count">{count}</span>'
        )
    return f'<div class="pq-intake"><p class="pq-intake-said">{said}</p>{counted}</div>'


def report_html(report: Report, texts: Texts, most_bytes: int) -> str:
    """What became of each file, or why nothing was done."""
    if report.problem is not None:
        own = report.problem in ("busy", "fault")
        said = texts(f"intake.{report.problem}") if own else report.problem
        return f'<div class="pq-intake pq-intake-failed"><p class="pq-intake-said">{escape_html(said)}</p></div>'
    if report.removed:
        heading = texts("intake.removed", count=len(report.removed))
        items = "".join(f"<li><bdi>{escape_html(title)}</bdi></li>" for title in report.removed)
    else:
        refused = any(one.fate in _REFUSED for one in report.outcomes)
        heading = texts("intake.refused" if refused else "intake.done")
        items = "".join(_item(one, texts, most_bytes) for one in report.outcomes)
    return (
        f'<div class="pq-intake"><p class="pq-intake-said">{escape_html(heading)}</p>'
        f'<ul class="pq-outcomes">{items}</ul></div>'
    )


def asked_html(titles: list[str], texts: Texts) -> str:
    """The question before documents are removed, or that none is chosen."""
    if not titles:
        return f'<div class="pq-intake"><p class="pq-intake-said">{escape_html(texts("intake.none_chosen"))}</p></div>'
    said = escape_html(texts("intake.sure", count=len(titles)))
    items = "".join(f"<li><bdi>{escape_html(title)}</bdi></li>" for title in titles)
    return f'<div class="pq-intake"><p class="pq-intake-said">{said}</p><ul class="pq-outcomes">{items}</ul></div>'


def rules_html(texts: Texts, most_bytes: int, suffixes: tuple[str, ...]) -> str:
    """What may be added, in words and for the page's script, which refuses other files before they are sent."""
    sizes = {"most": _megabytes(most_bytes), "all": _megabytes(TOTAL * most_bytes), "files": f"{MOST_FILES:,}"}
    said = escape_html(texts("intake.rules", **sizes))
    refusals = "".join(
        f' data-{why}="{escape_html(_why(why, "{name}", texts, most_bytes))}"'
        for why in ("kind", "large", "total", "many")
    )
    return (
        f'<p class="pq-note pq-intake-rules" data-suffixes="{escape_html(" ".join(suffixes))}"'
        f' data-bytes="{most_bytes}" data-all="{TOTAL * most_bytes}" data-files="{MOST_FILES}"{refusals}>{said}</p>'
        '<p class="pq-intake-refused"></p>'
    )


def _item(one: Outcome, texts: Texts, most_bytes: int) -> str:
    kind = "pq-trouble" if one.fate in _TROUBLE else "pq-fine"
    if one.fate in _REFUSED:
        words = escape_html(_why(one.fate, one.name, texts, most_bytes))
        return f'<li class="{kind}"><bdi>{words}</bdi></li>'
    fate = escape_html(texts(f"intake.fate_{one.fate}"))
    name = f" <bdi>{escape_html(one.name)}</bdi>" if one.name else ""
    said = told(one.reason, texts) if one.fate in _UNREAD else one.reason
    reason = f'<span class="pq-reason"><bdi>{escape_html(said)}</bdi></span>' if said else ""
    return f'<li class="{kind}"><strong>{fate}</strong>{name}{reason}</li>'


def _why(refusal: str, name: str, texts: Texts, most_bytes: int) -> str:
    most, everything = _megabytes(most_bytes), _megabytes(TOTAL * most_bytes)
    values: dict[str, dict[str, str]] = {
        "kind": {"name": name},
        "large": {"name": name, "most": most},
        "twice": {"name": name},
        "total": {"all": everything},
        "many": {"files": f"{MOST_FILES:,}"},
    }
    return texts(f"intake.refused_{refusal}", **values[refusal])


def _megabytes(count: int) -> str:
    return f"{count / 2**20:,.0f} MB" if count >= 2**20 else f"{count / 2**10:,.0f} kB"
