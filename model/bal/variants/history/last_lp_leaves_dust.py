"""Nobody cleaned up after the last LP."""

from __future__ import annotations

from typing import ClassVar

from model.bal.market import Market
from model.bal.position import Position
from model.bal.variants.history.defect import Defect, Fix


class LastLpLeavesDust(Defect):
    """What rounding leaves unsettled stays so for good, with no LP left to settle it."""

    fixed: ClassVar[Fix] = Fix(
        id="H15",
        commit="8b30b8d9a",
        date="2022-09-08",
        violated=("P56",),
        before="the last LP leaves what rounding left in BU behind",
        after="the last LP takes it over as its remainder",
    )

    def clean_up_after_last(self, market: Market, position: Position, n_shares: int) -> None:
        """Leave what rounding has left unsettled."""
