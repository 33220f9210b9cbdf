"""Judging one property: search for a violation first, then prove, then see what is left.

The verdict follows from what was found and from nothing else: a violation replayed on integers is REFUTED; proofs of
every claim on every success path of every scope, each accepted by the checker, with a witness, are PROVED; anything
in between is UNKNOWN with the reason. A property that is proved and violated at once is an error of the suite.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import isfunction
from itertools import chain
from random import Random
from types import MappingProxyType
from typing import Any

from model.errors import Rejected
from model.system import System
from proofs import checker
from proofs.abstraction import abstracted, functions_abstracted
from proofs.certificate import certificate
from proofs.condition import FALSE
from proofs.explore import Exploration, TooManyPaths, explore
from proofs.path import ASSUMPTION, Path
from proofs.refusals import claimed_of_refusals
from properties.property import REGISTRY, Algebra, Invariant, OnStep, Property, Scenario, Step, labelled
from properties.situation import Situations

START = "start"
"""The scope of an invariant's first half: initial states."""

STORY = "story"
"""The scope of a property that tells its own story."""

LIVED = 4000
"""Steps walked to find points."""

MOST_POINTS = 24
"""Points taken along when an operation is explored."""

Body = Callable[[Path], None]
Points = Sequence[dict[str, int]]


@dataclass
class Finding:
    """What exploring a property yielded: certificates, counts, and the claims nobody could prove."""

    certificates: list[dict[str, Any]] = field(default_factory=list)
    paths: int = 0
    pruned: int = 0
    claims: int = 0
    unproved: list[str] = field(default_factory=list)
    assumptions: set[tuple[str, str]] = field(default_factory=set)  # name, and the source its facts carry
    rests: Counter[str] = field(default_factory=Counter)  # runs that follow an assumption without a fact of it
    contents: set[str] = field(default_factory=set)  # of the certificates: many paths need the very same
    explored: list[str] = field(default_factory=list)  # the scopes that were explored to their end
    ran: set[str] = field(default_factory=set)  # the functions of the model that paths which succeed have called


class Judge:
    """Explores the transitions of one system, once per operation, and proves properties at their ends."""

    def __init__(self, system: System, situations: Situations) -> None:
        self.system = system
        self.situations = situations
        self._points: dict[str, list[dict[str, int]]] = {}

    def prove(self, prop: Property, points: Mapping[str, Points] = MappingProxyType({})) -> Finding:
        """Try to prove every claim of the property on every path of every scope; `points` are cases met in each."""
        caught = [problem for body in bodies(prop) for problem in claimed_of_refusals(body)]
        finding = Finding(unproved=caught)
        last: Exploration | None = None
        for scope in scopes(prop, self.system):
            try:
                last = self._prove_scope(prop, scope, finding, points.get(scope, ()), last)
            except TooManyPaths as problem:
                finding.unproved.append(f"{scope}: {problem}")
        return finding

    def _prove_scope(
        self, prop: Property, scope: str, finding: Finding, points: Points = (), after: Exploration | None = None
    ) -> Exploration:
        body = self._body(prop, scope)
        lived = () if scope in (START, STORY) else self.points(scope)
        exploration = explore(body, [*lived, *points], after)
        finding.rests.update(exploration.rests)
        finding.assumptions |= {assumed(reason) for reason in exploration.rests}
        self._record_lemmas(exploration, scope, finding)
        for path in exploration.pruned:
            self._record_pruning(path, scope, finding)
        finding.paths += len(exploration.paths)
        finding.ran |= exploration.ran
        finding.explored.append(scope)
        for path in exploration.paths:
            self._record_claims(path, scope, finding)
        return exploration

    def points(self, operation: str) -> list[dict[str, int]]:
        """Integer inputs of steps that succeed, met in lives: a few that differ in how the operation goes."""
        if operation not in self._points:
            random = Random(0)
            found: list[dict[str, int]] = []
            for _, (state, name, arguments) in zip(
                range(LIVED), self.situations.steps(random, self.system), strict=False
            ):
                if name == operation:
                    try:
                        self.system.apply(state, name, arguments)
                    except Rejected:
                        continue
                    found.append(self.situations.inputs(state, name, arguments))
                    if len(found) >= MOST_POINTS:
                        break
            self._points[operation] = found
        return self._points[operation]

    def _step(self, prop: Property, operation: str, case: Any) -> Step:
        """One step from any state in which the assumed invariants hold."""
        system = abstracted(self.system, case, prop) if isinstance(case, Path) else self.system
        state = self.situations.state(case, system)
        for assumed_before in standing(prop):
            for label, condition in labelled(assumed_before.body(self.system, state)):
                case.assume(condition, f"{assumed_before.id} before the step: {label}")
        arguments = self.situations.arguments(case, state, operation)
        after, result = system.apply(state, operation, arguments)
        return Step(state, operation, arguments, after, result)

    def _body(self, prop: Property, scope: str) -> Body:
        ends = frozenset(each.__code__ for each in bodies(prop) if isfunction(each))

        def body(path: Path) -> None:
            path.ends = ends
            for label, condition in labelled(self._claims(prop, scope, path)):
                path.claim(label, condition)

        return body

    def _claims(self, prop: Property, scope: str, case: Any) -> Iterable[Any]:
        """The property's claims on one case of one scope; the same for symbols and integers."""
        if scope == STORY:
            system = abstracted(self.system, case, prop) if isinstance(case, Path) else self.system
            return prop.body(system, case)
        if scope == START:
            system = abstracted(self.system, case, prop) if isinstance(case, Path) else self.system
            return prop.body(system, self.situations.start(case, system))
        step = self._step(prop, scope, case)
        system = functions_abstracted(self.system, case, prop) if isinstance(case, Path) else self.system
        claims = prop.body(system, step.after if isinstance(prop.scope, Invariant) else step)
        lemmas = getattr(prop.scope, "lemmas", None)
        if lemmas is None or not isinstance(case, Path):
            return claims
        return chain(lemmas(system, step), claims)

    def _record_pruning(self, path: Path, scope: str, finding: Finding) -> None:
        finding.pruned += 1
        if path.pruning is None:  # an assumption that is false of constants: no run, and nothing to prove
            return
        made = certificate(
            f"{scope}: impossible: {path.forks[-1].label}", FALSE, path.pruning, path.facts, path.definitions.values()
        )
        _keep(made, finding)

    def _record_lemmas(self, exploration: Exploration, scope: str, finding: Finding) -> None:
        for made in exploration.lemmas:
            try:
                _keep({**made, "label": f"{scope}: {made['label']}"}, finding)
            except checker.Invalid as problem:
                finding.unproved.append(f"{scope}: {made['label']}: the checker refuses the certificate: {problem}")

    def _record_claims(self, path: Path, scope: str, finding: Finding) -> None:
        finding.assumptions |= {assumed(fact.source) for fact in path.known if fact.source.startswith(ASSUMPTION)}
        for obligation in path.obligations:
            finding.claims += 1
            label = f"{scope}: {obligation.label}"
            if obligation.proof is None:
                finding.unproved.append(f"{label} [{way(path)}]")
                continue
            facts = path.facts[: obligation.known]
            made = certificate(label, obligation.condition, obligation.proof, facts, path.definitions.values())
            try:
                _keep(made, finding)
            except checker.Invalid as problem:
                finding.unproved.append(f"{label}: the checker refuses the certificate: {problem}")

    def concrete(
        self, prop: Property, scope: str, case: Any, system: System | None = None
    ) -> Iterable[tuple[str, Any]]:
        """The property's claims on integers; `system` may be a recording stand-in."""
        judge = self if system is None else Judge(system, self.situations)
        return labelled(judge._claims(prop, scope, case))


