"""How an LP short of margin is made to hold less."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.bal import LONG, SHORT, Account, Bal, ExchangeMarket, ExchangeState, Prices
from model.bal.errors import (
    CastingFailure,
    InsufficientCollateral,
    MathError,
    OrderAmountTooSmall,
    Panic,
    UserIsBeingLiquidated,
)
from model.bal.exchange import Order, OrderPlaced, Reduction
from tests.model.bal.conftest import NOW, PERCENT, SOL, USD

STEP = SOL // 10
AT_100 = Prices(100 * USD)

Make = Callable[..., ExchangeState]


@pytest.fixture
def market() -> ExchangeMarket:
    """10 % of margin; half of the reserve of 100 SOL is left on either side; an LP is given 1 SOL per SOL of shares."""
    return ExchangeMarket(
        sqrt_k=50 * SOL,
        base_asset_reserve=50 * SOL,
        max_base_asset_reserve=100 * SOL,
        base_asset_amount_per_lp=SOL,
        order_step_size=STEP,
        margin_ratio_initial=10 * PERCENT,
    )


def lp(shares: int, base_asset_amount: int = 0) -> Account:
    """An LP that has been given nothing since it settled."""
    return Account(lp_shares=shares, last_base_asset_amount_per_lp=SOL, base_asset_amount=base_asset_amount)


# Which shares and how much base: a SOL at 100 USD takes 10 USD of margin away when it is closed


@pytest.mark.parametrize(
    ("shortage", "closed"),
    [(0, 0), (10 * USD, SOL), (10 * USD + 10**6, SOL + STEP), (9_950_000, SOL), (39_999_999, 4 * SOL)],
)
def test_where_closing_would_do_a_tenth_of_the_shares_goes_all_the_same(
    bal: Bal, market: ExchangeMarket, shortage: int, closed: int
) -> None:
    found = bal.calculate_lp_shares_to_burn_for_risk_reduction(
        market, lp(20 * SOL, base_asset_amount=4 * SOL), AT_100, shortage
    )
    assert found == Reduction(2 * SOL, closed)


def test_a_tenth_of_the_shares_is_at_least_a_step(bal: Bal, market: ExchangeMarket) -> None:
    found = bal.calculate_lp_shares_to_burn_for_risk_reduction(
        market, lp(5 * STEP, base_asset_amount=4 * SOL), AT_100, 10 * USD
    )
    assert found.lp_shares_to_burn == STEP


@pytest.mark.parametrize(("shortage", "percent"), [(60, 10), (61, 11), (140, 50), (240, 100), (10_000, 100)])
def test_where_it_would_not_as_many_per_cent_go_as_of_the_open_orders_are_needed(
    bal: Bal, market: ExchangeMarket, shortage: int, percent: int
) -> None:
    # 20 of 50 SOL of liquidity: 20 SOL of open orders on each side, beyond the 4 SOL that are held
    found = bal.calculate_lp_shares_to_burn_for_risk_reduction(
        market, lp(20 * SOL, base_asset_amount=4 * SOL), AT_100, shortage * USD
    )
    assert found == Reduction(20 * SOL * percent // 100, 4 * SOL)


def test_what_an_lp_has_been_given_counts_as_held(bal: Bal, market: ExchangeMarket) -> None:
    unsettled = Account(lp_shares=20 * SOL)
    settled = lp(20 * SOL, base_asset_amount=20 * SOL)
    found = [
        bal.calculate_lp_shares_to_burn_for_risk_reduction(market, each, AT_100, 100 * USD)
        for each in (unsettled, settled)
    ]
    assert found == [Reduction(2 * SOL, 10 * SOL)] * 2


def test_a_larger_ratio_of_the_users_own_takes_less(bal: Bal, market: ExchangeMarket) -> None:
    found = bal.calculate_lp_shares_to_burn_for_risk_reduction(
        market, lp(20 * SOL, base_asset_amount=4 * SOL), AT_100, 20 * USD, custom_margin_ratio=20 * PERCENT
    )
    assert found.base_asset_amount_to_close == SOL


def test_fewer_shares_than_a_step_stop_the_program(bal: Bal, market: ExchangeMarket) -> None:
    with pytest.raises(Panic):
        bal.calculate_lp_shares_to_burn_for_risk_reduction(market, lp(STEP - 1), AT_100, USD)


@pytest.mark.parametrize(("price", "error"), [(0, MathError), (-1, CastingFailure)])
def test_there_must_be_a_price(bal: Bal, market: ExchangeMarket, price: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        bal.calculate_lp_shares_to_burn_for_risk_reduction(market, lp(20 * SOL), Prices(price), USD)


def test_without_room_nothing_says_how_many_shares(bal: Bal, market: ExchangeMarket) -> None:
    market.min_base_asset_reserve = market.max_base_asset_reserve = market.base_asset_reserve
    with pytest.raises(MathError):
        bal.calculate_lp_shares_to_burn_for_risk_reduction(market, lp(20 * SOL), AT_100, USD)


# The order that is left


def order(
    bal: Bal, account: Account, amount: int, state: ExchangeState, offset: int = 0, now: int = NOW
) -> OrderPlaced | None:
    """Leave an order to close that much."""
    market = state.market
    assert isinstance(market, ExchangeMarket)
    return bal.place_close_order(state, market, account, AT_100, amount, offset, now, slot=7)


@pytest.mark.parametrize(("base", "direction"), [(SOL, SHORT), (0, SHORT), (-SOL, LONG)])
def test_the_order_is_against_the_position(bal: Bal, exchange: Make, base: int, direction: str) -> None:
    account = Account(base_asset_amount=base, quote_asset_amount=-100 * base // 1000, collateral=1000 * USD)
    placed = order(bal, account, 155 * STEP // 100, exchange(order_step_size=STEP))
    assert placed == OrderPlaced(direction, STEP)
    assert (account.open_orders, account.last_active_slot) == (1, 7)
    assert (account.open_bids, account.open_asks) == ((STEP, 0) if direction == LONG else (0, -STEP))


def test_a_full_book_takes_no_order(bal: Bal, exchange: Make) -> None:
    account = Account(base_asset_amount=SOL, collateral=1000 * USD, open_orders=32)
    assert order(bal, account, SOL, exchange()) is None
    assert account == Account(base_asset_amount=SOL, collateral=1000 * USD, open_orders=32)


def test_less_than_a_step_is_no_order(bal: Bal, exchange: Make) -> None:
    with pytest.raises(OrderAmountTooSmall):
        order(bal, Account(base_asset_amount=SOL, collateral=1000 * USD), STEP - 1, exchange(order_step_size=STEP))


@pytest.mark.parametrize("offset", [2**31, -(2**31) - 1])
def test_the_offset_of_its_price_must_fit(bal: Bal, exchange: Make, offset: int) -> None:
    with pytest.raises(CastingFailure):
        order(bal, Account(base_asset_amount=SOL, collateral=1000 * USD), SOL, exchange(), offset)


def test_an_order_is_refused_to_who_is_below_maintenance(bal: Bal, exchange: Make) -> None:
    poor = Account(base_asset_amount=SOL, quote_asset_amount=-100 * USD, collateral=4 * USD)
    with pytest.raises(InsufficientCollateral):
        order(bal, poor, SOL, exchange())


@pytest.mark.parametrize(("later", "orders"), [(50, 2), (51, 1)])
def test_orders_leave_the_book_when_their_time_is_over(bal: Bal, exchange: Make, later: int, orders: int) -> None:
    account = Account(base_asset_amount=SOL, quote_asset_amount=-100 * USD, collateral=1000 * USD)
    order(bal, account, SOL, exchange())
    order(bal, account, 2 * STEP, exchange(), now=NOW + later)
    assert account.open_orders == len(account.orders) == orders
    assert account.open_asks == -sum(each.base_asset_amount for each in account.orders)


def test_an_order_of_an_account_in_liquidation_waits_until_it_has_recovered(bal: Bal, exchange: Make) -> None:
    poor = Account(base_asset_amount=SOL, quote_asset_amount=-100 * USD, collateral=6 * USD, being_liquidated=True)
    with pytest.raises(UserIsBeingLiquidated):
        order(bal, poor, SOL, exchange())
    poor.collateral, poor.liquidation_margin_freed = 8 * USD, USD
    assert order(bal, poor, SOL, exchange()) is not None
    assert (poor.being_liquidated, poor.liquidation_margin_freed) == (False, 0)


def test_only_orders_are_counted_that_are_there(bal: Bal) -> None:
    account = Account(open_bids=5 * SOL, open_asks=-3 * SOL, open_orders=2)
    for sign in (1, -1):
        bal.count_order(account, Order(LONG, SOL, NOW), sign)
        bal.count_order(account, Order(SHORT, SOL, NOW), sign)
    assert account == Account(open_bids=5 * SOL, open_asks=-3 * SOL, open_orders=2)
