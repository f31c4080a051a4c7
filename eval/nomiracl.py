"""A NoMIRACL file -> Collection: can the question be answered from the passages it comes with?

JSON lines with the fields of https://github.com/project-miracl/nomiracl (Thakur et al. 2024), one question a line
with its passages, none of which is judged by itself.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.collection import Collection, Kind, Task, files_checksum, merged, titled_text
from eval.questions import json_lines, text_field
from index import UsageError


def read_nomiracl(file: Path) -> Collection:
    """Every passage a document (title, blank line, text), its docid the source; every line a task among its passages.

    Raises UsageError, naming file and line, for what is not of the format, and for a docid of two different texts.
    """
    passages: dict[str, str] = {}
    tasks: dict[str, Task] = {}
    for number, row in json_lines(file):
        try:
            own = _passages(row)
            for source, text in own.items():
                if passages.setdefault(source, text) != text:
                    raise UsageError(f'passage "{source}" has another text than on an earlier line')
            task = _task(row, tuple(own))
            if task.id in tasks:
                raise UsageError(f'"query_id" {task.id} is used twice')
        except UsageError as error:
            raise UsageError(f"{file}, line {number}: {error}") from None
        tasks[task.id] = task
    if not tasks:
        raise UsageError(f"{file} holds no question")
    documents = merged(passages.items(), file)
    return Collection(file.name, "nomiracl", documents, tuple(tasks.values()), files_checksum(file))


def _task(row: Mapping[str, Any], among: tuple[str, ...]) -> Task:
    answerable = row.get("answerable")
    if not isinstance(answerable, bool):
        raise UsageError('"answerable" must be true or false')
    kind: Kind = "answerable" if answerable else "unanswerable"
    return Task(text_field(row, "query_id"), text_field(row, "question"), {}, kind, among=among)


def _passages(row: Mapping[str, Any]) -> dict[str, str]:
    """The texts of the line's passages by docid."""
    given = row.get("passages")
    if not isinstance(given, list) or not given or not all(isinstance(item, dict) for item in given):
        raise UsageError('"passages" must be a list of objects, and not empty')
    texts: dict[str, str] = {}
    for item in given:
        source, text = text_field(item, "docid"), titled_text(item)
        if texts.setdefault(source, text) != text:
            raise UsageError(f'passage "{source}" comes twice with different texts')
    return texts
