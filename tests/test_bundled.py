"""The conversion of the default model, on a tiny model packed here in the same format."""

import hashlib
import json
import os
import stat
import struct
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index import bundled
from index.errors import ModelError

HIDDEN, FFN, LAYERS, VOCAB, POSITIONS = 32, 64, 1, 24, 48
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "知识", "产权", "知", "识", "产", "权", "～", "~", "é", "a", "b", "1"]
PIECES += ["query", ":", "passage", "▁a", "<mask>"]


def q4(weights: NDArray[np.float32], block: bytes = b"") -> bytes:
    """Integer weights from -8 to 7, at scale 0.5, as blocks of four bits."""
    for row in weights.reshape(-1, 32).astype(int) + 8:
        block += np.float16(0.5).tobytes() + bytes(
            int(low | high << 4) for low, high in zip(row[:16], row[16:], strict=True)
        )
    return block


def pack() -> tuple[bytes, dict[str, NDArray[np.float32]]]:
    """A model file and the values of its tensors."""
    random = np.random.default_rng(3)
    tensors: dict[str, NDArray[np.float32]] = {}

    def integers(*dims: int) -> NDArray[np.float32]:
        return random.integers(-8, 8, dims).astype(np.float32)

    def floats(*dims: int) -> NDArray[np.float32]:
        return random.normal(size=dims).astype(np.float32)

    packed = {"emb.word"} | {f"l{i}.{n}.w" for i in range(LAYERS) for n in ("q", "k", "v", "ao", "fi", "fo")}
    tensors["emb.word"] = integers(VOCAB, HIDDEN)
    tensors["emb.pos"] = floats(POSITIONS, HIDDEN)
    tensors["emb.type"] = floats(1, HIDDEN)
    tensors["emb.ln.w"], tensors["emb.ln.b"] = floats(HIDDEN), floats(HIDDEN)
    for i in range(LAYERS):
        for name in ("q", "k", "v", "ao", "fi", "fo"):
            rows, columns = (FFN if name == "fi" else HIDDEN), (FFN if name == "fo" else HIDDEN)
            tensors[f"l{i}.{name}.w"], tensors[f"l{i}.{name}.b"] = integers(rows, columns), floats(rows)
        for name in ("aln", "oln"):
            tensors[f"l{i}.{name}.w"], tensors[f"l{i}.{name}.b"] = floats(HIDDEN), floats(HIDDEN)

    blobs = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, blobs)]).astype("<u4")
    scores = np.array([0, 0, 0, 0, *(-2.0 - i / 8 for i in range(len(PIECES) - 5)), 0], "<f4")
    replacements = {0x07: "", 0x0A: " ", 0x200B: " ", 0x3000: " ", 0xFF11: "1"}
    norm = b"".join(
        struct.pack(f"<IB{len(text)}I", point, len(text), *map(ord, text)) for point, text in replacements.items()
    )
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, 2, FFN, VOCAB, POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1])) + offsets.tobytes() + scores.tobytes()
    head += b"".join(blobs) + struct.pack("<iI", len(replacements), len(norm)) + norm
    start = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
    directory, body = struct.pack("<i", len(tensors)), b""
    for name, values in tensors.items():
        raw = q4(values) if name in packed else values.astype("<f4").tobytes()
        directory += struct.pack(
            f"<H{len(name)}sBIQQ", len(name), name.encode(), name in packed, values.size, start + len(body), len(raw)
        )
        body += raw
    return head + directory + body, {k: v * np.float32(0.5) if k in packed else v for k, v in tensors.items()}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.bin"
    path.write_bytes(pack()[0])
    return path


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def ensure(source: Path, cache: Path) -> Path:
    return bundled.ensure_base(source, sha(source), cache).folder


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_weights_are_the_packed_values(source: Path, tmp_path: Path) -> None:
    weights = load_file(ensure(source, tmp_path) / bundled.WEIGHTS)
    values = pack()[1]
    assert {tensor.dtype for tensor in weights.values()} == {np.dtype(np.float32)}
    for theirs, ours in {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "encoder.layer.0.attention.self.key.weight": "l0.k.w",
        "encoder.layer.0.attention.output.dense.bias": "l0.ao.b",
        "encoder.layer.0.attention.output.LayerNorm.weight": "l0.aln.w",
        "encoder.layer.0.intermediate.dense.weight": "l0.fi.w",
        "encoder.layer.0.output.dense.weight": "l0.fo.w",
        "encoder.layer.0.output.LayerNorm.bias": "l0.oln.b",
    }.items():
        np.testing.assert_array_equal(weights[theirs], values[ours])
    assert weights["embeddings.token_type_embeddings.weight"].shape == (2, HIDDEN)
    assert not weights["pooler.dense.weight"].any()


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("知识产权", ["▁", "知识", "产权"]),
        ("a b", ["▁a", "▁", "b"]),
        ("\u3000a \n\u200b b ", ["▁a", "▁", "b"]),
        ("a\u0007b１", ["▁a", "b", "1"]),
        ("e\u0301", ["▁", "é"]),
        ("～~", ["▁", "～", "~"]),
        ("產a", ["▁", "<unk>", "a"]),
    ],
)
def test_tokenizer(source: Path, tmp_path: Path, text: str, pieces: list[str]) -> None:
    tokenizer = Tokenizer.from_file(str(ensure(source, tmp_path) / "tokenizer.json"))
    assert [PIECES[i] for i in tokenizer.encode(text).ids] == ["<s>", *pieces, "</s>"]


