"""The names that all runs of one exploration share: inputs, options, quotients, sums over holders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from model.arith import Width
from proofs.condition import AT_LEAST, Condition
from proofs.definitions import Definition
from proofs.facts import Fact
from proofs.holders import meaning_of
from proofs.polynomial import Polynomial


@dataclass
class Vocabulary:
    """Names shared by all runs of one exploration: the same quotient has the same name on every path."""

    names: dict[tuple[str, tuple[Polynomial, ...]], Definition] = field(default_factory=dict)
    inputs: dict[str, Width] = field(default_factory=dict)
    options: dict[str, int] = field(default_factory=dict)
    _measures: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    _bounds: dict[str, tuple[Fact, Fact]] = field(default_factory=dict)

    def measured(self, name: str, measure: Callable[[Any], int]) -> None:
        """Note what a sum over holders adds up; `ValueError` if the name already stands for another sum."""
        meaning = meaning_of(measure)
        if self._measures.setdefault(name, meaning) != meaning:
            raise ValueError(f"the sum over holders called {name!r} adds up two different things")

    def bounds(self, name: str, width: Width) -> tuple[Fact, Fact]:
        """The two facts that an input is within its width."""
        if name not in self._bounds:
            symbol, source = Polynomial.variable(name), f"width {width} of {name}"
            low = Fact(Condition(symbol.shifted(-width.low), AT_LEAST), (), source)
            self._bounds[name] = low, Fact(Condition((-symbol).shifted(width.high), AT_LEAST), (), source)
        return self._bounds[name]

    def definition(self, kind: str, arguments: tuple[Polynomial, ...]) -> Definition:
        """The definition of a kind and arguments, made at first use."""
        key = (kind, arguments)
        if key not in self.names:
            self.names[key] = Definition(f"{kind}{len(self.names) + 1}", kind, arguments)
        return self.names[key]
