"""Worked cases of a plain pool of ETH and FRAX, without a fee unless they say otherwise.

Both tokens have 18 digits; the documents' numbers are in whole ETH, dollars and cents.
"""

from __future__ import annotations

from fractions import Fraction

from claims.claim import Comparison, Comparisons, example
from model.pair import Pair, PairState

UNIT = 10**18
ETH, FRAX = 1_000 * UNIT, 2_000_000 * UNIT
PROVIDER, TRADER = "provider", "trader"
CENT = Fraction(1, 100)


def pool(pair: Pair, kept: Fraction = Fraction(1)) -> PairState:
    """1000 ETH (asset 0) beside 2 000 000 FRAX (asset 1); of what is paid in the fee leaves the fraction `kept`."""
    state = pair.start(fee_numerator=kept.numerator, fee_denominator=kept.denominator)
    return pair.mint(state, user=PROVIDER, amount0=ETH, amount1=FRAX, now=0)[0]


def bought(pair: Pair, amount: int, kept: Fraction = Fraction(1)) -> tuple[PairState, int]:
    """The pool after somebody has bought that much ETH, and what it paid."""
    state = pool(pair, kept)
    paid = pair.quote_in(state, amount, asset_in=1)
    state, _ = pair.swap(state, user=TRADER, amount0_in=0, amount1_in=paid, amount0_out=amount, amount1_out=0, now=0)
    return state, paid


def sold(pair: Pair, amount: int) -> PairState:
    """The pool after somebody has sold that much ETH."""
    state = pool(pair)
    received = pair.quote_out(state, amount, asset_in=0)
    return pair.swap(state, user=TRADER, amount0_in=amount, amount1_in=0, amount0_out=0, amount1_out=received, now=0)[0]


def whole(amount: int) -> int:
    """An amount in its unit, rounded to the nearest, as the document gives it."""
    return round(Fraction(amount, UNIT))


def product(state: PairState) -> int:
    """The product of the reserves in units of both, rounded to the nearest, as the document gives it."""
    return round(Fraction(state.reserve0 * state.reserve1, UNIT**2))


def price(state: PairState) -> Fraction:
    """FRAX for 1 ETH, rounded to the nearest cent, as the document gives it."""
    return round(Fraction(state.reserve1, state.reserve0) / CENT) * CENT


@example("a pool of 1000 ETH and 2 000 000 FRAX", on=Pair)
def price_at_first(pair: Pair) -> Comparisons:
    state = pool(pair)
    yield Comparison("price of ETH, USD", 2_000, price(state))
    yield Comparison("k", 2_000_000_000, product(state))


@example("somebody buys 10 ETH", on=Pair)
def purchase_of_ten(pair: Pair) -> Comparisons:
    state, paid = bought(pair, 10 * UNIT)
    yield Comparison("ETH in the pool", 1_010, whole(state.reserve0))
    yield Comparison("FRAX in the pool, to the dollar", 1_980_198, whole(state.reserve1))
    yield Comparison("FRAX paid, to the dollar", 19_802, whole(paid))


@example("somebody buys 10 ETH, without a fee", on=Pair)
def product_without_a_fee(pair: Pair) -> Comparisons:
    state, _ = bought(pair, 10 * UNIT)
    yield Comparison("k", 2_000_000_000, product(state))


@example("somebody buys 10 ETH, at a fee of 0.3 %", on=Pair)
def product_with_the_usual_fee(pair: Pair) -> Comparisons:
    state, _ = bought(pair, 10 * UNIT, kept=Fraction(997, 1000))
    yield Comparison("k", 2_000_000_000, product(state))


@example("the ETH in the pool falls to 900", on=Pair)
def price_up(pair: Pair) -> Comparisons:
    state, _ = bought(pair, 100 * UNIT)
    yield Comparison("FRAX, to the dollar", 2_222_222, whole(state.reserve1))
    yield Comparison("price of ETH, USD", Fraction(246_914, 100), price(state))


@example("the ETH in the pool rises to 1100", on=Pair)
def price_down(pair: Pair) -> Comparisons:
    state = sold(pair, 100 * UNIT)
    yield Comparison("FRAX, to the dollar", 1_818_182, whole(state.reserve1))
    yield Comparison("price of ETH, USD", Fraction(165_289, 100), price(state))
