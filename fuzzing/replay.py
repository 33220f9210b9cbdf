"""Whether what has failed once still fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fuzzing.judge import DEMANDS, Judge, Violation
from fuzzing.life import Life, Moment, NotBegun, lived
from model.errors import Rejected
from model.system import System
from properties.case import Discarded, GivenCase
from properties.catalogue import catalogue
from properties.property import Property, Scenario, Step
from properties.recording import Recorded, recording
from properties.situations import situations_of


@dataclass(frozen=True)
class Replayed:
    """What came of a replay: the moments of a life (none of a scenario), and the violation, if there still is one.

    `ended` says why a replay said nothing: the settings or inputs are not accepted any more. `log` are the transitions
    that a scenario performed.
    """

    moments: tuple[Moment, ...]
    violation: Violation | None
    ended: str = ""
    log: tuple[Recorded, ...] = ()


def judge_of(system: System, identifier: str) -> Judge:
    """A judge that asks for this one statement or demand; `LookupError` for an id that there is not."""
    if identifier in DEMANDS:
        return Judge(system, [])
    registry = catalogue()
    if identifier not in registry:
        raise LookupError(f"there is no property {identifier!r}")
    statement = registry[identifier]
    if statement.system != system.name:
        raise LookupError(f"{identifier} is a property of {statement.system}, not of {system.name}")
    return Judge(system, [statement], registry.of(system.name))


def relived(system: System, identifier: str, life: Life) -> Replayed:
    """Live a life again, to the first violation of a statement or to its end."""
    judge = judge_of(system, identifier)
    moments = []
    try:
        for moment in lived(life, judge):
            moments.append(moment)
            for each in moment.violations:
                if each.id == identifier:
                    return Replayed(tuple(moments), each)
    except NotBegun as refusal:
        return Replayed((), None, str(refusal))
    return Replayed(tuple(moments), None)


def imagined(system: System, identifier: str, inputs: Mapping[str, Any], operation: str = "") -> Replayed:
    """Judge a statement on named inputs: a scenario's case, or the state and arguments of one step."""
    log: list[Recorded] = []
    judge = judge_of(recording(system, log), identifier)
    statement: Property = judge.properties[identifier]
    case = GivenCase(inputs)
    if isinstance(statement.scope, Scenario):
        violation = judge.of_case(statement, case)
        return Replayed((), violation, log=tuple(log))
    situations = situations_of(system.name)
    try:
        if not operation:
            found = judge.of_state(situations.start(case, system))
        else:
            before = situations.state(case, system)
            arguments = situations.arguments(case, before, operation)
            after, result = judge.system.apply(before, operation, arguments)
            step, log = Step(before, operation, arguments, after, result), log[:1]
            found = judge.of_step(step)
    except (Rejected, Discarded) as refusal:
        return Replayed((), None, f"the inputs are not accepted: {refusal}", tuple(log))
    return Replayed((), next((each for each in found if each.id == identifier), None), log=tuple(log))


def still_violated(
    identifier: str,
    system: System,
    life: Life | None = None,
    *,
    inputs: Mapping[str, Any] | None = None,
    operation: str = "",
) -> Violation | None:
    """The violation of a statement by a life or by inputs, None if it holds now: what a saved test asserts."""
    if life is not None:
        return relived(system, identifier, life).violation
    return imagined(system, identifier, inputs or {}, operation).violation
