"""LPs were given eight tenths of the AMM's surplus with those of the fee."""

from __future__ import annotations

from typing import Any, ClassVar

from model.bal.state import FillFees
from model.bal.variants.history.defect import Defect, Fix


class FeeSliceOfTheSurplus(Defect):
    """The slice of the LPs is reckoned on what reaches the market, surplus included."""

    fixed: ClassVar[Fix] = Fix(
        id="H05",
        commit="05e6cc80a",
        date="2022-08-24",
        violated=("P27", "P29"),
        before="the LPs' slice is taken of a fee that is not kept apart from the surplus, of a post-only order's too",
        after="the LPs' slice is of fee_to_market less surplus for takers, of 0 for post-only orders",
    )

    def calculate_fee_for_fulfillment_with_amm(
        self, quote: int, surplus: int, fee_numerator: int, fee_denominator: int, fee_adjustment: int = 0, **order: Any
    ) -> FillFees:
        """Let the LPs share in all that reaches the market.

        The model's fills have no filler, whose reward made the fee of a post-only order negative; the surplus, which was
        in it too, is what is left of the defect here.
        """
        fees = super().calculate_fee_for_fulfillment_with_amm(
            quote, surplus, fee_numerator, fee_denominator, fee_adjustment, **order
        )
        return fees._replace(fee_to_market_for_lp=fees.fee_to_market)
