"""The constant-product curve: two reserves whose product is the square of the liquidity.

A pair of reserves is kept as one of them and `sqrt_k`; the other is always `floor(sqrt_k**2 / reserve)`, so rounding is
against whoever takes it out. The square is taken in 192 bit: beyond that `MathError`, as for a division by zero; a
quotient beyond 128 bit is `BnConversionError`.
"""

from __future__ import annotations

from model.arith import U64, checked, floor_div, narrow_u128, u128, u192
from model.errors import BnConversionError, Rejected

ADD = "Add"
REMOVE = "Remove"

narrow_u64 = checked(U64, BnConversionError)


class TradeSizeTooLarge(Rejected):
    """More would be taken out of a reserve than it holds."""

    name = "TradeSizeTooLarge"


def opposite_reserve(sqrt_k: int, reserve: int) -> int:
    """The reserve on the other side of the curve, rounded down: `floor(sqrt_k**2 / reserve)`."""
    return narrow_u128(floor_div(u192(sqrt_k * sqrt_k), reserve))


def swap_output(sqrt_k: int, reserve: int, amount: int, direction: str) -> tuple[int, int]:
    """Reserve and opposite reserve after `amount` is added to the reserve or removed from it.

    The opposite reserve is rounded down. Refuses with `TradeSizeTooLarge` to remove more than there is.
    """
    invariant = u192(sqrt_k * sqrt_k)
    if direction == ADD:
        new_reserve = u128(reserve + amount)
    else:
        if amount > reserve:
            raise TradeSizeTooLarge(amount=amount, reserve=reserve)
        new_reserve = u128(reserve - amount)
    return new_reserve, narrow_u128(floor_div(invariant, new_reserve))


def rescaled_reserve(reserve: int, ratio: int, precision: int) -> int:
    """A reserve times `ratio / precision`, rounded down; the product in 192 bit."""
    return narrow_u128(floor_div(u192(reserve * ratio), precision))


def price(quote_reserve: int, base_reserve: int, peg: int) -> int:
    """The price of base in quote at the peg's precision, rounded down: `floor(quote * peg / base)`.

    `quote * peg` must fit 128 bit (`MathError`), the price 64 bit (`BnConversionError`).
    """
    return narrow_u64(floor_div(u128(quote_reserve * peg), base_reserve))
