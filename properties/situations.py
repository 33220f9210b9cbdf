"""Which situations belong to which system."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from properties.situation import Situations

HOMES = {"pair": "properties.pair.situations:PairSituations", "bal": "properties.bal.situations:BalSituations"}
"""Where the situations of each system are defined; looked up when they are asked for."""


@cache
def situations_of(system: str) -> Situations:
    """The situations of the system of that name, a variant's included; `LookupError` if there are none."""
    if system not in HOMES:
        raise LookupError(f"there are no situations of {system!r}; there are those of {', '.join(HOMES)}")
    place, _, name = HOMES[system].partition(":")
    return cast(Situations, getattr(import_module(place), name)())
