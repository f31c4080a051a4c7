"""The training itself, over torch."""

import json
import os
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file
from transformers import AutoModel, AutoTokenizer

from index import UnreadableError, UsageError, give_changes, trained_changes, with_low_rank
from qa.train_data import Example

if TYPE_CHECKING:
    from qa.train import Settings

_LINEAR = r"attention\.self\.(query|key|value)|attention\.output\.dense|intermediate\.dense|output\.dense"
_TOGETHER = 40
"""Batches that are sorted by length together, so that little is spent on padding."""


@dataclass(frozen=True, slots=True)
class Told:
    """How the held-out examples do: exact spans, right yes-or-no, and how well yes and no are told apart (AUC)."""

    exact: float
    answerable: float
    area: float


class Trainer:
    """Trains low-rank changes (LoRA, Hu et al. 2021) of the upper layers, and heads for start, end and answerable.

    The layers below `first` stay as they are and keep nothing for the way back. `base` is the model's folder.
    """

    def __init__(self, settings: "Settings", base: Path) -> None:
        torch.manual_seed(settings.seed)
        self._settings = settings
        self._tokenizer = AutoTokenizer.from_pretrained(base)
        network: Any = AutoModel.from_pretrained(base, dtype=torch.float32)
        layers = "|".join(str(layer) for layer in range(settings.first, network.config.num_hidden_layers))
        self._model = with_low_rank(network, rf"encoder\.layer\.({layers})\.({_LINEAR})", settings.rank)
        self._span = torch.nn.Linear(network.config.hidden_size, 2)
        self._yes = torch.nn.Linear(network.config.hidden_size, 1)
        self._best = float("-inf")

    def start_from(self, file: Path) -> None:
        """Goes on from what another run wrote. Raises UnreadableError, UsageError."""
        try:
            tensors = {name: value.astype(np.float32) for name, value in load_file(file).items()}
        except (OSError, ValueError, SafetensorError) as error:
            raise UnreadableError(f"{file} cannot be read: {error}") from None
        heads = {name: tensors.pop(name) for name in list(tensors) if name.startswith("head.")}
        try:
            give_changes(self._model, tensors)
            for name, head in (("span", self._span), ("answerable", self._yes)):
                own = {part: torch.from_numpy(heads[f"head.{name}.{part}"]) for part in ("weight", "bias")}
                head.load_state_dict(own)
        except (KeyError, ValueError, RuntimeError):
            raise UsageError(f"{file} was written with other settings: it cannot be trained on") from None

    def run(
        self, examples: Sequence[Example], held: Sequence[Example], out: Path, minutes: float, data: Mapping[str, str]
    ) -> None:
        """One pass over the examples; every so many minutes the best `reader.safetensors` so far is kept in `out`."""
        settings = self._settings
        batches = list(self._batches(examples))[: settings.steps or None]
        weights = [p for p in self._model.parameters() if p.requires_grad]
        heads = [*self._span.parameters(), *self._yes.parameters()]
        optimizer = torch.optim.AdamW([{"params": weights}, {"params": heads}], lr=settings.rate, weight_decay=0.01)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.rate, len(batches), pct_start=0.06)
        started = saved = time.monotonic()
        print(f"{len(examples)} examples, {len(batches)} steps, {sum(p.numel() for p in weights)} weights", flush=True)
        mean = 0.0
        for step, batch in enumerate(batches, 1):
            # Whoever runs this in the background may give it more or fewer cores on the way.
            torch.set_num_threads(_cores())
            loss = self._loss(batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*weights, *heads], 1.0)
            optimizer.step()
            schedule.step()
            mean = 0.98 * mean + 0.02 * float(loss.detach())
            if step % 20 == 0:
                known = mean / (1 - 0.98**step)
                print(f"step {step}, {time.monotonic() - started:.0f} s: {known:.3f}", flush=True)
            if time.monotonic() - saved > 60 * minutes or step == len(batches):
                saved = time.monotonic()
                told = self._told(held)
                print(f"held out: {told}", flush=True)
                if told.exact + told.area > self._best:
                    self._best = told.exact + told.area
                    self._save(out, step, data, told)

    def _batches(self, examples: Sequence[Example]) -> Iterator[list[Example]]:
        size = self._settings.batch
        together = size * _TOGETHER
        order = random.Random(self._settings.seed)
        for at in range(0, len(examples), together):
            part = sorted(examples[at : at + together], key=lambda e: len(e.text) + len(e.question))
            cut = [part[place : place + size] for place in range(0, len(part), size)]
            order.shuffle(cut)
            yield from cut

    def _loss(self, batch: Sequence[Example]) -> torch.Tensor:
        spans, yes, starts, ends = self._forward(batch)
        known = torch.tensor([example.answerable for example in batch])
        loss = torch.nn.functional.binary_cross_entropy_with_logits(yes, known.float())
        if known.any():
            for column, wanted in ((0, starts), (1, ends)):
                loss = loss + torch.nn.functional.cross_entropy(spans[known, :, column], wanted[known]) / 2
        return loss

    def _forward(self, batch: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        heads = [f"passage: {e.heading}\n" if e.heading else "passage: " for e in batch]
        inputs = self._tokenizer(
            [f"query: {e.question}" for e in batch],
            [head + e.text for head, e in zip(heads, batch, strict=True)],
            truncation="longest_first",
            max_length=self._settings.longest,
            padding=True,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = inputs.pop("offset_mapping")
        inputs.pop("token_type_ids", None)
        hidden = self._model(**inputs).last_hidden_state
        spans, yes = self._span(hidden), self._yes(hidden[:, 0]).squeeze(1)
        starts, ends = torch.zeros(len(batch), dtype=torch.long), torch.zeros(len(batch), dtype=torch.long)
        inside = torch.zeros(spans.shape[:2], dtype=torch.bool)
        for row, (head, example) in enumerate(zip(heads, batch, strict=True)):
            second = torch.tensor([kind == 1 for kind in inputs.sequence_ids(row)])
            # A token may begin with the space that ends the head.
            inside[row] = second & (offsets[row, :, 1] > offsets[row, :, 0].clamp(min=len(head)))
            if example.answerable:
                first, last = len(head) + example.start, len(head) + example.end
                held = inside[row] & (offsets[row, :, 1] > first) & (offsets[row, :, 0] < last)
                places = held.nonzero().squeeze(1)
                if len(places):
                    starts[row], ends[row] = places[0], places[-1]
                    continue
                inside[row, 0] = True
        return spans.masked_fill(~inside.unsqueeze(2), -1e4), yes, starts, ends

    @torch.no_grad()
    def _told(self, held: Sequence[Example]) -> Told:
        exact, right, scores, known = [], [], [], []
        for at in range(0, len(held), 32):
            batch = held[at : at + 32]
            spans, yes, starts, ends = self._forward(batch)
            found = (spans[:, :, 0].argmax(1) == starts) & (spans[:, :, 1].argmax(1) == ends)
            answerable = torch.tensor([example.answerable for example in batch])
            exact += found[answerable].tolist()
            right += ((yes > 0) == answerable).tolist()
            scores += yes.tolist()
            known += answerable.tolist()
        yes_scores = np.array([s for s, k in zip(scores, known, strict=True) if k])
        no_scores = np.array([s for s, k in zip(scores, known, strict=True) if not k])
        area = float((yes_scores[:, None] > no_scores).mean())
        return Told(round(float(np.mean(exact)), 4), round(float(np.mean(right)), 4), round(area, 4))

    def _save(self, out: Path, step: int, data: Mapping[str, str], told: Told) -> None:
        tensors = trained_changes(self._model)
        halves = {name: value.astype(np.float16) for name, value in tensors.items()}
        for name, head in (("span", self._span), ("answerable", self._yes)):
            halves[f"head.{name}.weight"] = head.weight.detach().numpy()
            halves[f"head.{name}.bias"] = head.bias.detach().numpy()
        facts = {
            "scale": 2.0, "step": step, "settings": asdict(self._settings), "data": dict(data), "held_out": asdict(told)
        }  # fmt: skip
        fresh = out / "reader.safetensors.new"
        save_file(halves, fresh, metadata={"adapter": json.dumps(facts, sort_keys=True)})
        fresh.chmod(0o644)
        fresh.replace(out / "reader.safetensors")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
