"""What a round trip costs and what a liquidity provider loses to a move of the price, in closed form and in integers."""

from __future__ import annotations

from typing import Any

from model.arith import U16, U112, isqrt
from model.pair import FEE_RECEIVER, LOCKED, Pair, PairState
from properties.case import Case
from properties.pair.situations import USER
from properties.pair.stories import amount, asset, reserves, settled_pair, swap, time
from properties.property import Algebra, Claims, Scenario, Verdict, prop

Exact = Any
"""A number on which `/` is exact: a real number of the relaxation, or a fraction."""


def cost_of_round_trip(numerator: Exact, denominator: Exact, reserve_in: Exact, paid: Exact) -> Exact:
    """What the fee costs who pays an amount in, and then all that it bought: `a*r*(d^2 - n^2) / (r*d^2 + n^2*a)`.

    It does not depend on the other reserve.
    """
    kept, whole = numerator * numerator, denominator * denominator
    return paid * reserve_in * (whole - kept) / (reserve_in * whole + kept * paid)


def impermanent_loss(ratio: Exact, root: Exact) -> Exact:
    """What shares are worth less than holding, as a part of it, once the price is `ratio = root^2` times what it was."""
    return 2 * root / (1 + ratio) - 1


def round_trip(system: Pair, case: Case, state: PairState, now: int) -> tuple[int, int, PairState]:
    """Pay in some of one asset, pay all that this buys at the quote back in: paid, regained, and the pair between."""
    asset_in = asset(case)
    paid = amount(case, "paid")
    bought = system.quote_out(state, paid, asset_in)
    between = swap(system, state, asset_in, paid, bought, now).after
    regained = system.quote_out(between, bought, 1 - asset_in)
    swap(system, between, 1 - asset_in, bought, regained, now)
    return paid, regained, between


@prop(
    "Q14",
    system="pair",
    sentence="Without a fee, a round trip at what is quoted costs at most one unit of the asset paid in",
    formula="n == d implies a - quote_out'(quote_out(a)) <= 1",
    claim="spec/pair.md, Q14",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="One unit of the asset bought is worth many of the one paid in: rounding it away costs what it is worth",
)
def round_trip_costs_a_unit_without_fee(system: Pair, case: Case) -> Claims:
    """The unit that rounding takes is one of either asset, and they are worth different amounts."""
    state = settled_pair(case, system)
    state.fee_numerator = state.fee_denominator
    paid, regained, _between = round_trip(system, case, state, time(case))
    yield "at most one unit", paid - regained <= 1


@prop(
    "Q14a",
    system="pair",
    sentence="Without a fee, a round trip costs less than a unit of each asset, at the price in between",
    formula="n == d implies 0 <= (a - regained) * r_out <= (r_in + a - 1) + (r_out - 1)",
    claim="spec/pair.md, Q14",
    scope=Scenario(),
    variant_of="Q14",
    notes=(
        "Less than (r_in + a)/r_out units for the first rounding, less than 1 for the second; r_out is as much as there "
        "was at the start, of which the price in between pays r_in + a. The bound is attained: see tests/properties."
    ),
)
def round_trip_costs_rounding_without_fee(system: Pair, case: Case) -> Claims:
    """Two divisions round down, each by less than 1."""
    state = settled_pair(case, system)
    state.fee_numerator = state.fee_denominator
    paid, regained, between = round_trip(system, case, state, time(case))
    reserve_in, reserve_out = reserves(state, asset(case))
    left_in, left_out = reserves(between, asset(case))
    denominator = state.fee_denominator
    bought = reserve_out - left_out
    first = paid * reserve_out - bought * left_in
    second = bought * left_in - regained * reserve_out
    yield "lemma: the first rounding, times the denominator", denominator * (left_in - first) >= 1
    yield "lemma: the first rounding", first <= left_in - 1
    yield "lemma: the first rounding is not negative, times the denominator", denominator * first >= 0
    yield "lemma: the first rounding is not negative", first >= 0
    yield "lemma: the second rounding, times the denominator", denominator * (reserve_out - second) >= 1
    yield "lemma: the second rounding", second <= reserve_out - 1
    yield "lemma: the second rounding is not negative, times the denominator", denominator * second >= 0
    yield "lemma: the second rounding is not negative", second >= 0
    yield "the cost is not negative", paid - regained >= 0
    yield "the cost is less than two roundings", (paid - regained) * reserve_out <= reserve_in + paid + reserve_out - 2


