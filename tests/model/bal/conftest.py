"""Markets in round numbers: base and shares at 1e9, quote and prices at 1e6."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from model.bal import Bal, BalState, Position

SOL = 10**9
USD = 10**6
NOW = 1_700_000_000

LP, TAKER, OTHER = 0, 1, 2


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


def held(state: BalState, user: int) -> Position:
    """What a user holds."""
    return state.positions[user]
