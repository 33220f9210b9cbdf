"""Every burn was charged for dust, there being any or not."""

from __future__ import annotations

from typing import ClassVar

from model.bal.market import Market
from model.bal.position import Position
from model.bal.variants.history.defect import Defect, Fix


class BurnAlwaysCharges(Defect):
    """The unit that rounds a charge up is charged where there is nothing to charge for."""

    fixed: ClassVar[Fix] = Fix(
        id="H08",
        commit="1835306e0",
        date="2022-09-02",
        violated=("P54", "P11"),
        before="a burn charges floor(value of the dust) + 1, without dust too",
        after="a burn charges only if there is dust",
    )

    def charge_for_remainder(self, market: Market, position: Position, oracle_price: int) -> int:
        """Charge for nothing as well: one unit."""
        return self.burn_remainder(market, position, oracle_price)
