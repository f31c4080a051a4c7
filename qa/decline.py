"""Is this supported? A calibrated confidence, and the reason when it is too low."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit
from qa.answer import Reason, Span

THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely it is that the passages answer (0 to 1), and why not when they do not."""

    confidence: float
    reason: Reason | None

    @property
    def answered(self) -> bool:
        """Whether there is an answer to show."""
        return self.reason is None


def judge(hits: Sequence[Hit], spans: Sequence[Span]) -> Verdict:
    """Decide from the best hit and the best sentence."""
    if not hits:
        return Verdict(0.0, "not_covered")
    if not spans:
        return Verdict(0.0, "unsupported")
    confidence = 1 / (1 + math.exp(-20 * (spans[0].score - 0.8)))
    return Verdict(confidence, None if confidence >= THRESHOLD else "not_covered")
