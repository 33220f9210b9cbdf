"""What proofs about BAL leave out unless a property uses it: checks of consistency, entry prices, counts, spreads, bounds."""

from __future__ import annotations

from model.arith import I64, Width
from model.bal import Bal, Market, Position
from model.bal.state import UpdateType
from properties.abstractions import Abstractions, Bookkeeping, Classification, Function

SPREAD_RESERVES = (
    "ask_base_asset_reserve",
    "ask_quote_asset_reserve",
    "bid_base_asset_reserve",
    "bid_quote_asset_reserve",
)

ABSTRACTIONS = Abstractions(
    checks=(
        "require_funding_paid",
        "validate_amm_account_for_fill",
        "validate_liquidity",
        "validate_perp_market",
        "validate_perp_position_with_perp_market",
        "validate_spreads",
        "validate_step_multiple",
        "validate_terminal_reserve",
    ),
    contracts={
        "base_unit": Function(
            Width("base unit", 1, 10**18),
            lambda market: market.per_lp_base,
            "exponents from -9 to 9 have units from 1 to 10**18",
        ),
        "apply_lp_rebase_to_perp_position": Bookkeeping(
            {Position: ("last_base_asset_amount_per_lp", "last_quote_asset_amount_per_lp", "per_lp_base")}
        ),
        "count_users": Bookkeeping({Market: ("number_of_users", "number_of_users_with_base")}),
        "count_users_by_quote": Bookkeeping({Market: ("number_of_users",)}),
        "get_position_update_type": Classification(
            tuple(UpdateType),
            ("update_position_and_market", Bal.update_position_and_market),
            ("count_users", "join_funding", "update_base_sums", "update_entry"),
        ),
        "join_funding": Bookkeeping({Position: ("last_cumulative_funding_rate",)}),
        "update_base_sums": Bookkeeping({Market: ("base_asset_amount_long", "base_asset_amount_short")}),
        "update_bounds": Bookkeeping(
            {Market: ("terminal_quote_asset_reserve", "min_base_asset_reserve", "max_base_asset_reserve")}
        ),
        "update_entry": Bookkeeping(
            {
                Market: (
                    "quote_entry_amount_long",
                    "quote_entry_amount_short",
                    "quote_break_even_amount_long",
                    "quote_break_even_amount_short",
                ),
                Position: ("quote_entry_amount", "quote_break_even_amount"),
            },
            returns=I64,
        ),
        "update_spread_reserves": Bookkeeping({Market: SPREAD_RESERVES}),
        "update_spreads": Bookkeeping(
            {Market: ("long_spread", "short_spread", "reference_price_offset", *SPREAD_RESERVES)}
        ),
    },
)
