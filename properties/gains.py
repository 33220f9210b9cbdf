"""What everybody has gained in the end: the part of a story that says whether it matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from model.bal import Bal, BalState, Market, Position
from model.bal.constants import PRICE_TIMES_BASE_TO_QUOTE
from model.errors import Rejected
from model.pair import PairState
from model.system import System

Gains = dict[str, dict[str, int]]
"""By party and kind of value."""


class Reached(NamedTuple):
    """A state of an execution, and the arguments of the operation that led to it."""

    arguments: Mapping[str, Any]
    state: Any
    operation: str = ""


def gains(system: System, execution: Sequence[Reached]) -> Gains:
    """What each party has gained over an execution; empty for a system of which nothing is known here."""
    count = COUNTED.get(system.name)
    if count is None or not execution:
        return {}
    try:
        return count(system, execution)
    except Rejected:
        return {}  # a state so odd that it has no price


def of_pair(system: Any, execution: Sequence[Reached]) -> Gains:
    """Tokens received less tokens paid, and by how much more the shares held would pay (rounded down) than at first.

    What leaves the pair goes to whoever acts, what arrives comes from there. `together` is in the second asset at the
    last price of the reserves, rounded down.
    """
    last: PairState = execution[-1].state
    gained: dict[str, list[int]] = {}
    for earlier, later in pairwise(execution):
        before, after, user = earlier.state, later.state, later.arguments.get("user")
        if user is not None:
            purse = gained.setdefault(user, [0, 0])
            purse[0] += before.balance0 - after.balance0
            purse[1] += before.balance1 - after.balance1
    for sign, state in ((-1, execution[0].state), (1, last)):
        for user, shares in state.shares.items():
            purse = gained.setdefault(user, [0, 0])
            if state.total_supply > 0:
                purse[0] += sign * (shares * state.balance0 // state.total_supply)
                purse[1] += sign * (shares * state.balance1 // state.total_supply)
    found: Gains = {}
    for user, (gain0, gain1) in gained.items():
        found[str(user)] = {"asset 0": gain0, "asset 1": gain1}
        if last.reserve0 > 0:
            found[str(user)]["together"] = gain0 * last.reserve1 // last.reserve0 + gain1
    return found


def of_bal(system: Any, execution: Sequence[Reached]) -> Gains:
    """Equity of each user (quote), in the end more than at first, both at the last positive oracle price that was told.

    Where none was told, at the market's own last price. Equity is quote, base with remainder at the price (rounded
    down), outstanding funding, what the shares have been given, and collateral, less what was paid in. Of the market,
    what its fees come to (quote).
    """
    begun: BalState = execution[0].state
    last: BalState = execution[-1].state
    told = [price for each in execution if (price := each.arguments.get("oracle_price") or 0) > 0]
    price = told[-1] if told else system.reserve_price(last.market)
    found: Gains = {}
    for user, held in last.positions.items():
        before = begun.positions.get(user)
        owned = equity(system, begun.market, before, price) if before is not None else 0
        gained = equity(system, last.market, held, price) - owned
        found[f"user {user}"] = {"equity": gained - paid_in(execution, user)}
    kept = last.market.total_fee_minus_distributions - begun.market.total_fee_minus_distributions
    if kept != 0:
        found["the market"] = {"total_fee_minus_distributions": kept}
    return found


def equity(system: Bal, market: Market, position: Position, price: int) -> int:
    """What a position is worth at a price (quote), all that is outstanding included."""
    own, quote, base = position.copy(), position.quote_asset_amount, position.base_asset_amount
    if base != 0:
        rate = market.cumulative_funding_rate_long if base > 0 else market.cumulative_funding_rate_short
        quote += system.calculate_funding_payment(rate, position)
    if position.lp_shares > 0:
        system.apply_lp_rebase_to_perp_position(market, own)
        given_base, given_quote = system.calculate_settled_lp_base_quote(market, own)
        base, quote = base + given_base, quote + given_quote
    quote += getattr(position, "collateral", 0)
    return quote + (base + position.remainder_base_asset_amount) * price // PRICE_TIMES_BASE_TO_QUOTE


def paid_in(execution: Sequence[Reached], user: int) -> int:
    """The collateral (quote) that a user has paid in over an execution, less what it has taken out."""
    total = 0
    for earlier, later in pairwise(execution):
        if later.operation == "set_collateral" and later.arguments["user"] == user:
            before, after = earlier.state.positions.get(user), later.state.positions[user]
            total += after.collateral - (before.collateral if before is not None else 0)
    return total


COUNTED: dict[str, Callable[[Any, Sequence[Reached]], Gains]] = {"pair": of_pair, "bal": of_bal}
