"""A BEIR folder (corpus.jsonl, queries.jsonl, qrels/test.tsv) -> Collection.

The format is that of https://github.com/beir-cellar/beir (Thakur et al. 2021).
"""

from pathlib import Path

from eval.collection import Collection, Task, file_text, files_checksum, merged, titled_text
from eval.questions import json_lines, text_field
from index import UsageError


def read_beir(folder: Path) -> Collection:
    """The corpus, its ids as sources, and the questions with a judgement above 0, in the order of the judgements.

    A relevant document that the corpus lacks stays relevant: it counts as not found. Raises UsageError, naming file
    and line, for what is missing or not of the format.
    """
    corpus, asked, judged = folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels" / "test.tsv"
    documents = merged(_read_corpus(corpus).items(), corpus)
    queries = _read_queries(asked)
    relevant = _read_relevant(judged)
    if not documents or not relevant:
        raise UsageError(f"{folder} holds no document, or no question with a relevant one")
    if unknown := sorted(set(relevant) - set(queries)):
        raise UsageError(f"{judged} names questions that queries.jsonl lacks: {unknown[0]}")
    tasks = tuple(Task(key, queries[key], gains) for key, gains in relevant.items())
    return Collection(folder.resolve().name, "beir", documents, tasks, files_checksum(corpus, asked, judged))


def _read_corpus(file: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for number, row in json_lines(file):
        try:
            source = text_field(row, "_id")
            if source in texts:
                raise UsageError(f'"_id" {source} is used twice')
            texts[source] = titled_text(row)
        except UsageError as error:
            raise UsageError(f"{file}, line {number}: {error}") from None
    return texts


def _read_queries(file: Path) -> dict[str, str]:
    queries = {}
    for number, row in json_lines(file):
        try:
            queries[text_field(row, "_id")] = text_field(row, "text")
        except UsageError as error:
            raise UsageError(f"{file}, line {number}: {error}") from None
    return queries


def _read_relevant(file: Path) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for number, line in enumerate(file_text(file).split("\n"), start=1):
        fields = line.rstrip("\r").split("\t")
        if not line.strip() or (number == 1 and fields[-1] == "score"):
            continue
        try:
            query, document, gain = fields[0], fields[1], int(fields[2])
        except (IndexError, ValueError):
            raise UsageError(f"{file}, line {number}: question id, document id, whole number, tabs between") from None
        if gain > 0:
            relevant.setdefault(query, {})[document] = gain
    return relevant
