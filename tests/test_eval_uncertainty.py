"""Intervals and p-values, against figures that theory gives."""

import tracemalloc
from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.uncertainty import FEW, interval, paired

SHARES = st.floats(0, 1, allow_nan=False)


def two_sided(differences: list[float]) -> float:
    """The exact p-value by going through all flips."""
    size = sum(differences)
    sums = [
        sum(s * d for s, d in zip(signs, differences, strict=True))
        for signs in product((1, -1), repeat=len(differences))
    ]
    above = sum(total >= size - 1e-9 for total in sums) / len(sums)
    below = sum(total <= size + 1e-9 for total in sums) / len(sums)
    return min(1.0, 2 * min(above, below))


def test_below_thirty_values_there_is_no_interval() -> None:
    assert FEW == 30
    assert interval([]) is None
    assert interval([0.0, 1.0] * 14 + [1.0]) is None
    assert interval([0.0, 1.0] * 15) is not None


@pytest.mark.parametrize(("right", "count"), [(50, 100), (90, 100), (714, 1190)])
def test_the_interval_of_a_share_is_near_the_one_that_theory_gives(right: int, count: int) -> None:
    found = interval([1.0] * right + [0.0] * (count - right))
    assert found is not None
    share = right / count
    half = 1.96 * sqrt(share * (1 - share) / count)
    assert found == pytest.approx((share - half, share + half), abs=half / 5)


def test_an_interval_covers_the_true_mean_about_95_times_in_100() -> None:
    draws = np.random.default_rng(1).beta(2, 1, size=(200, 60))
    covered = [found[0] <= 2 / 3 <= found[1] for row in draws if (found := interval(row.tolist()))]
    assert len(covered) == 200
    assert 0.9 <= np.mean(covered) <= 0.99


@pytest.mark.parametrize("value", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("count", [30, 1190])
def test_equal_values_leave_no_doubt(value: float, count: int) -> None:
    assert interval([value] * count) == (value, value)


@given(st.lists(SHARES, min_size=30, max_size=60))
@settings(max_examples=50, deadline=None)
def test_an_interval_lies_within_the_values_and_comes_out_the_same_again(values: list[float]) -> None:
    found = interval(values)
    assert found is not None
    assert min(values) - 1e-12 <= found[0] <= found[1] <= max(values) + 1e-12
    assert interval(values) == found


def test_memory_does_not_grow_with_the_number_of_questions() -> None:
    values = [0.0, 1.0] * 5_000
    interval(values[:100])
    tracemalloc.start()
    try:
        found = interval(values)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == pytest.approx((0.5 - 0.0098, 0.5 + 0.0098), abs=0.002)
    # All resamples at once would be 2,000 x 10,000 indices and as many values: 320 MB.
    assert peak < 32e6


@pytest.mark.parametrize(
    "differences",
    [
        [0.5, 0.25, 0.5, -0.25, 1.0],
        [1.0] * 8,
        [-1.0] * 8,
        [1.0, -1.0],
        [0.5],
        [0.1, 0.2, 0.3, -0.1, -0.6, 0.05, 0.7, 0.2, 0.9, -0.3, 0.4, 0.6, 0.8],
    ],
)
def test_few_differences_are_flipped_in_every_way(differences: list[float]) -> None:
    expected = two_sided(differences)
    assert paired([0.0] * len(differences), differences).p_value == pytest.approx(expected)
    # Questions where both are alike say nothing about which is better, however many they are.
    assert paired([0.0] * 40 + [0.0] * len(differences), [0.0] * 40 + differences).p_value == pytest.approx(expected)


def test_many_differences_are_flipped_at_random() -> None:
    # Of 100 questions that differ b wins 60: two-sided sign test 0.0569 by the binomial distribution.
    a, b = [0.0] * 60 + [1.0] * 40 + [1.0] * 50, [1.0] * 60 + [0.0] * 40 + [1.0] * 50
    assert paired(a, b).p_value == pytest.approx(0.0569, abs=0.01)
    assert paired(a, b) == paired(a, b)
    # However clear it is, N random flips cannot show a chance below 1 in N + 1 on either side.
    assert paired([0.0] * 200, [1.0] * 200).p_value == pytest.approx(2 / 10_000)


def test_the_difference_and_its_interval() -> None:
    rng = np.random.default_rng(2)
    a = rng.random(400)
    b = a + rng.normal(0.05, 0.2, 400)
    found = paired(a.tolist(), b.tolist())
    assert found.difference == pytest.approx(b.mean() - a.mean())
    half = 1.96 * (b - a).std() / sqrt(400)
    assert found.low == pytest.approx(found.difference - half, abs=half / 5)
    assert found.high == pytest.approx(found.difference + half, abs=half / 5)
    assert found.p_value < 0.001


def test_systems_that_vary_much_but_alike_are_told_apart() -> None:
    # Unpaired, a step of 0.02 would drown in the spread of the questions.
    a = np.random.default_rng(3).random(200) * 0.9
    step = np.where(np.arange(200) % 4 == 0, -0.01, 0.03)
    found = paired(a.tolist(), (a + step).tolist())
    assert found.low is not None
    assert found.low > 0.015
    assert found.p_value < 0.001


@pytest.mark.parametrize("count", [1, 5, 30, 1190])
def test_equal_systems_do_not_differ(count: int) -> None:
    values = np.random.default_rng(4).random(count).tolist()
    found = paired(values, values)
    assert (found.difference, found.p_value) == (0.0, 1.0)
    assert (found.low, found.high) == ((0.0, 0.0) if count >= 30 else (None, None))


@given(st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_which_system_comes_first_changes_the_sign_only(pairs: list[tuple[float, float]]) -> None:
    a, b = [first for first, _ in pairs], [second for _, second in pairs]
    there, back = paired(a, b), paired(b, a)
    assert there == paired(a, b)
    assert there.difference == pytest.approx(-back.difference)
    assert 0 < there.p_value <= 1
    assert there.p_value == pytest.approx(back.p_value, abs=0.03)


def test_what_cannot_be_paired_is_refused() -> None:
    with pytest.raises(ValueError, match="got 1 and 2"):
        paired([0.5], [0.5, 0.6])
    with pytest.raises(ValueError, match="got 0 and 0"):
        paired([], [])
