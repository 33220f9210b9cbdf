"""A user below maintenance loses shares first, and then as much of the position as it lacks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.bal import Account, Bal, ExchangeMarket, ExchangeState, Prices
from model.bal.errors import (
    InsufficientCollateral,
    InvalidBaseAssetAmountForLiquidatePerp,
    PositionDoesntHaveOpenPositionOrOrders,
    SufficientCollateral,
    UserBankrupt,
)
from model.bal.exchange import LiquidationResult
from tests.model.bal.conftest import LIQUIDATOR, LP, NOW, PERCENT, SOL, TAKER, USD, account, funded, pools, traded

Make = Callable[..., ExchangeState]

AT_100 = Prices(100 * USD)
SLOT = 1000


def liquidated(
    bal: Bal, state: ExchangeState, dollars: int, user: int = TAKER, at_most: int = 1000 * SOL, slot: int = SLOT
) -> tuple[ExchangeState, LiquidationResult]:
    """The state after the user is liquidated at a price of so many USD."""
    return bal.liquidate_perp(
        state,
        user=user,
        liquidator=LIQUIDATOR,
        liquidator_max_base_asset_amount=at_most,
        oracle_price=dollars * USD,
        slot=slot,
    )


@pytest.fixture
def trader(bal: Bal, exchange: Make) -> Callable[..., ExchangeState]:
    """Makes an exchange in which the taker has traded 10 SOL at 100 USD with 100 USD of collateral."""

    def make(sols: int = 10, collateral: int = 100, **settings: int) -> ExchangeState:
        return funded(bal, traded(bal, exchange(**settings), TAKER, sols * SOL), TAKER, collateral * USD)

    return make


@pytest.mark.parametrize(("sols", "price"), [(10, 95), (-10, 104)])
def test_who_meets_maintenance_is_not_liquidated(bal: Bal, trader: Make, sols: int, price: int) -> None:
    with pytest.raises(SufficientCollateral):
        liquidated(bal, trader(sols), price)


@pytest.mark.parametrize(("sols", "price"), [(10, 94), (-10, 105)])
def test_base_goes_to_the_liquidator_at_the_price_less_the_fees(bal: Bal, trader: Make, sols: int, price: int) -> None:
    state = trader(sols, if_liquidation_fee=5_000)
    after, result = liquidated(bal, state, price)
    base = result.base_asset_amount_transferred
    value = abs(base) * price // 1000
    assert base * sols > 0
    assert abs(base) % pools(state).order_step_size == 0
    assert account(after, TAKER).base_asset_amount == sols * SOL - base
    assert account(after, LIQUIDATOR).base_asset_amount == base
    assert after.market.base_asset_amount_long + after.market.base_asset_amount_short == sols * SOL
    assert result.liquidator_quote_change == (value // 100 - value if sols > 0 else value // 100 + value)
    assert result.user_quote_change + result.liquidator_quote_change == -result.if_fee
    assert pools(after).total_liquidation_fee == result.if_fee > 0


@pytest.mark.parametrize(("sols", "price"), [(10, 94), (-10, 105), (10, 92), (-10, 107)])
def test_the_user_leaves_above_maintenance_and_keeps_the_rest(bal: Bal, trader: Make, sols: int, price: int) -> None:
    state = trader(sols)
    after, result = liquidated(bal, state, price)
    assert (result.entered, result.being_liquidated, account(after, TAKER).being_liquidated) == (True, False, False)
    margin = bal.liquidation_margin(after, pools(after), account(after, TAKER), Prices(price * USD))
    assert margin.meets_margin_requirement  # if not always with the buffer, which the fee's loss is not counted in
    assert 0 < abs(result.base_asset_amount_transferred) < 10 * SOL


def test_a_liquidator_that_takes_less_leaves_the_user_in_liquidation(bal: Bal, trader: Make) -> None:
    after, result = liquidated(bal, trader(), 94, at_most=SOL)
    user = account(after, TAKER)
    assert (result.base_asset_amount_transferred, user.being_liquidated, user.last_active_slot) == (SOL, True, SLOT)
    assert user.liquidation_margin_freed > 0


def test_who_has_recovered_leaves_without_losing_anything(bal: Bal, trader: Make) -> None:
    state, _ = liquidated(bal, trader(), 94, at_most=SOL)
    after, result = liquidated(bal, state, 110)
    assert (result.entered, result.base_asset_amount_transferred) == (False, 0)
    user = account(after, TAKER)
    assert (user.being_liquidated, user.liquidation_margin_freed, user.base_asset_amount) == (False, 0, 9 * SOL)


def test_a_position_worth_little_goes_at_once(bal: Bal, exchange: Make) -> None:
    state = funded(bal, traded(bal, exchange(), TAKER, SOL // 2), TAKER, 2 * USD)
    _, result = liquidated(bal, state, 100)
    assert result.base_asset_amount_transferred == SOL // 2


def test_who_has_nothing_left_and_owes_is_bankrupt(bal: Bal, trader: Make) -> None:
    after, result = liquidated(bal, trader(), 80)
    assert (result.base_asset_amount_transferred, result.bankrupt) == (10 * SOL, False)
    state = trader(collateral=0)
    after, result = liquidated(bal, state, 80)
    assert (result.base_asset_amount_transferred, result.bankrupt, account(after, TAKER).bankrupt) == (
        10 * SOL,
        True,
        True,
    )
    with pytest.raises(UserBankrupt):
        liquidated(bal, after, 80)


@pytest.mark.parametrize(
    ("owes", "bankrupt"),
    [
        (Account(collateral=-1), True),
        (Account(quote_asset_amount=-1), True),
        (Account(), False),
        (Account(collateral=-1, quote_asset_amount=1), False),
        (Account(collateral=1, quote_asset_amount=-1), False),
        (Account(collateral=-1, base_asset_amount=1), False),
        (Account(collateral=-1, open_orders=1), False),
        (Account(collateral=-1, lp_shares=1), False),
    ],
)
def test_an_lp_or_whoever_holds_something_is_never_bankrupt(bal: Bal, owes: Account, bankrupt: bool) -> None:
    assert bal.is_bankrupt(owes) is bankrupt


def test_less_than_a_step_is_not_taken_over(bal: Bal, trader: Make) -> None:
    with pytest.raises(InvalidBaseAssetAmountForLiquidatePerp):
        liquidated(bal, trader(), 94, at_most=SOL // 100 - 1)


def test_a_borrower_without_a_position_is_not_liquidated_here(bal: Bal, exchange: Make) -> None:
    state = exchange()
    state.positions[TAKER] = Account(quote_asset_amount=1, collateral=-USD)
    with pytest.raises(PositionDoesntHaveOpenPositionOrOrders):
        liquidated(bal, state, 100)


def test_the_liquidator_must_be_able_to_carry_what_it_takes(bal: Bal, trader: Make) -> None:
    with pytest.raises(InsufficientCollateral):
        liquidated(bal, funded(bal, trader(), LIQUIDATOR, USD), 94)


# LPs


@pytest.fixture
def lp(bal: Bal, exchange: Make) -> Callable[..., ExchangeState]:
    """Makes an exchange in which an LP has an eleventh of the liquidity, and as much base and collateral as asked for."""

    def make(collateral: int, sols: int = 0) -> ExchangeState:
        state, _ = bal.mint_lp_shares(exchange(), user=LP, n_shares=100 * SOL, now=NOW)
        assert isinstance(state, ExchangeState)
        if sols:
            state = traded(bal, state, LP, sols * SOL)
        return funded(bal, state, LP, collateral * USD)

    return make


def test_shares_go_before_base_and_no_more_if_that_suffices(bal: Bal, lp: Make) -> None:
    state = lp(100, sols=1)
    state.lp_cooldown_time = 10**9  # protects from the user only
    after, result = liquidated(bal, state, 100, LP)
    assert result.shares_burned == 100 * SOL
    assert (account(after, LP).lp_shares, after.market.user_lp_shares) == (0, 0)
    assert after.market.sqrt_k == state.market.sqrt_k - 100 * SOL
    assert (result.base_asset_amount_transferred, account(after, LP).base_asset_amount) == (0, SOL)
    assert not result.being_liquidated


def test_base_follows_where_the_shares_do_not_suffice(bal: Bal, lp: Make) -> None:
    after, result = liquidated(bal, lp(40, sols=10), 100, LP)
    assert result.shares_burned == 100 * SOL
    assert result.after_burn is not None
    assert result.after_burn.position.base_asset_amount == 10 * SOL
    assert result.after_burn.liquidation_margin is not None
    assert not result.after_burn.liquidation_margin.can_exit_liquidation
    assert 0 < result.base_asset_amount_transferred < 10 * SOL
    assert account(after, LIQUIDATOR).base_asset_amount == result.base_asset_amount_transferred


def test_orders_are_cancelled_with_the_shares(bal: Bal, lp: Make) -> None:
    state = lp(100, sols=1)
    vars(account(state, LP)).update(open_orders=1, open_bids=SOL)
    after, _ = liquidated(bal, state, 100, LP)
    assert (account(after, LP).open_orders, account(after, LP).open_bids) == (0, 0)


# Fees and amounts


@pytest.mark.parametrize(
    ("elapsed", "fee"), [(0, 10_000), (1499, 10_000), (1500, 11_500), (20_000, 30_000), (10**6, 30_000)]
)
def test_the_liquidators_fee_rises_after_a_time_up_to_three_times(bal: Bal, elapsed: int, fee: int) -> None:
    market = ExchangeMarket(liquidator_fee=10_000, margin_ratio_maintenance=500)
    assert bal.get_liquidation_fee(market, Account(last_active_slot=5), 5 + elapsed) == fee


def test_the_liquidators_fee_does_not_rise_beyond_maintenance(bal: Bal) -> None:
    market = ExchangeMarket(liquidator_fee=10_000, margin_ratio_maintenance=200)
    assert bal.get_liquidation_fee(market, Account(), 10**6) == 20_000


def test_a_clock_that_goes_back_raises_nothing(bal: Bal) -> None:
    assert bal.get_liquidation_fee(ExchangeMarket(liquidator_fee=10_000), Account(last_active_slot=9), 1) == 10_000


@pytest.mark.parametrize(
    ("shortage", "own", "fee"),
    [
        (0, 5_000, 5_000),  # all of the margin beyond the liquidator's fee is to spare
        (0, 10**6, 38_000),  # 19 of 20 parts of 5 % less 1 %
        (3 * USD, 10**6, 9_500),  # 3 % of the value is needed to cover the shortage
        (4 * USD, 10**6, 0),
        (100 * USD, 10**6, 0),
    ],
)
def test_the_insurance_fund_has_a_part_of_what_is_to_spare(bal: Bal, shortage: int, own: int, fee: int) -> None:
    assert bal.calculate_perp_if_fee(shortage, SOL, 5 * PERCENT, 10_000, AT_100, own) == fee


def test_where_the_liquidators_fee_takes_all_margin_the_fund_has_nothing(bal: Bal) -> None:
    assert bal.calculate_perp_if_fee(0, SOL, PERCENT, 10_000, AT_100, 5_000) == 0
    assert bal.base_to_cover_shortage(USD, PERCENT, 10_000, 0, AT_100, 1) == 2**64 - 1


@pytest.mark.parametrize(("step", "base"), [(1, 250_000_000), (SOL // 10, 300_000_000)])
def test_a_sol_at_a_hundred_frees_its_margin_less_the_fees(bal: Bal, step: int, base: int) -> None:
    # 5 % less 1 %: 4 USD a SOL
    assert bal.base_to_cover_shortage(USD, 5 * PERCENT, 10_000, 0, AT_100, step) == base


@pytest.mark.parametrize(
    ("elapsed", "freed", "part"), [(0, 0, 10), (50, 0, 60), (90, 0, 100), (500, 0, 100), (0, 100, 0), (50, 100, 20)]
)
def test_a_large_shortage_is_freed_as_time_passes(bal: Bal, elapsed: int, freed: int, part: int) -> None:
    state = ExchangeState(initial_pct_to_liquidate=10 * PERCENT, liquidation_duration=100)
    user = Account(liquidation_margin_freed=freed * USD, last_active_slot=SLOT)
    assert bal.max_pct_to_liquidate(state, user, 100 * USD, SLOT + elapsed) == part * PERCENT


def test_a_small_shortage_is_freed_at_once(bal: Bal) -> None:
    state = ExchangeState(initial_pct_to_liquidate=10 * PERCENT, liquidation_duration=100)
    assert bal.max_pct_to_liquidate(state, Account(), 50 * USD - 1, 0) == 100 * PERCENT
    assert bal.max_pct_to_liquidate(state, Account(), 50 * USD, 0) == 10 * PERCENT
