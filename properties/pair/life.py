"""A realistic life of a pair: some users who mint, swap, burn and donate, at one scale of amounts.

Written for volume: draws are a float times a number or a few random bits, which cost a tenth of `Random.randint`.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from model.errors import Rejected
from model.pair import Pair, PairState
from properties.situation import Life
from properties.trace import START

USERS = "abc"
FEES = (997, 997, 1000, 990, 1)
SCALES = (10, 40, 60, 90, 105)
"""Bits of the largest amount that one operation draws."""

WAITS = (0, 1, 12, 3600)
OFF = (0, 0, 0, 1, -1)
LONGEST = 200
MINIMUM = Pair.minimum_liquidity


def life(random: Random, system: Pair) -> Life:
    """One life of at most `LONGEST` steps; see `properties.situation.Life`."""
    draw, bits = random.random, random.getrandbits
    settings = {"fee_on": draw() < 0.5, "fee_numerator": FEES[int(draw() * 5)], "fee_denominator": 1000}
    state = yield None, START, settings
    scale = SCALES[int(draw() * 5)]
    now = bits(33)

    def amount() -> int:
        return bits(1 + int(draw() * scale))

    for _ in range(1 + int(draw() * LONGEST)):
        kind = draw()
        user = USERS[int(draw() * 3)]
        arguments: dict[str, Any]
        if state.total_supply == 0 or kind < 0.15:
            operation, arguments = "mint", _mint(draw, amount, state, user)
        elif kind < 0.3:
            operation, arguments = "burn", _burn(draw, amount, state, user)
        elif kind < 0.8:
            operation, arguments = "swap", _swap(draw, amount, system, state, user)
        elif kind < 0.88:
            operation = "donate"
            arguments = {"user": user, "amount0": amount(), "amount1": amount() if kind < 0.84 else 0}
        elif kind < 0.92:
            operation, arguments = "skim", {"user": user}
        elif kind < 0.96:
            operation, arguments = "sync", {}
        else:
            operation, arguments = "set_fee_to", {"on": kind < 0.98}
        if kind < 0.8 or operation == "mint" or operation == "sync":
            now += WAITS[int(draw() * 4)]
            arguments["now"] = now
        state = yield state, operation, arguments


def _mint(draw: Callable[[], float], amount: Callable[[], int], state: PairState, user: str) -> dict[str, Any]:
    """Anything, or, mostly, both amounts as the same part of the reserves, one of them a little more."""
    if draw() < 0.25:
        return {"user": user, "amount0": amount(), "amount1": amount()}
    if state.total_supply == 0:
        return {"user": user, "amount0": MINIMUM + amount(), "amount1": MINIMUM + amount()}
    part, shift = int(draw() * 256), 7 + int(draw() * 24)
    amount0 = (state.reserve0 * part >> shift) + 1
    return {"user": user, "amount0": amount0, "amount1": (state.reserve1 * part >> shift) + OFF[int(draw() * 4)] + 1}


def _burn(draw: Callable[[], float], amount: Callable[[], int], state: PairState, user: str) -> dict[str, Any]:
    """All that the user holds, a part of it, or anything."""
    held, kind = state.shares.get(user, 0), draw()
    return {
        "user": user,
        "shares": held if kind < 0.3 else int(draw() * 65536) * held >> 16 if kind < 0.9 else amount(),
    }


def _swap(
    draw: Callable[[], float], amount: Callable[[], int], system: Pair, state: PairState, user: str
) -> dict[str, Any]:
    """For any amount of either asset what is quoted for it, one more or less, or a third less."""
    paid = amount()
    asset = 0 if draw() < 0.5 else 1
    try:
        quote = system.quote_out(state, paid, asset)
    except Rejected:
        quote = 1
    taken = max(0, quote + OFF[int(draw() * 5)]) if draw() < 0.9 else quote - quote // 3
    if asset == 0:
        return {"user": user, "amount0_in": paid, "amount1_in": 0, "amount0_out": 0, "amount1_out": taken}
    return {"user": user, "amount0_in": 0, "amount1_in": paid, "amount0_out": taken, "amount1_out": 0}
