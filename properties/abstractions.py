"""What a proof may leave out of a system's transitions, declared per system; `proofs.abstraction` says why it may."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from model.arith import Width


@dataclass(frozen=True)
class Call:
    """One call of a method under contract: copies of the states given, other arguments, what it left and answered."""

    before: tuple[Any, ...]
    arguments: tuple[Any, ...]
    after: tuple[Any, ...]
    answer: Any


@dataclass(frozen=True)
class Bookkeeping:
    """A method that writes these fields of its arguments, by their class, and answers with integers or nothing.

    `returns` is a width, a tuple of widths, `bool`, or the class of a named tuple whose fields have widths. `ensures` yields
    what holds of every call that succeeds; the property `proved_by` proves it of the method itself.
    """

    writes: Mapping[type, tuple[str, ...]]
    returns: Width | tuple[Width, ...] | type | None = None
    ensures: Callable[[Call], Iterable[tuple[str, Any]]] | None = None
    proved_by: str = ""


@dataclass(frozen=True)
class Classification:
    """A method that changes nothing and answers with one of a few options.

    Where `asked_by` is still the method that asks, and none of `readers` is used, nobody looks at the answer. Without
    `asked_by` every option is considered.
    """

    options: tuple[Any, ...]
    asked_by: tuple[str, Callable[..., Any]] | None = None
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Function:
    """A method of one state that changes nothing and answers with an integer of a width that depends on one field only.

    `among` are the values of the field of which that is declared; that it has one of them is assumed, for the reason.
    """

    width: Width
    of: str
    among: range
    reason: str


Contract = Bookkeeping | Classification | Function


@dataclass(frozen=True)
class Abstractions:
    """Methods that only refuse, and methods that a proof replaces by what is declared of them."""

    of: type = object
    """The class whose methods are declared; a subclass that overrides any part of one keeps that one as it is."""
    wider: type | None = None
    """A subclass of it with more operations, in whose lives more of the methods are called."""
    checks: tuple[str, ...] = ()
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    on_request: Mapping[str, Bookkeeping | Classification] = field(default_factory=dict)
    """Contracts of whole rules, for the properties that name them in `leaves_out`.

    A method may have several, which ensure different things: `method/aspect` is the method's contract of that aspect.
    """


FRAME = "frame"
"""The aspect of a contract that ensures nothing: what the method writes, and how wide that and its answers are."""


def frame_of(method: str) -> str:
    """The name of the contract on request by which a method writes and answers anything that it is declared to."""
    return f"{method_of(method)}/{FRAME}"


def requested(declared: Abstractions, name: str) -> Contract:
    """The contract on request of that name; a frame is that of any contract of the method."""
    method, _, aspect = name.partition("/")
    if aspect != FRAME:
        return declared.on_request[name]
    contract = next(each for key, each in declared.on_request.items() if method_of(key) == method)
    return replace(contract, ensures=None, proved_by="") if isinstance(contract, Bookkeeping) else contract


def method_of(contract: str) -> str:
    """The method that a contract on request speaks of."""
    return contract.partition("/")[0]


def abstractions_of(system: str) -> Abstractions:
    """The declarations of a system; none for a system that needs none."""
    homes = {"bal": "properties.bal.abstractions", "pair": "properties.pair.abstractions"}
    if system not in homes:
        return Abstractions()
    declared: Abstractions = import_module(homes[system]).ABSTRACTIONS
    return declared
