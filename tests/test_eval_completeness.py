"""The rule of what an answer must state, by cases and against the question set's own checker."""

import json
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eval.completeness import LONG_KINDS, SHORT_KINDS, complete, states

Hit = Callable[[str, str], bool]
QUICK = settings(max_examples=300, deadline=None)

# What the rule turns on: digits of several scripts (U+1369 is a digit but no decimal), separators, Latin letters
# inside and outside the range, plurals, forms that NFKC or case folding lengthen, marks that compose, line breaks.
PIECES = (
    *"0123459",
    *("000", "20", "2018", "３", "٣", "፩", "²", "①", "Ⅷ", "½", "㍘", "1,000", "12，345", "1,2345"),
    *(".", ",", "，", "．", "%", "-", " ", "\n", "\r\n", "\u3000", "’", "…"),
    *("ten", "TEN", "patent", "s", "es", "E", "Ｓ", "é", "e\u0301", "\u0301", "ß", "ÿ", "÷", "š", "ı", "İ", "ﬁ", "ſ"),
    *("家", "年", "局", "三", "か", "국", "\u200b", "\ud800", "+", "(", "\\", "$"),
)
MIXED = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
ANY = st.one_of(MIXED, st.text(max_size=12))


@pytest.fixture(scope="module")
def checker(shared: Path) -> Any:
    """The question set's own checker, run from where it lies."""
    file = shared / "eval" / "validate.py"
    if not file.is_file():
        pytest.skip("../shared/eval/validate.py is not here: nothing to compare the rule with")
    spec = spec_from_file_location("shared_validate", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def hit(checker: Any) -> Hit:
    found: Hit = checker.hit
    return found


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("共有3家。", "3家"),
        ("共有３家。", "3家"),
        ("投入20亿元", "20亿"),
        ("a total of 1,234,567 items", "1234567"),
        ("共1234567件", "1,234,567"),
        ("12，345件", "12345"),
        ("it is 20.", "20"),
        ("20, then 30", "20"),
        ("in 2018", "2018"),
        ("v20", "20"),
        ("Ten harbours", "ten"),
        ("two Agencies", "agencie"),
        ("the agencys", "Agency"),
        ("the boxes", "box"),
        ("CAFÉS are open", "cafe\u0301"),
        ("由江口市园林局负责", "园林局"),
        ("A部门", "a"),
        ("x ten patent ten", "ten"),
        ("13家和3家", "3家"),
    ],
)
def test_it_stands_there(text: str, spelling: str) -> None:
    assert states(text, spelling)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("共有13家。", "3家"),
        ("2.3家", "3家"),
        ("in 2018", "20"),
        ("20.5 percent", "20"),
        ("120", "20"),
        ("1,020", "20"),
        ("1,2345", "12345"),
        ("10,20", "1020"),
        ("patent", "ten"),
        ("tenth", "ten"),
        ("often", "ten"),
        ("tenses", "ten"),
        ("été", "ét"),
        ("共有三家", "3家"),
        ("", "3"),
        ("anything", ""),
    ],
)
def test_it_does_not_stand_there(text: str, spelling: str) -> None:
    assert not states(text, spelling)


@given(ANY, ANY)
@example("ten\nx", "ten\n")
@example("1፩", "፩")
@example("ten\n", "ten\n")
@example("2.٣", "٣")
@QUICK
def test_any_text_is_judged_as_the_checker_judges_it(hit: Hit, text: str, spelling: str) -> None:
    if spelling:
        assert states(text, spelling) == hit(text, spelling)


@given(MIXED, MIXED.filter(bool), MIXED)
@QUICK
def test_what_stands_in_a_text_is_judged_as_the_checker_judges_it(
    hit: Hit, before: str, spelling: str, behind: str
) -> None:
    text = before + spelling + behind
    assert states(text, spelling) == hit(text, spelling)


