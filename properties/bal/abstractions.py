"""What proofs about BAL leave out unless a property uses it: checks, entry prices, counts, spreads, bounds."""

from __future__ import annotations

from model.arith import I64, I128, U32, U64, U128, Width
from model.bal import Bal, Exchange, Market, Position
from model.bal.exchange import Account, AccountMargin, ExchangeMarket, PositionMargin, Reduction
from model.bal.liquidation import Moved, Terms
from model.bal.state import FillFees, FillResult, FundingResult, KUpdate, LPMetrics, SettleResult, UpdateType
from properties.abstractions import Abstractions, Bookkeeping, Classification, Function
from properties.arbitrary import integer_fields
from properties.bal.ensured import (
    base_moves_between_amm_and_lps,
    delta_is_mirrored,
    funding_is_quote_for_quote,
    k_is_as_asked,
    marks_follow_rebases,
    order_is_whole_steps,
    quote_moves_by_the_delta,
    remainder_does_not_grow,
    remainder_is_handed_over,
    reserves_stay_on_the_curve,
    scale_is_within_its_bounds,
    sides_move_with_the_position,
    something_is_burned,
)

SPREAD_RESERVES = (
    "ask_base_asset_reserve",
    "ask_quote_asset_reserve",
    "bid_base_asset_reserve",
    "bid_quote_asset_reserve",
)

MARKET_ENTRIES = (
    "quote_entry_amount_long",
    "quote_entry_amount_short",
    "quote_break_even_amount_long",
    "quote_break_even_amount_short",
)

MOVED_BY_DELTA = (
    "base_asset_amount_long",
    "base_asset_amount_short",
    "base_asset_amount_with_unsettled_lp",
    "quote_asset_amount_with_unsettled_lp",
    "quote_asset_amount",
    *MARKET_ENTRIES,
    "number_of_users",
    "number_of_users_with_base",
)
"""What of the market a change of a position moves."""

HELD = (
    "base_asset_amount",
    "remainder_base_asset_amount",
    "quote_asset_amount",
    "quote_entry_amount",
    "quote_break_even_amount",
    "last_cumulative_funding_rate",
)
"""What of a position a delta changes."""

EXPONENT = "exponents of the base unit are within 9 (specification 3.6)"

MARKS = ("last_base_asset_amount_per_lp", "last_quote_asset_amount_per_lp", "per_lp_base")
"""Up to where an LP has been given its part."""

MOVED_BY_FILL = (
    "base_asset_reserve",
    "quote_asset_reserve",
    "base_asset_amount_with_amm",
    "base_asset_amount_per_lp",
    "quote_asset_amount_per_lp",
    "terminal_quote_asset_reserve",
    "min_base_asset_reserve",
    "max_base_asset_reserve",
    *SPREAD_RESERVES,
    "total_fee",
    "total_exchange_fee",
    "total_mm_fee",
    "total_fee_minus_distributions",
    "net_revenue_since_last_funding",
)
"""What of the market a fill moves beside the sums over positions."""

