"""Exchanges in the documents' round numbers, and what of accounts and their margin the examples read.

The units are those of `claims.markets`; prices are 100 USD unless said otherwise, and no fills pay a fee.
"""

from __future__ import annotations

from typing import Any

from claims import markets
from claims.markets import LP, NOW, OTHER, PRICE, SOL, TAKER, USD
from model.bal import LONG, Account, Bal, BalState, ExchangeMarket, ExchangeState, Prices
from model.bal.exchange import INITIAL, AccountMargin, LiquidationResult, PositionMargin

LIQUIDATOR = OTHER
STEP = SOL // 100
AMPLE = 10**9 * USD
"""Collateral that never runs short."""


def exchange_with_lp(
    bal: Bal,
    *,
    collateral: int,
    liquidity: int = 1000 * SOL,
    shares: int = 100 * SOL,
    step: int = STEP,
    **settings: Any,
) -> ExchangeState:
    """An exchange in which `LP` has that collateral and part of the liquidity, `TAKER` and `LIQUIDATOR` have ample."""
    state = bal.start_exchange(
        sqrt_k=liquidity - shares, peg_multiplier=PRICE, order_step_size=step, fee_numerator=0, **settings
    )
    for user, amount in ((LP, collateral), (TAKER, AMPLE), (LIQUIDATOR, AMPLE)):
        state, _ = bal.set_collateral(state, user=user, amount=amount)
    return exchange(bal.mint_lp_shares(state, user=LP, n_shares=shares, now=NOW)[0])


def exchange(state: BalState) -> ExchangeState:
    """A state of which it is known that it is an exchange's."""
    assert isinstance(state, ExchangeState)
    return state


def traded(bal: Bal, state: ExchangeState, amount: int, *, direction: str = LONG) -> ExchangeState:
    """The exchange after a taker's fill of that size, at 100 USD, shared by protocol and LPs."""
    return exchange(markets.traded(bal, state, amount, direction=direction))


def settled(bal: Bal, state: ExchangeState) -> ExchangeState:
    """The exchange after the LP's settlement."""
    return exchange(markets.settled(bal, state))


def market_of(state: ExchangeState) -> ExchangeMarket:
    """The market with its margin rules."""
    assert isinstance(state.market, ExchangeMarket)
    return state.market


def account(state: ExchangeState) -> Account:
    """The LP's account."""
    held = markets.held(state)
    assert isinstance(held, Account)
    return held


def with_account(state: ExchangeState, **facts: Any) -> ExchangeState:
    """The exchange with these fields of the LP's account as given: what it has chosen, or holds instead."""
    changed, held = state.copy(), account(state).copy()
    vars(held).update(facts)
    changed.positions = state.positions.put(LP, held)
    return changed


def margin(bal: Bal, state: ExchangeState, requirement: str, price: int = PRICE) -> AccountMargin:
    """What the LP's account needs and has."""
    return bal.calculate_account_margin(market_of(state), account(state), Prices(price), requirement)


def position_margin(bal: Bal, state: ExchangeState) -> PositionMargin:
    """What the LP's position needs to take on risk, and what it can cost in its worst case."""
    return bal.calculate_perp_position_value_and_pnl(market_of(state), account(state), Prices(PRICE), INITIAL)


def settled_profit(bal: Bal, state: ExchangeState, price: int, *, now: int) -> ExchangeState:
    """The exchange after the settlement of the LP's profit or loss at that price."""
    return bal.settle_pnl(state, user=LP, oracle_price=price, now=now, slot=0)[0]


def liquidated(bal: Bal, state: ExchangeState, price: int) -> tuple[ExchangeState, LiquidationResult]:
    """The exchange after the LP's liquidation at that price, by somebody who takes everything."""
    return bal.liquidate_perp(
        state,
        user=LP,
        liquidator=LIQUIDATOR,
        liquidator_max_base_asset_amount=2**62,
        oracle_price=price,
        slot=0,
    )
