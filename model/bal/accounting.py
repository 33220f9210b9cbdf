"""How a delta enters a position and the market's sums (specification section 3.3)."""

from __future__ import annotations

from model.arith import i64, i128, standardize, to_i64, trunc_div, u32
from model.bal import constants
from model.bal.errors import InvalidPositionDelta, InvalidPositionLastFundingRate
from model.bal.market import Market
from model.bal.position import Position
from model.bal.state import UpdateType
from model.bal.validation import Validation

OPEN, INCREASE, REDUCE, CLOSE, FLIP = UpdateType


class Accounting(Validation):
    """Changes of one position, mirrored in the sums over all positions."""

    def update_position_and_market(
        self, market: Market, position: Position, base_delta: int, quote_delta: int, remainder_delta: int | None
    ) -> int:
        """Apply a delta to the position and to the market's sums; return the profit realised (quote).

        A `remainder_delta` marks the delta as an LP's: its whole steps settle into base, and what settles leaves
        `base_asset_amount_with_unsettled_lp`. A delta without base moves quote only: neither entry nor break-even
        amounts nor the unsettled sums see it. Refuses a position with funding outstanding, a base that is no multiple
        of the step, and a remainder beyond i32.
        """
        if base_delta == 0 and (remainder_delta is None or remainder_delta == 0):
            self.update_quote(market, position, quote_delta)
            return i64(quote_delta)
        held = i64(position.base_asset_amount + position.remainder_base_asset_amount)
        change = base_delta if remainder_delta is None else i64(base_delta + remainder_delta)
        kind = self.get_position_update_type(position, held, change)
        new_quote = i64(position.quote_asset_amount + quote_delta)
        new_base, settled, new_remainder = self.new_base_amounts(market, position, base_delta, remainder_delta)
        pnl = self.update_entry(market, position, kind, held, change, new_base, quote_delta)
        if remainder_delta is not None:
            self.leave_unsettled(market, settled, quote_delta)
        self.update_base_sums(market, position, kind, new_base, settled)
        market.quote_asset_amount = i128(market.quote_asset_amount + quote_delta)
        self.count_users(market, position, kind, new_base, new_quote)
        self.join_funding(market, position, kind, i64(new_base + new_remainder))
        self.validate_step_multiple(market, position)
        position.base_asset_amount = new_base
        position.remainder_base_asset_amount = new_remainder
        position.quote_asset_amount = new_quote
        return pnl

    def leave_unsettled(self, market: Market, settled: int, quote_delta: int) -> None:
        """Take what an LP settles, base and quote, out of what is unsettled; both are of the sign opposite to that."""
        market.base_asset_amount_with_unsettled_lp = i128(market.base_asset_amount_with_unsettled_lp + settled)
        market.quote_asset_amount_with_unsettled_lp = i64(market.quote_asset_amount_with_unsettled_lp + quote_delta)

    def get_position_update_type(self, position: Position, held: int, change: int) -> UpdateType:
        """How a change of base relates to what is held, both including remainders.

        A position whose base and remainder cancel is not open for the taking: any change of it is a flip.
        """
        if position.base_asset_amount == 0 and position.remainder_base_asset_amount == 0:
            return OPEN
        if (held > 0 and change > 0) or (held < 0 and change < 0) or (held == 0 and change == 0):
            return INCREASE
        size_held, size_change = i64(abs(held)), i64(abs(change))
        if size_held > size_change:
            return REDUCE
        return CLOSE if size_held == size_change else FLIP

    def new_base_amounts(
        self, market: Market, position: Position, base_delta: int, remainder_delta: int | None
    ) -> tuple[int, int, int]:
        """Base after the delta, the whole steps that settle into it, and the remainder after it."""
        new_base = i64(position.base_asset_amount + base_delta)
        if remainder_delta is None:
            return new_base, base_delta, position.remainder_base_asset_amount
        new_remainder = i64(position.remainder_base_asset_amount + remainder_delta)
        settled = base_delta
        if abs(new_remainder) >= market.order_step_size:
            whole, new_remainder = standardize(new_remainder, market.order_step_size)
            new_base, settled = i64(new_base + whole), i64(settled + whole)
        if abs(new_remainder) > constants.MAX_REMAINDER:
            raise InvalidPositionDelta("remainder does not fit", remainder_base_asset_amount=new_remainder)
        return new_base, settled, new_remainder

    def update_entry(
        self,
        market: Market,
        position: Position,
        kind: UpdateType,
        held: int,
        change: int,
        new_base: int,
        quote_delta: int,
    ) -> int:
        """Update entry and break-even amounts of position and market; return the profit realised.

        What is reduced takes its part of the amounts with it, rounded toward zero; what is flipped starts anew with the
        part of the quote that is not needed to close, of which the closing part is rounded toward zero.
        """
        entry, break_even = position.quote_entry_amount, position.quote_break_even_amount
        if kind is OPEN or kind is INCREASE:
            self.add_entry(market, new_base > 0, quote_delta, quote_delta)
            position.quote_entry_amount = i64(entry + quote_delta)
            position.quote_break_even_amount = i64(break_even + quote_delta)
            return 0
        if kind is FLIP:
            opened = i64(quote_delta - trunc_div(quote_delta * abs(held), abs(change)))
            self.add_entry(market, new_base <= 0, -entry, -break_even)
            self.add_entry(market, new_base > 0, opened, opened)
            position.quote_entry_amount = position.quote_break_even_amount = opened
            return i64(entry + (quote_delta - opened))
        released = trunc_div(entry * abs(change), abs(held))
        released_break_even = trunc_div(break_even * abs(change), abs(held))
        self.add_entry(market, position.base_asset_amount > 0, -released, -released_break_even)
        position.quote_entry_amount = i64(entry - released)
        position.quote_break_even_amount = i64(break_even - released_break_even)
        return i64(released + quote_delta)

    def add_entry(self, market: Market, long: bool, entry: int, break_even: int) -> None:
        """Add to the entry and break-even sums of one side."""
        if long:
            market.quote_entry_amount_long = i128(market.quote_entry_amount_long + entry)
            market.quote_break_even_amount_long = i128(market.quote_break_even_amount_long + break_even)
        else:
            market.quote_entry_amount_short = i128(market.quote_entry_amount_short + entry)
            market.quote_break_even_amount_short = i128(market.quote_break_even_amount_short + break_even)

    def update_base_sums(
        self, market: Market, position: Position, kind: UpdateType, new_base: int, settled: int
    ) -> None:
        """Move base between the sums of longs and shorts.

        What opens or increases goes to the side of the new base, what reduces comes from the side of the old base, and
        a base of 0 counts as short; a flip takes the old base from the other side than the new base goes to.
        """
        old_base = position.base_asset_amount
        if kind is FLIP:
            if new_base > 0:
                market.base_asset_amount_short = i128(market.base_asset_amount_short - old_base)
                market.base_asset_amount_long = i128(market.base_asset_amount_long + new_base)
            else:
                market.base_asset_amount_long = i128(market.base_asset_amount_long - old_base)
                market.base_asset_amount_short = i128(market.base_asset_amount_short + new_base)
        elif (new_base > 0) if (kind is OPEN or kind is INCREASE) else (old_base > 0):
            market.base_asset_amount_long = i128(market.base_asset_amount_long + settled)
        else:
            market.base_asset_amount_short = i128(market.base_asset_amount_short + settled)

    def count_users(self, market: Market, position: Position, kind: UpdateType, new_base: int, new_quote: int) -> None:
        """Keep the two counts of users; they saturate at 0."""
        if kind is OPEN:
            if position.quote_asset_amount == 0 and position.base_asset_amount == 0:
                market.number_of_users = u32(market.number_of_users + 1)
            market.number_of_users_with_base = u32(market.number_of_users_with_base + 1)
        elif kind is CLOSE:
            if new_base == 0 and new_quote == 0:
                market.number_of_users = max(0, market.number_of_users - 1)
            market.number_of_users_with_base = max(0, market.number_of_users_with_base - 1)

    def join_funding(self, market: Market, position: Position, kind: UpdateType, new_total: int) -> None:
        """Require that funding is paid up, and let what is new join at the present rate of its side.

        So that nothing earns funding of the time before it was there. `new_total` is base with remainder.
        """
        base, last = position.base_asset_amount, position.last_cumulative_funding_rate
        if base > 0 and last != market.cumulative_funding_rate_long:
            raise InvalidPositionLastFundingRate(last=last, long=market.cumulative_funding_rate_long)
        if base < 0 and last != market.cumulative_funding_rate_short:
            raise InvalidPositionLastFundingRate(last=last, short=market.cumulative_funding_rate_short)
        if kind is CLOSE:
            position.last_cumulative_funding_rate = 0
        elif kind is not REDUCE:
            long = new_total > 0
            rate = market.cumulative_funding_rate_long if long else market.cumulative_funding_rate_short
            position.last_cumulative_funding_rate = to_i64(rate)

    def update_quote(self, market: Market, position: Position, delta: int) -> None:
        """Add to the quote of the position and to the market's sum of it."""
        before = position.quote_asset_amount
        position.quote_asset_amount = i64(before + delta)
        market.quote_asset_amount = i128(market.quote_asset_amount + delta)
        self.count_users_by_quote(market, position, before)

    def count_users_by_quote(self, market: Market, position: Position, before: int) -> None:
        """Count a user whose only holding is quote, from its first to its last; the count saturates at 0."""
        after = position.quote_asset_amount
        if before == after or position.base_asset_amount != 0 or position.remainder_base_asset_amount != 0:
            return
        if before == 0:
            market.number_of_users = u32(market.number_of_users + 1)
        elif after == 0:
            market.number_of_users = max(0, market.number_of_users - 1)

    def update_quote_and_break_even(self, market: Market, position: Position, delta: int) -> None:
        """Add to the quote, and, of a position with base, to the break-even amount: a fee or a funding payment."""
        self.update_quote(market, position, delta)
        base = position.base_asset_amount
        if delta != 0 and base != 0:
            position.quote_break_even_amount = i64(position.quote_break_even_amount + delta)
            self.add_entry(market, base > 0, 0, delta)

    # Prices of a position

    def entry_price(self, position: Position) -> int:
        """Quote per base (1e6) at which the position was entered, toward zero; 0 if it has neither base nor remainder."""
        return self.quote_per_base(position.quote_entry_amount, self.base_with_remainder(position))

    def break_even_price(self, position: Position) -> int:
        """Quote per base (1e6) at which leaving the position returns what it cost, toward zero, fees and funding included.

        0 if there is neither base nor remainder.
        """
        return self.quote_per_base(position.quote_break_even_amount, self.base_with_remainder(position))

    def cost_basis(self, position: Position) -> int:
        """Quote per base (1e6) that the position has cost so far, toward zero; 0 without base. Remainders do not count."""
        return self.quote_per_base(position.quote_asset_amount, position.base_asset_amount)

    def base_with_remainder(self, position: Position) -> int:
        """All the base of a position, the part below one step included."""
        return i128(position.base_asset_amount + position.remainder_base_asset_amount)

    def quote_per_base(self, quote: int, base: int) -> int:
        """The price (1e6) at which so much base is worth the quote given for it, toward zero; 0 for no base."""
        if base == 0:
            return 0
        return trunc_div(i128(-quote * constants.PRICE_TIMES_BASE_TO_QUOTE), base)
