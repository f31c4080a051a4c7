"""How far a mean over questions can be trusted, and whether two systems differ by more than chance.

Percentile bootstrap (Efron and Tibshirani 1993) and paired randomisation (Fisher's sign flips; for retrieval Smucker,
Allan and Carterette 2007, "A Comparison of Statistical Significance Tests for Information Retrieval Evaluation", CIKM),
both by scipy and from a fixed seed: equal input gives equal figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap, permutation_test

FEW = 30
CONFIDENCE = 0.95
RESAMPLES = 2_000
FLIPS = 9_999
_SEED = 20
# Numbers drawn at a time, which bounds the memory: some 8 MB, whatever the number of questions.
_CELLS = 500_000


@dataclass(frozen=True, slots=True)
class Paired:
    """How system b compares with system a on the same questions.

    `difference`: mean of b less mean of a. `low`, `high`: its 95 % interval, None below FEW questions. `p_value`: how
    often chance alone would give a difference at least as large, two-sided.
    """

    difference: float
    low: float | None
    high: float | None
    p_value: float


def interval(values: Sequence[float]) -> tuple[float, float] | None:
    """The 95 % bootstrap interval (low, high) of the mean of one value a question, or None below FEW values."""
    if len(values) < FEW:
        return None
    sample = np.asarray(values, np.float64)
    if sample.min() == sample.max():
        return float(sample[0]), float(sample[0])
    found = bootstrap(
        (sample,),
        np.mean,
        n_resamples=RESAMPLES,
        batch=_batch(len(sample)),
        vectorized=True,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return float(found.low), float(found.high)


def paired(a: Sequence[float], b: Sequence[float]) -> Paired:
    """Compare two systems by one value of each for every question, in the same order.

    Questions are resampled whole for the interval. For the p-value the two values of a question change places at
    random: in every way when there are at most FLIPS of them, else FLIPS times.
    Raises ValueError when the lengths differ or there are no questions.
    """
    if len(a) != len(b) or not a:
        raise ValueError(f"as many values of one system as of the other, and at least one: got {len(a)} and {len(b)}")
    differences = np.asarray(b, np.float64) - np.asarray(a, np.float64)
    low, high = interval(differences.tolist()) or (None, None)
    return Paired(fmean(differences.tolist()), low, high, _p_value(differences[differences != 0]))


def _p_value(moved: NDArray[np.float64]) -> float:
    """`moved`: the differences that are not 0. A 0 flipped stays 0, so leaving it out changes time but not the test."""
    # A single difference is as large either way, and scipy takes no sample of one.
    if len(moved) < 2:
        return 1.0
    return float(
        permutation_test(
            (moved,),
            np.mean,
            permutation_type="samples",  # of one sample: the signs of its values
            vectorized=True,
            n_resamples=FLIPS,
            batch=_batch(len(moved)),
            rng=np.random.default_rng(_SEED),
        ).pvalue
    )


def _batch(values: int) -> int:
    return max(1, _CELLS // values)
