"""The curve of `benchmarks.bare_bal`: bounds, spreads, and what must be true of a market."""

from __future__ import annotations

from benchmarks.bare_numbers import (
    I32,
    I128,
    U64,
    U128,
    U192,
    Record,
    i128,
    part,
    u128,
)
from model.bal.errors import (
    BnConversionError,
    CastingFailure,
    InvalidAmmDetected,
    InvalidConcentrationCoef,
    InvalidPositionDelta,
    MathError,
    TradeSizeTooLarge,
)


def validate(market: Record) -> None:
    """Refuse a market that contradicts itself."""
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
    if not -15 <= opposite(sqrt_k, base) - quote <= 15:
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


def reserve_price(market: Record) -> None:
    """Refuse a price of the curve that fits no width."""
    value = u128(market["quote_asset_reserve"] * market["peg_multiplier"])
    if market["base_asset_reserve"] == 0:
        raise MathError("division by zero")
    if value // market["base_asset_reserve"] > U64:
        raise BnConversionError(value=value)


def spread_reserves(market: Record) -> None:
    """Write the reserves at which takers buy and sell."""
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
    ask_base, bid_base = opposite(market["sqrt_k"], ask_quote), opposite(market["sqrt_k"], bid_quote)
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
    shifted = i128(quote + (quote // divisor if divisor > 0 else -(quote // -divisor)))
    if shifted < 0:
        raise CastingFailure(shifted=shifted)
    return shifted


def bounds(market: Record) -> None:
    """Write the bounds of the base reserve, and the quote reserve without a position."""
    with_amm, base, sqrt_k = market["base_asset_amount_with_amm"], market["base_asset_reserve"], market["sqrt_k"]
    square = sqrt_k * sqrt_k
    if square > U192:
        raise MathError(square=square)
    if with_amm > 0:
        base = u128(base + with_amm)
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
    market["min_base_asset_reserve"] = part(base, 10**6, coefficient)
    market["max_base_asset_reserve"] = part(base, coefficient, 10**6)


def opposite(sqrt_k: int, reserve: int) -> int:
    """The other reserve on the curve."""
    square = sqrt_k * sqrt_k
    if square > U192:
        raise MathError(square=square)
    if reserve == 0:
        raise MathError("division by zero")
    other = square // reserve
    if other > U128:
        raise BnConversionError(other=other)
    return other
