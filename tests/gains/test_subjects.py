"""Each subject, run small: what was attained keeps what is proved, and the sentence says what the numbers say."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

import pytest

from gains import (
    dust,
    fee_capture,
    funding_capture,
    margin_room,
    price_drift,
    rounding,
    settlement_timing,
    unsettled_quote,
)
from gains.markets import Recorded, filled, recorded, settled, with_lp
from gains.result import Result, Row
from gains.subjects import SUBJECTS
from gains.words import decimal, dollars
from model.bal import Bal
from model.bal.state import LONG
from properties.catalogue import catalogue
from properties.property import Step, claims_of_step, labelled

SMALL: dict[str, Callable[[], Result]] = {
    "settlement-timing": lambda: settlement_timing.run(recorded(), periods=4),
    "fee-capture": lambda: fee_capture.run(recorded(), mints=[Fraction(1, 10), Fraction(3)]),
    "funding-capture": lambda: funding_capture.run(recorded(), mints=[Fraction(1, 10), Fraction(3)]),
    "dust": lambda: dust.run(recorded(), fills=40),
    "price-drift": lambda: price_drift.run(recorded(), rounds=20),
    "rounding": lambda: rounding.run(recorded(), fills=30, exponents=[0, 3]),
    "unsettled-quote": lambda: unsettled_quote.run(recorded(), fills=10),
    "margin-room": lambda: margin_room.run(recorded(), points=3),
}


@cache
def run(name: str) -> Result:
    return SMALL[name]()


def found(result: Result, market: str, words: str) -> Row:
    """The first row of a market that says these words."""
    return next(row for row in result.rows if row.market == market and words in row.what)


MARKETS = [each.name for each in recorded()]


def test_every_subject_is_tried() -> None:
    assert [run(name).name for name in SMALL] == list(SMALL)
    assert len(SUBJECTS) == len(SMALL)


@pytest.mark.parametrize("name", SMALL)
def test_what_is_proved_is_kept_and_what_is_refuted_is_exceeded(name: str) -> None:
    rows = run(name).rows
    assert [row.what for row in rows if not row.as_recorded] == []
    assert {row.market for row in rows if row.bound and row.bound.proved} == set(MARKETS)


@pytest.mark.parametrize("name", SMALL)
def test_a_subject_names_properties_that_there_are_and_all_that_bound_it(name: str) -> None:
    result = run(name)
    assert {each for each in result.properties if each not in catalogue()} == set()
    assert {by for row in result.rows if row.bound for by in row.bound.by} <= set(result.properties)


@pytest.mark.parametrize("name", SMALL)
def test_every_market_has_its_curves_and_the_sentence_tells_of_each(name: str) -> None:
    result = run(name)
    assert {each.market for each in result.chart.series} == set(MARKETS)
    told = result.sentence.lower()
    assert all(f"on {market.lower()} " in told or f"on {market.lower()}," in told for market in MARKETS)


@pytest.mark.parametrize("name", SMALL)
def test_the_same_numbers_every_time(name: str) -> None:
    assert SMALL[name]() == run(name)


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("settlement-timing", ["that settles before each update", "that settles after each update", "and chooses"]),
        ("fee-capture", ["a mint of 300 %", "with the cooldown", "the LP that was there before"]),
        ("funding-capture", ["a mint of 300 %", "a mint of 300 % (", "whose base earned it"]),
        ("dust", ["the dearest remainder", "pays in all", "for the dust of others"]),
        ("unsettled-quote", ["nobody settles", "round trips", "by the LPs' fees"]),
        (
            "rounding",
            ["per_lp_base 0, 30 fills settled one by one: quote", "per_lp_base 3, 30 fills settled one by one: q"],
        ),
    ],
)
def test_the_sentence_says_what_the_rows_say(name: str, rows: list[str], market: str) -> None:
    result = run(name)
    for words in rows:
        assert dollars(found(result, market, words).attained.worth) in result.sentence


@pytest.mark.parametrize("market", MARKETS)
def test_the_sentence_on_prices_is_that_of_the_largest_drift(market: str) -> None:
    result = run("price-drift")
    moves = [abs(row.attained.tokens) for row in result.rows if row.market == market and "times" in row.what]
    assert dollars(max(moves)) in result.sentence


@pytest.mark.parametrize("market", MARKETS)
def test_the_sentence_on_margin_is_that_of_the_largest_gaps(market: str) -> None:
    result = run("margin-room")
    for words in ("came later, long by itself, liability in the worst case counted too little", "all along, liability"):
        gaps = [row.attained.worth for row in result.rows if row.market == market and words in row.what]
        assert any(dollars(gap) in result.sentence for gap in gaps)


@pytest.mark.parametrize("market", recorded(), ids=lambda each: each.name)
def test_settlements_and_fills_of_a_life_keep_the_statements_about_custody(market: Recorded) -> None:
    bal = Bal()
    before = with_lp(bal, market)
    size = market.steps(market.liquidity // 700)
    arguments = {"user": 1, "direction": LONG, "base_asset_amount": size, "liquidity_split": "Shared"}
    between, result = filled(bal, before, size)
    after = settled(bal, between)
    steps = [
        Step(before, "fill", arguments, between, result),
        Step(between, "settle_lp", {"user": 0}, after, None),
    ]
    for identifier, step in zip(("P03b", "P03a"), steps, strict=True):
        claims = list(labelled(claims_of_step(catalogue()[identifier], bal, step)))
        assert claims
        assert [label for label, holds in claims if not holds] == []


def test_the_markets_are_those_of_the_recording() -> None:
    assert [(each.token, each.kind) for each in recorded()] == [("SOL", "sol"), ("BTC", "btc")]
    for each in recorded():
        market = each.state.market
        assert market.user_lp_shares == market.base_asset_amount_with_amm == 0
        assert each.state.lp_cooldown_time > 0
        assert each.price == market.peg_multiplier


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (1234567, "1_234_567"),
        (Fraction(-1, 3), "-0.3333"),
        (Fraction(1, 3_000_000), "0.0000003333"),
        (Fraction(2_000_001, 2), "1_000_000.5"),
        (Fraction(12345, 100), "123.45"),
        (Fraction(99_999, 10_000), "10"),
        (Fraction(-1, 1000), "-0.001"),
    ],
)
def test_numbers_are_told_by_their_first_digits(value: Fraction, shown: str) -> None:
    assert decimal(value) == shown
