"""A life that can be lived again: the settings it begins with, and operations with their arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from fuzzing.judge import CRASH, UNCHANGED, Judge, Violation, is_kept, keep, parts_of
from model.errors import Rejected
from model.system import System
from properties.property import Step
from properties.situation import begun
from properties.trace import START, entry


class Act(NamedTuple):
    """One attempt: an operation and its arguments."""

    operation: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Life:
    """What is done: `system.start(**settings)`, then the acts. A refused act changes nothing, and life goes on."""

    settings: Mapping[str, Any]
    acts: tuple[Act, ...]


class Moment(NamedTuple):
    """What came of one act: a step, or the error that refused it; `violations` is what is found wrong with it."""

    act: Act
    after: Any
    result: Any
    error: str
    violations: list[Violation]


class NotBegun(Exception):
    """The system refuses the settings."""


class NoStart(Exception):
    """The system crashes where it should begin: no life of it can be judged."""


def first_state(system: System, settings: Mapping[str, Any]) -> Any:
    """The state in which a life begins, None if the system refuses the settings; `NoStart` if it crashes."""
    try:
        return begun(system, settings)
    except (Exception, SystemExit) as error:
        raise NoStart(f"{type(system).__name__} crashes at its start: {type(error).__name__}: {error}") from error


def lived(life: Life, judge: Judge) -> Iterator[Moment]:
    """Live the life again, judging every state and step of it. A crash ends it; `NotBegun` or `NoStart` if it can not begin."""
    state = first_state(judge.system, life.settings)
    if state is None:
        raise NotBegun(f"{judge.system.name} does not start with these settings")
    yield Moment(Act(START, life.settings), state, None, "", judge.of_state(state))
    for act in life.acts:
        moment = attempted(judge, state, act)
        yield moment
        if any(each.id == CRASH for each in moment.violations):
            return
        state = moment.after


def attempted(judge: Judge, state: Any, act: Act) -> Moment:
    """What comes of one act in a state."""
    kept = keep(state, parts_of(state))
    try:
        after, result = judge.system.apply(state, act.operation, act.arguments)
    except Rejected as refusal:
        found = [] if is_kept(kept) else [Violation(UNCHANGED, refused(act.operation, refusal))]
        return Moment(act, state, None, refusal.name, found)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a system may be anybody's
        return Moment(act, state, None, type(error).__name__, [Violation(CRASH, crashed(act.operation, error))])
    found = [] if is_kept(kept) else [Violation(UNCHANGED, succeeded(act.operation))]
    found += judge.of_step(Step(state, act.operation, dict(act.arguments), after, result))
    return Moment(act, after, result, "", found)


def refused(operation: str, refusal: Rejected) -> str:
    """How a refused operation is named in a violation."""
    return f"{operation} is refused ({refusal.name})"


def succeeded(operation: str) -> str:
    """How an operation that succeeded is named in a violation."""
    return f"{operation} succeeds"


def crashed(operation: str, error: BaseException) -> str:
    """How an operation that crashed is named in a violation."""
    return f"{operation} raises {type(error).__name__}: {error}"


def first(moments: Iterable[Moment], wanted: Callable[[Violation], bool]) -> tuple[int, Violation] | None:
    """The first violation that is wanted, and after how many acts it is seen."""
    for number, moment in enumerate(moments):
        for each in moment.violations:
            if wanted(each):
                return number, each
    return None


def trace_of(moments: Iterable[Moment]) -> list[dict[str, Any]]:
    """The life as reports keep executions."""
    return [
        entry(each.act.operation, each.act.arguments, each.after, result=each.result, error=each.error or None)
        for each in moments
    ]
