"""The span reader: a question and a passage -> the characters that answer, and whether the passage answers at all.

A copy of the default model whose upper layers `python -m qa.train` changed, with heads for start, end and answerable.
"""

import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index import ModelError, default_base, merge, read_adapter, simplify

if TYPE_CHECKING:
    from torch import Tensor

FILE = Path(__file__).parent / "weights" / "reader.safetensors"

MOST_TOKENS = 900
"""Tokens of passages read for one question; reading is what an answer costs most."""

_PASSAGE_TOKENS = 320
_LONGEST_SPAN = 80
_EXTRACTS = 3
_HEADS = {"head.span": 2, "head.answerable": 1}


@dataclass(frozen=True, slots=True)
class Extract:
    """Characters `start`..`end` (half-open) of a passage's text; `score` the log-probabilities of both ends added.

    Neither end is white space.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """`answerable`: 0 to 1, how likely the passage answers; `extracts`: spans that would, best first, none overlapping.

    A passage that was not read, since those before it took all the tokens, has 0 and none.
    """

    answerable: float
    extracts: tuple[Extract, ...] = ()


class Reader(Protocol):
    """Reads passages, each a heading (context only) and a text, for the answer to a question."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]: ...


@cache
def load_reader() -> Reader:
    """The reader that is shipped, loaded once a process. Raises ModelError where it or the default model is missing."""
    return SpanReader(default_base().folder)


