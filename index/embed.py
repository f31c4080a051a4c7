"""Texts -> unit vectors, by sentence-transformers: the default model or any other by name or path."""

import contextlib
import hashlib
import logging
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.adapter import merge, read_adapter
from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

DEFAULT = "default"
BASE = "base"

_QUERY_PROMPTS = ("query", "search_query", "retrieval.query", "question")
_PASSAGE_PROMPTS = ("passage", "document", "search_document", "corpus", "retrieval.passage")

# For models that name no limit of their own, such as static word vectors.
_MOST_TOKENS = 8192

_LONG_WORK = 64


class Embedder(Protocol):
    """What the index needs of a model.

    `name` is what the user called it; `fingerprint` a checksum of its weights (an index refuses another);
    `dim` the length of a vector; `max_tokens` the most tokens one text may have, prompt and special tokens
    already taken off.
    """

    name: str
    fingerprint: str
    dim: int
    max_tokens: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Number of tokens of each text, without special tokens and prompt, untruncated."""

    def embed_chunks(self, texts: Sequence[str]) -> Vectors:
        """Unit float32 vectors of passages, shape (len(texts), dim)."""

    def embed_query(self, text: str) -> Vectors:
        """The unit float32 vector of one question, shape (dim,)."""


def load_embedder(model: str | None = None, *, batch_size: int = 32, progress: bool | None = None) -> Embedder:
    """The default model (None or "default"), or the sentence-transformers model of that folder or hub name.

    "base" is the default model without its adapter. A folder and the default never ask the hub; a name does only
    when the model is not in the hub's cache yet.
    `batch_size` counts texts. `progress` shows a bar on stderr when that is a terminal: None for long work, True for
    any work, False never. Raises ModelError when the model is missing, damaged or gives no usable vectors.
    """
    if model is None or model in (DEFAULT, BASE):
        from index.bundled import default_base

        base = default_base()
        loaded = _load(str(base.folder), offline=True)
        name, weights = (
            model or DEFAULT,
            {file: digest for file, digest in base.digests.items() if _decides_vectors(file)},
        )
        if model != BASE:
            adapter = read_adapter()
            transformer: Any = loaded[0]
            merge(transformer.model, adapter)
            weights["adapter"] = adapter.digest
    elif (folder := _local_folder(model)) is not None:
        loaded = _load(str(folder), offline=True)
        name, weights = str(folder), _folder_digests(folder) or _state_digests(loaded)
    else:
        loaded = _load_by_name(model)
        name, weights = model, _state_digests(loaded)
    return SentenceTransformersEmbedder(loaded, name, weights, batch_size, progress)


class SentenceTransformersEmbedder:
    """An Embedder over a loaded model; safe to share between threads, one call runs at a time.

    `weights` maps names to checksums of whatever decides the vectors; together with the prompts they make
    `fingerprint`. A text in which the model knows no word may have the zero vector: it is near nothing.
    """

    def __init__(
        self,
        model: "SentenceTransformer",
        name: str,
        weights: Mapping[str, str],
        batch_size: int = 32,
        progress: bool | None = None,
    ) -> None:
        self._model = model
        self._query_prompt = _first_prompt(model.prompts, _QUERY_PROMPTS)
        self._passage_prompt = _first_prompt(model.prompts, _PASSAGE_PROMPTS)
        self._batch_size = batch_size
        self._progress = progress
        # A fast tokenizer keeps truncation as state: two threads that want it differently raise "Already borrowed".
        self._lock = threading.Lock()
        self.name = name
        facts = [*(f"{key} {weights[key]}" for key in sorted(weights)), self._query_prompt, self._passage_prompt]
        self.fingerprint = hashlib.sha256("\n".join(facts).encode()).hexdigest()
        self.max_tokens = self._room()
        self.dim = int(self._encode(["1"], query=True).shape[1])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Number of tokens of each text, without special tokens and prompt, untruncated."""
        from tokenizers import Tokenizer

        if not texts:
            return []
        with self._lock:
            tokenizer: Any = self._model.tokenizer
            if isinstance(tokenizer, Tokenizer):
                return [len(encoding.ids) for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False)]
            encoded = tokenizer(list(texts), add_special_tokens=False, truncation=False, padding=False, verbose=False)
            return [len(ids) for ids in encoded["input_ids"]]

    def embed_chunks(self, texts: Sequence[str]) -> Vectors:
        """Unit float32 vectors of passages, shape (len(texts), dim); ModelError for vectors that are not finite."""
        # Texts of like length share a batch, so that little is spent on padding; the longest first, so that too
        # large a batch fails at once and the bar errs on the slow side.
        order = np.argsort([-count for count in self.count_tokens(texts)], kind="stable")
        vectors = np.empty((len(texts), self.dim), np.float32)
        batches = [order[start : start + self._batch_size] for start in range(0, len(order), self._batch_size)]
        for batch in self._tracked(batches, len(texts)):
            vectors[batch] = self._encode([texts[i] for i in batch], query=False)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """The unit float32 vector of one question, shape (dim,); ModelError for a vector that is not finite."""
        vector: Vectors = self._encode([text], query=True)[0]
        return vector

    def _encode(self, texts: list[str], *, query: bool) -> Vectors:
        encode = self._model.encode_query if query else self._model.encode_document
        prompt = self._query_prompt if query else self._passage_prompt
        with self._lock:
            raw = encode(texts, prompt=prompt, batch_size=len(texts), show_progress_bar=False, convert_to_numpy=True)
        vectors = np.asarray(raw, np.float32)
        if not np.isfinite(vectors).all():
            raise ModelError(f"The model {self.name} gives vectors that are not numbers. Give `--model` another one.")
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
        return unit

    def _room(self) -> int:
        from tokenizers import Tokenizer

        limit = self._model.max_seq_length
        limit = _MOST_TOKENS if limit is None else int(min(limit, _MOST_TOKENS))
        # Static word vectors come with a bare Tokenizer, and are summed without special tokens.
        tokenizer: Any = self._model.tokenizer
        special = 0 if isinstance(tokenizer, Tokenizer) else tokenizer.num_special_tokens_to_add()
        room = limit - special - max(self.count_tokens([self._query_prompt, self._passage_prompt]))
        if room < 1:
            raise ModelError(f"The model {self.name} reads only {limit} tokens. Give `--model` another one.")
        return room

    def _tracked(self, batches: Sequence[NDArray[np.intp]], texts: int) -> Iterable[NDArray[np.intp]]:
        wanted = texts > _LONG_WORK if self._progress is None else self._progress
        if not (wanted and sys.stderr.isatty()):
            yield from batches
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("Embedding"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=texts)
            for batch in batches:
                yield batch
                bar.advance(task, len(batch))