def real_pair(case: Case, system: Pair, numerator: int, denominator: int) -> PairState:
    """A settled pair of any two reserves, any part of which is the user's."""
    state = system.start()
    state.fee_numerator, state.fee_denominator = numerator, denominator
    state.reserve0 = state.balance0 = case.integer("pair.reserve0", U112)
    state.reserve1 = state.balance1 = case.integer("pair.reserve1", U112)
    held, others = case.integer("shares.user", U112), case.integer("shares.locked", U112)
    state.total_supply = held + others
    state.shares = case.holders({USER: held, LOCKED: others, FEE_RECEIVER: 0}, others=False)
    return state


@prop(
    "Q14b",
    system="pair",
    sentence="But for rounding, the fee costs a round trip a*r_in*(d**2 - n**2) / (r_in*d**2 + n**2*a)",
    formula="a - regained == a*r*(d^2 - n^2) / (r*d^2 + n^2*a) > 0, and < a*(d^2 - n^2)/d^2",
    claim="spec/pair.md, Q14",
    scope=Algebra(),
    notes=(
        "With n == d that is 0. The dearer the trip in proportion to the reserve, the less of it is the fee: what was "
        "paid in comes back to the trader's own price. On integers the cost is that much and roundings (tests/properties)."
    ),
)
def fee_of_a_round_trip(system: Pair, case: Case) -> Claims:
    """From a fee of f/(n + f), where n and f are positive."""
    numerator, fee = case.integer("pair.fee_numerator", U16), case.integer("pair.fee", U16)
    denominator = numerator + fee
    state = real_pair(case, system, numerator, denominator)
    paid, regained, _between = round_trip(system, case, state, now=0)
    reserve_in, _reserve_out = reserves(state, asset(case))
    cost = paid - regained
    yield "the cost in closed form", cost == cost_of_round_trip(numerator, denominator, reserve_in, paid)
    yield "the cost is positive", cost > 0
    part = (denominator * denominator - numerator * numerator) * paid / (denominator * denominator)
    yield "the cost is less than twice the fee, one upon the other", cost < part
    yield "without a fee it costs nothing", cost_of_round_trip(numerator, numerator, reserve_in, paid) == 0


@prop(
    "Q15",
    system="pair",
    sentence="But for rounding, shares lose 1 - 2*sqrt(r)/(1 + r) against holding when the price moves by r: never a gain",
    formula="(b0*p' + b1) / (h0*p' + h1) - 1 == 2*sqrt(r)/(1 + r) - 1 == -(1 - sqrt(r))**2/(1 + r) <= 0, r == p'/p",
    claim="spec/pair.md, Q15",
    scope=Algebra(),
    notes=(
        "Without a swap fee, which only adds to the shares. Holding is what the shares could be burned for before the "
        "price moved; both are valued at the pair's own price after."
    ),
)
def loss_against_holding(system: Pair, case: Case) -> Claims:
    """Burn before a swap, or after it, which moves the price either way by as much as is paid in."""
    state = real_pair(case, system, 1, 1)
    asset_in, now = asset(case), 0
    held, paid = state.shares[USER], amount(case, "paid")
    _, before = system.burn(state, user=USER, shares=held, now=now)
    bought = system.quote_out(state, paid, asset_in)
    moved = swap(system, state, asset_in, paid, bought, now).after
    _, after = system.burn(moved, user=USER, shares=held, now=now)
    price, new_price = price_of(state), price_of(moved)
    ratio = new_price / price
    root = isqrt(ratio)
    holding = before.amount0 * new_price + before.amount1
    loss = (after.amount0 * new_price + after.amount1) / holding - 1
    yield "the loss in closed form", loss == impermanent_loss(ratio, root)
    yield "as minus a square over something positive", loss == -(1 - root) * (1 - root) / (1 + ratio)
    yield "a loss as soon as the price moves", loss < 0
    any_ratio = case.integer("ratio", U112)
    yield "never positive, whatever the ratio", impermanent_loss(any_ratio, isqrt(any_ratio)) <= 0


def price_of(state: PairState) -> Exact:
    """Asset 1 for one of asset 0, at the reserves."""
    return state.reserve1 / state.reserve0
