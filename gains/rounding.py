"""Rounding that favours one side: the quote that an LP loses of its part of many fills, and who has it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from random import Random
from typing import NamedTuple

from gains.markets import Recorded, as_kept_by, filled, held, minted, settled, whole
from gains.result import Axis, Bound, Chart, Result, Row, Series, quote
from gains.words import decimal, dollars, sentence
from model.bal import LONG, SHORT, Bal, BalState
from properties.bal.arguments import USER
from properties.bal.rules import fee_slice

SEED = 6
FILLS = 1000
EXPONENTS = (-2, -1, 0, 1, 2, 3)
BAL = Bal()


class Life(NamedTuple):
    """What an LP ends with after many fills, settled after each or once, and its exact part of them.

    Quote (1e6) and base with remainder (1e9). `most_quote` and `most_base` are what P23a and P22 allow for the
    settlements of every fill, added up.
    """

    often: tuple[int, int]
    once: tuple[int, int]
    exact: tuple[Fraction, Fraction]
    most_quote: Fraction
    most_base: Fraction


def at_exponent(market: Recorded, exponent: int) -> BalState:
    """The market with its accumulators rebased, before anybody holds shares, and then with an LP."""
    state = as_kept_by(BAL, market.state)
    while state.market.per_lp_base != exponent:
        state, _ = BAL.rebase_market(state, expo_diff=1 if exponent > state.market.per_lp_base else -1)
    return minted(BAL, state, USER, market.shares)


def life(market: Recorded, exponent: int, fills: int) -> Life:
    """Fills of up to 0.2 % of the liquidity in either direction: the same for an LP that settles after each, and once."""
    random = Random(SEED)
    often = once = at_exponent(market, exponent)
    shares, unit = held(often).lp_shares, BAL.base_unit(often.market)
    quote_part = base_part = Fraction(0)
    for _ in range(fills):
        size, direction = market.steps(random.randrange(market.liquidity // 500)), random.choice((LONG, SHORT))
        before = often.market.sqrt_k
        often, fill = filled(BAL, often, size, direction)
        once, _ = filled(BAL, once, size, direction)
        often = settled(BAL, often)
        side = 1 if direction == LONG else -1
        paid = side * fill.quote_asset_amount_filled + fee_slice(fill.fee_to_market_for_lp)
        quote_part += Fraction(paid * shares, before)
        base_part -= Fraction(side * fill.base_asset_amount_filled * shares, before)
    once = settled(BAL, once)
    ends = [(held(each).quote_asset_amount, whole(held(each))) for each in (often, once)]
    most = Fraction(shares, unit)
    return Life(ends[0], ends[1], (quote_part, base_part), fills * (2 * most + 1), fills * (most + 1))


def run(markets: Iterable[Recorded], fills: int = FILLS, exponents: Iterable[int] = EXPONENTS) -> Result:
    """The subject on these markets."""
    rows: list[Row] = []
    series: list[Series] = []
    told = []
    chosen = tuple(exponents)
    for market in markets:
        name = market.name
        lives = {exponent: life(market, exponent, fills) for exponent in chosen}
        for exponent, found in lives.items():
            lost = quote(found.exact[0] - found.often[0])
            short = market.base(found.exact[1] - found.often[1])
            at = f"per_lp_base {exponent}, {fills} fills settled one by one"
            rows.append(Row(name, f"{at}: quote lost", lost, Bound(found.most_quote, ("P23a",), strict=True)))
            rows.append(Row(name, f"{at}: base off", short, Bound(found.most_base, ("P22",), strict=True)))
            apart = quote(found.often[0] - found.once[0])
            more = Bound(fills - 1, ("P16",))
            rows.append(Row(name, f"per_lp_base {exponent}: quote gained by {fills} settlements, not one", apart, more))
        points = {
            "lost, settled after each fill": [each.exact[0] - each.often[0] for each in lives.values()],
            "lost, settled once": [each.exact[0] - each.once[0] for each in lives.values()],
            "proved, settled after each fill (P23a)": [each.most_quote for each in lives.values()],
        }
        for label, amounts in points.items():
            curve = tuple(zip(chosen, (quote(each).tokens for each in amounts), strict=True))
            series.append(Series(name, label, curve, "proved" in label))
        recorded = market.state.market.per_lp_base
        found = lives.get(recorded, lives[chosen[0]])
        finest = lives[chosen[-1]]
        told.append(
            f"on {name} an LP with {decimal(market.base(market.shares).tokens)} {market.token} of shares loses"
            f" {dollars(quote(found.exact[0] - found.often[0]).worth)} of quote over {fills} fills at the recorded base unit,"
            f" and {dollars(quote(finest.exact[0] - finest.often[0]).worth)} at per_lp_base {chosen[-1]}"
        )
    return Result(
        "rounding",
        "Rounding: the quote that an LP loses of its part of a thousand fills",
        f"An LP with a quarter of the liquidity, {fills} fills of up to 0.2 % of the liquidity in either direction. Its exact"
        " part is that by shares of each fill's quote and fee slice. The base unit of shares is 1e9 times ten to"
        " per_lp_base: what it is given of a fill is rounded for it as a whole, against the LP.",
        "what P23a (quote) and P22 (base) allow an LP that settles after a fill, added up over the fills; between settling"
        " after each fill and once, what P16 allows.",
        f"{sentence(told)}. It stays with the protocol: no user is given it, all users' quote is that much less (P36)",
        ("P16", "P17", "P17a", "P22", "P23", "P23a", "P24", "P24a", "P36"),
        tuple(rows),
        Chart(Axis("per_lp_base (exponent of the base unit)"), Axis("quote lost (USD)", True), tuple(series)),
        SEED,
    )
