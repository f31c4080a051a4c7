"""python -m qa.train: the span reader, low-rank changes to the default model and heads for start, end and answerable.

What it is trained on, and how well it reads, stands in weights/README.md.
"""

import argparse
import random
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import UsageError, default_base, definitions, file_checksum, read_cedict, read_glossary, run_command
from qa.train_data import Example, Maker, read_articles, read_reports

LOOKED_AT = 240
"""Held-out examples that a checkpoint is judged by."""

_ASIDE = re.compile(r"\([^)]*\)|^to ")
_NO_GLOSS = ("variant", "old variant", "surname", "see ", "CL:", "used in", "abbr")


@dataclass(frozen=True, slots=True)
class Settings:
    """How it is trained; all of it is written beside the result.

    `first` is the lowest layer that changes; `longest` the tokens of a question with its passage; `wrong` and
    `exchanged` how often a question is also given a piece that does not answer, and another year or subject;
    `figures` and `sentences` how many are made of the parallel reports; `held_out` articles are not trained on;
    `switched` is the share of questions made half English; `steps` 0 is one pass over everything.
    """

    seed: int = 23
    steps: int = 0
    batch: int = 16
    rate: float = 8e-4
    rank: int = 32
    first: int = 4
    longest: int = 320
    wrong: float = 0.5
    exchanged: float = 0.5
    figures: int = 3000
    sentences: int = 1200
    switched: float = 0.35
    held_out: int = 60


def main(argv: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 2 wrong use or unreadable data."""
    parser = argparse.ArgumentParser(prog="python -m qa.train", description=__doc__)
    parser.add_argument("--questions", type=Path, required=True, nargs="+", help="SQuAD files in Chinese")
    parser.add_argument("--parallel", type=Path, required=True, help="JSON lines with id, year, zh and en")
    parser.add_argument("--out", type=Path, required=True, help="folder for the reader")
    parser.add_argument("--steps", type=int, default=Settings().steps, help="stop after so many")
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument("--rate", type=float, default=Settings().rate, help="highest learning rate")
    parser.add_argument(
        "--switched", type=float, default=Settings().switched, help="share of questions made half English"
    )
    parser.add_argument("--start-from", type=Path, metavar="FILE", help="a reader.safetensors to train on")
    parser.add_argument("--checkpoint", type=float, default=15, metavar="MINUTES", help="look and save so often")
    return run_command(lambda: _train(parser.parse_args(argv)))


def _train(arguments: argparse.Namespace) -> int:
    if arguments.steps < 0 or arguments.checkpoint <= 0:
        raise UsageError("--steps is at least 0 and --checkpoint more than 0")
    if not 0 < arguments.rate < 1 or not 0 <= arguments.switched <= 1:
        raise UsageError("--rate is between 0 and 1, --switched from 0 to 1")
    settings = Settings(seed=arguments.seed, steps=arguments.steps, rate=arguments.rate, switched=arguments.switched)
    examples, held = _examples(arguments.questions, arguments.parallel, settings)
    try:
        from qa.training import Trainer
    except ImportError as error:
        raise UsageError(f"{error}: training needs the extra: pip install -e '.[train]'") from None
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out {arguments.out} cannot be made a folder: {error}") from None
    data = {file.name: file_checksum(file) for file in (*arguments.questions, arguments.parallel)}
    trainer = Trainer(settings, default_base().folder)
    if arguments.start_from is not None:
        data[arguments.start_from.name] = file_checksum(arguments.start_from)
        trainer.start_from(arguments.start_from)
    trainer.run(examples, held, arguments.out, arguments.checkpoint, data)
    return 0


def _examples(questions: Sequence[Path], parallel: Path, settings: Settings) -> tuple[list[Example], list[Example]]:
    maker = Maker(english_words(), settings.seed, settings.switched)
    examples: list[Example] = []
    held: list[Example] = []
    for file in questions:
        articles = read_articles(file)
        if len(articles) < 2 * settings.held_out:
            raise UsageError(f"{file}: {len(articles)} articles, at least {2 * settings.held_out} are needed")
        kept, out = articles[: -settings.held_out], articles[-settings.held_out :]
        examples += maker.of_articles(kept, settings.wrong, settings.exchanged)
        held += maker.of_articles(out, settings.wrong, settings.exchanged)
    reports = read_reports(parallel)
    if len({sentence.year for sentence in reports}) < 2:
        raise UsageError(f"{parallel}: sentences of at least two years are needed")
    examples += maker.of_reports(reports, settings.figures)
    examples += maker.of_sentences(reports, settings.sentences)
    shuffled = random.Random(settings.seed)
    shuffled.shuffle(examples)
    looked_at = shuffled.sample(held, min(LOOKED_AT, len(held)))
    if {example.answerable for example in looked_at} != {True, False}:
        raise UsageError(
            f"{' '.join(map(str, questions))}: the last {settings.held_out} articles give no questions with, or none"
            " without an answer; give articles of several paragraphs"
        )
    return examples, looked_at


def english_words() -> Mapping[str, str]:
    """Chinese word -> one English word or name for it, by the dictionary and the glossary."""
    english = {}
    for word, lines in read_cedict().items():
        senses = (" ".join(_ASIDE.sub("", sense).split()) for sense in definitions(lines))
        plain = (
            s
            for s in senses
            if s and len(s) < 30 and s.isascii() and not s.startswith(_NO_GLOSS) and not set(s) & set("|[")
        )
        if len(word) <= 6 and (sense := next(plain, None)):
            english[word] = sense
    for entry in read_glossary().entries:
        if names := entry.names.get("en"):
            english[entry.chinese] = names[0]
    return english


if __name__ == "__main__":
    sys.exit(main())
