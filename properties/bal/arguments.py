"""Any arguments of BAL's operations, and how a concrete step's are named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.arith import I64, I128, U64, U128, Width
from model.bal import (
    LONG,
    LP_OWNED,
    PROTOCOL_OWNED,
    SHARED,
    SHORT,
    BalState,
    Market,
    Spreads,
)
from properties.arbitrary import integer_fields
from properties.bal.abstractions import EXPONENT
from properties.case import Case

USER = 0
"""The user who acts."""

DIRECTIONS = (LONG, SHORT)
SPLITS = (SHARED, PROTOCOL_OWNED, LP_OWNED)
BOUNDS = (False, True)
GIVEN = (False, True)

INTEGERS: dict[str, dict[str, Width]] = {
    "settle_funding_payment": {},
    "settle_lp": {},
    "settle_lp_raw": {},
    "mint_lp_shares": {"n_shares": U64, "now": I64},
    "mint_lp_shares_raw": {"n_shares": U64},
    "remove_lp_shares": {"shares_to_burn": U64, "oracle_price": I64, "now": I64},
    "burn_lp_shares_raw": {"shares_to_burn": U64, "oracle_price": I64},
    "fill": {"base_asset_amount": U64},
    "fill_exact": {},
    "rebase_market": {"expo_diff": Width("i8", -128, 127)},
    "update_funding": {"funding_rate": I128},
    "update_funding_full": {"oracle_price": I64},
    "update_k": {"new_sqrt_k": U128},
    "formulaic_update_k": {"funding_imbalance_cost": I128},
    "set_collateral": {"amount": I128},
    "settle_pnl": {"oracle_price": I64, "now": I64, "slot": U64},
    "liquidate_perp": {
        "liquidator": Width("another user", USER + 1, 2**32 - 1),
        "liquidator_max_base_asset_amount": U64,
        "oracle_price": I64,
        "slot": U64,
    },
    "settle_expired_market": {"expiry_price": I64},
}
"""The integer arguments of each operation that are free in their width."""

NAMELESS = frozenset(
    {
        "rebase_market",
        "update_funding",
        "update_funding_full",
        "update_k",
        "formulaic_update_k",
        "settle_expired_market",
    }
)
SPREADING = frozenset(
    {
        "mint_lp_shares",
        "mint_lp_shares_raw",
        "remove_lp_shares",
        "burn_lp_shares_raw",
        "update_funding_full",
        "update_k",
        "formulaic_update_k",
    }
)


def any_arguments(case: Case, state: BalState, operation: str) -> dict[str, Any]:
    """Any arguments. Fills of a given size are of whole steps, as every rule that finds a size makes them."""
    arguments: dict[str, Any] = {} if operation in NAMELESS else {"user": USER}
    for name, width in INTEGERS[operation].items():
        arguments[name] = case.integer(f"argument.{name}", width)
    if operation in ("fill", "fill_exact"):
        arguments["direction"] = case.choice("argument.direction", DIRECTIONS)
    if operation == "fill":
        arguments["liquidity_split"] = SHARED
    if operation == "fill_exact":
        size = state.market.order_step_size * case.integer("argument.lots", U64)
        case.assume(size <= U64.high, "width u64 of base_asset_amount")
        arguments["base_asset_amount"] = size
        divided = case.matters("fill_against_amm") and case.matters("update_lp_market_position")
        arguments["liquidity_split"] = case.choice("argument.liquidity_split", SPLITS) if divided else SHARED
        filled = case.matters("fill_against_amm")
        at_price = filled and case.matters("swap_for_taker") and case.choice("argument.at_price", GIVEN)
        arguments["fill_price"] = case.integer("argument.fill_price", U64) if at_price else None
    if operation == "update_funding_full":
        is_due = case.choice("argument.is_due", GIVEN)
        arguments["funding_rate"] = case.integer("argument.funding_rate", I128) if is_due else None
    if operation == "update_k":
        arguments["bound_update"] = case.choice("argument.bound_update", BOUNDS)
    if operation == "rebase_market":
        assume_exponent(case, state.market.per_lp_base + arguments["expo_diff"])
    if operation in SPREADING:
        arguments["spreads"] = _spreads(case)
    return arguments


def _spreads(case: Case) -> Spreads | None:
    if not case.matters("update_spreads") or not case.choice("argument.spreads", GIVEN):
        return None
    widths = integer_fields(Market)
    return Spreads(*(case.integer(f"argument.{name}", widths[name]) for name in Spreads._fields))


def assume_exponent(case: Case, exponent: int) -> None:
    """Only exponents of the base unit that the protocol allows."""
    case.assume(exponent <= 9, EXPONENT)
    case.assume(exponent >= -9, EXPONENT)


def argument_inputs(operation: str, arguments: Mapping[str, Any], step: int) -> dict[str, int]:
    """The named integers of the arguments."""
    values = {f"argument.{name}": arguments[name] for name in INTEGERS[operation]}
    for name, options in (("direction", DIRECTIONS), ("liquidity_split", SPLITS), ("bound_update", BOUNDS)):
        if name in arguments:
            values[f"argument.{name}"] = options.index(arguments[name])
    if operation == "fill_exact":
        values["argument.lots"] = arguments["base_asset_amount"] // step
    for name, choice in (("fill_price", "at_price"), ("funding_rate", "is_due")):
        if name in arguments and f"argument.{name}" not in values:
            values[f"argument.{choice}"] = int(arguments[name] is not None)
            values[f"argument.{name}"] = arguments[name] or 0
    if operation in SPREADING:
        spreads = arguments.get("spreads")
        values["argument.spreads"] = int(spreads is not None)
        if spreads is not None:
            values |= {f"argument.{name}": value for name, value in spreads._asdict().items()}
    return values
