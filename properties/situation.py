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
from properties.trace import START

Life: TypeAlias = Generator[tuple[Any, str, dict[str, Any]], Any, None]
"""One realistic life of a system, from its first state to wherever it ends.

Yields a state, an operation and its arguments, and is sent the state after the operation, or, where that is refused,
the same state again. Whoever walks along takes the steps, so that each is taken once. The first thing yielded is how
the life begins, `(None, START, settings)` with the arguments of `system.start`; it is sent the first state, or None
where the settings are refused, and then begins in another way.
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
        at = next(walk, None)
        while at is not None:
            state, operation, arguments = at
            if operation == START:
                state = begun(system, arguments)
            else:
                yield at
                with suppress(Rejected):
                    state, _ = system.apply(state, operation, arguments)
            try:
                at = walk.send(state)
            except StopIteration:
                at = None


def begun(system: Any, settings: Mapping[str, Any]) -> Any:
    """The first state of a system with these settings; None where it refuses them."""
    try:
        return system.start(**settings)
    except (Rejected, ValueError):
        return None
