"""A pair, and pairs in a given position."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from model.holders import Holders
from model.pair import LOCKED, Pair, PairState

NOW = 1_700_000_000


@pytest.fixture
def pair() -> Pair:
    return Pair()


@pytest.fixture
def synced() -> Callable[..., PairState]:
    """Makes a pair that holds exactly its reserves, all shares of which are locked but for those of `a`."""

    def make(reserve0: int, reserve1: int, *, supply: int = 10**6, **others: Any) -> PairState:
        return PairState(
            reserve0=reserve0,
            reserve1=reserve1,
            balance0=reserve0,
            balance1=reserve1,
            total_supply=supply,
            shares=Holders({LOCKED: 1000, "a": supply - 1000}),
            block_timestamp_last=NOW,
            **others,
        )

    return make
