"""What to ask next: questions made of what stands near an answer's sources, each of which the documents answer."""

from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

from index import Index, fold
from qa.answer import Answer
from qa.ask import ask
from qa.render import to_json
from qa.suggest_candidates import Candidate, candidates

ASKS = 3
"""The most questions that are asked to see whether they are answered: each takes as long as an answer."""
LOOKED_AT = 9
"""The most that are searched for before that, which takes a tenth of the time."""


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


def is_answered(one: Candidate, answer: Answer, index: Index, filters: Mapping[str, Any] | None = None) -> bool:
    """Whether the question, asked after `answer`, is answered from its passage with something not quoted before."""
    said = to_json(answer)
    turn = {key: said[key] for key in ("question", "short", "citations")}
    reply = ask(one.question, index, history=[turn], filters=filters)
    quoted = [(old.chunk.document.id, old.start, old.end) for old in answer.citations]
    new = [
        cited
        for cited in reply.citations
        if not any(of == cited.chunk.document.id and s < cited.end and cited.start < e for of, s, e in quoted)
    ]
    return bool(new) and reply.understood is None and any(cited.chunk.id == one.chunk.id for cited in reply.citations)


def _folded(question: str) -> str:
    return "".join(filter(str.isalnum, fold(question)))
