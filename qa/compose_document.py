"""What a document says of itself: which document is meant, and an answer of the lines that state it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from index import Chunk, Document, Hit, fold
from qa.dates import dates
from qa.document_facts import Place, stated
from qa.document_nouns import Fact
from qa.document_question import Wanted, read_document_question
from qa.document_target import LOOKED_AT, bare, lacks_subject, target
from qa.knowledge import Knowledge
from qa.messages import listed, message
from qa.romanise import romanised
from qa.sheet import Sheet
from qa.shown import about, shown

__all__ = ["Wanted", "document_fact", "is_unstated", "read_document_question", "target", "write_document"]

LONGEST_QUOTE = 200
"""Characters; of a longer sentence only the fact itself is quoted."""
_SHORT = 3
"""Characters of a name that other words hold too often."""


def document_fact(wanted: Wanted, document: Document) -> Place | None:
    """The exact characters of `document.text` that state the first fact wanted; None when they stand nowhere."""
    found = stated(wanted.facts[0], document)
    return (found.start, found.end) if found else None


def write_document(
    sheet: Sheet, question: str, hits: Sequence[Hit], known: Knowledge, documents: Sequence[Document] = ()
) -> bool:
    """The facts asked for, each as it stands in the document meant, then the lines they stand in.

    False, with nothing written, when the question asks for something else, leaves open which document is meant, or one
    of the facts stands nowhere in its passages. `hits` are those of the question, best first, `documents` all that it
    may be answered from; without them those of the first five hits.
    """
    wanted = read_document_question(question)
    document = _meant(question, hits, known, documents) if wanted else None
    if wanted is None or document is None:
        return False
    found = [(fact, cited) for fact in wanted.facts if (cited := _cited(fact, document, known))]
    if len(found) < len(wanted.facts):
        return False
    words = [_shown(fact, document, place, sheet, known) for fact, (_, place, _) in found]
    quotes = dict.fromkeys((chunk, *quote) for _, (chunk, _, quote) in found)
    markers = dict.fromkeys(sheet.cite(*quote) for quote in quotes)
    sheet.lines.append(f"{listed(words, sheet.language)} {''.join(markers)}")
    sheet.headed = 1
    sheet.short.extend(document.text[slice(*place)] for _, (_, place, _) in found)
    for one in quotes:
        sheet.quote(*one)
    return True


def states_fact(question: str, hits: Sequence[Hit], known: Knowledge, documents: Sequence[Document]) -> bool:
    """Whether a question asks one document for facts that it states."""
    return write_document(Sheet("en"), question, hits, known, documents)


def is_unstated(question: str, hits: Sequence[Hit], known: Knowledge, documents: Sequence[Document] = ()) -> bool:
    """Whether a question asks one document for a fact that stands nowhere in it: no other passage can answer then."""
    if documents and lacks_subject(question, documents):
        return True
    wanted = read_document_question(question)
    document = _meant(question, hits, known, documents) if wanted else None
    if wanted is None or document is None:
        return False
    return not all(fact == "effective" or stated(fact, document) for fact in wanted.facts)


def _meant(question: str, hits: Sequence[Hit], known: Knowledge, documents: Sequence[Document]) -> Document | None:
    found = {hit.chunk.document.id: hit.chunk.document for hit in hits[:LOOKED_AT]}
    return target(question, hits, documents or list(found.values()), _chinese_names(question, known))


def _cited(fact: Fact, document: Document, known: Knowledge) -> tuple[Chunk, Place, Place] | None:
    """The passage, the characters that state the fact, and those to quote."""
    found = stated(fact, document)
    chunk = known.passages.holding(document.id, found.start, found.end) if found else None
    if found is None or chunk is None:
        return None
    place = (found.start, found.end)
    quote = found.quote or known.passages.sentences(chunk, *place)
    fits = chunk.start <= quote[0] and quote[1] <= chunk.end and quote[1] - quote[0] <= LONGEST_QUOTE
    return chunk, place, quote if fits else place


def _shown(fact: Fact, document: Document, place: Place, sheet: Sheet, known: Knowledge) -> str:
    text = " ".join(document.text[slice(*place)].split())
    if fact in {"issued", "effective", "expires"} and dates(document.text, *place):
        return shown(document, [place], sheet.language, known.names)
    if fact in {"contact", "addressee"} and sheet.language not in {"zh", "zh-Hant", "ja"}:
        person = romanised(bare(text))
        if person:
            return message("name", sheet.language, name=person, original=text)
    if fact in {"issuer", "addressee"}:
        return known.names.with_names(text, sheet.language, about(document))
    return text


def _chinese_names(question: str, known: Knowledge) -> str:
    """What a question names in another language, in Chinese."""
    said = _joined(question)
    return " ".join(
        entry.chinese
        for entry in known.glossary.entries
        if any(len(name) > _SHORT and _joined(name) in said for names in entry.names.values() for name in names)
    )


@lru_cache(maxsize=20_000)
def _joined(text: str) -> str:
    return re.sub(r"[\s'’-]", "", fold(text))
