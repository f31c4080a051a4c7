"""A file in the format of SQuAD 1.1 or 2.0, or of one of its Chinese relatives -> Collection.

Formats: SQuAD (Rajpurkar et al. 2016, 2018), XQuAD (Artetxe et al. 2020), CMRC 2018 (Cui et al. 2019) in both its
forms, DRCD (Shao et al. 2018), CJRC (Duan et al. 2019). They differ in a few fields only, so one reader takes all.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eval.collection import Collection, Kind, Task, file_text, files_checksum, merged
from eval.questions import text_field
from index import UsageError


def read_squad(file: Path) -> Collection:
    """Every paragraph a document, every question a task whose relevant document is its paragraph.

    The source of `data[3].paragraphs[0]` is `3-0`; a paragraph that comes again is the first one's document. A
    question is unanswerable when `is_impossible` says so or, where that is left out, when its list of answers holds
    none; it then has neither relevant document nor answers. `among` is the question's own paragraph. Answers that are
    no spans (empty, or with a negative offset, as CJRC gives YES and NO) are left out, so that an answerable question
    may have none; an answer that does not stand in its paragraph is kept, as the sets' own scripts do. Offsets are
    otherwise not used. A question that is an empty string is left out: CMRC 2018's trial set has two.
    Raises UsageError, naming file and JSON path, for what is not of the format.
    """
    sources: dict[str, str] = {}
    tasks: dict[str, Task] = {}
    for where, source, paragraph in _paragraphs(file):
        with _at(f"{file}, {where}"):
            text = text_field(paragraph, _name(paragraph, "context", "context_text"))
            questions = _items(paragraph, "qas")
        first = sources.setdefault(text, source)
        for number, row in enumerate(questions):
            with _at(f"{file}, {where}.qas[{number}]"):
                task = _task(row, first)
                if task.id in tasks:
                    raise UsageError(f'id "{task.id}" is used twice')
            if task.question.strip():
                tasks[task.id] = task
    if not tasks:
        raise UsageError(f"{file} holds no question")
    documents = merged(((source, text) for text, source in sources.items()), file)
    return Collection(file.name, "squad", documents, tuple(tasks.values()), files_checksum(file))


@contextmanager
def _at(where: str) -> Iterator[None]:
    try:
        yield
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from None


def _paragraphs(file: Path) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """JSON path, source and object of each paragraph. CMRC 2018 was first released without a level of articles."""
    try:
        data = json.loads(file_text(file))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}: not JSON ({error})") from None
    name, articles = ("data", data.get("data")) if isinstance(data, dict) else ("", data)
    if not isinstance(articles, list):
        raise UsageError(f'{file}: a list of articles, or an object with such a list as "data", is expected')
    for number, article in enumerate(articles):
        where = f"{name}[{number}]"
        with _at(f"{file}, {where}"):
            row = _object(article)
            paragraphs = _items(row, "paragraphs") if "paragraphs" in row else None
        if paragraphs is None:
            yield where, f"{number}-0", row
            continue
        for at, paragraph in enumerate(paragraphs):
            with _at(f"{file}, {where}.paragraphs[{at}]"):
                row = _object(paragraph)
            yield f"{where}.paragraphs[{at}]", f"{number}-{at}", row


def _task(item: object, source: str) -> Task:
    row = _object(item)
    key = row.get(_name(row, "id", "query_id"))
    if not isinstance(key, str | int) or isinstance(key, bool) or not str(key).strip():
        raise UsageError('"id" must be a string that is not blank, or a whole number')
    question = row.get(_name(row, "question", "query_text"))
    if not isinstance(question, str):
        raise UsageError('"question" must be a string')
    answers = [_answer(answer) for answer in _items(row, "answers")] if "answers" in row else None
    impossible = _impossible(row)
    if impossible is None and answers is not None:
        impossible = not any(text.strip() for text, _ in answers)
    if impossible:
        return Task(str(key), question, {}, kind="unanswerable", among=(source,))
    kind: Kind = "" if impossible is None else "answerable"
    spans = dict.fromkeys(text for text, is_span in answers or () if is_span)
    return Task(str(key), question, {source: 1}, kind, tuple(spans), (source,))


def _answer(item: object) -> tuple[str, bool]:
    """Text of an answer, and whether it is a span of the paragraph."""
    if isinstance(item, str):
        return item, bool(item.strip())
    row = _object(item)
    text, start = row.get("text"), row.get("answer_start", 0)
    if not isinstance(text, str) or not isinstance(start, int):
        raise UsageError('each of "answers" must be a string, or have a string "text" and a whole "answer_start"')
    return text, bool(text.strip()) and start >= 0


def _impossible(row: Mapping[str, Any]) -> bool | None:
    value = row.get("is_impossible")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise UsageError('"is_impossible" must be true or false')


def _name(row: Mapping[str, Any], usual: str, other: str) -> str:
    return other if other in row and usual not in row else usual


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UsageError("a JSON object is expected")
    return value


def _items(row: Mapping[str, Any], name: str) -> list[Any]:
    value = row.get(name)
    if not isinstance(value, list):
        raise UsageError(f'"{name}" must be a list')
    return value
