"""Conditions over polynomials, in the three shapes `p >= 0`, `p == 0`, `p != 0`, normalised for integers.

Strict and reversed comparisons are rewritten (`a < b` is `b - a - 1 >= 0`); common factors are divided out and
constants rounded to the next integer that can be attained, which is the integer cut that real arithmetic lacks.
"""

from __future__ import annotations

from proofs.polynomial import Polynomial

AT_LEAST = ">=0"
EQUAL = "==0"
DIFFERENT = "!=0"


class Condition:
    """`polynomial RELATION 0`, over the integers. Immutable; its hash is computed once."""

    __slots__ = ("_hash", "polynomial", "relation")

    def __init__(self, polynomial: Polynomial, relation: str) -> None:
        self.polynomial = polynomial
        self.relation = relation
        self._hash = hash((polynomial, relation))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.relation == other.relation and self.polynomial == other.polynomial

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Condition({self})"

    def negated(self) -> Condition:
        """The condition that holds exactly where this one does not."""
        if self.relation == AT_LEAST:
            return Condition((-self.polynomial).shifted(-1), AT_LEAST)
        return Condition(self.polynomial, DIFFERENT if self.relation == EQUAL else EQUAL)

    def holds(self, values: dict[str, int]) -> bool:
        """Whether it holds at an integer point."""
        value = self.polynomial.evaluate(values)
        return value >= 0 if self.relation == AT_LEAST else (value == 0) == (self.relation == EQUAL)

    def __str__(self) -> str:
        return f"{self.polynomial} {self.relation[:2]} 0"


TRUE = Condition(Polynomial({}), AT_LEAST)
FALSE = Condition(Polynomial.constant(-1), AT_LEAST)


def normalised(polynomial: Polynomial, relation: str) -> Condition | bool:
    """The condition in normal form, or a `bool` where no variable decides it."""
    if polynomial.is_constant:
        value = polynomial.constant_term
        return value >= 0 if relation == AT_LEAST else (value == 0) == (relation == EQUAL)
    factor = polynomial.content()
    if relation == AT_LEAST:
        return Condition(polynomial.map_coefficients(lambda c: c // factor) if factor > 1 else polynomial, relation)
    if polynomial.constant_term % factor:
        return relation == DIFFERENT
    if min(polynomial.terms.items())[1] < 0:
        factor = -factor
    return Condition(polynomial.map_coefficients(lambda c: c // factor) if factor != 1 else polynomial, relation)
