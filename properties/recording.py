"""What a scenario does, noted while it is done: every public transition of the system, the refused ones too."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from model.errors import Rejected
from model.system import System
from properties.trace import START, entry


class Recorded(NamedTuple):
    """One transition. Of a refused one `after` is the state before, and `error` the name of the refusal."""

    before: Any
    operation: str
    arguments: dict[str, Any]
    after: Any
    result: Any
    error: str


def recording(system: System, log: list[Recorded]) -> System:
    """The same system, noting in `log` each public transition it performs; what one calls in turn belongs to it."""
    stand_in = copy.copy(system)
    for operation in system.every_operation():
        setattr(stand_in, operation, _noting(operation, getattr(system, operation), log))
    return stand_in


def _noting(operation: str, transition: Callable[..., Any], log: list[Recorded]) -> Callable[..., Any]:
    def run(state: Any, **arguments: Any) -> Any:
        try:
            after, result = transition(state, **arguments)
        except Rejected as refusal:
            log.append(Recorded(state, operation, arguments, state, None, refusal.name))
            raise
        log.append(Recorded(state, operation, arguments, after, result, ""))
        return after, result

    return run


def trace_of(log: Sequence[Recorded]) -> list[dict[str, Any]]:
    """The transitions as reports keep executions; one that does not go on from the last says where it began."""
    if not log:
        return []
    shown, reached = [entry(START, {}, log[0].before)], log[0].before
    for each in log:
        elsewhere = {} if each.before is reached else {"before": each.before}
        made = entry(
            each.operation, each.arguments, each.after, result=each.result, error=each.error or None, **elsewhere
        )
        shown.append(made)
        reached = each.after
    return shown


def is_one_life(log: Sequence[Recorded]) -> bool:
    """Whether each transition goes on from the one before it: no story of two worlds."""
    return all(later.before is earlier.after for earlier, later in pairwise(log))
