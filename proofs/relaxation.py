"""Judging a property of the real relaxation: every run on symbols, and the same runs again at exact rational points.

PROVED means that SymPy shows each claim of each alternative on symbols, and that each also holds wherever the body was
run at points. The points are the witness that the runs exist, and a second opinion on SymPy's simplifications: at a
point nothing is left to simplify. Anything else is UNKNOWN: a relaxation refutes nothing about integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from model.errors import Rejected
from model.system import System
from proofs.algebra import HOLDS, PointCase, RealCase, Relation, Undecided
from proofs.outcome import AssumptionUse, Evidence
from proofs.ran import Calls, functions_of, watched
from proofs.signs import shown
from properties.case import Discarded
from properties.property import Property, Verdict, labelled

STORY = "story"
"""What an algebra explores, as a story on integers does."""

POINTS = 20
"""Points at which each alternative is run again."""

RELAXATION = "the real relaxation"
MEANING = (
    "the claims are about real numbers: no width, every division and root exact; nothing is said here of rounding, "
    "which other properties bound on integers"
)


@dataclass
class Relaxed:
    """What running a property on real numbers came to."""

    runs: int = 0
    claims: int = 0
    forms: dict[str, str] = field(default_factory=dict)  # of each inequality, where it was met first
    unproved: list[str] = field(default_factory=list)
    points: int = 0
    met: str = ""  # the first point
    positive: set[str] = field(default_factory=set)
    assumed: set[str] = field(default_factory=set)
    calls: Calls = field(default_factory=dict)


def verdict(system: System, prop: Property) -> tuple[Verdict, str, Evidence | None, None, list[dict[str, Any]]]:
    """Verdict, reason and evidence; there is no counterexample on integers, and no certificate for the checker."""
    found = relaxed(system, prop)
    if found.unproved:
        return Verdict.UNKNOWN, f"of real numbers, {found.unproved[0]}", None, None, []
    if not found.claims or not found.points:
        return Verdict.VACUOUS, "no run on real numbers makes a claim", None, None, []
    return Verdict.PROVED, "", _evidence(found), None, []


def relaxed(system: System, prop: Property) -> Relaxed:
    """Run the body on every alternative, on symbols and at points."""
    found = Relaxed()
    plan: list[int] | None = []
    while plan is not None:
        case = RealCase(plan)
        _on_symbols(system, prop, case, found)
        for number in range(POINTS):
            _at_a_point(system, prop, PointCase(plan, Random(f"{prop.id}/{plan}/{number}")), found)
        plan = _following([taken for taken, _ in case.choices.values()], [of for _, of in case.choices.values()])
    return found


def _following(taken: list[int], alternatives: list[int]) -> list[int] | None:
    """The next plan in depth-first order, or `None` after the last."""
    for last in reversed(range(len(taken))):
        if taken[last] + 1 < alternatives[last]:
            return [*taken[:last], taken[last] + 1]
    return None


def _on_symbols(system: System, prop: Property, case: RealCase, found: Relaxed) -> None:
    def look() -> Iterator[str]:
        for label, condition in labelled(prop.body(system, case)):
            if isinstance(condition, Relation):
                form = f"{shown(condition.expression)} {condition.relation} 0"
                if not case.signs(condition.expression) <= HOLDS[condition.relation]:
                    yield f"{label}: {form} is not shown"
                found.claims += 1
                if condition.relation != "==":
                    found.forms.setdefault(label, form)
            else:
                found.claims += 1
                if not condition:
                    yield f"{label} does not hold"

    found.unproved += _ended(look, case)
    found.runs += 1
    found.positive |= {name for name, number in case.drawn.items() if number.expression.is_positive}
    found.assumed |= {reason for _, reason in case.assumed}


def _at_a_point(system: System, prop: Property, case: PointCase, found: Relaxed) -> None:
    claims = 0

    def look() -> Iterator[str]:
        nonlocal claims
        for label, condition in labelled(prop.body(system, case)):
            claims += 1
            if not condition:
                yield f"{label} fails at {told(case)}"

    calls: Calls = {}
    with watched(calls):
        found.unproved += _ended(look, case)
    if claims:
        found.calls |= calls
        found.points += 1
        found.met = found.met or told(case)


def _ended(look: Callable[[], Iterator[str]], case: RealCase) -> list[str]:
    """What a run leaves unproved, one that ends early among it."""
    unproved: list[str] = []
    try:
        with suppress(Discarded):  # the case is none that is meant; what it left unproved before that still counts
            unproved += look()
    except Undecided as problem:
        unproved.append(f"it depends on the numbers whether {problem}")
    except Rejected as problem:
        unproved.append(f"the run is refused: {problem.name}")
    return [f"{each}{way(case)}" for each in unproved]


def way(case: RealCase) -> str:
    """The alternatives that a run takes, for a reason that a person reads."""
    taken = ", ".join(f"{name} {index}" for name, (index, _) in case.choices.items())
    return f" [{taken}]" if taken else ""


def told(case: RealCase) -> str:
    """The numbers of a run."""
    return ", ".join(f"{name} = {number.expression}" for name, number in case.drawn.items())


def _evidence(found: Relaxed) -> Evidence:
    assumptions = [AssumptionUse(RELAXATION, MEANING, found.claims)]
    if found.positive:
        names = ", ".join(sorted(found.positive))
        assumptions.append(AssumptionUse("positive numbers", f"{names} are greater than 0", found.claims))
    assumptions += [AssumptionUse("declared", reason, found.claims) for reason in sorted(found.assumed)]
    return Evidence(
        certificates=0,
        paths=found.runs,
        pruned=0,
        solvers=(
            ("sympy, over the reals", f"agrees {found.claims}/{found.claims}"),
            *((f"sympy: {label}", form) for label, form in found.forms.items()),
            ("exact rational points", f"agrees {found.points}/{found.points}"),
        ),
        assumptions=tuple(assumptions),
        witness=f"a run on rational numbers: {found.met}",
        explored=(STORY,),
        ran=tuple(sorted(functions_of(found.calls.values()))),
    )
