"""Fill and settlement of BAL as somebody would write them for speed: bare integers, every check where it is needed.

The same semantics as `model.bal.Bal`, errors and widths included, on dictionaries of the same fields: pure to the
caller, new dictionaries for each success. Nothing is shared with the model but the names of the errors.
"""

from __future__ import annotations

from benchmarks.bare_bal_curve import bounds, reserve_price, spread_reserves, validate
from benchmarks.bare_bal_position import pay_out_of_break_even, settle, settle_funding, update_position, update_quote
from benchmarks.bare_numbers import (
    I64,
    I128,
    U64,
    U128,
    U192,
    Record,
    State,
    base_unit,
    i64,
    i128,
    part,
    u64,
    u128,
)
from model.bal.errors import (
    BnConversionError,
    CastingFailure,
    InvalidAmmDetected,
    InvalidAmmForFillDetected,
    MathError,
    TradeSizeTooLarge,
)

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
    settle_funding(market, position)
    if position["lp_shares"] > 0:
        settle(market, position)
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
    settle_funding(market, position)
    if position["lp_shares"] > 0:
        settle(market, position)
    validate(market)
    reserve_price(market)
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
    update_position(market, position, base_delta, quote_delta, None)
    with_amm = market["base_asset_amount_with_amm"] + base_delta
    if not -I128 - 1 <= with_amm <= I128:
        raise MathError(with_amm=with_amm)
    if not -(10**17) <= with_amm <= 10**17:
        raise InvalidAmmDetected(with_amm=with_amm)
    market["base_asset_amount_with_amm"] = with_amm
    spread_reserves(market)
    fee = -(-u128(quote * state["fee_numerator"]) // state["fee_denominator"])
    if fee > U64:
        raise CastingFailure(fee=fee)
    adjustment = market["fee_adjustment"]
    if adjustment < 0:
        fee -= u64(fee * -adjustment) // 100
    elif adjustment > 0:
        fee += -(-u64(fee * adjustment) // 100)
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
        bounds(market)
    market["total_fee"] = i128(market["total_fee"] + to_market)
    market["total_exchange_fee"] = u128(market["total_exchange_fee"] + fee)
    market["total_mm_fee"] = i128(market["total_mm_fee"] + surplus)
    market["total_fee_minus_distributions"] = i128(market["total_fee_minus_distributions"] + to_market)
    market["net_revenue_since_last_funding"] = i64(market["net_revenue_since_last_funding"] + to_market)
    update_quote(market, position, -fee)
    if fee != 0 and position["base_asset_amount"] != 0:
        pay_out_of_break_even(market, position, -fee)
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
        swapped = u128((change + 1) * peg) // 10**9 + 1
        actual = u128(moved * peg) // 10**9 + 1
    else:
        change = spread_quote - spread_after
        if change < 0:
            raise MathError(change=change)
        swapped = u128(change * peg) // 10**9
        actual = u128(moved * peg) // 10**9
    market["base_asset_reserve"], market["quote_asset_reserve"] = base, quote_after
    surplus = swapped - actual if swapped > actual else actual - swapped
    if swapped > U64 or surplus > I64:
        raise CastingFailure(swapped=swapped)
    return swapped, surplus


def _give_lps(market: Record, base_delta: int, quote_delta: int, fee: int, split: str) -> None:
    unit, shares = base_unit(market), market["user_lp_shares"]
    total = shares if split == "LPOwned" else market["sqrt_k"]
    base, quote = part(base_delta, unit, total), part(quote_delta, unit, total)
    if base < 0:
        quote = i128(quote + 1)
    per_lp_fee = 0
    if fee > 0:
        product = i128(part(fee, 8, 10) * unit)
        if total > I128:
            raise CastingFailure(total=total)
        per_lp_fee = product // total
    market["base_asset_amount_per_lp"] = i128(market["base_asset_amount_per_lp"] - base)
    market["quote_asset_amount_per_lp"] = i128(i128(market["quote_asset_amount_per_lp"] - quote) + per_lp_fee)
    lp_base, lp_quote = part(base, shares, unit), part(quote, shares, unit)
    market["base_asset_amount_with_amm"] = i128(market["base_asset_amount_with_amm"] - lp_base)
    market["base_asset_amount_with_unsettled_lp"] = i128(market["base_asset_amount_with_unsettled_lp"] + lp_base)
    if not -I64 - 1 <= lp_quote <= I64:
        raise CastingFailure(lp_quote=lp_quote)
    market["quote_asset_amount_with_unsettled_lp"] = i64(market["quote_asset_amount_with_unsettled_lp"] + lp_quote)
