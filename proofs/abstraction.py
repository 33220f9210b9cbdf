"""Leaving out what a property does not read, so that its proof has few paths, without saying anything false.

Three things may be replaced in a transition, because what is proved with the replacement holds of the transition:

* a check that only refuses is passed: then more runs succeed, and what holds of all of those holds of fewer;
* bookkeeping whose results the property does not read writes and answers anything of the right widths;
* a function of one number answers any number of its range, the same for the same argument.

What each method may write and answer is declared per system in its `Abstractions` and proved of the method
(`properties.declared`); every proof that meets a replacement rests on that. A property names in `uses` the methods that
must stay.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from inspect import getattr_static
from types import CodeType
from typing import Any

from model.system import System
from proofs.bookkeeping import anything
from proofs.kept import keeps_its_contract
from proofs.path import Path
from proofs.purity import watch
from proofs.users import without_names
from properties.abstractions import (
    Abstractions,
    Bookkeeping,
    Classification,
    Contract,
    Function,
    abstractions_of,
    frame_of,
    method_of,
    requested,
)
from properties.declared import CHECK, Declaration, identifier
from properties.property import Property


def abstracted(system: System, path: Path, prop: Property) -> System:
    """The system with its checks passed and its contracts in place of the methods, as the property allows."""
    declared = abstractions_of(system.name)
    kept = changed(type(system), declared.of)
    stand_in = copy.copy(system)
    for name, contract in contracts(declared, prop):
        method = method_of(name)
        if method in prop.uses:
            continue
        replacement = _replacement(system, path, (*prop.uses, *kept), method, contract)
        if method in kept:
            replacement = _where_proved(system, method, contract, replacement)
        else:
            path.replaced.add(method)
        setattr(stand_in, method, replacement)
    watch(stand_in, path.give_up)
    without_names(stand_in, path)
    return stand_in


def contracts(declared: Abstractions, prop: Property) -> Iterator[tuple[str, Contract]]:
    """The contracts that a proof of the property takes; of what is declared, every frame and no more than frames."""
    yield from dict.fromkeys(declared.checks, CHECK).items()
    yield from declared.contracts.items()
    frames = map(frame_of, declared.on_request) if isinstance(prop.scope, Declaration) else ()
    for name in (*frames, *prop.leaves_out):
        yield name, requested(declared, name)


def functions_abstracted(system: System, path: Path, prop: Property) -> System:
    """The system with its functions of one number in place, and no more: what a statement asks of the system itself."""
    declared = abstractions_of(system.name)
    stand_in = copy.copy(system)
    uses = (*prop.uses, *changed(type(system), declared.of))
    for method, contract in declared.contracts.items():
        if isinstance(contract, Function) and method not in uses:
            setattr(stand_in, method, _replacement(system, path, uses, method, contract))
    return stand_in


_changed: dict[tuple[type, type], tuple[str, ...]] = {}
"""What `changed` answered, by its arguments: it reads code, which does not change."""


def changed(kind: type, declared: type) -> tuple[str, ...]:
    """The methods of the declared class that a subclass overrides, and all that could call one: never left out.

    What was declared and verified of a method speaks of the method as it is. Calls are followed by name, so that too
    many methods are kept rather than too few.
    """
    pair = (kind, declared)
    if pair not in _changed:
        _changed[pair] = _found_changed(kind, declared)
    return _changed[pair]


def _found_changed(kind: type, declared: type) -> tuple[str, ...]:
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


def _set_aside(
    path: Path, method: str, replacement: Callable[..., Any], original: Callable[..., Any]
) -> Callable[..., Any]:
    """The replacement, but the method itself where a run claims that nothing fails: a contract does not say so."""

    def run(*arguments: Any, **named: Any) -> Any:
        if path.by_branches:
            return original(*arguments, **named)
        path.given(f"{identifier(method)}: what is declared of {method}")
        return replacement(*arguments, **named)

    return run


def _where_proved(
    system: System, method: str, contract: Contract, replacement: Callable[..., Any]
) -> Callable[..., Any]:
    """The replacement of a method that a variant changes if its contract is proved there too, else the method."""
    original = getattr(system, method)

    def run(*arguments: Any, **named: Any) -> Any:
        return (replacement if keeps_its_contract(system, method, contract) else original)(*arguments, **named)

    return run


def _replacement(
    system: System, path: Path, uses: tuple[str, ...], method: str, contract: Contract
) -> Callable[..., Any]:
    original = getattr(system, method)
    if isinstance(contract, Bookkeeping):
        return _set_aside(path, method, anything(path, method, contract), original)
    if isinstance(contract, Classification):
        unread = False
        if contract.asked_by is not None:
            asker, asking = contract.asked_by
            unread = getattr(type(system), asker) is asking and not set(contract.readers) & set(uses)

        def chosen(*_: Any, **__: Any) -> Any:
            return contract.options[0] if unread else path.any_choice(method, contract.options)

        return _set_aside(path, method, chosen, original)
    assert isinstance(contract, Function)

    def same(state: Any) -> Any:
        value = getattr(state, contract.of)
        path.given(f"{identifier(method)}: what is declared of {method}")
        path.assume(value >= contract.among[0], contract.reason)
        path.assume(value <= contract.among[-1], contract.reason)
        return path.integer(f"{method}[{getattr(value, 'polynomial', value)}]", contract.width)

    return same
