"""The model of the pair does what the recorded bytecode did, and the replay notices where a class does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.decode import read
from conformance.pair import ADAPTER
from model.pair import Pair, PairState
from tests.conformance.conftest import PAIR, Ran

Run = Callable[..., Ran]
Write = Callable[[Any], Path]
Lines = list[dict[str, Any]]


def test_every_recorded_step_matches(ran: Run) -> None:
    found = ran(PAIR)
    assert found == Ran(0, f"{PAIR}: pair traces, 10050 of 10050 match\nconform: 10050 of 10050 steps match\n", "")


def test_the_selection_holds_every_operation_and_every_refusal() -> None:
    seen = {(line["op"], line["error"]) for _, line in read(PAIR)}
    assert {operation for operation, _ in seen} == {"init", *Pair.operations}
    assert {error for _, error in seen} == {
        None,
        "ds-math-sub-underflow",
        "UniswapV2: INSUFFICIENT_INPUT_AMOUNT",
        "UniswapV2: INSUFFICIENT_LIQUIDITY",
        "UniswapV2: INSUFFICIENT_LIQUIDITY_BURNED",
        "UniswapV2: INSUFFICIENT_LIQUIDITY_MINTED",
        "UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT",
        "UniswapV2: K",
        "UniswapV2: OVERFLOW",
    }


class OneShareMore(Pair):
    """Rounds the shares of a mint up."""

    def shares_for(self, pair: PairState, paid0: int, paid1: int) -> int:
        return super().shares_for(pair, paid0, paid1) + 1


class Lenient(Pair):
    """Forgets the fee."""

    def check_product(self, pair: PairState, paid0: int, paid1: int) -> None:
        pair = pair.copy()
        pair.fee_numerator = pair.fee_denominator
        super().check_product(pair, paid0, paid1)


class Impure(Pair):
    """Changes the state that it is given."""

    def sync(self, state: PairState, *, now: int) -> Any:
        state.k_last += 1
        return super().sync(state, now=now)


class Broken(Pair):
    """Fails in a way that is no refusal."""

    def burn(self, state: PairState, *, user: str, shares: int, now: int) -> Any:
        raise ZeroDivisionError("of its own making")


class Other(Pair):
    """Begins with something in the till."""

    def start(self, **facts: Any) -> PairState:
        state = super().start(**facts)
        state.k_last = 1
        return state


@pytest.mark.parametrize(
    ("kind", "operation", "field"),
    [
        (OneShareMore, "mint", "result.shares"),
        (Lenient, "swap", "ok"),
        (Impure, "sync", "pair.k_last"),
        (Broken, "burn", "ok"),
        (Other, "init", "pair.k_last"),
    ],
)
def test_a_class_that_differs_is_found_out(ran: Run, kind: type[Pair], operation: str, field: str) -> None:
    found = ran(PAIR, system=kind())
    assert found.code == 1
    assert f", {operation}\n  field     {field}\n" in found.out
    matched, total = (int(word) for word in found.last.split() if word.isdigit())
    assert total == 10050
    assert 0.5 * total < matched < total, "one wrong rule must not spoil the steps that do not use it"


def test_a_crash_is_told_as_such(ran: Run) -> None:
    found = ran(PAIR, system=Broken())
    assert "  got       crashed: ZeroDivisionError: of its own making\n" in found.out


def test_a_class_that_crashes_at_its_start_differs(ran: Run) -> None:
    class Stillborn(Pair):
        def start(self, **_: Any) -> Any:
            raise KeyError("settings")

    found = ran(PAIR, system=Stillborn())
    assert found.code == 1
    assert "line 1: trace 1, step 0, init\n" in found.out
    assert "  got       crashed: KeyError: 'settings'\n" in found.out
    assert found.last.startswith("conform: 0 of 10050 steps match, 10000 skipped")


def test_a_class_that_ends_the_program_differs(ran: Run) -> None:
    class Leaving(Pair):
        def mint(self, state: PairState, **_: Any) -> Any:
            raise SystemExit(0)

    found = ran(PAIR, system=Leaving())
    assert found.code == 1
    assert "  got       crashed: SystemExit: 0\n" in found.out


@pytest.mark.parametrize(
    ("member", "value", "field", "got"),
    [
        ("reserve0", 7, "pair.reserve0", "829696747689386081914396241732"),
        ("price1_cumulative_last", "99", "pair.price1_cumulative_last", "0"),
        ("fee_on", False, "pair.fee_on", "true"),
    ],
)
def test_a_field_that_differs_is_named(
    ran: Run, written: Write, lines: Lines, member: str, value: object, field: str, got: str
) -> None:
    lines[3]["pair"][member] = value
    path = written(lines[:4])
    found = ran(path)
    assert found.code == 1
    assert found.out == (
        f"{path}: pair traces, 3 of 4 match\n"
        f"first difference: {path}, line 4: trace 1, step 3, swap\n"
        f"  field     {field}\n"
        f"  expected  {str(value).lower()}\n"
        f"  got       {got}\n"
        "conform: 3 of 4 steps match\n"
    )


def test_the_replay_goes_on_from_the_recorded_state(ran: Run, written: Write, lines: Lines) -> None:
    for line in lines[4:]:
        line["pair"]["shares"]["a"] = 12345
    assert ran(written(lines)).last == f"conform: {len(lines) - 1} of {len(lines)} steps match"


def test_a_result_that_differs_is_named(ran: Run, written: Write, lines: Lines) -> None:
    lines[1]["result"]["shares"] = 5
    found = ran(written(lines))
    assert "field     result.shares\n  expected  5\n  got       9818583017456074723410380374\n" in found.out


def test_another_reason_for_a_refusal_is_a_difference(ran: Run, written: Write, lines: Lines) -> None:
    lines[3]["error"] = "UniswapV2: LOCKED"
    found = ran(written(lines))
    assert found.code == 1
    assert "  field     error\n  expected  UniswapV2: LOCKED\n  got       UniswapV2: K: " in found.out


@pytest.mark.parametrize("reason", [None, "", "InvalidFEOpcode", "out of gas"])
def test_a_failure_without_a_reason_is_matched_by_any_refusal(
    ran: Run, written: Write, lines: Lines, reason: str | None
) -> None:
    lines[3]["error"] = reason
    assert ran(written(lines)).code == 0


def test_a_success_that_was_recorded_as_a_refusal(ran: Run, written: Write, lines: Lines) -> None:
    lines[6] |= {"ok": False, "error": "UniswapV2: K"}
    assert "  expected  refused: UniswapV2: K\n  got       ok\n" in ran(written(lines)).out


def test_who_holds_nothing_need_not_be_named(ran: Run, written: Write, lines: Lines) -> None:
    for line in lines:
        line["pair"]["shares"] = {user: held for user, held in line["pair"]["shares"].items() if held or user != "b"}
        del line["pair"]["shares"]["c"]
    assert ran(written(lines)).code == 0


def test_snapshot_and_resume_are_inverse(lines: Lines) -> None:
    state = ADAPTER.start(ADAPTER.system, lines[0])
    resumed = ADAPTER.resume(ADAPTER.system, state, lines[7])
    _, difference = ADAPTER.replay(ADAPTER.system, ADAPTER.resume(ADAPTER.system, state, lines[6]), lines[7])
    assert difference is None
    assert {name: str(value) for name, value in ADAPTER.snapshot(resumed)["pair"].items() if name != "shares"} == {
        name: str(value) for name, value in lines[7]["pair"].items() if name != "shares"
    }


# Quotes


@pytest.fixture
def quote() -> dict[str, Any]:
    """What is asked of the reserves with equality in the check of the product, and half of the other reserve."""
    pool = {"reserve0": 997 * 10**6, "reserve1": 10**9, "fee_numerator": 997, "fee_denominator": 1000}
    asked = {**pool, "amount_in": 10**9, "asset_in": 0}
    return {"fn": "quote_out", "id": 1, "in": asked, "ok": True, "error": None, "out": {"amount": 5 * 10**8}}


def test_a_quote_matches(ran: Run, written: Write, quote: dict[str, Any]) -> None:
    assert ran(written([quote])).last == "conform: 1 of 1 steps match"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"out": {"amount": 5 * 10**8 + 1}}, "  field     out.amount\n  expected  500000001\n  got       500000000\n"),
        ({"ok": False, "error": "UniswapV2: K", "out": {}}, "  expected  refused: UniswapV2: K\n  got       ok\n"),
    ],
)
def test_a_quote_that_differs(
    ran: Run, written: Write, quote: dict[str, Any], changed: dict[str, Any], told: str
) -> None:
    found = ran(written([quote | changed]))
    assert found.code == 1
    assert told in found.out


@pytest.mark.parametrize(
    ("where", "value", "told"),
    [
        ("asset_in", 2, "in.asset_in: 2 does not fit asset"),
        ("amount_in", 2**256, "in.amount_in"),
        ("reserve0", 2**112, "does not fit u112"),
        ("amount_out", 1, "in.amount_out: is unknown"),
    ],
)
def test_what_is_no_quote(ran: Run, written: Write, quote: dict[str, Any], where: str, value: int, told: str) -> None:
    quote["in"][where] = value
    found = ran(written([quote]))
    assert found.code == 3
    assert told in found.err


def test_a_class_with_another_quote_is_found_out(ran: Run, written: Write, quote: dict[str, Any]) -> None:
    class Generous(Pair):
        """Rounds up."""

        def quote_out(self, state: PairState, amount_in: int, asset_in: int) -> int:
            return super().quote_out(state, amount_in, asset_in) + 1

    assert ran(written([quote]), system=Generous()).code == 1
