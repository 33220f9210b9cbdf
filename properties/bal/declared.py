"""What is declared of BAL's rules (`properties.bal.abstractions`), each to be proved of any states and any arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from inspect import signature
from types import NoneType
from typing import Any, get_args, get_type_hints

from model.arith import Width
from model.bal import ACTIVE, LONG, REDUCE_ONLY, SHORT, Account, Bal, ExchangeMarket, ExchangeState, Market, Position
from model.bal.exchange import FILL, INITIAL, MAINTENANCE, PERPETUAL, PREDICTION, SETTLEMENT
from model.bal.state import LP_OWNED, PROTOCOL_OWNED, SHARED, UpdateType
from model.holders import Holders
from properties.arbitrary import arbitrary
from properties.bal.abstractions import ABSTRACTIONS
from properties.case import Case
from properties.declared import declare
from properties.property import REGISTRY

ANY = Width("any integer", -(2**255), 2**255 - 1)
"""An argument is any number: that it has a width is not assumed."""

YES_OR_NO = Width("yes or no", 0, 1)

NAMES = {
    "direction": (LONG, SHORT),
    "taker_direction": (LONG, SHORT),
    "liquidity_split": (SHARED, PROTOCOL_OWNED, LP_OWNED),
    "requirement_type": (INITIAL, MAINTENANCE, FILL),
    "contract_type": (PERPETUAL, PREDICTION),
    "status": (ACTIVE, REDUCE_ONLY, SETTLEMENT),
}
"""The names among which a text is one, by what it is the name of."""

GIVEN = (False, True)

hints_of = cache(get_type_hints)
"""The annotations of a function or class, evaluated once: every path makes its arguments anew."""


def any_arguments(system: Bal, case: Case, method: str) -> dict[str, Any]:
    """Any arguments of a method, by its annotations in the protocol; an exchange's states where a market's are asked for."""
    function = getattr(Bal, method)
    hints = hints_of(function)
    return {name: any_value(system, case, name, hints[name]) for name in list(signature(function).parameters)[1:]}


def any_value(system: Bal, case: Case, name: str, kind: Any) -> Any:
    """Any value of an annotated kind."""
    if NoneType in get_args(kind):
        (kind,) = (each for each in get_args(kind) if each is not NoneType)
        return any_value(system, case, name, kind) if case.choice(f"{name} is given", GIVEN) else None
    if kind is int:
        return case.integer(name, ANY)
    if kind is bool:
        return flag(case, name)
    if kind is str:
        return case.option(name, NAMES[name.rpartition(".")[2]])
    if kind is UpdateType:
        return case.choice(name, tuple(UpdateType))
    if kind in STATES:
        return STATES[kind](system, case, name)
    return any_tuple(kind, system, case, name)


def any_market(system: Bal, case: Case, name: str) -> Any:
    """A market with whatever the exchange, or a variant, keeps beside it."""
    kind = ExchangeMarket if system.market_type is Market else system.market_type
    return _state(case, kind, name)


def any_position(system: Bal, case: Case, name: str) -> Any:
    """A position with whatever the exchange, or a variant, keeps beside it."""
    kind = Account if system.position_type is Position else system.position_type
    return _state(case, kind, name)


def any_exchange(system: Bal, case: Case, name: str) -> ExchangeState:
    """An exchange of any settings; who holds something else than the method is given is not looked at."""
    held: dict[str, Any] = {"market": arbitrary(case, ExchangeMarket, "market"), "positions": Holders()}
    return arbitrary(case, ExchangeState, name, **held)


def any_tuple(kind: Any, system: Bal, case: Case, name: str) -> Any:
    """A named tuple of any values."""
    hints = hints_of(kind)
    return kind(**{each: any_value(system, case, f"{name}.{each}", hints[each]) for each in kind._fields})


def _state(case: Case, kind: Any, name: str) -> Any:
    hints = hints_of(kind)
    texts = {each: case.option(f"{name}.{each}", NAMES[each]) for each in NAMES if hints.get(each) is str}
    flags = {each: flag(case, f"{name}.{each}") for each, hint in hints.items() if hint is bool}
    return arbitrary(case, kind, name, **texts, **flags)


def flag(case: Case, name: str) -> Any:
    """Yes or no; which it is is decided where it is asked."""
    return case.integer(name, YES_OR_NO) >= 1


def inputs_of(system: Bal, method: str, given: Mapping[str, Any]) -> dict[str, int]:
    """The numbers by which `any_arguments` makes these arguments; those of an exchange are left out."""
    hints = hints_of(getattr(Bal, method))
    found: dict[str, int] = {}
    for name, value in given.items():
        found |= _inputs(name, hints[name], value)
    return found


def _inputs(name: str, kind: Any, value: Any) -> dict[str, int]:
    if NoneType in get_args(kind):
        found = {f"{name} is given": GIVEN.index(value is not None)}
        return found if value is None else found | _inputs(name, type(value), value)
    if isinstance(value, int):
        return {name: int(value)}
    if isinstance(value, str):
        return {name: NAMES[name.rpartition(".")[2]].index(value)}
    if isinstance(value, UpdateType):
        return {name: tuple(UpdateType).index(value)}
    parts: dict[str, Any] = getattr(value, "_asdict", lambda: vars(value))()
    of: Any = type(value)
    hints, found = hints_of(of), {}
    for each, part in parts.items():
        if isinstance(part, int | str) or (isinstance(value, tuple) and part is not None):
            found |= _inputs(f"{name}.{each}", hints[each], part)
    return found


STATES: dict[Any, Callable[[Bal, Case, str], Any]] = {
    Market: any_market,
    ExchangeMarket: any_market,
    Position: any_position,
    Account: any_position,
    ExchangeState: any_exchange,
}

declare(REGISTRY, "bal", ABSTRACTIONS, any_arguments, inputs_of)
