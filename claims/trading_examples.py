"""Worked cases of what an LP receives of trades: its part of the base, of the fees, and the room left to it."""

from __future__ import annotations

from fractions import Fraction

from claims.claim import Comparison, Comparisons, example
from claims.markets import (
    LP,
    OTHER,
    PRICE,
    SOL,
    TAKER,
    held,
    in_sol,
    in_usd,
    market_of_lps_alone,
    market_with_lp,
    settled,
    side,
    traded,
    yes,
)
from model.bal import LONG, LP_OWNED, SHORT, Bal, BalState, Market, Position

TEN_BASIS_POINTS = {"fee_numerator": 10, "fee_denominator": 10_000}
NO_FEE = {"fee_numerator": 0, "fee_denominator": 10_000}
BASIS_POINT = Fraction(1, 10_000)


# -- the opposite side ------------------------------------------------------------------------------------------------


@example("10 % of the liquidity, a taker buys 10 SOL", on=Bal)
def tenth_of_a_purchase(bal: Bal) -> Comparisons:
    lp, free = (
        held(settled(bal, traded(bal, market_with_lp(bal, **fee), 10 * SOL))) for fee in (TEN_BASIS_POINTS, NO_FEE)
    )
    yield Comparison("the LP's position, SOL", -1, in_sol(lp.base_asset_amount))
    yield Comparison("it has earned a fee on top", "yes", yes(lp.quote_asset_amount > free.quote_asset_amount))


@example("a trader goes short", on=Bal)
def short_taker(bal: Bal) -> Comparisons:
    state = settled(bal, traded(bal, market_with_lp(bal), 10 * SOL, direction=SHORT))
    yield Comparison("the LP's position", "long", side(held(state).base_asset_amount))


@example("a trader opens a long", on=Bal)
def accumulators_move_against_the_taker(bal: Bal) -> Comparisons:
    state = market_with_lp(bal)
    moved = traded(bal, state, 10 * SOL).market.base_asset_amount_per_lp - state.market.base_asset_amount_per_lp
    yield Comparison("the accumulated base of LPs is decremented", "yes", yes(moved < 0))


@example("the same purchase, whether traders are net short, balanced or net long", on=Bal)
def whatever_the_net_position(bal: Bal) -> Comparisons:
    for name, direction in (("net short", SHORT), ("balanced", ""), ("net long", LONG)):
        state = market_with_lp(bal)
        if direction:
            state = settled(bal, traded(bal, state, 50 * SOL, direction=direction, user=OTHER))
        after = settled(bal, traded(bal, state, 10 * SOL))
        gained = held(after).base_asset_amount - held(state).base_asset_amount
        yield Comparison(f"{name}: the LP receives", "short", side(gained))


@example("two LPs of equal shares, one of whom comes after a trade", on=Bal)
def time_of_entry(bal: Bal) -> Comparisons:
    state = traded(bal, market_with_lp(bal), 10 * SOL)
    state, _ = bal.mint_lp_shares_raw(state, user=OTHER, n_shares=held(state).lp_shares)
    state = settled(bal, settled(bal, traded(bal, state, 10 * SOL)), OTHER)
    early, late = held(state), held(state, OTHER)
    yield Comparison("they hold the same", "no", yes(early.base_asset_amount == late.base_asset_amount))


@example("fills for the LPs alone, of the size of their shares and more", on=Bal)
def no_largest_position(bal: Bal) -> Comparisons:
    state = market_with_lp(bal)
    for _ in range(2):
        state = traded(bal, state, 75 * SOL, split=LP_OWNED)
    lp = held(settled(bal, state))
    yield Comparison("the position is larger than the shares", "yes", yes(abs(lp.base_asset_amount) > lp.lp_shares))


@example("half of the shares are burned between two equal trades", on=Bal)
def fewer_shares_receive_less(bal: Bal) -> Comparisons:
    state = settled(bal, traded(bal, market_with_lp(bal), 10 * SOL))
    fewer, _ = bal.burn_lp_shares_raw(state, user=LP, shares_to_burn=50 * SOL, oracle_price=PRICE)
    after = settled(bal, traded(bal, fewer, 10 * SOL))
    first, second = (abs(in_sol(each.base_asset_amount)) for each in (held(state), held(after)))
    yield Comparison("the second trade moves the position less", "yes", yes(0 < second - first < first))


@example("the LP trades against its position", on=Bal)
def closing_the_position(bal: Bal) -> Comparisons:
    state = settled(bal, traded(bal, market_with_lp(bal), 10 * SOL))
    state = traded(bal, state, -held(state).base_asset_amount, user=LP)
    yield Comparison("what is left of the position, SOL", 0, in_sol(held(state).base_asset_amount))


