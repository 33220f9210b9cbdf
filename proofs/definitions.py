"""What a defined variable means: quotient, square root, absolute value, power of ten.

Division is not part of the logic the provers see. Each division of a symbolic run introduces one fresh variable and
facts that determine it. Facts carry guards: they may be used only where every guard is among the hypotheses. The
facts are axioms of the suite; they are written down once, in the checker, and tested there against Python's integers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from proofs import checker
from proofs.condition import Condition
from proofs.polynomial import Polynomial


@dataclass(frozen=True)
class GuardedFact:
    """A condition that holds wherever each guard polynomial is at least 0."""

    condition: Condition
    guards: tuple[Polynomial, ...] = ()


@dataclass(frozen=True)
class Definition:
    """`name` is the value of `kind` (floor, trunc, isqrt, abs, ten) at `arguments`."""

    name: str
    kind: str
    arguments: tuple[Polynomial, ...]

    def facts(self) -> list[GuardedFact]:
        """The axioms that determine the variable, in the checker's order."""
        axioms = checker.axioms(self.kind, self.name, [argument.terms for argument in self.arguments])
        return [
            GuardedFact(Condition(Polynomial(fact), relation), tuple(Polynomial(guard) for guard in guards))
            for fact, relation, guards in axioms
        ]

    def value(self, values: dict[str, int]) -> int:
        """The integer it stands for at an integer point."""
        return VALUES[self.kind](*(argument.evaluate(values) for argument in self.arguments))

    def __str__(self) -> str:
        return f"{self.name} = {self.kind}({', '.join(map(str, self.arguments))})"


def _trunc(a: int, b: int) -> int:
    return a // b if a >= 0 else -(-a // b)


def _ten(exponent: int) -> int:
    return int(10**exponent)


VALUES: dict[str, Callable[..., int]] = {
    "floor": lambda a, b: a // b,
    "trunc": _trunc,
    "isqrt": math.isqrt,
    "abs": abs,
    "ten": _ten,
}
