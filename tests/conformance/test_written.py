"""What an adapter writes is what the real programs' recorders wrote: told, answered and remembered, to the digit."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from conformance import bal, pair
from conformance.adapter import Writer, attempt
from conformance.bal_exchange import PRICING, UNPRICED
from conformance.decode import read
from conformance.encode import encoded
from model.bal import Spreads
from model.errors import MathError
from model.pair.errors import InvariantViolated
from tests.conformance.conftest import PAIR, VECTORS

FOR_PEOPLE = frozenset({"log", "checks", "oracle_price", "trace", "step", "op", "class"})
MARGIN = VECTORS / "bal" / "margin_traces.jsonl.gz"
TRACES = VECTORS / "bal" / "traces.jsonl.gz"


def arguments_of(adapter: Writer, state: Any, line: dict[str, Any]) -> dict[str, Any]:
    """The arguments of the model that a line tells."""
    if isinstance(adapter, bal.BalAdapter):
        return adapter.arguments(state, line)
    assert isinstance(adapter, pair.PairAdapter)
    return adapter.arguments(line)


def compared(line: dict[str, Any]) -> dict[str, Any]:
    """The members of a line that are not for people alone; who holds no shares of a pair need not be named."""
    kept = {name: value for name, value in line.items() if name not in FOR_PEOPLE}
    if "market" in kept:
        kept["market"] = {name: value for name, value in kept["market"].items() if name != "aux"}
    if "pair" in kept:
        shares = {user: held for user, held in kept["pair"]["shares"].items() if held}
        kept["pair"] = kept["pair"] | {"shares": shares}
    return kept


@pytest.mark.parametrize(
    ("adapter", "path"),
    [(pair.ADAPTER, PAIR), (bal.ADAPTER, TRACES), (bal.ADAPTER, MARGIN)],
    ids=["pair", "bal", "exchange"],
)
def test_recorded_lines_are_written_again(adapter: Writer, path: Path) -> None:
    system, state, succeeded = adapter.system, None, 0
    for _, line in islice(read(path), 900):
        if line["step"] == 0:
            state = adapter.start(system, line)
            line["args"].pop("class", None)
            assert encoded(adapter.settings(state)) == line["args"]
            again = compared(line | encoded(adapter.snapshot(state)))
            assert again == compared(line)
            continue
        if line["ok"]:
            arguments = arguments_of(adapter, state, line)
            before = adapter.prepared(state, line["op"], arguments)
            outcome = attempt(system, before, line["op"], arguments)
            state, succeeded = outcome.state, succeeded + 1
            answer = adapter.answered(system, state, line["op"], arguments, outcome.result)
            again = {"ok": True, "error": None, "now": line["now"], "result": encoded(answer)}
            again |= adapter.told(line["op"], arguments) | encoded(adapter.snapshot(state))
            told = compared(line)
            if "slot" not in again:
                told.pop("slot", None)
            assert compared(again) == told
        else:
            state = adapter.resume(system, state, line)
    assert succeeded > 200


def test_what_only_a_log_tells_is_logged() -> None:
    settled = {"user": 0, "oracle_price": 5, "now": 1, "slot": 2}
    assert "log" not in bal.ADAPTER.told("settle_pnl", settled | {"price_offset": 0})
    assert bal.ADAPTER.told("settle_pnl", settled | {"price_offset": UNPRICED})["log"] == PRICING
    updated = {"new_sqrt_k": 10, "bound_update": True}
    assert "log" not in bal.ADAPTER.told("update_k", updated | {"spreads": Spreads(1, 1, 0)})
    assert bal.ADAPTER.told("update_k", updated | {"spreads": bal.UNUSABLE})["log"] == bal.DYNAMIC_SPREAD


def test_a_refusal_that_no_contract_names_is_written_without_a_name() -> None:
    assert pair.ADAPTER.reason(MathError("division by zero")) is None
    assert pair.ADAPTER.reason(InvariantViolated()) == "UniswapV2: K"
    assert bal.ADAPTER.reason(MathError("division by zero")) == "MathError"
