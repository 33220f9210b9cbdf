"""Swapping forth and back, and in parts: no way of swapping gains on the pair, and none beats the single swap."""

from __future__ import annotations

from dataclasses import dataclass

from model.pair import Pair, PairState
from properties.case import Case
from properties.pair.reading import product
from properties.pair.stories import (
    amount,
    any_pair,
    asset,
    balances,
    how_swaps_grow_product,
    reserves,
    settled_pair,
    swap,
    time,
    with_unclaimed,
)
from properties.property import Claims, Scenario, Step, Verdict, prop


def forth_and_back(case: Case, system: Pair, state: PairState) -> tuple[Step, Step, int, int]:
    """Pay in some of one asset, pay all that this buys back in: both swaps, what was paid and what was regained."""
    asset_in, now = asset(case), time(case)
    paid, bought, regained = amount(case, "paid"), amount(case, "bought"), amount(case, "regained")
    forth = swap(system, state, asset_in, paid, bought, now)
    back = swap(system, forth.after, 1 - asset_in, bought, regained, now)
    return forth, back, paid, regained


@prop(
    "Q03",
    system="pair",
    sentence="Who swaps forth and back, at what is quoted, never ends with more than it began with",
    formula="quote_out'(quote_out(a)) <= a, for any state",
    claim="spec/pair.md, Q03",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="A donation lies unclaimed: the first swap makes it part of the reserves, and the way back is paid out of it",
)
def round_trip_never_gains(system: Pair, case: Case) -> Claims:
    """From any pair, donations that nobody has claimed included."""
    state, asset_in, now = any_pair(case, system), asset(case), time(case)
    paid = amount(case, "paid")
    bought = system.quote_out(state, paid, asset_in)
    forth = swap(system, state, asset_in, paid, bought, now)
    regained = system.quote_out(forth.after, bought, 1 - asset_in)
    swap(system, forth.after, 1 - asset_in, bought, regained, now)
    yield "no more comes back than was paid", regained <= paid


@prop(
    "Q03a",
    system="pair",
    sentence="Swapping forth and back gains at most what lay unclaimed of the asset paid in: nothing on a settled pair",
    formula="b_out == r_out implies regained - paid <= b_in - r_in, at any fee and for any outputs that pass",
    claim="spec/pair.md, Q03",
    scope=Scenario(),
    variant_of="Q03",
)
def round_trip_never_gains_on_a_settled_pair(system: Pair, case: Case) -> Claims:
    """The product does not fall on either swap, and one reserve is what it was."""
    donated = amount(case, "donated")
    state = with_unclaimed(settled_pair(case, system), asset(case), donated)
    forth, back, paid, regained = forth_and_back(case, system, state)
    yield from how_swaps_grow_product(system, forth, back)
    yield "the gain is at most what lay unclaimed", regained - paid <= donated


@prop(
    "Q03b",
    system="pair",
    sentence="What a round trip leaves in the pair covers the reserves from which it began: it can only take donations",
    formula="(b_in + paid - regained) * b_out >= r_in * r_out",
    claim="spec/pair.md, Q03",
    scope=Scenario(),
    variant_of="Q03",
)
def round_trip_gains_at_most_donations(system: Pair, case: Case) -> Claims:
    """From any pair, whatever lies unclaimed of either asset."""
    state = any_pair(case, system)
    forth, back, paid, regained = forth_and_back(case, system, state)
    yield from how_swaps_grow_product(system, forth, back)
    held_in, held_out = balances(state, asset(case))
    left = (held_in + paid - regained) * held_out
    yield "the product of what is left covers that of the reserves", left >= product(state)


def swapped_in_two(case: Case, system: Pair, state: PairState) -> tuple[Step, Step, int, int]:
    """Two swaps of the same asset, for any outputs that pass: both steps, and what was paid in each."""
    asset_in, now = asset(case), time(case)
    first, second = amount(case, "first"), amount(case, "second")
    one = swap(system, state, asset_in, first, amount(case, "bought_first"), now)
    two = swap(system, one.after, asset_in, second, amount(case, "bought_second"), now)
    return one, two, first, second


