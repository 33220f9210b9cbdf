"""With which arguments the methods of which something is declared are called in lives of a system."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import suppress
from inspect import signature
from itertools import islice
from random import Random
from typing import Any

from model.errors import Rejected
from model.system import System
from properties.abstractions import abstractions_of
from properties.declared import Declaration
from properties.property import REGISTRY
from properties.situation import Situations

WALKED = 1_000
"""Steps walked."""

ENOUGH = 30
"""Calls kept of each method, the first ones."""


def calls_in_lives(system: System, situations: Situations, seed: int) -> dict[str, list[dict[str, int]]]:
    """By method, the arguments of calls as numbers of a case of its declaration."""
    found: dict[str, list[dict[str, int]]] = {}
    for lived in living(system):
        stand_in = copy.copy(lived)
        for prop in REGISTRY.of(system.name):
            if isinstance(prop.scope, Declaration):
                setattr(stand_in, prop.scope.method, _watched(stand_in, prop.scope, found))
        for state, name, arguments in islice(situations.steps(Random(seed), lived), WALKED):
            with suppress(Rejected):
                stand_in.apply(state, name, arguments)
    return found


def living(system: System) -> list[System]:
    """The system, and the same with all operations that there are of it."""
    wider = abstractions_of(system.name).wider
    if wider is None or isinstance(system, wider):
        return [system]
    return [system, type(type(system).__name__, (wider, type(system)), {})()]


def _watched(system: System, declared: Declaration, found: dict[str, list[dict[str, int]]]) -> Callable[..., Any]:
    """The method, its arguments entered; what it calls is watched as well."""
    original = getattr(system, declared.method)
    parameters = signature(getattr(abstractions_of(system.name).of, declared.method))
    calls = found.setdefault(declared.method, [])

    def met(*arguments: Any, **named: Any) -> Any:
        if len(calls) < ENOUGH:
            given = dict(parameters.bind(system, *arguments, **named).arguments)
            calls.append(declared.inputs(system, declared.method, dict(list(given.items())[1:])))
        return original(*arguments, **named)

    return met
