"""An execution as a table: who does what, and only the fields that change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from properties.trace import START

ACTORS = ("liquidator", "user", "holder", "by")
"""The arguments that name who acts, the acting one first: a user is liquidated by another."""


class Change(NamedTuple):
    """A field with its value before and after; None where the field was not there."""

    field: str
    before: Any
    after: Any

    def moved(self) -> str:
        """`5 → 7`, or the value alone where there was none before."""
        after = "gone" if self.after is None else number(self.after)
        return after if self.before is None else f"{number(self.before)} → {after}"


class Row(NamedTuple):
    """One step. `does` is the operation; `changes` are in the order of the state's fields."""

    who: str
    does: str
    arguments: dict[str, Any]
    result: dict[str, Any]
    error: str
    changes: tuple[Change, ...]


def rows(trace: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows of a trace. A starting state is shown as its change from all zeros."""
    shown: list[Row] = []
    previous: Mapping[str, Any] = {}
    for each in trace:
        arguments = dict(each.get("arguments") or {})
        who = next((str(arguments.pop(name)) for name in ACTORS if name in arguments), "")
        after = flat(each.get("state", previous))
        before = flat(each["before"]) if "before" in each else previous
        start = each.get("operation") == START
        shown.append(
            Row(
                who=who,
                does=str(each.get("operation", "")),
                arguments=arguments,
                result=answered(each.get("result") or {}, each.get("state", {})),
                error=str(each.get("error") or ""),
                changes=tuple(changes({} if start else before, after)),
            )
        )
        previous = after
    return shown


def answered(result: Any, state: Any) -> dict[str, Any]:
    """What an operation answers, flat; without copies of what the state holds, and without what is not there.

    A transition that takes several steps answers how market and account were in between: that is the trace's to tell.
    """
    shapes = {frozenset(part) for part in _parts(state) if part}
    kept = _without(result, shapes) if isinstance(result, Mapping) else result
    return {name: value for name, value in flat(kept).items() if value is not None}


def _parts(state: Any) -> Iterable[Mapping[str, Any]]:
    for part in state.values() if isinstance(state, Mapping) else ():
        if isinstance(part, Mapping):
            yield part
            yield from _parts(part)


def _without(value: Mapping[str, Any], shapes: set[frozenset[str]]) -> dict[str, Any]:
    nested = {name: _without(part, shapes) if isinstance(part, Mapping) else part for name, part in value.items()}
    return {
        name: part
        for name, part in nested.items()
        if not (isinstance(value[name], Mapping) and frozenset(value[name]) in shapes)
    }


def number(value: Any) -> str:
    """An integer with its digits in groups of three, as Python reads them; anything else as it is.

    A long decimal string is an integer too: that is how JSON keeps those which a reader of it might lose.
    """
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{16,1000}", value):
        value = int(value)
    return f"{value:_}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def flat(value: Any, name: str = "") -> dict[str, Any]:
    """Nested dictionaries and lists as one dictionary of dotted names. A value without a name is called `value`."""
    if isinstance(value, Mapping):
        parts: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, (list, tuple)):
        parts = enumerate(value)
    else:
        return {name or "value": value}
    found: dict[str, Any] = {}
    for part, each in parts:
        found |= flat(each, f"{name}.{part}" if name else str(part))
    return found


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The fields that differ; a field that is not there is as good as zero."""
    names = [*after, *(name for name in before if name not in after)]
    return [
        Change(name, before.get(name), after.get(name))
        for name in names
        if (before.get(name) or 0) != (after.get(name) or 0)
    ]
