"""Worked cases of an LP's margin: its open orders, what it has not settled, and leverage."""

from __future__ import annotations

from fractions import Fraction

from claims.claim import Comparison, Comparisons, example
from claims.exchanges import (
    account,
    exchange_with_lp,
    margin,
    market_of,
    position_margin,
    settled,
    traded,
    with_account,
)
from claims.judgement import shown
from claims.markets import LP, PRICE, SOL, USD, in_sol, in_usd, yes
from model.bal import SHORT, Account, Bal
from model.bal.constants import LP_MARGIN_BUFFER, MARGIN_PRECISION
from model.bal.exchange import INITIAL

MICRO = Fraction(1, USD)
RICH = 100_000 * USD
ONE_USD_PER_SOL = 10**9
"""A funding rate."""


# -- open orders ------------------------------------------------------------------------------------------------------


def required_between_bounds(bal: Bal, reserve: int) -> int:
    """What who provides all the liquidity between the bounds 0 and 100 needs, with that base reserve."""
    state = bal.start_exchange(sqrt_k=50 * SOL, peg_multiplier=PRICE)
    market = market_of(state).copy()
    market.base_asset_reserve = reserve * SOL
    market.min_base_asset_reserve, market.max_base_asset_reserve = 0, 100 * SOL
    state.market, state.positions = market, state.positions.put(LP, Account(lp_shares=50 * SOL))
    return margin(bal, state, INITIAL).margin_requirement


@example("reserves of 25, and of 50, between the bounds 0 and 100", on=Bal)
def uneven_room_needs_more(bal: Bal) -> Comparisons:
    uneven, even = (required_between_bounds(bal, reserve) for reserve in (25, 50))
    yield Comparison("75 asks require more than 50 bids and 50 asks", "yes", yes(uneven > even))


@example("takers sell until the curve is at its upper bound, a tenth of it to an LP", on=Bal)
def sold_to_the_bound(bal: Bal) -> Comparisons:
    state = exchange_with_lp(bal, collateral=RICH, step=1)
    market = market_of(state)
    _, asks = bal.calculate_lp_open_bids_asks(market, account(state))
    size = market.max_base_asset_reserve - market.base_asset_reserve
    after = account(settled(bal, traded(bal, state, size, direction=SHORT)))
    rounding = Fraction(account(state).lp_shares // bal.base_unit(market) + 1, SOL)
    taken_on = in_sol(after.base_asset_amount)
    yield Comparison("the base that it takes on, SOL", in_sol(-asks), taken_on, within=rounding)


@example("shares, and orders on the book of the same bids and asks", on=Bal)
def shares_count_as_orders(bal: Bal) -> Comparisons:
    state = exchange_with_lp(bal, collateral=RICH)
    bids, asks = bal.calculate_lp_open_bids_asks(market_of(state), account(state))
    orders = with_account(state, lp_shares=0, open_bids=bids, open_asks=asks)
    expected, found = (position_margin(bal, each).worst_case_liability_value for each in (orders, state))
    yield Comparison("the worst case that margin is required for, USD", in_usd(expected), in_usd(found))


# -- what is not settled ----------------------------------------------------------------------------------------------


@example("10 SOL are bought, a tenth of it from an LP: its margin before it settles, and after", on=Bal)
def unsettled_counts_as_settled(bal: Bal) -> Comparisons:
    state = traded(bal, exchange_with_lp(bal, collateral=RICH), 10 * SOL)
    after, before = (margin(bal, each, INITIAL) for each in (settled(bal, state), state))
    yield Comparison("the requirement, USD", in_usd(after.margin_requirement), in_usd(before.margin_requirement))
    yield Comparison("the collateral, USD", in_usd(after.total_collateral), in_usd(before.total_collateral))


@example("an LP that has sold 1 SOL, and who has sold it and has the same open orders without shares", on=Bal)
def buffer_for_dust(bal: Bal) -> Comparisons:
    state = traded(bal, exchange_with_lp(bal, collateral=RICH), 10 * SOL)
    seen = bal.simulate_settled_lp_position(state.market, account(state), PRICE)
    alone = with_account(state, **(vars(seen) | {"lp_shares": 0}))
    lp, without = (margin(bal, each, INITIAL).margin_requirement for each in (state, alone))
    buffer = in_usd(LP_MARGIN_BUFFER)
    yield Comparison("what the LP needs beyond that, USD", 0, in_usd(lp - without), within=buffer)


@example("longs pay 1 USD a SOL; an LP has sold 1 SOL, and has not settled it, or has", on=Bal)
def unsettled_has_no_funding(bal: Bal) -> Comparisons:
    state = traded(bal, exchange_with_lp(bal, collateral=RICH), 10 * SOL)
    for name, each, expected in (("not settled", state, 0), ("settled", settled(bal, state), 1)):
        funded = each.copy()
        funded.market = bal.update_funding(each, funding_rate=ONE_USD_PER_SOL)[0].market
        counted = position_margin(bal, funded).unrealized_funding
        yield Comparison(f"{name}: the funding that margin counts, USD", expected, in_usd(counted))


# -- leverage ---------------------------------------------------------------------------------------------------------


def meets_with_leverage(bal: Bal, times: int) -> str:
    """Whether an LP meets its initial requirement, a tenth, whose worst case is worth so many times its collateral."""
    state = exchange_with_lp(bal, collateral=0)
    worth = position_margin(bal, state).worst_case_liability_value
    state, _ = bal.set_collateral(state, user=LP, amount=worth // times)
    return yes(margin(bal, state, INITIAL).meets_margin_requirement)


@example("open orders worth nine times the collateral, at an initial ratio of a tenth", on=Bal)
def nine_times(bal: Bal) -> Comparisons:
    yield Comparison("the requirement is met", "yes", meets_with_leverage(bal, 9))


@example("open orders worth nine and eleven times the collateral, at an initial ratio of a tenth", on=Bal)
def up_to_ten_times(bal: Bal) -> Comparisons:
    yield Comparison("nine times: the requirement is met", "yes", meets_with_leverage(bal, 9))
    yield Comparison("eleven times: the requirement is met", "no", meets_with_leverage(bal, 11))


@example("an LP that limits its own leverage to two, in a market that allows ten", on=Bal)
def own_limit(bal: Bal) -> Comparisons:
    state = exchange_with_lp(bal, collateral=RICH)
    limited = with_account(state, max_margin_ratio=MARGIN_PRECISION // 2)
    worth = position_margin(bal, state).worst_case_liability_value
    for name, each, limit in (("the market's", state, 10), ("its own", limited, 2)):
        needed = margin(bal, each, INITIAL).margin_requirement - LP_MARGIN_BUFFER
        what = f"with {name} limit, the margin for open orders worth {shown(in_usd(worth))} USD"
        yield Comparison(what, in_usd(worth) / limit, in_usd(needed), within=MICRO)
