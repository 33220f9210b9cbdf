"""The real relaxation: the model's own code run on real numbers, and what SymPy can show of the closed forms it yields.

A `RealNumber` wraps a SymPy expression over positive real symbols. Sums, products and quotients are exact, `//` and the
roundings of `model.arith` among them, roots are real, and every width is passed. A verdict reached here is about that
relaxation and says nothing of rounding.

Comparisons in the model's code are decided by `proofs.signs`; where that does not settle them, only what the body
assumed does. Nothing is guessed and nothing is computed in floating point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

import sympy

from model import arith
from model.arith import Width
from model.errors import MathError, Rejected
from model.holders import Holders
from proofs.signs import NEGATIVE, POSITIVE, ZERO, Signs, signs_of
from properties.case import Discarded, violation

Option = TypeVar("Option")

HOLDS: dict[str, Signs] = {"==": ZERO, "!=": POSITIVE | NEGATIVE, ">=": POSITIVE | ZERO, ">": POSITIVE}
"""The signs of `left - right` with which each relation holds."""


class Undecided(Exception):
    """The run comes to a comparison that neither SymPy nor an assumption settles."""


@dataclass(frozen=True)
class Relation:
    """`expression relation 0`; its truth is decided when it is asked for."""

    case: RealCase
    expression: Any
    relation: str

    def __bool__(self) -> bool:
        return self.case.decide(self)

    def __str__(self) -> str:
        return f"{self.expression} {self.relation} 0"


class RealNumber:
    """A real number known as an expression. Supports what model code may do with an `int`, and exact division."""

    __slots__ = ("case", "expression")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, case: RealCase, expression: Any) -> None:
        self.case = case
        self.expression = expression

    def promote(self, value: Any) -> RealNumber:
        """The value as a real number of the same case; `TypeError` for what is not exact."""
        if isinstance(value, RealNumber):
            return value
        if not isinstance(value, int):
            raise TypeError(f"a real number meets {value!r}, which is not exact")
        return RealNumber(self.case, sympy.Integer(value))

    def _make(self, expression: Any) -> RealNumber:
        return RealNumber(self.case, sympy.factor(expression))

    def __add__(self, other: Any) -> Any:
        return self._make(self.expression + self.promote(other).expression)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self._make(self.expression - self.promote(other).expression)

    def __rsub__(self, other: Any) -> Any:
        return self._make(self.promote(other).expression - self.expression)

    def __mul__(self, other: Any) -> Any:
        return self._make(self.expression * self.promote(other).expression)

    __rmul__ = __mul__

    def __neg__(self) -> Any:
        return self._make(-self.expression)

    def __pow__(self, exponent: int) -> Any:
        return self._make(self.expression ** int(exponent))

    def __truediv__(self, divisor: Any) -> Any:
        exact = self.promote(divisor)
        if exact == 0:
            raise MathError("division by zero", dividend=self)
        return self._make(self.expression / exact.expression)

    def __rtruediv__(self, dividend: Any) -> Any:
        return self.promote(dividend) / self

    __floordiv__ = trunc_div = __truediv__
    __rfloordiv__ = __rtruediv__

    def __abs__(self) -> Any:
        return self if self >= 0 else -self

    def isqrt(self) -> Any:
        """The real root."""
        if self < 0:
            raise ValueError("the root of a negative number")
        return self._make(sympy.sqrt(sympy.factor(self.expression)))

    def proportion(self, numerator: Any, denominator: Any) -> Any:
        """The exact proportion."""
        return self * numerator / denominator

    signed_proportion = proportion

    def power_of_ten(self) -> Any:
        """Not part of the relaxation: exponents are integers."""
        raise TypeError("a power of ten with a real exponent")

    def within(self, width: Width, failure: type[Rejected]) -> RealNumber:
        """Itself: a real number has no width."""
        return self

    def wrap(self, width: Width) -> Any:
        """What wraps has a width, which is not part of the relaxation: only a whole number that is known wraps."""
        if not self.expression.is_Integer:
            raise TypeError(f"{self} does not wrap at {width}: it is a real number")
        return arith.wrap(int(self.expression), width)

    def _compare(self, difference: Any, relation: str) -> Any:
        return Relation(self.case, difference.expression, relation)

    def __ge__(self, other: Any) -> Any:
        return self._compare(self - other, ">=")

    def __gt__(self, other: Any) -> Any:
        return self._compare(self - other, ">")

    def __le__(self, other: Any) -> Any:
        return self._compare(other - self, ">=")

    def __lt__(self, other: Any) -> Any:
        return self._compare(other - self, ">")

    def __eq__(self, other: object) -> Any:
        return False if other is None or isinstance(other, str) else self._compare(self - other, "==")

    def __ne__(self, other: object) -> Any:
        return True if other is None or isinstance(other, str) else self._compare(self - other, "!=")

    def __bool__(self) -> bool:
        return bool(self != 0)

    def __repr__(self) -> str:
        return str(self.expression)


class RealCase:
    """A case on positive real symbols; `plan` says which alternative of each choice this run takes. See `Case`."""

    def __init__(self, plan: Sequence[int] = ()) -> None:
        self.plan = list(plan)
        self.choices: dict[str, tuple[int, int]] = {}
        self.drawn: dict[str, RealNumber] = {}
        self.assumed: list[tuple[Relation, str]] = []

    def integer(self, name: str, width: Width) -> Any:
        """A symbol: positive, but real of any sign where the width is signed."""
        if name not in self.drawn:
            self.drawn[name] = RealNumber(self, self._value(name, width))
        return self.drawn[name]

    def _value(self, name: str, width: Width) -> Any:
        return sympy.Symbol(name, positive=True) if width.low >= 0 else sympy.Symbol(name, real=True)

    def choice(self, name: str, options: Sequence[Option]) -> Option:
        """The alternative planned for this run; the first where nothing is planned."""
        if name not in self.choices:
            number = len(self.choices)
            self.choices[name] = (self.plan[number] if number < len(self.plan) else 0), len(options)
        return options[self.choices[name][0]]

    def option(self, name: str, options: Sequence[str]) -> str:
        """Like `choice`."""
        return self.choice(name, options)

    def assume(self, condition: Any, reason: str) -> None:
        """Take the condition for granted from here on; it is named with the verdict."""
        if isinstance(condition, Relation):
            self.assumed.append((condition, reason))
        elif not condition:
            raise Discarded(reason)

    def given(self, reason: str) -> None:
        """Nothing is put together here that would have to be said."""

    def matters(self, method: str) -> bool:
        """Every method is run."""
        return True

    def holders(self, touched: Mapping[Any, Any], others: bool = True) -> Any:
        """The touched holders alone."""
        return Holders(touched)

    def never(self, *failures: type[Rejected]) -> AbstractContextManager[None]:
        """Claim that no such failure happens."""
        return violation(failures)

    def decide(self, asked: Relation) -> bool:
        """The truth of a relation; `Undecided` where it depends on the values of the symbols."""
        possible = self.signs(asked.expression)
        if possible <= HOLDS[asked.relation]:
            return True
        if not possible & HOLDS[asked.relation]:
            return False
        raise Undecided(str(asked))

    def signs(self, expression: Any) -> Signs:
        """The signs that an expression can have, as far as its factors and the assumptions say."""
        possible = signs_of(expression)
        for condition, _ in self.assumed:
            if sympy.cancel(expression - condition.expression) == 0:
                possible &= HOLDS[condition.relation]
            elif sympy.cancel(expression + condition.expression) == 0:
                possible &= frozenset(-sign for sign in HOLDS[condition.relation])
        return possible


class PointCase(RealCase):
    """A case on exact rational numbers, each the square of one so that its root is rational too."""

    def __init__(self, plan: Sequence[int], random: Random) -> None:
        super().__init__(plan)
        self.random = random

    def _value(self, name: str, width: Width) -> Any:
        root = sympy.Rational(self.random.randint(1, 10**6), self.random.randint(1, 10**3))
        return root * root if width.low >= 0 else root * self.random.choice((-1, 1))

    def assume(self, condition: Any, reason: str) -> None:
        """Leave this point if the condition does not hold at it."""
        if not condition:
            raise Discarded(reason)
