"""Quotients that the ring alone knows: of constants, of multiples of the divisor, and the whole part of a sum."""

from __future__ import annotations

from proofs.definitions import Definition
from proofs.polynomial import Polynomial


def simplified(kind: str, arguments: tuple[Polynomial, ...]) -> Polynomial | None:
    """The value where it is constant, or a multiple of the divisor."""
    if all(argument.is_constant for argument in arguments):
        return Polynomial.constant(Definition("", kind, arguments).value({}))
    if kind in ("floor", "trunc"):
        dividend, divisor = arguments
        if not dividend.terms:
            return dividend
        if divisor.is_constant and divisor.constant_term == 1:
            return dividend
        return _exact_quotient(dividend, divisor)
    return None


def _exact_quotient(dividend: Polynomial, divisor: Polynomial) -> Polynomial | None:
    """The quotient where the divisor is one monomial that divides every term of the dividend."""
    if len(divisor.terms) != 1:
        return None
    ((monomial, coefficient),) = divisor.terms.items()
    terms = {}
    for other, factor in dividend.terms.items():
        rest = list(other)
        for name in monomial:
            if name not in rest:
                return None
            rest.remove(name)
        if factor % coefficient:
            return None
        terms[tuple(rest)] = factor // coefficient
    return Polynomial(terms)


def whole_part(dividend: Polynomial, divisor: int) -> tuple[Polynomial, Polynomial]:
    """Split a dividend into `divisor * whole + rest`, term by term, where a term is a multiple of the divisor."""
    whole = Polynomial({m: c // divisor for m, c in dividend.terms.items() if c % divisor == 0})
    return whole, dividend - whole.scaled(divisor)
