"""The operator's change of k credited its cost to the protocol."""

from __future__ import annotations

from typing import ClassVar

from model.arith import i128
from model.bal.amounts import Liquidity
from model.bal.state import BalState, KResult, Spreads
from model.bal.variants.history.defect import Defect, Fix


class KCostCredited(Defect):
    """What traders gain by another k, the protocol counts as income that it may distribute."""

    fixed: ClassVar[Fix] = Fix(
        id="K2",
        commit="5ad7b8faf",
        date="2022-09-29",
        violated=("P59",),
        before="TFMD += cost of the operator's change of k",
        after="TFMD -= cost",
    )

    def update_k(
        self, state: BalState, *, new_sqrt_k: Liquidity, bound_update: bool, spreads: Spreads | None = None
    ) -> tuple[BalState, KResult]:
        """Change k and book what it costs, as a gain. (Today's rule of the model leaves the booking to its caller.)"""
        after, result = super().update_k(state, new_sqrt_k=new_sqrt_k, bound_update=bound_update, spreads=spreads)
        market = after.market.copy()
        left = market.total_fee_minus_distributions + result.adjustment_cost
        market.total_fee_minus_distributions = i128(left)
        return self.close_market(after, market), result
