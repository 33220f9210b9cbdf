"""Whether a mistake in a rule changes anything at all: a statement about the two rules, proved or refuted like any other.

A mutant that nobody notices is harmless if its rule and the model's, run on the same state with the same arguments,
succeed together, answer the same and leave the same state behind. That is told twice, once in each direction, of any state
and any arguments that fit their widths. Which of two refusals comes first is not told: nothing has changed either way.

Updates in another order are looked at first: if neither touches what the other does, nothing is left to prove.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import properties.bal.declared
import properties.pair.declared
from detection.commuting import commute
from detection.mutants import ORDER, Mutant
from model.bal import Bal
from model.errors import Rejected
from model.holders import Holders
from model.pair import Pair
from model.system import System
from proofs.verify import judged
from properties.abstractions import abstractions_of
from properties.case import Case
from properties.declared import declarations, states_among
from properties.property import Claims, Property, Scenario, Verdict

SECONDS = 60
"""The longest time for either direction."""

SYSTEMS: dict[str, type[System]] = {"model/bal/": Bal, "model/pair/": Pair}

ARGUMENTS: dict[str, Callable[[Any, Case, str], dict[str, Any]]] = {
    "bal": properties.bal.declared.any_arguments,
    "pair": properties.pair.declared.any_arguments,
}
"""Any arguments of a method, by the system's name."""

EQUIVALENT = "equivalent: proved"
APART = "equivalent: neither update touches what the other does"


class NotARule(Exception):
    """The mistake is not in a method of a system, so there are no two rules to compare."""


@dataclass(frozen=True)
class Rule:
    """The rule in which a mistake is: the system, the method's name, and the method with the mistake in it."""

    system: type[System]
    method: str
    mistaken: FunctionType
    before: ast.FunctionDef
    after: ast.FunctionDef

    def variant(self) -> System:
        """The system with the mistake."""
        kind: type[System] = type(f"{self.system.__name__}WithAMistake", (self.system,), {self.method: self.mistaken})
        return kind()


def compared(mutant: Mutant, root: Path, seconds: int = SECONDS) -> str:
    """`APART`, or `EQUIVALENT` if both directions are proved; otherwise what is known, in words."""
    try:
        rule = rule_of(mutant, root)
    except NotARule as reason:
        return f"not compared: {reason}"
    if mutant.operator == ORDER and exchanged(rule):
        return APART
    for prop in statements(rule):
        outcome, _ = judged(rule.system(), prop, "", seconds)
        if outcome.verdict is Verdict.REFUTED:
            assert outcome.counterexample is not None
            return f"differs: {outcome.counterexample.claim}"
        if outcome.verdict is not Verdict.PROVED:
            return f"not decided: {outcome.reason}"
    return EQUIVALENT


def rule_of(mutant: Mutant, root: Path) -> Rule:
    """The rule that a mutant changes; `NotARule` if it is a function of no system."""
    system = next((each for place, each in SYSTEMS.items() if mutant.module.startswith(place)), None)
    if system is None:
        raise NotARule("shared by all systems")
    before = dict(methods(ast.parse((root / mutant.module).read_text(encoding="utf-8"))))
    after = dict(methods(ast.parse(mutant.source)))
    differing = [name for name in before if ast.dump(before[name]) != ast.dump(after[name])]
    if len(differing) != 1:
        raise NotARule("in no method")
    kind, _, method = differing[0].rpartition(".")
    module = executed(mutant)
    if getattr(system, method, None) is not getattr(getattr(original(mutant), kind), method):
        raise NotARule(f"{method} is not a rule of {system.__name__}")
    mistaken = getattr(getattr(module, kind), method)
    return Rule(system, method, mistaken, before[differing[0]], after[differing[0]])


def exchanged(rule: Rule) -> bool:
    """Whether the mistake is two neighbouring updates in the other order, and neither touches what the other does."""
    names = vars(sys.modules[getattr(rule.system, rule.method).__module__])
    for before, after in zip(blocks(rule.before), blocks(rule.after), strict=True):
        moved = [place for place, (one, two) in enumerate(zip(before, after, strict=True)) if _code(one) != _code(two)]
        if len(moved) == 2 and [_code(before[each]) for each in moved] == [_code(after[each]) for each in moved[::-1]]:
            first, second = moved
            return second == first + 1 and commute(before[first], before[second], rule.system, names)
    return False


def blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """The sequences of statements in a function, the inner ones first: an outer one differs wherever they do."""
    for child in ast.iter_child_nodes(tree):
        yield from blocks(child)
    for name in ("body", "orelse", "finalbody"):
        block = getattr(tree, name, None)
        if isinstance(block, list) and block:
            yield block


def _code(statement: ast.stmt) -> str:
    return ast.dump(statement)


def methods(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The methods of a module's classes, by their names."""
    for kind in tree.body:
        if isinstance(kind, ast.ClassDef):
            for each in kind.body:
                if isinstance(each, ast.FunctionDef):
                    yield f"{kind.name}.{each.name}", each


def original(mutant: Mutant) -> ModuleType:
    """The module as it is."""
    return import_module(mutant.module.removesuffix(".py").replace("/", "."))


def executed(mutant: Mutant) -> ModuleType:
    """The module with the mistake, which nobody imports."""
    module = ModuleType(original(mutant).__name__ + "_with_a_mistake")
    module.__package__ = original(mutant).__package__
    sys.modules[module.__name__] = module  # dataclasses look up where they are defined
    try:
        exec(compile(mutant.source, mutant.module, "exec"), vars(module))  # the source is the model's own
    finally:
        del sys.modules[module.__name__]
    return module


def statements(rule: Rule) -> Iterator[Property]:
    """What the model's rule does the mistaken one does too, and the other way round."""
    system, variant = rule.system(), rule.variant()
    for first, second, says in (
        (system, variant, "mistaken does the model's"),
        (variant, system, "model's does the mistaken"),
    ):
        yield Property(
            id=f"E_{rule.method}",
            system=system.name,
            sentence=f"Where one {rule.method} succeeds the other does the same ({says}).",
            formula="f(state, arguments) = g(state, arguments)",
            claim="-",
            scope=Scenario(),
            body=_body(first, second, rule.method),
            uses=tuple(declarations(abstractions_of(system.name))),
        )


def _body(first: System, second: System, method: str) -> Callable[..., Claims]:
    def does_the_same(system: Any, case: Case) -> Claims:
        arguments = ARGUMENTS[system.name]
        given, again = (guarded(arguments(system, case, method)) for _ in range(2))
        answer = getattr(first, method)(**given)
        with case.never(Rejected):
            other = getattr(second, method)(**again)
        yield from same("the answer", answer, other)
        for one, two in zip(states_among(given.values()), states_among(again.values()), strict=True):
            yield from same(type(one).__name__, vars(one), vars(two))

    return does_the_same


class Unread:
    """What an arbitrary state has in place of a list, which can not be arbitrary: a rule that looks at it is not decided."""

    __slots__ = ()

    def _look(self, *_: object) -> Any:
        raise TypeError("a list of orders, or of holders, is not arbitrary")

    __iter__ = __len__ = __bool__ = __getitem__ = __contains__ = __add__ = __radd__ = _look


UNREAD = Unread()


def guarded(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments, with nothing to see where a state holds a list."""
    for state in list(states_among(arguments.values())):
        for name, held in vars(state).items():
            if isinstance(held, tuple | Holders):
                setattr(state, name, UNREAD)
    return arguments


def same(name: str, one: Any, other: Any) -> Claims:
    """Two values are equal, part by part; states among them are compared where they are found."""
    if one is other:
        return
    if isinstance(one, dict) and isinstance(other, dict):
        yield f"{name}: the same parts", list(one) == list(other)
        for key in one:
            yield from same(f"{name}.{key}", one[key], other[key])
    elif isinstance(one, tuple) and isinstance(other, tuple):
        yield f"{name}: as many parts", len(one) == len(other)
        for place, (each, its) in enumerate(zip(one, other, strict=True)):
            yield from same(f"{name}.{place}", each, its)
    elif hasattr(one, "__dict__") and type(one).__module__.startswith("model."):
        yield f"{name}: of the same kind", type(one) is type(other)
        yield from same(name, vars(one), vars(other))
    else:
        yield name, one == other
