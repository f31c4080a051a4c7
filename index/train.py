"""python -m index.train: the adapter, low-rank changes to the default model that bring other languages to Chinese.

It is trained on sentences with their translations, on Chinese questions with their paragraphs, and on the glossary's
names, and is held near to what the base model gives for Chinese, so that Chinese does not lose. See weights/README.md.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.command import run_command
from index.errors import UsageError
from index.glossary import SHIPPED, read_glossary
from index.train_data import Batches, checksum, name_pairs, parallel_pairs, question_pairs


@dataclass(frozen=True, slots=True)
class Settings:
    """How it is trained; all of it is written beside the result.

    `passage_weight` and `question_weight` are those of 1 - cosine to the base model's vectors of Chinese passages and
    of the Chinese that a question means, beside the contrastive loss; `questions` how many Chinese questions take part;
    `longest` the tokens of a text; `share` how much of the change is kept in the end (Wortsman et al. 2022: what lies
    between the base and the trained weights does better on other data than that trained on); `held_out` the parallel
    sentences, the last ones, that are not trained on.
    """

    seed: int = 17
    steps: int = 120
    rate: float = 4e-4
    rank: int = 16
    temperature: float = 0.02
    passage_weight: float = 10.0
    question_weight: float = 5.0
    questions: int = 4000
    longest: int = 256
    share: float = 0.6
    held_out: int = 256


def main(argv: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 2 wrong use or unreadable data."""
    parser = argparse.ArgumentParser(prog="python -m index.train", description=__doc__)
    parser.add_argument("--parallel", type=Path, required=True, help="JSON lines with zh and en")
    parser.add_argument("--questions", type=Path, required=True, help="a SQuAD file in Chinese")
    parser.add_argument("--out", type=Path, required=True, help="folder for the adapter, its checkpoints and the cache")
    parser.add_argument("--steps", type=int, default=Settings().steps)
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument("--checkpoint", type=int, default=40, metavar="STEPS", help="write the adapter so often")
    return run_command(lambda: _train(parser.parse_args(argv)))


def _train(arguments: argparse.Namespace) -> int:
    settings = Settings(seed=arguments.seed, steps=arguments.steps)
    parallel, questions = parallel_pairs(arguments.parallel), question_pairs(arguments.questions)
    texts = [pair.question for pair in questions]
    random.Random(settings.seed).shuffle(texts)
    known = set(texts[: settings.questions])
    if len(parallel) < 2 * settings.held_out:
        raise UsageError(
            f"{arguments.parallel}: {len(parallel)} sentences, at least {2 * settings.held_out} are needed"
        )
    if arguments.steps < 1 or arguments.checkpoint < 1:
        raise UsageError("--steps and --checkpoint are at least 1")
    kept, held = parallel[: -settings.held_out], parallel[-settings.held_out :]
    try:
        from index.bundled import default_base
        from index.training import Trainer
    except ImportError as error:
        raise UsageError(f"{error}: training needs the extra: pip install -e '.[train]'") from None
    arguments.out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(settings, default_base().folder, arguments.out)
    batches = Batches(kept, questions, name_pairs(read_glossary()), known, settings.seed)
    data = {file.name: checksum(file) for file in (arguments.parallel, arguments.questions, SHIPPED)}
    trainer.prepare(kept, held, known)
    trainer.run(batches, arguments.out, arguments.checkpoint, data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
