"""A question and its answer as the page keeps them: in the browser, so that whatever comes back is checked."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from index import Chunk
from qa.answer import Answer, Citation
from qa.page import checked
from qa.page.export import as_markdown, as_text

RELATED = 5
"""Passages kept with a declined answer."""

STATUSES = ("in_force", "not_yet", "expired", "repealed", "superseded")
"""Those of `index.Validity`."""

REFUSED = "refused"
"""The `reason` of a turn that got no answer at all, not even a declined one: its text says why."""

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A cited or related passage: where it stands (code points, half-open) and what the reader is told of it.

    `number` is 0 for a passage that is only related; `quote` is what is cited of it, or its beginning. `page` counts
    from 1, None without pages. `status` is that of the document when it was cited ("" for a related passage), `since`
    the ISO date of it, where it is known.
    """

    number: int
    document_id: str
    start: int
    end: int
    title: str
    path: tuple[str, ...]
    quote: str
    source: str
    reference: str | None
    issuer: str | None
    issued: str | None
    notice: str | None
    page: int | None = None
    status: str = ""
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what was said to it; `understood` where it was read as a follow-up.

    `as_text` and `as_markdown` are the whole with its citations, to be copied; `generation` names the index. `warnings`
    are sentences about cited documents that are not in force.
    """

    question: str
    understood: str | None
    answered: bool
    reason: str | None
    confidence: float
    headline: str
    text: str
    short: tuple[str, ...]
    sources: tuple[Source, ...]
    as_text: str = ""
    as_markdown: str = ""
    generation: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def citations(self) -> tuple[Source, ...]:
        """The sources that prove the answer; those of a declined one prove nothing."""
        return tuple(source for source in self.sources if source.number)

    @property
    def refused(self) -> bool:
        """Whether the question was not even looked for, since a limit left nothing or something failed."""
        return self.reason == REFUSED

    def to_json(self) -> dict[str, Any]:
        """Plain data for the browser's store; `from_json` reads it."""
        return asdict(self)

    def asked(self) -> dict[str, Any]:
        """What `qa.ask` takes as a turn of `history`."""
        citations = [{"path": list(source.path), "title": source.title} for source in self.citations]
        return {"question": self.question, "short": list(self.short), "citations": citations}

    def judged(self) -> dict[str, Any]:
        """What feedback keeps of the turn."""
        citations = [
            {name: getattr(one, name) for name in ("document_id", "source", "start", "end", "quote")}
            for one in self.citations
        ]
        kept = ("question", "understood", "answered", "text", "short", "confidence", "reason")
        return {**{name: getattr(self, name) for name in kept}, "citations": citations}


def turn_of(answer: Answer, generation: str = "") -> Turn:
    """What the page keeps of an answer; `generation` names the index that gave it."""
    cited = [_cited(one) for one in answer.citations]
    related = [] if cited else [_source(0, hit.chunk, hit.chunk.start, hit.chunk.end) for hit in answer.hits[:RELATED]]
    return Turn(
        question=_kept(answer.question),
        understood=_kept(answer.understood) if answer.understood else None,
        answered=answer.answered,
        reason=answer.reason,
        confidence=answer.confidence,
        headline=_kept(answer.headline),
        text=_kept(answer.text),
        short=answer.short,
        sources=(*cited, *related),
        as_text=_kept(as_text(answer)),
        as_markdown=_kept(as_markdown(answer)),
        generation=generation,
        warnings=tuple(map(_kept, answer.warnings)),
    )


def refused_turn(question: str, why: str) -> Turn:
    """A question that was not answered, and the sentence that says why."""
    return Turn(_kept(question), None, False, REFUSED, 0.0, "", _kept(why), (), ())


def from_json(value: object) -> Turn | None:
    """The turn that `to_json` wrote, None for anything else: a browser's store can be written by its owner."""
    try:
        row = checked.mapping(value)
        sources = tuple(_read_source(checked.mapping(one)) for one in checked.rows(row["sources"]))
        return Turn(
            question=checked.text(row["question"]),
            understood=checked.text_or_none(row["understood"]),
            answered=row["answered"] is True,
            reason=checked.text_or_none(row["reason"]),
            confidence=checked.share(row["confidence"]),
            headline=checked.text(row["headline"]),
            text=checked.text(row["text"]),
            short=tuple(map(checked.text, checked.rows(row["short"]))),
            sources=sources,
            as_text=checked.text(row["as_text"]),
            as_markdown=checked.text(row["as_markdown"]),
            generation=checked.text(row["generation"]),
            warnings=tuple(map(checked.text, checked.rows(row.get("warnings", ())))),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _kept(text: str) -> str:
    """As much of it as is taken back, without what UTF-8 has no form for: neither could be sent or read."""
    return _SURROGATE.sub("\ufffd", text[: checked.LONGEST])


def _cited(citation: Citation) -> Source:
    since = citation.validity.since
    return replace(
        _source(citation.number, citation.chunk, citation.start, citation.end),
        status=citation.validity.status,
        since=since.isoformat() if since else None,
    )


def _source(number: int, chunk: Chunk, start: int, end: int) -> Source:
    document = chunk.document
    return Source(
        number=number,
        document_id=document.id,
        start=start,
        end=end,
        title=document.title,
        path=chunk.path[1:] if chunk.path[:1] == (document.title,) else chunk.path,
        quote=document.text[start:end],
        source=document.sources[0],
        reference=document.reference,
        issuer=document.issuer,
        issued=document.issued.isoformat() if document.issued else None,
        notice=document.notice,
        page=document.page(start),
    )


def _read_source(row: Mapping[str, Any]) -> Source:
    return Source(
        number=checked.whole(row["number"]),
        document_id=checked.identifier(row["document_id"]),
        start=checked.whole(row["start"]),
        end=checked.whole(row["end"]),
        title=checked.text(row["title"]),
        path=tuple(map(checked.text, checked.rows(row["path"]))),
        quote=checked.text(row["quote"]),
        source=checked.text(row["source"]),
        reference=checked.text_or_none(row["reference"]),
        issuer=checked.text_or_none(row["issuer"]),
        issued=checked.text_or_none(row["issued"]),
        notice=checked.text_or_none(row["notice"]),
        # A conversation kept before there were these has none.
        page=checked.whole(row["page"]) if row.get("page") is not None else None,
        status=_status(row.get("status", "")),
        since=checked.text_or_none(row.get("since")),
    )


def _status(value: object) -> str:
    status = checked.text(value)
    if status not in ("", *STATUSES):
        raise ValueError("no status")
    return status
