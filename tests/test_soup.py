"""The mean of trained readers."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from index import UnreadableError, UsageError, file_checksum
from qa.soup import main, mean


def reader(file: Path, value: float, size: int = 3) -> Path:
    save_file(
        {"layer.lora_A": np.full((2, size), value, np.float16), "head.span.weight": np.full(size, value, np.float32)},
        file,
        metadata={"adapter": json.dumps({"scale": 2.0, "step": int(value), "held_out": {"exact": 1}})},
    )
    return file


def test_every_tensor_is_the_mean_and_the_file_says_of_what(tmp_path: Path) -> None:
    files = [reader(tmp_path / f"{value}", value) for value in (1.0, 4.0)]
    out = tmp_path / "reader.safetensors"
    assert main([*map(str, files), "--out", str(out)]) == 0
    tensors = load_file(out)
    assert {name: (value.dtype, value.flat[0]) for name, value in tensors.items()} == {
        "layer.lora_A": (np.float16, 2.5),
        "head.span.weight": (np.float32, 2.5),
    }
    with safe_open(out, "np") as file:
        facts = json.loads(file.metadata()["adapter"])
    assert facts == {"scale": 2.0, "step": 4, "mean_of": [file_checksum(file) for file in files]}


def test_what_has_no_mean_is_refused_and_nothing_written(tmp_path: Path) -> None:
    one, other = reader(tmp_path / "one", 1), reader(tmp_path / "other", 2, size=4)
    broken = tmp_path / "broken"
    broken.write_bytes(b"no tensors")
    out = tmp_path / "out"
    for files, error in (([one], UsageError), ([one, other], UsageError), ([one, broken], UnreadableError)):
        with pytest.raises(error):
            mean(files, out)
    assert not out.exists()
    assert main([str(one), str(broken), "--out", str(out)]) == 2
