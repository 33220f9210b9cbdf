"""Integer polynomials: the normal form of every symbolic integer.

A monomial is the sorted tuple of its variables' names (`("x", "x", "y")` is x*x*y, `()` is 1); a polynomial maps
monomials to non-zero integer coefficients. Two expressions that are equal as polynomials are the same object up to
`==`, so identities of the ring of integers need no solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import gcd

Monomial = tuple[str, ...]


class Polynomial:
    """An immutable polynomial with integer coefficients."""

    __slots__ = ("_hash", "terms")

    def __init__(self, terms: Mapping[Monomial, int]) -> None:
        self.terms = {monomial: coefficient for monomial, coefficient in terms.items() if coefficient}
        self._hash: int | None = None

    @classmethod
    def constant(cls, value: int) -> Polynomial:
        """The polynomial that is `value` everywhere."""
        return cls({(): value})

    @classmethod
    def variable(cls, name: str) -> Polynomial:
        """The polynomial that is the variable `name`."""
        return cls({(name,): 1})

    def __add__(self, other: Polynomial) -> Polynomial:
        terms = dict(self.terms)
        for monomial, coefficient in other.terms.items():
            terms[monomial] = terms.get(monomial, 0) + coefficient
        return Polynomial(terms)

    def __sub__(self, other: Polynomial) -> Polynomial:
        terms = dict(self.terms)
        for monomial, coefficient in other.terms.items():
            terms[monomial] = terms.get(monomial, 0) - coefficient
        return Polynomial(terms)

    def __neg__(self) -> Polynomial:
        return self.scaled(-1)

    def __mul__(self, other: Polynomial) -> Polynomial:
        terms: dict[Monomial, int] = {}
        for left, c in self.terms.items():
            for right, d in other.terms.items():
                monomial = tuple(sorted(left + right)) if left and right else left or right
                terms[monomial] = terms.get(monomial, 0) + c * d
        return Polynomial(terms)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Polynomial) and self.terms == other.terms)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        if not self.terms:
            return "0"
        text = ""
        for monomial, coefficient in sorted(self.terms.items(), key=lambda term: (-len(term[0]), term[0])):
            factors = "*".join(monomial)
            size = "" if factors and abs(coefficient) == 1 else str(abs(coefficient))
            text += (" - " if coefficient < 0 else " + ") + "*".join(part for part in (size, factors) if part)
        return text[3:] if text.startswith(" + ") else "-" + text[3:]

    def scaled(self, factor: int) -> Polynomial:
        """This polynomial times an integer."""
        return Polynomial({monomial: coefficient * factor for monomial, coefficient in self.terms.items()})

    def shifted(self, offset: int) -> Polynomial:
        """This polynomial plus an integer."""
        return Polynomial({**self.terms, (): self.terms.get((), 0) + offset})

    @property
    def constant_term(self) -> int:
        """The coefficient of the monomial 1."""
        return self.terms.get((), 0)

    @property
    def is_constant(self) -> bool:
        """Whether no variable occurs."""
        return not self.terms or (len(self.terms) == 1 and () in self.terms)

    @property
    def degree(self) -> int:
        """The largest number of factors of a monomial."""
        return max(map(len, self.terms), default=0)

    def variables(self) -> set[str]:
        """The names that occur."""
        return {name for monomial in self.terms for name in monomial}

    def content(self) -> int:
        """The greatest common divisor of the coefficients other than the constant one; 0 if there are none."""
        return gcd(*(coefficient for monomial, coefficient in self.terms.items() if monomial))

    def map_coefficients(self, change: Callable[[int], int]) -> Polynomial:
        """The polynomial whose coefficients are `change` of these."""
        return Polynomial({monomial: change(coefficient) for monomial, coefficient in self.terms.items()})

    def evaluate(self, values: Mapping[str, int]) -> int:
        """The value at an integer point; `KeyError` names a variable the point lacks."""
        total = 0
        for monomial, product in self.terms.items():
            for name in monomial:
                product *= values[name]
            total += product
        return total

    def substituted(self, name: str, value: Polynomial) -> Polynomial:
        """The polynomial with a variable replaced by a polynomial."""
        total = Polynomial({monomial: c for monomial, c in self.terms.items() if name not in monomial})
        for monomial, coefficient in self.terms.items():
            if name in monomial:
                product = Polynomial({tuple(each for each in monomial if each != name): coefficient})
                for _ in range(monomial.count(name)):
                    product = product * value
                total = total + product
        return total

    def to_json(self) -> list[list[object]]:
        """`[[coefficient, [names]], ...]` in a fixed order; coefficients as decimal strings."""
        return [[str(c), list(m)] for m, c in sorted(self.terms.items())]


ZERO = Polynomial({})
ONE = Polynomial.constant(1)


def combination(parts: Iterable[tuple[int, Polynomial]]) -> Polynomial:
    """The sum of integer multiples of polynomials."""
    terms: dict[Monomial, int] = {}
    for factor, part in parts:
        for monomial, coefficient in part.terms.items():
            terms[monomial] = terms.get(monomial, 0) + factor * coefficient
    return Polynomial(terms)
