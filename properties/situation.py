"""Where the steps of a system begin: arbitrary states and arguments, described once for prover, fuzzer and replay.

A system's `Situations` builds a state from a case (every field any integer of its width, save what an invariant of the
data structure determines), and the arguments of each operation. The same description, read the other way, turns a
concrete state met while fuzzing into the named integers that reproduce it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from random import Random
from typing import Any, Protocol, TypeAlias

from model.errors import Rejected
from properties.case import Case

Life: TypeAlias = Generator[tuple[Any, str, dict[str, Any]], Any, None]
"""One realistic life of a system, from its first state to wherever it ends.

Yields a state, an operation and its arguments, and is sent the state after the operation, or, where that is refused,
the same state again. Whoever walks along takes the steps, so that each is taken once.
"""


class Situations(Protocol):
    """What the engines need to know of a system beside its class and its properties."""

    system: str
    hints: Mapping[str, tuple[int, int]]
    """Realistic magnitudes by input name (or the part after its last dot), for random cases."""

    def start(self, case: Case, system: Any) -> Any:
        """Any initial state."""

    def state(self, case: Case, system: Any) -> Any:
        """Any state from which a step may begin. Standing assumptions name the invariant's id as the reason."""

    def arguments(self, case: Case, state: Any, operation: str) -> dict[str, Any]:
        """Any arguments of an operation, by the names of its parameters."""

    def life(self, random: Random, system: Any) -> Life:
        """One realistic life, in any of its initial states; it ends by itself."""

    def steps(self, random: Random, system: Any) -> Iterator[tuple[Any, str, dict[str, Any]]]:
        """An endless walk: states met in a realistic life of the system, each with an operation and its arguments."""

    def inputs(self, state: Any, operation: str, arguments: Mapping[str, Any]) -> dict[str, int]:
        """The named integers from which `state` and `arguments` rebuild a concrete step's beginning."""


def endless(
    life: Callable[[Random, Any], Life], random: Random, system: Any
) -> Iterator[tuple[Any, str, dict[str, Any]]]:
    """The steps of one life after the other: `Situations.steps` of a system whose lives are given."""
    while True:
        walk = life(random, system)
        step = next(walk, None)
        while step is not None:
            yield step
            state, operation, arguments = step
            with suppress(Rejected):
                state, _ = system.apply(state, operation, arguments)
            try:
                step = walk.send(state)
            except StopIteration:
                step = None
