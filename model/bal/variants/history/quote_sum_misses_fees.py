"""Fees, funding and the charge for dust changed a position's quote, and not the market's sum of it."""

from __future__ import annotations

from typing import ClassVar

from model.bal.market import Market
from model.bal.position import Position
from model.bal.variants.history.defect import Defect, Fix


class QuoteSumMissesFees(Defect):
    """What moves quote without a trade moves that of the position only."""

    fixed: ClassVar[Fix] = Fix(
        id="H11",
        commit="9a3aa3387",
        date="2022-09-05",
        violated=("P36",),
        before="fees, funding and the burn of dust change the position's quote alone",
        after="they change the market's sum of quote as well",
    )

    def update_quote(self, market: Market, position: Position, delta: int) -> None:
        """Change the position's quote alone."""
        quote = market.quote_asset_amount
        super().update_quote(market, position, delta)
        market.quote_asset_amount = quote

    def burn_remainder(self, market: Market, position: Position, oracle_price: int) -> int:
        """Charge the position alone."""
        quote = market.quote_asset_amount
        charge = super().burn_remainder(market, position, oracle_price)
        market.quote_asset_amount = quote
        return charge
