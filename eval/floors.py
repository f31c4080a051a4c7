"""`--min`: the least that a figure may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.aggregate import ANSWER_MEASURES, AREA, COVERAGE, RISK, run_figures
from eval.metrics import RANKING_MEASURES
from eval.run import DEFAULT, Run
from index import CheckFailedError, UsageError

MEASURES = (*RANKING_MEASURES, *ANSWER_MEASURES, AREA, RISK, COVERAGE)


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
    if measure not in MEASURES:
        raise UsageError(f"--min {text}: there is no measure {measure!r}; the measures are {', '.join(MEASURES)}")
    return Floor(group or "all", measure, least)


def check_floors(run: Run, floors: Sequence[Floor]) -> None:
    """Floors of ranking measures apply to `default` when it ran, else to the first system.

    Raises CheckFailedError naming every shortfall, UsageError for a floor under which there is no figure.
    """
    if not floors:
        return
    figures = run_figures(run, DEFAULT if DEFAULT in run.systems else next(iter(run.systems), DEFAULT))
    short = []
    for floor in floors:
        figure = figures.get(floor.group, {}).get(floor.measure)
        if figure is None or figure.value is None:
            raise UsageError(
                f"--min {floor.group}:{floor.measure}: this run has no such figure (groups: {', '.join(figures)})"
            )
        if figure.value < floor.least:
            short.append(f"{floor.group}:{floor.measure} is {figure.value:.4f}, less than {floor.least:g}")
    if short:
        raise CheckFailedError("below the floor: " + "; ".join(short))
