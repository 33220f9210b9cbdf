"""A property: a sentence, a formula, the claim it formalises, and one body that every engine evaluates.

The body is ordinary Python over the model's state. On concrete states its conditions are booleans; in the prover they
are conditions over symbolic integers, and an `if` in a body splits the path as it does in the model. There are four
shapes of body, distinguished by what they look at:

* `Invariant`: one state, `body(system, state)`: holds in every reachable state;
* `OnStep`: one successful transition, `body(system, step)`;
* `Scenario`: a story it tells itself, `body(system, case)`, drawing its inputs from the case;
* `Algebra`: such a story told of real numbers, on which every division is exact: what it claims are closed forms.

Bodies yield claims: a condition, or a pair of label and condition.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from properties.case import Violated


class Verdict(enum.Enum):
    """What is known of a property, most severe last. Only PROVED and an expected REFUTED are ever green."""

    PROVED = "PROVED"  # every success path of every scope has a checked certificate (`Algebra`: SymPy), and a witness
    REFUTED = "REFUTED"  # a trace, replayed on plain integers, violates it
    VACUOUS = "VACUOUS"  # nothing satisfies its assumptions: it says nothing
    UNKNOWN = "UNKNOWN"  # neither, with the reason
    ERROR = "ERROR"  # the suite itself failed


Claim: TypeAlias = Any  # a condition, or (label, condition)
Claims: TypeAlias = Iterable[Claim]


@dataclass(frozen=True)
class Step:
    """One successful transition as a property sees it."""

    before: Any
    operation: str
    arguments: dict[str, Any]
    after: Any
    result: Any


Lemmas: TypeAlias = Callable[[Any, Step], Claims]
"""Claims about a step on the way to those of a body: proved first, they are hints to the prover and nothing more.

They stand apart from the body so that it says the statement alone, which is all that a run on integers needs to look at.
"""


@dataclass(frozen=True)
class Invariant:
    """Holds in the initial state and is kept by every operation. Once proved, other properties may assume it.

    The lemmas are about the step: the body, which sees one state only, can not say how it came about.
    """

    lemmas: Lemmas | None = field(default=None, repr=False)


@dataclass(frozen=True)
class OnStep:
    """Holds of every successful transition of the named operations (all of the system's, if none is named)."""

    operations: tuple[str, ...] = ()
    lemmas: Lemmas | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Scenario:
    """Holds of every run of the body's own story, whatever the case draws.

    `near` names a method of which something is declared: random cases are also drawn near the arguments with which it is
    called in lives, where few random ones are in order. It says where to look, and nothing of what holds.
    """

    near: str = ""


@dataclass(frozen=True)
class Algebra:
    """Holds of every run of the body's own story in the real relaxation: no widths, and divisions and roots are exact.

    It says nothing of integers, so no engine that runs on them looks at it; there `/` would be a floating-point number.
    """


Scope: TypeAlias = Invariant | OnStep | Scenario | Algebra


@dataclass(frozen=True)
class Property:
    """A statement to be judged; see the module docstring for the shapes of `body`.

    `claim` names the source: a seed document's sentence or a specification section. `assumes` are ids of invariants
    assumed of the state before (their proofs are part of this one's). `uses` names the methods of the system that its
    proof may not leave out (see `properties.abstractions`), `leaves_out` whole rules for which it takes their
    contracts. `expected` is the recorded verdict, which a run confirms or contradicts. `judged_on` names a variant of
    the system, `module:Class`, that the statement is judged on in its place. `story` is the one line told of a refuted
    statement; `variant_of` names the refuted statement beside which this one stands as the strongest true form.
    """

    id: str
    system: str
    sentence: str
    formula: str
    claim: str
    scope: Scope
    body: Callable[..., Claims] = field(repr=False)
    expected: Verdict = Verdict.PROVED
    assumes: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()
    notes: str = ""
    judged_on: str = ""
    story: str = ""
    variant_of: str = ""


class Registry:
    """The properties of the repository, in the order of their definition, each id once."""

    def __init__(self) -> None:
        self._properties: dict[str, Property] = {}

    def add(self, new: Property) -> None:
        """Enter a property; `ValueError` if the id is taken."""
        if new.id in self._properties:
            raise ValueError(f"two properties are called {new.id}")
        self._properties[new.id] = new

    def __iter__(self) -> Any:
        return iter(self._properties.values())

    def __getitem__(self, identifier: str) -> Property:
        return self._properties[identifier]

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._properties

    def of(self, system: str) -> list[Property]:
        """The properties of one system."""
        return [each for each in self if each.system == system]


REGISTRY = Registry()


def prop(identifier: str, **facts: Any) -> Callable[[Callable[..., Claims]], Callable[..., Claims]]:
    """Enter the decorated body as a property; the facts are the fields of `Property`."""

    def enter(body: Callable[..., Claims]) -> Callable[..., Claims]:
        REGISTRY.add(Property(id=identifier, body=body, **facts))
        return body

    return enter


def claims_of_step(each: Property, system: Any, step: Step) -> Claims:
    """What an invariant or a statement about steps has proved of one step: its lemmas, then its claims."""
    if isinstance(each.scope, (Invariant, OnStep)) and each.scope.lemmas is not None:
        yield from each.scope.lemmas(system, step)
    yield from each.body(system, step.after if isinstance(each.scope, Invariant) else step)


def labelled(claims: Claims) -> Iterable[tuple[str, Any]]:
    """Every claim as a pair of label and condition, numbered where the body gave no label.

    A failure that was claimed never to happen (`Case.never`) ends the body; it is the last claim, and does not hold.
    """
    try:
        for number, claim in enumerate(claims, start=1):
            yield claim if isinstance(claim, tuple) else (f"claim {number}", claim)
    except Violated as violated:
        yield str(violated), False
