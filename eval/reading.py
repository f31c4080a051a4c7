"""The span reader alone: a question and its own passage -> the span and whether the passage answers, against the gold.

Exact match and F1 as CMRC 2018 counts them; where a set has questions without an answer, as in SQuAD 2.0 (Rajpurkar et
al. 2018). Declining over several passages as in NoMIRACL (Thakur et al. 2024).
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scipy.stats import rankdata

from eval.aggregate import Figure
from eval.collection import Collection, Task
from eval.extractive import exact_match, f1
from eval.run import progress
from index import UsageError
from qa import Extract, Reader

LONGEST = 300
"""Characters of a piece: what a chunk of the index holds at most, which is what the reader is for."""

_LEAST = 1e-9
_END = re.compile(r"(?:[。！？；!?;]+[”’」』》）)\"']*|\.(?=\s)|\n)\s*")
_PAUSES = "，、,：: \u3000"


@dataclass(frozen=True, slots=True)
class Told:
    """Whether one question's passages answer it: `answerable` by the set, `probability` by the reader, its highest.

    `pieces`: how many pieces were read.
    """

    id: str
    question: str
    answerable: bool
    probability: float
    pieces: int


@dataclass(frozen=True, slots=True)
class Extracted(Told):
    """What the reader took from a question's paragraph, characters `start`..`end` (half-open) of it; (0, 0) for none.

    `prediction` is what is judged: these characters, or nothing where the question was declined.
    """

    start: int
    end: int
    prediction: str
    answers: tuple[str, ...]
    exact_match: float
    f1: float


@dataclass(frozen=True, slots=True)
class Declining:
    """The shares declined of the questions without and with an answer, when less than `threshold` is declined."""

    threshold: float
    unanswerable: Figure
    answerable: Figure


def extract_all(collection: Collection, reader: Reader, threshold: float) -> tuple[Extracted, ...]:
    """The reader on every question's own paragraph, without a heading.

    Only in a set that has questions without an answer is a question declined, whose probability is below `threshold`;
    elsewhere the best span counts however unlikely it is. Questions that have an answer but no span are left out.
    """
    texts = _texts(collection)
    declines = any(task.kind == "unanswerable" for task in collection.tasks)
    rows = []
    for task in progress([task for task in collection.tasks if judged(task)], "reading"):
        text = texts[task.among[0]]
        best, probability, count = _read(reader, task.question, "", text)
        declined = best is None or (declines and probability < threshold)
        prediction = "" if best is None or declined else text[best.start : best.end]
        rows.append(
            Extracted(
                task.id,
                task.question,
                task.kind != "unanswerable",
                probability,
                count,
                best.start if best else 0,
                best.end if best else 0,
                prediction,
                task.answers,
                exact_match(prediction, task.answers),
                f1(prediction, task.answers),
            )
        )
    return tuple(rows)


def judged(task: Task) -> bool:
    """Whether the task gives something to judge a span by: CJRC's yes-or-no questions have an answer but no span."""
    return bool(task.answers) or task.kind == "unanswerable"


def tell_all(collection: Collection, reader: Reader) -> tuple[Told, ...]:
    """The reader on all passages of each question of a NoMIRACL set, their titles as headings."""
    texts = _texts(collection)
    rows = []
    for task in progress(collection.tasks, "reading"):
        read = [_read(reader, task.question, *_titled(texts[source])) for source in task.among]
        probability = max(found for _, found, _ in read)
        count = sum(pieces for _, _, pieces in read)
        rows.append(Told(task.id, task.question, task.kind == "answerable", probability, count))
    return tuple(rows)


