"""Recordings of Drift's BAL: traces of whole markets, examples of single functions, cases of its unit tests.

Every field of market and positions is compared after every step. What the model takes from the recording because it is
no rule of its own: with `curve_update_intensity > 0` the spreads after a change of k, and the rate which a full funding
update found from averages of prices. A refused step records neither. There, spreads that no reserves follow from stand
for a dynamic spread that refused, as the log says; and a refused full update matches if it is refused so at some rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from conformance import bal_exchange, decode
from conformance.adapter import CaseReader, FunctionReader, Line, Outcome, Skipped, Writer, attempt, judge_outcome
from conformance.bal_arguments import ARGUMENTS, OPERATIONS, READS_NOW, READS_SLOT, TAKES_SPREADS
from conformance.bal_cases import CASES
from conformance.bal_compare import compare_result, compare_state
from conformance.bal_fields import (
    ALONE,
    EXCHANGE,
    MARKET,
    UNRECORDED,
    Records,
    records_of,
)
from conformance.bal_functions import FUNCTIONS
from conformance.decode import NotARecording
from conformance.difference import Difference
from conformance.encode import encoded
from model.arith import I32, I64, I128, U32, U64
from model.bal import Bal, BalState, ExchangeState, Market, Position, Spreads
from model.holders import Holders
from model.system import System

DYNAMIC_SPREAD = "math/amm_spread"
"""In the log of a refusal: the program's module of spreads."""

UNUSABLE = Spreads(I32.high, I32.high, 0)
"""Spreads from which no reserves follow: a dynamic spread that the program could not use either."""

RATES = (0, *(sign * 10**digits for digits in range(1, 25) for sign in (1, -1)))
"""Rates to be tried where a refused funding update does not record its own."""

LINE = frozenset({"trace", "step", "op", "args", "ok", "error", "result", "now", "market", "positions"})
FOR_PEOPLE = frozenset({"log", "checks", "oracle_price"})
WITH_SLOT = FOR_PEOPLE | {"slot"}


