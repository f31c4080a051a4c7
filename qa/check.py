"""The self-check before an answer is shown: nothing in it that its quotes do not bear, no citation too many."""

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from index import figures, fold
from qa.answer import Answer, Citation
from qa.log import log_unproved

Computed = Callable[[str, str], bool]

_MARKER = re.compile(r"\[(\d{1,3})\]")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?%?|\d+(?:\.\d+)?%?")
_SHOWN = re.compile(rf"({_NUMBER.pattern})(\s?(?:thousand|million|billion|trillion)\b|[百千]?[万亿])?", re.IGNORECASE)
_OPENING, _CLOSING = '“「『«„"', '”」』»“"'
_QUOTED = re.compile(r"[“「『«„]([^“”「」『』«»„]+)[”」』»]\s?\[(\d{1,3})\]")
_NO_MARKER = 0


def problems(answer: Answer, computed: Computed, given: Iterable[str] = ()) -> tuple[str, ...]:
    """What the answer says without proof, a sentence for each; empty when it may be shown.

    Every number in figures outside quotes and markers must stand in a quote, in one of the texts `given` (titles and
    counts that the caller vouches for), or be computed from a quote: `computed(quote, shown)`, where `shown` has the
    scale behind the number ("72.2 million"). Numbers in words are not looked at.
    """
    return tuple(_problems(answer, computed, tuple(given)))


def passed(answer: Answer, computed: Computed, given: Iterable[str] = ()) -> bool:
    """Whether an answer has no problems; those it has are logged (`qa.log`)."""
    found = problems(answer, computed, given)
    for problem in found:
        log_unproved(answer.question, problem)
    return not found


def dropped(answer: Answer, needed: Collection[int] = ()) -> Answer:
    """The answer without the citations that it does not change to take away, numbered anew from 1.

    Taken away are those with no marker in the text, and those whose quote is, folded, part of another's of the same
    document: their markers become the other's, and a line that only quotes them goes. The numbers in `needed` stay,
    and so does what alone holds a short answer exactly. An answer with nothing to take away is returned as it is.
    """
    stand_in = _stand_ins(answer, needed)
    kept = [citation for citation in answer.citations if citation.number not in stand_in]
    if not stand_in or not kept:
        return answer
    numbers = {citation.number: number for number, citation in enumerate(kept, 1)}
    numbers |= {number: numbers[other] for number, other in stand_in.items() if other}
    gone = [citation for citation in answer.citations if citation.number in stand_in]
    text, headline = (_renumbered(part, numbers, gone, answer) for part in (answer.text, answer.headline))
    citations = tuple(replace(citation, number=numbers[citation.number]) for citation in kept)
    return replace(answer, text=text, headline=headline, citations=citations)


def _problems(answer: Answer, computed: Computed, given: Sequence[str]) -> Iterator[str]:
    if not (math.isfinite(answer.confidence) and 0 <= answer.confidence <= 1):
        yield f"the confidence {answer.confidence} is not between 0 and 1"
    quotes = {citation.number: citation.quote for citation in answer.citations}
    yield from _false_citations(answer.citations)
    yield from _false_markers(answer.text, quotes)
    for short in answer.short:
        if not short or not any(short in quote for quote in quotes.values()):
            yield f"the short answer {short!r} stands in no quote"
    if answer.answered:
        own = _without_quotes(answer.text, quotes.values())
        for words, number in _QUOTED.findall(own):
            if words not in quotes.get(int(number), ""):
                yield f"{words!r} does not stand in the quote [{number}]"
        for shown in _unproved(own, tuple(quotes.values()), computed, given):
            yield f"the number {shown!r} stands in no quote and is computed from none"


def _false_citations(citations: Sequence[Citation]) -> Iterator[str]:
    for place, citation in enumerate(citations, 1):
        chunk, text = citation.chunk, citation.chunk.document.text
        if citation.number != place:
            yield f"the citation in place {place} has the number {citation.number}"
        if not 0 <= chunk.start <= citation.start < citation.end <= chunk.end <= len(text):
            yield f"the quote [{citation.number}] is no slice of its passage"
        elif not citation.quote.strip():
            yield f"the quote [{citation.number}] is blank"


def _false_markers(text: str, quotes: Mapping[int, str]) -> Iterator[str]:
    marked = set(map(int, _MARKER.findall(_without_quotes(text, quotes.values()))))
    for number in sorted(marked - quotes.keys()):
        yield f"the marker [{number}] has no citation"
    for number in sorted(quotes.keys() - marked):
        yield f"the citation [{number}] has no marker in the text"


