"""Plots: every number where it belongs, told in words as well, and the same bytes every time."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest

from reports.site.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Chart, Line, described, drawn, short, told_apart

RISING = Line("what it <gains>", (((0, 0), (1, 5), (2, -5)),))
BOUND = Line("proved", (((0, 10), (2, 10)),), bound=True)
CHART = Chart("A & B", "steps", "units", (RISING, BOUND))


def test_it_is_well_formed_and_named() -> None:
    root = ET.fromstring(drawn(CHART, "p"))
    named = {each.get("id"): each.text for each in root if each.get("id")}
    assert named == {"p-t": "A & B", "p-d": described(CHART)}
    assert root.get("aria-labelledby") == "p-t p-d"
    assert drawn(CHART, "p") == drawn(CHART, "p")


def test_it_is_told_in_words() -> None:
    assert described(CHART) == (
        "units against steps. what it <gains>: from 0 to −5, between −5 and 5; proved: from 10 to 10, between 10 and 10."
    )


def test_every_point_is_within_the_frame() -> None:
    large = Chart(
        "t", "x", "y", (Line("a", (((1, 2**200), (10**6, -(2**190))),)), Line("b", (((5, Fraction(1, 3)),),)))
    )
    for x, y in re.findall(r'cx="([\d.-]+)" cy="([\d.-]+)"', drawn(large, "p")):
        assert LEFT <= float(x) <= WIDTH - RIGHT
        assert TOP <= float(y) <= HEIGHT - BOTTOM


def test_a_run_that_begins_anew_is_not_joined() -> None:
    line = Line("a", (((0, 1), (1, 2)), ((1, 5), (2, 6))))
    assert drawn(Chart("t", "x", "y", (line,)), "p").count('<path class="curve pen0" d="M') == 3  # and in the legend


def test_nothing_is_no_plot() -> None:
    assert drawn(Chart("t", "x", "y", ()), "p") == ""


def test_a_constant_has_a_place() -> None:
    assert "NaN" not in drawn(Chart("t", "x", "y", (Line("a", (((0, 7), (1, 7)),)),)), "p")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-5, "−5"),
        (1234, "1\u202f234"),
        (Fraction(1, 4), "0.25"),
        (Fraction(-12345, 10), "−1\u202f234.5"),
        (10**9, "1e9"),
        (-123 * 10**20, "−1.23e22"),
        (Fraction(1, 10**6), "1e−6"),
        (2**1100, "1.36e331"),
    ],
)
def test_numbers(value: int | Fraction, text: str) -> None:
    assert short(value) == text


def test_a_logarithmic_axis_has_powers_of_ten() -> None:
    chart = Chart("t", "x", "y", (Line("a", (((1, 1), (10**6, 2)),)),), logarithmic=(True, False))
    told = re.findall(r'class="tick" x="[\d.]+" y="\d+" text-anchor="middle">([^<]+)<', drawn(chart, "p"))
    assert told == ["1", "10", "100", "1\u202f000", "10\u202f000", "100\u202f000", "1\u202f000\u202f000"]


def test_numbers_of_an_axis_are_told_apart() -> None:
    assert told_apart([100_000_000, 100_500_000, 101_000_000]) == ["1e8", "1.005e8", "1.01e8"]
    assert told_apart([Fraction(1, 10), Fraction(2, 10)]) == ["0.1", "0.2"]
    assert told_apart([]) == []
