"""Mint, burn, donations and the protocol fee."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields

import pytest

from model.errors import MathError
from model.pair import FEE_RECEIVER, LOCKED, Pair, PairState
from model.pair.errors import (
    BalanceOverflow,
    InsufficientLiquidityBurned,
    InsufficientLiquidityMinted,
    MulOverflow,
    SubUnderflow,
)

Make = Callable[..., PairState]
NOW = 1_700_000_000


def mint(pair: Pair, state: PairState, amount0: int, amount1: int, user: str = "a") -> tuple[PairState, int]:
    after, result = pair.mint(state, user=user, amount0=amount0, amount1=amount1, now=NOW)
    return after, result.shares


def burn(pair: Pair, state: PairState, shares: int, user: str = "a") -> tuple[PairState, tuple[int, int]]:
    after, result = pair.burn(state, user=user, shares=shares, now=NOW)
    return after, (result.amount0, result.amount1)


def swapped(pair: Pair, state: PairState, amount0_in: int) -> PairState:
    out = pair.quote_out(state, amount0_in, 0)
    return pair.swap(state, user="b", amount0_in=amount0_in, amount1_in=0, amount0_out=0, amount1_out=out, now=NOW)[0]


@pytest.mark.parametrize(("amount0", "amount1"), [(1000, 1003), (1001, 1001), (1, 1002001), (2**112 - 1, 2**112 - 1)])
def test_the_first_mint_locks_a_thousand(pair: Pair, amount0: int, amount1: int) -> None:
    state, shares = mint(pair, pair.start(), amount0, amount1)
    assert (shares + 1000) ** 2 <= amount0 * amount1 < (shares + 1001) ** 2
    assert state.shares == {LOCKED: 1000, "a": shares}
    assert state.total_supply == shares + 1000
    assert (state.reserve0, state.reserve1, state.balance0, state.balance1) == (amount0, amount1, amount0, amount1)


@pytest.mark.parametrize(
    ("amounts", "error"),
    [
        ((0, 0), SubUnderflow),
        ((999, 1000), SubUnderflow),
        ((0, 2**112), SubUnderflow),
        ((1000, 1000), InsufficientLiquidityMinted),
        ((1000, 1001), InsufficientLiquidityMinted),
        ((2**112, 1000), BalanceOverflow),
        ((2**128, 2**128), MulOverflow),
    ],
)
def test_a_first_mint_that_is_refused(pair: Pair, amounts: tuple[int, int], error: type[Exception]) -> None:
    state = pair.start()
    with pytest.raises(error):
        mint(pair, state, *amounts)
    assert state == pair.start()


def test_a_later_mint_receives_the_lesser_proportion(pair: Pair, synced: Make) -> None:
    state = synced(3000, 7000, supply=10**4)
    after, shares = mint(pair, state, 300, 10**6)
    assert shares == 1000
    assert after.shares["a"] == state.shares["a"] + 1000
    with pytest.raises(InsufficientLiquidityMinted):
        mint(pair, state, 300, 0)


def test_a_mint_takes_what_was_donated(pair: Pair, synced: Make) -> None:
    state = synced(10**6, 10**6)
    donated, _ = pair.donate(state, user="b", amount0=10**5, amount1=10**5)
    assert donated.total_supply == state.total_supply
    after, shares = mint(pair, donated, 0, 0, "c")
    assert shares == 10**5
    assert after.shares["c"] == shares


def test_a_burn_shares_what_was_donated(pair: Pair, synced: Make) -> None:
    state, _ = pair.donate(synced(10**6, 10**6), user="b", amount0=999, amount1=500)
    after, paid = burn(pair, state, 250_000)
    assert paid == (250_249, 250_125)
    assert (after.balance0, after.balance1) == (state.balance0 - paid[0], state.balance1 - paid[1])
    assert (after.reserve0, after.reserve1) == (after.balance0, after.balance1)
    assert after.total_supply == 750_000


@pytest.mark.parametrize(
    ("shares", "error"),
    [(0, InsufficientLiquidityBurned), (10**6 - 999, SubUnderflow), (2**256 - 1, SubUnderflow)],
)
def test_a_burn_that_is_refused(pair: Pair, synced: Make, shares: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        burn(pair, synced(10**6, 10**6), shares)


def test_a_stranger_has_nothing_to_burn(pair: Pair, synced: Make) -> None:
    with pytest.raises(SubUnderflow) as caught:
        burn(pair, synced(10**6, 10**6), 1, "stranger")
    assert caught.value.values == {"value": -1}


def test_shares_worth_nothing_of_one_asset_can_not_be_burned(pair: Pair, synced: Make) -> None:
    state = synced(10**6, 2000, supply=10**6)
    with pytest.raises(InsufficientLiquidityBurned) as caught:
        burn(pair, state, 499)
    assert caught.value.values == {"shares": 499, "amount0": 499, "amount1": 0}
    assert burn(pair, state, 500)[1] == (500, 1)


def test_a_burn_in_an_empty_pair_divides_by_zero(pair: Pair) -> None:
    with pytest.raises(MathError):
        burn(pair, pair.start(), 0)


def test_the_protocol_fee_is_a_sixth_of_the_growth(pair: Pair) -> None:
    """The receiver's shares are worth a sixth of what `isqrt(k)` has grown by, and the rounding is not its own."""
    state, _ = mint(pair, pair.start(fee_on=True), 10**20, 4 * 10**20)
    root_before = math.isqrt(state.k_last)
    for _ in range(5):
        state = swapped(pair, state, 10**19)
    assert state.k_last == root_before**2
    root = math.isqrt(state.reserve0 * state.reserve1)
    after, _ = mint(pair, state, state.reserve0, state.reserve1, "b")
    received = after.shares[FEE_RECEIVER]
    supply = state.total_supply + received
    assert 6 * received * root <= (root - root_before) * supply < 6 * (received + 2) * root
    assert after.k_last == after.reserve0 * after.reserve1


