"""Overflow freedom of the pair: a number that is kept narrower than in the contracts fails a valid call."""

from __future__ import annotations

import pytest

from model.arith import U64, checked
from model.pair import Pair, PairState
from model.pair.errors import BalanceOverflow, multiplied
from tests.properties.conftest import Violated

narrow = checked(U64, BalanceOverflow)

CALLS = ("Q13", "Q13a", "Q13b", "Q13c", "Q13d")


class NarrowReserves(Pair):
    """Reserves of 64 bits."""

    def update(self, pair: PairState, now: int) -> None:
        narrow(pair.balance0), narrow(pair.balance1)
        super().update(pair, now)


class WiderProducts(Pair):
    """Proportions and products that are scaled up before they are divided."""

    def first_shares(self, paid0: int, paid1: int) -> int:
        multiplied(paid0 * paid1 * 2**128)
        return super().first_shares(paid0, paid1)

    def shares_for(self, pair: PairState, paid0: int, paid1: int) -> int:
        multiplied(paid0 * pair.total_supply * 2**128)
        return super().shares_for(pair, paid0, paid1)

    def check_product(self, pair: PairState, paid0: int, paid1: int) -> None:
        multiplied(pair.balance0 * pair.balance1 * 2**128)
        super().check_product(pair, paid0, paid1)


@pytest.mark.parametrize("identifier", CALLS)
def test_reserves_of_64_bits_are_too_narrow(identifier: str, violated: Violated) -> None:
    assert violated(identifier, NarrowReserves(), 3000) is not None
    assert violated(identifier, Pair()) is None


@pytest.mark.parametrize("identifier", ["Q13", "Q13a", "Q13b"])
def test_a_wider_product_overflows(identifier: str, violated: Violated) -> None:
    assert violated(identifier, WiderProducts(), 3000) is not None
