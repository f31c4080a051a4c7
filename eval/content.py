"""A run -> its JSON: every figure, every question's result, and what made them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.aggregate import SHOWN, Figures, answer_figures, ranking_figures, risk, stage_times
from eval.answers import Answered
from eval.faults import count_faults, fault_json
from eval.metrics import Scored, by_group
from eval.run import Run
from eval.runfile import FORMAT, commit, machine, without_folders


def run_content(
    run: Run, test_set: Mapping[str, Any], settings: Mapping[str, Any], manifest: Mapping[str, Any]
) -> dict[str, Any]:
    """What `--json` writes, and the HTML report and `compare` read; `eval/README.md` describes it.

    `test_set` names the set (name, kind, checksum), `settings` the options that bear on the figures, `manifest` is the
    index's.
    """
    ranking = {system: ranking_figures(rows) for system, rows in run.systems.items()}
    answers, reading, curve = answer_figures(run.answers), answer_figures(run.reading), risk(run.answers)
    return {
        "format": FORMAT,
        "set": {**test_set, "questions": len(run.questions)},
        "commit": commit(),
        "settings": {**without_folders(settings), "depth": run.depth},
        "index": without_folders(manifest),
        "machine": machine(),
        "systems": {
            system: {group: {"questions": found[SHOWN].count, **_values(found)} for group, found in figures.items()}
            for system, figures in ranking.items()
        },
        "answers": {group: {**_counts(part), **_values(answers[group])} for group, part in _groups(run.answers)}
        or None,
        "reading": {
            group: {"questions": len(part), **{name: reading[group][name].value for name in _READING}}
            for group, part in _groups(run.reading)
        }
        or None,
        "intervals": {
            "systems": {system: _intervals(figures) for system, figures in ranking.items()},
            "answers": _intervals(answers),
            "reading": {
                group: {name: bounds for name, bounds in found.items() if name in _READING}
                for group, found in _intervals(reading).items()
            },
        },
        "risk": asdict(curve) if curve else None,
        "milliseconds": stage_times(run),
        "faults": count_faults(run.faults.values()) if run.answers or run.faults else None,
        "questions": _questions(run),
    }


_READING = ("answered", "exact_match", "f1")


def _groups(rows: Sequence[Answered]) -> list[tuple[str, list[Answered]]]:
    return list(by_group(rows).items()) if rows else []


def _counts(rows: Sequence[Answered]) -> dict[str, int]:
    answerable = sum(row.answerable for row in rows)
    return {
        "answerable": answerable,
        "unanswerable": len(rows) - answerable,
        "quotes": sum(row.quotes for row in rows),
    }


def _values(figures: Figures) -> dict[str, float | None]:
    return {name: figure.value for name, figure in figures.items()}


def _intervals(figures: Mapping[str, Figures]) -> dict[str, dict[str, tuple[float, float]]]:
    return {
        group: {name: figure.interval for name, figure in found.items() if figure.interval}
        for group, found in figures.items()
    }


def _questions(run: Run) -> list[dict[str, Any]]:
    answers = {row.id: row for row in run.answers}
    scored = {system: {row.id: row for row in rows} for system, rows in run.systems.items()}
    return [
        {
            "id": question.id,
            "question": question.question,
            "lang": question.lang,
            "kind": question.kind,
            "answerable": question.answerable,
            "answer_groups": question.answer_groups,
            "systems": {
                system: _without(rows[question.id], ("id", "lang", "kind"))
                for system, rows in scored.items()
                if question.id in rows
            },
            "answer": _without(answers[question.id], ("id", "lang", "kind", "answerable"))
            if question.id in answers
            else None,
            "fault": fault_json(run.faults[question.id]) if question.id in run.faults else None,
        }
        for question in run.questions
    ]


def _without(row: Scored | Answered, names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name not in names}
