"""Fill and settlement of BAL as somebody would write them for speed: bare integers, every check where it is needed.

The same semantics as `model.bal.Bal`, errors and widths included, on dictionaries of the same fields: pure to the
caller, new dictionaries for each success. Nothing is shared with the model but the names of the errors.
"""

from __future__ import annotations

from typing import Any

from model.bal.errors import (
    BnConversionError,
    CastingFailure,
    InvalidAmmDetected,
    InvalidAmmForFillDetected,
    InvalidConcentrationCoef,
    InvalidPerpPositionDetected,
    InvalidPositionDelta,
    InvalidPositionLastFundingRate,
    MathError,
    TradeSizeTooLarge,
)

State = dict[str, Any]
Record = dict[str, Any]

U32, U64, U128, U192 = 2**32 - 1, 2**64 - 1, 2**128 - 1, 2**192 - 1
I64, I128 = 2**63 - 1, 2**127 - 1
I32 = 2**31 - 1

NOBODY: Record = dict.fromkeys(
    (
        "base_asset_amount",
        "quote_asset_amount",
        "quote_entry_amount",
        "quote_break_even_amount",
        "last_cumulative_funding_rate",
        "lp_shares",
        "last_base_asset_amount_per_lp",
        "last_quote_asset_amount_per_lp",
        "remainder_base_asset_amount",
        "per_lp_base",
        "market_index",
        "open_bids",
        "open_asks",
        "open_orders",
        "settled_pnl",
        "cumulative_perp_funding",
        "last_add_perp_lp_shares_ts",
    ),
    0,
)


def settle_lp(state: State, user: int) -> tuple[State, tuple[()]]:
    """Pay outstanding funding, then settle what the user's shares have been given."""
    market, position = _open(state, user)
    _settle_funding(market, position)
    if position["lp_shares"] > 0:
        _settle(market, position)
    return _close(state, market, user, position), ()


def fill(
    state: State,
    user: int,
    direction: str,
    base_asset_amount: int,
    liquidity_split: str,
    fill_price: int | None = None,
) -> tuple[State, tuple[int, ...]]:
    """A market order, as much of it as the AMM takes."""
    market, position = _open(state, user)
    position = _in_use(market, position)
    _settle_funding(market, position)
    if position["lp_shares"] > 0:
        _settle(market, position)
    _validate(market)
    _reserve_price(market)
    step, base = market["order_step_size"], market["base_asset_reserve"]
    is_long = direction == "long"
    room = base - market["min_base_asset_reserve"] if is_long else market["max_base_asset_reserve"] - base
    room = (room if room > 0 else 0) // 2
    if room > U64:
        raise CastingFailure(room=room)
    by_fraction = base // market["max_fill_reserve_fraction"]
    most = by_fraction if by_fraction < room else room
    most -= most % step
    size = base_asset_amount - base_asset_amount % step
    if size > most:
        size = most
    held, least = position["base_asset_amount"], market["min_order_size"]
    if size < (least if (held if held >= 0 else -held) > least else step):
        return _close(state, market, user, position), (0, 0, 0, 0, 0, 0)
    result = _trade(state, market, position, size, is_long, liquidity_split, fill_price)
    return _close(state, market, user, position), result


def _open(state: State, user: int) -> tuple[Record, Record]:
    held = state["positions"].get(user)
    return state["market"].copy(), (NOBODY if held is None else held).copy()


def _close(state: State, market: Record, user: int, position: Record) -> State:
    positions = state["positions"].copy()
    positions[user] = position
    new = state.copy()
    new["market"], new["positions"] = market, positions
    return new


def _in_use(market: Record, position: Record) -> Record:
    if (
        position["base_asset_amount"] != 0
        or position["quote_asset_amount"] != 0
        or position["lp_shares"] != 0
        or position["open_orders"] != 0
        or position["open_bids"] != 0
        or position["open_asks"] != 0
    ):
        return position
    new = NOBODY.copy()
    new["market_index"] = market["market_index"]
    new["cumulative_perp_funding"] = position["cumulative_perp_funding"]
    new["last_add_perp_lp_shares_ts"] = position["last_add_perp_lp_shares_ts"]
    return new


# Trading


