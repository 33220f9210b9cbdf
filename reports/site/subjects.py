"""The page on gains: the runs on recorded markets that are published beside a report, as tables and plots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from properties.steps import number
from reports.site.chart import Chart, Line, Number, drawn, short

SCHEMA = "tallystick-gains/1"
"""The format of the document that this page reads."""

WIDE = 1000
"""An axis whose numbers are positive and differ by more than this factor is logarithmic."""


@dataclass(frozen=True)
class Plot:
    """A plot with the title that stands above it."""

    title: str
    svg: Markup


def context(gains: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows. `KeyError`, `TypeError` or `ValueError` where the document is not of its format."""
    return {"subjects": [_subject(each) for each in gains["subjects"]]}


def exceeded(gains: Mapping[str, Any]) -> dict[str, Fraction]:
    """By refuted statement whose bound a run on a recorded market exceeds, the most that one is beyond it, in USD."""
    found: dict[str, Fraction] = {}
    for row in (row for subject in gains["subjects"] for row in subject["rows"] if row["bound"]):
        attained, bound = row["attained"], row["bound"]
        raw = Fraction(attained["raw"])
        if bound["proved"] or bound["kept"] or raw == 0:
            continue
        # A bound is one of the magnitude, in the unit of what was attained.
        beyond = (abs(raw) - Fraction(bound["raw"])) * abs(Fraction(attained["usd"]) / raw)
        for identifier in bound["by"]:
            found[identifier] = max(found.get(identifier, Fraction(0)), beyond)
    return found


def _subject(subject: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("name", "title", "sentence", "setting", "bounds", "seed", "properties")
    return {
        **{name: subject[name] for name in kept},
        "plots": plots(subject),
        "rows": [_row(each) for each in subject["rows"]],
    }


def plots(subject: Mapping[str, Any]) -> list[Plot]:
    """One plot a market."""
    chart, made = subject["chart"], []
    for place, market in enumerate(dict.fromkeys(each["market"] for each in chart["series"])):
        lines = tuple(
            Line(each["label"], (tuple((Fraction(x), Fraction(y)) for x, y in each["points"]),), each["is_bound"])
            for each in chart["series"]
            if each["market"] == market
        )
        points = [point for line in lines for point in line.points]
        wide = _wide([x for x, _ in points]), _wide([y for _, y in points])
        x, y = (chart[axis].replace("{token}", market) for axis in ("x", "y"))
        named = Chart(f"{subject['title']}: {market}", x, y, lines, logarithmic=wide)
        made.append(Plot(market, drawn(named, f"plot-{subject['name']}-{place}")))
    return made


def _wide(values: Sequence[Number]) -> bool:
    return bool(values) and min(values) > 0 and max(values) > WIDE * min(values)


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    attained, bound = row["attained"], row["bound"]
    return {
        "market": row["market"],
        "what": row["what"],
        "tokens": f"{short(Fraction(attained['tokens']))} {attained['token']}",
        "raw": _raw(attained["raw"]),
        "bound": None
        if bound is None
        else {**bound, "raw": _raw(bound["raw"]), "sign": "below" if bound["strict"] else "at most"},
    }


def _raw(value: Any) -> str:
    exact = Fraction(value)
    return number(exact.numerator) if exact.denominator == 1 else short(exact)
