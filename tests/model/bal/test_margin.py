"""What a position and an account need, and what they are worth."""

from __future__ import annotations

import pytest

from model.bal import Account, Bal, ExchangeMarket, Position, Prices
from model.bal.errors import CastingFailure
from model.bal.exchange import INITIAL, MAINTENANCE, PERPETUAL, PREDICTION, SETTLEMENT
from tests.model.bal.conftest import PERCENT, SOL, USD

AT_100 = Prices(100 * USD)


@pytest.fixture
def market() -> ExchangeMarket:
    """10 % to open and 5 % to keep; half of the reserve of 100 SOL is left on either side."""
    return ExchangeMarket(
        sqrt_k=50 * SOL,
        base_asset_reserve=50 * SOL,
        max_base_asset_reserve=100 * SOL,
        order_step_size=SOL // 100,
        margin_ratio_initial=10 * PERCENT,
        margin_ratio_maintenance=5 * PERCENT,
        unrealized_pnl_initial_asset_weight=100 * PERCENT,
        unrealized_pnl_maintenance_asset_weight=100 * PERCENT,
    )


@pytest.mark.parametrize(
    ("base", "bids", "asks", "worst"),
    [(0, 3, -2, 3), (0, 2, -3, -3), (1, 2, -2, 3), (-1, 2, -2, -3), (0, 2, -2, -2), (1, 0, 0, 1)],
)
def test_the_costlier_side_of_the_orders_counts_and_a_tie_goes_to_asks(
    bal: Bal, base: int, bids: int, asks: int, worst: int
) -> None:
    position = Position(base_asset_amount=base * SOL, open_bids=bids * SOL, open_asks=asks * SOL)
    found = bal.worst_case_base_asset_amount(position, 100 * USD, PERPETUAL)
    assert found == (worst * SOL, abs(worst) * 100 * USD)


@pytest.mark.parametrize(("base", "liability"), [(10, 3 * USD), (-10, 7 * USD)])
def test_a_prediction_can_lose_its_price_or_what_is_left_up_to_one(bal: Bal, base: int, liability: int) -> None:
    assert bal.liability_value(base * SOL, 300_000, PREDICTION) == liability


def test_a_prediction_above_one_costs_the_short_nothing_more(bal: Bal) -> None:
    assert bal.liability_value(-SOL, 1_200_000, PREDICTION) == 0


def test_an_open_order_needs_a_cent(bal: Bal) -> None:
    assert bal.margin_requirement_for_open_orders(Position(open_orders=3)) == 3 * USD // 100


