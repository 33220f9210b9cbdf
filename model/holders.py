"""Who holds what: the one place where a system keeps its users.

A transition reads and replaces the holders it names and never walks over the others. That is what makes a proof about
one holder a proof about any number of them: the prover runs the same transition on a `Holders` whose other members are
not there to be walked over, and a sum over all of them is the touched ones plus a number that did not move.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, Self, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Holders(dict[Key, Value], Generic[Key, Value]):
    """An immutable-by-convention mapping from user to what the user holds."""

    __slots__ = ()

    def put(self, user: Key, held: Value) -> Self:
        """The same holders with what `user` holds replaced."""
        new = type(self)(self)
        new[user] = held
        return new

    def total(self, name: str, measure: Callable[[Value], int]) -> int:
        """The sum of `measure` over all holders. `name` identifies the sum where the holders are not enumerable."""
        return sum(measure(held) for held in self.values())