def test_growth_is_charged_only_while_the_fee_is_on(pair: Pair) -> None:
    state, _ = mint(pair, pair.start(fee_on=False), 10**20, 10**20)
    assert state.k_last == 0
    state, _ = pair.set_fee_to(swapped(pair, state, 10**19), on=True)
    state, _ = burn(pair, state, 10**18)
    assert FEE_RECEIVER not in state.shares
    assert state.k_last == state.reserve0 * state.reserve1
    state, _ = pair.set_fee_to(swapped(pair, state, 10**19), on=False)
    state, _ = mint(pair, state, 10**19, 10**19)
    assert FEE_RECEIVER not in state.shares
    assert state.k_last == 0


def test_the_receiver_is_paid_before_its_own_burn(pair: Pair) -> None:
    state, _ = mint(pair, pair.start(fee_on=True), 10**20, 10**20)
    state, _ = burn(pair, swapped(pair, state, 10**19), 10**6)
    held = state.shares[FEE_RECEIVER]
    state = swapped(pair, state, 10**19)
    after, _ = burn(pair, state, held, FEE_RECEIVER)
    assert after.shares[FEE_RECEIVER] > 0
    assert sum(after.shares.values()) == after.total_supply


def test_skim_pays_out_the_excess_and_sync_keeps_it(pair: Pair, synced: Make) -> None:
    state = synced(10**6, 10**6)
    donated, _ = pair.donate(state, user="a", amount0=7, amount1=9)
    skimmed, _ = pair.skim(donated, user="b")
    assert skimmed == state
    kept, _ = pair.sync(donated, now=NOW)
    assert (kept.reserve0, kept.reserve1) == (10**6 + 7, 10**6 + 9)
    too_much, _ = pair.donate(state, user="a", amount0=2**112, amount1=0)
    with pytest.raises(BalanceOverflow):
        pair.sync(too_much, now=NOW)


@dataclass
class WithVolume(PairState):
    """Counts something more."""

    volume: int = 0


@pytest.mark.parametrize("kind", [PairState, WithVolume])
def test_a_copy_has_every_field(kind: type[PairState]) -> None:
    state = kind()
    for value, each in enumerate(fields(kind), start=1):
        setattr(state, each.name, value)
    copied = state.copy()
    assert type(copied) is kind
    assert copied == state
    assert copied is not state


def test_nothing_is_changed_in_place(pair: Pair, synced: Make) -> None:
    state = synced(10**6, 10**6, fee_on=True, k_last=10**10)
    for arguments in (
        ("mint", {"user": "c", "amount0": 10**5, "amount1": 10**5, "now": NOW}),
        ("burn", {"user": "a", "shares": 10**5, "now": NOW}),
        ("donate", {"user": "a", "amount0": 1, "amount1": 1}),
        ("set_fee_to", {"on": False}),
        ("sync", {"now": NOW + 5}),
        ("skim", {"user": "a"}),
    ):
        pair.apply(state, *arguments)
        assert state == synced(10**6, 10**6, fee_on=True, k_last=10**10)
