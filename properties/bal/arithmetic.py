"""The arithmetic of proportions: the program's branches give the quotient that every other proof takes for them."""

from __future__ import annotations

from model.arith import I128, U128, proportion_by_branches, signed_proportion
from model.bal import Bal
from properties.case import Case
from properties.property import Claims, Scenario, prop


@prop(
    "A01",
    system="bal",
    sentence="A proportion is the floored quotient, whichever of its three branches computes it",
    formula="get_proportion_u128(v, n, d) = floor(v*n/d) for d >= 1",
    claim="spec 0 prop(); proving.md contract",
    scope=Scenario(),
)
def proportion_is_the_floored_quotient(system: Bal, case: Case) -> Claims:
    """Proved of the branches themselves; symbolic runs take the quotient in their place."""
    value, numerator, denominator = (case.integer(name, U128) for name in ("value", "numerator", "denominator"))
    case.assume(denominator >= 1, "the divisor is positive")
    result = proportion_by_branches(value, numerator, denominator)
    yield "not above the quotient", result * denominator <= value * numerator
    yield "not below the quotient", value * numerator <= result * denominator + denominator - 1


@prop(
    "A02",
    system="bal",
    sentence="A signed proportion is the quotient rounded toward zero",
    formula="get_proportion_i128(v, n, d) = trunc(v*n/d) for d >= 1, n >= 0",
    claim="spec 0 prop()",
    scope=Scenario(),
    notes="Rests on A01, whose quotient stands for the branches.",
)
def signed_proportion_is_the_truncated_quotient(system: Bal, case: Case) -> Claims:
    """Proved on A01, whose quotient stands for the branches."""
    value = case.integer("value", I128)
    numerator, denominator = (case.integer(name, U128) for name in ("numerator", "denominator"))
    case.assume(denominator >= 1, "the divisor is positive")
    result = signed_proportion(value, numerator, denominator)
    if value >= 0:
        yield "not above the quotient", result * denominator <= value * numerator
        yield "not below the quotient", value * numerator <= result * denominator + denominator - 1
    else:
        yield "not below the quotient", result * denominator >= value * numerator
        yield "not above the quotient", value * numerator >= result * denominator - denominator + 1
