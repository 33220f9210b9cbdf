"""Plots of the subjects as SVG: the same bytes from the same numbers, whatever the day and the machine."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from gains.result import Axis, Chart, Result, Series
from gains.words import decimal

COLOURS = ("#1f5fa8", "#c8501e", "#2f8f5b", "#7a4fa3")
WIDTHS = (2.8, 1.4, 1.6, 1.6)
"""The first curve is broad, so that one that runs along it does not hide it."""

BOUND = "#555555"
FEW = 12
"""Curves of no more points than this show them."""

STYLE: dict[str, Any] = {
    "svg.hashsalt": "tallystick",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": "#999999",
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
}
NOTHING: dict[str, None] = {"Date": None, "Creator": None}
"""Metadata that would differ from day to day or from release to release."""


def svg(result: Result) -> str:
    """The plot of a subject."""
    return rendered(result, "svg").decode("utf-8")


def rendered(result: Result, kind: str) -> bytes:
    """The plot as a file of that kind: `svg`, or `png` to look at."""
    chart = result.chart
    names = list(dict.fromkeys(each.market for each in chart.series))
    with mpl.rc_context(STYLE), io.BytesIO() as made:
        figure = Figure(figsize=(4.6 * max(2, len(names)), 3.9), layout="constrained", facecolor="white")
        panels = figure.subplots(1, len(names), squeeze=False)[0]
        for panel, name in zip(panels, names, strict=True):
            draw(panel, chart, [each for each in chart.series if each.market == name], name)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=2)
        figure.savefig(made, format=kind, metadata=NOTHING if kind == "svg" else None, dpi=110)
        return made.getvalue()


def draw(panel: Any, chart: Chart, series: list[Series], name: str) -> None:
    """One market's curves: what was attained in colour, what is proved dashed and grey."""
    pens = iter(zip(COLOURS, WIDTHS, strict=True))
    for each in series:
        x, y = ([float(value) for value in values] for values in zip(*each.points, strict=True))
        colour, width = (BOUND, 1.2) if each.is_bound else next(pens)
        panel.plot(
            x,
            y,
            label=each.label,
            color=colour,
            linewidth=width,
            linestyle="--" if each.is_bound else "-",
            marker="o" if len(x) <= FEW and not each.is_bound else None,
            markersize=3.5,
        )
    panel.set_title(name, loc="left", fontweight="bold")
    panel.grid(visible=True)
    scaled(panel, "x", chart.x, name)
    scaled(panel, "y", chart.y, name)


def scaled(panel: Any, which: str, axis: Axis, name: str) -> None:
    """Label and scale of one axis, its numbers written out."""
    getattr(panel, f"set_{which}label")(axis.label.format(token=name))
    if axis.logarithmic:
        getattr(panel, f"set_{which}scale")("log")
    ticks = getattr(panel, f"{which}axis")
    ticks.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))


def tick(value: float) -> str:
    """A number at an axis: a power of ten where it would be long."""
    if value != 0 and not 1e-4 <= abs(value) < 1e7:
        return f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e")
    return decimal(Fraction(f"{value:.6g}")).replace("_", "\N{THIN SPACE}")
