"""How the reports put things: the phrases that the page, the terminal and the command line share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from proofs.outcome import Outcome
from properties.catalogue import catalogue
from properties.property import Algebra, Invariant, OnStep, Property, Verdict
from properties.steps import number

__all__ = [
    "MEANING",
    "assignments",
    "assumption",
    "counted",
    "looks_at",
    "meaning",
    "number",
    "plural",
    "standing",
    "story_of",
]

MEANING = {
    Verdict.PROVED: "every path that succeeds has a checked certificate, and a witness reaches it",
    Verdict.REFUTED: "a trace, replayed on plain integers, violates it",
    Verdict.VACUOUS: "nothing satisfies its assumptions, so it says nothing",
    Verdict.UNKNOWN: "neither proved nor refuted, for the reason given",
    Verdict.ERROR: "the suite itself failed",
}

SHOWN = "SymPy shows every claim of real numbers, and at exact rational points each holds"
"""What PROVED means of a statement that is not about integers."""


def meaning(statement: Property, verdict: Verdict) -> str:
    """What a verdict means of a statement."""
    return SHOWN if isinstance(statement.scope, Algebra) and verdict is Verdict.PROVED else MEANING[verdict]


def standing(outcome: Outcome) -> str:
    """How the verdict stands to the recorded one, in a few words."""
    if outcome.as_expected:
        return "as recorded"
    return f"recorded as {outcome.property.expected.value}"


def looks_at(statement: Property) -> str:
    """What a property is a statement about, from the shape of its body."""
    scope = statement.scope
    if isinstance(scope, Invariant):
        return "every reachable state"
    if isinstance(scope, OnStep):
        if not scope.operations:
            return "every transition that succeeds"
        return "every " + " or ".join(f"`{each}`" for each in scope.operations) + " that succeeds"
    if isinstance(scope, Algebra):
        return "every run of the scenario on real numbers, where nothing is rounded"
    return "every run of the scenario"


def story_of(outcome: Outcome) -> str:
    """The one line told of an outcome that is not a proof: of the counterexample, or why there is no verdict."""
    if outcome.verdict is Verdict.PROVED:
        return ""
    if outcome.verdict is Verdict.REFUTED:
        told = outcome.property.story if outcome.as_expected else ""
        found = "; ".join(outcome.counterexample.story) if outcome.counterexample else ""
        return told or found or outcome.reason
    return outcome.reason


def assignments(values: Mapping[str, Any]) -> str:
    """`name = value` of each, in the order given."""
    return ", ".join(f"{name} = {number(value)}" for name, value in values.items())


def assumption(name: str, reason: str) -> str:
    """What a proof rests on, in one phrase: a property by its sentence, anything else by its reason."""
    words = reason.removeprefix("assumption: ")
    known = catalogue()
    if words == name and name in known:
        return f"{name}: {' '.join(known[name].sentence.split())}"
    return words if words.startswith(name) else f"{name}: {words}"


def plural(count: int, noun: str, several: str = "") -> str:
    """`1 path`, `2 paths`, `0 properties`."""
    return f"{count} {noun if count == 1 else several or noun + 's'}"


def counted(verdicts: Iterable[Verdict]) -> str:
    """`61 proved, 14 refuted`, in the order of severity, verdicts that do not occur left out."""
    found = list(verdicts)
    return ", ".join(f"{found.count(each)} {each.value.lower()}" for each in Verdict if each in found) or "none"