@prop(
    "Q04",
    system="pair",
    sentence="Splitting a swap in two never buys more than the single swap, not by one unit, at any fee",
    formula="o1 + o2 <= quote_out(a1 + a2), for any o1, o2 that pass",
    claim="spec/pair.md, Q04",
    scope=Scenario(),
    notes=(
        "The bound is 0: rounding works for the pair both times. Q04a and Q04b bound what splitting costs: at most one "
        "unit without a fee; with one, a fee on the fee that the first part left in the pair, and less than two units. "
        "Where nothing lies unclaimed; a donation goes to the first swap of whatever kind (Q02a)."
    ),
)
def splitting_never_gains(system: Pair, case: Case) -> Claims:
    """The fee of the first part is in the reserves by the time of the second, which pays for it again."""
    state, asset_in = settled_pair(case, system), asset(case)
    one, two, first, second = swapped_in_two(case, system, state)
    single = system.quote_out(state, first + second, asset_in)
    reserve_in, reserve_out = reserves(state, asset_in)
    numerator, denominator = state.fee_numerator, state.fee_denominator
    bought_first = reserve_out - reserves(one.after, asset_in)[1]
    bought_second = reserves(one.after, asset_in)[1] - reserves(two.after, asset_in)[1]
    left = reserve_out - bought_first
    spare_first = numerator * first * left - denominator * reserve_in * bought_first
    spare_second = numerator * second * (left - bought_second) - denominator * (reserve_in + first) * bought_second
    yield "lemma: the check of the first part", spare_first >= 0
    yield "lemma: the check of the second part", spare_second >= 0
    fee = denominator - numerator
    yield "lemma: the fee on the first part", fee * first >= 0
    yield "lemma: which the second part pays for", fee * first * bought_second >= 0
    yield "splitting buys no more", bought_first + bought_second <= single


@dataclass(frozen=True)
class Split:
    """A quote for an amount, and the quotes for its two parts, the second from the reserves that the first leaves."""

    first: int
    second: int
    single: int
    bought_first: int
    bought_second: int
    pool: int
    """What the single quote divides by: the reserve and what counts of the amount, times the denominator."""

    lost: int
    """How much less the parts buy than the whole."""


def split_as_quoted(case: Case, system: Pair, state: PairState) -> Split:
    """The whole and its parts, each at the quote; the parts are swapped for as well."""
    asset_in, now = asset(case), time(case)
    first, second = amount(case, "first"), amount(case, "second")
    single = system.quote_out(state, first + second, asset_in)
    bought_first = system.quote_out(state, first, asset_in)
    between = swap(system, state, asset_in, first, bought_first, now).after
    bought_second = system.quote_out(between, second, asset_in)
    reserve_in, _reserve_out = reserves(state, asset_in)
    pool = reserve_in * state.fee_denominator + (first + second) * state.fee_numerator
    lost = single - bought_first - bought_second
    return Split(first, second, single, bought_first, bought_second, pool, lost)


@prop(
    "Q04a",
    system="pair",
    sentence="Without a fee, splitting a swap in two costs at most one unit",
    formula="n == d implies 0 <= quote_out(a1 + a2) - o1 - o2 <= 1",
    claim="spec/pair.md, Q04",
    scope=Scenario(),
    notes="Both ends are attained: see tests/properties/test_pair_trips.py.",
)
def splitting_costs_a_unit_without_fee(system: Pair, case: Case) -> Claims:
    """Each part loses less than one unit to rounding, and the second recovers none of what the first left."""
    state = settled_pair(case, system)
    state.fee_numerator = state.fee_denominator
    split = split_as_quoted(case, system, state)
    denominator, pool = state.fee_denominator, split.pool
    yield "lemma: the parts, the second part's share of the first", split.second * denominator >= 0
    yield "lemma: what is lost, times the pool", (split.lost - 2) * pool <= -1
    yield "splitting costs at most one unit", split.lost <= 1


@prop(
    "Q04b",
    system="pair",
    sentence="With a fee, splitting costs less than two units and the fee on the first part that the second pays for",
    formula="(quote_out(a1 + a2) - o1 - o2 - 2) * (r_in*d + (a1 + a2)*n) < (d - n) * a1 * (o2 + 1)",
    claim="spec/pair.md, Q04",
    scope=Scenario(),
)
def splitting_costs_the_fee_on_the_fee(system: Pair, case: Case) -> Claims:
    """The fee of the first part lies in the reserves, and the second swap pays for it in proportion to what it buys."""
    state = settled_pair(case, system)
    split = split_as_quoted(case, system, state)
    fee = (state.fee_denominator - state.fee_numerator) * split.first
    yield "lemma: the second part at the first rounding", split.second * state.fee_numerator >= 0
    yield "the cost is bounded", (split.lost - 2) * split.pool < fee * (split.bought_second + 1)
