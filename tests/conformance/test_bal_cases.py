"""The model does what the program's own unit tests say, and the replay notices where a case or a class does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.adapter import Line
from conformance.bal import ADAPTER
from conformance.bal_cases import CASES
from conformance.decode import read
from conformance.difference import Difference
from model.bal import Bal, Market, Position
from model.bal.errors import InvalidPositionDelta
from model.bal.state import LPMetrics, SettleResult
from tests.conformance.conftest import VECTORS, Ran

FILE = VECTORS / "bal" / "unit_cases.json.gz"
RECORDED: dict[str, Line] = {line["id"]: line for _, line in read(FILE)}


def changed(identity: str, *where: str | int, to: object) -> Line:
    """The case with one value replaced, or put there."""
    line: Line = json.loads(json.dumps(RECORDED[identity]))
    place: Any = line
    for name in where[:-1]:
        place = place[name]
    place[where[-1]] = to
    return line


@pytest.mark.parametrize("identity", RECORDED)
def test_the_model_does_what_the_case_says(identity: str) -> None:
    assert ADAPTER.case(Bal(), RECORDED[identity]) is None


def test_each_case_counts_as_a_step(ran: Callable[..., Ran]) -> None:
    result = ran(FILE)
    assert (result.code, result.last) == (0, f"conform: {len(RECORDED)} of {len(RECORDED)} steps match")
    assert f"{FILE}: bal cases, {len(RECORDED)} of {len(RECORDED)} match" in result.out


def test_every_operation_occurs() -> None:
    assert {line["operation"] for line in RECORDED.values()} == set(CASES)


@pytest.mark.parametrize(
    ("identity", "where", "value"),
    [
        ("prop-1", ("after", "result"), 0),
        ("lpba-1", ("after", "open_bids"), 6),
        ("margin-2", ("after", "sim", "base_asset_amount"), 0),
        ("formk-5", ("after", "market", "sqrt_k"), 1),
        ("utype-01", ("after", "type"), "Close"),
        ("sim-a", ("after", "num_flips"), 5),
        ("updk-bound-2", ("after", "ok"), False),
        ("fill-1", ("after", "position", "quote_break_even_amount"), 0),
        ("qul-3", ("after", "market", "status"), "ReduceOnly"),
    ],
)
def test_a_changed_number_is_told_with_its_field(identity: str, where: tuple[str, ...], value: object) -> None:
    difference = ADAPTER.case(Bal(), changed(identity, *where, to=value))
    assert difference is not None
    assert (difference.field, difference.expected) == (".".join(where), value)


def test_a_list_is_shown_in_full_beside_the_one_found() -> None:
    line = changed("sim-a", "after", "flips", to=[0, 1, 18])
    assert ADAPTER.case(Bal(), line) == Difference("after.flips", (0, 1, 18), (0, 1, 18, 19))


def test_a_difference_names_the_case(ran: Callable[..., Ran], written: Callable[..., Path]) -> None:
    result = ran(written([RECORDED["prop-1"], changed("prop-2", "after", "result", to=7)]))
    assert result.code == 1
    assert "line 2: case prop-2, get_proportion_u128\n  field     after.result\n  expected  7\n" in result.out


@pytest.mark.parametrize(
    ("after", "field", "expected"),
    [
        ({"error": "MathError"}, "error", "MathError"),
        ({"error": "InvalidUpdateK (less than half)"}, None, None),
        ({"sqrt_k": 10**9}, "ok", "ok"),
    ],
)
def test_a_refusal_must_be_the_stated_one(after: Line, field: str | None, expected: str | None) -> None:
    difference = ADAPTER.case(Bal(), changed("updk-bound-1", "after", to=after))
    assert (difference and difference.field, difference and difference.expected) == (field, expected)


def test_success_where_a_refusal_is_stated() -> None:
    line = changed("prop-1", "after", to={"error": "MathError"})
    assert ADAPTER.case(Bal(), line) == Difference("ok", "refused: MathError", "ok")


def test_a_refusal_before_the_last_step_is_not_the_stated_one() -> None:
    refused = RECORDED["lpc-01"]
    assert ADAPTER.case(Bal(), refused) is None
    line = changed("lpc-01", "args", "steps", to=[*refused["args"]["steps"], {"op": "settle"}])
    difference = ADAPTER.case(Bal(), line)
    assert difference is not None
    assert (difference.field, difference.expected) == ("error", refused["after"]["error"])
    assert "step 3, settle" in difference.got


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (
            changed("prop-1", "operation", to="get_proportion"),
            "field operation: 'get_proportion' is no operation in cases",
        ),
        (changed("prop-1", "operation", to=None), "field operation: expected a text, got null"),
        (changed("prop-1", "id", to=1), "field id: expected a text, got 1"),
        (changed("prop-1", "after", to=[]), "field after: expected an object, got a list of 0"),
        (changed("prop-1", "after", to={}), "field after: states nothing that could be compared"),
        (changed("prop-1", "after", to={"note": "all is well"}), "field after: states nothing that could be compared"),
        (changed("prop-1", "after", "cost", to=1), "field after.cost: is unknown, so it can not be compared"),
        (changed("prop-1", "after", "result", to="many"), "field after.result: expected an integer, got 'many'"),
        (changed("prop-1", "after", "error", to="MathError"), "field after.error: is stated beside results"),
        (changed("prop-1", "verdict", to=1), "field verdict: is unknown, so it can not be compared"),
        (changed("prop-1", "args", "value", to=-(2**127) - 1), "does not fit i128"),
        (changed("prop-1", "args", "rounding", to="up"), "field args.rounding: is unknown"),
        (changed("prop-1", "before", "market", to={}), "field before.market: is unknown"),
        (changed("lpba-1", "before", to={}), "field before.market: is missing"),
        (changed("lpba-1", "before", "market", "sqrt_k", to=1.5), "field before.market.sqrt_k: '1.5' is no integer"),
        (changed("lpba-1", "before", "market", "depth", to=1), "field before.market.depth: is unknown"),
        (changed("lpba-1", "before", "market", "status", to="Closed"), "field before.market.status: expected one of"),
        (changed("lpba-1", "after", "market", to={"depth": 1}), "field after.market.depth: is unknown"),
        (changed("klp-1", "args", "steps", to=[]), "field args.steps: the list is empty"),
        (changed("klp-1", "args", "steps", to={}), "field args.steps: expected a list, got an object of 0"),
        (
            changed("klp-1", "args", "steps", 2, "op", to="repeg"),
            "field args.steps[2].op: 'repeg' is no step of a case",
        ),
        (changed("klp-1", "args", "steps", 0, "n_shares", to=-1), "field args.steps[0].n_shares: -1 does not fit u64"),
        (
            changed("klp-1", "args", "steps", to=[{"op": "adjust_k_cost_with_precomputed"}]),
            "field args.steps: adjust_k_cost_with_precomputed has no compute_update_k before it",
        ),
        (changed("sim-a", "args", "generator", to="i in 0..2999: rest"), "field args.generator: is not understood"),
        (changed("sim-a", "args", "first", to="mint 2e9"), "field args.first: is not understood: 'mint 2e9'"),
        (changed("sim-a", "after", "flips", to=[True]), "field after.flips[0]: expected an integer, got true"),
        (changed("utype-01", "after", "type", to="Grow"), "field after.type: expected one of"),
        (changed("fill-1", "args", "direction", to="long"), "field args.direction: expected one of Long, Short"),
    ],
)
def test_a_malformed_case_is_refused_in_one_sentence(
    ran: Callable[..., Ran], written: Callable[..., Path], line: Line, complaint: str
) -> None:
    path = written([line])
    result = ran(path)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(f"{path}, line 1")
    assert complaint in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("name", ["id", "source", "before", "args", "after"])
def test_a_missing_part_of_a_case_is_named(ran: Callable[..., Ran], written: Callable[..., Path], name: str) -> None:
    path = written([{key: value for key, value in RECORDED["prop-1"].items() if key != name}])
    assert ran(path).err == f"{path}, line 1, field {name}: is missing\n"


class SmallRemainders(Bal):
    """Settles no remainder at all."""

    def calculate_settle_lp_metrics(self, market: Market, position: Position) -> LPMetrics:
        return super().calculate_settle_lp_metrics(market, position)._replace(remainder_base_asset_amount=0)


class Crashes(Bal):
    """Fails in a way that is no refusal."""

    def settle_lp_position(self, market: Market, position: Position) -> SettleResult:
        raise KeyError(position.lp_shares)


class NeverSettles(Bal):
    """Its k goes up and down for ever."""

    def formulaic_update_of_k(self, market: Market, funding_imbalance_cost: int, spreads: object = None) -> bool:
        market.sqrt_k ^= 1
        return True


class RefusesAll(Bal):
    """Refuses every settlement."""

    def settle_lp_position(self, market: Market, position: Position) -> SettleResult:
        raise InvalidPositionDelta("for no reason", lp_shares=position.lp_shares)


@pytest.mark.parametrize(
    ("system", "identity", "got"),
    [
        (SmallRemainders(), "settle-metrics-2", "0"),
        (Crashes(), "klp-1", "crashed: KeyError: "),
        (NeverSettles(), "formk-5", "crashed: RuntimeError: k still changes"),
        (RefusesAll(), "klp-1", "refused: InvalidPositionDelta: for no reason"),
    ],
)
def test_another_class_differs_where_it_matters(system: Bal, identity: str, got: str) -> None:
    difference = ADAPTER.case(system, RECORDED[identity])
    assert difference is not None
    assert str(difference.got).startswith(got)