class SpanReader:
    """The shipped reader, or another that `python -m qa.train` wrote, on the default model in `base`.

    Safe to share between threads, one call runs at a time. Raises ModelError for a damaged or unfitting file.
    """

    def __init__(self, base: Path, file: Path = FILE) -> None:
        from tokenizers import Tokenizer

        self._network, self._embeddings = _network(base, file)
        self._heads = _read_heads(file, self._embeddings.shape[1])
        self._tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self._tokenizer.no_padding()
        # Cuts the passage alone, unless the question takes more than half.
        self._tokenizer.enable_truncation(_PASSAGE_TOKENS, strategy="longest_first")
        self._lock = threading.Lock()

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """One reading a passage, in order; question and passages are read in Simplified Chinese."""
        asked = f"query: {simplify(question)}"
        heads = [f"passage: {simplify(heading)}\n" if heading else "passage: " for heading, _ in passages]
        with self._lock:
            encoded = [
                self._tokenizer.encode(asked, head + _simplified(text))
                for head, (_, text) in zip(heads, passages, strict=True)
            ]
            taken, room = 0, MOST_TOKENS
            while taken < len(encoded) and (len(encoded[taken].ids) <= room or not taken):
                room -= len(encoded[taken].ids)
                taken += 1
            hidden = self._hidden([encoding.ids for encoding in encoded[:taken]])
        readings = [
            self._reading(vectors, list(_tokens(encoding, len(head), text)))
            for vectors, encoding, head, (_, text) in zip(hidden, encoded, heads, passages, strict=False)
        ]
        return readings + [Reading(0.0)] * (len(passages) - taken)

    def _hidden(self, rows: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """The last layer's vectors of each row, shape (tokens, dim); rows of like length are run together."""
        import torch

        found: list[NDArray[np.float32]] = [np.empty((0, 0), np.float32)] * len(rows)
        order = sorted(range(len(rows)), key=lambda place: len(rows[place]))
        with torch.inference_mode():
            for places in (order[at : at + 2] for at in range(0, len(order), 2)):
                longest = max(len(rows[place]) for place in places)
                ids = torch.ones(len(places), longest, dtype=torch.long)
                mask = torch.zeros(len(places), longest, dtype=torch.long)
                for row, place in enumerate(places):
                    ids[row, : len(rows[place])] = torch.tensor(rows[place])
                    mask[row, : len(rows[place])] = 1
                embedded = torch.nn.functional.embedding(ids, self._embeddings)
                hidden = self._network(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
                for row, place in enumerate(places):
                    found[place] = hidden[row, : len(rows[place])].numpy()
        return found

    def _reading(self, hidden: NDArray[np.float32], tokens: Sequence[tuple[int, int, int]]) -> Reading:
        weight, bias = self._heads["head.answerable"]
        yes = float(hidden[0] @ weight[0] + bias[0])
        answerable = 1 / (1 + math.exp(-max(-30.0, min(30.0, yes))))
        if not tokens:
            return Reading(answerable)
        weight, bias = self._heads["head.span"]
        logits = hidden[[place for place, _, _ in tokens]] @ weight.T + bias
        return Reading(answerable, _extracts(logits, [(start, end) for _, start, end in tokens]))


def _tokens(encoding: Any, head: int, text: str) -> Iterator[tuple[int, int, int]]:
    """Place, start and end in the text of each of its tokens; `head` is how many characters stand before the text.

    A token may begin with the white space before its word, which may be the head's last.
    """
    for place, ((start, end), part) in enumerate(zip(encoding.offsets, encoding.sequence_ids, strict=True)):
        if part == 1 and end > head:
            first, last = max(start - head, 0), end - head
            piece = text[first:last]
            if piece.strip():
                yield place, last - len(piece.lstrip()), first + len(piece.rstrip())


def _extracts(logits: NDArray[np.float32], offsets: Sequence[tuple[int, int]]) -> tuple[Extract, ...]:
    logs = logits - np.log(np.exp(logits - logits.max(0)).sum(0)) - logits.max(0)
    scores = logs[:, 0][:, None] + logs[:, 1][None, :]
    places = np.arange(len(logits))
    length = places[None, :] - places[:, None]
    scores[(length < 0) | (length >= _LONGEST_SPAN)] = -np.inf
    starts, ends = np.array(offsets).T
    found: list[Extract] = []
    while len(found) < _EXTRACTS:
        first, last = divmod(int(scores.argmax()), scores.shape[1])
        if not np.isfinite(scores[first, last]):
            break
        found.append(Extract(offsets[first][0], offsets[last][1], float(scores[first, last])))
        # By characters, since a few stand for several tokens: ㎡ is m and 2.
        scores[np.ix_(starts < ends[last], ends > starts[first])] = -np.inf
    return tuple(found)


def _network(base: Path, file: Path) -> tuple[Any, "Tensor"]:
    """The layers with the reader's changes, and the word embeddings as they lie in the base's file.

    The embeddings are four fifths of the weights; the file is mapped, so that only the rows needed are read.
    """
    import torch
    from safetensors import SafetensorError, safe_open
    from transformers import AutoConfig, AutoModel

    try:
        config = AutoConfig.from_pretrained(base, vocab_size=1, pad_token_id=0, local_files_only=True)
        make: Any = AutoModel.from_config
        network = make(config, dtype=torch.float32).eval()
        with safe_open(base / "model.safetensors", framework="pt") as stored:
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
        word = next(name for name in tensors if name.endswith("embeddings.word_embeddings.weight"))
        embeddings = tensors.pop(word)
        prefix = word.removesuffix("embeddings.word_embeddings.weight")
        state = {name.removeprefix(prefix): tensor for name, tensor in tensors.items()}
        missing = network.load_state_dict(state, strict=False).missing_keys
        missing = [n for n in missing if "pooler" not in n and "word_embeddings" not in n and "ids" not in n]
        if missing:
            raise ModelError(f"The default model lacks {missing[0]}. Delete the folder {base} to have it made again.")
    except (OSError, SafetensorError, LookupError, StopIteration, RuntimeError) as error:
        raise ModelError(
            f"The default model cannot be read as a reader ({error}). Delete the folder {base} to have it made again."
        ) from error
    try:
        merge(network, read_adapter(file, besides=_HEADS))
    except ModelError as error:
        raise _damaged(file, error.__cause__) from error
    return network, embeddings


def _read_heads(file: Path, width: int) -> Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, framework="numpy") as stored:
            heads = {
                name: (
                    stored.get_tensor(f"{name}.weight").astype(np.float32),
                    stored.get_tensor(f"{name}.bias").astype(np.float32),
                )
                for name in _HEADS
            }
    except (OSError, SafetensorError, LookupError) as error:
        raise _damaged(file, error) from error
    for name, (weight, bias) in heads.items():
        if weight.shape != (_HEADS[name], width) or bias.shape != (_HEADS[name],):
            raise _damaged(file, f"{name} has the shape {weight.shape}")
    return heads


def _damaged(file: Path, what: object) -> ModelError:
    return ModelError(
        f"The reader {file.name} is missing, damaged or not for this model ({what}). Install policy-qa again."
    )


def _simplified(text: str) -> str:
    """Simplified where that keeps every offset; half a surrogate pair, which no tokenizer takes, is ? in any case."""
    simple = simplify(text)
    return simple if len(simple) == len(text) else text.encode("utf-8", "replace").decode()
