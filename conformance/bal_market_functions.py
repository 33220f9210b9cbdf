"""Examples of fills, fees and funding: which rule of the model each function is."""

from __future__ import annotations

from typing import Any

from conformance import decode
from conformance.bal_example import (
    DELTA,
    SPLIT,
    Given,
    chosen,
    example,
    market,
    position,
    shape,
)
from conformance.bal_fields import MARKET, POSITION, number
from model.arith import (
    I64,
    I128,
    U32,
    U64,
    U128,
    Width,
)
from model.bal import Bal

# Fills


@example(
    "calculate_per_lp_delta",
    user_lp_shares=U128,
    sqrt_k=U128,
    delta=DELTA,
    fee_to_market=I128,
    liquidity_split=SPLIT,
    base_unit=I128,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    delta = given["delta"]
    base, quote, fee = bal.calculate_per_lp_delta(
        market(given),
        delta["base_asset_amount"],
        delta["quote_asset_amount"],
        given["fee_to_market"],
        given["liquidity_split"],
        given["base_unit"],
    )
    return {"per_lp_delta_base": base, "per_lp_delta_quote": quote, "per_lp_fee": fee}


LP_SUMS = (
    "base_asset_amount_per_lp",
    "quote_asset_amount_per_lp",
    "base_asset_amount_with_amm",
    "base_asset_amount_with_unsettled_lp",
    "quote_asset_amount_with_unsettled_lp",
)


@example(
    "update_lp_market_position",
    **shape(MARKET, *LP_SUMS, "user_lp_shares", "sqrt_k", "per_lp_base"),
    delta=DELTA,
    fee_to_market=I128,
    liquidity_split=SPLIT,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    amm, delta = market(given), given["delta"]
    moved = bal.update_lp_market_position(
        amm,
        delta["base_asset_amount"],
        delta["quote_asset_amount"],
        given["fee_to_market"],
        given["liquidity_split"],
    )
    return {**chosen(amm, *LP_SUMS), "lp_delta_base": moved}


@example(
    "calculate_fee_for_fulfillment_with_amm",
    quote_asset_amount=U64,
    quote_asset_amount_surplus=I64,
    is_post_only=decode.flag,
    fee_adjustment=number(Width("i16", -(2**15), 2**15 - 1)),
    user_high_leverage_mode=decode.flag,
    fee_numerator=U32,
    fee_denominator=U32,
    maker_rebate_numerator=U32,
    maker_rebate_denominator=U32,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    fees = bal.calculate_fee_for_fulfillment_with_amm(
        given["quote_asset_amount"],
        given["quote_asset_amount_surplus"],
        given["fee_numerator"],
        given["fee_denominator"],
        given["fee_adjustment"],
        is_post_only=given["is_post_only"],
        user_high_leverage_mode=given["user_high_leverage_mode"],
        maker_rebate_numerator=given["maker_rebate_numerator"],
        maker_rebate_denominator=given["maker_rebate_denominator"],
    )
    nobody = {"filler_reward": 0, "referrer_reward": 0, "referee_discount": 0}
    return fees._asdict() | nobody


# Funding


@example("calculate_funding_payment_in_quote_precision", funding_rate_delta=I128, base_asset_amount=I128)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return {"payment": bal.funding_payment(given["funding_rate_delta"], given["base_asset_amount"])}


@example(
    "calculate_funding_payment",
    amm_cumulative_funding_rate=I128,
    **shape(POSITION, "last_cumulative_funding_rate", "base_asset_amount"),
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    payment = bal.calculate_funding_payment(given["amm_cumulative_funding_rate"], position(given))
    return {"funding_payment": payment}


FEES = shape(
    MARKET,
    "total_exchange_fee",
    "total_liquidation_fee",
    "total_fee_withdrawn",
    "total_fee_minus_distributions",
)
RATE = {
    **FEES,
    **shape(
        MARKET,
        "base_asset_amount_with_amm",
        "base_asset_amount_with_unsettled_lp",
        "base_asset_amount_long",
        "base_asset_amount_short",
        "net_revenue_since_last_funding",
    ),
    "funding_rate": I128,
}


@example("calculate_funding_rate_long_short", **RATE)
def funding_rates(bal: Bal, given: Given) -> dict[str, Any]:
    amm = market(given)
    result = bal.calculate_funding_rate_long_short(amm, given["funding_rate"])
    return {
        **result._asdict(),
        **chosen(amm, "total_fee_minus_distributions", "net_revenue_since_last_funding"),
    }


@example("calculate_funding_rate_long_short_capped", **RATE)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    capped = funding_rates(bal, given)
    return {**capped, "capped": capped["funding_rate_long"] != capped["funding_rate_short"]}


@example("calculate_fee_pool", **FEES)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    amm = market(given)
    return {"fee_pool": bal.calculate_fee_pool(amm), "total_fee_lower_bound": bal.total_fee_lower_bound(amm)}
