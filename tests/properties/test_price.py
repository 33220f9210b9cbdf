"""The price through mint and burn: what a rule that rounds otherwise does to each bound."""

from __future__ import annotations

import pytest

from model.arith import u128
from model.bal import Bal, Market
from model.bal.state import KUpdate
from tests.properties.conftest import Violated

BOUNDS = ("P08", "P08a", "P08b", "P09", "P09a")


class KeepsTheBase(Bal):
    """A change of liquidity that moves the quote reserve alone."""

    def get_update_k_result(self, market: Market, new_sqrt_k: int, bound_update: bool) -> KUpdate:
        update = super().get_update_k_result(market, new_sqrt_k, bound_update)
        return update._replace(
            base_asset_reserve=market.base_asset_reserve,
            quote_asset_reserve=u128(new_sqrt_k * new_sqrt_k // market.base_asset_reserve),
        )


@pytest.mark.parametrize("identifier", BOUNDS)
def test_a_change_of_one_reserve_alone_breaks_every_bound(identifier: str, violated: Violated) -> None:
    assert violated(identifier, KeepsTheBase()) is not None
    assert violated(identifier, Bal()) is None


def test_two_mints_exceed_the_bound_of_one(violated: Violated) -> None:
    assert violated("P10", Bal()) is not None
