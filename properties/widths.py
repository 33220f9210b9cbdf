"""That numbers stay within the widths of their fields: what every proof takes for granted of the state it begins in."""

from __future__ import annotations

from typing import Any

from properties.arbitrary import integer_fields
from properties.declared import within
from properties.property import Claims


def all_fit(state: Any) -> Claims:
    """Every number of a state fits its field's width."""
    yield from _fit(state, {})


def changes_fit(before: Any, after: Any) -> Claims:
    """Every number that a step has changed fits its field's width; all of a state of another kind."""
    yield from _fit(after, vars(before) if type(after) is type(before) else {})


def _fit(state: Any, was: dict[str, Any]) -> Claims:
    kind = type(state)
    yield f"{kind.__name__.lower()} is of its kind", not was or list(vars(state)) == list(was)
    for name, width in integer_fields(kind).items():
        now = getattr(state, name)
        if name not in was or now is not was[name]:
            yield from within(f"{kind.__name__.lower()}.{name}", now, width)
