"""Recordings of a whole exchange around BAL: accounts, profits settled, liquidations.

What the model takes from the recording because it is no rule of its own: whether the order that is left for an LP short
of margin could be priced, which follows from averages of prices. A fill of the recorder first takes the user's orders
off the book. The recorder evaluates the initial requirement of everybody who settles profits, the program only an LP's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance import decode
from conformance.adapter import Line
from conformance.bal_example import flat
from conformance.bal_fields import POSITION
from conformance.difference import Difference, first_difference
from model.arith import I32, I128, U128
from model.bal import LONG, SHORT, Account, Bal, ExchangeMarket, ExchangeState, Prices
from model.bal.exchange import INITIAL, AccountMargin, BurnResult, LiquidationResult, SettlePnlResult

PRICING = "order_params"
"""In the log of a refusal: the program's module that prices an order."""

UNPRICED = I32.high + 1

FILLS = ("fill", "fill_exact")

AFTER_BURN = (
    "base_asset_reserve",
    "quote_asset_reserve",
    "sqrt_k",
    "user_lp_shares",
    "base_asset_amount_with_amm",
    "base_asset_amount_with_unsettled_lp",
    "quote_asset_amount_with_unsettled_lp",
    "base_asset_amount_long",
    "base_asset_amount_short",
    "quote_asset_amount",
)
"""The fields of the market that are recorded of the moment after a burn."""


def given(line: Line) -> dict[str, Any]:
    """What a settlement of profits is given from the recording."""
    unpriced = line["ok"] is False and PRICING in str(line.get("log"))
    return {"price_offset": UNPRICED if unpriced else 0}


def without_orders(state: ExchangeState, user: int) -> ExchangeState:
    """The state with the user's orders taken off the book."""
    account = state.positions.get(user)
    if not isinstance(account, Account) or account.open_orders == 0:
        return state
    account = account.copy()
    Bal().cancel_orders(account)
    new = state.copy()
    new.positions = state.positions.put(user, account)
    return new


def compare(
    system: Bal, state: ExchangeState, line: Line, arguments: Mapping[str, Any], result: Mapping[str, Any]
) -> Difference | None:
    """The first field of a recorded result of the exchange that is not the model's. `state` is the one after it."""
    expected = flat(decode.record(line["result"], "result"), leaf)
    return first_difference("result", expected, flat(recorded(system, state, line["op"], arguments, result)))


def recorded(
    system: Bal, state: ExchangeState, operation: str, arguments: Mapping[str, Any], result: Mapping[str, Any]
) -> dict[str, Any]:
    """The result of an operation of the exchange as it is recorded. `state` is the one after it."""
    if operation == "settle_pnl":
        return settled(system, state, arguments, SettlePnlResult(**result))
    if operation == "liquidate_perp":
        return liquidated(LiquidationResult(**result))
    return dict(result)


def leaf(value: Any, field: str) -> Any:
    """A truth value, a side, nothing, or an integer."""
    if value is None or type(value) is bool or value in (LONG, SHORT):
        return value
    return decode.integer(value, f"result.{field}", I128 if str(value).startswith("-") else U128)


def settled(system: Bal, state: ExchangeState, arguments: Mapping[str, Any], result: SettlePnlResult) -> dict[str, Any]:
    """The result of a settlement as it is recorded."""
    margin = result.initial_margin
    if margin is None:
        prices, buffer = Prices(arguments["oracle_price"]), state.liquidation_margin_buffer_ratio
        margin = system.calculate_account_margin(as_exchange(state), result.settled_position, prices, INITIAL, buffer)
    order = result.order_placed
    return result._asdict() | {
        "settled_position": slot(result.settled_position),
        "initial_margin": requirement(margin),
        "after_burn": burned(result.after_burn, False),
        "order_placed": order and order._asdict(),
    }


def liquidated(result: LiquidationResult) -> dict[str, Any]:
    """The result of a liquidation as it is recorded."""
    return result._asdict() | {
        "liquidation_margin": requirement(result.liquidation_margin),
        "after_burn": burned(result.after_burn, True),
    }


def as_exchange(state: ExchangeState) -> ExchangeMarket:
    """The market of an exchange's state."""
    assert isinstance(state.market, ExchangeMarket)
    return state.market


def slot(account: Account) -> dict[str, Any]:
    """The slot without what belongs to the user."""
    return {name: getattr(account, name) for name in POSITION if name not in Account.of_user}


def requirement(margin: AccountMargin) -> dict[str, Any]:
    """A requirement as it is recorded."""
    names = ("margin_requirement", "margin_requirement_plus_buffer", "total_collateral", "total_collateral_buffer")
    return {name: getattr(margin, name) for name in (*names, "meets_margin_requirement", "margin_shortage")}


def burned(burn: BurnResult | None, with_margin: bool) -> dict[str, Any] | None:
    """A burn within a larger step as it is recorded."""
    if burn is None:
        return None
    found = burn._asdict() | {
        "position": slot(burn.position),
        "market": {name: getattr(burn.market, name) for name in AFTER_BURN},
    }
    margin = found.pop("liquidation_margin")
    return found | {"liquidation_margin": requirement(margin)} if with_margin and margin else found
