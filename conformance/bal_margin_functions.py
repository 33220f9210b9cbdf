"""Examples of margin rules: which rule of the model each function is."""

from __future__ import annotations

from typing import Any

from conformance import decode
from conformance.bal_example import Given, example, shape
from conformance.bal_fields import MARKET, POSITION, STATUSES, one_of, recorded_or_none
from conformance.schema import widths
from model.arith import I64, I128, U8, U32, U64, U128
from model.bal import Account, Bal, ExchangeMarket, Prices
from model.bal.exchange import FILL, INITIAL, MAINTENANCE, PERPETUAL, PREDICTION

RULES = widths(ExchangeMarket)
REQUIREMENT = one_of(INITIAL, MAINTENANCE, FILL)
CONTRACT = one_of(PERPETUAL, PREDICTION)
RATIOS = shape(
    RULES,
    "margin_ratio_initial",
    "margin_ratio_maintenance",
    "high_leverage_margin_ratio_initial",
    "high_leverage_margin_ratio_maintenance",
    "imf_factor",
)
HELD = shape(
    POSITION,
    "base_asset_amount",
    "quote_asset_amount",
    "remainder_base_asset_amount",
    "lp_shares",
    "last_base_asset_amount_per_lp",
    "last_quote_asset_amount_per_lp",
    "per_lp_base",
    "last_cumulative_funding_rate",
    "open_bids",
    "open_asks",
    "open_orders",
)
SUMS = shape(
    MARKET,
    "base_asset_amount_with_amm",
    "base_asset_amount_with_unsettled_lp",
    "quote_asset_amount",
    "quote_asset_amount_with_unsettled_lp",
    "net_unsettled_funding_pnl",
)
AMM = SUMS | shape(
    RULES,
    "base_asset_amount_per_lp",
    "quote_asset_amount_per_lp",
    "per_lp_base",
    "order_step_size",
    "base_asset_reserve",
    "min_base_asset_reserve",
    "max_base_asset_reserve",
    "sqrt_k",
    "user_lp_shares",
    "cumulative_funding_rate_long",
    "cumulative_funding_rate_short",
    "last_oracle_price",
)
EXCHANGE = {
    **RATIOS,
    **shape(
        RULES,
        "unrealized_pnl_initial_asset_weight",
        "unrealized_pnl_maintenance_asset_weight",
        "unrealized_pnl_imf_factor",
        "unrealized_pnl_max_imbalance",
        "expiry_price",
    ),
    "status": one_of(*sorted(STATUSES)),
    "contract_type": CONTRACT,
    "amm": AMM,
}


def exchange_market(given: Given) -> ExchangeMarket:
    """A market with the given fields, those of its AMM among them."""
    fields = {**given, **given.get("amm", {})}
    return ExchangeMarket(**{name: value for name, value in fields.items() if name in vars(ExchangeMarket())})


@example("calculate_size_premium_liability_weight", size=U128, imf_factor=U32, liability_weight=U32, precision=U128)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    size, imf_factor, weight = given["size"], given["imf_factor"], given["liability_weight"]
    return {"weight": bal.calculate_size_premium_liability_weight(size, imf_factor, weight)}


@example("calculate_size_discount_asset_weight", size=U128, imf_factor=U32, asset_weight=U32)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    size, imf_factor, weight = given["size"], given["imf_factor"], given["asset_weight"]
    return {"weight": bal.calculate_size_discount_asset_weight(size, imf_factor, weight)}


@example(
    "get_margin_ratio",
    **RATIOS,
    status=one_of(*sorted(STATUSES)),
    size=U128,
    margin_requirement_type=REQUIREMENT,
    user_high_leverage_mode=decode.flag,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    kind, high_leverage = given["margin_requirement_type"], given["user_high_leverage_mode"]
    return {"margin_ratio": bal.get_margin_ratio(exchange_market(given), given["size"], kind, high_leverage)}


@example("get_unrealized_asset_weight", market=EXCHANGE, unrealized_pnl=I128, margin_requirement_type=REQUIREMENT)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    market, pnl = exchange_market(given["market"]), given["unrealized_pnl"]
    return {"weight": bal.get_unrealized_asset_weight(market, pnl, given["margin_requirement_type"])}


@example("calculate_net_user_pnl", **SUMS, oracle_price=I64)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    market = exchange_market(given)
    pnl = bal.calculate_net_user_pnl(market, given["oracle_price"])
    return {"net_user_pnl": pnl, "net_user_cost_basis": bal.calculate_net_user_cost_basis(market)}


@example("margin_requirement_for_lp_shares", lp_shares=U64, open_orders=U8, order_step_size=U64, valuation_price=I64)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    held = Account(lp_shares=given["lp_shares"], open_orders=given["open_orders"])
    price = given["valuation_price"]
    return {
        "lp_margin_requirement": bal.margin_requirement_for_lp_shares(exchange_market(given), held, price),
        "open_orders_margin_requirement": bal.margin_requirement_for_open_orders(held),
    }


@example(
    "worst_case_base_asset_amount",
    **shape(POSITION, "base_asset_amount", "open_bids", "open_asks"),
    oracle_price=I64,
    contract_type=CONTRACT,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    held = Account(**{name: given[name] for name in ("base_asset_amount", "open_bids", "open_asks")})
    base, value = bal.worst_case_base_asset_amount(held, given["oracle_price"], given["contract_type"])
    return {"worst_case_base_asset_amount": base, "worst_case_liability_value": value}


@example("worst_case_base_asset_amount_after_lp_simulation", position=HELD, market=EXCHANGE, oracle_price=I64)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    market, price = exchange_market(given["market"]), given["oracle_price"]
    settled = bal.simulate_settled_lp_position(market, Account(**given["position"]), price)
    base, _ = bal.worst_case_base_asset_amount(settled, price, market.contract_type)
    return {
        "base_asset_amount": settled.base_asset_amount,
        "quote_asset_amount": settled.quote_asset_amount,
        "open_bids": settled.open_bids,
        "open_asks": settled.open_asks,
        "worst_case_base_asset_amount": base,
    }


@example(
    "calculate_perp_position_value_and_pnl",
    position=HELD,
    market=EXCHANGE,
    oracle_price=I64,
    quote_price=I64,
    quote_price_twap_5min=recorded_or_none(I64),
    margin_requirement_type=REQUIREMENT,
    user_custom_margin_ratio=U32,
    user_high_leverage_mode=decode.flag,
    track_open_order_fraction=decode.flag,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return bal.calculate_perp_position_value_and_pnl(
        exchange_market(given["market"]),
        Account(**given["position"]),
        Prices(given["oracle_price"], given["quote_price"], given["quote_price_twap_5min"]),
        given["margin_requirement_type"],
        given["user_custom_margin_ratio"],
        given["user_high_leverage_mode"],
        given["track_open_order_fraction"],
    )._asdict()


@example(
    "calculate_lp_shares_to_burn_for_risk_reduction",
    position=HELD,
    market=EXCHANGE,
    oracle_price=I64,
    quote_oracle_price=I64,
    margin_shortage=U128,
    user_custom_margin_ratio=U32,
    user_high_leverage_mode=decode.flag,
)
def _(bal: Bal, given: Given) -> dict[str, Any]:
    return bal.calculate_lp_shares_to_burn_for_risk_reduction(
        exchange_market(given["market"]),
        Account(**given["position"]),
        Prices(given["oracle_price"], given["quote_oracle_price"]),
        given["margin_shortage"],
        given["user_custom_margin_ratio"],
        given["user_high_leverage_mode"],
    )._asdict()
