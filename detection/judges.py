"""What prover, fuzzer and recordings find wrong with a system, each told the system and nothing else.

They judge by the properties that are recorded as PROVED of the system's kind. Each goes on to its end, whatever it finds.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import monotonic

from conformance.engine import conform
from fuzzing.campaign import Campaign, Failure
from fuzzing.life import NoStart
from fuzzing.shrink import Shrinker, shrunk
from model.system import System
from proofs import verify
from proofs.foundations import foundations, resting
from proofs.outcome import Outcome
from proofs.reach import touched
from proofs.search import QUICK, THOROUGH, Search
from properties.catalogue import catalogue, reading_order
from properties.property import Algebra, Property, Verdict

SECONDS = 20
"""Longest time the prover may take for one property."""

STEPS = 40_000
"""Steps of a campaign."""

SEED = 0

SHRUNK = 3
"""Failures of a campaign that are made small, the first ones: one small trace is enough to see what is wrong."""


@dataclass(frozen=True)
class Found:
    """A property or demand that is violated, and the length of its smallest trace; 0 where rules are called directly."""

    id: str
    claim: str
    size: int


@dataclass
class Findings:
    """What one engine has found of a system; `first` is the time until the first finding, `seconds` of all (s)."""

    found: list[Found] = field(default_factory=list)
    seconds: float = 0.0
    first: float | None = None

    @property
    def smallest(self) -> int | None:
        """The length of the smallest trace, if there is one."""
        return min((each.size for each in self.found if each.size), default=None)


@dataclass
class Proved(Findings):
    """What the prover has found, beside refutations: what it can no longer prove.

    `lost` gives, by property, why it is not decided; `late` are those of them for which the time was too short, and
    `fallen` those whose proof stands but rests on a property that is found or lost. `judged` counts the properties that
    the change can touch.
    """

    lost: dict[str, str] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)
    fallen: list[str] = field(default_factory=list)
    judged: int = 0


@dataclass
class Conformed(Findings):
    """What the recordings say: how many steps of them match, and where the first difference is."""

    matched: int = 0
    total: int = 0
    difference: str = ""


def statements(system: System) -> list[Property]:
    """The properties that are recorded as PROVED of systems of this name, in reading order."""
    every = [each for each in catalogue() if each.system == system.name and not each.judged_on]
    return sorted((each for each in every if each.expected is Verdict.PROVED), key=reading_order)


def prove(system: System, changed_from: type[System], *, seconds: int = SECONDS) -> Proved:
    """Judge every property that a change can touch: look for violations of all of them first, then prove what is left.

    Where that finds nothing, what is undecided is searched once more, and longer. `changed_from` is the
    class of which the recorded verdicts speak: they stand where they can not be touched.
    """
    started = monotonic()
    result = Proved()
    every = statements(system)
    asked = [each for each in every if touched(each, system, changed_from)]
    result.judged = len(asked)
    _, search = verify.workshop(system)
    refuted = _search(search, asked, QUICK, result, started)
    outcomes = {each.id: _untouched(each) for each in every if each not in asked}
    for prop in asked:
        if prop.id in refuted:
            continue
        outcome, _ = verify.judged(system, prop, "", seconds)
        gc.collect()
        outcomes[prop.id] = outcome
        if outcome.verdict is Verdict.REFUTED:
            assert outcome.counterexample is not None
            counter = outcome.counterexample
            _enter(result, Found(prop.id, counter.claim, len(counter.trace)), started)
        elif outcome.verdict is not Verdict.PROVED:
            result.lost[prop.id] = outcome.reason
            if outcome.reason == verify.out_of_time(seconds):
                result.late.append(prop.id)
    if not result.found:
        undecided = [each for each in asked if each.id in result.lost]
        _search(search, undecided, THOROUGH, result, started)
        for each in result.found:
            del result.lost[each.id]
        result.late = [name for name in result.late if name in result.lost]
    result.fallen = _fallen(outcomes, system)
    result.seconds = monotonic() - started
    return result


def _search(search: Search, asked: Sequence[Property], attempts: int, result: Proved, started: float) -> set[str]:
    """Look for violations with so many attempts; the ids of the properties that are violated or fail to be judged."""
    failed = set()
    for prop in asked:
        if isinstance(prop.scope, Algebra):
            continue
        try:
            violation = search.run(prop, attempts).violation
        except Exception as problem:  # noqa: BLE001 - a system may be anybody's
            result.lost[prop.id] = f"{type(problem).__name__}: {problem}"
            failed.add(prop.id)
            continue
        if violation is not None:
            counter = search.counterexample(prop, search.shrink(prop, violation))
            _enter(result, Found(prop.id, counter.claim, len(counter.trace)), started)
    return {each.id for each in result.found} | failed


def _enter(result: Findings, found: Found, started: float) -> None:
    if result.first is None:
        result.first = monotonic() - started
    result.found.append(found)


def _untouched(prop: Property) -> Outcome:
    return Outcome(prop, prop.expected, "no change touches it", None, None, 0.0, "")


def _fallen(outcomes: dict[str, Outcome], system: System) -> list[str]:
    """The properties whose proofs rest on one that is not proved, directly or through others.

    Of a property that was not judged again it is known on what it was declared to rest.
    """
    after = resting(outcomes, system)
    fallen = [name for name, each in after.items() if each is not outcomes[name]]
    standing = {name for name, each in after.items() if each.verdict is Verdict.PROVED}
    while True:
        new = [
            name
            for name in sorted(standing)
            if outcomes[name].evidence is None and not foundations(outcomes[name].property) <= standing
        ]
        if not new:
            return sorted(fallen)
        fallen += new
        standing -= set(new)


def fuzz(system: System, *, steps: int = STEPS, seed: int = SEED) -> Findings:
    """Walk lives of the system under every property, and shrink the first failures."""
    started = monotonic()
    result = Findings()
    properties = [each for each in statements(system) if not isinstance(each.scope, Algebra)]
    run = Campaign(system, properties, seed)
    try:
        for tally in run.run(steps):
            if tally.failures and result.first is None:
                result.first = monotonic() - started
    except NoStart as problem:
        result.found.append(Found("start", str(problem), 0))
        result.first = result.first or monotonic() - started
    small = {each.violation.id: _size(system, properties, each) for each in islice(run.tally.failures, SHRUNK)}
    for failure in run.tally.failures:
        name = failure.violation.id
        result.found.append(Found(name, failure.violation.claim, small.get(name, 0)))
    result.seconds = monotonic() - started
    return result


def _size(system: System, properties: list[Property], failure: Failure) -> int:
    """How many acts the smallest life has that fails so; 0 of a scenario, which tells its own story."""
    statement = next((each for each in properties if each.id == failure.violation.id), None)
    shrinker = Shrinker(system, statement, properties, failure.violation.id)
    if failure.life is None:
        return 0
    return len(shrunk(failure.life, shrinker).acts)


def replay(system: System, recordings: Sequence[Path]) -> Conformed:
    """Replay recordings of the real program."""
    started = monotonic()
    replayed = conform(recordings, system)
    result = Conformed(matched=replayed.matched, total=replayed.total)
    first = replayed.first_difference
    if first is not None:
        result.difference = f"{first.operation}: {first.difference.field}"
        result.first = monotonic() - started
        size = first.step if first.trace is not None and isinstance(first.step, int) else 0
        result.found.append(Found(first.operation, first.difference.field, size))
    result.seconds = monotonic() - started
    return result
