"""Drift's Backstop AMM Liquidity, in one sight: every public transition as the list of its steps.

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

These five are about an exchange around the market (`ExchangeState`); what happens to it is in
`exchange_operations`.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from model.arith import i64, standardize_floor
from model.bal.amounts import Base, Exponent, Liquidity, OraclePrice, Price, QuoteSum, Rate, Shares, Time
from model.bal.errors import (
    InsufficientLPTokens,
    InvalidUpdateK,
    MathError,
    NewLPSizeTooSmall,
    TryingToRemoveLiquidityTooFast,
    UserHasNoPositionInMarket,
)
from model.bal.exchange import Account, ExchangeMarket, ExchangeState
from model.bal.exchange_operations import ExchangeOperations
from model.bal.fills import Fills
from model.bal.jit import Jit
from model.bal.market import Market
from model.bal.position import Position
from model.bal.repeg import Repeg
from model.bal.state import (
    NOTHING,
    BalState,
    FillResult,
    FormulaicKResult,
    FullFundingResult,
    FundingResult,
    KResult,
    MintResult,
    Nothing,
    RemoveResult,
    SettleResult,
    Spreads,
)
from model.holders import Holders
from model.system import System

Opened = TypeVar("Opened", bound=Market)


class Bal(ExchangeOperations, Fills, Jit, Repeg, System):
    """A perpetual market with an AMM to whose liquidity users may add (LP shares)."""

    name = "bal"
    market_type: ClassVar[type[Market]] = Market  # a variant with state of its own keeps it in subclasses of these
    position_type: ClassVar[type[Position]] = Position
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

    def start(
        self,
        *,
        sqrt_k: Liquidity,
        peg_multiplier: int,
        fee_numerator: int = 100,
        fee_denominator: int = 100_000,
        lp_cooldown_time: int = 0,
        **settings: Any,
    ) -> BalState:
        """A balanced market at the price of its peg, in which nobody holds anything; `settings` are market fields.

        Reserves, bounds and spreads follow from them. Refuses settings that contradict themselves.
        """
        market = self.opened(self.market_type, sqrt_k=sqrt_k, peg_multiplier=peg_multiplier, **settings)
        return BalState(market, Holders(), fee_numerator, fee_denominator, lp_cooldown_time)

    def start_exchange(
        self,
        *,
        sqrt_k: Liquidity,
        peg_multiplier: int,
        fee_numerator: int = 100,
        fee_denominator: int = 100_000,
        lp_cooldown_time: int = 0,
        liquidation_margin_buffer_ratio: int = 200,
        **settings: Any,
    ) -> ExchangeState:
        """A market as `start` makes it, within an exchange, in which nobody has paid anything in.

        A tenth is needed to take on risk and a twentieth to keep it, unless `settings` say otherwise.
        """
        margin = {
            "margin_ratio_initial": 1000,
            "margin_ratio_maintenance": 500,
            "liquidator_fee": 10_000,
            "unrealized_pnl_maintenance_asset_weight": 10_000,
        }
        market = self.opened(ExchangeMarket, sqrt_k=sqrt_k, peg_multiplier=peg_multiplier, **(margin | settings))
        state = ExchangeState(market, Holders(), fee_numerator, fee_denominator, lp_cooldown_time)
        state.liquidation_margin_buffer_ratio = liquidation_margin_buffer_ratio
        return state

    def opened(self, kind: type[Opened], *, sqrt_k: Liquidity, peg_multiplier: int, **settings: Any) -> Opened:
        """A balanced market of a kind; refuses settings that contradict themselves."""
        usual = {
            "order_step_size": 1,
            "min_order_size": 1,
            "concentration_coef": 1_414_200,
            "margin_ratio_initial": 2000,
        }
        market = kind(**(usual | settings))
        market.peg_multiplier = peg_multiplier
        market.sqrt_k = market.base_asset_reserve = market.quote_asset_reserve = sqrt_k
        self.update_bounds(market)
        self.update_spreads(market)
        self.validate_perp_market(market)
        return market

    # Copies to work on

    def open(self, state: BalState, user: int) -> tuple[Market, Position]:
        """Copies of the market and of the user's slot; a user unknown so far holds nothing."""
        held = state.positions.get(user)
        if held is None:
            return state.market.copy(), Account() if isinstance(state, ExchangeState) else self.position_type()
        return state.market.copy(), held.copy()

    def force_slot(self, market: Market, position: Position) -> Position:
        """The slot in use, or the available one, cleared: what was left in it, such as a remainder, is forgotten."""
        return position.cleared(market.market_index) if position.is_available() else position

    def close(self, state: BalState, market: Market, user: int, position: Position) -> BalState:
        """The state with market and position replaced."""
        new = state.copy()
        new.market, new.positions = market, state.positions.put(user, position)
        return new

    def close_market(self, state: BalState, market: Market) -> BalState:
        """The state with the market replaced."""
        new = state.copy()
        new.market = market
        return new

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

    # The market

    def rebase_market(self, state: BalState, *, expo_diff: Exponent) -> tuple[BalState, Nothing]:
        """Move the exponent of the accumulators' base unit; positions follow when they settle."""
        market = state.market.copy()
        self.apply_lp_rebase_to_perp_market(market, expo_diff)
        self.validate_perp_market(market)
        return self.close_market(state, market), NOTHING

    def update_funding(self, state: BalState, *, funding_rate: Rate) -> tuple[BalState, FundingResult]:
        """Add a period's funding at a given rate; k stays."""
        market = state.market.copy()
        result = self.calculate_funding_rate_long_short(market, funding_rate)
        self.book_funding(market, funding_rate, result)
        return self.close_market(state, market), result

    def update_funding_full(
        self, state: BalState, *, oracle_price: OraclePrice, funding_rate: Rate | None, spreads: Spreads | None = None
    ) -> tuple[BalState, FullFundingResult]:
        """A whole funding update, k included; the rate comes from averages of prices, which are not modelled.

        No rate (None) means that no update is due: then nothing changes. An oracle price of 0 is refused: the program
        divides by it. With a curve update intensity of 0 k stays.
        """
        if oracle_price == 0:
            raise MathError("the oracle price is 0")
        if funding_rate is None:
            return state, FullFundingResult(False, state.market.last_funding_rate, 0, 0, 0, False)
        market = state.market.copy()
        result = self.calculate_funding_rate_long_short(market, funding_rate)
        k_changed = market.curve_update_intensity > 0 and self.formulaic_update_of_k(
            market, -result.funding_imbalance_revenue, spreads
        )
        self.book_funding(market, funding_rate, result)
        return self.close_market(state, market), FullFundingResult(True, funding_rate, *result, k_changed)

    def update_k(
        self, state: BalState, *, new_sqrt_k: Liquidity, bound_update: bool, spreads: Spreads | None = None
    ) -> tuple[BalState, KResult]:
        """The operator sets k, above what the LPs hold; what it costs is returned and not booked."""
        market = state.market.copy()
        update = self.get_update_k_result(market, new_sqrt_k, bound_update)
        cost = self.adjust_k_cost(market, update)
        self.apply_k_update(market, update, spreads)
        self.require_k_above_shares(market)
        return self.close_market(state, market), KResult(cost)

    def require_k_above_shares(self, market: Market) -> None:
        """Refuse a k of the operator's that leaves the protocol no share of its own."""
        if market.sqrt_k <= market.user_lp_shares:
            raise InvalidUpdateK(sqrt_k=market.sqrt_k, user_lp_shares=market.user_lp_shares)

    def formulaic_update_k(
        self, state: BalState, *, funding_imbalance_cost: QuoteSum, spreads: Spreads | None = None
    ) -> tuple[BalState, FormulaicKResult]:
        """Let a funding update's cost or gain change k by the formula."""
        market = state.market.copy()
        changed = self.formulaic_update_of_k(market, funding_imbalance_cost, spreads)
        return self.close_market(state, market), FormulaicKResult(changed)


class Exchange(Bal):
    """The market within its exchange: the same rules, with accounts, collateral, de-risking and liquidation."""

    operations = (*Bal.operations, *Bal.exchange_operations)

    def start(self, **settings: Any) -> ExchangeState:
        """As `start_exchange`."""
        return self.start_exchange(**settings)
