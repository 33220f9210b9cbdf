"""A case: where a property's inputs come from.

The same body runs on symbols (the prover), on the integers of a model or a shrunken counterexample (replay), and on
random integers (the fuzzer). The three differ only in the `Case` they hand to it. Inputs have names, so that an
assignment found by one engine can be replayed by another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, Protocol, TypeVar

from model.arith import Width

Option = TypeVar("Option")


class Discarded(Exception):
    """The inputs do not satisfy an assumption: the case says nothing about the property."""


class Case(Protocol):
    """What a scenario, or the builder of an arbitrary state, draws from."""

    def integer(self, name: str, width: Width) -> int:
        """Any integer of the width. The same name yields the same number throughout a case."""

    def choice(self, name: str, options: Sequence[Option]) -> Option:
        """Any one of a few named alternatives; the prover considers each."""

    def assume(self, condition: Any, reason: str) -> None:
        """Restrict the case to inputs for which the condition holds. The reason is shown in the report."""

    def holders(self, touched: Mapping[Any, Any]) -> Any:
        """A `Holders` with the touched members, and, in the prover, any number of others."""


class GivenCase:
    """A case on given integers: replays a counterexample or witness. Absent names are 0, or the value nearest to 0."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = dict(values)

    def integer(self, name: str, width: Width) -> int:
        value = self.values.setdefault(name, min(max(0, width.low), width.high))
        if value not in width:
            raise Discarded(f"{name}={value} is no {width.name}")
        return int(value)

    def choice(self, name: str, options: Sequence[Option]) -> Option:
        index = self.values.setdefault(name, 0)
        if not 0 <= index < len(options):
            raise Discarded(f"{name} has no alternative {index}")
        return options[int(index)]

    def assume(self, condition: Any, reason: str) -> None:
        if not condition:
            raise Discarded(reason)

    def holders(self, touched: Mapping[Any, Any]) -> Any:
        from model.holders import Holders

        return Holders(touched)


class RandomCase(GivenCase):
    """A case on random integers of mixed magnitudes; remembers them in `values`, so that it can be replayed.

    `hints` gives, for a name or the part after its last dot, the magnitudes that are realistic for it.
    """

    def __init__(self, random: Random, hints: Mapping[str, tuple[int, int]] | None = None) -> None:
        super().__init__({})
        self.random = random
        self.hints = hints or {}

    def integer(self, name: str, width: Width) -> int:
        if name not in self.values:
            self.values[name] = self._draw(name, width)
        return int(self.values[name])

    def choice(self, name: str, options: Sequence[Option]) -> Option:
        self.values.setdefault(name, self.random.randrange(len(options)))
        return super().choice(name, options)

    def _draw(self, name: str, width: Width) -> int:
        random = self.random
        low, high = self.hints.get(name) or self.hints.get(name.rpartition(".")[2]) or (width.low, width.high)
        low, high = max(low, width.low), min(high, width.high)
        kind = random.random()
        if kind < 0.08:
            return random.choice([low, high, max(low, min(high, 0)), max(low, min(high, 1))])
        magnitude = random.getrandbits(random.randint(1, max(1, max(abs(low), abs(high)).bit_length())))
        value = -magnitude if low < 0 and random.random() < 0.5 else magnitude
        return value if low <= value <= high else random.randint(low, high)