class BalAdapter(FunctionReader, CaseReader, Writer):
    """How recordings of BAL are read."""

    system = Bal()

    @property
    def operations(self) -> tuple[str, ...]:
        """Those of the market, and of the exchange around it."""
        return OPERATIONS

    def recognises_trace(self, line: Line) -> bool:
        """A line with the BAL market in it."""
        market = line.get("market")
        return "op" in line and type(market) is dict and "sqrt_k" in market and "base_asset_amount_with_amm" in market

    def recognises_function(self, line: Line) -> bool:
        """An example of one of the functions that the model has."""
        name = line.get("fn")
        return type(name) is str and name in FUNCTIONS

    def start(self, system: System, line: Line) -> BalState:
        """The recorded first market, users who hold nothing, and the settings of the trace."""
        decode.fields(line, "", LINE, WITH_SLOT)
        settings = decode.record(line["args"], "args")
        records = EXCHANGE if "liquidator" in settings else ALONE
        decode.fields(settings, "args", frozenset(records.settings), frozenset({"class"}))
        widths = records.settings.items()
        given = {name: decode.integer(settings[name], f"args.{name}", width) for name, width in widths}
        users = given.pop("users")
        state = self.recorded_state(line, records)
        if len(state.positions) != users:
            raise NotARecording(f"expected {users} positions, got {len(state.positions)}", field="positions")
        vars(state).update(given)
        return state

    def replay(self, system: System, state: BalState, line: Line) -> tuple[BalState, Difference | None]:
        """Apply the recorded operation and compare outcome, result, market and positions."""
        decode.fields(line, "", LINE, WITH_SLOT)
        arguments = self.arguments(state, line)
        state = self.prepared(state, line["op"], arguments)
        error = line["error"]
        named = type(error) is str and not error.startswith("PANIC")
        if line["op"] == "update_funding_full" and line["ok"] is False:
            outcome, difference = refused_update(system, state, line, arguments, named)
        else:
            outcome = attempt(system, state, line["op"], arguments)
            difference = judge_outcome(line, outcome, named)
        if difference is None and decode.flag(line["ok"], "ok"):
            if isinstance(outcome.state, ExchangeState) and line["op"] in Bal.exchange_operations:
                bal = cast(Bal, system)
                difference = bal_exchange.compare(bal, outcome.state, line, arguments, outcome.result)
            else:
                difference = compare_result(line, outcome.result)
        if difference is None:
            difference = compare_state(line, outcome.state)
        return outcome.state, difference

    def prepared(self, state: BalState, operation: str, arguments: Mapping[str, Any]) -> BalState:
        """Before a fill the user's orders are off the book."""
        if isinstance(state, ExchangeState) and operation in bal_exchange.FILLS:
            return bal_exchange.without_orders(state, arguments["user"])
        return state

    def arguments(self, state: BalState, line: Line) -> dict[str, Any]:
        """The model's arguments: those of the operation, and what it is given from the recording."""
        operation = line["op"]
        readers = ARGUMENTS[operation]
        recorded = decode.fields(line["args"], "args", frozenset(readers))
        arguments = {name: read(recorded[name], f"args.{name}") for name, read in readers.items()}
        if operation in READS_NOW:
            arguments["now"] = decode.integer(line["now"], "now", I64)
        if operation in READS_SLOT:
            arguments["slot"] = decode.integer(line.get("slot"), "slot", U64)
        if operation == "settle_pnl":
            arguments |= bal_exchange.given(line)
        if operation == "update_funding_full":
            arguments["funding_rate"] = found_rate(line)
        if operation in TAKES_SPREADS and state.market.curve_update_intensity > 0:
            if line["ok"] is True:
                arguments["spreads"] = recorded_spreads(line)
            elif DYNAMIC_SPREAD in str(line.get("log")):
                arguments["spreads"] = UNUSABLE
        return arguments

    def resume(self, system: System, state: BalState, line: Line) -> BalState:
        """The recorded market and positions under the settings of the trace."""
        records = records_of(state)
        recorded = self.recorded_state(line, records)
        vars(recorded).update({name: value for name, value in vars(state).items() if name in records.settings})
        return recorded

    def recorded_state(self, line: Line, records: Records) -> BalState:
        """Market and positions of a line, decoded."""
        market = records.market(**records.decode_market(line["market"], "market"))
        positions: Holders[int, Position] = Holders()
        for key, value in decode.record(line["positions"], "positions").items():
            user = decode.integer(key, f"positions.{decode.printable(key)}", U32)
            positions[user] = records.position(**records.decode_position(value, f"positions.{user}"))
        return records.state(market, positions)

    def settings(self, state: BalState) -> dict[str, Any]:
        """The settings of the trace, and of how many users it is."""
        settings = {name: getattr(state, name) for name in records_of(state).settings if name != "users"}
        return {"users": len(state.positions)} | settings

    def told(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """What the operation is told, in which slot it is done, and what it is given that only a log tells."""
        line: dict[str, Any] = {"args": {name: encoded(arguments.get(name)) for name in ARGUMENTS[operation]}}
        if operation in READS_SLOT:
            line["slot"] = encoded(arguments["slot"])
        if arguments.get("price_offset") == bal_exchange.UNPRICED:
            line["log"] = bal_exchange.PRICING
        if arguments.get("spreads") == UNUSABLE:
            line["log"] = DYNAMIC_SPREAD
        return line

    def answered(
        self, system: System, state: BalState, operation: str, arguments: Mapping[str, Any], result: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The result as it is recorded; of an operation of the exchange with what it did on its way."""
        if operation in Bal.exchange_operations:
            return bal_exchange.recorded(cast(Bal, system), cast(ExchangeState, state), operation, arguments, result)
        return dict(result)

    def function(self, system: System, line: Line) -> Difference | None:
        """Evaluate the function on a copy of its inputs and compare what it answers or how it refuses."""
        return FUNCTIONS[line["fn"]].judge(cast(Bal, system), line)

    def recognises_case(self, line: Line) -> bool:
        """A case of one of the operations that are known."""
        name = line.get("operation")
        return type(name) is str and name in CASES

    def case(self, system: System, line: Line) -> Difference | None:
        """Do on copies of what the case starts from as it says, and compare each field that it states."""
        return CASES[line["operation"]].judge(cast(Bal, system), line)

    def snapshot(self, state: BalState) -> dict[str, Any]:
        """Market and positions in the shape of a line."""
        return {
            "market": recorded_shape(state.market),
            "positions": {str(user): recorded_shape(held) for user, held in state.positions.items()},
        }


def recorded_shape(record: Market | Position) -> dict[str, Any]:
    """The fields of a record as a line writes them."""
    return {name: encoded(value) for name, value in vars(record).items() if name not in UNRECORDED}


def recorded_spreads(line: Line) -> Spreads:
    """The spreads of the market after the step."""
    market = decode.record(line["market"], "market")
    return Spreads(*(decode.integer(market[name], f"market.{name}", MARKET[name]) for name in Spreads._fields))


def refused_update(
    system: System, state: BalState, line: Line, arguments: dict[str, Any], named: bool
) -> tuple[Outcome, Difference | None]:
    """The first outcome at some rate that agrees with the recorded refusal of a full funding update."""
    for rate in RATES:
        outcome = attempt(system, state, line["op"], arguments | {"funding_rate": rate})
        if judge_outcome(line, outcome, named) is None:
            return outcome, None
    raise Skipped("the rate of a refused funding update is not recorded")


def found_rate(line: Line) -> int | None:
    """The rate that a full funding update found, none if no update was due."""
    if line["ok"] is not True:
        return None
    result = decode.record(line["result"], "result")
    if not decode.flag(result.get("updated"), "result.updated"):
        return None
    return decode.integer(result.get("funding_rate"), "result.funding_rate", I128)


ADAPTER = BalAdapter()
