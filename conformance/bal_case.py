"""A case of the program's own unit tests: what it starts from, what is done, and which fields it then states.

    {"id", "operation", "source": the test, "before": {"market", "position"}, "args", "after"}

A field of market or position that a case leaves out is 0. Of what is found afterwards a case states a part; each field
that it does state is compared. A refusal is stated as `error`, its name, which an explanation in brackets may follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from conformance import decode
from conformance.adapter import Line, judge_outcome, outcome_of
from conformance.bal_example import Given, Schema, given_by
from conformance.bal_fields import STATUSES, Reader, number, one_of
from conformance.decode import NotARecording
from conformance.difference import Difference
from conformance.schema import widths
from model.arith import I64, I128, U192
from model.bal import LONG, SHORT, Account, Bal, ExchangeMarket
from model.bal.exchange import PERPETUAL, PREDICTION
from model.bal.state import UpdateType

FIELDS = frozenset({"id", "operation", "source", "before", "args", "after"})

UNREAD: Mapping[str, Reader] = {"last_24h_avg_funding_rate": number(I64)}
"""Fields of the program's market that no modelled rule reads."""

MARKET: Mapping[str, Reader] = {
    **{name: number(width) for name, width in widths(ExchangeMarket).items()},
    **UNREAD,
    "status": one_of(*sorted(STATUSES)),
    "contract_type": one_of(PERPETUAL, PREDICTION),
}
POSITION: Mapping[str, Reader] = {name: number(width) for name, width in widths(Account).items()}


@dataclass
class Situation:
    """Where a case starts from, and its arguments; a rule may change market and position."""

    market: ExchangeMarket
    position: Account
    args: Given


Found: TypeAlias = dict[str, Any]
Rule: TypeAlias = Callable[[Bal, Situation], Found]


def some_of(readers: Mapping[str, Reader]) -> Reader:
    """A reader of any of these fields."""

    def read(value: Any, field: str) -> dict[str, Any]:
        found = decode.fields(value, field, frozenset(), frozenset(readers))
        return {name: readers[name](each, f"{field}.{name}") for name, each in found.items()}

    return read


def list_of(read: Reader) -> Reader:
    """A reader of a list of such values, as a tuple."""

    def read_all(value: Any, field: str) -> tuple[Any, ...]:
        if type(value) is not list:
            raise NotARecording(f"expected a list, got {decode.shown(value)}", field=field)
        return tuple(read(each, f"{field}[{index}]") for index, each in enumerate(value))

    return read_all


def any_integer(value: Any, field: str) -> int:
    """An integer of any width that a rule answers."""
    return decode.integer(value, field, I128 if str(value).startswith("-") else U192)


def side(value: Any, field: str) -> str:
    """The direction of an order, which the cases write with a capital letter."""
    return {"Long": LONG, "Short": SHORT}[one_of("Long", "Short")(value, field)]


BEFORE: Mapping[str, Reader] = {"market": some_of(MARKET), "position": some_of(POSITION)}
STATED: Mapping[str, Reader] = {
    **BEFORE,
    "sim": some_of(POSITION),
    "error": decode.text,
    "note": decode.text,
    "ok": decode.flag,
    "type": one_of(*(kind.value for kind in UpdateType)),
    "flips": list_of(any_integer),
}
"""Readers of what a case states that is no plain integer, by name."""


@dataclass(frozen=True)
class Case:
    """An operation of cases: what of market and position is given, the arguments, and how it is done."""

    given: frozenset[str]
    schema: Schema
    optional: Schema
    rule: Rule

    def judge(self, bal: Bal, line: Line) -> Difference | None:
        """The first stated field that is not what the model finds, or where the two disagree about a refusal."""
        decode.fields(line, "", FIELDS)
        situation, stated = self.situation(line), stated_by(line)
        error: str | None = stated.get("error")
        name = error.partition(" (")[0] if error is not None else None
        outcome = outcome_of(lambda: (None, self.rule(bal, situation)))
        difference = judge_outcome({"ok": error is None, "error": name}, outcome, named=True)
        if difference is not None or error is not None:
            return difference
        found = {"ok": True, "market": vars(situation.market), "position": vars(situation.position)} | outcome.result
        compared = list(beside(stated, found, "after"))
        return next((Difference(field, value, got) for field, value, got in compared if got != value), None)

    def situation(self, line: Line) -> Situation:
        """Market and position as given, all else 0, and the arguments."""
        before = decode.fields(line["before"], "before", self.given)
        market, position = (BEFORE[name](before.get(name, {}), f"before.{name}") for name in ("market", "position"))
        args = given_by(self.schema, line["args"], "args", {**self.optional, "note": decode.text})
        return Situation(
            ExchangeMarket(**dict.fromkeys(widths(ExchangeMarket), 0) | without_unread(market)),
            Account(**position),
            args,
        )


CASES: dict[str, Case] = {}


def case(operation: str, *given: str, optional: Schema | None = None, **schema: Any) -> Callable[[Rule], Rule]:
    """Enter the decorated rule as an operation that is given these of market and position, and such arguments."""

    def enter(rule: Rule) -> Rule:
        CASES[operation] = Case(frozenset(given), schema, optional or {}, rule)
        return rule

    return enter


def without_unread(market: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that the model has."""
    return {name: value for name, value in market.items() if name not in UNREAD}


def stated_by(line: Line) -> dict[str, Any]:
    """What the case states of the time after, decoded; something must be there to be compared."""
    recorded = decode.record(line["after"], "after")
    stated: dict[str, Any] = {}
    for name, value in recorded.items():
        read: Reader = STATED.get(name, any_integer)
        stated[name] = read(value, f"after.{name}")
    stated.pop("note", None)
    if not stated:
        raise NotARecording("states nothing that could be compared", field="after")
    if "error" in stated and len(stated) > 1:
        raise NotARecording("is stated beside results", field="after.error")
    return stated


def beside(stated: Mapping[str, Any], found: Mapping[str, Any], field: str) -> Iterator[tuple[str, Any, Any]]:
    """Each stated field with its value and the one that was found."""
    for name, value in stated.items():
        inner = f"{field}.{name}"
        if name not in found:
            raise NotARecording("is unknown, so it can not be compared", field=inner)
        if isinstance(value, Mapping):
            yield from beside(value, found[name], inner)
        else:
            yield inner, value, found[name]
