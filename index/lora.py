"""Low-rank changes to a network while it is trained: peft is imported here and nowhere else."""

from collections.abc import Mapping
from typing import Any


def with_low_rank(network: Any, targets: str, rank: int) -> Any:
    """The network with changes of this rank (LoRA, Hu et al. 2021; scale 2) to the linear layers that a pattern names.

    Only the changes are trained. Never put it in training mode: the model's own dropout would blur what it gives.
    Raises ImportError without the extra `train`.
    """
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.0, target_modules=targets)
    return get_peft_model(network, config).eval()


def trained_changes(network: Any) -> dict[str, Any]:
    """The trained tensors by name, as `index.read_adapter` expects them: <layer>.lora_A, <layer>.lora_B."""
    return {
        name.removeprefix("base_model.model.").replace(".default.weight", ""): value.detach().numpy()
        for name, value in network.named_parameters()
        if value.requires_grad
    }


def give_changes(network: Any, tensors: Mapping[str, Any]) -> None:
    """Sets the trainable tensors of a network of `with_low_rank`, named as `trained_changes` names them.

    Raises ValueError when names or shapes are not the network's.
    """
    import torch

    own = {
        name.removeprefix("base_model.model.").replace(".default.weight", ""): value
        for name, value in network.named_parameters()
        if value.requires_grad
    }
    if own.keys() != tensors.keys() or any(tuple(own[name].shape) != tensors[name].shape for name in own):
        raise ValueError("the tensors are not those of this network")
    with torch.no_grad():
        for name, value in own.items():
            value.copy_(torch.from_numpy(tensors[name]))
