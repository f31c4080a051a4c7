"""The glossary: the shipped one can be used as it is, a user's goes over it, and a bad file is named with its line."""

from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UsageError
from index.fold import fold, simplify
from index.glossary import (
    COLUMNS,
    KINDS,
    LANGUAGES,
    SHIPPED,
    Entry,
    Glossary,
    glossary_text,
    parse_glossary,
    read_entries,
    read_glossary,
)

QUICK = settings(max_examples=50, deadline=None)
HEADER = ",".join(COLUMNS)


def parsed(*lines: str) -> tuple[Entry, ...]:
    return parse_glossary("\n".join(lines), "mine.csv")


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def only(glossary: Glossary, chinese: str) -> Entry:
    [entry] = [entry for entry in glossary.entries if fold(entry.chinese) == fold(chinese)]
    return entry


# --- the shipped file


@pytest.fixture(scope="module")
def shipped() -> Glossary:
    return read_glossary()


def test_the_shipped_glossary_is_sorted_and_in_the_form_that_we_write(shipped: Glossary) -> None:
    assert glossary_text(shipped.entries) == SHIPPED.read_text(encoding="utf-8")
    order = [(KINDS.index(entry.kind), entry.chinese) for entry in shipped.entries]
    assert order == sorted(order)


def test_the_shipped_glossary_is_in_simplified_characters(shipped: Glossary) -> None:
    assert [entry.chinese for entry in shipped.entries if simplify(entry.chinese) != entry.chinese] == []


def test_every_shipped_entry_has_an_english_name_and_most_have_all_languages(shipped: Glossary) -> None:
    assert len(shipped.entries) >= 2000
    assert [entry.chinese for entry in shipped.entries if "en" not in entry.names] == []
    assert sum(set(entry.names) == set(LANGUAGES) for entry in shipped.entries) >= 2000
    assert {entry.kind for entry in shipped.entries} == set(KINDS)


# Folded, each is a word that questions are made of, in one language or another.
QUESTION_WORDS = frozenset(
    ["who", "what", "how", "is", "it", "us", "the", "not", "but", "all", "most", "can", "do", "un", "wer", "was", "qui"]
)


def test_no_shipped_name_is_a_word_that_every_question_has(shipped: Glossary) -> None:
    bad = [
        (entry.chinese, name)
        for entry in shipped.entries
        for names in entry.names.values()
        for name in names
        if fold(name) in QUESTION_WORDS
    ]
    assert bad == []


def test_names_are_in_the_script_of_their_language(shipped: Glossary) -> None:
    hangul, kana = range(0xAC00, 0xD7A4), range(0x3040, 0x3100)

    def foreign(language: str, name: str) -> bool:
        points = [ord(character) for character in name]
        if language == "ja":
            return any(point in hangul for point in points)
        if language == "ko":
            return any(point in kana or 0x3400 <= point <= 0x9FFF for point in points)
        return any(point >= 0x3000 for point in points)

    bad = [
        (entry.chinese, language, name)
        for entry in shipped.entries
        for language, names in entry.names.items()
        for name in names
        if foreign(language, name)
    ]
    assert bad == []


@pytest.mark.parametrize(
    ("chinese", "language", "name"),
    [
        ("海关", "de", "Zoll"),
        ("牵头", "en", "lead"),
        ("牵头", "ja", "主導"),
        ("中国（深圳）知识产权保护中心", "en", "China (Shenzhen) Intellectual Property Protection Center"),
        ("中国(深圳)知识产权保护中心", "fr", "Centre chinois (Shenzhen) de protection de la propriété intellectuelle"),
        ("惩罚性赔偿", "en", "punitive damages"),
        ("万元", "en", "ten thousand yuan"),
    ],
)
def test_what_the_documents_speak_of_is_in_the_shipped_glossary(
    shipped: Glossary, chinese: str, language: str, name: str
) -> None:
    assert name in only(shipped, chinese).names[language]


# --- reading


def test_a_row_is_read_with_its_names_in_order() -> None:
    [entry] = parsed(HEADER, "园林局,body,parks bureau | bureau of parks,Parkamt,,,公園局 ｜ 園林局,")
    assert entry == Entry(
        "园林局",
        "body",
        MappingProxyType(
            {"en": ("parks bureau", "bureau of parks"), "de": ("Parkamt",), "ja": ("公園局", "園林局")},
        ),
    )


def test_width_white_space_and_repeated_names_do_not_matter() -> None:
    [entry] = parsed("ＺＨ, En ", "  江口（北） 中心 , parks   office|  |parks office | ＡＢＣ ")
    assert entry.chinese == "江口(北) 中心"
    assert entry.names == {"en": ("parks office", "ABC")}


def test_an_entry_cannot_be_changed() -> None:
    [entry] = parsed("zh,en", "园林,parks")
    with pytest.raises(AttributeError):
        entry.kind = "body"  # type: ignore[misc]
    with pytest.raises(TypeError):
        entry.names["en"] = ("gardens",)  # type: ignore[index]


