"""The symbolic run, evaluated at a point, is the run on that point's integers: every operation, every field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from random import Random
from typing import Any

import pytest

from model.arith import Width
from model.bal import Bal
from model.errors import Rejected
from model.holders import Holders
from model.pair import Pair
from model.system import System
from proofs.condition import FALSE, Condition
from proofs.facts import Fact, Leaf, Proof
from proofs.fork import Fork
from proofs.path import Path
from proofs.polynomial import Polynomial
from proofs.prover import Facts, Prover
from proofs.symbolic import SymbolicInteger
from proofs.vocabulary import Vocabulary
from properties.case import Discarded, GivenCase
from properties.situation import Situations
from properties.situations import situations_of

ENOUGH = 10
"""Steps compared of each operation and way of computing proportions."""

WALKED = 3000


class AtPoint(Prover):
    """Stands for the prover: takes for proved what holds at the point, and expects to be asked for nothing else.

    A path asks for a lemma where ranges already settle it, so that each has to hold.
    """

    def __init__(self, values: dict[str, int]) -> None:
        super().__init__()
        self.values = values

    def prove(self, known: Facts, goal: Condition, focus: Fact | None = None, effort: int = 2) -> Proof | None:
        if goal == FALSE:
            return None
        assert goal.holds(self.values), f"{goal} is taken for certain"
        return Leaf(())


class PointPath(Path):
    """The path that integers take: every decision is theirs, every variable has their value."""

    def __init__(self, values: Mapping[str, int], by_branches: bool) -> None:
        self.values = dict(values)
        super().__init__(AtPoint(self.values), Vocabulary(), ())
        self.asked_for_branches = by_branches

    @property
    def by_branches(self) -> bool:
        return self.asked_for_branches

    def _caught(self, failure: type[Rejected]) -> bool:
        return False  # integers take one side only

    def integer(self, name: str, width: Width) -> Any:
        self.values.setdefault(name, min(max(0, width.low), width.high))
        return super().integer(name, width)

    def define(self, kind: str, *arguments: Polynomial) -> Polynomial:
        made = super().define(kind, *arguments)
        for name, definition in self.definitions.items():
            if name not in self.values:
                self.values[name] = definition.value(self.values)
        return made

    def require(self, value: Polynomial, width: Width, failure: type[Rejected]) -> None:
        if value.evaluate(self.values) not in width:
            raise failure("does not fit", value=value)
        super().require(value, width, failure)

    def assume(self, condition: Any, reason: str) -> None:
        if not (condition.condition.holds(self.values) if hasattr(condition, "condition") else condition):
            raise Discarded(reason)
        super().assume(condition, reason)

    def _fork(self, subject: Condition | str, alternatives: int, verified: bool = False) -> int:
        if isinstance(subject, Condition):
            taken = 0 if subject.holds(self.values) else 1
        else:
            taken = self.values.setdefault(subject.removeprefix("choice "), 0)
        self.forks.append(Fork(subject, taken, alternatives, True))
        self.branch = None
        return taken

    def at(self, number: Any) -> Any:
        """The value of what the run computed."""
        return number.polynomial.evaluate(self.values) if isinstance(number, SymbolicInteger) else number

    def check(self) -> None:
        """Every fact that the path learnt holds of the integers that it follows."""
        for fact in self.facts:
            if all(guard.evaluate(self.values) >= 0 for guard in fact.guards):
                assert fact.condition.holds(self.values), f"{fact.condition} ({fact.source})"


def at_point(path: PointPath, value: Any) -> Any:
    """A state or result with the value of every number in it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: at_point(path, getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Holders):
        return {name: at_point(path, value[name]) for name in dict.keys(value)}
    if isinstance(value, tuple):
        return tuple(at_point(path, each) for each in value)
    return str(value) if hasattr(value, "options") else path.at(value)


def run(case: Any, situations: Situations, system: System, operation: str) -> Any:
    """The step that a case describes: state after and result, or the name of the refusal."""
    state = situations.state(case, system)
    try:
        return system.apply(state, operation, situations.arguments(case, state, operation))
    except Rejected as refused:
        return refused.name


@pytest.fixture(scope="module")
def met() -> dict[tuple[str, str], list[dict[str, int]]]:
    """Inputs of each operation of each system, of one walk through its lives; refused steps are among them."""
    found: dict[tuple[str, str], list[dict[str, int]]] = {}
    for system in (Pair(), Bal()):
        situations = situations_of(system.name)
        for (state, name, arguments), _ in zip(situations.steps(Random(7), system), range(WALKED), strict=False):
            inputs = found.setdefault((system.name, name), [])
            if len(inputs) < ENOUGH:
                inputs.append(situations.inputs(state, name, arguments))
    return found


CASES = [(system, operation) for system in (Pair(), Bal()) for operation in system.operations]


@pytest.mark.parametrize("by_branches", [False, True], ids=["by contract", "by branches"])
@pytest.mark.parametrize(("system", "operation"), CASES, ids=[f"{system.name} {name}" for system, name in CASES])
def test_the_symbolic_run_is_the_run(
    met: dict[tuple[str, str], list[dict[str, int]]], system: System, operation: str, by_branches: bool
) -> None:
    situations = situations_of(system.name)
    compared = 0
    for inputs in met[system.name, operation]:
        try:
            concrete = run(GivenCase(inputs), situations, system, operation)
        except Discarded:
            continue
        path = PointPath(inputs, by_branches)
        symbolic = run(path, situations, system, operation)
        path.check()
        if isinstance(concrete, str):
            assert isinstance(symbolic, str) or not by_branches, f"refused with {concrete}, symbolically not"
            continue
        assert at_point(path, symbolic) == at_point(path, concrete)
        compared += 1
    assert compared, "no step was compared"
