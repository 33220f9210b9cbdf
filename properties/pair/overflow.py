"""Overflow freedom: within stated bounds no valid call fails for the width of a number.

What is proved of each operation: while neither token's whole supply exceeds 112 bits, a call that is valid by the rules
of the pair fails in none of the ways in which arithmetic can fail. Valid is: less than a reserve is taken out, what is
burned is held, a first mint is worth the minimum.
"""

from __future__ import annotations

from typing import Any

from model.arith import U16, U112, U256, Width, floor_div, isqrt
from model.errors import MathError
from model.pair import Pair, PairState
from model.pair.errors import AddOverflow, BalanceOverflow, MulOverflow, SubUnderflow, TransferFailed
from properties.case import Case
from properties.pair.reading import ASSETS, PAID_IN, WHOLE, collected, product, shares_of, sides
from properties.pair.shares import how_fee_leaves_value
from properties.pair.stories import SITUATIONS, any_pair, minted_pair, unminted_pair
from properties.property import Claims, Scenario, prop

WIDTHS = (AddOverflow, SubUnderflow, MulOverflow, BalanceOverflow, TransferFailed, MathError)
"""Every way in which a call can fail for the width of a number, or for dividing by 0."""

MOST = Width("the most of a token", U112.high, U112.high)
"""One number only, drawn like any other: proofs multiply what has a name, not what has 112 digits."""

CLAIM = "spec/pair.md, Q13"
FORMULA = "b_i + paid_i < 2**112 implies no ds-math error, OVERFLOW, TRANSFER_FAILED or division by 0"


def valid_call(case: Case, state: PairState, operation: str) -> tuple[dict[str, Any], int]:
    """The arguments of a call, and the most that there is of either token."""
    told, limit = SITUATIONS.arguments(case, state, operation), case.integer("pair.limit", MOST)
    for asset, (name, balance, _reserve) in enumerate(sides(state)):
        paid = told[PAID_IN[operation].format(asset)] if operation in PAID_IN else 0
        case.assume(balance + paid <= limit, f"the whole supply of {name} fits 112 bits")
    return told, limit


def how_limit_squares(limit: int) -> Claims:
    """The limit is one number, and so is its square."""
    yield "lemma: the limit", limit == U112.high
    yield "lemma: the square of the limit", limit * limit == U112.high**2


def how_product_fits(name: str, left: int, right: int, limit: int) -> Claims:
    """Two numbers that are at most the limit have a product that is at most its square."""
    yield f"lemma: {name}, the first factor", left <= limit
    yield f"lemma: {name}, the second factor", right <= limit
    yield f"lemma: {name} is not negative", left * right >= 0
    yield f"lemma: {name}, what the first factor leaves", (limit - left) * right >= 0
    yield f"lemma: {name}, what the second factor leaves", (limit - right) * limit >= 0
    yield f"lemma: {name} fits", left * right <= U256.high


def how_supply_is_bounded(state: PairState, limit: int) -> Claims:
    """The square of the supply is at most the product of the reserves, and that at most the square of the limit."""
    yield from how_limit_squares(limit)
    yield from how_product_fits("the product of the reserves", state.reserve0, state.reserve1, limit)
    yield "lemma: the product is at most the square of the limit", product(state) <= limit * limit
    yield "lemma: the supply is at most the limit", state.total_supply <= limit


def how_fee_fits(system: Pair, state: PairState, limit: int) -> Claims:
    """The growth of the root times the supply, and the supply after the fee."""
    yield from how_supply_is_bounded(state, limit)
    if state.fee_on and state.k_last != 0:
        root, root_last = isqrt(product(state)), isqrt(state.k_last)
        yield "lemma: the root is at most the limit", root <= limit
        if root > root_last:
            yield from how_product_fits("the growth of the root", state.total_supply, root - root_last, limit)
    yield from how_fee_leaves_value(system, state)
    supply = collected(system, state).total_supply
    yield "lemma: the supply after the fee is at most the limit", supply <= limit
    yield "lemma: there is a supply after the fee", supply >= system.minimum_liquidity


