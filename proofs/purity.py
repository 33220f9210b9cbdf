"""Transitions leave the state that they are given as it is, and remember nothing: all there is to know is in the states.

A statement compares what was with what is, of one step from any state. If a transition could write to what was, a loss
would be hidden by its own cause; if it could remember, the next step would be another. No proof stands on one that does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from types import FunctionType, MappingProxyType, ModuleType
from typing import Any

from model.system import System
from proofs.ran import aside
from proofs.reached import Reached

PLAIN = (int, str, bytes, float, type, FunctionType, ModuleType, System)
"""What holds no state of a protocol."""


OURS = System.__module__.partition(".")[0]
"""The protocols of this repository, which are read and known to remember nothing."""

ENGINE = __name__.partition(".")[0]
"""What is defined there stands in a state for numbers and holders, and is not looked into."""


READ = frozenset({OURS, ENGINE, *sys.stdlib_module_names})
"""Where classes are that need not be read."""


class ImpureTransition(Exception):
    """A transition changed the state that it was given, or remembers something."""


class UnreadState(Exception):
    """A transition is given something whose class its rules do not name: nobody has read what it does."""


@aside
def watch(system: System, give_up: Callable[[Exception], Exception]) -> None:
    """Let the transitions of a stand-in of a system fail if they change what they are given, or remember.

    `give_up` is told of the failure, because a rule that calls the transition might catch it and go on.
    """
    for name in sorted({"apply", *system.every_operation()} - set(vars(system))):
        setattr(system, name, _watched(system, name, getattr(system, name), give_up))


def _watched(
    system: System, name: str, transition: Callable[..., Any], give_up: Callable[[Exception], Exception]
) -> Callable[..., Any]:
    def run(*arguments: Any, **named: Any) -> Any:
        before = list(snapshots([*arguments, *named.values()]))
        for kind in {type(held) for held, _ in before}:
            if not _is_read(system, kind):
                told = f"{name} is given a {kind.__qualname__}, which no rule names: nobody has read what it does"
                raise give_up(UnreadState(told))
        known = [(place, contents(place)) for place in memory(system)]
        answer = transition(*arguments, **named)
        for held, was in before:
            if not _same(contents(held), was):
                told = (
                    f"{name} changes the {type(held).__name__} that it is given; a transition answers with a new state"
                )
                raise give_up(ImpureTransition(told))
        for place, was in known:
            if not _same(contents(place), was):
                told = f"{name} remembers something outside the state; a transition knows nothing but what it is given"
                raise give_up(ImpureTransition(told))
        return answer

    return run


def _same(now: list[Any], was: list[Any]) -> bool:
    return len(now) == len(was) and all(each is other for each, other in zip(now, was, strict=True))


def memory(system: System) -> Iterator[Any]:
    """Where a system that is not ours could keep something: itself, its classes, their modules, and what its rules reach."""
    kinds = [each for each in type(system).__mro__ if each.__module__.partition(".")[0] not in (OURS, "builtins")]
    modules = {each.__module__: sys.modules.get(each.__module__) for each in kinds}
    places = [vars(system), *map(vars, kinds), *(vars(module) for module in modules.values() if module is not None)]
    for place in places:
        yield place
        yield from [each for each in list(place.values()) if isinstance(each, dict | list | set)]
    if kinds:
        yield from _reached(system).memory()


def _is_read(system: System, kind: type) -> bool:
    """Whether a class is ours, Python's own, or one that the rules of the system reach."""
    return kind.__module__.partition(".")[0] in READ or _reached(system).has(kind)


def _reached(system: System) -> Reached:
    """What the rules of a system's class reach."""
    kind: Any = type(system)
    return _reached_by(kind)


@lru_cache(maxsize=8)
def _reached_by(kind: Any) -> Reached:
    return Reached(kind, {})


def snapshots(given: Iterable[Any]) -> Iterator[tuple[Any, list[Any]]]:
    """Everything that can be written to in what is given, and what it holds."""
    waiting, seen = list(given), set()
    while waiting:
        held = waiting.pop()
        if isinstance(held, PLAIN) or held is None or id(held) in seen:
            continue
        seen.add(id(held))
        inside = contents(held)
        waiting += inside
        if inside or type(held).__module__.partition(".")[0] not in (OURS, ENGINE, "builtins"):
            yield held, inside


def contents(held: Any) -> list[Any]:
    """What something holds, with the names and the keys of it."""
    kind, found = type(held), list[Any]()
    if isinstance(held, MappingProxyType):
        return [*held.keys(), *held.values()]
    if isinstance(held, dict):
        found += [*dict.keys(held), *dict.values(held)]
    elif isinstance(held, list | tuple | set | frozenset):
        found += list(held)
    if kind.__module__.partition(".")[0] == ENGINE:
        return found
    if hasattr(held, "__dict__"):
        found += [*vars(held).keys(), *vars(held).values()]
    slots = [name for base in kind.__mro__ for name in vars(base).get("__slots__", ())]
    return found + [getattr(held, name) for name in slots if hasattr(held, name)]
