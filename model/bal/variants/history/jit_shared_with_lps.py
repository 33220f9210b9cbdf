"""A fill of the protocol's own was split with the LPs."""

from __future__ import annotations

from typing import ClassVar

from model.bal.market import Market
from model.bal.state import LP_OWNED, SHARED
from model.bal.variants.history.defect import Defect, Fix


class JitSharedWithLps(Defect):
    """What the AMM trades to shed its own inventory goes to the LPs in part."""

    fixed: ClassVar[Fix] = Fix(
        id="H22",
        commit="43ccb7565",
        date="2022-09-20",
        violated=("P72",),
        before="every fill is split with the LPs",
        after="a fill says whose it is; the protocol's own are not split",
    )

    def update_lp_market_position(
        self, market: Market, base_delta: int, quote_delta: int, fee: int, liquidity_split: str
    ) -> int:
        """Split it, whosever it is."""
        shared = liquidity_split if liquidity_split == LP_OWNED else SHARED
        return super().update_lp_market_position(market, base_delta, quote_delta, fee, shared)
