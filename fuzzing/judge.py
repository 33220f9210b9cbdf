"""What is demanded of a step, compiled once for each operation, so that a campaign can ask it hundreds of thousands of
times a second.

Beside the properties of the catalogue there are demands on the code itself, which no protocol states and every
transition keeps: see `DEMANDS`. A finding names its property or demand by the id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any

from model.errors import Rejected
from model.holders import Holders
from model.system import System
from properties.arbitrary import integer_fields
from properties.case import Case, Discarded
from properties.property import Claims, Invariant, OnStep, Property, Scenario, Step, Verdict, labelled

UNCHANGED = "unchanged"
WIDTHS = "widths"
CRASH = "crash"
DEMANDS = {
    UNCHANGED: "A transition, refused or not, changes nothing in the state that it is given.",
    WIDTHS: "Every field of a state that a transition returns is an integer of its width.",
    CRASH: "A transition succeeds or refuses with one of the protocol's errors.",
}
"""What is demanded of every transition, by id."""

Body = Callable[[Any, Any], Claims]


@dataclass(frozen=True)
class Violation:
    """A claim that does not hold, of a property or demand. `claim` is its label."""

    id: str
    claim: str


class Judge:
    """The properties of one system, ready to be asked of its steps.

    `on_step` gives, by operation, the bodies that look at a step, `on_state` those that look at the state after it.
    `drop` takes a property out: one violation of each is enough for a campaign.
    """

    def __init__(self, system: System, properties: Iterable[Property], assumed: Iterable[Property] = ()) -> None:
        """`assumed` are further invariants on which the properties may rest; they are not asked."""
        self.system = system
        self.properties = {each.id: each for each in properties}
        self.invariants = {each.id: each for each in assumed} | self.properties
        self.on_step: dict[str, tuple[Body, ...]] = {}
        self.on_state: tuple[Body, ...] = ()
        self.scenarios: tuple[Property, ...] = ()
        self.dropped: set[str] = set()
        self._compile()

    def drop(self, identifier: str) -> None:
        """Ask this property no more."""
        self.dropped.add(identifier)
        self._compile()

    def sentence(self, identifier: str) -> str:
        """What the property or demand says."""
        return DEMANDS[identifier] if identifier in DEMANDS else self.properties[identifier].sentence

    def known(self, identifier: str) -> bool:
        """Whether the property is recorded as refuted."""
        return identifier in self.properties and self.properties[identifier].expected is Verdict.REFUTED

    def of_state(self, state: Any) -> list[Violation]:
        """What a state violates."""
        found = [
            violation
            for each in self._asked(Invariant)
            if (violation := violated(each.id, each.body, self.system, state)) is not None
        ]
        return found + self.of_widths(state)

    def of_widths(self, state: Any) -> list[Violation]:
        """A field of the state that has left its width, if that is asked for."""
        field = "" if WIDTHS in self.dropped else beyond_width(state)
        return [Violation(WIDTHS, field)] if field else []

    def of_step(self, step: Step) -> list[Violation]:
        """What a successful step or the state after it violates; not what only a violated assumption lets happen."""
        found = [
            violation
            for each in self._asked(OnStep)
            if looks_at(each, step.operation)
            and (violation := violated(each.id, each.body, self.system, step)) is not None
            and self._assumed(each, step.before)
        ]
        return found + self.of_state(step.after)

    def of_case(self, scenario: Property, case: Case) -> Violation | None:
        """What a scenario's run on a case violates, if anything."""
        return violated(scenario.id, scenario.body, self.system, case)

    def _asked(self, scope: type) -> list[Property]:
        return [
            each for each in self.properties.values() if isinstance(each.scope, scope) and each.id not in self.dropped
        ]

    def _assumed(self, judged: Property, state: Any) -> bool:
        """Whether the state keeps the invariants that the property assumes of it."""
        assumed = [self.invariants[name] for name in judged.assumes if name in self.invariants]
        return all(
            violated(each.id, each.body, self.system, state) is None
            for each in assumed
            if isinstance(each.scope, Invariant)
        )

    def _compile(self) -> None:
        steps = self._asked(OnStep)
        self.on_step = {
            operation: tuple(each.body for each in steps if looks_at(each, operation))
            for operation in self.system.operations
        }
        self.on_state = tuple(each.body for each in self._asked(Invariant))
        self.scenarios = tuple(self._asked(Scenario))


