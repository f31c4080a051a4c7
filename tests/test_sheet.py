"""The sheet: numbers of citations, and what of the text is the short answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Chunk, parse_document
from qa.sheet import Sheet

TEXT = "灯塔每晚六点点亮，雾天提前一小时。灯塔由港务站看护。"
DOCUMENT = parse_document(TEXT, "lamp.txt")
CHUNK = Chunk("lamp", DOCUMENT, (), 0, len(TEXT))
OTHER = Chunk("mast", parse_document(TEXT.replace("灯塔", "桅灯"), "mast.txt"), (), 0, len(TEXT))


def test_what_is_cited_twice_or_inside_a_quote_has_one_number() -> None:
    sheet = Sheet("zh")
    assert [sheet.cite(CHUNK, 0, 17), sheet.cite(CHUNK, 0, 17), sheet.cite(CHUNK, 2, 9)] == ["[1]"] * 3
    assert [sheet.cite(OTHER, 0, 17), sheet.cite(CHUNK, 17, 26)] == ["[2]", "[3]"]
    assert [one.number for one in sheet.citations] == [1, 2, 3]


def test_the_short_answer_is_the_headline_and_quotes_follow() -> None:
    sheet = Sheet("zh")
    sheet.answer("六点", CHUNK, [(4, 6)], (0, 17))
    sheet.quote(CHUNK, 0, 17)
    assert sheet.headline == "六点 [1]"
    assert sheet.text == f"六点 [1]\n“{TEXT[:17]}” [1]"
    assert sheet.short == ["六点"]


def test_without_a_short_answer_there_is_no_headline() -> None:
    sheet = Sheet("zh-Hant")
    sheet.quote(CHUNK, 17, 26)
    assert sheet.headline == ""
    assert sheet.text == f"「{TEXT[17:26]}」 [1]"


def test_nothing_empty_can_be_cited() -> None:
    sheet = Sheet("en")
    sheet.cite(CHUNK, 5, 5)
    with pytest.raises(ValueError, match="not inside its passage"):
        _ = sheet.citations


@given(st.lists(st.tuples(st.sampled_from([CHUNK, OTHER]), st.integers(0, 24), st.integers(1, 26)), max_size=8))
def test_every_marker_names_characters_that_hold_what_was_cited(cited: list[tuple[Chunk, int, int]]) -> None:
    sheet = Sheet("en")
    asked = [(chunk, start, max(start + 1, end)) for chunk, start, end in cited]
    markers = [sheet.cite(*one) for one in asked]
    assert set(markers) == {f"[{one.number}]" for one in sheet.citations}
    for marker, (chunk, start, end) in zip(markers, asked, strict=True):
        citation = sheet.citations[int(marker[1:-1]) - 1]
        assert citation.chunk is chunk
        assert citation.start <= start < end <= citation.end
