"""What is measured is what the code does, and measuring changes nothing."""

from __future__ import annotations

from types import CodeType
from typing import Any

import pytest

from model.bal import Bal
from model.errors import Rejected
from model.pair import Pair, PairState
from vectors.measured import Measured
from vectors.pair import PairSubject


class Both(Pair):
    """Decides in every way that there is."""

    def sync(self, state: PairState, *, now: int) -> Any:
        low = 1 if now > 5 or state.fee_on else 2
        if not (now == 8 and state.total_supply == 0):
            low += sum(each for each in range(now) if each % 2)
        while low > 100:
            low -= 100
        return state, low


def answers(measured: Measured, function: str) -> set[tuple[str, str]]:
    """What the decisions of a function have been asked and have answered."""
    found = [(measured.decision(way), measured.answer(way)) for way in measured.taken]
    return {(decision.text, answer) for decision, answer in found if decision.function == function}


NEVER_ABOVE = ("low > 100", "false")
EVEN_AND_ODD = {("each % 2", "true"), ("each % 2", "false")}


@pytest.mark.parametrize(
    ("now", "fee_on", "expected"),
    [
        (0, False, {("now > 5", "false"), ("state.fee_on", "false"), ("now == 8", "false")}),
        (5, True, {("now > 5", "false"), ("state.fee_on", "true"), ("now == 8", "false"), *EVEN_AND_ODD}),
        (6, True, {("now > 5", "true"), ("now == 8", "false"), *EVEN_AND_ODD}),
        (8, True, {("now > 5", "true"), ("now == 8", "true"), ("state.total_supply == 0", "true")}),
    ],
)
def test_each_operand_counts(now: int, fee_on: bool, expected: set[tuple[str, str]]) -> None:
    system = Both()
    measured = Measured(system)
    with measured.on():
        system.sync(system.start(fee_on=fee_on), now=now)
    assert answers(measured, "Both.sync") == expected | {NEVER_ABOVE}


def names_in(code: CodeType) -> set[str]:
    """The names in a function's code, and in that of what is defined inside of it."""
    inner = [names_in(each) for each in code.co_consts if isinstance(each, CodeType)]
    return set(code.co_names).union(*inner)


def test_a_loop_is_asked_until_it_ends() -> None:
    system = Both()
    measured = Measured(system)
    with measured.on():
        _, left = system.sync(system.start(), now=41)
    assert {("low > 100", "true"), NEVER_ABOVE} <= answers(measured, "Both.sync")
    assert 0 < left <= 100


def test_a_guard_fits_refuses_or_wraps() -> None:
    system = Pair()
    measured = Measured(system)
    state, _ = system.mint(system.start(), user="a", amount0=10**6, amount1=10**6, now=5)
    with measured.on():
        with pytest.raises(Rejected, match="add-overflow"):
            system.donate(state, user="a", amount0=1, amount1=2**256 - 1)
        system.sync(state, now=3)
    assert answers(measured, "Pair.receive") == {
        ("added(pair.balance0 + amount0)", "fits"),
        ("added(pair.balance1 + amount1)", "ds-math-add-overflow"),
    }
    assert ("clock(timestamp - pair.block_timestamp_last)", "wraps") in answers(measured, "Pair.accumulate_prices")


def test_the_code_is_restored_whatever_happens() -> None:
    before = {name: held.__code__ for name, held in vars(Pair).items() if hasattr(held, "__code__")}
    measured = Measured(Pair())
    with pytest.raises(KeyError), measured.on():
        assert Pair.mint.__code__ is not before["mint"]
        raise KeyError
    assert {name: held.__code__ for name, held in vars(Pair).items() if hasattr(held, "__code__")} == before


@pytest.mark.parametrize("system", [Pair(), Bal()])
def test_every_function_that_is_counted_can_be_measured(system: Pair | Bal) -> None:
    """A function whose code is not exchanged would never be seen to decide anything."""
    measured = Measured(system)
    with measured.on():
        told = {
            name
            for source in measured.sources
            for holder in (source.module, *(each for each in vars(source.module).values() if isinstance(each, type)))
            for held in vars(holder).values()
            for plain in [getattr(held, "fget", None) or held]
            if hasattr(plain, "__code__")
            for name in [plain.__code__.co_qualname]
            if {"__decided__", "__guarded__"} & names_in(plain.__code__)
        }
    assert {each.function for each in measured.decisions} == told


def test_what_no_operation_reaches_is_named() -> None:
    assert "model/pair/system.py:quote_in" in Measured(Pair()).passed_over()
    assert Measured(Pair(), PairSubject.functions).passed_over() == ["model/pair/system.py:start"]
