"""What the registered properties say of one state or one step, on plain integers."""

from __future__ import annotations

from typing import Any

from model.system import System
from properties.catalogue import catalogue
from properties.property import Invariant, OnStep, Property, Step, Verdict, labelled


def expected_to_hold(system: str) -> list[Property]:
    """The properties of a system, but for those recorded as refuted."""
    return [each for each in catalogue().of(system) if each.expected is Verdict.PROVED]


def broken_in_state(properties: list[Property], system: System, state: Any) -> list[str]:
    """The claims of invariants that the state violates, each with its property."""
    return [
        f"{each.id}, {label}: {each.sentence}"
        for each in properties
        if isinstance(each.scope, Invariant)
        for label, condition in labelled(each.body(system, state))
        if not condition
    ]


def broken_by_step(properties: list[Property], system: System, step: Step) -> list[str]:
    """The claims of statements about steps that the step violates, each with its property."""
    return [
        f"{each.id}, {label}: {each.sentence}"
        for each in properties
        if isinstance(each.scope, OnStep) and (not each.scope.operations or step.operation in each.scope.operations)
        for label, condition in labelled(each.body(system, step))
        if not condition
    ]
