"""What a settlement left below a step was folded back into the LP's mark."""

from __future__ import annotations

from typing import ClassVar

from model.arith import i64, to_i32, trunc_div
from model.bal.market import Market
from model.bal.position import Position
from model.bal.state import SettleResult
from model.bal.variants.history.defect import Defect, Fix


class RemainderFoldedIntoTheMark(Defect):
    """A rest below a step goes back to where claims are reckoned from, at the precision of a base unit of shares."""

    fixed: ClassVar[Fix] = Fix(
        id="H13",
        commit="8b30b8d9a",
        date="2022-09-08",
        violated=("P03", "P16", "P18"),
        before="Lb = Mb - trunc(rest*U/s): up to s/U of the rest is lost at each settlement",
        after="the position carries the rest in base units, and rolls it over at a step",
    )

    def enter_claim(self, market: Market, position: Position, base: int, quote: int, remainder: int) -> int:
        """Enter whole steps only."""
        return super().enter_claim(market, position, base, quote, 0)

    def settle_lp_position(self, market: Market, position: Position) -> SettleResult:
        """Settle, and set the mark back by the rest, as a number per base unit of shares; toward zero."""
        result = super().settle_lp_position(market, position)
        if position.lp_shares > 0:
            rest = result.delta_remainder_base_asset_amount * self.base_unit(market)
            mark = position.last_base_asset_amount_per_lp - trunc_div(rest, position.lp_shares)
            position.last_base_asset_amount_per_lp = i64(mark)
        return result

    def clean_up_after_last(self, market: Market, position: Position, n_shares: int) -> None:
        """Take what is still claimed as the dust of the burn, whoever leaves."""
        dust, _ = self.calculate_settled_lp_base_quote(market, position)
        position.remainder_base_asset_amount = to_i32(dust)
