"""How much margin a size needs, and how much of a gain counts."""

from __future__ import annotations

import pytest

from model.bal import Bal, ExchangeMarket
from model.bal.errors import InvalidOracle
from model.bal.exchange import FILL, INITIAL, MAINTENANCE, SETTLEMENT
from tests.model.bal.conftest import PERCENT, SOL, USD

HUNDRED_SOL = 100 * SOL  # the root of ten times as much is a million
ONE_PERCENT = 10_000  # of an imf factor, at 1e6


def test_without_an_imf_factor_every_size_needs_the_same(bal: Bal) -> None:
    assert bal.calculate_size_premium_liability_weight(10**15, 0, 10 * PERCENT) == 10 * PERCENT
    assert bal.calculate_size_discount_asset_weight(10**15, 0, 80 * PERCENT) == 80 * PERCENT


def test_a_large_size_needs_four_fifths_and_a_premium_by_its_root(bal: Bal) -> None:
    needed = bal.calculate_size_premium_liability_weight(HUNDRED_SOL, ONE_PERCENT, 10 * PERCENT)
    assert needed == 8 * PERCENT + 10 * PERCENT  # a million times 1 % is 10 % at 1e5


def test_a_small_size_needs_no_less_than_the_ratio(bal: Bal) -> None:
    assert bal.calculate_size_premium_liability_weight(1, ONE_PERCENT, 10 * PERCENT) == 10 * PERCENT


def test_a_large_gain_counts_for_less(bal: Bal) -> None:
    # the premium is a tenth of one: what then counts is 1.1 / 1.1; four times the size doubles it
    assert bal.calculate_size_discount_asset_weight(HUNDRED_SOL, ONE_PERCENT, 100 * PERCENT) == 100 * PERCENT
    doubled = bal.calculate_size_discount_asset_weight(4 * HUNDRED_SOL, ONE_PERCENT, 100 * PERCENT)
    assert doubled == 1_100_000 * 100 * PERCENT // 1_200_000


@pytest.mark.parametrize("factor", [1, 550, ONE_PERCENT])
def test_more_needs_no_less_and_counts_for_no_more(bal: Bal, factor: int) -> None:
    sizes = [10**digits for digits in range(20)]
    needed = [bal.calculate_size_premium_liability_weight(size, factor, 10 * PERCENT) for size in sizes]
    counted = [bal.calculate_size_discount_asset_weight(size, factor, 80 * PERCENT) for size in sizes]
    assert needed == sorted(needed)
    assert counted == sorted(counted, reverse=True)


@pytest.mark.parametrize(("kind", "ratio"), [(INITIAL, 1001), (FILL, 750), (MAINTENANCE, 500)])
def test_a_fill_needs_the_middle_of_both_ratios(bal: Bal, kind: str, ratio: int) -> None:
    market = ExchangeMarket(margin_ratio_initial=1001, margin_ratio_maintenance=500)
    assert bal.get_margin_ratio(market, SOL, kind) == ratio


def test_a_settled_market_needs_nothing(bal: Bal) -> None:
    market = ExchangeMarket(margin_ratio_initial=1000, imf_factor=550, status=SETTLEMENT)
    assert bal.get_margin_ratio(market, SOL, INITIAL) == 0


@pytest.mark.parametrize(("maintenance", "ratio"), [(100, 200), (0, 1000)])
def test_high_leverage_needs_both_of_its_ratios(bal: Bal, maintenance: int, ratio: int) -> None:
    market = ExchangeMarket(
        margin_ratio_initial=1000,
        margin_ratio_maintenance=500,
        high_leverage_margin_ratio_initial=200,
        high_leverage_margin_ratio_maintenance=maintenance,
    )
    assert bal.get_margin_ratio(market, SOL, INITIAL, high_leverage_mode=True) == ratio
    assert bal.get_margin_ratio(market, SOL, INITIAL) == 1000


@pytest.fixture
def won() -> ExchangeMarket:
    """A market whose users are 10 SOL long for 900 USD, at 100 USD: they have won 100 USD."""
    return ExchangeMarket(
        base_asset_amount_with_amm=7 * SOL,
        base_asset_amount_with_unsettled_lp=3 * SOL,
        quote_asset_amount=-800 * USD,
        quote_asset_amount_with_unsettled_lp=-120 * USD,
        net_unsettled_funding_pnl=20 * USD,
        last_oracle_price=100 * USD,
        unrealized_pnl_initial_asset_weight=80 * PERCENT,
        unrealized_pnl_maintenance_asset_weight=90 * PERCENT,
    )


def test_what_the_users_have_won_is_their_base_at_the_price_less_its_cost(bal: Bal, won: ExchangeMarket) -> None:
    assert bal.calculate_net_user_cost_basis(won) == -900 * USD
    assert bal.calculate_net_user_pnl(won, 100 * USD) == 100 * USD


@pytest.mark.parametrize("price", [0, -1])
def test_nothing_is_won_at_no_price(bal: Bal, won: ExchangeMarket, price: int) -> None:
    with pytest.raises(InvalidOracle):
        bal.calculate_net_user_pnl(won, price)


@pytest.mark.parametrize(
    ("kind", "weight"), [(INITIAL, 80 * PERCENT), (FILL, 80 * PERCENT), (MAINTENANCE, 90 * PERCENT)]
)
def test_a_gain_counts_by_the_weight_and_a_loss_in_full(bal: Bal, won: ExchangeMarket, kind: str, weight: int) -> None:
    assert bal.get_unrealized_asset_weight(won, 1, kind) == weight
    assert bal.get_unrealized_asset_weight(won, 0, kind) == 100 * PERCENT
    assert bal.get_unrealized_asset_weight(won, -1, kind) == 100 * PERCENT


@pytest.mark.parametrize(("allowed", "weight"), [(100 * USD, 80), (50 * USD, 40), (25 * USD, 20), (0, 80)])
def test_where_the_users_have_won_more_than_allowed_a_gain_counts_for_that_much_less(
    bal: Bal, won: ExchangeMarket, allowed: int, weight: int
) -> None:
    won.unrealized_pnl_max_imbalance = allowed
    assert bal.get_unrealized_asset_weight(won, USD, INITIAL) == weight * PERCENT
    assert bal.get_unrealized_asset_weight(won, USD, MAINTENANCE) == 90 * PERCENT


def test_the_imbalance_is_measured_even_for_a_loss(bal: Bal, won: ExchangeMarket) -> None:
    won.unrealized_pnl_max_imbalance, won.last_oracle_price = USD, 0
    with pytest.raises(InvalidOracle):
        bal.get_unrealized_asset_weight(won, -1, INITIAL)
