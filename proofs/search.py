"""The search for violations on plain integers, and what it makes of one: the smallest case, told as a story.

Every property is tried on steps of realistic lives and on random arbitrary cases before anything is proved. What is
found is shrunk number by number, replayed, and recorded with the trace of everything the story did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from model.errors import Rejected
from proofs.calls import calls_in_lives
from proofs.judge import START, STORY, Judge, scopes
from proofs.outcome import Counterexample
from properties.case import Discarded, GivenCase, RandomCase
from properties.declared import Declaration
from properties.property import Invariant, Property, Step, labelled
from properties.recording import Recorded, recording, trace_of
from properties.telling import of_rules, story

QUICK = 300
"""Cases of each kind tried per scope before a proof is attempted."""

THOROUGH = 6_000
"""Cases of each kind tried per scope when no proof was found."""

GROWTH = 4
"""Where a violation is expected, every scope is searched a little before one is searched this many times longer."""


@dataclass(frozen=True)
class Violation:
    """A claim that fails: of a case on integers, or of a step met in a life (then without inputs that rebuild it)."""

    scope: str
    claim: str
    values: dict[str, int]
    step: Step | None = None


@dataclass(frozen=True)
class Searched:
    """What a search met: a violation, or where the property first said something that holds."""

    violation: Violation | None
    witness: str
    points: dict[str, list[dict[str, int]]] = field(default_factory=dict)
    """By scope, the random cases of which the property said something, and it held."""


class Search:
    """Looks for violations of properties of one system; `seed` makes it repeatable."""

    def __init__(self, judge: Judge, seed: int = 1) -> None:
        self.judge = judge
        self.seed = seed
        self._lives: dict[str, list[Step]] = {}
        self._lived: dict[str, list[dict[str, int]]] = {}
        self._called: dict[str, list[dict[str, int]]] | None = None
        self._walk = judge.situations.steps(Random(seed), judge.system)

    def run(self, prop: Property, attempts: int) -> Searched:
        """Try steps of lives and random cases, `attempts` of each in each scope of the property."""
        searched = Searched(None, "")
        for scope in scopes(prop, self.judge.system):
            for source in (self._in_lives, self._at_random):
                met = source(prop, scope, attempts)
                searched.points.update(met.points)
                searched = Searched(met.violation, searched.witness or met.witness, searched.points)
                if searched.violation is not None:
                    return searched
        return searched

    def run_expecting(self, prop: Property) -> Searched:
        """As `run` with thorough attempts, of a violation that is known to be in one of the scopes."""
        attempts = QUICK
        while attempts < THOROUGH:
            searched = self.run(prop, attempts)
            if searched.violation is not None:
                return searched
            attempts *= GROWTH
        return self.run(prop, THOROUGH)

    def _in_lives(self, prop: Property, scope: str, attempts: int) -> Searched:
        if scope in (START, STORY):
            return Searched(None, "")
        witness = ""
        for number, step in enumerate(self._steps(scope, attempts)):
            claim = self._said(lambda step=step: self._of_step(prop, step))  # type: ignore[misc]
            if claim:
                return Searched(self._as_inputs(prop, scope, claim, step), "")
            if claim == "" and not witness:
                witness = f"step {number} of {scope} in the lives of seed {self.seed}"
        return Searched(None, witness)

    def _of_step(self, prop: Property, step: Step) -> Iterator[tuple[str, Any]]:
        subject = step.after if isinstance(prop.scope, Invariant) else step
        yield from labelled(prop.body(self.judge.system, subject))

    def _as_inputs(self, prop: Property, scope: str, claim: str, step: Step) -> Violation:
        """A violation met in a life, as inputs where those reproduce it."""
        values = self.judge.situations.inputs(step.before, step.operation, step.arguments)
        case = GivenCase(values)
        failed = self.failure(prop, scope, case)
        return Violation(scope, failed, case.values) if failed else Violation(scope, claim, {}, step)

    def _at_random(self, prop: Property, scope: str, attempts: int) -> Searched:
        witness, points = "", []
        lived = self._met(prop, scope)
        for number in range(attempts // 2 if lived else attempts):
            case = self.case(prop, scope, number)
            claim = self.failure(prop, scope, case)
            if claim:
                return Searched(Violation(scope, claim, dict(case.values)), "")
            if claim == "":
                witness = witness or f"random case {number} of {scope} with seed {self.seed}"
                points.append(dict(case.values))
        return Searched(None, witness, {scope: points})

    def case(self, prop: Property, scope: str, number: int) -> RandomCase:
        """The random case of that number: most are near something met in a life, as of random states few are in order."""
        random, lived = Random(f"{self.seed}/{scope}/{number}"), self._met(prop, scope)
        near = random.choice(lived) if lived and number % 3 else {}
        return RandomCase(random, self.judge.situations.hints, near)

    def _met(self, prop: Property, scope: str) -> list[dict[str, int]]:
        """The inputs met in lives: of steps of an operation, or of calls of a method."""
        return self._inputs(scope) if scope not in (START, STORY) else self._calls(prop)

    def _inputs(self, operation: str) -> list[dict[str, int]]:
        """The inputs of steps of an operation met in lives."""
        if operation not in self._lived:
            self._lived[operation] = [
                self.judge.situations.inputs(step.before, step.operation, step.arguments)
                for step in self._steps(operation, QUICK)
            ]
        return self._lived[operation]

    def _calls(self, prop: Property) -> list[dict[str, int]]:
        """The arguments with which the method of a declaration, or the one near which a story is, is called in lives."""
        method = prop.scope.method if isinstance(prop.scope, Declaration) else getattr(prop.scope, "near", "")
        if not method:
            return []
        if self._called is None:
            self._called = calls_in_lives(self.judge.system, self.judge.situations, self.seed)
        return self._called.get(method, [])

    def _steps(self, operation: str, enough: int) -> list[Step]:
        """Successful steps of an operation met in lives, shared by all properties."""
        most = 20 * enough * len(self.judge.system.operations)
        while len(self._lives.get(operation, ())) < enough and most > 0:
            most -= 1
            try:
                state, name, arguments = next(self._walk)
            except StopIteration:  # a walk that was interrupted has ended; the next one begins
                self._walk = self.judge.situations.steps(Random(self.seed), self.judge.system)
                continue
            try:
                after, result = self.judge.system.apply(state, name, arguments)
            except Rejected:
                continue
            self._lives.setdefault(name, []).append(Step(state, name, arguments, after, result))
        return self._lives.get(operation, [])[:enough]

    def failure(self, prop: Property, scope: str, case: GivenCase) -> str | None:
        """The label of the claim that fails, empty if all hold, `None` if the case says nothing."""
        return self._said(lambda: self.judge.concrete(prop, scope, case))

    def _said(self, claims: Callable[[], Iterable[tuple[str, Any]]]) -> str | None:
        try:
            said = False
            for label, condition in claims():
                said = True
                if not condition:
                    return label
            return "" if said else None
        except (Rejected, Discarded):
            return None

    def shrink(self, prop: Property, found: Violation) -> Violation:
        """The same violation on smaller, rounder numbers."""
        if found.step is not None:
            return found
        best = found
        improved = True
        rounds = 0
        while improved and rounds < 12:
            improved = False
            rounds += 1
            for name in sorted(best.values):
                for candidate in smaller(best.values[name]):
                    case = GivenCase({**best.values, name: candidate})
                    failed = self.failure(prop, best.scope, case)
                    if failed:
                        best = Violation(best.scope, failed, case.values)
                        improved = True
                        break
        return best

    def counterexample(self, prop: Property, found: Violation) -> Counterexample:
        """The violation replayed with every transition recorded."""
        log: list[Recorded] = []
        system, claim = recording(self.judge.system, log), found.claim
        if found.step is not None:
            step = found.step
            log.append(Recorded(step.before, step.operation, step.arguments, step.after, step.result, ""))
            return Counterexample({}, tuple(story(system, log)), claim, tuple(trace_of(log)))
        case = GivenCase(found.values)
        for label, condition in self.judge.concrete(prop, found.scope, case, system):
            if not condition:
                claim = label
                break
        used = {name: value for name, value in case.values.items() if value != 0}
        lines = story(system, log) or [of_rules(system, used, case.chosen)]
        return Counterexample(used, tuple(lines), claim, tuple(trace_of(log)))


def smaller(value: int) -> Iterator[int]:
    """Candidates simpler than a value, the simplest first: near zero, then fewer digits, then closer."""
    if value == 0:
        return
    for candidate in (0, 1, 10):
        if candidate < abs(value):
            yield candidate
            if candidate and value < 0:
                yield -candidate
    if value < 0:
        yield -value
    size = abs(value)
    sign = 1 if value > 0 else -1
    digits = len(str(size))
    for power in range(1, digits):
        yield sign * 10**power
    for kept in range(1, digits):
        unit = 10 ** (digits - kept)
        if size % unit:
            yield sign * (size // unit * unit)
            yield sign * (size // unit * unit + unit)
    for divisor in (1000, 10, 2):
        if size >= divisor:
            yield sign * (size // divisor)
    if size > 1:
        yield sign * (size - 1)
