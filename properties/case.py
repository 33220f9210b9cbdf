"""A case: where a property's inputs come from.

The same body runs on symbols (the prover), on the integers of a model or a shrunken counterexample (replay), and on
random integers (the fuzzer). The three differ only in the `Case` they hand to it. Inputs have names, so that an
assignment found by one engine can be replayed by another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from random import Random
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from model.arith import Width
from model.errors import Rejected
from model.holders import Holders

Option = TypeVar("Option")


class Discarded(Exception):
    """The inputs do not satisfy an assumption: the case says nothing about the property."""


class Violated(Exception):
    """A failure happened of which a case was told that it never does: a claim that does not hold."""


class Case(Protocol):
    """What a scenario, or the builder of an arbitrary state, draws from."""

    def integer(self, name: str, width: Width) -> int:
        """Any integer of the width. The same name yields the same number throughout a case."""

    def choice(self, name: str, options: Sequence[Option]) -> Option:
        """Any one of a few named alternatives; the prover considers each."""

    def option(self, name: str, options: Sequence[str]) -> str:
        """Like `choice` among names, but the prover considers the alternatives only where the name is compared."""

    def assume(self, condition: Any, reason: str) -> None:
        """Restrict the case to inputs for which the condition holds. The reason is shown in the report."""

    def given(self, reason: str) -> None:
        """Say that inputs are put together so that something holds: nothing is restricted, but what is proved rests on it."""

    def matters(self, method: str) -> bool:
        """Whether a method of the system is run in this case, and not left out by a proof that does not read what it does."""

    def holders(self, touched: Mapping[Any, Any], others: bool = True) -> Any:
        """A `Holders` with the touched members and, unless there are none, any number of others, seen only in sums."""

    def never(self, *failures: type[Rejected]) -> AbstractContextManager[None]:
        """Claim that what runs inside never fails in any of these ways; other refusals end the case as ever."""


class GivenCase:
    """A case on given integers: replays a counterexample or witness. Absent names are 0, or the value nearest to 0."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = dict(values)
        self.chosen: dict[str, str] = {}
        """The alternatives taken so far, in words."""

    def integer(self, name: str, width: Width) -> int:
        value = self.values.setdefault(name, min(max(0, width.low), width.high))
        if value not in width:
            raise Discarded(f"{name}={value} is no {width.name}")
        return int(value)

    def choice(self, name: str, options: Sequence[Option]) -> Option:
        index = self.values.setdefault(name, 0)
        if not 0 <= index < len(options):
            raise Discarded(f"{name} has no alternative {index}")
        self.chosen[name] = str(options[int(index)])
        return options[int(index)]

    def option(self, name: str, options: Sequence[str]) -> str:
        return self.choice(name, options)

    def assume(self, condition: Any, reason: str) -> None:
        if not condition:
            raise Discarded(reason)

    def given(self, reason: str) -> None:
        pass

    def matters(self, method: str) -> bool:
        return True

    def holders(self, touched: Mapping[Any, Any], others: bool = True) -> Any:
        return GivenHolders(self if others else None, touched)

    @contextmanager
    def never(self, *failures: type[Rejected]) -> Iterator[None]:
        with violation(failures):
            yield


@contextmanager
def violation(failures: tuple[type[Rejected], ...]) -> Iterator[None]:
    """Turn each of these failures into `Violated`, which `properties.property.labelled` reads as a claim that fails."""
    try:
        yield
    except failures as failure:
        raise Violated(f"never {failure.name}") from failure


class GivenHolders(Holders[Any, Any]):
    """The touched holders; what the others hold together is an input of the case, 0 where it is not given."""

    def __init__(self, case: GivenCase | None, touched: Mapping[Any, Any]) -> None:
        super().__init__(touched)
        self.case = case

    def put(self, user: Any, held: Any) -> GivenHolders:
        return GivenHolders(self.case, {**self, user: held})

    def total(self, name: str, measure: Any) -> int:
        others = self.case.values.get(f"others.{name}", 0) if self.case is not None else 0
        return int(others) + super().total(name, measure)


REDRAWN = (0.02, 0.1, 0.4)
"""The parts of the numbers of a case met in a life that a random case near it draws anew."""


class RandomCase(GivenCase):
    """A case on random integers of mixed magnitudes; remembers them in `values`, so that it can be replayed.

    `hints` gives, for a name or the part after its last dot, the magnitudes that are realistic for it. One case in four
    is sparse: many of its numbers are 0, 1 or an end of their range, which is where rules often differ. Of the numbers
    in `near` most are taken over.
    """

    def __init__(
        self,
        random: Random,
        hints: Mapping[str, tuple[int, int]] | None = None,
        near: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        redrawn = random.choice(REDRAWN) if near else 0
        super().__init__({name: value for name, value in near.items() if random.random() >= redrawn})
        self.random = random
        self.hints = hints or {}
        self.special = 0.4 if random.random() < 0.25 else 0.08

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
        if random.random() < self.special:
            return random.choice([low, high, max(low, min(high, 0)), max(low, min(high, 1))])
        magnitude = random.getrandbits(random.randint(1, max(1, max(abs(low), abs(high)).bit_length())))
        value = -magnitude if low < 0 and random.random() < 0.5 else magnitude
        return value if low <= value <= high else random.randint(low, high)
