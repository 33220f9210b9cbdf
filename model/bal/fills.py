"""A taker's fill against the AMM, its fee, and the LPs' part of both (specification section 3)."""

from __future__ import annotations

from model.arith import (
    ceil_div,
    floor_div,
    i64,
    i128,
    proportion_i128,
    standardize_floor,
    to_i64,
    to_i128,
    to_u64,
    to_u128,
    trunc_div,
    u64,
    u128,
)
from model.bal import constants
from model.bal.errors import InvalidAmmDetected
from model.bal.liquidity import Liquidity
from model.bal.market import Market
from model.bal.position import Position
from model.bal.state import LONG, LP_OWNED, PROTOCOL_OWNED, FillFees, FillResult
from model.curve import ADD, REMOVE


class Fills(Liquidity):
    """What happens when a taker trades with the AMM."""

    def order_size(self, market: Market, requested: int, direction: str) -> int:
        """The part of a market order that the AMM takes: whole steps, at most the largest single fill."""
        available = self.calculate_amm_available_liquidity(market, direction)
        whole = standardize_floor(requested, market.order_step_size)
        return u128(min(available, whole))

    def is_fillable(self, market: Market, position: Position, size: int) -> bool:
        """Whether the size reaches a step, or, of a position above the minimal order, the minimal order."""
        if abs(position.base_asset_amount) > market.min_order_size:
            return size >= market.min_order_size
        return size >= market.order_step_size

    def fill_against_amm(
        self,
        market: Market,
        position: Position,
        size: int,
        direction: str,
        liquidity_split: str,
        fill_price: int | None,
        fee_numerator: int,
        fee_denominator: int,
        filler_reward: int = 0,
    ) -> FillResult:
        """Trade `size` with the AMM, give the LPs their part, charge the fee.

        A filler's reward (quote) is paid out of the fee; its account is not looked at. The slice of the LPs is part of
        no fee total: it is not taken out of any of them. Nothing is validated after.
        """
        self.validate_amm_account_for_fill(market, direction)
        quote, surplus = self.swap_for_taker(market, size, direction, fill_price)
        base_delta, quote_delta = (
            (to_i64(size), -to_i64(quote)) if direction == LONG else (-to_i64(size), to_i64(quote))
        )
        self.update_position_and_market(market, position, base_delta, quote_delta, None)
        market.base_asset_amount_with_amm = i128(market.base_asset_amount_with_amm + base_delta)
        if abs(market.base_asset_amount_with_amm) > constants.MAX_BASE_ASSET_AMOUNT_WITH_AMM:
            raise InvalidAmmDetected("too large", base_asset_amount_with_amm=market.base_asset_amount_with_amm)
        self.update_spread_reserves(market)
        fees = self.calculate_fee_for_fulfillment_with_amm(
            quote, surplus, fee_numerator, fee_denominator, market.fee_adjustment, filler_reward=filler_reward
        )
        self.update_lp_market_position(market, base_delta, quote_delta, fees.fee_to_market_for_lp, liquidity_split)
        self.update_bounds_after_fill(market)
        self.book_fees(market, fees, surplus)
        self.update_quote_and_break_even(market, position, -to_i64(fees.user_fee))
        return FillResult(u64(size), quote, fees.user_fee, surplus, fees.fee_to_market, fees.fee_to_market_for_lp)

    def update_bounds_after_fill(self, market: Market) -> None:
        """Recompute the bounds where LPs have taken a part; what the AMM takes over alone it can give back."""
        if market.user_lp_shares > 0:
            self.update_bounds(market)

    def swap_for_taker(self, market: Market, size: int, direction: str, fill_price: int | None) -> tuple[int, int]:
        """Quote of the fill and surplus of the AMM (quote), by the spread reserves or at a given price.

        At a price the quote is rounded against the AMM's surplus: down for a buyer, up for a seller; the surplus is
        signed then.
        """
        swapped, surplus = self.swap_base_asset(market, size, REMOVE if direction == LONG else ADD)
        if fill_price is None:
            return swapped, surplus
        value = u128(fill_price * size)
        if direction == LONG:
            quote = to_u64(floor_div(value, constants.PRICE_TIMES_BASE_TO_QUOTE))
            return quote, i64(to_i64(quote) - to_i64(swapped))
        quote = to_u64(ceil_div(value, constants.PRICE_TIMES_BASE_TO_QUOTE))
        return quote, i64(to_i64(swapped) - to_i64(quote))

    # The LPs' part

    def calculate_per_lp_delta(
        self, market: Market, base_delta: int, quote_delta: int, fee: int, liquidity_split: str, base_unit: int
    ) -> tuple[int, int, int]:
        """Base, quote and fee of a taker's delta per base unit of shares, on the taker's side; toward zero.

        Shared fills are divided by all liquidity, LP-owned ones by the LPs' shares. A taker's short costs the LPs one
        more quote unit per base unit of shares.
        """
        total = market.user_lp_shares if liquidity_split == LP_OWNED else market.sqrt_k
        base = i128(proportion_i128(base_delta, base_unit, total))
        quote = i128(proportion_i128(quote_delta, base_unit, total))
        if base < 0:
            quote = i128(quote + 1)
        if fee <= 0:
            return base, quote, 0
        slice_ = proportion_i128(fee, constants.LP_FEE_SLICE_NUMERATOR, constants.LP_FEE_SLICE_DENOMINATOR)
        return base, quote, i128(trunc_div(i128(slice_ * base_unit), to_i128(total)))

    def update_lp_market_position(
        self, market: Market, base_delta: int, quote_delta: int, fee: int, liquidity_split: str
    ) -> int:
        """Give the LPs the other side of their part of a taker's delta; the base moved from the AMM to them."""
        if liquidity_split == PROTOCOL_OWNED or market.user_lp_shares == 0:
            return 0
        unit = self.base_unit(market)
        base, quote, per_lp_fee = self.calculate_per_lp_delta(
            market, base_delta, quote_delta, fee, liquidity_split, unit
        )
        market.base_asset_amount_per_lp = i128(market.base_asset_amount_per_lp - base)
        market.quote_asset_amount_per_lp = i128(i128(market.quote_asset_amount_per_lp - quote) + per_lp_fee)
        shares = market.user_lp_shares
        lp_base = proportion_i128(base, shares, unit)
        lp_quote = self.unsettled_quote(quote, shares, unit)
        market.base_asset_amount_with_amm = i128(market.base_asset_amount_with_amm - lp_base)
        market.base_asset_amount_with_unsettled_lp = i128(market.base_asset_amount_with_unsettled_lp + lp_base)
        market.quote_asset_amount_with_unsettled_lp = i64(
            market.quote_asset_amount_with_unsettled_lp + to_i64(lp_quote)
        )
        return lp_base

    def unsettled_quote(self, per_lp_quote: int, shares: int, unit: int) -> int:
        """The quote of all LPs' shares for a quote per base unit of shares; toward zero."""
        return proportion_i128(per_lp_quote, shares, unit)

    # Fees

    def calculate_fee_for_fulfillment_with_amm(
        self,
        quote: int,
        surplus: int,
        fee_numerator: int,
        fee_denominator: int,
        fee_adjustment: int = 0,
        *,
        is_post_only: bool = False,
        user_high_leverage_mode: bool = False,
        maker_rebate_numerator: int = 0,
        maker_rebate_denominator: int = 1,
        filler_reward: int = 0,
    ) -> FillFees:
        """The taker's fee, rounded up, and what of it reaches the market: all but the filler's reward.

        A post-only maker pays none: it is paid its rebate out of the surplus, and the LPs get nothing.
        """
        if is_post_only:
            rebate = to_u64(floor_div(u128(quote * maker_rebate_numerator), maker_rebate_denominator))
            rebate = u64(rebate + floor_div(rebate * fee_adjustment, 100))
            return FillFees(0, rebate, to_i64(u64(u64(to_u64(surplus) - rebate) - filler_reward)), 0)
        fee = to_u64(ceil_div(u128(quote * fee_numerator), fee_denominator))
        if fee_adjustment < 0:
            fee = u64(fee - floor_div(u64(fee * -fee_adjustment), 100))
        elif fee_adjustment > 0:
            fee = u64(fee + ceil_div(u64(fee * fee_adjustment), 100))
        if user_high_leverage_mode:
            fee = u64(2 * fee)
        kept = to_i64(u64(fee - filler_reward))
        return FillFees(fee, 0, i64(kept + surplus), kept)

    def book_fees(self, market: Market, fees: FillFees, surplus: int) -> None:
        """Add a fill's fee and surplus to the market's totals."""
        to_market = fees.fee_to_market
        market.total_fee = i128(market.total_fee + to_market)
        market.total_exchange_fee = u128(market.total_exchange_fee + to_u128(fees.user_fee))
        market.total_mm_fee = i128(market.total_mm_fee + surplus)
        market.total_fee_minus_distributions = i128(market.total_fee_minus_distributions + to_market)
        market.net_revenue_since_last_funding = i64(market.net_revenue_since_last_funding + to_market)
