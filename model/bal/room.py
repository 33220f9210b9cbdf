"""How far an LP's position can still be moved: its share of the room to the bounds, and its settled preview.

The margin rules (specification section 6) start from these.
"""

from __future__ import annotations

from model.arith import i64, proportion_i128, standardize, to_i64, to_i128
from model.bal.market import Market
from model.bal.position import Position
from model.bal.pricing import Pricing
from model.bal.settlement import Settlement


class Room(Settlement, Pricing):
    """Open bids and asks of the market's curve and of one LP, and what a settlement would make of a position."""

    def calculate_market_open_bids_asks(self, market: Market) -> tuple[int, int]:
        """Base the curve can still take (bids, positive) and give (asks, negative) before a bound is reached."""
        base = market.base_asset_reserve
        asks = to_i128(market.max_base_asset_reserve - base) if base < market.max_base_asset_reserve else 0
        bids = to_i128(base - market.min_base_asset_reserve) if base > market.min_base_asset_reserve else 0
        return bids, -asks

    def calculate_lp_open_bids_asks(self, market: Market, position: Position) -> tuple[int, int]:
        """The position's part of the market's room, by its shares of `sqrt_k`; rounded toward zero."""
        bids, asks = self.calculate_market_open_bids_asks(market)
        shares, total = position.lp_shares, market.sqrt_k
        return to_i64(proportion_i128(bids, shares, total)), to_i64(proportion_i128(asks, shares, total))

    def simulate_settled_lp_position(self, market: Market, position: Position, valuation_price: int) -> Position:
        """The position as margin sees it: settled, charged for its dust, with the LP's part of the room as open orders.

        What rolls over from two remainders into a whole step is dropped: a settlement would add it to the base. Entry
        and break-even amounts stay as they are. Nothing happens to a position without shares.
        """
        new = position.copy()
        if position.lp_shares == 0:
            return new
        self.apply_lp_rebase_to_perp_position(market, new)
        base, quote, remainder = self.calculate_settle_lp_metrics(market, new)
        new.base_asset_amount = i64(new.base_asset_amount + to_i64(base))
        new.quote_asset_amount = i64(new.quote_asset_amount + to_i64(quote))
        dust = self.simulated_dust(market, new, to_i64(remainder))
        if dust != 0:
            charge = self.calculate_base_asset_value_with_oracle_price(dust, valuation_price) + 1
            new.quote_asset_amount = i64(new.quote_asset_amount - to_i64(charge))
        bids, asks = self.calculate_lp_open_bids_asks(market, new)
        new.open_bids = i64(new.open_bids + bids)
        new.open_asks = i64(new.open_asks + asks)
        return new

    def simulated_dust(self, market: Market, position: Position, remainder: int) -> int:
        """What would be left below a step of a position's remainder and that of its claim together."""
        dust = i64(position.remainder_base_asset_amount + remainder)
        if abs(dust) >= market.order_step_size:
            _, dust = standardize(dust, market.order_step_size)
        return dust
