"""A user below maintenance loses shares first, and then as much of the position as it lacks (specification section 6)."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from model.arith import U32, U64, floor_div, standardize_ceil, standardize_floor, to_i64, to_u64, u32, u64, u128
from model.bal import constants
from model.bal.amounts import Base, QuoteDelta, QuoteSum
from model.bal.errors import (
    InsufficientCollateral,
    InvalidBaseAssetAmountForLiquidatePerp,
    PositionDoesntHaveOpenPositionOrOrders,
    SufficientCollateral,
    UserBankrupt,
)
from model.bal.exchange import (
    INITIAL,
    MAINTENANCE,
    SETTLEMENT,
    Account,
    AccountMargin,
    ExchangeMarket,
    ExchangeState,
    LiquidationResult,
    Prices,
)
from model.bal.market import FRACTION
from model.bal.risk_reduction import RiskReduction


class Moved(NamedTuple):
    """What a transfer changed of each side's quote, and the insurance fund's fee."""

    user_quote_change: QuoteSum
    liquidator_quote_change: QuoteSum
    if_fee: QuoteDelta


class Terms(NamedTuple):
    """How much base changes hands, how much would cover the shortage, and both fees (1e6)."""

    base_asset_amount: Base
    needed: Base
    liquidator_fee: Annotated[int, U32, FRACTION]
    if_fee: Annotated[int, U32, FRACTION]


class Liquidation(RiskReduction):
    """Taking over a position that its collateral does not carry."""

    def liquidate(
        self,
        state: ExchangeState,
        market: ExchangeMarket,
        user: Account,
        liquidator: Account,
        max_base: int,
        prices: Prices,
        slot: int,
    ) -> LiquidationResult:
        """Funding of both, orders and all shares of the market away at the oracle price, and then the transfer.

        Ends early when what was taken away suffices, buffer included, or no base is left.
        """
        if user.bankrupt or liquidator.bankrupt:
            raise UserBankrupt
        self.settle_funding(market, user)
        self.settle_funding(market, liquidator)
        self.reuse_slot(market, liquidator)
        margin = self.liquidation_margin(state, market, user, prices)
        found = LiquidationResult(margin, False)
        if not user.being_liquidated and margin.meets_margin_requirement:
            raise SufficientCollateral(
                total_collateral=margin.total_collateral, margin_requirement=margin.margin_requirement
            )
        if user.being_liquidated and margin.can_exit_liquidation:
            self.exit_liquidation(user)
            return found
        if user.base_asset_amount == 0 and user.open_orders == 0 and user.lp_shares == 0:
            raise PositionDoesntHaveOpenPositionOrOrders
        self.enter_liquidation(user, slot)
        found = found._replace(entered=True, being_liquidated=True)
        if user.open_orders > 0 or user.lp_shares > 0:
            found = self.take_away_orders_and_shares(state, market, user, prices, found)
            if not user.being_liquidated:
                return found
        if user.base_asset_amount == 0:
            return found
        max_base = standardize_floor(max_base, market.order_step_size)
        if max_base == 0:
            raise InvalidBaseAssetAmountForLiquidatePerp(order_step_size=market.order_step_size)
        left = found.after_burn.liquidation_margin if found.after_burn else None
        margin = left or self.liquidation_margin(state, market, user, prices)
        return self.transfer(state, market, user, liquidator, max_base, prices, slot, margin, found)

    def liquidation_margin(
        self, state: ExchangeState, market: ExchangeMarket, user: Account, prices: Prices
    ) -> AccountMargin:
        """The maintenance requirement with the exchange's buffer."""
        return self.calculate_liquidation_margin(market, user, prices, state.liquidation_margin_buffer_ratio)

    def enter_liquidation(self, user: Account, slot: int) -> None:
        """Mark the account; the clock of the liquidator's fee starts when it is marked first."""
        if not user.being_liquidated:
            user.being_liquidated = True
            user.liquidation_margin_freed = 0
            user.last_active_slot = slot

    def cancel_orders(self, account: Account) -> None:
        """Take all orders off the book."""
        account.open_orders = account.open_bids = account.open_asks = 0
        account.orders = ()

    def take_away_orders_and_shares(
        self,
        state: ExchangeState,
        market: ExchangeMarket,
        user: Account,
        prices: Prices,
        found: LiquidationResult,
    ) -> LiquidationResult:
        """Cancel all orders and burn all shares of the market; the account leaves if that suffices."""
        self.cancel_orders(user)
        shares = user.lp_shares
        if shares > 0:
            burned = self.burn_for_account(market, user, shares, prices.oracle_price)
        margin = self.liquidation_margin(state, market, user, prices)
        if shares > 0:
            burned = burned._replace(liquidation_margin=margin)
            found = found._replace(shares_burned=shares, after_burn=burned)
        self.add_margin_freed(user, found.liquidation_margin, margin)
        if margin.can_exit_liquidation:
            self.exit_liquidation(user)
        return found._replace(being_liquidated=user.being_liquidated)

    def add_margin_freed(self, user: Account, before: AccountMargin, after: AccountMargin) -> None:
        """Count by how much the shortage has fallen; never less than 0."""
        freed = to_u64(max(0, before.margin_shortage - after.margin_shortage))
        user.liquidation_margin_freed = u64(user.liquidation_margin_freed + freed)

    # Fees

    def get_liquidation_fee(self, market: ExchangeMarket, user: Account, slot: int) -> int:
        """The liquidator's fee (1e6): after a time of grace a millionth more a slot, up to a multiple."""
        elapsed = max(0, slot - user.last_active_slot)
        if elapsed < constants.LIQUIDATION_FEE_GRACE:
            return market.liquidator_fee
        highest = min(
            u32(market.liquidator_fee * constants.MAX_LIQUIDATION_MULTIPLIER),
            u32(market.margin_ratio_maintenance * constants.LIQUIDATION_FEE_TO_MARGIN),
        )
        return min(market.liquidator_fee + elapsed, highest)

    def calculate_perp_if_fee(
        self, shortage: int, base: int, margin_ratio: int, liquidator_fee: int, prices: Prices, if_fee: int
    ) -> int:
        """The insurance fund's fee (1e6): its own, or nineteen twentieths of what the liquidation can spare.

        All divisions round down.
        """
        ratio = u32(margin_ratio * constants.LIQUIDATION_FEE_TO_MARGIN)
        if ratio <= liquidator_fee or prices.oracle_price == 0 or prices.quote_price == 0:
            return 0
        price = floor_div(u128(prices.oracle_price * prices.quote_price), constants.PRICE_PRECISION)
        per_base = floor_div(u128(shortage * constants.BASE_PRECISION), base)
        needed = floor_div(u128(per_base * constants.PRICE_PRECISION), price)
        spare = max(0, ratio - liquidator_fee - needed)
        return u32(min(if_fee, floor_div(spare * constants.IF_FEE_NUMERATOR, constants.IF_FEE_DENOMINATOR)))

    def base_to_cover_shortage(
        self, shortage: int, margin_ratio: int, liquidator_fee: int, if_fee: int, prices: Prices, step: int
    ) -> int:
        """The base (whole steps, rounded up) whose transfer frees the shortage; everything if the fees eat it up."""
        ratio = u32(margin_ratio * constants.LIQUIDATION_FEE_TO_MARGIN)
        if prices.oracle_price == 0 or ratio <= liquidator_fee:
            return U64.high
        price = floor_div(u128(prices.oracle_price * prices.quote_price), constants.PRICE_PRECISION)
        freed = floor_div(u128(price * (ratio - liquidator_fee)), constants.LIQUIDATION_FEE_PRECISION)
        fee = floor_div(u128(price * if_fee), constants.LIQUIDATION_FEE_PRECISION)
        amount = floor_div(u128(shortage * constants.PRICE_TIMES_BASE_TO_QUOTE), u128(freed - fee))
        return u64(standardize_ceil(to_u64(amount), step))

    def max_pct_to_liquidate(self, state: ExchangeState, user: Account, shortage: int, slot: int) -> int:
        """How much of the shortage may be freed by now (1e4): more as time passes, all of a small one."""
        one = constants.LIQUIDATION_PCT_PRECISION
        if shortage < constants.SMALL_LIQUIDATION:
            return one
        elapsed = max(0, slot - user.last_active_slot)
        by_time = floor_div(elapsed * one, max(1, state.liquidation_duration))
        share = min(one, by_time + state.initial_pct_to_liquidate)
        total = u128(shortage + user.liquidation_margin_freed)
        freeable = max(0, floor_div(u128(total * share), one) - user.liquidation_margin_freed)
        return u128(floor_div(u128(freeable * one), shortage))

    def base_by_now(self, needed: int, percent: int) -> int:
        """What may be taken by now of the base that is needed, rounded down."""
        return to_u64(floor_div(u128(needed * percent), constants.LIQUIDATION_PCT_PRECISION))

    # The transfer

    def terms_of_transfer(
        self,
        state: ExchangeState,
        market: ExchangeMarket,
        user: Account,
        max_base: int,
        prices: Prices,
        slot: int,
        margin: AccountMargin,
    ) -> Terms:
        """How much base changes hands (whole steps; nothing if nothing may be freed yet), and for which fees.

        What covers the shortage, as far as the liquidator takes it and the time allows it; a small position goes whole.
        """
        held = abs(user.base_asset_amount)
        ratio = self.get_margin_ratio(market, held, MAINTENANCE, user.high_leverage_mode)
        ratio = u32(ratio + state.liquidation_margin_buffer_ratio)
        shortage = margin.margin_shortage
        fee = self.get_liquidation_fee(market, user, slot)
        missing = margin.market_margin_shortage
        if_fee = self.calculate_perp_if_fee(missing, held, ratio, fee, prices, market.if_liquidation_fee)
        needed = self.base_to_cover_shortage(shortage, ratio, fee, if_fee, prices, market.order_step_size)
        percent = self.max_pct_to_liquidate(state, user, shortage, slot)
        allowed = self.base_by_now(needed, percent)
        if allowed == 0:
            return Terms(0, needed, fee, if_fee)
        value = self.calculate_base_asset_value_with_oracle_price(held, prices.oracle_price)
        allowed = max(allowed, held if value <= constants.SMALL_LIQUIDATION else 0)
        amount = u64(standardize_ceil(min(held, max_base, allowed), market.order_step_size))
        return Terms(amount, needed, fee, if_fee)

    def transfer(
        self,
        state: ExchangeState,
        market: ExchangeMarket,
        user: Account,
        liquidator: Account,
        max_base: int,
        prices: Prices,
        slot: int,
        margin: AccountMargin,
        found: LiquidationResult,
    ) -> LiquidationResult:
        """Hand base to the liquidator at the oracle price, less the fees, until the shortage is covered."""
        if market.status == SETTLEMENT:
            prices = prices._replace(oracle_price=market.expiry_price)
        terms = self.terms_of_transfer(state, market, user, max_base, prices, slot, margin)
        if terms.base_asset_amount == 0:
            return found
        amount, long = terms.base_asset_amount, user.base_asset_amount > 0
        price, fee, if_fee = prices.oracle_price, terms.liquidator_fee, terms.if_fee
        moved = self.hand_over(market, user, liquidator, amount, price, fee, if_fee)
        self.add_margin_freed(user, margin, self.liquidation_margin(state, market, user, prices))
        if amount >= terms.needed:
            self.exit_liquidation(user)
        elif self.is_bankrupt(user):
            user.bankrupt = True
        if not self.calculate_account_margin(market, liquidator, prices, INITIAL).meets_margin_requirement:
            raise InsufficientCollateral("the liquidator")
        return found._replace(
            base_asset_amount_transferred=amount if long else -amount,
            user_quote_change=moved.user_quote_change,
            liquidator_quote_change=moved.liquidator_quote_change,
            if_fee=moved.if_fee,
            being_liquidated=user.being_liquidated,
            bankrupt=user.bankrupt,
        )

    def hand_over(
        self,
        market: ExchangeMarket,
        user: Account,
        liquidator: Account,
        amount: int,
        price: int,
        liquidator_fee: int,
        if_fee: int,
    ) -> Moved:
        """Move base from user to liquidator for its value at the price, rounded down, less both fees, rounded down.

        Both positions' break-even amounts see the fees as well.
        """
        value = to_i64(to_u64(self.calculate_base_asset_value_with_oracle_price(amount, price)))
        to_liquidator = to_i64(floor_div(value * liquidator_fee, constants.LIQUIDATION_FEE_PRECISION))
        to_fund = to_i64(floor_div(value * if_fee, constants.LIQUIDATION_FEE_PRECISION))
        base, quote = (-to_i64(amount), value) if user.base_asset_amount > 0 else (to_i64(amount), -value)
        self.update_position_and_market(market, user, base, quote, None)
        self.update_quote_and_break_even(market, user, -to_liquidator)
        self.update_quote_and_break_even(market, user, -to_fund)
        self.update_position_and_market(market, liquidator, -base, -quote, None)
        self.update_quote_and_break_even(market, liquidator, to_liquidator)
        market.total_liquidation_fee = u128(market.total_liquidation_fee + to_fund)
        return Moved(quote - to_liquidator - to_fund, to_liquidator - quote, to_fund)

    def reuse_slot(self, market: ExchangeMarket, account: Account) -> None:
        """Forget what was left in the account's slot if nothing is held in it."""
        if account.is_available():
            vars(account).update(vars(account.cleared(market.market_index)))

    def is_bankrupt(self, account: Account) -> bool:
        """Whether the account owes, and has neither collateral nor anything in the market: an LP never is."""
        if account.collateral > 0 or account.base_asset_amount != 0 or account.quote_asset_amount > 0:
            return False
        if account.open_orders > 0 or account.lp_shares > 0:
            return False
        return account.collateral < 0 or account.quote_asset_amount < 0
