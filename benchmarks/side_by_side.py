"""The model on plain integers against hand-written code of the same semantics: the same steps, in turns, in one run.

The steps come from realistic lives. Both sides begin each step in the state that the model has reached, so that their
results can be compared step by step; only then is the time taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from random import Random
from statistics import median
from typing import Any

from benchmarks import bare_bal, bare_pair
from benchmarks.bare_numbers import State
from benchmarks.measure import Figure, rounds_of
from model.bal import Bal, BalState
from model.errors import Rejected
from model.pair import Pair, PairState
from model.system import System
from properties.situations import situations_of

STEPS = 4000
GOAL = 1.5


class Differs(Exception):
    """The two sides do not compute the same, so there is nothing to compare."""


@dataclass(frozen=True)
class Sides:
    """One protocol on both sides: the operations, and how a state of the model is told to the bare code."""

    system: System
    operations: tuple[str, ...]
    bare: Mapping[str, Callable[..., tuple[Any, Any]]]
    told: Callable[[Any], Any]


def pair_told(state: PairState) -> bare_pair.State:
    """A pair as the dictionary that the bare code works on."""
    return dict(vars(state)) | {"shares": dict(state.shares)}


def bal_told(state: BalState) -> State:
    """A market and its positions as the dictionaries that the bare code works on."""
    positions = {user: dict(vars(held)) for user, held in state.positions.items()}
    return dict(vars(state)) | {"market": dict(vars(state.market)), "positions": positions}


SIDES = {
    "pair: swap, mint, burn": Sides(
        Pair(),
        ("swap", "mint", "burn"),
        {"swap": bare_pair.swap, "mint": bare_pair.mint, "burn": bare_pair.burn},
        pair_told,
    ),
    "bal: fill, settle": Sides(
        Bal(), ("fill", "settle_lp"), {"fill": bare_bal.fill, "settle_lp": bare_bal.settle_lp}, bal_told
    ),
}


def figures() -> list[Figure]:
    """The ratio of each protocol, and of each of its operations."""
    found = []
    for name, sides in SIDES.items():
        steps = steps_of(sides)
        compare(sides, steps)
        found.append(_figure(name, sides, steps, GOAL))
        for operation in sides.operations:
            found.append(_figure(f"  {operation}", sides, [each for each in steps if each[1] == operation], None))
    return found


def steps_of(sides: Sides) -> list[tuple[Any, str, dict[str, Any]]]:
    """Steps of these operations from realistic lives, refused ones among them."""
    walk = situations_of(sides.system.name).steps(Random(1), sides.system)
    return list(islice((each for each in walk if each[1] in sides.operations), STEPS))


def compare(sides: Sides, steps: list[tuple[Any, str, dict[str, Any]]]) -> None:
    """Take every step on both sides; `Differs` unless states, results and errors are the same."""
    for state, operation, arguments in steps:
        outcomes: list[tuple[Any, Any]] = []
        for taken, begin in ((getattr(sides.system, operation), state), (sides.bare[operation], sides.told(state))):
            try:
                after, result = taken(begin, **arguments)
            except Rejected as refusal:
                outcomes.append((None, refusal.name))
            else:
                outcomes.append((sides.told(after) if after.__class__ is not dict else after, tuple(result)))
        if outcomes[0] != outcomes[1]:
            raise Differs(f"{operation} {arguments}: the model has {outcomes[0]}, the bare code {outcomes[1]}")


def _figure(name: str, sides: Sides, steps: list[tuple[Any, str, dict[str, Any]]], goal: float | None) -> Figure:
    system = sides.system
    ours = [(getattr(system, operation), state, arguments) for state, operation, arguments in steps]
    theirs = [(sides.bare[operation], sides.told(state), arguments) for state, operation, arguments in steps]
    model, bare = rounds_of((lambda: _take(ours), lambda: _take(theirs)))
    ratio = median(one / other for one, other in zip(model, bare, strict=True))
    fastest, count = (1e6 * min(each) / len(steps) for each in (model, bare)), len(steps)
    details = "{:.2f} us against {:.2f} us a step, {} steps".format(*fastest, count)
    if goal is None:
        return Figure(name, ratio, "x", details=details)
    return Figure(name, ratio, "x", f"at most {goal}x", ratio <= goal, details)


def _take(steps: list[tuple[Callable[..., Any], Any, dict[str, Any]]]) -> None:
    for taken, state, arguments in steps:
        try:  # noqa: SIM105 - a context manager would add the same to both sides
            taken(state, **arguments)
        except Rejected:
            pass
