"""What the properties of a pair read off a state or a step, each quantity in one place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from model.pair import LOCKED, Pair, PairState
from properties.case import Case
from properties.property import REGISTRY, Step, labelled

WHOLE = ("Q08", "Q08a", "Q09", "Q16")
"""The invariants of states that a life of a pair can lead to, as far as the other properties need them."""

ASSETS = (0, 1)


def reachable(case: Case, state: PairState, system: Any, *invariants: str) -> PairState:
    """The state, restricted to those in which the named invariants hold: where a scenario may start."""
    for identifier in invariants:
        for label, condition in labelled(REGISTRY[identifier].body(system, state)):
            case.assume(condition, f"{identifier} before the step: {label}")
    return state


def product(state: PairState) -> int:
    """The product of the reserves."""
    return state.reserve0 * state.reserve1


def sides(state: PairState) -> Iterable[tuple[str, int, int]]:
    """For each asset its name, what the pair holds of it, and the reserve."""
    yield "asset 0", state.balance0, state.reserve0
    yield "asset 1", state.balance1, state.reserve1


def collected(system: Pair, state: PairState) -> PairState:
    """The pair once the protocol fee is minted, by the rule of the system itself."""
    pair = state.copy()
    system.collect_protocol_fee(pair)
    return pair


def all_shares(state: PairState) -> int:
    """The shares of all holders, the locked ones and the fee receiver's among them."""
    total: int = state.shares.total("shares", lambda held: held)
    return total


def shares_of(state: PairState, user: str) -> int:
    """The shares of one holder."""
    return state.shares.get(user, 0)


def locked_shares(state: PairState) -> int:
    """The shares that nobody can ever burn."""
    return shares_of(state, LOCKED)


def fee_minted(step: Step) -> int:
    """The shares that a mint or a burn issued as the protocol fee: what moved the supply beside the user's own."""
    grown: int = step.after.total_supply - step.before.total_supply
    if step.operation == "burn":
        return grown + paid_for_burn(step)
    locked = locked_shares(step.after) - locked_shares(step.before)
    return grown - step.result.shares - locked if step.operation == "mint" else grown


def paid_for_burn(step: Step) -> int:
    """The shares that a burn takes."""
    shares: int = step.arguments["shares"]
    return shares


PAID_IN = {"mint": "amount{}", "donate": "amount{}", "swap": "amount{}_in"}


def paid_in(step: Step, asset: int) -> int:
    """What the caller of a step says it pays in."""
    name = PAID_IN.get(step.operation)
    return step.arguments[name.format(asset)] if name else 0


def paid_out(step: Step, asset: int) -> int:
    """What a step pays to its caller."""
    if step.operation == "burn":
        return step.result[asset]  # type: ignore[no-any-return]
    if step.operation == "swap":
        return step.arguments[f"amount{asset}_out"]  # type: ignore[no-any-return]
    if step.operation == "skim":
        _, balance, reserve = tuple(sides(step.before))[asset]
        return balance - reserve
    return 0
