"""A published report read back as outcomes, so that what a verdict means for a caller is decided where it always is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from proofs.outcome import Outcome, Report
from properties.declared import Declaration
from properties.property import Algebra, Invariant, OnStep, Property, Scenario, Scope, Verdict

SHAPES: tuple[type[Invariant | Scenario | Algebra], ...] = (Invariant, Scenario, Declaration, Algebra)


def outcomes(content: Mapping[str, Any]) -> list[Report]:
    """The verdicts of a whole report, without evidence and counterexamples. The bodies can not be evaluated."""
    return [
        Report(system["system"], tuple(_outcome(entry) for entry in system["properties"]))
        for system in content["systems"]
    ]


def _outcome(entry: Mapping[str, Any]) -> Outcome:
    return Outcome(_property(entry), Verdict(entry["verdict"]), entry["reason"], None, None, 0.0, "")


def _property(entry: Mapping[str, Any]) -> Property:
    return Property(
        id=entry["id"],
        system=entry["system"],
        sentence=entry["sentence"],
        formula=entry["formula"],
        claim=entry["claim"],
        scope=_scope(entry["scope"]),
        body=_absent,
        expected=Verdict(entry["expected"]),
        assumes=tuple(entry["assumes"]),
        notes=entry["notes"],
        story=entry["story"],
        variant_of=entry["variant_of"],
    )


def _scope(scope: Mapping[str, Any]) -> Scope:
    if scope["kind"] == OnStep.__name__:
        return OnStep(tuple(scope["operations"]))
    return next(each for each in SHAPES if each.__name__ == scope["kind"])()


class NoBody(TypeError):
    """A statement that was read from a published report was to be judged."""


def _absent(*_: object) -> NoReturn:
    raise NoBody("a published report holds verdicts and no bodies; judge the statement of the catalogue by its id")
