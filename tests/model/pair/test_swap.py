"""A swap passes exactly while the product of the balances, less the fee, does not fall."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from model.errors import Rejected
from model.pair import Pair, PairState
from model.pair.errors import (
    BalanceOverflow,
    InsufficientInputAmount,
    InsufficientLiquidity,
    InsufficientOutputAmount,
    InvariantViolated,
)

Make = Callable[..., PairState]
NOW = 1_700_000_000
FEES = [(997, 1000), (1, 1), (0, 1), (9975, 10000), (1, 65535)]


def swap(pair: Pair, state: PairState, **amounts: int) -> PairState:
    nothing = {"amount0_in": 0, "amount1_in": 0, "amount0_out": 0, "amount1_out": 0}
    return pair.swap(state, user="b", now=NOW, **(nothing | amounts))[0]


@pytest.mark.parametrize("millions", [1, 7, 10**9, 2**96])
@pytest.mark.parametrize("reserve1", [2, 10, 123456, 2**111])
def test_equality_passes(pair: Pair, synced: Make, millions: int, reserve1: int) -> None:
    """`r0 = 997m, in = 1000m, out = r1/2` leaves the product, less the fee, exactly as it was."""
    state = synced(997 * millions, reserve1)
    after = swap(pair, state, amount0_in=1000 * millions, amount1_out=reserve1 // 2)
    assert (after.reserve0, after.reserve1) == (1997 * millions, reserve1 - reserve1 // 2)
    with pytest.raises(InvariantViolated) as caught:
        swap(pair, state, amount0_in=1000 * millions - 1, amount1_out=reserve1 // 2)
    assert caught.value.values["before"] > caught.value.values["adjusted0"] * caught.value.values["adjusted1"]  # type: ignore[operator]


@pytest.mark.parametrize(("numerator", "denominator"), FEES)
def test_quote_out_is_what_the_check_lets_pass_and_no_less(
    pair: Pair, synced: Make, numerator: int, denominator: int
) -> None:
    random = Random(f"{numerator}/{denominator}")
    for _ in range(300):
        reserves = [random.getrandbits(random.randint(2, 100)) + 1 for _ in range(2)]
        state = synced(*reserves, fee_numerator=numerator, fee_denominator=denominator)
        amount, asset = random.getrandbits(random.randint(1, 100)) + 1, random.randrange(2)
        out = pair.quote_out(state, amount, asset)
        assert 0 <= out < reserves[1 - asset]
        if out > 0:
            swap(pair, state, **{f"amount{asset}_in": amount, f"amount{1 - asset}_out": out})
        with pytest.raises((InvariantViolated, InsufficientLiquidity)):
            swap(pair, state, **{f"amount{asset}_in": amount, f"amount{1 - asset}_out": out + 1})


@pytest.mark.parametrize(("numerator", "denominator"), [fee for fee in FEES if fee[0]])
def test_quote_in_suffices_and_asks_at_most_one_too_much(
    pair: Pair, synced: Make, numerator: int, denominator: int
) -> None:
    random = Random(f"{numerator}/{denominator}")
    exact = 0
    for _ in range(300):
        reserves = [random.getrandbits(random.randint(2, 80)) + 2 for _ in range(2)]
        state = synced(*reserves, fee_numerator=numerator, fee_denominator=denominator)
        asset = random.randrange(2)
        out = random.randint(1, reserves[1 - asset] - 1)
        amount = pair.quote_in(state, out, asset)
        if amount + reserves[asset] >= 2**112:
            continue
        swap(pair, state, **{f"amount{asset}_in": amount, f"amount{1 - asset}_out": out})
        if amount > 2:
            with pytest.raises(InvariantViolated):
                swap(pair, state, **{f"amount{asset}_in": amount - 2, f"amount{1 - asset}_out": out})
        exact += pair.quote_out(state, amount - 1, asset) < out
    assert exact > 0


def test_quotes_refuse_empty_reserves_and_whole_ones(pair: Pair, synced: Make) -> None:
    for state in (synced(0, 5), synced(5, 0), pair.start()):
        with pytest.raises(InsufficientLiquidity):
            pair.quote_out(state, 1, 0)
    with pytest.raises(InsufficientLiquidity):
        pair.quote_in(synced(5, 5), 5, 0)


@pytest.mark.parametrize(
    ("amounts", "error", "reason"),
    [
        ({"amount0_in": 9}, InsufficientOutputAmount, "UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT"),
        ({"amount0_out": 1000, "amount1_in": 10**6}, InsufficientLiquidity, "UniswapV2: INSUFFICIENT_LIQUIDITY"),
        ({"amount1_out": 2**255, "amount0_in": 1}, InsufficientLiquidity, "UniswapV2: INSUFFICIENT_LIQUIDITY"),
        ({"amount0_out": 1}, InsufficientInputAmount, "UniswapV2: INSUFFICIENT_INPUT_AMOUNT"),
        ({"amount0_in": 100, "amount1_out": 200}, InvariantViolated, "UniswapV2: K"),
        ({"amount0_in": 2**112, "amount1_out": 1}, BalanceOverflow, "UniswapV2: OVERFLOW"),
        ({"amount0_in": 2**250, "amount1_out": 1}, Rejected, "ds-math-mul-overflow"),
        ({"amount0_in": 2**256 - 1, "amount1_out": 1}, Rejected, "ds-math-add-overflow"),
    ],
)
def test_refusals(pair: Pair, synced: Make, amounts: dict[str, int], error: type[Rejected], reason: str) -> None:
    state = synced(1000, 1000)
    with pytest.raises(error) as caught:
        swap(pair, state, **amounts)
    assert caught.value.name == reason
    assert state == synced(1000, 1000)


def test_paying_both_and_taking_both(pair: Pair, synced: Make) -> None:
    """A flash swap that gives back what it took, and the fee on it, passes; one that forgets the fee does not."""
    state = synced(10**6, 10**6)
    swap(pair, state, amount0_in=1004, amount0_out=1000, amount1_in=1004, amount1_out=1000)
    with pytest.raises(InvariantViolated):
        swap(pair, state, amount0_in=1000, amount0_out=1000, amount1_in=1000, amount1_out=1000)


def test_a_donation_is_taken_by_the_next_swap(pair: Pair, synced: Make) -> None:
    state, _ = pair.donate(synced(10**6, 10**6), user="a", amount0=5000, amount1=0)
    out = pair.quote_out(state, 5000, 0)
    after = swap(pair, state, amount1_out=out)
    assert after == swap(pair, synced(10**6, 10**6), amount0_in=5000, amount1_out=out)


@pytest.mark.parametrize("fee", [(1001, 1000), (-1, 1000), (0, 0), (1, 2**16)])
def test_a_fee_is_a_fraction(pair: Pair, fee: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="can not keep"):
        pair.start(fee_numerator=fee[0], fee_denominator=fee[1])


@pytest.mark.parametrize("fee", [(0, 1), (1, 1), (0, 65535), (65535, 65535), (997, 1000)])
def test_a_fee_that_is_a_fraction(pair: Pair, fee: tuple[int, int]) -> None:
    state = pair.start(fee_numerator=fee[0], fee_denominator=fee[1])
    assert (state.fee_numerator, state.fee_denominator) == fee
    assert (pair.start().fee_numerator, pair.start().fee_denominator) == (997, 1000)


def test_operations_are_found_by_name(pair: Pair, synced: Make) -> None:
    amounts: dict[str, Any] = {"user": "b", "amount0_in": 100, "amount1_in": 0, "amount0_out": 0, "amount1_out": 90}
    state = synced(10**6, 10**6)
    assert pair.apply(state, "swap", {**amounts, "now": NOW}) == pair.swap(state, **amounts, now=NOW)
    with pytest.raises(LookupError, match="pair has no operation 'quote_out'; it has mint, burn"):
        pair.apply(state, "quote_out", {})
