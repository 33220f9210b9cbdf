"""Amounts as people read them: tokens and USD, rounded only where an exact number would be too long."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from gains.result import Number

SIGNIFICANT = 4


def decimal(value: Number, significant: int = SIGNIFICANT) -> str:
    """A number with its thousands apart: whole numbers as they are, others rounded to so many digits that count."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return f"{exact.numerator:_}"
    size, places = abs(exact), significant
    while size >= 1 and places > 2:
        size, places = size / 10, places - 1
    while size < Fraction(1, 10):
        size, places = size * 10, places + 1
    scaled = round(abs(exact) * 10**places)
    whole, rest = divmod(scaled, 10**places)
    fraction = f"{rest:0{places}d}".rstrip("0")
    return f"{'-' if exact < 0 else ''}{whole:_}{'.' if fraction else ''}{fraction}"


def dollars(value: Number) -> str:
    """An amount of USD."""
    return f"{decimal(value)} USD"


def sentence(parts: Iterable[str]) -> str:
    """What was found of each market, as one sentence without its full stop."""
    told = "; ".join(parts)
    return told[:1].upper() + told[1:]


def percent(value: Number) -> str:
    """A part of one as per cent."""
    return f"{decimal(Fraction(value) * 100)} %"
