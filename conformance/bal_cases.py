"""Cases of single rules of BAL: which rule of the model each operation is."""

from __future__ import annotations

from typing import Any

from conformance import bal_generated, bal_sequences, decode
from conformance.bal_case import CASES, MARKET, Found, Situation, case, list_of, side
from conformance.bal_example import SPLIT, Given
from conformance.bal_fields import number, recorded_or_none
from model.arith import I64, I128, U32, U64, U128, U192, proportion_i128, proportion_u128
from model.bal import Bal, ExchangeMarket, Prices

__all__ = ["CASES", "SEQUENCES"]

SEQUENCES = (bal_sequences, bal_generated)
"""The modules that enter the operations of several steps when they are imported."""

UPDATES = 100_000
"""A k that still changes after so many updates does not stop: a thousand go down to the LPs' shares."""

SCALED = ("base_asset_reserve", "quote_asset_reserve", "peg_multiplier", "base_asset_amount_with_amm")
"""What a budgeted change of k reads of the market."""

# Arithmetic and the curve


@case("get_proportion_i128", value=I128, numerator=U128, denominator=U128)
def _(bal: Bal, given: Situation) -> Found:
    return {"result": proportion_i128(**given.args)}


@case("get_proportion_u128", value=U128, numerator=U128, denominator=U128)
def _(bal: Bal, given: Situation) -> Found:
    return {"result": proportion_u128(**given.args)}


@case("calculate_bid_ask_bounds", concentration_coef=U128, terminal_base_reserve=U128)
def _(bal: Bal, given: Situation) -> Found:
    bounds = bal.calculate_bid_ask_bounds(given.args["concentration_coef"], given.args["terminal_base_reserve"])
    return dict(zip(("min_base_asset_reserve", "max_base_asset_reserve"), bounds, strict=True))


@case("update_concentration_coef (bounds)", "market", scale=U128)
def _(bal: Bal, given: Situation) -> Found:
    bal.update_concentration_coef(given.market, given.args["scale"])
    return vars(given.market)


@case("calculate_terminal_price_and_reserves", "market")
def terminal(bal: Bal, given: Situation) -> Found:
    quote, base = bal.calculate_terminal_reserves(given.market)
    price = bal.terminal_price(given.market)
    return {"terminal_price": price, "terminal_quote_reserve": quote, "terminal_base_reserve": base}


# Liquidity

UPDATE: dict[str, Any] = {"new_sqrt_k": U192, "bound_update": decode.flag}


@case("get_update_k_result", "market", **UPDATE)
def _(bal: Bal, given: Situation) -> Found:
    return bal.get_update_k_result(given.market, **given.args)._asdict()


@case("adjust_k_cost", "market", **UPDATE)
def _(bal: Bal, given: Situation) -> Found:
    return {"cost": bal.adjust_k_cost(given.market, bal.get_update_k_result(given.market, **given.args))}


@case("adjust_k_cost_and_update", "market", **UPDATE)
def _(bal: Bal, given: Situation) -> Found:
    update = bal.get_update_k_result(given.market, **given.args)
    cost = bal.adjust_k_cost(given.market, update)
    bal.apply_k_update(given.market, update)
    return {"cost": cost} | terminal(bal, given)


BUDGET: dict[str, Any] = {"budget": I128, "k_pct_upper_bound": U128, "k_pct_lower_bound": U128}
SCALE: dict[str, Any] = {name: MARKET[name] for name in SCALED} | BUDGET


@case("calculate_budgeted_k_scale", **SCALE)
def _(bal: Bal, given: Situation) -> Found:
    market = ExchangeMarket(**{name: given.args[name] for name in SCALED})
    numerator, denominator = bal.calculate_budgeted_k_scale(market, *(given.args[name] for name in BUDGET))
    return {"numerator": numerator, "denominator": denominator}


@case("formulaic_update_k (sequence)", "market", funding_imbalance_costs=list_of(number(I128)))
def _(bal: Bal, given: Situation) -> Found:
    for cost in given.args["funding_imbalance_costs"]:
        bal.formulaic_update_of_k(given.market, cost)
    return {}


@case("formulaic_update_k (iterate until sqrt_k stops changing)", "market", funding_imbalance_cost_each=I128)
def _(bal: Bal, given: Situation) -> Found:
    for _ in range(UPDATES):
        sqrt_k = given.market.sqrt_k
        bal.formulaic_update_of_k(given.market, given.args["funding_imbalance_cost_each"])
        if given.market.sqrt_k == sqrt_k:
            return {}
    raise RuntimeError(f"k still changes after {UPDATES} updates")


# LPs


@case("calculate_market_open_bids_asks", "market")
def _(bal: Bal, given: Situation) -> Found:
    bids, asks = bal.calculate_market_open_bids_asks(given.market)
    return {"open_bids": bids, "open_asks": asks}


