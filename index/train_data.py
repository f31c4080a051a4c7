"""What the default model's adapter is trained on: pairs of a question and the passage that it should find."""

import hashlib
import json
import random
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import UnreadableError, UsageError
from index.fold import simplify
from index.glossary import Glossary

PASSAGE = 300
"""Characters of a paragraph's piece, as the index cuts sections."""

NEAR, AT_RANDOM = 31, 32
"""Wrong passages of a batch that are like the one sought, and others."""
NEAREST = 200
SAME = 0.97
"""Passages at least this near to the one sought say the same: they are not taken for wrong ones."""
QUESTIONS, NAMES = 24, 96
"""Pairs of a batch."""

_STOP = re.compile(r"(?<=[。！？；])")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question in any language and the Chinese passage that it should find."""

    question: str
    passage: str


def parallel_pairs(file: Path) -> list[Pair]:
    """JSON lines with `zh` and `en`: the English sentence should find the Chinese one."""
    try:
        rows = [json.loads(line) for line in _text(file).splitlines() if line.strip()]
    except ValueError:
        raise UsageError(f"{file}: every line is a JSON object") from None
    try:
        return [Pair(row["en"], simplify(row["zh"])) for row in rows]
    except (KeyError, TypeError):
        raise UsageError(f'{file}: every line is an object with "zh" and "en"') from None


def question_pairs(file: Path) -> list[Pair]:
    """A SQuAD file's questions, each with the piece of its paragraph in which the answer begins."""
    try:
        data = json.loads(_text(file))
        articles: Sequence[Mapping[str, Any]] = data["data"] if isinstance(data, dict) else data
        return [
            Pair(simplify(row["question"]), simplify(_piece(paragraph["context"], row["answers"][0]["answer_start"])))
            for article in articles
            for paragraph in article["paragraphs"]
            for row in paragraph["qas"]
        ]
    except (ValueError, KeyError, TypeError, IndexError):
        raise UsageError(f"{file} is not a SQuAD file of answered questions") from None


def name_pairs(glossary: Glossary) -> list[Pair]:
    """The first two names of each language of each entry should find its Chinese."""
    return [
        Pair(name, entry.chinese) for entry in glossary.entries for names in entry.names.values() for name in names[:2]
    ]


class Batches:
    """Draws batches from the pairs, always the same ones for the same seed.

    Of the questions only those take part whose text is in `known`.
    """

    def __init__(
        self,
        parallel: Sequence[Pair],
        questions: Sequence[Pair],
        names: Sequence[Pair],
        known: Collection[str],
        seed: int,
    ) -> None:
        self._random = random.Random(seed)
        self._parallel = parallel
        self._questions = [pair for pair in self._shuffled(questions) if pair.question in known]
        self._names = self._shuffled(names)

    def sentences(self, likeness: Callable[[int], Sequence[float]]) -> list[Pair]:
        """A sentence, others like it (the hard ones to tell apart) and others at random; no passage twice.

        `likeness` gives the cosine of one parallel passage, by its place, with each.
        """
        chosen = self._random.randrange(len(self._parallel))
        cosines = likeness(chosen)
        order = sorted(range(len(cosines)), key=lambda place: -cosines[place])
        near = [place for place in order if cosines[place] < SAME][:NEAREST]
        places = [chosen, *self._random.sample(near, min(NEAR, len(near)))]
        places += self._random.sample(range(len(self._parallel)), min(AT_RANDOM, len(self._parallel)))
        distinct: dict[str, Pair] = {}
        for place in places:
            distinct.setdefault(self._parallel[place].passage, self._parallel[place])
        return list(distinct.values())

    def questions(self) -> list[Pair]:
        """Questions with their paragraphs' pieces."""
        return _drawn(self._questions, QUESTIONS)

    def names(self) -> list[Pair]:
        """Names with their Chinese, none twice."""
        return list({pair.passage: pair for pair in _drawn(self._names, NAMES)}.values())

    def _shuffled(self, pairs: Sequence[Pair]) -> list[Pair]:
        shuffled = list(pairs)
        self._random.shuffle(shuffled)
        return shuffled


def checksum(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _drawn(pairs: list[Pair], count: int) -> list[Pair]:
    """The last pairs, which go to the front: each comes once before one comes again."""
    drawn = pairs[: -count - 1 : -1]
    pairs[:] = [*drawn, *pairs[: max(0, len(pairs) - count)]]
    return drawn


def _piece(context: str, answer: int) -> str:
    starts, at = [0], 0
    for sentence in _STOP.split(context):
        if at + len(sentence) - starts[-1] > PASSAGE and at > starts[-1]:
            starts.append(at)
        at += len(sentence)
    start = max((start for start in starts if start <= answer), default=0)
    end = min((start for start in starts if start > answer), default=len(context))
    return context[start:end]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{file} cannot be read: {error}") from None
