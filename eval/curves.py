"""A run's curves as inline SVG: no script, no font; colours come from the page's classes `s0` to `s7`.

Lines differ in colour, dashes and markers, and each is labelled at its end, so that no one has to tell colours apart.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

STYLES = 8
"""Different looks of a line; a ninth looks like the first and is told by its label."""

DEPTH = 10
"""How many passages the success curve looks at."""

_DASHES = ("", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "1 2", "7 3 2 3 2 3")
_MARKERS = (
    "M-3.2,0a3.2,3.2 0 1 0 6.4,0a3.2,3.2 0 1 0 -6.4,0z",
    "M-3,-3h6v6h-6z",
    "M0,-4l3.8,6.6h-7.6z",
    "M0,-4.2l4.2,4.2l-4.2,4.2l-4.2,-4.2z",
    "M0,4l3.8,-6.6h-7.6z",
    "M-3.5,-1h2.5v-2.5h2v2.5h2.5v2h-2.5v2.5h-2v-2.5h-2.5z",
    "M-4,-2h8v4h-8z",
    "M-2,-4h4v8h-4z",
)
_WIDTH, _HEIGHT = 420, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 92, 14, 44
_LABEL_GAP = 14


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and the same as a table: column heads, then rows that begin with a name."""

    title: str
    chart: Markup
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A name, points (x, y) by rising x, and the number of its look, from 0."""

    name: str
    points: tuple[tuple[float, float], ...]
    style: int = 0


@dataclass(frozen=True, slots=True)
class Axis:
    """What is measured, and the values that are written at the axis; the first and the last are its ends."""

    name: str
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Where a value stands: 0 at the first tick, 1 at the last."""
        return (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])


def success_figures(
    questions: Sequence[Mapping[str, Any]], systems: Sequence[str], languages: Sequence[str]
) -> list[Figure]:
    """Success at k = 1 … 10 by system: for all questions, then for each of the languages.

    `questions` are those of a run's JSON. A part that no system ranked has no figure.
    """
    parts = [("all questions", list(questions))]
    parts += [(language, [row for row in questions if row["lang"] == language]) for language in languages]
    measured = [
        (name, count, lines) for name, rows in parts for count, lines in [_success_lines(rows, systems)] if count
    ]
    low = min((y for _, _, lines in measured for line in lines for _, y in line.points), default=0.0)
    across = Axis("k, passages looked at", tuple(range(1, DEPTH + 1)))
    # One scale for all, so that the charts can be compared at a glance.
    up = Axis("Success@k", tenths(min(low, 0.8), 1.0))
    figures = []
    for name, size, lines in measured:
        spoken = "; ".join(f"{line.name} {line.points[0][1]:.3f} to {line.points[-1][1]:.3f}" for line in lines)
        figures.append(
            Figure(
                f"{name} ({size:,})",
                line_chart(lines, across, up, f"Success at k from 1 to {DEPTH}, {name}: {spoken}"),
                ("system", *(f"k = {k}" for k in range(1, DEPTH + 1))),
                tuple((line.name, *(f"{y:.3f}" for _, y in line.points)) for line in lines),
            )
        )
    return figures


def _success_lines(questions: Sequence[Mapping[str, Any]], systems: Sequence[str]) -> tuple[int, list[Line]]:
    """How many of the questions were ranked, and a line a system."""
    lines, count = [], 0
    for style, system in enumerate(systems):
        ranks = [row["systems"][system]["complete"] for row in questions if system in row["systems"]]
        count = max(count, len(ranks))
        if ranks:
            shares = (sum(rank is not None and rank <= k for rank in ranks) / len(ranks) for k in range(1, DEPTH + 1))
            points = tuple((float(k), share) for k, share in enumerate(shares, 1))
            lines.append(Line(system, points, style % STYLES))
    return count, lines


def risk_figure(risk: Mapping[str, Any] | None) -> Figure | None:
    """The risk-coverage curve of a run's JSON, the place where the system stands marked; None without a curve."""
    if not risk or not risk["curve"]:
        return None
    curve = [(float(coverage), float(wrong)) for coverage, wrong in risk["curve"]]
    stands = (risk["coverage"], risk["risk"]) if risk["coverage"] and risk["risk"] is not None else None
    most = max(wrong for _, wrong in [*curve, *([stands] if stands else [])])
    up = Axis("risk: share of wrong answers", tenths(0, most))
    chart = line_chart(
        [Line("risk", tuple(curve))],
        Axis("coverage: share of questions answered", tenths(0, 1)),
        up,
        f"Risk by coverage, from {curve[0][1]:.3f} at {curve[0][0]:.3f} to {curve[-1][1]:.3f} at {curve[-1][0]:.3f}"
        + (f"; the system stands at coverage {stands[0]:.3f}, risk {stands[1]:.3f}" if stands else ""),
        (*stands, f"as it answers: {stands[0]:.2f}, {stands[1]:.2f}") if stands else None,
    )
    coverages = [coverage for coverage, _ in curve]
    tenth = dict.fromkeys(min(bisect_left(coverages, part / 10 - 1e-9), len(curve) - 1) for part in range(1, 11))
    rows = tuple((f"{curve[at][0]:.3f}", f"{curve[at][1]:.3f}") for at in tenth)
    return Figure("Risk by coverage", chart, ("coverage", "risk"), rows)


