"""What proofs about BAL leave out unless a property uses it: checks, entry prices, counts, spreads, bounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from model.arith import I64, I128, U32, U64, U128, Width, floor_div, trunc_div
from model.bal import LONG, Bal, Exchange, Market, Position
from model.bal.exchange import Account, AccountMargin, ExchangeMarket, PositionMargin, Reduction
from model.bal.liquidation import Moved, Terms
from model.bal.state import FillFees, FillResult, FundingResult, KUpdate, LPMetrics, SettleResult, UpdateType
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


def delta_is_mirrored(call: Call) -> Iterator[tuple[str, Any]]:
    """What `update_position_and_market` does to base, remainder and quote, and to the market's sums of them."""
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


def remainder_does_not_grow(call: Call) -> Iterator[tuple[str, Any]]:
    """What `update_position_and_market` leaves of a remainder."""
    position, after = call.before[1], call.after[1]
    delta = call.arguments[2]
    if delta is None:
        yield "the remainder stays", after.remainder_base_asset_amount == position.remainder_base_asset_amount
    else:
        together = position.remainder_base_asset_amount + delta
        yield "no more is left than came together", abs(after.remainder_base_asset_amount) <= abs(together)


def twice_long(position: Position) -> int:
    """Twice the base of a long, 0 of any other position."""
    return position.base_asset_amount + abs(position.base_asset_amount)


def twice_short(position: Position) -> int:
    """Twice the base of a short, 0 of any other position."""
    return position.base_asset_amount - abs(position.base_asset_amount)


def sides_move_with_the_position(call: Call) -> Iterator[tuple[str, Any]]:
    """What `update_position_and_market` does to the sums of longs and shorts, beside the long or short of a position.

    Of the deltas that there are: a taker's whole steps, an LP's claim divided into whole steps and the rest, and a
    remainder that is burned.
    """
    (market, position), (market_after, position_after) = call.before, call.after
    step, base_delta, remainder_delta = market.order_step_size, call.arguments[0], call.arguments[2]
    if remainder_delta is None:
        whole = floor_div(base_delta, step) * step
    else:
        whole = trunc_div(base_delta + remainder_delta, step) * step
    if (base_delta - whole) * base_delta != 0:
        return
    longs = market_after.base_asset_amount_long - market.base_asset_amount_long
    shorts = market_after.base_asset_amount_short - market.base_asset_amount_short
    yield "the longs grow by whole steps", floor_div(longs, step) * step == longs
    yield "the shorts grow by whole steps", floor_div(shorts, step) * step == shorts
    yield "the longs grow no less than its long part", 2 * longs >= twice_long(position_after) - twice_long(position)
    yield (
        "the shorts grow no less than its short part",
        2 * shorts <= twice_short(position_after) - twice_short(position),
    )


def marks_follow_rebases(call: Call) -> Iterator[tuple[str, Any]]:
    """What following the rebases leaves of a position's marks: all of it where there were none."""
    (position,), (after,) = call.before, call.after
    (market,) = call.arguments
    yield "it has followed", after.per_lp_base == market.per_lp_base
    if position.per_lp_base == market.per_lp_base:
        for name in ("last_base_asset_amount_per_lp", "last_quote_asset_amount_per_lp"):
            yield f"{name} stays", getattr(after, name) == getattr(position, name)


def funding_is_quote_for_quote(call: Call) -> Iterator[tuple[str, Any]]:
    """What a funding payment does to the quote of the position, and to the market's sum of it."""
    (market, position), (market_after, position_after) = call.before, call.after
    paid = position_after.quote_asset_amount - position.quote_asset_amount
    yield (
        "the sum of quote moves as the quote does",
        market_after.quote_asset_amount - market.quote_asset_amount == paid,
    )


