"""A change of k left bid and ask reserves where they were."""

from __future__ import annotations

from typing import ClassVar

from model.bal.market import Market
from model.bal.state import KUpdate, Spreads
from model.bal.variants.history.defect import Defect, Fix


class SpreadsOfTheOldK(Defect):
    """Takers trade by reserves of a curve that is no longer there."""

    fixed: ClassVar[Fix] = Fix(
        id="H20",
        commit="bd489b9f9",
        date="2022-09-19",
        violated=("rule 9", "P08"),
        before="bid and ask reserves stay those of the old k",
        after="they are recomputed with k",
    )

    def apply_k_update(self, market: Market, update: KUpdate, spreads: Spreads | None = None) -> None:
        """Set liquidity, reserves and bounds only."""
        self.set_liquidity(market, update)