@prop(
    "Q13",
    system="pair",
    sentence="While no token's whole supply exceeds 112 bits, no swap of less than a reserve fails for a number's width",
    formula=f"{FORMULA}, where out_i < r_i",
    claim=CLAIM,
    scope=Scenario(),
    uses=("accumulate_prices",),
    notes=(
        "At any fee with a denominator of 16 bits. Q13a, Q13b, Q13c and Q13d say the same of the other operations. The "
        "product with which the check compares is not checked in the contract: it fits as well."
    ),
)
def valid_swaps_fit(system: Pair, case: Case) -> Claims:
    """The balances less the fee are at most the limit times the denominator, and so is their product."""
    state = any_pair(case, system)
    told, limit = valid_call(case, state, "swap")
    for asset, (name, _balance, reserve) in enumerate(sides(state)):
        case.assume(told[f"amount{asset}_out"] < reserve, f"less than the reserve of {name} is taken out")
    denominator = state.fee_denominator
    yield from how_widest_product_fits(limit, denominator)
    most, fee, kept = limit * denominator, denominator - state.fee_numerator, []
    for asset, (name, balance, reserve) in enumerate(sides(state)):
        taken = told[f"amount{asset}_out"]
        held = balance + told[f"amount{asset}_in"] - taken
        paid = max(0, held - (reserve - taken))
        kept.append(denominator * held - paid * fee)
        yield f"lemma: what is held of {name}", held <= limit
        yield f"lemma: what is held of {name}, times the denominator", (limit - held) * denominator >= 0
        yield f"lemma: what is held of {name} is not negative", held >= 0
        yield f"lemma: what is held of {name}, times it, is not negative", denominator * held >= 0
        yield f"lemma: what was there of {name} before", held - paid >= 0
        yield f"lemma: what was there of {name} before, times the fee", (held - paid) * fee >= 0
        yield f"lemma: what is held of {name}, times what is kept", held * state.fee_numerator >= 0
        yield f"lemma: the fee on what is paid in of {name}", paid * fee >= 0
        yield f"lemma: what counts of {name} is not negative", kept[asset] >= 0
        yield f"lemma: what counts of {name} fits", kept[asset] <= most
    yield "lemma: the product of what counts is not negative", kept[0] * kept[1] >= 0
    yield "lemma: the product of what counts, by the first", (most - kept[0]) * kept[1] >= 0
    yield "lemma: the product of what counts, by the second", (most - kept[1]) * most >= 0
    yield "lemma: the product of what counts fits", kept[0] * kept[1] <= U256.high
    with case.never(*WIDTHS):
        system.apply(state, "swap", told)
    yield from how_product_fits("the product of the reserves", state.reserve0, state.reserve1, limit)
    square = denominator * denominator
    yield "lemma: the square of the denominator is not negative", square >= 0
    yield "lemma: the reserves leave of the square of the limit", limit * limit - product(state) >= 0
    yield "lemma: which, times that of the denominator", (limit * limit - product(state)) * square >= 0
    yield "what is compared with fits", product(state) * square <= U256.high


def how_widest_product_fits(limit: int, denominator: int) -> Claims:
    """The square of the limit times that of the denominator: no product of a call is wider."""
    yield from how_limit_squares(limit)
    yield "lemma: the square of the denominator", denominator * denominator <= U16.high * denominator
    yield "lemma: the limit times the denominator", limit * denominator == U112.high * denominator
    yield "lemma: the limit times the denominator is not negative", limit * denominator >= 0
    yield (
        "lemma: the square of the limit, times the denominator",
        limit * limit * denominator == U112.high**2 * denominator,
    )
    yield (
        "lemma: the square of the limit, times that of the denominator",
        limit * limit * denominator * denominator == U112.high**2 * denominator * denominator,
    )
    yield "lemma: the widest product fits", limit * limit * (denominator * denominator) <= U256.high


