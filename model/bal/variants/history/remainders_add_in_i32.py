"""Two remainders were added in 32 bit before whole steps of them rolled over."""

from __future__ import annotations

from typing import ClassVar

from model.arith import i32, to_i32
from model.bal.market import Market
from model.bal.position import Position
from model.bal.variants.history.defect import Defect, Fix


class RemaindersAddInI32(Defect):
    """With a large step an LP can not settle what would fit after settling."""

    fixed: ClassVar[Fix] = Fix(
        id="H37",
        commit="d0d7f04af",
        date="2023-05-25",
        violated=("P19",),
        before="the claim's rest, and its sum with the remainder, have to fit i32",
        after="they are i64; only what is left has to fit",
    )

    def new_base_amounts(
        self, market: Market, position: Position, base_delta: int, remainder_delta: int | None
    ) -> tuple[int, int, int]:
        """Refuse a rest or a sum of both beyond i32, though it may roll over."""
        if remainder_delta is not None:
            i32(position.remainder_base_asset_amount + to_i32(remainder_delta))
        return super().new_base_amounts(market, position, base_delta, remainder_delta)
