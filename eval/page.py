"""A run's JSON -> one HTML page that needs nothing else: no server, no network, no script to be read."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.curves import risk_figure, success_figures
from eval.runfile import write_whole
from index import UsageError

RANKING = (
    *("Success@1", "Success@3", "Success@5", "Success@10", "RR@10", "nDCG@10"),
    *("Recall@1", "Recall@3", "Recall@5", "Recall@10"),
)
ANSWERS = (
    *("answered", "complete", "right", "cited", "quoted", "citation_recall", "citation_precision"),
    *("exact_match", "f1", "declined", "verbatim"),
)
READING = ("answered", "exact_match", "f1")
SHARES = (*RANKING[:4], "answered", "complete", "right", "cited", "quoted", "declined", "verbatim")
"""The measures that are shares of something countable."""

MISSES = 100
"""Misses shown of each stage: thousands of traces would make a page that no browser opens gladly."""

ENOUGH = 10
"""Questions of a language that make a curve worth drawing, and rows worth the room above the fold."""

# A browser drops some of these and obeys others; UTF-8 has no form for a lone surrogate.
_UNSEEN = (
    {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"}
    | dict.fromkeys([*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
    | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A place where an answer can be lost: what happened, and the files that decide it."""

    name: str
    meaning: str
    where: str


STAGES = (
    Stage(
        "not chunked whole",
        "No passage holds the proof from end to end, so no ranking could find it.",
        "index/chunks.py, index/sections.py",
    ),
    Stage(
        "not retrieved by any leg",
        "A passage holds the proof, but no leg ranks it among those that are read.",
        "index/dense.py, index/lexical.py, index/gloss.py",
    ),
    Stage(
        "fused away",
        "A leg ranks the proof among those that are read; the legs together do not.",
        "index/fuse.py",
    ),
    Stage("not read", "The passage was read, but other sentences were chosen.", "qa/reader.py, qa/compose.py"),
    Stage("declined", "The proof was chosen, but the confidence is under the threshold.", "qa/decline.py"),
    Stage("incomplete", "The proof is quoted, but a fact is missing or the answer is too long.", "qa/compose.py"),
    Stage("answered", "The documents hold no answer, yet one was given.", "qa/decline.py"),
)
"""In the order in which a question passes them; the last is for questions without an answer."""

SEARCH = 3
"""The stages that a run without answers can tell of."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure; `note` is its 95 % interval, or below 30 rows its count; `best`: no other system's is higher."""

    value: float | None
    note: str = ""
    best: bool = False


