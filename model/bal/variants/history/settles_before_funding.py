"""A position's liquidity was settled before its funding was paid."""

from __future__ import annotations

from typing import ClassVar

from model.bal.market import Market
from model.bal.position import Position
from model.bal.variants.history.defect import Defect, Fix


class SettlesBeforeFunding(Defect):
    """Whoever has funding outstanding is refused what would pay it first."""

    fixed: ClassVar[Fix] = Fix(
        id="H17",
        commit="83fc8ee5d",
        date="2022-09-22",
        violated=("P37",),
        before="settle the LP, then its funding: refused while funding is outstanding",
        after="funding first, then the LP, everywhere",
    )

    def settle_funding_then_lp(self, market: Market, position: Position) -> None:
        """Settle in the other order."""
        if position.lp_shares > 0:
            self.settle_lp_position(market, position)
        self.settle_funding(market, position)
