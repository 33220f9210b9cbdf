"""Where the steps of a system begin: arbitrary states and arguments, described once for prover, fuzzer and replay.

A system's `Situations` builds a state from a case (every field any integer of its width, save what an invariant of the
data structure determines), and the arguments of each operation. The same description, read the other way, turns a concrete
state met while fuzzing into the named integers that reproduce it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, Protocol

from properties.case import Case


class Situations(Protocol):
    """What the engines need to know of a system beside its class and its properties."""

    system: str
    hints: Mapping[str, tuple[int, int]]
    """Realistic magnitudes by input name (or the part after its last dot), for random cases."""

    def start(self, case: Case, system: Any) -> Any:
        """Any initial state."""

    def state(self, case: Case, system: Any) -> Any:
        """Any state from which a step may begin. Standing assumptions are made with the id of the invariant as the reason."""

    def arguments(self, case: Case, state: Any, operation: str) -> dict[str, Any]:
        """Any arguments of an operation, by the names of its parameters."""

    def steps(self, random: Random, system: Any) -> Iterator[tuple[Any, str, dict[str, Any]]]:
        """An endless walk: states met in a realistic life of the system, each with an operation and its arguments."""

    def inputs(self, state: Any, operation: str, arguments: Mapping[str, Any]) -> dict[str, int]:
        """The named integers from which `state` and `arguments` rebuild a concrete step's beginning."""
