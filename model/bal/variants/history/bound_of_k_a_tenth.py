"""A bounded update of k was bounded at another precision than its ratio."""

from __future__ import annotations

from typing import ClassVar

from model.bal import constants
from model.bal.errors import InvalidUpdateK
from model.bal.variants.history.defect import Defect, Fix


class BoundOfKATenth(Defect):
    """A tenth of the liquidity counts as within bounds."""

    fixed: ClassVar[Fix] = Fix(
        id="H25",
        commit="a613752b2",
        date="2022-08-29",
        violated=("bound rule",),
        before="the ratio, of ten times the precision, is compared with 0.975 at the old one: 0.0975",
        after="0.975 at the ratio's precision; 0.5 since 2024-04-08",
    )

    def require_k_ratio_in_bounds(self, ratio: int) -> None:
        """Compare a tenth of the bound, as a constant of the wrong precision does."""
        if ratio < constants.MIN_BOUNDED_K_RATIO // 10:
            raise InvalidUpdateK("out of bounds", ratio=ratio)
