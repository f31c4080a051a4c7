"""Question sets: JSON lines with what proves the answer, or what the answer is -> Question."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import PolicyError, UsageError
from qa import language_of

UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves the answer: `quote` in the document `doc` (one of its sources, or the base name of one).

    Without `doc` the quote counts in any document, without `quote` any passage of the document does.
    """

    doc: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question set.

    `answers` are model answers; `answer_groups` holds for every fact the spellings that state it. One item of
    `evidence` suffices unless `must_all`. With neither evidence nor answers, `kind` is "unanswerable". `line` is that
    of the file, from 1.
    """

    id: str
    question: str
    lang: str
    kind: str
    evidence: tuple[Evidence, ...] = ()
    must_all: bool = False
    answers: tuple[str, ...] = ()
    answer_groups: tuple[tuple[str, ...], ...] = ()
    tags: tuple[str, ...] = ()
    line: int = 0

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer."""
        return self.kind != UNANSWERABLE


def shipped() -> Path:
    """The question set over `corpus/` that comes with the project."""
    return Path(__file__).parent / "data" / "gold.jsonl"


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a UTF-8 JSON lines file, in its order.

    Blank lines, unknown fields and lines whose question is "" (a template not filled in yet) are passed over.
    Raises UsageError, naming file and line, for what is not a question of the form that `eval/README.md` gives.
    """
    questions: list[Question] = []
    lines: dict[str, int] = {}
    for number, row in json_lines(path):
        if row.get("question") == "":
            continue
        try:
            question = _question(row, number)
            if question.id in lines:
                raise UsageError(f'id "{question.id}" is already used on line {lines[question.id]}')
        except UsageError as error:
            raise UsageError(f"{path}, line {number}: {error}") from None
        lines[question.id] = number
        questions.append(question)
    if not questions:
        raise UsageError(f'{path} holds no question: fill in the "question" of at least one line')
    return tuple(questions)


def json_lines(path: Path) -> list[tuple[int, Mapping[str, Any]]]:
    """Line number (from 1) and object of each non-blank line. Raises UsageError, naming file and line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    rows: list[tuple[int, Mapping[str, Any]]] = []
    # Not splitlines(): U+2028 and its like may stand inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{path}, line {number}: not JSON ({error})") from None
        if not isinstance(row, dict):
            raise UsageError(f"{path}, line {number}: a JSON object is expected")
        rows.append((number, row))
    return rows


def text_field(row: Mapping[str, Any], name: str) -> str:
    """The field as a string that is not blank. Raises UsageError, naming the field."""
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f'"{name}" must be a string that is not blank')
    return value


def _texts(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise UsageError(f'"{name}" must be a list of strings that are not blank')
    return tuple(value)


def _objects(row: Mapping[str, Any], name: str) -> list[Any]:
    value = row.get(name, [])
    if not isinstance(value, list):
        raise UsageError(f'"{name}" must be a list')
    return value


def _optional(row: Mapping[str, Any], name: str, default: str = "") -> str:
    return text_field(row, name) if name in row else default


def _evidence(item: object) -> Evidence:
    if not isinstance(item, dict) or not {"doc", "quote"} & set(item):
        raise UsageError('each item of "evidence" must be an object with "doc", "quote" or both')
    try:
        return Evidence(doc=_optional(item, "doc"), quote=_optional(item, "quote"))
    except PolicyError as error:
        raise UsageError(f'in "evidence": {error}') from None


def _flag(row: Mapping[str, Any], name: str) -> bool:
    value = row.get(name, False)
    if not isinstance(value, bool):
        raise UsageError(f'"{name}" must be true or false')
    return value


def _question(row: Mapping[str, Any], number: int) -> Question:
    asked = text_field(row, "question")
    # The short form of one's own sets: "quote", "doc" and "answer" beside the question.
    evidence = [*_objects(row, "evidence"), *([row] if {"doc", "quote"} & set(row) else [])]
    answers = _texts(row.get("answers", []), "answers")
    groups = tuple(_texts(group, "answer_groups") for group in _objects(row, "answer_groups"))
    if not all(groups):
        raise UsageError('each group of "answer_groups" needs at least one spelling')
    if "answer" in row:
        answers = (text_field(row, "answer"), *answers)
    # Without evidence the answers are all there is to judge by.
    if answers and not groups and ("answer" in row or not evidence):
        groups = (answers,)
    question = Question(
        id=_optional(row, "id", f"line-{number}"),
        question=asked,
        lang=_optional(row, "lang", language_of(asked)),
        kind=UNANSWERABLE if _flag(row, "unanswerable") else _optional(row, "kind"),
        evidence=tuple(map(_evidence, evidence)),
        must_all=_flag(row, "must_all"),
        answers=answers,
        answer_groups=groups,
        tags=_texts(row.get("tags", []), "tags"),
        line=number,
    )
    if question.answerable and not (question.evidence or question.answers):
        raise UsageError(
            'a question needs a "quote", a "doc" or an "answer"; one that the documents do not answer needs '
            f'"unanswerable": true (or "kind": "{UNANSWERABLE}")'
        )
    if not question.answerable and (question.evidence or question.answers):
        raise UsageError(f'a question of kind "{UNANSWERABLE}" has no "evidence", "quote", "doc" or "answer"')
    return question
