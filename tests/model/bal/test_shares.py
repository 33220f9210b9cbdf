"""Minting, burning and what stands in their way."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from model.bal import LONG, REDUCE_ONLY, SHARED, Bal, BalState, Position
from model.bal.errors import (
    InsufficientLPTokens,
    InvalidAmmDetected,
    InvalidPerpPositionDetected,
    InvalidUpdateK,
    MathError,
    NewLPSizeTooSmall,
    Rejected,
    UserHasNoPositionInMarket,
)
from tests.model.bal.conftest import LP, NOW, OTHER, SOL, TAKER, USD, held

Make = Callable[..., BalState]
ORACLE = 100 * USD


def test_a_mint_moves_liquidity_and_not_the_price(bal: Bal) -> None:
    state = bal.start(sqrt_k=1000 * SOL, peg_multiplier=100 * USD)
    after, _ = bal.mint_lp_shares_raw(state, user=LP, n_shares=100 * SOL)
    market = after.market
    assert (market.sqrt_k, market.user_lp_shares) == (1100 * SOL, 100 * SOL)
    assert (market.base_asset_reserve, market.quote_asset_reserve) == (1100 * SOL, 1100 * SOL)
    assert bal.reserve_price(market) == bal.reserve_price(state.market)


def test_a_mint_is_rounded_down_to_the_step_and_starts_the_cooldown(bal: Bal) -> None:
    state = bal.start(sqrt_k=1000 * SOL, peg_multiplier=100 * USD, order_step_size=1000)
    state, result = bal.mint_lp_shares(state, user=LP, n_shares=2999, now=NOW)
    assert (result.n_shares, held(state, LP).lp_shares, held(state, LP).last_add_perp_lp_shares_ts) == (2000, 2000, NOW)
    with pytest.raises(NewLPSizeTooSmall):
        bal.mint_lp_shares(state, user=LP, n_shares=999, now=NOW)


def test_a_whole_exit_need_not_be_a_multiple_of_the_step(bal: Bal) -> None:
    state = bal.start(sqrt_k=1000 * SOL, peg_multiplier=100 * USD, order_step_size=10)
    state, _ = bal.mint_lp_shares_raw(state, user=LP, n_shares=15)
    leave: dict[str, Any] = {"user": LP, "oracle_price": ORACLE, "now": NOW}
    same, result = bal.remove_lp_shares(state, shares_to_burn=5, **leave)
    assert (same, result.shares_burned) == (state, 0)
    _, result = bal.remove_lp_shares(state, shares_to_burn=14, **leave)
    assert result.shares_burned == 10
    _, result = bal.remove_lp_shares(state, shares_to_burn=15, **leave)
    assert result.shares_burned == 15


def test_nobody_removes_what_he_does_not_have(bal: Bal, market_with_lp: Make) -> None:
    state = market_with_lp()
    with pytest.raises(UserHasNoPositionInMarket):
        bal.remove_lp_shares(state, user=OTHER, shares_to_burn=1, oracle_price=ORACLE, now=NOW)
    with pytest.raises(InsufficientLPTokens):
        bal.remove_lp_shares(state, user=LP, shares_to_burn=101 * SOL, oracle_price=ORACLE, now=NOW)


def test_mint_then_burn_leaves_the_position_as_it_was(bal: Bal, market_with_lp: Make) -> None:
    state = market_with_lp()
    minted, _ = bal.mint_lp_shares_raw(state, user=OTHER, n_shares=7 * SOL)
    burned, result = bal.burn_lp_shares_raw(minted, user=OTHER, shares_to_burn=7 * SOL, oracle_price=ORACLE)
    assert result == (0, 0, 0, 0)
    assert held(burned, OTHER).quote_asset_amount == 0
    assert (burned.market.sqrt_k, burned.market.user_lp_shares) == (state.market.sqrt_k, state.market.user_lp_shares)
    assert abs(burned.market.base_asset_reserve - state.market.base_asset_reserve) < state.market.sqrt_k // 10**8


@pytest.mark.parametrize(
    ("burned", "status", "refusal"),
    [
        (90 * SOL, "Active", InvalidUpdateK),
        (60 * SOL, "Active", InvalidAmmDetected),
        (60 * SOL - 100_000, "Active", None),
        (90 * SOL, REDUCE_ONLY, None),
    ],
)
def test_an_exit_is_blocked_by_the_position_of_the_amm(
    bal: Bal, burned: int, status: str, refusal: type[Rejected] | None
) -> None:
    state = bal.start(sqrt_k=100 * SOL, peg_multiplier=100 * USD)
    market = state.market
    market.status, market.user_lp_shares = status, 90 * SOL
    market.base_asset_amount_with_amm = market.base_asset_amount_long = 40 * SOL
    bal.update_bounds(market)
    state.positions[LP] = Position(lp_shares=90 * SOL)
    arguments: dict[str, Any] = {"user": LP, "shares_to_burn": burned, "oracle_price": ORACLE}
    if refusal is None:
        after, _ = bal.burn_lp_shares_raw(state, **arguments)
        assert after.market.sqrt_k == 100 * SOL - burned
    else:
        with pytest.raises(refusal):
            bal.burn_lp_shares_raw(state, **arguments)


def test_the_last_lp_takes_what_rounding_left(bal: Bal, market_with_lp: Make) -> None:
    state = market_with_lp(liquidity=1000 * SOL, shares=100 * SOL)
    state, _ = bal.mint_lp_shares_raw(state, user=OTHER, n_shares=3 * SOL)
    for size in (7, 11, 13, 17):
        state, _ = bal.fill_exact(
            state, user=TAKER, direction=LONG, base_asset_amount=size, liquidity_split=SHARED, fill_price=ORACLE
        )
    for user in (LP, OTHER):
        everything = held(state, user).lp_shares
        state, _ = bal.burn_lp_shares_raw(state, user=user, shares_to_burn=everything, oracle_price=ORACLE)
    assert (state.market.user_lp_shares, state.market.base_asset_amount_with_unsettled_lp) == (0, 0)


def test_settling_needs_funding_paid(bal: Bal, market_with_lp: Make) -> None:
    state, _ = bal.fill_exact(
        market_with_lp(), user=TAKER, direction=LONG, base_asset_amount=10 * SOL, liquidity_split=SHARED
    )
    state, _ = bal.settle_lp(state, user=LP)
    state, _ = bal.update_funding(state, funding_rate=10**9)
    with pytest.raises(InvalidPerpPositionDetected):
        bal.settle_lp_raw(state, user=LP)
    bal.settle_lp(state, user=LP)


def test_a_slot_with_nothing_but_a_remainder_is_recycled(bal: Bal, market_with_lp: Make) -> None:
    state = market_with_lp()
    state.positions[OTHER] = held(state, LP).copy()
    state.positions[OTHER].lp_shares = 0
    state.positions[OTHER].remainder_base_asset_amount = 5
    state.positions[OTHER].cumulative_perp_funding = 3
    after, _ = bal.mint_lp_shares_raw(state, user=OTHER, n_shares=SOL)
    assert held(after, OTHER).remainder_base_asset_amount == 0
    assert held(after, OTHER).cumulative_perp_funding == 3


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("mint_lp_shares", {"user": LP, "n_shares": 0, "now": NOW}),
    ("mint_lp_shares_raw", {"user": LP, "n_shares": 2**64 - 1}),
    ("remove_lp_shares", {"user": LP, "shares_to_burn": 2**63, "oracle_price": 1, "now": NOW}),
    ("burn_lp_shares_raw", {"user": LP, "shares_to_burn": 2**63, "oracle_price": 1}),
    (
        "fill_exact",
        {
            "user": TAKER,
            "direction": LONG,
            "base_asset_amount": 10**18,
            "liquidity_split": SHARED,
        },
    ),
    ("rebase_market", {"expo_diff": 0}),
    ("rebase_market", {"expo_diff": 127}),
    ("update_funding", {"funding_rate": 2**127 - 1}),
    ("update_funding_full", {"funding_rate": 1, "oracle_price": 0}),
    ("update_k", {"new_sqrt_k": 1, "bound_update": True}),
    ("formulaic_update_k", {"funding_imbalance_cost": 2**63}),
]


@pytest.mark.parametrize(("operation", "arguments"), REFUSED)
def test_a_refusal_changes_nothing(bal: Bal, market_with_lp: Make, operation: str, arguments: dict[str, Any]) -> None:
    state, _ = bal.fill_exact(
        market_with_lp(order_step_size=1000),
        user=TAKER,
        direction=LONG,
        base_asset_amount=SOL,
        liquidity_split=SHARED,
    )
    before = copy.deepcopy(state)
    with pytest.raises(Rejected):
        bal.apply(state, operation, arguments)
    assert state == before


def test_transitions_do_not_touch_the_state_they_are_given(bal: Bal, market_with_lp: Make) -> None:
    state = market_with_lp()
    before = copy.deepcopy(state)
    after, _ = bal.fill_exact(state, user=TAKER, direction=LONG, base_asset_amount=SOL, liquidity_split=SHARED)
    bal.settle_lp(after, user=LP)
    assert state == before != after


def test_a_share_too_many_is_arithmetic(bal: Bal, market_with_lp: Make) -> None:
    with pytest.raises(MathError):
        bal.mint_lp_shares_raw(market_with_lp(), user=LP, n_shares=2**64 - 1)
