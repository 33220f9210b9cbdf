"""The LPs' unsettled quote: how far the market is off about what its users have won, for a time and for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from gains.markets import Recorded, filled, held, settled, with_lp
from gains.result import Axis, Bound, Chart, Result, Row, Series, quote
from gains.words import dollars, sentence
from model.bal import LONG, SHORT, Bal, BalState
from model.bal.constants import PRICE_TIMES_BASE_TO_QUOTE
from model.bal.variants import CountUnsettledQuoteOnce
from properties.bal.arguments import USER
from properties.bal.rules import fee_slice
from properties.bal.unsettled_quote import beyond_the_lp
from properties.property import Step

FILLS = 200
SAMPLES = 40
BAL, ONCE = Bal(), CountUnsettledQuoteOnce()
FLOW_PART = 2000
"""Each fill is the liquidity by this: 0.05 %."""

UNSETTLED = "takers buy, nobody settles"
TRIPS = "takers buy and sell in turn, settled after each round trip"
EACH = "takers buy, settled after each fill"


def off(market: Recorded, state: BalState) -> int:
    """By how much the market takes its users for richer than they are (quote), at the first price (P33, P33r)."""
    price = market.price
    return BAL.calculate_net_user_pnl(state.market, price) - ONCE.calculate_net_user_pnl(state.market, price)


def without_fee(state: BalState) -> BalState:
    """The state in which takers pay no fee."""
    new = state.copy()
    new.fee_numerator = 0
    return new


def life(market: Recorded, kind: str, fills: int, *, fee: bool = True) -> Iterator[tuple[BalState, Fraction]]:
    """The state after each fill (of round trips, after each second), and the most that LPs were given of fees (P27)."""
    state, given = with_lp(BAL, market), Fraction(0)
    if not fee:
        state = without_fee(state)
    size = market.steps(market.liquidity // FLOW_PART)
    yield state, given
    for number in range(1, fills + 1):
        sells = kind == TRIPS and number % 2 == 0
        before = state.market
        state, fill = filled(BAL, state, size, SHORT if sells else LONG)
        given += Fraction(fee_slice(fill.fee_to_market_for_lp) * before.user_lp_shares, before.sqrt_k)
        if kind == EACH or sells:
            state = settled(BAL, state)
        if kind != TRIPS or sells:
            yield state, given


def pending(state: BalState) -> Fraction:
    """What the LP's shares have been given of quote since its marks (1e6), exactly."""
    market, position = state.market, held(state)
    given = market.quote_asset_amount_per_lp - position.last_quote_asset_amount_per_lp
    return Fraction(given * position.lp_shares, BAL.base_unit(market))


def beyond(system: Bal, state: BalState) -> Fraction:
    """By how much a settlement moves the view of what all users have won beyond what the LP wins by it (quote; P33)."""
    after, result = system.settle_lp_raw(state, user=USER)
    step = Step(state, "settle_lp_raw", {"user": USER}, after, result)
    return Fraction(beyond_the_lp(system, step), PRICE_TIMES_BASE_TO_QUOTE)


def rows_of(market: Recorded, fills: int) -> Iterator[Row]:
    """Where the view stands after the fills of each kind."""
    name = market.name
    last = {kind: list(life(market, kind, fills))[-1] for kind in (UNSETTLED, TRIPS, EACH)}
    waiting, _ = last[UNSETTLED]
    yield Row(name, f"{fills} fills, {UNSETTLED}", quote(off(market, waiting)))
    for system, by in ((BAL, "P33"), (ONCE, "P33r")):
        what = f"what one settlement of all that moves the view by, beyond what the LP wins ({type(system).__name__})"
        yield Row(name, what, quote(beyond(system, waiting)), Bound(2, (by,), strict=True))
    free, _ = list(life(market, UNSETTLED, fills, fee=False))[-1]
    together = free.market.quote_asset_amount_with_unsettled_lp + pending(free)
    yield Row(
        name,
        "unsettled quote beside what is pending, of the same fills without a fee",
        quote(together),
        Bound(fills, ("P82",), strict=True),
    )
    tripped, _ = last[TRIPS]
    yield Row(
        name, f"{fills // 2} round trips, all settled: off for good", quote(off(market, tripped)), Bound(0, ("P31",))
    )
    closed, fees = last[EACH]
    yield Row(
        name,
        f"{fills} fills, all settled: off for good, by the LPs' fees",
        quote(off(market, closed)),
        Bound(fees + 2 * fills, ("P27", "P34a", "P82")),
    )


def run(markets: Iterable[Recorded], fills: int = FILLS) -> Result:
    """The subject on these markets."""
    rows: list[Row] = []
    series: list[Series] = []
    told = []
    for market in markets:
        found = list(rows_of(market, fills))
        rows += found
        for kind in (UNSETTLED, EACH, TRIPS):
            every = 2 if kind == TRIPS else 1
            walk = list(life(market, kind, fills))[1:]
            kept = [(every * count, state) for count, (state, _) in enumerate(walk, start=1)]
            points = tuple(
                (count, quote(abs(off(market, state))).tokens)
                for count, state in kept
                if count % max(1, fills // SAMPLES) == 0
            )
            series.append(Series(market.name, kind, points))
        waiting, trips, fees = (found[at].attained.worth for at in (0, 4, 5))
        told.append(
            f"on {market.name} {fills} fills of 0.05 % that are not settled put the market's view of what its users have won"
            f" off by {dollars(waiting)}; {fills // 2} round trips leave it off by {dollars(trips)} when everything is settled,"
            f" and {fills} fills settled one by one by {dollars(fees)}"
        )
    return Result(
        "unsettled-quote",
        "The LPs' unsettled quote: how far the market is off about what its users have won",
        "One LP with a quarter of the liquidity; fills of 0.05 % of it, at the recorded fee and spread. Off is the market's"
        " own sum less that of the repair (CountUnsettledQuoteOnce), of which P33r says that settlements leave it alone."
        " Below zero the market takes its users for poorer than they are, so that too much can be taken out of its pool.",
        "what pends is off by less than one a fill (P82); what stays for good is at most the LPs' part of the fees (P27),"
        " and one for each fill (P82) and each settlement (P34a). P31 is that nothing stays, P33 that a settlement moves"
        " the view by what the LP wins.",
        sentence(told),
        ("P31", "P33", "P33r", "P34", "P34a", "P82", "P27"),
        tuple(rows),
        Chart(Axis("takers' fills"), Axis("|off| (USD)", True), tuple(series)),
    )