@case("calculate_lp_open_bids_asks", "market", "position")
def _(bal: Bal, given: Situation) -> Found:
    bids, asks = bal.calculate_lp_open_bids_asks(given.market, given.position)
    return {"open_bids": bids, "open_asks": asks}


@case("calculate_settled_lp_base_quote", "market", "position")
def _(bal: Bal, given: Situation) -> Found:
    base, quote = bal.calculate_settled_lp_base_quote(given.market, given.position)
    return {"base": base, "quote": quote}


@case("calculate_settle_lp_metrics", "market", "position")
def _(bal: Bal, given: Situation) -> Found:
    return bal_sequences.claim(bal, given.market, given.position)


@case("calculate_per_lp_delta", "market", base=I64, quote=I64, fee_to_market=I128, split=SPLIT, base_unit=I128)
def _(bal: Bal, given: Situation) -> Found:
    names = ("base", "quote", "fee_to_market", "split", "base_unit")
    deltas = bal.calculate_per_lp_delta(given.market, *(given.args[name] for name in names))
    return dict(zip(("per_lp_delta_base", "per_lp_delta_quote", "per_lp_fee"), deltas, strict=True))


@case(
    "calculate_lp_shares_to_burn_for_risk_reduction",
    "market",
    "position",
    oracle_price=I64,
    quote_oracle_price=I64,
    margin_shortage=U128,
    user_custom_margin_ratio=U32,
    high_leverage=decode.flag,
)
def _(bal: Bal, given: Situation) -> Found:
    return bal.calculate_lp_shares_to_burn_for_risk_reduction(
        given.market,
        given.position,
        Prices(given.args["oracle_price"], given.args["quote_oracle_price"]),
        given.args["margin_shortage"],
        given.args["user_custom_margin_ratio"],
        given.args["high_leverage"],
    )._asdict()


# Positions


@case("get_position_update_type", "position", base=I64, remainder=recorded_or_none(I64))
def _(bal: Bal, given: Situation) -> Found:
    held = bal.base_with_remainder(given.position)
    change = given.args["base"] + (given.args["remainder"] or 0)
    return {"type": bal.get_position_update_type(given.position, held, change).value}


@case("entry_price_and_breakeven_price", "position")
def _(bal: Bal, given: Situation) -> Found:
    return bal_sequences.prices(bal, given.position)


# Funding and profit


@case("calculate_funding_rate_long_short", "market", funding_rate=I128)
def _(bal: Bal, given: Situation) -> Found:
    return bal.calculate_funding_rate_long_short(given.market, given.args["funding_rate"])._asdict()


@case("calculate_funding_payment_in_quote_precision", funding_rate_delta=I128, base_asset_amount=I128)
def _(bal: Bal, given: Situation) -> Found:
    return {"payment": bal.funding_payment(given.args["funding_rate_delta"], given.args["base_asset_amount"])}


@case("calculate_net_user_pnl", "market", oracle_price=I64)
def _(bal: Bal, given: Situation) -> Found:
    return {"net_user_pnl": bal.calculate_net_user_pnl(given.market, given.args["oracle_price"])}


# Fills


@case(
    "fill_against_amm",
    "market",
    "position",
    optional={"fee_numerator": U32, "fee_denominator": U32},
    base_asset_amount=U64,
    direction=side,
    fill_price=recorded_or_none(U64),
    split=SPLIT,
    user_fee=U64,
    filler_reward=U64,
)
def _(bal: Bal, given: Situation) -> Found:
    """A case that gives the fee alone is played with the rate that it is of the quote."""
    args = given.args
    size, direction, price = args["base_asset_amount"], args["direction"], args["fill_price"]
    quote, _ = bal.swap_for_taker(given.market.copy(), size, direction, price)
    rate: Given = {"fee_numerator": args["user_fee"], "fee_denominator": quote} | args
    filled = bal.fill_against_amm(
        given.market,
        given.position,
        size,
        direction,
        args["split"],
        price,
        rate["fee_numerator"],
        rate["fee_denominator"],
        args["filler_reward"],
    )
    return {"quote_asset_amount": filled.quote_asset_amount_filled}


JIT: dict[str, Any] = {
    "maker_base_asset_amount": U64,
    "auction_price": U64,
    "oracle_price": recorded_or_none(I64),
    "taker_direction": side,
    "split": SPLIT,
}


@case("calculate_jit_base_asset_amount", "market", **JIT)
def _(bal: Bal, given: Situation) -> Found:
    amount = bal.calculate_jit_base_asset_amount(given.market, *(given.args[name] for name in JIT))
    return {"jit_base_asset_amount": amount}


@case("imbalanced_base_asset_amount_with_lp", "market")
def _(bal: Bal, given: Situation) -> Found:
    return {"imbalanced_base_asset_amount_with_lp": bal.imbalanced_base_asset_amount_with_lp(given.market)}