def looks_at(each: Property, operation: str) -> bool:
    """Whether a statement about steps is about steps of this operation."""
    return isinstance(each.scope, OnStep) and (not each.scope.operations or operation in each.scope.operations)


def violated(identifier: str, body: Body, system: System, looked_at: Any) -> Violation | None:
    """The first claim of a body that does not hold.

    A transition inside the body that is refused, or an assumption that is not met, ends it and says nothing. Anything
    else that a body raises counts against it.
    """
    label = ""
    try:
        for label, condition in labelled(body(system, looked_at)):
            if not condition:
                return Violation(identifier, label)
    except (Rejected, Discarded):
        return None
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a system may be anybody's
        after = f" after {label}" if label else ""
        return Violation(identifier, f"raises {type(error).__name__}: {error}{after}")
    return None


def beyond_width(state: Any, prefix: str = "") -> str:
    """The first field of a state, of what it consists of and of what its holders hold, that is not of its width."""
    held: dict[str, Any] = vars(state)
    kind: Any = type(state)
    for name, low, high in bounds_of(kind):
        value = held[name]
        if type(value) is not int or not low <= value <= high:
            return f"{prefix}{name} = {value} is outside {low}..{high}"
    for name in parts_of(state):
        value = held[name]
        if not isinstance(value, Holders):
            found = beyond_width(value, f"{prefix}{name}.") if is_dataclass(value) else ""
        else:
            kept = ((holder, part) for holder, part in value.items() if type(part) is not int)
            found = next(filter(None, (beyond_width(part, f"{prefix}{name}.{holder}.") for holder, part in kept)), "")
        if found:
            return found
    return ""


@cache
def bounds_of(kind: Any) -> tuple[tuple[str, int, int], ...]:
    """The integer fields of a class of states, each with the least and the largest value of its width."""
    return tuple((name, width.low, width.high) for name, width in integer_fields(kind).items())


Kept = list[tuple[dict[Any, Any], dict[Any, Any]]]


def parts_of(state: Any) -> tuple[str, ...]:
    """The fields of a state that are no plain values but objects or holders: what a note of it has to look into."""
    return tuple(
        name for name, value in vars(state).items() if isinstance(value, Holders) or hasattr(value, "__dict__")
    )


def keep(state: Any, parts: tuple[str, ...]) -> Kept:
    """A note of everything a state consists of: each dictionary in it beside a copy. Cheaper than a deep copy."""
    noted = state.__dict__
    kept = [(noted, noted.copy())]
    for name in parts:
        value = noted[name]
        if isinstance(value, dict):
            kept.append((value, value.copy()))
            for held in value.values():
                if type(held) is int:
                    break
                kept.append((held.__dict__, held.__dict__.copy()))
        else:
            kept.append((value.__dict__, value.__dict__.copy()))
    return kept


def is_kept(kept: Kept) -> bool:
    """Whether everything is as it was when it was noted."""
    for now, then in kept:  # noqa: SIM110 - a generator would cost more than what it compares
        if now != then:
            return False
    return True


def suspicious(bodies: tuple[Body, ...], system: System, looked_at: Any) -> bool:
    """Whether a claim of the bodies does not hold, or something else is odd: quick, and to be looked at again."""
    for body in bodies:
        try:
            for claim in body(system, looked_at):
                if claim is not True and not (claim[1] if type(claim) is tuple else claim):
                    return True
        except (Rejected, Discarded):
            continue
        except (Exception, SystemExit):  # noqa: BLE001 - a system may be anybody's
            return True
    return False
