"""How a delta enters a position and the market's sums, in `benchmarks.bare_bal`: funding, settlement, entry prices."""

from __future__ import annotations

from benchmarks.bare_bal_curve import validate
from benchmarks.bare_numbers import (
    I32,
    I64,
    I128,
    U128,
    U192,
    Record,
    base_unit,
    i64,
    i128,
    u32,
)
from model.bal.errors import (
    BnConversionError,
    CastingFailure,
    InvalidPerpPositionDetected,
    InvalidPositionDelta,
    InvalidPositionLastFundingRate,
    MathError,
)


def settle_funding(market: Record, position: Record) -> None:
    """Pay the position's outstanding funding."""
    base = position["base_asset_amount"]
    if base == 0:
        return
    last = position["last_cumulative_funding_rate"]
    rate = market["cumulative_funding_rate_long"] if base > 0 else market["cumulative_funding_rate_short"]
    if rate == last:
        return
    delta = i128(rate - last)
    product = (delta if delta >= 0 else -delta) * (base if base >= 0 else -base)
    if product > U192:
        raise MathError(product=product)
    magnitude = product // 10**9
    if magnitude > U128:
        raise BnConversionError(magnitude=magnitude)
    if magnitude > I128:
        raise CastingFailure(magnitude=magnitude)
    payment = magnitude // 1000
    if (delta > 0) == (base > 0):
        payment = -payment
    if not -I64 - 1 <= payment <= I64:
        raise CastingFailure(payment=payment)
    market["net_unsettled_funding_pnl"] = i64(market["net_unsettled_funding_pnl"] - payment)
    position["cumulative_perp_funding"] = i64(position["cumulative_perp_funding"] + payment)
    if not -I64 - 1 <= rate <= I64:
        raise CastingFailure(rate=rate)
    position["last_cumulative_funding_rate"] = rate
    update_quote(market, position, payment)
    if payment != 0:
        pay_out_of_break_even(market, position, payment)


def settle(market: Record, position: Record) -> None:
    """Turn what the shares have been given into base, quote and remainder."""
    base, last = position["base_asset_amount"], position["last_cumulative_funding_rate"]
    if (base > 0 and last != market["cumulative_funding_rate_long"]) or (
        base < 0 and last != market["cumulative_funding_rate_short"]
    ):
        raise InvalidPerpPositionDetected("funding outstanding", last=last)
    behind = market["per_lp_base"] - position["per_lp_base"]
    if behind != 0:
        for name in ("last_base_asset_amount_per_lp", "last_quote_asset_amount_per_lp"):
            mark, scale = position[name], 10 ** abs(behind)
            if scale > I64:
                raise MathError(scale=scale)
            if behind > 0:
                position[name] = i64(mark * scale)
            else:
                position[name] = mark // scale if mark >= 0 else -(-mark // scale)
        position["per_lp_base"] = market["per_lp_base"]
    unit, shares = base_unit(market), position["lp_shares"]
    if unit == 0:
        raise MathError("division by zero")
    per_lp_base, per_lp_quote = market["base_asset_amount_per_lp"], market["quote_asset_amount_per_lp"]
    given = i128(i128(per_lp_base - position["last_base_asset_amount_per_lp"]) * shares)
    paid = i128(i128(per_lp_quote - position["last_quote_asset_amount_per_lp"]) * shares)
    given = given // unit if given >= 0 else -(-given // unit)
    paid = paid // unit if paid >= 0 else -(-paid // unit)
    step = market["order_step_size"]
    whole = given - given % step if given >= 0 else given + -given % step
    if not (-I64 - 1 <= whole <= I64 and -I64 - 1 <= paid <= I64):
        raise CastingFailure(whole=whole, paid=paid)
    update_position(market, position, whole, paid, given - whole)
    for name, value in (
        ("last_base_asset_amount_per_lp", per_lp_base),
        ("last_quote_asset_amount_per_lp", per_lp_quote),
    ):
        if not -I64 - 1 <= value <= I64:
            raise CastingFailure(value=value)
        position[name] = value
    validate(market)
    if position["base_asset_amount"] % step != 0:
        raise InvalidPerpPositionDetected("base is no multiple of the step")


# Accounting