def _without_quotes(text: str, quotes: Iterable[str]) -> str:
    """The text without the quotes that stand in quotation marks in it, the marks included."""
    return " ".join(_parts(text, quotes)[::2])


def _parts(text: str, quotes: Iterable[str]) -> list[str]:
    """Our own words and, between them, the quotes that stand in quotation marks; every other part is one."""
    either = "|".join(map(_shown_quote, sorted(set(quotes), key=len, reverse=True)))
    return re.split(f"({either})", text) if either else [text]


def _shown_quote(quote: str) -> str:
    return rf"[{_OPENING}]{re.escape(quote)}[{_CLOSING}]"


def _unproved(own: str, quotes: Sequence[str], computed: Computed, given: Sequence[str]) -> Iterator[str]:
    """The numbers of our own words that nothing bears, each once."""
    words = unicodedata.normalize("NFKC", _MARKER.sub(" ", own))
    for number, scale in dict.fromkeys(_SHOWN.findall(words)):
        shown = number + scale
        stands = any(_stands(number, scale.strip(), text) for text in (*quotes, *given))
        if not stands and not any(computed(quote, shown) for quote in quotes):
            yield shown


def _stands(number: str, scale: str, text: str) -> bool:
    """Whether a number stands in a text, in figures or as a numeral, with its scale and percent sign."""
    plain = {_bare(figure) + behind for figure, behind in _SHOWN.findall(figures(fold(text)))}
    plain = {figure.replace(" ", "") for figure in plain}
    wanted = _bare(number) + scale.casefold()
    return wanted in plain or (not scale and "%" not in number and any(wanted == _unscaled(one) for one in plain))


def _bare(number: str) -> str:
    """Figures without commas and leading noughts: 07 is 7."""
    return re.sub(r"^0+(?=\d)", "", number.replace(",", ""))


def _unscaled(number: str) -> str:
    # "30" of "30%" is shown where the words say percent; "20" of "20亿" is another number.
    return number.rstrip("%")


def _stand_ins(answer: Answer, needed: Collection[int]) -> dict[int, int]:
    """Number of each citation to take away -> that of the one that says the same, `_NO_MARKER` where none must."""
    marked = set(map(int, _MARKER.findall(_without_quotes(answer.text, (c.quote for c in answer.citations)))))
    by_length = sorted(answer.citations, key=lambda one: (one.number not in needed, -len(fold(one.quote)), one.number))
    kept: list[Citation] = []
    found: dict[int, int] = {}
    for citation in by_length:
        same = next((other for other in kept if _within(citation, other, answer.text)), None)
        if citation.number in needed or not (same or citation.number not in marked):
            kept.append(citation)
        else:
            found[citation.number] = same.number if same else _NO_MARKER
    for citation in by_length:
        proved = [other.quote for other in kept]
        alone = any(s in citation.quote and not any(s in quote for quote in proved) for s in answer.short)
        if citation.number in found and alone:
            del found[citation.number]
            kept.append(citation)
    return found


def _within(citation: Citation, other: Citation, text: str) -> bool:
    """Whether another citation of the document says the same; where its characters differ, as the text shows."""
    if citation.chunk.document.id != other.chunk.document.id:
        return False
    alike = fold(citation.quote) in fold(other.quote) and re.search(_shown_quote(other.quote), text) is not None
    return citation.quote in other.quote or alike


def _renumbered(text: str, numbers: Mapping[int, int], gone: Sequence[Citation], answer: Answer) -> str:
    for citation in gone:
        line = rf"(?:^|\n){_shown_quote(citation.quote)}[ \t]?\[{citation.number}\](?=\n|$)"
        instead = [
            one.quote
            for one in answer.citations
            if one not in gone and numbers[one.number] == numbers.get(citation.number)
        ]
        left = re.sub(line, "", answer.text)
        if any(re.search(_shown_quote(quote), left) for quote in instead):
            text = re.sub(line, "", text).removeprefix("\n")
    parts = _parts(text, (citation.quote for citation in answer.citations))
    parts[::2] = [_marked_anew(own, numbers) for own in parts[::2]]
    return "".join(parts)


def _marked_anew(own: str, numbers: Mapping[int, int]) -> str:
    anew = _MARKER.sub(lambda marker: f"[{numbers.get(int(marker[1]), marker[1])}]", own)
    return re.sub(r"(\[\d{1,3}\])(?:[ \t]*\1)+", r"\1", anew)
