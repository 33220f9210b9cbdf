"""More liquidity at the same price, and the surplus: rules that quote or record otherwise."""

from __future__ import annotations

import pytest

from model.bal import Bal, Market
from model.bal.state import KUpdate
from tests.properties.conftest import Violated


class MovesThePrice(Bal):
    """New liquidity that is all quote, or all base."""

    base_factor = 1

    def get_update_k_result(self, market: Market, new_sqrt_k: int, bound_update: bool) -> KUpdate:
        update = super().get_update_k_result(market, new_sqrt_k, bound_update)
        base = market.base_asset_reserve * self.base_factor
        return update._replace(base_asset_reserve=base, quote_asset_reserve=new_sqrt_k * new_sqrt_k // base)


class LowersThePrice(MovesThePrice):
    """Four times the base for twice the liquidity."""

    base_factor = 4


class RecordsOneMore(Bal):
    """A surplus of one that nobody paid."""

    def swap_base_asset(self, market: Market, amount: int, direction: str) -> tuple[int, int]:
        quote, surplus = super().swap_base_asset(market, amount, direction)
        return quote, surplus + 1


@pytest.mark.parametrize(
    ("identifier", "system"), [("P68a", MovesThePrice()), ("P68b", LowersThePrice()), ("P69a", RecordsOneMore())]
)
def test_another_rule_is_noticed(identifier: str, system: Bal, violated: Violated) -> None:
    assert violated(identifier, system) is not None
    assert violated(identifier, Bal()) is None


@pytest.mark.parametrize("identifier", ["P68", "P69"])
def test_what_is_refuted_is_found(identifier: str, violated: Violated) -> None:
    assert violated(identifier, Bal()) is not None
