"""The shipped gold questions: every quote stands in the corpus, and every fact asked for is proved by a quote."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

KEYS = {"id", "question", "lang", "kind", "tags", "answers", "answer_groups", "evidence", "must_all"}
KINDS = {"lead_agency", "number", "date", "entity", "list", "explain", "comparison", "unanswerable"}
MAIN_LANGUAGES = {"zh", "zh-Hant", "en", "mixed"}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows(root: Path) -> list[Row]:
    text = (root / "eval" / "data" / "gold.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (root / "corpus").glob("*.md")}


@pytest.fixture(scope="module")
def answerable(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["kind"] != "unanswerable"]


def states(text: str, spelling: str) -> bool:
    """Whether `text` holds `spelling` as a whole number or whole words: 20 does not stand in 2018 nor in 20.5."""
    text, spelling = (unicodedata.normalize("NFKC", part).casefold() for part in (text, spelling))
    before = r"(?<![\d.])" if spelling[0].isdigit() else r"(?<![a-z])" if spelling[0].isascii() else ""
    after = r"(?!\.?\d)" if spelling[-1].isdigit() else r"s?(?![a-z])" if spelling[-1].isascii() else ""
    return re.search(before + re.escape(spelling) + after, text) is not None


def satisfies(texts: Iterable[str], groups: list[list[str]]) -> bool:
    """Whether each group has a spelling in at least one of the texts."""
    held = list(texts)
    return all(any(states(text, spelling) for spelling in group for text in held) for group in groups)


def test_every_row_has_every_key_and_a_known_kind(rows: list[Row]) -> None:
    for row in rows:
        assert set(row) == KEYS, row["id"]
        assert row["kind"] in KINDS, row["id"]
        assert isinstance(row["must_all"], bool)
        assert row["question"].strip() == row["question"] != ""


def test_ids_and_questions_are_unique(rows: list[Row]) -> None:
    assert [row["id"] for row in rows] == [f"g{number:03d}" for number in range(1, len(rows) + 1)]
    assert len({row["question"] for row in rows}) == len(rows)


def test_counts_by_language_and_kind(rows: list[Row], pages: dict[str, str]) -> None:
    kinds = Counter(row["kind"] for row in rows)
    languages = Counter(row["lang"] for row in rows)
    assert len(rows) >= 120
    assert kinds["unanswerable"] >= 24
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 10
    assert abs(languages["zh"] - languages["en"]) <= 4
    assert min(languages["zh-Hant"], languages["mixed"]) >= 8
    assert sum(count for language, count in languages.items() if language not in MAIN_LANGUAGES) >= 16
    tags = Counter(tag for row in rows for tag in row["tags"])
    assert all(tags[tag] for tag in ("near_miss", "other_year", "other_city", "no_measure", "off_topic", "injection"))
    assert tags["conflict"] >= 3
    assert {item["doc"] for row in rows for item in row["evidence"]} == set(pages)


def test_the_missions_own_questions_are_asked(rows: list[Row]) -> None:
    proof = {row["question"]: row["evidence"][0]["quote"] for row in rows if row["evidence"]}
    assert "深圳海关" in proof["which agency leads customs protection?"]
    assert "深圳海关" in proof["海关知识产权保护由谁牵头？"]


def test_unanswerable_rows_hold_no_gold(rows: list[Row]) -> None:
    for row in rows:
        if row["kind"] == "unanswerable":
            assert not any(row[key] for key in ("answers", "answer_groups", "evidence", "must_all")), row["id"]


def test_each_quote_stands_in_its_document(answerable: list[Row], pages: dict[str, str]) -> None:
    for row in answerable:
        assert row["evidence"], row["id"]
        for item in row["evidence"]:
            assert 8 <= len(item["quote"]) <= 80, row["id"]
            assert item["quote"] in pages[item["doc"]], (row["id"], item)


def test_a_quote_stands_nowhere_else(answerable: list[Row], pages: dict[str, str]) -> None:
    for row in answerable:
        for item in row["evidence"]:
            assert sum(page.count(item["quote"]) for page in pages.values()) == 1, (row["id"], item)
        assert len(row["evidence"]) >= 2 or not row["must_all"], row["id"]


def test_every_fact_is_proved_by_the_quotes(answerable: list[Row]) -> None:
    for row in answerable:
        assert bool(row["answer_groups"]) == (row["kind"] != "explain"), row["id"]
        assert satisfies((item["quote"] for item in row["evidence"]), row["answer_groups"]), row["id"]


def test_a_listed_answer_states_every_fact_and_the_question_does_not(answerable: list[Row]) -> None:
    for row in answerable:
        assert any(satisfies([answer], row["answer_groups"]) for answer in row["answers"]), row["id"]
        if row["answer_groups"]:
            assert not satisfies([row["question"]], row["answer_groups"]), row["id"]


def test_english_questions_have_an_english_answer(answerable: list[Row]) -> None:
    for row in answerable:
        if row["lang"] == "en":
            english = [answer for answer in row["answers"] if not re.search("[\u4e00-\u9fff]", answer)]
            assert any(satisfies([answer], row["answer_groups"]) for answer in english), row["id"]


def test_whole_numbers_only() -> None:
    assert states("共20家", "20")
    assert not states("2018年", "20")
    assert not states("20.5%", "20")
    assert not satisfies(["共20家"], [["20"], ["30"]])


def test_no_question_of_the_development_set_is_repeated(rows: list[Row], shared: Path) -> None:
    development = (shared / "eval" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    assert not {json.loads(line)["question"] for line in development} & {row["question"] for row in rows}
