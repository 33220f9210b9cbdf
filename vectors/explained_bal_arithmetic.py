"""Why no vector of BAL takes certain ways of the arithmetic and of the curve."""

from __future__ import annotations

from collections.abc import Mapping

from vectors.bal_reasons import (
    BELOW_STEP,
    BOTH_NARROW,
    COMPLEMENT,
    GIVEN_SO,
    NOT_FLAT,
)
from vectors.explanation import ARITH, SYMBOLIC, Key, several

WAYS: Mapping[Key, str] = {
    **several(GIVEN_SO, "model/curve.py", "swap_output", ("u128(reserve - amount)", "MathError")),
    **several(SYMBOLIC, ARITH, "wrap", ("type(value) is int", "false")),
    **several(SYMBOLIC, ARITH, "trunc_div", ("type(dividend) is int", "false"), ("type(divisor) is int", "false")),
    **several(SYMBOLIC, ARITH, "power_of_ten", ("type(exponent) is int", "false")),
    **several(SYMBOLIC, ARITH, "_promote", "type(number) is not int"),
    **{
        Key(ARITH, function, f"type({name}) is int", "false"): SYMBOLIC
        for function in ("proportion_u128", "proportion_i128")
        for name in ("value", "numerator", "denominator")
    },
    **several(
        COMPLEMENT,
        ARITH,
        "proportion_by_branches",
        ("u128(value - ceil_div(to_i128(u128(value * (denominator - numerator))), denominator))", "MathError"),
    ),
    **several(
        BOTH_NARROW,
        ARITH,
        "proportion_by_branches",
        ("u128(value * (denominator - numerator))", "MathError"),
        ("u128(value * numerator)", "MathError"),
    ),
    **several(BELOW_STEP, ARITH, "standardize", ("to_i128(abs(remainder))", "CastingFailure")),
    **several(NOT_FLAT, ARITH, "sign", ("value < 0", "false")),
}
