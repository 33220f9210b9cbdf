"""The widths of fields and arguments, read from the annotations of the model: nothing states them a second time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_type_hints

from model.arith import Width


def widths(annotated: type | Callable[..., Any]) -> dict[str, Width]:
    """The width of each field of a class, or argument of a function, that is annotated with one."""
    hints = get_type_hints(annotated, include_extras=True)
    return {
        name: width
        for name, hint in hints.items()
        if name != "return"
        for width in getattr(hint, "__metadata__", ())
        if isinstance(width, Width)
    }
