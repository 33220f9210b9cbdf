"""Which situations belong to which system."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, TypeVar, cast

from properties.situation import Situations

HOMES = {"pair": "properties.pair.situations:PairSituations", "bal": "properties.bal.situations:BalSituations"}
"""Where the situations of each system of the repository are defined; looked up when they are asked for."""

Kind = TypeVar("Kind", bound=type)

_entered: dict[str, Callable[[], Any]] = {}
"""The situations of systems of somebody else, by the name of the system."""


def situations(system: str) -> Callable[[Kind], Kind]:
    """Enter the decorated class as the situations of a system of one's own; `ValueError` if that name has some.

    What stands for the systems of the repository can not be replaced: proofs of them rest on it.
    """

    def enter(kind: Kind) -> Kind:
        if system in HOMES or system in _entered:
            raise ValueError(f"there are situations of {system!r} already; give the system a name of its own")
        _entered[system] = kind
        return kind

    return enter


@cache
def situations_of(system: str) -> Situations:
    """The situations of the system of that name, a variant's included; `LookupError` if there are none."""
    if system in _entered:
        return cast(Situations, _entered[system]())
    if system not in HOMES:
        raise LookupError(f"there are no situations of {system!r}; there are those of {', '.join((*HOMES, *_entered))}")
    place, _, name = HOMES[system].partition(":")
    return cast(Situations, getattr(import_module(place), name)())
