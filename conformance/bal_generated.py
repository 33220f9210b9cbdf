"""Cases whose steps a generator of the tests draws: each text that describes one, as the cases write it, and what it says.

All of them mint shares, and then give the LPs a trade and settle, three thousand times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from conformance import decode
from conformance.bal_case import Found, Situation, case
from conformance.bal_fields import Reader
from conformance.bal_sequences import prices
from conformance.decode import NotARecording
from model.arith import sign, standardize
from model.bal import Bal
from model.bal.market import Market


class Trade(NamedTuple):
    """What one round of a generator gives the LPs, and how it enters the sums of users."""

    base: int
    quote: int
    long: bool
    in_whole_steps: bool = False


def tenths_and_fifths(i: int) -> Trade:
    """Three thousand trades, two of three of them bought by the LPs."""
    if i % 3 == 0:
        price, units = 10**8 - i, i % 19 + 1
        return Trade(-(10**9 * units // 10), price * units // 10, long=False)
    price, units = 99199821 + i, i % 5 + 1
    return Trade(10**9 * units // 5, -(price * units // 5), long=True)


def elevenths_and_sixths(i: int) -> Trade:
    """The same with amounts that are no whole steps, and with the sides of the sums exchanged."""
    if i % 3 == 0:
        price, units = 10**8 - i, i % 19 + 1
        return Trade(-(10**9 * units // 11), price * units // 11, long=True, in_whole_steps=True)
    price, units = 99199821 + i, i % 5 + 1
    return Trade(10**9 * units // 6, -(price * units // 6), long=False, in_whole_steps=True)


def growing(i: int) -> Trade:
    """Buying and selling in turns, ever more."""
    units = i % 7 + 1 + i
    if i % 2 == 0:
        price = 99800000 - i * i % 4
        return Trade(-(10**9 * units // 10), price * units // 10, long=False)
    price = 99199821 + i * i % 4
    return Trade(10**9 * units // 10, -(price * units // 10), long=True)


ROUNDS = 3000

GENERATORS: Mapping[str, Callable[[int], Trade]] = {
    "i in 0..2999: if i%3==0: px=1e8-i, mu=i%19+1, db=-trunc(1e9*mu/10), dq=+floor(px*mu/10), side=short;"
    " else px=99199821+i, mu=i%5+1, db=1e9*mu/5, dq=-floor(px*mu/5), side=long."
    " Each i: per_lp base+=db, per_lp quote+=dq, with_unsettled_lp+=db, base_<side>+=db, then settle": tenths_and_fifths,
    "i in 0..2999: if i%3==0: px=1e8-i, mu=i%19+1, db=-trunc(1e9*mu/11), dq=+floor(px*mu/11), side=long;"
    " else px=99199821+i, mu=i%5+1, db=floor(1e9*mu/6), dq=-floor(px*mu/6), side=short."
    " Each i: per_lp base+=db, per_lp quote+=dq, with_unsettled_lp+=std(db), base_<side>+=std(db)"
    " (std = truncated to step), then settle": elevenths_and_sixths,
    "i in 0..2999: mu=i%7+1+i; even i: px=99800000-((i*i)%4), db=-1e9*mu/10, dq=+floor(px*mu/10), side=short;"
    " odd i: px=99199821+((i*i)%4), db=1e9*mu/10, dq=-floor(px*mu/10), side=long."
    " Each i: per_lp base+=db, per_lp quote+=dq, with_unsettled_lp+=db, base_<side>+=db, then settle": growing,
}
"""The texts of the generators as the cases write them, and what each says."""

FIRST: Mapping[str, int] = {"mint 1e9": 10**9}
"""The shares that a generated sequence begins with, as the cases write it."""


def known(table: Mapping[str, Any]) -> Reader:
    """A reader of one of the texts that are understood, as what it says."""

    def read(value: Any, field: str) -> Any:
        if decode.text(value, field) not in table:
            raise NotARecording(f"is not understood: {decode.shown(value)}", field=field)
        return table[value]

    return read


@case("generated_sequence", "market", "position", first=known(FIRST), generator=known(GENERATORS))
def _(bal: Bal, given: Situation) -> Found:
    """Whether the position flips is judged by the sign of its base, to and from none included."""
    market, position, generator = given.market, given.position, given.args["generator"]
    bal.mint_shares(market, position, given.args["first"], None)
    flips: list[int] = []
    for i in range(ROUNDS):
        trade: Trade = generator(i)
        held = sign(position.base_asset_amount)
        give(market, trade)
        bal.settle_lp_position(market, position)
        if sign(position.base_asset_amount) != held:
            flips.append(i)
    found = {"flips": tuple(flips), "num_flips": len(flips), "cost_basis": bal.cost_basis(position)}
    return found | prices(bal, position)


def give(market: Market, trade: Trade) -> None:
    """Enter a trade into the accumulators and, as if its taker had settled, into the sums."""
    base = standardize(trade.base, market.order_step_size)[0] if trade.in_whole_steps else trade.base
    market.base_asset_amount_per_lp += trade.base
    market.quote_asset_amount_per_lp += trade.quote
    market.base_asset_amount_with_unsettled_lp += base
    if trade.long:
        market.base_asset_amount_long += base
    else:
        market.base_asset_amount_short += base
