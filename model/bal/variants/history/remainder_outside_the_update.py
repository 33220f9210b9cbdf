"""Remainders were kept outside of the position update."""

from __future__ import annotations

from typing import ClassVar

from model.arith import i64, standardize
from model.bal.market import Market
from model.bal.position import Position
from model.bal.variants.history.defect import Defect, Fix


class RemainderOutsideTheUpdate(Defect):
    """What an LP pays for less than a step is a loss at once, and what it then holds has cost nothing."""

    fixed: ClassVar[Fix] = Fix(
        id="H49",
        commit="e1d0071be",
        date="2024-02-23",
        violated=("P35", "P18", "P58"),
        before="a claim below a step moves quote alone; entries are reckoned on whole steps",
        after="the remainder is part of the delta",
    )

    def enter_claim(self, market: Market, position: Position, base: int, quote: int, remainder: int) -> int:
        """Roll remainders over first, and apply whole steps as a delta that knows of no remainder."""
        whole, left = standardize(i64(position.remainder_base_asset_amount + remainder), market.order_step_size)
        settled = i64(base + whole)
        position.remainder_base_asset_amount = 0
        pnl = self.update_position_and_market(market, position, settled, quote, None)
        self.leave_unsettled(market, settled, quote)
        position.remainder_base_asset_amount = left
        return pnl