def update_position(market: Record, position: Record, base_delta: int, quote_delta: int, rest: int | None) -> None:
    """Enter a delta into the position and the sums."""
    if base_delta == 0 and not rest:
        update_quote(market, position, quote_delta)
        return
    base, remainder = position["base_asset_amount"], position["remainder_base_asset_amount"]
    held = i64(base + remainder)
    change = base_delta if rest is None else i64(base_delta + rest)
    size_held, size_change = abs(held), abs(change)
    if base == 0 and remainder == 0:
        kind = "open"
    elif (held > 0 and change > 0) or (held < 0 and change < 0) or (held == 0 and change == 0):
        kind = "increase"
    elif size_held > I64 or size_change > I64:
        raise MathError(held=held, change=change)
    elif size_held > size_change:
        kind = "reduce"
    else:
        kind = "close" if size_held == size_change else "flip"
    new_quote = i64(position["quote_asset_amount"] + quote_delta)
    new_base, settled, new_remainder = i64(base + base_delta), base_delta, remainder
    step = market["order_step_size"]
    if rest is not None:
        new_remainder = i64(remainder + rest)
        if abs(new_remainder) >= step:
            whole = (
                new_remainder - new_remainder % step if new_remainder >= 0 else new_remainder + -new_remainder % step
            )
            new_remainder -= whole
            new_base, settled = i64(new_base + whole), i64(settled + whole)
        if abs(new_remainder) > I32:
            raise InvalidPositionDelta("remainder does not fit")
    _update_entry(market, position, kind, held, change, new_base, quote_delta)
    if rest is not None:
        market["base_asset_amount_with_unsettled_lp"] = i128(market["base_asset_amount_with_unsettled_lp"] + settled)
        market["quote_asset_amount_with_unsettled_lp"] = i64(
            market["quote_asset_amount_with_unsettled_lp"] + quote_delta
        )
    if kind == "flip":
        old_side, new_side = ("short", "long") if new_base > 0 else ("long", "short")
        market[f"base_asset_amount_{old_side}"] = i128(market[f"base_asset_amount_{old_side}"] - base)
        market[f"base_asset_amount_{new_side}"] = i128(market[f"base_asset_amount_{new_side}"] + new_base)
    elif (new_base if kind in ("open", "increase") else base) > 0:
        market["base_asset_amount_long"] = i128(market["base_asset_amount_long"] + settled)
    else:
        market["base_asset_amount_short"] = i128(market["base_asset_amount_short"] + settled)
    market["quote_asset_amount"] = i128(market["quote_asset_amount"] + quote_delta)
    if kind == "open":
        if position["quote_asset_amount"] == 0 and base == 0:
            market["number_of_users"] = u32(market["number_of_users"] + 1)
        market["number_of_users_with_base"] = u32(market["number_of_users_with_base"] + 1)
    elif kind == "close":
        if new_base == 0 and new_quote == 0:
            market["number_of_users"] = max(0, market["number_of_users"] - 1)
        market["number_of_users_with_base"] = max(0, market["number_of_users_with_base"] - 1)
    last, rate_long = position["last_cumulative_funding_rate"], market["cumulative_funding_rate_long"]
    rate_short = market["cumulative_funding_rate_short"]
    if (base > 0 and last != rate_long) or (base < 0 and last != rate_short):
        raise InvalidPositionLastFundingRate(last=last)
    if kind == "close":
        position["last_cumulative_funding_rate"] = 0
    elif kind != "reduce":
        rate = rate_long if i64(new_base + new_remainder) > 0 else rate_short
        if not -I64 - 1 <= rate <= I64:
            raise CastingFailure(rate=rate)
        position["last_cumulative_funding_rate"] = rate
    if base % step != 0:
        raise InvalidPerpPositionDetected("base is no multiple of the step")
    position["base_asset_amount"] = new_base
    position["remainder_base_asset_amount"] = new_remainder
    position["quote_asset_amount"] = new_quote


def _update_entry(
    market: Record, position: Record, kind: str, held: int, change: int, new_base: int, quote_delta: int
) -> None:
    entry, break_even = position["quote_entry_amount"], position["quote_break_even_amount"]
    side = "long" if new_base > 0 else "short"
    if kind in ("open", "increase"):
        _add_entry(market, side, quote_delta, quote_delta)
        position["quote_entry_amount"] = i64(entry + quote_delta)
        position["quote_break_even_amount"] = i64(break_even + quote_delta)
        return
    size_held, size_change = abs(held), abs(change)
    if kind == "flip":
        closing = quote_delta * size_held
        opened = quote_delta - (closing // size_change if closing >= 0 else -(-closing // size_change))
        _add_entry(market, "short" if new_base > 0 else "long", -entry, -break_even)
        _add_entry(market, side, opened, opened)
        position["quote_entry_amount"] = position["quote_break_even_amount"] = opened
        i64(entry + quote_delta - opened)
        return
    released, released_even = entry * size_change, break_even * size_change
    released = released // size_held if released >= 0 else -(-released // size_held)
    released_even = released_even // size_held if released_even >= 0 else -(-released_even // size_held)
    _add_entry(market, "long" if position["base_asset_amount"] > 0 else "short", -released, -released_even)
    position["quote_entry_amount"] = entry - released
    position["quote_break_even_amount"] = break_even - released_even
    i64(released + quote_delta)


def _add_entry(market: Record, side: str, entry: int, break_even: int) -> None:
    if side == "long":
        market["quote_entry_amount_long"] = i128(market["quote_entry_amount_long"] + entry)
        market["quote_break_even_amount_long"] = i128(market["quote_break_even_amount_long"] + break_even)
    else:
        market["quote_entry_amount_short"] = i128(market["quote_entry_amount_short"] + entry)
        market["quote_break_even_amount_short"] = i128(market["quote_break_even_amount_short"] + break_even)


def update_quote(market: Record, position: Record, delta: int) -> None:
    """Add to the quote of the position and the sum of it."""
    if delta == 0:
        return
    flat = position["base_asset_amount"] == 0 and position["remainder_base_asset_amount"] == 0
    if flat and position["quote_asset_amount"] == 0:
        market["number_of_users"] = u32(market["number_of_users"] + 1)
    position["quote_asset_amount"] = i64(position["quote_asset_amount"] + delta)
    market["quote_asset_amount"] = i128(market["quote_asset_amount"] + delta)
    if flat and position["quote_asset_amount"] == 0:
        market["number_of_users"] = max(0, market["number_of_users"] - 1)


def pay_out_of_break_even(market: Record, position: Record, delta: int) -> None:
    """Take a fee out of the break-even amounts."""
    position["quote_break_even_amount"] = i64(position["quote_break_even_amount"] + delta)
    side = "long" if position["base_asset_amount"] > 0 else "short"
    name = f"quote_break_even_amount_{side}"
    market[name] = i128(market[name] + delta)
