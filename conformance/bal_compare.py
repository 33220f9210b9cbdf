"""Whether what came of a step of BAL is what its line records: the result, and every field of market and positions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance import decode
from conformance.adapter import Line
from conformance.bal_fields import (
    UNRECORDED,
    records_of,
)
from conformance.difference import Difference, first_difference
from model.arith import I128
from model.bal import BalState


def compare_result(line: Line, got: Mapping[str, Any]) -> Difference | None:
    """The first field of the recorded result that the model did not answer."""
    recorded = decode.record(line["result"], "result")
    if agrees(recorded, got) and len(recorded) == len(got):
        return None
    expected = {
        name: value if type(value) is bool else decode.integer(value, f"result.{name}", I128)
        for name, value in recorded.items()
    }
    return first_difference("result", expected, got)


def compare_state(line: Line, state: BalState) -> Difference | None:
    """The first field of the recorded market or positions that is not the model's."""
    records = records_of(state)
    recorded, held = line["market"], vars(state.market)
    known = type(recorded) is dict and recorded.keys() - {"aux"} == records.market_fields
    if not (known and agrees(recorded, held)):
        compared = {name: held[name] for name in held.keys() - UNRECORDED}
        difference = first_difference("market", records.decode_market(recorded, "market"), compared)
        if difference is not None:
            return difference
    positions = decode.record(line["positions"], "positions")
    if len(positions) != len(state.positions):
        return Difference("positions", len(positions), len(state.positions))
    for user, position in state.positions.items():
        recorded, held = positions.get(str(user)), vars(position)
        if type(recorded) is dict and recorded.keys() == records.position_fields and agrees(recorded, held):
            continue
        field = f"positions.{user}"
        compared = {name: held[name] for name in held.keys() - UNRECORDED}
        difference = first_difference(field, records.decode_position(recorded, field), compared)
        if difference is not None:
            return difference
    return None


def agrees(recorded: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    """Whether each recorded value is, as a number or as its decimal digits, what the model holds; quick to say yes."""
    for name, value in recorded.items():
        kind = type(value)
        if kind is int:
            if held.get(name) != value:
                return False
        elif kind is str:
            if str(held.get(name)) != value:
                return False
        elif kind is bool:
            if held.get(name) is not value:
                return False
        elif name != "aux":
            return False
    return True