def tenths(low: float, high: float) -> tuple[float, ...]:
    """Ticks at every tenth around low to high, at every second tenth where there would be more than six."""
    first, last = math.floor(low * 10 + 1e-9), math.ceil(high * 10 - 1e-9)
    last = max(last, first + 1)
    step = 1 if last - first <= 6 else 2
    first -= (last - first) % step
    return tuple(tick / 10 for tick in range(max(first, 0), last + 1, step))


def line_chart(
    lines: Sequence[Line], across: Axis, up: Axis, label: str, point: tuple[float, float, str] | None = None
) -> Markup:
    """The chart as an `<svg role="img">` with `label` for those who cannot see it.

    Several lines are labelled at their ends and have a marker at every point; a single one is drawn plain. `point` is
    one (x, y, words) to mark with a ring. The first line is drawn last, on top of the others.
    """
    # A single line has no name at its end, so it needs no room for one.
    width = _WIDTH if len(lines) > 1 else _WIDTH - _RIGHT + _LEFT // 3
    size = {"width": str(width), "height": str(_HEIGHT), "viewBox": f"0 0 {width} {_HEIGHT}"}
    svg = ElementTree.Element("svg", {"class": "chart", **size, "role": "img", "aria-label": label})
    _frame(svg, across, up)
    for line in reversed(lines):
        _draw(svg, line, [_pixel(across, up, *point) for point in line.points], markers=len(lines) > 1)
    if len(lines) > 1:
        _name_lines(svg, [(line, *_pixel(across, up, *line.points[-1])) for line in lines if line.points])
    if point:
        x, y = _pixel(across, up, *point[:2])
        ElementTree.SubElement(svg, "circle", {"class": "ring", "cx": _n(x), "cy": _n(y), "r": "6"})
        beside = -11 if x > _LEFT + (_WIDTH - _LEFT - _RIGHT) / 2 else 11
        _text(svg, x + beside, y - 10, point[2], "end" if beside < 0 else "start", "here")
    return Markup(ElementTree.tostring(svg, encoding="unicode"))  # ElementTree has escaped it


def _pixel(across: Axis, up: Axis, x: float, y: float) -> tuple[float, float]:
    return (
        _LEFT + across.place(x) * (_WIDTH - _LEFT - _RIGHT),
        _HEIGHT - _BOTTOM - up.place(y) * (_HEIGHT - _TOP - _BOTTOM),
    )


def _frame(svg: ElementTree.Element, across: Axis, up: Axis) -> None:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    for tick in up.ticks:
        y = _pixel(across, up, across.ticks[0], tick)[1]
        _path(svg, f"M{_LEFT},{_n(y)}H{right}", "grid")
        _text(svg, _LEFT - 7, y + 4, f"{tick:g}", "end")
    for tick in across.ticks:
        _text(svg, _pixel(across, up, tick, up.ticks[0])[0], bottom + 17, f"{tick:g}", "middle")
    _path(svg, f"M{_LEFT},{bottom}H{right}", "axis")
    _text(svg, (_LEFT + right) / 2, _HEIGHT - 8, across.name, "middle", "name")
    middle = (_TOP + bottom) / 2
    _text(svg, 12, middle, up.name, "middle", "name").set("transform", f"rotate(-90 12 {_n(middle)})")


def _draw(svg: ElementTree.Element, line: Line, pixels: Sequence[tuple[float, float]], markers: bool) -> None:
    look = line.style % STYLES
    group = ElementTree.SubElement(svg, "g", {"class": f"s{look}"})
    if pixels:
        path = _path(group, "M" + "L".join(f"{_n(x)},{_n(y)}" for x, y in pixels), "line")
        if _DASHES[look]:
            path.set("stroke-dasharray", _DASHES[look])
    for x, y in pixels if markers else ():
        _path(group, _MARKERS[look], "dot").set("transform", f"translate({_n(x)} {_n(y)})")


def _name_lines(svg: ElementTree.Element, ends: Sequence[tuple[Line, float, float]]) -> None:
    """Names at the lines' ends, moved apart where the ends are close; a thin stroke leads to a name that moved."""
    ordered = sorted(ends, key=lambda end: end[2])
    heights: list[float] = []
    for _, _, y in ordered:
        heights.append(max(y, heights[-1] + _LABEL_GAP) if heights else y)
    limit = float(_HEIGHT - _BOTTOM)
    for at in reversed(range(len(heights))):
        heights[at] = min(heights[at], limit)
        limit = heights[at] - _LABEL_GAP
    for (line, x, y), height in zip(ordered, heights, strict=True):
        group = ElementTree.SubElement(svg, "g", {"class": f"s{line.style % STYLES}"})
        _path(group, f"M{_n(x + 5)},{_n(y)}L{_n(x + 12)},{_n(height)}", "leader")
        _text(group, x + 15, height + 4, line.name, "start")


def _path(parent: ElementTree.Element, shape: str, css: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, "path", {"class": css, "d": shape})


def _text(
    parent: ElementTree.Element, x: float, y: float, words: str, anchor: str, css: str = ""
) -> ElementTree.Element:
    attributes = {"x": _n(x), "y": _n(y), "text-anchor": anchor} | ({"class": css} if css else {})
    element = ElementTree.SubElement(parent, "text", attributes)
    element.text = words
    return element


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
