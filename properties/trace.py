"""One step of an execution as reports and replay files keep it: dictionaries of integers and names, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

START = "start"
"""The operation of an entry that only shows the state in which an execution starts."""

_ABSENT = object()


def plain(value: Any) -> Any:
    """A state or result as JSON has it: dataclasses, named tuples and holders become dictionaries, tuples lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(held) for name, held in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(name): plain(held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def entry(
    operation: str,
    arguments: Mapping[str, Any],
    state: Any,
    *,
    before: Any = _ABSENT,
    result: Any = None,
    error: str | None = None,
) -> dict[str, Any]:
    """One entry of `Counterexample.trace`.

    `state` is the state after the operation, `before` the one it started from where that is not the state of the
    previous entry (a story that compares two worlds). `error` is the name of the refusal, of a step that failed.
    """
    made: dict[str, Any] = {"operation": operation, "arguments": plain(arguments), "state": plain(state)}
    if before is not _ABSENT:
        made["before"] = plain(before)
    made["result"] = plain(result)
    made["error"] = error
    return made
