"""Which liquidity fills beside a maker, and how much of it (specification section 3.5)."""

from __future__ import annotations

from model.arith import (
    floor_div,
    i128,
    power_of_ten,
    proportion_i128,
    proportion_u128,
    standardize_floor,
    to_u64,
    trunc_div,
    u128,
)
from model.bal import constants
from model.bal.liquidity import Liquidity
from model.bal.market import Market
from model.bal.state import LONG, LP_OWNED, PROTOCOL_OWNED, SHARED


class Jit(Liquidity):
    """Just-in-time fills: AMM and LPs step in beside a maker to come closer to the inventory they want."""

    def jit_liquidity_split(self, market: Market, taker_direction: str) -> str | None:
        """Whose liquidity takes part of a maker's fill, if any: that which the fill brings closer to its aim.

        The LPs take part only while the AMM's own inventory is below a tenth of its part of the room.
        """
        inventory, step = market.base_asset_amount_with_amm, market.order_step_size
        amm_wants = market.amm_jit_intensity > 0 and (
            inventory < -step if taker_direction == LONG else inventory > step
        )
        lp_wants = market.amm_jit_intensity > 100 and self.lps_want(market, taker_direction)
        if amm_wants:
            return SHARED if lp_wants and self.lps_are_allowed(market) else PROTOCOL_OWNED
        return LP_OWNED if lp_wants else None

    def lps_want(self, market: Market, taker_direction: str) -> bool:
        """Whether a fill in that direction brings the LPs' base closer to its target."""
        if market.user_lp_shares == 0:
            return False
        excess = market.base_asset_amount_per_lp - self.rescaled_target(market)
        return excess > 0 if taker_direction == LONG else excess < 0

    def lps_are_allowed(self, market: Market) -> bool:
        """Whether the AMM's inventory is small beside its own part of the room."""
        bids, asks = self.calculate_market_open_bids_asks(market)
        own = u128(market.sqrt_k - market.user_lp_shares)
        room = proportion_u128(min(bids, -asks), own, market.sqrt_k)
        return abs(market.base_asset_amount_with_amm) < floor_div(room, constants.JIT_ROOM_DIVISOR)

    def rescaled_target(self, market: Market) -> int:
        """The LPs' target per present base unit of shares; it is recorded per base unit at exponent 0."""
        exponent, target = market.per_lp_base, market.target_base_asset_amount_per_lp
        if exponent > 0:
            return i128(target * i128(power_of_ten(exponent)))
        return trunc_div(target, i128(power_of_ten(-exponent)))

    def imbalanced_base_asset_amount_with_lp(self, market: Market) -> int:
        """How much base the LPs together hold beyond their target; toward zero."""
        excess = i128(market.base_asset_amount_per_lp - self.rescaled_target(market))
        return proportion_i128(excess, market.user_lp_shares, self.base_unit(market))

    def calculate_jit_base_asset_amount(
        self,
        market: Market,
        maker_base_asset_amount: int,
        auction_price: int,
        oracle_price: int | None,
        taker_direction: str,
        liquidity_split: str,
    ) -> int:
        """The part of a maker's amount that is filled just in time; whole steps, nothing without an oracle price.

        All of it where the room of the two sides is out of balance, else a quarter, by the intensity; never more than
        the inventory to be shed, nor than half of the maker's amount, less at a price toxic to the AMM.
        """
        if oracle_price is None:
            return 0
        amount = maker_base_asset_amount
        if not self.room_is_imbalanced(market):
            amount = floor_div(amount, constants.JIT_BALANCED_DIVISOR)
        amount = floor_div(u128(amount * min(market.amm_jit_intensity, 100)), 100)
        if liquidity_split == LP_OWNED:
            amount = min(amount, abs(self.imbalanced_base_asset_amount_with_lp(market)))
        else:
            amount = min(amount, abs(market.base_asset_amount_with_amm))
        cap = self.jit_cap(market, maker_base_asset_amount, auction_price, oracle_price, taker_direction)
        return standardize_floor(to_u64(min(amount, cap)), market.order_step_size)

    def room_is_imbalanced(self, market: Market) -> bool:
        """Whether one side's room is at least one and a half times the other's."""
        bids, asks = self.calculate_market_open_bids_asks(market)
        larger, smaller = max(bids, -asks), min(bids, -asks)
        if smaller == 0:
            return True
        ratio = floor_div(u128(larger * constants.BASE_PRECISION), smaller)
        return ratio >= constants.JIT_IMBALANCE_RATIO

    def jit_cap(
        self, market: Market, maker_base_asset_amount: int, price: int, oracle_price: int, taker_direction: str
    ) -> int:
        """Half of the maker's amount; at a toxic price less, down to 0 where the price is the whole spread away."""
        cap = floor_div(maker_base_asset_amount, 2)
        if taker_direction == LONG:
            beyond, spread = oracle_price - price, market.short_spread
        else:
            beyond, spread = price - oracle_price, market.long_spread
        if beyond <= floor_div(oracle_price, constants.JIT_TOXIC_DIVISOR):
            return cap
        reach = floor_div(u128(spread * oracle_price), constants.SPREAD_PRECISION)
        return floor_div(u128(cap * max(0, reach - beyond)), max(reach, 1))
