"""The page's words: all languages have the same, code and files agree on the keys, a browser's wish is understood."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import simplify
from qa.messages import placeholders, read_locale
from qa.page.texts import FOLDER, LANGUAGES, Texts, texts_for

FILES = {language: read_locale(FOLDER / f"{language}.toml") for language in LANGUAGES}
ENGLISH = FILES["en"]
DOTTED = re.compile(r"[a-z_]+(?:\.[a-z_0-9]+)+")
# Written so in both scripts, though a word of the Traditional file has another form of it.
BOTH_SCRIPTS = "后里面干发系历台准表周范斗姜了卷克困千秋曲舍松向余郁致制钟筑只沈出冲才游布复"


def test_there_is_a_file_for_every_language_and_no_other() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == {*LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_placeholders(language: str) -> None:
    locale = FILES[language]
    assert locale.keys() == ENGLISH.keys()
    for key, forms in locale.items():
        assert placeholders(forms) == placeholders(ENGLISH[key]), key
        assert "other" in forms, key
        assert all(text.strip() for text in forms.values()), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_every_text_can_be_filled(language: str) -> None:
    texts = Texts(language)
    for key, forms in FILES[language].items():
        for count in (1, 2):
            values: dict[str, object] = dict.fromkeys(placeholders(forms), "<{x}>")
            if "count" in values:
                values["count"] = count
            text = texts(key, **values)
            assert "{" not in text.replace("<{x}>", ""), key
            if len(forms) > 1:
                form = forms["one" if count == 1 else "other"]
                assert text == form.format(**values), key


def test_english_tells_one_from_many_where_it_counts() -> None:
    """A count beside a noun in the plural has a form for one; what only shows the figure needs none."""
    plural = re.compile(r"\{count\}[^{}]*?[a-z]s\b")
    wrong = [key for key, forms in ENGLISH.items() if len(forms) == 1 and plural.search(forms["other"])]
    assert wrong == []


def test_each_chinese_file_is_in_its_own_script_throughout() -> None:
    signs = {sign for forms in FILES["zh-Hant"].values() for text in forms.values() for sign in text}
    simplified = {simplify(sign) for sign in signs if simplify(sign) != sign} - {*BOTH_SCRIPTS}
    assert len(simplified) > 50
    for key, forms in FILES["zh"].items():
        assert all(simplify(text) == text for text in forms.values()), key
    for key, forms in FILES["zh-Hant"].items():
        assert not simplified.intersection("".join(forms.values())), key


def test_the_examples_are_questions_in_all_languages() -> None:
    for locale in FILES.values():
        for key, forms in locale.items():
            if key.startswith("examples."):
                assert forms["other"].rstrip()[-1] in "？?", key


# --- the keys that code uses


def sources(root: Path) -> list[ast.Module]:
    files = [root / "app.py", *(root / "qa").rglob("*.py")]
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


def wanted(node: ast.expr) -> Iterator[str]:
    """The keys that a call's first argument can be, as patterns."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_0-9]+" for part in node.values
        )
    elif isinstance(node, ast.IfExp):
        yield from wanted(node.body)
        yield from wanted(node.orelse)


def is_texts(called: ast.expr) -> bool:
    """Whether what is called gives texts of the page: `texts(…)`, `self.texts(…)`, `Texts(…)(…)`, `texts_of(…)(…)`."""
    name = called.func if isinstance(called, ast.Call) else called
    named = name.id if isinstance(name, ast.Name) else name.attr if isinstance(name, ast.Attribute) else ""
    return named == "texts" or (isinstance(called, ast.Call) and named in {"Texts", "texts_of", "texts_for"})


@pytest.fixture(scope="module")
def called(root: Path) -> set[str]:
    """Patterns of all keys in calls."""
    calls = [node for tree in sources(root) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {key for call in calls if is_texts(call.func) and call.args for key in wanted(call.args[0])}


def test_every_key_that_code_names_is_there(called: set[str]) -> None:
    assert len(called) > 50
    assert not sorted(pattern for pattern in called if not any(re.fullmatch(pattern, key) for key in ENGLISH))


def test_every_text_is_used(called: set[str], root: Path) -> None:
    constants = {
        node.value
        for tree in sources(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value)
    }
    unused = [key for key in ENGLISH if key not in constants and not any(re.fullmatch(one, key) for one in called)]
    assert unused == []


def test_a_wrong_key_or_wrong_values_are_our_fault_and_said_so() -> None:
    with pytest.raises(KeyError, match=r"no\.such"):
        Texts("en")("no.such")
    with pytest.raises(KeyError, match="de"):
        Texts("de")("page.title")
    with pytest.raises(TypeError, match="question"):
        Texts("en")("answer.understood")
    with pytest.raises(TypeError, match="more"):
        Texts("en")("page.title", more=1)


# --- what a browser asks for


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-CN", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh", "zh"),
        ("zh-Hans-TW", "zh"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("ZH-hant-HK", "zh-Hant"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("de-DE,de;q=0.9,zh-TW;q=0.5,en;q=0.4", "zh-Hant"),
        ("de;q=0.9,fr", "en"),
        ("en;q=0.1, zh;q=0.2", "zh"),
        ("zh;q=0, en", "en"),
        ("zh;q=0", "en"),
        ("zh;q=x,zh-TW", "zh-Hant"),
        ("zh;q=nan,en", "en"),
        ("*", "en"),
        ("", "en"),
        (None, "en"),
        (";;;,,,q=1;=,\x00", "en"),
        ("zhuang, zh-CN;q=0.1", "zh"),
        ("enm, zh", "zh"),
        ("x" * 10_000, "en"),
        ("de," * 3_000 + "zh", "zh"),
    ],
)
def test_the_page_opens_in_the_browsers_first_language_that_it_has(accepted: str | None, language: str) -> None:
    assert texts_for(accepted).language == language


@settings(max_examples=100, deadline=None)
@given(st.text() | st.text(alphabet="zhentwq-;=,. 01x*"))
def test_any_header_gives_a_language(accepted: str) -> None:
    assert texts_for(accepted).language in LANGUAGES
