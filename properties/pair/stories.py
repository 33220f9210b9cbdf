"""Where stories about a pair begin, and the moves they are made of."""

from __future__ import annotations

from typing import Any

from model.arith import U64, U256
from model.pair import FEE_RECEIVER, LOCKED, Pair, PairState
from properties.case import Case
from properties.pair.reading import WHOLE, all_shares, locked_shares, reachable, sides
from properties.pair.reserves import how_swap_grows_product
from properties.pair.situations import USER, PairSituations
from properties.property import Claims, Step

SITUATIONS = PairSituations()


def any_pair(case: Case, system: Pair) -> PairState:
    """Any pair that holds at least its reserves; nothing is assumed of its shares."""
    return with_any_unclaimed(case, SITUATIONS.state(case, system))


def with_any_unclaimed(case: Case, state: PairState) -> PairState:
    """The pair holding any more than its reserves: Q09, solved for the balances."""
    for asset, (name, _balance, reserve) in enumerate(sides(settled(state))):
        unclaimed = case.integer(f"pair.unclaimed{asset}", U256)
        case.assume(reserve + unclaimed <= U256.high, f"the balance of {name} is a number of 256 bits")
        state = with_unclaimed(state, asset, unclaimed)
    return state


def settled_pair(case: Case, system: Pair) -> PairState:
    """Any pair that holds exactly its reserves: no donation lies there unclaimed."""
    return settled(SITUATIONS.state(case, system))


def settled(state: PairState) -> PairState:
    """The pair without what lies there beyond its reserves."""
    state.balance0, state.balance1 = state.reserve0, state.reserve1
    return state


def with_unclaimed(state: PairState, asset: int, donated: int) -> PairState:
    """The pair with so much more of an asset than the reserve says."""
    pair = state.copy()
    if asset == 0:
        pair.balance0 = pair.balance0 + donated
    else:
        pair.balance1 = pair.balance1 + donated
    return pair


def minted_pair(case: Case, system: Pair, *, nothing_unclaimed: bool = False) -> PairState:
    """Any pair that somebody has minted in and that a life can lead to.

    The locked shares are drawn as what all other holders leave of the supply: that is Q08, solved for them.
    """
    state = settled_pair(case, system) if nothing_unclaimed else any_pair(case, system)
    others = all_shares(state) - locked_shares(state)
    state.shares = state.shares.put(LOCKED, state.total_supply - others)
    case.assume(locked_shares(state) >= system.minimum_liquidity, "somebody has minted")
    return reachable(case, state, system, *WHOLE)


def unminted_pair(case: Case, system: Pair) -> PairState:
    """Any pair that nobody has minted in yet: nobody holds a share, but there may be reserves, donated and synced."""
    state = any_pair(case, system)
    state.total_supply = state.k_last = 0
    state.shares = case.holders({USER: 0, FEE_RECEIVER: 0, LOCKED: 0}, others=False)
    return state


def amount(case: Case, name: str) -> int:
    """Any amount that an argument can say."""
    return case.integer(f"argument.{name}", U256)


def time(case: Case) -> int:
    """When a story happens; nothing but the price accumulators depends on it."""
    return case.integer("argument.now", U64)


def asset(case: Case) -> int:
    """The asset that is paid in."""
    return case.choice("argument.asset", (0, 1))


def swap(system: Pair, state: PairState, asset_in: int, paid: int, taken: int, now: int) -> Step:
    """Pay one asset in and take the other out."""
    told = {"amount0_in": 0, "amount1_in": 0, "amount0_out": 0, "amount1_out": 0}
    told |= {f"amount{asset_in}_in": paid, f"amount{1 - asset_in}_out": taken}
    return step(system, state, "swap", user=USER, now=now, **told)


def step(system: Pair, state: PairState, operation: str, **arguments: Any) -> Step:
    """One step of a story, as a property sees it."""
    after, result = system.apply(state, operation, arguments)
    return Step(state, operation, arguments, after, result)


def how_swaps_grow_product(system: Pair, *steps: Step) -> Claims:
    """The lemmas of Q01 for each of some swaps."""
    for each in steps:
        yield from how_swap_grows_product(system, each)


def reserves(state: PairState, asset_in: int) -> tuple[int, int]:
    """The reserve of the asset paid in, and of the one paid out."""
    return (state.reserve0, state.reserve1) if asset_in == 0 else (state.reserve1, state.reserve0)


def balances(state: PairState, asset_in: int) -> tuple[int, int]:
    """What the pair holds of the asset paid in, and of the one paid out."""
    return (state.balance0, state.balance1) if asset_in == 0 else (state.balance1, state.balance0)
