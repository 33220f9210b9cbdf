"""What a position and an account need as margin, and have as collateral (specification section 6)."""

from __future__ import annotations

from model.arith import floor_div, i64, i128, sign, to_i128, to_u64, to_u128, trunc_div, u128
from model.bal import constants
from model.bal.exchange import (
    INITIAL,
    MAINTENANCE,
    PREDICTION,
    SETTLEMENT,
    Account,
    AccountMargin,
    ExchangeMarket,
    PositionMargin,
    Prices,
)
from model.bal.funding import Funding
from model.bal.market import Market
from model.bal.position import Position
from model.bal.room import Room
from model.bal.weights import Weights


class Margin(Weights, Funding, Room):
    """Requirements and collateral, of LPs by their settled preview."""

    def liability_value(self, base: int, price: int, contract_type: str) -> int:
        """What a position of that base can cost (quote): its value at the price; of a prediction, all it can still lose.

        Rounded down.
        """
        if contract_type != PREDICTION:
            return self.calculate_base_asset_value_with_oracle_price(base, price)
        loss = abs(price) if base >= 0 else max(0, constants.PRICE_PRECISION - abs(price))
        return floor_div(u128(abs(base) * loss), constants.PRICE_TIMES_BASE_TO_QUOTE)

    def worst_case_base_asset_amount(
        self, position: Position, oracle_price: int, contract_type: str
    ) -> tuple[int, int]:
        """The base and its liability value (quote) if the costlier side of the open orders is filled; ties go to asks."""
        bids_filled = to_i128(i64(position.base_asset_amount + position.open_bids))
        asks_filled = to_i128(i64(position.base_asset_amount + position.open_asks))
        bids_value = self.liability_value(bids_filled, oracle_price, contract_type)
        asks_value = self.liability_value(asks_filled, oracle_price, contract_type)
        return (asks_filled, asks_value) if asks_value >= bids_value else (bids_filled, bids_value)

    def margin_requirement_for_open_orders(self, position: Position) -> int:
        """One cent of quote for each open order."""
        return position.open_orders * constants.OPEN_ORDER_MARGIN_REQUIREMENT

    def margin_requirement_for_lp_shares(self, market: Market, position: Position, valuation_price: int) -> int:
        """What an LP needs for the dust of its shares: the value of one step, rounded down, and at least one of quote.

        Refuses a negative price with `CastingFailure`.
        """
        if position.lp_shares == 0:
            return 0
        step_value = u128(market.order_step_size * to_u64(valuation_price))
        return max(constants.LP_MARGIN_BUFFER, floor_div(step_value, constants.PRICE_TIMES_BASE_TO_QUOTE))

    def unrealized_funding(self, market: Market, position: Position) -> int:
        """The funding outstanding on the position as it stands, its unsettled shares apart (quote)."""
        base = position.base_asset_amount
        rate = market.cumulative_funding_rate_long if base > 0 else market.cumulative_funding_rate_short
        return self.calculate_funding_payment(rate, position)

    def unrealized_pnl(self, position: Position, price: int) -> tuple[int, int]:
        """Value of the base, rounded down, and profit of the position at a price, rounded toward zero (quote)."""
        base = position.base_asset_amount
        if base == 0:
            return 0, position.quote_asset_amount
        value = self.calculate_base_asset_value_with_oracle_price(base, price)
        return value, i128(sign(base) * to_i128(value) + position.quote_asset_amount)

    def calculate_perp_position_value_and_pnl(
        self,
        market: ExchangeMarket,
        position: Position,
        prices: Prices,
        requirement_type: str,
        custom_margin_ratio: int = 0,
        high_leverage_mode: bool = False,
        track_open_orders: bool = False,
    ) -> PositionMargin:
        """What the position needs and is worth, as its settled preview.

        The requirement rounds down twice: the liability at the price of the collateral, and its part by the ratio. The
        preview is valued at the expiry price once the market is settled, the worst case at the oracle price.
        """
        valuation = market.expiry_price if market.status == SETTLEMENT else prices.oracle_price
        funding = self.unrealized_funding(market, position)
        settled = self.simulate_settled_lp_position(market, position, valuation)
        value, pnl = self.unrealized_pnl(settled, valuation)
        pnl = i128(funding + pnl)
        worst, liability = self.worst_case_base_asset_amount(settled, prices.oracle_price, market.contract_type)
        liability = u128(liability * to_u128(prices.highest_quote_price())) // constants.PRICE_PRECISION
        requirement = 0
        if market.status != SETTLEMENT:
            ratio = self.get_margin_ratio(market, abs(worst), requirement_type, high_leverage_mode)
            requirement = u128(liability * max(custom_margin_ratio, ratio)) // constants.MARGIN_PRECISION
        requirement = u128(requirement + self.margin_requirement_for_open_orders(settled))
        requirement = u128(requirement + self.margin_requirement_for_lp_shares(market, settled, valuation))
        weighted = self.weighted_pnl(market, pnl, prices, requirement_type)
        open_orders = 0
        if track_open_orders and worst != 0:
            beyond = u128(abs(worst) - abs(settled.base_asset_amount))
            open_orders = u128(beyond * requirement) // abs(worst)
        return PositionMargin(requirement, weighted, liability, open_orders, value, funding)

    def weighted_pnl(self, market: ExchangeMarket, pnl: int, prices: Prices, requirement_type: str) -> int:
        """A profit or loss as collateral (quote): weighted, at the price of the collateral that is less favourable.

        Both rounded toward zero; a profit counts for at most 100 towards the initial requirement.
        """
        weight = self.get_unrealized_asset_weight(market, pnl, requirement_type)
        if weight != constants.MARGIN_PRECISION:
            pnl = trunc_div(i128(pnl * weight), constants.MARGIN_PRECISION)
        price = prices.quote_price
        if pnl != 0:
            price = prices.lowest_quote_price() if pnl > 0 else prices.highest_quote_price()
        if price != constants.PRICE_PRECISION:
            pnl = trunc_div(i128(pnl * price), constants.PRICE_PRECISION)
        if requirement_type == INITIAL:
            pnl = min(pnl, constants.MAX_POSITIVE_PNL_FOR_INITIAL_MARGIN)
        return i128(pnl)

    def calculate_account_margin(
        self, market: ExchangeMarket, account: Account, prices: Prices, requirement_type: str, buffer: int = 0
    ) -> AccountMargin:
        """What the account needs and has, with a buffer (1e4) on what it owes and has lost.

        A borrowed amount is needed in full. The user's own ratio counts towards the initial requirement only.
        """
        collateral, owed = max(0, account.collateral), max(0, -account.collateral)
        needed, needed_plus = owed, u128(owed + floor_div(owed * buffer, constants.MARGIN_PRECISION))
        if account.is_available():
            return AccountMargin(needed, needed_plus, collateral, 0, 0)
        custom = account.max_margin_ratio if requirement_type == INITIAL else 0
        found = self.calculate_perp_position_value_and_pnl(
            market, account, prices, requirement_type, custom, account.high_leverage_mode
        )
        lost = 0
        if buffer > 0:
            extra = floor_div(u128(found.worst_case_liability_value * buffer), constants.MARGIN_PRECISION)
            needed_plus = u128(needed_plus + u128(found.margin_requirement + extra))
            if found.weighted_unrealized_pnl < 0:
                lost = i128(trunc_div(i128(found.weighted_unrealized_pnl * buffer), constants.MARGIN_PRECISION))
        return AccountMargin(
            u128(needed + found.margin_requirement),
            needed_plus,
            i128(collateral + found.weighted_unrealized_pnl),
            lost,
            found.margin_requirement,
        )

    def calculate_liquidation_margin(
        self, market: ExchangeMarket, account: Account, prices: Prices, buffer: int
    ) -> AccountMargin:
        """What decides about a liquidation: the maintenance requirement with the buffer."""
        return self.calculate_account_margin(market, account, prices, MAINTENANCE, buffer)
