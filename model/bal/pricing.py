"""The AMM's curve: prices, spread reserves, swaps, and the bounds of the reserves (specification section 2)."""

from __future__ import annotations

from model.arith import (
    ceil_div,
    floor_div,
    i32,
    i128,
    proportion_u128,
    standardize_floor,
    to_i32,
    to_i64,
    to_i128,
    to_u64,
    to_u128,
    trunc_div,
    u32,
    u128,
)
from model.bal import constants
from model.bal.errors import InvalidAmmDetected, InvalidConcentrationCoef
from model.bal.market import Market
from model.bal.state import LONG, Spreads
from model.curve import ADD, REMOVE, opposite_reserve, price, swap_output


class Pricing:
    """What the AMM quotes. Methods that take a market change the copy they are given."""

    def reserve_price(self, market: Market) -> int:
        """The price at the middle of the spread (1e6), rounded down."""
        return price(market.quote_asset_reserve, market.base_asset_reserve, market.peg_multiplier)

    # Spreads

    def update_spreads(self, market: Market, spreads: Spreads | None = None) -> None:
        """Set both spreads, and the reserves that follow from them.

        With `curve_update_intensity` 0 each side gets half the base spread (rounded down), changed by the spread
        adjustment in percent. Otherwise the spreads come from outside (`spreads`); without them they stay.
        """
        if spreads is not None:
            market.long_spread, market.short_spread = u32(spreads.long_spread), u32(spreads.short_spread)
            market.reference_price_offset = i32(spreads.reference_price_offset)
        elif market.curve_update_intensity == 0:
            spread = self.adjusted_spread(floor_div(market.base_spread, 2), market.amm_spread_adjustment)
            market.long_spread = market.short_spread = spread
            market.reference_price_offset = 0
        self.update_spread_reserves(market)

    def adjusted_spread(self, spread: int, percent: int) -> int:
        """A spread changed by a percentage in its own direction of rounding: down if lowered, up if raised; at least 1.

        An adjustment of 0 leaves the spread as it is, be it 0.
        """
        if percent < 0:
            return max(1, spread - floor_div(spread * -percent, 100))
        if percent > 0:
            return max(1, u32(spread + ceil_div(spread * percent, 100)))
        return spread

    def update_spread_reserves(self, market: Market) -> None:
        """Recompute ask and bid reserves from the current spreads.

        Without a reference price offset neither side may cross the reserves themselves.
        """
        offset = market.reference_price_offset
        ask_quote, ask_base = self.spread_reserves(market, i32(to_i32(market.long_spread) + offset))
        bid_quote, bid_base = self.spread_reserves(market, i32(offset - to_i32(market.short_spread)))
        if offset == 0:
            base, quote = market.base_asset_reserve, market.quote_asset_reserve
            ask_base, ask_quote = base if base < ask_base else ask_base, quote if quote > ask_quote else ask_quote
            bid_base, bid_quote = base if base > bid_base else bid_base, quote if quote < bid_quote else bid_quote
        market.ask_base_asset_reserve, market.ask_quote_asset_reserve = ask_base, ask_quote
        market.bid_base_asset_reserve, market.bid_quote_asset_reserve = bid_base, bid_quote

    def spread_reserves(self, market: Market, spread: int) -> tuple[int, int]:
        """Quote and base reserve shifted by a signed spread (1e6): half of it on the quote reserve.

        All three divisions are toward zero; a spread of at most one millionth shifts nothing.
        """
        quote = to_i128(market.quote_asset_reserve)
        if spread > 1 or spread < -1:
            quote = i128(quote + trunc_div(quote, trunc_div(constants.SPREAD_PRECISION, trunc_div(spread, 2))))
        quote = to_u128(quote)
        return quote, opposite_reserve(market.sqrt_k, quote)

    # Swaps

    def calculate_quote_asset_amount_swapped(self, before: int, after: int, direction: str, peg: int) -> int:
        """Quote for a change of the quote reserve, rounded against the taker.

        `Add` (the taker sells base) floors; `Remove` (the taker buys base) adds one to the reserve's change and one to
        the result.
        """
        if direction == ADD:
            return u128(u128(before - after) * peg) // constants.RESERVE_TIMES_PEG_TO_QUOTE
        change = u128(u128(after - before) + 1)
        return u128(u128(change * peg) // constants.RESERVE_TIMES_PEG_TO_QUOTE + 1)

    def swap_base_asset(self, market: Market, amount: int, direction: str) -> tuple[int, int]:
        """Move the reserves by an amount of base; return the quote of the swap and the surplus (quote).

        The taker pays by the ask reserves or receives by the bid reserves, while the plain reserves move on the plain
        curve; the surplus is the difference, in absolute value.
        """
        if direction == REMOVE:
            spread_base, spread_quote = market.ask_base_asset_reserve, market.ask_quote_asset_reserve
        else:
            spread_base, spread_quote = market.bid_base_asset_reserve, market.bid_quote_asset_reserve
        sqrt_k, peg, quote_before = market.sqrt_k, market.peg_multiplier, market.quote_asset_reserve
        _, spread_quote_after = swap_output(sqrt_k, spread_base, amount, direction)
        quote = self.calculate_quote_asset_amount_swapped(spread_quote, spread_quote_after, direction, peg)
        base_after, quote_after = swap_output(sqrt_k, market.base_asset_reserve, amount, direction)
        actual = u128(abs(quote_after - quote_before) * peg) // constants.RESERVE_TIMES_PEG_TO_QUOTE
        if direction == REMOVE:
            actual = u128(actual + 1)
        market.base_asset_reserve, market.quote_asset_reserve = base_after, quote_after
        return to_u64(quote), to_i64(abs(quote - actual))

    def calculate_amm_available_liquidity(self, market: Market, direction: str) -> int:
        """The largest single fill: a fraction of the reserve, or half the room to the bound; whole steps."""
        base = market.base_asset_reserve
        if direction == LONG:
            room = base - market.min_base_asset_reserve
        else:
            room = market.max_base_asset_reserve - base
        by_fraction = floor_div(base, market.max_fill_reserve_fraction)
        half = to_u64((room if room > 0 else 0) // 2)
        return standardize_floor(half if half < by_fraction else by_fraction, market.order_step_size)

    # Bounds

    def calculate_terminal_reserves(self, market: Market) -> tuple[int, int]:
        """Quote and base reserve after the AMM's position is unwound against the curve."""
        with_amm = market.base_asset_amount_with_amm
        direction = ADD if with_amm > 0 else REMOVE
        base, quote = swap_output(market.sqrt_k, market.base_asset_reserve, abs(with_amm), direction)
        return quote, base

    def terminal_price(self, market: Market) -> int:
        """The price (1e6) after the AMM's position is unwound, rounded down."""
        quote, base = self.calculate_terminal_reserves(market)
        return price(quote, base, market.peg_multiplier)

    def calculate_bid_ask_bounds(self, concentration_coef: int, terminal_base: int) -> tuple[int, int]:
        """The lowest and the highest base reserve at which the AMM still fills, both rounded down."""
        one = constants.CONCENTRATION_PRECISION
        if concentration_coef <= one:
            raise InvalidConcentrationCoef(concentration_coef=concentration_coef)
        lowest = proportion_u128(terminal_base, one, concentration_coef)
        return lowest, proportion_u128(terminal_base, concentration_coef, one)

    def update_bounds(self, market: Market) -> None:
        """Recompute the terminal reserve and the bounds, which hang off it."""
        market.terminal_quote_asset_reserve, terminal_base = self.calculate_terminal_reserves(market)
        bounds = self.calculate_bid_ask_bounds(market.concentration_coef, terminal_base)
        market.min_base_asset_reserve, market.max_base_asset_reserve = bounds

    def update_concentration_coef(self, market: Market, scale: int) -> None:
        """Set the concentration coefficient to one and a part of what the largest is above one, and the bounds with it.

        The part is `1 / scale`, rounded down. Refuses a scale of 0 or one so large that nothing is left above one
        (`InvalidConcentrationCoef`), and a market whose terminal reserve is out of date (`InvalidAmmDetected`).
        """
        if scale == 0:
            raise InvalidConcentrationCoef("a scale of 0")
        one = constants.CONCENTRATION_PRECISION
        coefficient = one + floor_div(constants.MAX_CONCENTRATION_COEF - one, scale)
        quote, base = self.calculate_terminal_reserves(market)
        bounds = self.calculate_bid_ask_bounds(coefficient, base)
        if quote != market.terminal_quote_asset_reserve:
            raise InvalidAmmDetected("terminal reserve", terminal=market.terminal_quote_asset_reserve, unwound=quote)
        market.concentration_coef = coefficient
        market.min_base_asset_reserve, market.max_base_asset_reserve = bounds

    # Values

    def calculate_base_asset_value(self, market: Market, net_base: int) -> int:
        """What the protocol's own share of the curve pays, or takes, to close a net position of the users (quote).

        Reserves are scaled by `(sqrt_k - user_lp_shares) / sqrt_k`, rounded down. 0 for no position.
        """
        if net_base == 0:
            return 0
        sqrt_k = market.sqrt_k
        own = u128(sqrt_k - market.user_lp_shares)
        base = proportion_u128(market.base_asset_reserve, own, sqrt_k)
        quote = proportion_u128(market.quote_asset_reserve, own, sqrt_k)
        direction = ADD if net_base >= 0 else REMOVE
        _, quote_after = swap_output(own, base, abs(net_base), direction)
        return self.calculate_quote_asset_amount_swapped(quote, quote_after, direction, market.peg_multiplier)

    def calculate_base_asset_value_with_oracle_price(self, base: int, oracle_price: int) -> int:
        """The value of an amount of base, of either sign, at a price (quote), rounded down; 0 at a negative price."""
        value = u128(abs(base) * max(0, oracle_price))
        return floor_div(value, constants.PRICE_TIMES_BASE_TO_QUOTE)
