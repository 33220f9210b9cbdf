"""Symbolic integers: what the model computes on when it is proved instead of run.

A `SymbolicInteger` is a polynomial over the inputs of a case and the variables defined along the way, tied to the
path being explored. Its operators build polynomials; its comparisons build conditions, and asking a condition for its
truth asks the path to decide. Results that no longer depend on a variable are plain `int`.
"""

from __future__ import annotations

from typing import Any, Protocol

from model import arith
from model.arith import Width
from model.errors import MathError, Rejected
from proofs.condition import AT_LEAST, DIFFERENT, EQUAL, Condition, normalised
from proofs.polynomial import Polynomial


class Decider(Protocol):
    """What a symbolic integer needs of the path it lives on."""

    by_branches: bool
    """Whether contracts are set aside and the code they stand for is run."""

    def decide(self, condition: Condition) -> bool:
        """Which way this run goes at a condition."""

    def define(self, kind: str, *arguments: Polynomial) -> Polynomial:
        """The variable that stands for a quotient, root, absolute value or power."""

    def require(self, value: Polynomial, width: Width, failure: type[Rejected]) -> None:
        """Continue with the runs in which the value fits the width."""


Number = Any  # int or SymbolicInteger: the model's `int`, seen from here


class Symbolic:
    """A condition whose truth is decided by the path when asked."""

    __slots__ = ("condition", "path")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, path: Decider, condition: Condition) -> None:
        self.path = path
        self.condition = condition

    def __bool__(self) -> bool:
        return self.path.decide(self.condition)

    def __eq__(self, other: object) -> Any:
        return bool(self) == other

    def __repr__(self) -> str:
        return str(self.condition)


class SymbolicInteger:
    """An integer known as a polynomial. Supports what model code may do with an `int`, and nothing else."""

    __slots__ = ("path", "polynomial")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, path: Decider, polynomial: Polynomial) -> None:
        self.path = path
        self.polynomial = polynomial

    def _make(self, polynomial: Polynomial) -> Number:
        return polynomial.constant_term if polynomial.is_constant else SymbolicInteger(self.path, polynomial)

    def promote(self, value: Number) -> SymbolicInteger:
        """The value as a symbolic integer of the same path; `TypeError` for anything but an integer."""
        if isinstance(value, SymbolicInteger):
            return value
        if not isinstance(value, int):
            raise TypeError(f"a symbolic integer meets {value!r}, which is no integer")
        return SymbolicInteger(self.path, Polynomial.constant(int(value)))

    def __add__(self, other: Number) -> Number:
        if type(other) is int:
            return self._make(self.polynomial.shifted(other))
        return self._make(self.polynomial + other.polynomial)

    __radd__ = __add__

    def __sub__(self, other: Number) -> Number:
        if type(other) is int:
            return self._make(self.polynomial.shifted(-other))
        return self._make(self.polynomial - other.polynomial)

    def __rsub__(self, other: Number) -> Number:
        return self._make((-self.polynomial).shifted(other))

    def __mul__(self, other: Number) -> Number:
        if type(other) is int:
            return self._make(self.polynomial.scaled(other))
        return self._make(self.polynomial * other.polynomial)

    __rmul__ = __mul__

    def __neg__(self) -> Number:
        return self._make(-self.polynomial)

    def __pos__(self) -> Number:
        return self

    def __pow__(self, exponent: int) -> Number:
        if exponent < 0:
            raise ValueError(f"the power {exponent} of an integer is no integer")
        result: Number = 1
        for _ in range(exponent):
            result = self * result
        return result

    def __abs__(self) -> Number:
        return self._make(self.path.define("abs", self.polynomial))

    def __floordiv__(self, divisor: Number) -> Number:
        return self._quotient("floor", self.promote(divisor))

    def __rfloordiv__(self, dividend: Number) -> Number:
        return self.promote(dividend)._quotient("floor", self)

    def trunc_div(self, divisor: Number) -> Number:
        """The quotient rounded toward zero."""
        return self._quotient("trunc", self.promote(divisor))

    def isqrt(self) -> Number:
        """The floor square root; the path forks on a negative argument, which is an error as it is for `int`."""
        if self < 0:
            raise ValueError("isqrt of a negative number")
        return self._make(self.path.define("isqrt", self.polynomial))

    def power_of_ten(self) -> Number:
        """`10**self`."""
        return self._make(self.path.define("ten", self.polynomial))

    def proportion(self, numerator: Number, denominator: Number) -> Number:
        """The contract of `model.arith.proportion_u128` (proved as A01): the floored quotient, within u128.

        Where overflow itself is the question the branches are run instead.
        """
        if self.path.by_branches:
            return arith.proportion_by_branches(self, numerator, denominator)  # type: ignore[arg-type]
        if denominator == 0:
            if numerator == 0:
                return self
            raise MathError("division by zero", value=self)
        return arith.to_u128(self * numerator // denominator)

    def signed_proportion(self, numerator: Number, denominator: Number) -> Number:
        """The contract of `model.arith.proportion_i128` (proved as A02): the truncated quotient, within i128."""
        if self.path.by_branches:
            return arith.signed_proportion(self, numerator, denominator)  # type: ignore[arg-type]
        if denominator == 0:
            if numerator == 0:
                return self
            raise MathError("division by zero", value=self)
        return arith.to_i128(arith.trunc_div(self * numerator, denominator))

    def within(self, width: Width, failure: type[Rejected]) -> Number:
        """Itself, on the runs in which it fits the width."""
        self.path.require(self.polynomial, width, failure)
        return self

    def wrap(self, width: Width) -> Number:
        """The value modulo the width's number of values; for unsigned widths."""
        if width.low != 0:
            raise TypeError(f"wrapping is defined for unsigned widths, not {width}")
        return self - (self // (width.high + 1)) * (width.high + 1)

    def _quotient(self, kind: str, divisor: SymbolicInteger) -> Number:
        if divisor == 0:
            raise MathError("division by zero", dividend=self)
        dividend = self.polynomial
        if divisor > 0:
            return self._make(self.path.define(kind, dividend, divisor.polynomial))
        return self._make(self.path.define(kind, -dividend, -divisor.polynomial))

    def _compare(self, difference: Polynomial, relation: str) -> Any:
        condition = normalised(difference, relation)
        return condition if isinstance(condition, bool) else Symbolic(self.path, condition)

    def _minus(self, other: Number) -> Polynomial:
        return (
            self.polynomial.shifted(-other) if type(other) is int else self.polynomial - self.promote(other).polynomial
        )

    def __ge__(self, other: Number) -> Any:
        return self._compare(self._minus(other), AT_LEAST)

    def __gt__(self, other: Number) -> Any:
        return self._compare(self._minus(other).shifted(-1), AT_LEAST)

    def __le__(self, other: Number) -> Any:
        return self._compare(-self._minus(other), AT_LEAST)

    def __lt__(self, other: Number) -> Any:
        return self._compare((-self._minus(other)).shifted(-1), AT_LEAST)

    def __eq__(self, other: object) -> Any:
        if other is None or isinstance(other, str):
            return False
        return self._compare(self._minus(other), EQUAL)

    def __ne__(self, other: object) -> Any:
        if other is None or isinstance(other, str):
            return True
        return self._compare(self._minus(other), DIFFERENT)

    def __bool__(self) -> bool:
        return bool(self != 0)

    def __repr__(self) -> str:
        return str(self.polynomial)
