"""What happens to a market within its exchange, beyond what happens to the market alone."""

from __future__ import annotations

from typing import ClassVar, cast

from model.bal.amounts import Base, OraclePrice, QuoteSum, Time
from model.bal.errors import MarketSettlementRequiresSettledLP, UserCantLiquidateThemself
from model.bal.exchange import (
    SETTLEMENT,
    Account,
    ExchangeMarket,
    ExchangeState,
    LiquidationResult,
    PriceOffset,
    Prices,
    SettlePnlResult,
    Slot,
)
from model.bal.liquidation import Liquidation
from model.bal.pnl import PnlSettlement
from model.bal.state import NOTHING, Nothing


class ExchangeOperations(Liquidation, PnlSettlement):
    """Transitions of an `ExchangeState`; the collateral is worth its face value in all of them."""

    exchange_operations: ClassVar[tuple[str, ...]] = (
        "set_collateral",
        "settle_pnl",
        "liquidate_perp",
        "settle_expired_market",
    )

    def open_accounts(self, state: ExchangeState, *users: int) -> tuple[ExchangeMarket, list[Account]]:
        """Copies of the market and of the users' accounts; who is unknown so far has nothing."""
        held = [state.positions.get(user) for user in users]
        accounts = [Account() if each is None else cast(Account, each).copy() for each in held]
        return cast(ExchangeMarket, state.market).copy(), accounts

    def close_accounts(
        self, state: ExchangeState, market: ExchangeMarket, accounts: dict[int, Account]
    ) -> ExchangeState:
        """The state with the market and these accounts replaced."""
        new = state.copy()
        new.market = market
        for user, account in accounts.items():
            new.positions = new.positions.put(user, account)
        return new

    def set_collateral(self, state: ExchangeState, *, user: int, amount: QuoteSum) -> tuple[ExchangeState, Nothing]:
        """Pay in or take out, whatever the requirement says; who was bankrupt begins anew."""
        market, (account,) = self.open_accounts(state, user)
        account.collateral = amount
        if account.bankrupt:
            account.being_liquidated = account.bankrupt = False
        return self.close_accounts(state, market, {user: account}), NOTHING

    def settle_pnl(
        self,
        state: ExchangeState,
        *,
        user: int,
        oracle_price: OraclePrice,
        now: Time,
        slot: Slot,
        price_offset: PriceOffset = 0,
    ) -> tuple[ExchangeState, SettlePnlResult]:
        """Settle the user's profit or loss with the market's pool, by the user's own hand.

        An LP short of its initial requirement is made smaller first. `price_offset` is that of the order which is left
        then (from the oracle price, 1e6).
        """
        market, (account,) = self.open_accounts(state, user)
        result = self.settle_profit_and_loss(state, market, account, Prices(oracle_price), now, slot, price_offset)
        return self.close_accounts(state, market, {user: account}), result

    def settle_expired_market(
        self, state: ExchangeState, *, expiry_price: OraclePrice
    ) -> tuple[ExchangeState, Nothing]:
        """Close the market for good at a price, which follows from averages of prices, not modelled here.

        Refuses while anybody provides liquidity or has not settled it, with `MarketSettlementRequiresSettledLP`.
        """
        market = cast(ExchangeMarket, state.market).copy()
        if market.base_asset_amount_with_unsettled_lp != 0 or market.user_lp_shares != 0:
            raise MarketSettlementRequiresSettledLP(
                base_asset_amount_with_unsettled_lp=market.base_asset_amount_with_unsettled_lp,
                user_lp_shares=market.user_lp_shares,
            )
        market.status, market.expiry_price = SETTLEMENT, expiry_price
        return self.close_accounts(state, market, {}), NOTHING

    def liquidate_perp(
        self,
        state: ExchangeState,
        *,
        user: int,
        liquidator: int,
        liquidator_max_base_asset_amount: Base,
        oracle_price: OraclePrice,
        slot: Slot,
    ) -> tuple[ExchangeState, LiquidationResult]:
        """Liquidate the user's position in the market; the liquidator takes base at the oracle price, less a fee."""
        if user == liquidator:
            raise UserCantLiquidateThemself(user=user)
        market, (account, other) = self.open_accounts(state, user, liquidator)
        result = self.liquidate(
            state, market, account, other, liquidator_max_base_asset_amount, Prices(oracle_price), slot
        )
        return self.close_accounts(state, market, {user: account, liquidator: other}), result
