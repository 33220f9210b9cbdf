"""What a line of a BAL trace tells of each operation: the arguments, with their readers."""

from __future__ import annotations

from collections.abc import Mapping

from conformance import decode
from conformance.bal_fields import (
    Reader,
    number,
    one_of,
    recorded_or_none,
)
from conformance.schema import widths
from model.arith import U32, U64
from model.bal import Bal
from model.bal.state import LONG, LP_OWNED, PROTOCOL_OWNED, SHARED, SHORT

OPERATIONS = (*Bal.operations, *Bal.exchange_operations)

READERS: Mapping[str, Reader] = {
    "user": number(U32),
    "liquidator": number(U32),
    "direction": one_of(LONG, SHORT),
    "liquidity_split": one_of(SHARED, PROTOCOL_OWNED, LP_OWNED),
    "fill_price": recorded_or_none(U64),
    "bound_update": decode.flag,
}
"""Readers of the arguments that are no plain integers, by name."""

FROM_LINE = frozenset({"now", "slot", "price_offset"})
"""Arguments that are recorded beside the others."""

INTEGERS = {
    operation: {name: width for name, width in widths(getattr(Bal, operation)).items() if name not in FROM_LINE}
    for operation in OPERATIONS
}
"""The widths of the plain integers that a line records of each operation."""


def readers(operation: str) -> dict[str, Reader]:
    """A reader for each argument that a line records of the operation."""
    plain = {name: number(width) for name, width in INTEGERS[operation].items()}
    named = getattr(Bal, operation).__annotations__
    return plain | {name: read for name, read in READERS.items() if name in named}


ARGUMENTS = {operation: readers(operation) for operation in OPERATIONS}
READS_NOW = frozenset(each for each in OPERATIONS if "now" in widths(getattr(Bal, each)))
READS_SLOT = frozenset(each for each in OPERATIONS if "slot" in widths(getattr(Bal, each)))
TAKES_SPREADS = frozenset(each for each in OPERATIONS if "spreads" in getattr(Bal, each).__annotations__)
