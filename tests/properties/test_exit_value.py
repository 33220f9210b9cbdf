"""The protocol's slice of the curve through mint and burn: a rule that rescales otherwise."""

from __future__ import annotations

import pytest

from model.bal import Bal, Market
from model.bal.state import KUpdate
from tests.properties.conftest import Violated


class KeepsTheBase(Bal):
    """A change of liquidity that moves the quote reserve alone."""

    def get_update_k_result(self, market: Market, new_sqrt_k: int, bound_update: bool) -> KUpdate:
        update = super().get_update_k_result(market, new_sqrt_k, bound_update)
        base = market.base_asset_reserve
        return update._replace(base_asset_reserve=base, quote_asset_reserve=new_sqrt_k * new_sqrt_k // base)


@pytest.mark.parametrize("identifier", ["P59a", "P59b"])
def test_a_change_of_one_reserve_alone_is_noticed(identifier: str, violated: Violated) -> None:
    assert violated(identifier, KeepsTheBase()) is not None
    assert violated(identifier, Bal()) is None


def test_units_of_the_slice_are_worth_more_than_the_bound(violated: Violated) -> None:
    assert violated("P59", Bal()) is not None
