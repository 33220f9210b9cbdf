"""Examples of the arithmetic and the curve: which rule of the model each function is."""

from __future__ import annotations

from typing import Any

from conformance import decode
from conformance.bal_example import (
    ORDER,
    SWAP,
    Given,
    chosen,
    example,
    market,
    shape,
)
from conformance.bal_fields import MARKET, one_of
from model.arith import (
    I32,
    I64,
    I128,
    U32,
    U64,
    U128,
    U192,
    proportion_i128,
    proportion_u128,
    standardize,
    standardize_ceil,
    standardize_floor,
)
from model.bal import REDUCE_ONLY, Bal
from model.curve import price, swap_output

# Arithmetic


@example("get_proportion_u128", value=U128, numerator=U128, denominator=U128)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return {"proportion": proportion_u128(**given)}


@example("get_proportion_i128", value=I128, numerator=U128, denominator=U128)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return {"proportion": proportion_i128(**given)}


@example("standardize_base_asset_amount", base_asset_amount=U64, step_size=U64)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return {"standardized": standardize_floor(given["base_asset_amount"], given["step_size"])}


@example("standardize_base_asset_amount_ceil", base_asset_amount=U64, step_size=U64)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return {"standardized": standardize_ceil(given["base_asset_amount"], given["step_size"])}


@example("standardize_base_asset_amount_with_remainder_i128", base_asset_amount=I128, step_size=U128)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    whole, remainder = standardize(given["base_asset_amount"], given["step_size"])
    return {"standardized": whole, "remainder": remainder}


# The curve


@example("calculate_price", quote_asset_reserve=U128, base_asset_reserve=U128, peg_multiplier=U128)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return {"price": price(given["quote_asset_reserve"], given["base_asset_reserve"], given["peg_multiplier"])}


@example("calculate_swap_output", swap_amount=U128, input_asset_reserve=U128, direction=SWAP, invariant_sqrt=U128)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    reserve, opposite = swap_output(
        given["invariant_sqrt"], given["input_asset_reserve"], given["swap_amount"], given["direction"]
    )
    return {"output_asset_reserve": opposite, "input_asset_reserve": reserve}


@example(
    "calculate_quote_asset_amount_swapped",
    quote_asset_reserve_before=U128,
    quote_asset_reserve_after=U128,
    direction=SWAP,
    peg_multiplier=U128,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return {
        "quote_asset_amount": bal.calculate_quote_asset_amount_swapped(
            given["quote_asset_reserve_before"],
            given["quote_asset_reserve_after"],
            given["direction"],
            given["peg_multiplier"],
        )
    }


RESERVES = shape(MARKET, "base_asset_reserve", "quote_asset_reserve", "sqrt_k")
SPREAD_RESERVES = (
    "ask_base_asset_reserve",
    "ask_quote_asset_reserve",
    "bid_base_asset_reserve",
    "bid_quote_asset_reserve",
)


@example(
    "swap_base_asset",
    **RESERVES,
    **shape(MARKET, "peg_multiplier", *SPREAD_RESERVES),
    base_asset_swap_amount=U64,
    direction=SWAP,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    amm = market(given)
    quote, surplus = bal.swap_base_asset(amm, given["base_asset_swap_amount"], given["direction"])
    return {
        **chosen(amm, "base_asset_reserve", "quote_asset_reserve"),
        "quote_asset_amount": quote,
        "quote_asset_amount_surplus": surplus,
    }


@example("update_spread_reserves", **RESERVES, long_spread=U32, short_spread=U32, reference_price_offset=I32)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    amm = market(given)
    bal.update_spread_reserves(amm)
    return chosen(amm, *SPREAD_RESERVES)


@example("calculate_terminal_reserves", base_asset_reserve=U128, sqrt_k=U128, base_asset_amount_with_amm=I128)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    quote, base = bal.calculate_terminal_reserves(market(given))
    return {"terminal_quote_asset_reserve": quote, "terminal_base_asset_reserve": base}


@example("calculate_bid_ask_bounds", concentration_coef=U128, base_asset_reserve=U128)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    lowest, highest = bal.calculate_bid_ask_bounds(given["concentration_coef"], given["base_asset_reserve"])
    return {"min_base_asset_reserve": lowest, "max_base_asset_reserve": highest}


@example(
    "calculate_amm_available_liquidity",
    **shape(
        MARKET,
        "base_asset_reserve",
        "min_base_asset_reserve",
        "max_base_asset_reserve",
        "max_fill_reserve_fraction",
        "order_step_size",
    ),
    direction=ORDER,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return {"available": bal.calculate_amm_available_liquidity(market(given), given["direction"])}


@example("calculate_base_asset_value", **RESERVES, user_lp_shares=U128, peg_multiplier=U128, base_asset_amount=I128)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return {"base_asset_value": bal.calculate_base_asset_value(market(given), given["base_asset_amount"])}


@example("calculate_base_asset_value_with_oracle_price", base_asset_amount=I128, oracle_price=I64)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    value = bal.calculate_base_asset_value_with_oracle_price(given["base_asset_amount"], given["oracle_price"])
    return {"base_asset_value": value}


# Liquidity


@example(
    "get_update_k_result",
    **shape(MARKET, "sqrt_k", "base_asset_reserve", "base_asset_amount_with_amm"),
    status=one_of("Active", REDUCE_ONLY),
    new_sqrt_k=U192,
    bound_update=decode.flag,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return bal.get_update_k_result(market(given), given["new_sqrt_k"], given["bound_update"])._asdict()


@example(
    "update_k",
    **RESERVES,
    **shape(
        MARKET,
        "base_asset_amount_with_amm",
        "peg_multiplier",
        "concentration_coef",
        "base_spread",
        "amm_spread_adjustment",
    ),
    new_sqrt_k=U192,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    amm = market(given)
    bal.apply_k_update(amm, bal.get_update_k_result(amm, given["new_sqrt_k"], False))
    return chosen(
        amm,
        *RESERVES,
        "terminal_quote_asset_reserve",
        "min_base_asset_reserve",
        "max_base_asset_reserve",
        "long_spread",
        "short_spread",
        "reference_price_offset",
        *SPREAD_RESERVES,
    )


@example(
    "calculate_budgeted_k_scale",
    **shape(MARKET, "base_asset_reserve", "quote_asset_reserve", "peg_multiplier", "base_asset_amount_with_amm"),
    budget=I128,
    k_pct_upper_bound=U128,
    k_pct_lower_bound=U128,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    numerator, denominator = bal.calculate_budgeted_k_scale(
        market(given), given["budget"], given["k_pct_upper_bound"], given["k_pct_lower_bound"]
    )
    return {"numerator": numerator, "denominator": denominator}
