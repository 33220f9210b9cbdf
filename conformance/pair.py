"""Recordings of a constant-product pair: traces of operations with the state of the pair after each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from conformance import pair_functions
from conformance.adapter import FunctionReader, Line, Writer, attempt, judge_outcome
from conformance.decode import NotARecording, fields, flag, integer, integers, record, text
from conformance.difference import Difference, first_difference
from conformance.encode import encoded
from conformance.schema import widths
from model.arith import U64, U256
from model.errors import Rejected
from model.holders import Holders
from model.pair import FEE_RECEIVER, LOCKED, BurnResult, MintResult, Nothing, Pair, PairState
from model.system import System

LINE = frozenset({"trace", "step", "op", "args", "ok", "error", "result", "now", "pair"})

FEE = ("fee_numerator", "fee_denominator")
STATE = {name: width for name, width in widths(PairState).items() if name not in FEE}
PAIR = frozenset({*STATE, "fee_on", "shares"})
START = {name: width for name, width in widths(PairState).items() if name in FEE}

ARGUMENTS = {operation: widths(getattr(Pair, operation)) for operation in Pair.operations}
RECORDED = {op: {name: width for name, width in known.items() if name != "now"} for op, known in ARGUMENTS.items()}
BESIDES = {op: frozenset(getattr(Pair, op).__annotations__) & {"user", "on"} for op in Pair.operations} | {
    "sync": frozenset()
}
RESULTS = {op: widths({"mint": MintResult, "burn": BurnResult}.get(op, Nothing)) for op in Pair.operations}

NAMED = ("UniswapV2: ", "ds-math-")
"""How the reasons begin that the contracts give. Other failures (an invalid opcode, say) have none to compare."""


class PairAdapter(FunctionReader, Writer):
    """Traces of a pair. The first line is judged too: the pair must begin as empty as the recorded one."""

    system = Pair()
    judges_start = True

    def recognises_trace(self, line: Line) -> bool:
        return "pair" in line

    def start(self, system: System, line: Line) -> PairState:
        fields(line, "", LINE)
        fee = integers(line["args"], "args", START)
        recorded = self._recorded(line)
        if not line["ok"]:
            raise NotARecording("a trace can not begin with a failure", field="ok")
        try:
            return system.start(**fee, fee_on=recorded["fee_on"])  # type: ignore[attr-defined, no-any-return]
        except ValueError as error:
            raise NotARecording(str(error), field="args") from None

    def judge_start(self, system: System, state: PairState, line: Line) -> Difference | None:
        return self._compare(state, self._recorded(line))

    def replay(self, system: System, state: PairState, line: Line) -> tuple[PairState, Difference | None]:
        operation = line["op"]
        fields(line, "", LINE)
        recorded = self._recorded(line)
        result = integers(line["result"], "result", RESULTS[operation] if line["ok"] else {})
        outcome = attempt(system, state, operation, self.arguments(line))
        difference = judge_outcome(line, outcome, self._is_named(line)) or first_difference(
            "result", result, outcome.result
        )
        return outcome.state, difference or self._compare(outcome.state, recorded)

    def recognises_function(self, line: Line) -> bool:
        """A quote."""
        return line.get("fn") in pair_functions.AMOUNTS

    def function(self, system: System, line: Line) -> Difference | None:
        return pair_functions.judge(cast(Pair, system), line, self._is_named(line))

    def resume(self, system: System, state: PairState, line: Line) -> PairState:
        recorded = self._recorded(line)
        recorded["shares"] = Holders(recorded["shares"])
        return replace(state, **recorded)

    def snapshot(self, state: PairState) -> dict[str, Any]:
        return {"pair": self._fields(state)}

    def settings(self, state: PairState) -> dict[str, Any]:
        return {name: getattr(state, name) for name in FEE}

    def told(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        return {"args": {name: encoded(value) for name, value in arguments.items() if name != "now"}}

    def reason(self, refusal: Rejected) -> str | None:
        """The contracts' own, if they give one."""
        return refusal.name if refusal.name.startswith(NAMED) else None

    def _fields(self, state: PairState) -> dict[str, Any]:
        numbers = {name: getattr(state, name) for name in STATE}
        return numbers | {"fee_on": state.fee_on, "shares": {FEE_RECEIVER: 0, LOCKED: 0} | state.shares}

    def _is_named(self, line: Line) -> bool:
        """Whether the line gives a reason that can be compared."""
        return line["error"] is not None and line["error"].startswith(NAMED)

    def arguments(self, line: Line) -> dict[str, Any]:
        """What the operation is told: what the line gives, and the time if it looks at the clock."""
        operation = line["op"]
        schema, besides = RECORDED[operation], BESIDES[operation]
        given = fields(line["args"], "args", besides.union(schema))
        arguments: dict[str, Any] = {
            name: integer(given[name], f"args.{name}", width) for name, width in schema.items()
        }
        if "user" in besides:
            arguments["user"] = text(given["user"], "args.user")
        if "on" in besides:
            arguments["on"] = flag(given["on"], "args.on")
        if "now" in ARGUMENTS[operation]:
            arguments["now"] = integer(line["now"], "now", U64)
        return arguments

    def _recorded(self, line: Line) -> dict[str, Any]:
        """The recorded pair, decoded."""
        pair = fields(line["pair"], "pair", PAIR)
        recorded: dict[str, Any] = {name: integer(pair[name], f"pair.{name}", width) for name, width in STATE.items()}
        shares = record(pair["shares"], "pair.shares")
        fields(shares, "pair.shares", frozenset({FEE_RECEIVER, LOCKED}), frozenset(shares))
        recorded["fee_on"] = flag(pair["fee_on"], "pair.fee_on")
        recorded["shares"] = {user: integer(held, f"pair.shares.{user}", U256) for user, held in shares.items()}
        return recorded

    def _compare(self, state: PairState, recorded: dict[str, Any]) -> Difference | None:
        """The first field of the pair that is not as recorded; who holds nothing need not be named on either side."""
        here = self._fields(state)
        if here == recorded:
            return None
        expected_shares, shares = recorded.pop("shares"), here.pop("shares")
        users = sorted(expected_shares.keys() | shares.keys())
        return first_difference("pair", recorded, here) or first_difference(
            "pair.shares",
            {user: expected_shares.get(user, 0) for user in users},
            {user: shares.get(user, 0) for user in users},
        )


ADAPTER = PairAdapter()