def _trade(
    state: State, market: Record, position: Record, size: int, is_long: bool, split: str, fill_price: int | None
) -> tuple[int, ...]:
    base = market["base_asset_reserve"]
    if is_long:
        if base < market["min_base_asset_reserve"]:
            raise InvalidAmmForFillDetected(base=base)
    elif base > market["max_base_asset_reserve"]:
        raise InvalidAmmForFillDetected(base=base)
    quote, surplus = _swap(market, size, is_long)
    if fill_price is not None:
        value = fill_price * size
        if value > U128:
            raise MathError(value=value)
        swapped, quote = quote, value // 10**9 if is_long else -(-value // 10**9)
        if quote > U64 or quote > I64 or swapped > I64:
            raise CastingFailure(quote=quote)
        surplus = quote - swapped if is_long else swapped - quote
    if size > I64 or quote > I64:
        raise CastingFailure(size=size, quote=quote)
    base_delta, quote_delta = (size, -quote) if is_long else (-size, quote)
    _update_position(market, position, base_delta, quote_delta, None)
    with_amm = market["base_asset_amount_with_amm"] + base_delta
    if not -I128 - 1 <= with_amm <= I128:
        raise MathError(with_amm=with_amm)
    if not -(10**17) <= with_amm <= 10**17:
        raise InvalidAmmDetected(with_amm=with_amm)
    market["base_asset_amount_with_amm"] = with_amm
    _spread_reserves(market)
    fee = -(-_u128(quote * state["fee_numerator"]) // state["fee_denominator"])
    if fee > U64:
        raise CastingFailure(fee=fee)
    adjustment = market["fee_adjustment"]
    if adjustment < 0:
        fee -= _u64(fee * -adjustment) // 100
    elif adjustment > 0:
        fee += -(-_u64(fee * adjustment) // 100)
    if not 0 <= fee <= U64:
        raise MathError(fee=fee)
    if fee > I64:
        raise CastingFailure(fee=fee)
    to_market = fee + surplus
    if not -I64 - 1 <= to_market <= I64:
        raise MathError(to_market=to_market)
    if split != "ProtocolOwned" and market["user_lp_shares"] != 0:
        _give_lps(market, base_delta, quote_delta, fee, split)
    if market["user_lp_shares"] > 0:
        _bounds(market)
    market["total_fee"] = _i128(market["total_fee"] + to_market)
    market["total_exchange_fee"] = _u128(market["total_exchange_fee"] + fee)
    market["total_mm_fee"] = _i128(market["total_mm_fee"] + surplus)
    market["total_fee_minus_distributions"] = _i128(market["total_fee_minus_distributions"] + to_market)
    market["net_revenue_since_last_funding"] = _i64(market["net_revenue_since_last_funding"] + to_market)
    _update_quote(market, position, -fee)
    if fee != 0 and position["base_asset_amount"] != 0:
        _pay_out_of_break_even(market, position, -fee)
    return size, quote, fee, surplus, to_market, fee


def _swap(market: Record, size: int, is_long: bool) -> tuple[int, int]:
    sqrt_k, peg = market["sqrt_k"], market["peg_multiplier"]
    base, quote = market["base_asset_reserve"], market["quote_asset_reserve"]
    square = sqrt_k * sqrt_k
    if square > U192:
        raise MathError(square=square)
    if is_long:
        spread_base, spread_quote = market["ask_base_asset_reserve"], market["ask_quote_asset_reserve"]
        if size > spread_base or size > base:
            raise TradeSizeTooLarge(size=size)
        spread_base -= size
        base -= size
    else:
        spread_base, spread_quote = market["bid_base_asset_reserve"] + size, market["bid_quote_asset_reserve"]
        base += size
        if spread_base > U128 or base > U128:
            raise MathError(base=base)
    if spread_base == 0 or base == 0:
        raise MathError("division by zero")
    spread_after, quote_after = square // spread_base, square // base
    if spread_after > U128 or quote_after > U128:
        raise BnConversionError(quote_after=quote_after)
    moved = quote_after - quote if quote_after > quote else quote - quote_after
    if is_long:
        change = spread_after - spread_quote
        if not 0 <= change < U128:
            raise MathError(change=change)
        swapped = _u128((change + 1) * peg) // 10**9 + 1
        actual = _u128(moved * peg) // 10**9 + 1
    else:
        change = spread_quote - spread_after
        if change < 0:
            raise MathError(change=change)
        swapped = _u128(change * peg) // 10**9
        actual = _u128(moved * peg) // 10**9
    market["base_asset_reserve"], market["quote_asset_reserve"] = base, quote_after
    surplus = swapped - actual if swapped > actual else actual - swapped
    if swapped > U64 or surplus > I64:
        raise CastingFailure(swapped=swapped)
    return swapped, surplus


def _give_lps(market: Record, base_delta: int, quote_delta: int, fee: int, split: str) -> None:
    unit, shares = _unit(market), market["user_lp_shares"]
    total = shares if split == "LPOwned" else market["sqrt_k"]
    base, quote = _part(base_delta, unit, total), _part(quote_delta, unit, total)
    if base < 0:
        quote = _i128(quote + 1)
    per_lp_fee = 0
    if fee > 0:
        product = _i128(_part(fee, 8, 10) * unit)
        if total > I128:
            raise CastingFailure(total=total)
        per_lp_fee = product // total
    market["base_asset_amount_per_lp"] = _i128(market["base_asset_amount_per_lp"] - base)
    market["quote_asset_amount_per_lp"] = _i128(_i128(market["quote_asset_amount_per_lp"] - quote) + per_lp_fee)
    lp_base, lp_quote = _part(base, shares, unit), _part(quote, shares, unit)
    market["base_asset_amount_with_amm"] = _i128(market["base_asset_amount_with_amm"] - lp_base)
    market["base_asset_amount_with_unsettled_lp"] = _i128(market["base_asset_amount_with_unsettled_lp"] + lp_base)
    if not -I64 - 1 <= lp_quote <= I64:
        raise CastingFailure(lp_quote=lp_quote)
    market["quote_asset_amount_with_unsettled_lp"] = _i64(market["quote_asset_amount_with_unsettled_lp"] + lp_quote)


# Settlement


def _settle_funding(market: Record, position: Record) -> None:
    base = position["base_asset_amount"]
    if base == 0:
        return
    last = position["last_cumulative_funding_rate"]
    rate = market["cumulative_funding_rate_long"] if base > 0 else market["cumulative_funding_rate_short"]
    if rate == last:
        return
    delta = _i128(rate - last)
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
    market["net_unsettled_funding_pnl"] = _i64(market["net_unsettled_funding_pnl"] - payment)
    position["cumulative_perp_funding"] = _i64(position["cumulative_perp_funding"] + payment)
    if not -I64 - 1 <= rate <= I64:
        raise CastingFailure(rate=rate)
    position["last_cumulative_funding_rate"] = rate
    _update_quote(market, position, payment)
    if payment != 0:
        _pay_out_of_break_even(market, position, payment)


def _settle(market: Record, position: Record) -> None:
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
                position[name] = _i64(mark * scale)
            else:
                position[name] = mark // scale if mark >= 0 else -(-mark // scale)
        position["per_lp_base"] = market["per_lp_base"]
    unit, shares = _unit(market), position["lp_shares"]
    if unit == 0:
        raise MathError("division by zero")
    per_lp_base, per_lp_quote = market["base_asset_amount_per_lp"], market["quote_asset_amount_per_lp"]
    given = _i128(_i128(per_lp_base - position["last_base_asset_amount_per_lp"]) * shares)
    paid = _i128(_i128(per_lp_quote - position["last_quote_asset_amount_per_lp"]) * shares)
    given = given // unit if given >= 0 else -(-given // unit)
    paid = paid // unit if paid >= 0 else -(-paid // unit)
    step = market["order_step_size"]
    whole = given - given % step if given >= 0 else given + -given % step
    if not (-I64 - 1 <= whole <= I64 and -I64 - 1 <= paid <= I64):
        raise CastingFailure(whole=whole, paid=paid)
    _update_position(market, position, whole, paid, given - whole)
    for name, value in (
        ("last_base_asset_amount_per_lp", per_lp_base),
        ("last_quote_asset_amount_per_lp", per_lp_quote),
    ):
        if not -I64 - 1 <= value <= I64:
            raise CastingFailure(value=value)
        position[name] = value
    _validate(market)
    if position["base_asset_amount"] % step != 0:
        raise InvalidPerpPositionDetected("base is no multiple of the step")


# Accounting


def _update_position(market: Record, position: Record, base_delta: int, quote_delta: int, rest: int | None) -> None:
    if base_delta == 0 and not rest:
        _update_quote(market, position, quote_delta)
        return
    base, remainder = position["base_asset_amount"], position["remainder_base_asset_amount"]
    held = _i64(base + remainder)
    change = base_delta if rest is None else _i64(base_delta + rest)
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
    new_quote = _i64(position["quote_asset_amount"] + quote_delta)
    new_base, settled, new_remainder = _i64(base + base_delta), base_delta, remainder
    step = market["order_step_size"]
    if rest is not None:
        new_remainder = _i64(remainder + rest)
        if abs(new_remainder) >= step:
            whole = (
                new_remainder - new_remainder % step if new_remainder >= 0 else new_remainder + -new_remainder % step
            )
            new_remainder -= whole
            new_base, settled = _i64(new_base + whole), _i64(settled + whole)
        if abs(new_remainder) > I32:
            raise InvalidPositionDelta("remainder does not fit")
    _update_entry(market, position, kind, held, change, new_base, quote_delta)
    if rest is not None:
        market["base_asset_amount_with_unsettled_lp"] = _i128(market["base_asset_amount_with_unsettled_lp"] + settled)
        market["quote_asset_amount_with_unsettled_lp"] = _i64(
            market["quote_asset_amount_with_unsettled_lp"] + quote_delta
        )
    if kind == "flip":
        old_side, new_side = ("short", "long") if new_base > 0 else ("long", "short")
        market[f"base_asset_amount_{old_side}"] = _i128(market[f"base_asset_amount_{old_side}"] - base)
        market[f"base_asset_amount_{new_side}"] = _i128(market[f"base_asset_amount_{new_side}"] + new_base)
    elif (new_base if kind in ("open", "increase") else base) > 0:
        market["base_asset_amount_long"] = _i128(market["base_asset_amount_long"] + settled)
    else:
        market["base_asset_amount_short"] = _i128(market["base_asset_amount_short"] + settled)
    market["quote_asset_amount"] = _i128(market["quote_asset_amount"] + quote_delta)
    if kind == "open":
        if position["quote_asset_amount"] == 0 and base == 0:
            market["number_of_users"] = _u32(market["number_of_users"] + 1)
        market["number_of_users_with_base"] = _u32(market["number_of_users_with_base"] + 1)
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
        rate = rate_long if _i64(new_base + new_remainder) > 0 else rate_short
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
        position["quote_entry_amount"] = _i64(entry + quote_delta)
        position["quote_break_even_amount"] = _i64(break_even + quote_delta)
        return
    size_held, size_change = abs(held), abs(change)
    if kind == "flip":
        closing = quote_delta * size_held
        opened = quote_delta - (closing // size_change if closing >= 0 else -(-closing // size_change))
        _add_entry(market, "short" if new_base > 0 else "long", -entry, -break_even)
        _add_entry(market, side, opened, opened)
        position["quote_entry_amount"] = position["quote_break_even_amount"] = opened
        _i64(entry + quote_delta - opened)
        return
    released, released_even = entry * size_change, break_even * size_change
    released = released // size_held if released >= 0 else -(-released // size_held)
    released_even = released_even // size_held if released_even >= 0 else -(-released_even // size_held)
    _add_entry(market, "long" if position["base_asset_amount"] > 0 else "short", -released, -released_even)
    position["quote_entry_amount"] = entry - released
    position["quote_break_even_amount"] = break_even - released_even
    _i64(released + quote_delta)


def _add_entry(market: Record, side: str, entry: int, break_even: int) -> None:
    if side == "long":
        market["quote_entry_amount_long"] = _i128(market["quote_entry_amount_long"] + entry)
        market["quote_break_even_amount_long"] = _i128(market["quote_break_even_amount_long"] + break_even)
    else:
        market["quote_entry_amount_short"] = _i128(market["quote_entry_amount_short"] + entry)
        market["quote_break_even_amount_short"] = _i128(market["quote_break_even_amount_short"] + break_even)


def _update_quote(market: Record, position: Record, delta: int) -> None:
    if delta == 0:
        return
    flat = position["base_asset_amount"] == 0 and position["remainder_base_asset_amount"] == 0
    if flat and position["quote_asset_amount"] == 0:
        market["number_of_users"] = _u32(market["number_of_users"] + 1)
    position["quote_asset_amount"] = _i64(position["quote_asset_amount"] + delta)
    market["quote_asset_amount"] = _i128(market["quote_asset_amount"] + delta)
    if flat and position["quote_asset_amount"] == 0:
        market["number_of_users"] = max(0, market["number_of_users"] - 1)


def _pay_out_of_break_even(market: Record, position: Record, delta: int) -> None:
    position["quote_break_even_amount"] = _i64(position["quote_break_even_amount"] + delta)
    side = "long" if position["base_asset_amount"] > 0 else "short"
    name = f"quote_break_even_amount_{side}"
    market[name] = _i128(market[name] + delta)


# The market


def _validate(market: Record) -> None:
    step, long, short = market["order_step_size"], market["base_asset_amount_long"], market["base_asset_amount_short"]
    with_amm = market["base_asset_amount_with_amm"]
    if long % step != 0 or short % step != 0:
        raise InvalidPositionDelta("no multiples of the step")
    if long + short != with_amm + market["base_asset_amount_with_unsettled_lp"]:
        raise InvalidAmmDetected("net position")
    if with_amm > 10**17 or market["peg_multiplier"] <= 0:
        raise InvalidAmmDetected("too large, or no peg")
    sqrt_k, base, quote = market["sqrt_k"], market["base_asset_reserve"], market["quote_asset_reserve"]
    if market["status"] != "ReduceOnly" and sqrt_k <= (with_amm if with_amm >= 0 else -with_amm):
        raise InvalidAmmDetected("k does not cover the position")
    if (sqrt_k < base and sqrt_k < quote) or sqrt_k < market["user_lp_shares"]:
        raise InvalidAmmDetected("k")
    if not -15 <= _opposite(sqrt_k, base) - quote <= 15:
        raise InvalidAmmDetected("off the curve")
    base_spread, offset = market["base_spread"], market["reference_price_offset"]
    if base_spread > 0:
        if offset <= 0 and (market["bid_base_asset_reserve"] < base or market["bid_quote_asset_reserve"] > quote):
            raise InvalidAmmDetected("bid")
        if offset >= 0 and (market["ask_base_asset_reserve"] > base or market["ask_quote_asset_reserve"] < quote):
            raise InvalidAmmDetected("ask")
    spread = market["long_spread"] + market["short_spread"]
    if spread < base_spread and market["amm_spread_adjustment"] >= 0 and market["amm_inventory_spread_adjustment"] >= 0:
        raise InvalidAmmDetected("spread below the base spread")
    if spread > 10**6:
        raise InvalidAmmDetected("spread above 100 %")
    terminal = market["terminal_quote_asset_reserve"]
    if (
        (with_amm > 0 and terminal > quote)
        or (with_amm < 0 and terminal < quote)
        or (with_amm == 0 and terminal != quote)
    ):
        raise InvalidAmmDetected("terminal reserve")
    if base_spread > 0 and not base_spread < market["max_spread"] < 100 * market["margin_ratio_initial"]:
        raise InvalidAmmDetected("max_spread")
    if market["base_asset_amount_per_lp"] >= 10**17 or market["quote_asset_amount_per_lp"] >= 10**17:
        raise InvalidAmmDetected("accumulator too large")


def _reserve_price(market: Record) -> None:
    value = _u128(market["quote_asset_reserve"] * market["peg_multiplier"])
    if market["base_asset_reserve"] == 0:
        raise MathError("division by zero")
    if value // market["base_asset_reserve"] > U64:
        raise BnConversionError(value=value)


def _spread_reserves(market: Record) -> None:
    offset, base, quote = (
        market["reference_price_offset"],
        market["base_asset_reserve"],
        market["quote_asset_reserve"],
    )
    if quote > I128:
        raise CastingFailure(quote=quote)
    if market["long_spread"] > I32 or market["short_spread"] > I32:
        raise CastingFailure(long_spread=market["long_spread"])
    ask_quote = _shifted(quote, market["long_spread"] + offset)
    bid_quote = _shifted(quote, offset - market["short_spread"])
    ask_base, bid_base = _opposite(market["sqrt_k"], ask_quote), _opposite(market["sqrt_k"], bid_quote)
    if offset == 0:
        ask_base, ask_quote = (base if base < ask_base else ask_base), (quote if quote > ask_quote else ask_quote)
        bid_base, bid_quote = (base if base > bid_base else bid_base), (quote if quote < bid_quote else bid_quote)
    market["ask_base_asset_reserve"], market["ask_quote_asset_reserve"] = ask_base, ask_quote
    market["bid_base_asset_reserve"], market["bid_quote_asset_reserve"] = bid_base, bid_quote


def _shifted(quote: int, spread: int) -> int:
    if not -I32 - 1 <= spread <= I32:
        raise MathError(spread=spread)
    if -1 <= spread <= 1:
        return quote
    half = spread // 2 if spread >= 0 else -(-spread // 2)
    divisor = 10**6 // half if half > 0 else -(10**6 // -half)
    if divisor == 0:
        raise MathError("division by zero")
    shifted = _i128(quote + (quote // divisor if divisor > 0 else -(quote // -divisor)))
    if shifted < 0:
        raise CastingFailure(shifted=shifted)
    return shifted


def _bounds(market: Record) -> None:
    with_amm, base, sqrt_k = market["base_asset_amount_with_amm"], market["base_asset_reserve"], market["sqrt_k"]
    square = sqrt_k * sqrt_k
    if square > U192:
        raise MathError(square=square)
    if with_amm > 0:
        base = _u128(base + with_amm)
    else:
        if -with_amm > base:
            raise TradeSizeTooLarge(with_amm=with_amm)
        base += with_amm
    if base == 0:
        raise MathError("division by zero")
    terminal = square // base
    if terminal > U128:
        raise BnConversionError(terminal=terminal)
    coefficient = market["concentration_coef"]
    if coefficient <= 10**6:
        raise InvalidConcentrationCoef(coefficient=coefficient)
    market["terminal_quote_asset_reserve"] = terminal
    market["min_base_asset_reserve"] = _part(base, 10**6, coefficient)
    market["max_base_asset_reserve"] = _part(base, coefficient, 10**6)


def _opposite(sqrt_k: int, reserve: int) -> int:
    square = sqrt_k * sqrt_k
    if square > U192:
        raise MathError(square=square)
    if reserve == 0:
        raise MathError("division by zero")
    other = square // reserve
    if other > U128:
        raise BnConversionError(other=other)
    return other


# Arithmetic


def _unit(market: Record) -> int:
    exponent: int = market["per_lp_base"]
    return 10 ** (9 + exponent) if exponent >= -9 else 0


def _part(value: int, numerator: int, denominator: int) -> int:
    size = value if value >= 0 else -value
    if numerator == denominator:
        found = size
    elif size >= 2**64 - 1 or numerator >= 2**64 - 1:
        product = size * numerator
        if product > U192:
            raise MathError(product=product)
        if denominator == 0:
            raise MathError("division by zero")
        found = product // denominator
        if found > U128:
            raise CastingFailure(found=found)
    elif denominator // 2 < numerator < denominator:
        product = size * (denominator - numerator)
        if product > U128:
            raise MathError(product=product)
        if product > I128:
            raise CastingFailure(product=product)
        found = size - -(-product // denominator)
    else:
        product = size * numerator
        if product > U128:
            raise MathError(product=product)
        if denominator == 0:
            raise MathError("division by zero")
        found = product // denominator
    return found if value >= 0 else -found


def _u32(value: int) -> int:
    if 0 <= value <= U32:
        return value
    raise MathError(value=value)


def _u64(value: int) -> int:
    if 0 <= value <= U64:
        return value
    raise MathError(value=value)


def _u128(value: int) -> int:
    if 0 <= value <= U128:
        return value
    raise MathError(value=value)


def _i64(value: int) -> int:
    if -I64 - 1 <= value <= I64:
        return value
    raise MathError(value=value)


def _i128(value: int) -> int:
    if -I128 - 1 <= value <= I128:
        return value
    raise MathError(value=value)
