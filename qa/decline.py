"""Is this supported? A confidence, and the reason when it is too low.

The coefficients are a logistic regression (scikit-learn, balanced classes) on 1,336 pairs of a question and documents:
500 questions of XQuAD (zh and en, CC BY-SA 4.0) and 168 of the project's own sets, each asked of the documents that
answer it and of the others. It tells what the documents are about from what they are not (area under the curve 0.98 in
five-fold cross-validation); near misses, such as a figure of another year, mostly pass.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit, Index
from qa.answer import Reason, Span
from qa.question import Question

COSINE, COVERAGE, NOT_CHINESE, BIAS = 67.97, 20.26, 6.83, -61.41
THRESHOLD = 0.2
"""Below it fall 95 % of XQuAD's questions when asked of the policy documents, 4 % of the policy questions that these
documents answer, and 2 % of XQuAD's that XQuAD's paragraphs answer."""
OFF_TOPIC = 0.05
UNLIKE = 0.1
"""A fused score that on any model's scale means that nothing is alike."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely it is that the documents are about this (0 to 1), and why there is no answer, or None."""

    confidence: float
    reason: Reason | None

    @property
    def answered(self) -> bool:
        """Whether there is an answer to show."""
        return self.reason is None


def judge(question: Question, hits: Sequence[Hit], spans: Sequence[Span], index: Index) -> Verdict:
    """Decide from the best hit: its cosine, the better of its coverages, and whether the question is in Chinese.

    Cosines of other models than the default one have another scale, on which nothing was fitted. With those the
    confidence is the fused score, and only a question that no passage resembles at all is declined.
    """
    if not hits:
        return Verdict(0.0, "not_covered")
    if not spans:
        return Verdict(0.0, "unsupported")
    if index.manifest["embedder"] != "default":
        score = min(1.0, max(0.0, hits[0].score))
        return Verdict(score, None if score >= UNLIKE else "off_topic")
    confidence = _probability(question, hits[0])
    if confidence >= THRESHOLD:
        return Verdict(confidence, None)
    return Verdict(confidence, "off_topic" if confidence < OFF_TOPIC else "not_covered")


def _probability(question: Question, hit: Hit) -> float:
    coverage = max((leg.score for name, leg in hit.legs.items() if name != "dense"), default=0.0)
    other = question.language not in {"zh", "zh-Hant"}
    value = COSINE * hit.legs["dense"].score + COVERAGE * coverage + NOT_CHINESE * other + BIAS
    return 1 / (1 + math.exp(-value))
