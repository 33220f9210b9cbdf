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

    @property
    def by_branches(self) -> bool:
        """Whether contracts are set aside and the code they stand for is run."""

    def decide(self, condition: Condition) -> bool:
        """Which way this run goes at a condition."""

    def define(self, kind: str, *arguments: Polynomial) -> Polynomial:
        """The variable that stands for a quotient, root, absolute value or power."""

    def require(self, value: Polynomial, width: Width, failure: type[Rejected]) -> None:
        """Continue with the runs in which the value fits the width."""

    def give_up(self, problem: Exception) -> Exception:
        """Remember why the run can not be trusted, whoever catches it, and hand it back to be raised."""


Number = Any  # int or SymbolicInteger: the model's `int`, seen from here


def beyond(what: str) -> Any:
    """An operation that is not defined of what a run does not know to the digit or letter.

    That it fails has to end the proof even if the code that asked catches it: where it is run it would not have failed.
    """

    def asked(self: Any, *_: object) -> Any:
        raise self.path.give_up(TypeError(f"{what}: a proof does not know it"))

    return asked


def unknown(asked: Any, name: str, kind: type) -> AttributeError:
    """The failure for an attribute that is not there; it ends the proof where what is run, of this kind, may have it."""
    problem = AttributeError(f"{name} of a symbolic {kind.__name__}: a proof does not know it")
    special = name.startswith("__") and not hasattr(kind(), name)
    return problem if special else asked.path.give_up(problem)


class Symbolic:
    """A condition whose truth is decided by the path when asked. What else a `bool` can do ends the proof."""

    __slots__ = ("condition", "path")
    __hash__ = beyond("the hash of an undecided truth")

    def __init__(self, path: Decider, condition: Condition) -> None:
        self.path = path
        self.condition = condition

    def __bool__(self) -> bool:
        return self.path.decide(self.condition)

    def __eq__(self, other: object) -> Any:
        return bool(self) == other

    def __int__(self) -> int:
        return int(bool(self))

    def __repr__(self) -> str:
        return str(bool(self))

    __index__ = __float__ = __complex__ = beyond("the value of an undecided truth")
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = beyond("arithmetic with an undecided truth")
    __floordiv__ = __rfloordiv__ = __truediv__ = __rtruediv__ = beyond("a division by an undecided truth")
    __mod__ = __rmod__ = __divmod__ = __rdivmod__ = __pow__ = __rpow__ = beyond("arithmetic with an undecided truth")
    __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = beyond("the bits of an undecided truth")
    __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = __invert__ = beyond("the bits of an undecided truth")
    __neg__ = __pos__ = __abs__ = beyond("the value of an undecided truth")
    __lt__ = __le__ = __gt__ = __ge__ = beyond("the order of an undecided truth")

    def __getattr__(self, name: str) -> Any:
        raise unknown(self, name, bool)


class SymbolicInteger:
    """An integer known as a polynomial. Supports what model code may do with an `int`, and nothing else.

    What it does not support ends the proof.
    """

    __slots__ = ("path", "polynomial")
    __hash__ = beyond("the hash of a symbolic integer")

    def __init__(self, path: Decider, polynomial: Polynomial) -> None:
        self.path = path
        self.polynomial = polynomial

    def _make(self, polynomial: Polynomial) -> Number:
        return polynomial.constant_term if polynomial.is_constant else SymbolicInteger(self.path, polynomial)

    def promote(self, value: Number) -> SymbolicInteger:
        """The value as a symbolic integer of the same path; `TypeError` for anything but an integer."""
        if isinstance(value, SymbolicInteger):
            return value
        if isinstance(value, Symbolic):
            value = int(value)
        if not isinstance(value, int):
            raise self.path.give_up(
                TypeError(f"a symbolic integer meets a {type(value).__name__}, which is no integer")
            )
        return SymbolicInteger(self.path, Polynomial.constant(int(value)))

    def __add__(self, other: Number) -> Number:
        if type(other) is int:
            return self._make(self.polynomial.shifted(other))
        return self._make(self.polynomial + self.promote(other).polynomial)

    __radd__ = __add__

    def __sub__(self, other: Number) -> Number:
        if type(other) is int:
            return self._make(self.polynomial.shifted(-other))
        return self._make(self.polynomial - self.promote(other).polynomial)

    def __rsub__(self, other: Number) -> Number:
        return self._make(self.promote(other).polynomial - self.polynomial)

    def __mul__(self, other: Number) -> Number:
        if type(other) is int:
            return self._make(self.polynomial.scaled(other))
        return self._make(self.polynomial * self.promote(other).polynomial)

    __rmul__ = __mul__

    def __neg__(self) -> Number:
        return self._make(-self.polynomial)

    def __pos__(self) -> Number:
        return self

    def __pow__(self, exponent: int) -> Number:
        if exponent < 0:
            raise self.path.give_up(ValueError(f"the power {exponent} of an integer is no integer"))
        result: Number = 1
        for _ in range(exponent):
            result = self * result
        return result

    def __abs__(self) -> Number:
        return self._make(self.path.define("abs", self.polynomial))

    def __floordiv__(self, divisor: Number) -> Number:
        """Like that of `int`: zero as a divisor is no refusal of the protocol, and a run that fails so has crashed."""
        if divisor == 0:
            raise ZeroDivisionError("integer division or modulo by zero")
        return self._quotient("floor", self.promote(divisor))

    def __rfloordiv__(self, dividend: Number) -> Number:
        return self.promote(dividend) // self

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
            raise self.path.give_up(TypeError(f"wrapping is defined for unsigned widths, not {width}"))
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

    __str__ = __repr__ = beyond("the digits of a symbolic integer")
    __int__ = __index__ = __float__ = __complex__ = beyond("the value of a symbolic integer")
    __round__ = __trunc__ = __floor__ = __ceil__ = beyond("a conversion of a symbolic integer")
    __mod__ = __rmod__ = __divmod__ = __rdivmod__ = beyond("the remainder of a symbolic integer")
    __truediv__ = __rtruediv__ = __rpow__ = beyond("a division or a power of a symbolic integer")
    __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __invert__ = beyond("the bits of a symbolic integer")
    __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = beyond("the bits of a symbolic integer")
    __format__ = beyond("the digits of a symbolic integer")

    def __getattr__(self, name: str) -> Any:
        raise unknown(self, name, int)
