"""What the search has to know of a system beside its class."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from conformance.adapter import Outcome, Writer
from model.arith import Width
from model.errors import Rejected
from model.system import System
from properties.situation import Life
from vectors.trace import Act, Trace


class CannotBegin(Exception):
    """The system fails where it should begin, by something else than a refusal; the message says how."""


class NoSuchFunction(LookupError):
    """The subject has no examples of a function of that name."""

    def __init__(self, system: System, name: str) -> None:
        super().__init__(f"of {name!r} of {system.name} there are no examples: it is not among the subject's functions")


def begun(begin: Callable[..., Any], settings: Mapping[str, Any]) -> Any:
    """The first state with these settings, None where they are refused; `CannotBegin` where it crashes."""
    try:
        return begin(**settings)
    except (Rejected, ValueError):
        return None
    except (Exception, SystemExit) as error:
        raise CannotBegin(f"{begin.__qualname__} crashes: {type(error).__name__}: {error}") from error


class Subject(ABC):
    """A system whose vectors are wanted."""

    adapter: Writer

    loads_states = False
    """Whether a recording may begin in any state; else every one begins with an empty system."""

    functions: tuple[str, ...] = ()
    """Functions that no operation calls, and of which there are examples."""

    def __init__(self, system: System) -> None:
        self.system = system

    @abstractmethod
    def situations(self) -> Iterator[Trace]:
        """Beginnings of vectors that were thought of: ordinary business, and what lives rarely come upon."""

    @abstractmethod
    def lives(self, random: Random) -> Iterator[tuple[System, Life]]:
        """Endless realistic lives, each with the system that begins it."""

    def peopled(self, state: Any, acts: tuple[Act, ...]) -> Any:
        """The state with a place for everybody who acts: recordings name all users from the beginning."""
        return state

    @abstractmethod
    def widths(self, operation: str) -> Mapping[str, Width]:
        """The integer arguments of an operation that a recording tells, with their widths."""

    @abstractmethod
    def mutated(self, random: Random, trace: Trace) -> Trace:
        """The trace with something in it that is likely to matter made another."""

    # Functions

    def inputs(self, name: str) -> Mapping[str, Width]:
        """What a function is given."""
        raise NoSuchFunction(self.system, name)

    def beginnings(self, name: str) -> Iterator[Mapping[str, int]]:
        """Examples that were thought of."""
        raise NoSuchFunction(self.system, name)

    def evaluated(self, name: str, given: Mapping[str, int]) -> Outcome:
        """What comes of a function."""
        raise NoSuchFunction(self.system, name)


def tempting(random: Random, value: int, width: Width, others: tuple[int, ...]) -> int:
    """Another number of the width that is likely to matter: an end, a neighbour, a round one, or somebody else's number."""
    kind = random.randrange(9)
    if kind == 0:
        found = random.choice((width.low, width.high, width.low + 1, width.high - 1))
    elif kind == 1:
        found = random.choice((0, 1, -1))
    elif kind == 2:
        found = value + random.choice((1, -1))
    elif kind == 3:
        found = random.choice((-value, 2 * value, value // 2))
    elif kind == 4:
        found = 2 ** random.randrange(width.high.bit_length() + 1)
    elif kind == 5:
        found = random.getrandbits(random.randrange(1, width.high.bit_length() + 1))
    elif kind == 6:
        found = 10 ** random.randrange(len(str(width.high)))
    else:
        found = random.choice(others) + random.choice((0, 0, 1, -1)) if others else value
    if width.low < 0 and random.random() < 0.3:
        found = -found
    return min(max(found, width.low), width.high)
