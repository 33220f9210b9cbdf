"""The last LP could not leave while more than a step was unsettled."""

from __future__ import annotations

from typing import ClassVar

from model.bal.market import Market
from model.bal.position import Position
from model.bal.variants.history.defect import Defect, Fix
from model.errors import Rejected


class UnableToBurnLPTokens(Rejected):
    """More is unsettled than the last LP may take over."""

    name = "UnableToBurnLPTokens"


class DustHoldsTheLastLp(Defect):
    """Dust of others' rounding holds the last LP in the market."""

    fixed: ClassVar[Fix] = Fix(
        id="H57",
        commit="4d5c47984",
        date="2025-08-13",
        violated=("P51", "P55"),
        before="the last LP is refused while |BU + remainder| > step",
        after="it leaves, and pays for what is unsettled",
    )

    def clean_up_after_last(self, market: Market, position: Position, n_shares: int) -> None:
        """Refuse where rounding has left more than a step."""
        unsettled = market.base_asset_amount_with_unsettled_lp + position.remainder_base_asset_amount
        if n_shares == market.user_lp_shares and abs(unsettled) > market.order_step_size:
            raise UnableToBurnLPTokens(unsettled=unsettled, order_step_size=market.order_step_size)
        super().clean_up_after_last(market, position, n_shares)
