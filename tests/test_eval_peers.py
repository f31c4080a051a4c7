"""The peers: other libraries over our passages and our model. Without the extra, only their absence is tested."""

import json
import socket
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.peers import PEERS, Peer, Prompts, open_peer, stored_prompts
from index import Embedder, UsageError, default_base

NEEDS = {"txtai": ("txtai",), "haystack": ("haystack", "haystack_integrations")}
# Not importorskip: haystack, imported by anything but our own code, starts with telemetry on.
INSTALLED = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            not all(map(find_spec, packages)),
            reason=f'{name}: the extra "peers" is not installed',
        ),
    )
    for name, packages in NEEDS.items()
]

PASSAGES = (
    "滨海市图书馆每周一闭馆，周末开放至晚上九点。",
    "节水奖励资金由市水务局每年安排五百万元。",
    "滨海市图书馆每周一闭馆，周末开放至晚上九点。",
    "Farmers who plant trees along the canal are paid for every tree that lives three years.",
    "外来务工人员子女凭居住证入学，由区教育局统筹安排学位。",
)
QUESTIONS = {
    "哪个部门安排节水奖励资金？": 1,
    "who gets money for planting trees?": 3,
    "持居住证入学的学位由谁统筹安排？": 4,
}


def hide(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the package look as if it were not installed, whether or not it is."""
    for module in [name for name in sys.modules if name.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)


@pytest.fixture
def empty_model(tmp_path: Path) -> Path:
    """A folder that stands for a model where none is loaded."""
    return tmp_path


@pytest.mark.parametrize("name", PEERS)
def test_without_the_extra_the_error_says_how_to_install_it(
    name: str, empty_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = NEEDS[name][0]
    hide(package, monkeypatch)
    with pytest.raises(UsageError, match=rf'{name} cannot run here \(.*{package}.*\).*pip install -e "\.\[peers\]"'):
        open_peer(name, PASSAGES, empty_model)


def test_an_unknown_peer_is_refused(empty_model: Path) -> None:
    with pytest.raises(UsageError, match="unknown peer lucene: choose of txtai, haystack"):
        open_peer("lucene", PASSAGES, empty_model)


def test_the_name_of_a_model_is_not_looked_up_on_a_hub(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs the folder of a sentence-transformers model"):
        open_peer("txtai", PASSAGES, tmp_path / "someone" / "some-model")


@pytest.mark.parametrize(
    ("prompts", "expected"),
    [
        ({"query": "query: ", "passage": "passage: ", "document": "passage: "}, Prompts("query: ", "passage: ")),
        ({"query": "Q: ", "document": "", "passage": "P: "}, Prompts("Q: ", "P: ")),
        ({"query": None}, Prompts("", "")),
        (None, Prompts("", "")),
    ],
)
def test_prompts_are_those_the_model_was_saved_with(
    prompts: dict[str, str] | None, expected: Prompts, tmp_path: Path
) -> None:
    if prompts is not None:
        file = tmp_path / "config_sentence_transformers.json"
        file.write_text(json.dumps({"prompts": prompts}), encoding="utf-8")
    assert stored_prompts(tmp_path) == expected


@pytest.fixture(scope="module")
def calls() -> list[object]:
    """Every address that is looked up or connected to while a peer is opened and asked."""
    return []


@pytest.fixture(scope="module", params=INSTALLED)
def peer(request: pytest.FixtureRequest, calls: list[object], real_embedder: Embedder) -> Any:
    """Each installed library over PASSAGES, with the default model, which is loaded so that it is there."""
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((socket, "getaddrinfo"), (socket.socket, "connect")):
            patch.setattr(owner, name, lambda *arguments, **_: calls.append(arguments))
        opened = open_peer(request.param, PASSAGES, default_base().folder)
        opened.rank("它何时开放？", 1)
    return opened


def vectors(peer: Any, questions: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The library's own vectors of PASSAGES, as they stand in its index, and of the questions."""
    if hasattr(peer, "embeddings"):
        stored = peer.embeddings.ann.backend.index.reconstruct_n(0, len(PASSAGES))
        return stored, peer.embeddings.batchtransform(questions, "query")
    documents = sorted(peer.store.filter_documents(), key=lambda document: int(document.id))
    embedder = peer.pipeline.get_component("text")
    asked = [embedder.run(text=question)["embedding"] for question in questions]
    return np.array([document.embedding for document in documents]), np.array(asked)


@pytest.mark.model
def test_a_peer_has_our_vectors_so_that_only_the_pipeline_differs(peer: Any, real_embedder: Embedder) -> None:
    passages, questions = vectors(peer, list(QUESTIONS))
    assert np.sum(passages * real_embedder.embed_chunks(PASSAGES), axis=1).min() >= 0.999
    ours = np.stack([real_embedder.embed_query(question) for question in QUESTIONS])
    assert np.sum(questions * ours, axis=1).min() >= 0.999


@pytest.mark.model
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_peer_finds_what_is_easy_to_find(peer: Peer, question: str) -> None:
    assert peer.rank(question, 3)[0] == QUESTIONS[question]


@pytest.mark.model
def test_both_legs_are_at_work(peer: Peer, real_embedder: Embedder) -> None:
    question = "周末去哪里看书？区教育局"
    cosines = real_embedder.embed_chunks(PASSAGES) @ real_embedder.embed_query(question)
    assert set(np.argsort(-cosines)[:2]) == {0, 2}
    assert 4 in peer.rank(question, 2), "the words speak for another passage than the vectors"
    assert peer.rank("Sunday evening library", 1)[0] in {0, 2}, "no passage about the library has an English word"


@pytest.mark.model
def test_a_ranking_has_each_position_once_and_no_more_than_asked_for(peer: Peer) -> None:
    question = "图书馆星期几闭馆？"
    assert set(peer.rank(question, 2)) == {0, 2}, "two passages of the same text are two results"
    for depth in (1, 3, len(PASSAGES), 100):
        ranking = peer.rank(question, depth)
        assert len(set(ranking)) == len(ranking) <= depth
        assert set(ranking) <= set(range(len(PASSAGES)))
    assert len(peer.rank(question, 100)) == len(PASSAGES)


@pytest.mark.model
def test_a_peer_calls_nobody(peer: Peer, calls: list[object]) -> None:
    assert calls == []
    # Haystack's reports leave from a thread of their own, some time after the first question.
    if telemetry := sys.modules.get("haystack.telemetry._telemetry"):
        assert telemetry.telemetry is None
