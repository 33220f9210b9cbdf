"""A counterexample that `verify` found, as the file that `tallystick replay` reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fuzzing import saved
from fuzzing.replay import imagined
from model.system import System
from properties.property import Property, Scenario
from reports.site import running


def replayable(statement: Property, system: System, counterexample: Mapping[str, Any]) -> saved.Saved | None:
    """The counterexample of a report, if its inputs violate the statement now by the claim that the report names."""
    inputs = running.inputs(counterexample)
    if not inputs:
        return None
    operation = _operation(statement, system, inputs, counterexample["claim"])
    if operation is None:
        return None
    return saved.Saved(
        system=saved.place_of(system),
        property=statement.id,
        sentence=statement.sentence,
        claim=counterexample["claim"],
        story=tuple(counterexample["story"]),
        inputs=saved.encoded_inputs(inputs),
        operation=operation,
    )


def _operation(statement: Property, system: System, inputs: Mapping[str, int], claim: str) -> str | None:
    """The operation by which the inputs violate a statement, empty of a story or of a first state; None if none does."""
    tried = ("",) if isinstance(statement.scope, Scenario) else ("", *system.operations)
    for operation in tried:
        violation = imagined(system, statement.id, inputs, operation).violation
        if violation is not None and violation.claim == claim:
            return operation
    return None
