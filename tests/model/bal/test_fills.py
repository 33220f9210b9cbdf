"""Fills: who is on the other side, what it costs, and what is too small or too large."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.bal import LONG, LP_OWNED, PROTOCOL_OWNED, SHARED, SHORT, Bal, BalState
from model.bal.errors import InvalidAmmForFillDetected, InvalidPositionLastFundingRate
from tests.model.bal.conftest import LP, SOL, TAKER, USD, held

Make = Callable[..., BalState]


def exact(bal: Bal, state: BalState, direction: str, amount: int, split: str = SHARED) -> BalState:
    after, _ = bal.fill_exact(state, user=TAKER, direction=direction, base_asset_amount=amount, liquidity_split=split)
    return after


@pytest.mark.parametrize("direction", [LONG, SHORT])
@pytest.mark.parametrize(("split", "part"), [(SHARED, 10), (PROTOCOL_OWNED, 0), (LP_OWNED, 100)])
def test_the_split_says_who_takes_the_other_side(
    bal: Bal, market_with_lp: Make, direction: str, split: str, part: int
) -> None:
    market = exact(bal, market_with_lp(), direction, 10 * SOL, split).market
    sign = 1 if direction == LONG else -1
    assert market.base_asset_amount_with_unsettled_lp == sign * part * SOL // 10
    assert market.base_asset_amount_with_amm == sign * (100 - part) * SOL // 10


@pytest.mark.parametrize("spread", [0, 1000])
def test_there_and_back_costs_the_taker(bal: Bal, market_with_lp: Make, spread: int) -> None:
    state = market_with_lp(base_spread=spread, max_spread=10_000)
    bought = exact(bal, state, LONG, SOL)
    back = exact(bal, bought, SHORT, SOL)
    assert held(back, TAKER).base_asset_amount == 0
    assert held(back, TAKER).quote_asset_amount < 0
    assert back.market.base_asset_reserve == state.market.base_asset_reserve


def test_a_buyer_pays_and_a_seller_receives_by_the_spread(bal: Bal, market_with_lp: Make) -> None:
    tight, wide = market_with_lp(), market_with_lp(base_spread=10_000, max_spread=100_000)
    for direction in (LONG, SHORT):
        mine, theirs = (held(exact(bal, state, direction, SOL), TAKER) for state in (tight, wide))
        assert theirs.quote_entry_amount < mine.quote_entry_amount


def test_an_order_takes_half_the_room_at_most(bal: Bal, market_with_lp: Make) -> None:
    state = market_with_lp(order_step_size=1000)
    market = state.market
    _, result = bal.fill(state, user=TAKER, direction=LONG, base_asset_amount=2**60, liquidity_split=SHARED)
    room = market.base_asset_reserve - market.min_base_asset_reserve
    assert result.base_asset_amount_filled == room // 2 // 1000 * 1000


def test_an_order_below_a_step_only_settles(bal: Bal, market_with_lp: Make) -> None:
    state = exact(bal, market_with_lp(order_step_size=1000), LONG, SOL)
    after, result = bal.fill(state, user=LP, direction=LONG, base_asset_amount=999, liquidity_split=SHARED)
    assert result == (0, 0, 0, 0, 0, 0)
    assert held(after, LP).base_asset_amount == -SOL // 10


def test_no_fill_beyond_the_bound(bal: Bal, market_with_lp: Make) -> None:
    state = market_with_lp()
    state.market.min_base_asset_reserve = state.market.base_asset_reserve + 1
    with pytest.raises(InvalidAmmForFillDetected):
        exact(bal, state, LONG, SOL)
    exact(bal, state, SHORT, SOL)


def test_a_position_changes_only_when_its_funding_is_paid(bal: Bal, market_with_lp: Make) -> None:
    state = exact(bal, market_with_lp(), LONG, SOL)
    market, position = state.market.copy(), held(state, TAKER).copy()
    market.cumulative_funding_rate_long += 1
    with pytest.raises(InvalidPositionLastFundingRate):
        bal.update_position_and_market(market, position, -SOL, 100 * USD, None)
    state, _ = bal.update_funding(state, funding_rate=10**9)
    exact(bal, state, SHORT, SOL)


def test_reduced_and_flipped_positions_realise_their_part(bal: Bal, market_with_lp: Make) -> None:
    state = exact(bal, market_with_lp(), LONG, SOL)
    market, position = state.market.copy(), held(state, TAKER).copy()
    entry = position.quote_entry_amount
    pnl = bal.update_position_and_market(market, position, -SOL // 2, 60 * USD, None)
    assert pnl == 60 * USD + -(-entry // 2)
    assert position.quote_entry_amount == entry + -entry // 2
    pnl = bal.update_position_and_market(market, position, -SOL, 120 * USD, None)
    assert (position.base_asset_amount, position.quote_entry_amount) == (-SOL // 2, 60 * USD)


def test_the_fee_is_rounded_up_and_booked_whole(bal: Bal, market_with_lp: Make) -> None:
    state = market_with_lp(fee_numerator=1, fee_denominator=10**6, total_fee_minus_distributions=5)
    after, result = bal.fill_exact(
        state, user=TAKER, direction=LONG, base_asset_amount=SOL, liquidity_split=SHARED, fill_price=100 * USD + 1
    )
    assert (result.quote_asset_amount_filled, result.user_fee) == (100 * USD + 1, 101)
    assert after.market.total_exchange_fee == 101
    assert after.market.total_fee_minus_distributions == 5 + result.fee_to_market
    assert result.fee_to_market == result.user_fee + result.quote_asset_amount_surplus


def test_every_lp_follows_a_rebase(bal: Bal, market_with_lp: Make) -> None:
    state = exact(bal, market_with_lp(), SHORT, 10 * SOL)
    plain, _ = bal.settle_lp(state, user=LP)
    rebased, _ = bal.rebase_market(state, expo_diff=2)
    rebased, _ = bal.settle_lp(rebased, user=LP)
    assert held(rebased, LP).per_lp_base == 2
    assert held(rebased, LP).base_asset_amount == held(plain, LP).base_asset_amount == SOL
    assert held(rebased, LP).quote_asset_amount == held(plain, LP).quote_asset_amount


def test_a_finer_unit_loses_less(bal: Bal, market_with_lp: Make) -> None:
    """One quantum of the quote accumulator is worth shares/unit: at 1e9 a round trip costs a large LP dearly."""
    lost = {}
    for exponent in (0, 3):
        state = market_with_lp(liquidity=10**16, shares=9 * 10**15, per_lp_base=exponent)
        for direction in (LONG, SHORT):
            state, _ = bal.fill_exact(
                state,
                user=TAKER,
                direction=direction,
                base_asset_amount=SOL // 10,
                liquidity_split=SHARED,
                fill_price=23 * USD,
            )
        state, _ = bal.settle_lp(state, user=LP)
        lost[exponent] = -held(state, LP).quote_asset_amount
    assert lost[0] == 9 * 10**6
    assert 0 < lost[3] <= 2 * 9 * 10**3
