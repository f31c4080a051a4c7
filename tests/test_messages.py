"""Our own sentences: every language has all of them, values stay as they are, and wrong use is told of at once."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import simplify
from qa.messages import (
    FOLDER,
    capitalised,
    declined_text,
    definite,
    listed,
    message,
    message_language,
    placeholders,
    read_locale,
    responsible,
    unknown_text,
)

QUICK = settings(max_examples=60, deadline=None)
FILES = sorted(FOLDER.glob("*.toml"))
ENGLISH = read_locale(FOLDER / "en.toml")


def write(folder: Path, text: str) -> Path:
    file = folder / "xx.toml"
    file.write_text(text, encoding="utf-8")
    return file


# --- the shipped files


def test_english_and_chinese_in_both_scripts_are_shipped() -> None:
    assert {"en", "zh", "zh-Hant"} <= {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_language_has_the_same_messages_with_the_same_placeholders(file: Path) -> None:
    locale = read_locale(file)
    assert locale.keys() == ENGLISH.keys()
    for key, forms in locale.items():
        # A language need not tell one from many.
        wanted = placeholders(ENGLISH[key])
        assert placeholders(forms) | {"count"} == wanted | {"count"}, key
        assert "count" not in placeholders(forms) - wanted, key
        assert all(text.strip() for text in forms.values()), key


def test_each_chinese_file_is_in_its_own_script_throughout() -> None:
    simplified, traditional = (read_locale(FOLDER / f"{code}.toml") for code in ("zh", "zh-Hant"))
    for key, forms in simplified.items():
        assert simplify(forms["other"]) == forms["other"], key
    written = "".join(forms["other"] for forms in traditional.values())
    # What only Simplified writes, of the words that these files use.
    assert not set("这们问题没无关门据个为与参项两缩请输应该说头").intersection(written)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_form_of_every_message_can_be_filled(file: Path) -> None:
    locale = read_locale(file)
    for key, forms in locale.items():
        for count in (1, 2):
            values: dict[str, object] = dict.fromkeys(placeholders(ENGLISH[key]), 1)
            if "count" in values:
                values["count"] = count
            text = message(key, file.stem, **values)  # type: ignore[arg-type]
            assert "{" not in text
            assert text == forms.get("one" if count == 1 else "other", forms["other"]).format(**values)


# --- declining, as it was before there were files


@pytest.mark.parametrize(
    ("reason", "language", "text"),
    [
        ("empty", "en", "There are no words in the question. Type what you want to know."),
        ("empty", "zh-Hant", "問題裡沒有文字，請輸入想了解的內容。"),
        ("too_long", "en", "The question is too long. Shorten it to 2,000 characters or fewer."),
        ("too_long", "zh", "问题太长，请缩短到 2000 个字符以内。"),
        ("not_covered", "zh", "这些文件没有回答这个问题。下面列出最接近的段落，仅供参考，并非答案。"),
        ("off_topic", "ko", "This has nothing to do with the documents, so they hold no answer."),
        ("unsupported", "zh-Hant", "找到了相關段落，但沒有一句能作為這個問題的依據。"),
    ],
)
def test_declining_says_what_it_said(reason: str, language: str, text: str) -> None:
    assert declined_text(reason, language) == text  # type: ignore[arg-type]


# --- using them


def test_a_language_without_a_file_is_answered_in_english() -> None:
    assert message_language("fr") == "en"
    assert message_language("zh-Hant") == "zh-Hant"
    assert message("related.heading", "fr") == message("related.heading", "en")


def test_a_wrong_key_or_wrong_values_are_our_fault_and_said_so() -> None:
    with pytest.raises(KeyError, match=r"no\.such"):
        message("no.such", "zh")
    with pytest.raises(TypeError, match="question"):
        message("understood.question", "zh")
    with pytest.raises(TypeError, match="asked"):
        message("understood.question", "zh", question="?", asked="?")


@QUICK
@given(st.text(), st.sampled_from(["zh", "zh-Hant", "en", "de"]))
def test_values_stand_in_the_text_as_they_are(value: str, language: str) -> None:
    assert value in message("understood.question", language, question=value)  # type: ignore[arg-type]


def test_english_tells_one_from_many() -> None:
    assert message("measures.lead", "en", body="the fire brigade", count=1) == "the fire brigade leads 1 measure:"
    assert message("measures.lead", "en", body="the fire brigade", count=7) == "the fire brigade leads 7 measures:"
    assert message("measures.lead", "zh", body="消防队", count=1) == "消防队牵头1项措施："


@pytest.mark.parametrize(
    ("language", "items", "text"),
    [
        ("en", [], ""),
        ("en", ["ferries"], "ferries"),
        ("en", ["ferries", "trams"], "ferries and trams"),
        ("fr", ["ferries", "trams", "buses"], "ferries, trams and buses"),
        ("zh", ["渡轮", "电车"], "渡轮和电车"),
        ("zh-Hant", ["渡輪", "電車", "巴士"], "渡輪、電車和巴士"),
    ],
)
def test_series(language: str, items: list[str], text: str) -> None:
    assert listed(items, language) == text  # type: ignore[arg-type]


@QUICK
@given(st.lists(st.text("甲乙丙丁xyz", min_size=1), max_size=6), st.sampled_from(["zh", "zh-Hant", "en"]))
def test_a_series_holds_every_item_in_order(items: list[str], language: str) -> None:
    rest = listed(items, language)  # type: ignore[arg-type]
    for item in items:
        _, found, rest = rest.partition(item)
        assert found == item


@pytest.mark.parametrize(
    ("language", "lead", "support", "text"),
    [
        ("en", ["the port office"], ["the navy", "ZTE"], "The port office leads; the navy and ZTE support."),
        ("en", ["the port office", "the navy"], ["ZTE"], "The port office and the navy lead; ZTE supports."),
        ("en", ["the navy"], [], "The navy leads; no body is named as supporting."),
        ("es", None, [], "No body is named as supporting."),
        ("en", None, ["the navy", "ZTE"], "The navy and ZTE support."),
        ("en", ["港务局"], None, "港务局 leads."),
        ("zh", ["港务局"], ["海事处", "消防队", "气象台"], "牵头：港务局；配合：海事处、消防队和气象台。"),
        ("zh", ["港务局"], [], "牵头：港务局；未写明配合单位。"),
        ("zh-Hant", [], ["海事處"], "沒有寫明牽頭單位；配合：海事處。"),
    ],
)
def test_who_leads_and_who_supports(
    language: str, lead: list[str] | None, support: list[str] | None, text: str
) -> None:
    assert responsible(language, lead, support) == text  # type: ignore[arg-type]


def test_words_that_the_documents_do_not_have() -> None:
    assert unknown_text(["Lisbon"], "en") == "“Lisbon” occurs nowhere in the documents."
    assert unknown_text(["Lisbon", "1999"], "de") == "“Lisbon” and “1999” occur nowhere in the documents."
    assert unknown_text(["里斯本"], "zh") == "文件中没有出现“里斯本”。"
    assert unknown_text(["里斯本", "1999"], "zh-Hant") == "文件裡找不到「里斯本」和「1999」。"


def test_a_sentence_begins_with_a_capital() -> None:
    assert capitalised("the tide is out") == "The tide is out"
    assert capitalised("潮退了") == "潮退了"
    assert capitalised("") == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ninggang Port Bureau (宁港港务局)", "the Ninggang Port Bureau (宁港港务局)"),
        ("Ministry of Tides", "the Ministry of Tides"),
        ("Science, Sea and Salt Commission", "the Science, Sea and Salt Commission"),
        ("Ninggang Customs (宁港海关)", "Ninggang Customs (宁港海关)"),
        ("University of Ninggang", "University of Ninggang"),
        ("district governments", "district governments"),
        ("港务局", "港务局"),
        ("", ""),
    ],
)
def test_the_article_goes_before_offices(name: str, text: str) -> None:
    assert definite(name) == text


# --- files of others


def test_a_file_is_read_with_its_tables_as_dotted_keys(tmp_path: Path) -> None:
    read = read_locale(write(tmp_path, 'a = "x {n}"\n[b]\nc = { one = "i", other = "{count} j" }\n[b.d]\ne = "k"\n'))
    assert {key: dict(forms) for key, forms in read.items()} == {
        "a": {"other": "x {n}"},
        "b.c": {"one": "i", "other": "{count} j"},
        "b.d.e": {"other": "k"},
    }
    assert placeholders(read["a"]) == {"n"}
    assert placeholders(read["b.c"]) == {"count"}


@pytest.mark.parametrize("text", ["[b]\nc = 3", '[b]\nc = { one = "i" }', '[b]\nc = ["i"]'])
def test_what_is_no_message_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"xx\.toml: b\.c"):
        read_locale(write(tmp_path, text))
