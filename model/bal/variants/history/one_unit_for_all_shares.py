"""The accumulators referred to 1e9 shares in every market."""

from __future__ import annotations

from typing import ClassVar

from model.bal import constants
from model.bal.market import Market
from model.bal.variants.history.defect import Defect, Fix


class OneUnitForAllShares(Defect):
    """Where LPs hold many shares, one quantum of the accumulators is many units of quote."""

    fixed: ClassVar[Fix] = Fix(
        id="H41",
        commit="fc5aa5882",
        date="2023-08-22",
        violated=("P22", "P23"),
        before="the unit is 1e9 shares: one quantum is worth s/1e9 units of quote",
        after="the unit has an exponent, which a rebase moves",
    )

    def base_unit(self, market: Market) -> int:
        """1e9, whatever the exponent says."""
        return constants.BASE_PRECISION

    def apply_lp_rebase_to_perp_market(self, market: Market, expo_diff: int) -> None:
        """Move nothing."""
