"""What proofs about BAL leave out unless a property uses it: checks of consistency, entry prices, counts, spreads, bounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from model.arith import I64, U128, Width
from model.bal import Bal, Market, Position
from model.bal.state import FillResult, FundingResult, KUpdate, UpdateType
from properties.abstractions import Abstractions, Bookkeeping, Call, Classification, Function
from properties.arbitrary import integer_fields

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


def delta_is_mirrored(call: Call) -> Iterator[tuple[str, Any]]:
    """What `update_position_and_market` does to base, remainder and quote of the position, and to the market's sums of them."""
    (market, position), (market_after, position_after) = call.before, call.after
    base_delta, quote_delta, remainder_delta = call.arguments
    moved = position_after.base_asset_amount - position.base_asset_amount
    net = market.base_asset_amount_long + market.base_asset_amount_short
    net_after = market_after.base_asset_amount_long + market_after.base_asset_amount_short
    yield "the sums of longs and shorts move as the base does", net_after - net == moved
    yield "quote moves by the delta", position_after.quote_asset_amount == position.quote_asset_amount + quote_delta
    yield "so does the sum of quote", market_after.quote_asset_amount == market.quote_asset_amount + quote_delta
    remainder, remainder_after = position.remainder_base_asset_amount, position_after.remainder_base_asset_amount
    unsettled = market_after.base_asset_amount_with_unsettled_lp - market.base_asset_amount_with_unsettled_lp
    if remainder_delta is None:
        yield "base moves by the delta", moved == base_delta
        yield "the remainder stays", remainder_after == remainder
        yield "nothing settles", unsettled == 0
        return
    yield "base and remainder move by the delta", moved + remainder_after - remainder == base_delta + remainder_delta
    yield "what settles leaves the unsettled", unsettled == moved


def funding_is_quote_for_quote(call: Call) -> Iterator[tuple[str, Any]]:
    """What a funding payment does to the quote of the position, and to the market's sum of it."""
    (market, position), (market_after, position_after) = call.before, call.after
    paid = position_after.quote_asset_amount - position.quote_asset_amount
    yield (
        "the sum of quote moves as the quote does",
        market_after.quote_asset_amount - market.quote_asset_amount == paid,
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
        "calculate_funding_rate_long_short": Bookkeeping(
            {Market: ("total_fee_minus_distributions", "net_revenue_since_last_funding")},
            returns=(FundingResult, integer_fields(FundingResult)),
        ),
        "fill_against_amm": Bookkeeping(
            {Market: (*MOVED_BY_DELTA, *MOVED_BY_FILL), Position: HELD},
            returns=(FillResult, integer_fields(FillResult)),
        ),
        "get_update_k_result": Bookkeeping({}, returns=(KUpdate, integer_fields(KUpdate))),
        "order_size": Bookkeeping({}, returns=U128),
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
    },
)
