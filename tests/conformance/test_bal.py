"""The model of BAL does what the recorded program did, and the replay notices where a class or a line does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest

from conformance.adapter import Line
from conformance.bal import ADAPTER
from conformance.decode import NotARecording, read
from model.bal import Bal, BalState, Market, Position
from model.bal.state import LPMetrics
from tests.conformance.conftest import VECTORS

TRACES = VECTORS / "bal" / "traces.jsonl.gz"
FUNCTIONS = VECTORS / "bal" / "functions.jsonl.gz"
MARGIN_TRACES = VECTORS / "bal" / "margin_traces.jsonl.gz"
MARGIN_FUNCTIONS = VECTORS / "bal" / "margin_functions.jsonl.gz"

Ran = Callable[..., Any]


def copied(line: Line) -> Line:
    found: Line = json.loads(json.dumps(line))
    return found


@pytest.fixture(scope="module")
def recorded() -> list[Line]:
    """The steps of the first trace."""
    return [line for _, line in islice(read(TRACES), 61)]


@pytest.fixture
def step(recorded: list[Line]) -> Callable[..., tuple[BalState, Line]]:
    """The state before the first successful step of an operation, and a copy of its line to be changed."""

    def find(operation: str) -> tuple[BalState, Line]:
        index = next(n for n, line in enumerate(recorded) if line["op"] == operation and line["ok"])
        state = ADAPTER.resume(Bal(), ADAPTER.start(Bal(), recorded[0]), recorded[index - 1])
        return state, copied(recorded[index])

    return find


@pytest.mark.parametrize(
    ("path", "steps"), [(TRACES, 4800), (FUNCTIONS, 8189), (MARGIN_TRACES, 400), (MARGIN_FUNCTIONS, 1324)]
)
def test_the_selection_matches(ran: Ran, path: Any, steps: int) -> None:
    result = ran(path)
    assert (result.code, result.last) == (0, f"conform: {steps} of {steps} steps match")


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("market", "sqrt_k"), 1),
        (("market", "quote_asset_amount_with_unsettled_lp"), -1),
        (("market", "status"), "ReduceOnly"),
        (("positions", "0", "settled_pnl"), 1),
        (("positions", "4", "lp_shares"), "9007199254740993"),
        (("result", "n_shares"), 1),
    ],
)
def test_a_field_that_differs_is_found(
    step: Callable[..., tuple[BalState, Line]], where: tuple[str, ...], value: object
) -> None:
    state, line = step("mint_lp_shares")
    assert ADAPTER.replay(Bal(), state, line)[1] is None
    place = line
    for name in where[:-1]:
        place = place[name]
    place[where[-1]] = value
    _, difference = ADAPTER.replay(Bal(), state, line)
    assert difference is not None
    assert difference.field == ".".join(where)
    assert str(difference.expected) == str(value)


@pytest.mark.parametrize(("error", "field"), [("MathError", "ok"), ("PANIC: somewhere", "ok")])
def test_success_where_a_refusal_is_recorded(
    step: Callable[..., tuple[BalState, Line]], error: str, field: str
) -> None:
    state, line = step("settle_lp")
    line |= {"ok": False, "error": error, "result": {}}
    difference = ADAPTER.replay(Bal(), state, line)[1]
    assert difference is not None
    assert difference.field == field


@pytest.mark.parametrize(
    ("error", "matches"), [("MathError", False), ("PANIC: somewhere", True), ("DefaultError", True)]
)
def test_the_name_of_a_refusal_must_agree_where_there_is_one(
    step: Callable[..., tuple[BalState, Line]], error: str, matches: bool
) -> None:
    state, line = step("settle_lp")
    line |= {"op": "rebase_market", "args": {"expo_diff": 0}, "ok": False, "error": error, "result": {}}
    line |= {key: ADAPTER.snapshot(state)[key] for key in ("market", "positions")}
    assert (ADAPTER.replay(Bal(), state, line)[1] is None) is matches


@pytest.mark.parametrize(
    ("where", "value", "complaint"),
    [
        (("market", "sqrt_k"), True, "market.sqrt_k"),
        (("market", "sqrt_k"), -1, "does not fit u128"),
        (("market", "sqrt_k"), "many", "market.sqrt_k"),
        (("market", "surprise"), 1, "market.surprise"),
        (("market", "status"), "Closed", "market.status"),
        (("positions", "0", "lp_shares"), 2**64, "positions.0.lp_shares"),
        (("args", "n_shares"), None, "args.n_shares"),
        (("args", "extra"), 1, "args.extra"),
        (("result", "n_shares"), [], "result.n_shares"),
    ],
)
def test_what_is_no_recording_is_named(
    step: Callable[..., tuple[BalState, Line]], where: tuple[str, ...], value: object, complaint: str
) -> None:
    state, line = step("mint_lp_shares")
    place = line
    for name in where[:-1]:
        place = place[name]
    place[where[-1]] = value
    with pytest.raises(NotARecording, match=complaint):
        ADAPTER.replay(Bal(), state, line)


def test_a_snapshot_is_the_recorded_shape(recorded: list[Line]) -> None:
    state = ADAPTER.start(Bal(), recorded[0])
    assert ADAPTER.snapshot(state) == {key: recorded[0][key] for key in ("market", "positions")}


class NoFeeForLps(Bal):
    """LPs get their part of the trade and nothing of the fee."""

    def update_lp_market_position(
        self, market: Market, base_delta: int, quote_delta: int, fee: int, liquidity_split: str
    ) -> int:
        return super().update_lp_market_position(market, base_delta, quote_delta, 0, liquidity_split)


class Crashes(Bal):
    """Fails in a way that is no refusal."""

    def calculate_settle_lp_metrics(self, market: Market, position: Position) -> LPMetrics:
        raise KeyError(position.lp_shares)


def test_another_rule_differs_where_it_matters(ran: Ran) -> None:
    result = ran(TRACES, system=NoFeeForLps())
    assert result.code == 1
    assert "market.quote_asset_amount_per_lp" in result.out


def test_a_class_that_crashes_is_told(ran: Ran) -> None:
    for path in (TRACES, FUNCTIONS):
        result = ran(path, system=Crashes())
        assert result.code == 1
        assert "crashed" in result.out


def test_spreads_and_rates_are_taken_from_the_recording() -> None:
    """Some of the traces have a curve that follows an oracle; their spreads are inputs, not results."""
    found = {line["op"] for _, line in read(TRACES) if line["market"]["curve_update_intensity"] > 0}
    assert {"mint_lp_shares", "remove_lp_shares", "update_k", "formulaic_update_k", "update_funding_full"} <= found


def test_a_refused_funding_update_matches_only_a_refusal_that_some_rate_meets(
    step: Callable[..., tuple[BalState, Line]],
) -> None:
    state, line = step("settle_lp")
    line |= {"op": "update_funding_full", "args": {"oracle_price": 0}, "ok": False, "error": "MathError", "result": {}}
    line |= {key: ADAPTER.snapshot(state)[key] for key in ("market", "positions")}
    assert ADAPTER.replay(Bal(), state, line)[1] is None