ABSTRACTIONS = Abstractions(
    of=Bal,
    wider=Exchange,
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
        "base_unit": Function(Width("base unit", 1, 10**18), "per_lp_base", range(-9, 10), EXPONENT),
        "apply_lp_rebase_to_perp_position": Bookkeeping({Position: MARKS}),
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
                Market: MARKET_ENTRIES,
                Position: ("quote_entry_amount", "quote_break_even_amount"),
            },
            returns=I64,
        ),
        "update_spread_reserves": Bookkeeping({Market: SPREAD_RESERVES}),
        "update_spreads": Bookkeeping(
            {Market: ("long_spread", "short_spread", "reference_price_offset", *SPREAD_RESERVES)}
        ),
    },
    on_request={
        "adjust_k_cost": Bookkeeping({}, returns=I128),
        "apply_lp_rebase_to_perp_position/marks": Bookkeeping(
            {Position: MARKS}, ensures=marks_follow_rebases, proved_by="C11"
        ),
        "burn_remainder": Bookkeeping(
            {
                Market: ("base_asset_amount_with_amm", *MOVED_BY_DELTA),
                Position: HELD,
            },
            returns=I64,
            ensures=remainder_is_handed_over,
            proved_by="C04",
        ),
        "calculate_budgeted_k_scale": Bookkeeping({}, returns=(I128, I128)),
        "apply_cost_to_market": Bookkeeping(
            {
                Market: (
                    "total_fee_minus_distributions",
                    "net_revenue_since_last_funding",
                )
            },
            returns=bool,
        ),
        "budgeted_k_scale": Bookkeeping({}, returns=I128, ensures=scale_is_within_its_bounds, proved_by="C12"),
        "calculate_fee_pool": Bookkeeping({}, returns=I128),
        "calculate_fee_for_fulfillment_with_amm": Bookkeeping({}, returns=FillFees),
        "calculate_funding_rate_long_short": Bookkeeping(
            {Market: ("total_fee_minus_distributions", "net_revenue_since_last_funding")}, returns=FundingResult
        ),
        "calculate_account_margin": Bookkeeping({}, returns=AccountMargin),
        "get_unrealized_asset_weight": Bookkeeping({}, returns=U32),
        "margin_requirement_for_lp_shares": Bookkeeping({}, returns=U128),
        "margin_requirement_for_open_orders": Bookkeeping({}, returns=U128),
        "unrealized_funding": Bookkeeping({}, returns=I128),
        "calculate_perp_position_value_and_pnl": Bookkeeping({}, returns=PositionMargin),
        "calculate_base_asset_value_with_oracle_price": Bookkeeping({}, returns=U128),
        "calculate_lp_open_bids_asks": Bookkeeping({}, returns=(I64, I64)),
        "add_margin_freed": Bookkeeping({Account: ("liquidation_margin_freed",)}),
        "hand_over": Bookkeeping({Market: (*MOVED_BY_DELTA, "total_liquidation_fee"), Position: HELD}, returns=Moved),
        "is_bankrupt": Classification((False, True)),
        "reuse_slot": Bookkeeping({Position: tuple(integer_fields(Position))}),
        "terms_of_transfer": Bookkeeping({}, returns=Terms),
        "get_liquidation_fee": Bookkeeping({}, returns=U32),
        "calculate_perp_if_fee": Bookkeeping({}, returns=U32),
        "base_to_cover_shortage": Bookkeeping({}, returns=U64),
        "max_pct_to_liquidate": Bookkeeping({}, returns=U128),
        "calculate_settle_lp_metrics": Bookkeeping({}, returns=LPMetrics),
        "get_margin_ratio": Bookkeeping({}, returns=U32),
        "worst_case_base_asset_amount": Bookkeeping({}, returns=(I128, U128)),
        "calculate_net_user_pnl": Bookkeeping({}, returns=I128),
        "claimable_pnl": Bookkeeping({}, returns=I128),
        "fee_pool_bound": Bookkeeping({}, returns=I128),
        "calculate_per_lp_delta": Bookkeeping({}, returns=(I128, I128, I128)),
        "can_lower_k": Classification((False, True)),
        "clean_up_after_last": Bookkeeping({Position: ("remainder_base_asset_amount",)}),
        "get_update_k_result": Bookkeeping({}, returns=KUpdate, ensures=k_is_as_asked, proved_by="C03"),
        "k_budget": Bookkeeping({}, returns=I128),
        "swap_for_taker": Bookkeeping(
            {Market: ("base_asset_reserve", "quote_asset_reserve")},
            returns=(U64, I64),
            ensures=reserves_stay_on_the_curve,
            proved_by="C05",
        ),
        "calculate_lp_shares_to_burn_for_risk_reduction": Bookkeeping(
            {}, returns=Reduction, ensures=something_is_burned, proved_by="C13"
        ),
        "settle_with_pool": Bookkeeping(
            {
                Market: ("quote_asset_amount", "number_of_users"),
                ExchangeMarket: ("pnl_pool_balance", "fee_pool_balance"),
                Position: ("quote_asset_amount", "settled_pnl"),
                Account: ("collateral",),
            },
            returns=I64,
        ),
        "unrealized_pnl": Bookkeeping({}, returns=(U128, I128)),
        "weighted_pnl": Bookkeeping({}, returns=I128),
        "meets_maintenance": Classification((False, True)),
        "settle_lp_position": Bookkeeping(
            {Market: MOVED_BY_DELTA, Position: (*HELD, *MARKS)},
            returns=SettleResult,
        ),
        "update_lp_market_position": Bookkeeping(
            {
                Market: (
                    "base_asset_amount_per_lp",
                    "quote_asset_amount_per_lp",
                    "base_asset_amount_with_amm",
                    "base_asset_amount_with_unsettled_lp",
                    "quote_asset_amount_with_unsettled_lp",
                )
            },
            returns=I128,
            ensures=base_moves_between_amm_and_lps,
            proved_by="C06",
        ),
        "update_quote_and_break_even": Bookkeeping(
            {
                Market: ("quote_asset_amount", "number_of_users", *MARKET_ENTRIES),
                Position: ("quote_asset_amount", "quote_break_even_amount"),
            },
            ensures=quote_moves_by_the_delta,
            proved_by="C07",
        ),
        "capped_funding_rate": Bookkeeping({}, returns=I128),
        "total_fee_lower_bound": Bookkeeping({}, returns=U128),
        "fill_against_amm": Bookkeeping(
            {Market: (*MOVED_BY_DELTA, *MOVED_BY_FILL), Position: HELD},
            returns=FillResult,
        ),
        "formulaic_update_of_k": Bookkeeping(
            {
                Market: (
                    "sqrt_k",
                    "base_asset_reserve",
                    "quote_asset_reserve",
                    "terminal_quote_asset_reserve",
                    "min_base_asset_reserve",
                    "max_base_asset_reserve",
                    "total_fee_minus_distributions",
                    "net_revenue_since_last_funding",
                    "long_spread",
                    "short_spread",
                    "reference_price_offset",
                    *SPREAD_RESERVES,
                )
            },
            returns=bool,
        ),
        "is_fillable": Classification((False, True)),
        "order_size": Bookkeeping({}, returns=U128, ensures=order_is_whole_steps, proved_by="C08"),
        "settle_funding": Bookkeeping(
            {
                Market: ("net_unsettled_funding_pnl", "quote_asset_amount", *MARKET_ENTRIES, "number_of_users"),
                Position: (
                    "cumulative_perp_funding",
                    "last_cumulative_funding_rate",
                    "quote_asset_amount",
                    "quote_break_even_amount",
                ),
            },
            ensures=funding_is_quote_for_quote,
            proved_by="C02",
        ),
        "update_position_and_market": Bookkeeping(
            {
                Market: MOVED_BY_DELTA,
                Position: HELD,
            },
            returns=I64,
            ensures=delta_is_mirrored,
            proved_by="C01",
        ),
        "update_position_and_market/remainder": Bookkeeping(
            {Market: MOVED_BY_DELTA, Position: HELD}, returns=I64, ensures=remainder_does_not_grow, proved_by="C09"
        ),
        "update_position_and_market/sides": Bookkeeping(
            {Market: MOVED_BY_DELTA, Position: HELD}, returns=I64, ensures=sides_move_with_the_position, proved_by="C10"
        ),
    },
)
