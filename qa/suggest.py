"""What to ask next: questions made of what stands near an answer's sources, each of which the documents answer."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain, islice, zip_longest
from typing import Any

from index import Chunk, Index, fold
from qa.answer import Answer
from qa.ask import ask
from qa.knowledge import knowledge_of
from qa.language import language_of
from qa.render import to_json
from qa.suggest_candidates import Asker, Candidate, is_verb

ASKS = 3
"""The most questions that are asked to see whether they are answered: each takes as long as an answer."""
LOOKED_AT = 9
"""The most that are searched for before that, which takes a tenth of the time."""
NEAR = 4
"""Passages before and behind a source in which something to ask is looked for."""


def suggestions(
    answer: Answer,
    index: Index,
    count: int = 3,
    filters: Mapping[str, Any] | None = None,
    earlier: Collection[str] = (),
) -> list[str]:
    """At most `count` questions in the asker's language that the documents answer, from what stands near the sources.

    For a declined answer, near the passages found. Each was asked of `index` with the same `filters` (those of `ask`):
    it is answered, understood without what came before, and cites the passage that it was made of and something not
    quoted yet. None of `earlier` is asked again. Searches at most LOOKED_AT times and asks ASKS times; raises what
    `ask` raises. A language without messages of its own has English ones.
    """
    told: list[str] = []
    used: set[str] = set()
    over = {_folded(one) for one in (answer.question, *earlier)}
    asks = 0
    for one in islice(candidates(answer, index), LOOKED_AT):
        if len(told) == count or asks == ASKS:
            break
        if one.chunk.id in used or _folded(one.question) in over:
            continue
        found = index.search(one.question, 1, filters)
        if found and found[0].chunk.id == one.chunk.id:
            asks += 1
            if is_answered(one, answer, index, filters):
                told.append(one.question)
                used.add(one.chunk.id)
    return told


def candidates(answer: Answer, index: Index) -> Iterator[Candidate]:
    """Questions of each kind in turn, those of the nearest passages first; none is tried yet."""
    near = list(_near(answer, index))
    if not near:
        return
    known = knowledge_of(index)
    text = fold("\n".join("\n".join((*chunk.path, chunk.text)) for chunk in near))
    there = [
        one for one in known.glossary.entries if len(one.chinese) > 1 and fold(one.chinese) in text and not is_verb(one)
    ]
    asker = Asker(
        index,
        known,
        language_of(answer.question),
        tuple(sorted(there, key=lambda one: -len(one.chinese))),
        tuple((one.chunk.document.id, one.start, one.end) for one in answer.citations),
    )
    kinds: Sequence[Callable[[Chunk], Iterator[Candidate]]] = (
        asker.duties,
        asker.figures,
        asker.headings,
        asker.dates,
        asker.series,
        asker.bodies,
    )
    rounds = zip_longest(*(chain.from_iterable(map(kind, near)) for kind in kinds))
    seen: set[str] = set()
    for one in chain.from_iterable(rounds):
        if one and one.question not in seen:
            seen.add(one.question)
            yield one


def is_answered(one: Candidate, answer: Answer, index: Index, filters: Mapping[str, Any] | None = None) -> bool:
    """Whether the question, asked after `answer`, is answered from its place with something not quoted before."""
    said = to_json(answer)
    turn = {key: said[key] for key in ("question", "short", "citations")}
    reply = ask(one.question, index, history=[turn], filters=filters)
    quoted = [(old.chunk.document.id, old.start, old.end) for old in answer.citations]
    return reply.understood is None and any(
        cited.chunk.id == one.chunk.id
        and (cited.start < one.end and one.start < cited.end)
        and not any(of == cited.chunk.document.id and s < cited.end and cited.start < e for of, s, e in quoted)
        for cited in reply.citations
    )


def _near(answer: Answer, index: Index) -> Iterator[Chunk]:
    """The passages cited and those around them in their documents, same section first; else the passages found."""
    at = {chunk.id: row for row, chunk in enumerate(index.chunks)}
    if not answer.citations:
        yield from (index.chunks[at[hit.chunk.id]] for hit in answer.hits if hit.chunk.id in at)
        return
    rows = dict.fromkeys(at[one.chunk.id] for one in answer.citations if one.chunk.id in at)
    around: dict[int, tuple[bool, int]] = {}
    for row in rows:
        source = index.chunks[row]
        for other in range(max(0, row - NEAR), min(len(index.chunks), row + NEAR + 1)):
            chunk = index.chunks[other]
            if chunk.document.id == source.document.id:
                rank = (chunk.path[:-1] != source.path[:-1], abs(other - row))
                around[other] = min(rank, around.get(other, rank))
    yield from (index.chunks[row] for row in sorted(around, key=lambda row: around[row]))


def _folded(question: str) -> str:
    return "".join(filter(str.isalnum, fold(question)))
