"""Amounts as people read them, beside the integers that the protocol keeps: 12_500_000 of quote is 12.5 quote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from model.arith import Unit
from model.bal import Bal
from model.bal.exchange import Account, AccountMargin, ExchangeMarket, ExchangeState, Order
from model.bal.market import PER_LP_BASE, PER_LP_QUOTE, QUOTE
from properties.steps import number

SMALLEST = 2
"""Decimal places of a unit down to which an amount is told in it: what is less reads better as the integer."""

UNTOLD = frozenset({"1", PER_LP_BASE.name, PER_LP_QUOTE.name})
"""The units of fractions and of accumulators, which nobody counts in."""

KINDS: Mapping[str, tuple[type, ...]] = {"bal": (ExchangeState, ExchangeMarket, Account, Order, AccountMargin)}
"""The classes, by system, whose fields say what their integers are worth."""

SYSTEMS: Mapping[str, type] = {"bal": Bal}
"""The systems whose transitions say it of their arguments."""


def worded(system: str, name: str, value: Any) -> str:
    """A value with its amount in brackets, if the last part of its name is that of an amount: `5_000_000 (5 quote)`."""
    unit = units(system).get(name.rpartition(".")[2])
    return number(value) + (amount(value, unit) if unit is not None and type(value) is int else "")


def amount(value: int, unit: Unit) -> str:
    """` (12.5 quote)`; nothing of what has no digits, has no short name, or is too little to be read so."""
    if not unit.digits or unit.name in UNTOLD or abs(value) * 10**SMALLEST < 10**unit.digits:
        return ""
    whole, rest = divmod(abs(value), 10**unit.digits)
    places = f"{rest:0{unit.digits}d}".rstrip("0")
    return f" ({'-' if value < 0 else ''}{number(whole)}{places and '.' + places} {unit.name})"


@cache
def units(system: str) -> Mapping[str, Unit]:
    """The units by the name of a field or argument, of names that have one unit wherever they occur."""
    hints = [item for kind in KINDS.get(system, ()) for item in _hints(kind)]
    kind = SYSTEMS.get(system)
    for operation in (*getattr(kind, "operations", ()), *getattr(kind, "exchange_operations", ())):
        method = getattr(kind, operation)
        hints += _hints(method)
        hints += [item for part in get_args(get_type_hints(method)["return"])[1:] for item in _hints(part)]
    found: dict[str, set[Unit]] = {}
    for name, unit in hints:
        found.setdefault(name, set()).add(unit)
    told = {name: several.pop() for name, several in found.items() if len(several) == 1}
    return told | ({"equity": QUOTE} if kind else {})


def _hints(of: Any) -> Iterable[tuple[str, Unit]]:
    assert is_dataclass(of) or callable(of)
    for name, hint in get_type_hints(of, include_extras=True).items():
        unit = next((each for each in getattr(hint, "__metadata__", ()) if isinstance(each, Unit)), None)
        if unit is not None:
            yield name, unit
