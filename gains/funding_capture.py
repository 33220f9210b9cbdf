"""Liquidity that comes for a funding update alone: what it takes where funding is given by the share (rejected design)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from gains.markets import OTHER, Recorded, filled, held, settled, with_lp
from gains.result import Axis, Bound, Chart, Result, Row, Series, quote
from gains.settlement_timing import largest_rate
from gains.words import decimal, dollars, percent, sentence
from model.bal import LONG, Bal, BalState
from model.bal.variants import FundingPerShare
from properties.bal.capture import NOW, RATE, TAKER, quote_of, visit
from properties.case import GivenCase

MINTS = (Fraction(1, 1000), *(Fraction(n, 100) for n in (1, 10, 30, 100, 300, 1000)))
"""Sizes of the visitor's mint, as parts of the protocol's liquidity."""

BY_SHARE, BY_BASE = FundingPerShare(), Bal()


def beginning(system: Bal, market: Recorded) -> BalState:
    """An LP with a quarter of the liquidity, short by a taker's fill of 1 % that it has not settled."""
    return filled(system, with_lp(system, market, user=OTHER), market.steps(market.liquidity // 100), LONG, TAKER)[0]


def visited(system: Bal, market: Recorded, shares: int) -> BalState:
    """The story of P39, of that mint, at the largest rate; the visitor waits no longer than the cooldown demands."""
    given = {NOW: 0, RATE: largest_rate(market), "argument.n_shares": shares, "argument.oracle_price": market.price}
    return visit(system, GivenCase(given), beginning(system, market))


def resident(system: Bal, state: BalState) -> int:
    """What the LP that was there all along has (quote), its funding and its shares settled."""
    return held(settled(system, state, OTHER), OTHER).quote_asset_amount


def run(markets: Iterable[Recorded], mints: Iterable[Fraction] = MINTS) -> Result:
    """The subject on these markets."""
    rows: list[Row] = []
    series: list[Series] = []
    told = []
    parts = tuple(mints)
    for market in markets:
        name, points, losses, none = market.name, [], [], []
        update, _ = BY_SHARE.update_funding(beginning(BY_SHARE, market), funding_rate=largest_rate(market))
        alone = resident(BY_SHARE, update)
        found = {}
        for part in parts:
            size = market.steps(int(market.liquidity * part))
            after = visited(BY_SHARE, market, size)
            taken, lost = quote_of(after), alone - resident(BY_SHARE, after)
            found[part] = taken, lost
            kept = quote_of(visited(BY_BASE, market, size))
            mint = f"a mint of {percent(part)} ({decimal(market.base(size).tokens)} {market.token})"
            rows.append(Row(name, f"{mint}, funding by the share", quote(taken), Bound(0, ("V39",))))
            rows.append(Row(name, f"{mint}, BAL", quote(kept), Bound(0, ("P39a",))))
            points.append((part * 100, quote(taken).tokens))
            losses.append((part * 100, quote(lost).tokens))
            none.append((part * 100, quote(kept).tokens))
        best = max(parts, key=lambda part: found[part])
        taken, lost = found[best]
        what = f"what the LP whose base earned it loses by the mint of {percent(best)}"
        rows.append(Row(name, what, quote(lost)))
        series += [
            Series(name, "captured, funding by the share (V39)", tuple(points)),
            Series(name, "lost by the LP whose base earned it", tuple(losses)),
            Series(name, "captured in BAL", tuple(none)),
            Series(name, "proved of BAL (P39a)", tuple((part * 100, 0) for part in parts), is_bound=True),
        ]
        told.append(
            f"on {name}, were funding given by the share, a mint of {percent(best)} of the liquidity just before one"
            f" update would take {dollars(quote(taken).worth)}, of which the LP whose base earned it loses"
            f" {dollars(quote(lost).worth)}; of BAL it takes {dollars(max(each for _, each in none))}"
        )
    return Result(
        "funding-capture",
        "Liquidity that comes for a funding update: what it takes where funding is given by the share",
        "One LP with a quarter of the liquidity is short by a taker's fill of 1 %, which it has not settled. A visitor"
        " mints, the rate rises by 0.01 % of the price, the visitor burns once the cooldown has passed. The same of the"
        " rejected design (FundingPerShare) and of BAL. Where a capture falls again with size, its accumulator has been"
        " rounded down: so many shares have too little each.",
        "as P39a states it of BAL, and V39 of the rejected design. The story of the visit is that of P39.",
        sentence(told),
        ("P39", "P39a", "V39"),
        tuple(rows),
        Chart(Axis("visitor's mint (% of the protocol's liquidity)", True), Axis("funding (USD)"), tuple(series)),
    )