def scopes(prop: Property, system: System) -> list[str]:
    """Where a property is to be shown on integers: operations by name, `start`, or its own `story`."""
    if isinstance(prop.scope, Scenario):
        return [STORY]
    if isinstance(prop.scope, Invariant):
        return [START, *system.operations]
    if isinstance(prop.scope, Algebra):
        return []
    assert isinstance(prop.scope, OnStep)
    return list(prop.scope.operations or system.operations)


def bodies(prop: Property) -> list[Callable[..., Any]]:
    """What a property says, and the lemmas on the way to it."""
    return [prop.body, *filter(None, [getattr(prop.scope, "lemmas", None)])]


def standing(prop: Property) -> list[Property]:
    """The invariants assumed before a step: those a property names, and an invariant itself."""
    named = {name: REGISTRY[name] for name in prop.assumes}
    own = {prop.id: prop} if isinstance(prop.scope, Invariant) else {}
    return [each for _, each in sorted((named | own).items())]


def way(path: Path) -> str:
    """The decisions that lead down a path, shortened for a reason that a person reads."""
    taken = [f.label if f.taken == 0 else f"not {f.label}" for f in path.forks if not isinstance(f.subject, str)]
    return "; ".join(label if len(label) < 60 else label[:57] + "..." for label in taken[-4:])


def assumed(source: str) -> tuple[str, str]:
    """Who vouches for an assumption, and the assumption."""
    return re.split(" before the step| of |: ", source.removeprefix(ASSUMPTION))[0], source


def _keep(made: dict[str, Any], finding: Finding) -> None:
    """Enter a certificate that is not there yet once the checker accepts it, and what it assumes.

    A lemma may assume what no path that succeeds speaks of.
    """
    content = json.dumps(made)
    if content in finding.contents:
        return
    checker.check(made)
    finding.contents.add(content)
    finding.certificates.append(made)
    sources = (hypothesis["source"] for hypothesis in made["hypotheses"])
    finding.assumptions |= {assumed(source) for source in sources if source.startswith(ASSUMPTION)}


def void(_: object) -> None:
    """Run for the effect on the path."""
