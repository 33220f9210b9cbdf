"""The protocol fee: how much of the growth it takes, to the share."""

from __future__ import annotations

from model.arith import isqrt
from model.pair import Pair
from properties.pair.reading import fee_minted, product
from properties.property import Claims, OnStep, Step, prop


def growth(step: Step) -> tuple[int, int]:
    """The growth of the root of the product since the last mint or burn that the fee is due on, and the root."""
    before = step.before
    if not before.fee_on or before.k_last == 0:
        return 0, 0
    root = isqrt(product(before))
    return max(0, root - isqrt(before.k_last)), root


def how_sixth_is_taken(system: Pair, step: Step) -> Claims:
    """The fee's own quotient, and the fee times the growth."""
    grown, root = growth(step)
    parts, fee, supply = system.protocol_fee_divisor + 1, fee_minted(step), step.before.total_supply
    yield "lemma: the fee is the quotient, rounded down", fee * (parts * root - grown) <= supply * grown
    yield "lemma: the fee times the growth", fee * grown >= 0


@prop(
    "Q10",
    system="pair",
    sentence="The protocol fee takes at most a sixth of the growth of the root of the product of the reserves",
    formula="f * root / (T + f) <= (root - root_last) / 6, where root = isqrt(r0*r1), root_last = isqrt(k_last)",
    claim="spec/pair.md, Q10",
    scope=OnStep(("mint", "burn"), how_sixth_is_taken),
    notes="f shares of T + f are worth f/(T + f) of the root. No fee without growth. Q10a says what rounding leaves.",
)
def fee_is_at_most_a_sixth(system: Pair, step: Step) -> Claims:
    """Measured in the value of the shares that are minted, after they are."""
    grown, root = growth(step)
    parts, fee, supply = system.protocol_fee_divisor + 1, fee_minted(step), step.before.total_supply
    yield "at most a sixth", parts * fee * root <= grown * (supply + fee)
    yield "never negative", fee >= 0
    if grown == 0:
        yield "none without growth", fee == 0


def how_share_is_left(system: Pair, step: Step) -> Claims:
    """One share more times the growth."""
    grown, _root = growth(step)
    yield "lemma: one share more, times the growth", (fee_minted(step) + 1) * grown >= 0


@prop(
    "Q10a",
    system="pair",
    sentence="Where there is growth, one share more would take more than a sixth: rounding costs less than one share",
    formula="root > root_last implies (f + 1) * root / (T + f + 1) > (root - root_last) / 6",
    claim="spec/pair.md, Q10",
    scope=OnStep(("mint", "burn"), how_share_is_left),
    notes="Rounding can take the whole fee: a growth worth less than six shares pays none (tests/properties).",
)
def fee_falls_short_by_less_than_a_share(system: Pair, step: Step) -> Claims:
    """The fee is the largest number of shares that is worth no more than a sixth of the growth."""
    grown, root = growth(step)
    if grown > 0:
        parts, more, supply = system.protocol_fee_divisor + 1, fee_minted(step) + 1, step.before.total_supply
        yield "one share more is too much", parts * more * root > grown * (supply + more)
