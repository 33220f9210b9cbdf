"""Examples of functions that no operation calls, chosen like the other vectors: for what they show, and both sides of edges."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from random import Random

from conformance.adapter import Line, Outcome
from conformance.encode import encoded
from vectors.measured import Measured, Way
from vectors.subject import Subject, tempting
from vectors.trace import Feature, ended

ORDINARY = 20
"""So many examples are kept whatever they show."""


class Examples:
    """Looks for examples of the functions of one system. The measurement has to be on."""

    def __init__(self, subject: Subject, measured: Measured, seed: int) -> None:
        self.subject, self.measured = subject, measured
        self.random = Random(seed)
        self.seen: set[Feature] = set()
        self.taken: set[Way] = set()
        self.lines: list[Line] = []

    def run(self, tries: int) -> list[Line]:
        """The lines of what was found."""
        for name in self.subject.functions:
            grown = [dict(each) for each in self.subject.beginnings(name)]
            for given in grown:
                self._offer(name, given, ("ordinary", len(self.lines)))
            for number in range(tries):
                given = self._changed(name, self.random.choice(grown))
                if self._offer(name, given, *([("ordinary", len(self.lines))] if number < ORDINARY else [])):
                    grown.append(given)
            for given in grown:
                self._offer_edges(name, given)
        return self.lines

    def _changed(self, name: str, given: Mapping[str, int]) -> dict[str, int]:
        widths = self.subject.inputs(name)
        chosen = self.random.choice(tuple(widths))
        value = tempting(self.random, given[chosen], widths[chosen], tuple(given.values()))
        return {**given, chosen: value}

    def _offer(self, name: str, given: Mapping[str, int], *more: Feature) -> bool:
        """Make it an example if it shows anything new."""
        self.measured.forget()
        outcome = self.subject.evaluated(name, given)
        features = {*self.measured.taken, (name, ended(outcome)), *more}
        if outcome.crash or features <= self.seen:
            return False
        self.seen |= features
        self.taken |= self.measured.taken
        self.lines.append(self._line(name, given, outcome))
        return True

    def _line(self, name: str, given: Mapping[str, int], outcome: Outcome) -> Line:
        error = self.subject.adapter.reason(outcome.refusal) if outcome.refusal else None
        told = {"fn": name, "id": len(self.lines), "in": encoded(given), "ok": outcome.refusal is None, "error": error}
        return told | {"out": encoded(outcome.result)}

    def _offer_edges(self, name: str, given: Mapping[str, int]) -> None:
        """The neighbours at which the function begins to end otherwise, for each of its arguments."""
        for argument, width in self.subject.inputs(name).items():
            values = sorted(each for each in {width.low, 1, given[argument], width.high} if each in width)
            for low, high in pairwise(values):
                edge = (name, argument, self._ends(name, given, argument, low), self._ends(name, given, argument, high))
                if edge[2] == edge[3] or edge in self.seen:
                    continue
                while high - low > 1:
                    middle = (low + high) // 2
                    if self._ends(name, given, argument, middle) == edge[2]:
                        low = middle
                    else:
                        high = middle
                self.seen.add(edge)
                for side in (low, high):
                    self._offer(name, {**given, argument: side}, (*edge, side))

    def _ends(self, name: str, given: Mapping[str, int], argument: str, value: int) -> str:
        return ended(self.subject.evaluated(name, {**given, argument: value}))