def test_without_a_kind_a_row_is_a_term() -> None:
    assert [entry.kind for entry in parsed("zh,en", "园林,parks")] == ["term"]
    assert [entry.kind for entry in parsed("kind,zh,en", ",园林,parks", "PLACE,江口,Jiangkou")] == ["term", "place"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_three_delimiters_of_spreadsheets_are_read(delimiter: str) -> None:
    [entry] = parsed(delimiter.join(("zh", "kind", "en")), delimiter.join(("园林", "term", '"parks, gardens; lawns"')))
    assert entry.names == {"en": ("parks, gardens; lawns",)}


def test_blank_lines_short_rows_and_empty_columns_at_the_end_are_no_matter() -> None:
    entries = parsed("zh,en,de,,", "", "园林,parks", " , ,", "江口,Jiangkou,Jiangkou,,", "")
    assert [entry.chinese for entry in entries] == ["园林", "江口"]


def test_a_file_of_a_spreadsheet_with_its_mark_and_line_ends_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes("\ufeffzh,en\r\n园林,parks\r\n".encode())
    assert [entry.names["en"] for entry in read_entries([file])] == [("parks",)]


# --- a user's files over the shipped one


def test_a_users_names_come_before_the_shipped_ones(tmp_path: Path, shipped: Glossary) -> None:
    file = write(tmp_path, "mine.csv", "zh,en\n海關,frontier office\n园林局,parks bureau\n")
    glossary = read_glossary([file])
    before, after = only(shipped, "海关").names, only(glossary, "海关").names
    assert after["en"] == ("frontier office", *before["en"])
    assert {language: after[language] for language in after if language != "en"} == {
        language: before[language] for language in before if language != "en"
    }
    assert only(glossary, "园林局").names == {"en": ("parks bureau",)}
    assert len(glossary.entries) == len(shipped.entries) + 1


def test_of_two_files_the_later_comes_first(tmp_path: Path) -> None:
    first = write(tmp_path, "first.csv", "zh,en\n园林局,first\n江口,Jiangkou\n")
    second = write(tmp_path, "second.csv", "zh,en\n园林局,second\n")
    names = {entry.chinese: entry.names["en"] for entry in read_entries([first, second])}
    assert names == {"园林局": ("second", "first"), "江口": ("Jiangkou",)}


# --- what cannot be used


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([""], "line 1: no column zh"),
        (["en,de", "parks,Parks"], "line 1: no column zh"),
        (["zh,kind", "园林,term"], "line 1: no column with names"),
        (["zh,en,pl", "园林,parks,parki"], "line 1: unknown column pl"),
        (["zh,,en", "园林,,parks"], "line 1: unknown column (blank)"),
        (["zh,en,EN", "园林,parks,parks"], "line 1: the column en is there twice"),
        (["zh,en", "园林,parks", ",gardens"], "line 3: zh is blank"),
        (["zh,en", "", "parks,园林"], "line 3: no Chinese character in zh (parks)"),
        (["zh,en", "园林, | "], "line 2: 园林 has no name"),
        (["zh,kind,en", "园林,thing,parks"], "line 2: unknown kind thing"),
        (["zh,en", "园林,parks,gardens"], "line 2: more cells than columns"),
        (
            ["zh,en", "园林（北）,parks", "江口,Jiangkou", "园林(北),gardens"],
            "line 4: 园林(北) stands in line 2 already",
        ),
        (["zh,en", '"园\n林",parks', "園\u3000林,gardens"], "line 4: 園 林 stands in line 2 already"),
        (["zh,en", "江口,Jiangkou", '"园林,parks', "中心,centre"], "line 3: not a row of CSV"),
    ],
)
def test_what_cannot_be_used_is_named_with_file_and_line(lines: list[str], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        parsed(*lines)
    assert str(raised.value).startswith(f"mine.csv, {message}")


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(b"zh,en\n" + "园林,parks\n".encode() + "江口,Jiangkou\n".encode("gb18030"))
    with pytest.raises(UsageError, match=r"mine\.csv, line 3: not UTF-8"):
        read_glossary([file])


@pytest.mark.parametrize("name", ["none.csv", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be read") as raised:
        read_glossary([tmp_path / name])
    assert str(tmp_path / name) in str(raised.value)


# --- written and read back

CHINESE = st.text(st.sampled_from('园林江口 ,;"“（）·ab1'), max_size=6).map(lambda rest: "局" + rest)
NAMES = st.dictionaries(st.sampled_from(LANGUAGES), st.lists(st.text(max_size=8), max_size=2), max_size=3)
ROWS = st.lists(
    st.tuples(CHINESE, st.sampled_from(KINDS), NAMES),
    max_size=4,
    unique_by=lambda row: fold(" ".join(row[0].split())),
)


@given(ROWS)
@QUICK
def test_entries_survive_being_written_and_read(rows: list[tuple[str, str, dict[str, list[str]]]]) -> None:
    raw = [
        Entry(chinese, kind, {"en": ("name",)} | {language: ("a", *several) for language, several in names.items()})
        for chinese, kind, names in rows
    ]
    entries = parse_glossary(glossary_text(raw), "written")
    assert [entry.kind for entry in entries] == [entry.kind for entry in raw]
    assert parse_glossary(glossary_text(entries), "written") == entries


@given(st.text(st.sampled_from('zhenkind,;|\t\n\r"局园 \x00\x85（'), max_size=60))
@QUICK
def test_any_text_is_read_or_refused_with_its_line(text: str) -> None:
    refused = ""
    entries: tuple[Entry, ...] = ()
    try:
        entries = parse_glossary("zh,en\n" + text, "mine.csv")
    except UsageError as error:
        refused = str(error)
    assert refused.startswith("mine.csv, line ") or not refused
    assert all(entry.names for entry in entries)


@given(st.lists(CHINESE, max_size=5), st.lists(CHINESE, max_size=5))
@QUICK
def test_names_that_are_added_come_first(first: list[str], second: list[str]) -> None:
    before = Glossary(()).with_entries(Entry(chinese, "term", {"en": ("before",)}) for chinese in first)
    after = before.with_entries(Entry(chinese, "term", {"en": ("after",)}) for chinese in second)
    keys = [fold(entry.chinese) for entry in after.entries]
    assert len(keys) == len(set(keys))
    assert set(keys) == set(map(fold, first + second))
    changed = {fold(entry.chinese) for entry in after.entries if entry.names["en"][0] == "after"}
    assert changed == set(map(fold, second))
