"""Profits and losses become collateral."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.bal import Account, Bal, ExchangeState
from model.bal.errors import (
    InsufficientCollateralForSettlingPNL,
    NoUnsettledPnl,
    PnlPoolCantSettleUser,
    UserBankrupt,
    UserHasNoPositionInMarket,
)
from model.bal.exchange import SettlePnlResult
from tests.model.bal.conftest import LP, NOW, OTHER, POOL, SOL, TAKER, USD, account, funded, pools, traded

Make = Callable[..., ExchangeState]


def settled(
    bal: Bal, state: ExchangeState, user: int, dollars: int, now: int = NOW
) -> tuple[ExchangeState, SettlePnlResult]:
    """The state after the user's profit or loss at a price of so many USD is settled."""
    return bal.settle_pnl(state, user=user, oracle_price=dollars * USD, now=now, slot=1)


@pytest.fixture
def long(bal: Bal, exchange: Make) -> Callable[..., ExchangeState]:
    """Makes an exchange in which the taker has bought 1 SOL at 100 USD."""

    def make(collateral: int = 50, **settings: int) -> ExchangeState:
        return funded(bal, traded(bal, exchange(**settings), TAKER, SOL), TAKER, collateral * USD)

    return make


@pytest.mark.parametrize(("pool", "paid"), [(30, 10), (20, 10), (15, 5), (11, 1)])
def test_a_profit_is_paid_as_far_as_the_pool_holds_more_than_all_have_won(
    bal: Bal, long: Make, pool: int, paid: int
) -> None:
    state = long(pnl_pool_balance=pool * USD * POOL)
    after, result = settled(bal, state, TAKER, 110)
    assert result.pnl_settled == paid * USD
    assert account(after, TAKER).collateral == (50 + paid) * USD
    assert account(after, TAKER).quote_asset_amount == -(100 + paid) * USD
    assert account(after, TAKER).settled_pnl == paid * USD
    assert pools(after).pnl_pool_balance == (pool - paid) * USD * POOL
    assert after.market.quote_asset_amount == -(100 + paid) * USD


def test_a_fifth_of_the_pool_of_fees_stands_in_for_profits(bal: Bal, long: Make) -> None:
    state = long(
        pnl_pool_balance=15 * USD * POOL, fee_pool_balance=5 * USD * POOL, total_fee_minus_distributions=9 * USD
    )
    assert settled(bal, state, TAKER, 110)[1].pnl_settled == 6 * USD


@pytest.mark.parametrize(("fees", "to_pool", "to_fees"), [(0, 10_000_000, 0), (50 * USD, 9_900_000, 100_000)])
def test_a_loss_goes_to_the_pool_and_a_hundredth_of_it_to_fees_that_lag_behind(
    bal: Bal, long: Make, fees: int, to_pool: int, to_fees: int
) -> None:
    after, result = settled(bal, long(total_fee_minus_distributions=fees), TAKER, 90)
    assert result.pnl_settled == -10 * USD
    assert account(after, TAKER).collateral == 40 * USD
    assert (pools(after).pnl_pool_balance, pools(after).fee_pool_balance) == (to_pool * POOL, to_fees * POOL)


@pytest.mark.parametrize("price", [80, 90, 110, 120])
def test_no_quote_is_made_or_lost(bal: Bal, long: Make, price: int) -> None:
    state = long(
        pnl_pool_balance=40 * USD * POOL, fee_pool_balance=3 * USD * POOL, total_fee_minus_distributions=9 * USD
    )

    def everything(of: ExchangeState) -> int:
        return account(of, TAKER).collateral * POOL + pools(of).pnl_pool_balance + pools(of).fee_pool_balance

    after, result = settled(bal, state, TAKER, price)
    assert everything(after) == everything(state)
    held = account(state, TAKER).quote_asset_amount + account(state, TAKER).collateral
    assert account(after, TAKER).quote_asset_amount + account(after, TAKER).collateral == held
    assert result.pnl_settled != 0


def test_fees_beyond_all_that_was_earned_go_back_to_the_pool(bal: Bal, long: Make) -> None:
    after, _ = settled(bal, long(fee_pool_balance=5 * USD * POOL), TAKER, 90)
    assert (pools(after).pnl_pool_balance, pools(after).fee_pool_balance) == (15 * USD * POOL, 0)


def test_the_reserved_fees_are_filled_up_from_the_pool(bal: Bal, long: Make) -> None:
    state = long(pnl_pool_balance=40 * USD * POOL, total_exchange_fee=6 * USD)
    after, _ = settled(bal, state, TAKER, 110)
    assert (pools(after).pnl_pool_balance, pools(after).fee_pool_balance) == (27 * USD * POOL, 3 * USD * POOL)


def test_an_empty_pool_pays_nobody(bal: Bal, long: Make) -> None:
    state = long(fee_pool_balance=100 * USD * POOL, total_fee_minus_distributions=200 * USD)
    with pytest.raises(PnlPoolCantSettleUser):
        settled(bal, state, TAKER, 110)


