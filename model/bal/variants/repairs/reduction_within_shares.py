"""De-risking that never asks for more shares than there are (repairs P65)."""

from __future__ import annotations

from model.bal.exchange import ExchangeMarket, Prices, Reduction
from model.bal.position import Position
from model.bal.system import Bal


class ReductionWithinShares(Bal):
    """An LP with less than one step of shares burns them all."""

    def calculate_lp_shares_to_burn_for_risk_reduction(
        self,
        market: ExchangeMarket,
        position: Position,
        prices: Prices,
        margin_shortage: int,
        custom_margin_ratio: int = 0,
        high_leverage_mode: bool = False,
    ) -> Reduction:
        """The program's estimate, of at most the shares there are."""
        if position.lp_shares < market.order_step_size:
            return Reduction(position.lp_shares, abs(position.base_asset_amount))
        found = super().calculate_lp_shares_to_burn_for_risk_reduction(
            market, position, prices, margin_shortage, custom_margin_ratio, high_leverage_mode
        )
        return found._replace(lp_shares_to_burn=min(found.lp_shares_to_burn, position.lp_shares))
