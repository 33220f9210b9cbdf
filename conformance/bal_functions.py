"""Examples of BAL's single functions: which inputs each has, which rule of the model it is, what is compared.

The inputs name only the fields a function reads; the others of market and position are zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from conformance import decode
from conformance.bal_fields import MARKET, POSITION, Reader, number, one_of, recorded_or_none
from conformance.difference import Difference, first_difference
from model.arith import (
    I8,
    I32,
    I64,
    I128,
    U32,
    U64,
    U128,
    U192,
    Width,
    proportion_i128,
    proportion_u128,
    standardize,
    standardize_ceil,
    standardize_floor,
)
from model.bal import LONG, LP_OWNED, PROTOCOL_OWNED, REDUCE_ONLY, SHARED, SHORT, Bal, Market, Position
from model.curve import ADD, REMOVE, price, swap_output
from model.errors import Rejected

Given: TypeAlias = dict[str, Any]
Schema: TypeAlias = Mapping[str, Any]
Rule: TypeAlias = Callable[[Bal, Given], dict[str, Any]]

FIELDS = frozenset({"fn", "id", "regime", "in", "ok", "error", "out"})


@dataclass(frozen=True)
class Function:
    """A function: the shape of its inputs (nested, a reader or a width at each leaf), and how to evaluate it."""

    schema: Schema
    rule: Rule

    def judge(self, bal: Bal, line: Mapping[str, Any]) -> Difference | None:
        """Where the answer or refusal of the model is not the recorded one."""
        found = decode.fields(line, "", FIELDS)
        given = given_by(self.schema, found["in"], "in")
        panicked = type(found["error"]) is str and found["error"].startswith("PANIC")
        try:
            got = flat(self.rule(bal, given))
        except Rejected as refusal:
            if decode.flag(found["ok"], "ok"):
                return Difference("ok", "ok", f"refused: {refusal}")
            agreed = panicked or refusal.name == found["error"]
            return None if agreed else Difference("error", found["error"], str(refusal))
        except Exception as error:  # noqa: BLE001 the class may be anybody's, and its failure is what is looked for
            crashed = f"crashed: {type(error).__name__}: {error}"
            return Difference("ok", "ok" if found["ok"] is True else f"refused: {found['error']}", crashed)
        if not decode.flag(found["ok"], "ok"):
            return Difference("ok", f"refused: {found['error']}", "ok")
        return first_difference("out", flat(decode.record(found["out"], "out"), integer), got)


FUNCTIONS: dict[str, Function] = {}


def example(name: str, **schema: Any) -> Callable[[Rule], Rule]:
    """Enter the decorated rule as a function with inputs of that shape."""

    def enter(rule: Rule) -> Rule:
        FUNCTIONS[name] = Function(schema, rule)
        return rule

    return enter


def given_by(schema: Schema, value: Any, field: str) -> Given:
    """The inputs, decoded by the schema."""
    found = decode.fields(value, field, frozenset(schema))
    given: Given = {}
    for name, shape in schema.items():
        inner = f"{field}.{name}"
        if isinstance(shape, Width):
            given[name] = decode.integer(found[name], inner, shape)
        elif isinstance(shape, Mapping):
            given[name] = given_by(shape, found[name], inner)
        else:
            given[name] = shape(found[name], inner)
    return given


def flat(record: Mapping[str, Any], read: Reader | None = None, prefix: str = "") -> dict[str, Any]:
    """A record whose inner records are spread out under dotted names."""
    spread: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            spread |= flat(value, read, f"{prefix}{name}.")
        else:
            spread[prefix + name] = read(value, prefix + name) if read else value
    return spread


def integer(value: Any, field: str) -> int:
    """An integer of any width that the functions have."""
    return decode.integer(value, f"out.{field}", U192 if not str(value).startswith("-") else I128)


def market(given: Given) -> Market:
    """A market with the given fields."""
    return Market(**{name: value for name, value in given.items() if name in MARKET or name == "status"})


def position(given: Given) -> Position:
    """A position with the given fields."""
    return Position(**{name: value for name, value in given.items() if name in POSITION})


def shape(widths: Mapping[str, Width], *names: str) -> dict[str, Width]:
    """The part of a schema with these fields."""
    return {name: widths[name] for name in names}


def chosen(record: Market | Position, *names: str) -> dict[str, int]:
    """The named fields of a record."""
    return {name: getattr(record, name) for name in names}


SWAP = one_of(ADD, REMOVE)
ORDER = one_of(LONG, SHORT)
SPLIT = one_of(SHARED, PROTOCOL_OWNED, LP_OWNED)
DELTA = {
    "base_asset_amount": I64,
    "quote_asset_amount": I64,
    "remainder_base_asset_amount": recorded_or_none(I64),
}

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


@example(
    "calculate_funding_rate_long_short",
    **shape(
        MARKET,
        "base_asset_amount_with_amm",
        "base_asset_amount_with_unsettled_lp",
        "base_asset_amount_long",
        "base_asset_amount_short",
        "total_exchange_fee",
        "total_liquidation_fee",
        "total_fee_withdrawn",
        "total_fee_minus_distributions",
        "net_revenue_since_last_funding",
    ),
    funding_rate=I128,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    amm = market(given)
    result = bal.calculate_funding_rate_long_short(amm, given["funding_rate"])
    return {
        **result._asdict(),
        **chosen(amm, "total_fee_minus_distributions", "net_revenue_since_last_funding"),
    }
