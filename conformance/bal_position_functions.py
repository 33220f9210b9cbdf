"""Examples of settlement, room and positions: which rule of the model each function is."""

from __future__ import annotations

from typing import Any

from conformance.bal_example import (
    DELTA,
    Given,
    chosen,
    example,
    market,
    position,
    shape,
)
from conformance.bal_fields import MARKET, POSITION
from model.arith import (
    I8,
    I64,
    U64,
    U128,
)
from model.bal import Bal, Market

# Settlement


@example("get_per_lp_base_unit", per_lp_base=I8)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return {"base_unit": bal.base_unit(market(given))}


MARKS = shape(POSITION, "last_base_asset_amount_per_lp", "last_quote_asset_amount_per_lp", "per_lp_base")


@example("apply_lp_rebase_to_perp_position", **MARKS, market_per_lp_base=I8)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    held = position(given)
    bal.apply_lp_rebase_to_perp_position(Market(per_lp_base=given["market_per_lp_base"]), held)
    return chosen(held, *MARKS)


ACCUMULATORS = shape(MARKET, "base_asset_amount_per_lp", "quote_asset_amount_per_lp", "per_lp_base", "order_step_size")


@example("calculate_settle_lp_metrics", amm=ACCUMULATORS, position={"lp_shares": U64, **MARKS})
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return bal.calculate_settle_lp_metrics(market(given["amm"]), position(given["position"]))._asdict()


PREVIEW = ("base_asset_amount", "quote_asset_amount", "remainder_base_asset_amount", "open_bids", "open_asks")


@example(
    "simulate_settled_lp_position",
    amm={
        **ACCUMULATORS,
        **shape(MARKET, "base_asset_reserve", "min_base_asset_reserve", "max_base_asset_reserve", "sqrt_k"),
    },
    position={"lp_shares": U64, **MARKS, **shape(POSITION, *PREVIEW)},
    valuation_price=I64,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    settled = bal.simulate_settled_lp_position(
        market(given["amm"]), position(given["position"]), given["valuation_price"]
    )
    return chosen(settled, *PREVIEW, *MARKS)


ROOM = shape(MARKET, "base_asset_reserve", "min_base_asset_reserve", "max_base_asset_reserve")


@example("calculate_market_open_bids_asks", **ROOM)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    bids, asks = bal.calculate_market_open_bids_asks(market(given))
    return {"max_bids": bids, "max_asks": asks}


@example("calculate_lp_open_bids_asks", **ROOM, sqrt_k=U128, lp_shares=U64)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    bids, asks = bal.calculate_lp_open_bids_asks(market(given), position(given))
    return {"open_bids": bids, "open_asks": asks}


@example(
    "can_lower_k",
    **ROOM,
    **shape(MARKET, "base_asset_amount_with_amm", "min_order_size", "sqrt_k", "user_lp_shares"),
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    amm = market(given)
    return {"can_lower_k": bal.can_lower_k(amm), "lower_bound_sqrt_k": bal.lower_bound_sqrt_k(amm)}


SUMS = (
    "base_asset_amount_long",
    "base_asset_amount_short",
    "base_asset_amount_with_unsettled_lp",
    "quote_asset_amount_with_unsettled_lp",
    "quote_asset_amount",
    "quote_entry_amount_long",
    "quote_entry_amount_short",
    "quote_break_even_amount_long",
    "quote_break_even_amount_short",
    "number_of_users",
    "number_of_users_with_base",
)
HELD = (
    "base_asset_amount",
    "quote_asset_amount",
    "quote_entry_amount",
    "quote_break_even_amount",
    "remainder_base_asset_amount",
    "last_cumulative_funding_rate",
    "lp_shares",
)
RATES = shape(MARKET, "cumulative_funding_rate_long", "cumulative_funding_rate_short")


@example(
    "update_position_and_market",
    market=shape(MARKET, *SUMS),
    position=shape(POSITION, *HELD),
    order_step_size=U64,
    **RATES,
    delta=DELTA,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    amm, held = market({**given, **given["market"]}), position(given["position"])
    pnl = bal.update_position_and_market(amm, held, *given["delta"].values())
    return {"market": chosen(amm, *SUMS), "position": chosen(held, *HELD), "pnl": pnl}
