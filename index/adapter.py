"""The adapter: low-rank changes (LoRA) to the default model that bring other languages to Chinese.

What it was trained on, and what it brought, stands in weights/README.md beside the file.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

if TYPE_CHECKING:
    from torch.nn import Module

FILE = Path(__file__).parent / "weights" / "adapter.safetensors"

FACTS = "adapter"
"""The one key of the file's metadata: a JSON object with `scale`, and how the adapter was trained."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Adapter:
    """For each linear layer by name the matrices `down` (rank, in) and `up` (out, rank); W becomes W + scale x up down.

    Hu et al. 2021, LoRA, equation 3, merged. `digest` is the SHA-256 of the file, `facts` how the
    adapter was trained.
    """

    layers: Mapping[str, tuple[Matrix, Matrix]]
    scale: float
    digest: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def read_adapter(file: Path = FILE, besides: Collection[str] = ()) -> Adapter:
    """Read an adapter that `python -m index.train` wrote. Raises ModelError when it is missing or damaged.

    `besides` names what else lies in the file and is no change to a layer.
    """
    from safetensors import SafetensorError, safe_open

    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        with safe_open(file, framework="numpy") as stored:
            facts = json.loads(stored.metadata()[FACTS])
            scale = float(facts["scale"])
            tensors = {name: stored.get_tensor(name).astype(np.float32) for name in stored.keys()}  # noqa: SIM118
        names = {name.rpartition(".")[0] for name in tensors} - set(besides)
        layers = {name: (tensors[f"{name}.lora_A"], tensors[f"{name}.lora_B"]) for name in sorted(names)}
    except (OSError, SafetensorError, LookupError, TypeError, ValueError) as error:
        raise ModelError(
            f"The adapter {file.name} is missing or damaged ({error}). Install policy-qa again, or give"
            " `--model base` to do without it."
        ) from error
    return Adapter(layers, scale, digest, facts)


def merge(network: "Module", adapter: Adapter) -> None:
    """Add an adapter's changes to a loaded network; its files stay as they are.

    Raises ModelError when the adapter is for layers of another name or shape.
    """
    import torch

    layers: Mapping[str, Any] = dict(network.named_modules())
    try:
        with torch.no_grad():
            for name, (down, up) in adapter.layers.items():
                layers[name].weight += torch.from_numpy(adapter.scale * (up @ down))
    except (LookupError, AttributeError, RuntimeError) as error:
        raise ModelError(f"The adapter does not fit the default model ({error}).") from error
