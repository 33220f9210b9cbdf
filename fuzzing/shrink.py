"""From a long life that fails to the shortest, plainest one that fails in the same way.

A life is cut after the act that fails; acts are left out, many at a time first; users become one; settings return to
their defaults; numbers become smaller and rounder. What is left fails the same statement. All of it is deterministic.
What only fails in proportion to the state is beyond that, and is left to Hypothesis (`fuzzing.rewalk`); of the two
results the one that is easier to read is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from typing import Any

from fuzzing.judge import Judge, Violation
from fuzzing.life import Act, Life, Moment, first, lived
from fuzzing.rewalk import found_again
from fuzzing.simpler import Exhausted, Values, effort, same_start, simplified
from model.system import System
from properties.case import Discarded, GivenCase
from properties.property import Property
from properties.situations import situations_of

TRIES = 6000
"""How often a failure is looked at again while it is shrunk."""

SETTING = -1
CLOCK = "now"


class Shrinker:
    """Asks of candidates whether they violate one statement, a bounded number of times."""

    def __init__(self, system: System, statement: Property | None, known: list[Property], wanted: str) -> None:
        """`statement` is None for a demand on the code itself, whose id is `wanted`."""
        self.judge = Judge(system, [statement] if statement else [], known)
        self.situations = situations_of(system.name)
        self.wanted = wanted
        self.left = TRIES
        self.strict = True

    def violation(self, life: Life) -> tuple[int, Violation] | None:
        """Where and how the life violates the statement, if all that is done in it may be done."""
        moments = []

        def noted() -> Iterator[Moment]:
            for moment in lived(life, self.judge):
                moments.append(moment)
                yield moment

        try:
            found = first(noted(), lambda each: each.id == self.wanted)
        except (Exception, SystemExit):  # noqa: BLE001 - whatever a start with such settings raises, it is no life
            return None
        if found is not None and self.strict and not all(self.admits(*pair) for pair in pairwise(moments)):
            return None
        return found

    def admits(self, before: Moment, moment: Moment) -> bool:
        """Whether an act is one of those that the system's situations describe: whole steps where a rule makes them."""
        operation, told = moment.act
        try:
            case = GivenCase(self.situations.inputs(before.after, operation, told))
            again = self.situations.arguments(case, before.after, operation)
        except Discarded:
            return False
        return all(again.get(name) == told.get(name) for name in again.keys() | told.keys() if name != "user")

    def begin_with(self, life: Life) -> bool:
        """Whether the life fails again; if that takes acts which no situation describes, such acts are admitted."""
        self.strict = True
        if self.violation(life) is None:
            self.strict = False
        return self.violation(life) is not None

    def violates(self, life: Life) -> bool:
        """Whether the life still violates the statement; `Exhausted` when there are no tries left."""
        self.left -= 1
        if self.left < 0:
            raise Exhausted
        return self.violation(life) is not None

    def violated_by(self, inputs: Values) -> bool:
        """The same of a scenario's inputs."""
        self.left -= 1
        if self.left < 0:
            raise Exhausted
        return self.judge.of_case(self.judge.properties[self.wanted], GivenCase(inputs)) is not None


def shrunk(life: Life, shrinker: Shrinker) -> Life:
    """The smallest life found that fails; the life itself where it does not fail again."""
    if not shrinker.begin_with(life):
        return life
    best = reduced(life, shrinker)
    again = found_again(shrinker.judge.system, len(best.acts), lambda each: shrinker.violation(each) is not None)
    if again is None:
        return best
    shrinker.left = TRIES
    return min(best, reduced(again, shrinker), key=weight)


