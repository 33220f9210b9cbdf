"""The fields of BAL's recordings: the width of each, and readers of what is no plain integer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, cast

from conformance import decode
from conformance.decode import NotARecording
from conformance.schema import widths
from model.arith import Width
from model.bal import Market, Position

Reader: TypeAlias = Callable[[Any, str], Any]


UNRECORDED = frozenset({"amm_jit_intensity"})
"""Fields of the model's market that the recordings leave out: no recorded operation reads them."""

MARKET = {name: width for name, width in widths(Market).items() if name not in UNRECORDED}
POSITION = widths(Position)
MARKET_FIELDS = frozenset(MARKET) | {"status"}
POSITION_FIELDS = frozenset(POSITION)
STATUSES = frozenset({"Initialized", "Active", "ReduceOnly", "Settlement", "Delisted"})


def number(width: Width) -> Reader:
    """A reader of integers of the width."""
    return lambda value, field: decode.integer(value, field, width)


def recorded_or_none(width: Width) -> Reader:
    """A reader of integers of the width, or null."""
    return lambda value, field: None if value is None else decode.integer(value, field, width)


def one_of(*options: str) -> Reader:
    """A reader of one of a few words."""

    def read(value: Any, field: str) -> str:
        if decode.text(value, field) not in options:
            raise NotARecording(f"expected one of {', '.join(options)}, got {decode.shown(value)}", field=field)
        return cast(str, value)

    return read
