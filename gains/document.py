"""Gains as data: the JSON that other tools read; `schema.json` beside this module describes it.

Whole numbers beyond 2**53, and all fractions, are decimal strings. A fraction of more than `EXACT` decimal places is
rounded to `DIGITS` digits that count.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from gains.markets import Recorded
from gains.result import Amount, Bound, Number, Result, Row, Series
from gains.words import decimal
from reports.document import SAFE

SCHEMA = "tallystick-gains/1"
DIGITS = 12
EXACT = 9

SETTINGS = (
    "sqrt_k",
    "peg_multiplier",
    "order_step_size",
    "per_lp_base",
    "concentration_coef",
    "base_spread",
    "long_spread",
    "short_spread",
    "margin_ratio_initial",
)
"""Fields of the recorded market that say what kind of market it is."""


def document(results: Iterable[Result], markets: Iterable[Recorded]) -> dict[str, Any]:
    """All of it, in the order given."""
    return {
        "schema": SCHEMA,
        "markets": [market_of(each) for each in markets],
        "subjects": [subject_of(each) for each in results],
    }


def market_of(market: Recorded) -> dict[str, Any]:
    """A market by its recorded settings, in the protocol's smallest units."""
    state = market.state
    settings = {name: number(getattr(state.market, name)) for name in SETTINGS}
    fee = {"fee_numerator": state.fee_numerator, "fee_denominator": state.fee_denominator}
    named = {"name": market.name, "class": market.kind, "trace": market.trace, "price": market.price}
    return named | settings | fee | {"lp_cooldown_time": state.lp_cooldown_time}


def subject_of(result: Result) -> dict[str, Any]:
    """A subject with its rows and curves."""
    return {
        "name": result.name,
        "title": result.title,
        "setting": result.setting,
        "bounds": result.bounds,
        "sentence": result.sentence,
        "properties": list(dict.fromkeys(result.properties)),
        "seed": result.seed,
        "rows": [_row(each) for each in result.rows],
        "chart": {
            "x": result.chart.x.label,
            "y": result.chart.y.label,
            "series": [_series(each) for each in result.chart.series],
        },
    }


def number(value: Number) -> int | str:
    """A number as JSON keeps it."""
    exact = Fraction(value)
    if exact.denominator == 1 and abs(exact) <= SAFE:
        return exact.numerator
    whole = 10**EXACT % exact.denominator == 0
    return decimal(exact, len(str(exact.numerator)) + EXACT if whole else DIGITS).replace("_", "")


def _row(row: Row) -> dict[str, Any]:
    return {
        "market": row.market,
        "what": row.what,
        "attained": _amount(row.attained),
        "bound": None if row.bound is None else _bound(row.bound, row),
    }


def _amount(amount: Amount) -> dict[str, Any]:
    return {
        "raw": number(amount.raw),
        "unit": amount.unit.name,
        "digits": amount.unit.digits,
        "tokens": str(number(amount.tokens)),
        "token": amount.token,
        "usd": str(number(amount.worth)),
    }


def _bound(bound: Bound, row: Row) -> dict[str, Any]:
    return {
        "raw": number(bound.raw),
        "strict": bound.strict,
        "by": list(bound.by),
        "proved": bound.proved,
        "kept": bound.met_by(row.attained.raw),
    }


def _series(series: Series) -> dict[str, Any]:
    return {
        "market": series.market,
        "label": series.label,
        "is_bound": series.is_bound,
        "points": [[number(x), number(y)] for x, y in series.points],
    }
