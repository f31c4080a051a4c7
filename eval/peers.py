"""Libraries that a user might take instead of this one, over the same passages and the same model.

Each is set up as its own documentation sets up hybrid search; `eval/peer_*.py` say where. They come with the extra
`peers` and are imported only when one is opened.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from index import UsageError

PEERS = ("txtai", "haystack")

# Where sentence-transformers' own encode_query and encode_document look for a prompt, in their order.
_QUERY = ("query",)
_PASSAGE = ("document", "passage", "corpus")


class Peer(Protocol):
    """A search over the passages that were given when it was opened."""

    def rank(self, question: str, depth: int) -> list[int]:
        """Positions of the passages, best first, at most `depth` of them (at least 1); what is not found is left out.

        The libraries fuse more candidates of each leg the more results are asked for, so a deep ranking need not begin
        like a shallow one.
        """


@dataclass(frozen=True, slots=True)
class Prompts:
    """What a model wants in front of a question and of a passage; empty: nothing."""

    query: str
    passage: str


def open_peer(name: str, passages: Sequence[str], model: Path) -> Peer:
    """Index the passages with the library of that name; `model` is the folder of a sentence-transformers model.

    Embeds every passage, so it takes as long as building our own index. Nothing is fetched or sent. Raises UsageError
    for a name that is not in PEERS, where there is no such folder, and where the extra is not installed.
    """
    if name not in PEERS:
        raise UsageError(f"unknown peer {name}: choose of {', '.join(PEERS)}")
    if not model.is_dir():
        raise UsageError(f"{name} needs the folder of a sentence-transformers model, and {model} is none")
    prompts = stored_prompts(model)
    try:
        with _no_bars():
            if name == "txtai":
                from eval.peer_txtai import Txtai

                return Txtai(passages, model, prompts)
            from eval.peer_haystack import Haystack

            return Haystack(passages, model, prompts)
    except ImportError as error:
        raise UsageError(
            f'{name} cannot run here ({error}). Install the extra with: pip install -e ".[peers]", or leave {name} out'
        ) from error


def installed(name: str) -> bool:
    """Whether the library of that peer is there, by its name alone: nothing is imported."""
    return find_spec(name) is not None


def stored_prompts(model: Path) -> Prompts:
    """The prompts in the model's `config_sentence_transformers.json`; none where there is no such file."""
    file = model / "config_sentence_transformers.json"
    stored = json.loads(file.read_text(encoding="utf-8")).get("prompts", {}) if file.is_file() else {}
    return Prompts(_first(stored, _QUERY), _first(stored, _PASSAGE))


def _first(stored: Mapping[str, str | None], names: Sequence[str]) -> str:
    return next((prompt for name in names if (prompt := stored.get(name))), "")


@contextlib.contextmanager
def _no_bars() -> Iterator[None]:
    """Without the bars that transformers draws for each model it loads."""
    from transformers.utils import logging

    reports: Any = logging
    shown = reports.is_progress_bar_enabled()
    reports.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            reports.enable_progress_bar()
