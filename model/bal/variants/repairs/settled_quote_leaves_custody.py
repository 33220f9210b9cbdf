"""A settlement whose quote leaves custody even if no base does (repairs P31 but for fees and rounding)."""

from __future__ import annotations

from model.arith import i64
from model.bal.market import Market
from model.bal.position import Position
from model.bal.system import Bal


class SettledQuoteLeavesCustody(Bal):
    """What LPs have settled of quote is no longer unsettled."""

    def update_position_and_market(
        self, market: Market, position: Position, base_delta: int, quote_delta: int, remainder_delta: int | None
    ) -> int:
        """The rule, and of an LP's delta without base its quote as well."""
        if remainder_delta is not None and base_delta == 0 and remainder_delta == 0:
            market.quote_asset_amount_with_unsettled_lp = i64(market.quote_asset_amount_with_unsettled_lp + quote_delta)
        return super().update_position_and_market(market, position, base_delta, quote_delta, remainder_delta)
