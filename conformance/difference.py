"""Where a model and a recording part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ABSENT = "nothing"
"""Stands for a field that one of the two sides does not have."""


@dataclass(frozen=True)
class Difference:
    """A field whose value is not the recorded one, by its path within the line: `market.sqrt_k`, `result.shares`."""

    field: str
    expected: Any
    got: Any


def first_difference(where: str, expected: Mapping[str, Any], got: Mapping[str, Any]) -> Difference | None:
    """The first field of two flat records that is not the same, or `None`; a field on one side only is a difference."""
    if expected == got:
        return None
    for name, value in expected.items():
        if name not in got:
            return Difference(f"{where}.{name}", value, ABSENT)
        if got[name] != value:
            return Difference(f"{where}.{name}", value, got[name])
    name = next(name for name in got if name not in expected)
    return Difference(f"{where}.{name}", ABSENT, got[name])
