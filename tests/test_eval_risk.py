"""The risk-coverage curve, against figures computed by hand and what must hold for any run."""

from itertools import pairwise, permutations
from random import Random
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.risk import Risk, risk_coverage

QUICK = settings(max_examples=200, deadline=None)
# Few different confidences, so that many are equal.
ROWS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.3, 0.9, 1.0]), st.booleans(), st.booleans()), min_size=1, max_size=30
)

Row = tuple[float, bool, bool]


def measured(rows: list[Row]) -> Risk:
    found = risk_coverage([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])
    assert found is not None
    return found


def test_the_curve_by_hand() -> None:
    rows = [(0.2, False, True), (0.9, True, True), (0.5, True, True), (0.7, False, True)]
    found = measured(rows)
    assert found.curve == ((0.25, 0.0), (0.5, 1 / 2), (0.75, 1 / 3), (1.0, 2 / 4))
    assert found.area == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)
    assert (found.coverage, found.risk) == (1.0, 0.5)


def test_a_declined_question_is_wrong_wherever_it_is_included() -> None:
    for verdict in (True, False):
        found = measured([(0.9, True, True), (0.1, verdict, False)])
        assert found.curve == ((0.5, 0.0), (1.0, 0.5))
        assert (found.coverage, found.risk) == (0.5, 0.0)


def test_where_the_system_stands_counts_what_it_answered() -> None:
    found = measured([(0.9, True, True), (0.8, False, True), (0.7, False, True), (0.1, False, False)])
    assert (found.coverage, found.risk) == (3 / 4, 2 / 3)


def test_nothing_answered() -> None:
    found = measured([(0.2, True, False), (0.1, False, False)])
    assert (found.area, found.coverage, found.risk) == (1.0, 0.0, 0.0)


def test_equal_confidence_counts_with_the_mean_error() -> None:
    found = measured([(0.9, True, True), (0.5, True, True), (0.5, False, True), (0.1, False, True)])
    assert found.curve == ((0.25, 0.0), (0.5, 0.5 / 2), (0.75, 1 / 3), (1.0, 2 / 4))


def test_no_questions_no_figures() -> None:
    assert risk_coverage([], [], []) is None


def test_what_cannot_be_ordered_or_paired_is_refused() -> None:
    with pytest.raises(ValueError, match="not finite"):
        risk_coverage([float("nan"), 0.5], [True, True], [True, True])
    with pytest.raises(ValueError, match="shorter"):
        risk_coverage([0.5, 0.6], [True], [True, True])


@given(ROWS, st.randoms(use_true_random=False))
@QUICK
def test_the_order_of_the_questions_does_not_matter(rows: list[Row], random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert measured(shuffled) == measured(rows)


@given(ROWS)
@QUICK
def test_every_figure_is_a_share_and_full_coverage_counts_every_question(rows: list[Row]) -> None:
    found = measured(rows)
    assert 0 <= min(found.area, found.coverage, found.risk) <= max(found.area, found.coverage, found.risk) <= 1
    assert [coverage for coverage, _ in found.curve] == [n / len(rows) for n in range(1, len(rows) + 1)]
    assert all(0 <= risk <= 1 for _, risk in found.curve)
    assert found.curve[-1][1] == sum(not (right and answered) for _, right, answered in rows) / len(rows)


@given(ROWS)
@QUICK
def test_no_confidence_is_better_than_one_that_puts_the_right_answers_first(rows: list[Row]) -> None:
    perfect = [(1.0 if right and answered else 0.0, right, answered) for _, right, answered in rows]
    worst = [(1 - confidence, right, answered) for confidence, right, answered in perfect]
    assert measured(perfect).area <= measured(rows).area + 1e-12
    assert measured(rows).area <= measured(worst).area + 1e-12


@given(st.lists(st.booleans(), min_size=1, max_size=6))
@QUICK
def test_a_tie_is_the_average_of_all_its_orders(verdicts: list[bool]) -> None:
    tied = measured([(0.5, verdict, True) for verdict in verdicts])
    curves = [
        measured([(1 / (at + 2), verdict, True) for at, verdict in enumerate(order)]).curve
        for order in permutations(verdicts)
    ]
    for at, (_, risk) in enumerate(tied.curve):
        assert risk == pytest.approx(fmean(curve[at][1] for curve in curves))


def test_a_long_curve_is_thinned_and_its_area_is_not() -> None:
    rows = [(1 - n / 1000, n % 3 > 0, True) for n in range(1000)]
    found = measured(rows)
    wrong = [sum(m % 3 == 0 for m in range(n)) / n for n in range(1, 1001)]
    assert found.area == pytest.approx(fmean(wrong))
    assert len(found.curve) == 200
    assert found.curve[0] == (1 / 1000, 1.0)
    assert found.curve[-1] == (1.0, 334 / 1000)
    steps = [right[0] - left[0] for left, right in pairwise(found.curve)]
    assert 0.004 < min(steps) <= max(steps) < 0.007
    assert set(found.curve) <= {(n / 1000, wrong[n - 1]) for n in range(1, 1001)}
