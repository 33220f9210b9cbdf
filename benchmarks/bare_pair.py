"""Swap, mint and burn of a pair as somebody would write them for speed: bare integers, every check where it is needed.

The same semantics as `model.pair.Pair`, errors and widths included, on a dictionary of the same fields: pure to the
caller, a new dictionary for each success. Nothing is shared with the model but the names of the errors.
"""

from __future__ import annotations

from math import isqrt
from typing import Any

from model.errors import MathError
from model.pair.errors import (
    AddOverflow,
    BalanceOverflow,
    InsufficientInputAmount,
    InsufficientLiquidity,
    InsufficientLiquidityBurned,
    InsufficientLiquidityMinted,
    InsufficientOutputAmount,
    InvariantViolated,
    MulOverflow,
    SubUnderflow,
    TransferFailed,
)

State = dict[str, Any]

U32 = 2**32 - 1
U112 = 2**112 - 1
U256 = 2**256 - 1
PRICE_ONE = 2**112
MINIMUM = 1000


def swap(
    state: State, user: str, amount0_in: int, amount1_in: int, amount0_out: int, amount1_out: int, now: int
) -> tuple[State, tuple[()]]:
    """Any amounts in and out for which the product of the balances, less the fee, does not fall."""
    balance0, balance1 = state["balance0"] + amount0_in, state["balance1"] + amount1_in
    if balance0 > U256 or balance1 > U256:
        raise AddOverflow(balance0=balance0, balance1=balance1)
    if amount0_out == 0 and amount1_out == 0:
        raise InsufficientOutputAmount(amount0_out=0, amount1_out=0)
    reserve0, reserve1 = state["reserve0"], state["reserve1"]
    if amount0_out >= reserve0 or amount1_out >= reserve1:
        raise InsufficientLiquidity(amount0_out=amount0_out, amount1_out=amount1_out)
    balance0 -= amount0_out
    balance1 -= amount1_out
    if balance0 < 0 or balance1 < 0:
        raise TransferFailed(balance0=balance0, balance1=balance1)
    paid0, paid1 = balance0 - reserve0 + amount0_out, balance1 - reserve1 + amount1_out
    if paid0 < 0:
        paid0 = 0
    if paid1 < 0:
        paid1 = 0
    if paid0 == 0 and paid1 == 0:
        raise InsufficientInputAmount(amount0_in=0, amount1_in=0)
    denominator = state["fee_denominator"]
    fee = denominator - state["fee_numerator"]
    counted0, counted1 = balance0 * denominator, balance1 * denominator
    if counted0 > U256 or counted1 > U256:
        raise MulOverflow(counted0=counted0, counted1=counted1)
    product = (counted0 - paid0 * fee) * (counted1 - paid1 * fee)
    if product > U256:
        raise MulOverflow(product=product)
    if product < reserve0 * reserve1 * denominator * denominator:
        raise InvariantViolated(product=product)
    new = state.copy()
    new["balance0"], new["balance1"] = balance0, balance1
    _look(new, reserve0, reserve1, balance0, balance1, now)
    return new, ()


