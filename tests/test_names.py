"""Names in Chinese quotes: found where they stand, longest first, and given no other body's name."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Entry, Glossary, fold, read_glossary
from qa.names import Named, NameFinder
from qa.romanise import romanised

QUICK = settings(max_examples=100, deadline=None)
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


def entry(chinese: str, kind: str, *english: str, **others: tuple[str, ...]) -> Entry:
    return Entry(chinese, kind, {"en": english, **others})


SMALL = Glossary(
    (
        entry("宁港", "place", "Ninggang", de=("Ninggang",), ja=("寧港",)),
        entry("宁港市", "place", "Ninggang"),
        entry("云山区", "place", "Yunshan District"),
        entry("群岛国", "place", "Republic of the Isles"),
        entry("市", "place", "city"),
        entry("省", "place", "province"),
        entry("西岭", "place", "Xiling", ko=("시링",)),
        entry("港务局", "body", "port bureau", de=("Hafenamt",), ja=("港務局",), ko=("항만국",)),
        entry("市港务局", "body", "municipal port bureau", "Ninggang Port Bureau", de=("städtisches Hafenamt",)),
        entry("市海洋馆", "body", "Ninggang Aquarium"),
        entry("海关", "body", "customs"),
        entry("宁港海关", "body", "Ninggang Customs", "Customs of Ninggang", ja=("寧港税関",)),
        entry("潮汐部", "body", "Ministry of Tides"),
        entry("人大", "body", "people's congress"),
        entry("区政府", "body", "district government"),
        entry("海关申报", "term", "customs declaration"),
        entry("渔港法", "law", "Fishing Port Law"),
        entry("规定", "law", "provisions"),
        entry("灯塔与浮标计划", "programme", "Lighthouse and Buoy Plan"),
    )
)


@pytest.fixture(scope="module")
def small() -> NameFinder:
    return NameFinder(SMALL)


@pytest.fixture(scope="module")
def shipped() -> NameFinder:
    return NameFinder(read_glossary())


def shown(text: str, found: Sequence[Named]) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.name) for one in found]


# --- where names stand


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("货物由宁港海关查验。", [("宁港海关", "Ninggang Customs")]),
        ("貨物由寧港海關查驗。", [("寧港海關", "Ninggang Customs")]),
        ("港务局、潮汐部参加", [("港务局", "port bureau"), ("潮汐部", "Ministry of Tides")]),
        ("实施灯塔与浮标计划第二期", [("灯塔与浮标计划", "Lighthouse and Buoy Plan")]),
        ("网上海关申报已开通", []),  # a term, longer than the body in it
        ("按照规定办理", []),  # a common noun
        ("潮汐部门另行通知", []),  # 部门, not 潮汐部
        ("特区政府批准", []),  # 特区, not 区政府
        ("沿海关停的盐场", []),  # 沿海, not 海关
        ("没有名称", []),
        ("", []),
    ],
)
def test_names_are_found_where_they_are_names(small: NameFinder, text: str, names: list[tuple[str, str]]) -> None:
    assert shown(text, small.official_names(text, "en")) == names


def test_a_name_tells_what_it_is(small: NameFinder) -> None:
    [one] = small.official_names("在寧港海關", "en")
    assert one == Named(1, 5, "宁港海关", "Ninggang Customs", "body", True)
    [last] = small.official_names("前往宁港", "en")  # longer names begin so too
    assert last == Named(2, 4, "宁港", "Ninggang", "place", True)
    [noun] = small.official_names("在港务局", "en")
    assert not noun.proper


def test_characters_that_fold_to_several_shift_nothing(small: NameFinder) -> None:
    text = "㎡①ﬁ…㍿潮汐部"
    assert shown(text, small.official_names(text, "en")) == [("潮汐部", "Ministry of Tides")]


SEPARATORS = ("。", "，", "：", "\n", " ", "（", "x")


@QUICK
@given(
    st.lists(st.tuples(st.sampled_from(read_glossary().entries), st.sampled_from(SEPARATORS)), min_size=1, max_size=8)
)
def test_every_name_between_marks_is_found_whole(shipped: NameFinder, parts: list[tuple[Entry, str]]) -> None:
    text = "".join(mark + one.chinese for one, mark in parts) + "。"
    found = {(one.start, one.end) for one in shipped.official_names(text, "fr")}
    at = 0
    for one, mark in parts:
        at += len(mark)
        end = at + len(one.chinese)
        if one.kind in {"body", "programme"} and len(one.chinese) > 2 and one.chinese[0] not in "市省区县":
            assert (at, end) in found, one.chinese
        at = end


@QUICK
@given(st.text(st.sampled_from("市省区中深圳海关公安局法院国家知识产权、與和門關《》㎡ a1\n部门人大会议"), max_size=60))
def test_names_are_slices_in_order_with_nothing_altered(shipped: NameFinder, text: str) -> None:
    end = 0
    for one in shipped.official_names(text, "en", about="深圳"):
        assert end <= one.start < one.end <= len(text)
        assert fold(text[one.start : one.end]) == fold(one.chinese)
        assert one.name
        end = one.end
    assert shipped.with_names(text, "zh-Hant") == text


# --- whose they are


@pytest.mark.parametrize(
    ("text", "about", "names"),
    [
        ("由市港务局验收", "宁港市渡轮办法", [("市港务局", "Ninggang Port Bureau")]),
        ("支持市港务局", "寧港市渡輪辦法", [("市港务局", "Ninggang Port Bureau")]),
        ("由市港务局验收", "西岭渡轮办法", [("市港务局", "municipal port bureau")]),
        ("由市港务局验收", "", [("市港务局", "municipal port bureau")]),
        ("郑州市港务局", "宁港市渡轮办法", [("市港务局", "municipal port bureau")]),
        ("市海洋馆", "宁港市渡轮办法", [("市海洋馆", "Ninggang Aquarium")]),
        ("市海洋馆", "", []),  # whose it is, nobody says
        ("宁港市港务局", "", [("宁港市港务局", "Ninggang Port Bureau")]),
        ("宁港港务局", "", [("宁港港务局", "Ninggang Port Bureau")]),
        ("西岭市港务局", "宁港", [("西岭市港务局", "municipal port bureau of Xiling")]),
        ("西岭市潮汐部", "宁港", [("西岭市潮汐部", "Ministry of Tides of Xiling")]),
        ("云山区潮汐部", "", [("云山区潮汐部", "Ministry of Tides of Yunshan District")]),
        ("西岭潮汐部", "", [("西岭", "Xiling"), ("潮汐部", "Ministry of Tides")]),
        ("群岛国渔港法", "", [("群岛国渔港法", "Fishing Port Law of the Republic of the Isles")]),
        ("宁港市渔港法", "", [("宁港市", "Ninggang"), ("渔港法", "Fishing Port Law")]),
    ],
)
def test_a_city_s_body_is_that_city_s(small: NameFinder, text: str, about: str, names: list[tuple[str, str]]) -> None:
    assert shown(text, small.official_names(text, "en", about)) == names


def test_names_come_in_the_asker_s_language_or_in_english(small: NameFinder) -> None:
    def name(text: str, language: str) -> str:
        [one] = small.official_names(text, language)  # type: ignore[arg-type]
        return one.name

    assert name("宁港海关", "ja") == "寧港税関"
    assert name("宁港海关", "fr") == "Ninggang Customs"
    assert name("市港务局", "de") == "städtisches Hafenamt"
    assert name("西岭省港务局", "ko") == "시링 항만국"
    assert name("西岭市港务局", "ko") == "municipal port bureau of Xiling"
    assert small.official_names("宁港海关", "zh") == small.official_names("宁港海关", "zh-Hant") == ()


# --- with names


@pytest.mark.parametrize(
    ("short", "text"),
    [
        ("宁港海关", "Ninggang Customs (宁港海关)"),
        ("寧港海關", "Ninggang Customs (寧港海關)"),
        ("海关", "customs (海关)"),
        ("海关申报", "customs declaration (海关申报)"),
        ("《渔港法》", "Fishing Port Law (渔港法)"),
        (
            "港务局、潮汐部和宁港海关",
            "port bureau (港务局), Ministry of Tides (潮汐部) and Ninggang Customs (宁港海关)",
        ),
        ("与潮汐部合作", "与潮汐部合作 (潮汐部: Ministry of Tides)"),
        ("渡轮三艘", "渡轮三艘"),
        ("", ""),
    ],
)
def test_short_answers_get_their_names(small: NameFinder, short: str, text: str) -> None:
    assert small.with_names(short, "en") == text
    assert small.with_names(short, "zh") == small.with_names(short, "zh-Hant") == short


def test_a_name_that_reads_the_same_is_not_said_twice() -> None:
    finder = NameFinder(Glossary((entry("港务局", "body", "port bureau", ja=("港务局",)),)))
    assert finder.with_names("港务局", "ja") == "港务局"


def test_a_short_form_is_named_by_its_full_form(small: NameFinder) -> None:
    assert small.with_name("市港务局", "港务局", "en", "宁港市渡轮办法") == "Ninggang Port Bureau (港务局)"
    assert small.with_name("市港务局", "港务局", "zh", "宁港市渡轮办法") == "港务局"
    assert small.with_name("市灯塔处", "灯塔处", "en", "宁港") == "灯塔处"
    assert small.with_name("市灯塔与海关处", "海关", "en", "宁港") == "customs (海关)"


# --- on real text


def test_a_quote_takes_under_five_milliseconds(shipped: NameFinder) -> None:
    text = "深圳海关会同市公安局、市司法局和前海管理局，依照《商标法》在广东省开展专项行动，" * 8
    shipped.official_names(text, "en", "深圳")

    def spent() -> float:
        start = time.process_time()
        shipped.official_names(text, "en", "深圳")
        return time.process_time() - start

    assert len(text) > 300
    assert min(spent() for _ in range(5)) < 0.005


def test_the_documents_names_are_slices_of_them(shipped: NameFinder) -> None:
    files = sorted(CORPUS.glob("*.txt"))
    if not files:
        pytest.skip("the shared corpus is not here")
    for file in files:
        text = file.read_text(encoding="utf-8")
        found = shipped.official_names(text, "en", text[:200])
        assert len(found) > 20, file.name
        assert all(fold(text[one.start : one.end]) == fold(one.chinese) for one in found)


# --- persons


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("赵铁山", "Zhao Tieshan"),
        ("趙鐵山", "Zhao Tieshan"),
        ("吴敏", "Wu Min"),
        ("吕伟", "Lü Wei"),
        ("曾海燕", "Zeng Haiyan"),  # as a surname Zeng, else also ceng
        ("欧阳海", "Ouyang Hai"),
        ("林建安", "Lin Jian'an"),
        ("孙中山", "Sun Zhongshan"),  # the dictionary's own entry
        ("张国焘", "Zhang Guotao"),  # the same, where the rule would say Guodao
        ("赵乐", None),  # le or yue
        ("朴敏", None),  # Piao or Pu
        ("高峰", None),  # a word
        ("深圳", None),
        ("赵", None),
        ("赵铁山海", None),
        ("铁山", None),  # no surname
        ("Zhao", None),
        ("", None),
    ],
)
def test_persons_are_romanised_where_there_is_no_doubt(name: str, pinyin: str | None) -> None:
    assert romanised(name) == pinyin


@QUICK
@given(st.text(max_size=6))
def test_any_text_may_be_asked_about(text: str) -> None:
    pinyin = romanised(text)
    assert pinyin is None or (pinyin[0].isupper() and " " in pinyin)
