"""The thin face: the command line, and the few names that a user imports.

`from tallystick import Bal, Pair, prop` is enough to write a change of a protocol or a property of one's own. The
names are looked up when they are asked for, so that a command that needs no model does not load one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from model.bal import Bal
    from model.pair import Pair
    from properties.property import Algebra, Claims, Invariant, OnStep, Property, Scenario, Step, Verdict, prop

__all__ = ["Algebra", "Bal", "Claims", "Invariant", "OnStep", "Pair", "Property", "Scenario", "Step", "Verdict", "prop"]

_HOMES = {"Bal": "model.bal", "Pair": "model.pair"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'tallystick' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "properties.property")), name)
