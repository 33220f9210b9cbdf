"""Markets in round numbers: base and shares at 1e9, quote and prices at 1e6."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from model.bal import LONG, PROTOCOL_OWNED, SHORT, Account, Bal, BalState, ExchangeMarket, ExchangeState, Position

SOL = 10**9
USD = 10**6
NOW = 1_700_000_000

LP, TAKER, OTHER = 0, 1, 2
LIQUIDATOR = 9

PERCENT = 100  # of margin ratios and weights, at 1e4
POOL = 1000  # a pool's units in one of quote


@pytest.fixture
def bal() -> Bal:
    return Bal()


@pytest.fixture
def market_with_lp(bal: Bal) -> Callable[..., BalState]:
    """Makes a market at 100 USD in which `LP` holds some of the liquidity and nothing else has happened."""

    def make(liquidity: int = 1000 * SOL, shares: int = 100 * SOL, **settings: Any) -> BalState:
        state = bal.start(sqrt_k=liquidity - shares, peg_multiplier=100 * USD, **settings)
        state, _ = bal.mint_lp_shares_raw(state, user=LP, n_shares=shares)
        return state

    return make


@pytest.fixture
def exchange(bal: Bal) -> Callable[..., ExchangeState]:
    """Makes an exchange around a market at 100 USD: margin 10 % and 5 %, gains count in full, the liquidator is rich."""

    def make(**settings: Any) -> ExchangeState:
        rules = {
            "margin_ratio_initial": 10 * PERCENT,
            "margin_ratio_maintenance": 5 * PERCENT,
            "unrealized_pnl_initial_asset_weight": 100 * PERCENT,
            "unrealized_pnl_maintenance_asset_weight": 100 * PERCENT,
            "liquidator_fee": 10_000,
            "order_step_size": SOL // 100,
        } | settings
        alone = bal.start(sqrt_k=1000 * SOL, peg_multiplier=100 * USD).market
        state = ExchangeState(ExchangeMarket(**vars(alone) | rules), liquidation_margin_buffer_ratio=2 * PERCENT)
        return funded(bal, state, LIQUIDATOR, 1_000_000 * USD)

    return make


def funded(bal: Bal, state: ExchangeState, user: int, amount: int) -> ExchangeState:
    """The state in which the user has that much collateral."""
    return bal.set_collateral(state, user=user, amount=amount)[0]


def traded(bal: Bal, state: ExchangeState, user: int, base: int) -> ExchangeState:
    """The state after the user has bought (or, negative, sold) base from the protocol at 100 USD."""
    direction = LONG if base > 0 else SHORT
    after, _ = bal.fill_exact(
        state,
        user=user,
        direction=direction,
        base_asset_amount=abs(base),
        liquidity_split=PROTOCOL_OWNED,
        fill_price=100 * USD,
    )
    assert isinstance(after, ExchangeState)
    return after


def account(state: ExchangeState, user: int) -> Account:
    """What a user of an exchange holds."""
    found = state.positions[user]
    assert isinstance(found, Account)
    return found


def pools(state: ExchangeState) -> ExchangeMarket:
    """The market of an exchange."""
    assert isinstance(state.market, ExchangeMarket)
    return state.market


def held(state: BalState, user: int) -> Position:
    """What a user holds."""
    return state.positions[user]
