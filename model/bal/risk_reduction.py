"""How an LP that is short of margin is made to hold less: shares burned, and an order left to close base.

It happens when profit and loss are settled (specification section 6, automatic de-risking).
"""

from __future__ import annotations

from model.arith import ceil_div, floor_div, i64, standardize_ceil, standardize_floor, to_u64, to_u128, u128
from model.bal import constants
from model.bal.errors import (
    CastingFailure,
    InsufficientCollateral,
    OrderAmountTooSmall,
    Panic,
    UserIsBeingLiquidated,
)
from model.bal.exchange import (
    INITIAL,
    MAINTENANCE,
    SETTLEMENT,
    Account,
    AccountMargin,
    BurnResult,
    ExchangeMarket,
    ExchangeState,
    Order,
    OrderPlaced,
    Prices,
    Reduction,
)
from model.bal.margin import Margin
from model.bal.position import Position
from model.bal.shares import ShareLife
from model.bal.state import LONG, SHORT


class RiskReduction(Margin, ShareLife):
    """Burning shares for want of margin."""

    def calculate_lp_shares_to_burn_for_risk_reduction(
        self,
        market: ExchangeMarket,
        position: Position,
        prices: Prices,
        margin_shortage: int,
        custom_margin_ratio: int = 0,
        high_leverage_mode: bool = False,
    ) -> Reduction:
        """Shares to burn and base to close so that a shortage (quote) goes away, as the program estimates them.

        Where closing base would do, a tenth of the shares is burned all the same, rounded down to the step, and at
        least one step: it may be more than there are. Else everything is closed, and as many per cent of the shares are
        burned, rounded up, as of the open orders are needed. `MathError` if there is nothing open but base or the price
        is 0, `Panic` where less than one step of shares is held.
        """
        settled = self.simulate_settled_lp_position(market, position, prices.oracle_price)
        worst, _ = self.worst_case_base_asset_amount(settled, prices.oracle_price, market.contract_type)
        own = position.open_bids if worst >= 0 else position.open_asks
        open_orders = i64(worst - i64(settled.base_asset_amount + own))
        ratio = self.get_margin_ratio(market, abs(worst), INITIAL, high_leverage_mode)
        ratio = max(ratio, custom_margin_ratio)
        owed = u128(margin_shortage * constants.PRICE_TIMES_BASE_TO_QUOTE)
        price = floor_div(u128(to_u128(prices.oracle_price) * to_u128(prices.quote_price)), constants.PRICE_PRECISION)
        per_base = floor_div(u128(price * ratio), constants.MARGIN_PRECISION)
        needed = to_u64(floor_div(owed, per_base))
        held, step, shares = abs(settled.base_asset_amount), market.order_step_size, position.lp_shares
        if needed < held:
            burned = max(standardize_floor(floor_div(shares, constants.LP_SHARES_DIVISOR), step), step)
            return Reduction(burned, min(standardize_ceil(needed, step), held))
        percent = ceil_div(u128((needed - held) * 100), abs(open_orders))
        wanted = standardize_ceil(to_u64(ceil_div(u128(shares * percent), 100)), step)
        if shares < step:
            raise Panic("fewer shares than one step", lp_shares=shares, order_step_size=step)
        return Reduction(min(max(wanted, step), shares), held)

    def burn_for_risk_reduction(
        self, state: ExchangeState, market: ExchangeMarket, account: Account, prices: Prices, margin: AccountMargin
    ) -> tuple[Reduction, BurnResult]:
        """Burn what takes away the shortage, at the oracle price, and say what is to be closed."""
        price = market.expiry_price if market.status == SETTLEMENT else prices.oracle_price
        reduction = self.calculate_lp_shares_to_burn_for_risk_reduction(
            market,
            account,
            prices._replace(oracle_price=price),
            margin.margin_shortage,
            account.max_margin_ratio,
            account.high_leverage_mode,
        )
        burned = self.burn_for_account(market, account, reduction.lp_shares_to_burn, price)
        return reduction, burned

    def burn_for_account(self, market: ExchangeMarket, account: Account, n_shares: int, price: int) -> BurnResult:
        """Burn shares within a larger step; neither funding nor the cooldown is looked at."""
        base, quote, _, pnl = self.burn_shares(market, account, n_shares, price, None)
        return BurnResult(base, quote, pnl, account.copy(), market.copy())

    def place_close_order(
        self,
        state: ExchangeState,
        market: ExchangeMarket,
        account: Account,
        prices: Prices,
        base_asset_amount: int,
        price_offset: int,
        now: int,
        slot: int,
    ) -> OrderPlaced | None:
        """Leave an order to close that much base; none if the account has no slot for it.

        The offset of its price from the oracle price (i32) follows from averages of prices, not modelled here. Refuses
        less than one step, an account that still has to be liquidated, and one below maintenance.
        """
        if not -(2**31) <= price_offset < 2**31:
            raise CastingFailure("the offset of the order's price does not fit i32", price_offset=price_offset)
        if account.open_orders >= constants.MAX_OPEN_ORDERS:
            return None
        self.require_not_being_liquidated(state, market, account, prices)
        self.expire_orders(account, now)
        amount = standardize_floor(base_asset_amount, market.order_step_size)
        if amount < market.order_step_size:
            raise OrderAmountTooSmall(base_asset_amount=amount, order_step_size=market.order_step_size)
        direction = SHORT if account.base_asset_amount >= 0 else LONG
        order = Order(direction, amount, i64(now + constants.CLOSE_ORDER_LIFETIME))
        account.orders = (*account.orders, order)
        self.count_order(account, order, 1)
        account.last_active_slot = slot
        margin = self.calculate_account_margin(market, account, prices, MAINTENANCE)
        if not margin.meets_margin_requirement:
            raise InsufficientCollateral(
                total_collateral=margin.total_collateral, margin_requirement=margin.margin_requirement
            )
        return OrderPlaced(direction, amount)

    def expire_orders(self, account: Account, now: int) -> None:
        """Take off the book what has outlived its time."""
        for order in account.orders:
            if now > order.max_ts:
                self.count_order(account, order, -1)
        account.orders = tuple(order for order in account.orders if now <= order.max_ts)

    def count_order(self, account: Account, order: Order, sign: int) -> None:
        """Add an order to the open ones, or take it away."""
        account.open_orders += sign
        if order.direction == LONG:
            account.open_bids = i64(account.open_bids + sign * order.base_asset_amount)
        else:
            account.open_asks = i64(account.open_asks - sign * order.base_asset_amount)

    def require_not_being_liquidated(
        self, state: ExchangeState, market: ExchangeMarket, account: Account, prices: Prices
    ) -> None:
        """Refuse an account in liquidation, unless it has recovered, buffer included: then it leaves."""
        if not account.being_liquidated:
            return
        buffer = state.liquidation_margin_buffer_ratio
        margin = self.calculate_liquidation_margin(market, account, prices, buffer)
        if not margin.can_exit_liquidation:
            raise UserIsBeingLiquidated(margin_shortage=margin.margin_shortage)
        self.exit_liquidation(account)

    def exit_liquidation(self, account: Account) -> None:
        """The account is left alone again."""
        account.being_liquidated = account.bankrupt = False
        account.liquidation_margin_freed = 0
