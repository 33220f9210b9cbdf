"""Integers of fixed width, and the divisions of the protocols.

This is the only module that knows a number may be symbolic. On `int` every verb is a comparison or a division; on
anything else it hands over to the method of the same name on the number itself, so that the prover reads the very
functions that run.

Verbs of width come in two kinds, named as the protocols name the failure: `u128(x)` is checked arithmetic (a result
outside the width is `MathError`), `to_i64(x)` is a conversion (`CastingFailure`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from model.errors import BnConversionError, CastingFailure, MathError, Rejected


@dataclass(frozen=True)
class Width:
    """An integer type of the protocol: all values `low <= v <= high`, both inclusive."""

    name: str
    low: int
    high: int

    def __contains__(self, value: int) -> bool:
        return self.low <= value <= self.high

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Unit:
    """What one unit of a field is worth: `10**-digits` of `name`. Read by reports, never by arithmetic."""

    name: str
    digits: int

    def __repr__(self) -> str:
        return self.name


def unsigned(bits: int) -> Width:
    """The width of an unsigned integer of that many bits."""
    return Width(f"u{bits}", 0, 2**bits - 1)


def signed(bits: int) -> Width:
    """The width of a two's complement integer of that many bits."""
    return Width(f"i{bits}", -(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


U8, U16, U32, U64, U112, U128, U192, U256 = (unsigned(bits) for bits in (8, 16, 32, 64, 112, 128, 192, 256))
I8, I16, I32, I64, I128, I256 = (signed(bits) for bits in (8, 16, 32, 64, 128, 256))


def symbolic(value: Any) -> Any:
    """The number as the prover's kind, or `TypeError` for what is neither that nor an `int`."""
    if hasattr(value, "within"):
        return value
    raise TypeError(f"expected an integer, got {type(value).__name__}: {value!r}")


CHECK = """
def verb(value):
    if type(value) is int:
        if {low} <= value <= {high}:
            return value
        raise failure("does not fit {name}", value=value)
    return symbolic(value).within(width, failure)
"""

WRAP = """
def verb(value):
    return value if type(value) is int and {low} <= value <= {high} else wrap(value, width)
"""


def _made(text: str, width: Width, **names: Any) -> Callable[[int], int]:
    """A verb from its text, with the bounds as constants of its code: every operation calls dozens of them."""
    known: dict[str, Any] = {"__name__": __name__, "width": width, **names}
    exec(text.format(name=width.name, low=width.low, high=width.high), known)
    verb: Callable[[int], int] = known["verb"]
    return verb


def checked(width: Width, failure: type[Rejected]) -> Callable[[int], int]:
    """A verb that returns its argument unchanged if it fits `width`, and raises `failure` otherwise."""
    verb = _made(CHECK, width, failure=failure, symbolic=symbolic)
    verb.__doc__ = f"Return the value if it fits {width.name}, else raise `{failure.name}`."
    return verb


u8, u32, u64, u128 = (checked(width, MathError) for width in (U8, U32, U64, U128))
i8, i32, i64, i128 = (checked(width, MathError) for width in (I8, I32, I64, I128))
u192, u256 = (checked(width, MathError) for width in (U192, U256))
to_u32, to_u64, to_u128 = (checked(width, CastingFailure) for width in (U32, U64, U128))
to_i8, to_i32, to_i64, to_i128 = (checked(width, CastingFailure) for width in (I8, I32, I64, I128))
narrow_u128 = checked(U128, BnConversionError)


def wrap(value: int, width: Width) -> int:
    """The number of that width which equals `value` modulo the number of values: arithmetic meant to overflow."""
    if type(value) is int:
        if width.low <= value <= width.high:
            return value
        return (value - width.low) % (width.high - width.low + 1) + width.low
    return symbolic(value).wrap(width)  # type: ignore[no-any-return]


def wrapping(width: Width) -> Callable[[int], int]:
    """A verb that is `wrap` to that width."""
    return _made(WRAP, width, wrap=wrap)


def floor_div(dividend: int, divisor: int) -> int:
    """`floor(dividend / divisor)`, toward minus infinity; `MathError` if the divisor is 0."""
    if divisor == 0:
        raise MathError("division by zero", dividend=dividend)
    return dividend // divisor


def trunc_div(dividend: int, divisor: int) -> int:
    """Signed division toward zero, as every signed division of the programs; `MathError` if the divisor is 0."""
    if type(dividend) is int and type(divisor) is int:
        if divisor > 0:
            return dividend // divisor if dividend >= 0 else -(-dividend // divisor)
        if divisor == 0:
            raise MathError("division by zero", dividend=dividend)
        return -(dividend // -divisor) if dividend >= 0 else -dividend // -divisor
    return _promote(dividend, divisor).trunc_div(divisor)  # type: ignore[no-any-return]


def ceil_div(dividend: int, divisor: int) -> int:
    """`ceil(dividend / divisor)`, toward plus infinity; `MathError` if the divisor is 0."""
    if divisor == 0:
        raise MathError("division by zero", dividend=dividend)
    return -(-dividend // divisor)


def isqrt(value: int) -> int:
    """The largest integer whose square is at most `value >= 0`."""
    if type(value) is int:
        return math.isqrt(value)
    return symbolic(value).isqrt()  # type: ignore[no-any-return]


def power_of_ten(exponent: int) -> int:
    """`10**exponent` for an exponent in 0..18."""
    if type(exponent) is int:
        return 10**exponent  # type: ignore[no-any-return]
    return symbolic(exponent).power_of_ten()  # type: ignore[no-any-return]


def sign(value: int) -> int:
    """-1, 0 or 1."""
    return 1 if value > 0 else -1 if value < 0 else 0


def proportion_u128(value: int, numerator: int, denominator: int) -> int:
    """`floor(value * numerator / denominator)` on u128; the value itself if numerator and denominator are equal.

    Symbolic numbers take the quotient itself for the program's three branches, which is what property A01 proves of them.
    Raises what `proportion_by_branches` raises.
    """
    if type(value) is int and type(numerator) is int and type(denominator) is int:
        return proportion_by_branches(value, numerator, denominator)
    return _promote(value, numerator, denominator).proportion(numerator, denominator)  # type: ignore[no-any-return]


def proportion_by_branches(value: int, numerator: int, denominator: int) -> int:
    """The proportion as the program computes it.

    Three branches give the same number and differ only in which inputs overflow: from 2**64 - 1 on the product is taken
    in 192 bit; for `floor(d/2) < n < d` the complement is taken away, rounded up; else the product must fit u128.
    Raises `MathError` (overflow, denominator 0) or `CastingFailure` (a quotient beyond u128).
    """
    if numerator == denominator:
        return value
    if value >= 2**64 - 1 or numerator >= 2**64 - 1:
        return to_u128(floor_div(u192(value * numerator), denominator))
    if denominator // 2 < numerator and numerator < denominator:
        return u128(value - ceil_div(to_i128(u128(value * (denominator - numerator))), denominator))
    return floor_div(u128(value * numerator), denominator)


def proportion_i128(value: int, numerator: int, denominator: int) -> int:
    """`proportion_u128` of the absolute value with the sign restored: rounds toward zero.

    Symbolic numbers take the truncated quotient itself, which is what property A02 proves of it.
    """
    if type(value) is int and type(numerator) is int and type(denominator) is int:
        return signed_proportion(value, numerator, denominator, proportion_by_branches)
    return _promote(value, numerator, denominator).signed_proportion(numerator, denominator)  # type: ignore[no-any-return]


def signed_proportion(
    value: int, numerator: int, denominator: int, proportion: Callable[[int, int, int], int] = proportion_u128
) -> int:
    """The signed proportion as the program computes it, by the unsigned one of the absolute value."""
    magnitude = to_i128(proportion(abs(value), numerator, denominator))
    return -magnitude if value < 0 else magnitude


def standardize(value: int, step: int) -> tuple[int, int]:
    """Split a signed amount into a multiple of `step` and a remainder of the sign of the amount.

    The multiple is rounded toward zero. `MathError` if the step is 0, `CastingFailure` if the magnitude of the
    remainder does not fit i128.
    """
    multiple = trunc_div(value, step) * step
    remainder = value - multiple
    to_i128(abs(remainder))
    return multiple, remainder


def standardize_floor(value: int, step: int) -> int:
    """An unsigned amount rounded down to a multiple of `step`."""
    return floor_div(value, step) * step


def standardize_ceil(value: int, step: int) -> int:
    """An unsigned amount rounded up to a multiple of `step`; `MathError` if amount and step together exceed u64."""
    remainder = value - floor_div(value, step) * step
    return value if remainder == 0 else u64(value + step) - remainder


def _promote(*numbers: Any) -> Any:
    """The first of `numbers`, as the symbolic kind of whichever of them is symbolic."""
    owner = next(symbolic(number) for number in numbers if type(number) is not int)
    return owner.promote(numbers[0])
