"""Leaving out what a property does not read, so that its proof has few paths, without saying anything false.

Three things may be replaced in a transition, because what is proved with the replacement holds of the transition:

* a check that only refuses is passed: then more runs succeed, and what holds of all of those holds of fewer;
* bookkeeping whose results the property does not read writes and answers anything of the right widths;
* a function of one number answers any number of its range, the same for the same argument.

What each method may write and answer is declared per system in its `Abstractions` and verified against the model:
`tests/proofs/test_abstraction.py` runs every transition and compares what each declared method did with what it
declares. A property names in `uses` the methods that must stay.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from inspect import getattr_static
from types import CodeType
from typing import Any

from model.system import System
from proofs.bookkeeping import anything
from proofs.path import Path
from properties.abstractions import Bookkeeping, Classification, Contract, Function, abstractions_of, method_of
from properties.property import Property


def abstracted(system: System, path: Path, prop: Property) -> System:
    """The system with its checks passed and its contracts in place of the methods, as the property allows."""
    declared = abstractions_of(system.name)
    uses = (*prop.uses, *_kept(system, declared.of))
    stand_in = copy.copy(system)
    for method in declared.checks:
        if method not in uses:
            setattr(stand_in, method, _set_aside(path, _passed, getattr(system, method)))
            path.replaced.add(method)
    for method, contract in declared.contracts.items():
        if method not in uses:
            setattr(stand_in, method, _replacement(system, path, uses, method, contract))
            path.replaced.add(method)
    for name in prop.leaves_out:
        method = method_of(name)
        if method in uses:
            continue
        setattr(stand_in, method, _replacement(system, path, uses, method, declared.on_request[name]))
        path.replaced.add(method)
    return stand_in


def functions_abstracted(system: System, path: Path, prop: Property) -> System:
    """The system with its functions of one number in place, and no more: what a statement asks of the system itself."""
    declared = abstractions_of(system.name)
    stand_in = copy.copy(system)
    uses = (*prop.uses, *_kept(system, declared.of))
    for method, contract in declared.contracts.items():
        if isinstance(contract, Function) and method not in uses:
            setattr(stand_in, method, _replacement(system, path, uses, method, contract))
    return stand_in


_changed: dict[tuple[type, type], tuple[str, ...]] = {}
"""What `changed` answered, by its arguments: it reads code, which does not change."""


def _kept(system: System, declared: type) -> tuple[str, ...]:
    pair = (type(system), declared)
    if pair not in _changed:
        _changed[pair] = changed(*pair)
    return _changed[pair]


def changed(kind: type, declared: type) -> tuple[str, ...]:
    """The methods of the declared class that a subclass overrides, and all that could call one: never left out.

    What was declared and verified of a method speaks of the method as it is. Calls are followed by name, so that too
    many methods are kept rather than too few.
    """
    touched = _overridden(kind, declared)
    own = {name for name in dir(declared) if not name.startswith("__")}
    while True:
        callers = {name for name in own - touched if _names(getattr_static(declared, name)) & touched}
        if not callers:
            return tuple(sorted(touched))
        touched |= callers


def _overridden(kind: type, declared: type) -> set[str]:
    """The names that mean something else in a class than in the declared one, or in the classes that it keeps."""
    found = set()
    for name in {*dir(kind), *dir(declared)}:
        new, old = (getattr_static(each, name, None) for each in (kind, declared))
        if new is not old and not name.startswith("__"):
            found.add(name)
            if isinstance(new, type) and isinstance(old, type):
                found |= _overridden(new, old)
    return found


def _names(method: Any) -> set[str]:
    """The names that a method mentions, also in what is defined inside it and as text."""
    method = getattr(method, "__func__", getattr(method, "fget", method))
    waiting, found = [getattr(method, "__code__", None)], set()
    while waiting:
        code = waiting.pop()
        if isinstance(code, CodeType):
            found |= {*code.co_names, *(each for each in code.co_consts if isinstance(each, str))}
            waiting += code.co_consts
    return found


def _set_aside(path: Path, replacement: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    """The replacement, but the method itself where a run claims that nothing fails: a contract does not say so."""

    def run(*arguments: Any, **named: Any) -> Any:
        return (original if path.by_branches else replacement)(*arguments, **named)

    return run


def _passed(*_: Any, **__: Any) -> None:
    """A check that lets everything pass."""


def _replacement(
    system: System, path: Path, uses: tuple[str, ...], method: str, contract: Contract
) -> Callable[..., Any]:
    if isinstance(contract, Bookkeeping):
        return _set_aside(path, anything(path, method, contract), getattr(system, method))
    if isinstance(contract, Classification):
        unread = False
        if contract.asked_by is not None:
            asker, original = contract.asked_by
            unread = getattr(type(system), asker) is original and not set(contract.readers) & set(uses)

        def chosen(*_: Any, **__: Any) -> Any:
            return contract.options[0] if unread else path.any_choice(method, contract.options)

        return _set_aside(path, chosen, getattr(system, method))
    assert isinstance(contract, Function)
    return lambda *arguments, **named: path.integer(
        f"{method}[{contract.argument(*arguments, **named)}]", contract.width
    )
