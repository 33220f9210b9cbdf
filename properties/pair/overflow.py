"""Overflow freedom: within stated bounds no valid call fails for the width of a number, and a refusal changes nothing."""

from __future__ import annotations

from model.arith import U16, U112, U256, floor_div, isqrt
from model.errors import MathError
from model.pair import Pair, PairState
from model.pair.errors import AddOverflow, BalanceOverflow, MulOverflow, SubUnderflow, TransferFailed
from properties.case import Case
from properties.pair.reading import (
    PAID_IN,
    WHOLE,
    all_shares,
    collected,
    locked_shares,
    product,
    reachable,
    shares_of,
    sides,
)
from properties.pair.shares import how_fee_leaves_value
from properties.pair.situations import USER
from properties.pair.stories import SITUATIONS, any_pair
from properties.property import Claims, Scenario, prop

WIDTHS = (AddOverflow, SubUnderflow, MulOverflow, BalanceOverflow, TransferFailed, MathError)
"""Every way in which a call can fail for the width of a number, or for dividing by 0."""


def bounded_pair(case: Case, system: Pair) -> PairState:
    """Any pair that a life can lead to, before or after the first mint."""
    state = any_pair(case, system)
    others = all_shares(state) - locked_shares(state)
    state.shares = state.shares.put("locked", state.total_supply - others)
    return reachable(case, state, system, *WHOLE)


def how_widest_product_fits(limit: int, denominator: int) -> Claims:
    """No product of a call is wider than the square of the limit times that of the denominator."""
    yield "lemma: the limit times the denominator", limit * denominator <= U112.high * U16.high
    yield "lemma: their product is not negative", limit * denominator >= 0
    yield "lemma: the widest product fits", limit * limit * (denominator * denominator) <= U256.high


def how_supply_is_bounded(state: PairState, limit: int) -> Claims:
    """The supply is at most the greater reserve, since its square is at most their product."""
    greater = max(state.reserve0, state.reserve1)
    yield "lemma: the square of the greater reserve", greater * greater >= product(state)
    yield "lemma: the supply is at most the greater reserve", state.total_supply <= greater
    yield "lemma: the supply is at most the limit", state.total_supply <= limit
    yield "lemma: the product has a root", product(state) >= 0


def how_fee_fits(system: Pair, state: PairState, limit: int) -> Claims:
    """The growth of the root times the supply, and the supply after the fee."""
    if state.fee_on and state.k_last != 0:
        greater, root, root_last = max(state.reserve0, state.reserve1), isqrt(product(state)), isqrt(state.k_last)
        yield "lemma: the root is at most the greater reserve", root <= greater
        yield "lemma: the growth of the root is at most the limit", root - root_last <= limit
        if root > root_last:
            yield "lemma: times the supply", state.total_supply * (root - root_last) >= 0
            yield "lemma: times the supply, fits", state.total_supply * (root - root_last) <= limit * limit
    yield from how_fee_leaves_value(system, state)
    supply = collected(system, state).total_supply
    yield "lemma: the supply after the fee is at most the limit", supply <= limit
    yield "lemma: there is a supply after the fee", supply >= system.minimum_liquidity


def how_mint_fits(system: Pair, state: PairState, told: dict[str, int], limit: int) -> Claims:
    """What is paid in, and its proportions of the supply after the fee."""
    supply = collected(system, state).total_supply
    for asset, (name, balance, reserve) in enumerate(sides(state)):
        paid = balance + told[f"amount{asset}"] - reserve
        part = floor_div(paid * supply, reserve)
        yield f"lemma: what is paid in of {name} is at most the limit", paid <= limit
        yield f"lemma: what is paid in of {name}, times the supply", paid * supply >= 0
        yield f"lemma: what is paid in of {name}, times the supply, fits", paid * supply <= limit * limit
        yield f"lemma: its proportion of {name}, times the reserve less 1", part * (reserve - 1) >= 0
        yield f"lemma: its proportion of {name}", part <= paid * supply


def how_first_mint_fits(state: PairState, told: dict[str, int], limit: int) -> Claims:
    """The product of what is paid in."""
    paid0, paid1 = (
        balance + told[f"amount{asset}"] - reserve for asset, (_, balance, reserve) in enumerate(sides(state))
    )
    yield "lemma: what is paid in of asset 0 is at most the limit", paid0 <= limit
    yield "lemma: what is paid in of asset 1 is at most the limit", paid1 <= limit
    yield "lemma: both are not negative", paid0 * paid1 >= 0
    yield "lemma: both fit", paid0 * paid1 <= limit * limit


