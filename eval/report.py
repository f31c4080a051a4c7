"""A run -> tables on the terminal, JSON, and the check of floors."""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.metrics import RANKING_MEASURES, SHOWN, SUCCESS, Scored, by_group, mean
from eval.run import DEFAULT, Answered, Run
from index import CheckFailedError, UsageError

ANSWER_MEASURES = ("answered", "cited", "quoted", "declined", "verbatim")
"""The figures of answers that can have a floor: for all of them more is better."""

_NARROW = 120

Figures = Mapping[str, float | int | None]


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that a measure may be, over a group: "all", a language or a kind."""

    group: str
    measure: str
    least: float


def parse_floor(text: str) -> Floor:
    """`Success@5=0.9` or `en:Success@1=0.8`. Raises UsageError."""
    name, equals, value = text.partition("=")
    group, _, measure = name.rpartition(":")
    try:
        least = float(value)
    except ValueError:
        least = -1
    if not equals or not 0 <= least <= 1:
        raise UsageError(f"--min {text}: write MEASURE=VALUE or GROUP:MEASURE=VALUE, value 0 to 1, as en:Success@1=0.8")
    if measure not in (*RANKING_MEASURES, *ANSWER_MEASURES):
        known = ", ".join((*RANKING_MEASURES, *ANSWER_MEASURES))
        raise UsageError(f"--min {text}: there is no measure {measure!r}; the measures are {known}")
    return Floor(group or "all", measure, least)


def ranking_figures(rows: Sequence[Scored]) -> dict[str, Figures]:
    """By group: how many questions, the mean of each measure, and the mean number of characters in five hits."""
    return {
        group: {
            "questions": len(part),
            **{name: mean(row.values[name] for row in part) for name in RANKING_MEASURES},
            "shown": mean(row.shown for row in part),
        }
        for group, part in by_group(rows).items()
    }


def answer_figures(rows: Sequence[Answered]) -> dict[str, Figures]:
    """By group: answered, cited and quoted among the answerable, declined among the others, quotes verbatim."""
    figures: dict[str, Figures] = {}
    for group, part in by_group(rows).items():
        answerable = [row for row in part if row.answerable]
        others = [row for row in part if not row.answerable]
        quotes = sum(row.quotes for row in part)
        figures[group] = {
            "answerable": len(answerable),
            "answered": mean(row.answered for row in answerable),
            "cited": mean(row.cited for row in answerable),
            "quoted": mean(row.quoted for row in answerable),
            "unanswerable": len(others),
            "declined": mean(not row.answered for row in others),
            "quotes": quotes,
            "verbatim": sum(row.verbatim for row in part) / quotes if quotes else None,
        }
    return figures


def percentiles(milliseconds: Iterable[float]) -> dict[str, float]:
    """p50 and p95 (linear interpolation) of some times; empty for none."""
    listed = list(milliseconds)
    return {f"p{q}": float(np.percentile(listed, q)) for q in (50, 95)} if listed else {}


def check_floors(run: Run, floors: Sequence[Floor]) -> None:
    """Floors of ranking measures apply to `default` when it ran, else to the first system.

    Raises CheckFailedError naming every shortfall, UsageError for a floor under which there is no figure.
    """
    system = DEFAULT if DEFAULT in run.systems else next(iter(run.systems))
    ranking, answers = ranking_figures(run.systems[system]), answer_figures(run.answers)
    short = []
    for floor in floors:
        value = {**answers.get(floor.group, {}), **ranking.get(floor.group, {})}.get(floor.measure)
        if value is None:
            known = ", ".join(dict.fromkeys((*ranking, *answers)))
            raise UsageError(f"--min {floor.group}:{floor.measure}: this run has no such figure (groups: {known})")
        if value < floor.least:
            short.append(f"{floor.group}:{floor.measure} is {value:.4f}, less than {floor.least:g}")
    if short:
        raise CheckFailedError("below the floor: " + "; ".join(short))


def print_run(run: Run, title: str, console: Console) -> None:
    """Tables of the run by language and kind, then the times."""
    if not console.is_terminal:
        console.width = max(console.width, _NARROW)
    console.print(_ranking_table(run, title))
    if run.answers:
        console.print(_answer_table(run.answers))
    for label, times in (
        (f"search, {run.depth} hits", percentiles(run.search_ms)),
        ("question to answer", percentiles(row.milliseconds for row in run.answers)),
    ):
        if times:
            console.print(f"{label}: p50 {times['p50']:.0f} ms, p95 {times['p95']:.0f} ms", highlight=False)


def _ranking_table(run: Run, title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("group")
    table.add_column("system")
    for name in ("questions", *RANKING_MEASURES, f"characters in {SHOWN}"):
        table.add_column(name, justify="right")
    figures = {system: ranking_figures(rows) for system, rows in run.systems.items()}
    for group in next(iter(figures.values())):
        for system, by_name in figures.items():
            found = by_name[group]
            count = int(found["questions"] or 0)
            cells = [
                _share(found[name], count) if name in SUCCESS else _number(found[name]) for name in RANKING_MEASURES
            ]
            table.add_row(group, system, str(count), *cells, f"{found['shown'] or 0:.0f}")
        table.add_section()
    return table


def _answer_table(rows: Sequence[Answered]) -> Table:
    table = Table(title="answers", title_justify="left")
    table.add_column("group")
    for name in ("with an answer: answered", "cited", "quoted", "without one: declined", "quotes verbatim"):
        table.add_column(name, justify="right")
    for group, found in answer_figures(rows).items():
        answerable, others = int(found["answerable"] or 0), int(found["unanswerable"] or 0)
        cells = [_share(found[name], answerable) for name in ("answered", "cited", "quoted")]
        quotes = _share(found["verbatim"], int(found["quotes"] or 0))
        table.add_row(group, *cells, _share(found["declined"], others), quotes)
    return table


def _share(value: float | None, count: int) -> str:
    return "–" if value is None else f"{value:.3f}  {round(value * count)}/{count}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def write_json(file: Path, run: Run, settings: Mapping[str, Any], manifest: Mapping[str, Any]) -> None:
    """All of the run, question by question, with what made it. Raises UsageError when it cannot be written."""
    answers = {row.id: row for row in run.answers}
    ids = dict.fromkeys([*(row.id for rows in run.systems.values() for row in rows), *answers])
    scored = {system: {row.id: row for row in rows} for system, rows in run.systems.items()}
    content = {
        "settings": {**settings, "depth": run.depth},
        "index": dict(manifest),
        "machine": machine(),
        "systems": {system: ranking_figures(rows) for system, rows in run.systems.items()},
        "answers": answer_figures(run.answers) if run.answers else None,
        "milliseconds": {
            "search": percentiles(run.search_ms),
            "ask": percentiles(row.milliseconds for row in run.answers),
        },
        "questions": [
            {
                "id": key,
                "systems": {system: _without_id(rows[key]) for system, rows in scored.items() if key in rows},
                "answer": _without_id(answers[key]) if key in answers else None,
            }
            for key in ids
        ],
    }
    try:
        file.write_text(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from None


def _without_id(row: Scored | Answered) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name != "id"}


def machine() -> dict[str, Any]:
    """What bears on times, and nothing that tells whose machine it is."""
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
    }
