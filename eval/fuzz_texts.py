"""What holds for every text: nothing lost, spans disjoint and in order, limits kept."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from eval.fuzz_targets import inner
from index import Document, parse_document, sentence_spans, split_sections

_SOURCES = ("a.txt", "b/a.md", "a.docx")
_PROSE_PATH = 80  # headings above one another; no numbering goes as deep


def held(holds: object, what: str) -> None:
    """Raises AssertionError where something does not hold, also in a Python that leaves out `assert`."""
    if not holds:
        raise AssertionError(what)


def check_decode(data: bytes) -> None:
    """Any bytes are a text that can be stored, or are refused."""
    inner("index.decoding:decode")(data).encode("utf-8")


def check_document(data: bytes) -> None:
    """Only line ends and one BOM change; what is read out of the text can be stored and shown."""
    text, source = data[1:].decode("utf-8", "replace"), _SOURCES[data[0] % 2 if data else 0]
    document = parse_document(text, source)
    held(document.text == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), "text is altered")
    check_facts(document)


def check_facts(document: Document) -> None:
    """Title, reference and the like: one line each, of a bounded length, and dates in their order."""
    held(0 <= document.body_start <= len(document.text), "the body begins outside the text")
    held(document.title.strip(), "the title is blank")
    for fact in (document.title, document.reference or "", document.issuer or "", *document.repeals):
        fact.encode("utf-8")
        held("\n" not in fact, f"a fact has two lines: {fact!r}")
    held(all(line.strip() for line in (*document.repeals, *document.replaces)), "a blank document is repealed")


def check_sections(data: bytes) -> None:
    """Sections of a text with headings by style, pages and without."""
    document = _styled(data)
    end = document.body_start
    for section in split_sections(document):
        held(section.document_id == document.id, "a section of another document")
        held(end <= section.start < section.end <= len(document.text), "a section is out of order")
        held(not document.text[end : section.start].strip(), "text is lost before a section")
        held(
            section.end - section.start == len(document.text[section.start : section.end].strip()), "outer white space"
        )
        held(all(line and line == line.strip() and "\n" not in line for line in section.path), "an odd heading")
        held(len(section.path) <= _PROSE_PATH, "headings pile up")
        end = section.end
    held(not document.text[end:].strip(), "text is lost behind the last section")


def check_chunks(data: bytes) -> None:
    """Chunks, what is embedded of them, and their sentences; limits chosen by the input."""
    rng = Random(data)
    limits = rng.choice((64, 100, 500)), rng.choice((20, 60, 300))
    check_cut(_styled(data), *limits)


def check_cut(document: Document, max_tokens: int = 500, max_chars: int = 300) -> None:
    """Cuts a document into sections, chunks and sentences and holds what must hold for each."""
    text = document.text
    chunks = inner("index.chunks:chunk_document")(document, split_sections(document), _tokens, max_tokens, max_chars)
    end = document.body_start
    for chunk in chunks:
        held(end <= chunk.start < chunk.end, "chunks overlap")
        held(not text[end : chunk.start].strip(), "text is lost before a chunk")
        held(chunk.text == chunk.text.strip() != "", "a chunk with outer white space")
        held(chunk.end - chunk.start <= max_chars, "a chunk is too long")
        end = chunk.end
    held(not text[end:].strip(), "text is lost behind the last chunk")
    held(len({chunk.id for chunk in chunks}) == len(chunks), "two chunks of one id")
    passages = inner("index.chunks:passage_texts")(chunks, _tokens, max_tokens)
    held(all(one.endswith(chunk.text) for one, chunk in zip(passages, chunks, strict=True)), "another passage")
    held(all(count <= max_tokens for count in _tokens(passages)), "a passage is too long for the model")
    for chunk in chunks:
        spans = sentence_spans(chunk)
        held(spans, "a chunk without a sentence")
        held(all(chunk.start <= start < stop <= chunk.end for start, stop in spans), "a sentence outside its chunk")
        held(all(one[1] <= other[0] for one, other in pairwise(spans)), "sentences overlap")


def _styled(data: bytes) -> Document:
    """A document of the text, of which some lines are headings by style and some begin pages, as the bytes choose."""
    text = data.decode("utf-8", "replace")
    rng = Random(data)
    document = parse_document(text, rng.choice(_SOURCES))
    starts = [0, *(at + 1 for at, c in enumerate(document.text) if c == "\n")]
    lines = [at for at in starts if document.text[at : at + 1].strip()]
    if rng.random() < 0.4 or not lines:
        return document
    chosen = sorted(rng.sample(lines, rng.randint(0, len(lines))))
    headings = tuple((at, rng.choice((1, 1, 2, 2, 3, 4, 6, 9))) for at in chosen)
    return replace(document, headings=headings, pages=tuple(sorted(rng.choices(starts, k=3))))


def _tokens(texts: Sequence[str]) -> list[int]:
    return [len(text) * 7 // 10 + 1 for text in texts]
