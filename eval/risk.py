"""Does confidence tell right answers from wrong ones? The risk-coverage curve and its area.

El-Yaniv and Wiener 2010, "On the Foundations of Noise-free Selective Classification", JMLR 11; the area as in Geifman,
Uziel and El-Yaniv 2019, "Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers", ICLR.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isfinite
from statistics import fmean

CURVE_POINTS = 200


@dataclass(frozen=True, slots=True)
class Risk:
    """All figures are shares, 0..1.

    `area`: mean risk over the curve's points before thinning; 0 is best.
    `coverage`, `risk`: where the system itself stands: the share answered, and of those the share wrong (0 of none).
    `curve`: (coverage, risk) by rising coverage, at most CURVE_POINTS of them, the first and the last kept.
    """

    area: float
    coverage: float
    risk: float
    curve: tuple[tuple[float, float], ...]


def risk_coverage(confidences: Sequence[float], right: Sequence[bool], answered: Sequence[bool]) -> Risk | None:
    """Questions by falling confidence: at coverage n/N, the share of wrong ones among the first n.

    One confidence, one verdict and one decision for each question; None for no questions. A declined question is wrong
    at every coverage that includes it, whatever its verdict: it gave no answer. Questions of equal confidence each
    count with their mean error, which is what the curve would be on average over all their orders.
    Raises ValueError for sequences of unequal length and for a confidence that is not finite.
    """
    if not all(map(isfinite, confidences)):
        raise ValueError("a confidence that is not finite has no place in the order")
    rows = [(c, not (r and a)) for c, r, a in zip(confidences, right, answered, strict=True)]
    if not rows:
        return None
    rows.sort(reverse=True)
    risks: list[float] = []
    before = 0
    for _, group in groupby(rows, key=lambda row: row[0]):
        errors = [wrong for _, wrong in group]
        size, wrong = len(errors), sum(errors)
        seen = len(risks)
        # One division of whole numbers: every share is exact to the last digit and never passes 1.
        risks += [(before * size + n * wrong) / (size * (seen + n)) for n in range(1, size + 1)]
        before += wrong
    shown = sum(answered)
    missed = sum(a and not r for r, a in zip(right, answered, strict=True))
    return Risk(
        area=fmean(risks),
        coverage=shown / len(rows),
        risk=missed / shown if shown else 0.0,
        curve=tuple(((at + 1) / len(rows), risks[at]) for at in _kept(len(risks))),
    )


def _kept(count: int) -> list[int]:
    if count <= CURVE_POINTS:
        return list(range(count))
    return [round(step * (count - 1) / (CURVE_POINTS - 1)) for step in range(CURVE_POINTS)]
