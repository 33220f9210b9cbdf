"""What a change of the peg costs, and how far k may be lowered to pay for it (specification section 7)."""

from __future__ import annotations

from model.arith import ceil_div, floor_div, i128, trunc_div, u128
from model.bal import constants
from model.bal.liquidity import Liquidity
from model.bal.market import Market


class Repeg(Liquidity):
    """A peg follows the oracle; the traders' gain by that is a cost of the protocol, and less k makes it less."""

    def calculate_repeg_cost(self, market: Market, new_peg: int) -> int:
        """What the traders gain when the peg moves (quote), toward zero: their unwound quote at the change of peg."""
        unwound = i128(market.quote_asset_reserve - market.terminal_quote_asset_reserve)
        moved = i128(unwound * (new_peg - market.peg_multiplier))
        return trunc_div(moved, constants.RESERVE_TIMES_PEG_TO_QUOTE)

    def calculate_per_peg_cost(self, market: Market) -> int:
        """An upper bound, in magnitude, of what a change of the peg by one costs; 0 without a position."""
        unwound = i128(market.quote_asset_reserve - market.terminal_quote_asset_reserve)
        if unwound == 0:
            return 0
        rounded = ceil_div(unwound, constants.BASE_TO_QUOTE)
        return rounded + 1 if unwound > 0 else rounded - 1

    def lower_bound_sqrt_k(self, market: Market) -> int:
        """Where a repeg stops lowering k: above what the LPs hold, the minimal order and the AMM's position."""
        shares = market.user_lp_shares
        above_shares = u128(shares + floor_div(shares, constants.REPEG_K_DIVISOR))
        return min(market.sqrt_k, max(above_shares, market.min_order_size, abs(market.base_asset_amount_with_amm)))

    def sqrt_k_for_repeg(self, market: Market) -> int:
        """The k of a repeg: a thousandth less where k may be lowered and the curve update intensity is full."""
        if market.curve_update_intensity < 100 or not self.can_lower_k(market):
            return market.sqrt_k
        lowered = market.sqrt_k - floor_div(market.sqrt_k, constants.REPEG_K_DIVISOR)
        return max(lowered, self.lower_bound_sqrt_k(market))
