"""Profit and loss become collateral, and a losing LP is made smaller on the way (specification section 6)."""

from __future__ import annotations

from model.arith import floor_div, i64, i128, to_i64, trunc_div, u128
from model.bal import constants
from model.bal.errors import (
    InsufficientCollateralForSettlingPNL,
    NoUnsettledPnl,
    PnlPoolCantSettleUser,
    UserBankrupt,
    UserHasNoPositionInMarket,
)
from model.bal.exchange import (
    INITIAL,
    MAINTENANCE,
    Account,
    ExchangeMarket,
    ExchangeState,
    Prices,
    SettlePnlResult,
)
from model.bal.risk_reduction import RiskReduction


class PnlSettlement(RiskReduction):
    """The market's pool pays profits and takes losses."""

    def settle_profit_and_loss(
        self,
        state: ExchangeState,
        market: ExchangeMarket,
        account: Account,
        prices: Prices,
        now: int,
        slot: int,
        price_offset: int,
    ) -> SettlePnlResult:
        """Funding, then shares, then an LP's risk, then the pool.

        An LP that does not meet its initial requirement is made smaller once the cooldown has passed; if it has lost
        and is below maintenance, nothing more happens. Anybody else who has lost and is below maintenance is refused.
        """
        if account.bankrupt:
            raise UserBankrupt
        self.settle_funding(market, account)
        if account.lp_shares > 0:
            self.settle_lp_position(market, account)
        if account.is_available():
            raise UserHasNoPositionInMarket
        waited = i64(now - account.last_add_perp_lp_shares_ts)
        found = SettlePnlResult(account.copy(), 0, time_since_last_add=waited)
        _, pnl = self.unrealized_pnl(account, prices.oracle_price)
        if account.lp_shares > 0 and not account.advanced_lp:
            buffer = state.liquidation_margin_buffer_ratio
            margin = self.calculate_account_margin(market, account, prices, INITIAL, buffer)
            found = found._replace(initial_margin=margin)
            if not margin.meets_margin_requirement:
                if waited >= state.lp_cooldown_time:
                    reduction, burned = self.burn_for_risk_reduction(state, market, account, prices, margin)
                    order = self.place_close_order(
                        state, market, account, prices, reduction.base_asset_amount_to_close, price_offset, now, slot
                    )
                    account.last_add_perp_lp_shares_ts = now
                    found = found._replace(
                        shares_burned=reduction.lp_shares_to_burn,
                        after_burn=burned,
                        order_placed=order,
                        cooldown_reset=True,
                    )
                if pnl < 0 and not self.meets_maintenance(market, account, prices):
                    return found
        elif pnl < 0 and not self.meets_maintenance(market, account, prices):
            raise InsufficientCollateralForSettlingPNL(unrealized_pnl=pnl)
        return found._replace(pnl_settled=self.settle_with_pool(market, account, prices.oracle_price))

    def meets_maintenance(self, market: ExchangeMarket, account: Account, prices: Prices) -> bool:
        """Whether the account meets its maintenance requirement."""
        return self.calculate_account_margin(market, account, prices, MAINTENANCE).meets_margin_requirement

    def claimable_pnl(self, market: ExchangeMarket, account: Account, oracle_price: int) -> int:
        """The profit or loss that can be settled (quote).

        Of a profit, what reducing has realised, and what the pool and a fifth of the pool of fees, both rounded down,
        hold beyond all that the users have won.
        """
        fees = floor_div(market.fee_pool_balance, constants.POOL_TO_QUOTE)
        pool = floor_div(market.pnl_pool_balance, constants.POOL_TO_QUOTE)
        pool = i128(pool + floor_div(fees, constants.FEE_POOL_DIVISOR))
        won = self.calculate_net_user_pnl(market, oracle_price)
        excess = i128(pool - max(0, won)) if won < pool else 0
        _, pnl = self.unrealized_pnl(account, oracle_price)
        if pnl <= 0:
            return pnl
        realised = max(0, account.quote_asset_amount - account.quote_entry_amount)
        return min(pnl, i128(realised + max(0, excess)))

    def settle_with_pool(self, market: ExchangeMarket, account: Account, oracle_price: int) -> int:
        """Move what can be settled between the pool and the account's collateral; what the account receives (quote)."""
        claimed = self.claimable_pnl(market, account, oracle_price)
        if claimed == 0:
            raise NoUnsettledPnl
        fees = floor_div(market.fee_pool_balance, constants.POOL_TO_QUOTE)
        lags = fees < market.total_fee_minus_distributions
        self.balance_fee_pool(market, fees)
        settled = min(claimed, floor_div(market.pnl_pool_balance, constants.POOL_TO_QUOTE))
        if settled == 0:
            raise PnlPoolCantSettleUser(claimed=claimed)
        to_fee_pool = -trunc_div(settled, constants.FEE_POOL_FRACTION) if settled < 0 and lags else 0
        self.move_pools(market, -settled - to_fee_pool, to_fee_pool)
        account.collateral = i128(account.collateral + settled)
        self.update_quote(market, account, -to_i64(settled))
        account.settled_pnl = i64(account.settled_pnl + to_i64(settled))
        return settled

    def balance_fee_pool(self, market: ExchangeMarket, fees: int) -> None:
        """Bring the pool of fees to its reserved part, as far as the other goes, and take away what exceeds all fees."""
        lowest = self.fee_pool_bound(market)
        highest = max(lowest, market.total_fee_minus_distributions)
        if fees < lowest:
            moved = min(lowest - fees, floor_div(market.pnl_pool_balance, constants.POOL_TO_QUOTE))
        else:
            moved = -max(0, fees - highest)
        self.move_pools(market, -moved, moved)

    def move_pools(self, market: ExchangeMarket, to_pnl_pool: int, to_fee_pool: int) -> None:
        """Add to both pools (quote)."""
        market.pnl_pool_balance = u128(market.pnl_pool_balance + to_pnl_pool * constants.POOL_TO_QUOTE)
        market.fee_pool_balance = u128(market.fee_pool_balance + to_fee_pool * constants.POOL_TO_QUOTE)
