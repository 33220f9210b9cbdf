"""The worked numbers of the documents that describe BAL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from model.bal import LONG, LP_OWNED, SHARED, SHORT, Bal, BalState, Market, Position
from model.bal.errors import TryingToRemoveLiquidityTooFast
from tests.model.bal.conftest import LP, NOW, SOL, TAKER, USD, held

Make = Callable[..., BalState]


def filled(bal: Bal, state: BalState, direction: str, amount: int, split: str = SHARED) -> BalState:
    """The state after a taker's fill and the settlement of the LP."""
    state, _ = bal.fill_exact(
        state, user=TAKER, direction=direction, base_asset_amount=amount, liquidity_split=split, fill_price=100 * USD
    )
    state, _ = bal.settle_lp(state, user=LP)
    return state


@pytest.mark.parametrize(("direction", "received"), [(LONG, -1 * SOL), (SHORT, 1 * SOL)])
def test_a_tenth_of_the_liquidity_receives_a_tenth_of_a_fill(
    bal: Bal, market_with_lp: Make, direction: str, received: int
) -> None:
    state = filled(bal, market_with_lp(), direction, 10 * SOL)
    assert held(state, LP).base_asset_amount == received
    assert held(state, TAKER).base_asset_amount == -10 * received


@pytest.mark.parametrize(("shares", "basis_points"), [(1000 * SOL - 1, 8), (500 * SOL, 4)])
def test_of_ten_basis_points_of_fee_lps_receive_eight_times_their_part(
    bal: Bal, market_with_lp: Make, shares: int, basis_points: int
) -> None:
    fee, free = ({"fee_numerator": each, "fee_denominator": 10_000} for each in (10, 0))
    earned = [
        held(filled(bal, market_with_lp(shares=shares, **rate), LONG, 10 * SOL), LP).quote_asset_amount
        for rate in (fee, free)
    ]
    notional = 10 * SOL * 100 * USD // 10**9
    promised = notional * basis_points // 10_000
    assert promised - 1000 <= earned[0] - earned[1] <= promised


def test_a_short_at_100_with_a_fee_of_1_costs_101(bal: Bal, market_with_lp: Make) -> None:
    state = market_with_lp(fee_numerator=125, fee_denominator=10_000)  # 1.25 USD, of which 80 %
    state = filled(bal, state, LONG, 1 * SOL, LP_OWNED)
    lp = held(state, LP)
    assert (lp.base_asset_amount, lp.quote_asset_amount, lp.quote_entry_amount) == (-1 * SOL, 101 * USD, 101 * USD)


def test_a_remainder_below_the_step_is_burned_at_the_oracle_price(bal: Bal, market_with_lp: Make) -> None:
    step = SOL // 100
    state = market_with_lp(order_step_size=step)
    state = filled(bal, state, SHORT, 10 * step, SHARED)
    lp = held(state, LP)
    assert (lp.base_asset_amount, lp.remainder_base_asset_amount) == (step, 0)

    state = filled(bal, state, SHORT, 99 * step // 10 // step * step + step, SHARED)
    state.positions[LP].remainder_base_asset_amount = 99 * step // 100  # .0099 of a step of .01
    state.market.base_asset_amount_with_unsettled_lp -= 99 * step // 100
    state.market.base_asset_amount_with_amm += 99 * step // 100
    before = held(state, LP)
    state, result = bal.burn_lp_shares_raw(state, user=LP, shares_to_burn=50 * SOL, oracle_price=100 * USD)
    charge = 990_000 + 1  # .0099 SOL at 100 USD, and one more
    assert held(state, LP).remainder_base_asset_amount == 0
    assert held(state, LP).quote_asset_amount == before.quote_asset_amount - charge
    assert (result.delta_quote_asset_amount, result.pnl < 0) == (-charge, True)


@pytest.mark.parametrize(("reserve", "bids", "asks"), [(50, 50, -50), (25, 25, -75)])
def test_open_orders_of_an_lp_are_the_room_to_the_bounds(bal: Bal, reserve: int, bids: int, asks: int) -> None:
    market = Market(
        base_asset_reserve=reserve * SOL, min_base_asset_reserve=0, max_base_asset_reserve=100 * SOL, sqrt_k=50 * SOL
    )
    everything = Position(lp_shares=50 * SOL)
    assert bal.calculate_lp_open_bids_asks(market, everything) == (bids * SOL, asks * SOL)


def test_liquidity_stays_for_thirty_seconds(bal: Bal) -> None:
    state = bal.start(sqrt_k=1000 * SOL, peg_multiplier=100 * USD, lp_cooldown_time=30)
    state, _ = bal.mint_lp_shares(state, user=LP, n_shares=SOL, now=NOW)
    leave: dict[str, Any] = {"user": LP, "shares_to_burn": SOL, "oracle_price": 100 * USD}
    with pytest.raises(TryingToRemoveLiquidityTooFast):
        bal.remove_lp_shares(state, **leave, now=NOW + 29)
    state, result = bal.remove_lp_shares(state, **leave, now=NOW + 30)
    assert (result.shares_burned, state.market.user_lp_shares) == (SOL, 0)


def test_the_amm_is_custodian_of_funding_until_lps_settle(bal: Bal, market_with_lp: Make) -> None:
    """10 base, half of it the LPs', 1 USD per base: the taker pays 10; of that the LP gets 5 only if it had settled."""
    rate = 10**9
    state, _ = bal.fill_exact(
        market_with_lp(shares=500 * SOL),
        user=TAKER,
        direction=LONG,
        base_asset_amount=10 * SOL,
        liquidity_split=SHARED,
        fill_price=100 * USD,
    )
    settled, _ = bal.settle_lp(state, user=LP)
    received = {}
    for name, start in {"late": state, "settled": settled}.items():
        after, result = bal.update_funding(start, funding_rate=rate)
        for user in (LP, TAKER):
            after, _ = bal.settle_funding_payment(after, user=user)
        received[name] = (
            held(after, TAKER).cumulative_perp_funding,
            held(after, LP).cumulative_perp_funding,
            result.funding_imbalance_revenue,
        )
    assert received == {"late": (-10 * USD, 0, 10 * USD), "settled": (-10 * USD, 5 * USD, 5 * USD)}
