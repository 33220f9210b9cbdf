"""The plain loop: life after life, each from a seed of its own, under every property of a system.

A life with a given seed is always the same, whatever was run before it, so the state of a campaign is the next seed:
whoever goes on from there sees what one long campaign would have seen. Lives are taken whole.

The loop is written for volume: the transitions are called as bound methods, the same `Step` is filled anew each time,
and a claim that fails is only noticed here; what it is, is found by judging the step once more at leisure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from time import perf_counter
from typing import Any, NamedTuple

from fuzzing.judge import CRASH, UNCHANGED, Judge, Violation, is_kept, keep, parts_of, suspicious
from fuzzing.life import Act, Life, crashed, first_state, refused, succeeded
from model.errors import Rejected
from model.system import System
from properties import situation
from properties.case import RandomCase
from properties.property import Property, Step
from properties.situation import Situations
from properties.situations import situations_of
from properties.trace import START

SCENARIO_EVERY = 32
"""Steps between two runs of a scenario, each on the state that is reached then."""

WIDTHS_EVERY = 16
"""Steps between two looks at the widths of all fields, and at whether a success has left the state before alone."""


@dataclass(frozen=True)
class Failure:
    """A violation, and what reproduces it: a life, or the inputs of a scenario's case."""

    seed: int
    violation: Violation
    life: Life | None = None
    inputs: dict[str, Any] | None = None


@dataclass
class Tally:
    """What a campaign on one system has done and found. Steps are attempts, refused ones included."""

    system: System
    first_seed: int
    next_seed: int
    steps: int = 0
    cases: int = 0
    seconds: float = 0.0
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    known: dict[str, int] = field(default_factory=dict)  # statements recorded as refuted: the first seed that shows it
    failures: list[Failure] = field(default_factory=list)

    @property
    def lives(self) -> int:
        """How many lives were lived to their end."""
        return self.next_seed - self.first_seed

    @property
    def rate(self) -> float:
        """Steps a second."""
        return self.steps / self.seconds if self.seconds else 0.0

    @property
    def untried(self) -> list[str]:
        """Operations that never succeeded: about those nothing was learnt."""
        return [each for each in self.system.operations if not self.accepted[each]]


class _Lived(NamedTuple):
    """A life as far as it has been lived."""

    seed: int
    settings: dict[str, Any]
    acts: list[tuple[str, dict[str, Any]]]


class Campaign:
    """Lives of one system, judged by some of its properties."""

    def __init__(self, system: System, properties: list[Property], seed: int) -> None:
        self.system = system
        self.situations: Situations = situations_of(system.name)
        self.judge = Judge(system, properties)
        self.transitions: dict[str, Callable[..., Any]] = {each: getattr(system, each) for each in system.operations}
        self.tally = Tally(system, seed, seed)

    def run(self, steps: int, seconds: float | None = None) -> Iterator[Tally]:
        """Live on until that many steps are taken or the time is over; yields the tally after each life.

        A life that is broken off (Ctrl-C) is not counted, and `next_seed` is its seed.
        """
        begun = perf_counter()
        tally = self.tally
        while tally.steps < steps and (seconds is None or tally.seconds < seconds):
            self.live(tally.next_seed)
            tally.next_seed += 1
            tally.seconds = perf_counter() - begun
            yield tally

    def live(self, seed: int) -> None:
        """One life, counted and judged."""
        acts: list[tuple[str, dict[str, Any]]] = []
        walk = self.situations.life(Random(seed), self.system)
        with suppress(StopIteration):
            try:
                at = next(walk)
                while at[1] == START:
                    settings, state = at[2], first_state(self.system, at[2])
                    at = walk.send(state)
                life = _Lived(seed, settings, acts)
                self._found(life, self.judge.of_state(state))
                self._walk(life, walk, at)
            finally:
                self.tally.steps += len(acts)

    def _walk(self, life: _Lived, walk: situation.Life, at: tuple[Any, str, dict[str, Any]]) -> None:
        system, judge, transitions = self.system, self.judge, self.transitions
        on_step, on_state = judge.on_step, judge.on_state
        accepted, rejected = self.tally.accepted, self.tally.refused
        acts = life.acts
        parts, send, note = parts_of(at[0]), walk.send, acts.append
        step = Step(None, "", {}, None, None)
        facts = step.__dict__  # the same step is told anew each time: making one costs as much as judging it
        state, operation, arguments = at
        kept, noted = keep(state, parts), state
        while True:
            note((operation, arguments))
            if state is not noted:
                kept, noted = keep(state, parts), state
            try:
                after, result = transitions[operation](state, **arguments)
            except Rejected as refusal:
                rejected[operation] += 1
                after = state
                if not is_kept(kept):
                    self._found(life, [Violation(UNCHANGED, refused(operation, refusal))])
                    return
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a system may be anybody's
                self._found(life, [Violation(CRASH, crashed(operation, error))])
                return
            else:
                accepted[operation] += 1
                facts["before"], facts["operation"], facts["arguments"] = state, operation, arguments
                facts["after"], facts["result"] = after, result
                odd = suspicious(on_step[operation], system, step) or suspicious(on_state, system, after)
                if odd or len(acts) % WIDTHS_EVERY == 0:
                    found = [] if is_kept(kept) else [Violation(UNCHANGED, succeeded(operation))]
                    found += judge.of_step(step) if odd else judge.of_widths(after)
                    if found:
                        self._found(life, found)
                        if any(each.id == UNCHANGED for each in found):
                            return
                        on_step, on_state = judge.on_step, judge.on_state
            if len(acts) % SCENARIO_EVERY == 0 and judge.scenarios:
                self._imagine(life, after, operation, arguments)
            state, operation, arguments = send(after)

    def _imagine(self, life: _Lived, state: Any, operation: str, arguments: dict[str, Any]) -> None:
        """Run a scenario that begins where the life is now, at times with the arguments of the step just taken."""
        random = Random(life.seed * 1_000_003 + len(life.acts))
        scenario = random.choice(self.judge.scenarios)
        case = RandomCase(random, self.situations.hints)
        inputs = self.situations.inputs(state, operation, arguments)
        as_told = random.random() < 0.5
        case.values.update({name: each for name, each in inputs.items() if as_told or not name.startswith("argument.")})
        self.tally.cases += 1
        violation = self.judge.of_case(scenario, case)
        if violation is not None and not self._is_known(life.seed, violation):
            self.tally.failures.append(Failure(life.seed, violation, inputs=dict(case.values)))
            self.judge.drop(violation.id)

    def _found(self, life: _Lived, violations: list[Violation]) -> None:
        """Note violations; of what has been seen already, nothing."""
        for each in violations:
            if each.id not in self.judge.dropped and not self._is_known(life.seed, each):
                lived = Life(life.settings, tuple(Act(*act) for act in life.acts))
                self.tally.failures.append(Failure(life.seed, each, life=lived))
                self.judge.drop(each.id)

    def _is_known(self, seed: int, violation: Violation) -> bool:
        if not self.judge.known(violation.id):
            return False
        self.tally.known.setdefault(violation.id, seed)
        self.judge.drop(violation.id)
        return True
