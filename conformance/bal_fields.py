"""The fields of BAL's recordings: the width of each, and readers of what is no plain integer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, cast

from conformance import decode
from conformance.decode import NotARecording
from conformance.schema import widths
from model.arith import U8, Width
from model.bal import Account, BalState, ExchangeMarket, ExchangeState, Market, Position

Reader: TypeAlias = Callable[[Any, str], Any]


UNRECORDED = frozenset(
    {
        "amm_jit_intensity",
        "high_leverage_margin_ratio_initial",
        "high_leverage_margin_ratio_maintenance",
        "last_oracle_price",
        "expiry_price",
        "contract_type",
        "high_leverage_mode",
        "orders",
    }
)
"""Fields of the model's market and accounts that the recordings leave out: no recorded operation reads them."""

MARKET = {name: width for name, width in widths(Market).items() if name not in UNRECORDED}
POSITION = widths(Position)
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


class Records:
    """How the market and the positions of a kind of state are recorded: integers of a width, truth values, a status."""

    def __init__(self, state: type[BalState], market: type[Market], position: type[Position]) -> None:
        self.state, self.market, self.position = state, market, position
        self.settings = {"users": U8} | widths(state)
        self.market_widths = {name: width for name, width in widths(market).items() if name not in UNRECORDED}
        self.position_widths = {name: width for name, width in widths(position).items() if name not in UNRECORDED}
        self.flags = frozenset(vars(position()).keys() - self.position_widths.keys() - UNRECORDED)
        self.market_fields = frozenset(self.market_widths) | {"status"}
        self.position_fields = frozenset(self.position_widths) | self.flags

    def decode_market(self, value: Any, field: str) -> dict[str, Any]:
        """The fields of a recorded market; `aux`, the inputs of the dynamic spread, is not looked at."""
        found = decode.fields(value, field, self.market_fields, frozenset({"aux"}))
        market: dict[str, Any] = {
            name: decode.integer(found[name], f"{field}.{name}", width) for name, width in self.market_widths.items()
        }
        market["status"] = decode.text(found["status"], f"{field}.status")
        if market["status"] not in STATUSES:
            raise NotARecording(f"is no status: {decode.shown(market['status'])}", field=f"{field}.status")
        return market

    def decode_position(self, value: Any, field: str) -> dict[str, Any]:
        """The fields of a recorded position."""
        found = decode.fields(value, field, self.position_fields)
        widths = self.position_widths.items()
        numbers = {name: decode.integer(found[name], f"{field}.{name}", width) for name, width in widths}
        return numbers | {name: decode.flag(found[name], f"{field}.{name}") for name in self.flags}


ALONE = Records(BalState, Market, Position)
EXCHANGE = Records(ExchangeState, ExchangeMarket, Account)


def records_of(state: BalState) -> Records:
    """How a state of this kind is recorded."""
    return EXCHANGE if isinstance(state, ExchangeState) else ALONE
