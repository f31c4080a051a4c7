"""Is this supported? A confidence, and the reason when it is too low.

The coefficients are a logistic regression (scikit-learn, balanced classes) on 2,242 pairs of a question and documents:
500 questions of XQuAD (zh and en, CC BY-SA 4.0) asked of its paragraphs and of the two policy sets; our own, 202 and
110 in five more languages, asked of XQuAD's paragraphs and, where they have an answer, of their documents; 76 of small
talk and trivia asked of the two policy sets. Area under the curve 0.985 in five-fold cross-validation. It tells what
the documents are about from what they are not; near misses, such as a figure of another year, mostly pass.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit, Index
from qa.answer import Reason, Span
from qa.question import Question

COSINE, WORDS, GLOSS, NOT_CHINESE, BIAS = 55.69, 24.56, 3.10, 2.43, -48.96
FEW = 4
"""Coverage of a question of n words counts n / (n + 4): one word that is found says little."""

THRESHOLD = 0.25
"""Below it fall 96 % of XQuAD's questions when asked of the policy documents, 2 % of the policy questions that these
documents answer, 3 % of XQuAD's that XQuAD's paragraphs answer, and 97 % of the small talk; all of
these it was fitted on."""
OFF_TOPIC = 0.05
UNLIKE = 0.1
"""A fused score that on any model's scale means that nothing is alike."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+|\d+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely it is that the documents are about this (0 to 1), and why there is no answer, or None.

    Below `threshold` a confidence is too low to answer.
    """

    confidence: float
    reason: Reason | None
    threshold: float


def judge(question: Question, hits: Sequence[Hit], spans: Sequence[Span], index: Index) -> Verdict:
    """Decide from the best hit: its cosine, its coverages, the question's length and whether it is in Chinese.

    Cosines of other models than the default one have another scale, on which nothing was fitted. With those the
    confidence is the fused score, and only a question that no passage resembles at all is declined.
    """
    if not hits:
        return Verdict(0.0, "not_covered", THRESHOLD)
    if not spans:
        return Verdict(0.0, "unsupported", THRESHOLD)
    if index.manifest["embedder"] != "default":
        score = min(1.0, max(0.0, hits[0].score))
        return Verdict(score, None if score >= UNLIKE else "off_topic", UNLIKE)
    confidence = _probability(question, hits[0])
    if confidence >= THRESHOLD:
        return Verdict(confidence, None, THRESHOLD)
    return Verdict(confidence, "off_topic" if confidence < OFF_TOPIC else "not_covered", THRESHOLD)


def _probability(question: Question, hit: Hit) -> float:
    score = {name: leg.score for name, leg in hit.legs.items()}
    words = len(set(_WORD.findall(question.text.lower()))) + len(_HAN.findall(question.text)) / 2
    coverage = WORDS * score.get("words", 0.0) + GLOSS * score.get("gloss", 0.0)
    other = question.language not in {"zh", "zh-Hant"}
    value = COSINE * score["dense"] + coverage * words / (words + FEW) + NOT_CHINESE * other + BIAS
    return 1 / (1 + math.exp(-value))
