"""Margin saw the dust of the claim, and not that which the position has already."""

from __future__ import annotations

from typing import ClassVar

from model.bal.market import Market
from model.bal.position import Position
from model.bal.variants.history.defect import Defect, Fix


class SimulationForgetsTheRemainder(Defect):
    """The settled preview that margin starts from charges for less dust than a burn will."""

    fixed: ClassVar[Fix] = Fix(
        id="H39",
        commit="3a4dd42ed",
        date="2023-07-21",
        violated=("P21", "P20"),
        before="the simulated dust is the claim's rest alone",
        after="it is the rest and the stored remainder together",
    )

    def simulated_dust(self, market: Market, position: Position, remainder: int) -> int:
        """Reckon with what the claim leaves alone."""
        return remainder
