"""An arbitrary state: every field any integer of its width, drawn by name from a case."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from model.arith import Width
from properties.case import Case

State = TypeVar("State")


def integer_fields(kind: type) -> dict[str, Width]:
    """The fields of a state class that are integers, with their widths."""
    if kind not in _fields:
        hints = get_type_hints(kind, include_extras=True)
        _fields[kind] = {name: width for name, hint in hints.items() if (width := _width(hint)) is not None}
    return _fields[kind]


_fields: dict[type, dict[str, Width]] = {}
"""What `integer_fields` answered: reading annotations is slow, and they do not change."""


def _width(hint: Any) -> Width | None:
    if get_origin(hint) is not Annotated:
        return None
    return next((part for part in get_args(hint)[1:] if isinstance(part, Width)), None)


def arbitrary(case: Case, kind: type[State], prefix: str, **given: Any) -> State:
    """An instance of a state class: the given fields as given, every other integer field drawn as `prefix.field`."""
    drawn = {
        name: case.integer(f"{prefix}.{name}", width)
        for name, width in integer_fields(kind).items()
        if name not in given
    }
    return kind(**drawn, **given)