def asked_of(questions: Collection, contexts: Collection) -> Collection:
    """The questions' wording on the paragraphs, and with the answers, of the contexts' tasks of the same ids.

    Raises UsageError when one set has ids that the other lacks.
    """
    wording = {task.id: task.question for task in questions.tasks}
    known = {task.id for task in contexts.tasks}
    for one, other, missing in (
        (questions, contexts, [key for key in wording if key not in known]),
        (contexts, questions, [key for key in known if key not in wording]),
    ):
        if missing:
            raise UsageError(
                f"{len(missing)} questions of {one.name} are not in {other.name}, as {min(missing)}: give two files of "
                "the same questions with the same ids, as XQuAD's are in all its languages"
            )
    tasks = tuple(replace(task, question=wording[task.id]) for task in contexts.tasks)
    return replace(contexts, name=f"{questions.name} on {contexts.name}", tasks=tasks)


def limited(collection: Collection, limit: int | None) -> Collection:
    """At most `limit` of the tasks, spread evenly, since a set's first ones are about one or two articles."""
    tasks = collection.tasks
    if limit is None or limit >= len(tasks):
        return collection
    return replace(collection, tasks=tuple(tasks[at * len(tasks) // limit] for at in range(limit)))


def declining(rows: Sequence[Told], threshold: float) -> Declining:
    """What is declined when the probability has to reach `threshold`."""

    def share(answerable: bool) -> Figure:
        return Figure.of(row.probability < threshold for row in rows if row.answerable == answerable)

    return Declining(threshold, unanswerable=share(False), answerable=share(True))


def area(rows: Sequence[Told]) -> float | None:
    """The AUC: how often a question with an answer has the higher probability than one without, ties half.

    None when either kind is missing.
    """
    yes = [row.probability for row in rows if row.answerable]
    no = [row.probability for row in rows if not row.answerable]
    if not yes or not no:
        return None
    ranks = rankdata([*yes, *no])[: len(yes)]
    return float((ranks.sum() - len(yes) * (len(yes) + 1) / 2) / (len(yes) * len(no)))


def pieces(text: str, longest: int = LONGEST) -> list[tuple[int, int]]:
    """Half-open spans of at most `longest` characters, in order, that lose none; one for a text that fits.

    They end with sentences, and begin with the last sentence of the piece before where the next one fits behind it.
    Only a sentence that is longer by itself is cut inside, where it pauses.
    """
    sentences = list(_sentences(text, longest))
    made: list[tuple[int, int]] = []
    first = 0
    while first < len(sentences):
        stop = first + 1
        while stop < len(sentences) and sentences[stop][1] - sentences[first][0] <= longest:
            stop += 1
        made.append((sentences[first][0], sentences[stop - 1][1]))
        if stop == len(sentences):
            break
        repeats = stop - 1 > first and sentences[stop][1] - sentences[stop - 1][0] <= longest
        first = stop - 1 if repeats else stop
    return made


def _sentences(text: str, longest: int) -> Iterator[tuple[int, int]]:
    at = 0
    for stop in [*(found.end() for found in _END.finditer(text)), len(text)]:
        while stop - at > longest:
            pause = max(text.rfind(mark, at, at + longest) for mark in _PAUSES) + 1
            cut = pause if pause > at else at + longest
            yield at, cut
            at = cut
        if stop > at:
            yield at, stop
            at = stop


def _read(reader: Reader, question: str, heading: str, text: str) -> tuple[Extract | None, float, int]:
    """The best extract over the text's pieces, placed in the text; the highest answerability; the number of pieces."""
    spans = pieces(text)
    best: Extract | None = None
    probability = 0.0
    for start, end in spans:
        # One a call: a reader leaves unread what is too much for one question.
        (reading,) = reader.read(question, [(heading, text[start:end])])
        probability = max(probability, reading.answerable)
        if reading.extracts:
            found = reading.extracts[0]
            score = found.score + math.log(max(reading.answerable, _LEAST))
            if best is None or score > best.score:
                best = Extract(start + found.start, start + found.end, score)
    return best, probability, len(spans)


def _texts(collection: Collection) -> dict[str, str]:
    return {source: document.text for document in collection.documents for source in document.sources}


def _titled(text: str) -> tuple[str, str]:
    """The title and text that `eval.collection.titled_text` joined."""
    title, blank, rest = text.partition("\n\n")
    return (title, rest) if blank and "\n" not in title else ("", text)
