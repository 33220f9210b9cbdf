"""From the values of a model to JSON as recordings have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LARGEST_NUMBER = 2**53
"""Beyond this magnitude integers are recorded as decimal strings: not every reader of JSON keeps them."""


def encoded(value: Any) -> Any:
    """A value as a recording has it: integers beyond 2**53 as decimal strings, what has named parts as objects."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {str(name): encoded(part) for name, part in value.items()}
    if type(value) is int and abs(value) > LARGEST_NUMBER:
        return str(value)
    return value
