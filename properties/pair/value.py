"""The value of a share: what of it can fall, by how much, and what can not."""

from __future__ import annotations

from model.arith import isqrt
from model.pair import Pair
from properties.pair.fees import growth, how_sixth_is_taken
from properties.pair.reading import WHOLE, fee_minted, locked_shares, product, sides
from properties.pair.reserves import how_swap_grows_product
from properties.pair.shares import how_balances_cover
from properties.property import Claims, OnStep, Step, Verdict, prop


@prop(
    "Q07",
    system="pair",
    sentence="The value of a share, as the root of the product in whole units over the supply, never falls on any step",
    formula="isqrt(r0'*r1') * T >= isqrt(r0*r1) * T'",
    claim="spec/pair.md, Q07",
    scope=OnStep(),
    expected=Verdict.REFUTED,
    assumes=WHOLE,
    story="A mint or burn first issues the protocol fee: a sixth of the growth goes from all to the fee receiver",
    notes="Q07a: but for that fee it never falls. Q07b: how far the fee can take it. Q07c: what whole units lose.",
)
def value_of_a_share_never_falls(system: Pair, step: Step) -> Claims:
    """Of shares that exist before the step."""
    before, after = step.before, step.after
    if locked_shares(before) != 0:
        worth, worth_after = isqrt(product(before)), isqrt(product(after))
        yield "the value does not fall", worth_after * before.total_supply >= worth * after.total_supply


def how_value_is_kept(system: Pair, step: Step) -> Claims:
    """Each operation moves both reserves at least in proportion to the supply after the fee."""
    before, after = step.before, step.after
    supply, supply_after = before.total_supply + fee_minted(step), after.total_supply
    reserve0, reserve1 = before.reserve0, before.reserve1
    if locked_shares(before) == 0:
        return
    if step.operation == "mint":
        shares = step.result.shares
        ahead0 = supply * (after.balance0 - reserve0) - reserve0 * shares
        ahead1 = supply * (after.balance1 - reserve1) - reserve1 * shares
        yield from proportions(system, step, ahead0, ahead1)
        yield "lemma: the new reserve 1, times the supply", supply * after.reserve1 >= 0
        yield "lemma: asset 0 ahead, times that", ahead0 * (supply * after.reserve1) >= 0
        yield "lemma: reserve 0, times the new supply", reserve0 * supply_after >= 0
        yield "lemma: asset 1 ahead, times that", ahead1 * (reserve0 * supply_after) >= 0
    elif step.operation == "burn":
        ahead0 = after.reserve0 * supply - before.balance0 * supply_after
        ahead1 = after.reserve1 * supply - before.balance1 * supply_after
        yield "lemma: asset 0 ahead", ahead0 >= 0
        yield "lemma: asset 1 ahead", ahead1 >= 0
        yield "lemma: the new reserve 1, times the supply", supply * after.reserve1 >= 0
        yield "lemma: asset 0 ahead, times that", ahead0 * (supply * after.reserve1) >= 0
        yield "lemma: balance 0, times the new supply", before.balance0 * supply_after >= 0
        yield "lemma: asset 1 ahead, times that", ahead1 * (before.balance0 * supply_after) >= 0
        yield from how_balances_cover(before)
        covered = before.balance0 * before.balance1 - product(before)
        yield "lemma: the balances cover the reserves", covered >= 0
        yield "lemma: the square of the new supply", supply_after * supply_after >= 0
        yield "lemma: what covers, times that", supply_after * supply_after * covered >= 0
    else:
        if step.operation == "swap":
            yield from how_swap_grows_product(system, step)
        if step.operation == "sync":
            yield from how_balances_cover(before)
        grown = product(after) - product(before)
        yield "lemma: the growth of the product", grown >= 0
        yield "lemma: the growth of the product, times the supply", supply * grown >= 0
        yield "lemma: the growth of the product, times the supply twice", supply * (supply * grown) >= 0


