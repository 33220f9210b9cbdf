"""Which rules a proof may leave out, by what the property reads; their contracts are in `properties.bal.abstractions`."""

from __future__ import annotations

DELTAS = ("settle_funding", "update_position_and_market")
"""How amounts enter a position and the market's sums."""

TRADE = (
    "swap_for_taker",
    "order_size",
    "is_fillable",
    "calculate_fee_for_fulfillment_with_amm",
    "update_quote_and_break_even",
)
"""What a taker's fill is beside the amounts it moves: its price, its size and its fee."""

FORMULA = ("formulaic_update_of_k", "adjust_k_cost", "calculate_funding_rate_long_short")
"""How liquidity follows funding, for what reads neither liquidity nor reserves nor fees."""

BUDGET = ("adjust_k_cost", "can_lower_k", "k_budget", "calculate_budgeted_k_scale", "calculate_funding_rate_long_short")
"""What decides how far k is changed, and for what."""

NO_SHARES = (*DELTAS, *BUDGET, "clean_up_after_last", "burn_remainder", "fill_against_amm", "order_size")
"""What neither reads nor writes shares or liquidity."""

NO_RESERVES = (*DELTAS, *BUDGET, *TRADE, "clean_up_after_last", "burn_remainder", "update_lp_market_position")
"""What neither reads nor writes reserves, save the swap and the change of k themselves, which leave them on the curve."""
