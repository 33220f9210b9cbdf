"""The sign of an expression over positive real symbols, as far as SymPy's exact factors say.

An expression is a rational function of its symbols and of their roots. It is 0 if it cancels to 0; it has a sign if it
factors into even powers and polynomials whose coefficients all have the same sign. No value is tried and no
approximation made: where that says nothing, every sign is possible.
"""

from __future__ import annotations

from typing import Any

import sympy

Signs = frozenset[int]
"""The signs that are possible, among -1, 0 and 1."""

POSITIVE, NEGATIVE, ZERO = frozenset({1}), frozenset({-1}), frozenset({0})
ANY = POSITIVE | NEGATIVE | ZERO

ROOT = "root of "


def rational(expression: Any) -> Any:
    """The expression as a rational function of its symbols and, where it has roots, of the roots of its symbols."""
    if any(not power.exp.is_Integer for power in expression.atoms(sympy.Pow)):
        positive = [symbol for symbol in expression.free_symbols if symbol.is_positive]
        roots = {symbol: sympy.Symbol(f"{ROOT}{symbol}", positive=True) for symbol in positive}
        expression = expression.xreplace({symbol: root**2 for symbol, root in roots.items()})
        expression = expression.replace(
            lambda part: part.is_Pow and not part.exp.is_Integer,
            lambda part: sympy.powdenest(sympy.factor(part.base) ** part.exp, force=False),
        )
    return sympy.cancel(sympy.together(expression))


def signs_of(expression: Any) -> Signs:
    """The signs that an expression can have over its symbols, as far as its factors say."""
    exact = rational(sympy.sympify(expression))
    if exact == 0:
        return ZERO
    above, below = sympy.fraction(exact)
    if not (above.is_polynomial() and below.is_polynomial()):
        return ANY
    possible = product(signs_of_polynomial(above), signs_of_polynomial(below))
    return possible if 0 not in signs_of_polynomial(below) else ANY


def signs_of_polynomial(polynomial: Any) -> Signs:
    """The signs of a polynomial, factor by factor."""
    constant, factors = sympy.factor_list(polynomial)
    if not constant.is_Rational:
        return ANY
    possible = POSITIVE if constant > 0 else NEGATIVE if constant < 0 else ZERO
    for base, exponent in factors:
        signs = _signs_of_factor(base)
        possible = product(possible, frozenset(sign**exponent for sign in signs))
    return possible


def _signs_of_factor(base: Any) -> Signs:
    if not all(symbol.is_positive for symbol in base.free_symbols):
        return ANY
    coefficients = sympy.Poly(base, *sorted(base.free_symbols, key=str)).coeffs()
    if all(each.is_Rational and each > 0 for each in coefficients):
        return POSITIVE
    return NEGATIVE if all(each.is_Rational and each < 0 for each in coefficients) else ANY


def product(left: Signs, right: Signs) -> Signs:
    """The signs of a product."""
    return frozenset(a * b for a in left for b in right)


def shown(expression: Any) -> str:
    """The factors by which the sign of an expression is seen."""
    exact = sympy.factor(rational(expression))
    roots = {symbol: sympy.sqrt(sympy.Symbol(name, positive=True)) for symbol, name in _roots(exact)}
    return str(exact.xreplace(roots))


def _roots(expression: Any) -> list[tuple[Any, str]]:
    return [(s, s.name.removeprefix(ROOT)) for s in expression.free_symbols if s.name.startswith(ROOT)]
