"""The design that the documents reject: funding given to the LPs by the share, without settling them first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from model.arith import I64, I128, floor_div, i64, i128, to_i64, trunc_div
from model.bal import constants
from model.bal.market import PER_LP_QUOTE, Market
from model.bal.position import Position
from model.bal.state import FundingResult, SettleResult
from model.bal.system import Bal


@dataclass
class FundedMarket(Market):
    """A market that also accumulates what `1e9` shares have been given of all funding."""

    funding_payments_per_lp: Annotated[int, I128, PER_LP_QUOTE] = 0


@dataclass
class FundedPosition(Position):
    """A position that also remembers up to where it has been given its part of the funding."""

    last_funding_payments_per_lp: Annotated[int, I64, PER_LP_QUOTE] = 0


class FundingPerShare(Bal):
    """Funding on what the LPs hold unsettled goes to them by the share, as their base and quote do.

    The accumulator knows what all LPs hold together, and nothing of who took it on: whoever has shares at the moment of
    the update has a part, be the shares a second old. (Fees can be given so, because they are earned by the shares
    that are there at the fill; funding is earned by the base of earlier fills.)
    """

    market_type = FundedMarket
    position_type = FundedPosition

    def book_funding(self, market: Market, funding_rate: int, result: FundingResult) -> None:
        """Take the LPs' part out of the protocol's, which is no longer custodian of it, and spread it over the shares.

        Rounded toward zero.
        """
        assert isinstance(market, FundedMarket)
        super().book_funding(market, funding_rate, result)
        unsettled = -market.base_asset_amount_with_unsettled_lp
        rate = result.funding_rate_long if unsettled > 0 else result.funding_rate_short
        earned = to_i64(self.funding_payment(rate, unsettled))
        if market.user_lp_shares > 0:
            per_lp = trunc_div(i128(earned * constants.BASE_PRECISION), market.user_lp_shares)
            market.funding_payments_per_lp = i128(market.funding_payments_per_lp + per_lp)
            market.total_fee_minus_distributions = i128(market.total_fee_minus_distributions - earned)
            market.net_unsettled_funding_pnl = i64(market.net_unsettled_funding_pnl + earned)

    def settle_lp_position(self, market: Market, position: Position) -> SettleResult:
        """Settle, and pay the shares' part of the funding since the position's mark; rounded down."""
        assert isinstance(market, FundedMarket)
        assert isinstance(position, FundedPosition)
        per_lp = i128(market.funding_payments_per_lp - position.last_funding_payments_per_lp)
        payment = to_i64(floor_div(i128(per_lp * position.lp_shares), constants.BASE_PRECISION))
        result = super().settle_lp_position(market, position)
        market.net_unsettled_funding_pnl = i64(market.net_unsettled_funding_pnl - payment)
        position.cumulative_perp_funding = i64(position.cumulative_perp_funding + payment)
        self.update_quote_and_break_even(market, position, payment)
        return result

    def mark(self, market: Market, position: Position) -> None:
        """Remember the accumulated funding too."""
        assert isinstance(market, FundedMarket)
        assert isinstance(position, FundedPosition)
        super().mark(market, position)
        position.last_funding_payments_per_lp = to_i64(market.funding_payments_per_lp)
