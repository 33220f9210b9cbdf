"""How the cases of the program's own unit tests are replayed: one evaluator for each kind of case."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from model.arith import proportion_i128, proportion_u128, sign, standardize, trunc_div
from model.bal import Bal, Market, Position, constants
from model.bal.state import FillFees, KUpdate
from model.curve import price
from model.errors import Rejected

FILE = Path(__file__).parents[2] / "vectors" / "bal" / "unit_cases.json"
BAL = Bal()

OUTSIDE = frozenset({"imf_factor", "last_24h_avg_funding_rate"})
"""Fields of the program's market that none of the modelled rules reads."""

Case = dict[str, Any]
Found = dict[str, Any]

EVALUATORS: dict[str, Callable[[Market, Position, Case], Found]] = {}


def cases() -> list[Case]:
    """All cases of the file."""
    found: list[Case] = json.loads(FILE.read_text())
    return found


def evaluate(case: Case) -> Found:
    """What the model finds for a case, under the names that the case uses; a refusal is found as `error`."""
    before = case["before"]
    known = {name: value for name, value in before.get("market", {}).items() if name not in OUTSIDE}
    market, position = Market(**known), Position(**before.get("position", {}))
    try:
        found = EVALUATORS[case["operation"]](market, position, case["args"])
    except Rejected as refusal:
        return {"error": refusal.name}
    return {"market": vars(market), "position": vars(position), "ok": True} | found


