"""Drift's Backstop AMM Liquidity, in one sight: what a user can do to a market, each transition as the list of its steps.

Models the LP, AMM and funding rules of the Drift protocol-v2 program at the parent of commit cac393d62 (which removed
them), as the recorded executions show them. Each step is a rule in one of the chapters that `Bal` is made of:

    validation   what must be true of market and position
    pricing      the curve, its spreads and bounds
    accounting   how a delta enters a position and the market's sums
    settlement   what an LP has been given, and how it becomes its position
    room         open bids and asks, and the settled preview that margin starts from
    liquidity    changes of k
    shares       shares minted and burned
    fills        a taker against the AMM, fees, the LPs' part
    jit          whose liquidity fills beside a maker, and how much
    funding      rates and payments
    repeg        what a change of the peg costs

A transition works on copies of the market and of one position and returns a state that holds them; on any error nothing
has changed.

    weights        how much margin a size needs, how much of a gain counts
    margin         what a position and an account need and have
    risk_reduction how an LP short of margin is made smaller
    pnl            profits and losses become collateral
    liquidation    a user below maintenance

These five are about an exchange around the market (`ExchangeState`). How a market begins, and what else happens:

    opening             the first state
    copies              what a transition takes out of a state and puts back
    market_operations   rebases, funding updates, changes of k: transitions without a user
    exchange_operations what happens to an exchange
"""

from __future__ import annotations

from typing import Any, ClassVar

from model.arith import i64, standardize_floor
from model.bal.amounts import Base, OraclePrice, Price, Shares, Time
from model.bal.errors import (
    InsufficientLPTokens,
    NewLPSizeTooSmall,
    TryingToRemoveLiquidityTooFast,
    UserHasNoPositionInMarket,
)
from model.bal.exchange import ExchangeState
from model.bal.exchange_operations import ExchangeOperations
from model.bal.fills import Fills
from model.bal.jit import Jit
from model.bal.market import Market
from model.bal.market_operations import MarketOperations
from model.bal.opening import Opening
from model.bal.position import Position
from model.bal.repeg import Repeg
from model.bal.state import (
    NOTHING,
    BalState,
    FillResult,
    MintResult,
    Nothing,
    RemoveResult,
    SettleResult,
    Spreads,
)
from model.system import System