@example("takers buy, the price rises, and the LP buys back", on=Bal)
def a_loss(bal: Bal) -> Comparisons:
    state = market_with_lp(bal)
    for _ in range(3):
        state, _ = bal.fill(state, user=TAKER, direction=LONG, base_asset_amount=50 * SOL, liquidity_split="Shared")
    state, _ = bal.remove_lp_shares(settled(bal, state), user=LP, shares_to_burn=100 * SOL, oracle_price=PRICE, now=0)
    state, _ = bal.fill(
        state,
        user=LP,
        direction=LONG,
        base_asset_amount=-held(state).base_asset_amount,
        liquidity_split="Shared",
    )
    lp = held(state)
    yield Comparison("what is left of the position, SOL", 0, in_sol(lp.base_asset_amount))
    yield Comparison("the LP has lost", "yes", yes(lp.quote_asset_amount < 0))


# -- fees -------------------------------------------------------------------------------------------------------------


def fee_and_base(bal: Bal, market: BalState, free: BalState) -> tuple[Fraction, Fraction]:
    """What LPs receive of a taker's 10 SOL: the fee in basis points of 1000 USD, and the base in SOL."""
    paid, unpaid = (held(settled(bal, traded(bal, each, 10 * SOL))) for each in (market, free))
    fee = in_usd(paid.quote_asset_amount - unpaid.quote_asset_amount)
    return fee / 1000 / BASIS_POINT, in_sol(paid.base_asset_amount)


@example("a fee of 10 bps, all liquidity is that of LPs", on=Bal)
def eight_basis_points(bal: Bal) -> Comparisons:
    fee, base = fee_and_base(bal, market_of_lps_alone(bal, **TEN_BASIS_POINTS), market_of_lps_alone(bal, **NO_FEE))
    yield Comparison("the LPs' fee, bps", 8, fee)
    yield Comparison("the LPs' position of a purchase of 10 SOL, SOL", -10, base)


@example("a fee of 10 bps, half of the liquidity is that of LPs", on=Bal)
def four_basis_points(bal: Bal) -> Comparisons:
    half = 500 * SOL
    fee, base = fee_and_base(
        bal, market_with_lp(bal, shares=half, **TEN_BASIS_POINTS), market_with_lp(bal, shares=half, **NO_FEE)
    )
    yield Comparison("the LPs' fee, bps", 4, fee)
    yield Comparison("the LPs' position of a purchase of 10 SOL, SOL", -5, base)


@example("1 SOL short at 100 USD, and 1 USD of fee", on=Bal)
def cost_basis(bal: Bal) -> Comparisons:
    state = market_with_lp(bal, fee_numerator=125, fee_denominator=10_000)  # of 1.25 USD the LPs receive 1
    lp = held(settled(bal, traded(bal, state, 1 * SOL, split=LP_OWNED)))
    yield Comparison("the position, SOL", -1, in_sol(lp.base_asset_amount))
    yield Comparison("its cost basis, USD", 101, in_usd(lp.quote_entry_amount))


@example("a fee of 10 bps, of which LPs with all the liquidity are given 8", on=Bal)
def two_basis_points_are_left(bal: Bal) -> Comparisons:
    paid, unpaid = (
        traded(bal, market_of_lps_alone(bal, **fee), 10 * SOL).market.total_fee_minus_distributions
        for fee in (TEN_BASIS_POINTS, NO_FEE)
    )
    yield Comparison("what the protocol books as its own, bps", 2, in_usd(paid - unpaid) / 1000 / BASIS_POINT)


# -- open orders ------------------------------------------------------------------------------------------------------


def open_orders(bal: Bal, reserve: int) -> tuple[Fraction, Fraction]:
    """Open bids and asks, in SOL, of who provides all the liquidity between the bounds 0 and 100."""
    market = Market(
        base_asset_reserve=reserve * SOL, min_base_asset_reserve=0, max_base_asset_reserve=100 * SOL, sqrt_k=50 * SOL
    )
    bids, asks = bal.calculate_lp_open_bids_asks(market, Position(lp_shares=market.sqrt_k))
    return in_sol(bids), in_sol(-asks)


@example("base reserves of 50 between the bounds 0 and 100", on=Bal)
def even_room(bal: Bal) -> Comparisons:
    bids, asks = open_orders(bal, 50)
    yield Comparison("open asks", 50, asks)
    yield Comparison("open bids", 50, bids)


@example("base reserves of 25 between the bounds 0 and 100", on=Bal)
def uneven_room(bal: Bal) -> Comparisons:
    bids, asks = open_orders(bal, 25)
    yield Comparison("open asks", 75, asks)
    yield Comparison("open bids", 25, bids)
