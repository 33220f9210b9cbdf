"""Funding: the rate of each side, what a position pays, and what the protocol does (specification section 5)."""

from __future__ import annotations

from model.arith import I64, U64, floor_div, i64, i128, narrow_u128, to_i64, to_i128, trunc_div, u192, wrap
from model.bal import constants
from model.bal.accounting import Accounting
from model.bal.errors import InvalidFundingProfitability
from model.bal.liquidity import Liquidity
from model.bal.market import Market
from model.bal.position import Position
from model.bal.state import FundingResult


class Funding(Liquidity, Accounting):
    """Payments between longs, shorts and the protocol, which stands in for whoever has not settled."""

    # Positions

    def funding_payment(self, rate_delta: int, base: int) -> int:
        """What a base amount receives (or, negative, pays) for a change of the cumulative rate (quote), toward zero.

        Longs pay for a rising rate. Refuses a product beyond 192 bit (`MathError`) and a payment at funding precision
        beyond 128 bit (`BnConversionError`, `CastingFailure`).
        """
        product = u192(abs(rate_delta) * abs(base))
        magnitude = to_i128(narrow_u128(floor_div(product, constants.PRICE_PRECISION * constants.FUNDING_RATE_BUFFER)))
        payment = floor_div(magnitude, constants.FUNDING_RATE_BUFFER)
        if rate_delta > 0:
            return -payment if base > 0 else payment
        return payment if base > 0 else -payment

    def calculate_funding_payment(self, rate: int, position: Position) -> int:
        """What the position receives (or, negative, pays) at a cumulative rate; its remainder counts for nothing."""
        delta = i128(rate - position.last_cumulative_funding_rate)
        return to_i64(self.funding_payment(delta, position.base_asset_amount))

    def settle_funding(self, market: Market, position: Position) -> None:
        """Pay the position's outstanding funding into its quote and break-even amounts."""
        base = position.base_asset_amount
        if base == 0:
            return
        rate = market.cumulative_funding_rate_long if base > 0 else market.cumulative_funding_rate_short
        if rate == position.last_cumulative_funding_rate:
            return
        payment = self.calculate_funding_payment(rate, position)
        market.net_unsettled_funding_pnl = i64(market.net_unsettled_funding_pnl - payment)
        position.cumulative_perp_funding = i64(position.cumulative_perp_funding + payment)
        position.last_cumulative_funding_rate = to_i64(rate)
        self.update_quote_and_break_even(market, position, payment)

    # The market

    def calculate_fee_pool(self, market: Market) -> int:
        """Fees the protocol may still spend (quote), never below 0."""
        return max(0, i128(market.total_fee_minus_distributions - self.fee_pool_bound(market)))

    def calculate_funding_rate_long_short(self, market: Market, funding_rate: int) -> FundingResult:
        """The rates of both sides, with the protocol's gain or loss booked.

        The protocol is the other side of the users' net position, LPs' unsettled base included. What it would pay is
        capped at a third of its pool, by lowering the receiving side's rate. The returned revenue is uncapped.
        """
        net = i128(market.base_asset_amount_with_amm + market.base_asset_amount_with_unsettled_lp)
        uncapped = i128(-self.funding_payment(i128(funding_rate), net))
        if uncapped >= 0:
            market.total_fee_minus_distributions = i128(market.total_fee_minus_distributions + uncapped)
            market.net_revenue_since_last_funding = i64(market.net_revenue_since_last_funding + cut_to_i64(uncapped))
            return FundingResult(funding_rate, funding_rate, uncapped)
        limit = -floor_div(self.calculate_fee_pool(market), constants.FUNDING_POOL_DIVISOR)
        receiving_rate = funding_rate
        if uncapped < limit:
            receiving_rate = self.capped_funding_rate(market, funding_rate, limit)
        paid = max(uncapped, limit)
        left = i128(market.total_fee_minus_distributions + paid)
        if paid != 0 and left < to_i128(self.total_fee_lower_bound(market)):
            raise InvalidFundingProfitability(left=left, lower_bound=self.total_fee_lower_bound(market))
        market.total_fee_minus_distributions = left
        market.net_revenue_since_last_funding = i64(market.net_revenue_since_last_funding - cut_to_i64(-paid))
        if funding_rate < 0:
            return FundingResult(receiving_rate, funding_rate, uncapped)
        return FundingResult(funding_rate, receiving_rate, uncapped)

    def capped_funding_rate(self, market: Market, funding_rate: int, limit: int) -> int:
        """The rate at which the receiving side gets what the paying side pays, and `-limit` from the protocol.

        Rounded toward zero after one quote unit is taken off; 0 if there is nobody to receive.
        """
        if funding_rate > 0:
            paying, receiving = market.base_asset_amount_long, market.base_asset_amount_short
        else:
            paying, receiving = market.base_asset_amount_short, market.base_asset_amount_long
        from_users = self.funding_payment(funding_rate, paying)
        available = i128(limit - abs(from_users))
        if receiving == 0:
            return 0
        if available < 0:
            available += 1
        return i128(trunc_div(i128(available * constants.QUOTE_TO_BASE_FUNDING), receiving))

    def accrue_funding(self, market: Market, funding_rate: int) -> FundingResult:
        """Add the rates of both sides to the cumulative rates; the revenue of the period starts anew."""
        result = self.calculate_funding_rate_long_short(market, funding_rate)
        self.book_funding(market, funding_rate, result)
        return result

    def book_funding(self, market: Market, funding_rate: int, result: FundingResult) -> None:
        """Enter a funding result into the market's cumulative and last rates."""
        long, short, revenue = result
        market.cumulative_funding_rate_long = i128(market.cumulative_funding_rate_long + long)
        market.cumulative_funding_rate_short = i128(market.cumulative_funding_rate_short + short)
        market.last_funding_rate = to_i64(funding_rate)
        market.last_funding_rate_long = to_i64(long)
        market.last_funding_rate_short = to_i64(short)
        market.net_unsettled_funding_pnl = i64(market.net_unsettled_funding_pnl - to_i64(revenue))
        market.net_revenue_since_last_funding = 0


def cut_to_i64(amount: int) -> int:
    """The low 64 bits of an amount, as a signed number: the program casts its revenue without a check."""
    return wrap(amount - I64.low, U64) + I64.low
