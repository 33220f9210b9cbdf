"""k could be lowered to less than the LPs hold."""

from __future__ import annotations

from typing import ClassVar

from model.arith import floor_div
from model.bal.market import Market
from model.bal.variants.history.defect import Defect, Fix


class KBelowTheShares(Defect):
    """Nothing keeps the protocol's own slice of the liquidity from becoming negative."""

    fixed: ClassVar[Fix] = Fix(
        id="H33",
        commit="7e46d406d",
        date="2022-12-16",
        violated=("P07", "P53"),
        before="k may be lowered while |BA| < K/4, to any number",
        after="not to or below the LPs' shares, and only with room for the AMM's position",
    )

    def can_lower_k(self, market: Market) -> bool:
        """Allow it while the AMM's position is less than a quarter of all liquidity, LPs' shares included."""
        return abs(market.base_asset_amount_with_amm) < floor_div(market.sqrt_k, 4)

    def least_sqrt_k(self, market: Market) -> int:
        """Nothing."""
        return 0

    def lower_bound_sqrt_k(self, market: Market) -> int:
        """Nothing."""
        return 0

    def require_k_above_shares(self, market: Market) -> None:
        """Let the operator set any k."""