def proportions(system: Pair, step: Step, ahead0: int, ahead1: int) -> Claims:
    """The shares of a mint are at most either proportion of what is paid in."""
    supply, shares = step.before.total_supply + fee_minted(step), step.result.shares
    for ahead, (asset, balance, _), (_, _, reserve) in zip(
        (ahead0, ahead1), sides(step.after), sides(step.before), strict=True
    ):
        part = (balance - reserve) * supply // reserve
        yield f"lemma: shares are at most the part of {asset}", reserve * (part - shares) >= 0
        yield f"lemma: {asset} ahead", ahead >= 0


@prop(
    "Q07a",
    system="pair",
    sentence="But for the shares minted as the protocol fee, the value of a share never falls on any step, exactly",
    formula="r0'*r1' * (T + f)**2 >= r0*r1 * T'**2",
    claim="spec/pair.md, Q07",
    scope=OnStep((), how_value_is_kept),
    assumes=WHOLE,
    variant_of="Q07",
    notes="The value is the real root of the product over the supply; both sides are squared, so nothing is rounded.",
)
def real_value_never_falls_but_for_the_fee(system: Pair, step: Step) -> Claims:
    """Mint, burn, swap, sync, skim, donate and the switch of the fee alike."""
    before, after = step.before, step.after
    if locked_shares(before) != 0:
        supply = before.total_supply + fee_minted(step)
        left, right = product(after) * (supply * supply), product(before) * (after.total_supply * after.total_supply)
        yield "the value does not fall", left >= right


@prop(
    "Q07b",
    system="pair",
    sentence="The protocol fee takes from the value of a share at most a sixth of what the root has grown by",
    formula="T / (T + f) >= (5*root + root_last) / (6*root): with Q07a the most that a share can lose",
    claim="spec/pair.md, Q07",
    scope=OnStep(("mint", "burn"), how_sixth_is_taken),
    variant_of="Q07",
    notes="So a share never falls below its value at the last mint or burn: (5*root + root_last)/6 >= root_last.",
)
def fee_takes_at_most_a_sixth_of_growth_from_value(system: Pair, step: Step) -> Claims:
    """The supply before and after the fee, against the root before and after a sixth of its growth is taken."""
    grown, root = growth(step)
    parts, supply = system.protocol_fee_divisor + 1, step.before.total_supply
    yield "a sixth of the growth", (supply + fee_minted(step)) * (parts * root - grown) <= supply * (parts * root)


def how_roots_compare(system: Pair, step: Step) -> Claims:
    """From the products of Q07a to their roots in whole units."""
    yield from how_value_is_kept(system, step)
    before, after = step.before, step.after
    if locked_shares(before) == 0:
        return
    supply, supply_after = before.total_supply + fee_minted(step), after.total_supply
    yield "lemma: there is a root after", product(after) >= 0
    worth, worth_after = isqrt(product(before)), isqrt(product(after))
    square, square_after = supply * supply, supply_after * supply_after
    yield "lemma: the real value does not fall", product(after) * square >= product(before) * square_after
    yield "lemma: the square of the supply", square >= 1
    yield "lemma: the square of the new supply", square_after >= 0
    yield "lemma: the root before, squared", square_after * (product(before) - worth * worth) >= 0
    above = (worth_after + 1) * (worth_after + 1) - product(after)
    yield "lemma: one more than the root after, squared", square * (above - 1) >= 0
    yield "lemma: both values", worth * supply_after + (worth_after + 1) * supply >= 0


@prop(
    "Q07c",
    system="pair",
    sentence="But for that fee, the value of a share in whole units falls by less than one unit over the supply",
    formula="(isqrt(r0'*r1') + 1) * (T + f) > isqrt(r0*r1) * T'",
    claim="spec/pair.md, Q07",
    scope=OnStep((), how_roots_compare),
    assumes=WHOLE,
    variant_of="Q07",
    notes="A burn can show it: what is left of two reserves may have a root that is not whole (tests/properties).",
)
def whole_value_falls_by_less_than_a_unit(system: Pair, step: Step) -> Claims:
    """What rounding the root down can hide of a value that did not fall."""
    before, after = step.before, step.after
    if locked_shares(before) != 0:
        supply = before.total_supply + fee_minted(step)
        worth, worth_after = isqrt(product(before)), isqrt(product(after))
        yield "less than a unit", (worth_after + 1) * supply > worth * after.total_supply
