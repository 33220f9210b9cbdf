"""What a position was entered at, and how far the bounds of the curve lie from its price."""

from __future__ import annotations

import pytest

from model.bal import Bal, Position
from model.bal.errors import InvalidAmmDetected, InvalidConcentrationCoef, MathError
from tests.model.bal.conftest import SOL, USD


@pytest.mark.parametrize("sign", [1, -1])
def test_a_price_is_quote_per_base_on_both_sides(bal: Bal, sign: int) -> None:
    position = Position(
        base_asset_amount=2 * SOL * sign,
        quote_asset_amount=-206 * USD * sign,
        quote_entry_amount=-200 * USD * sign,
        quote_break_even_amount=-202 * USD * sign,
    )
    assert bal.entry_price(position) == 100 * USD
    assert bal.break_even_price(position) == 101 * USD
    assert bal.cost_basis(position) == 103 * USD


def test_a_remainder_was_entered_too_and_is_left_out_of_the_cost(bal: Bal) -> None:
    position = Position(
        base_asset_amount=SOL,
        remainder_base_asset_amount=SOL,
        quote_asset_amount=-200 * USD,
        quote_entry_amount=-200 * USD,
    )
    assert (bal.entry_price(position), bal.cost_basis(position)) == (100 * USD, 200 * USD)


def test_without_base_there_is_no_price(bal: Bal) -> None:
    cancelled = Position(base_asset_amount=SOL, remainder_base_asset_amount=-SOL, quote_entry_amount=-USD)
    assert bal.entry_price(cancelled) == bal.break_even_price(cancelled) == 0
    assert bal.cost_basis(Position(quote_asset_amount=-USD)) == 0


@pytest.mark.parametrize("quote", [2, -2])
def test_a_price_is_rounded_toward_zero(bal: Bal, quote: int) -> None:
    assert bal.quote_per_base(quote, 3 * 10**9) == 0
    assert bal.quote_per_base(2 * quote, 3 * 10**9) == -quote // 2


@pytest.mark.parametrize("scale", [1, 2, 5, 100])
def test_a_larger_scale_brings_the_bounds_closer(bal: Bal, scale: int) -> None:
    state = bal.start(sqrt_k=1000 * SOL, peg_multiplier=100 * USD)
    wide, close = state.market, state.market.copy()
    bal.update_concentration_coef(close, scale)
    assert close.concentration_coef == 1_000_000 + 414_200 // scale
    assert wide.min_base_asset_reserve <= close.min_base_asset_reserve < 1000 * SOL
    assert wide.max_base_asset_reserve >= close.max_base_asset_reserve > 1000 * SOL
    assert close.base_asset_reserve == wide.base_asset_reserve


@pytest.mark.parametrize("scale", [0, 414_201])
def test_a_scale_that_leaves_nothing_above_one_is_refused(bal: Bal, scale: int) -> None:
    market = bal.start(sqrt_k=1000 * SOL, peg_multiplier=100 * USD).market
    before = market.copy()
    with pytest.raises(InvalidConcentrationCoef):
        bal.update_concentration_coef(market, scale)
    assert market == before


def test_bounds_are_not_moved_while_the_terminal_reserve_is_out_of_date(bal: Bal) -> None:
    market = bal.start(sqrt_k=1000 * SOL, peg_multiplier=100 * USD).market
    market.terminal_quote_asset_reserve += 1
    with pytest.raises(InvalidAmmDetected):
        bal.update_concentration_coef(market, 2)


def test_the_terminal_price_is_the_price_where_nobody_holds_anything(bal: Bal) -> None:
    market = bal.start(sqrt_k=1000 * SOL, peg_multiplier=100 * USD).market
    assert bal.terminal_price(market) == bal.reserve_price(market) == 100 * USD


def test_a_fillers_reward_comes_out_of_the_fee(bal: Bal) -> None:
    fees = bal.calculate_fee_for_fulfillment_with_amm(100 * USD, 7, 1, 100, filler_reward=USD // 4)
    assert (fees.user_fee, fees.fee_to_market_for_lp) == (USD, 3 * USD // 4)
    assert fees.fee_to_market == fees.fee_to_market_for_lp + 7
    with pytest.raises(MathError):
        bal.calculate_fee_for_fulfillment_with_amm(100 * USD, 7, 1, 100, filler_reward=USD + 1)


def test_a_fillers_reward_beside_a_maker_comes_out_of_the_surplus(bal: Bal) -> None:
    fees = bal.calculate_fee_for_fulfillment_with_amm(100 * USD, 7, 1, 100, is_post_only=True, filler_reward=3)
    assert (fees.fee_to_market, fees.fee_to_market_for_lp) == (4, 0)
    with pytest.raises(MathError):
        bal.calculate_fee_for_fulfillment_with_amm(100 * USD, 7, 1, 100, is_post_only=True, filler_reward=8)
