"""Any funding update of any market, and what its holders receive of it."""

from __future__ import annotations

from typing import NamedTuple

from model.arith import I64, I128, U64, floor_div
from model.bal import Bal, Market, Position
from model.bal.constants import FUNDING_RATE_BUFFER, PRICE_PRECISION
from model.bal.state import FundingResult
from properties.arbitrary import arbitrary
from properties.bal.capture import RATE
from properties.bal.situations import SUM
from properties.case import Case
from properties.property import Claims

UNIT = PRICE_PRECISION * FUNDING_RATE_BUFFER * FUNDING_RATE_BUFFER
"""Rate (1e9) times base (1e9) that is worth one unit of quote (1e6)."""


def sign_of(value: int) -> int:
    """1 or -1; asking keeps the two signs apart from here on, so that absolute values are plain numbers."""
    return 1 if value > 0 else -1


def any_rate(case: Case) -> int:
    """Any funding rate, rising or falling."""
    rate = case.integer(RATE, I128)
    sign_of(rate)
    return rate


def market_with_net(case: Case, net: int, **given: int) -> Market:
    """Any market whose users' net position is that; any part of it faces LPs that have not settled."""
    with_amm = case.integer("market.base_asset_amount_with_amm", I128)
    given |= {"base_asset_amount_with_amm": with_amm, "base_asset_amount_with_unsettled_lp": net - with_amm}
    sign_of(net)
    return arbitrary(case, Market, "market", **given)


def receipt(system: Bal, market: Market, position: Position) -> int:
    """What the position receives (or, negative, pays) when it settles its funding in the market (quote)."""
    after = position.copy()
    system.settle_funding(market, after)
    return after.quote_asset_amount - position.quote_asset_amount


def at_most(label: str, value: int, bound: int) -> Claims:
    """The two claims that a value's magnitude is at most a bound."""
    yield label, value <= bound
    yield f"{label}, nor less than its opposite", value >= -bound


class Period(NamedTuple):
    """An update that is not capped, and what everybody received of it (quote), as if each had settled right after.

    `error` is how far the receipts are from what rate and base are worth, times `UNIT`. `drift` is by how much what the
    market owes in funding changed from before the update to when all were paid.
    """

    holders: int
    net: int
    received: int
    error: int
    result: FundingResult
    drift: int


def is_capped(rate: int, result: FundingResult) -> bool:
    """Whether the receiving side was given another rate than that of the update."""
    return result.funding_rate_long != rate or result.funding_rate_short != rate


def period(system: Bal, case: Case, rate: int) -> Period | None:
    """An update at that rate on any market with any number of holders: one that is looked at, and others.

    None if it is capped.

    Of the others it is assumed what is proved of one holder more: their receipts are off by less than a unit each.
    """
    base, net = case.integer("position.base_asset_amount", I64), case.integer("market.net", I128)
    holders, others = case.integer("others.holders", U64), net - base
    received = case.integer("others.gap", SUM) - floor_div(rate * others, UNIT)
    error = received * UNIT + rate * others
    case.assume(error <= holders * (UNIT - 1), "of the others, as is shown of one holder more")
    case.assume(error >= -holders * (UNIT - 1), "of the others, as is shown of one holder more")
    market = market_with_net(case, net)
    one = holder(market, base)
    owed = market.net_unsettled_funding_pnl
    result = system.accrue_funding(market, rate)
    if is_capped(rate, result):
        return None
    own = receipt(system, market, one)
    drift = market.net_unsettled_funding_pnl - received - owed
    return Period(holders + 1, net, received + own, error + own * UNIT + rate * base, result, drift)


def holder(market: Market, base: int) -> Position:
    """A position of that base, all its funding paid."""
    long = sign_of(base) > 0
    paid_up = market.cumulative_funding_rate_long if long else market.cumulative_funding_rate_short
    return Position(base_asset_amount=base, last_cumulative_funding_rate=paid_up)


def two_paid(system: Bal, case: Case, rate: int) -> tuple[int, FundingResult, int]:
    """An update of a market of two users: what both receive, the update, and how much more the market owes at the end."""
    bases = [case.integer(f"{name}.base_asset_amount", I64) for name in ("position", "position1")]
    market = market_with_net(case, sum(bases))
    both = [holder(market, base) for base in bases]
    owed = market.net_unsettled_funding_pnl
    result = system.accrue_funding(market, rate)
    received = sum(receipt(system, market, one) for one in both)
    return received, result, market.net_unsettled_funding_pnl - owed
