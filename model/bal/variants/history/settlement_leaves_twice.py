"""A settlement took what it settles out of the unsettled with the wrong sign."""

from __future__ import annotations

from typing import ClassVar

from model.arith import i64, i128
from model.bal.market import Market
from model.bal.variants.history.defect import Defect, Fix


class SettlementLeavesTwice(Defect):
    """What is settled is counted as unsettled once more, instead of no longer."""

    fixed: ClassVar[Fix] = Fix(
        id="H02",
        commit="468802d39",
        date="2022-08-25",
        violated=("P02", "P03", "P32"),
        before="BU -= the LP's base at a settlement",
        after="BU += the LP's base, whose sign is opposite to that of BU",
    )

    def leave_unsettled(self, market: Market, settled: int, quote_delta: int) -> None:
        """Take the base off, although it has the opposite sign already."""
        market.base_asset_amount_with_unsettled_lp = i128(market.base_asset_amount_with_unsettled_lp - settled)
        market.quote_asset_amount_with_unsettled_lp = i64(market.quote_asset_amount_with_unsettled_lp + quote_delta)

    def validate_net_position(self, market: Market) -> None:
        """Pass: settlements validated nothing then."""