def how_burn_fits(state: PairState, told: dict[str, int], limit: int) -> Claims:
    """What is burned is at most the supply, which is at most the limit."""
    yield "lemma: what the user holds", shares_of(state, USER) <= state.total_supply
    yield "lemma: what is burned", told["shares"] <= limit
    for name, balance, _reserve in sides(state):
        yield f"lemma: what is burned, times the balance of {name}, is not negative", told["shares"] * balance >= 0
        yield f"lemma: what is burned, times the balance of {name}, fits", told["shares"] * balance <= limit * limit


def how_swap_fits(state: PairState, told: dict[str, int], limit: int) -> Claims:
    """The balances less the fee are at most the limit times the denominator, and so is their product."""
    denominator, most = state.fee_denominator, limit * state.fee_denominator
    kept = []
    for asset, (name, balance, reserve) in enumerate(sides(state)):
        taken = told[f"amount{asset}_out"]
        held = balance + told[f"amount{asset}_in"] - taken
        paid = max(0, held - (reserve - taken))
        kept.append(denominator * held - paid * (denominator - state.fee_numerator))
        yield f"lemma: what is held of {name}, times the denominator", held * denominator <= most
        yield f"lemma: what counts of {name} is not negative", kept[asset] >= 0
        yield f"lemma: what counts of {name} fits", kept[asset] <= most
    yield "lemma: the product of what counts is not negative", kept[0] * kept[1] >= 0
    yield "lemma: the product of what counts, by the first", (most - kept[0]) * kept[1] >= 0
    yield "lemma: the product of what counts, by the second", most * (most - kept[1]) >= 0


@prop(
    "Q13",
    system="pair",
    sentence="While no token's whole supply exceeds 112 bits, no valid call fails for the width of a number",
    formula="b_i + paid_i < 2**112, shares <= held implies no ds-math error, OVERFLOW, TRANSFER_FAILED, division by 0",
    claim="spec/pair.md, Q13",
    scope=Scenario(),
    notes=(
        "Valid is: what is burned is held, less than a reserve is taken out, a first mint is worth 1000 shares. The "
        "bounds are those of the contracts' own reserves. Whoever asks for more is refused by name, see Q13a."
    ),
)
def valid_calls_fit(system: Pair, case: Case) -> Claims:
    """Every operation, from any state that a life can lead to."""
    state, limit = bounded_pair(case, system), case.integer("argument.limit", U112)
    operation = case.choice("argument.operation", system.operations)
    told = SITUATIONS.arguments(case, state, operation)
    for asset, (name, balance, _reserve) in enumerate(sides(state)):
        paid = told[PAID_IN[operation].format(asset)] if operation in PAID_IN else 0
        case.assume(balance + paid <= limit, f"the whole supply of {name} fits 112 bits")
    started = locked_shares(state) != 0
    yield from how_widest_product_fits(limit, state.fee_denominator)
    yield from how_supply_is_bounded(state, limit)
    if operation == "burn":
        case.assume(told["shares"] <= shares_of(state, USER), "what is burned is held")
        case.assume(started, "there are shares to burn")
        yield from how_fee_fits(system, state, limit)
        yield from how_burn_fits(state, told, limit)
    if operation == "mint" and started:
        yield from how_fee_fits(system, state, limit)
        yield from how_mint_fits(system, state, told, limit)
    if operation == "mint" and not started:
        worth = 1
        for asset, (_name, balance, reserve) in enumerate(sides(state)):
            worth = worth * (balance + told[f"amount{asset}"] - reserve)
        case.assume(worth >= system.minimum_liquidity**2, "a first mint is worth the minimum")
        yield from how_first_mint_fits(state, told, limit)
    if operation == "swap":
        for asset, (name, _balance, reserve) in enumerate(sides(state)):
            case.assume(told[f"amount{asset}_out"] < reserve, f"less than the reserve of {name} is taken out")
        yield from how_swap_fits(state, told, limit)
    with case.never(*WIDTHS):
        after, _result = system.apply(state, operation, told)
    yield "the supply fits", after.total_supply <= U256.high
