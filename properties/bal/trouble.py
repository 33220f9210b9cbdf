"""An exchange in which an LP has too little margin: the world of statements about de-risking and liquidation."""

from __future__ import annotations

from typing import NamedTuple

from model.arith import Width
from model.bal import LONG, SHARED, SHORT, Account, Bal, ExchangeMarket, ExchangeState, Prices
from model.bal.exchange import INITIAL, AccountMargin, LiquidationResult
from model.holders import Holders
from properties.bal.arguments import USER
from properties.case import Case

TAKER, LIQUIDATOR = USER + 1, USER + 2

SOL = 10**9
"""Base and shares of one SOL."""

USD = 10**6
PRICES = Width("price", 50 * USD, 200 * USD)
SHARES = Width("shares", SOL, 1000 * SOL)
COLLATERAL = Width("collateral", 0, 20_000 * USD)
SIZES = Width("size", SOL, 500 * SOL)


class Trouble(NamedTuple):
    """An exchange in which an LP has too little margin, and the price (1e6)."""

    state: ExchangeState
    price: int

    def account(self) -> Account:
        """The LP's account."""
        held = self.state.positions[USER]
        assert isinstance(held, Account)
        return held


def lp_in_trouble(system: Bal, case: Case) -> Trouble:
    """A market of 10,000 SOL at 100 USD; one LP, of up to a tenth of it; one fill, and a price after it."""
    state = system.start_exchange(sqrt_k=10_000 * SOL, peg_multiplier=100 * USD, order_step_size=SOL // 100)
    state.positions = Holders({USER: Account(), TAKER: Account(), LIQUIDATOR: Account(collateral=10**15)})
    for user, collateral in ((USER, case.integer("collateral", COLLATERAL)), (TAKER, 10**12)):
        state, _ = system.set_collateral(state, user=user, amount=collateral)
    shares = case.integer("argument.n_shares", SHARES) // SOL * SOL
    exchange, _ = system.mint_lp_shares(state, user=USER, n_shares=shares, now=0)
    size = case.integer("argument.base_asset_amount", SIZES) // SOL * SOL
    direction = case.choice("argument.direction", (LONG, SHORT))
    exchange, _ = system.fill_exact(
        exchange, user=TAKER, direction=direction, base_asset_amount=size, liquidity_split=SHARED
    )
    assert isinstance(exchange, ExchangeState)
    return Trouble(exchange, case.integer("argument.oracle_price", PRICES) // USD * USD)


def margin_of(system: Bal, trouble: Trouble) -> AccountMargin:
    """What decides about the LP's liquidation."""
    market, buffer = trouble.state.market, trouble.state.liquidation_margin_buffer_ratio
    assert isinstance(market, ExchangeMarket)
    return system.calculate_liquidation_margin(market, trouble.account(), Prices(trouble.price), buffer)


def liquidated(system: Bal, trouble: Trouble, now: int = 0) -> tuple[Trouble, LiquidationResult]:
    """The exchange after the LP's liquidation, by somebody who takes everything."""
    state, result = system.liquidate_perp(
        trouble.state,
        user=USER,
        liquidator=LIQUIDATOR,
        liquidator_max_base_asset_amount=2**62,
        oracle_price=trouble.price,
        slot=now,
    )
    return Trouble(state, trouble.price), result


def exchange_market(trouble: Trouble) -> ExchangeMarket:
    """The market of the exchange."""
    assert isinstance(trouble.state.market, ExchangeMarket)
    return trouble.state.market


def initial_margin_of(system: Bal, trouble: Trouble) -> AccountMargin:
    """What decides whether the LP is to be made smaller when its profits are settled."""
    buffer = trouble.state.liquidation_margin_buffer_ratio
    return system.calculate_account_margin(
        exchange_market(trouble), trouble.account(), Prices(trouble.price), INITIAL, buffer
    )


def settled(system: Bal, trouble: Trouble, now: int = 100) -> Trouble:
    """The exchange after the LP's profits are settled."""
    state, _ = system.settle_pnl(trouble.state, user=USER, oracle_price=trouble.price, now=now, slot=now)
    return Trouble(state, trouble.price)


def short_of_margin(system: Bal, case: Case) -> Trouble:
    """An exchange whose LP does not meet its initial requirement."""
    trouble = lp_in_trouble(system, case)
    margin = initial_margin_of(system, trouble)
    case.assume(not margin.meets_margin_requirement, "the LP does not meet its initial requirement")
    return trouble
