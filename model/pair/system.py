"""The transitions of a constant-product pair, at the integer arithmetic of its contracts.

Models `UniswapV2Pair` of Uniswap v2 core 1.0.1, with the fee of a swap as a fraction instead of the constant 997/1000.
Arguments are unsigned 256-bit integers. Every user is assumed to own the tokens that it transfers in: the pair can not
see what is in a wallet. Sums, differences and products are checked at 256 bits; every division rounds down.
"""

from __future__ import annotations

from typing import ClassVar

from model.arith import U16, U32, U256, floor_div, isqrt, wrapping
from model.pair.errors import (
    InsufficientInputAmount,
    InsufficientLiquidity,
    InsufficientLiquidityBurned,
    InsufficientLiquidityMinted,
    InsufficientOutputAmount,
    InvariantViolated,
    added,
    as_reserve,
    multiplied,
    paid_out,
    subtracted,
)
from model.pair.state import (
    FEE_RECEIVER,
    LOCKED,
    NOTHING,
    Amount0,
    Amount1,
    BurnResult,
    MintResult,
    Nothing,
    PairState,
    Shares,
    Time,
)
from model.system import System

clock = wrapping(U32)
accumulated = wrapping(U256)


class Pair(System):
    """A pair. Public transitions return a new state; the rules below them change the copy that a transition made."""

    name = "pair"
    operations = ("mint", "burn", "swap", "donate", "sync", "skim", "set_fee_to")

    minimum_liquidity: ClassVar[int] = 1000
    """Shares that the first mint locks for ever."""

    protocol_fee_divisor: ClassVar[int] = 5
    """The protocol fee is 1/(divisor + 1) of the growth of the square root of k."""

    price_one: ClassVar[int] = 2**112
    """The price 1 in the fixed-point format of the accumulators."""

    def start(self, *, fee_numerator: int = 997, fee_denominator: int = 1000, fee_on: bool = False) -> PairState:
        """An empty pair. `ValueError` if the fee is no fraction in [0, 1] with a denominator of 16 bits."""
        if not 0 <= fee_numerator <= fee_denominator or fee_denominator not in range(1, U16.high + 1):
            raise ValueError(f"a swap can not keep {fee_numerator}/{fee_denominator} of what is paid in")
        return PairState(fee_on=fee_on, fee_numerator=fee_numerator, fee_denominator=fee_denominator)

    # Transitions

    def mint(
        self, state: PairState, *, user: str, amount0: Amount0, amount1: Amount1, now: Time
    ) -> tuple[PairState, MintResult]:
        """Pay in both amounts and receive shares for them, and for whatever lay in the pair beyond its reserves.

        The first mint receives `isqrt(amount0*amount1) - 1000` and locks 1000 more; a later one the lesser of the two
        proportions, rounded down, of the supply after the protocol fee. Refuses with INSUFFICIENT_LIQUIDITY_MINTED,
        `ds-math-sub-underflow` (a first mint worth less than 1000) or OVERFLOW.
        """
        pair = state.copy()
        self.receive(pair, amount0, amount1)
        paid0 = subtracted(pair.balance0 - pair.reserve0)
        paid1 = subtracted(pair.balance1 - pair.reserve1)
        self.collect_protocol_fee(pair)
        if pair.total_supply == 0:
            shares = self.first_shares(paid0, paid1)
            self.issue(pair, LOCKED, self.minimum_liquidity)
        else:
            shares = self.shares_for(pair, paid0, paid1)
        if shares == 0:
            raise InsufficientLiquidityMinted(amount0=paid0, amount1=paid1)
        self.issue(pair, user, shares)
        self.update(pair, now)
        self.remember_k(pair)
        return pair, MintResult(shares)

    def burn(self, state: PairState, *, user: str, shares: Shares, now: Time) -> tuple[PairState, BurnResult]:
        """Give up shares for their proportion, rounded down, of both balances (donations included).

        Refuses with `ds-math-sub-underflow` (more shares than held) or INSUFFICIENT_LIQUIDITY_BURNED (either amount
        is 0); with no shares at all in the pair it divides by zero.
        """
        pair = state.copy()
        self.take_back(pair, user, shares)
        self.collect_protocol_fee(pair)
        amount0 = floor_div(multiplied(shares * pair.balance0), pair.total_supply)
        amount1 = floor_div(multiplied(shares * pair.balance1), pair.total_supply)
        if amount0 == 0 or amount1 == 0:
            raise InsufficientLiquidityBurned(shares=shares, amount0=amount0, amount1=amount1)
        pair.total_supply = subtracted(pair.total_supply - shares)
        self.pay_out(pair, amount0, amount1)
        self.update(pair, now)
        self.remember_k(pair)
        return pair, BurnResult(amount0, amount1)

    def swap(
        self,
        state: PairState,
        *,
        user: str,
        amount0_in: Amount0,
        amount1_in: Amount1,
        amount0_out: Amount0,
        amount1_out: Amount1,
        now: Time,
    ) -> tuple[PairState, Nothing]:
        """Pay in and take out any amounts for which the product of the balances, less the fee, does not fall.

        What lay in the pair beyond its reserves counts as paid in by whoever swaps next. Refuses with
        INSUFFICIENT_OUTPUT_AMOUNT, INSUFFICIENT_LIQUIDITY, INSUFFICIENT_INPUT_AMOUNT, K or OVERFLOW.
        """
        pair = state.copy()
        self.receive(pair, amount0_in, amount1_in)
        if amount0_out + amount1_out == 0:  # unsigned: a sum of 0 means that both are
            raise InsufficientOutputAmount(amount0_out=amount0_out, amount1_out=amount1_out)
        reserve0, reserve1 = pair.reserve0, pair.reserve1
        if amount0_out >= reserve0 or amount1_out >= reserve1:
            raise InsufficientLiquidity(
                amount0_out=amount0_out, reserve0=reserve0, amount1_out=amount1_out, reserve1=reserve1
            )
        self.pay_out(pair, amount0_out, amount1_out)
        paid0 = pair.balance0 - (reserve0 - amount0_out)
        paid1 = pair.balance1 - (reserve1 - amount1_out)
        paid0 = paid0 if paid0 > 0 else 0
        paid1 = paid1 if paid1 > 0 else 0
        if paid0 + paid1 == 0:
            raise InsufficientInputAmount(amount0_in=paid0, amount1_in=paid1)
        self.check_product(pair, paid0, paid1)
        self.update(pair, now)
        return pair, NOTHING

    def donate(self, state: PairState, *, user: str, amount0: Amount0, amount1: Amount1) -> tuple[PairState, Nothing]:
        """Transfer tokens to the pair without telling it: balances rise, reserves do not."""
        pair = state.copy()
        self.receive(pair, amount0, amount1)
        return pair, NOTHING

    def sync(self, state: PairState, *, now: Time) -> tuple[PairState, Nothing]:
        """Take the balances as the reserves. Refuses with OVERFLOW."""
        pair = state.copy()
        self.update(pair, now)
        return pair, NOTHING

    def skim(self, state: PairState, *, user: str) -> tuple[PairState, Nothing]:
        """Pay to the user what lies in the pair beyond its reserves."""
        pair = state.copy()
        excess0 = subtracted(pair.balance0 - pair.reserve0)
        excess1 = subtracted(pair.balance1 - pair.reserve1)
        self.pay_out(pair, excess0, excess1)
        return pair, NOTHING

    def set_fee_to(self, state: PairState, *, on: bool) -> tuple[PairState, Nothing]:
        """Switch the protocol fee. What has grown while it was on is still charged at the next mint or burn."""
        pair = state.copy()
        pair.fee_on = on
        return pair, NOTHING

    # Quotes, from the reserves

    def quote_out(self, state: PairState, amount_in: int, asset_in: int) -> int:
        """The most of the other asset that a swap pays for `amount_in` of asset 0 or 1: one more would fail the check.

        Rounds down. Refuses with INSUFFICIENT_LIQUIDITY if a reserve is empty.
        """
        reserve_in, reserve_out = self.oriented(state, asset_in)
        kept = multiplied(amount_in * state.fee_numerator)
        pool = added(multiplied(reserve_in * state.fee_denominator) + kept)
        return floor_div(multiplied(kept * reserve_out), pool)

    def quote_in(self, state: PairState, amount_out: int, asset_in: int) -> int:
        """What to pay of asset 0 or 1 to receive `amount_out` of the other; may ask one unit more than is needed.

        Rounds down and adds 1. Refuses with INSUFFICIENT_LIQUIDITY if the reserve does not exceed what is asked for.
        """
        reserve_in, reserve_out = self.oriented(state, asset_in)
        if amount_out >= reserve_out:
            raise InsufficientLiquidity(amount_out=amount_out, reserve_out=reserve_out)
        owed = multiplied(multiplied(reserve_in * amount_out) * state.fee_denominator)
        return added(floor_div(owed, multiplied((reserve_out - amount_out) * state.fee_numerator)) + 1)

    def oriented(self, state: PairState, asset_in: int) -> tuple[int, int]:
        """The reserve of the asset paid in, and of the one paid out; INSUFFICIENT_LIQUIDITY if either is empty."""
        if state.reserve0 == 0 or state.reserve1 == 0:
            raise InsufficientLiquidity(reserve0=state.reserve0, reserve1=state.reserve1)
        return (state.reserve0, state.reserve1) if asset_in == 0 else (state.reserve1, state.reserve0)

    # Rules: each changes the working copy it is given

    def receive(self, pair: PairState, amount0: int, amount1: int) -> None:
        """Tokens arrive."""
        pair.balance0 = added(pair.balance0 + amount0)
        pair.balance1 = added(pair.balance1 + amount1)

    def pay_out(self, pair: PairState, amount0: int, amount1: int) -> None:
        """Tokens leave. Refuses with TRANSFER_FAILED if they are not there."""
        pair.balance0 = paid_out(pair.balance0 - amount0)
        pair.balance1 = paid_out(pair.balance1 - amount1)

    def issue(self, pair: PairState, user: str, shares: int) -> None:
        """New shares come into being."""
        pair.total_supply = added(pair.total_supply + shares)
        pair.shares = pair.shares.put(user, added(pair.shares.get(user, 0) + shares))

    def take_back(self, pair: PairState, user: str, shares: int) -> None:
        """A user hands shares over to the pair; they still count in the supply."""
        pair.shares = pair.shares.put(user, subtracted(pair.shares.get(user, 0) - shares))

    def first_shares(self, paid0: int, paid1: int) -> int:
        """Shares of the first mint: the geometric mean, rounded down, less what is locked."""
        return subtracted(isqrt(multiplied(paid0 * paid1)) - self.minimum_liquidity)

    def shares_for(self, pair: PairState, paid0: int, paid1: int) -> int:
        """Shares of a later mint: the lesser of the two proportions of the reserves, each rounded down."""
        shares0 = floor_div(multiplied(paid0 * pair.total_supply), pair.reserve0)
        shares1 = floor_div(multiplied(paid1 * pair.total_supply), pair.reserve1)
        return shares1 if shares1 < shares0 else shares0

    def collect_protocol_fee(self, pair: PairState) -> None:
        """Mint to the fee receiver its part of the growth of `isqrt(k)` since the last mint or burn, rounded down."""
        if not pair.fee_on:
            pair.k_last = 0
            return
        if pair.k_last == 0:
            return
        root = isqrt(pair.reserve0 * pair.reserve1)
        root_last = isqrt(pair.k_last)
        if root > root_last:
            growth = multiplied(pair.total_supply * (root - root_last))
            self.issue(pair, FEE_RECEIVER, floor_div(growth, self.protocol_fee_divisor * root + root_last))

    def remember_k(self, pair: PairState) -> None:
        """Note where the next growth is measured from."""
        if pair.fee_on:
            pair.k_last = multiplied(pair.reserve0 * pair.reserve1)

    def check_product(self, pair: PairState, paid0: int, paid1: int) -> None:
        """Refuse with K unless the balances, less the fee on what was paid in, keep the product of the reserves.

        `(d*b0 - (d-n)*in0) * (d*b1 - (d-n)*in1) >= r0*r1*d*d`. What was paid in is at most the balance, so once
        `d*b` fits, so does the fee, and the difference is not negative; the right side fits with `d` in 16 bits.
        """
        denominator = pair.fee_denominator
        fee = denominator - pair.fee_numerator
        adjusted0 = multiplied(pair.balance0 * denominator) - paid0 * fee
        adjusted1 = multiplied(pair.balance1 * denominator) - paid1 * fee
        before = pair.reserve0 * pair.reserve1 * (denominator * denominator)
        if multiplied(adjusted0 * adjusted1) < before:
            raise InvariantViolated(adjusted0=adjusted0, adjusted1=adjusted1, before=before)

    def update(self, pair: PairState, now: int) -> None:
        """Count the time since the last look at the price that stood then, and take the balances as the reserves.

        The clock is 32 bits wide and wraps, and so do the accumulators. Refuses with OVERFLOW.
        """
        reserve0, reserve1 = as_reserve(pair.balance0), as_reserve(pair.balance1)
        self.accumulate_prices(pair, now)
        pair.reserve0, pair.reserve1 = reserve0, reserve1

    def accumulate_prices(self, pair: PairState, now: int) -> None:
        """Add to each accumulator the price of the reserves, rounded down, for every second since the last look."""
        timestamp = clock(now)
        elapsed = clock(timestamp - pair.block_timestamp_last)
        reserve0, reserve1 = pair.reserve0, pair.reserve1
        if reserve0 != 0 and reserve1 != 0:  # with no time elapsed the sums below do not move
            price0 = reserve1 * self.price_one // reserve0
            price1 = reserve0 * self.price_one // reserve1
            pair.price0_cumulative_last = accumulated(pair.price0_cumulative_last + price0 * elapsed)
            pair.price1_cumulative_last = accumulated(pair.price1_cumulative_last + price1 * elapsed)
        pair.block_timestamp_last = timestamp
