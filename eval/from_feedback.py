"""Feedback from the page -> a question set: what was found helpful as gold, the rest for a person to fill in."""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from eval.completeness import LONGEST_TEXT
from eval.runfile import write_whole
from index import Document, OpenEmbedder, UsageError, default_folder, fold, load
from qa import feedback, visible

_HOW_DOWN = (
    'Not found helpful. If it is a good question, copy it from "asked" into "question" and give what proves the '
    'answer: a "quote" (verbatim) and its "doc"; or instead of "quote" an "answer" or "unanswerable": true.'
)
_HOW_DECLINED = (
    'Declined, and found helpful. If really no document answers it, copy it from "asked" into "question"; '
    'otherwise delete "unanswerable" and give a "quote" or an "answer".'
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Lines of a question set, how many of them are to be filled in, and what was left out, one sentence each.

    `merged` counts the entries that a newer one on the same question has replaced.
    """

    rows: tuple[Mapping[str, Any], ...]
    to_fill: int
    merged: int
    lost: tuple[str, ...]


def question_rows(entries: Iterable[feedback.Entry], documents: Sequence[Document]) -> Rows:
    """What was judged, oldest first, as lines of a question set over these documents.

    Of the entries on one question (folded; follow-ups as they were understood) the newest counts. An answer found
    helpful gives its proofs and its short answers as gold; it is left out when its proofs no longer stand in its
    documents. Every other entry gives a line whose question is empty, which is passed over until it is filled in.
    """
    listed = sorted(entries, key=lambda entry: entry.at)
    asked = [entry for entry in listed if entry.meant.strip()]
    newest = {_key(entry): entry for entry in asked}
    rows, lost, to_fill = [], ["a question without words"] * (len(listed) - len(asked)), 0
    for key, entry in sorted(newest.items(), key=lambda item: item[1].at):
        if entry.verdict == "down" or not entry.answered:
            rows.append(_to_fill(key, entry))
            to_fill += 1
        elif row := _gold(key, entry, documents):
            rows.append(row)
        else:
            sources = ", ".join(dict.fromkeys(one.source for one in entry.citations))
            lost.append(f"{entry.meant}: what it was answered with no longer stands in {sources}")
    return Rows(tuple(rows), to_fill, len(asked) - len(newest), tuple(lost))


def _key(entry: feedback.Entry) -> str:
    """An id of the question that stays the same from run to run, so that runs can be compared."""
    return "feedback-" + hashlib.sha256(" ".join(fold(entry.meant).split()).encode()).hexdigest()[:12]


def _gold(key: str, entry: feedback.Entry, documents: Sequence[Document]) -> Mapping[str, Any] | None:
    proofs, all_needed = _proofs(entry)
    found = [(source, one.quote) for one in proofs if (source := _source(one, documents))]
    if not found or (all_needed and len(found) < len(proofs)):
        return None
    row = {
        "id": key,
        "question": entry.meant,
        "evidence": [{"doc": source, "quote": quote} for source, quote in dict.fromkeys(found)],
        "must_all": all_needed,
        "tags": ["feedback"],
    }
    if entry.short:
        row |= {"answers": [" ".join(entry.short)], "answer_groups": [[short] for short in dict.fromkeys(entry.short)]}
    # A kind that allows as much text as was found helpful.
    return row | ({"kind": "explain"} if len(entry.text) > LONGEST_TEXT else {})


def _proofs(entry: feedback.Entry) -> tuple[tuple[feedback.Cited, ...], bool]:
    """The quotes that prove the short answers, and whether all of them are needed: not where one holds them all.

    Without a short answer each quote is taken for a proof.
    """
    whole = tuple(one for one in entry.citations if all(short in one.quote for short in entry.short))
    if whole:
        return whole, False
    firsts = (next(one for one in entry.citations if short in one.quote) for short in entry.short)
    return tuple(dict.fromkeys(firsts)), True


def _source(cited: feedback.Cited, documents: Sequence[Document]) -> str | None:
    """The source under which the quoted document, or what is at its source now, holds the quote."""
    same = [document for document in documents if document.id == cited.document_id]
    at_source = [document for document in documents if cited.source in document.sources]
    for document in (*same, *at_source):
        if cited.quote in document.text:
            return cited.source if cited.source in document.sources else document.sources[0]
    return None


def _to_fill(key: str, entry: feedback.Entry) -> Mapping[str, Any]:
    declined = entry.verdict == "up"
    wanted = {"unanswerable": True} if declined else {"quote": ""}
    about = {"asked": entry.meant, "verdict": entry.verdict, "note": entry.note, "answered_with": entry.text}
    cited = [{"doc": one.source, "quote": one.quote} for one in entry.citations]
    how = _HOW_DECLINED if declined else _HOW_DOWN
    return {"id": key, "question": "", **wanted, **about, "cited": cited, "tags": ["feedback"], "how": how}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval from-feedback`."""
    parser.add_argument("feedback", type=Path, metavar="FILE", help="beside the index: INDEX.feedback.sqlite3")
    parser.add_argument(
        "--output", type=Path, default=Path("questions.jsonl"), metavar="FILE", help="(default questions.jsonl)"
    )
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="index folder (default: $POLICY_QA_INDEX or .policy-qa)"
    )


def run(args: argparse.Namespace, open_embedder: OpenEmbedder, console: Console) -> None:
    """Write the question set, say what was left out and what to do next.

    Raises UsageError when the output exists or nothing is left to write, FeedbackError for what is no feedback file,
    and what `index.load` does. No model is loaded.
    """
    if args.output.exists():
        raise UsageError(f"{args.output} exists and may hold your questions: name another file with --output")
    entries = feedback.read_feedback(args.feedback)
    folder = args.index or default_folder()
    made = question_rows(entries, load(folder, open_embedder=open_embedder).documents())
    for sentence in made.lost:
        print(f"left out: {visible(sentence)}", file=sys.stderr)
    if not made.rows:
        raise UsageError(f"{args.feedback} holds nothing about the index {folder}: no question set was written")
    write_whole(args.output, [json.dumps(row, ensure_ascii=False) + "\n" for row in made.rows])
    ready = len(made.rows) - made.to_fill
    fill = f"Fill in the other {made.to_fill} (each says how), then" if made.to_fill else "Next"
    console.print(
        f"{args.output}: {ready} questions ready, {made.to_fill} to fill in, of {len(entries)} entries "
        f"({made.merged} replaced by newer ones, {len(made.lost)} left out). {fill}: "
        f"python -m eval --questions {args.output} --index {folder}",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