def remainder_is_handed_over(call: Call) -> Iterator[tuple[str, Any]]:
    """What burning a remainder does: the AMM takes over what the LPs held, and the charge is quote for quote."""
    (market, position), (market_after, position_after) = call.before, call.after
    remainder = position.remainder_base_asset_amount
    moved = position_after.base_asset_amount - position.base_asset_amount
    net = market.base_asset_amount_long + market.base_asset_amount_short
    net_after = market_after.base_asset_amount_long + market_after.base_asset_amount_short
    unsettled = market_after.base_asset_amount_with_unsettled_lp - market.base_asset_amount_with_unsettled_lp
    charged = position_after.quote_asset_amount - position.quote_asset_amount
    yield "the sums of longs and shorts move as the base does", net_after - net == moved
    yield "nothing of it becomes base", moved == 0
    yield "nothing of it remains", position_after.remainder_base_asset_amount == 0
    yield "the AMM takes it", market_after.base_asset_amount_with_amm == market.base_asset_amount_with_amm - remainder
    yield "the unsettled give it", unsettled == remainder
    yield (
        "the sum of quote moves as the quote does",
        market_after.quote_asset_amount - market.quote_asset_amount == charged,
    )
    yield "the charge is what the quote loses", charged == -call.answer


def k_is_as_asked(call: Call) -> Iterator[tuple[str, Any]]:
    """What a change of k results in: the liquidity asked for, and reserves on its curve."""
    _, new_sqrt_k, _ = call.arguments
    update = call.answer
    yield "k is as asked", update.sqrt_k == new_sqrt_k
    yield "there is base", update.base_asset_reserve >= 1
    square = update.sqrt_k * update.sqrt_k
    yield "reserves on the curve", update.quote_asset_reserve == square // update.base_asset_reserve


def scale_is_within_its_bounds(call: Call) -> Iterator[tuple[str, Any]]:
    """What factor of k is found for a budget: no less than the lower bound, over its precision."""
    highest, lowest = call.arguments[-2:]
    if lowest <= highest:
        yield "no less than the lower bound", call.answer >= lowest
        sqrt_k = call.arguments[0].sqrt_k
        yield "nor of k", sqrt_k * call.answer >= sqrt_k * lowest


def reserves_stay_on_the_curve(call: Call) -> Iterator[tuple[str, Any]]:
    """What a swap leaves: reserves on the curve of the same liquidity, the base moved by its size."""
    (market,), (after,) = call.before, call.after
    size, direction, _ = call.arguments
    moved = -size if direction == LONG else size
    yield "there is base", after.base_asset_reserve >= 1
    yield "the base moves by the size", after.base_asset_reserve == market.base_asset_reserve + moved
    yield "reserves on the curve", after.quote_asset_reserve == after.sqrt_k * after.sqrt_k // after.base_asset_reserve


def base_moves_between_amm_and_lps(call: Call) -> Iterator[tuple[str, Any]]:
    """What giving the LPs their part of a fill does to the base of AMM and LPs together: nothing."""
    (market,), (after,) = call.before, call.after
    base = market.base_asset_amount_with_amm + market.base_asset_amount_with_unsettled_lp
    yield "together unchanged", after.base_asset_amount_with_amm + after.base_asset_amount_with_unsettled_lp == base
    if market.user_lp_shares == 0:
        yield "none without LPs", after.base_asset_amount_with_amm == market.base_asset_amount_with_amm


def something_is_burned(call: Call) -> Iterator[tuple[str, Any]]:
    """What de-risking takes of an LP's shares, before it is known whether there are as many."""
    if call.arguments[0].order_step_size >= 1 and call.arguments[1].lp_shares >= 1:
        yield "a share at least", call.answer.lp_shares_to_burn >= 1


def order_is_whole_steps(call: Call) -> Iterator[tuple[str, Any]]:
    """What of an order the AMM takes."""
    market = call.arguments[0]
    yield "whole steps", floor_div(call.answer, market.order_step_size) * market.order_step_size == call.answer


def quote_moves_by_the_delta(call: Call) -> Iterator[tuple[str, Any]]:
    """What adding to the quote does to the position, and to the market's sum of it."""
    (market, position), (market_after, position_after) = call.before, call.after
    (delta,) = call.arguments
    yield "quote moves by the delta", position_after.quote_asset_amount == position.quote_asset_amount + delta
    yield "so does the sum of quote", market_after.quote_asset_amount == market.quote_asset_amount + delta


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
