"""The adapter: read, and merged into a loaded model."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from index.adapter import FACTS, Adapter, merge, read_adapter
from index.embed import load_embedder
from index.errors import ModelError

LAYER = "encoder.layer.0.output.dense"


@pytest.fixture
def model(tiny: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(tiny), local_files_only=True)


def drawn(rank: int = 2) -> Adapter:
    """Changes of one layer from a fixed draw."""
    rng = np.random.default_rng(3)
    down = rng.normal(size=(rank, 32)).astype(np.float32)
    up = rng.normal(size=(16, rank)).astype(np.float32)
    return Adapter({LAYER: (down, up)}, 2.0, "drawn")


def weight(model: Any) -> Any:
    return dict(model[0].model.named_modules())[LAYER].weight.detach().numpy().copy()


def test_merging_adds_the_scaled_product(model: Any) -> None:
    before, adapter = weight(model), drawn()
    merge(model[0].model, adapter)
    down, up = adapter.layers[LAYER]
    np.testing.assert_allclose(weight(model), before + 2.0 * up @ down, rtol=1e-5)


def test_an_adapter_for_another_model_is_refused(model: Any) -> None:
    down, up = drawn().layers[LAYER]
    for wrong in ({"encoder.layer.9.output.dense": (down, up)}, {LAYER: (down[:, :5], up)}, {"encoder": (down, up)}):
        with pytest.raises(ModelError, match="does not fit"):
            merge(model[0].model, Adapter(wrong, 1.0, "wrong"))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "adapter.safetensors"
    down, up = drawn().layers[LAYER]
    save_file({f"{LAYER}.lora_A": down, f"{LAYER}.lora_B": up}, file, metadata={FACTS: '{"scale": 0.5}'})
    found = read_adapter(file)
    assert found.scale == 0.5
    np.testing.assert_array_equal(found.layers[LAYER][0], down)
    np.testing.assert_array_equal(found.layers[LAYER][1], up)


@pytest.mark.parametrize("damage", [lambda raw: raw[:-9], lambda raw: b"", lambda raw: b"\0" * len(raw)])
def test_a_damaged_or_missing_file_is_refused(damage: Any, tmp_path: Path) -> None:
    file = tmp_path / "adapter.safetensors"
    with pytest.raises(ModelError, match=r"missing or damaged.*--model base"):
        read_adapter(file)
    down, up = drawn().layers[LAYER]
    save_file({f"{LAYER}.lora_A": down, f"{LAYER}.lora_B": up}, file, metadata={FACTS: '{"scale": 0.5}'})
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(ModelError, match="missing or damaged"):
        read_adapter(file)


def test_halves_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "adapter.safetensors"
    save_file({f"{LAYER}.lora_A": np.ones((2, 32), np.float32)}, file, metadata={FACTS: '{"scale": 1}'})
    with pytest.raises(ModelError, match="missing or damaged"):
        read_adapter(file)


@pytest.mark.model
@pytest.mark.slow
def test_the_shipped_adapter_brings_a_question_nearer_to_its_translation(real_embedder: Any) -> None:
    base = load_embedder("base")
    pairs = [
        ("Which department checks food safety in schools?", "哪个部门检查学校的食品安全？"),
        ("How long is the permit valid?", "许可证的有效期是多久？"),
        ("Who may apply for the housing subsidy?", "谁可以申请住房补贴？"),
    ]
    for english, chinese in pairs:
        wanted = base.embed_query(chinese)
        assert real_embedder.embed_query(english) @ wanted > base.embed_query(english) @ wanted
