"""Liquidity added just before a taker's fill and taken away just after it: the part of the fee that it takes along."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from gains.markets import OTHER, TAKER, Recorded, filled, held, minted, removed, settled, whole, with_lp
from gains.result import Axis, Bound, Chart, Number, Result, Row, Series, quote
from gains.words import decimal, dollars, percent, sentence
from model.bal import LONG, Bal, BalState
from model.bal.constants import PRICE_TIMES_BASE_TO_QUOTE
from model.bal.errors import TryingToRemoveLiquidityTooFast
from model.bal.state import FillResult
from model.bal.variants import NoCooldown
from properties.bal.arguments import USER
from properties.bal.rules import fee_slice

MINTS = (Fraction(1, 1000), *(Fraction(n, 100) for n in (1, 10, 30, 100, 300, 1000)))
"""Sizes of the visitor's mint, as parts of the protocol's liquidity."""

FREE, KEPT = NoCooldown(), Bal()
PROVED = ("P22", "P23a", "P54a")


class Visit(NamedTuple):
    """A visit to one fill: what is gained at the fill's own price (quote), what is at most, and the base acquired.

    `resident` is what the LP that was there before gets of the fill, likewise.
    """

    gain: Fraction
    most: Fraction
    base: int
    resident: Fraction


def at_fill_price(quote_gained: int, base_gained: int, fill: FillResult) -> Fraction:
    """Quote and base at the price of the fill, at which the base was acquired: what is left is fee (P50y)."""
    return quote_gained + Fraction(base_gained * fill.quote_asset_amount_filled, fill.base_asset_amount_filled)


def most_of_fee(market: Recorded, came: BalState, shares: int, fill: FillResult) -> Fraction:
    """The most that shares can gain by a fill in which the taker buys, at its own price (quote).

    The quote is beyond the part of quote and fee slice by less than one (P23a), and the base owed is short of its part
    by less than s/U + 1 (P22), which counts at the price of the fill. What is short of a step is bought back at the
    oracle's price (P54a), which is lower where the taker has paid more.
    """
    part = Fraction(fee_slice(fill.fee_to_market_for_lp) * shares, came.market.sqrt_k)
    dust = Fraction(shares, FREE.base_unit(came.market)) + 1
    price = Fraction(fill.quote_asset_amount_filled, fill.base_asset_amount_filled)
    cheaper = max(Fraction(0), price - Fraction(market.price, PRICE_TIMES_BASE_TO_QUOTE))
    return part + 1 + dust * price + came.market.order_step_size * cheaper


def visit(market: Recorded, shares: int) -> Visit:
    """The visitor comes, a taker buys 1 % of the protocol's liquidity, the visitor leaves: all in one instant."""
    came = minted(FREE, with_lp(FREE, market, user=OTHER), USER, shares)
    state, fill = filled(FREE, came, market.steps(market.liquidity // 100), LONG, TAKER)
    left = removed(FREE, state, USER, market.price, 0)
    resident = held(settled(FREE, state, OTHER), OTHER)
    return Visit(
        at_fill_price(held(left).quote_asset_amount, whole(held(left)), fill),
        most_of_fee(market, came, shares, fill),
        whole(held(left)),
        at_fill_price(resident.quote_asset_amount, whole(resident), fill),
    )


def with_cooldown(market: Recorded, shares: int) -> int:
    """What the same visit gains (quote) where the cooldown is kept: nothing, if leaving is refused."""
    came = minted(KEPT, with_lp(KEPT, market, user=OTHER), USER, shares)
    state, _ = filled(KEPT, came, market.steps(market.liquidity // 100), LONG, TAKER)
    try:
        left = removed(KEPT, state, USER, market.price, 0)
    except TryingToRemoveLiquidityTooFast:
        return held(state).quote_asset_amount
    return held(left).quote_asset_amount


def resident_alone(market: Recorded) -> Fraction:
    """What the resident LP gains by the same fill without a visitor, at the fill's own price (quote)."""
    state, fill = filled(FREE, with_lp(FREE, market, user=OTHER), market.steps(market.liquidity // 100), LONG, TAKER)
    resident = held(settled(FREE, state, OTHER), OTHER)
    return at_fill_price(resident.quote_asset_amount, whole(resident), fill)


def run(markets: Iterable[Recorded], mints: Iterable[Fraction] = MINTS) -> Result:
    """The subject on these markets."""
    rows: list[Row] = []
    series: list[Series] = []
    told = []
    parts = tuple(mints)
    for market in markets:
        alone, name = resident_alone(market), market.name
        sizes = [market.steps(int(market.liquidity * part)) for part in parts]
        visits = [visit(market, size) for size in sizes]
        refused = [with_cooldown(market, size) for size in sizes]
        for part, size, found, kept in zip(parts, sizes, visits, refused, strict=True):
            mint = f"a mint of {percent(part)} ({decimal(market.base(size).tokens)} {market.token})"
            rows.append(Row(name, f"{mint}, no cooldown", quote(found.gain), Bound(found.most, PROVED, strict=True)))
            if part == parts[-1]:
                rows.append(Row(name, f"{mint}, with the cooldown", quote(kept), Bound(0, ("P50x",))))
                lost = quote(alone - found.resident)
                rows.append(Row(name, "what the LP that was there before loses of its fee by that mint", lost))
        largest = visits[-1]
        apart = abs(largest.gain / largest.base) * 10**9
        rows.append(Row(name, "price move, held for the cooldown, that takes all of it away again", quote(apart)))
        x = [part * 100 for part in parts]
        taken: list[tuple[str, Iterable[Number], bool]] = [
            ("captured, no cooldown", (each.gain for each in visits), False),
            ("at most, by what is proved", (each.most for each in visits), True),
            ("lost by the LP there before", (alone - each.resident for each in visits), False),
            ("captured with the cooldown", refused, False),
        ]
        for label, amounts, is_bound in taken:
            points = zip(x, (quote(each).tokens for each in amounts), strict=True)
            series.append(Series(name, label, tuple(points), is_bound))
        told.append(
            f"on {name} a mint of {percent(parts[-1])} of the liquidity takes {dollars(quote(largest.gain).worth)} of the"
            f" fee of one fill of 1 %, the LP that was there before gets {dollars(quote(alone - largest.resident).worth)} less;"
            f" with the cooldown it takes {dollars(quote(refused[-1]).worth)}: who waits holds the base, and a price move"
            f" of {percent(apart / market.price)} takes the gain away"
        )
    return Result(
        "fee-capture",
        "Liquidity that comes for one fill: what it takes of the fee, with the cooldown and without",
        "One LP with a quarter of the liquidity is there. A visitor mints, a taker buys 1 % of what was the protocol's"
        " liquidity, the visitor burns, all in one second. Gains are at the price of the fill, at which the base was"
        " acquired, less what the burn charges for the remainder.",
        "quote and fee slice are beyond the visitor's part by less than one (P23a), the base owed is short of its part by"
        " less than s/U + 1 (P22), at the price of the fill; what is short of a step is bought back at the oracle's price"
        " (P54a), which is lower. With the cooldown, that leaving is refused (P50x).",
        sentence(told),
        ("P50x", "P50y", "V50", "P27a", *PROVED),
        tuple(rows),
        Chart(Axis("visitor's mint (% of the protocol's liquidity)", True), Axis("fee (USD)"), tuple(series)),
    )