class Bal(Opening, MarketOperations, ExchangeOperations, Fills, Jit, Repeg, System):
    """A perpetual market with an AMM to whose liquidity users may add (LP shares)."""

    name = "bal"
    operations: ClassVar[tuple[str, ...]] = (
        "settle_funding_payment",
        "settle_lp",
        "settle_lp_raw",
        "mint_lp_shares",
        "mint_lp_shares_raw",
        "remove_lp_shares",
        "burn_lp_shares_raw",
        "fill",
        "fill_exact",
        "rebase_market",
        "update_funding",
        "update_funding_full",
        "update_k",
        "formulaic_update_k",
    )

    def operations_on(self, state: object) -> tuple[str, ...]:
        """More can happen to a market within its exchange."""
        return self.every_operation() if isinstance(state, ExchangeState) else self.operations

    def every_operation(self) -> tuple[str, ...]:
        """Those of a market alone, and those of its exchange."""
        return tuple(dict.fromkeys((*self.operations, *self.exchange_operations)))

    # Settlement

    def settle_funding_payment(self, state: BalState, *, user: int) -> tuple[BalState, Nothing]:
        """Pay the user's outstanding funding."""
        market, position = self.open(state, user)
        self.settle_funding(market, position)
        return self.close(state, market, user, position), NOTHING

    def settle_lp(self, state: BalState, *, user: int) -> tuple[BalState, Nothing]:
        """Pay the user's outstanding funding, then settle what its shares have been given."""
        market, position = self.open(state, user)
        self.settle_funding_then_lp(market, position)
        return self.close(state, market, user, position), NOTHING

    def settle_lp_raw(self, state: BalState, *, user: int) -> tuple[BalState, SettleResult]:
        """Settle without paying funding first: refuses a position with funding outstanding."""
        market, position = self.open(state, user)
        position = self.force_slot(market, position)
        result = self.settle_lp_position(market, position)
        return self.close(state, market, user, position), result

    def settle_funding_then_lp(self, market: Market, position: Position) -> None:
        """The only public order of the two: what settles now has no part in funding of the time before."""
        self.settle_funding(market, position)
        if position.lp_shares > 0:
            self.settle_lp_position(market, position)

    # Shares

    def mint_lp_shares(
        self, state: BalState, *, user: int, n_shares: Shares, now: Time, spreads: Spreads | None = None
    ) -> tuple[BalState, MintResult]:
        """Add liquidity: whole steps of shares, after funding is paid. Starts the user's cooldown.

        Refuses less than one step with `NewLPSizeTooSmall`.
        """
        market, position = self.open(state, user)
        if n_shares < market.order_step_size:
            raise NewLPSizeTooSmall(n_shares=n_shares, order_step_size=market.order_step_size)
        self.settle_funding(market, position)
        minted = standardize_floor(n_shares, market.order_step_size)
        position = self.force_slot(market, position)
        self.mint_shares(market, position, minted, spreads)
        position.last_add_perp_lp_shares_ts = now
        return self.close(state, market, user, position), MintResult(minted)

    def mint_lp_shares_raw(
        self, state: BalState, *, user: int, n_shares: Shares, spreads: Spreads | None = None
    ) -> tuple[BalState, Nothing]:
        """Mint any number of shares; neither pays funding nor starts a cooldown."""
        market, position = self.open(state, user)
        position = self.force_slot(market, position)
        self.mint_shares(market, position, n_shares, spreads)
        return self.close(state, market, user, position), NOTHING

    def remove_lp_shares(
        self,
        state: BalState,
        *,
        user: int,
        shares_to_burn: Shares,
        oracle_price: OraclePrice,
        now: Time,
        spreads: Spreads | None = None,
    ) -> tuple[BalState, RemoveResult]:
        """Take liquidity out: all of the user's shares, or whole steps, after the cooldown and after funding is paid.

        Removing nothing does nothing, even during the cooldown.
        """
        market, position = self.open(state, user)
        if position.is_available():
            raise UserHasNoPositionInMarket(user=user)
        burned = self.shares_to_remove(market, position, shares_to_burn)
        if burned == 0:
            return state, RemoveResult(0)
        self.require_cooldown_passed(state, position, now)
        self.settle_funding(market, position)
        if position.lp_shares < burned:
            raise InsufficientLPTokens(shares_to_burn=burned, lp_shares=position.lp_shares)
        self.burn_shares(market, position, burned, oracle_price, spreads)
        return self.close(state, market, user, position), RemoveResult(burned)

    def shares_to_remove(self, market: Market, position: Position, requested: Shares) -> Shares:
        """The part of a request that is removed: all that the position has, or whole steps."""
        if requested == position.lp_shares:
            return requested
        return standardize_floor(requested, market.order_step_size)

    def require_cooldown_passed(self, state: BalState, position: Position, now: Time) -> None:
        """Refuse within `lp_cooldown_time` seconds of the user's last addition of liquidity."""
        waited = i64(now - position.last_add_perp_lp_shares_ts)
        if waited < state.lp_cooldown_time:
            raise TryingToRemoveLiquidityTooFast(waited=waited, lp_cooldown_time=state.lp_cooldown_time)

    def burn_lp_shares_raw(
        self,
        state: BalState,
        *,
        user: int,
        shares_to_burn: Shares,
        oracle_price: OraclePrice,
        spreads: Spreads | None = None,
    ) -> tuple[BalState, SettleResult]:
        """Burn any number of shares; neither pays funding nor heeds the cooldown."""
        market, position = self.open(state, user)
        position = self.force_slot(market, position)
        result = self.burn_shares(market, position, shares_to_burn, oracle_price, spreads)
        return self.close(state, market, user, position), result

    # Fills

    def fill(
        self,
        state: BalState,
        *,
        user: int,
        direction: str,
        base_asset_amount: Base,
        liquidity_split: str,
        fill_price: Price | None = None,
    ) -> tuple[BalState, FillResult]:
        """A market order of the user, as much of it as the AMM takes; the rest is cancelled.

        An order too small to be filled still settles the user's funding and shares.
        """
        market, position = self.open_for_fill(state, user)
        size = self.order_size(market, base_asset_amount, direction)
        result = self.fill_or_skip(state, market, position, size, direction, liquidity_split, fill_price)
        return self.close(state, market, user, position), result

    def fill_exact(
        self,
        state: BalState,
        *,
        user: int,
        direction: str,
        base_asset_amount: Base,
        liquidity_split: str,
        fill_price: Price | None = None,
    ) -> tuple[BalState, FillResult]:
        """A fill of a given size and, if any, at a given price, as when the AMM fills just in time beside a maker."""
        market, position = self.open_for_fill(state, user)
        result = self.fill_or_skip(state, market, position, base_asset_amount, direction, liquidity_split, fill_price)
        return self.close(state, market, user, position), result

    def open_for_fill(self, state: BalState, user: int) -> tuple[Market, Position]:
        """Copies of market and slot, settled and validated, as every fill begins."""
        market, position = self.open(state, user)
        position = self.force_slot(market, position)
        self.settle_funding_then_lp(market, position)
        self.validate_perp_market(market)
        self.reserve_price(market)  # must fit its width
        return market, position

    def fill_or_skip(
        self,
        state: BalState,
        market: Market,
        position: Position,
        size: Base,
        direction: str,
        liquidity_split: str,
        fill_price: Price | None,
    ) -> FillResult:
        """Fill, or nothing where the size is too small for the position."""
        if not self.is_fillable(market, position, size):
            return FillResult(0, 0, 0, 0, 0, 0)
        return self.fill_against_amm(
            market,
            position,
            size,
            direction,
            liquidity_split,
            fill_price,
            state.fee_numerator,
            state.fee_denominator,
        )


class Exchange(Bal):
    """The market within its exchange: the same rules, with accounts, collateral, de-risking and liquidation."""

    operations = (*Bal.operations, *Bal.exchange_operations)

    def start(self, **settings: Any) -> ExchangeState:
        """As `start_exchange`."""
        return self.start_exchange(**settings)
