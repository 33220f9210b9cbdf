"""Which properties a change of a system can touch at all; of the others what is known of the system holds of the change.

A subclass differs from its system in the methods that it overrides and in those from which one of these can be called.
The run that judges a property differs only if it calls such a method, and it can call none whose name it does not
mention: the properties call rules as attributes or by a text, and a rule calls the next by its name. Everything is
followed by name, so that too many properties are judged again rather than too few.

What situations draw depends on which methods a proof leaves out, but only among the arguments of an operation that calls
these: whoever looks at such an operation is touched by its name. Lives lead a search and are no part of a proof.
"""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

from model.system import System
from proofs.abstraction import changed
from proofs.dependencies import Sources, names_in
from proofs.judge import START, scopes
from properties.abstractions import method_of
from properties.property import REGISTRY, Invariant, Property, Scenario

BEFORE_A_STEP = frozenset({"situations.py", "arguments.py", "magnitudes.py", "lives.py"})
"""Files of the properties that make states, arguments and lives, and claim nothing."""

PASSED_OVER = frozenset({"ABSTRACTIONS"})
"""Tables that name every rule and call none: what contracts ensure is about numbers, not about the system."""


def touched(prop: Property, system: System, changed_from: type[System]) -> bool:
    """Whether judging the property on the system can differ from judging it on what the system was changed from."""
    methods = set(changed(type(system), changed_from))
    looked_at = set() if isinstance(prop.scope, Scenario) else {each for each in scopes(prop, system) if each != START}
    if isinstance(prop.scope, Invariant):
        looked_at.add("start")
    return bool(methods & (looked_at | mentioned(prop.id) | set(prop.uses)))


@cache
def mentioned(identifier: str) -> frozenset[str]:
    """All names that a property can come upon in the code of the properties: of its body, lemmas and assumptions."""
    prop = REGISTRY[identifier]
    sources = _properties()
    bodies = [REGISTRY[each].body for each in (identifier, *prop.assumes)]
    lemmas = getattr(prop.scope, "lemmas", None)
    waiting = [each.__name__ for each in (*bodies, *filter(None, [lemmas]))]
    seen: set[str] = set(waiting)
    while waiting:
        name = waiting.pop()
        for names in (*(each for _, each in sources.functions.get(name, ())), *_tables().get(name, ())):
            new = {method_of(each) for each in names} | names
            waiting += new - seen
            seen |= new
    return frozenset(seen)


@cache
def _tables() -> dict[str, list[frozenset[str]]]:
    """What stands outside of functions under a name, a table of operations say: the names and texts in it."""
    found: dict[str, list[frozenset[str]]] = {}
    for file in _files():
        for node in ast.parse(file.read_bytes()).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                defined = {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
                for name in defined - PASSED_OVER:
                    found.setdefault(name, []).append(frozenset(names_in(node.value)))
    return found


@cache
def _properties() -> Sources:
    return Sources(_files())


def _files() -> list[Path]:
    room = Path(str(import_module("properties").__file__)).parent
    return [file for file in room.rglob("*.py") if file.name not in BEFORE_A_STEP]
