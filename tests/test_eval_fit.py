"""Fitting what decides to decline: the cases that are made, the figures, the file."""

import random

import pytest

from eval.fit import FEATURES, Case, collect, collect_others, exchanged, fit, reliability
from eval.gold import locate
from eval.questions import Evidence, Question
from index import UsageError
from qa import decline
from tests.word_reader import WordReader, documents_index


def case(number: int, supported: bool, kind: str, noise: random.Random) -> Case:
    told = {name: noise.random() for name in FEATURES}
    told["fused"] = 0.9 + 0.1 * supported + 0.01 * noise.random()
    return Case(f"q{number}", told, supported, kind)


def cases(count: int) -> list[Case]:
    noise = random.Random(3)
    made = [case(number, True, "answerable", noise) for number in range(count)]
    return made + [case(number, False, "proof removed", noise) for number in range(count)]


def test_what_tells_the_cases_apart_is_found() -> None:
    fitted = fit(cases(40), 0.05)
    figures = fitted["figures"]
    assert isinstance(figures, dict)
    assert figures["area"] > 0.95
    assert figures["declined"]["answerable"] <= 0.06
    assert figures["declined"]["proof removed"] > 0.7
    model = decline.Model(fitted["weights"], fitted["bias"], fitted["threshold"])  # type: ignore[arg-type]
    right = [model.probability(one.features) >= model.threshold for one in cases(40) if one.supported]
    assert sum(right) >= 38


def test_too_few_cases_are_refused() -> None:
    with pytest.raises(UsageError, match="too few"):
        fit(cases(5), 0.05)
    with pytest.raises(UsageError, match="too few"):
        fit([one for one in cases(40) if one.supported], 0.05)


def test_a_question_is_put_to_another_city_and_year() -> None:
    assert list(exchanged("深圳2018年有多少家？")) == ["成都2018年有多少家？", "深圳2024年有多少家？"]
    assert list(exchanged("How many ferries?")) == []


def test_reliability_compares_what_was_said_with_what_was() -> None:
    rows = reliability([0.1, 0.15, 0.9, 1.0], [False, True, True, True])
    assert rows == [
        {"from": 0.0, "cases": 2, "said": 0.125, "was": 0.5},
        {"from": 0.8, "cases": 2, "said": 0.95, "was": 1.0},
    ]


def test_cases_of_a_set_have_every_feature_and_lose_their_proof_once() -> None:
    index = documents_index()
    document = index.documents()[0]
    quote = index.chunks[0].text[:12]
    asked = Question("q1", quote, "zh", "number", (Evidence(document.sources[0], quote),))
    none = Question("q2", "月亮上有几座火山？", "zh", "unanswerable")
    gold = locate([asked, none], index.documents(), "here")
    found = collect([asked, none], gold, index, WordReader())
    assert [one.kind for one in found] == ["answerable", "proof removed", "unanswerable"]
    assert all(set(FEATURES) <= one.features.keys() for one in found)
    others = collect_others(["谁发明了轮子？", "", "Who invented the wheel?"], index, WordReader())
    assert [one.kind for one in others] == ["other subject", "other subject"]


def test_the_shipped_weights_are_of_these_features() -> None:
    model = decline.shipped_model()
    assert set(model.weights) == set(FEATURES)
    assert 0 < model.threshold < 0.5
    calm = dict.fromkeys(FEATURES, 0.0)
    assert 0 <= model.probability(calm) < model.threshold
    assert model.probability({**calm, "fused": 1.0, "kind": 1.0}) > model.probability(calm)
    with pytest.raises(KeyError):
        model.probability({})
