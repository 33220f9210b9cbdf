"""Who takes the other side of a fill: a rule that gives the LPs another part."""

from __future__ import annotations

import pytest

from model.arith import i128
from model.bal import LP_OWNED, PROTOCOL_OWNED, SHARED, Bal, Market
from tests.properties.conftest import Violated


class KeepsNothing(Bal):
    """Base that the LPs are given without the AMM giving it."""

    def update_lp_market_position(
        self, market: Market, base_delta: int, quote_delta: int, fee: int, liquidity_split: str
    ) -> int:
        with_amm = market.base_asset_amount_with_amm
        given = super().update_lp_market_position(market, base_delta, quote_delta, fee, liquidity_split)
        market.base_asset_amount_with_amm = with_amm
        return given


class OnTheTakersSide(Bal):
    """The LPs are given the taker's side."""

    def update_lp_market_position(
        self, market: Market, base_delta: int, quote_delta: int, fee: int, liquidity_split: str
    ) -> int:
        return super().update_lp_market_position(market, -base_delta, -quote_delta, fee, liquidity_split)


class SharesEverything(Bal):
    """Every fill is shared, whoever's it is."""

    def update_lp_market_position(
        self, market: Market, base_delta: int, quote_delta: int, fee: int, liquidity_split: str
    ) -> int:
        assert liquidity_split in (SHARED, PROTOCOL_OWNED, LP_OWNED)
        return super().update_lp_market_position(market, base_delta, quote_delta, fee, SHARED)


class OneUnitAside(Bal):
    """One base unit more stays with the AMM."""

    def update_lp_market_position(
        self, market: Market, base_delta: int, quote_delta: int, fee: int, liquidity_split: str
    ) -> int:
        given = super().update_lp_market_position(market, base_delta, quote_delta, fee, liquidity_split)
        market.base_asset_amount_with_amm = i128(market.base_asset_amount_with_amm + 1)
        return given


@pytest.mark.parametrize(
    ("identifier", "system"),
    [
        ("P25", KeepsNothing()),
        ("P25", OneUnitAside()),
        ("P71", OnTheTakersSide()),
        ("P72", SharesEverything()),
        ("P73", SharesEverything()),
        ("P73", OnTheTakersSide()),
    ],
)
def test_another_rule_is_noticed(identifier: str, system: Bal, violated: Violated) -> None:
    assert violated(identifier, system) is not None
    assert violated(identifier, Bal()) is None