def mint(state: State, user: str, amount0: int, amount1: int, now: int) -> tuple[State, tuple[int]]:
    """Shares for what is paid in, and for what lay in the pair beyond its reserves."""
    balance0, balance1 = state["balance0"] + amount0, state["balance1"] + amount1
    if balance0 > U256 or balance1 > U256:
        raise AddOverflow(balance0=balance0, balance1=balance1)
    reserve0, reserve1 = state["reserve0"], state["reserve1"]
    paid0, paid1 = balance0 - reserve0, balance1 - reserve1
    if paid0 < 0 or paid1 < 0:
        raise SubUnderflow(paid0=paid0, paid1=paid1)
    held, supply = dict(state["shares"]), state["total_supply"]
    supply = _protocol_fee(state, held, supply)
    if supply == 0:
        product = paid0 * paid1
        if product > U256:
            raise MulOverflow(product=product)
        shares = isqrt(product) - MINIMUM
        if shares < 0:
            raise SubUnderflow(shares=shares)
        held["locked"] = held.get("locked", 0) + MINIMUM
        supply = MINIMUM
    else:
        if paid0 * supply > U256 or paid1 * supply > U256:
            raise MulOverflow(paid0=paid0, paid1=paid1)
        if reserve0 == 0 or reserve1 == 0:
            raise MathError("division by zero")
        shares0, shares1 = paid0 * supply // reserve0, paid1 * supply // reserve1
        shares = shares0 if shares0 < shares1 else shares1
    if shares == 0:
        raise InsufficientLiquidityMinted(paid0=paid0, paid1=paid1)
    supply += shares
    own = held.get(user, 0) + shares
    if supply > U256 or own > U256:
        raise AddOverflow(supply=supply, own=own)
    held[user] = own
    new = state.copy()
    new["balance0"], new["balance1"], new["shares"], new["total_supply"] = balance0, balance1, held, supply
    _look(new, reserve0, reserve1, balance0, balance1, now)
    new["k_last"] = balance0 * balance1 if state["fee_on"] else 0
    return new, (shares,)


def burn(state: State, user: str, shares: int, now: int) -> tuple[State, tuple[int, int]]:
    """The proportion of both balances for shares."""
    held, supply = dict(state["shares"]), state["total_supply"]
    own = held.get(user, 0) - shares
    if own < 0:
        raise SubUnderflow(own=own)
    held[user] = own
    supply = _protocol_fee(state, held, supply)
    balance0, balance1 = state["balance0"], state["balance1"]
    part0, part1 = shares * balance0, shares * balance1
    if part0 > U256 or part1 > U256:
        raise MulOverflow(part0=part0, part1=part1)
    if supply == 0:
        raise MathError("division by zero")
    amount0, amount1 = part0 // supply, part1 // supply
    if amount0 == 0 or amount1 == 0:
        raise InsufficientLiquidityBurned(amount0=amount0, amount1=amount1)
    supply -= shares
    if supply < 0:
        raise SubUnderflow(supply=supply)
    reserve0, reserve1 = state["reserve0"], state["reserve1"]
    balance0 -= amount0
    balance1 -= amount1
    if balance0 < 0 or balance1 < 0:
        raise TransferFailed(balance0=balance0, balance1=balance1)
    new = state.copy()
    new["balance0"], new["balance1"], new["shares"], new["total_supply"] = balance0, balance1, held, supply
    _look(new, reserve0, reserve1, balance0, balance1, now)
    new["k_last"] = balance0 * balance1 if state["fee_on"] else 0
    return new, (amount0, amount1)


def _protocol_fee(state: State, held: dict[str, int], supply: int) -> int:
    k_last = state["k_last"]
    if not state["fee_on"] or k_last == 0:
        return supply
    root, root_last = isqrt(state["reserve0"] * state["reserve1"]), isqrt(k_last)
    if root > root_last:
        growth = supply * (root - root_last)
        if growth > U256:
            raise MulOverflow(growth=growth)
        minted = growth // (5 * root + root_last)
        supply += minted
        receiver = held.get("fee_to", 0) + minted
        if supply > U256 or receiver > U256:
            raise AddOverflow(supply=supply, receiver=receiver)
        held["fee_to"] = receiver
    return supply


def _look(new: State, reserve0: int, reserve1: int, balance0: int, balance1: int, now: int) -> None:
    if balance0 > U112 or balance1 > U112:
        raise BalanceOverflow(balance0=balance0, balance1=balance1)
    new["reserve0"], new["reserve1"] = balance0, balance1
    timestamp = now & U32
    elapsed = (timestamp - new["block_timestamp_last"]) & U32
    if reserve0 != 0 and reserve1 != 0:
        price0 = new["price0_cumulative_last"] + reserve1 * PRICE_ONE // reserve0 * elapsed
        price1 = new["price1_cumulative_last"] + reserve0 * PRICE_ONE // reserve1 * elapsed
        new["price0_cumulative_last"], new["price1_cumulative_last"] = price0 & U256, price1 & U256
    new["block_timestamp_last"] = timestamp
