"""What holds for every document: no visible character is lost, spans are disjoint and in order, limits are kept."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.chunks import CountTokens, chunk_document, passage_texts
from index.documents import READABLE, Document, decode, parse_document
from index.errors import UnreadableError
from index.frontmatter import front_matter
from index.sections import split_sections

QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = st.sampled_from(
    [
        *("一、", "(一)", "（二）", "1.", "2．", "（1）", "(3)", "①", "第一章", "第二条", "第三节", "建议一、", "一是"),
        *(
            "二是",
            "——",
            "附件1",
            "#",
            "##",
            "```",
            "---",
            "1.1",
            "各位代表",
            "key: value",
            "牵头",
            "联系人\n",
            "😀",
            "a",
        ),
        *(
            "\n",
            "\u3000",
            "\u3000\u3000",
            "\t",
            "。",
            "；",
            "，",
            "：",
            "、",
            "（",
            "）",
            "(",
            ")",
            "〔",
            "〕",
            "“",
            "”",
        ),
        *("《", "》", "！", "？", "\r\n", "\r", "\u2028", "\x0c", "\u200b", "\ufeff", "\ue000", "\ue001", " "),
        "\n\n",
        "江口市园林局\n2021年3月4日\n",
        "公园免费开放",
        "修整步道。",
        "有情形之一的，" * 40,
        "免费" * 200,
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=80).map("".join))
SOURCES = st.sampled_from(["a.txt", "b/a.md"])
COUNTERS = st.sampled_from(
    [
        lambda texts: [len(text) for text in texts],
        lambda texts: [len(text.encode("utf-8")) for text in texts],
        lambda texts: [len(text) // 2 + 1 for text in texts],
        lambda texts: [len(text.split()) + sum(c > "\u2e80" for c in text) for text in texts],
    ]
)


def cheap(texts: Sequence[str]) -> list[int]:
    return [len(text) * 7 // 10 + 1 for text in texts]


def check(document: Document, max_tokens: int, count: CountTokens = cheap, max_chars: int = 300) -> None:
    text = document.text
    sections = split_sections(document)
    end = document.body_start
    for section in sections:
        assert section.document_id == document.id
        assert end <= section.start < section.end <= len(text)
        assert not text[end : section.start].strip()
        assert all(heading and heading == heading.strip() and "\n" not in heading for heading in section.path)
        end = section.end
    assert not text[end:].strip()

    chunks = chunk_document(document, sections, count, max_tokens, max_chars)
    end = document.body_start
    for chunk in chunks:
        assert end <= chunk.start < chunk.end
        assert not text[end : chunk.start].strip()
        assert chunk.text == text[chunk.start : chunk.end] == chunk.text.strip()
        assert chunk.end - chunk.start <= max_chars
        end = chunk.end
    assert not text[end:].strip()
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    passages = passage_texts(chunks, count, max_tokens)
    assert all(passage.endswith(chunk.text) for passage, chunk in zip(passages, chunks, strict=True))
    assert all(tokens <= max_tokens for tokens in (count(passages) if passages else []))


@QUICK
@given(TEXTS, SOURCES, COUNTERS, st.sampled_from([64, 100, 512]), st.sampled_from([20, 300]))
def test_any_text_is_cut_without_loss(
    text: str, source: str, counter: CountTokens, max_tokens: int, max_chars: int
) -> None:
    check(parse_document(text, source), max_tokens, counter, max_chars)


@QUICK
@given(TEXTS)
def test_only_line_ends_and_one_bom_change(text: str) -> None:
    document = parse_document(text, "a.txt")
    assert document.text == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@QUICK
@given(TEXTS)
def test_front_matter_ends_within_the_text(text: str) -> None:
    for candidate in (text, "---\n" + text, "---\ntitle: 公园\n" + text):
        fields, behind = front_matter(candidate)
        assert 0 <= behind <= len(candidate)
        assert bool(fields) == bool(behind)


@QUICK
@given(st.text(min_size=1, max_size=200), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_what_is_marked_or_utf8_decodes_to_itself(text: str, encoding: str) -> None:
    printable = "".join(c for c in text if c.isprintable() or c in "\n\t") or "公园"
    text = printable.removeprefix("\ufeff") or "公园"
    assert decode(text.encode(encoding)) == text


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(UnreadableError):
        decode(data).encode("utf-8")


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.slow)])
def test_documents_beside_the_checkout_keep_the_invariants(every: int) -> None:
    """One of twelve in `make test`: cutting all takes as long as a tenth of the tests."""
    shared = Path(__file__).resolve().parents[2] / "shared"
    files = sorted(
        file
        for folder in (shared / "bench" / "policy_docs", shared / "corpus")
        for file in folder.rglob("*")
        if file.suffix in READABLE
    )
    if not files:
        pytest.skip("there are no documents beside this checkout")
    for file in files[::every]:
        document = parse_document(decode(file.read_bytes()), file.name)
        check(document, 500)
        assert document.title.strip()
