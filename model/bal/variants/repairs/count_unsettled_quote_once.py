"""What all users have won, without the LPs' unsettled quote, which the sum of base does not count either (repairs P33)."""

from __future__ import annotations

from model.arith import i128
from model.bal.market import Market
from model.bal.system import Bal


class CountUnsettledQuoteOnce(Bal):
    """The users' base is that of the settled positions alone, and so is their cost."""

    def calculate_net_user_cost_basis(self, market: Market) -> int:
        """What all users together have put into their positions, funding outstanding included (quote)."""
        return i128(market.quote_asset_amount + market.net_unsettled_funding_pnl)