def test_at_the_entry_price_there_is_nothing_to_settle(bal: Bal, long: Make) -> None:
    with pytest.raises(NoUnsettledPnl):
        settled(bal, long(), TAKER, 100)


def test_a_profit_that_nothing_can_be_claimed_of_is_not_settled(bal: Bal, long: Make) -> None:
    with pytest.raises(NoUnsettledPnl):
        settled(bal, long(pnl_pool_balance=10 * USD * POOL), TAKER, 110)


def test_what_reducing_has_realised_is_paid_before_what_is_only_on_paper(bal: Bal, long: Make) -> None:
    state = long(pnl_pool_balance=10 * USD * POOL)
    state.positions[TAKER].quote_entry_amount = -104 * USD
    assert settled(bal, state, TAKER, 110)[1].pnl_settled == 4 * USD


def test_a_loss_below_maintenance_waits_for_the_liquidator(bal: Bal, long: Make) -> None:
    with pytest.raises(InsufficientCollateralForSettlingPNL):
        settled(bal, long(collateral=14), TAKER, 90)


def test_funding_is_paid_first(bal: Bal, long: Make) -> None:
    state = long()
    state.market.cumulative_funding_rate_long = 10**9  # one USD a SOL
    after, result = settled(bal, state, TAKER, 90)
    assert result.settled_position.quote_asset_amount == -101 * USD
    assert (result.pnl_settled, account(after, TAKER).cumulative_perp_funding) == (-11 * USD, -USD)


@pytest.mark.parametrize("who", [Account(), Account(remainder_base_asset_amount=1)])
def test_who_holds_nothing_has_nothing_to_settle(bal: Bal, exchange: Make, who: Account) -> None:
    state = exchange()
    state.positions[OTHER] = who
    with pytest.raises(UserHasNoPositionInMarket):
        settled(bal, state, OTHER, 100)


def test_the_bankrupt_settle_nothing(bal: Bal, exchange: Make) -> None:
    state = exchange()
    state.positions[OTHER] = Account(quote_asset_amount=-USD, bankrupt=True)
    with pytest.raises(UserBankrupt):
        settled(bal, state, OTHER, 100)


# An LP whose collateral lies between what its shares need at 5 % and at 10 % of the room that they add


@pytest.fixture
def lp(bal: Bal, exchange: Make) -> Callable[..., ExchangeState]:
    """Makes an exchange in which an LP has an eleventh of the liquidity and, at 90 USD, a loss of 10 USD."""

    def make(collateral: int = 300, **settings: object) -> ExchangeState:
        state, _ = bal.mint_lp_shares(exchange(), user=LP, n_shares=100 * SOL, now=NOW)
        assert isinstance(state, ExchangeState)
        state = funded(bal, traded(bal, state, LP, SOL), LP, collateral * USD)
        vars(state).update(settings)
        return state

    return make


def test_an_lp_short_of_margin_is_made_smaller(bal: Bal, lp: Make) -> None:
    state = lp()
    after, result = settled(bal, state, LP, 90, NOW + 60)
    assert result.initial_margin is not None
    assert not result.initial_margin.meets_margin_requirement
    assert 0 < result.shares_burned <= 100 * SOL
    left = account(after, LP)
    assert left.lp_shares == 100 * SOL - result.shares_burned
    assert after.market.user_lp_shares == left.lp_shares
    assert after.market.sqrt_k == state.market.sqrt_k - result.shares_burned
    assert result.after_burn is not None
    assert result.after_burn.position.lp_shares == left.lp_shares
    assert result.order_placed is not None
    assert (left.open_orders, left.open_asks) == (1, -result.order_placed.base_asset_amount)
    assert (result.cooldown_reset, left.last_add_perp_lp_shares_ts) == (True, NOW + 60)


def test_the_cooldown_protects_shares_from_being_burned(bal: Bal, lp: Make) -> None:
    state = lp(lp_cooldown_time=61)
    after, result = settled(bal, state, LP, 90, NOW + 60)
    assert result.initial_margin is not None
    assert not result.initial_margin.meets_margin_requirement
    assert (result.shares_burned, result.cooldown_reset, result.time_since_last_add) == (0, False, 60)
    assert result.pnl_settled == -10 * USD
    assert account(after, LP).lp_shares == 100 * SOL


def test_an_advanced_lp_is_left_alone(bal: Bal, lp: Make) -> None:
    state = lp()
    account(state, LP).advanced_lp = True
    after, result = settled(bal, state, LP, 90, NOW + 60)
    assert (result.shares_burned, result.initial_margin) == (0, None)
    assert account(after, LP).lp_shares == 100 * SOL


def test_an_lp_with_enough_margin_keeps_its_shares(bal: Bal, lp: Make) -> None:
    after, result = settled(bal, lp(collateral=100_000), LP, 90, NOW + 60)
    assert result.initial_margin is not None
    assert result.initial_margin.meets_margin_requirement
    assert (result.shares_burned, account(after, LP).lp_shares) == (0, 100 * SOL)