def test_the_development_set_is_judged_as_its_checker_judges_it(shared: Path, hit: Hit, checker: Any) -> None:
    lines = (shared / "eval" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    spellings = {spelling for row in rows for group in row["answer_groups"] for spelling in group}
    texts = {answer for row in rows for answer in row["answers"]}
    texts |= {item["quote"] for row in rows for item in row["evidence"]}
    assert len(spellings) > 100
    assert len(texts) > 100
    found = [(text, spelling) for text in texts for spelling in spellings if states(text, spelling)]
    assert found == [(text, spelling) for text in texts for spelling in spellings if hit(text, spelling)]
    for row in rows:
        for answer in row["answers"] if row["answer_groups"] else []:
            assert complete("list", row["answer_groups"], answer, []) == checker.complete(answer, row)


GROUPS = [["5座", "five"], ["江口市园林局", "parks bureau"]]
BOTH = "江口市园林局修了5座。"


def test_one_spelling_of_every_group_suffices() -> None:
    assert complete("list", GROUPS, BOTH, [])
    assert complete("list", GROUPS, "The Parks Bureau built five.", [])
    assert not complete("list", GROUPS, "江口市园林局修了15座。", [])
    assert not complete("list", GROUPS, "修了5座。", [])


@pytest.mark.parametrize("kind", sorted(SHORT_KINDS))
def test_a_short_answer_must_hold_every_group_too(kind: str) -> None:
    assert complete(kind, GROUPS, BOTH, ["5座", "江口市园林局"])
    assert not complete(kind, GROUPS, BOTH, ["5座"])
    assert not complete(kind, GROUPS, BOTH, [])
    assert not complete(kind, GROUPS, "修了5座。", ["5座", "江口市园林局"])


@pytest.mark.parametrize("kind", [*sorted(LONG_KINDS), "yes_no", ""])
def test_other_kinds_need_no_short_answer(kind: str) -> None:
    assert complete(kind, GROUPS, BOTH, [])


@pytest.mark.parametrize(
    ("groups", "short"),
    [([["2018"]], ["20", "18"]), ([["20.5"]], ["20", ".5"]), ([["ten"]], ["t", "en"]), ([["25座"]], ["2", "5座"])],
)
def test_two_parts_do_not_make_a_fact(groups: list[list[str]], short: list[str]) -> None:
    assert not complete("number", groups, "2018, 20.5, ten, 25座", short)


@pytest.mark.parametrize(
    ("groups", "short"),
    [
        ([["20"]], ["3", "20", "18"]),
        ([["20"]], ["20", ".5"]),
        ([["ten"]], ["pa", "ten", "t"]),
        ([["1"]], ["1", ",000"]),
    ],
)
def test_two_parts_do_not_hide_a_fact(groups: list[list[str]], short: list[str]) -> None:
    assert complete("number", groups, "20, ten, 1", short)


@pytest.mark.parametrize(
    ("kind", "limit"),
    [("list", 900), ("comparison", 900), ("explain", 900), ("number", 400), ("entity", 400), ("yes_no", 400)],
)
def test_the_text_has_a_limit_in_code_points(kind: str, limit: int) -> None:
    # Outside the basic plane, and longer once folded: neither bytes, UTF-16 units nor folded length may count.
    for filler in ("𠀀", "㌔"):
        text = "5座" + filler * (limit - 2)
        assert complete(kind, [["5座"]], text, ["5座"])
        assert not complete(kind, [["5座"]], text + filler, ["5座"])


def test_the_short_answer_has_a_limit_joins_included() -> None:
    short = ["5座", "甲" * 117]
    assert complete("number", [["5座"]], "5座", short)
    assert not complete("number", [["5座"]], "5座", [*short[:1], short[1] + "甲"])
    assert not complete("number", [["5座"]], "5座", [*short, ""])
    assert complete("list", [["5座"]], "5座", [*short, "甲"])


def test_a_question_without_groups_cannot_be_judged_by_them() -> None:
    with pytest.raises(ValueError, match="without answer groups"):
        complete("explain", [], "anything", [])
