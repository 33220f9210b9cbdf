"""The clock of 32 bits and the price accumulators of 256 wrap, and lose nothing by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.arith import I8, U8, U32, wrap
from model.pair import Pair, PairState

Make = Callable[..., PairState]
NOW = 1_700_000_000
ONE = 2**112


def test_prices_are_summed_over_the_seconds_before_the_change(pair: Pair, synced: Make) -> None:
    state, _ = pair.donate(synced(1000, 3000), user="a", amount0=500, amount1=0)
    first, _ = pair.sync(state, now=NOW + 10)
    assert first.price0_cumulative_last == 3 * ONE * 10
    assert first.price1_cumulative_last == ONE // 3 * 10
    second, _ = pair.sync(first, now=NOW + 11)
    assert second.price0_cumulative_last == 3 * ONE * 10 + 2 * ONE


def test_no_time_and_no_reserves_count_nothing(pair: Pair, synced: Make) -> None:
    same, _ = pair.sync(synced(1000, 3000), now=NOW)
    assert same == synced(1000, 3000)
    empty, _ = pair.sync(pair.start(), now=NOW)
    assert (empty.price0_cumulative_last, empty.price1_cumulative_last, empty.block_timestamp_last) == (0, 0, NOW)
    one_sided, _ = pair.sync(synced(1000, 0), now=NOW + 9)
    assert (one_sided.price0_cumulative_last, one_sided.price1_cumulative_last) == (0, 0)


@pytest.mark.parametrize("now", [2**32 + 4, 5 * 2**32 + 4])
def test_the_clock_wraps(pair: Pair, synced: Make, now: int) -> None:
    state = synced(1000, 1000)
    state.block_timestamp_last = 2**32 - 6
    after, _ = pair.sync(state, now=now)
    assert after.block_timestamp_last == 4
    assert after.price0_cumulative_last == 10 * ONE


def test_accumulators_wrap(pair: Pair, synced: Make) -> None:
    state = synced(1000, 1000, price0_cumulative_last=2**256 - ONE, price1_cumulative_last=2**256 - 1)
    after, _ = pair.sync(state, now=NOW + 2)
    assert after.price0_cumulative_last == ONE
    assert after.price1_cumulative_last == 2 * ONE - 1


def test_the_largest_price_fits(pair: Pair, synced: Make) -> None:
    state = synced(1, 2**112 - 1)
    state.block_timestamp_last = 0
    after, _ = pair.sync(state, now=2**32 - 1)
    assert after.price0_cumulative_last == (2**112 - 1) * ONE * (2**32 - 1) < 2**256


@pytest.mark.parametrize(
    ("value", "wrapped"), [(0, 0), (255, 255), (256, 0), (-1, 255), (-257, 255), (2**300 + 7, 7), (-(2**300), 0)]
)
def test_wrap_unsigned(value: int, wrapped: int) -> None:
    assert wrap(value, U8) == wrapped


@pytest.mark.parametrize(("value", "wrapped"), [(127, 127), (128, -128), (-129, 127), (-128, -128), (256, 0)])
def test_wrap_signed(value: int, wrapped: int) -> None:
    assert wrap(value, I8) == wrapped


def test_wrap_refuses_what_is_no_integer() -> None:
    with pytest.raises(TypeError, match="expected an integer, got str"):
        wrap("7", U32)  # type: ignore[arg-type]
