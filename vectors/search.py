"""Which traces become vectors: one is kept if it shows what none before it has shown.

Situations that were thought of come first, then realistic lives, then what grows of both: whatever has shown something
is changed a little and tried again. Last come the edges: between two values of an argument for which an operation ends
differently, the two neighbours at which it changes are found by halving. What the model answers decides everywhere, so
that no rule is stated a second time. The same seed gives the same vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from random import Random
from typing import Any

from model.system import System
from properties.situation import Life
from properties.trace import START
from vectors.measured import Way
from vectors.recording import tellable
from vectors.subject import CannotBegin, Subject, begun
from vectors.trace import Act, Feature, Runner, Step, Trace

BIRTHS = 1000
"""A life that is refused so often never begins."""

NEAREST = 5
"""Of a way that nobody took so many are remembered that come near to it."""


@dataclass(frozen=True)
class Effort:
    """How much is tried: lives kept whole, lives, their length, changed traces, traces whose edges are looked for, and
    tries to shorten one."""

    whole: int = 6
    lives: int = 60
    longest: int = 40
    changed: int = 60_000
    edges: int = 250
    reductions: int = 80


@dataclass
class Chosen:
    """The vectors: those that begin as the system begins, and those that begin in a state of any kind."""

    lives: list[Trace] = field(default_factory=list)
    states: list[Trace] = field(default_factory=list)


class Search:
    """Looks for vectors of one system; `aims` are the ways that can be hoped for. The runner's measurement has to be on."""

    def __init__(self, subject: Subject, runner: Runner, aims: Iterable[Way], seed: int, effort: Effort) -> None:
        self.subject, self.runner, self.effort = subject, runner, effort
        self.random = Random(seed)
        self.seen: set[Feature] = set()
        self.grown: list[Trace] = []
        self.chosen = Chosen()
        self.nearest: dict[Way, dict[int, tuple[int, Trace]]] = {way: {} for way in aims}

    def run(self, on_progress: Callable[[float], None]) -> Chosen:
        """All of it; `on_progress` is told how much of the work is done, from 0 to 1."""
        for trace in self.subject.situations():
            self._offer_life(trace)
        whole = self.effort.whole
        for number, trace in enumerate(islice(self._lives(), self.effort.lives)):
            is_whole = whole > 0 and len(trace.acts) == self.effort.longest
            whole -= is_whole
            self._offer_life(trace, whole=is_whole)
            on_progress(0.2 * number / self.effort.lives)
        for number in range(self.effort.changed if self.grown else 0):
            self._offer_changed()
            if number % 500 == 0:
                on_progress(0.2 + 0.5 * number / self.effort.changed)
        beginnings = list(self.grown)
        self.random.shuffle(beginnings)
        beginnings.sort(key=lambda each: len(each.acts))
        for number, trace in enumerate(beginnings[: self.effort.edges]):
            self._offer_edges(trace)
            on_progress(0.7 + 0.3 * number / self.effort.edges)
        return self.chosen

    # Lives

    def _lives(self) -> Iterator[Trace]:
        """Realistic lives as traces, as far as vectors go."""
        for system, life in self.subject.lives(self.random):
            yield lived(self.runner, system, life, self.effort.longest)

    def _offer_life(self, trace: Trace, *, whole: bool = False) -> None:
        """Keep what shows something new in a life, or all of it; its beginnings may grow further."""
        steps = self.runner.run(trace)
        new = [step.features - self.seen for step in steps]
        self.grown += [self._beginning(trace, steps, place) for place, each in enumerate(new) if each]
        wanted = frozenset().union(*new)
        if whole:
            self._keep(trace, self.chosen.lives, ("whole", len(self.chosen.lives)))
        elif wanted:
            self._keep(self._reduced(trace, wanted), self.chosen.lives)

    def _beginning(self, trace: Trace, steps: list[Step], place: int) -> Trace:
        """A trace that ends with a certain step of a life: from the state before it, or from the life's beginning."""
        if self.subject.loads_states:
            return Trace(steps[place].before, (trace.acts[place],))
        done = [step.act for step in steps[:place] if step.ended == "ok"]
        return trace.with_acts(*done, trace.acts[place])

    def _keep(self, trace: Trace, vectors: list[Trace], *more: Feature) -> bool:
        """Make what can be told of it a vector, if it shows anything new then; `more` is what it shows as a whole."""
        trace = tellable(self.runner, self._peopled(trace))
        features = frozenset().union(*(step.features for step in self.runner.run(trace)), more)
        if not trace.acts or features <= self.seen:
            return False
        self.seen |= features
        self.nearest = {way: near for way, near in self.nearest.items() if way not in features}
        vectors.append(self._peopled(trace))
        return True

    def _peopled(self, trace: Trace) -> Trace:
        return replace(trace, state=self.subject.peopled(trace.state, trace.acts))

    def _reduced(self, trace: Trace, wanted: frozenset[Feature]) -> Trace:
        """The trace without as many acts as can be left out while everything wanted is still shown."""
        tries, size = 0, max(1, len(trace.acts) // 2)
        while tries < self.effort.reductions:
            place, before = 0, len(trace.acts)
            while place < len(trace.acts) and tries < self.effort.reductions:
                shorter = trace.with_acts(*trace.acts[:place], *trace.acts[place + size :])
                tries += 1
                if wanted <= frozenset().union(*(step.features for step in self.runner.run(shorter))):
                    trace = shorter
                else:
                    place += size
            if size == 1 and len(trace.acts) == before:
                break
            size = max(1, size // 2)
        return trace

    # What grows

    def _offer_changed(self) -> None:
        """Something that showed something, changed a little."""
        parent = self._aimed() if self.random.random() < 0.6 else None
        if parent is None:
            parent = self.grown[int(self.random.random() ** 0.5 * len(self.grown))]  # the later rather than the earlier
        trace = self.subject.mutated(self.random, parent)
        steps = self.runner.run(trace)
        self._aim(trace, steps)
        features = frozenset().union(*(step.features for step in steps)) - self.seen
        if not features or any(step.outcome.crash for step in steps):
            return
        if self.subject.loads_states:
            kept = self._keep(trace, self.chosen.states)
        else:
            kept = self._keep(self._reduced(trace, features), self.chosen.lives)
        if kept:
            self.grown.append(trace)

    def _aim(self, trace: Trace, steps: list[Step]) -> None:
        """Remember who comes nearest to a way that nobody took: with the other answer, or the most extreme number."""
        if not steps or steps[-1].outcome.crash:
            return
        features = steps[-1].features
        for way, nearest in self.nearest.items():
            if way ^ 1 in features:
                for side, number in enumerate(self.runner.measured.asked.get(way // 2, (0, 0))):
                    held = nearest.get(side)
                    if held is None or (number < held[0] if side == 0 else number > held[0]):
                        nearest[side] = number, trace
                if len(nearest) < NEAREST:
                    nearest[len(nearest)] = 0, trace

    def _aimed(self) -> Trace | None:
        """Somebody near to a way that nobody took."""
        known = [each for each in self.nearest.values() if each]
        if not known:
            return None
        nearest = self.random.choice(known)
        return nearest[self.random.choice(tuple(nearest))][1]

    # Edges

    def _offer_edges(self, trace: Trace) -> None:
        """For each argument of the last act: the neighbours at which the operation begins to end otherwise."""
        *before, act = trace.acts
        steps = self.runner.run(trace.with_acts(*before))
        state = steps[-1].outcome.state if steps else trace.state
        for name, width in self.subject.widths(act.operation).items():
            value = act.arguments[name]
            values = sorted(each for each in {width.low, 0, 1, value, width.high} if each in width)
            ends = [self._ends(state, act, name, value) for value in values]
            for (low, here), (high, there) in pairwise(zip(values, ends, strict=True)):
                if here == there or ("edge", act.operation, name, here, there) in self.seen:
                    continue
                sides = self._halved(state, act, name, low, high)
                edge = ("edge", act.operation, name, *(self._ends(state, act, name, side) for side in sides))
                if edge in self.seen:
                    continue
                acts = sorted((_with(act, name, side) for side in sides), key=lambda each: self._succeeds(state, each))
                vectors = self.chosen.states if self.subject.loads_states else self.chosen.lives
                self._keep(trace.with_acts(*before, *acts), vectors, edge)

    def _ends(self, state: Any, act: Act, name: str, value: int) -> str:
        return self.runner.step(state, _with(act, name, value)).ended

    def _succeeds(self, state: Any, act: Act) -> bool:
        return self.runner.step(state, act).ended == "ok"

    def _halved(self, state: Any, act: Act, name: str, low: int, high: int) -> tuple[int, int]:
        """Neighbours between the two: up to the first it ends as for `low`, from the second on differently."""
        here = self._ends(state, act, name, low)
        while high - low > 1:
            middle = (low + high) // 2
            if self._ends(state, act, name, middle) == here:
                low = middle
            else:
                high = middle
        return low, high


def lived(runner: Runner, system: System, life: Life, longest: int) -> Trace:
    """A life as a trace, as far as it goes: `system` begins it, the runner's takes the steps."""
    state, at = _born(system, life)
    acts: list[Act] = []
    while len(acts) < longest:
        act = Act(at[1], at[2])
        acts.append(act)
        reached = runner.step(at[0], act).outcome.state
        try:
            at = life.send(reached)
        except StopIteration:
            break
    return Trace(state, tuple(acts))


def _born(system: System, life: Life) -> tuple[Any, tuple[Any, str, dict[str, Any]]]:
    """The first state of a life, and what it does first; `CannotBegin` where no settings of it are accepted."""
    at = next(life)
    for _ in range(BIRTHS):
        state = begun(system.start, at[2])  # type: ignore[attr-defined]
        try:
            at = life.send(state)
        except AttributeError:
            if state is None:  # a life that has no other settings goes on with nothing
                break
            raise
        if at[1] != START:
            return state, at
    raise CannotBegin(f"{type(system).__name__} refuses the settings of a realistic life")


def _with(act: Act, name: str, value: int) -> Act:
    return Act(act.operation, {**act.arguments, name: value})