@pytest.mark.parametrize(("step", "needed"), [(SOL // 1000, USD), (SOL // 10, 10 * USD)])
def test_shares_need_the_value_of_a_step_and_at_least_one(bal: Bal, step: int, needed: int) -> None:
    market = ExchangeMarket(order_step_size=step)
    assert bal.margin_requirement_for_lp_shares(market, Position(lp_shares=1), 100 * USD) == needed
    assert bal.margin_requirement_for_lp_shares(market, Position(), 100 * USD) == 0
    with pytest.raises(CastingFailure):
        bal.margin_requirement_for_lp_shares(market, Position(lp_shares=1), -1)


def test_a_position_needs_its_part_of_its_value(bal: Bal, market: ExchangeMarket) -> None:
    position = Position(base_asset_amount=2 * SOL, quote_asset_amount=-190 * USD)
    found = bal.calculate_perp_position_value_and_pnl(market, position, AT_100, INITIAL)
    assert (found.base_asset_value, found.margin_requirement) == (200 * USD, 20 * USD)
    assert found.weighted_unrealized_pnl == 10 * USD
    found = bal.calculate_perp_position_value_and_pnl(market, position, AT_100, MAINTENANCE)
    assert found.margin_requirement == 10 * USD


def test_shares_need_margin_for_all_the_room_that_is_left(bal: Bal, market: ExchangeMarket) -> None:
    half_of_the_market = Position(lp_shares=25 * SOL)
    found = bal.calculate_perp_position_value_and_pnl(
        market, half_of_the_market, AT_100, INITIAL, track_open_orders=True
    )
    assert found.worst_case_liability_value == 25 * 100 * USD
    assert found.margin_requirement == 250 * USD + USD
    assert found.open_order_margin_requirement == found.margin_requirement  # nothing is held yet


def test_what_an_lp_has_been_given_counts_before_it_settles(bal: Bal, market: ExchangeMarket) -> None:
    market.base_asset_amount_per_lp, market.quote_asset_amount_per_lp = SOL, -90 * USD
    found = bal.calculate_perp_position_value_and_pnl(market, Position(lp_shares=SOL), AT_100, INITIAL)
    assert (found.base_asset_value, found.weighted_unrealized_pnl) == (100 * USD, 10 * USD)


def test_funding_outstanding_counts_as_profit_or_loss(bal: Bal, market: ExchangeMarket) -> None:
    market.cumulative_funding_rate_long = 10**9  # one USD a SOL
    position = Position(base_asset_amount=2 * SOL, quote_asset_amount=-200 * USD)
    found = bal.calculate_perp_position_value_and_pnl(market, position, AT_100, INITIAL)
    assert found.unrealized_funding == found.weighted_unrealized_pnl == -2 * USD


def test_a_settled_market_is_valued_at_its_expiry_price_and_needs_nothing(bal: Bal, market: ExchangeMarket) -> None:
    market.status, market.expiry_price = SETTLEMENT, 50 * USD
    position = Position(base_asset_amount=SOL, quote_asset_amount=-100 * USD)
    found = bal.calculate_perp_position_value_and_pnl(market, position, AT_100, MAINTENANCE)
    assert (found.margin_requirement, found.weighted_unrealized_pnl) == (0, -50 * USD)


def test_a_profit_counts_for_at_most_a_hundred_towards_opening(bal: Bal, market: ExchangeMarket) -> None:
    assert bal.weighted_pnl(market, 500 * USD, AT_100, INITIAL) == 100 * USD
    assert bal.weighted_pnl(market, 500 * USD, AT_100, MAINTENANCE) == 500 * USD
    assert bal.weighted_pnl(market, -500 * USD, AT_100, INITIAL) == -500 * USD


@pytest.mark.parametrize(("pnl", "counted"), [(50 * USD, 45 * USD), (-50 * USD, -50 * USD)])
def test_the_less_favourable_price_of_the_collateral_counts(
    bal: Bal, market: ExchangeMarket, pnl: int, counted: int
) -> None:
    prices = Prices(100 * USD, quote_price=USD, quote_price_twap=900_000)
    assert bal.weighted_pnl(market, pnl, prices, MAINTENANCE) == counted


def test_what_is_borrowed_is_needed_in_full(bal: Bal, market: ExchangeMarket) -> None:
    found = bal.calculate_account_margin(market, Account(collateral=-5 * USD), AT_100, INITIAL, 2 * PERCENT)
    assert (found.margin_requirement, found.total_collateral) == (5 * USD, 0)
    assert found.margin_requirement_plus_buffer == 5_100_000
    assert not found.meets_margin_requirement


def test_a_buffer_counts_on_the_liability_and_on_the_loss(bal: Bal, market: ExchangeMarket) -> None:
    losing = Account(base_asset_amount=SOL, quote_asset_amount=-110 * USD, collateral=14 * USD)
    found = bal.calculate_liquidation_margin(market, losing, AT_100, 2 * PERCENT)
    assert (found.margin_requirement, found.margin_requirement_plus_buffer) == (5 * USD, 7 * USD)
    assert (found.total_collateral, found.total_collateral_plus_buffer) == (4 * USD, 3_800_000)
    assert not found.meets_margin_requirement
    assert found.margin_shortage == found.market_margin_shortage == 3_200_000


def test_between_requirement_and_buffer_an_account_is_met_but_does_not_leave(bal: Bal, market: ExchangeMarket) -> None:
    even = Account(base_asset_amount=SOL, quote_asset_amount=-100 * USD, collateral=6 * USD)
    found = bal.calculate_liquidation_margin(market, even, AT_100, 2 * PERCENT)
    assert (found.meets_margin_requirement, found.can_exit_liquidation) == (True, False)


def test_the_users_own_ratio_counts_towards_opening_only(bal: Bal, market: ExchangeMarket) -> None:
    careful = Account(base_asset_amount=SOL, quote_asset_amount=-100 * USD, max_margin_ratio=50 * PERCENT)
    needed = [
        bal.calculate_account_margin(market, careful, AT_100, kind).margin_requirement
        for kind in (INITIAL, MAINTENANCE)
    ]
    assert needed == [50 * USD, 5 * USD]


def test_who_owes_nothing_lacks_nothing(bal: Bal, market: ExchangeMarket) -> None:
    found = bal.calculate_account_margin(market, Account(collateral=USD), AT_100, INITIAL)
    assert (found.margin_requirement, found.market_margin_shortage, found.can_exit_liquidation) == (0, 0, True)
