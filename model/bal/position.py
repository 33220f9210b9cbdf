"""What one user holds in the market (specification section 1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from model.arith import I8, I32, I64, U8, U16, U64, Unit
from model.bal.market import BASE, COUNT, FUNDING, PER_LP_BASE, PER_LP_QUOTE, QUOTE, SHARE

SECOND = Unit("second", 0)


@dataclass
class Position:
    """The user's slot in the market, and below it the two facts kept on the user that this model reads or writes."""

    base_asset_amount: Annotated[int, I64, BASE] = 0  # a multiple of the market's step
    quote_asset_amount: Annotated[int, I64, QUOTE] = 0
    quote_entry_amount: Annotated[int, I64, QUOTE] = 0
    quote_break_even_amount: Annotated[int, I64, QUOTE] = 0
    last_cumulative_funding_rate: Annotated[int, I64, FUNDING] = 0
    lp_shares: Annotated[int, U64, SHARE] = 0
    last_base_asset_amount_per_lp: Annotated[int, I64, PER_LP_BASE] = 0
    last_quote_asset_amount_per_lp: Annotated[int, I64, PER_LP_QUOTE] = 0
    remainder_base_asset_amount: Annotated[int, I32, BASE] = 0  # the settled part below one step
    per_lp_base: Annotated[int, I8, COUNT] = 0
    market_index: Annotated[int, U16, COUNT] = 0
    open_bids: Annotated[int, I64, BASE] = 0
    open_asks: Annotated[int, I64, BASE] = 0
    open_orders: Annotated[int, U8, COUNT] = 0
    settled_pnl: Annotated[int, I64, QUOTE] = 0
    # of the user, not of the slot
    cumulative_perp_funding: Annotated[int, I64, QUOTE] = 0
    last_add_perp_lp_shares_ts: Annotated[int, I64, SECOND] = 0

    of_user: ClassVar[tuple[str, ...]] = ("cumulative_perp_funding", "last_add_perp_lp_shares_ts")
    """What belongs to the user and outlasts the slot."""

    def copy(self) -> Self:
        """A position of its own with the same fields."""
        new: Self = object.__new__(type(self))
        new.__dict__.update(self.__dict__)
        return new

    def cleared(self, market_index: int) -> Self:
        """The slot of the same user with nothing in it."""
        return type(self)(market_index=market_index, **{name: getattr(self, name) for name in self.of_user})

    def is_available(self) -> bool:
        """Whether the slot may be recycled: no base, quote, shares, orders. The remainder is not consulted."""
        held = abs(self.base_asset_amount) + abs(self.quote_asset_amount) + self.lp_shares
        return held + self.open_orders + abs(self.open_bids) + abs(self.open_asks) == 0
