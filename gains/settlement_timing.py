"""What an LP gains or loses of a funding period by when it settles: just before the update or just after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import NamedTuple

from gains.markets import Recorded, filled, held, settled, with_lp
from gains.result import Axis, Bound, Chart, Result, Row, Series, quote, size
from gains.words import decimal, dollars, sentence
from model.bal import LONG, SHORT, Bal, BalState
from model.bal.constants import FUNDING_RATE_BUFFER
from properties.bal.arguments import USER
from properties.bal.capture import quote_of
from properties.bal.funding_updates import is_capped

SEED = 1
PERIODS = 24
BAL = Bal()
RATE_PART = 10_000
"""The largest rate of a period is the price by this: 0.01 % an hour."""

FLOW_PART = 200
"""The largest fill between two updates is the liquidity by this: 0.5 %."""

SIDES = {SHORT: "long", LONG: "short"}
"""By what the taker does, the side of the LP's unsettled base."""


class Period(NamedTuple):
    """An update that an LP settles before or after: what it receives, and how far the protocol's gain is from that.

    All quote (1e6). `residual` is None where either update is capped, of which P41b says nothing.
    """

    early: int
    late: int
    late_without_update: int
    residual: int | None


def period(state: BalState, rate: int) -> Period:
    """The same update of a market whose LP has unsettled base and nothing else, in both orders."""
    joined = settled(BAL, state)
    before, early = BAL.update_funding(joined, funding_rate=rate)
    paid, _ = BAL.settle_funding_payment(before, user=USER)
    after, late = BAL.update_funding(state, funding_rate=rate)
    left = settled(BAL, after)
    received = quote_of(paid) - quote_of(joined)
    apart = late.funding_imbalance_revenue - early.funding_imbalance_revenue - received
    capped = is_capped(rate, early) or is_capped(rate, late)
    return Period(quote_of(paid), quote_of(left), quote_of(joined), None if capped else apart)


def largest_rate(market: Recorded) -> int:
    """The largest rate of a period (1e9)."""
    return market.price * FUNDING_RATE_BUFFER // RATE_PART


def rows_of(market: Recorded) -> Iterator[Row]:
    """One period of either sign, of an LP on either side."""
    residuals, beyond = [], []
    for direction, side in SIDES.items():
        state, _ = filled(BAL, with_lp(BAL, market), market.steps(market.liquidity // 100), direction)
        for rate in (largest_rate(market), -largest_rate(market)):
            found = period(state, rate)
            sign = "rises" if rate > 0 else "falls"
            gain = quote(found.early - found.late)
            what = f"LP {side}, the rate {sign} by 0.01 %: gain of settling before the update, not after it"
            yield Row(market.name, what, gain, Bound(0, ("P42",)))
            residuals += [found.residual] if found.residual is not None else []
            beyond.append(found.late - found.late_without_update)
    most = quote(max(residuals, key=abs))
    yield Row(market.name, "of that, what the protocol does not get or give instead", most, Bound(1, ("P41b",)))
    yield Row(
        market.name,
        "what an LP without base that settles after the update gets of it",
        quote(max(beyond, key=abs)),
        Bound(0, ("P42a",)),
    )


Chooses = Callable[[BalState, int], bool]
"""Whether an LP settles before an update of that rate, and not after it."""


def always(_: BalState, __: int) -> bool:
    """Settles before every update."""
    return True


def never(_: BalState, __: int) -> bool:
    """Settles after every update."""
    return False


def if_paid(state: BalState, rate: int) -> bool:
    """Settles before the update where what it then holds is paid more by it than what it holds now."""
    joined = settled(BAL, state)
    early, late = held(joined).base_asset_amount, held(state).base_asset_amount
    return BAL.funding_payment(rate, early) > BAL.funding_payment(rate, late)


BEHAVIOURS: dict[str, Chooses] = {
    "settles before each update": always,
    "settles after each update": never,
    "knows the rate, and chooses": if_paid,
}


def funding_of(market: Recorded, chooses: Chooses, periods: int) -> list[int]:
    """What an LP has received of funding after each of the periods (quote); the same flow and rates for everybody."""
    random, state, received = Random(SEED), with_lp(BAL, market), [0]
    for _ in range(periods):
        amount = market.steps(random.randrange(market.liquidity // FLOW_PART))
        state, _ = filled(BAL, state, amount, random.choice((LONG, SHORT)))
        rate = random.randint(-largest_rate(market), largest_rate(market))
        if chooses(state, rate):
            state = settled(BAL, state)
        state, _ = BAL.update_funding(state, funding_rate=rate)
        state = settled(BAL, state)
        received.append(held(state).cumulative_perp_funding)
    return received


def run(markets: Iterable[Recorded], periods: int = PERIODS) -> Result:
    """The subject on these markets."""
    rows: list[Row] = []
    series: list[Series] = []
    told = []
    for market in markets:
        rows += rows_of(market)
        last = {}
        for label, chooses in BEHAVIOURS.items():
            received = funding_of(market, chooses, periods)
            series.append(Series(market.name, label, tuple(enumerate(quote(each).tokens for each in received))))
            rows.append(Row(market.name, f"funding of {periods} periods, an LP that {label}", quote(received[-1])))
            last[label] = quote(received[-1]).worth
        before, after, chosen = last.values()
        told.append(
            f"on {market.name} over {periods} periods an LP that settles before each update ends with"
            f" {dollars(before)} of funding, one that settles after it with {dollars(after)}, and one that chooses with"
            f" {dollars(chosen)}"
        )
    shifted = max(size(row.attained.raw) for row in rows if row.bound and row.bound.by == ("P41b",))
    return Result(
        "settlement-timing",
        "When an LP settles: just before a funding update, or just after it",
        "An LP with a quarter of the liquidity. The table begins with a single taker's fill of 1 % of the protocol's"
        " liquidity, the plot with nothing: then a fill of up to 0.5 % in either direction before each update, at rates of"
        " up to 0.01 % of the price an hour.",
        "of one update, as P41b and P42a state them; P42 is that it makes no difference.",
        f"{sentence(told)}. What settling late misses or is spared is the protocol's: in a period the two differ by"
        f" {decimal(shifted)} units of quote, where P41b allows 1",
        ("P41", "P41a", "P41b", "P42", "P42a"),
        tuple(rows),
        Chart(Axis("funding periods (hours)"), Axis("funding received (USD)"), tuple(series)),
        SEED,
    )