def reduced(life: Life, shrinker: Shrinker) -> Life:
    """What is left of a life when everything that can go has gone, and what stays is plain."""
    found = shrinker.violation(life)
    if found is None:
        return life
    best = Life(dict(life.settings), life.acts[: found[0]])
    names = sorted(users_of(life))

    def fails(candidate: Life) -> bool:
        nonlocal best
        if not shrinker.violates(candidate):
            return False
        best = candidate
        return True

    with suppress(Exhausted):
        while True:
            before = best
            fewer_acts(best, fails)
            fewer_users(best, names, fails)
            simplified(flat(best), lambda values: fails(rebuilt(best, values)), droppable=is_setting)
            earlier_clock(best, fails)
            if best == before:
                break
    return best


def fewer_acts(life: Life, fails: Callable[[Life], bool]) -> None:
    """Leave acts out: halves, quarters, at last one by one, the latest first."""
    size = max(1, len(life.acts) // 2)
    while True:
        end, removed = len(life.acts), False
        while end > 0:
            begin = max(0, end - size)
            candidate = Life(life.settings, life.acts[:begin] + life.acts[end:])
            if fails(candidate):
                life, removed = candidate, True
            end = begin
        if size == 1 and not removed:
            return
        size = max(1, size // 2) if not removed or size > 1 else 1


def fewer_users(life: Life, names: list[Any], fails: Callable[[Life], bool]) -> None:
    """Let one user do what another did, wherever it fails all the same; who is left is called by the first names."""
    for user in reversed(users_of(life)):
        for other in users_of(life):
            if other == user:
                break
            if fails(candidate := renamed(life, {user: other})):
                life = candidate
                break
    proper = dict(zip(users_of(life), names, strict=False))
    if (candidate := renamed(life, proper)) != life:
        fails(candidate)


def users_of(life: Life) -> list[Any]:
    """Who acts, in the order of first acts."""
    return list(dict.fromkeys(act.arguments["user"] for act in life.acts if "user" in act.arguments))


def renamed(life: Life, names: Mapping[Any, Any]) -> Life:
    """The life with other users."""
    acts = tuple(
        Act(act.operation, {**act.arguments, "user": names.get(act.arguments["user"], act.arguments["user"])})
        if "user" in act.arguments
        else act
        for act in life.acts
    )
    return Life(life.settings, acts)


def earlier_clock(life: Life, fails: Callable[[Life], bool]) -> None:
    """Let the clock begin at 0."""
    values = flat(life)
    clocks = [key for key in values if key[1] == CLOCK]
    if clocks and (earlier := same_start(values, clocks)) != values:
        fails(rebuilt(life, earlier))


def flat(life: Life) -> Values:
    """Every setting and argument by where it stands."""
    values: Values = {(SETTING, name): value for name, value in life.settings.items()}
    for number, act in enumerate(life.acts):
        values |= {(number, name): value for name, value in act.arguments.items() if name != "user"}
    return values


def rebuilt(life: Life, values: Mapping[Any, Any]) -> Life:
    """The life with other settings and arguments."""
    settings = {name: value for (number, name), value in values.items() if number == SETTING}
    acts = tuple(
        Act(act.operation, {name: values.get((number, name), value) for name, value in act.arguments.items()})
        for number, act in enumerate(life.acts)
    )
    return Life(settings, acts)


def is_setting(key: Any) -> bool:
    """Whether a value may be left out, because it then has a default."""
    return bool(key[0] == SETTING)


def shrunk_inputs(inputs: Mapping[str, Any], shrinker: Shrinker) -> dict[str, Any]:
    """The simplest inputs found of a scenario that fails; what is not given is 0, or the number nearest to it."""
    best = dict(inputs)

    def fails(candidate: Values) -> bool:
        nonlocal best
        if not shrinker.violated_by(candidate):
            return False
        best = dict(candidate)
        return True

    with suppress(Exhausted):
        simplified(dict(inputs), fails, droppable=lambda key: True)
    return best


def weight(life: Life) -> tuple[int, int]:
    """How much there is to read in a life: acts, and digits."""
    return len(life.acts), sum(effort(value)[0] for value in flat(life).values() if type(value) is int)
