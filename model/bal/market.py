"""The market: reserves, sums over positions, accumulators, fees and funding (specification section 1.1).

Fields keep the program's names. A signed mean is written from the users' side: a positive base amount is a net long of
the users.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Self

from model.arith import I8, I32, I64, I128, U8, U16, U32, U64, U128, Unit

BASE = Unit("base", 9)
QUOTE = Unit("quote", 6)
PRICE = Unit("quote per base", 6)
FUNDING = Unit("quote per base", 9)
SHARE = Unit("LP share", 9)
FRACTION = Unit("1", 6)
PERCENT = Unit("1", 2)
MARGIN = Unit("1", 4)
COUNT = Unit("1", 0)
PER_LP_BASE = Unit("base per base unit of shares", 9)
PER_LP_QUOTE = Unit("quote per base unit of shares", 6)

ACTIVE = "Active"
REDUCE_ONLY = "ReduceOnly"


@dataclass
class Market:
    """One perpetual market and its AMM."""

    # the curve: price = quote_asset_reserve * peg_multiplier / base_asset_reserve
    base_asset_reserve: Annotated[int, U128, BASE] = 0
    quote_asset_reserve: Annotated[int, U128, BASE] = 0
    sqrt_k: Annotated[int, U128, SHARE] = 0  # total liquidity, including the users' LP shares
    peg_multiplier: Annotated[int, U128, PRICE] = 0
    concentration_coef: Annotated[int, U128, FRACTION] = 0
    min_base_asset_reserve: Annotated[int, U128, BASE] = 0
    max_base_asset_reserve: Annotated[int, U128, BASE] = 0
    terminal_quote_asset_reserve: Annotated[int, U128, BASE] = 0  # after base_asset_amount_with_amm is unwound
    ask_base_asset_reserve: Annotated[int, U128, BASE] = 0
    ask_quote_asset_reserve: Annotated[int, U128, BASE] = 0
    bid_base_asset_reserve: Annotated[int, U128, BASE] = 0
    bid_quote_asset_reserve: Annotated[int, U128, BASE] = 0
    # sums over the users' settled positions, and who is on the other side of them
    base_asset_amount_long: Annotated[int, I128, BASE] = 0
    base_asset_amount_short: Annotated[int, I128, BASE] = 0
    base_asset_amount_with_amm: Annotated[int, I128, BASE] = 0
    base_asset_amount_with_unsettled_lp: Annotated[int, I128, BASE] = 0
    quote_asset_amount: Annotated[int, I128, QUOTE] = 0
    quote_asset_amount_with_unsettled_lp: Annotated[int, I64, QUOTE] = 0
    quote_entry_amount_long: Annotated[int, I128, QUOTE] = 0
    quote_entry_amount_short: Annotated[int, I128, QUOTE] = 0
    quote_break_even_amount_long: Annotated[int, I128, QUOTE] = 0
    quote_break_even_amount_short: Annotated[int, I128, QUOTE] = 0
    # the LPs: shares, and what one base unit of shares has been given since the beginning
    user_lp_shares: Annotated[int, U128, SHARE] = 0
    base_asset_amount_per_lp: Annotated[int, I128, PER_LP_BASE] = 0
    quote_asset_amount_per_lp: Annotated[int, I128, PER_LP_QUOTE] = 0
    per_lp_base: Annotated[int, I8, COUNT] = 0  # exponent: a base unit is 1e9 * 10**per_lp_base shares
    target_base_asset_amount_per_lp: Annotated[int, I32, PER_LP_BASE] = 0
    # funding
    cumulative_funding_rate_long: Annotated[int, I128, FUNDING] = 0
    cumulative_funding_rate_short: Annotated[int, I128, FUNDING] = 0
    last_funding_rate: Annotated[int, I64, FUNDING] = 0
    last_funding_rate_long: Annotated[int, I64, FUNDING] = 0
    last_funding_rate_short: Annotated[int, I64, FUNDING] = 0
    net_unsettled_funding_pnl: Annotated[int, I64, QUOTE] = 0
    # fees
    total_fee: Annotated[int, I128, QUOTE] = 0
    total_mm_fee: Annotated[int, I128, QUOTE] = 0
    total_exchange_fee: Annotated[int, U128, QUOTE] = 0
    total_fee_minus_distributions: Annotated[int, I128, QUOTE] = 0
    total_fee_withdrawn: Annotated[int, U128, QUOTE] = 0
    total_liquidation_fee: Annotated[int, U128, QUOTE] = 0
    net_revenue_since_last_funding: Annotated[int, I64, QUOTE] = 0
    # settings
    order_step_size: Annotated[int, U64, BASE] = 0
    min_order_size: Annotated[int, U64, BASE] = 0
    base_spread: Annotated[int, U32, FRACTION] = 0
    max_spread: Annotated[int, U32, FRACTION] = 0
    long_spread: Annotated[int, U32, FRACTION] = 0
    short_spread: Annotated[int, U32, FRACTION] = 0
    reference_price_offset: Annotated[int, I32, FRACTION] = 0
    curve_update_intensity: Annotated[int, U8, PERCENT] = 0
    amm_jit_intensity: Annotated[int, U8, PERCENT] = 0
    amm_spread_adjustment: Annotated[int, I8, PERCENT] = 0
    amm_inventory_spread_adjustment: Annotated[int, I8, PERCENT] = 0
    max_fill_reserve_fraction: Annotated[int, U16, COUNT] = 1
    number_of_users: Annotated[int, U32, COUNT] = 0
    number_of_users_with_base: Annotated[int, U32, COUNT] = 0
    market_index: Annotated[int, U16, COUNT] = 0
    margin_ratio_initial: Annotated[int, U32, MARGIN] = 0
    fee_adjustment: Annotated[int, I8, PERCENT] = 0
    status: str = ACTIVE

    def copy(self) -> Self:
        """A market of its own with the same fields."""
        new: Self = object.__new__(type(self))
        new.__dict__.update(self.__dict__)
        return new
