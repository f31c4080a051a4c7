"""Exact match and F1 of CMRC 2018, against figures computed by hand and the definition written out slowly."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.extractive import exact_match, f1

QUICK = settings(max_examples=200, deadline=None)
# One token each, none of them dropped: with a space after each, a text's tokens are its pieces.
TOKENS = st.lists(st.sampled_from(["园", "林", "局", "ab", "cd", "12", "3.5", "%", "(", "1,000"]), max_size=12)


@pytest.mark.parametrize(
    ("prediction", "answers", "expected"),
    [
        ("江口市园林局", ["江口市园林局"], 1),
        ("《江口市》园林局。", ["江口市园林局"], 1),
        (" Parks Bureau\n", ["PARKS bureau"], 1),
        ("2019-2021", ["20192021"], 1),
        ("园林局", ["江口市", "园林局"], 1),
        ("园林", ["园林局"], 0),
        # Inside a text spaces count, and so do ASCII marks other than - : _ * ^ / \ ~ ` + =
        ("Parks  Bureau", ["Parks Bureau"], 0),
        ("园 林局", ["园林局"], 0),
        ("1,000", ["1000"], 0),
        ("园林局.", ["园林局"], 0),
        ("园林局…", ["园林局"], 0),
        ("", ["园林局"], 0),
        ("。", ["园林局"], 0),
    ],
)
def test_exact_match(prediction: str, answers: list[str], expected: float) -> None:
    assert exact_match(prediction, answers) == expected


@pytest.mark.parametrize(
    ("prediction", "answers", "expected"),
    [
        ("江口市园林局", ["江口市园林局"], 1),
        ("由江口市园林局负责", ["园林局"], 2 * (3 / 9) * (3 / 3) / (3 / 9 + 3 / 3)),
        ("园林", ["江口市园林局"], 2 * (2 / 2) * (2 / 6) / (2 / 2 + 2 / 6)),
        # Only the longest run counts: 江口 and 林局 are two of two.
        ("江口林局", ["江口市园林局"], 2 * 2 / (4 + 6)),
        # A word is one token: 20 is no part of 2018, and the run is 年 alone.
        ("20年", ["2018年"], 2 * 1 / (2 + 2)),
        ("江口 Parks Bureau", ["parks bureau"], 2 * 2 / (4 + 2)),
        # Dropped marks leave no token and join what they stood between.
        ("《江口》（市）", ["江口市"], 1),
        ("2019-2021年", ["20192021年"], 1),
        # ASCII marks are tokens; those of a number are part of it.
        ("63.29%", ["63.29"], 2 * 1 / (2 + 1)),
        ("1,000家", ["000家"], 2 * 1 / (2 + 2)),
        ("(园林局)", ["园林局"], 2 * 3 / (5 + 3)),
        ("the bureau's", ["bureau"], 2 * 1 / (3 + 1)),
        # Spaces cut but are no tokens.
        ("园 林\u3000局", ["园林局"], 1),
        # The best of several answers.
        ("园林局", ["江口市", "江口市园林局", "园林"], 2 * 2 / (3 + 2)),
        ("江口", ["园林局"], 0),
        ("", ["园林局"], 0),
        ("园林局", [""], 0),
    ],
)
def test_f1(prediction: str, answers: list[str], expected: float) -> None:
    assert f1(prediction, answers) == pytest.approx(expected)


@pytest.mark.parametrize("score", [exact_match, f1])
@pytest.mark.parametrize(
    ("prediction", "expected"), [("", 1), (" \n", 1), ("。", 1), ("。 。", 1), ("园", 0), ("%", 0)]
)
def test_without_an_answer_only_silence_is_right(score: object, prediction: str, expected: float) -> None:
    assert callable(score)
    assert score(prediction, []) == expected


def longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """By trying every pair of slices."""
    runs = {tuple(one[start:end]) for start in range(len(one)) for end in range(start + 1, len(one) + 1)}
    return max(
        (
            end - start
            for start in range(len(other))
            for end in range(start + 1, len(other) + 1)
            if tuple(other[start:end]) in runs
        ),
        default=0,
    )


@given(TOKENS, st.lists(TOKENS, min_size=1, max_size=3))
@QUICK
def test_f1_is_that_of_the_longest_common_run(predicted: list[str], wanted: list[list[str]]) -> None:
    expected = 0.0
    for tokens in wanted:
        if run := longest_run(predicted, tokens):
            precision, recall = run / len(predicted), run / len(tokens)
            expected = max(expected, 2 * precision * recall / (precision + recall))
    assert f1(" ".join(predicted), [" ".join(tokens) for tokens in wanted]) == pytest.approx(expected)


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=3))
@QUICK
def test_any_text_gives_a_share_and_a_match_is_the_best(prediction: str, answers: list[str]) -> None:
    assert 0 <= f1(prediction, answers) <= 1
    assert f1(f"{prediction}园", [*answers, f"{prediction}园"]) == 1
    assert exact_match(prediction, [*answers, prediction]) == 1


def test_a_character_that_fills_the_text_is_not_left_out() -> None:
    # difflib would otherwise leave out what makes up more than a hundredth of 200 tokens or more.
    assert f1("甲" + "年" * 399, ["年" * 10]) == pytest.approx(2 * 10 / (400 + 10))
