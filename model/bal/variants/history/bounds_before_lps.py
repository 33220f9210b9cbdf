"""The terminal reserve and the bounds were those of before the LPs took their part."""

from __future__ import annotations

from typing import ClassVar

from model.bal.market import Market
from model.bal.variants.history.defect import Defect, Fix


class BoundsBeforeLps(Defect):
    """Bounds hang off an AMM's position that the LPs have already taken a part of."""

    fixed: ClassVar[Fix] = Fix(
        id="H18",
        commit="83fc8ee5d",
        date="2022-09-22",
        violated=("rule 12", "P60"),
        before="terminal reserve and bounds stay when the LPs take a part of BA",
        after="they are recomputed",
    )

    def update_bounds_after_fill(self, market: Market) -> None:
        """Leave them as they are."""
