"""Why no vector takes certain ways: reviewed reasons, by the text of the source and not by its lines.

An entry speaks of the protocol's own rules; of a class that changes them nothing is known. Tests keep every entry to
the sources: one that names no decision of the model, or a way that a vector takes, fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from model.system import System

SYMBOLIC = "integers never go there, only the symbolic numbers of the prover do"
OTHER_CLASS = "only a change of the protocol whose state has more fields goes there"
NOT_LESS = "a balance is never below the reserve: tokens leave only as they are counted"
PAID_OF_HELD = "what is paid out is a part of what the pair holds, by shares, below the reserve, or the excess itself"
OF_SUPPLY = "who holds shares holds at most all of them"
SUPPLY_FITS = (
    "supply**2 <= reserve0*reserve1 < 2**224, so one asset's product, which fits, bounds the shares far below 2**256"
)
ROOTS_FIT = "supply and root are below 2**112 each"
ONE_FITS = "the sum for all holders is checked before, and is no less"
UNRECORDED = "a recording does not tell the field that would lead there, so that it is what a market begins with"
UNGIVEN = "no operation gives the argument that would lead there"
NAMED_USERS = "a recording names every user from its first line on"
AT_PAR = "the collateral of the recordings is worth its face value"
NARROWER = "what is asked has passed a narrower width before"
COMPLEMENT = "the part that is taken away is a proportion below 1 of the number itself"
BOTH_NARROW = "both factors are below 2**64"
BELOW_STEP = "a remainder is smaller than the step, which has 64 bits"

ARITH = "model/arith.py"


class Key(NamedTuple):
    """A way: file, function, text of what is asked, and the answer. An empty answer stands for both."""

    file: str
    function: str
    text: str
    answer: str = ""


def _all(reason: str, file: str, function: str, *asked: tuple[str, str] | str) -> dict[Key, str]:
    """One reason for several ways of a function; a text without an answer stands for both of its ways."""
    pairs = ((each, "") if isinstance(each, str) else each for each in asked)
    return {Key(file, function, text, answer): reason for text, answer in pairs}


BASIC: Mapping[Key, str] = {
    **_all(SYMBOLIC, ARITH, "symbolic", "hasattr(value, 'within')"),
    **_all(SYMBOLIC, ARITH, "floor_div", ("type(divisor) is int", "false")),
    **_all(SYMBOLIC, ARITH, "isqrt", ("type(value) is int", "false")),
}

PAIR_FILE = "model/pair/system.py"
UNDERFLOW, OVERFLOW_MUL, OVERFLOW_ADD = "ds-math-sub-underflow", "ds-math-mul-overflow", "ds-math-add-overflow"
UNPAID = "UniswapV2: TRANSFER_FAILED"

PAIR: Mapping[Key, str] = {
    **BASIC,
    **_all(OTHER_CLASS, "model/pair/state.py", "PairState.copy", ("type(self) is not PairState", "true")),
    **{
        Key(PAIR_FILE, function, f"subtracted(pair.balance{asset} - pair.reserve{asset})", UNDERFLOW): NOT_LESS
        for function in ("Pair.mint", "Pair.skim")
        for asset in (0, 1)
    },
    **_all(OF_SUPPLY, PAIR_FILE, "Pair.burn", ("subtracted(pair.total_supply - shares)", UNDERFLOW)),
    **_all(
        PAID_OF_HELD,
        PAIR_FILE,
        "Pair.pay_out",
        ("paid_out(pair.balance0 - amount0)", UNPAID),
        ("paid_out(pair.balance1 - amount1)", UNPAID),
    ),
    **_all(SUPPLY_FITS, PAIR_FILE, "Pair.issue", ("added(pair.total_supply + shares)", OVERFLOW_ADD)),
    **_all(ONE_FITS, PAIR_FILE, "Pair.issue", ("added(pair.shares.get(user, 0) + shares)", OVERFLOW_ADD)),
    **_all(
        ROOTS_FIT,
        PAIR_FILE,
        "Pair.collect_protocol_fee",
        ("multiplied(pair.total_supply * (root - root_last))", OVERFLOW_MUL),
    ),
}

FILLS, MARGIN, WEIGHTS = "model/bal/fills.py", "model/bal/margin.py", "model/bal/weights.py"
EXCHANGE, SYSTEM, RISK = "model/bal/exchange.py", "model/bal/system.py", "model/bal/risk_reduction.py"
LIQUIDATION = "model/bal/liquidation.py"
FEE = "Fills.calculate_fee_for_fulfillment_with_amm"
VALUED = "Margin.calculate_perp_position_value_and_pnl"

BAL: Mapping[Key, str] = {
    **BASIC,
    **_all(SYMBOLIC, ARITH, "wrap", ("type(value) is int", "false")),
    **_all(SYMBOLIC, ARITH, "trunc_div", ("type(dividend) is int", "false"), ("type(divisor) is int", "false")),
    **_all(SYMBOLIC, ARITH, "ceil_div", ("type(divisor) is int", "false")),
    **_all(SYMBOLIC, ARITH, "power_of_ten", ("type(exponent) is int", "false")),
    **_all(SYMBOLIC, ARITH, "_promote", "type(number) is not int"),
    **{
        Key(ARITH, function, f"type({name}) is int", "false"): SYMBOLIC
        for function in ("proportion_u128", "proportion_i128")
        for name in ("value", "numerator", "denominator")
    },
    **_all(
        COMPLEMENT,
        ARITH,
        "proportion_by_branches",
        ("u128(value - ceil_div(to_i128(u128(value * (denominator - numerator))), denominator))", "MathError"),
    ),
    **_all(
        BOTH_NARROW,
        ARITH,
        "proportion_by_branches",
        ("u128(value * (denominator - numerator))", "MathError"),
        ("u128(value * numerator)", "MathError"),
    ),
    **_all(BELOW_STEP, ARITH, "standardize", ("to_i128(abs(remainder))", "CastingFailure")),
    **_all(
        UNGIVEN,
        FILLS,
        FEE,
        ("is_post_only", "true"),
        "to_u64(floor_div(u128(quote * maker_rebate_numerator), maker_rebate_denominator))",
        "u128(quote * maker_rebate_numerator)",
        "u64(rebate + floor_div(rebate * fee_adjustment, 100))",
        "to_i64(u64(u64(to_u64(surplus) - rebate) - filler_reward))",
        "u64(u64(to_u64(surplus) - rebate) - filler_reward)",
        "u64(to_u64(surplus) - rebate)",
        "to_u64(surplus)",
        ("user_high_leverage_mode", "true"),
        "u64(2 * fee)",
        ("u64(fee - filler_reward)", "MathError"),
    ),
    **_all(
        NARROWER,
        MARGIN,
        "Margin.worst_case_base_asset_amount",
        ("to_i128(i64(position.base_asset_amount + position.open_bids))", "CastingFailure"),
        ("to_i128(i64(position.base_asset_amount + position.open_asks))", "CastingFailure"),
    ),
    **_all(NARROWER, FILLS, "Fills.book_fees", ("to_u128(fees.user_fee)", "CastingFailure")),
    **_all(NARROWER, FILLS, "Fills.fill_against_amm", ("to_i64(fees.user_fee)", "CastingFailure")),
    **_all(AT_PAR, EXCHANGE, "Prices.highest_quote_price", ("self.quote_price_twap is None", "false")),
    **_all(AT_PAR, EXCHANGE, "Prices.lowest_quote_price", ("self.quote_price_twap is None", "false")),
    **_all(AT_PAR, MARGIN, "Margin.weighted_pnl", ("price != constants.PRICE_PRECISION", "true"), "i128(pnl * price)"),
    **_all(AT_PAR, MARGIN, VALUED, ("to_u128(prices.highest_quote_price())", "CastingFailure")),
    **_all(AT_PAR, LIQUIDATION, "Liquidation.calculate_perp_if_fee", ("prices.quote_price == 0", "true")),
    **_all(
        AT_PAR,
        RISK,
        "RiskReduction.calculate_lp_shares_to_burn_for_risk_reduction",
        ("to_u128(prices.quote_price)", "CastingFailure"),
    ),
    **_all(
        UNRECORDED,
        MARGIN,
        "Margin.liability_value",
        ("contract_type != PREDICTION", "false"),
        "base >= 0",
        "u128(abs(base) * loss)",
    ),
    **_all(
        UNRECORDED,
        WEIGHTS,
        "Weights.get_margin_ratio",
        ("high_leverage_mode", "true"),
        "lower_initial > 0",
        "lower_maintenance > 0",
    ),
    **_all(
        UNRECORDED,
        WEIGHTS,
        "Weights.get_unrealized_asset_weight",
        "won > market.unrealized_pnl_max_imbalance",
        "to_u32(floor_div(u128(market.unrealized_pnl_max_imbalance * weight), won))",
        "u128(market.unrealized_pnl_max_imbalance * weight)",
    ),
    **_all(
        UNGIVEN,
        WEIGHTS,
        "Weights.get_margin_ratio",
        ("requirement_type == FILL", "true"),
        "u32(initial + maintenance)",
    ),
    **_all(
        UNGIVEN,
        MARGIN,
        VALUED,
        ("track_open_orders", "true"),
        "worst != 0",
        "u128(abs(worst) - abs(settled.base_asset_amount))",
        "u128(beyond * requirement)",
    ),
    **_all(NAMED_USERS, SYSTEM, "Bal.open", ("held is None", "true"), "isinstance(state, ExchangeState)"),
    **_all(
        NAMED_USERS, "model/bal/exchange_operations.py", "ExchangeOperations.open_accounts", ("each is None", "true")
    ),
}

TABLES: Mapping[str, Mapping[Key, str]] = {"pair": PAIR, "bal": BAL}
"""By the name of the protocol."""


def reason(system: System, file: str, function: str, text: str, answer: str) -> str:
    """Why no vector takes the way; empty if that is not known, as of every change of a protocol."""
    if not type(system).__module__.startswith(f"model.{system.name}.system"):
        return ""
    table = TABLES[system.name]
    return table.get(Key(file, function, text, answer)) or table.get(Key(file, function, text), "")
