"""A settlement moved the AMM's position as well as that of the unsettled LPs."""

from __future__ import annotations

from typing import ClassVar

from model.arith import i128
from model.bal.market import Market
from model.bal.position import Position
from model.bal.variants.history.defect import Defect, Fix


class SettlementMovesTheAmm(Defect):
    """What an LP settles is added to the AMM's position, where it has been since the fill took it off."""

    fixed: ClassVar[Fix] = Fix(
        id="H01",
        commit="eaef40914",
        date="2022-08-22",
        violated=("P02", "P13"),
        before="BA += the LP's base at a settlement, BU as well; the burn of dust leaves BA",
        after="BA untouched by a settlement; the burn of dust takes it off BA",
    )

    def enter_claim(self, market: Market, position: Position, base: int, quote: int, remainder: int) -> int:
        """Enter it, and give the AMM what already left the unsettled."""
        before = position.base_asset_amount
        pnl = super().enter_claim(market, position, base, quote, remainder)
        settled = position.base_asset_amount - before
        market.base_asset_amount_with_amm = i128(market.base_asset_amount_with_amm + settled)
        return pnl

    def burn_remainder(self, market: Market, position: Position, oracle_price: int) -> int:
        """Charge for it, and leave the AMM's position as it is."""
        with_amm = market.base_asset_amount_with_amm
        charge = super().burn_remainder(market, position, oracle_price)
        market.base_asset_amount_with_amm = with_amm
        return charge

    def validate_net_position(self, market: Market) -> None:
        """Pass: settlements validated nothing then."""
