"""What must be true of a market and of a position in it (specification section 1.3)."""

from __future__ import annotations

from model.arith import floor_div
from model.bal import constants
from model.bal.errors import (
    InvalidAmmDetected,
    InvalidAmmForFillDetected,
    InvalidPerpPositionDetected,
    InvalidPositionDelta,
)
from model.bal.market import REDUCE_ONLY, Market
from model.bal.position import Position
from model.bal.state import LONG
from model.curve import opposite_reserve


class Validation:
    """The checks the program makes of its own state; each raises and changes nothing."""

    def validate_perp_market(self, market: Market) -> None:
        """Check that the market does not contradict itself: `InvalidPositionDelta`, else `InvalidAmmDetected`.

        The bounds on `base_asset_amount_with_amm` and on both accumulators are upper bounds only.
        """
        step = market.order_step_size
        long, short = market.base_asset_amount_long, market.base_asset_amount_short
        with_amm = market.base_asset_amount_with_amm
        if floor_div(long, step) * step != long or floor_div(short, step) * step != short:
            raise InvalidPositionDelta(
                "sums of positions are no multiples of the step", long=long, short=short, step=step
            )
        self.validate_net_position(market)
        if with_amm > constants.MAX_BASE_ASSET_AMOUNT_WITH_AMM:
            raise InvalidAmmDetected("base_asset_amount_with_amm is too large", base_asset_amount_with_amm=with_amm)
        if market.peg_multiplier <= 0:
            raise InvalidAmmDetected("the peg is zero")
        self.validate_liquidity(market)
        self.validate_spreads(market)
        self.validate_terminal_reserve(market)
        if market.base_asset_amount_per_lp >= constants.MAX_PER_LP:
            raise InvalidAmmDetected("accumulator too large", base_asset_amount_per_lp=market.base_asset_amount_per_lp)
        if market.quote_asset_amount_per_lp >= constants.MAX_PER_LP:
            raise InvalidAmmDetected(
                "accumulator too large", quote_asset_amount_per_lp=market.quote_asset_amount_per_lp
            )

    def validate_net_position(self, market: Market) -> None:
        """Check that the users' net position is that of the AMM and of LPs who have not settled."""
        net = market.base_asset_amount_long + market.base_asset_amount_short
        with_amm, unsettled = market.base_asset_amount_with_amm, market.base_asset_amount_with_unsettled_lp
        if net != with_amm + unsettled:
            raise InvalidAmmDetected(
                "the users' net position is not that of AMM and LPs",
                net=net,
                with_amm=with_amm,
                with_unsettled_lp=unsettled,
            )

    def validate_liquidity(self, market: Market) -> None:
        """Check k against the AMM's position, the reserves and the LP shares, and the reserves against the curve."""
        sqrt_k, base, quote = market.sqrt_k, market.base_asset_reserve, market.quote_asset_reserve
        self.validate_k_covers_amm(market)
        if sqrt_k < base and sqrt_k < quote:
            raise InvalidAmmDetected("k is below both reserves", sqrt_k=sqrt_k, base=base, quote=quote)
        if sqrt_k < market.user_lp_shares:
            raise InvalidAmmDetected("fewer shares than LPs hold", sqrt_k=sqrt_k, user_lp_shares=market.user_lp_shares)
        on_curve = opposite_reserve(sqrt_k, base)
        if abs(on_curve - quote) > constants.MAX_RESERVE_DEVIATION:
            raise InvalidAmmDetected("the quote reserve is off the curve", quote_asset_reserve=quote, on_curve=on_curve)

    def validate_k_covers_amm(self, market: Market) -> None:
        """Check, unless the market is reduce-only, that the liquidity is more than the AMM's position."""
        sqrt_k, with_amm = market.sqrt_k, market.base_asset_amount_with_amm
        if market.status != REDUCE_ONLY and sqrt_k <= abs(with_amm):
            raise InvalidAmmDetected("k does not cover the AMM's position", sqrt_k=sqrt_k, with_amm=with_amm)

    def validate_spreads(self, market: Market) -> None:
        """Check that bid and ask reserves lie on their sides of the curve, and that the spreads are in bounds."""
        base_spread, offset = market.base_spread, market.reference_price_offset
        if base_spread > 0:
            if offset <= 0 and (
                market.bid_base_asset_reserve < market.base_asset_reserve
                or market.bid_quote_asset_reserve > market.quote_asset_reserve
            ):
                raise InvalidAmmDetected("the bid is above the price", bid_base=market.bid_base_asset_reserve)
            if offset >= 0 and (
                market.ask_base_asset_reserve > market.base_asset_reserve
                or market.ask_quote_asset_reserve < market.quote_asset_reserve
            ):
                raise InvalidAmmDetected("the ask is below the price", ask_base=market.ask_base_asset_reserve)
        spread = market.long_spread + market.short_spread
        adjusted = market.amm_spread_adjustment < 0 or market.amm_inventory_spread_adjustment < 0
        if not adjusted and spread < base_spread:
            raise InvalidAmmDetected("spread below the base spread", spread=spread, base_spread=base_spread)
        if spread > constants.SPREAD_PRECISION:
            raise InvalidAmmDetected("spread above 100 %", spread=spread)

    def validate_terminal_reserve(self, market: Market) -> None:
        """Check the reserve left after unwinding the AMM's position, and the bounds of the maximal spread."""
        with_amm, quote = market.base_asset_amount_with_amm, market.quote_asset_reserve
        terminal = market.terminal_quote_asset_reserve
        if with_amm > 0:
            consistent = terminal <= quote
        elif with_amm < 0:
            consistent = terminal >= quote
        else:
            consistent = terminal == quote
        if not consistent:
            raise InvalidAmmDetected("terminal reserve", terminal=terminal, quote=quote, with_amm=with_amm)
        largest = 100 * market.margin_ratio_initial
        if market.base_spread > 0 and not (market.base_spread < market.max_spread and market.max_spread < largest):
            raise InvalidAmmDetected("max_spread", max_spread=market.max_spread, base_spread=market.base_spread)

    def validate_perp_position_with_perp_market(self, market: Market, position: Position) -> None:
        """Check that an LP's position is rebased like the market, and that its base is a multiple of the step."""
        if position.lp_shares != 0 and position.per_lp_base != market.per_lp_base:
            raise InvalidPerpPositionDetected("not rebased", position=position.per_lp_base, market=market.per_lp_base)
        self.validate_step_multiple(market, position)

    def validate_step_multiple(self, market: Market, position: Position) -> None:
        """Check that the position's base is a multiple of the step: `InvalidPerpPositionDetected`."""
        base, step = position.base_asset_amount, market.order_step_size
        if floor_div(base, step) * step != base:
            raise InvalidPerpPositionDetected("base is no multiple of the step", base_asset_amount=base, step=step)

    def validate_amm_account_for_fill(self, market: Market, direction: str) -> None:
        """Check, before a fill only, that the base reserve is within its bound in the direction of the fill."""
        base = market.base_asset_reserve
        if direction == LONG:
            if base < market.min_base_asset_reserve:
                raise InvalidAmmForFillDetected(base=base, min_base_asset_reserve=market.min_base_asset_reserve)
        elif base > market.max_base_asset_reserve:
            raise InvalidAmmForFillDetected(base=base, max_base_asset_reserve=market.max_base_asset_reserve)
