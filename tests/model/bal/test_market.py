"""Funding rates and liquidity of the market itself, and the checks of a market."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.bal import LONG, SHARED, SHORT, Bal, BalState, Market, Spreads
from model.bal.errors import (
    DefaultError,
    InvalidAmmDetected,
    InvalidFundingProfitability,
    InvalidPositionDelta,
    InvalidUpdateK,
    Rejected,
)
from tests.model.bal.conftest import LP, SOL, TAKER, USD

Make = Callable[..., BalState]


@pytest.fixture
def long_market(bal: Bal, market_with_lp: Make) -> BalState:
    """A taker is 10 long; the protocol has 30 USD that it may spend."""
    state, _ = bal.fill_exact(
        market_with_lp(), user=TAKER, direction=LONG, base_asset_amount=10 * SOL, liquidity_split=SHARED
    )
    state.market.total_fee_minus_distributions = 30 * USD
    state.market.total_exchange_fee = 0
    return state


def test_what_the_protocol_would_lose_is_capped_at_a_third_of_its_pool(bal: Bal, long_market: BalState) -> None:
    after, result = bal.update_funding(long_market, funding_rate=-2 * 10**9)
    assert result.funding_imbalance_revenue == -20 * USD
    assert after.market.total_fee_minus_distributions == 20 * USD
    assert result.funding_rate_short == -2 * 10**9
    assert result.funding_rate_long == -(10**9) + 100  # a unit of quote over 10 base, against the receivers


def test_what_the_protocol_gains_is_not_capped(bal: Bal, long_market: BalState) -> None:
    after, result = bal.update_funding(long_market, funding_rate=2 * 10**9)
    assert result == (2 * 10**9, 2 * 10**9, 20 * USD)
    assert after.market.total_fee_minus_distributions == 50 * USD
    assert after.market.net_unsettled_funding_pnl == -20 * USD


def test_no_funding_out_of_the_reserved_half(bal: Bal, long_market: BalState) -> None:
    market = long_market.market
    market.total_exchange_fee, market.total_fee_withdrawn = 58 * USD, 28 * USD
    with pytest.raises(InvalidFundingProfitability):
        bal.update_funding(long_market, funding_rate=-2 * 10**9)


def test_no_update_is_due(bal: Bal, long_market: BalState) -> None:
    after, result = bal.update_funding_full(long_market, oracle_price=100 * USD, funding_rate=None)
    assert after is long_market
    assert not result.updated


def test_a_whole_update_without_intensity_is_an_update_at_the_rate(bal: Bal, long_market: BalState) -> None:
    whole, result = bal.update_funding_full(long_market, oracle_price=100 * USD, funding_rate=10**9)
    plain, _ = bal.update_funding(long_market, funding_rate=10**9)
    assert whole == plain
    assert (result.updated, result.k_changed) == (True, False)


def test_with_intensity_half_of_what_funding_earned_goes_into_k(bal: Bal, long_market: BalState) -> None:
    long_market.market.curve_update_intensity = 100
    after, result = bal.update_funding_full(long_market, oracle_price=100 * USD, funding_rate=10**9)
    assert result.k_changed
    assert after.market.sqrt_k == long_market.market.sqrt_k * 1001 // 1000  # the largest step


def test_k_stays_above_what_lps_hold(bal: Bal, market_with_lp: Make) -> None:
    state = market_with_lp(liquidity=1000 * SOL, shares=600 * SOL)
    bal.update_k(state, new_sqrt_k=600 * SOL + 1, bound_update=True)
    with pytest.raises(InvalidUpdateK):
        bal.update_k(state, new_sqrt_k=600 * SOL, bound_update=True)


@pytest.mark.parametrize(("new_sqrt_k", "allowed"), [(500 * SOL, True), (500 * SOL - 1, False), (10**21, True)])
def test_a_bounded_update_at_most_halves(bal: Bal, new_sqrt_k: int, allowed: bool) -> None:
    state = bal.start(sqrt_k=1000 * SOL, peg_multiplier=USD)
    if allowed:
        bal.update_k(state, new_sqrt_k=new_sqrt_k, bound_update=True)
    else:
        with pytest.raises(InvalidUpdateK):
            bal.update_k(state, new_sqrt_k=new_sqrt_k, bound_update=True)
    with pytest.raises(InvalidUpdateK):
        bal.update_k(state, new_sqrt_k=10**21 + 1, bound_update=True)


def test_more_k_is_a_cost_while_the_amm_has_a_position(bal: Bal, long_market: BalState) -> None:
    _, more = bal.update_k(long_market, new_sqrt_k=1010 * SOL, bound_update=True)
    _, less = bal.update_k(long_market, new_sqrt_k=990 * SOL, bound_update=True)
    assert more.adjustment_cost > 0 > less.adjustment_cost


def test_spreads_come_from_outside_where_the_curve_follows_an_oracle(bal: Bal, market_with_lp: Make) -> None:
    state = market_with_lp(curve_update_intensity=100)
    given = Spreads(300, 200, 0)
    after, _ = bal.mint_lp_shares_raw(state, user=LP, n_shares=SOL, spreads=given)
    assert (after.market.long_spread, after.market.short_spread) == (300, 200)
    assert after.market.ask_quote_asset_reserve > after.market.quote_asset_reserve
    kept, _ = bal.mint_lp_shares_raw(after, user=LP, n_shares=SOL)
    assert (kept.market.long_spread, kept.market.short_spread) == (300, 200)


@pytest.mark.parametrize(("percent", "spread"), [(0, 500), (-10, 450), (10, 550), (-100, 1), (1, 505), (-1, 495)])
def test_spreads_are_adjusted_by_percent(bal: Bal, percent: int, spread: int) -> None:
    market = bal.start(
        sqrt_k=SOL, peg_multiplier=USD, base_spread=1000, max_spread=9000, amm_spread_adjustment=percent
    ).market
    assert (market.long_spread, market.short_spread) == (spread, spread)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"base_asset_amount_long": 5}, InvalidPositionDelta),
        ({"base_asset_amount_long": 10}, InvalidAmmDetected),
        ({"base_asset_amount_with_amm": 10}, InvalidAmmDetected),
        ({"peg_multiplier": 0}, InvalidAmmDetected),
        ({"sqrt_k": SOL - 1000}, InvalidAmmDetected),
        ({"user_lp_shares": SOL + 1}, InvalidAmmDetected),
        ({"quote_asset_reserve": SOL + 16}, InvalidAmmDetected),
        ({"bid_base_asset_reserve": 1}, InvalidAmmDetected),
        ({"ask_quote_asset_reserve": 1}, InvalidAmmDetected),
        ({"long_spread": 1}, InvalidAmmDetected),
        ({"long_spread": 10**6}, InvalidAmmDetected),
        ({"terminal_quote_asset_reserve": SOL - 1}, InvalidAmmDetected),
        ({"max_spread": 1000}, InvalidAmmDetected),
        ({"margin_ratio_initial": 90}, InvalidAmmDetected),
        ({"base_asset_amount_per_lp": 10**17}, InvalidAmmDetected),
        ({"quote_asset_amount_per_lp": 10**17}, InvalidAmmDetected),
        ({"base_asset_amount_per_lp": -(10**17)}, None),
    ],
)
def test_what_a_market_must_not_be(bal: Bal, changes: dict[str, int], refusal: type[Rejected] | None) -> None:
    market: Market = bal.start(
        sqrt_k=SOL, peg_multiplier=USD, base_spread=1000, max_spread=9000, order_step_size=10
    ).market
    bal.validate_perp_market(market)
    vars(market).update(changes)
    if refusal is None:
        bal.validate_perp_market(market)
    else:
        with pytest.raises(refusal):
            bal.validate_perp_market(market)


def test_a_rebase_by_nothing_is_refused(bal: Bal, market_with_lp: Make) -> None:
    with pytest.raises(DefaultError):
        bal.rebase_market(market_with_lp(), expo_diff=0)


def test_who_fills_beside_a_maker(bal: Bal, long_market: BalState) -> None:
    market = long_market.market
    assert bal.jit_liquidity_split(market, SHORT) is None
    market.amm_jit_intensity = 100
    assert bal.jit_liquidity_split(market, SHORT) == "ProtocolOwned"
    assert bal.jit_liquidity_split(market, LONG) is None
    market.amm_jit_intensity = 200
    assert bal.jit_liquidity_split(market, SHORT) == "Shared"
    market.base_asset_amount_with_amm = 0
    assert bal.jit_liquidity_split(market, SHORT) == "LPOwned"
    assert bal.jit_liquidity_split(market, LONG) is None


def test_a_repeg_may_pay_with_k(bal: Bal, long_market: BalState) -> None:
    market = long_market.market
    assert bal.sqrt_k_for_repeg(market) == market.sqrt_k
    market.curve_update_intensity = 100
    assert bal.sqrt_k_for_repeg(market) == market.sqrt_k * 999 // 1000
    market.user_lp_shares = market.sqrt_k - 8 * SOL  # the protocol's own liquidity is below the AMM's 9
    assert bal.sqrt_k_for_repeg(market) == market.sqrt_k
    unwound = market.quote_asset_reserve - market.terminal_quote_asset_reserve
    assert bal.calculate_repeg_cost(market, market.peg_multiplier + 10**6) == unwound // 1000
    assert bal.calculate_per_peg_cost(market) == -(-unwound // 1000) + 1
