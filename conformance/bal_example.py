"""An example of one function: the shape of its inputs, the rule it evaluates, and how the two are compared.

The inputs name only the fields a function reads; the others of market and position are zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from conformance import decode
from conformance.adapter import judge_outcome, outcome_of
from conformance.bal_fields import MARKET, POSITION, Reader, one_of, recorded_or_none
from conformance.difference import Difference, first_difference
from model.arith import I64, I128, U192, Width
from model.bal import LONG, LP_OWNED, PROTOCOL_OWNED, SHARED, SHORT, Bal, Market, Position
from model.curve import ADD, REMOVE

Given: TypeAlias = dict[str, Any]
Schema: TypeAlias = Mapping[str, Any]
Rule: TypeAlias = Callable[[Bal, Given], dict[str, Any]]

FIELDS = frozenset({"fn", "id", "regime", "in", "ok", "error", "out"})


@dataclass(frozen=True)
class Function:
    """A function: the shape of its inputs (nested, a reader or a width at each leaf), and how to evaluate it."""

    schema: Schema
    rule: Rule

    def judge(self, bal: Bal, line: Mapping[str, Any]) -> Difference | None:
        """Where the answer or refusal of the model is not the recorded one."""
        found = decode.fields(line, "", FIELDS)
        given = given_by(self.schema, found["in"], "in")
        panicked = type(found["error"]) is str and found["error"].startswith("PANIC")
        outcome = outcome_of(lambda: (None, flat(self.rule(bal, given))))
        difference = judge_outcome(found, outcome, named=not panicked)
        if difference is not None or not decode.flag(found["ok"], "ok"):
            return difference
        return first_difference("out", flat(decode.record(found["out"], "out"), answer), outcome.result)


FUNCTIONS: dict[str, Function] = {}


def example(name: str, **schema: Any) -> Callable[[Rule], Rule]:
    """Enter the decorated rule as a function with inputs of that shape."""

    def enter(rule: Rule) -> Rule:
        FUNCTIONS[name] = Function(schema, rule)
        return rule

    return enter


def given_by(schema: Schema, value: Any, field: str, optional: Schema | None = None) -> Given:
    """The inputs, decoded by the schema; those that are optional may be missing."""
    found = decode.fields(value, field, frozenset(schema), frozenset(optional or ()))
    given: Given = {}
    for name, shape in {**schema, **(optional or {})}.items():
        if name not in found:
            continue
        inner = f"{field}.{name}"
        if isinstance(shape, Width):
            given[name] = decode.integer(found[name], inner, shape)
        elif isinstance(shape, Mapping):
            given[name] = given_by(shape, found[name], inner)
        else:
            given[name] = shape(found[name], inner)
    return given


def flat(record: Mapping[str, Any], read: Reader | None = None, prefix: str = "") -> dict[str, Any]:
    """A record whose inner records are spread out under dotted names."""
    spread: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            spread |= flat(value, read, f"{prefix}{name}.")
        else:
            spread[prefix + name] = read(value, prefix + name) if read else value
    return spread


def answer(value: Any, field: str) -> int:
    """A truth value, or an integer of any width that the functions have."""
    if type(value) is bool:
        return value
    return decode.integer(value, f"out.{field}", U192 if not str(value).startswith("-") else I128)


def market(given: Given) -> Market:
    """A market with the given fields."""
    return Market(**{name: value for name, value in given.items() if name in MARKET or name == "status"})


def position(given: Given) -> Position:
    """A position with the given fields."""
    return Position(**{name: value for name, value in given.items() if name in POSITION})


def shape(widths: Mapping[str, Width], *names: str) -> dict[str, Width]:
    """The part of a schema with these fields."""
    return {name: widths[name] for name in names}


def chosen(record: Market | Position, *names: str) -> dict[str, int]:
    """The named fields of a record."""
    return {name: getattr(record, name) for name in names}


SWAP = one_of(ADD, REMOVE)
ORDER = one_of(LONG, SHORT)
SPLIT = one_of(SHARED, PROTOCOL_OWNED, LP_OWNED)
DELTA = {
    "base_asset_amount": I64,
    "quote_asset_amount": I64,
    "remainder_base_asset_amount": recorded_or_none(I64),
}