Table = Mapping[str, Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure, what it says in words, how sure it is; `alarm` when it must not be what it is."""

    label: str
    cell: Cell
    words: str
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """What a stage lost: how many questions, and the first MISSES of them, numbered over the whole page."""

    stage: Stage
    anchor: str
    count: int
    misses: tuple[tuple[int, Mapping[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage: part of a gold quote, part of what the answer quoted, both or neither."""

    text: str
    gold: bool
    quoted: bool


def write_page(folder: Path, run: Mapping[str, Any]) -> Path:
    """Write `folder`/index.html from a run's JSON content, making the folder where needed; returns the file.

    Raises UsageError when it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--report {folder} cannot be made ({error.strerror}); name a folder") from None
    file = folder / "index.html"
    write_whole(file, [render(run)])
    return file


def render(run: Mapping[str, Any]) -> str:
    """The page as HTML. It depends on the run alone: the same run gives the same page, character by character."""
    systems = list(run["systems"])
    main = "default" if "default" in systems else next(iter(systems), None)
    sizes = Counter(row["lang"] for row in run["questions"])
    languages = [group for group in _group_names(run) if sizes[group] >= ENOUGH]
    ranking, answers, stages = _ranking(run), _answers(run), _stages(run)
    misses = [miss for lost in stages for miss in lost.misses]
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            run=run,
            systems=systems,
            main=main,
            near=("all", *languages),
            enough=ENOUGH,
            measures=RANKING,
            tiles=_tiles(run, ranking, answers, main),
            ranking=ranking,
            answers=answers,
            reading=_reading(run),
            success=success_figures(run["questions"], systems, languages if len(sizes) > 1 else ()),
            risk=risk_figure(run["risk"]),
            times=run["milliseconds"],
            slowest=max((times["p95"] for times in run["milliseconds"].values() if times), default=0) or 1,
            stages=stages,
            languages=sorted({row["lang"] for _, row in misses if row["lang"]}),
            missed={row["id"]: number for number, row in misses},
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters.update(figure=_figure, digest=_digest, pieces=_pieces, flat=_flat, ms=_milliseconds)
    return environment


def _shown(value: Any) -> Any:
    if value is None:
        return "–"
    return value.translate(_UNSEEN) if isinstance(value, str) else value


def _digest(text: str) -> str:
    """The source expression by which a Content-Security-Policy allows exactly this inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.translate(_UNSEEN).encode()).digest()).decode()


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _milliseconds(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _flat(value: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Nested settings as (dotted name, value); a list is one value."""
    for name, part in value.items():
        if isinstance(part, Mapping):
            yield from _flat(part, f"{prefix}{name}.")
        else:
            yield prefix + name, ", ".join(map(str, part)) if isinstance(part, list) else part


def _of(value: Mapping[str, Any] | None, *names: str) -> Mapping[str, Any]:
    """`value[name][name] …`, or nothing where a name is missing."""
    for name in names:
        value = (value or {}).get(name)
    return value or {}


def _group_names(run: Mapping[str, Any]) -> list[str]:
    tables = [*run["systems"].values(), run["answers"] or {}, run["reading"] or {}]
    return list(dict.fromkeys(group for table in tables for group in table))


def _cell(measure: str, value: float | None, interval: Sequence[float] | None, of: int | None, best: bool) -> Cell:
    # Whether quotes are exact is no matter of chance: an interval would say nothing.
    if interval and measure != "verbatim":
        return Cell(value, f"{interval[0]:.2f}–{interval[1]:.2f}", best)
    if value is None or not of or measure not in SHARES:
        return Cell(value, "", best)
    return Cell(value, f"{round(value * of):,}/{of:,}", best)


def _answers(run: Mapping[str, Any]) -> Table:
    """By group the measures that any group has."""
    figures, known = run["answers"] or {}, Counter[tuple[str, str]]()
    for row in run["questions"]:
        for measure in ANSWERS if row["answer"] and row["answerable"] else ():
            for group in {"all", row["lang"], row["kind"]}:
                known[group, measure] += row["answer"].get(measure) is not None
    return {
        group: {
            measure: _cell(
                measure,
                found[measure],
                _of(run["intervals"], "answers", group).get(measure),
                {"declined": found["unanswerable"], "verbatim": found["quotes"]}.get(measure, known[group, measure]),
                best=False,
            )
            for measure in ANSWERS
            if any(other[measure] is not None for other in figures.values())
        }
        for group, found in figures.items()
    }


def _reading(run: Mapping[str, Any]) -> Table:
    return {
        group: {measure: _cell(measure, found[measure], None, found["questions"], best=False) for measure in READING}
        for group, found in (run["reading"] or {}).items()
    }


def _ranking(run: Mapping[str, Any]) -> dict[str, Table]:
    """By group, system and measure, groups without questions left out; the best of several systems are marked."""
    systems: Mapping[str, Any] = run["systems"]
    groups = dict.fromkeys(group for table in systems.values() for group in table if table[group]["questions"])
    tables: dict[str, Table] = {}
    for group in groups:
        rows = {system: table[group] for system, table in systems.items() if group in table}
        highest = {measure: _highest([row[measure] for row in rows.values()]) for measure in RANKING}
        tables[group] = {
            system: {
                measure: _cell(
                    measure,
                    row[measure],
                    _of(run["intervals"], "systems", system, group).get(measure),
                    row["questions"],
                    best=_figure(row[measure]) == highest[measure],
                )
                for measure in RANKING
            }
            for system, row in rows.items()
        }
    return tables


def _highest(values: Sequence[float | None]) -> str | None:
    shown = {_figure(value) for value in values if value is not None}
    return max(shown) if len(shown) > 1 else None


def _tiles(run: Mapping[str, Any], ranking: Mapping[str, Table], answers: Table, main: str | None) -> list[Tile]:
    counts = _of(run["answers"], "all")
    proof = "all the proof" if run["set"]["kind"] == "questions" else "something relevant"
    cells = {**ranking.get("all", {}).get(main or "", {}), **answers.get("all", {})}
    tiles = (
        ("Success@1", "Success@1", f"{proof} in the first place"),
        ("Success@5", "Success@5", f"{proof} in the first five"),
        ("nDCG@10", "nDCG@10", "how well the first ten are ordered"),
        ("Complete answers", "complete", f"of {counts.get('answerable')} questions with an answer"),
        ("Rightly declined", "declined", f"of {counts.get('unanswerable')} questions without one"),
        ("Verbatim quotes", "verbatim", "of the quotes are exactly so in the source"),
    )
    return [
        Tile(label, cells[measure], words, alarm=measure == "verbatim" and value < 1)
        for label, measure, words in tiles
        if measure in cells and (value := cells[measure].value) is not None
    ]


def _stages(run: Mapping[str, Any]) -> list[Lost]:
    """Every stage with what it lost, the known ones in their order; empty when the run put down no faults."""
    if run["faults"] is None:
        return []
    known = {stage.name: stage for stage in (STAGES if run["answers"] else STAGES[:SEARCH])}
    rows: dict[str, list[Mapping[str, Any]]] = {name: [] for name in known}
    for row in run["questions"]:
        if row["fault"]:
            rows.setdefault(row["fault"]["stage"], []).append(row)
    numbers = count(1)
    return [
        Lost(
            known.get(name, Stage(name, "", "")),
            f"stage-{place}",
            len(lost),
            tuple((next(numbers), row) for row in lost[:MISSES]),
        )
        for place, (name, lost) in enumerate(rows.items(), 1)
    ]


def _pieces(text: str, gold: Iterable[str], quoted: Iterable[str]) -> list[Piece]:
    """The text cut where a gold quote or a quote of the answer begins or ends."""
    golden, cited = _spans(text, gold), _spans(text, quoted)
    edges = sorted({0, len(text), *(edge for span in golden + cited for edge in span)})
    return [
        Piece(
            text[start:end],
            any(first <= start and end <= last for first, last in golden),
            any(first <= start and end <= last for first, last in cited),
        )
        for start, end in pairwise(edges)
    ]


def _spans(text: str, quotes: Iterable[str]) -> list[tuple[int, int]]:
    places = ((quote, text.find(quote)) for quote in quotes if quote)
    return [(at, at + len(quote)) for quote, at in places if at >= 0]
