"""Is this supported? A calibrated probability, and the reason when it is too low.

The probability is a logistic regression on what retrieval, the reader and the words of question and passage say; its
coefficients lie in weights/decline.json, written by `python -m eval fit` (docs/answers.md says on what, and how well
it is calibrated).
"""

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from index import WEIGHTS, Hit, Index, figures, fold
from qa.answer import Reason, Span
from qa.compose import quoted
from qa.compose_document import is_unstated, states_fact
from qa.coverage import together
from qa.forms import holds, lacks
from qa.kinds import Asked
from qa.knowledge import Knowledge
from qa.named_numbers import years_in
from qa.question import Question
from qa.short import Shares, short_support
from qa.unknown import Unknown, unknown_words

FILE = Path(__file__).parent / "weights" / "decline.json"

OFF_TOPIC, FOREIGN = 0.05, 0.1
"""Less likely, and with a smaller share of its words in the best passage, a question is on another subject."""
UNLIKE = 0.1
"""A fused score that on any model's scale means that nothing is alike."""
FEW = 4
"""Coverage of a question of n words counts n / (n + 4): one word that is found says little."""

NEAR = 3
"""Leading sentences that are looked through for the kind of thing asked for."""
MEASURED = frozenset({"number", "money", "percent", "duration", "date"})

CERTAIN = frozenset({"place", "year", "number"})
"""What is told for sure to stand nowhere in the documents: then they do not answer, whatever is like the question.

No more does a document that is asked for a fact of its own which it does not state."""

_DOCUMENT = re.compile(
    r"答[复覆]|回复|函|方案|通知|文件|\breply|replies|letter|plan\b|document|notice|réponse|antwort|respuesta|回答|답변",
    re.I,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+|\d+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely it is that the documents answer this (0 to 1), and why there is no answer, or None.

    Below `threshold` a confidence is too low to answer. `unknown` are the question's words that no document holds.
    """

    confidence: float
    reason: Reason | None
    threshold: float
    unknown: tuple[Unknown, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression: `weights` by feature, `bias`, and the probability below which is declined."""

    weights: Mapping[str, float]
    bias: float
    threshold: float

    def probability(self, features: Mapping[str, float]) -> float:
        """0 to 1; a feature without a weight counts nothing. Raises KeyError for a weight without its feature."""
        value = self.bias + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


@cache
def shipped_model() -> Model:
    """The model in weights/decline.json."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    return Model(stored["weights"], stored["bias"], stored["threshold"])


def judge(
    question: Question,
    asked: Asked,
    hits: Sequence[Hit],
    spans: Sequence[Span],
    index: Index,
    known: Knowledge,
    ids: Collection[str],
) -> Verdict:
    """Decide from the best passages and sentences; `ids` are the documents that may answer.

    Cosines of other models than the default one have another scale, on which nothing was fitted. With those the
    confidence is the fused score, and only a question that no passage resembles at all is declined.
    """
    model = shipped_model()
    if not hits:
        return Verdict(0.0, "not_covered", model.threshold)
    if not spans:
        return Verdict(0.0, "unsupported", model.threshold)
    unknown = unknown_words(question, known.vocabulary)
    shares = partial(index.shares, question.text)
    if index.manifest["embedder"] != "default":
        score = min(1.0, max(0.0, hits[0].score))
        documents = [document for document in known.documents if document.id in ids]
        if is_unstated(question.text, hits, known, documents):
            return Verdict(min(score, UNLIKE / 2), "not_covered", UNLIKE, unknown)
        return Verdict(score, None if score >= UNLIKE else "off_topic", UNLIKE, unknown)
    told = features(question, asked, hits, spans, known, unknown, shares, ids)
    confidence = model.probability(told)
    certain = any(one.kind in CERTAIN for one in unknown) or told["unstated"] > 0
    lacking = not told["fact"] and bool(lacks(asked, quoted(spans[0])))
    if certain or lacking:
        confidence = min(confidence, model.threshold / 2)
    if confidence >= model.threshold:
        return Verdict(confidence, None, model.threshold, unknown)
    words = hits[0].legs.get("words")
    strange = confidence < OFF_TOPIC and not certain and (words is None or words.score < FOREIGN)
    return Verdict(confidence, "off_topic" if strange else "not_covered", model.threshold, unknown)


def features(
    question: Question,
    asked: Asked,
    hits: Sequence[Hit],
    spans: Sequence[Span],
    known: Knowledge,
    unknown: Sequence[Unknown],
    shares: Shares,
    ids: Collection[str],
) -> dict[str, float]:
    """What the decision goes by, each about 0 to 1: the best passage's legs, the reader's word, what is covered."""
    best = spans[0]
    documents = [document for document in known.documents if document.id in ids]
    legs = {name: leg.score for name, leg in hits[0].legs.items()}
    chunk = best.hit.chunk
    sentence = chunk.document.text[best.start : best.end]
    cover = together(question, chunk, sentence, known.vocabulary)
    words = len(set(_WORD.findall(question.text.lower()))) + len(_HAN.findall(question.text)) / 2
    known_share = words / (words + FEW)
    kinds = [one.kind for one in unknown]
    found, beside = short_support(best, asked, shares)
    measured = set(asked.kinds) <= MEASURED
    return {
        "dense": legs.get("dense", 0.0),
        "sentence": legs.get("sentence", 0.0),
        # What the rest of its document says was not fitted with.
        "fused": hits[0].score - WEIGHTS["document"] * legs.get("document", 0.0),
        "words": legs.get("words", 0.0) * known_share,
        "gloss": legs.get("gloss", 0.0) * known_share,
        "chinese": float(question.language in {"zh", "zh-Hant"}),
        "answerable": _logit(best.answerable),
        "most_answerable": _logit(max(span.answerable for span in spans)),
        "short": found,
        "beside": beside,
        "likely": best.likely,
        "kind": float(holds(asked, sentence)),
        "kind_near": float(any(holds(asked, quoted(span)) for span in spans[:NEAR])),
        "figure": float(measured),
        "beside_figure": beside * measured,
        "fact": float(states_fact(question.text, hits, known, documents)),
        "unstated": float(is_unstated(question.text, hits, known, documents)),
        "passage": cover.passage,
        "covered": cover.sentence,
        "document": cover.document,
        "year": _year_told(question, best),
        "years": cover.years,
        "numbers": cover.numbers,
        "places": cover.places,
        "contradicted": cover.contradicted,
        "unknown_place": float("place" in kinds),
        "unknown_year": float("year" in kinds),
        "unknown_number": float("number" in kinds),
        "unknown_name": float("name" in kinds),
        "unknown_word": float("word" in kinds),
    }


def _year_told(question: Question, best: Span) -> float:
    """1 where the year asked for is the one that the sentence, or what stands nearest around it, speaks of; else 0.

    1 too where no year is asked for, or none told, and where the year names the document ("the 2021 reply").
    """
    asked = years_in(figures(fold(question.text)))
    chunk = best.hit.chunk
    document = chunk.document
    if not asked or (document.issued and document.issued.year in asked and _DOCUMENT.search(question.text)):
        return 1.0
    around = (document.text[best.start : best.end], chunk.text, " ".join((*chunk.path, document.title)))
    for text in (*around, str(document.issued or "")):
        if told := years_in(figures(fold(text))):
            return float(not told.isdisjoint(asked))
    return 1.0


def _logit(probability: float) -> float:
    """On a scale on which the reader's certainty adds up, cut to -1 .. 1 (0.25 % and 99.75 %)."""
    inside = min(0.9975, max(0.0025, probability))
    return math.log(inside / (1 - inside)) / 6
