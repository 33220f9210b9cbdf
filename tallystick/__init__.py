"""The thin face: the command line, and the few names that a user imports.

`from tallystick import Bal, Pair, prop` is enough to write a change of a protocol or a property of one's own. The
names are looked up when they are asked for, so that a command that needs no model does not load one.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Bal": "model.bal",
    "Pair": "model.pair",
    "Invariant": "properties.property",
    "OnStep": "properties.property",
    "Property": "properties.property",
    "Scenario": "properties.property",
    "Verdict": "properties.property",
    "prop": "properties.property",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'tallystick' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
