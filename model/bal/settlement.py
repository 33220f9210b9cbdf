"""What an LP has been given since it last settled, and how it becomes its position (specification 3.6 and 4.1)."""

from __future__ import annotations

from collections.abc import Callable

from model.arith import i8, i64, i128, power_of_ten, standardize, to_i64, trunc_div
from model.bal import constants
from model.bal.accounting import Accounting
from model.bal.errors import DefaultError, InvalidPerpPositionDetected
from model.bal.market import Market
from model.bal.position import Position
from model.bal.state import LPMetrics, SettleResult


class Settlement(Accounting):
    """The accumulators per base unit of shares, from the LP's side."""

    def base_unit(self, market: Market) -> int:
        """The number of shares to which the accumulators refer: `1e9 * 10**per_lp_base`, rounded down."""
        exponent = market.per_lp_base
        if exponent > 0:
            return i128(constants.BASE_PRECISION * i128(power_of_ten(exponent)))
        return trunc_div(constants.BASE_PRECISION, i128(power_of_ten(i8(-exponent))))

    # Rebase

    def apply_lp_rebase_to_perp_market(self, market: Market, expo_diff: int) -> None:
        """Move the exponent of the base unit, and both accumulators with it; `DefaultError` for a rebase by 0.

        The target of the LPs' base is not moved.
        """
        if expo_diff == 0:
            raise DefaultError("a rebase by 0")
        market.per_lp_base = i8(market.per_lp_base + expo_diff)
        market.base_asset_amount_per_lp = rebased(market.base_asset_amount_per_lp, expo_diff, i128)
        market.quote_asset_amount_per_lp = rebased(market.quote_asset_amount_per_lp, expo_diff, i128)

    def apply_lp_rebase_to_perp_position(self, market: Market, position: Position) -> None:
        """Let the marks of a position follow the rebases of the market since it last settled."""
        expo_diff = i8(market.per_lp_base - position.per_lp_base)
        if expo_diff != 0:
            position.last_base_asset_amount_per_lp = rebased(position.last_base_asset_amount_per_lp, expo_diff, i64)
            position.last_quote_asset_amount_per_lp = rebased(position.last_quote_asset_amount_per_lp, expo_diff, i64)
            position.per_lp_base = market.per_lp_base

    # Claim and settlement

    def calculate_settled_lp_base_quote(self, market: Market, position: Position) -> tuple[int, int]:
        """Base and quote that the position's shares have been given since its marks, both rounded toward zero."""
        unit = self.base_unit(market)
        if market.per_lp_base != position.per_lp_base:
            raise InvalidPerpPositionDetected("not rebased", position=position.per_lp_base, market=market.per_lp_base)
        shares = position.lp_shares
        base = i128(market.base_asset_amount_per_lp - position.last_base_asset_amount_per_lp)
        quote = i128(market.quote_asset_amount_per_lp - position.last_quote_asset_amount_per_lp)
        return trunc_div(i128(base * shares), unit), trunc_div(i128(quote * shares), unit)

    def calculate_settle_lp_metrics(self, market: Market, position: Position) -> LPMetrics:
        """The claim with its base split into whole steps and a remainder of the same sign."""
        base, quote = self.calculate_settled_lp_base_quote(market, position)
        whole, remainder = standardize(base, market.order_step_size)
        return LPMetrics(whole, quote, remainder)

    def settle_lp_position(self, market: Market, position: Position) -> SettleResult:
        """Move the LP's claim into its position, and its marks to the market's accumulators.

        Reserves, liquidity and the AMM's own position do not change. Refuses a position with funding outstanding
        (`InvalidPerpPositionDetected`), and whatever the checks of market and position refuse.
        """
        self.require_funding_paid(market, position)
        self.apply_lp_rebase_to_perp_position(market, position)
        metrics = self.calculate_settle_lp_metrics(market, position)
        base, quote, remainder = to_i64(metrics[0]), to_i64(metrics[1]), to_i64(metrics[2])
        pnl = self.enter_claim(market, position, base, quote, remainder)
        self.mark(market, position)
        self.validate_perp_market(market)
        self.validate_perp_position_with_perp_market(market, position)
        return SettleResult(base, quote, remainder, pnl)

    def enter_claim(self, market: Market, position: Position, base: int, quote: int, remainder: int) -> int:
        """Apply a claim, whole steps and the rest of its base with its quote, as one delta; the profit (quote)."""
        return self.update_position_and_market(market, position, base, quote, remainder)

    def require_funding_paid(self, market: Market, position: Position) -> None:
        """Refuse a position with base whose last funding rate is not the present one of its side."""
        base, last = position.base_asset_amount, position.last_cumulative_funding_rate
        if base > 0 and last != market.cumulative_funding_rate_long:
            raise InvalidPerpPositionDetected(
                "funding outstanding", last=last, long=market.cumulative_funding_rate_long
            )
        if base < 0 and last != market.cumulative_funding_rate_short:
            raise InvalidPerpPositionDetected(
                "funding outstanding", last=last, short=market.cumulative_funding_rate_short
            )

    def mark(self, market: Market, position: Position) -> None:
        """Remember the accumulators up to which the position has been given its part."""
        position.last_base_asset_amount_per_lp = to_i64(market.base_asset_amount_per_lp)
        position.last_quote_asset_amount_per_lp = to_i64(market.quote_asset_amount_per_lp)


def rebased(value: int, expo_diff: int, fits: Callable[[int], int]) -> int:
    """`value * 10**expo_diff`, toward zero where the exponent is negative; value and power must fit a width."""
    scale = fits(power_of_ten(abs(expo_diff)))
    return fits(value * scale if expo_diff > 0 else trunc_div(value, scale))
