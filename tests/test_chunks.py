"""Sections -> chunks: where text is cut and where it is not, and what is embedded."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.chunks import Chunk, chunk_document, passage_text, passage_texts
from index.documents import parse_document, read_documents
from index.errors import UsageError
from index.sections import split_sections


def by_characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def cut(text: str, source: str = "a.txt", max_tokens: int = 1000, max_chars: int = 300) -> tuple[Chunk, ...]:
    document = parse_document(text, source)
    return chunk_document(document, split_sections(document), by_characters, max_tokens, max_chars)


def test_a_short_section_is_one_chunk() -> None:
    (chunk,) = cut("一、任务\n种树。\n\n")
    assert (chunk.text, chunk.path, chunk.start, chunk.end) == ("一、任务\n种树。", ("一、任务",), 0, 8)
    assert len(chunk.id) == 16


def test_ids_differ_by_document_and_span() -> None:
    one, other = cut("一、任务\n种树。"), cut("一、任务\n种草。")
    assert one[0].id == cut("一、任务\n种树。", "b.txt")[0].id != other[0].id


def test_a_long_section_is_cut_at_sentence_ends_into_even_pieces() -> None:
    text = "一、任务\n" + "".join(
        f"第{n}座公园位于江边，四季开放，" + "有步道和长椅。" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"
    )
    chunks = cut(text)
    assert len(chunks) == -(-len(text) // 300)
    assert all(chunk.text.endswith("。") for chunk in chunks)
    assert all(chunk.path == ("一、任务",) for chunk in chunks)
    lengths = [len(chunk.text) for chunk in chunks]
    assert max(lengths) - min(lengths) < 60
    assert chunks[0].text.startswith("一、任务\n第甲座")


def test_a_sentence_end_inside_quotation_marks_takes_the_mark_along() -> None:
    text = "他说：“公园真好。”" * 60
    assert all(chunk.text.endswith("”") for chunk in cut(text))


def test_the_heading_is_not_left_alone() -> None:
    text = "一、公园建设的主要任务和责任分工\n" + "公园要多种树木，" * 30 + "好。\n" + "草要青，" * 60 + "好。"
    assert all(len(chunk.text) > 60 for chunk in cut(text))


RESPONSIBLE = [
    "(市园林局牵头,市水务局配合)",
    "（市园林局牵头，市水务局、各区政府（含新区管委会，下同）配合）",
    "〔市园林局牵头,各区政府(含新区管委会,下同)配合〕",
    "（责任单位：市园林局）",
]


@pytest.mark.parametrize("bracket", RESPONSIBLE)
def test_the_responsibility_bracket_stays_with_its_sentence(bracket: str) -> None:
    for clauses in range(5, 40):
        text = "1.修整步道。" + "石板要铺得平整，" * clauses + "每年都要检查一次。" + bracket
        chunks = cut(text, max_chars=120)
        assert chunks[-1].text.endswith("每年都要检查一次。" + bracket)
        assert len(chunks) > 1 or len(text) <= 120


def test_a_measure_keeps_its_title_in_every_chunk() -> None:
    chunks = cut("（一）绿化工程。\n1.修整步道。" + "石板要铺平。" * 90 + "(园林局牵头)\n2.种树。树要活。")
    assert len(chunks) == 3
    assert [chunk.path for chunk in chunks[:2]] == [("（一）绿化工程", "1.修整步道")] * 2
    assert chunks[1].text.endswith("石板要铺平。(园林局牵头)")
    assert chunks[2].path == ("（一）绿化工程", "2.种树")


def test_entries_of_a_list_share_a_chunk() -> None:
    (chunk,) = cut(
        "第五条 有下列情形之一的，可以免票：\n（一）年满六十岁的老人；\n（二）身高不足一米三的儿童；\n（三）现役军人。"
    )
    assert chunk.path == ("第五条",)


def test_long_lists_are_packed_evenly() -> None:
    items = "".join(f"（{n}）位于江边的公园设有步道、长椅、饮水处和遮阳棚；\n" for n in range(1, 26))
    chunks = cut("第五条 公园的设施包括：\n" + items + "（26）其他。")
    assert len(chunks) <= 4
    assert all(150 < len(chunk.text) <= 300 for chunk in chunks)


def test_measures_and_articles_stay_apart() -> None:
    text = "第一条 公园免费。\n第二条 公园全天开放。\n第三条 本办法自五月起施行。"
    assert [chunk.path for chunk in cut(text)] == [("第一条",), ("第二条",), ("第三条",)]
    text = (
        "一、任务\n1.种树。每年春天种十棵，秋天再种十棵，由居民认养，园林局发给证书。\n"
        "2.种草。草要耐寒，四季常青，踩踏之后能够恢复，由园林局补种。"
    )
    assert [chunk.path[-1] for chunk in cut(text)] == ["1.种树", "2.种草"]


def test_markdown_list_lines_stay_together() -> None:
    (chunk,) = cut("# 种树\n\n- 牵头单位：园林局\n- 配合单位：水务局\n- 期限：五月", "a.md")
    assert chunk.path == ("种树",)


def test_a_label_is_not_cut_from_its_value() -> None:
    rows = "".join(
        f"\t联系人\n\t{name}先生和他的同事们\n\t联系电话\n\t分机{name}\n" for name in "甲乙丙丁戊己庚辛壬癸" * 4
    )
    for chunk in cut("二、办理情况\n" + rows):
        assert not chunk.text.endswith(("联系人", "联系电话"))


def test_white_space_makes_no_chunk() -> None:
    assert cut(" \n\u3000\n") == ()
    assert all(chunk.text == chunk.text.strip() for chunk in cut("好。" + " " * 700 + "草。\n" + "\n" * 700 + "树。"))


def test_the_passage_is_title_headings_and_text() -> None:
    (chunk,) = cut("江口市公园办法\n第一章 总则\n第一条 公园免费开放，居民凭身份证件入园。")[1:]
    assert passage_text(chunk, by_characters, 1000) == f"江口市公园办法\n第一章 总则 > 第一条\n{chunk.text}"
    assert chunk.text == chunk.document.text[chunk.start : chunk.end]


def test_the_title_is_not_said_twice() -> None:
    (chunk,) = cut("# 公园办法\n\n## 门票\n\n免费。", "a.md")
    assert passage_text(chunk, by_characters, 1000) == f"公园办法\n门票\n{chunk.text}"


def test_the_head_takes_a_quarter_at_most_and_keeps_the_last_heading() -> None:
    text = "# " + "公园" * 50 + "\n## " + "管理" * 30 + "\n### 门票\n" + "免费开放，" * 60
    for max_tokens in (64, 100, 300, 1000):
        chunks = cut(text, "a.md", max_tokens)
        for passage, chunk in zip(passage_texts(chunks, by_characters, max_tokens), chunks, strict=True):
            head = passage.removesuffix(chunk.text)
            assert len(head) <= max_tokens // 4
            assert len(passage) <= max_tokens
            assert "门票" in head
            assert head.startswith("公园")


@pytest.mark.parametrize("text", ["😀👩‍👩‍👧" * 200, "deadbeef" * 200, "㐀𠀀𪚥" * 200, "a" * 3000, "1,234.5；" * 400])
@pytest.mark.parametrize("weight", [1, 4, 9])
def test_the_token_limit_holds_for_any_text(text: str, weight: int) -> None:
    def count(texts: Sequence[str]) -> list[int]:
        return [weight * len(text.encode()) // 2 + 3 for text in texts]

    document = parse_document("一、标题\n" + text, "a.txt")
    chunks = chunk_document(document, split_sections(document), count, 64)
    assert max(count(passage_texts(chunks, count, 64))) <= 64
    assert "".join(chunk.text for chunk in chunks).replace("\n", "") == document.text.replace("\n", "")


def test_a_limit_too_small_for_one_character_says_so() -> None:
    document = parse_document("公园", "a.txt")
    with pytest.raises(UsageError, match="larger"):
        chunk_document(document, split_sections(document), lambda texts: [99 for _ in texts], 64)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "啊" * 1_000_000,
        "，" * 1_000_000,
        "。" * 1_000_000,
        "（牵头" * 200_000,
        "。（市局牵头）" * 120_000,
        "联系人\n" * 150_000,
    ],
    ids=["line", "commas", "stops", "open brackets", "brackets", "labels"],
)
def test_long_texts_take_linear_time(text: str) -> None:
    started = time.process_time()
    chunks = cut(text)
    assert time.process_time() - started < 20
    assert max(chunk.end - chunk.start for chunk in chunks) <= 300


def test_the_originals_give_chunks_of_about_the_measured_number_and_size(originals: Path) -> None:
    sizes = []
    for document in read_documents([originals]).documents:
        chunks = chunk_document(document, split_sections(document), by_characters, 2000)
        sizes += [chunk.end - chunk.start for chunk in chunks]
    assert 110 <= len(sizes) <= 160
    assert max(sizes) <= 300
    assert sum(size < 20 for size in sizes) == 0
    assert sum(size < 40 for size in sizes) <= 5


def test_every_measure_of_the_work_plan_says_who_is_responsible(originals: Path) -> None:
    (document,) = read_documents(sorted(originals.glob("002*.txt"))).documents
    chunks = chunk_document(document, split_sections(document), by_characters, 2000)
    measures = [chunk for chunk in chunks if chunk.path and chunk.path[-1].split(".")[0].isdigit()]
    assert len({chunk.path for chunk in measures}) == 26
    assert sum("牵头" in chunk.text and chunk.text.endswith(("配合)", "配合〕")) for chunk in measures) == 26
    assert all(not chunk.text.startswith(("(市", "〔市", "(深")) for chunk in measures)
