"""What a vector does: a first state, and operations attempted one after the other."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self, TypeAlias

from conformance.adapter import Outcome, Writer, attempt
from model.system import System
from vectors.measured import Measured

Feature: TypeAlias = Hashable
"""What makes a step worth keeping: a way that a decision went, an outcome of an operation, the edge of an argument."""


class Act(NamedTuple):
    """One attempt: an operation and its arguments."""

    operation: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Trace:
    """A first state, and what is attempted from it; a refused act changes nothing, and the trace goes on."""

    state: Any
    acts: tuple[Act, ...]

    def with_acts(self, *acts: Act) -> Self:
        """The same beginning with other acts."""
        return replace(self, acts=acts)


class Step(NamedTuple):
    """What came of an act, and what it showed."""

    before: Any
    act: Act
    outcome: Outcome
    features: frozenset[Feature]

    @property
    def ended(self) -> str:
        """The outcome by name."""
        return ended(self.outcome)


def ended(outcome: Outcome) -> str:
    """An outcome by name: `ok`, that of the refusal, or what it crashed with."""
    return outcome.crash or (outcome.refusal.name if outcome.refusal else "ok")


class Runner:
    """Attempts acts on a system under measurement; `measured` has to be on."""

    def __init__(self, system: System, adapter: Writer, measured: Measured) -> None:
        self.system, self.adapter, self.measured = system, adapter, measured
        self.attempts = 0

    def step(self, state: Any, act: Act) -> Step:
        """What comes of the act in the state."""
        before = self.adapter.prepared(state, act.operation, act.arguments)
        self.attempts += 1
        self.measured.forget()
        outcome = attempt(self.system, before, act.operation, act.arguments)
        features: set[Feature] = {*self.measured.taken, (act.operation, ended(outcome))}
        return Step(state, act, outcome, frozenset(features))

    def run(self, trace: Trace) -> list[Step]:
        """All steps of a trace."""
        steps: list[Step] = []
        state = trace.state
        for act in trace.acts:
            steps.append(self.step(state, act))
            state = steps[-1].outcome.state
        return steps