def test_the_folder_is_described_by_its_manifest_and_readable_by_all(source: Path, tmp_path: Path) -> None:
    folder = ensure(source, tmp_path)
    assert folder == tmp_path / sha(source) / "base"
    digests = json.loads((folder / bundled.MANIFEST).read_text())["files"]
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != bundled.MANIFEST]
    assert digests == {path.relative_to(folder).as_posix(): sha(path) for path in files}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o644}
    assert json.loads((folder / "config_sentence_transformers.json").read_text())["prompts"] == {
        "query": "query: ",
        "passage": "passage: ",
        "document": "passage: ",
    }


def test_a_whole_folder_is_used_without_writing(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ensure(source, tmp_path)
    digest, inode = sha(source), folder.stat().st_ino
    source.unlink()

    def refuse(home: Path) -> NoReturn:
        raise AssertionError(home)

    monkeypatch.setattr(bundled, "_locked", refuse)
    assert bundled.ensure_base(source, digest, tmp_path).folder.stat().st_ino == inode


def flip(folder: Path) -> None:
    data = bytearray((folder / bundled.WEIGHTS).read_bytes())
    data[-100] ^= 1
    (folder / bundled.WEIGHTS).write_bytes(data)


def halve(folder: Path) -> None:
    os.truncate(folder / "tokenizer.json", 200)


def lose_pooling(folder: Path) -> None:
    (folder / "1_Pooling" / "config.json").unlink()


def lose_manifest(folder: Path) -> None:
    (folder / bundled.MANIFEST).unlink()


def spoil_manifest(folder: Path) -> None:
    (folder / bundled.MANIFEST).write_text('{"format": 1, "files": [')


def empty_manifest(folder: Path) -> None:
    (folder / bundled.MANIFEST).write_text("[]")


def age(folder: Path) -> None:
    manifest = json.loads((folder / bundled.MANIFEST).read_text())
    (folder / bundled.MANIFEST).write_text(json.dumps({**manifest, "format": bundled.FORMAT - 1}))


@pytest.mark.parametrize("damage", [flip, halve, lose_pooling, lose_manifest, spoil_manifest, empty_manifest, age])
def test_a_damaged_folder_is_written_anew(source: Path, tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    folder = ensure(source, tmp_path)
    before = state(folder)
    damage(folder)
    assert state(folder) != before
    assert state(ensure(source, tmp_path)) == before
    assert sorted(path.name for path in folder.parent.iterdir()) == ["base", "lock"]


CHILD = """
import os, signal, sys
from pathlib import Path
from index import bundled
source, sha, cache, die = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4] == "die"
convert = bundled.convert
def counted(data, folder):
    convert(data, folder)
    print("converted", flush=True)
    if die:
        os.kill(os.getpid(), signal.SIGKILL)
bundled.convert = counted
if sys.argv[4] == "wait":
    print("ready", flush=True)
    sys.stdin.readline()
print(sorted(bundled.ensure_base(source, sha, cache).digests))
"""


def child(source: Path, cache: Path, manner: str, root: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, str(source), sha(source), str(cache), manner]
    return subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_processes_that_start_together_convert_once(source: Path, tmp_path: Path, root: Path) -> None:
    cache = tmp_path / "cache"
    children = [child(source, cache, "wait", root) for _ in range(3)]
    for process in children:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in children:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=60)[0].splitlines() for process in children]
    assert [process.returncode for process in children] == [0, 0, 0]
    assert sum(lines.count("converted") for lines in outputs) == 1
    assert len({lines[-1] for lines in outputs}) == 1


def test_a_killed_conversion_leaves_nothing_that_counts(source: Path, tmp_path: Path, root: Path) -> None:
    cache = tmp_path / "cache"
    process = child(source, cache, "die", root)
    assert process.communicate(timeout=60)[0] == "converted\n"
    assert process.returncode == -9
    home = cache / sha(source)
    assert not (home / "base").exists()
    assert list(home.glob("new-*"))
    folder = ensure(source, cache)
    assert (folder / bundled.WEIGHTS).is_file()
    assert sorted(path.name for path in home.iterdir()) == ["base", "lock"]


def test_an_unwritable_cache_names_the_variable(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="POLICY_QA_CACHE"):
        ensure(source, tmp_path / "file" / "cache")


def test_a_damaged_package_is_refused_and_nothing_is_left(source: Path, tmp_path: Path) -> None:
    digest = sha(source)
    with source.open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(ModelError, match="force-reinstall"):
        bundled.ensure_base(source, digest, tmp_path / "cache")
    assert [path.name for path in (tmp_path / "cache" / digest).iterdir()] == ["lock"]


@pytest.mark.parametrize("cut", [0, 3, 60, 400])
def test_another_layout_is_refused(tmp_path: Path, cut: int) -> None:
    with pytest.raises(ModelError, match="layout"):
        bundled.convert(pack()[0][:cut], tmp_path)
    with pytest.raises(ModelError, match="layout"):
        bundled.convert(b"GGUF" + pack()[0][4:], tmp_path)


def test_without_the_package_another_model_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> NoReturn:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "files", missing)
    with pytest.raises(ModelError, match="--model"):
        bundled.packaged_weights()


def test_the_cache_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POLICY_QA_CACHE", str(tmp_path))
    assert bundled.cache_folder() == tmp_path
    monkeypatch.delenv("POLICY_QA_CACHE")
    assert bundled.cache_folder().name == "policy-qa"


@pytest.mark.model
def test_the_installed_package_holds_the_pinned_file() -> None:
    assert sha(bundled.packaged_weights()) == bundled.SHA256
