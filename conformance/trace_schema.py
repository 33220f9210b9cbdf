"""The JSON Schema of recordings, made from what reads them: `trace_schema.json` beside this module is what it makes.

It describes one line. Fields, arguments and widths come from the annotations of the model, by way of the adapters.
`python -m conformance.trace_schema` writes the file anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from conformance import bal, bal_arguments, pair
from conformance.bal_cases import CASES
from conformance.bal_fields import ALONE, EXCHANGE, STATUSES, Records
from conformance.bal_functions import FUNCTIONS
from conformance.encode import LARGEST_NUMBER
from conformance.engine import START
from conformance.pair_functions import AMOUNTS
from model.arith import I64, U32, U64, U256, Width
from model.bal import LONG, LP_OWNED, PROTOCOL_OWNED, SHARED, SHORT
from model.pair import FEE_RECEIVER, LOCKED, Pair

Schema: TypeAlias = dict[str, Any]

FILE = Path(__file__).with_name("trace_schema.json")
IDENTIFIER = "tallystick/trace-1"

FLAG: Schema = {"type": "boolean"}
TEXT: Schema = {"type": "string"}
OBJECT: Schema = {"type": "object"}
NULL: Schema = {"type": "null"}


class Maker:
    """Makes schemas, and remembers which widths they name."""

    def __init__(self) -> None:
        self.widths: dict[str, Width] = {}

    def integer(self, width: Width) -> Schema:
        """An integer of the width."""
        self.widths[width.name] = width
        return {"$ref": f"#/$defs/{width.name}"}

    def integers(self, schema: Mapping[str, Width]) -> dict[str, Schema]:
        """A property for each integer."""
        return {name: self.integer(width) for name, width in schema.items()}

    def line(self, members: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
        """A step of a trace: what all have, and these members."""
        common = {
            "trace": self.integer(U64),
            "step": self.integer(U64),
            "op": TEXT,
            "args": OBJECT,
            "ok": FLAG,
            "error": {"type": ["string", "null"]},
            "result": OBJECT,
            "now": self.integer(I64),
        }
        return exactly({**common, **members}, optional)

    def steps(self, line: Schema, arguments: Mapping[str, Schema]) -> Schema:
        """The line with the arguments that belong to each operation; only a failure has an error."""
        by_operation = [
            {"if": {"properties": {"op": {"const": operation}}}, "then": {"properties": {"args": schema}}}
            for operation, schema in arguments.items()
        ]
        well = {"if": {"properties": {"ok": {"const": True}}}, "then": {"properties": {"error": NULL}}}
        known = {"properties": {"op": {"enum": list(arguments)}}}
        return {**line, "allOf": [known, *by_operation, well]}

    def pair(self) -> Schema:
        """A step of a pair."""
        shares = {
            "type": "object",
            "required": [FEE_RECEIVER, LOCKED],
            "additionalProperties": self.integer(U256),
        }
        state = exactly({**self.integers(pair.STATE), "fee_on": FLAG, "shares": shares})
        plain = {"user": TEXT, "on": FLAG}
        arguments = {
            operation: exactly(
                {
                    **{name: plain[name] for name in sorted(pair.BESIDES[operation])},
                    **self.integers(pair.RECORDED[operation]),
                }
            )
            for operation in Pair.operations
        }
        first = exactly(self.integers(pair.START))
        return self.steps(self.line({"pair": state}), {START: first, **arguments})

    def bal(self, records: Records) -> Schema:
        """A step of BAL, alone or within its exchange."""
        status = {"enum": sorted(STATUSES)}
        market = exactly({**self.integers(records.market_widths), "status": status}, {"aux": OBJECT})
        flags = dict.fromkeys(sorted(records.flags), FLAG)
        position = exactly({**self.integers(records.position_widths), **flags})
        positions = {"type": "object", "patternProperties": {digits(U32): position}, "additionalProperties": False}
        optional = {
            "log": {"description": "For people, save that it tells two refusals apart."},
            "checks": {"description": "For people."},
            "oracle_price": {"description": "For people."},
            "slot": self.integer(U64),
        }
        line = self.line({"market": market, "positions": positions}, optional)
        known = self.bal_operations(records)
        first = exactly(self.integers(records.settings), {"class": TEXT})
        return self.steps(line, {START: first, **known})

    def bal_operations(self, records: Records) -> dict[str, Schema]:
        """The arguments of each operation of such a state."""
        words: dict[str, Schema] = {
            "direction": {"enum": [LONG, SHORT]},
            "liquidity_split": {"enum": [SHARED, PROTOCOL_OWNED, LP_OWNED]},
            "fill_price": {"anyOf": [self.integer(U64), NULL]},
            "bound_update": FLAG,
            "user": self.integer(U32),
            "liquidator": self.integer(U32),
        }
        operations = bal.ADAPTER.system.operations_on(records.state(records.market()))
        return {
            operation: exactly(
                {
                    name: words[name] if name in words else self.integer(bal_arguments.INTEGERS[operation][name])
                    for name in bal_arguments.ARGUMENTS[operation]
                }
            )
            for operation in operations
        }

    def definitions(self) -> dict[str, Schema]:
        """The widths that were named."""
        return {name: numeral(width) for name, width in sorted(self.widths.items())}


def exactly(properties: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """An object of these properties, all of them there, and no others; the optional ones may be there."""
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": {**properties, **(optional or {})},
    }


def numeral(width: Width) -> Schema:
    """An integer of a width: a number up to 2**53, its decimal digits as a text beyond."""
    low, high = max(width.low, -LARGEST_NUMBER), min(width.high, LARGEST_NUMBER)
    number: Schema = {"type": "integer", "minimum": low, "maximum": high}
    return {"anyOf": [number, {"type": "string", "pattern": digits(width)}]}


def digits(width: Width) -> str:
    """The pattern of decimal digits that are about as many as the width has."""
    sign = "-?" if width.low < 0 else ""
    return rf"^(0|{sign}[1-9][0-9]{{0,{len(str(width.high)) - 1}}})$"


def trace_schema() -> Schema:
    """The schema of one line of a recording."""
    maker = Maker()
    steps = {"pair": maker.pair(), "bal": maker.bal(ALONE), "exchange": maker.bal(EXCHANGE)}
    example = {"fn": named([*FUNCTIONS, *AMOUNTS]), "id": maker.integer(U64), "in": OBJECT, "out": OBJECT, "ok": FLAG}
    error: Schema = {"error": {"type": ["string", "null"]}}
    case = {"operation": named(CASES), "id": TEXT, "source": TEXT, "before": OBJECT, "args": OBJECT, "after": OBJECT}
    kinds: dict[str, Schema] = {
        "pair_step": {"description": "A step of a pair, with the pair after it.", **steps["pair"]},
        "bal_step": {"description": "A step of BAL, with market and positions after it.", **steps["bal"]},
        "exchange_step": {"description": "A step of BAL within its exchange.", **steps["exchange"]},
        "function": {"description": "An example of one function.", **exactly(example | error, {"regime": TEXT})},
        "case": {"description": "A case of the unit tests of a program.", **exactly(case)},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": IDENTIFIER,
        "title": "One line of a recording",
        "description": (
            "A recording has one JSON object a line, or is one JSON list of them; either may be packed with gzip. The"
            f" steps of a trace follow each other; step 0 is {START!r} and tells the state before the others. A refused"
            " step leaves the state as it was. Integers beyond 2**53 are decimal strings. `conform` also holds each"
            " number to its width, which the digits here only come near to."
        ),
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in kinds],
        "$defs": {**kinds, **maker.definitions()},
    }


def named(known: Iterable[str]) -> Schema:
    """One of the names."""
    return {"enum": sorted(known)}


def text() -> str:
    """The schema as the file has it."""
    return json.dumps(trace_schema(), indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8", newline="\n")