def differences(expected: Any, found: Any, path: str = "") -> Iterator[str]:
    """Where what is expected is not found; an expected error may be followed by an explanation."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            if name != "note":
                yield from differences(value, found.get(name), f"{path}.{name}")
    elif path == ".error":
        if expected.split(" ")[0] != found:
            yield f"{path}: expected {expected}, found {found}"
    elif expected != found:
        yield f"{path}: expected {expected}, found {found}"


def of(*operations: str) -> Callable[[Callable[..., Found]], Callable[..., Found]]:
    """Enter the decorated evaluator for cases of these operations."""

    def enter(evaluator: Callable[..., Found]) -> Callable[..., Found]:
        for operation in operations:
            EVALUATORS[operation] = evaluator
        return evaluator

    return enter


# Sequences of steps


@of("sequence")
def sequence(market: Market, position: Position, args: Case) -> Found:
    found: Found = {}
    precomputed = KUpdate(0, 0, 0)
    for step in args["steps"]:
        given = dict(step)
        operation = given.pop("op")
        if operation == "mint":
            BAL.mint_shares(market, position, given["n_shares"], None)
        elif operation == "settle":
            found["pnl"] = BAL.settle_lp_position(market, position).pnl
        elif operation == "burn":
            result = BAL.burn_shares(market, position, given["shares_to_burn"], given["oracle_price"], None)
            found["pnl"] = result.pnl
        elif operation == "set_market":
            vars(market).update(given)
        elif operation == "set_position":
            vars(position).update(given)
        elif operation == "rebase_market":
            BAL.apply_lp_rebase_to_perp_market(market, given["expo_diff"])
        elif operation == "update_position":
            found["pnl"] = BAL.update_position_and_market(
                market, position, given["base"], given["quote"], given["remainder"]
            )
        elif operation == "update_lp":
            found["lp_delta_base"] = BAL.update_lp_market_position(
                market, given["base"], given["quote"], given["fee"], given["split"]
            )
        elif operation == "compute_update_k":
            precomputed = BAL.get_update_k_result(market, **given)
        elif operation == "adjust_k_cost_with_precomputed":
            found["cost"] = BAL.adjust_k_cost(market, precomputed)
        elif operation == "adjust_k_cost":
            found["terminal_price"] = terminal_price(market)
            found["cost"] = BAL.adjust_k_cost(market, BAL.get_update_k_result(market, **given))
        else:
            raise LookupError(operation)
    return found


@of("sequence+imbalance")
def sequence_then_imbalance(market: Market, position: Position, args: Case) -> Found:
    sequence(market, position, args)
    return {"imbalanced_base_asset_amount_with_lp": BAL.imbalanced_base_asset_amount_with_lp(market)}


@of("sequence+calculate_settle_lp_metrics")
def sequence_then_metrics(market: Market, position: Position, args: Case) -> Found:
    sequence(market, position, args)
    return metrics(market, position, args)


@of("generated_sequence")
def generated_sequence(market: Market, position: Position, args: Case) -> Found:
    BAL.mint_shares(market, position, 10**9, None)
    flips: list[int] = []
    for step, (base, quote, long, cut) in enumerate(generated(args["generator"])):
        before = sign(position.base_asset_amount)
        settled = standardize(base, market.order_step_size)[0] if cut else base
        market.base_asset_amount_per_lp += base
        market.quote_asset_amount_per_lp += quote
        market.base_asset_amount_with_unsettled_lp += settled
        if long:
            market.base_asset_amount_long += settled
        else:
            market.base_asset_amount_short += settled
        BAL.settle_lp_position(market, position)
        if sign(position.base_asset_amount) != before:
            flips.append(step)
    return {"num_flips": len(flips), "flips": flips} | prices(position)


def prices(position: Position) -> Found:
    """Quote per base of a position (1e6), by its entry and break-even amounts and by its quote."""
    total = position.base_asset_amount + position.remainder_base_asset_amount
    one = constants.BASE_PRECISION
    return {
        "entry_price": abs(position.quote_entry_amount) * one // abs(total),
        "breakeven_price": abs(position.quote_break_even_amount) * one // abs(total),
        "cost_basis": trunc_div(-position.quote_asset_amount * one, position.base_asset_amount),
    }


def generated(text: str) -> Iterator[tuple[int, int, bool, bool]]:
    """The deltas that the three generators of the file describe: base, quote, side of the market's sum, cut to step."""
    for i in range(3000):
        if "i*i" in text:
            amount = (i % 7 + 1 + i) * 10**9 // 10
            if i % 2 == 0:
                yield -amount, (99800000 - (i * i) % 4) * (i % 7 + 1 + i) // 10, False, False
            else:
                yield amount, -((99199821 + (i * i) % 4) * (i % 7 + 1 + i) // 10), True, False
        elif i % 3 == 0:
            parts = 11 if "std" in text else 10
            many, at = i % 19 + 1, 10**8 - i
            yield trunc_div(-(10**9) * many, parts), at * many // parts, "std" in text, "std" in text
        else:
            parts = 6 if "std" in text else 5
            many, at = i % 5 + 1, 99199821 + i
            yield 10**9 * many // parts, -(at * many // parts), "std" not in text, "std" in text


# Single rules


@of("get_proportion_i128")
def of_i128(market: Market, position: Position, args: Case) -> Found:
    return {"result": proportion_i128(**args)}


@of("get_proportion_u128")
def of_u128(market: Market, position: Position, args: Case) -> Found:
    return {"result": proportion_u128(**args)}


@of("get_position_update_type")
def update_type(market: Market, position: Position, args: Case) -> Found:
    held = position.base_asset_amount + position.remainder_base_asset_amount
    change = args["base"] + (args.get("remainder") or 0)
    return {"type": BAL.get_position_update_type(position, held, change).value}


@of("calculate_settled_lp_base_quote")
def settled(market: Market, position: Position, args: Case) -> Found:
    base, quote = BAL.calculate_settled_lp_base_quote(market, position)
    return {"base": base, "quote": quote}


@of("calculate_settle_lp_metrics")
def metrics(market: Market, position: Position, args: Case) -> Found:
    base, quote, remainder = BAL.calculate_settle_lp_metrics(market, position)
    return {"base": base, "quote": quote, "remainder": remainder}


@of("calculate_per_lp_delta")
def per_lp_delta(market: Market, position: Position, args: Case) -> Found:
    base, quote, fee = BAL.calculate_per_lp_delta(
        market, args["base"], args["quote"], args["fee_to_market"], args["split"], args["base_unit"]
    )
    return {"per_lp_delta_base": base, "per_lp_delta_quote": quote, "per_lp_fee": fee}


@of("calculate_lp_open_bids_asks")
def lp_room(market: Market, position: Position, args: Case) -> Found:
    bids, asks = BAL.calculate_lp_open_bids_asks(market, position)
    return {"open_bids": bids, "open_asks": asks}


@of("calculate_market_open_bids_asks")
def market_room(market: Market, position: Position, args: Case) -> Found:
    bids, asks = BAL.calculate_market_open_bids_asks(market)
    return {"open_bids": bids, "open_asks": asks}


@of("calculate_bid_ask_bounds")
def bounds(market: Market, position: Position, args: Case) -> Found:
    lowest, highest = BAL.calculate_bid_ask_bounds(args["concentration_coef"], args["terminal_base_reserve"])
    return {"min_base_asset_reserve": lowest, "max_base_asset_reserve": highest}


@of("update_concentration_coef (bounds)")
def concentrated(market: Market, position: Position, args: Case) -> Found:
    one = 10**6
    market.concentration_coef = one + (1_414_200 - one) // args["scale"]
    BAL.update_bounds(market)
    return vars(market)


def terminal_price(market: Market) -> int:
    quote, base = BAL.calculate_terminal_reserves(market)
    return price(quote, base, market.peg_multiplier)


@of("calculate_terminal_price_and_reserves")
def terminal(market: Market, position: Position, args: Case) -> Found:
    quote, base = BAL.calculate_terminal_reserves(market)
    return {
        "terminal_price": terminal_price(market),
        "terminal_quote_reserve": quote,
        "terminal_base_reserve": base,
    }


@of("get_update_k_result")
def update_k_result(market: Market, position: Position, args: Case) -> Found:
    return BAL.get_update_k_result(market, **args)._asdict()


@of("adjust_k_cost")
def k_cost(market: Market, position: Position, args: Case) -> Found:
    return {"cost": BAL.adjust_k_cost(market, BAL.get_update_k_result(market, **args))}


@of("adjust_k_cost_and_update")
def k_cost_and_update(market: Market, position: Position, args: Case) -> Found:
    update = BAL.get_update_k_result(market, **args)
    cost = BAL.adjust_k_cost(market, update)
    BAL.apply_k_update(market, update)
    return {"cost": cost} | terminal(market, position, args)


@of("calculate_budgeted_k_scale")
def k_scale(market: Market, position: Position, args: Case) -> Found:
    given = dict(args)
    budget, upper, lower = (given.pop(name) for name in ("budget", "k_pct_upper_bound", "k_pct_lower_bound"))
    numerator, denominator = BAL.calculate_budgeted_k_scale(Market(**given), budget, upper, lower)
    return {"numerator": numerator, "denominator": denominator}


@of("formulaic_update_k (sequence)")
def formulaic(market: Market, position: Position, args: Case) -> Found:
    for cost in args["funding_imbalance_costs"]:
        BAL.formulaic_update_of_k(market, cost)
    return {}


@of("formulaic_update_k (iterate until sqrt_k stops changing)")
def formulaic_to_the_end(market: Market, position: Position, args: Case) -> Found:
    while BAL.formulaic_update_of_k(market, args["funding_imbalance_cost_each"]):
        pass
    return {}


@of("calculate_funding_rate_long_short")
def funding_rates(market: Market, position: Position, args: Case) -> Found:
    return BAL.calculate_funding_rate_long_short(market, args["funding_rate"])._asdict()


@of("calculate_funding_payment_in_quote_precision")
def funding_payment(market: Market, position: Position, args: Case) -> Found:
    return {"payment": BAL.funding_payment(args["funding_rate_delta"], args["base_asset_amount"])}


class WithFiller(Bal):
    """A fill of which a filler keeps a fixed part of the fee."""

    def __init__(self, reward: int) -> None:
        self.reward = reward

    def calculate_fee_for_fulfillment_with_amm(self, *args: Any, **settings: Any) -> FillFees:
        fees = super().calculate_fee_for_fulfillment_with_amm(*args, **settings)
        return fees._replace(
            fee_to_market=fees.fee_to_market - self.reward,
            fee_to_market_for_lp=fees.fee_to_market_for_lp - self.reward,
        )


@of("fill_against_amm")
def fill(market: Market, position: Position, args: Case) -> Found:
    fee_numerator, fee_denominator = args.get("fee_numerator", 5), args.get("fee_denominator", 10000)
    result = WithFiller(args["filler_reward"]).fill_against_amm(
        market,
        position,
        args["base_asset_amount"],
        args["direction"].lower(),
        args["split"],
        args["fill_price"],
        fee_numerator,
        fee_denominator,
    )
    return {"quote_asset_amount": result.quote_asset_amount_filled}


@of("calculate_jit_base_asset_amount")
def jit_amount(market: Market, position: Position, args: Case) -> Found:
    amount = BAL.calculate_jit_base_asset_amount(
        market,
        args["maker_base_asset_amount"],
        args["auction_price"],
        args["oracle_price"],
        args["taker_direction"].lower(),
        args["split"],
    )
    return {"jit_base_asset_amount": amount}


@of("imbalanced_base_asset_amount_with_lp")
def jit_imbalance(market: Market, position: Position, args: Case) -> Found:
    return {"imbalanced_base_asset_amount_with_lp": BAL.imbalanced_base_asset_amount_with_lp(market)}
