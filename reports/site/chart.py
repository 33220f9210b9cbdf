"""Plots as inline SVG: small, the same bytes from the same numbers, and readable in both themes and aloud.

Colours and type come from the page's style sheet by class, so a plot follows the theme. Every plot has a title and a
text that says what it shows; what it shows stands in a table beside it as well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

Number = int | Fraction
Point = tuple[Number, Number]

WIDTH, HEIGHT = 680, 300
LEFT, RIGHT, TOP, BOTTOM = 78, 14, 14, 46
PENS = 6
"""How many curves have a colour and a dash of their own; the next begin anew."""

STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))
"""Between two numbers of an axis lies one of these, times a power of ten."""

FEW = 14
"""A curve of no more points than this shows them."""


@dataclass(frozen=True)
class Line:
    """A curve: its name, its runs of points (between two runs nothing is drawn), and whether it is a proved bound."""

    name: str
    runs: tuple[tuple[Point, ...], ...]
    bound: bool = False

    @property
    def points(self) -> list[Point]:
        """All its points."""
        return [point for run in self.runs for point in run]


@dataclass(frozen=True)
class Chart:
    """A plot: a title, what the axes count, and the curves; `steps` is whether values hold from one point to the next."""

    title: str
    x: str
    y: str
    lines: tuple[Line, ...]
    steps: bool = False
    logarithmic: tuple[bool, bool] = (False, False)


@dataclass(frozen=True)
class _Axis:
    """Where the numbers of one axis stand: from `low` to `high`, drawn between `start` and `end`."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool

    def at(self, value: Number) -> float:
        share = (self._scaled(float(value)) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def _scaled(self, value: float) -> float:
        return math.log10(value) if self.logarithmic else value

    def ticks(self) -> list[Fraction]:
        if self.logarithmic:
            powers = range(math.ceil(self.low), math.floor(self.high) + 1)
            every = max(1, math.ceil(len(powers) / 8))
            return [Fraction(10) ** power for power in powers if power % every == 0]
        size = _tick_size((self.high - self.low) / 5)
        first, last = math.ceil(self.low / size - 1e-9), math.floor(self.high / size + 1e-9)
        return [size * number for number in range(first, last + 1)]


def drawn(chart: Chart, identifier: str) -> Markup:
    """The plot as an `svg` element; `identifier` is one that the page gives to nothing else."""
    points = [point for line in chart.lines for point in line.points]
    if not points:
        return Markup("")
    across = _axis([x for x, _ in points], LEFT, WIDTH - RIGHT, chart.logarithmic[0])
    up = _axis([y for _, y in points], HEIGHT - BOTTOM, TOP, chart.logarithmic[1])
    rows = math.ceil(len(chart.lines) / 2)
    height = HEIGHT + 20 * rows + 4
    parts = [
        Markup(
            '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>'
        ).format(WIDTH, height, identifier, identifier, identifier, chart.title, identifier, described(chart))
    ]
    parts += _grid(across, up, chart)
    pens = iter(range(len(chart.lines)))
    for place, line in enumerate(chart.lines):
        style = "bound" if line.bound else f"pen{next(pens) % PENS}"
        parts += _curve(line, across, up, chart.steps, style)
        parts.append(_named(line.name, style, place))
    return Markup("").join([*parts, Markup("</svg>")])


def described(chart: Chart) -> str:
    """The plot in words: of every curve its first and its last value, and the range between."""
    told = []
    for line in chart.lines:
        values = [y for _, y in line.points]
        if values:
            ends = f"from {short(values[0])} to {short(values[-1])}"
            told.append(f"{line.name}: {ends}, between {short(min(values))} and {short(max(values))}")
    return f"{chart.y} against {chart.x}. {'; '.join(told)}."


def told_apart(values: Sequence[Number]) -> list[str]:
    """Numbers for an axis, with as many digits as it takes to tell them apart."""
    for digits in range(3, 20):
        told = [short(value, digits) for value in values]
        if len(set(told)) == len(set(values)):
            break
    return told


def short(value: Number, digits: int = 3) -> str:
    """A number in few words: its digits in groups of three, or so many and a power of ten where it would be long."""
    number = Fraction(value)
    if number == 0:
        return "0"
    size = math.log10(abs(number.numerator)) - math.log10(number.denominator)
    if size >= 7 or size < -4:
        power = math.floor(size + 1e-12)
        first = f"{float(number / Fraction(10) ** power):.{digits}g}".replace("-", "−")
        return f"{first}e{power}".replace("e-", "e−")
    places = max(0, digits + 1 - math.floor(size)) if size >= 0 else 0
    text = f"{float(number):,.{digits + 3}g}" if size < 0 else f"{float(number):,.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(",", "\N{NARROW NO-BREAK SPACE}").replace("-", "−")


def _axis(values: Sequence[Number], start: float, end: float, logarithmic: bool) -> _Axis:
    scaled = [math.log10(value) if logarithmic else float(value) for value in values]
    low, high = min(scaled), max(scaled)
    if low == high:
        low, high = low - 1, high + 1
    room = 0.0 if logarithmic else 0.04 * (high - low)
    return _Axis(low - room * (start > end), high + room * (start > end), start, end, logarithmic)


def _tick_size(wanted: float) -> Fraction:
    """One of the steps times a power of ten, the first that is not less."""
    power = Fraction(10) ** math.floor(math.log10(wanted))
    return next(size for factor in STEPS if (size := factor * power) >= wanted)


def _grid(across: _Axis, up: _Axis, chart: Chart) -> list[Markup]:
    parts = []
    ticks = up.ticks()
    for tick, text in zip(ticks, told_apart(ticks), strict=True):
        y = _number(up.at(tick))
        parts.append(Markup('<path class="grid" d="M{} {}H{}"/>').format(LEFT, y, WIDTH - RIGHT))
        parts.append(
            Markup('<text class="tick" x="{}" y="{}" dy="4" text-anchor="end">{}</text>').format(LEFT - 8, y, text)
        )
    whole = all(Fraction(x).denominator == 1 for line in chart.lines for x, _ in line.points)
    for tick in across.ticks():
        if whole and tick.denominator != 1:
            continue
        x = _number(across.at(tick))
        parts.append(Markup('<path class="grid" d="M{} {}V{}"/>').format(x, TOP, HEIGHT - BOTTOM))
        parts.append(
            Markup('<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                x, HEIGHT - BOTTOM + 16, short(tick)
            )
        )
    middle = (TOP + HEIGHT - BOTTOM) / 2
    axis = Markup('<text class="axis" x="{}" y="{}" text-anchor="middle">{}</text>')
    parts.append(axis.format((LEFT + WIDTH - RIGHT) // 2, HEIGHT - 10, chart.x))
    turned = Markup('<text class="axis" transform="translate(14 {}) rotate(-90)" text-anchor="middle">{}</text>')
    parts.append(turned.format(_number(middle), chart.y))
    return parts


def _curve(line: Line, across: _Axis, up: _Axis, steps: bool, style: str) -> list[Markup]:
    parts = []
    for run in line.runs:
        places = [(_number(across.at(x)), _number(up.at(y))) for x, y in run]
        if not places:
            continue
        way = f"M{places[0][0]} {places[0][1]}"
        for x, y in places[1:]:
            way += f"H{x}V{y}" if steps else f"L{x} {y}"
        parts.append(Markup('<path class="curve {}" d="{}"/>').format(style, way))
        if len(run) <= FEW and not line.bound:
            dots = [Markup('<circle class="dot {}" cx="{}" cy="{}" r="3"/>').format(style, x, y) for x, y in places]
            parts += dots
    return parts


def _named(name: str, style: str, place: int) -> Markup:
    """The entry of a curve in the legend, two in a row."""
    x, y = LEFT + (place % 2) * ((WIDTH - LEFT) // 2), HEIGHT + 12 + 20 * (place // 2)
    return Markup('<path class="curve {}" d="M{} {}h26"/><text class="legend" x="{}" y="{}" dy="4">{}</text>').format(
        style, x, y, x + 34, y, name
    )


def _number(value: float) -> str:
    """A coordinate to a tenth."""
    return f"{value:.1f}".removesuffix(".0")
