"""A life that can be lived again: an initial state, and operations with their arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from fuzzing.judge import CRASH, UNCHANGED, Judge, Violation, is_kept, keep, parts_of
from model.errors import Rejected
from model.system import System
from properties.property import Step
from properties.trace import START, entry


class Act(NamedTuple):
    """One attempt: an operation and its arguments."""

    operation: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Life:
    """What happened, from the first state on; a refused act changes nothing, and the life goes on."""

    start: Any
    acts: tuple[Act, ...]


class Moment(NamedTuple):
    """What came of one act: a step, or the error that refused it; `violations` is what is found wrong with it."""

    act: Act
    before: Any
    after: Any
    result: Any
    error: str
    violations: list[Violation]


def lived(life: Life, judge: Judge) -> Iterator[Moment]:
    """Live the life again, judging every state and step of it. A crash ends it."""
    system, state = judge.system, life.start
    found = judge.of_state(state)
    yield Moment(Act(START, {}), state, state, None, "", found)
    for act in life.acts:
        moment = attempted(judge, system, state, act)
        yield moment
        if any(each.id == CRASH for each in moment.violations):
            return
        state = moment.after


def attempted(judge: Judge, system: System, state: Any, act: Act) -> Moment:
    """What comes of one act in a state."""
    kept = keep(state, parts_of(state))
    try:
        after, result = system.apply(state, act.operation, dict(act.arguments))
    except Rejected as refusal:
        found = [] if is_kept(kept) else [Violation(UNCHANGED, f"{act.operation} is refused ({refusal.name})")]
        return Moment(act, state, state, None, refusal.name, found)
    except Exception as error:  # noqa: BLE001 - a system may be anybody's
        told = f"{act.operation} raises {type(error).__name__}: {error}"
        return Moment(act, state, state, None, type(error).__name__, [Violation(CRASH, told)])
    found = [] if is_kept(kept) else [Violation(UNCHANGED, f"{act.operation} succeeds")]
    found += judge.of_step(Step(state, act.operation, dict(act.arguments), after, result))
    return Moment(act, state, after, result, "", found)


def first(moments: Iterator[Moment], wanted: Callable[[Violation], bool]) -> tuple[int, Violation] | None:
    """The first violation that is wanted, and after how many acts it is seen."""
    for number, moment in enumerate(moments):
        for each in moment.violations:
            if wanted(each):
                return number, each
    return None


def trace_of(moments: Iterator[Moment]) -> list[dict[str, Any]]:
    """The life as reports keep executions."""
    return [
        entry(
            moment.act.operation, moment.act.arguments, moment.after, result=moment.result, error=moment.error or None
        )
        for moment in moments
    ]
