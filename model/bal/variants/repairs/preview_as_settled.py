"""Margin that counts the whole step to which remainders add up, as a settlement does (repairs P20)."""

from __future__ import annotations

from model.arith import i64, standardize
from model.bal.market import Market
from model.bal.position import Position
from model.bal.system import Bal


class PreviewAsSettled(Bal):
    """The preview of an LP's position with the step that rolls over."""

    def simulate_settled_lp_position(self, market: Market, position: Position, valuation_price: int) -> Position:
        """The preview, with what the remainders of position and claim add up to in whole steps."""
        new = super().simulate_settled_lp_position(market, position, valuation_price)
        if position.lp_shares == 0:
            return new
        rebased = position.copy()
        self.apply_lp_rebase_to_perp_position(market, rebased)
        claim = self.calculate_settle_lp_metrics(market, rebased)
        together = i64(position.remainder_base_asset_amount + claim.remainder_base_asset_amount)
        if abs(together) >= market.order_step_size:
            whole, _ = standardize(together, market.order_step_size)
            new.base_asset_amount = i64(new.base_asset_amount + whole)
        return new
