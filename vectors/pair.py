"""Vectors of a pair: it always begins empty, so what is thought of here are short lives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from conformance.adapter import Outcome
from conformance.pair import ADAPTER, RECORDED
from conformance.pair_functions import AMOUNTS, INPUTS, POOL, quoted
from model.arith import U112, U256, Width
from model.pair import Pair
from model.system import System
from properties.pair.life import life
from properties.situation import Life
from vectors.subject import Subject, begun, tempting
from vectors.trace import Act, Trace

NOON = 1_700_000_000
MINIMUM = Pair.minimum_liquidity
TOKENS = 10**18
LARGEST = U112.high
EVERYTHING = U256.high
YEARS = 2**32 - 1
"""As many seconds as the clock of a pair can tell apart."""


def mint(amount0: int, amount1: int, user: str = "a", now: int = NOON) -> Act:
    """Pay in both amounts."""
    return Act("mint", {"user": user, "amount0": amount0, "amount1": amount1, "now": now})


def burn(shares: int, user: str = "a", now: int = NOON) -> Act:
    """Give up shares."""
    return Act("burn", {"user": user, "shares": shares, "now": now})


def swap(paid: tuple[int, int], taken: tuple[int, int], user: str = "b", now: int = NOON) -> Act:
    """Pay in and take out."""
    amounts = {"amount0_in": paid[0], "amount1_in": paid[1], "amount0_out": taken[0], "amount1_out": taken[1]}
    return Act("swap", {"user": user, **amounts, "now": now})


def donate(amount0: int, amount1: int, user: str = "c") -> Act:
    """Transfer without a call."""
    return Act("donate", {"user": user, "amount0": amount0, "amount1": amount1})


def sync(now: int = NOON) -> Act:
    """Take the balances as the reserves."""
    return Act("sync", {"now": now})


SKIM = Act("skim", {"user": "c"})
FEE_ON, FEE_OFF = (Act("set_fee_to", {"on": on}) for on in (True, False))

SITUATIONS: tuple[tuple[Mapping[str, Any], tuple[Act, ...]], ...] = (
    # Ordinary business, in both directions, with the protocol fee on.
    (
        {"fee_on": True},
        (
            mint(5 * TOKENS, 20 * TOKENS),
            swap((TOKENS, 0), (0, 3 * TOKENS), now=NOON + 12),
            swap((0, 2 * TOKENS), (TOKENS // 2, 0), now=NOON + 24),
            mint(TOKENS, 3 * TOKENS, "b", NOON + 36),
            burn(10**17, now=NOON + 48),
            donate(TOKENS // 10, 0),
            SKIM,
            donate(0, TOKENS // 10),
            sync(NOON + 60),
            FEE_OFF,
            burn(10**17, "b", NOON + 72),
            FEE_ON,
            mint(TOKENS, 3 * TOKENS, "c", NOON + 84),
        ),
    ),
    # The check of the product with equality: 997/1000 of what is paid in is the reserve, and half of the other goes out.
    ({}, (mint(997 * 10**6, 10**9), swap((10**9, 0), (0, 5 * 10**8)), swap((1, 0), (0, 1)))),
    # An empty pair, and first mints around what is locked.
    ({}, (burn(0), burn(1), swap((1, 0), (0, 1)), swap((0, 0), (0, 0)), SKIM, sync(), mint(0, 0), mint(5, 0))),
    ({}, (mint(MINIMUM, MINIMUM), mint(MINIMUM - 1, MINIMUM), mint(MINIMUM + 1, MINIMUM + 1), mint(1, 1), burn(1))),
    # One reserve without the other, by transfer.
    ({}, (donate(7, 0), sync(), donate(0, 7), sync(NOON + 1), mint(10**6, 10**6, now=NOON + 2))),
    ({}, (donate(0, 7), sync(), sync(NOON + 1))),
    # The largest amounts that fit, and those that do not.
    (
        {"fee_on": True},
        (
            mint(LARGEST, LARGEST),
            donate(1, 0),
            sync(),
            SKIM,
            donate(0, 1),
            sync(),
            SKIM,
            donate(EVERYTHING - LARGEST, EVERYTHING - LARGEST),
            donate(1, 0),
            donate(0, 1),
            burn(1),
            burn(2),
            swap((0, 0), (0, 1)),
            mint(0, 0),
            SKIM,
            burn(LARGEST // 2),
        ),
    ),
    ({}, (mint(EVERYTHING, 2), mint(EVERYTHING, 1), mint(2**128, 2**127))),
    ({}, (mint(TOKENS, TOKENS), donate(0, EVERYTHING // 10**4), burn(10**17), mint(0, 1), swap((0, 0), (1, 0)), SKIM)),
    (
        {},
        (
            mint(TOKENS, TOKENS),
            donate(EVERYTHING // 1001, EVERYTHING // 10**6),
            swap((0, 0), (1, 0)),
            swap((0, 0), (0, 1)),
            burn(1),
            SKIM,
            donate(EVERYTHING // 10**6, EVERYTHING // 1001),
            swap((0, 0), (1, 0)),
            swap((0, 0), (0, 1)),
        ),
    ),
    # A clock that wraps, and accumulators that do: the dearest price for as long as the clock can tell, thrice.
    ({}, (mint(1, LARGEST), sync(NOON + YEARS), sync(NOON + 2 * YEARS), sync(NOON + 3 * YEARS))),
    ({}, (mint(LARGEST, 1), sync(NOON + YEARS), sync(NOON + 2 * YEARS), sync(NOON + 3 * YEARS))),
    # No fee at all, all of it, and a fee in another fraction.
    ({"fee_numerator": 1, "fee_denominator": 1}, (mint(10**6, 10**6), swap((1000, 0), (0, 999)), swap((1, 0), (0, 1)))),
    ({"fee_numerator": 0, "fee_denominator": 1}, (mint(10**6, 10**6), swap((10**9, 0), (0, 1)))),
    (
        {"fee_numerator": 9_975, "fee_denominator": 10_000, "fee_on": True},
        (
            mint(10**15, 10**12),
            swap((0, 10**9), (9 * 10**11, 0)),
            mint(10**12, 10**9, "b"),
            burn(10**6, "b"),
        ),
    ),
    # Both assets in and out at once, and the reserves as they are asked for.
    (
        {},
        (
            mint(10**6, 10**6),
            swap((10**5, 10**5), (10**5 - 400, 10**5 - 400)),
            swap((10**6, 0), (0, 10**6)),
            swap((10**6, 0), (10**6, 0)),
            swap((10**5, 0), (0, 0)),
            swap((0, 0), (0, 5)),
            swap((0, 0), (5, 0)),
            swap((5, 0), (0, 0)),
            burn(0),
        ),
    ),
    # A protocol fee too small for a share, and one for growth by a donation.
    (
        {"fee_on": True},
        (mint(2000, 2000), donate(2, 2), sync(), mint(100, 100, "b"), donate(10**6, 10**6), sync(), burn(50, "b")),
    ),
    # The first depositor and a donation: the next deposit is rounded away.
    (
        {},
        (
            mint(MINIMUM + 1, MINIMUM + 1),
            donate(10**9, 10**9),
            sync(),
            mint(10**6, 10**6, "b"),
            mint(10**5, 10**5, "c"),
        ),
    ),
)


class PairSubject(Subject):
    """See `Subject`."""

    adapter = ADAPTER
    system: Pair
    functions = tuple(AMOUNTS)

    def situations(self) -> Iterator[Trace]:
        for settings, acts in SITUATIONS:
            state = begun(self.system.start, settings)
            if state is not None:
                yield Trace(state, acts)

    def lives(self, random: Random) -> Iterator[tuple[System, Life]]:
        while True:
            yield self.system, life(random, self.system)

    def widths(self, operation: str) -> Mapping[str, Width]:
        return RECORDED[operation]

    def inputs(self, name: str) -> Mapping[str, Width]:
        return INPUTS[name]

    def beginnings(self, name: str) -> Iterator[Mapping[str, int]]:
        for fee in ((997, 1000), (1, 1), (0, 1)):
            for asset in (0, 1):
                pool = dict(zip((field for field, _ in POOL), (5 * TOKENS, 20 * TOKENS, *fee), strict=True))
                yield {**pool, AMOUNTS[name]: TOKENS, "asset_in": asset}

    def evaluated(self, name: str, given: Mapping[str, int]) -> Outcome:
        return quoted(self.system, name, given)

    def mutated(self, random: Random, trace: Trace) -> Trace:
        """One amount of one act is another."""
        place = random.randrange(len(trace.acts))
        act = trace.acts[place]
        widths = self.widths(act.operation)
        if not widths:
            return trace
        name = random.choice(tuple(widths))
        known = (*trace.state.shares.values(), *(v for v in act.arguments.values() if type(v) is int))
        value = tempting(random, act.arguments[name], widths[name], known)
        other = Act(act.operation, {**act.arguments, name: value})
        return trace.with_acts(*trace.acts[:place], other, *trace.acts[place + 1 :])
