"""Closed forms beside the integers: what they leave out is rounding, and no more than that."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from random import Random
from typing import Any

import pytest
from sympy import Rational

from model.holders import Holders
from model.pair import FEE_RECEIVER, LOCKED, Pair, PairState
from model.pair.state import BurnResult
from proofs.algebra import PointCase, RealNumber
from proofs.relaxation import relaxed
from properties.catalogue import catalogue
from properties.pair.closed import cost_of_round_trip, impermanent_loss
from properties.pair.situations import USER
from properties.pair.stories import reserves, swap
from tests.properties.conftest import Violated

SEEDS = range(60)


def settled(reserve0: Any, reserve1: Any, numerator: Any = 1, denominator: Any = 1, held: Any = 0) -> PairState:
    """A pair that holds its reserves; the user's shares, and as many more."""
    shares = Holders({USER: held, LOCKED: held, FEE_RECEIVER: 0})
    return PairState(
        reserve0,
        reserve1,
        0,
        reserve0,
        reserve1,
        2 * held,
        shares=shares,
        fee_numerator=numerator,
        fee_denominator=denominator,
    )


def large(random: Random) -> int:
    return random.randint(10**12, 10**30)


def regained(state: PairState, paid: Any, bought: Any, asset_in: int) -> Any:
    """What a way back pays for what was bought, by the model, on whatever kind of number it is given."""
    between = swap(Pair(), state, asset_in, paid, bought, 0).after
    return Pair().quote_out(between, bought, 1 - asset_in)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cost_of_a_round_trip_is_the_closed_form_and_two_roundings(seed: int) -> None:
    random = Random(seed)
    numerator, denominator = random.choice([(997, 1000), (1, 1), (9, 10), (9999, 10_000)])
    reserve0, reserve1, asset_in = large(random), large(random), seed % 2
    state = settled(reserve0, reserve1, numerator, denominator)
    reserve_in, _reserve_out = reserves(state, asset_in)
    paid = reserve_in * random.randint(1, 1000) // 100
    cost = paid - regained(state, paid, Pair().quote_out(state, paid, asset_in), asset_in)

    case = PointCase((), random)
    exact = settled(*(RealNumber(case, Rational(each)) for each in (reserve0, reserve1, numerator, denominator)))
    amount: Any = RealNumber(case, Rational(paid))
    bought = Pair().quote_out(exact, amount, asset_in)
    least = cost_of_round_trip(Fraction(numerator), Fraction(denominator), Fraction(reserve_in), Fraction(paid))
    assert amount - regained(exact, amount, bought, asset_in) == RealNumber(case, Rational(str(least)))
    most = amount - regained(exact, amount, bought - 1, asset_in) + 1  # a unit less bought, then a unit less regained
    assert least <= cost
    assert most > cost


@pytest.mark.parametrize("seed", SEEDS)
def test_impermanent_loss_is_the_closed_form_and_roundings(seed: int) -> None:
    random, system = Random(seed), Pair()
    held = random.randint(10**12, 10**22)
    state = settled(held * random.randint(1, 10**9), held * random.randint(1, 10**9), held=held)
    asset_in = seed % 2
    reserve_in, _ = reserves(state, asset_in)
    paid = reserve_in * random.randint(1, 500) // 100
    _, before = system.burn(state, user=USER, shares=held, now=0)
    moved = swap(system, state, asset_in, paid, system.quote_out(state, paid, asset_in), 0).after
    _, after = system.burn(moved, user=USER, shares=held, now=0)
    price, new_price = Fraction(state.reserve1, state.reserve0), Fraction(moved.reserve1, moved.reserve0)
    ratio = new_price / price
    digits = 10**60
    root = Fraction(isqrt(ratio.numerator * digits**2 // ratio.denominator), digits)
    holding = before.amount0 * new_price + before.amount1
    loss = (after.amount0 * new_price + after.amount1) / holding - 1
    # Both burns round down by less than a unit of each asset; the swap leaves less than a unit of what it pays.
    assert abs(loss - impermanent_loss(ratio, root)) * holding <= 3 * (new_price + 1)
    assert loss * holding < 3 * (new_price + 1)


def test_the_bound_of_a_round_trip_without_fee_is_attained() -> None:
    state = settled(2, 3)
    paid = 3
    cost = paid - regained(state, paid, Pair().quote_out(state, paid, 0), 0)
    assert cost * state.reserve1 == (state.reserve0 + paid - 1) + (state.reserve1 - 1)
    assert cost == 2


class QuotesLess(Pair):
    """A quote that keeps one unit for itself."""

    def quote_out(self, state: PairState, amount_in: int, asset_in: int) -> int:
        return super().quote_out(state, amount_in, asset_in) - 1


class ForgetsTheFee(Pair):
    """A pair that takes no fee, whatever its state says."""

    def quote_out(self, state: PairState, amount_in: int, asset_in: int) -> int:
        free = state.copy()
        free.fee_numerator = free.fee_denominator
        return super().quote_out(free, amount_in, asset_in)

    def check_product(self, pair: PairState, paid0: int, paid1: int) -> None:
        free = pair.copy()
        free.fee_numerator = free.fee_denominator
        super().check_product(free, paid0, paid1)


class BurnsForLess(Pair):
    """A burn that keeps a tenth of the first asset."""

    def burn(self, state: PairState, *, user: str, shares: int, now: int) -> tuple[PairState, BurnResult]:
        pair, paid = super().burn(state, user=user, shares=shares, now=now)
        return pair, BurnResult(paid.amount0 - paid.amount0 // 10, paid.amount1)


def test_a_round_trip_costs_more_than_a_unit(violated: Violated) -> None:
    assert violated("Q14", Pair()) is not None
    assert violated("Q14a", Pair()) is None
    assert violated("Q14a", QuotesLess()) is not None


@pytest.mark.parametrize(
    ("identifier", "system"), [("Q14b", ForgetsTheFee()), ("Q14b", QuotesLess()), ("Q15", BurnsForLess())]
)
def test_another_rule_has_another_closed_form(identifier: str, system: Pair) -> None:
    found = relaxed(system, catalogue()[identifier])
    assert found.unproved
    assert not relaxed(Pair(), catalogue()[identifier]).unproved
