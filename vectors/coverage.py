"""How much of the model a set of vectors shows, and what is known of the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from model.system import System
from vectors.explained import reason
from vectors.measured import Measured, Way


@dataclass(frozen=True)
class Untaken:
    """A way that no vector takes; `reason` is why none can, empty where that is not known."""

    file: str
    line: int
    function: str
    text: str
    answer: str
    reason: str

    def told(self) -> str:
        """Where it is and what it asks, in one line."""
        return f"{self.file}:{self.line} {self.function}: {self.text} -> {self.answer}"


@dataclass(frozen=True)
class Coverage:
    """The ways that decisions can go, by file; those that are taken, and those that are not."""

    decisions: int
    total: dict[str, int]
    covered: dict[str, int]
    untaken: tuple[Untaken, ...]
    passed_over: tuple[str, ...]

    @property
    def unexplained(self) -> list[Untaken]:
        """Those of which it is not known why."""
        return [each for each in self.untaken if not each.reason]

    @property
    def reasons(self) -> dict[str, int]:
        """How many ways each reason explains."""
        found: dict[str, int] = {}
        for each in self.untaken:
            if each.reason:
                found[each.reason] = found.get(each.reason, 0) + 1
        return found

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "decisions": self.decisions,
            "ways": sum(self.total.values()),
            "taken": sum(self.covered.values()),
            "explained": len(self.untaken) - len(self.unexplained),
            "unexplained": len(self.unexplained),
            "files": [{"file": file, "ways": n, "taken": self.covered.get(file, 0)} for file, n in self.total.items()],
            "untaken": [vars(each) for each in self.untaken],
            "passed_over": list(self.passed_over),
        }


def coverage(system: System, measured: Measured, taken: Iterable[Way]) -> Coverage:
    """What the taken ways are of all the ways that the system has."""
    known = set(taken)
    total: dict[str, int] = {}
    covered: dict[str, int] = {}
    untaken: list[Untaken] = []
    for way in measured.ways:
        decision, answer = measured.decision(way), measured.answer(way)
        total[decision.file] = total.get(decision.file, 0) + 1
        if way in known:
            covered[decision.file] = covered.get(decision.file, 0) + 1
        else:
            why = reason(system, *decision.key, answer)
            untaken.append(Untaken(decision.file, decision.line, decision.function, decision.text, answer, why))
    return Coverage(len(measured.decisions), total, covered, tuple(untaken), tuple(measured.passed_over()))