@prop(
    "Q13a",
    system="pair",
    sentence="While no token's whole supply exceeds 112 bits, no mint after the first fails for a number's width",
    formula=FORMULA,
    claim=CLAIM,
    scope=Scenario(),
    assumes=WHOLE,
    uses=("accumulate_prices",),
)
def valid_mints_fit(system: Pair, case: Case) -> Claims:
    """What is paid in, and its proportions of the supply after the fee."""
    state = minted_pair(case, system)
    told, limit = valid_call(case, state, "mint")
    yield from how_fee_fits(system, state, limit)
    supply = collected(system, state).total_supply
    for asset, (name, balance, reserve) in enumerate(sides(state)):
        paid = balance + told[f"amount{asset}"] - reserve
        part = floor_div(paid * supply, reserve)
        yield f"lemma: what is paid in of {name}", paid >= 0
        yield from how_product_fits(f"what is paid in of {name}, times the supply", paid, supply, limit)
        yield f"lemma: its proportion of {name}", part >= 0
        yield f"lemma: its proportion of {name}, times the reserve less 1", part * (reserve - 1) >= 0
        yield f"lemma: its proportion of {name} fits", part <= U112.high**2
    with case.never(*WIDTHS):
        after, _result = system.apply(state, "mint", told)
    yield "the supply fits", after.total_supply <= U256.high


@prop(
    "Q13b",
    system="pair",
    sentence="While no token's whole supply exceeds 112 bits, no first mint worth the minimum fails for a number's width",
    formula=f"{FORMULA}, where T == 0 and (b0 + paid0 - r0)*(b1 + paid1 - r1) >= 1000**2",
    claim=CLAIM,
    scope=Scenario(),
    uses=("accumulate_prices",),
)
def valid_first_mints_fit(system: Pair, case: Case) -> Claims:
    """The product of what is paid in, and its root."""
    state = unminted_pair(case, system)
    told, limit = valid_call(case, state, "mint")
    paid0, paid1 = (
        balance + told[f"amount{asset}"] - reserve for asset, (_, balance, reserve) in enumerate(sides(state))
    )
    case.assume(paid0 * paid1 >= system.minimum_liquidity**2, "a first mint is worth the minimum")
    yield from how_limit_squares(limit)
    yield from how_product_fits("the product of what is paid in", paid0, paid1, limit)
    with case.never(*WIDTHS):
        after, _result = system.apply(state, "mint", told)
    yield "the supply fits", after.total_supply <= U256.high


@prop(
    "Q13c",
    system="pair",
    sentence="While no token's whole supply exceeds 112 bits, no burn of shares that are held fails for a number's width",
    formula=f"{FORMULA}, where shares <= held",
    claim=CLAIM,
    scope=Scenario(),
    assumes=WHOLE,
    uses=("accumulate_prices",),
)
def valid_burns_fit(system: Pair, case: Case) -> Claims:
    """What is burned is at most the supply, which is at most the limit."""
    state = minted_pair(case, system)
    told, limit = valid_call(case, state, "burn")
    burned, held = told["shares"], shares_of(state, told["user"])
    case.assume(burned <= held, "what is burned is held")
    yield from how_fee_fits(system, state, limit)
    supply = collected(system, state).total_supply
    yield "lemma: what the user holds", held <= state.total_supply
    yield "lemma: what is burned", burned <= supply
    for name, balance, _reserve in sides(state):
        yield from how_product_fits(f"what is burned, times the balance of {name}", burned, balance, limit)
        yield f"lemma: the balance of {name}, times what is not burned", balance * (supply - burned) >= 0
    with case.never(*WIDTHS):
        system.apply(state, "burn", told)


@prop(
    "Q13d",
    system="pair",
    sentence="While no token's whole supply exceeds 112 bits, no donation, sync or skim fails for a number's width",
    formula=FORMULA,
    claim=CLAIM,
    scope=Scenario(),
    uses=("accumulate_prices",),
    notes="Nor does the switch of the protocol fee, which computes nothing.",
)
def other_calls_fit(system: Pair, case: Case) -> Claims:
    """None of them reads the supply."""
    operation, state = (
        case.choice("argument.operation", ("donate", "sync", "skim", "set_fee_to")),
        any_pair(case, system),
    )
    told, limit = valid_call(case, state, operation)
    with case.never(*WIDTHS):
        after, _result = system.apply(state, operation, told)
    for asset in ASSETS:
        name, balance, _reserve = tuple(sides(after))[asset]
        yield f"what is held of {name} is at most the limit", balance <= limit
