"""What properties of single rules start from: any market, any taker's delta, any LP, and a fill divided among them.

A rule is a step that the public transitions take on a market of their own. A statement about the rule is a statement
about every transition that takes the step, over fewer paths.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

from model.arith import I64, U64, U128, floor_div, to_i64
from model.bal import LONG, LP_OWNED, Bal, Market, Position
from model.bal.constants import LP_FEE_SLICE_DENOMINATOR, LP_FEE_SLICE_NUMERATOR
from model.curve import opposite_reserve
from properties.arbitrary import arbitrary
from properties.bal.arguments import DIRECTIONS, assume_exponent
from properties.case import Case
from properties.property import Claim, Claims


class TakerDelta(NamedTuple):
    """What a fill adds to the taker's position: base (1e9) and quote (1e6) of opposite signs, and the fee (quote)."""

    base_asset_amount: int
    quote_asset_amount: int
    fee: int


class Split(NamedTuple):
    """A fill divided between the protocol and the LPs: the market before and after, and what the division was made by.

    `side` is 1 where the taker buys, -1 where it sells. `liquidity` is what the fill is divided by (1e9): all of it,
    or, of an LP-owned fill, the LPs' shares.
    """

    before: Market
    after: Market
    side: int
    delta: TakerDelta
    base_unit: int
    liquidity_split: str
    liquidity: int


def any_market(case: Case, **given: Any) -> Market:
    """Every field any number of its width, save the given ones and an exponent of the base unit beyond 9."""
    market = arbitrary(case, Market, "market", **given)
    assume_exponent(case, market.per_lp_base)
    case.assume(market.sqrt_k >= 1, "P07")
    case.assume(market.user_lp_shares <= market.sqrt_k, "P53")
    return market


def market_on_curve(case: Case, **given: Any) -> Market:
    """Any market whose quote reserve is on the curve (P07)."""
    sqrt_k, base = (case.integer(f"market.{name}", U128) for name in ("sqrt_k", "base_asset_reserve"))
    case.assume(sqrt_k >= 1, "P07")
    case.assume(base >= 1, "P07")
    market = any_market(case, quote_asset_reserve=opposite_reserve(sqrt_k, base), **given)
    case.assume(market.quote_asset_reserve >= 1, "P07")
    return market


def whole_steps(lots: int, step: int) -> Claims:
    """That whole steps have the sign of their number and, if there are any, are no less than one."""
    if lots >= 1:
        yield "lemma: a step at least", (lots - 1) * step >= 0
        yield "lemma: long", lots * step >= 0
    elif lots <= -1:
        yield "lemma: a step at least", (-lots - 1) * step >= 0
        yield "lemma: short", lots * step <= 0
    else:
        yield "lemma: nothing", lots * step == 0
        yield "lemma: not short", lots * step >= 0
        yield "lemma: not long", lots * step <= 0


def taker_delta(case: Case, direction: str) -> TakerDelta:
    """Any delta of a taker in that direction, as a fill makes it from unsigned amounts."""
    base, quote, fee = (to_i64(case.integer(f"taker.{name}", U64)) for name in ("base", "quote", "fee"))
    case.assume(base >= 1, "a fill has a size")
    return TakerDelta(base, -quote, fee) if direction == LONG else TakerDelta(-base, quote, fee)


def split(system: Bal, case: Case, liquidity_split: str) -> Generator[Claim, None, Split]:
    """Any taker's delta, in any direction, divided by the rule on any market with LPs; yields lemmas on the way."""
    market = any_market(case)
    case.assume(market.user_lp_shares >= 1, "there are LPs")
    base_unit = system.base_unit(market)
    yield "lemma: the base unit is positive", base_unit >= 0
    direction = case.choice("taker.direction", DIRECTIONS)
    delta = taker_delta(case, direction)
    after = divided(system, market, delta, delta.fee, liquidity_split)
    liquidity = market.user_lp_shares if liquidity_split == LP_OWNED else market.sqrt_k
    return Split(market, after, 1 if direction == LONG else -1, delta, base_unit, liquidity_split, liquidity)


def divided(system: Bal, market: Market, delta: TakerDelta, fee: int, liquidity_split: str) -> Market:
    """The market after the LPs are given their part of a taker's delta and of a fee."""
    after = market.copy()
    system.update_lp_market_position(after, delta.base_asset_amount, delta.quote_asset_amount, fee, liquidity_split)
    return after


def fee_slice(fee: int) -> int:
    """The part of a fee that the LPs share in: eight tenths, rounded down (quote)."""
    return floor_div(fee * LP_FEE_SLICE_NUMERATOR, LP_FEE_SLICE_DENOMINATOR)


def lp_since(case: Case, market: Market, name: str = "position") -> Position:
    """An LP with any of the market's shares, settled up to the market's present accumulators."""
    position = any_claim(case, market, name)
    position.last_base_asset_amount_per_lp = market.base_asset_amount_per_lp
    position.last_quote_asset_amount_per_lp = market.quote_asset_amount_per_lp
    return position


def any_claim(case: Case, market: Market, name: str = "position") -> Position:
    """A position of any shares, rebased as the market is, with any marks."""
    position = Position(
        lp_shares=case.integer(f"{name}.lp_shares", U64),
        last_base_asset_amount_per_lp=case.integer(f"{name}.last_base_asset_amount_per_lp", I64),
        last_quote_asset_amount_per_lp=case.integer(f"{name}.last_quote_asset_amount_per_lp", I64),
        per_lp_base=market.per_lp_base,
    )
    case.assume(position.lp_shares <= market.user_lp_shares, "P04")
    return position
