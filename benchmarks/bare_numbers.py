"""Checked widths, signed division and powers of ten on bare integers."""

from __future__ import annotations

from typing import Any

from model.bal.errors import (
    CastingFailure,
    MathError,
)

State = dict[str, Any]
Record = dict[str, Any]

U32, U64, U128, U192 = 2**32 - 1, 2**64 - 1, 2**128 - 1, 2**192 - 1
I64, I128 = 2**63 - 1, 2**127 - 1
I32 = 2**31 - 1


def base_unit(market: Record) -> int:
    """The unit of the market's accumulators per share, in base (1e9)."""
    exponent: int = market["per_lp_base"]
    return 10 ** (9 + exponent) if exponent >= -9 else 0


def part(value: int, numerator: int, denominator: int) -> int:
    """`value * numerator / denominator` toward zero, in the order in which the program multiplies."""
    size = value if value >= 0 else -value
    if numerator == denominator:
        found = size
    elif size >= 2**64 - 1 or numerator >= 2**64 - 1:
        product = size * numerator
        if product > U192:
            raise MathError(product=product)
        if denominator == 0:
            raise MathError("division by zero")
        found = product // denominator
        if found > U128:
            raise CastingFailure(found=found)
    elif denominator // 2 < numerator < denominator:
        product = size * (denominator - numerator)
        if product > U128:
            raise MathError(product=product)
        if product > I128:
            raise CastingFailure(product=product)
        found = size - -(-product // denominator)
    else:
        product = size * numerator
        if product > U128:
            raise MathError(product=product)
        if denominator == 0:
            raise MathError("division by zero")
        found = product // denominator
    return found if value >= 0 else -found


def u32(value: int) -> int:
    """The number, or `MathError`."""
    if 0 <= value <= U32:
        return value
    raise MathError(value=value)


def u64(value: int) -> int:
    """The number, or `MathError`."""
    if 0 <= value <= U64:
        return value
    raise MathError(value=value)


def u128(value: int) -> int:
    """The number, or `MathError`."""
    if 0 <= value <= U128:
        return value
    raise MathError(value=value)


def i64(value: int) -> int:
    """The number, or `MathError`."""
    if -I64 - 1 <= value <= I64:
        return value
    raise MathError(value=value)


def i128(value: int) -> int:
    """The number, or `MathError`."""
    if -I128 - 1 <= value <= I128:
        return value
    raise MathError(value=value)
