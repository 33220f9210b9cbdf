"""The quote of unsettled LPs was reckoned by another unit, and never settled."""

from __future__ import annotations

from typing import ClassVar

from model.arith import i128, proportion_i128
from model.bal import constants
from model.bal.market import Market
from model.bal.variants.history.defect import Defect, Fix


class UnsettledQuoteInMillionths(Defect):
    """What the sum says of the quote of those who have not settled is a thousandfold and only grows."""

    fixed: ClassVar[Fix] = Fix(
        id="H53",
        commit="b1e73ad42",
        date="2024-04-22",
        violated=("P31", "P34"),
        before="QU += prop(quote, Ku, 1e6), and a settlement leaves QU",
        after="QU += prop(quote, Ku, U), and a settlement takes its quote out",
    )

    def unsettled_quote(self, per_lp_quote: int, shares: int, unit: int) -> int:
        """Reckon as if the accumulators were per 1e6 shares."""
        return proportion_i128(per_lp_quote, shares, constants.QUOTE_PRECISION)

    def leave_unsettled(self, market: Market, settled: int, quote_delta: int) -> None:
        """Take the base out, and leave the quote."""
        market.base_asset_amount_with_unsettled_lp = i128(market.base_asset_amount_with_unsettled_lp + settled)
