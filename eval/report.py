"""A run -> tables on the terminal."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.aggregate import SHOWN, Figure, Figures, answer_figures, ranking_figures, risk, stage_times
from eval.faults import count_faults
from eval.metrics import SHOWN as HITS_SHOWN
from eval.run import Run
from qa import visible

_RANKING = ("Success@1", "Success@3", "Success@5", "Success@10", "RR@10", "nDCG@10", "Recall@5")
_SHARES = frozenset({"Success@1", "Success@3", "Success@5", "Success@10"})
_NARROW = 130

_Column = tuple[str, str, bool]
# By column: heading, measure, and whether it is a share of questions, which can be given as a count.
_ANSWERS = (
    ("answered", "answered", True),
    ("complete", "complete", True),
    ("cited", "cited", True),
    ("quoted", "quoted", True),
    ("cit. recall", "citation_recall", False),
    ("cit. precision", "citation_precision", False),
    ("EM", "exact_match", False),
    ("F1", "f1", False),
    ("declined", "declined", True),
    ("verbatim", "verbatim", True),
)


def print_run(run: Run, title: str, console: Console) -> None:
    """Tables of the run by language and kind; then risk, what was lost where, and the times."""
    if not console.is_terminal:
        console.width = max(console.width, _NARROW)
    if any(run.systems.values()):
        console.print(_ranking_table(run, title))
    if run.answers:
        console.print(_answer_table("answers", answer_figures(run.answers)))
    if run.reading:
        figures = answer_figures(run.reading)
        columns = [column for column in _ANSWERS if column[1] in ("answered", "exact_match", "f1")]
        console.print(_answer_table("asked of the question's own paragraph only", figures, columns))
    for line in _lines(run):
        console.print(line, highlight=False)


def _lines(run: Run) -> list[str]:
    lines = []
    if curve := risk(run.answers):
        lines.append(
            f"risk: {curve.risk:.3f} of what is answered is wrong, at coverage {curve.coverage:.3f}; "
            f"area under the risk-coverage curve {curve.area:.3f}"
        )
    if run.faults:
        lost = ", ".join(f"{stage} {count}" for stage, count in count_faults(run.faults.values()).items() if count)
        lines.append(f"missed {len(run.faults)}: {lost}")
    for stage, times in stage_times(run).items():
        label = {"hits": f"search, {run.depth} hits", "answer": "question to answer"}.get(stage, f"… {stage}")
        lines.append(f"{label}: p50 {times['p50']:.0f} ms, p95 {times['p95']:.0f} ms")
    return lines


def _ranking_table(run: Run, title: str) -> Table:
    table = Table(title=_label(title), title_justify="left")
    table.add_column("group", no_wrap=True)
    table.add_column("system", no_wrap=True)
    for name in ("questions", *_RANKING, f"characters in {HITS_SHOWN}"):
        table.add_column(name, justify="right")
    figures = {system: ranking_figures(rows) for system, rows in run.systems.items()}
    for group in next(iter(figures.values())):
        for system, by_name in figures.items():
            found = by_name[group]
            cells = [_cell(found[name], name in _SHARES) for name in _RANKING]
            table.add_row(
                _label(group), _label(system), str(found[SHOWN].count), *cells, f"{found[SHOWN].value or 0:.0f}"
            )
        table.add_section()
    return table


def _answer_table(title: str, figures: Mapping[str, Figures], columns: Sequence[_Column] = _ANSWERS) -> Table:
    shown = [column for column in columns if any(found[column[1]].count for found in figures.values())]
    table = Table(title=_label(title), title_justify="left")
    table.add_column("group", no_wrap=True)
    for heading, _, _ in shown:
        table.add_column(heading, justify="right")
    for group, found in figures.items():
        table.add_row(_label(group), *(_cell(found[name], share) for _, name, share in shown))
    return table


def _label(name: str) -> str:
    """A name from a question set as one line of plain text, whatever signs it holds."""
    return escape(" ".join(visible(name).split()))


def _cell(figure: Figure, share: bool) -> str:
    """The figure; below it its 95 % interval, or, below 30 rows, how many that is, where it counts something."""
    if figure.value is None:
        return "–"
    value = f"{figure.value:.3f}"
    if figure.interval:
        low, high = (f"{bound:.2f}".removeprefix("0") for bound in figure.interval)
        return f"{value}\n[dim]{low}–{high}[/dim]"
    return f"{value}\n[dim]{round(figure.value * figure.count)}/{figure.count}[/dim]" if share else value
