"""The training itself, over torch."""

import hashlib
import json
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors.numpy import save_file
from transformers import AutoModel, AutoTokenizer

from index.adapter import FACTS
from index.bundled_folder import PROMPTS
from index.lora import trained_changes, with_low_rank
from index.train_data import Batches, Pair

if TYPE_CHECKING:
    from index.train import Settings

_LAYERS = r"attention\.self\.(query|key|value)|attention\.output\.dense|intermediate\.dense|output\.dense"
_PLAN = ("sentences",) * 6 + ("questions",) * 2 + ("names",) * 2


class Trainer:
    """Trains low-rank changes of the layers (LoRA, Hu et al. 2021); embeddings, norms and biases stay.

    `base` is the model's folder, `cache` a folder for the base model's vectors.
    """

    def __init__(self, settings: "Settings", base: Path, cache: Path) -> None:
        torch.manual_seed(settings.seed)
        self._settings = settings
        self._cache = cache
        self._tokenizer = AutoTokenizer.from_pretrained(base)
        network: Any = AutoModel.from_pretrained(base, dtype=torch.float32)
        self._model = with_low_rank(network, rf"encoder\.layer\.\d+\.({_LAYERS})", settings.rank)

    def prepare(self, parallel: Sequence[Pair], held: Sequence[Pair], questions: Iterable[str]) -> None:
        """Compute, or read, what the base model gives for the Chinese texts."""
        passages = sorted({pair.passage for pair in (*parallel, *held)})
        chinese = sorted({*passages, *questions})
        self._passage_rows = {text: row for row, text in enumerate(passages)}
        self._question_rows = {text: row for row, text in enumerate(chinese)}
        self._questions = torch.from_numpy(self._vectors(chinese, "query"))
        self._passages = torch.from_numpy(self._vectors(passages, "passage"))
        self._parallel = self._of([pair.passage for pair in parallel], "passage")
        self._held = held

    def run(self, batches: Batches, out: Path, every: int, data: dict[str, str]) -> None:
        """Train; write `adapter.safetensors` to `out` every so many steps and at the end; log to stdout.

        `data` maps the files' names to their checksums, for the record.
        """
        steps = self._settings.steps
        trained = [parameter for parameter in self._model.parameters() if parameter.requires_grad]
        optimizer = torch.optim.AdamW(trained, lr=self._settings.rate, weight_decay=0.01)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, self._settings.rate, steps, pct_start=0.1)
        started = time.monotonic()
        print(f"{steps} steps, {sum(p.numel() for p in trained)} weights; {self._told()}", flush=True)
        for step in range(1, steps + 1):
            # Whoever runs this in the background may give it more or fewer cores on the way.
            torch.set_num_threads(_cores())
            kind = _PLAN[step % len(_PLAN)]
            loss = self._loss(kind, batches)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            print(f"step {step}, {time.monotonic() - started:.0f} s, {kind}: {float(loss.detach()):.3f}", flush=True)
            if step % every == 0 or step == steps:
                self._save(out, step, data)
                print(f"saved; {self._told()}", flush=True)

    def _loss(self, kind: str, batches: Batches) -> torch.Tensor:
        settings = self._settings
        if kind == "sentences":
            pairs = batches.sentences(lambda place: (self._parallel @ self._parallel[place]).tolist())
            questions, passages = self._encoded(pairs)
            found = self._contrast(questions, passages, _same(pairs)) / 2
            found = found + self._contrast(passages, questions, _same(pairs)) / 2
            texts = [pair.passage for pair in pairs]
            found = found + settings.passage_weight * _apart(passages, self._of(texts, "passage"))
            return found + settings.question_weight * _apart(questions, self._of(texts, "query"))
        if kind == "questions":
            pairs = batches.questions()
            questions, passages = self._encoded(pairs)
            kept = _apart(questions, self._of([pair.question for pair in pairs], "query"))
            return self._contrast(questions, passages, _same(pairs)) + 2 * settings.question_weight * kept
        pairs = batches.names()
        questions, passages = self._encoded(pairs)
        return (
            self._contrast(questions, passages, _same(pairs)) / 2
            + self._contrast(passages, questions, _same(pairs)) / 2
        )

    def _contrast(self, ones: torch.Tensor, others: torch.Tensor, same: torch.Tensor) -> torch.Tensor:
        """InfoNCE (van den Oord et al. 2018): the batch's other texts are the wrong ones, those the same left out."""
        scores = (ones @ others.T / self._settings.temperature).masked_fill(same, -torch.inf)
        return torch.nn.functional.cross_entropy(scores, torch.arange(len(ones)))

    def _encoded(self, pairs: Sequence[Pair]) -> tuple[torch.Tensor, torch.Tensor]:
        questions = self._encode([pair.question for pair in pairs], "query")
        return questions, self._encode([pair.passage for pair in pairs], "passage")

    def _encode(self, texts: Sequence[str], prompt: str) -> torch.Tensor:
        inputs = self._tokenizer(
            [PROMPTS[prompt] + text for text in texts],
            padding=True,
            truncation=True,
            max_length=self._settings.longest,
            return_tensors="pt",
        )
        hidden = self._model(**inputs).last_hidden_state
        mask = inputs["attention_mask"].unsqueeze(-1)
        return torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=1)

    def _of(self, texts: Sequence[str], prompt: str) -> torch.Tensor:
        """What the base model gives."""
        if prompt == "query":
            return self._questions[[self._question_rows[text] for text in texts]]
        return self._passages[[self._passage_rows[text] for text in texts]]

    def _vectors(self, texts: Sequence[str], prompt: str) -> Any:
        name = hashlib.sha256("\n".join([prompt, *texts]).encode()).hexdigest()[:16]
        file = self._cache / f"{prompt}-{name}.npy"
        if not file.exists():
            order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
            vectors = np.empty((len(texts), self._model.config.hidden_size), np.float32)
            with torch.no_grad(), self._model.disable_adapter():
                for at in range(0, len(order), 64):
                    places = order[at : at + 64]
                    vectors[places] = self._encode([texts[place] for place in places], prompt).numpy()
            self._cache.mkdir(parents=True, exist_ok=True)
            np.save(file, vectors)
        return np.load(file)

    @torch.no_grad()
    def _told(self) -> str:
        """How held-out sentences do: English first at its translation, and Chinese where the base model has it."""
        parts = [self._held[at : at + 64] for at in range(0, len(self._held), 64)]
        passages = [pair.passage for pair in self._held]
        english = torch.cat([self._encode([pair.question for pair in part], "query") for part in parts])
        chinese = torch.cat([self._encode([pair.passage for pair in part], "query") for part in parts])
        found = torch.cat([self._encode([pair.passage for pair in part], "passage") for part in parts])
        first = ((english @ found.T).argmax(1) == torch.arange(len(found))).float().mean()
        return (
            f"held out: first {first:.3f}; cosine to the base, Chinese questions"
            f" {1 - _apart(chinese, self._of(passages, 'query')):.4f},"
            f" passages {1 - _apart(found, self._of(passages, 'passage')):.4f}"
        )

    def _save(self, out: Path, step: int, data: dict[str, str]) -> None:
        tensors = trained_changes(self._model)
        facts = {"scale": 2 * self._settings.share, "step": step, "settings": asdict(self._settings), "data": data}
        fresh = out / "adapter.safetensors.new"
        halves = {name: value.astype(np.float16) for name, value in tensors.items()}
        save_file(halves, fresh, metadata={FACTS: json.dumps(facts, sort_keys=True)})
        fresh.chmod(0o644)
        fresh.replace(out / "adapter.safetensors")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _apart(ones: torch.Tensor, others: torch.Tensor) -> torch.Tensor:
    """Mean of 1 - cosine."""
    return (1 - (ones * others).sum(1)).mean()


def _same(pairs: Sequence[Pair]) -> torch.Tensor:
    """Which pairs besides itself have a pair's passage."""
    return torch.tensor([[one is not other and one.passage == other.passage for other in pairs] for one in pairs])