def _first_prompt(prompts: Mapping[str, str | None], names: Sequence[str]) -> str:
    """The first prompt that is not empty: sentence-transformers adds empty ones under its own two names."""
    return next((prompt for name in names if (prompt := prompts.get(name))), "")


def _local_folder(model: str) -> Path | None:
    path = Path(model).expanduser()
    if model.strip() and path.is_dir():
        return path.resolve()
    if model.strip() and model.count("/") < 2 and not model.startswith((".", "~", "/")):
        return None
    raise ModelError(
        f"There is no folder {model!r}. Give `--model` the folder of a sentence-transformers model, or its name on the"
        " hub; without `--model` the default model is used."
    )


def _load_by_name(model: str) -> "SentenceTransformer":
    # What was fetched once is used as it is: later runs ask nobody, and an index keeps fitting its model.
    try:
        return _load(model, offline=True)
    except ModelError:
        _reach_hub(model)
        return _load(model, offline=False)


def _reach_hub(model: str) -> None:
    """ModelError at once when the hub does not answer; loading would find that out after a minute of retries."""
    from huggingface_hub import model_info
    from huggingface_hub.errors import HfHubHTTPError

    try:
        model_info(model, timeout=10)
    except HfHubHTTPError:
        return  # the hub answered; what is wrong with the name is the loader's to say, who knows short names too
    except Exception as error:  # the class is that of whatever HTTP library the hub's client uses
        raise _refused(model, error) from error


def _load(model: str, *, offline: bool) -> "SentenceTransformer":
    # Set, it silences a warning about forking; one thread tokenizes fast enough beside any model.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with _quiet():
        import torch
        from sentence_transformers import SentenceTransformer

        try:
            # Always float32. bfloat16 on a CPU that has it is twice as fast on passages and as good (hit@1 of XQuAD zh
            # equal, cosine to float32 0.99996), but a vector then moves by 1e-3 with the texts that share its batch.
            return SentenceTransformer(model, local_files_only=offline, model_kwargs={"dtype": torch.float32})
        except Exception as error:  # loaders of many formats and makers: no narrower class covers them
            raise _refused(model, error) from error


def _refused(model: str, error: Exception) -> ModelError:
    first = str(error).strip().split("\n")[0][:300]
    return ModelError(
        f"The model {model!r} cannot be loaded ({type(error).__name__}: {first}). Check the name or folder, and the"
        " network if it has to be fetched; without `--model` the default model is used, which needs no network."
    )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """No progress bars and reports of transformers and sentence-transformers while a model is loaded."""
    from transformers.utils import logging as transformers_logging

    reports: Any = transformers_logging
    loggers = [logging.getLogger(name) for name in ("transformers", "sentence_transformers")]
    levels = [logger.level for logger in loggers]
    bars = reports.is_progress_bar_enabled()
    reports.disable_progress_bar()
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        if bars:
            reports.enable_progress_bar()


def _decides_vectors(file: str) -> bool:
    """Whether a model folder's file holds weights or the vocabulary."""
    name = Path(file).name
    return name.endswith((".safetensors", ".bin", ".model")) or name in ("tokenizer.json", "vocab.txt")


def _folder_digests(folder: Path) -> dict[str, str]:
    """SHA-256 of the files that decide the vectors; empty when the weights lie in files of another kind."""
    digests = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and _decides_vectors(path.name):
            with path.open("rb") as stream:
                digests[path.relative_to(folder).as_posix()] = hashlib.file_digest(stream, "sha256").hexdigest()
    return digests if any(name.endswith((".safetensors", ".bin")) for name in digests) else {}


def _state_digests(model: "SentenceTransformer") -> dict[str, str]:
    """SHA-256 of each loaded tensor, for models whose files lie in the hub's cache or in an unknown format."""
    import torch

    digests = {}
    for name, tensor in model.state_dict().items():
        raw = tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy()
        digests[name] = hashlib.sha256(raw.data).hexdigest()
    tokenizer: Any = model.tokenizer
    backend = getattr(tokenizer, "backend_tokenizer", tokenizer)
    if hasattr(backend, "to_str"):
        digests["tokenizer"] = hashlib.sha256(backend.to_str().encode()).hexdigest()
    return digests
