"""A request for all shares was cut to whole steps like any other."""

from __future__ import annotations

from typing import ClassVar

from model.arith import standardize_floor
from model.bal.amounts import Shares
from model.bal.market import Market
from model.bal.position import Position
from model.bal.variants.history.defect import Defect, Fix


class FullExitInSteps(Defect):
    """Shares that are no multiple of the step can never leave, and nobody is told."""

    fixed: ClassVar[Fix] = Fix(
        id="H44",
        commit="97971ddfb",
        date="2024-01-18",
        violated=("P51", "P75"),
        before="any request is cut to whole steps",
        after="a request for all shares is taken as it is",
    )

    def shares_to_remove(self, market: Market, position: Position, requested: Shares) -> Shares:
        """Cut it to whole steps."""
        return standardize_floor(requested, market.order_step_size)
