"""Fills just in time: how much of a maker's amount the AMM and its LPs may take from it."""

from __future__ import annotations

from model.arith import I64, U64, floor_div
from model.bal import LONG, SHORT, Bal, Market
from model.bal.constants import JIT_TOXIC_DIVISOR, SPREAD_PRECISION
from properties.bal.arguments import DIRECTIONS
from properties.bal.rules import any_market
from properties.case import Case
from properties.property import Claims, Scenario, prop

SECTION = "specification section 5: JIT size"


def any_offer(case: Case) -> tuple[Market, int, int, int]:
    """Any market and, of a maker, the base that is offered, the oracle's price and the price of the auction."""
    market, amount = any_market(case), case.integer("maker_base_asset_amount", U64)
    oracle_price, price = case.integer("oracle_price", I64), case.integer("auction_price", I64)
    case.assume(oracle_price >= 1, "a price")
    return market, amount, oracle_price, price


@prop(
    "P107",
    system="bal",
    sentence="Buyers and sellers are met alike: at mirrored prices, with the spreads exchanged, as much is taken from a maker.",
    formula="cap(long, orc - d, short spread s) = cap(short, orc + d, long spread s)",
    claim=SECTION,
    scope=Scenario(),
)
def both_sides_are_capped_alike(system: Bal, case: Case) -> Claims:
    market, amount, oracle_price, price = any_offer(case)
    mirror = market.copy()
    mirror.long_spread, mirror.short_spread = market.short_spread, market.long_spread
    bought = system.jit_cap(market, amount, price, oracle_price, LONG)
    sold = system.jit_cap(mirror, amount, 2 * oracle_price - price, oracle_price, SHORT)
    yield "as much", bought == sold


@prop(
    "P108",
    system="bal",
    sentence="At a price worse than the oracle's less is taken from a maker, and nothing where it is a whole spread worse.",
    formula="0 <= cap <= floor(m/2); beyond > orc/2000: cap·max(reach, 1) <= floor(m/2)·max(0, reach - beyond)",
    claim=SECTION,
    scope=Scenario(),
)
def toxic_prices_are_left_alone(system: Bal, case: Case) -> Claims:
    market, amount, oracle_price, price = any_offer(case)
    direction = case.choice("direction", DIRECTIONS)
    cap = system.jit_cap(market, amount, price, oracle_price, direction)
    yield "not below nothing", cap >= 0
    side, spread = (1, market.short_spread) if direction == LONG else (-1, market.long_spread)
    beyond = side * (oracle_price - price)
    reach = floor_div(spread * oracle_price, SPREAD_PRECISION)
    if beyond > floor_div(oracle_price, JIT_TOXIC_DIVISOR):
        half, far, near = floor_div(amount, 2), max(reach, 1), max(0, reach - beyond)
        yield "less than half of it, in proportion", cap * far <= half * near
        yield "lemma: there is less than the whole spread left", near <= far
        yield "lemma: half of it, as often as that", half * (far - near) >= 0
        yield "lemma: at most half, as often as it is far", (half - cap) * far >= 0
    yield "at most half", 2 * cap <= amount
